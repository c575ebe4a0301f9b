//! One source from file to books: read, decode, parse, load pictures, make each format, write.
//!
//! In: a [`Job`], the [`Settings`] and what is remembered of earlier runs. Out: a [`Report`]; nothing is printed here.
//! All books of a source are made before the first is written, so that a source which fails leaves nothing behind.

use std::any::Any;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, UNIX_EPOCH};

use warraq::diagnostic::{Code, Diagnostic, Error, Places, Severity, Source, Warned, gather};
use warraq::direction::{self, Directed};
use warraq::document::{Document, ImageData, Timestamp};
use warraq::layout::frame::PagedDocument;
use warraq::parse::{Contents, MAX_SOURCE_BYTES, Reading};
use warraq::style::Stylesheet;
use warraq::{assets, bind, cover, digits, epub, layout, parse, pdf};

use super::args::BookFormat;
use super::fonts;
use super::inputs::{Input, Refused};
use super::memory::{Key, Memory};
use super::metadata::{self, Defaults};
use super::outputs::{Job, Output};
use super::read::{self, Unread};
use super::render::Note;
use super::settings::{Asked, Settings};
use super::split::Split;
use super::template::Known;
use super::write::write_whole;

/// What came of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Report {
    /// The source's name, as the user would write it.
    pub(super) name: String,
    /// What was noticed, in source order, an error last.
    pub(super) notes: Vec<Note>,
    /// Files that are there now.
    pub(super) made: Vec<Made>,
    /// Whether they were there before, and were left as they are.
    pub(super) unchanged: bool,
    /// The sources of a book of several, by name.
    pub(super) bound: Vec<String>,
    /// How long it took.
    pub(super) time: Duration,
}

/// A book that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Made {
    /// Where it is.
    pub(super) path: PathBuf,
    /// What it is.
    pub(super) format: BookFormat,
    /// Its size.
    pub(super) bytes: usize,
    /// How many pages it has, if it has pages.
    pub(super) pages: Option<usize>,
}

impl Report {
    /// Whether the source was not made into all its books.
    pub(super) fn failed(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many diagnostics there are of a severity.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.notes.iter().filter(|note| note.severity() == severity).count()
    }
}

impl From<&Refused> for Report {
    fn from(refused: &Refused) -> Report {
        let notes = vec![Note::new(None, refused.diagnostic.clone())];
        Report { name: refused.path.display().to_string(), notes, ..Report::default() }
    }
}

/// What is noticed on the way.
#[derive(Default)]
pub(super) struct Findings {
    source: Option<Source>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) made: Vec<Made>,
    pub(super) unchanged: bool,
}

/// What is to be published: a document, its look, and where its books go.
pub(super) struct Edition<'a> {
    pub(super) document: &'a Directed,
    pub(super) style: &'a Stylesheet,
    pub(super) outputs: &'a [Output],
    /// The hash of all that they depend on, where earlier runs are remembered.
    pub(super) key: Option<Key>,
}

/// Makes all books of one source. A fault of our own is reported like any other, so that it does not stop the rest.
pub(super) fn build(job: &Job, settings: &Settings, memory: Option<&Memory>) -> Report {
    let begun = Instant::now();
    let name = job.input.name();
    let mut found = Findings::default();
    let failure = guarded(|| make(job, settings, memory, &mut found));
    let Findings { source, diagnostics, made, unchanged } = found;
    let mut diagnostics = gather(diagnostics);
    diagnostics.extend(failure.err());
    let places = source.as_ref().map(Places::of);
    let notes = diagnostics.into_iter().map(|diagnostic| Note::new(places.as_ref(), diagnostic)).collect();
    Report { name, notes, made, unchanged, bound: Vec::new(), time: begun.elapsed() }
}

/// Does something, and turns a fault of our own into a diagnostic.
pub(super) fn guarded(work: impl FnOnce() -> Result<(), Diagnostic>) -> Result<(), Diagnostic> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(diagnostic(fault("this source", panic))))
}

/// What unwound from a part of the work: an error that names a font, or a fault of our own and where it came up.
fn fault(place: &str, panic: Box<dyn Any + Send>) -> Error {
    panic.downcast::<Error>().map_or_else(|panic| Error::Source(internal(place, &*panic)), |error| *error)
}

fn internal(place: &str, panic: &(dyn Any + Send)) -> Diagnostic {
    let message = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let message = message.and_then(|message| message.lines().next()).unwrap_or("without a message");
    let fault = Diagnostic::error(Code::Internal, None, format!("internal error in {place}: {message}"));
    fault.with_hint("please report it as a bug, with the source and the lines above")
}

fn make(job: &Job, settings: &Settings, memory: Option<&Memory>, found: &mut Findings) -> Result<(), Diagnostic> {
    let asked = job.asked.as_deref().unwrap_or(&settings.asked);
    let reading = read(&job.input, asked, &settings.metadata, settings)?;
    found.diagnostics.extend(reading.noticed);
    let source = &*found.source.insert(reading.source);
    let Warned { value: contents, warnings } = reading.contents.map_err(diagnostic)?;
    found.diagnostics.extend(warnings);
    let (document, is_book) = match (contents, job.split.as_deref()) {
        (Contents::Document(document), _) => (Warned::silent(*document), false),
        (Contents::Articles(articles), Some(destination)) => {
            let names_for_kobo = settings.names_for_kobo;
            let source = found.source.take().unwrap_or_default();
            let split = Split { input: &job.input, source: &source, asked, destination, names_for_kobo };
            let made = split.publish(*articles, settings, memory, found);
            found.source = Some(source);
            return made;
        }
        (Contents::Articles(articles), None) => {
            (bind::bind(bind::Book::of_collection(&job.input.path, *articles)), true)
        }
        (_, _) => return Err(Diagnostic::error(Code::Internal, None, "the source holds what cannot be published")),
    };
    let parsed = complete(document, &job.input, asked, &settings.metadata, settings);
    found.diagnostics.extend(parsed.warnings);
    let document = direction::settle(parsed.value);
    let style = match is_book {
        true => settings.stylesheet_of_book(asked, &document.metadata.extra),
        false => settings.stylesheet(asked, &document.metadata.extra),
    };
    found.diagnostics.extend(style.warnings);
    let text = format!("{:?}\n{}", job.input.format, source.text);
    let key = memory.map(|_| Key::of(&text, asked, &document, &style.value, settings));
    let edition = Edition { document: &document, style: &style.value, outputs: &job.outputs, key };
    publish(edition, settings, memory, found)
}

/// Makes the books of a document and writes them, unless an earlier run did.
pub(super) fn publish(
    edition: Edition<'_>,
    settings: &Settings,
    memory: Option<&Memory>,
    found: &mut Findings,
) -> Result<(), Diagnostic> {
    let Edition { document, style, outputs, key } = edition;
    if let Some((memory, key)) = memory.zip(key.as_ref())
        && let Some(known) = memory.recall(key, outputs)
    {
        found.diagnostics.extend(known.diagnostics);
        (found.made, found.unchanged) = (known.made, true);
        return Ok(());
    }
    let formats: Vec<BookFormat> = outputs.iter().map(|output| output.format).collect();
    let books = books(document, &formats, style, settings).map_err(diagnostic)?;
    let mut noticed = fonts::pictures(document, &settings.fonts, style);
    let mut told: HashSet<String> = HashSet::new();
    for (output, book) in outputs.iter().zip(&books) {
        // What both books say is said once, though they may have met it at different places.
        noticed.extend(book.value.warnings.iter().filter(|warning| !told.contains(&warning.message)).cloned());
        told.extend(book.value.warnings.iter().map(|warning| warning.message.clone()));
        write_whole(&output.path, &book.value.value)?;
        let bytes = book.value.value.len();
        found.made.push(Made { path: output.path.clone(), format: output.format, bytes, pages: book.pages });
    }
    if let Some((memory, key)) = memory.zip(key) {
        memory.remember(key, &found.made, books.iter().map(|book| book.value.value.as_slice()), &noticed);
    }
    found.diagnostics.extend(noticed);
    Ok(())
}

/// A source's text and what is in it; `defaults` hold the metadata that it may leave unsaid.
pub(super) fn read(
    input: &Input,
    asked: &Asked,
    defaults: &Defaults,
    settings: &Settings,
) -> Result<Reading, Diagnostic> {
    let overrides = metadata::overrides(asked, defaults);
    let bytes = read_bytes(input)?;
    parse::read(&input.name(), bytes, input.format, &overrides, &settings.decoding).map_err(diagnostic)
}

/// The document of a source, with metadata from all sides, its pictures and the digits asked for.
pub(super) fn complete(
    mut document: Warned<Document>,
    input: &Input,
    asked: &Asked,
    defaults: &Defaults,
    settings: &Settings,
) -> Warned<Document> {
    metadata::complete(&mut document.value.metadata, asked, defaults);
    document.value.metadata.modified = changed(input);
    let family = settings.digits(asked, &document.value.metadata.extra);
    document.warnings.extend(family.warnings);
    digits::convert(&mut document.value, family.value);
    let own = input.path.parent().unwrap_or(Path::new("")).to_owned();
    let folders: Vec<PathBuf> = [own].into_iter().chain(settings.resource_folders.iter().cloned()).collect();
    document.warnings.append(&mut assets::load_images(&mut document.value, &folders, &settings.media));
    document
}

/// When a source was last changed; `None` for standard input.
fn changed(input: &Input) -> Option<Timestamp> {
    let changed = fs::metadata(&input.path).ok().filter(|_| !input.is_stream())?.modified().ok()?;
    // Anything older than 1970 counts as changed then.
    let seconds = changed.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(seconds).ok().map(Timestamp)
}

/// What file names may need to know of a source; of one that cannot be read only its own name.
pub(super) fn known(input: &Input, asked: &Asked, settings: &Settings) -> Known {
    let metadata = catch_unwind(AssertUnwindSafe(|| {
        let contents = read(input, asked, &settings.metadata, settings).ok()?.contents.ok()?.value;
        let mut metadata = contents.metadata().clone();
        metadata::complete(&mut metadata, asked, &settings.metadata);
        Some(metadata)
    }));
    let metadata = metadata.ok().flatten().unwrap_or_default();
    Known { stem: input.stem(), title: metadata.title, date: metadata.date }
}

/// The bytes of a source; of one that is too large only so many that `decode` sees it.
fn read_bytes(input: &Input) -> Result<Vec<u8>, Diagnostic> {
    let limit = MAX_SOURCE_BYTES as u64 + 1;
    let bytes = if input.is_stream() {
        let mut bytes = Vec::new();
        io::stdin().lock().take(limit).read_to_end(&mut bytes).map(|_| bytes).map_err(Unread::System)
    } else {
        read::beginning(&input.path, limit)
    };
    bytes.map_err(|unread| Diagnostic::error(Code::Unreadable, None, unread.reason()))
}

/// A book as bytes, and how many pages it has.
struct Book {
    value: Warned<Vec<u8>>,
    pages: Option<usize>,
}

/// Builds the books in parallel, if processors are idle. The pages come first, because both books state where they
/// begin.
fn books(
    document: &Directed,
    formats: &[BookFormat],
    style: &Stylesheet,
    settings: &Settings,
) -> Result<Vec<Book>, Error> {
    let wants = |format| formats.contains(&format);
    let (epub, pdf) = (wants(BookFormat::Epub), wants(BookFormat::Pdf));
    let needs_pages = pdf || settings.lists_pages;
    let (pages, cover) = rayon::join(
        || needs_pages.then(|| staged("its pages", || Ok(layout::layout(document, style, &settings.fonts)))),
        || if epub { made_cover(document, style, settings) } else { None },
    );
    let pages = pages.transpose()?;
    let breaks = pages.as_ref().filter(|_| epub).map_or_else(Vec::new, |pages| pages.value.page_breaks());
    let options = epub::EpubOptions { page_breaks: breaks, cover, ..settings.epub.clone() };
    let (epub, pdf) = rayon::join(
        || epub.then(|| staged("its EPUB", || epub::write(document, &settings.fonts, style, &options))),
        || pages.filter(|_| pdf).map(|pages| staged("its PDF", || drawn(pages, document, settings))),
    );
    // Of several errors the first one's is told.
    let epub = epub.transpose()?.map(|value| Book { value, pages: None });
    let mut made = [(BookFormat::Epub, epub), (BookFormat::Pdf, pdf.transpose()?)];
    let book = |&format: &BookFormat| made.iter_mut().find(|(made, _)| *made == format)?.1.take();
    Ok(formats.iter().filter_map(book).collect())
}

/// Does a part of the work on a book; a fault of our own becomes an error that names it.
fn staged<T>(place: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(fault(place, panic)))
}

/// A cover for an EPUB whose source names none.
fn made_cover(document: &Document, style: &Stylesheet, settings: &Settings) -> Option<ImageData> {
    let has_own = document.metadata.cover.as_ref().is_some_and(|own| document.images.contains_key(&own.path));
    let is_made = settings.makes_covers && !has_own;
    is_made.then(|| cover::draw(document, &settings.fonts, &style.text_family)).flatten()
}

/// The PDF of pages.
fn drawn(pages: Warned<PagedDocument>, document: &Document, settings: &Settings) -> Result<Book, Error> {
    let count = pages.value.pages.len();
    let mut value = pdf::write(pages.value, document, &settings.fonts, &settings.pdf)?;
    value.warnings.splice(0..0, pages.warnings);
    Ok(Book { value, pages: Some(count) })
}

/// An error of the library, for people.
pub(super) fn diagnostic(error: Error) -> Diagnostic {
    match error {
        Error::Source(diagnostic) => diagnostic,
        other => {
            let code = match other {
                Error::Io { .. } => Code::Unreadable,
                Error::Font { .. } => Code::UnusableFont,
                _ => Code::Internal,
            };
            Diagnostic::error(code, None, other.to_string())
        }
    }
}
