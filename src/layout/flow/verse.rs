//! Verse.
//!
//! In: lines with their hemistichs. Out: a row for each line. In classical verse both hemistichs have one width, the
//! first at the start side, and a gap between them; where they do not fit side by side, the second stands below the
//! first at the end side, and a word that they share moves to the first. Free verse is set line by line. A
//! poem stands in the middle of the measure; numbers stand at its start side and are no part of its text.

use crate::document::Direction;
use crate::geometry::{Point, Pt};
use crate::text::{Alignment, Line, ParagraphOptions, join};

use super::super::content::{Flow, VerseFlow};
use super::super::design::Design;
use super::super::frame::{Color, ElementId, Item, ItemKind};
use super::super::inline::{Couplet, InlineText};
use super::{Area, Row, Setter};

/// Distance of lines, as a multiple of that of running text.
const LEADING: f64 = 1.12;
/// Spaces may shrink by so much of a line before a hemistich counts as too wide.
const SQUEEZE: f64 = 0.03;
/// A poem up to this share of the page stays whole.
const WHOLE: f64 = 0.6;

/// Room for the number of a line and between it and the line, in em.
const NUMBER_ROOM: f64 = 2.2;
const NUMBER_GAP: f64 = 0.8;
const NUMBER_INK: Color = Color::gray(90);

/// Room for numbers at the start side of a poem.
pub(super) fn number_room(verses: &[VerseFlow], em: Pt) -> Pt {
    if verses.iter().any(|verse| verse.number.is_some()) { em * NUMBER_ROOM } else { Pt::ZERO }
}

/// Room between hemistichs.
pub(super) fn gap(em: Pt) -> Pt {
    em * 2.0
}

impl Setter<'_> {
    pub(super) fn verse(&mut self, flow: &Flow, area: Area, verses: &[VerseFlow]) -> Vec<Row> {
        let area = area.without_start(number_room(verses, flow.design.em), flow.direction);
        let mut poem = self.measured(flow, area, verses);
        let mut whole = Vec::new();
        if !poem.side_by_side && verses.iter().any(|verse| verse.couplet.as_ref().is_some_and(Couplet::is_shared)) {
            whole.extend(verses.iter().map(VerseFlow::with_whole_words));
            poem = Poem { side_by_side: false, ..self.measured(flow, area, &whole) };
        }
        let verses = if whole.is_empty() { verses } else { &whole };
        let mut rows = Vec::new();
        for verse in verses {
            let mut of_line = self.verse_line(flow, area, verse, &poem);
            self.add_number(flow, area, verse, &poem, of_line.first_mut());
            rows.append(&mut of_line);
        }
        let total: Pt = rows.iter().map(|row| row.height + row.space_before).sum();
        let (count, is_whole) = (rows.len(), total <= flow.design.text_height() * WHOLE);
        for (index, row) in rows.iter_mut().enumerate() {
            row.keep_with_next |= index + 1 < count && (is_whole || index == 0 || index + 2 == count);
        }
        rows
    }

    /// The measures that suit all lines of a poem.
    fn measured(&mut self, flow: &Flow, area: Area, verses: &[VerseFlow]) -> Poem {
        let leading = flow.design.leading(flow.design.em) * LEADING;
        let mut above = Design::above_baseline(leading);
        let mut below = leading - above;
        let mut widths: Vec<Vec<Pt>> = Vec::new();
        for verse in verses {
            let lines: Vec<Line> = verse.parts.iter().map(|part| self.whole(part)).collect();
            above = lines.iter().map(|line| line.ink_ascent).fold(above, Pt::max);
            below = lines.iter().map(|line| line.ink_descent).fold(below, Pt::max);
            widths.push(lines.iter().map(|line| line.width).collect());
        }
        let widest = |wanted: fn(usize) -> bool| {
            let lines = widths.iter().filter(|parts| wanted(parts.len()));
            lines.flatten().copied().fold(Pt::ZERO, Pt::max)
        };
        let gap = gap(flow.design.em);
        let (half, widest_half) = ((area.measure - gap) / 2.0, widest(|parts| parts == 2));
        Poem {
            part: widest_half.min(half),
            side_by_side: widest_half * (1.0 - SQUEEZE) <= half,
            stacked: widest_half.min(area.measure * 0.8),
            free: widest(|parts| parts != 2).min(area.measure),
            is_classical: widest_half > Pt::ZERO,
            gap,
            above,
            below,
        }
    }

    /// A hemistich on one line; the widest where the author breaks it.
    fn whole(&mut self, part: &InlineText) -> Line {
        let lines = self.natural(part).into_iter();
        lines.max_by(|one, other| one.width.0.total_cmp(&other.width.0)).unwrap_or_default()
    }

    fn verse_line(&mut self, flow: &Flow, area: Area, verse: &VerseFlow, poem: &Poem) -> Vec<Row> {
        match verse.parts.as_slice() {
            [] => vec![Row { height: (poem.above + poem.below) * 0.6, ..Row::default() }],
            [first, second] if poem.side_by_side => vec![self.couplet(flow, area, (first, second), verse, poem)],
            [first, second] => {
                let last = area.measure - poem.stacked;
                let mut rows = self.part_rows(flow, area, (first, verse.element), poem.stacked, Pt::ZERO);
                rows.iter_mut().for_each(|row| row.keep_with_next = true);
                rows.extend(self.part_rows(flow, area, (second, verse.element), poem.stacked, last));
                rows
            }
            parts => {
                let offset = poem.free_start(area);
                let mut rows = Vec::new();
                for part in parts {
                    rows.extend(self.free_rows(flow, area, (part, verse.element), poem, offset));
                }
                rows
            }
        }
    }

    /// The number of a line before its first row, close to it. It is an artifact, as line numbers are (ISO 32000-2,
    /// 14.8.2.2.2).
    fn add_number(&mut self, flow: &Flow, area: Area, verse: &VerseFlow, poem: &Poem, row: Option<&mut Row>) {
        let (Some(number), Some(row), em) = (&verse.number, row, flow.design.em) else { return };
        let start = match verse.parts.len() {
            2 if poem.side_by_side => poem.couplet_start(area),
            2 => Pt::ZERO,
            _ => poem.free_start(area),
        };
        let is_line = |item: &&Item| matches!(item.kind, ItemKind::Line { .. });
        let baseline = row.items.iter().find(is_line).map_or(poem.above, |item| item.origin.y);
        for mut line in self.natural(number) {
            let x = from_start(flow.direction, area, start - em * NUMBER_GAP - line.width, line.width);
            line.x = Pt::ZERO;
            let kind = ItemKind::Line { line, color: NUMBER_INK };
            row.items.push(Item { origin: Point { x, y: baseline }, element: None, kind });
        }
    }

    /// Two hemistichs side by side. They are one line, for readers that would otherwise take them for two columns.
    fn couplet(
        &mut self,
        flow: &Flow,
        area: Area,
        (first, second): (&InlineText, &InlineText),
        verse: &VerseFlow,
        poem: &Poem,
    ) -> Row {
        let start = poem.couplet_start(area);
        let offsets = [start, start + poem.part + poem.gap];
        let mut row = Row { height: poem.above + poem.below, ..Row::default() };
        let mut halves = [first, second].into_iter().zip(offsets).map(|(part, offset)| {
            let mut lines = self.hemistich(flow, part, poem.part, flow.design.hemistich_alignment);
            let x = from_start(flow.direction, area, offset, poem.part);
            lines.iter_mut().for_each(|line| line.x += x);
            lines
        });
        let halves = [halves.next().unwrap_or_default(), halves.next().unwrap_or_default()];
        let joined = match (&verse.couplet, &halves) {
            (Some(couplet), [one, other]) if one.len() == 1 && other.len() == 1 => {
                let line = join(&one[0], &other[0], couplet.is_shared(), self.shaper.fonts());
                line.map(|line| (line, couplet))
            }
            _ => None,
        };
        match joined {
            Some((line, couplet)) => self.place_parts(&mut row, vec![line], poem, &couplet.text, verse.element),
            None => {
                for (lines, part) in halves.into_iter().zip([first, second]) {
                    self.place_parts(&mut row, lines, poem, part, verse.element);
                }
            }
        }
        row
    }

    /// A hemistich on a line of its own.
    fn part_rows(
        &mut self,
        flow: &Flow,
        area: Area,
        (part, element): (&InlineText, ElementId),
        measure: Pt,
        offset: Pt,
    ) -> Vec<Row> {
        let lines = self.hemistich(flow, part, measure, flow.design.hemistich_alignment);
        let left = from_start(flow.direction, area, offset, measure);
        self.verse_rows(flow, lines, left, part, element)
    }

    /// A line of free verse, or of a classical poem that is not of two hemistichs and stands in the middle.
    fn free_rows(
        &mut self,
        flow: &Flow,
        area: Area,
        (part, element): (&InlineText, ElementId),
        poem: &Poem,
        offset: Pt,
    ) -> Vec<Row> {
        let alignment = if poem.is_classical { Alignment::Center } else { Alignment::Start };
        let lines = self.hemistich(flow, part, poem.free + Pt(0.1), alignment);
        let left = from_start(flow.direction, area, offset, poem.free + Pt(0.1));
        self.verse_rows(flow, lines, left, part, element)
    }

    fn hemistich(&mut self, flow: &Flow, part: &InlineText, measure: Pt, alignment: Alignment) -> Vec<Line> {
        let stretch = flow.design.stretch;
        self.set_lines(part, &ParagraphOptions { measure, first_line_indent: Pt::ZERO, alignment, stretch })
    }

    fn verse_rows(&self, flow: &Flow, lines: Vec<Line>, left: Pt, part: &InlineText, element: ElementId) -> Vec<Row> {
        let leading = flow.design.leading(flow.design.em) * LEADING;
        let mut rows = self.line_rows(lines, leading, left, part, Some(element));
        let count = rows.len();
        rows.iter_mut().take(count.saturating_sub(1)).for_each(|row| row.keep_with_next = true);
        rows
    }

    /// Lines of one hemistich on a shared row: one, or more where it had to be broken.
    fn place_parts(&self, row: &mut Row, lines: Vec<Line>, poem: &Poem, part: &InlineText, element: ElementId) {
        let mut top = Pt::ZERO;
        for line in lines {
            let baseline = Point { x: line.x, y: top + poem.above };
            top += poem.above + poem.below;
            row.height = row.height.max(top);
            self.place_line(row, line, baseline, part, Some(element));
        }
    }
}

/// The measures of a poem.
struct Poem {
    /// Width of a hemistich beside another.
    part: Pt,
    /// Whether hemistichs fit side by side.
    side_by_side: bool,
    /// Width of a hemistich above another.
    stacked: Pt,
    /// Width of the lines that are not of two hemistichs.
    free: Pt,
    is_classical: bool,
    gap: Pt,
    /// Room above and below the baseline of a line with two hemistichs.
    above: Pt,
    below: Pt,
}

impl Poem {
    /// Where lines of two hemistichs begin, from the start of the area.
    fn couplet_start(&self, area: Area) -> Pt {
        (area.measure - self.part * 2.0 - self.gap) / 2.0
    }

    /// Where the other lines begin.
    fn free_start(&self, area: Area) -> Pt {
        (area.measure - self.free) / 2.0
    }
}

/// Left edge of what is `width` wide and begins `offset` after the start of an area.
fn from_start(direction: Direction, area: Area, offset: Pt, width: Pt) -> Pt {
    area.left + if direction == Direction::Rtl { area.measure - offset - width } else { offset }
}
