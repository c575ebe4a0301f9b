//! Several documents bound into one book.
//!
//! In: a [`Book`]: what it says of itself, and its chapters in order, by parts. Out: one [`Document`] that both writers
//! take like any other, with a heading of rank 1 for each chapter, or of rank 0 for a part and for what stands beside
//! the parts. Ids of headings, labels of notes and names of pictures are kept apart (`names`), links from source to
//! source lead to the chapter or heading they name (`links`). Places count through all sources, one after the other:
//! [`Chapter::offset`] says where each begins, so that a place of the book can be told from it.

mod links;
mod names;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Span, Warned};
use crate::document::{Block, BlockKind, Document, ImageData, Inline, Metadata, plain_text};
use crate::locale;
use crate::parse::{Article, Collection, walk};

use names::{Named, Names};

/// What is to be bound.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    /// What the book says of itself. Without authors and keywords, those of the chapters are its own.
    pub metadata: Metadata,
    /// The picture of its cover, under the path that the metadata name.
    pub images: BTreeMap<String, ImageData>,
    /// What stands before the parts: a foreword, a dedication.
    pub front: Vec<Chapter>,
    /// The parts, in order. A book without parts has one, without a title.
    pub parts: Vec<Part>,
    /// What stands after the parts: an afterword, a glossary.
    pub back: Vec<Chapter>,
}

/// A part of a book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// What stands on its title page; without it, it has none.
    pub title: Option<String>,
    /// Its chapters, in order.
    pub chapters: Vec<Chapter>,
}

/// A chapter: a document of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chapter {
    /// Where its source lies, by which links of other sources name it.
    pub path: PathBuf,
    /// What the source says.
    pub document: Document,
    /// Where its text begins among the texts of all sources, in bytes.
    pub offset: usize,
    /// Addresses on the web that name it, too.
    pub addresses: Vec<String>,
    /// Words that stand below its authors and day, such as its categories.
    pub labels: Vec<String>,
}

impl Chapter {
    /// An article of a collection whose source lies at `path`.
    #[must_use]
    pub fn of_article(path: &Path, article: Article, offset: usize) -> Chapter {
        let Article { document, addresses, .. } = article;
        let labels = document.metadata.keywords.clone();
        Chapter { path: path.to_owned(), document, offset, addresses, labels }
    }
}

impl Book {
    /// The articles of a collection as the chapters of a book; `path` is where their source lies.
    #[must_use]
    pub fn of_collection(path: &Path, collection: Collection) -> Book {
        let Collection { metadata, articles } = collection;
        let chapters = articles.into_iter().map(|article| Chapter::of_article(path, article, 0)).collect();
        Book { metadata, parts: vec![Part { title: None, chapters }], ..Book::default() }
    }

    /// All chapters in reading order.
    pub fn chapters(&self) -> impl Iterator<Item = &Chapter> {
        let parts = self.parts.iter().flat_map(|part| &part.chapters);
        self.front.iter().chain(parts).chain(&self.back)
    }
}

/// Binds a book. Warnings name links between sources that lead nowhere.
#[must_use]
pub fn bind(book: Book) -> Warned<Document> {
    let has_parts = book.parts.iter().any(|part| part.title.is_some());
    let top = if has_parts { 0 } else { 1 };
    let mut binder = Binder { lang: book.metadata.lang.clone(), ..Binder::default() };
    binder.document = Document { images: book.images.clone(), ..Document::default() };
    book.front.into_iter().for_each(|chapter| binder.chapter(chapter, top));
    for part in book.parts {
        let rank = if part.title.is_some() { 1 } else { top };
        part.title.into_iter().for_each(|title| binder.part(title));
        part.chapters.into_iter().for_each(|chapter| binder.chapter(chapter, rank));
    }
    book.back.into_iter().for_each(|chapter| binder.chapter(chapter, top));
    let Binder { mut document, authors, labels, sources, mut warnings, .. } = binder;
    document.metadata = book.metadata;
    if document.metadata.authors.is_empty() {
        document.metadata.authors = authors;
    }
    if document.metadata.keywords.is_empty() {
        document.metadata.keywords = labels;
    }
    links::resolve(&mut document, &sources, &mut warnings);
    warnings.sort_by_key(|warning| warning.span);
    Warned { value: document, warnings }
}

/// A chapter that is bound already: where it lies, what it became in the book, and what its names became.
#[derive(Debug)]
struct Source {
    path: PathBuf,
    addresses: Vec<String>,
    blocks: Range<usize>,
    footnotes: Range<usize>,
    named: Named,
}

#[derive(Default)]
struct Binder {
    document: Document,
    lang: crate::document::Lang,
    names: Names,
    authors: Vec<String>,
    labels: Vec<String>,
    sources: Vec<Source>,
    warnings: Vec<Diagnostic>,
}

impl Binder {
    /// The title page of a part: a heading with nothing of its own below it.
    fn part(&mut self, title: String) {
        let id = self.names.heading(&title);
        let content = vec![Inline::Text { text: title, span: Span::default() }];
        self.document.blocks.push(Block::new(BlockKind::Heading { level: 0, id, content }, Span::default()));
    }

    fn chapter(&mut self, chapter: Chapter, rank: u8) {
        let Chapter { path, mut document, offset, addresses, labels } = chapter;
        let metadata = std::mem::take(&mut document.metadata);
        add_new(&mut self.authors, &metadata.authors);
        add_new(&mut self.labels, &labels);
        let place = |span: Span| Span::new(span.start + offset, span.end + offset);
        walk::map_spans(&mut document.blocks, &place);
        for note in &mut document.footnotes {
            note.span = place(note.span);
            walk::map_spans(&mut note.blocks, &place);
        }
        lower(&mut document.blocks, rank.max(1) + 1);
        let opening = self.names.heading(&metadata.title);
        let named = self.names.keep_apart(&mut document, &self.document.images, opening.clone());
        let (first, first_note) = (self.document.blocks.len(), self.document.footnotes.len());
        self.open(&metadata, &labels, rank, opening, Span::new(offset, offset));
        self.document.blocks.append(&mut document.blocks);
        if metadata.lang != self.lang {
            let notes = document.footnotes.iter_mut().flat_map(|note| &mut note.blocks);
            for block in self.document.blocks[first..].iter_mut().chain(notes) {
                block.lang.get_or_insert_with(|| metadata.lang.clone());
            }
        }
        self.document.footnotes.append(&mut document.footnotes);
        self.document.images.append(&mut document.images);
        let blocks = first..self.document.blocks.len();
        let footnotes = first_note..self.document.footnotes.len();
        self.sources.push(Source { path, addresses, blocks, footnotes, named });
    }

    /// The heading of a chapter, and below it what its source says of itself.
    fn open(&mut self, metadata: &Metadata, labels: &[String], level: u8, id: String, span: Span) {
        let line = |text: &str| vec![Inline::Text { text: text.to_owned(), span }];
        let kind = BlockKind::Heading { level, id, content: line(&metadata.title) };
        self.document.blocks.push(Block::new(kind, span));
        let listed = |words: &[String]| Some(words.join(locale::list_separator(metadata.direction)));
        let date = metadata.date.map(|date| locale::long_date(date, &metadata.lang));
        let lines = [metadata.subtitle.clone(), listed(&metadata.authors), date, listed(labels)].into_iter().flatten();
        let lines: Vec<Vec<Inline>> = lines.filter(|text| !text.trim().is_empty()).map(|text| line(&text)).collect();
        if !lines.is_empty() {
            self.document.blocks.push(Block::new(BlockKind::Byline(lines), span));
        }
    }
}

/// Adds the words that are not there yet.
fn add_new(all: &mut Vec<String>, words: &[String]) {
    for word in words {
        if !all.contains(word) {
            all.push(word.clone());
        }
    }
}

/// Moves the ranks of all headings so that the highest is `highest`.
fn lower(blocks: &mut [Block], highest: u8) {
    let mut own = None;
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Heading { level, content, .. } = &block.kind
            && !plain_text(content).trim().is_empty()
        {
            own = Some(own.map_or(*level, |own: u8| own.min(*level)));
        }
    });
    let Some(own) = own else { return };
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            *level = (*level + highest).saturating_sub(own).clamp(highest, 6);
        }
    });
}
