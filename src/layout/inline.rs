//! From inlines of the document to a paragraph of the text engine.
//!
//! In: [`Inline`]s and the style they start from. Out: [`InlineText`]: the paragraph, where its links lead, the pictures
//! among its words, and a map from offsets of its text back to the source, for warnings with a place.

mod join;
mod push;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::{Direction, Document, ImageRef, Inline, TextPlace};
use crate::geometry::Pt;
use crate::text::bidi::first_strong;
use crate::text::{BaseDirection, FORCED_BREAK, OBJECT, Paragraph, TextStyle, TextWarning};

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
    /// Pictures within the text, in order.
    pub(super) pictures: Vec<InlinePicture>,
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
    /// Its element; none for decoration.
    pub(super) element: Option<ElementId>,
    /// Size of the text beside it.
    pub(super) em: Pt,
    /// How tall it may be.
    pub(super) tallest: Pt,
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
    /// The ground behind what stands in place of a picture.
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
    /// The document, which has the pictures.
    pub(super) document: &'a Document,
}

impl InlineText {
    /// Text that is not of the source, in one style.
    pub(super) fn plain(text: &str, style: TextStyle, direction: Direction) -> InlineText {
        InlineText { paragraph: Paragraph::plain(text, style, base_direction(direction)), ..InlineText::default() }
    }

    /// The direction of the first strong letter outside isolates (UAX #9, P2).
    fn first_strong(&self) -> Option<BaseDirection> {
        let Paragraph { text, isolates, .. } = &self.paragraph;
        let mut from = 0;
        let starts = isolates.iter().map(|isolate| isolate.range.start).chain([text.len()]);
        let ends = isolates.iter().map(|isolate| isolate.range.end).chain([text.len()]);
        starts.zip(ends).find_map(|(start, end)| {
            let outside = text.get(from..start).unwrap_or_default();
            from = from.max(end);
            first_strong(outside)
        })
    }

    /// The direction of the paragraph.
    pub(super) const fn direction(&self) -> Direction {
        match self.paragraph.direction {
            BaseDirection::Rtl | BaseDirection::Auto => Direction::Rtl,
            BaseDirection::Ltr => Direction::Ltr,
        }
    }

    /// The picture that stands at an offset.
    pub(super) fn picture_at(&self, offset: usize) -> Option<&InlinePicture> {
        let index = self.pictures.binary_search_by_key(&offset, |picture| picture.offset).ok()?;
        self.pictures.get(index)
    }

    /// A stretch of one of its lines with what its pictures show, for those who do not see them.
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

    /// Whether it is pictures and nothing else.
    pub(super) fn is_pictures(&self) -> bool {
        let is_other = |character: char| character != OBJECT && !character.is_whitespace() && character != FORCED_BREAK;
        !self.pictures.is_empty() && !self.paragraph.text.contains(is_other)
    }

    /// A line of code; an empty one holds a space, so that it has a height.
    pub(super) fn code_line(line: &str, style: TextStyle, source: usize, place: Option<TextPlace>) -> InlineText {
        let text = if line.is_empty() { " " } else { line };
        let places = place.map(|place| (0, place)).into_iter().collect();
        InlineText { origins: vec![(0, source)], places, ..InlineText::plain(text, style, Direction::Ltr) }
    }

    /// Says which unit of the document the text is; what is no unit has no place there.
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
    /// Without a direction of its own the first strong letter decides, and where there is none the document. Links,
    /// code and foreign text become elements below that of `tagging`.
    pub(super) fn new(
        content: &[Inline],
        style: &TextStyle,
        direction: Option<Direction>,
        design: &Design,
        mut tagging: Tagging<'_>,
    ) -> InlineText {
        let mut text = InlineText::default();
        text.push_all(content, style, design, &mut tagging);
        text.paragraph.isolates.sort_by_key(|isolate| (isolate.range.start, usize::MAX - isolate.range.end));
        text.paragraph.direction = match direction {
            Some(direction) => base_direction(direction),
            None => text.first_strong().unwrap_or(base_direction(design.direction)),
        };
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

pub(super) const fn base_direction(direction: Direction) -> BaseDirection {
    match direction {
        Direction::Rtl => BaseDirection::Rtl,
        Direction::Ltr => BaseDirection::Ltr,
    }
}
