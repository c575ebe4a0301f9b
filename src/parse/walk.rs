//! Walks through a document that may change what they meet.
//!
//! In: blocks or inlines. Out: every one of them shown to a function, outermost first. [`map_spans`] turns all places of
//! a document that was read from a rewritten text into places of the source.

use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, ImageRef, Inline};

/// Shows each block, outer ones first.
pub(crate) fn blocks(blocks: &mut [Block], visit: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        for inner in children(&mut block.kind) {
            self::blocks(inner, visit);
        }
    }
}

/// Shows each run of inlines that stands directly in a block.
pub(crate) fn runs(blocks: &mut [Block], visit: &mut impl FnMut(&mut Vec<Inline>)) {
    self::blocks(blocks, &mut |block| inlines(&mut block.kind).into_iter().for_each(&mut *visit));
}

/// The sequences of blocks directly inside, as [`BlockKind::children`].
pub(crate) fn children(kind: &mut BlockKind) -> Vec<&mut Vec<Block>> {
    match kind {
        BlockKind::List(list) => list.items.iter_mut().map(|item| &mut item.blocks).collect(),
        BlockKind::Quote(blocks) | BlockKind::Callout { blocks, .. } | BlockKind::Group(blocks) => vec![blocks],
        BlockKind::Table(table) => {
            let rows = table.header.iter_mut().chain(&mut table.rows);
            rows.flat_map(|row| row.cells.iter_mut().map(|cell| &mut cell.blocks)).collect()
        }
        BlockKind::DefinitionList(definitions) => {
            definitions.iter_mut().flat_map(|definition| &mut definition.descriptions).collect()
        }
        _ => Vec::new(),
    }
}

/// The runs of inlines directly in a block, as [`BlockKind::inlines`].
pub(crate) fn inlines(kind: &mut BlockKind) -> Vec<&mut Vec<Inline>> {
    match kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => vec![content],
        BlockKind::Byline(lines) => lines.iter_mut().collect(),
        BlockKind::Figure { caption, .. } => vec![caption],
        BlockKind::Table(table) => vec![&mut table.caption],
        BlockKind::Verse(lines) => lines.iter_mut().flat_map(|line| &mut line.hemistichs).collect(),
        BlockKind::DefinitionList(definitions) => {
            definitions.iter_mut().flat_map(|definition| &mut definition.terms).collect()
        }
        BlockKind::Callout { title, .. } => vec![title],
        _ => Vec::new(),
    }
}

/// The inlines inside an inline, if it can hold any.
pub(crate) fn inside(inline: &mut Inline) -> Option<&mut Vec<Inline>> {
    match inline {
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
        inlines(&mut block.kind).into_iter().for_each(|run| map_run(run, map));
    });
}

fn map_run(run: &mut [Inline], map: &impl Fn(Span) -> Span) {
    for inline in run {
        match inline {
            Inline::Text { span, .. }
            | Inline::Code { span, .. }
            | Inline::Link { span, .. }
            | Inline::FootnoteReference { span, .. } => *span = map(*span),
            Inline::Image(image) => map_image(image, map),
            _ => {}
        }
        if let Some(inner) = inside(inline) {
            map_run(inner, map);
        }
    }
}

fn map_image(image: &mut ImageRef, map: &impl Fn(Span) -> Span) {
    image.span = map(image.span);
}
