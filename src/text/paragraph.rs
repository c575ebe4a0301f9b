//! Input values of the paragraph engine, and its report of what could not be set.

use std::ops::Range;
use std::sync::Arc;

use super::{BaseDirection, ObjectContent};
use crate::color::Color;
use crate::font::Weight;
use crate::geometry::Pt;

/// A line break that the author asked for, within a [`Paragraph`]'s text (U+2028 LINE SEPARATOR).
pub const FORCED_BREAK: char = '\u{2028}';

/// Stands in a [`Paragraph`]'s text for an [`Object`] (U+FFFC OBJECT REPLACEMENT CHARACTER), which breaks lines and takes
/// its direction as that character does.
pub const OBJECT: char = '\u{FFFC}';

/// A paragraph to be set: text in logical order and the styles that tile it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// The text; [`FORCED_BREAK`] ends a line.
    pub text: String,
    /// Styles in order, each for a stretch of the text; together they cover all of it.
    pub styles: Vec<StyledRange>,
    /// Direction of the paragraph.
    pub direction: BaseDirection,
    /// Stretches that keep their own direction whatever surrounds them, as HTML's `bdi` and `dir` do; they nest or lie
    /// apart, and are sorted by their start.
    pub isolates: Vec<Isolate>,
    /// Boxes among the words, such as pictures, in the order of the text.
    pub objects: Vec<Object>,
}

/// An unbreakable box on the baseline of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// Offset of its [`OBJECT`] in the paragraph's text.
    pub offset: usize,
    /// Its width.
    pub width: Pt,
    /// Its height above the baseline.
    pub height: Pt,
    /// Its depth below the baseline.
    pub depth: Pt,
    /// What it shows, if that is glyphs; a picture is drawn by the caller.
    pub content: Option<Arc<ObjectContent>>,
}

/// A stretch of text with a direction of its own (UAX #9, X5a to X5c).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Isolate {
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// Its direction.
    pub direction: BaseDirection,
}

impl Paragraph {
    /// A paragraph in a single style.
    #[must_use]
    pub fn plain(text: impl Into<String>, style: TextStyle, direction: BaseDirection) -> Paragraph {
        let text = text.into();
        let styles = vec![StyledRange { range: 0..text.len(), style }];
        Paragraph { text, styles, direction, isolates: Vec::new(), objects: Vec::new() }
    }

    /// Index of the object at an offset.
    pub(super) fn object_at(&self, offset: usize) -> Option<usize> {
        self.objects.binary_search_by_key(&offset, |object| object.offset).ok()
    }

    /// Adds text at the end, in a style of its own.
    pub fn push(&mut self, text: &str, style: TextStyle) {
        let start = self.text.len();
        self.text.push_str(text);
        match self.styles.last_mut() {
            Some(last) if last.style == style => last.range.end = self.text.len(),
            _ => self.styles.push(StyledRange { range: start..self.text.len(), style }),
        }
    }
}

/// A stretch of text and its style.
#[derive(Clone, Debug, PartialEq)]
pub struct StyledRange {
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// How they look.
    pub style: TextStyle,
}

/// How text looks.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// Family to try first; others follow where it lacks a character.
    pub family: String,
    /// Regular or bold.
    pub weight: Weight,
    /// Font size.
    pub size: Pt,
    /// BCP 47 tag, for the language systems of the font.
    pub lang: String,
    /// Distance by which the baseline is raised.
    pub rise: Pt,
    /// Ink; `None` leaves it to what surrounds the text.
    pub color: Option<Color>,
    /// A mark of the caller's, handed on to [`GlyphRun::tag`](super::GlyphRun::tag).
    pub tag: u32,
}

impl Default for TextStyle {
    fn default() -> TextStyle {
        TextStyle {
            family: "Amiri".into(),
            weight: Weight::Regular,
            size: Pt(12.0),
            lang: "ar".into(),
            rise: Pt::ZERO,
            color: None,
            tag: 0,
        }
    }
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParagraphOptions {
    /// Width of a line.
    pub measure: Pt,
    /// Room left free at the start of the first line.
    pub first_line_indent: Pt,
    /// How lines fill the measure.
    pub alignment: Alignment,
    /// What justified lines are stretched by.
    pub stretch: Stretch,
}

/// What justified lines are stretched by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stretch {
    /// Word spaces.
    #[default]
    Spaces,
    /// Word spaces up to 1.35 of their width, then letters, then spaces again.
    Kashida,
}

/// How lines fill the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// Both edges straight; the last line ragged.
    #[default]
    Justify,
    /// Both edges straight on every line, the last one too, as in the hemistichs of a poem.
    JustifyAll,
    /// Straight at the start edge.
    Start,
    /// Middle of the measure.
    Center,
    /// Straight at the end edge.
    End,
}

/// Something in a paragraph that could not be set as asked; offsets are bytes of the paragraph's text.
#[derive(Clone, Debug, PartialEq)]
pub enum TextWarning {
    /// No face has the character; its place is shown as a box.
    MissingGlyph {
        /// The character.
        character: char,
        /// Its script as Unicode names it; `Common` for signs.
        script: &'static str,
        /// Where it stands.
        offset: usize,
    },
    /// A line ends at a no-break space, since what such spaces hold together there is wider than the measure.
    BrokenSpace {
        /// Where the line ends.
        offset: usize,
    },
    /// A line ends within a word that is wider than the measure.
    BrokenWord {
        /// Where the line ends.
        offset: usize,
    },
    /// The line is wider than the measure.
    Overfull {
        /// Where the line starts.
        offset: usize,
        /// By how much.
        excess: Pt,
    },
}

impl TextWarning {
    /// Where in the text.
    #[must_use]
    pub const fn offset(&self) -> usize {
        match self {
            TextWarning::MissingGlyph { offset, .. }
            | TextWarning::BrokenSpace { offset }
            | TextWarning::BrokenWord { offset }
            | TextWarning::Overfull { offset, .. } => *offset,
        }
    }
}
