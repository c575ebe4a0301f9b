//! Where anchors stand.
//!
//! In: blocks with [`Inline::Anchor`]s wherever a reader met a name, alone in a paragraph where a block is named. Out:
//! each at the beginning of the text that it names; alone only before a block without text.

use super::{ids, walk};
use crate::document::{Block, BlockKind, Inline, are_anchors_alone, plain_text};

/// Moves the anchors of paragraphs that hold nothing else to the beginning of what follows, or to the end of what
/// stands before where nothing follows.
pub(super) fn settle(blocks: &mut Vec<Block>) {
    settle_list(blocks);
    walk::blocks(blocks, &mut |block| block.kind.children_mut().into_iter().for_each(settle_list));
}

fn settle_list(blocks: &mut Vec<Block>) {
    let is_alone = |block: &Block| matches!(&block.kind, BlockKind::Paragraph(content) if are_anchors_alone(content));
    if !blocks.iter().any(is_alone) {
        return;
    }
    let mut waiting: Vec<Block> = Vec::new();
    for mut block in std::mem::take(blocks) {
        if is_alone(&block) {
            waiting.push(block);
            continue;
        }
        if !waiting.is_empty()
            && let Some(run) = first_run(&mut block)
        {
            let anchors = waiting.drain(..).flat_map(anchors_of);
            run.splice(..0, anchors);
        }
        blocks.append(&mut waiting);
        blocks.push(block);
    }
    if let Some(run) = blocks.last_mut().and_then(last_run) {
        run.extend(waiting.into_iter().flat_map(anchors_of));
    }
}

/// Leaves the names of a heading that is not repeated in the text at the beginning of the text, if it has any that a
/// link of this text may mean.
pub(super) fn keep_names(heading: Block, blocks: &mut Vec<Block>) {
    let span = heading.span;
    let BlockKind::Heading { id, mut content, .. } = heading.kind else { return };
    let name = if id.is_empty() && links_within(blocks) { ids::slug(&plain_text(&content)) } else { id };
    content.retain(|inline| matches!(inline, Inline::Anchor { .. } | Inline::PageBreak { .. }));
    if !name.is_empty() {
        content.push(Inline::Anchor { id: name, span });
    }
    if !content.is_empty() {
        blocks.insert(0, Block::new(BlockKind::Paragraph(content), span));
        settle_list(blocks);
    }
}

/// Whether any link leads into the text itself.
fn links_within(blocks: &mut [Block]) -> bool {
    fn within(run: &[Inline]) -> bool {
        run.iter().any(|inline| {
            matches!(inline, Inline::Link { target, .. } if target.starts_with('#')) || within(inline.children())
        })
    }
    let mut found = false;
    walk::runs(blocks, &mut |run| found |= within(run));
    found
}

fn anchors_of(block: Block) -> Vec<Inline> {
    let BlockKind::Paragraph(content) = block.kind else { return Vec::new() };
    let is_place = |inline: &Inline| matches!(inline, Inline::Anchor { .. } | Inline::PageBreak { .. });
    content.into_iter().filter(is_place).collect()
}

/// The first text of a block, if it begins with one.
fn first_run(block: &mut Block) -> Option<&mut Vec<Inline>> {
    match &mut block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => Some(content),
        BlockKind::Code { .. } | BlockKind::ThematicBreak | BlockKind::Figure { .. } => None,
        BlockKind::Verse(lines) => lines.first_mut()?.hemistichs.first_mut(),
        BlockKind::Callout { title, blocks, .. } => match title.is_empty() {
            true => first_run(blocks.first_mut()?),
            false => Some(title),
        },
        BlockKind::DefinitionList(list) => list.first_mut()?.terms.first_mut(),
        other => other.children_mut().into_iter().find_map(|blocks| first_run(blocks.first_mut()?)),
    }
}

fn last_run(block: &mut Block) -> Option<&mut Vec<Inline>> {
    match &mut block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => Some(content),
        BlockKind::Verse(lines) => lines.last_mut()?.hemistichs.last_mut(),
        other => other.children_mut().into_iter().rev().find_map(|blocks| last_run(blocks.last_mut()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::parse::dump::dump_blocks;

    fn paragraph(content: Vec<Inline>) -> Block {
        Block::new(BlockKind::Paragraph(content), Span::default())
    }

    fn anchor(id: &str) -> Block {
        paragraph(vec![Inline::Anchor { id: id.into(), span: Span::default() }])
    }

    fn text(text: &str) -> Block {
        paragraph(vec![Inline::Text { text: text.into(), span: Span::default() }])
    }

    #[test]
    fn anchors_stand_at_what_they_name() {
        let code = Block::new(BlockKind::Code { language: None, text: "x".into() }, Span::default());
        let quote = Block::new(BlockKind::Quote(vec![text("قول")]), Span::default());
        let mut blocks = vec![anchor("أ"), anchor("ب"), text("نص"), anchor("ج"), code, anchor("د"), quote, anchor("ه")];
        settle(&mut blocks);
        let expected = "paragraph <#أ><#ب>نص\nparagraph <#ج>\ncode - \"x\"\nquote\n  paragraph <#د>قول<#ه>\n";
        assert_eq!(dump_blocks(&blocks), expected);
    }
}
