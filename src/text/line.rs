//! The engine's result: lines of glyphs that remember the text they stand for.
//!
//! In: shaped runs cut at a break. Out: [`Line`] with its [`GlyphRun`]s in visual order (left to right, after rule L2
//! of UAX #9). Glyph measures are in font units of their face; positions on the line are in points.

use std::ops::Range;
use std::sync::Arc;

pub use super::OBJECT;
use super::bidi;
use super::itemize::Item;
use super::justify::SetWidth;
use super::linebreak::line_measure;
use super::object::{self, ObjectContent, Share};
use super::segment::{BreakAfter, Segment};
use super::{Alignment, Paragraph, ParagraphOptions, TextStyle, TextWarning};
use crate::color::Color;
use crate::font::{FaceId, FontSet};
use crate::geometry::Pt;

/// One set line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The line's text in logical order, without white space at its end.
    pub text: String,
    /// Byte offset of `text` in the paragraph's text.
    pub text_start: usize,
    /// Runs in visual order, left to right.
    pub visual_runs: Vec<GlyphRun>,
    /// Distance of the line's left edge from the left edge of the measure.
    pub x: Pt,
    /// Sum of all advances.
    pub width: Pt,
    /// Highest ink above the baseline.
    pub ink_ascent: Pt,
    /// Deepest ink below the baseline, positive.
    pub ink_descent: Pt,
    /// Embedding level of the paragraph: odd is right to left.
    pub base_level: u8,
    /// The objects of the line, in logical order; their places in the text have no glyphs.
    pub objects: Vec<PlacedObject>,
}

impl Line {
    /// Height of the tallest object above the baseline.
    #[must_use]
    pub fn object_height(&self) -> Pt {
        self.objects.iter().fold(Pt::ZERO, |tallest, object| tallest.max(object.height))
    }

    /// Depth of the deepest object below the baseline.
    #[must_use]
    pub fn object_depth(&self) -> Pt {
        self.objects.iter().fold(Pt::ZERO, |deepest, object| deepest.max(object.depth))
    }
}

/// An object positioned on a line.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedObject {
    /// Offset of its [`super::OBJECT`] in [`Line::text`].
    pub offset: usize,
    /// Left edge, from the line's left edge.
    pub x: Pt,
    /// Width.
    pub width: Pt,
    /// Height above the baseline.
    pub height: Pt,
    /// Depth below it.
    pub depth: Pt,
    /// UAX #9 embedding level.
    pub level: u8,
    /// What it shows, if that is glyphs.
    pub content: Option<Arc<ObjectContent>>,
    /// The mark that the caller gave the style of its character.
    pub tag: u32,
}

/// Glyphs of one face, size, style and embedding level.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphRun {
    /// The face the glyph ids belong to.
    pub face: FaceId,
    /// Font size.
    pub size: Pt,
    /// UAX #9 embedding level: odd runs right to left.
    pub level: u8,
    /// Left edge, from the line's left edge.
    pub x: Pt,
    /// Distance by which the baseline is raised.
    pub rise: Pt,
    /// Range of [`Line::text`] that the run stands for.
    pub text_range: Range<usize>,
    /// Glyphs in visual order, left to right.
    pub visual_glyphs: Vec<Glyph>,
    /// Ink of its own, as the run's style has it.
    pub color: Option<Color>,
    /// The mark that the caller gave the run's style.
    pub tag: u32,
}

impl GlyphRun {
    /// Whether nothing but the text differs in a run beside this one.
    pub(super) fn goes_on_in(&self, next: &GlyphRun) -> bool {
        let adjacent = self.text_range.end == next.text_range.start || self.text_range.start == next.text_range.end;
        adjacent
            && self.face == next.face
            && self.size == next.size
            && self.level == next.level
            && self.rise == next.rise
            && self.color == next.color
            && self.tag == next.tag
    }
}

/// One glyph; glyphs of the same `text_range` form a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Glyph index in the face; 0 is the visible box for a character that no face has.
    pub id: u16,
    /// Range of [`Line::text`] that its cluster stands for.
    pub text_range: TextRange,
    /// How far the pen moves to the right, in font units.
    pub advance: i32,
    /// Displacement to the right when drawn, in font units.
    pub x_offset: i32,
    /// Displacement upward when drawn, in font units.
    pub y_offset: i32,
    /// Horizontal scale of the outline: 1 but for a stretched tatweel.
    pub x_scale: f32,
}

/// Bytes of a line's text in half the room of a `Range<usize>`: a book keeps the glyphs of all its lines until they are
/// written, and sources are far smaller than 4 GiB ([`crate::parse::MAX_SOURCE_BYTES`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextRange {
    start: u32,
    end: u32,
}

impl TextRange {
    /// The first byte.
    #[must_use]
    pub const fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    #[must_use]
    pub const fn end(self) -> usize {
        self.end as usize
    }

    /// The same as a range of bytes.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start()..self.end()
    }
}

impl From<Range<usize>> for TextRange {
    fn from(range: Range<usize>) -> TextRange {
        let short = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        TextRange { start: short(range.start), end: short(range.end) }
    }
}

/// Overfull lines are told of when they pass the measure by more than this.
const TOLERATED_EXCESS: Pt = Pt(0.5);

/// Builds a line from its segments: runs in visual order, each segment at the width it is given.
pub(super) fn build(
    paragraph: &Paragraph,
    items: &[Item],
    segments: &[Segment],
    widths: &[SetWidth],
    base_level: u8,
    fonts: &FontSet,
) -> Line {
    let text_start = segments.first().map_or(0, |segment| segment.range.start);
    let text_end = segments.last().map_or(0, |segment| segment.range.end);
    let mut line =
        Line { text: paragraph.text[text_start..text_end].to_owned(), text_start, base_level, ..Line::default() };
    let levels: Vec<u8> = segments.iter().map(|segment| items[segment.item].level).collect();
    let shares = object::shares(paragraph, items, segments);
    for index in bidi::visual_order(&levels) {
        let segment = &segments[index];
        let item = &items[segment.item];
        let style = &paragraph.styles[item.style].style;
        let share = shares.get(index).copied().unwrap_or(Share::Own);
        if share == Share::Taken {
            continue;
        }
        if let Some(object) = object::placed(paragraph, (item, style), segment, text_start, line.width) {
            line.width += object.width;
            line.objects.push(object);
            continue;
        }
        let point = item.size / f64::from(fonts.face(item.face).metrics.units_per_em);
        let last = match share {
            Share::WithNext { and_space } => &segments[index + 1 + usize::from(and_space)],
            _ => segment,
        };
        let range = segment.range.start - text_start..last.range.end - text_start;
        let run = run_for(&mut line, item, style, range);
        let before = run.visual_glyphs.len();
        push_glyphs(run, segment, text_start, widths[index]);
        let advance: i32 = run.visual_glyphs[before..].iter().map(|glyph| glyph.advance).sum();
        line.width += point * f64::from(advance);
        line.ink_ascent = line.ink_ascent.max(point * f64::from(segment.word.ink_top) + style.rise);
        line.ink_descent = line.ink_descent.max(point * f64::from(-segment.word.ink_bottom) - style.rise);
        if share != Share::Own {
            let set = Set { paragraph, items, segments, widths, text_start, point };
            set.take_in(&mut line, index, share, point * f64::from(advance));
        }
    }
    line.objects.sort_by_key(|object| object.offset);
    // A book keeps all its lines until they are written.
    line.visual_runs.iter_mut().for_each(|run| run.visual_glyphs.shrink_to_fit());
    line.visual_runs.shrink_to_fit();
    line
}

/// The segments of a line and what they are set at.
struct Set<'a> {
    paragraph: &'a Paragraph,
    items: &'a [Item],
    segments: &'a [Segment],
    widths: &'a [SetWidth],
    text_start: usize,
    /// Size of a font unit of the space at hand.
    point: Pt,
}

impl Set<'_> {
    /// Makes the space that was set last as wide as the object beside it, which stands on its room, too.
    fn take_in(&self, line: &mut Line, index: usize, share: Share, space: Pt) {
        let at = if share == Share::WithPrevious { index - 1 } else { index + 1 };
        let object = &self.segments[at];
        let item = &self.items[object.item];
        let style = &self.paragraph.styles[item.style].style;
        let after = match (share, self.widths.get(index + 2)) {
            (Share::WithNext { and_space: true }, Some(SetWidth::Space(advance))) => *advance,
            (Share::WithNext { and_space: true }, _) => self.segments[index + 2].word.advance(),
            _ => 0,
        };
        let right_to_left = item.level % 2 == 1;
        let from_left = match (share, right_to_left) {
            (Share::WithPrevious, false) => Pt::ZERO,
            (Share::WithPrevious, true) | (_, false) => space,
            (_, true) => self.point * f64::from(after),
        };
        let x = line.width - space + from_left;
        line.objects.extend(object::placed(self.paragraph, (item, style), object, self.text_start, x));
        let more = (object.width / self.point).round() as i32 + after;
        line.width += self.point * f64::from(more);
        let Some(run) = line.visual_runs.last_mut() else { return };
        let Some(glyph) = run.visual_glyphs.last_mut() else { return };
        glyph.advance += more;
        if let Share::WithNext { and_space } = share {
            let last = &self.segments[index + 1 + usize::from(and_space)];
            glyph.text_range = (glyph.text_range.start()..last.range.end - self.text_start).into();
        }
    }
}

/// The run that the next glyphs belong to: the last one where nothing but the text differs, else a new one.
fn run_for<'l>(line: &'l mut Line, item: &Item, style: &TextStyle, range: Range<usize>) -> &'l mut GlyphRun {
    let next = GlyphRun {
        face: item.face,
        size: item.size,
        level: item.level,
        x: line.width,
        rise: style.rise,
        text_range: range.clone(),
        visual_glyphs: Vec::new(),
        color: style.color,
        tag: style.tag,
    };
    if !line.visual_runs.last().is_some_and(|last| last.goes_on_in(&next)) {
        line.visual_runs.push(next);
    }
    let last = line.visual_runs.len() - 1;
    let run = &mut line.visual_runs[last];
    run.text_range = run.text_range.start.min(range.start)..run.text_range.end.max(range.end);
    run
}

/// Adds the glyphs of a segment at the width it is set at, their text ranges counted from the start of the line.
fn push_glyphs(run: &mut GlyphRun, segment: &Segment, text_start: usize, width: SetWidth) {
    let shift = segment.word_start;
    let place = |glyph: &Glyph| {
        let text_range = glyph.text_range.start() + shift - text_start..glyph.text_range.end() + shift - text_start;
        Glyph { text_range: text_range.into(), ..glyph.clone() }
    };
    match (width, segment.kashida()) {
        (SetWidth::Kashida(stretch), Some(kashida)) => {
            run.visual_glyphs.extend(kashida.stretched(stretch).iter().map(place));
        }
        (SetWidth::Space(advance), _) => {
            run.visual_glyphs.extend(segment.visual_glyphs().iter().map(|glyph| Glyph { advance, ..place(glyph) }));
        }
        _ => run.visual_glyphs.extend(segment.visual_glyphs().iter().map(place)),
    }
}

/// The warning for a line that does not fit.
pub(super) fn overfull(line: &Line, index: usize, options: &ParagraphOptions) -> Option<TextWarning> {
    let excess = line.width - line_measure(options, index == 0);
    (excess > TOLERATED_EXCESS).then_some(TextWarning::Overfull { offset: line.text_start, excess })
}

/// The breaks within a word or at no-break spaces that the end of a line required; `rest` are the segments from its end
/// on.
pub(super) fn broken(line: &Line, last: Option<&Segment>, rest: &[Segment]) -> Option<TextWarning> {
    let offset = line.text_start + line.text.len();
    let mut spaces = rest.iter().take_while(|segment| segment.kind.is_space());
    if spaces.any(|space| space.break_after == BreakAfter::NoBreakSpace) {
        return Some(TextWarning::BrokenSpace { offset });
    }
    let is_cut = last.is_some_and(|last| last.break_after == BreakAfter::Emergency) && !rest.is_empty();
    is_cut.then_some(TextWarning::BrokenWord { offset })
}

/// Moves lines to their place in the measure.
pub(super) fn align(lines: &mut [Line], options: &ParagraphOptions) {
    for (index, line) in lines.iter_mut().enumerate() {
        let right_to_left = line.base_level % 2 == 1;
        let room = options.measure - line.width;
        let indent = if index == 0 { options.first_line_indent } else { Pt::ZERO };
        let from_start = match options.alignment {
            Alignment::Justify | Alignment::JustifyAll | Alignment::Start => indent,
            Alignment::Center => (room + indent) / 2.0,
            Alignment::End => room,
        };
        line.x = if right_to_left { room - from_start } else { from_start };
    }
}
