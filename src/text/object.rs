//! Objects among words. The space next to an object absorbs it, so that text extraction finds one space there and no
//! gap that would split the line.
//!
//! Each segment of a line gets a [`Share`]. An object may be a piece of text that was set elsewhere, such as a formula:
//! [`Line::take_in_objects`] makes its glyphs and its text part of the line.

use super::itemize::Item;
use super::line::{Glyph, GlyphRun, Line, OBJECT, PlacedObject};
use super::segment::Segment;
use super::shape::UnitKind;
use super::{Paragraph, TextStyle};
use crate::color::Color;
use crate::geometry::{Point, Pt, Size};

/// The treatment of a segment in a line with objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    /// Unchanged.
    Own,
    /// Absorbed by a space next to it.
    Taken,
    /// A space that absorbs the object after it, and the space after that if there is one.
    WithNext {
        /// Whether there is one.
        and_space: bool,
    },
    /// A space that absorbs the object before it.
    WithPrevious,
}

/// The treatment of the segments of a line, in logical order; empty if there is no object.
pub(super) fn shares(paragraph: &Paragraph, items: &[Item], segments: &[Segment]) -> Vec<Share> {
    if paragraph.objects.is_empty() || segments.iter().all(|segment| items[segment.item].object.is_none()) {
        return Vec::new();
    }
    let mut shares = vec![Share::Own; segments.len()];
    let item = |at: usize| &items[segments[at].item];
    for at in 0..segments.len() {
        // What has text of its own parts no words.
        let is_picture = |object: usize| paragraph.objects.get(object).is_some_and(|object| object.content.is_none());
        if !item(at).object.is_some_and(is_picture) {
            continue;
        }
        let is_free_space = |beside: usize, shares: &[Share]| {
            let is_space = segments.get(beside).is_some_and(|segment| segment.kind == UnitKind::Space);
            is_space && shares[beside] == Share::Own && item(beside).level == item(at).level
        };
        let before = at.checked_sub(1).filter(|&before| is_free_space(before, &shares));
        match before {
            Some(before) => {
                let beside = item(before);
                let is_like = |other: &Item| other.face == beside.face && other.size == beside.size;
                let and_space = is_free_space(at + 1, &shares) && is_like(item(at + 1));
                (shares[before], shares[at]) = (Share::WithNext { and_space }, Share::Taken);
                if and_space {
                    shares[at + 1] = Share::Taken;
                }
            }
            None if is_free_space(at + 1, &shares) => {
                (shares[at], shares[at + 1]) = (Share::Taken, Share::WithPrevious);
            }
            None => {}
        }
    }
    shares
}

/// The object of a segment, at a place of the line.
pub(super) fn placed(
    paragraph: &Paragraph,
    (item, style): (&Item, &TextStyle),
    segment: &Segment,
    text_start: usize,
    x: Pt,
) -> Option<PlacedObject> {
    let object = paragraph.objects.get(item.object?)?;
    Some(PlacedObject {
        offset: segment.range.start - text_start,
        x,
        width: segment.width,
        height: object.height + style.rise,
        depth: object.depth - style.rise,
        level: item.level,
        content: object.content.clone(),
        tag: style.tag,
    })
}

/// Glyphs of an object, from its left end on the baseline.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectContent {
    /// What they stand for, in the order in which it is read.
    pub text: String,
    /// The glyphs, in that order; ranges are of this text, levels count from that of the object.
    pub runs: Vec<GlyphRun>,
    /// Rules among them.
    pub rules: Vec<ObjectRule>,
}

/// A filled rectangle of an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ObjectRule {
    /// Its top left corner, downward from the baseline.
    pub origin: Point,
    /// Its extent.
    pub size: Size,
    /// Its ink, if it has one of its own.
    pub color: Option<Color>,
    /// The mark of the object's style.
    pub tag: u32,
}

impl Line {
    /// Makes the glyphs and the text of objects part of the line; gives their rules, placed from its left end.
    pub fn take_in_objects(&mut self) -> Vec<ObjectRule> {
        let mut rules = Vec::new();
        let objects = std::mem::take(&mut self.objects);
        // From the last on, so that the places of those before stay as they are.
        for object in objects.into_iter().rev() {
            match object.content.clone() {
                Some(content) => {
                    self.take_in(&object, &content);
                    rules.extend(content.rules.iter().map(|rule| ObjectRule {
                        origin: Point { x: rule.origin.x + object.x, y: rule.origin.y },
                        tag: object.tag,
                        ..*rule
                    }));
                }
                None => self.objects.insert(0, object),
            }
        }
        rules
    }

    fn take_in(&mut self, object: &PlacedObject, content: &ObjectContent) {
        let (at, length) = (object.offset, OBJECT.len_utf8());
        self.text.replace_range(at..at + length, &content.text);
        let moved = |offset: usize| if offset > at { offset - length + content.text.len() } else { offset };
        self.objects.iter_mut().for_each(|object| object.offset = moved(object.offset));
        for run in &mut self.visual_runs {
            run.text_range = moved(run.text_range.start)..moved(run.text_range.end);
            for glyph in &mut run.visual_glyphs {
                let range = glyph.text_range.range();
                glyph.text_range = (moved(range.start)..moved(range.end)).into();
            }
        }
        let place = self.visual_runs.iter().position(|run| run.x >= object.x).unwrap_or(self.visual_runs.len());
        let runs = content.runs.iter().map(|run| {
            let glyph = |glyph: &Glyph| {
                let range = glyph.text_range.range();
                Glyph { text_range: (range.start + at..range.end + at).into(), ..glyph.clone() }
            };
            GlyphRun {
                x: run.x + object.x,
                // A level of left-to-right text, which those of the object count from.
                level: run.level + object.level.next_multiple_of(2),
                text_range: run.text_range.start + at..run.text_range.end + at,
                visual_glyphs: run.visual_glyphs.iter().map(glyph).collect(),
                tag: object.tag,
                ..run.clone()
            }
        });
        self.visual_runs.splice(place..place, runs);
    }
}
