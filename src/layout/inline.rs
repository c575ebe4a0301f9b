//! From inlines of the document to a paragraph of the text engine.
//!
//! [`Inline`]s and their initial style become an [`InlineText`]: the paragraph, the targets of its links, its inline
//! pictures, and a map from offsets in its text back to the source, for warnings with a place.

pub(super) mod formula;
mod join;
mod push;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::direction;
use crate::document::{Direction, Document, Formula, ImageRef, Inline, TextPlace};
use crate::geometry::Pt;
use crate::text::{BaseDirection, FORCED_BREAK, Isolate, OBJECT, Paragraph, TextStyle, TextWarning};

use super::design::Design;
use super::frame::{ElementId, Line, LinkTarget, Structure};
use super::notes::NoteNumbers;
use super::warning::SourceWarning;

pub(super) use join::Couplet;

/// A paragraph and what the engine does not need to know of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct InlineText {
    /// The text and its styles; a style's tag names the element that its text belongs to, where that is not the
    /// block's.
    pub(super) paragraph: Paragraph,
    /// The links by the tags of their text, that of elements within a link too.
    pub(super) links: BTreeMap<u32, InlineLink>,
    /// What is drawn over or behind stretches of the text.
    pub(super) decorations: Vec<Decoration>,
    /// References to notes: offset in the text, number of the note counted from 0.
    pub(super) notes: Vec<(usize, usize)>,
    /// Places that links lead to: offset in the text, name.
    pub(super) anchors: Vec<(usize, String)>,
    /// Pictures within the text, in order.
    pub(super) pictures: Vec<InlinePicture>,
    /// Formulas within the text, in order.
    pub(super) formulas: Vec<InlineFormula>,
    /// Where stretches of the text came from: offset in the text, offset in the source.
    origins: Vec<(usize, usize)>,
    /// Where stretches of the text stand in the document: offset in the text, place.
    places: Vec<(usize, TextPlace)>,
    /// Bytes of the document's text pushed so far.
    counted: usize,
}

/// A picture among the words of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct InlinePicture {
    /// Offset of the character that stands for it.
    pub(super) offset: usize,
    /// The picture.
    pub(super) image: ImageRef,
    /// Its element; `None` for decoration.
    pub(super) element: Option<ElementId>,
    /// Size of the text beside it.
    pub(super) em: Pt,
    /// How tall it may be.
    pub(super) tallest: Pt,
}

/// A formula among the words of a paragraph: an object for each of its pieces, and between them word joiners, which give
/// way where it is too wide.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct InlineFormula {
    /// Offset of the first character that stands for it.
    pub(super) offset: usize,
    /// Into how many pieces it may be cut.
    pub(super) pieces: usize,
    /// The formula.
    pub(super) formula: Arc<Formula>,
    /// The style of the text beside it.
    pub(super) style: TextStyle,
}

/// A link within a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InlineLink {
    /// The link in the structure.
    pub(super) element: ElementId,
    /// Where it leads.
    pub(super) target: LinkTarget,
}

/// A stretch of text that is struck through or highlighted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoration {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// What is drawn.
    pub(super) kind: DecorationKind,
}

/// What is drawn over or behind text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DecorationKind {
    /// A rule through it.
    Strike,
    /// A ground behind it.
    Mark,
    /// Tint behind the description of a missing picture.
    Missing,
}

/// Where the elements of inlines go: below which element of which structure.
pub(super) struct Tagging<'a> {
    /// The structure of the document.
    pub(super) structure: &'a mut Structure,
    /// The element around the text.
    pub(super) element: ElementId,
    /// The numbers of the notes.
    pub(super) notes: &'a NoteNumbers,
    /// The document, for its pictures.
    pub(super) document: &'a Document,
}

impl InlineText {
    /// Text that is not of the source, in one style.
    pub(super) fn plain(text: &str, style: TextStyle, direction: Direction) -> InlineText {
        InlineText { paragraph: Paragraph::plain(text, style, base_direction(direction)), ..InlineText::default() }
    }

    /// One line of text with its own isolates, in one style: a title, an entry of the contents.
    pub(super) fn line(text: &str, style: TextStyle, around: Direction) -> InlineText {
        let mut line = InlineText::plain(text, style, around);
        line.paragraph.isolates = isolates(direction::line(text, around), 0);
        line
    }

    /// Several such texts in one line, with a separator between them.
    pub(super) fn joined(parts: &[String], separator: &str, style: &TextStyle, around: Direction) -> InlineText {
        let mut line = InlineText::plain(&parts.join(separator), style.clone(), around);
        let mut start = 0;
        for part in parts {
            line.paragraph.isolates.extend(isolates(direction::line(part, around), start));
            start += part.len() + separator.len();
        }
        line
    }

    /// The picture that stands at an offset.
    pub(super) fn picture_at(&self, offset: usize) -> Option<&InlinePicture> {
        let index = self.pictures.binary_search_by_key(&offset, |picture| picture.offset).ok()?;
        self.pictures.get(index)
    }

    /// A part of one of its lines, with the alternative texts of its pictures.
    pub(super) fn spoken(&self, line: &Line, range: Range<usize>) -> String {
        let mut spoken = String::with_capacity(range.len());
        let mut start = range.start;
        for object in line.objects.iter().filter(|object| range.contains(&object.offset)) {
            spoken.push_str(&line.text[start..object.offset]);
            let picture = self.picture_at(line.text_start + object.offset);
            spoken.push_str(picture.map_or("", |picture| &picture.image.alt));
            start = object.offset + OBJECT.len_utf8();
        }
        spoken.push_str(&line.text[start..range.end]);
        spoken
    }

    /// Whether it consists of pictures only.
    pub(super) fn is_pictures(&self) -> bool {
        let is_other = |character: char| character != OBJECT && !character.is_whitespace() && character != FORCED_BREAK;
        !self.pictures.is_empty() && !self.paragraph.text.contains(is_other)
    }

    /// The direction of the paragraph.
    pub(super) const fn direction(&self) -> Direction {
        match self.paragraph.direction {
            BaseDirection::Rtl | BaseDirection::Auto => Direction::Rtl,
            BaseDirection::Ltr => Direction::Ltr,
        }
    }

    /// The lines of code, from left to right; an empty one holds a space, so that it has a height. `place` is that of
    /// the code in the document.
    pub(super) fn code_lines(
        code: &str,
        language: Option<&str>,
        style: &TextStyle,
        source: usize,
        place: Option<TextPlace>,
    ) -> Vec<InlineText> {
        let isolates = direction::code(code, language);
        let mut start = 0;
        let line = |line: &str| {
            let part = start..start + line.len();
            let first = isolates.partition_point(|isolate| isolate.range.end <= part.start);
            let within = isolates[first..].iter().map_while(|isolate| isolate.within(part.clone()));
            let shown = if line.is_empty() { " ".to_owned() } else { line.replace('\t', TAB) };
            let mut text = InlineText::plain(&shown, style.clone(), Direction::Ltr);
            text.paragraph.isolates = within.map(|isolate| tabs_expanded(line, isolate)).collect();
            text.origins.push((0, source));
            text.places.extend(place.map(|place| (0, TextPlace { offset: place.offset + start, ..place })));
            start = part.end + 1;
            text
        };
        code.split('\n').map(line).collect()
    }

    /// Sets the unit of the document that the text belongs to; text without one has no place there.
    pub(super) fn stands_in(&mut self, unit: Option<usize>) {
        match unit {
            Some(unit) => self.places.iter_mut().for_each(|(_, place)| place.unit = unit),
            None => self.places.clear(),
        }
    }

    /// The place in the document of an offset in the text.
    pub(super) fn place(&self, offset: usize) -> Option<TextPlace> {
        let following = self.places.partition_point(|&(start, _)| start <= offset);
        let &(start, place) = self.places.get(following.saturating_sub(1))?;
        Some(TextPlace { offset: place.offset + offset.saturating_sub(start), ..place })
    }

    /// The text of a run of inlines.
    ///
    /// Links, code and foreign text become elements below that of `tagging`.
    pub(super) fn new(
        content: &[Inline],
        style: &TextStyle,
        direction: Direction,
        design: &Design,
        mut tagging: Tagging<'_>,
    ) -> InlineText {
        let mut text = InlineText::default();
        text.paragraph.direction = base_direction(direction);
        text.push_all(content, style, design, &mut tagging);
        text.paragraph.isolates.sort_by_key(|isolate| (isolate.range.start, usize::MAX - isolate.range.end));
        text
    }

    /// Gives a warning of the engine its place in the source.
    pub(super) fn locate(&self, warning: TextWarning) -> SourceWarning {
        let place = |offset: usize| {
            let following = self.origins.partition_point(|&(start, _)| start <= offset);
            let (start, source) = *self.origins.get(following.checked_sub(1)?)?;
            Some(source + offset - start)
        };
        SourceWarning::Text { offset: place(warning.offset()), warning }
    }
}

/// A tab in code.
const TAB: &str = "    ";

/// An isolate of a line of code once its tabs are expanded.
fn tabs_expanded(line: &str, isolate: direction::Isolate) -> Isolate {
    let moved = |at: usize| at + line[..at].matches('\t').count() * (TAB.len() - 1);
    let range = moved(isolate.range.start)..moved(isolate.range.end);
    Isolate { range, direction: base_direction(isolate.direction) }
}

/// Isolates for the engine, moved by an offset.
fn isolates(found: Vec<direction::Isolate>, by: usize) -> Vec<Isolate> {
    let isolate = |direction::Isolate { range, direction }: direction::Isolate| Isolate {
        range: range.start + by..range.end + by,
        direction: base_direction(direction),
    };
    found.into_iter().map(isolate).collect()
}

pub(super) const fn base_direction(direction: Direction) -> BaseDirection {
    match direction {
        Direction::Rtl => BaseDirection::Rtl,
        Direction::Ltr => BaseDirection::Ltr,
    }
}
