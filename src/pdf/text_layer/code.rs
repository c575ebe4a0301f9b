//! One code of a show string: what it draws, how far it moves the pen, and the text it stands for.

use crate::text::line::Glyph;

/// What a code is to the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pdf) enum Kind {
    /// A character with its outline.
    Letter,
    /// A further letter of a ligature, without outline.
    Share,
    /// A space.
    Space,
    /// A mark without outline of its own: its base draws it.
    Mark,
    /// A control of the source.
    Format,
    /// A control of the rules.
    Control,
}

/// One code; all measures are in thousandths of an em.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::pdf) struct Code<'a> {
    /// The shaped cluster it draws; empty for a blank.
    pub(in crate::pdf) glyphs: &'a [Glyph],
    /// Displacement of the outline to the right.
    pub(in crate::pdf) shift: i32,
    /// How far the pen moves.
    pub(in crate::pdf) advance: i32,
    /// A control that is said first.
    pub(in crate::pdf) lead: &'static str,
    /// What it says.
    pub(in crate::pdf) body: &'a str,
    /// Whether it says a space after that.
    pub(in crate::pdf) is_spaced: bool,
    /// What it is.
    pub(in crate::pdf) kind: Kind,
    /// Index of the glyph run, in visual order, that it belongs to.
    pub(in crate::pdf) run: usize,
    /// Whether a string begins with it, and how far right of the pen.
    pub(in crate::pdf) cut: Option<i32>,
    /// Whether poppler needs an RLM at its left.
    pub(in crate::pdf) ends_section: bool,
}

impl<'a> Code<'a> {
    /// A blank without width.
    pub(in crate::pdf) fn blank(body: &'a str, kind: Kind, run: usize) -> Code<'a> {
        let (is_spaced, ends_section) = (false, false);
        Code { glyphs: &[], shift: 0, advance: 0, lead: "", body, is_spaced, kind, run, cut: None, ends_section }
    }

    /// An RLM of its own.
    pub(in crate::pdf) fn rlm(run: usize) -> Code<'a> {
        Code::blank("\u{200F}", Kind::Control, run)
    }

    /// The characters of its text.
    pub(in crate::pdf) fn chars(&self) -> impl Iterator<Item = char> {
        self.lead.chars().chain(self.body.chars()).chain(self.is_spaced.then_some(' '))
    }

    /// The first character of its text.
    pub(in crate::pdf) fn first(&self) -> char {
        self.chars().next().unwrap_or('\0')
    }

    /// The last character of its text.
    pub(in crate::pdf) fn last(&self) -> char {
        self.body.chars().next_back().unwrap_or('\0')
    }

    /// Whether it is a space that stands left of where its run begins.
    pub(in crate::pdf) fn is_foreign_space(&self) -> bool {
        self.kind == Kind::Space && self.glyphs.is_empty()
    }

    /// Whether something other than a space is drawn.
    pub(in crate::pdf) fn is_drawn_letter(&self) -> bool {
        self.is_drawn() && self.kind != Kind::Space
    }

    /// Whether something is drawn.
    pub(in crate::pdf) fn is_drawn(&self) -> bool {
        !self.glyphs.is_empty()
    }
}
