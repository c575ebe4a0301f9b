//! Inlines: what stands beside each other within a block.
//!
//! In: what a reader made of a source. Out: [`Inline`]s, generic walks over what is in them, and their plain text.

use super::{Direction, Formula, ImageRef, Lang};
use crate::diagnostic::Span;

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Inline {
    /// Letters as written; never holds a line break.
    Text {
        /// The letters.
        text: String,
        /// Where they stand in the source; as long as the text where nothing was unescaped.
        span: Span,
    },
    /// Stressed: set in bold, since Arabic has no italics.
    Emphasis(Vec<Inline>),
    /// Strongly stressed: set in bold.
    Strong(Vec<Inline>),
    /// Code within a line, left to right.
    Code {
        /// The code.
        text: String,
        /// Where it stands in the source.
        span: Span,
    },
    /// A link.
    Link {
        /// A URL, a path, or `#id` for a place in the document.
        target: String,
        /// What is clicked.
        content: Vec<Inline>,
        /// Where it stands in the source.
        span: Span,
    },
    /// A picture within a line.
    Image(ImageRef),
    /// A formula, in the line or displayed.
    Math(Formula),
    /// A line break that the author asked for.
    LineBreak,
    /// Struck through.
    Strikethrough(Vec<Inline>),
    /// Raised and smaller.
    Superscript(Vec<Inline>),
    /// Lowered and smaller.
    Subscript(Vec<Inline>),
    /// Highlighted.
    Mark(Vec<Inline>),
    /// A stretch with a language or direction of its own, isolated from what surrounds it.
    Span {
        /// Its language, where that differs.
        lang: Option<Lang>,
        /// Its direction, if the source gives one; otherwise [`crate::direction`] decides.
        direction: Option<Direction>,
        /// What it says.
        content: Vec<Inline>,
    },
    /// A place that links lead to; it shows nothing. A paragraph of nothing else is the place of the block behind it.
    Anchor {
        /// What links call it after their `#`, unique in the document together with the ids of headings.
        id: String,
        /// Where it stands in the source.
        span: Span,
    },
    /// The place where a page of the printed edition begins; it shows nothing.
    PageBreak {
        /// The page's number, as printed.
        label: String,
        /// Where it stands in the source.
        span: Span,
    },
    /// A reference to a footnote, isolated from the order of the letters around it.
    FootnoteReference {
        /// [`super::Footnote::label`] of one of [`super::Document::footnotes`].
        label: String,
        /// Where it stands in the source.
        span: Span,
    },
}

impl Inline {
    /// The inlines inside; none for text, code, pictures, formulas, breaks, anchors and references.
    #[must_use]
    pub fn children(&self) -> &[Inline] {
        match self {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::Mark(inner)
            | Inline::Link { content: inner, .. }
            | Inline::Span { content: inner, .. } => inner,
            _ => &[],
        }
    }

    /// [`Inline::children`], to be changed; `None` where there can be none.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::Mark(inner)
            | Inline::Link { content: inner, .. }
            | Inline::Span { content: inner, .. } => Some(inner),
            _ => None,
        }
    }
}

/// The letters of a run of inlines, without any mark-up; a line break counts as a space.
#[must_use]
pub fn plain_text(content: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(content, &mut text);
    text
}

/// Whether a text has nothing visible: only white space, controls, noncharacters of XML, and marks that steer lines or
/// join letters.
#[must_use]
pub(crate) fn is_blank(text: &str) -> bool {
    let steers = |c| {
        matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
    };
    text.chars().all(|c| c.is_whitespace() || c.is_control() || steers(c))
}

fn push_plain_text(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { text: letters, .. } | Inline::Code { text: letters, .. } => text.push_str(letters),
            Inline::Image(image) => text.push_str(&image.alt),
            Inline::Math(formula) => text.push_str(&formula.root.reading()),
            Inline::LineBreak => text.push(' '),
            other => push_plain_text(other.children(), text),
        }
    }
}
