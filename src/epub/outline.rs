//! How a document falls into files, and where everything in it can be found.
//!
//! In: the blocks of a document. Out: [`Outline`]: its chapters (one file each), the place of every heading, and the
//! table of contents.

mod files;

use std::collections::BTreeMap;

use crate::document::{self, Block, BlockKind, Document, Inline, Metadata, plain_text};
use crate::locale;
use files::{File, files, several, suitable_level};

/// Headings below this level are not listed in the contents.
const CONTENTS_DEPTH: u8 = 3;

/// The parts of the book.
pub(super) struct Outline<'a> {
    /// The files of the text, in reading order; never empty.
    pub(super) chapters: Vec<Chapter<'a>>,
    /// Headings and anchors by their names in the document; of several with one name, the first.
    places: BTreeMap<&'a str, Place>,
    /// Footnotes by their labels; those never referred to are not here.
    notes: BTreeMap<&'a str, Note>,
    /// The table of contents, in reading order.
    pub(super) contents: Vec<Entry>,
    /// How much deeper than its rank a heading is listed: a book with parts has headings of rank 0.
    shift: u8,
}

/// One file of the text: a chapter, or several short ones.
pub(super) struct Chapter<'a> {
    /// Its file name.
    pub(super) file: String,
    /// Its title.
    pub(super) title: String,
    /// Whether it is the title page of a part: a heading of rank 0 and nothing else.
    pub(super) is_part: bool,
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

/// A footnote and the chapter that it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    /// Its index in [`Document::footnotes`].
    pub(super) index: usize,
    /// The file of the first reference.
    pub(super) file: String,
}

impl Note {
    /// The number by which the text refers to it.
    pub(super) fn number(&self) -> usize {
        self.index + 1
    }
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
    /// Whether it opens a file.
    pub(super) opens_file: bool,
}

impl<'a> Outline<'a> {
    /// Divides a document into chapters and lists them. New files begin at headings down to `split_level`; without it,
    /// at the level that suits the document.
    pub(super) fn of(document: &'a Document, split_level: Option<u8>) -> Outline<'a> {
        let shift = u8::from(document.blocks.iter().filter_map(heading).any(|(level, ..)| level == 0));
        let mut outline = Outline {
            chapters: Vec::new(),
            places: BTreeMap::new(),
            notes: BTreeMap::new(),
            contents: Vec::new(),
            shift,
        };
        let level = split_level.unwrap_or_else(|| suitable_level(&document.blocks));
        // In a file of several first-level headings none of them is its title.
        let title_level = if level == 0 && several(&document.blocks, 1) { 0 } else { level.max(1) };
        for file in files(&document.blocks, level) {
            outline.add_chapter(document, &file, title_level);
        }
        outline
    }

    fn add_chapter(&mut self, document: &'a Document, text: &File<'a>, title_level: u8) {
        let file = format!("chapter-{}.xhtml", self.chapters.len() + 1);
        let own = |blocks: &'a [Block]| blocks.first().and_then(heading).filter(|(level, ..)| *level <= title_level);
        let opening = own(text.blocks);
        let title = opening.map_or_else(|| title_of(&document.metadata).into(), |(_, _, content)| plain_text(content));
        self.place_headings(text.blocks, &file);
        for (index, section) in text.sections().enumerate() {
            let own = own(section);
            let level = own.map_or(1, |(level, ..)| level);
            let place = own.and_then(|(_, id, _)| self.place(id)).filter(|_| index > 0);
            self.contents.push(Entry {
                level: level + self.shift,
                title: own.map_or_else(|| title.clone(), |(_, _, content)| plain_text(content)),
                href: place.map_or_else(|| file.clone(), |place| format!("{}#{}", place.file, place.anchor)),
                opens_file: index == 0,
            });
            let below = if own.is_some() { &section[1..] } else { section };
            let has_higher = below.iter().filter_map(heading).any(|(own, ..)| own <= level);
            self.list_headings(below, u8::from(has_higher));
        }
        self.place_notes(document, text.blocks, &file);
        let anchor = opening.and_then(|(_, id, _)| self.place(id)).map(|place| place.anchor.clone());
        let is_part = text.blocks.len() == 1 && opening.is_some_and(|(level, ..)| level == 0);
        self.chapters.push(Chapter { file, title, is_part, anchor, blocks: text.blocks });
    }

    /// Where a heading stands, by its name in the document.
    pub(super) fn place(&self, id: &str) -> Option<&Place> {
        self.places.get(id)
    }

    /// A footnote, by its label.
    pub(super) fn note(&self, label: &str) -> Option<&Note> {
        self.notes.get(label)
    }

    /// The footnotes that end a file, as indices, in their order.
    pub(super) fn notes_of(&self, file: &str) -> Vec<usize> {
        let mut indices: Vec<usize> =
            self.notes.values().filter(|note| note.file == file).map(|note| note.index).collect();
        indices.sort_unstable();
        indices
    }

    /// Gives every heading and anchor an id, those within lists and quotes too. Ids are plain ASCII, which every reading
    /// system resolves.
    fn place_headings(&mut self, blocks: &'a [Block], file: &str) {
        for block in blocks {
            if let BlockKind::Heading { id, content, .. } = &block.kind
                && !is_blank(content)
            {
                let anchor = format!("section-{}", self.places.len() + 1);
                self.places.entry(id).or_insert_with(|| Place { file: file.into(), anchor });
            }
            block.kind.inlines().into_iter().for_each(|content| self.place_anchors(content, file));
            block.kind.children().into_iter().for_each(|inner| self.place_headings(inner, file));
        }
    }

    fn place_anchors(&mut self, content: &'a [Inline], file: &str) {
        for inline in content {
            if let Inline::Anchor { id, .. } = inline {
                let anchor = format!("place-{}", self.places.len() + 1);
                self.places.entry(id).or_insert_with(|| Place { file: file.into(), anchor });
            }
            self.place_anchors(inline.children(), file);
        }
    }

    /// Lists headings that are not inside of something else, a group apart, `shift` levels deeper than they say.
    fn list_headings(&mut self, blocks: &'a [Block], shift: u8) {
        for block in blocks {
            if let BlockKind::Group(inner) = &block.kind {
                self.list_headings(inner, shift);
            }
            let Some((level, id, content)) = heading(block).filter(|(level, ..)| *level <= CONTENTS_DEPTH) else {
                continue;
            };
            if let Some(place) = self.place(id) {
                let href = format!("{}#{}", place.file, place.anchor);
                let title = plain_text(content);
                self.contents.push(Entry {
                    level: (level + shift + self.shift).max(2),
                    title,
                    href,
                    opens_file: false,
                });
            }
        }
    }

    /// Puts each footnote into the file of its first reference, and those that it refers to.
    fn place_notes(&mut self, document: &'a Document, blocks: &'a [Block], file: &str) {
        if document.footnotes.is_empty() {
            return;
        }
        let mut labels = Vec::new();
        referred(blocks, &mut labels);
        let mut next = 0;
        while let Some(&label) = labels.get(next) {
            next += 1;
            let note = document.footnotes.iter().enumerate().find(|(_, note)| note.label == label);
            if let Some((index, note)) = note.filter(|(_, note)| !self.notes.contains_key(note.label.as_str())) {
                self.notes.insert(&note.label, Note { index, file: file.into() });
                self.place_headings(&note.blocks, file);
                referred(&note.blocks, &mut labels);
            }
        }
    }
}

/// The labels of footnotes that blocks refer to, in the order of the text.
fn referred<'a>(blocks: &'a [Block], labels: &mut Vec<&'a str>) {
    fn inlines<'a>(content: &'a [Inline], labels: &mut Vec<&'a str>) {
        for inline in content {
            if let Inline::FootnoteReference { label, .. } = inline {
                labels.push(label);
            }
            inlines(inline.children(), labels);
        }
    }
    for block in blocks {
        block.kind.inlines().into_iter().for_each(|content| inlines(content, labels));
        block.kind.children().into_iter().for_each(|inner| referred(inner, labels));
    }
}

/// The title of a book, which is never empty.
pub(super) fn title_of(metadata: &Metadata) -> &str {
    if document::is_blank(&metadata.title) { locale::words(&metadata.lang).untitled } else { &metadata.title }
}

/// Whether there is nothing to see or to read out.
pub(super) fn is_blank(content: &[Inline]) -> bool {
    document::is_blank(&plain_text(content))
}

fn heading(block: &Block) -> Option<(u8, &str, &[Inline])> {
    match &block.kind {
        BlockKind::Heading { level, id, content } if !is_blank(content) => Some((*level, id, content)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::document::Footnote;

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
        check_split(None, blocks, expected);
    }

    fn check_split(split_level: Option<u8>, blocks: Vec<Block>, expected: &[(u8, &str, &str)]) {
        let document = document(blocks);
        let outline = Outline::of(&document, split_level);
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
    fn files_begin_where_asked() {
        let blocks =
            || vec![heading_block(1, "أ"), heading_block(2, "ب"), heading_block(3, "ج"), heading_block(1, "د")];
        check_split(
            Some(2),
            blocks(),
            &[
                (1, "عنوان أ", "chapter-1.xhtml"),
                (2, "عنوان ب", "chapter-2.xhtml"),
                (3, "عنوان ج", "chapter-2.xhtml#section-3"),
                (1, "عنوان د", "chapter-3.xhtml"),
            ],
        );
        check_split(
            Some(0),
            blocks(),
            &[
                (1, "الكتاب", "chapter-1.xhtml"),
                (2, "عنوان أ", "chapter-1.xhtml#section-1"),
                (3, "عنوان ب", "chapter-1.xhtml#section-2"),
                (4, "عنوان ج", "chapter-1.xhtml#section-3"),
                (2, "عنوان د", "chapter-1.xhtml#section-4"),
            ],
        );
    }

    #[test]
    fn a_long_text_is_cut_at_its_second_level() {
        let mut blocks = vec![heading_block(2, "أ"), heading_block(2, "ب")];
        blocks[1].span = Span::new(300_000, 300_010);
        check(blocks, &[(2, "عنوان أ", "chapter-1.xhtml"), (2, "عنوان ب", "chapter-2.xhtml")]);
    }

    #[test]
    fn footnotes_end_the_chapter_that_first_refers_to_them() {
        let reference = |label: &str| {
            let inline = Inline::FootnoteReference { label: label.into(), span: Span::default() };
            Block::new(BlockKind::Paragraph(vec![Inline::Strong(vec![inline])]), Span::default())
        };
        let quote = Block::new(BlockKind::Quote(vec![reference("ب")]), Span::default());
        let mut document =
            document(vec![heading_block(1, "١"), quote, heading_block(1, "٢"), reference("أ"), reference("ب")]);
        let note = |label: &str, blocks| Footnote { label: label.into(), blocks, span: Span::default() };
        document.footnotes =
            vec![note("ب", vec![reference("ج"), reference("ب")]), note("أ", vec![]), note("ج", vec![])];
        let outline = Outline::of(&document, None);
        assert_eq!(outline.notes_of("chapter-1.xhtml"), [0, 2]);
        assert_eq!(outline.notes_of("chapter-2.xhtml"), [1]);
        assert_eq!(outline.note("أ").map(Note::number), Some(2));
        assert_eq!(outline.note("غائبة"), None);
    }

    #[test]
    fn headings_within_quotes_can_be_linked_to() {
        let quote = Block::new(BlockKind::Quote(vec![heading_block(1, "داخل")]), Span::default());
        let document = document(vec![heading_block(1, "أ"), heading_block(1, "ب"), quote]);
        let place = Outline::of(&document, None).place("داخل").cloned();
        assert_eq!(place, Some(Place { file: "chapter-2.xhtml".into(), anchor: "section-3".into() }));
    }

    #[test]
    fn an_empty_document_has_one_chapter() {
        check(vec![], &[(1, "الكتاب", "chapter-1.xhtml")]);
    }
}
