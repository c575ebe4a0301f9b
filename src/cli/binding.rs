//! A book of several sources, from files to books.
//!
//! In: a [`Book`], the [`Settings`] and what is remembered of earlier runs. Out: a [`Report`], whose notes name the
//! source that they speak of. Sources are read side by side; one that cannot be read lets the book fail, after all were
//! tried.

use std::collections::BTreeMap;
use std::slice;
use std::time::Instant;

use rayon::prelude::*;
use warraq::bind::{self, Chapter, Part};
use warraq::diagnostic::{Code, Diagnostic, Others, Places, Severity, Source, Span, Warned, gather};
use warraq::document::{Document, ImageData, Lang, Metadata};
use warraq::parse::{Article, Contents};
use warraq::{assets, digits, direction};

use super::book::Book;
use super::build::{self, Edition, Findings, Report};
use super::inputs::{Input, Refused};
use super::memory::{Key, Memory};
use super::metadata::Defaults;
use super::render::Note;
use super::settings::Settings;

/// A source of the book, as far as it could be read.
struct Read {
    name: String,
    source: Option<Source>,
    noticed: Vec<Diagnostic>,
    chapters: Option<Vec<Article>>,
    /// Whether those are the articles of a collection, and not one document.
    is_collection: bool,
}

/// Binds a book and makes its files.
pub(super) fn build(book: &Book, settings: &Settings, memory: Option<&Memory>) -> Report {
    let begun = Instant::now();
    let mut shelf = Shelf { reads: read_all(book, settings), ..Shelf::default() };
    let mut found = Findings::default();
    let failure = build::guarded(|| match shelf.is_whole() && book.refused.is_empty() {
        true => make(book, settings, memory, &mut shelf, &mut found),
        // Each source that failed says so itself.
        false => Err(Diagnostic::error(
            Code::IncompleteBook,
            None,
            "the book is not made: not all of its sources could be read",
        )),
    });
    let Findings { mut diagnostics, made, unchanged, .. } = found;
    diagnostics.extend(failure.err());
    let mut notes: Vec<Note> = book.refused.iter().map(refused).collect();
    notes.extend(shelf.notes(diagnostics));
    let bound = book.inputs().map(Input::name).collect();
    Report { name: book.metadata.title.clone(), notes, made, unchanged, bound, time: begun.elapsed() }
}

fn refused(refused: &Refused) -> Note {
    Note::new(None, refused.diagnostic.clone()).of(refused.path.display().to_string())
}

/// Reads all sources, in the order of the book.
fn read_all(book: &Book, settings: &Settings) -> Vec<Read> {
    let read = |input: &Input| {
        let mut one =
            Read { name: input.name(), source: None, noticed: Vec::new(), chapters: None, is_collection: false };
        let failure = build::guarded(|| read_one(input, book, settings, &mut one));
        one.noticed.extend(failure.err());
        one
    };
    book.inputs().collect::<Vec<_>>().into_par_iter().map(read).collect()
}

fn read_one(input: &Input, book: &Book, settings: &Settings, one: &mut Read) -> Result<(), Diagnostic> {
    // What the project says of all sources is said of the book, once.
    let defaults = Defaults::new();
    let reading = build::read(input, &book.asked, &defaults, settings)?;
    one.noticed.extend(reading.noticed);
    one.source = Some(reading.source);
    let Warned { value: contents, warnings } = reading.contents.map_err(build::diagnostic)?;
    one.noticed.extend(warnings);
    one.is_collection = matches!(contents, Contents::Articles(_));
    let articles = match contents {
        Contents::Articles(collection) => collection.articles,
        alone => vec![Article { document: alone.into_document(), ..Article::default() }],
    };
    let mut chapters = Vec::with_capacity(articles.len());
    for article in articles {
        let document = Warned::silent(article.document);
        let Warned { value, warnings } = build::complete(document, input, &book.asked, &defaults, settings);
        one.noticed.extend(warnings);
        chapters.push(Article { document: value, ..article });
    }
    one.chapters = Some(chapters);
    Ok(())
}

fn make(
    book: &Book,
    settings: &Settings,
    memory: Option<&Memory>,
    shelf: &mut Shelf,
    found: &mut Findings,
) -> Result<(), Diagnostic> {
    let mut metadata = book.metadata.clone();
    if !book.is_lang_said {
        shelf.lend_language(&mut metadata, book.is_direction_said);
    }
    let family = settings.digits(&settings.asked, &metadata.extra);
    found.diagnostics.extend(family.warnings);
    metadata.digits = family.value;
    let style = settings.stylesheet_of_book(&settings.asked, &metadata.extra);
    found.diagnostics.extend(style.warnings);
    let text = memory.map(|_| shelf.text(book));
    let mut bound = bind::Book { metadata, ..bind::Book::default() };
    bound.images = cover(&bound, book, found);
    let mut chapters = shelf.chapters(book).into_iter();
    let mut take = |inputs: &[Input]| chapters.by_ref().take(inputs.len()).flatten().collect::<Vec<_>>();
    bound.front = take(&book.front);
    bound.parts =
        book.parts.iter().map(|(title, inputs)| Part { title: title.clone(), chapters: take(inputs) }).collect();
    bound.back = take(&book.back);
    bound.metadata.modified = bound.chapters().filter_map(|chapter| chapter.document.metadata.modified).max();
    let Warned { value: mut document, warnings } = bind::bind(bound);
    found.diagnostics.extend(warnings);
    let family = document.metadata.digits;
    digits::convert(&mut document, family);
    let document = direction::settle(document);
    let key = text.map(|text| Key::of(&text, &book.asked, &document, &style.value, settings));
    let edition = Edition { document: &document, style: &style.value, outputs: &book.outputs, key };
    build::publish(edition, settings, memory, found)
}

/// The picture of the cover, which lies below the project's folder.
fn cover(bound: &bind::Book, book: &Book, found: &mut Findings) -> BTreeMap<String, ImageData> {
    let mut document = Document { metadata: bound.metadata.clone(), ..Document::default() };
    let warnings = assets::load_images(&mut document, slice::from_ref(&book.folder), &[]);
    // The path stands in no source.
    found.diagnostics.extend(warnings.into_iter().map(|warning| Diagnostic { span: None, ..warning }));
    document.images
}

/// The sources of a book, and where the text of each begins among all.
#[derive(Default)]
struct Shelf {
    reads: Vec<Read>,
    offsets: Vec<usize>,
}

impl Shelf {
    fn is_whole(&self) -> bool {
        self.reads.iter().all(|read| read.chapters.is_some())
    }

    /// Sets the language of a book that gives none to that of most of its sources, or the first on a tie.
    fn lend_language(&self, metadata: &mut Metadata, keeps_direction: bool) {
        let chapters = || self.reads.iter().filter_map(|read| read.chapters.as_ref()).flatten();
        let languages = || chapters().map(|chapter| &chapter.document.metadata.lang);
        let mut counts: BTreeMap<&Lang, usize> = BTreeMap::new();
        languages().for_each(|lang| *counts.entry(lang).or_default() += 1);
        let most = counts.values().max();
        let Some(lang) = languages().find(|lang| counts.get(lang) == most) else { return };
        metadata.lang = lang.clone();
        if !keeps_direction {
            metadata.direction = lang.direction();
        }
    }

    /// Takes the documents out, as the chapters of each source.
    fn chapters(&mut self, book: &Book) -> Vec<Vec<Chapter>> {
        let mut offset = 0;
        let mut chapters = Vec::with_capacity(self.reads.len());
        for (read, input) in self.reads.iter_mut().zip(book.inputs()) {
            let own = read.chapters.take().unwrap_or_default().into_iter();
            let chapter = |article: Article| match read.is_collection {
                true => Chapter::of_article(&input.path, article, offset),
                false => Chapter { path: input.path.clone(), document: article.document, offset, ..Chapter::default() },
            };
            chapters.push(own.map(chapter).collect());
            self.offsets.push(offset);
            offset += read.source.as_ref().map_or(0, |source| source.text.len()) + 1;
        }
        chapters
    }

    /// All that is bound, as one text: titles of parts, names, texts.
    fn text(&self, book: &Book) -> String {
        let titles: Vec<_> = book.parts.iter().map(|(title, inputs)| (title, inputs.len())).collect();
        let mut text = format!("{} {titles:?} {}\n", book.front.len(), book.back.len());
        for (read, input) in self.reads.iter().zip(book.inputs()) {
            text += &format!("{} {:?}\n", input.path.display(), input.format);
            text += read.source.as_ref().map_or("", |source| &source.text);
        }
        text
    }

    /// What was noticed, each with its source: while reading them, and of the book as a whole.
    fn notes(&self, of_book: Vec<Diagnostic>) -> Vec<Note> {
        let mut said: Vec<Vec<Diagnostic>> = self.reads.iter().map(|read| read.noticed.clone()).collect();
        let mut of_none = Vec::new();
        for diagnostic in of_book.into_iter().flat_map(apart) {
            match self.placed(diagnostic) {
                (Some(number), diagnostic) => said[number].push(diagnostic),
                (None, diagnostic) => of_none.push(diagnostic),
            }
        }
        // In the order of the sources, errors last in each; what concerns none comes last.
        let of_sources = self.reads.iter().zip(said).flat_map(|(read, said)| {
            let places = read.source.as_ref().map(Places::of);
            let mut gathered = gather(said);
            gathered.sort_by_key(|diagnostic| diagnostic.severity == Severity::Error);
            let note = |diagnostic| Note::new(places.as_ref(), diagnostic).of(read.name.clone());
            gathered.into_iter().map(note).collect::<Vec<_>>()
        });
        let of_none = gather(of_none).into_iter().map(|diagnostic| Note::new(None, diagnostic));
        of_sources.chain(of_none).collect()
    }

    /// A place of the book as one of its source.
    fn placed(&self, diagnostic: Diagnostic) -> (Option<usize>, Diagnostic) {
        let after = |span: Span| self.offsets.partition_point(|&offset| offset <= span.start);
        let Some((span, number)) = diagnostic.span.and_then(|span| Some((span, after(span).checked_sub(1)?))) else {
            return (None, diagnostic);
        };
        let offset = self.offsets[number];
        let own = Span::new(span.start - offset, span.end.saturating_sub(offset));
        (Some(number), Diagnostic { span: Some(own), ..diagnostic })
    }
}

/// A diagnostic and the examples of its kind, each by itself, for they may be of other sources. What has no example
/// stays with the first.
fn apart(mut diagnostic: Diagnostic) -> Vec<Diagnostic> {
    let examples = std::mem::take(&mut diagnostic.others.examples);
    diagnostic.others.count -= examples.len();
    let alone = Diagnostic { others: Others::default(), ..diagnostic.clone() };
    let example = |(span, message)| Diagnostic { span, message, ..alone.clone() };
    let examples: Vec<Diagnostic> = examples.into_iter().map(example).collect();
    [diagnostic].into_iter().chain(examples).collect()
}
