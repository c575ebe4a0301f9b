//! The pictures that a document names.
//!
//! [`ImageRef`] is a picture with the size that the source asks for; this module also lists every reference to a
//! picture in blocks, figures and inlines, in reading order.

use super::{Block, BlockKind, Inline};
use crate::diagnostic::Span;

/// A picture as the source names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImageRef {
    /// Path as written, the key of [`super::Document::images`].
    pub path: String,
    /// Alternative text; empty if the source gives none.
    pub alt: String,
    /// Whether it is decoration: the source gives it an empty alternative text on purpose.
    pub is_decoration: bool,
    /// The size that the source asks for.
    pub size: ImageSize,
    /// Where it stands in the source.
    pub span: Span,
}

impl ImageRef {
    /// Whether the picture carries content but has no alternative text.
    #[must_use]
    pub fn is_undescribed(&self) -> bool {
        !self.is_decoration && self.alt.trim().is_empty()
    }
}

/// The size that a source asks for; if only one side is given, the picture keeps its proportions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ImageSize {
    /// Width.
    pub width: Option<ImageLength>,
    /// Height; never a share.
    pub height: Option<ImageLength>,
    /// The largest width.
    pub max_width: Option<ImageLength>,
}

/// A length that a source gives for a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ImageLength {
    /// Points, 72 to the inch; a CSS pixel is three quarters of a point.
    Points(f64),
    /// Multiples of the size of the text.
    Ems(f64),
    /// Share of the width of a line: 1 is the full width.
    Share(f64),
}

/// Shows each picture that blocks name.
pub(crate) fn visit_images(blocks: &[Block], add: &mut impl FnMut(&ImageRef)) {
    for block in blocks {
        if let BlockKind::Figure { image, .. } = &block.kind {
            add(image);
        }
        block.kind.inlines().into_iter().for_each(|content| visit_inlines(content, add));
        block.kind.children().into_iter().for_each(|inner| visit_images(inner, add));
    }
}

fn visit_inlines(content: &[Inline], add: &mut impl FnMut(&ImageRef)) {
    for inline in content {
        if let Inline::Image(image) = inline {
            add(image);
        }
        visit_inlines(inline.children(), add);
    }
}

/// Whether running text consists only of pictures and of what wraps or separates them.
pub(crate) fn are_images_alone(content: &[Inline]) -> bool {
    fn count(content: &[Inline]) -> Option<usize> {
        content.iter().try_fold(0, |images, inline| match inline {
            Inline::Image(_) => Some(images + 1),
            Inline::Text { text, .. } => text.trim().is_empty().then_some(images),
            Inline::LineBreak => Some(images),
            Inline::Code { .. } | Inline::Math(_) | Inline::FootnoteReference { .. } | Inline::Anchor { .. } => None,
            Inline::PageBreak { .. } => Some(images),
            _ => Some(images + count(inline.children())?),
        })
    }
    count(content).is_some_and(|images| images > 0)
}
