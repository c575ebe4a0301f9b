//! One code of a show string: what it draws, how far it moves the pen, and the text it stands for.

use std::borrow::Cow;

use super::class::RLM;
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
    /// A space beside a left-to-right run, made strong by an RLM.
    StrongSpace,
    /// An RLM of its own.
    Rlm,
    /// What keeps PDFium from mirroring the bracket to its left.
    MirrorGuard,
    /// An LRM that ends a string.
    Last,
}

impl Kind {
    /// An invisible code that the rules added.
    pub(in crate::pdf) const fn is_added(self) -> bool {
        matches!(self, Kind::Rlm | Kind::MirrorGuard | Kind::Last)
    }
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
    /// Controls that the rules put before the text.
    pub(in crate::pdf) prefix: Cow<'static, str>,
    /// The line's own characters.
    pub(in crate::pdf) body: &'a str,
    /// What it is.
    pub(in crate::pdf) kind: Kind,
    /// Index of the glyph run, in visual order, that it belongs to.
    pub(in crate::pdf) run: usize,
}

impl<'a> Code<'a> {
    /// A blank without width.
    pub(in crate::pdf) fn blank(body: &'a str, kind: Kind, run: usize) -> Code<'a> {
        Code { glyphs: &[], shift: 0, advance: 0, prefix: Cow::Borrowed(""), body, kind, run }
    }

    /// A blank that says only what it is told to.
    pub(in crate::pdf) fn control(text: &'static str, kind: Kind, run: usize) -> Code<'a> {
        Code { prefix: Cow::Borrowed(text), ..Code::blank("", kind, run) }
    }

    /// The first character of its text.
    pub(in crate::pdf) fn first(&self) -> char {
        self.prefix.chars().chain(self.body.chars()).next().unwrap_or('\0')
    }

    /// The last character of its text.
    pub(in crate::pdf) fn last(&self) -> char {
        self.body.chars().next_back().or_else(|| self.prefix.chars().next_back()).unwrap_or('\0')
    }

    /// Whether two codes say the same.
    pub(in crate::pdf) fn same_text(&self, other: &Code<'_>) -> bool {
        self.body == other.body && self.prefix == other.prefix
    }

    /// Whether the text begins with an RLM.
    pub(in crate::pdf) fn has_rlm(&self) -> bool {
        self.first() == RLM
    }

    /// Puts an RLM before the text.
    pub(in crate::pdf) fn make_strong(&mut self) {
        if self.prefix.is_empty() {
            self.prefix = Cow::Borrowed("\u{200F}");
        } else {
            self.prefix.to_mut().insert(0, RLM);
        }
    }

    /// Whether it is a space that stands left of where its run begins.
    pub(in crate::pdf) fn is_foreign_space(&self) -> bool {
        matches!(self.kind, Kind::Space | Kind::StrongSpace) && self.glyphs.is_empty()
    }

    /// Whether something is drawn.
    pub(in crate::pdf) fn is_drawn(&self) -> bool {
        !self.glyphs.is_empty()
    }
}
