//! Word files (ECMA-376, WordprocessingML).
//!
//! In: the bytes of a `.docx`. Out: metadata, blocks, footnotes and pictures, and the text of the file, a line for each
//! paragraph, which the spans of the document point into.

mod archive;
mod blocks;
mod numbering;
mod runs;
mod styles;
mod table;
mod words;
mod xml;

use std::collections::BTreeMap;

use self::archive::{Archive, broken};
use self::numbering::{Counts, Numbering};
use self::runs::Field;
use self::styles::Styles;
use self::xml::Element;
use super::Body;
use super::html::letters::is_mostly_right_to_left;
use super::metadata::{Draft, Key, Value};
use super::placeholder::is_placeholder;
use crate::assets::from_bytes;
use crate::diagnostic::{Code, Diagnostic, Error, Noticed, Span};
use crate::document::{Block, BlockKind, Digits, Direction, Footnote, ImageRef, Inline, visit_images};
use crate::parse::walk;

/// A note's kind and its id in the file.
type NoteKey = (&'static str, String);

/// What the paragraphs above the text say of it, by their styles.
#[derive(Default)]
struct Front {
    title: Option<Value>,
    subtitle: Option<Value>,
    authors: Vec<Value>,
    date: Option<Value>,
}

/// Reads the main part, paragraph by paragraph.
struct Reader<'a> {
    styles: &'a Styles,
    numbering: &'a Numbering,
    relationships: BTreeMap<String, String>,
    notes: &'a BTreeMap<NoteKey, &'a Element>,
    /// Notes in the order of their first reference.
    referred: Vec<NoteKey>,
    /// The text read so far, a line for each paragraph.
    text_of_source: String,
    field: Option<Field>,
    front: Front,
    counts: Counts,
    links: Noticed,
    boxes: Noticed,
    math: Noticed,
}

impl Reader<'_> {
    /// The end of the text read so far.
    fn here(&self) -> Span {
        Span::new(self.text_of_source.len(), self.text_of_source.len())
    }
}

/// Reads a Word file; the first value is its text.
///
/// # Errors
/// [`Error::Source`] when the archive or one of the parts that hold text is broken or too large.
pub(super) fn parse(bytes: &[u8], draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Result<(String, Body), Error> {
    let mut archive = Archive::open(bytes)?;
    let main = archive.xml("word/document.xml")?.ok_or_else(|| broken("it has no part word/document.xml"))?;
    let styles = archive.xml("word/styles.xml")?;
    let numbering = archive.xml("word/numbering.xml")?;
    let (footnotes, endnotes) = (archive.xml("word/footnotes.xml")?, archive.xml("word/endnotes.xml")?);
    let notes: BTreeMap<NoteKey, &Element> = [("footnote", &footnotes), ("endnote", &endnotes)]
        .into_iter()
        .flat_map(|(kind, part)| notes(kind, part.as_ref()))
        .collect();
    let mut reader = Reader {
        styles: &styles.as_ref().map(Styles::read).unwrap_or_default(),
        numbering: &numbering.as_ref().map(Numbering::read).unwrap_or_default(),
        relationships: archive.relationships("word/_rels/document.xml.rels")?,
        notes: &notes,
        referred: Vec::new(),
        text_of_source: String::new(),
        field: None,
        front: Front::default(),
        counts: Counts::default(),
        links: Noticed::default(),
        boxes: Noticed::default(),
        math: Noticed::default(),
    };
    let body = main.find("body").ok_or_else(|| broken("its main part has no body"))?;
    let blocks = reader.blocks(&body.children);
    let footnotes = reader.footnotes();
    let core = archive.xml("docProps/core.xml")?;
    reader.metadata(core.as_ref(), styles.as_ref(), draft, warnings);
    let mut body = Body { blocks, footnotes, ..Body::default() };
    load_pictures(&mut archive, &mut body, warnings)?;
    warnings.extend(reader.warnings());
    Ok((reader.text_of_source, body))
}

/// Converts the numbers that Word shows before headings, which are not in its text and have no length there, to the
/// digits of the language.
pub(super) fn number_headings(blocks: &mut [Block], digits: Digits) {
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Heading { content, .. } = &mut block.kind
            && let Some(Inline::Text { text, span }) = content.first_mut()
            && span.start == span.end
        {
            *text = digits.apply(text);
        }
    });
}

/// The notes of a part; those with a type are rules between text and notes.
fn notes<'a>(kind: &'static str, part: Option<&'a Element>) -> Vec<(NoteKey, &'a Element)> {
    let all = part.and_then(|part| part.children.first()).map(|list| list.children.as_slice()).unwrap_or_default();
    let own = all.iter().filter(|note| note.attr("type").is_none_or(|kind| kind == "normal"));
    own.filter_map(|note| Some(((kind, note.attr("id")?.to_owned()), note))).collect()
}

impl Reader<'_> {
    fn footnotes(&mut self) -> Vec<Footnote> {
        let mut footnotes = Vec::new();
        let mut at = 0;
        // A note may refer to notes that the text does not.
        while let Some(note) = self.referred.get(at).and_then(|key| self.notes.get(key)) {
            at += 1;
            let start = self.here().start;
            let blocks = self.blocks(&note.children);
            let span = Span::new(start, self.here().start.max(start));
            footnotes.push(Footnote { label: at.to_string(), blocks, span });
        }
        footnotes
    }

    /// What the paragraphs above the text say, else the core properties (ECMA-376-2, 11).
    fn metadata(
        &mut self,
        core: Option<&Element>,
        styles: Option<&Element>,
        draft: &mut Draft,
        warnings: &mut Vec<Diagnostic>,
    ) {
        let said = |name: &str| core.and_then(|core| core.find(name)).map(|found| found.text.trim().to_owned());
        let written = |key: Key, name: &str| said(name).filter(|text| !is_placeholder(key, text));
        let Front { title, subtitle, authors, date } = std::mem::take(&mut self.front);
        let title = title.or_else(|| value(written(Key::Title, "title")));
        // Word fills in dates and languages by itself: what does not parse is nobody's mistake.
        let created = written(Key::Date, "created").filter(|date| super::date::parse_date(date).is_some());
        let lang = said("language").and_then(|lang| self.fitting(&lang)).or_else(|| self.language(styles?));
        let authors = if authors.is_empty() { Vec::from_iter(value(written(Key::Author, "creator"))) } else { authors };
        draft.set(Key::Author, &authors, warnings);
        let values = [
            (Key::Title, title),
            (Key::Subtitle, subtitle),
            (Key::Description, value(written(Key::Description, "description"))),
            (Key::Keywords, value(said("keywords"))),
            (Key::Date, date.or_else(|| value(created))),
            (Key::Lang, value(lang)),
        ];
        for (key, value) in values {
            draft.set(key, value.as_slice(), warnings);
        }
    }

    /// The language that the styles give to text of the direction that this text has.
    fn language(&self, styles: &Element) -> Option<String> {
        let defaults = styles.find("docDefaults")?.find("lang")?;
        let attribute = if is_mostly_right_to_left(&self.text_of_source)? { "bidi" } else { "val" };
        let lang = self.fitting(defaults.attr(attribute)?)?;
        // Word writes ar-SA wherever it knows but the script.
        (lang != "ar-SA").then_some(lang)
    }

    /// A language tag, if it is of the direction that most of the text has: word processors write that of their menus.
    fn fitting(&self, tag: &str) -> Option<String> {
        let lang = super::parse_lang(tag)?;
        let is_rtl = is_mostly_right_to_left(&self.text_of_source)?;
        ((lang.direction() == Direction::Rtl) == is_rtl).then_some(lang.0)
    }

    fn warnings(&self) -> impl Iterator<Item = Diagnostic> {
        let links = self.links.warning(
            Code::RefusedLink,
            "a link that is neither web nor mail is left out",
            "link with https: or mailto:",
        );
        let boxes =
            self.boxes.warning(Code::TextBox, "a text box is left out", "move its text into the text of the file");
        let math = self.math.warning(
            Code::Formula,
            "a formula is left out",
            "write it as text, or put a picture in its place",
        );
        [links, boxes, math].into_iter().flatten()
    }
}

fn value(text: Option<String>) -> Option<Value> {
    text.map(|text| Value { text, span: Span::default() })
}

/// Takes the pictures that the text shows out of the archive; one that no book can carry is told of.
fn load_pictures(archive: &mut Archive<'_>, body: &mut Body, warnings: &mut Vec<Diagnostic>) -> Result<(), Error> {
    let mut named: Vec<(String, Span)> = Vec::new();
    let mut add = |image: &ImageRef| named.push((image.path.clone(), image.span));
    visit_images(&body.blocks, &mut add);
    body.footnotes.iter().for_each(|note| visit_images(&note.blocks, &mut add));
    for (path, span) in named {
        if body.images.contains_key(&path) || body.unusable_images.contains(&path) {
            continue;
        }
        let loaded = match archive.bytes(&path)? {
            Some(bytes) => from_bytes(bytes),
            None => Err("is not in the file".to_owned()),
        };
        match loaded {
            Ok(image) => {
                body.images.insert(path, image);
            }
            Err(problem) => {
                let message = format!("the picture `{path}` {problem}; its alternative text stands in its place");
                warnings.push(
                    Diagnostic::warning(Code::UnreadablePicture, span, message)
                        .with_hint("put it in anew as PNG or JPEG"),
                );
                body.unusable_images.insert(path);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
