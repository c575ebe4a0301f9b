//! The pages of the book as XHTML.
//!
//! In: a document and its outline. Out: one XHTML document a page (EPUB 3.3, 6.1), each with `lang`, `xml:lang` and
//! `dir` on `html` and `dir` on `body`, and what was noticed on the way: characters shown, pictures used, whatever
//! speaks against a claim of accessibility. Blocks are in `blocks`, running text in `inlines`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::outline::{Chapter, Outline, title_of};
use super::pages::Pages;
use super::pictures::Pictures;
use super::signs::{self, Script, Sign, Signs};
use super::usage::{TextStyle, Usage};
use super::xml::Xml;
use crate::diagnostic::{Diagnostic, Span};
use crate::direction::{self, Isolate};
use crate::document::{Direction, Document, ImageData, ImageRef};
use crate::locale::{self, Words};
use crate::style::{Stylesheet, VerseNumbers};
use crate::text::breaks;

/// A page of the book.
pub(super) struct Page {
    /// Its file name.
    pub(super) file: String,
    /// Its XHTML.
    pub(super) xhtml: String,
}

/// What the pages say about themselves once all are written.
#[derive(Default)]
pub(super) struct Findings {
    /// Pictures without alternative text.
    pub(super) undescribed: Vec<ImageRef>,
    /// Whether some block runs against the book without naming its language.
    pub(super) unnamed_language: bool,
    /// Where no-break spaces first held more together than a line can hold.
    pub(super) held_together: Option<Span>,
    /// Whether there are formulas.
    pub(super) has_math: bool,
    /// Links left out and the like, in the order of the text.
    pub(super) warnings: Vec<Diagnostic>,
}

/// Writes pages one after the other and gathers what the rest of the book must know.
pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) outline: &'a Outline<'a>,
    /// Characters shown so far.
    pub(super) usage: Usage,
    /// Pictures shown so far.
    pub(super) pictures: Pictures<'a>,
    /// What was noticed so far.
    pub(super) findings: Findings,
    /// Page breaks of the printed book.
    pub(super) pages: Pages<'a>,
    pub(super) xml: Xml,
    /// Name of the page under construction.
    pub(super) file: &'a str,
    /// Direction of the element under construction.
    pub(super) around: Direction,
    /// Style of the text under construction.
    pub(super) style: TextStyle,
    /// Script of the block under construction, where its punctuation is not that of the book.
    pub(super) script: Option<Script>,
    /// The signs of the block under construction.
    pub(super) signs: Signs,
    /// Whether a link is under construction, which may not hold another.
    pub(super) in_link: bool,
    /// How often each footnote was referred to so far.
    pub(super) references: BTreeMap<usize, usize>,
    /// Widths that the tables so far need.
    pub(super) steps: BTreeSet<u8>,
    /// Which lines of verse bear their number.
    pub(super) verse_numbers: VerseNumbers,
    /// Lines so far of the poem whose stanzas follow each other.
    pub(super) verse_count: usize,
}

impl<'a> Writer<'a> {
    /// A writer that has written nothing.
    pub(super) fn new(document: &'a Document, outline: &'a Outline<'a>, style: &Stylesheet) -> Writer<'a> {
        Writer {
            document,
            outline,
            usage: Usage::default(),
            pictures: Pictures::default(),
            findings: Findings::default(),
            pages: Pages::default(),
            xml: Xml::default(),
            file: "",
            around: document.metadata.direction,
            style: TextStyle::Regular,
            script: None,
            signs: Signs::default(),
            in_link: false,
            references: BTreeMap::new(),
            steps: BTreeSet::new(),
            verse_numbers: style.verse_numbers,
            verse_count: 0,
        }
    }

    /// The page that shows the cover: the document's own, if its picture was loaded, else the one made for it.
    pub(super) fn cover_page(&mut self, made: Option<&'a ImageData>) -> Option<Page> {
        let metadata = &self.document.metadata;
        let words = self.words();
        let own = metadata.cover.as_ref().and_then(|cover| {
            let href = self.pictures.show(self.document, &cover.path)?.href.clone();
            Some((href, cover.alt.as_str()))
        });
        let (href, given) = own.or_else(|| made.map(|cover| (self.pictures.add(cover), "")))?;
        let names = [title_of(metadata)].into_iter().chain(metadata.authors.iter().map(String::as_str));
        let described = format!("{}: {}", words.cover, names.collect::<Vec<_>>().join(" – "));
        let alt = if given.trim().is_empty() { &described } else { given };
        Some(self.page(COVER, words.cover, |page| {
            page.xml.start("section", &[("class", Some("cover")), ("epub:type", Some("cover"))]);
            page.xml.empty("img", &[("src", Some(&href)), ("alt", Some(alt)), ("role", Some("doc-cover"))]);
            page.xml.end();
            page.xml.new_line();
        }))
    }

    /// The title page: title, authors, date and what else the front matter says of the edition.
    pub(super) fn title_page(&mut self) -> Page {
        let metadata = &self.document.metadata;
        let title = title_of(metadata);
        self.page(TITLE_PAGE, title, |page| {
            page.xml.start("section", &[("class", Some("titlepage")), ("epub:type", Some("titlepage"))]);
            page.xml.new_line();
            page.styled(TextStyle::Bold, |page| page.line("h1", "title", title));
            metadata.subtitle.iter().for_each(|subtitle| page.line("p", "subtitle", subtitle));
            metadata.authors.iter().for_each(|author| page.line("p", "author", author));
            if let Some(date) = metadata.date {
                page.line("p", "date", &locale::long_date(date, &metadata.lang));
            }
            for (class, text) in [("publisher", &metadata.publisher), ("rights", &metadata.rights)] {
                text.iter().for_each(|text| page.line("p", class, text));
            }
            page.xml.end();
            page.xml.new_line();
        })
    }

    /// A chapter of the text.
    pub(super) fn chapter(&mut self, chapter: &'a Chapter<'a>) -> Page {
        self.page(&chapter.file, &chapter.title, |page| {
            let anchor = chapter.anchor.as_deref();
            let label = anchor.is_none().then_some(chapter.title.as_str());
            let name = [("aria-labelledby", anchor), ("aria-label", label)];
            let kind = if chapter.is_part {
                [("class", Some("part")), ("epub:type", Some("part")), ("role", Some("doc-part"))]
            } else {
                [("class", None), ("epub:type", Some("chapter")), ("role", Some("doc-chapter"))]
            };
            page.xml.start("section", &[&kind[..], &name[..]].concat());
            page.xml.new_line();
            page.blocks(chapter.blocks);
            if page.outline.chapters.last().is_some_and(|last| last.file == chapter.file) {
                page.pages_after_text();
            }
            page.notes(&chapter.file);
            page.xml.end();
            page.xml.new_line();
        })
    }

    /// Notes what the navigation document shows, which is written elsewhere.
    pub(super) fn record_navigation(&mut self) {
        self.usage.record(TextStyle::Bold, self.words().contents);
        for entry in &self.outline.contents {
            self.usage.record(TextStyle::Regular, &entry.title);
            self.record_points(TextStyle::Regular, &signs::signs(&entry.title));
        }
    }

    /// The interface words of the book's language.
    pub(super) fn words(&self) -> &'static Words {
        locale::words(&self.document.metadata.lang)
    }

    /// A page with its head; `body` writes what is in it.
    fn page(&mut self, file: &'a str, title: &str, body: impl FnOnce(&mut Self)) -> Page {
        let lang = locale::language_tag(&self.document.metadata.lang);
        let dir = Some(self.document.metadata.direction.as_str());
        (self.xml, self.file, self.around) = (Xml::document(), file, self.document.metadata.direction);
        self.xml.doctype_html();
        self.xml.start(
            "html",
            &[
                ("xmlns", Some("http://www.w3.org/1999/xhtml")),
                ("xmlns:epub", Some("http://www.idpf.org/2007/ops")),
                ("lang", Some(&lang)),
                ("xml:lang", Some(&lang)),
                ("dir", dir),
            ],
        );
        self.xml.new_line();
        self.xml.start("head", &[]);
        self.xml.empty("meta", &[("charset", Some("utf-8"))]);
        self.xml.element("title", &[], title);
        self.xml.empty("link", &[("rel", Some("stylesheet")), ("type", Some("text/css")), ("href", Some(STYLESHEET))]);
        self.xml.end();
        self.xml.new_line();
        self.xml.start("body", &[("dir", dir)]);
        self.xml.new_line();
        body(self);
        Page { file: file.into(), xhtml: std::mem::take(&mut self.xml).finish() }
    }

    /// A line of the title page.
    fn line(&mut self, name: &'static str, class: &'static str, text: &str) {
        self.xml.start(name, &[("class", Some(class))]);
        self.line_of_text(text);
        self.xml.end();
        self.xml.new_line();
    }

    /// Plain text of one line, with its isolates.
    pub(super) fn line_of_text(&mut self, text: &str) {
        self.usage.record(self.style, text);
        let signs = signs_of_line(text, self.around);
        self.record_points(self.style, &signs);
        isolated(&mut self.xml, text, &direction::line(text, self.around), &signs);
    }

    /// A number, a space or the like, which stands for itself.
    pub(super) fn text(&mut self, text: &str) {
        self.usage.record(self.style, text);
        self.xml.text(text);
    }

    /// The next text of a block, which stands in the source at a place.
    pub(super) fn running_text(&mut self, text: &str, span: Span) {
        self.usage.record(self.style, text);
        if let Some(script) = self.script {
            self.usage.record_beside(self.style, script, text);
        }
        // The cells of tables cut all names.
        let breaks = if self.xml.cuts_names { Vec::new() } else { breaks::in_addresses(text) };
        let mut signs: Vec<_> = breaks.into_iter().map(|offset| (offset, Sign::Break)).collect();
        signs.extend(self.signs.next(text.len()));
        signs.sort_by_key(|&(at, _)| at);
        signs.retain(|&(_, sign)| sign != Sign::Paired || self.around == Direction::Rtl);
        self.record_points(self.style, &signs);
        if signs.iter().any(|&(_, sign)| sign == Sign::Space) {
            self.usage.record(self.style, " ");
            self.findings.held_together.get_or_insert(span);
        }
        // The box of a number is neutral to bidi, which does no harm only where text runs from left to right anyway.
        let numbers = if self.around == Direction::Ltr { breaks::grouped_numbers(text) } else { Vec::new() };
        let mut written = 0;
        for number in numbers {
            signed(&mut self.xml, text, written..number.start, &signs);
            written = number.end;
            self.xml.start("span", &[("class", Some("number"))]);
            signed(&mut self.xml, text, number, &signs);
            self.xml.end();
        }
        signed(&mut self.xml, text, written..text.len(), &signs);
    }

    fn record_points(&mut self, style: TextStyle, signs: &[(usize, Sign)]) {
        if signs.iter().any(|&(_, sign)| sign == Sign::Point) {
            self.usage.record_point(style);
        }
    }

    /// Writes something in another direction.
    pub(super) fn within(&mut self, direction: Direction, write: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.around, direction);
        write(self);
        self.around = around;
    }

    /// Writes something in another style.
    pub(super) fn styled(&mut self, style: TextStyle, write: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.style, style);
        write(self);
        self.style = before;
    }
}

/// File of the cover page.
pub(super) const COVER: &str = "cover.xhtml";
/// File of the title page.
pub(super) const TITLE_PAGE: &str = "title.xhtml";
/// File of the style sheet.
pub(super) const STYLESHEET: &str = "stylesheet.css";

/// The signs of a line that need something.
pub(super) fn signs_of_line(text: &str, around: Direction) -> Vec<(usize, Sign)> {
    let mut signs = signs::signs(text);
    signs.retain(|&(_, sign)| sign != Sign::Paired || around == Direction::Rtl);
    signs
}

/// Text with an element around each of its isolates, which nest or lie apart, and around its signs.
pub(super) fn isolated(xml: &mut Xml, text: &str, isolates: &[Isolate], signs: &[(usize, Sign)]) {
    isolated_part(xml, text, 0..text.len(), isolates, signs);
}

fn isolated_part(xml: &mut Xml, text: &str, part: Range<usize>, mut isolates: &[Isolate], signs: &[(usize, Sign)]) {
    let mut from = part.start;
    while let Some((Isolate { range, direction }, rest)) = isolates.split_first() {
        let (inner, after) = rest.split_at(rest.partition_point(|isolate| isolate.range.start < range.end));
        signed(xml, text, from..range.start, signs);
        xml.start("bdi", &[("dir", Some(direction.as_str()))]);
        isolated_part(xml, text, range.clone(), inner, signs);
        xml.end();
        (from, isolates) = (range.end, after);
    }
    signed(xml, text, from..part.end, signs);
}

/// A part of a text with an element around each of its signs.
fn signed(xml: &mut Xml, text: &str, part: Range<usize>, signs: &[(usize, Sign)]) {
    let mut written = part.start;
    for &(at, sign) in signs.iter().filter(|(at, _)| part.contains(at)) {
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        xml.text(&text[written..at]);
        written = if sign == Sign::Break { at } else { end };
        match sign {
            Sign::Point | Sign::Paired => xml.element("span", &[("class", sign.class())], &text[at..end]),
            Sign::Space => xml.text(" "),
            // HTML, 4.5.28.
            Sign::Break => xml.empty("wbr", &[]),
        }
    }
    xml.text(&text[written..part.end]);
}
