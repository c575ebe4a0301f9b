//! How a document falls into files, and where everything in it can be found.
//!
//! In: the blocks of a document. Out: [`Outline`]: its chapters (one file each), the place of every heading, and the
//! table of contents.

use std::collections::BTreeMap;

use crate::document::{Block, BlockKind, Document, Inline, plain_text};

/// Headings below this level are not listed in the contents.
const CONTENTS_DEPTH: u8 = 3;

/// The parts of the book.
pub(super) struct Outline<'a> {
    /// The files of the text, in reading order; never empty.
    pub(super) chapters: Vec<Chapter<'a>>,
    /// Headings by their names in the document; of several with one name, the first.
    places: BTreeMap<&'a str, Place>,
    /// The table of contents, in reading order.
    pub(super) contents: Vec<Entry>,
}

/// One file of the text.
pub(super) struct Chapter<'a> {
    /// Its file name.
    pub(super) file: String,
    /// Its title.
    pub(super) title: String,
    /// The `id` of the heading that bears the title, if there is one in the text.
    pub(super) anchor: Option<String>,
    /// Its text.
    pub(super) blocks: &'a [Block],
}

/// A place that can be linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The file.
    pub(super) file: String,
    /// The `id` of the element in it.
    pub(super) anchor: String,
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Depth, from 1.
    pub(super) level: u8,
    /// What it says.
    pub(super) title: String,
    /// File and anchor.
    pub(super) href: String,
}

impl<'a> Outline<'a> {
    /// Divides a document into chapters and lists them.
    pub(super) fn of(document: &'a Document) -> Outline<'a> {
        let mut outline = Outline { chapters: Vec::new(), places: BTreeMap::new(), contents: Vec::new() };
        for blocks in divide(&document.blocks, split_level(&document.blocks)) {
            let file = format!("chapter-{}.xhtml", outline.chapters.len() + 1);
            let own = blocks.first().and_then(heading).filter(|(level, ..)| *level == 1);
            let title = own.map_or_else(|| document.metadata.title.clone(), |(_, _, content)| plain_text(content));
            outline.contents.push(Entry { level: 1, title: title.clone(), href: file.clone() });
            outline.place_headings(blocks, &file);
            outline.list_headings(if own.is_some() { &blocks[1..] } else { blocks });
            let anchor = own.and_then(|(_, id, _)| outline.place(id)).map(|place| place.anchor.clone());
            outline.chapters.push(Chapter { file, title, anchor, blocks });
        }
        outline
    }

    /// Where a heading stands, by its name in the document.
    pub(super) fn place(&self, id: &str) -> Option<&Place> {
        self.places.get(id)
    }

    /// Gives every heading an anchor, those within lists and quotes too. Anchors are plain ASCII, which every reading
    /// system resolves.
    fn place_headings(&mut self, blocks: &'a [Block], file: &str) {
        for block in blocks {
            match &block.kind {
                BlockKind::List(list) => list.items.iter().for_each(|item| self.place_headings(&item.blocks, file)),
                BlockKind::Quote(blocks) => self.place_headings(blocks, file),
                BlockKind::Heading { id, content, .. } if !is_blank(content) => {
                    let anchor = format!("section-{}", self.places.len() + 1);
                    self.places.entry(id).or_insert_with(|| Place { file: file.into(), anchor });
                }
                _ => {}
            }
        }
    }

    fn list_headings(&mut self, blocks: &'a [Block]) {
        for (level, id, content) in blocks.iter().filter_map(heading).filter(|(level, ..)| *level <= CONTENTS_DEPTH) {
            if let Some(place) = self.place(id) {
                let href = format!("{}#{}", place.file, place.anchor);
                self.contents.push(Entry { level: level.max(2), title: plain_text(content), href });
            }
        }
    }
}

/// Whether there is nothing to see or to read out.
pub(super) fn is_blank(content: &[Inline]) -> bool {
    plain_text(content).trim().is_empty()
}

fn heading(block: &Block) -> Option<(u8, &str, &[Inline])> {
    match &block.kind {
        BlockKind::Heading { level, id, content } if !is_blank(content) => Some((*level, id, content)),
        _ => None,
    }
}

/// The level at whose headings new files begin: the first, where there are several of it; else none (0).
fn split_level(blocks: &[Block]) -> u8 {
    let chapters = blocks.iter().filter_map(heading).filter(|(level, ..)| *level == 1).count();
    u8::from(chapters > 1)
}

/// Cuts before every heading of `level` or above. What stands before the first is a part of its own.
fn divide(blocks: &[Block], level: u8) -> Vec<&[Block]> {
    let opens = |block: &Block| heading(block).is_some_and(|(own, ..)| own <= level);
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in blocks.iter().enumerate().filter(|(at, block)| *at > 0 && opens(block)) {
        parts.push(&blocks[start..at]);
        start = at;
    }
    parts.push(&blocks[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    fn heading_block(level: u8, id: &str) -> Block {
        let content = vec![Inline::Text { text: format!("عنوان {id}"), span: Span::default() }];
        Block::new(BlockKind::Heading { level, id: id.into(), content }, Span::default())
    }

    fn document(blocks: Vec<Block>) -> Document {
        let mut document = Document { blocks, ..Document::default() };
        document.metadata.title = "الكتاب".into();
        document
    }

    fn check(blocks: Vec<Block>, expected: &[(u8, &str, &str)]) {
        let document = document(blocks);
        let outline = Outline::of(&document);
        let listed = outline.contents.iter().map(|entry| (entry.level, entry.title.as_str(), entry.href.as_str()));
        assert_eq!(listed.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn one_chapter_bears_the_title_of_the_book() {
        check(
            vec![heading_block(2, "أ"), heading_block(4, "ب")],
            &[(1, "الكتاب", "chapter-1.xhtml"), (2, "عنوان أ", "chapter-1.xhtml#section-1")],
        );
    }

    #[test]
    fn several_first_level_headings_open_files() {
        check(
            vec![
                Block::new(BlockKind::ThematicBreak, Span::default()),
                heading_block(1, "أ"),
                heading_block(2, "ب"),
                heading_block(1, "ج"),
            ],
            &[
                (1, "الكتاب", "chapter-1.xhtml"),
                (1, "عنوان أ", "chapter-2.xhtml"),
                (2, "عنوان ب", "chapter-2.xhtml#section-2"),
                (1, "عنوان ج", "chapter-3.xhtml"),
            ],
        );
    }

    #[test]
    fn headings_within_quotes_can_be_linked_to() {
        let quote = Block::new(BlockKind::Quote(vec![heading_block(1, "داخل")]), Span::default());
        let document = document(vec![heading_block(1, "أ"), heading_block(1, "ب"), quote]);
        let place = Outline::of(&document).place("داخل").cloned();
        assert_eq!(place, Some(Place { file: "chapter-2.xhtml".into(), anchor: "section-3".into() }));
    }

    #[test]
    fn an_empty_document_has_one_chapter() {
        check(vec![], &[(1, "الكتاب", "chapter-1.xhtml")]);
    }
}
