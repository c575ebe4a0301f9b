//! Places in the text of a document, by which its pages and its e-book refer to the same word.
//!
//! [`TextUnits`] numbers the runs of inlines, code blocks and figures of a [`Document`] in reading order, notes last. A
//! [`TextPlace`] is such a number and a byte offset, so it does not borrow from the document.

use std::collections::HashMap;

use super::{Block, BlockKind, Document, ImageRef, Inline};

/// A place in the text of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextPlace {
    /// Which run of inlines, code block or figure, counted from 0 in reading order, those of the notes last.
    pub unit: usize,
    /// Bytes of its text before the place; letters and code count, line breaks, pictures and numbers of notes do not.
    pub offset: usize,
}

/// A place where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageBreak {
    /// The page's number, as printed.
    pub label: String,
    /// Its first word.
    pub place: TextPlace,
}

/// Where the pages of the edition begin that the source marks, in the order of the text; none for most sources.
pub(crate) fn source_pages(document: &Document) -> Vec<PageBreak> {
    let mut marks: Vec<(&[Inline], usize, &str)> = Vec::new();
    let notes = document.footnotes.iter().map(|note| &note.blocks);
    for blocks in [&document.blocks].into_iter().chain(notes) {
        marks_in(blocks, &mut marks);
    }
    if marks.is_empty() {
        return Vec::new();
    }
    let units = TextUnits::of(document);
    let page = |(run, offset, label): (&[Inline], usize, &str)| {
        Some(PageBreak { label: label.to_owned(), place: TextPlace { unit: units.of_run(run)?, offset } })
    };
    let mut pages: Vec<PageBreak> = marks.into_iter().filter_map(page).collect();
    pages.sort_by_key(|page| page.place);
    pages
}

/// The marks of pages in blocks: the run of each, the bytes before it there, its label.
fn marks_in<'a>(blocks: &'a [Block], marks: &mut Vec<(&'a [Inline], usize, &'a str)>) {
    for block in blocks {
        for run in block.kind.inlines() {
            marks_in_run(run, run, &mut 0, marks);
        }
        block.kind.children().into_iter().for_each(|inner| marks_in(inner, marks));
    }
}

fn marks_in_run<'a>(
    run: &'a [Inline],
    content: &'a [Inline],
    offset: &mut usize,
    marks: &mut Vec<(&'a [Inline], usize, &'a str)>,
) {
    for inline in content {
        match inline {
            Inline::Text { text, .. } | Inline::Code { text, .. } => *offset += text.len(),
            Inline::PageBreak { label, .. } => marks.push((run, *offset, label)),
            other => marks_in_run(run, other.children(), offset, marks),
        }
    }
}

/// The units of a document that is not changed meanwhile.
///
/// They are looked up rather than counted along: pages and e-book walk the tree in orders of their own (notes, contents,
/// headers and captions repeated), and a count that differs once would move every mark behind it.
#[derive(Debug, Default)]
pub(crate) struct TextUnits {
    /// Numbers by the addresses of units; for look-up only.
    numbers: HashMap<usize, usize>,
    /// Number of units before those of the notes.
    notes: usize,
}

impl TextUnits {
    /// Numbers the units of a document.
    pub(crate) fn of(document: &Document) -> TextUnits {
        let mut units = TextUnits::default();
        units.count_blocks(&document.blocks);
        units.notes = units.numbers.len();
        document.footnotes.iter().for_each(|note| units.count_blocks(&note.blocks));
        units
    }

    /// The number of a run of inlines; `None` within another run.
    pub(crate) fn of_run(&self, content: &[Inline]) -> Option<usize> {
        self.numbers.get(&content.as_ptr().addr()).copied()
    }

    /// The number of a block of code.
    pub(crate) fn of_code(&self, text: &str) -> Option<usize> {
        self.numbers.get(&text.as_ptr().addr()).copied()
    }

    /// The number of a figure.
    pub(crate) fn of_figure(&self, image: &ImageRef) -> Option<usize> {
        self.numbers.get(&image.path.as_ptr().addr()).copied()
    }

    /// Whether a unit is part of a note.
    pub(crate) const fn is_in_note(&self, unit: usize) -> bool {
        unit >= self.notes
    }

    fn count_blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.count_block(block));
    }

    fn count_block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Code { text, .. } if !text.is_empty() => self.count(text.as_ptr().addr()),
            BlockKind::Figure { image, .. } if !image.path.is_empty() => self.count(image.path.as_ptr().addr()),
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions {
                    definition.terms.iter().for_each(|term| self.count_run(term));
                    definition.descriptions.iter().for_each(|blocks| self.count_blocks(blocks));
                }
                return;
            }
            _ => {}
        }
        block.kind.inlines().into_iter().for_each(|content| self.count_run(content));
        block.kind.children().into_iter().for_each(|blocks| self.count_blocks(blocks));
    }

    /// An empty slice has no address of its own.
    fn count_run(&mut self, content: &[Inline]) {
        if !content.is_empty() {
            self.count(content.as_ptr().addr());
        }
    }

    fn count(&mut self, address: usize) {
        let number = self.numbers.len();
        self.numbers.insert(address, number);
    }
}
