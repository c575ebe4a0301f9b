//! The pictures that a document names.
//!
//! In: blocks. Out: every reference to a picture in them, figures and inline pictures alike, in reading order.

use super::{Block, BlockKind, ImageRef, Inline};

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
