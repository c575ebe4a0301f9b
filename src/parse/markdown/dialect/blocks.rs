//! What dialects say by whole blocks: states of tasks, names of blocks, captions of tables.

use super::Dialect;
use super::scan::block_name;
use crate::document::{Block, BlockKind, ImageRef, Inline, List, are_anchors_alone};
use crate::parse::markdown::frame::trim;

/// Words that begin the caption of a table (Pandoc).
const CAPTIONS: [&str; 6] = ["Table:", "table:", ": ", "جدول:", "الجدول:", "Tableau:"];

/// Reads blocks, inner ones too.
pub(super) fn read(dialect: &mut Dialect<'_>, blocks: &mut Vec<Block>) {
    for block in blocks.iter_mut() {
        let mut changed = false;
        for run in block.kind.inlines_mut() {
            changed |= dialect.run(run, true);
        }
        if changed && let BlockKind::Paragraph(content) = &mut block.kind {
            trim(content);
            if let Some((image, caption)) = figure(content) {
                block.kind = BlockKind::Figure { image, caption };
            }
        }
        if let BlockKind::List(list) = &mut block.kind {
            tasks(list);
        }
        for inner in block.kind.children_mut() {
            read(dialect, inner);
        }
    }
    captions(blocks);
    names(blocks);
    blocks.retain(|block| !matches!(&block.kind, BlockKind::Paragraph(content) if content.is_empty()));
}

/// A picture that stands alone, or above its emphasised caption.
fn figure(content: &mut Vec<Inline>) -> Option<(ImageRef, Vec<Inline>)> {
    let is_gap = |inline: &Inline| match inline {
        Inline::LineBreak => true,
        Inline::Text { text, .. } => text.trim().is_empty(),
        _ => false,
    };
    match content.as_mut_slice() {
        [Inline::Image(image)] => Some((image.clone(), Vec::new())),
        [Inline::Image(image), gap, Inline::Emphasis(caption)] if is_gap(gap) => {
            Some((image.clone(), std::mem::take(caption)))
        }
        _ => None,
    }
}

/// Reads the states of tasks that are neither open nor done: `- [/] نص`, `- [-] نص`.
fn tasks(list: &mut List) {
    const STATES: &str = "/-><!?*\"ibSIlpcfkwud+~";
    for item in list.items.iter_mut().filter(|item| item.task.is_none()) {
        let Some(Block { kind: BlockKind::Paragraph(content), .. }) = item.blocks.first_mut() else { continue };
        let Some(Inline::Text { text, span }) = content.first_mut() else { continue };
        let mut letters = text.chars();
        let (Some('['), Some(state), Some(']'), Some(' ')) =
            (letters.next(), letters.next(), letters.next(), letters.next())
        else {
            continue;
        };
        if !STATES.contains(state) || span.end - span.start != text.len() {
            continue;
        }
        text.drain(..4);
        span.start += 4;
        item.task = Some(false);
        if state == '-' {
            *content = vec![Inline::Strikethrough(std::mem::take(content))];
        }
    }
}

/// Gives tables the captions that stand beside them: `: نص`, `Table: نص`.
fn captions(blocks: &mut Vec<Block>) {
    let has_room = |block: &Block| matches!(&block.kind, BlockKind::Table(table) if table.caption.is_empty());
    if !blocks.iter().any(has_room) {
        return;
    }
    let mut at = 0;
    while at < blocks.len() {
        let before = at.checked_sub(1).filter(|&index| has_room(&blocks[index]));
        let beside = before.or(Some(at + 1).filter(|&index| blocks.get(index).is_some_and(has_room)));
        match beside.and_then(|beside| Some((beside, caption(&mut blocks[at])?))) {
            Some((beside, content)) => {
                if let BlockKind::Table(table) = &mut blocks[beside].kind {
                    table.caption = content;
                }
                blocks.remove(at);
            }
            None => at += 1,
        }
    }
}

/// The text of a caption, if a paragraph is one.
fn caption(block: &mut Block) -> Option<Vec<Inline>> {
    let BlockKind::Paragraph(content) = &mut block.kind else { return None };
    let Some(Inline::Text { text, span }) = content.first_mut() else { return None };
    let word = CAPTIONS.into_iter().find(|word| text.starts_with(word))?;
    if span.end - span.start == text.len() {
        span.start += word.len();
    }
    text.drain(..word.len());
    let mut content = std::mem::take(content);
    trim(&mut content);
    Some(content)
}

/// A name alone in a paragraph is that of the block before it (Obsidian).
fn names(blocks: &mut [Block]) {
    for at in 1..blocks.len() {
        let BlockKind::Paragraph(content) = &mut blocks[at].kind else { continue };
        if let [Inline::Text { text, span }] = content.as_slice()
            && let Some(id) = block_name(text).filter(|id| id.len() + 1 == text.trim().len())
        {
            *content = vec![Inline::Anchor { id: format!("^{id}"), span: *span }];
        }
        if are_anchors_alone(content)
            && matches!(content.first(), Some(Inline::Anchor { id, .. }) if id.starts_with('^'))
        {
            blocks.swap(at - 1, at);
        }
    }
}
