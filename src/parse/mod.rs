//! Sources: bytes in, a document out.
//!
//! In: the bytes of a file and what the command line says of it. Out: a [`Document`] with its warnings. Nothing here
//! reads a file: pictures are loaded by [`crate::assets`].

pub mod date;
mod encoding;
mod front_matter;
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
pub use self::lang::parse_lang;

use self::metadata::Draft;
use crate::diagnostic::{Diagnostic, Error, Source, Warned};
use crate::document::{Block, BlockKind, Date, Document, Inline, Lang, Metadata};

/// What a source is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Markdown (CommonMark) with optional YAML front matter.
    Markdown,
    /// Plain text with an optional header.
    Text,
}

impl Format {
    /// The format of files with an extension, in any letter case; `None` for one that is not read.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Format> {
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdown" | "mkd" => Some(Format::Markdown),
            "txt" | "text" => Some(Format::Text),
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
    /// The main language of a source that names none; this one does not win over the source.
    pub default_lang: Option<Lang>,
}

/// Reads a document, with warnings in the order of the source.
///
/// # Errors
/// [`Error::Source`] when the front matter is broken or the source has no text.
pub fn parse(source: &Source, format: Format, overrides: &Overrides) -> Result<Warned<Document>, Error> {
    let mut warnings = inline::control_warnings(&source.text);
    let mut draft = Draft::default();
    let mut blocks = match format {
        Format::Markdown => markdown::parse(&source.text, &mut draft, &mut warnings)?,
        Format::Text => plain::parse(&source.text, &mut draft, &mut warnings)?,
    };
    if !blocks.iter().any(has_content) {
        let diagnostic = Diagnostic::error(None, "the file has no text");
        return Err(Error::Source(diagnostic.with_hint("write some text below its header")));
    }
    let mut metadata = resolve(draft, overrides);
    warnings.extend(title::settle(&mut metadata, &mut blocks, source, format, overrides));
    let ids = ids::assign(&mut blocks);
    ids::resolve_links(&mut blocks, &ids, &mut warnings);
    warnings.sort_by_key(|warning| warning.span);
    Ok(Warned { value: Document { metadata, blocks, ..Document::default() }, warnings })
}

/// The metadata, but for the title: options first, then the source, then the defaults.
fn resolve(draft: Draft, overrides: &Overrides) -> Metadata {
    let mut metadata = draft.metadata;
    if !overrides.authors.is_empty() {
        metadata.authors.clone_from(&overrides.authors);
    }
    metadata.date = overrides.date.or(metadata.date);
    metadata.lang =
        overrides.lang.clone().or(draft.lang).or_else(|| overrides.default_lang.clone()).unwrap_or_default();
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
