//! The pages of the printed book in the e-book (EPUB Accessibility 1.1, 4.2; DPUB-ARIA 1.1: `doc-pagebreak`).
//!
//! In: where pages begin, by places of the document. Out: a mark at each of those words, while the text is written, and
//! the list of the marks that navigation and NCX show. Marks follow each other as the text does, but notes stand at the
//! end of their chapters: a page that begins within one is marked where the next page of the text begins, or at the end
//! of the text. Pages without text (cover, title page, contents, blank ones) are not marked.

use std::collections::{BTreeMap, BTreeSet};

use super::outline::Outline;
use super::writer::{Writer, isolated};
use crate::direction;
use crate::document::{Document, ImageRef, Inline, PageBreak, TextPlace, TextUnits, digit_value};

/// A marked page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MarkedPage {
    /// Its number, as printed.
    pub(super) label: String,
    /// The same in European digits; `None` if the page has a name instead.
    pub(super) number: Option<String>,
    /// Where it begins: file and `id`.
    pub(super) href: String,
}

/// Marks still to be placed, and those placed.
#[derive(Debug, Default)]
pub(super) struct Pages<'a> {
    units: TextUnits,
    /// Marks by their unit, each at a byte of it, in their order.
    wanted: BTreeMap<usize, Vec<Mark<'a>>>,
    /// Marks of the current unit, the next one last.
    next: Vec<Mark<'a>>,
    /// Bytes of that unit written so far.
    written: usize,
    /// Pages of notes after the last page of the text, the first last.
    after_text: Vec<&'a str>,
    /// Names of marks, by their numbers.
    taken: BTreeSet<String>,
    /// The pages marked so far.
    pub(super) marked: Vec<MarkedPage>,
}

/// The beginning of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark<'a> {
    offset: usize,
    label: &'a str,
}

impl<'a> Pages<'a> {
    /// The marks to place, if any.
    pub(super) fn new(document: &Document, outline: &Outline<'_>, breaks: &'a [PageBreak]) -> Pages<'a> {
        let mut pages = Pages::default();
        if breaks.is_empty() {
            return pages;
        }
        pages.units = TextUnits::of(document);
        let has_chapters = outline.chapters.len() > 1;
        let mut next: Option<TextPlace> = None;
        // From the last page on, so that each is marked no later than the next.
        for PageBreak { label, place } in breaks.iter().rev() {
            if next.is_none() && has_chapters && pages.units.is_in_note(place.unit) {
                pages.after_text.push(label);
                continue;
            }
            let place = next.map_or(*place, |next| next.min(*place));
            pages.wanted.entry(place.unit).or_default().push(Mark { offset: place.offset, label });
            next = Some(place);
        }
        pages
    }

    /// A unit begins, if it is one.
    fn open(&mut self, unit: Option<usize>) {
        if let Some(unit) = unit {
            self.next = self.wanted.remove(&unit).unwrap_or_default();
            self.written = 0;
        }
    }

    /// The next mark within this many bytes, and its distance.
    fn within(&mut self, length: usize) -> Option<(Mark<'a>, usize)> {
        let mark = self.next.pop_if(|mark| mark.offset < self.written + length)?;
        Some((mark, mark.offset.saturating_sub(self.written)))
    }
}

impl<'a> Writer<'a> {
    /// Places the marks before the first letter of a run, in front of the enclosing element.
    pub(super) fn pages_before(&mut self, content: &'a [Inline]) {
        self.pages.open(self.pages.units.of_run(content));
        self.mark_all();
    }

    /// Places the marks at a picture.
    pub(super) fn pages_at_figure(&mut self, image: &ImageRef) {
        self.pages.open(self.pages.units.of_figure(image));
        self.mark_all();
    }

    /// Writes a block of code with its marks.
    pub(super) fn code_with_pages(&mut self, text: &str, language: Option<&str>) {
        self.pages.open(self.pages.units.of_code(text));
        self.code_text(text, language);
        self.mark_all();
    }

    /// Code with its isolates and marks.
    pub(super) fn code_text(&mut self, text: &str, language: Option<&str>) {
        let isolates = direction::code(text, language);
        let mut start = 0;
        self.text_with_pages(text, |page, piece| {
            let end = start + piece.len();
            let within = isolates.iter().filter_map(|isolate| isolate.within(start..end));
            isolated(&mut page.xml, piece, &within.collect::<Vec<_>>(), &[]);
            start = end;
        });
    }

    /// Writes a run with its marks.
    pub(super) fn run_with_pages(&mut self, content: &'a [Inline], write: impl FnOnce(&mut Self)) {
        let unit = if self.pages.wanted.is_empty() { None } else { self.pages.units.of_run(content) };
        self.pages.open(unit);
        write(self);
        if unit.is_some() {
            // Marks after the last letter, if the printed run is longer than this one.
            self.mark_all();
        }
    }

    /// Writes a text of the document in pieces, with marks between them.
    pub(super) fn text_with_pages(&mut self, text: &str, mut write: impl FnMut(&mut Self, &str)) {
        let mut rest = text;
        while let Some((mark, distance)) = self.pages.within(rest.len()) {
            let (before, after) = rest.split_at(word_start(rest, distance));
            if !before.is_empty() {
                write(self, before);
            }
            self.mark(mark.label);
            self.pages.written += before.len();
            rest = after;
        }
        self.pages.written += rest.len();
        if !rest.is_empty() || text.is_empty() {
            write(self, rest);
        }
    }

    /// Marks the pages that follow the text.
    pub(super) fn pages_after_text(&mut self) {
        self.pages.next =
            std::mem::take(&mut self.pages.after_text).into_iter().map(|label| Mark { offset: 0, label }).collect();
        self.mark_all();
    }

    fn mark_all(&mut self) {
        while let Some(mark) = self.pages.next.pop() {
            self.mark(mark.label);
        }
    }

    fn mark(&mut self, label: &str) {
        let number: Option<String> = label.chars().map(|digit| char::from_digit(digit_value(digit)?, 10)).collect();
        let count = self.pages.marked.len() + 1;
        // Volumes of a printed edition may have pages of one number.
        let own =
            number.as_ref().map(|number| format!("page-{number}")).filter(|id| self.pages.taken.insert(id.clone()));
        let id = own.unwrap_or_else(|| format!("page-x{count}"));
        let attributes = [
            ("id", Some(id.as_str())),
            ("epub:type", Some("pagebreak")),
            ("role", Some("doc-pagebreak")),
            ("aria-label", Some(label)),
        ];
        self.xml.element("span", &attributes, "");
        let href = format!("{}#{id}", self.file);
        self.pages.marked.push(MarkedPage { label: label.into(), number, href });
    }
}

/// Where the first word after a byte begins; within a word the byte itself, moved to the end of its letter.
fn word_start(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at.min(text.len()));
    text.len() - text[at..].trim_start_matches(' ').len()
}
