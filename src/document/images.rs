//! The pictures that a document names.
//!
//! In: what a source says of a picture. Out: [`ImageRef`], with the size that it asks for; every reference to a picture
//! in blocks, figures and inline pictures alike, in reading order.

use super::{Block, BlockKind, Inline};
use crate::diagnostic::Span;

/// A picture as the source names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImageRef {
    /// Path as written, the key of [`super::Document::images`].
    pub path: String,
    /// What it shows, for those who do not see it; empty when the source gives none.
    pub alt: String,
    /// Whether it says nothing to those who do not see it: the source gives it an empty alternative text on purpose.
    pub is_decoration: bool,
    /// The size that the source asks for.
    pub size: ImageSize,
    /// Where it stands in the source.
    pub span: Span,
}

impl ImageRef {
    /// Whether those who do not see the picture miss something that nobody tells them.
    #[must_use]
    pub fn is_undescribed(&self) -> bool {
        !self.is_decoration && self.alt.trim().is_empty()
    }
}

/// The size that a source asks for; a picture keeps its proportions where only one side is given.
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
    /// Points, 72 to the inch; a pixel of CSS is three quarters of one.
    Points(f64),
    /// Multiples of the size of the text.
    Ems(f64),
    /// Share of the width of a line: 1 is all of it.
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

/// Whether running text is pictures and nothing else but what holds and parts them.
pub(crate) fn are_images_alone(content: &[Inline]) -> bool {
    fn count(content: &[Inline]) -> Option<usize> {
        content.iter().try_fold(0, |images, inline| match inline {
            Inline::Image(_) => Some(images + 1),
            Inline::Text { text, .. } => text.trim().is_empty().then_some(images),
            Inline::LineBreak => Some(images),
            Inline::Code { .. } | Inline::FootnoteReference { .. } => None,
            _ => Some(images + count(inline.children())?),
        })
    }
    count(content).is_some_and(|images| images > 0)
}
