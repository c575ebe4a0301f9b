//! Sources: bytes in, a document out.
//!
//! In: the bytes of a file and what the command line says of it. Out: a [`Document`] with its warnings. Nothing here
//! reads a file: pictures are loaded by [`crate::assets`].

pub mod date;
mod docx;
mod encoding;
mod front_matter;
mod html;
mod ids;
mod inline;
mod lang;
mod markdown;
mod metadata;
mod plain;
mod title;
mod yaml;

#[cfg(test)]
mod dump;

pub use self::encoding::{MAX_SOURCE_BYTES, decode};
pub use self::html::sniff_meta_charset;
pub use self::lang::parse_lang;

use self::metadata::Draft;
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Error, Source, Warned};
use crate::document::{Block, BlockKind, Date, Document, Footnote, ImageData, Inline, Lang, Metadata};

/// What a source is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Markdown (CommonMark) with optional YAML front matter.
    Markdown,
    /// Plain text with an optional header.
    Text,
    /// A web page or a fragment of HTML.
    Html,
    /// A Word file (Office Open XML).
    Docx,
}

impl Format {
    /// The format of files with an extension, in any letter case; `None` for one that is not read.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Format> {
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdown" | "mkd" => Some(Format::Markdown),
            "txt" | "text" => Some(Format::Text),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "docx" => Some(Format::Docx),
            _ => None,
        }
    }
}

/// Metadata that wins over what the source says, each only where it is given.
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
    /// In the order of their first reference.
    footnotes: Vec<Footnote>,
    /// Pictures that the source itself holds.
    images: BTreeMap<String, ImageData>,
}

impl From<Vec<Block>> for Body {
    fn from(blocks: Vec<Block>) -> Body {
        Body { blocks, ..Body::default() }
    }
}

/// A source that was read: its text, which spans point into, and what is in it.
#[derive(Debug)]
pub struct Reading {
    /// The text; of a Word file, a line for each paragraph.
    pub source: Source,
    /// The document, or why there is none; the error's place is in the source.
    pub document: Result<Warned<Document>, Error>,
}

/// Reads a file's bytes, text or not; `name` is what messages call it.
///
/// # Errors
/// [`Error::Source`] for bytes that are not of the format, or are too many: see [`decode`].
pub fn read(name: &str, bytes: Vec<u8>, format: Format, overrides: &Overrides) -> Result<Reading, Error> {
    if format != Format::Docx {
        let source = decode(name, bytes)?;
        let document = parse(&source, format, overrides);
        return Ok(Reading { source, document });
    }
    encoding::check_size(&bytes)?;
    let (mut draft, mut warnings) = (Draft::default(), Vec::new());
    let (text, body) = docx::parse(&bytes, &mut draft, &mut warnings)?;
    let source = Source { name: name.into(), text };
    let document = finish(&source, format, overrides, draft, body, warnings);
    Ok(Reading { source, document })
}

/// Reads a document of text, with warnings in the order of the source.
///
/// # Errors
/// [`Error::Source`] when the front matter is broken, the source has no text, or the format is not one of text.
pub fn parse(source: &Source, format: Format, overrides: &Overrides) -> Result<Warned<Document>, Error> {
    let mut warnings = inline::control_warnings(&source.text);
    let mut draft = Draft::default();
    let body = match format {
        Format::Markdown => markdown::parse(&source.text, &mut draft, &mut warnings)?.into(),
        Format::Text => plain::parse(&source.text, &mut draft, &mut warnings)?.into(),
        Format::Html => html::parse(&source.text, overrides.page, &mut draft, &mut warnings)?,
        Format::Docx => return Err(Error::Source(Diagnostic::error(None, "a Word file is not text"))),
    };
    finish(source, format, overrides, draft, body, warnings)
}

/// What is the same for all formats once the source is understood.
fn finish(
    source: &Source,
    format: Format,
    overrides: &Overrides,
    draft: Draft,
    body: Body,
    mut warnings: Vec<Diagnostic>,
) -> Result<Warned<Document>, Error> {
    let Body { mut blocks, mut footnotes, images } = body;
    if !blocks.iter().any(has_content) {
        let diagnostic = Diagnostic::error(None, "the file has no text");
        return Err(Error::Source(diagnostic.with_hint("write some text below its header")));
    }
    let mut metadata = resolve(draft, overrides);
    warnings.extend(title::settle(&mut metadata, &mut blocks, source, format, overrides));
    let ids = ids::assign(&mut blocks);
    ids::resolve_links(&mut blocks, &ids, &mut warnings);
    footnotes.iter_mut().for_each(|note| ids::resolve_links(&mut note.blocks, &ids, &mut warnings));
    warnings.sort_by_key(|warning| warning.span);
    Ok(Warned { value: Document { metadata, blocks, footnotes, images }, warnings })
}

/// The metadata, but for the title: options first, then the source, then the defaults.
fn resolve(draft: Draft, overrides: &Overrides) -> Metadata {
    let mut metadata = draft.metadata;
    if !overrides.authors.is_empty() {
        metadata.authors.clone_from(&overrides.authors);
    }
    metadata.date = overrides.date.or(metadata.date);
    metadata.lang = overrides.lang.clone().or(draft.lang).unwrap_or_default();
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
        Inline::Image(_) => true,
        other => shows(other.children()),
    })
}

#[cfg(test)]
mod tests;
