//! Word files (ECMA-376, WordprocessingML).
//!
//! In: the bytes of a `.docx`. Out: metadata, blocks, footnotes and pictures, and the text of the file, a line for each
//! paragraph, which the spans of the document point into.

mod blocks;
mod charts;
mod eq;
mod fields;
mod foreign;
mod format;
mod graphics;
mod math;
mod numbering;
mod parts;
mod recognise;
mod runs;
mod styles;
mod table;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use self::fields::Fields;
use self::numbering::{Counts, Numbering};
use self::parts::{Parts, Relationships};
use self::styles::Styles;
use super::Body;
use super::html::letters::is_mostly_right_to_left;
use super::metadata::{Draft, Key};
use super::office::notices::{Notice, Notices};
use super::office::symbols::SymbolFont;
use super::office::{Front, fitting_language, load_pictures, value};
use super::package::Kind;
use super::placeholder::is_placeholder;
use super::xml::Element;
use crate::diagnostic::{Diagnostic, Error, Span};
use crate::document::{Block, BlockKind, Digits, Footnote, Inline};
use crate::parse::walk;

/// A note's kind and its id in the file.
type NoteKey = (&'static str, String);

/// What stands beside a paragraph and is set behind it.
enum Aside<'a> {
    /// The content of a text box.
    Box(&'a Element),
    /// A line of text that is drawn.
    Line(&'a str),
    Text(String),
    Chart(Element),
    Diagram(Element),
    /// A horizontal line.
    Rule,
}

/// Reads the main part, paragraph by paragraph.
struct Reader<'a> {
    styles: &'a Styles,
    numbering: &'a Numbering,
    parts: Parts<'a>,
    /// Those of the part that is read now.
    relationships: Relationships,
    notes: &'a BTreeMap<NoteKey, &'a Element>,
    /// The bookmarks that links lead to.
    targets: &'a BTreeSet<String>,
    /// Notes in the order of their first reference.
    referred: Vec<NoteKey>,
    /// Notes with a mark of their own.
    marks: BTreeMap<NoteKey, String>,
    /// The text read so far, a line for each paragraph.
    text_of_source: String,
    fields: Fields,
    front: Front,
    counts: Counts,
    notices: Notices,
    /// The beginning of the next paragraph: a drop cap, anchors.
    carried: Vec<Inline>,
    aside: Vec<Aside<'a>>,
    /// How often the drawing that is read now was told of.
    told_of_graphic: usize,
    /// A page break that nothing has followed yet.
    page_break: Option<Span>,
    /// Whether text is part of a contents list.
    muted: bool,
    /// What the line that is read now is part of and left out with.
    left_out: Option<Notice>,
    in_link: bool,
    in_ltr_table: bool,
    run_font: Option<SymbolFont>,
    in_capitals: bool,
}

impl<'a> Reader<'a> {
    fn new(parts: Parts<'a>, known: &'a Known<'a>) -> Reader<'a> {
        Reader {
            styles: &known.styles,
            numbering: &known.numbering,
            relationships: parts.relationships().clone(),
            parts,
            notes: &known.notes,
            targets: &known.targets,
            referred: Vec::new(),
            marks: BTreeMap::new(),
            text_of_source: String::new(),
            fields: Fields::default(),
            front: Front::default(),
            counts: Counts::default(),
            notices: Notices::default(),
            carried: Vec::new(),
            aside: Vec::new(),
            told_of_graphic: 0,
            page_break: None,
            muted: false,
            left_out: None,
            in_link: false,
            in_ltr_table: false,
            run_font: None,
            in_capitals: false,
        }
    }

    /// The end of the text read so far.
    fn here(&self) -> Span {
        Span::new(self.text_of_source.len(), self.text_of_source.len())
    }
}

/// What is known before the text is read.
struct Known<'a> {
    styles: Styles,
    numbering: Numbering,
    notes: BTreeMap<NoteKey, &'a Element>,
    targets: BTreeSet<String>,
}

/// Reads a Word file; the first value is its text.
///
/// # Errors
/// [`Error::Source`] when the archive or one of the parts that hold text is broken or too large, and when the file is of
/// another kind.
pub(super) fn parse(bytes: &[u8], draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Result<(String, Body), Error> {
    if let Some(error) = recognise::other_kind(bytes) {
        return Err(error);
    }
    let mut parts = Parts::open(bytes)?;
    let main = parts.main()?;
    let styles = parts.of_kind("styles")?.map(|(part, _)| part);
    let numbering = parts.of_kind("numbering")?.map(|(part, _)| part);
    let (footnotes, endnotes) = (parts.of_kind("footnotes")?, parts.of_kind("endnotes")?);
    let own_notes = [("footnote", footnotes.as_ref()), ("endnote", endnotes.as_ref())];
    let texts = [Some(&main), footnotes.as_ref().map(|(part, _)| part), endnotes.as_ref().map(|(part, _)| part)];
    let list_styles = styles.as_ref().map(numbering::list_styles).unwrap_or_default();
    let known = Known {
        styles: styles.as_ref().map(Styles::read).unwrap_or_default(),
        numbering: numbering.as_ref().map(|part| Numbering::read(part, &list_styles)).unwrap_or_default(),
        notes: own_notes.into_iter().flat_map(|(kind, part)| notes(kind, part.map(|(part, _)| part))).collect(),
        targets: texts.into_iter().flatten().fold(BTreeSet::new(), |found, part| targets(part, found)),
    };
    let mut reader = Reader::new(parts, &known);
    let body = main.find("body").ok_or_else(|| Kind::Word.broken("its main part has no body"))?;
    texts.into_iter().flatten().for_each(|part| reader.fields.learn(part));
    let mut blocks = reader.blocks(&body.children);
    blocks.extend(reader.rest());
    let footnotes = reader.footnotes(&own_notes.map(|(kind, part)| (kind, part.map(|(_, own)| own))));
    reader.furniture();
    let core = reader.parts.optional("docProps/core.xml");
    reader.metadata(core.as_ref(), styles.as_ref(), draft, warnings);
    let mut body = Body { blocks, footnotes, ..Body::default() };
    load_pictures(reader.parts.archive(), &mut body, warnings)?;
    warnings.extend(reader.notices.diagnostics());
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

/// The names that links and references lead to; more than these do no harm.
fn targets(element: &Element, mut found: BTreeSet<String>) -> BTreeSet<String> {
    match element.name.as_str() {
        "hyperlink" => found.extend(element.attr("anchor").map(str::to_owned)),
        "fldSimple" => found.extend(fields::words(element.attr("instr").unwrap_or_default())),
        // A code may be spread over several runs of a paragraph.
        "p" => {
            let mut code = String::new();
            instructions(element, &mut code);
            found.extend(fields::words(&code));
        }
        _ => {}
    }
    element.children.iter().fold(found, |found, child| targets(child, found))
}

fn instructions(element: &Element, code: &mut String) {
    for child in &element.children {
        match child.name.as_str() {
            "instrText" => code.push_str(&child.text),
            "fldChar" => code.push(' '),
            "txbxContent" => {}
            _ => instructions(child, code),
        }
    }
}

impl<'a> Reader<'a> {
    /// A content control. The contents list that Word makes is left out, as are questions without an answer.
    fn control(&mut self, control: &'a Element, mut take: impl FnMut(&mut Self, &'a Element)) {
        let properties = control.child("sdtPr");
        let gallery = properties.and_then(|own| own.find("docPartGallery")).and_then(|gallery| gallery.attr("val"));
        let is_unanswered = properties.is_some_and(|own| own.is_on("showingPlcHdr"));
        if is_unanswered && !control.find("t").is_none_or(|text| text.text.trim().is_empty()) {
            return self.notices.add(Notice::Placeholder, self.here());
        }
        let muted = self.muted;
        self.muted |= gallery == Some("Table of Contents");
        control.children.iter().filter(|child| child.name == "sdtContent").for_each(|content| take(self, content));
        self.muted = muted;
    }

    /// What was meant to begin a paragraph that never came.
    fn rest(&mut self) -> Option<Block> {
        self.fields.clear();
        let content = std::mem::take(&mut self.carried);
        let span = self.here();
        (!crate::document::plain_text(&content).trim().is_empty())
            .then(|| Block::new(BlockKind::Paragraph(content), span))
    }

    fn footnotes(&mut self, relationships: &[(&'static str, Option<&Relationships>)]) -> Vec<Footnote> {
        let mut footnotes = Vec::new();
        let mut at = 0;
        // A note may refer to notes that the text does not.
        while let Some((key, note)) = self.referred.get(at).and_then(|key| self.notes.get_key_value(key)) {
            at += 1;
            let own = relationships.iter().find(|(kind, _)| *kind == key.0).and_then(|(_, own)| *own);
            self.relationships = own.cloned().unwrap_or_default();
            let start = self.here().start;
            let mut blocks = self.blocks(&note.children);
            blocks.extend(self.rest());
            if let Some(mark) = self.marks.get(key) {
                drop_mark(&mut blocks, mark);
            }
            let span = Span::new(start, self.here().start.max(start));
            footnotes.push(Footnote { label: at.to_string(), blocks, span });
        }
        footnotes
    }

    /// Tells of headers and footers, which are not read.
    fn furniture(&mut self) {
        let names = [self.parts.names_of_kind("header"), self.parts.names_of_kind("footer")].concat();
        let parts = names.iter().filter_map(|name| self.parts.optional(name));
        let count = parts.filter(has_words).count();
        self.notices.add_many(Notice::Furniture, Span::default(), count);
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
        let lang = said("language")
            .and_then(|lang| fitting_language(&lang, &self.text_of_source))
            .or_else(|| self.language(styles?));
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
        let lang = fitting_language(defaults.attr(attribute)?, &self.text_of_source)?;
        // Word writes ar-SA wherever it knows but the script.
        (lang != "ar-SA").then_some(lang)
    }
}

/// Whether a header or footer says more than the number of the page.
fn has_words(part: &Element) -> bool {
    let says = |child: &Element| child.name == "t" && child.text.chars().any(char::is_alphabetic);
    part.children.iter().any(|child| says(child) || has_words(child))
}

/// Takes the mark of a note out of its first words: the book gives it a number.
fn drop_mark(blocks: &mut [Block], mark: &str) {
    let Some(BlockKind::Paragraph(content)) = blocks.first_mut().map(|block| &mut block.kind) else { return };
    if let Some(Inline::Text { text, span }) = content.first_mut()
        && let Some(rest) = text.strip_prefix(mark)
    {
        let rest = rest.trim_start().to_owned();
        span.start = (span.start + text.len() - rest.len()).min(span.end);
        *text = rest;
    }
}

#[cfg(test)]
mod tests;
