//! Walks through a document that may change what they meet.
//!
//! In: blocks or inlines. Out: every one of them shown to a function, outermost first. [`map_spans`] turns all places
//! of a document that was read from a rewritten text into places of the source.

use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, ImageRef, Inline};

/// Shows each block, outer ones first.
pub(crate) fn blocks(blocks: &mut [Block], visit: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        for inner in block.kind.children_mut() {
            self::blocks(inner, visit);
        }
    }
}

/// Shows each run of inlines that stands directly in a block.
pub(crate) fn runs(blocks: &mut [Block], visit: &mut impl FnMut(&mut Vec<Inline>)) {
    self::blocks(blocks, &mut |block| block.kind.inlines_mut().into_iter().for_each(&mut *visit));
}

/// Shows the id of each anchor.
pub(crate) fn anchors(blocks: &mut [Block], visit: &mut impl FnMut(&mut String)) {
    fn within(run: &mut [Inline], visit: &mut impl FnMut(&mut String)) {
        for inline in run {
            match inline {
                Inline::Anchor { id, .. } => visit(id),
                other => other.children_mut().into_iter().for_each(|inner| within(inner, visit)),
            }
        }
    }
    runs(blocks, &mut |run| within(run, visit));
}

/// Replaces every place in the blocks.
pub(crate) fn map_spans(blocks: &mut [Block], map: &impl Fn(Span) -> Span) {
    self::blocks(blocks, &mut |block| {
        block.span = map(block.span);
        match &mut block.kind {
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| item.span = map(item.span)),
            BlockKind::Verse(lines) => lines.iter_mut().for_each(|line| line.span = map(line.span)),
            BlockKind::Figure { image, .. } => map_image(image, map),
            _ => {}
        }
        block.kind.inlines_mut().into_iter().for_each(|run| map_run(run, map));
    });
}

fn map_run(run: &mut [Inline], map: &impl Fn(Span) -> Span) {
    for inline in run {
        match inline {
            Inline::Text { span, .. }
            | Inline::Code { span, .. }
            | Inline::Link { span, .. }
            | Inline::Anchor { span, .. }
            | Inline::PageBreak { span, .. }
            | Inline::FootnoteReference { span, .. } => *span = map(*span),
            Inline::Image(image) => map_image(image, map),
            Inline::Math(formula) => formula.span = map(formula.span),
            _ => {}
        }
        if let Some(inner) = inline.children_mut() {
            map_run(inner, map);
        }
    }
}

fn map_image(image: &mut ImageRef, map: &impl Fn(Span) -> Span) {
    image.span = map(image.span);
}

/// Shows each picture, in figures and in lines.
pub(crate) fn images(blocks: &mut [Block], visit: &mut impl FnMut(&mut ImageRef)) {
    fn inlines(run: &mut [Inline], visit: &mut impl FnMut(&mut ImageRef)) {
        for inline in run {
            if let Inline::Image(image) = inline {
                visit(image);
            }
            if let Some(inner) = inline.children_mut() {
                inlines(inner, visit);
            }
        }
    }
    self::blocks(blocks, &mut |block| {
        if let BlockKind::Figure { image, .. } = &mut block.kind {
            visit(image);
        }
        block.kind.inlines_mut().into_iter().for_each(|run| inlines(run, visit));
    });
}
