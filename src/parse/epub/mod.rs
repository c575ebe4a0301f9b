//! EPUBs as sources (EPUB 2 and 3, whoever made them).
//!
//! In: the bytes of an `.epub`. Out: metadata, blocks, notes and pictures, and the text of the book as one page of HTML,
//! which the spans of the document point into. The text comes in the order of the spine; the book's own contents say
//! which headings its chapters have. Nothing but text, pictures and their descriptions passes: no script, no style.
//!
//! ```text
//! bytes ── package ──> spine, contents, metadata
//!                └─ page (all of the spine as one page of HTML) ── headings ──> html ──> blocks
//! ```

mod contents;
mod headings;
mod locks;
mod metadata;
mod opf;
mod page;

use self::opf::Package;
use super::Body;
use super::html::{self, Fragment};
use super::metadata::Draft;
use super::package::{Archive, Kind};
use crate::assets::from_bytes;
use crate::diagnostic::{Code, Diagnostic, Error, Span};
use crate::document::{ImageRef, visit_images};

/// Reads an EPUB; the first value is its text.
///
/// # Errors
/// [`Error::Source`] when the archive is broken, too large, or locked, and when it holds no text.
pub(super) fn parse(bytes: &[u8], draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Result<(String, Body), Error> {
    let mut archive = Archive::open(bytes, Kind::Epub)?;
    locks::refuse(&mut archive)?;
    let package = Package::read(&mut archive)?;
    let contents = contents::read(&mut archive, &package)?;
    metadata::read(&package, draft, warnings);
    let mut book = page::join(&mut archive, &package, draft, warnings)?;
    metadata::correct_language(draft, &book.html);
    let text = headings::settle(std::mem::take(&mut book.html), &contents);
    let mut body = html::parse_fragment(&Fragment { text: &text, base: None }, draft, warnings)?;
    if draft.metadata.cover.is_none() {
        draft.metadata.cover = book.cover.map(|path| ImageRef { path, ..ImageRef::default() });
    }
    load_pictures(&mut archive, &mut body, draft, warnings)?;
    Ok((text, body))
}

/// The name in the joined page of a place in the book: a file, and a name in it.
fn place(file: &str, fragment: &str) -> String {
    let place = format!("{file}-{fragment}");
    let sign = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '-' };
    place.chars().map(sign).collect::<String>().trim_end_matches('-').to_owned()
}

/// The path that an address in a file of the book means, and the name in it; `None` for addresses outside. What leads
/// out of the archive leads to its top.
fn resolve(from: &str, address: &str) -> Option<(String, String)> {
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    if path.is_empty() {
        return Some((from.to_owned(), decoded(fragment)));
    }
    let is_outside = path.split('/').next().is_some_and(|first| first.contains(':')) || path.starts_with("//");
    if is_outside {
        return None;
    }
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    parts.pop();
    let path = decoded(path.split('?').next().unwrap_or_default());
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    Some((parts.join("/"), decoded(fragment)))
}

/// Takes the pictures that the text shows, and the cover, out of the archive.
fn load_pictures(
    archive: &mut Archive<'_>,
    body: &mut Body,
    draft: &mut Draft,
    warnings: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let mut named: Vec<(String, Span)> = Vec::new();
    let mut add = |image: &ImageRef| named.push((image.path.clone(), image.span));
    draft.metadata.cover.iter().for_each(&mut add);
    visit_images(&body.blocks, &mut add);
    body.footnotes.iter().for_each(|note| visit_images(&note.blocks, &mut add));
    for (path, span) in named {
        let is_elsewhere = path.contains("://") || path.starts_with("data:") || path.starts_with("//");
        if is_elsewhere || body.images.contains_key(&path) || body.unusable_images.contains(&path) {
            continue;
        }
        let loaded = match archive.bytes(&path)? {
            Some(bytes) => from_bytes(bytes),
            None => Err("is not in the file".to_owned()),
        };
        match loaded {
            Ok(image) => drop(body.images.insert(path, image)),
            Err(problem) => {
                let message = format!("the picture `{path}` {problem}; its alternative text stands in its place");
                warnings.push(
                    Diagnostic::warning(Code::UnreadablePicture, span, message)
                        .with_hint("put it into the EPUB as PNG, JPEG, GIF, WebP or SVG"),
                );
                body.unusable_images.insert(path);
            }
        }
    }
    // A cover that cannot be shown is none.
    let cover = draft.metadata.cover.take();
    draft.metadata.cover = cover.filter(|cover| body.images.contains_key(&cover.path));
    Ok(())
}

#[cfg(test)]
mod tests;
