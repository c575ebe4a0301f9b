//! The engine's result: lines of glyphs that remember the text they stand for.
//!
//! In: shaped runs cut at a break. Out: [`Line`] with its [`GlyphRun`]s in visual order (left to right, after rule L2
//! of UAX #9). Glyph measures are in font units of their face; positions on the line are in points.

use std::ops::Range;

use super::bidi;
use super::itemize::Item;
use super::justify::SetWidth;
use super::linebreak::line_measure;
use super::segment::Segment;
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
    for index in bidi::visual_order(&levels) {
        let segment = &segments[index];
        let item = &items[segment.item];
        let style = &paragraph.styles[item.style].style;
        let point = item.size / f64::from(fonts.face(item.face).metrics.units_per_em);
        let range = segment.range.start - text_start..segment.range.end - text_start;
        let run = run_for(&mut line, item, style, range);
        let before = run.visual_glyphs.len();
        push_glyphs(run, segment, text_start, widths[index]);
        let advance: i32 = run.visual_glyphs[before..].iter().map(|glyph| glyph.advance).sum();
        line.width += point * f64::from(advance);
        line.ink_ascent = line.ink_ascent.max(point * f64::from(segment.word.ink_top) + style.rise);
        line.ink_descent = line.ink_descent.max(point * f64::from(-segment.word.ink_bottom) - style.rise);
    }
    // A book keeps all its lines until they are written.
    line.visual_runs.iter_mut().for_each(|run| run.visual_glyphs.shrink_to_fit());
    line.visual_runs.shrink_to_fit();
    line
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
