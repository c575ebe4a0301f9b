//! What blocks and inlines say, as plain letters.
//!
//! In: blocks or inlines. Out: their text, its place.

use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, Inline};

/// A letter of Hebrew, Arabic, Syriac, Thaana, N'Ko and their like, or one of their presentation forms.
pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

/// Where inlines stand, if any of them has a place.
pub(super) fn span(content: &[Inline]) -> Option<Span> {
    let spans = content.iter().filter_map(|inline| match inline {
        Inline::Text { span, .. }
        | Inline::Code { span, .. }
        | Inline::Link { span, .. }
        | Inline::FootnoteReference { span, .. } => Some(*span),
        Inline::Image(image) => Some(image.span),
        Inline::Math(formula) => Some(formula.span),
        other => span(other.children()),
    });
    spans.reduce(|one, other| Span::new(one.start.min(other.start), one.end.max(other.end)))
}

/// The running text of blocks as one, line breaks between them.
pub(super) fn joined(blocks: Vec<Block>) -> Vec<Inline> {
    let mut content: Vec<Inline> = Vec::new();
    let mut push = |more: Vec<Inline>| {
        if !content.is_empty() && !more.is_empty() {
            content.push(Inline::LineBreak);
        }
        content.extend(more);
    };
    for block in blocks {
        match block.kind {
            BlockKind::Paragraph(inner) | BlockKind::Heading { content: inner, .. } => push(inner),
            BlockKind::Figure { image, caption } => push([vec![Inline::Image(image)], caption].concat()),
            other => {
                other.inlines().into_iter().for_each(|inner| push(inner.to_vec()));
                other.children().into_iter().for_each(|inner| push(joined(inner.to_vec())));
            }
        }
    }
    content
}

/// Whether most letters of a text are written from right to left; `None` for a text without letters.
pub(in crate::parse) fn is_mostly_right_to_left(text: &str) -> Option<bool> {
    let (mut right_to_left, mut all) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        all += 1;
        right_to_left += usize::from(is_right_to_left(c));
    }
    (all > 0).then_some(right_to_left * 2 > all)
}
