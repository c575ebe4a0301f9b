//! Sources: bytes in, a document out.
//!
//! In: the bytes of a file and what the command line says of it. Out: a [`Document`] with its warnings. Nothing here
//! reads a file: pictures are loaded by [`crate::assets`].

mod alignment;
mod anchors;
mod autolink;
mod collection;
mod contents;
pub mod date;
mod detect;
mod docx;
mod encoding;
mod epub;
mod feed;
mod footnotes;
mod front_matter;
mod html;
mod ids;
mod inline;
mod lang;
mod length;
mod list_mark;
mod list_style;
mod markdown;
pub(crate) mod math;
mod mend;
mod metadata;
mod odt;
mod office;
mod openiti;
mod package;
mod piece;
mod placeholder;
mod plain;
mod recognise;
mod rewrite;
mod series;
mod table;
mod title;
mod toml_tree;
mod verse;
pub(crate) mod walk;
mod xhtml;
mod xml;
mod yaml;

#[cfg(test)]
mod cases;
#[cfg(test)]
pub(crate) mod dump;

pub use self::contents::{Article, Collection, Contents};
pub use self::encoding::{DecodeOptions, Encoding, MAX_SOURCE_BYTES, decode};
pub use self::html::sniff_meta_charset;
pub(crate) use self::ids::{find as find_heading, slug as heading_id};
pub use self::lang::parse_lang;
pub use self::mend::Mending;
pub use self::recognise::HEAD_BYTES;

use self::mend::Tally;
use self::metadata::Draft;
use self::rewrite::Rewritten;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{self, Code, Diagnostic, Error, Noticed, Source, Span, Warned};
use crate::document::{Block, BlockKind, Date, Document, Footnote, ImageData, Inline, Lang, Metadata};
use crate::locale;

/// What a source is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Markdown (CommonMark and more) with optional front matter.
    Markdown,
    /// Plain text with an optional header.
    Text,
    /// A web page or a fragment of HTML.
    Html,
    /// A Word file (Office Open XML).
    Docx,
    /// An OpenDocument text, as LibreOffice writes it.
    Odt,
    /// A feed or an archive of articles: RSS, Atom, JSON Feed, a WordPress export.
    Feed,
    /// An EPUB.
    Epub,
    /// A text of the Islamicate corpora (OpenITI mARkdown).
    OpenIti,
}

/// What the command line says of a source: metadata that wins over the source's own where it is given, how text is
/// mended, and how much of a web page is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// The title.
    pub title: Option<String>,
    /// All authors; empty to keep those of the source.
    pub authors: Vec<String>,
    /// The main language.
    pub lang: Option<Lang>,
    /// Day of publication.
    pub date: Option<Date>,
    /// The main language of a source that names none; this one does not win over the source.
    pub default_lang: Option<Lang>,
    /// How spoilt text is mended.
    pub mending: Mending,
    /// How much of a web page is taken.
    pub page: PageScope,
}

/// How much of a web page is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageScope {
    /// The article, without menus and the like around it.
    #[default]
    Article,
    /// All of its body.
    Whole,
}

/// What a reader finds in a source, beside its metadata.
#[derive(Debug, Default)]
struct Body {
    blocks: Vec<Block>,
    /// All definitions, in the order of the source.
    footnotes: Vec<Footnote>,
    /// Pictures that the source itself holds.
    images: BTreeMap<String, ImageData>,
    /// Pictures that it should hold but that cannot be shown.
    unusable_images: BTreeSet<String>,
}

/// A source that was read: its text, which spans point into, and what is in it.
#[derive(Debug)]
pub struct Reading {
    /// The text; of a Word file, a line for each paragraph; of an EPUB, its files as one page of HTML.
    pub source: Source,
    /// What was noticed before the text was understood: its encoding, and bytes that mean nothing.
    pub noticed: Vec<Diagnostic>,
    /// The document or the articles, or why there is none; the error's place is in the source.
    pub contents: Result<Warned<Contents>, Error>,
}

/// Reads a file's bytes, text or not; `name` is what messages call it.
///
/// # Errors
/// [`Error::Source`] for bytes that are not of the format, or are too many: see [`decode`].
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    format: Format,
    overrides: &Overrides,
    decoding: &DecodeOptions,
) -> Result<Reading, Error> {
    if matches!(format, Format::Docx | Format::Odt | Format::Epub) {
        encoding::check_size(&bytes)?;
        let (mut draft, mut warnings) = (Draft::default(), Vec::new());
        let parse = match format {
            Format::Docx => docx::parse,
            Format::Odt => odt::parse,
            _ => epub::parse,
        };
        let (text, body) = parse(&bytes, &mut draft, &mut warnings)?;
        warnings.extend(inline::control_warnings(&text));
        let source = Source { name: name.into(), text };
        let contents = finish_alone(&source, format, overrides, Found { draft, body, warnings }, Tally::default());
        return Ok(Reading { source, noticed: Vec::new(), contents });
    }
    let names_encoding = matches!(format, Format::Html | Format::Feed);
    let named = if names_encoding { sniff_meta_charset(&bytes).and_then(Encoding::from_label) } else { None };
    // A page in UTF-8 may have been saved with the `meta` of another encoding; the reverse never reads as UTF-8.
    let is_utf8 = || !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok();
    let named = named.filter(|_| !is_utf8());
    let options = DecodeOptions { encoding: decoding.encoding.or(named) };
    let Warned { value: source, warnings: noticed } = decode(name, bytes, &options)?;
    let contents = contents(&source, format, overrides);
    Ok(Reading { source, noticed, contents })
}

/// Reads a document of text, with warnings in the order of the source.
///
/// # Errors
/// [`Error::Source`] when the front matter is broken, the source has no text, or the format is not one of text, or one of
/// many documents.
pub fn parse(source: &Source, format: Format, overrides: &Overrides) -> Result<Warned<Document>, Error> {
    if format == Format::Feed {
        return Err(Error::Source(Diagnostic::error(Code::Internal, None, "a feed is many documents")));
    }
    contents(source, format, overrides)
        .map(|read| Warned { value: read.value.into_document(), warnings: read.warnings })
}

/// Reads a source of text.
fn contents(source: &Source, format: Format, overrides: &Overrides) -> Result<Warned<Contents>, Error> {
    let (mut warnings, mut tally) = (Vec::new(), Tally::default());
    let mended = mend::mend(&source.text, &overrides.mending, &mut tally);
    if format == Format::Feed {
        return collection::read(source, &mended, tally, overrides);
    }
    let mut draft = Draft::default();
    let body = read_text(&mended, format, overrides, &mut draft, &mut warnings);
    let body = body.map_err(|error| in_source(error, &mended))?;
    finish_alone(source, format, overrides, Found { draft, body, warnings }, tally)
}

/// All that a reader makes of a source.
struct Found {
    draft: Draft,
    body: Body,
    warnings: Vec<Diagnostic>,
}

/// Finishes a source that holds one document; `mended` is what was mended before it was read.
fn finish_alone(
    source: &Source,
    format: Format,
    overrides: &Overrides,
    found: Found,
    mut mended: Tally,
) -> Result<Warned<Contents>, Error> {
    let Warned { value, mut warnings } = finish(source, format, overrides, found, &mut mended)?;
    warnings.extend(mended.notes());
    warnings.sort_by_key(|warning| warning.span);
    Ok(Warned { value: Contents::Document(Box::new(value)), warnings })
}

/// What is the same for all documents once the source is understood.
fn finish(
    source: &Source,
    format: Format,
    overrides: &Overrides,
    found: Found,
    mended: &mut Tally,
) -> Result<Warned<Document>, Error> {
    let Found { mut draft, body, mut warnings } = found;
    let Body { mut blocks, mut footnotes, images, unusable_images } = body;
    for blocks in footnotes.iter_mut().map(|note| &mut note.blocks).chain([&mut blocks]) {
        mend::mend_blocks(blocks, &overrides.mending, mended);
    }
    mend::mend_metadata(&mut draft.metadata, &overrides.mending, mended);
    if overrides.mending.arabic_quotes {
        let notes = footnotes.iter_mut().map(|note| note.blocks.as_mut_slice());
        warnings.extend(mend::arabic_quotes([&mut *blocks].into_iter().chain(notes)));
        mend::arabic_quotes_of_metadata(&mut draft.metadata);
    }
    // An article of a feed may be its title alone.
    if format != Format::Feed && !blocks.iter().any(has_content) {
        let diagnostic = Diagnostic::error(Code::EmptySource, None, "the file has no text");
        return Err(Error::Source(diagnostic.with_hint("write some text below its header")));
    }
    let (lang, note) = language(&draft, &blocks, format, overrides);
    warnings.extend(note);
    let mut metadata = resolve(draft, lang, overrides);
    let notes = footnotes.iter_mut().map(|note| &mut note.blocks);
    alignment::drop_usual_end(&mut notes.chain([&mut blocks]).collect::<Vec<_>>(), metadata.direction);
    if matches!(format, Format::Docx | Format::Odt) {
        docx::number_headings(&mut blocks, locale::own_digits(&metadata.lang));
    }
    for blocks in footnotes.iter_mut().map(|note| &mut note.blocks).chain([&mut blocks]) {
        anchors::settle(blocks);
    }
    warnings.extend(title::settle(&mut metadata, &mut blocks, source, format, overrides));
    let mut footnotes = footnotes::settle(&mut blocks, footnotes, &mut warnings)?;
    let ids = ids::assign(&mut blocks, &mut footnotes);
    let notes = footnotes.iter_mut().map(|note| &mut note.blocks);
    for blocks in notes.chain([&mut blocks]) {
        autolink::link(blocks);
        ids::resolve_links(blocks, &ids, &mut warnings);
    }
    for span in warnings.iter_mut().flat_map(Diagnostic::spans_mut) {
        // Where a page's text was put together, places within it may be off by some bytes.
        span.start = source.text.floor_char_boundary(span.start);
        span.end = source.text.ceil_char_boundary(span.end).max(span.start);
    }
    let warnings = diagnostic::gather(warnings);
    Ok(Warned { value: Document { metadata, blocks, footnotes, images, unusable_images }, warnings })
}

/// Reads a mended text; places are those of the source, but for that of an error.
fn read_text(
    mended: &Rewritten<'_>,
    format: Format,
    overrides: &Overrides,
    draft: &mut Draft,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Body, Error> {
    let text = &*mended.text();
    let mut noticed = inline::control_warnings(text);
    if format == Format::Html {
        noticed.extend(inline::control_reference_warnings(text));
    }
    let mut body = match format {
        Format::Markdown => markdown::parse(text, draft, &mut noticed)?,
        Format::Text => plain::parse(text, draft, &mut noticed)?,
        Format::Html => html::parse(text, overrides.page, draft, &mut noticed)?,
        Format::Docx | Format::Odt => {
            return Err(Error::Source(Diagnostic::error(
                Code::Internal,
                None,
                "the file of a word processor is not text",
            )));
        }
        Format::Feed => return Err(Error::Source(Diagnostic::error(Code::Internal, None, "a feed is many documents"))),
        Format::Epub => return Err(Error::Source(Diagnostic::error(Code::Internal, None, "an EPUB is not text"))),
        Format::OpenIti => openiti::parse(text, draft, &mut noticed),
    };
    if format != Format::Markdown && math::find::may_be_in(text) {
        let mut unread = Noticed::default();
        let notes = body.footnotes.iter_mut().map(|note| note.blocks.as_mut_slice());
        notes.chain([body.blocks.as_mut_slice()]).for_each(|blocks| math::find::formulas(blocks, &mut unread));
        noticed.extend(unread.warning(Code::Formula, math::UNREAD, math::UNREAD_HINT));
    }
    if !mended.is_unchanged() {
        let back = |span: Span| mended.source_span(span);
        map_places(&mut body, &mut noticed, &back);
        if let Some(cover) = &mut draft.metadata.cover {
            cover.span = back(cover.span);
        }
    }
    warnings.append(&mut noticed);
    Ok(body)
}

/// Replaces every place of what was read, and of what was noticed meanwhile.
fn map_places(body: &mut Body, noticed: &mut [Diagnostic], map: &impl Fn(Span) -> Span) {
    walk::map_spans(&mut body.blocks, map);
    for note in &mut body.footnotes {
        note.span = map(note.span);
        walk::map_spans(&mut note.blocks, map);
    }
    noticed.iter_mut().flat_map(Diagnostic::spans_mut).for_each(|span| *span = map(*span));
}

/// An error of a mended text with its place in the source.
fn in_source(error: Error, mended: &Rewritten<'_>) -> Error {
    match error {
        Error::Source(mut diagnostic) => {
            diagnostic.span = diagnostic.span.map(|span| mended.source_span(span));
            Error::Source(diagnostic)
        }
        other => other,
    }
}

/// The language: from the options, then the source, then the project; otherwise recognised from the text, with a note,
/// and Arabic in doubt.
fn language(draft: &Draft, blocks: &[Block], format: Format, overrides: &Overrides) -> (Lang, Option<Diagnostic>) {
    let said = [&overrides.lang, &draft.lang, &overrides.default_lang].into_iter().flatten().next();
    if let Some(lang) = said {
        return (lang.clone(), None);
    }
    let title = overrides.title.as_deref().unwrap_or(&draft.metadata.title);
    let Some(lang) = detect::detect(title, blocks) else { return (Lang::default(), None) };
    let way = match format {
        Format::Markdown => {
            format!(", or with a line `lang: {}` between two lines of --- at the head of the file", lang.0)
        }
        Format::Text => format!(", or with a line `lang: {}` at the head of the file", lang.0),
        Format::Html => format!(", or with `<html lang=\"{}\">`", lang.0),
        Format::OpenIti => format!(", or with a line `#META# LANG :: {}` in the header", lang.0),
        Format::Docx | Format::Odt | Format::Feed | Format::Epub => String::new(),
    };
    let message = format!("the source does not say its language; taken as {} ({})", detect::name(&lang), lang.0);
    let note = Diagnostic::note(Code::GuessedLanguage, None, message).with_hint(format!("set it with --lang{way}"));
    (lang, Some(note))
}

/// The metadata, but for the title: options first, then the source, then the defaults.
fn resolve(draft: Draft, lang: Lang, overrides: &Overrides) -> Metadata {
    let mut metadata = draft.metadata;
    if !overrides.authors.is_empty() {
        metadata.authors.clone_from(&overrides.authors);
    }
    metadata.date = overrides.date.or(metadata.date);
    metadata.lang = lang;
    metadata.direction = draft.direction.unwrap_or_else(|| metadata.lang.direction());
    metadata
}

/// Whether a block shows a letter or a picture.
fn has_content(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Code { text, .. } => !text.trim().is_empty(),
        BlockKind::Figure { .. } => true,
        other => other.inlines().into_iter().any(shows) || other.children().into_iter().flatten().any(has_content),
    }
}

fn shows(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text { text, .. } | Inline::Code { text, .. } => !text.trim().is_empty(),
        Inline::Image(_) | Inline::Math(_) | Inline::FootnoteReference { .. } => true,
        other => shows(other.children()),
    })
}

#[cfg(test)]
mod tests;
