//! Anchors: places in running text that links lead to.
//!
//! In: a document with an anchor wherever its source names a place. Out: the same with those that links lead to.

use std::collections::BTreeSet;

use super::{Block, BlockKind, Document, Inline};

/// Whether a run holds anchors and nothing else: it is the place of the block behind it.
pub(crate) fn are_anchors_alone(content: &[Inline]) -> bool {
    let mut anchors = 0;
    let mut count = |inline: &Inline| {
        let is_place = matches!(inline, Inline::Anchor { .. } | Inline::PageBreak { .. });
        anchors += usize::from(is_place);
        is_place
            || matches!(inline, Inline::Span { content, .. } if are_anchors_alone(content))
            || matches!(inline, Inline::Text { text, .. } if text.trim().is_empty())
    };
    content.iter().all(&mut count) && (anchors > 0 || content.iter().any(|inline| !inline.children().is_empty()))
}

/// Drops the anchors that no link of the document leads to, with the paragraphs that hold nothing else.
pub(crate) fn drop_unused_anchors(document: &mut Document) {
    let bodies = || document.footnotes.iter().map(|note| &note.blocks).chain([&document.blocks]);
    if !bodies().any(|blocks| any(blocks, &|inline| matches!(inline, Inline::Anchor { .. }))) {
        return;
    }
    let mut used = BTreeSet::new();
    for blocks in bodies() {
        collect(blocks, &mut used);
    }
    for note in &mut document.footnotes {
        retain(&mut note.blocks, &used);
    }
    retain(&mut document.blocks, &used);
}

/// Whether any inline of blocks is as wanted.
fn any(blocks: &[Block], wanted: &impl Fn(&Inline) -> bool) -> bool {
    fn within(run: &[Inline], wanted: &impl Fn(&Inline) -> bool) -> bool {
        run.iter().any(|inline| wanted(inline) || within(inline.children(), wanted))
    }
    blocks.iter().any(|block| {
        block.kind.inlines().into_iter().any(|run| within(run, wanted))
            || block.kind.children().into_iter().any(|inner| any(inner, wanted))
    })
}

/// The places that links lead to.
fn collect(blocks: &[Block], used: &mut BTreeSet<String>) {
    fn within(run: &[Inline], used: &mut BTreeSet<String>) {
        for inline in run {
            if let Inline::Link { target, .. } = inline {
                used.extend(target.strip_prefix('#').map(str::to_owned));
            }
            within(inline.children(), used);
        }
    }
    for block in blocks {
        block.kind.inlines().into_iter().for_each(|run| within(run, used));
        block.kind.children().into_iter().for_each(|inner| collect(inner, used));
    }
}

fn retain(blocks: &mut Vec<Block>, used: &BTreeSet<String>) {
    fn within(run: &mut Vec<Inline>, used: &BTreeSet<String>) {
        run.retain_mut(|inline| match inline {
            Inline::Anchor { id, .. } => used.contains(id),
            other => {
                other.children_mut().into_iter().for_each(|inner| within(inner, used));
                true
            }
        });
    }
    blocks.retain_mut(|block| {
        block.kind.children_mut().into_iter().for_each(|inner| retain(inner, used));
        match &mut block.kind {
            BlockKind::Paragraph(content) if are_anchors_alone(content) => {
                within(content, used);
                are_anchors_alone(content)
            }
            other => {
                other.inlines_mut().into_iter().for_each(|run| within(run, used));
                true
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    fn anchor(id: &str) -> Inline {
        Inline::Anchor { id: id.into(), span: Span::default() }
    }

    fn paragraph(content: Vec<Inline>) -> Block {
        Block::new(BlockKind::Paragraph(content), Span::default())
    }

    #[test]
    fn only_anchors_that_links_lead_to_stay() {
        let text = Inline::Text { text: "نص".into(), span: Span::default() };
        let link = Inline::Link { target: "#أ".into(), content: vec![text.clone()], span: Span::default() };
        let blocks = vec![
            paragraph(vec![anchor("ب")]),
            paragraph(vec![anchor("أ"), anchor("ج"), text]),
            paragraph(vec![link.clone()]),
        ];
        let mut document = Document { blocks, ..Document::default() };
        drop_unused_anchors(&mut document);
        let expected = vec![anchor("أ"), Inline::Text { text: "نص".into(), span: Span::default() }];
        assert_eq!(document.blocks, [paragraph(expected), paragraph(vec![link])]);
    }

    #[test]
    fn a_run_of_anchors_is_told_from_text() {
        assert!(are_anchors_alone(&[anchor("أ"), anchor("ب")]));
        assert!(!are_anchors_alone(&[]));
        assert!(!are_anchors_alone(&[anchor("أ"), Inline::LineBreak]));
    }
}
