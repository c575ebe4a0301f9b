//! OpenDocument text files (OASIS OpenDocument 1.3), as LibreOffice writes them.
//!
//! In: the bytes of an `.odt`. Out: metadata, blocks, footnotes and pictures, and the text of the file, a line for each
//! paragraph, which the spans of the document point into.

mod blocks;
mod frames;
mod lists;
mod styles;
mod table;
mod text;

use std::collections::BTreeSet;

use self::lists::Counts;
use self::styles::Styles;
use super::Body;
use super::metadata::{Draft, Key, Value};
use super::office::notices::{Notice, Notices};
use super::office::{Front, fitting_language, load_pictures, value};
use super::package::{Archive, Kind};
use super::placeholder::is_placeholder;
use super::xml::{Content, Element};
use crate::diagnostic::{Code, Diagnostic, Error, Span};
use crate::document::{Footnote, Inline};

/// Reads the content of a file, paragraph by paragraph.
struct Reader<'a> {
    styles: &'a Styles,
    archive: Archive<'a>,
    /// The names that links lead to.
    targets: &'a BTreeSet<String>,
    /// The notes met so far, to be read when the text is done.
    notes: Vec<&'a Element>,
    text_of_source: String,
    front: Front,
    counts: Counts,
    notices: Notices,
    /// Text boxes, charts and the like, to be set behind the paragraph that is read now.
    aside: Vec<frames::Aside<'a>>,
    /// Anchors that stand alone, for the text that follows.
    carried: Vec<Inline>,
    page_break: Option<Span>,
    in_ltr_table: bool,
    in_link: bool,
    /// Whether a list numbers the heading that is read now.
    in_list: bool,
}

impl Reader<'_> {
    /// The end of the text read so far.
    fn here(&self) -> Span {
        Span::new(self.text_of_source.len(), self.text_of_source.len())
    }
}

/// Reads an OpenDocument text; the first value is its text.
///
/// # Errors
/// [`Error::Source`] when the archive or one of the parts that hold text is broken or too large, and when the file is
/// encrypted or holds no text.
pub(super) fn parse(bytes: &[u8], draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Result<(String, Body), Error> {
    let mut archive = Archive::open(bytes, Kind::OpenDocument)?;
    if is_encrypted(&mut archive) {
        let message = "the OpenDocument file is encrypted: it opens with a password only";
        let hint = "open it in a word processor, remove the password and save it anew";
        return Err(Error::Source(Diagnostic::error(Code::BrokenSource, None, message).with_hint(hint)));
    }
    let missing = || Kind::OpenDocument.broken("it has no part content.xml");
    let content = archive.xml("content.xml", Content::Mixed)?.ok_or_else(missing)?;
    let common = archive.xml("styles.xml", Content::Mixed)?;
    let meta = archive.xml("meta.xml", Content::Mixed).ok().flatten();
    let styles = Styles::read([Some(&content), common.as_ref()]);
    let targets = targets(&content, BTreeSet::new());
    let body = content.find("body").and_then(|body| body.child("text"));
    let body = body.ok_or_else(|| Kind::OpenDocument.broken("it holds no text: it is a table or a drawing"))?;
    let mut reader = Reader {
        styles: &styles,
        archive,
        targets: &targets,
        notes: Vec::new(),
        text_of_source: String::new(),
        front: Front::default(),
        counts: Counts::default(),
        notices: Notices::default(),
        aside: Vec::new(),
        carried: Vec::new(),
        page_break: None,
        in_ltr_table: false,
        in_link: false,
        in_list: false,
    };
    let blocks = reader.blocks(&body.children);
    reader.carried.clear();
    let footnotes = reader.footnotes();
    reader.furniture(common.as_ref());
    reader.metadata(meta.as_ref(), draft, warnings);
    let mut body = Body { blocks, footnotes, ..Body::default() };
    load_pictures(&mut reader.archive, &mut body, warnings)?;
    warnings.extend(reader.notices.diagnostics());
    Ok((reader.text_of_source, body))
}

/// Whether the manifest names how parts are encrypted (OpenDocument 1.3-2, 3.8).
fn is_encrypted(archive: &mut Archive<'_>) -> bool {
    let manifest = archive.xml("META-INF/manifest.xml", Content::Elements).ok().flatten();
    manifest.is_some_and(|manifest| manifest.find("encryption-data").is_some()) || archive.has("encrypted-package")
}

/// The names that links and references lead to.
fn targets(element: &Element, mut found: BTreeSet<String>) -> BTreeSet<String> {
    let link = element.attr("href").and_then(|href| href.strip_prefix('#'));
    found.extend(link.map(|name| text::without_kind(name).to_owned()));
    if element.name.ends_with("-ref") {
        found.extend(element.attr("ref-name").map(str::to_owned));
    }
    element.children.iter().fold(found, |found, child| targets(child, found))
}

/// All text in an element, as it is written.
fn plain(element: &Element) -> String {
    if element.name.is_empty() {
        return element.text.clone();
    }
    element.children.iter().map(plain).collect()
}

impl<'a> Reader<'a> {
    fn footnotes(&mut self) -> Vec<Footnote> {
        let mut footnotes = Vec::new();
        // A note may have notes of its own.
        while let Some(note) = self.notes.get(footnotes.len()).copied() {
            let start = self.here().start;
            let blocks = note.child("note-body").map(|body| self.blocks(&body.children)).unwrap_or_default();
            let span = Span::new(start, self.here().start.max(start));
            footnotes.push(Footnote { label: (footnotes.len() + 1).to_string(), blocks, span });
        }
        footnotes
    }

    /// Tells of headers and footers, which are not read.
    fn furniture(&mut self, common: Option<&Element>) {
        let pages = common.and_then(|common| common.find("master-styles"));
        let pages = pages.map(|pages| pages.children.as_slice()).unwrap_or_default();
        let lines = pages.iter().flat_map(|page| &page.children);
        let lines = lines.filter(|line| line.name.starts_with("header") || line.name.starts_with("footer"));
        let count = lines.filter(|line| plain(line).chars().any(char::is_alphabetic)).count();
        self.notices.add_many(Notice::Furniture, Span::default(), count);
    }

    /// What the paragraphs above the text say, else the properties of the file (OpenDocument 1.3-3, 4.3).
    fn metadata(&mut self, meta: Option<&Element>, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) {
        let said = |name: &str| meta.and_then(|meta| meta.find(name)).map(|found| plain(found).trim().to_owned());
        let written = |key: Key, name: &str| said(name).filter(|text| !is_placeholder(key, text));
        let Front { title, subtitle, authors, date } = std::mem::take(&mut self.front);
        // Word processors fill in dates and languages by themselves: what does not parse is nobody's mistake.
        let created = said("creation-date").or_else(|| said("date"));
        let created = created.filter(|date| super::date::parse_date(date).is_some());
        let fitting = |lang: String| fitting_language(&lang, &self.text_of_source);
        let lang = said("language").and_then(fitting).or_else(|| self.styles.language(&self.text_of_source));
        let authors = if authors.is_empty() {
            Vec::from_iter(value(written(Key::Author, "initial-creator").or_else(|| written(Key::Author, "creator"))))
        } else {
            authors
        };
        draft.set(Key::Author, &authors, warnings);
        let keywords: Vec<Value> = meta.map(keywords).unwrap_or_default();
        draft.set(Key::Keywords, &keywords, warnings);
        let values = [
            (Key::Title, title.or_else(|| value(written(Key::Title, "title")))),
            (Key::Subtitle, subtitle),
            (Key::Description, value(said("description"))),
            (Key::Date, date.or_else(|| value(created))),
            (Key::Lang, value(lang)),
        ];
        for (key, value) in values {
            draft.set(key, value.as_slice(), warnings);
        }
    }
}

fn keywords(meta: &Element) -> Vec<Value> {
    let mut found: Vec<Value> = meta.children.iter().flat_map(keywords).collect();
    if meta.name == "keyword" {
        found.extend(value(Some(plain(meta))));
    }
    found
}

#[cfg(test)]
mod tests;
