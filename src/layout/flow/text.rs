//! Lines of text as rows, with their links, rules and grounds.
//!
//! In: a paragraph. Out: a row for each line, which knows its references to notes too.

use std::ops::Range;

use crate::document::Direction;
use crate::geometry::{Point, Pt, Size};
use crate::text::{Alignment, BaseDirection, OBJECT, ParagraphOptions, PlacedObject};

use super::super::content::{Flow, Marker};
use super::super::design::Design;
use super::super::frame::{Color, ElementId, GlyphRun, Item, ItemKind, Line};
use super::super::inline::{DecorationKind, InlineLink, InlineText};
use super::super::notes;
use super::formula::rule_item;
use super::{Area, Row, Setter, decoration, options};

/// The ground behind highlighted text.
const HIGHLIGHT: Color = Color::rgb(0xff_f1_a8);

/// Tint behind the description of a missing picture.
const MISSING_GROUND: Color = Color::gray(236);
/// Room above a picture in a line, as a share of the leading.
const ABOVE_PICTURE: f64 = 0.1;

impl Setter<'_> {
    /// Lines of text; a page ends neither after the first nor before the last of them.
    pub(super) fn text(
        &mut self,
        flow: &Flow,
        area: Area,
        text: &InlineText,
        alignment: Alignment,
        indent: Pt,
    ) -> Vec<Row> {
        let Area { measure, left } = area;
        let stretch = flow.design.stretch;
        let options = ParagraphOptions { measure, first_line_indent: indent, alignment, stretch };
        let lines = self.set_lines(text, &options);
        let size = text.paragraph.styles.first().map_or(flow.design.em, |styled| styled.style.size);
        let mut rows = self.line_rows(lines, flow.design.leading(size), left, text, flow.element);
        keep_ends(&mut rows);
        rows
    }

    /// Rows of equal height for lines: the leading, or more if the ink of the lines needs it; a row with a picture is
    /// as tall as the picture needs.
    pub(super) fn line_rows(
        &self,
        lines: Vec<Line>,
        leading: Pt,
        left: Pt,
        text: &InlineText,
        element: Option<ElementId>,
    ) -> Vec<Row> {
        let most = |wanted: Pt, ink: fn(&Line) -> Pt| lines.iter().map(ink).fold(wanted, Pt::max);
        let above = most(Design::above_baseline(leading), |line| line.ink_ascent);
        let below = most(leading - Design::above_baseline(leading), |line| line.ink_descent);
        let row = |line: Line| {
            let above = match line.object_height() {
                Pt::ZERO => above,
                tallest => above.max(tallest + leading * ABOVE_PICTURE),
            };
            let below = match line.object_depth() {
                Pt::ZERO => below,
                deepest => below.max(deepest + leading * ABOVE_PICTURE),
            };
            let baseline = Point { x: left + line.x, y: above };
            let mut row = Row { height: above + below, ..Row::default() };
            self.place_line(&mut row, line, baseline, text, element);
            row
        };
        lines.into_iter().map(row).collect()
    }

    /// Puts a line on a baseline of a row, with all that goes with it.
    pub(super) fn place_line(
        &self,
        row: &mut Row,
        line: Line,
        baseline: Point,
        text: &InlineText,
        element: Option<ElementId>,
    ) {
        let of_line = line.text_start..line.text_start + line.text.len();
        for &(_, note) in text.notes.iter().filter(|(offset, _)| of_line.contains(offset)) {
            row.notes.push(note);
            row.anchors.push(notes::reference_anchor(note));
        }
        let is_last = of_line.end >= text.paragraph.text.len();
        let is_here = |offset: usize| of_line.contains(&offset) || (is_last && offset >= of_line.end);
        row.anchors.extend(text.anchors.iter().filter(|(offset, _)| is_here(*offset)).map(|(_, id)| id.clone()));
        row.holds(text.place(line.text_start));
        let links = links(&line, baseline, row.height, text);
        let mut line = line;
        let (marks, strikes): (Vec<_>, Vec<_>) =
            self.decorations(&line, baseline, text).into_iter().partition(|&(kind, _)| kind != DecorationKind::Strike);
        row.items.extend(marks.into_iter().map(|(_, item)| item));
        let pictures = pictures(&line, baseline, text);
        let rules = line.take_in_objects();
        row.items.push(Item { origin: baseline, element, kind: ItemKind::Line { line, color: Color::BLACK } });
        row.items.extend(pictures);
        row.items
            .extend(rules.into_iter().map(|rule| rule_item(baseline, rule, ElementId::of_tag(rule.tag).or(element))));
        row.items.extend(strikes.into_iter().map(|(_, item)| item));
        row.items.extend(links);
    }

    /// Rules through, and grounds behind, stretches of a line.
    fn decorations(&self, line: &Line, baseline: Point, text: &InlineText) -> Vec<(DecorationKind, Item)> {
        let mut items = Vec::new();
        for decorated in &text.decorations {
            let range = decorated.range.start.max(line.text_start)..decorated.range.end;
            if range.start >= range.end {
                continue;
            }
            for (from, to, size) in self.extents(line, range.start - line.text_start..range.end - line.text_start) {
                let (above, height, color) = match decorated.kind {
                    DecorationKind::Strike => (size * 0.27, size * 0.055, Color::BLACK),
                    DecorationKind::Mark => (size * 0.82, size * 1.24, HIGHLIGHT),
                    DecorationKind::Missing => (size * 0.82, size * 1.24, MISSING_GROUND),
                };
                let origin = Point { x: baseline.x + from, y: baseline.y - above };
                items.push((decorated.kind, decoration(origin, Size { width: to - from, height }, color)));
            }
        }
        items
    }

    /// Where the letters of a stretch stand on a line, from left to right: edges and font size.
    fn extents(&self, line: &Line, range: Range<usize>) -> Vec<(Pt, Pt, Pt)> {
        const NEAR: Pt = Pt(0.05);
        let mut extents: Vec<(Pt, Pt, Pt)> = Vec::new();
        for run in &line.visual_runs {
            let point = run.size / f64::from(self.shaper.fonts().face(run.face).metrics.units_per_em);
            let mut x = run.x;
            for glyph in &run.visual_glyphs {
                let end = x + point * f64::from(glyph.advance);
                if glyph.text_range.start() < range.end && range.start < glyph.text_range.end() {
                    match extents.last_mut() {
                        Some((_, last, size)) if (*last - x).abs() < NEAR => {
                            (*last, *size) = (end, size.max(run.size));
                        }
                        _ => extents.push((x, end, run.size)),
                    }
                }
                x = end;
            }
        }
        extents
    }

    /// Sets a marker of a flow on its first line, outside what it marks at the start side.
    pub(super) fn add_marker(&mut self, flow: &Flow, marker: &Marker, width: Pt, rows: &mut [Row]) {
        let Some(first) = rows.first_mut() else { return };
        let area = Area::between(marker.start, marker.end, width, &flow.design);
        let (room, gap) = (flow.design.em * 6.0, flow.design.em * 0.45);
        let mut text = marker.text.clone();
        let right_to_left = marker.direction == Direction::Rtl;
        text.paragraph.direction = if right_to_left { BaseDirection::Rtl } else { BaseDirection::Ltr };
        let baseline = first.items.iter().find(|item| matches!(item.kind, ItemKind::Line { .. })).map(|i| i.origin.y);
        let edge = if right_to_left { area.left + area.measure + gap } else { area.left - gap - room };
        for line in self.set_lines(&text, &options(room, Alignment::End)).into_iter().take(1) {
            let origin = Point { x: edge + line.x, y: baseline.unwrap_or(first.height) };
            let mut marked = Row { height: first.height, ..Row::default() };
            self.place_line(&mut marked, line, origin, &text, Some(marker.element));
            first.items.splice(0..0, marked.items);
        }
    }
}

/// Keeps the first two and the last two rows on one page.
pub(super) fn keep_ends(rows: &mut [Row]) {
    let count = rows.len();
    for (index, row) in rows.iter_mut().enumerate() {
        row.keep_with_next = count > 1 && (index == 0 || index + 2 == count);
    }
}

/// The pictures of a line, in logical order.
fn pictures(line: &Line, baseline: Point, text: &InlineText) -> Vec<Item> {
    let items = line.objects.iter().filter_map(|object| {
        let picture = text.picture_at(line.text_start + object.offset)?;
        let size = Size { width: object.width, height: object.height };
        let origin = Point { x: baseline.x + object.x, y: baseline.y - object.height };
        let kind = ItemKind::Image { path: picture.image.path.clone(), size, alt: picture.image.alt.clone() };
        Some(Item { origin, element: picture.element, kind })
    });
    items.collect()
}

/// Active areas over the runs and pictures of a line that belong to links; neighbours of one link share an area.
fn links(line: &Line, baseline: Point, height: Pt, text: &InlineText) -> Vec<Item> {
    if text.links.is_empty() {
        return Vec::new();
    }
    let mut areas: Vec<(&InlineLink, Pt, Pt, Range<usize>)> = Vec::new();
    let mut open = false;
    for part in &linked_parts(line) {
        let link = text.links.get(&part.tag);
        match (link, areas.last_mut()) {
            (Some(link), Some((last, _, right, text))) if open && link.element == last.element => {
                *right = right.max(part.end);
                *text = text.start.min(part.text.start)..text.end.max(part.text.end);
            }
            (Some(link), _) => areas.push((link, part.x, part.end, part.text.clone())),
            (None, _) => {}
        }
        open = link.is_some();
    }
    let item = |(link, left, right, range): (&InlineLink, Pt, Pt, Range<usize>)| {
        let (target, contents) = (link.target.clone(), text.spoken(line, range));
        let size = Size { width: right - left, height };
        let origin = Point { x: baseline.x + left, y: Pt::ZERO };
        Item { origin, element: Some(link.element), kind: ItemKind::Link { size, target, contents } }
    };
    areas.into_iter().map(item).collect()
}

/// A run or picture of a line, for links.
struct LinkedPart {
    x: Pt,
    end: Pt,
    tag: u32,
    text: Range<usize>,
}

/// Runs and pictures of a line, from left to right.
fn linked_parts(line: &Line) -> Vec<LinkedPart> {
    let ends = line.visual_runs.iter().skip(1).map(|run| run.x).chain([line.width]);
    let part = |(run, end): (&GlyphRun, Pt)| {
        let is_apart = |o: &&PlacedObject| run.x < o.x && o.x < end && !run.text_range.contains(&o.offset);
        let end = line.objects.iter().filter(is_apart).fold(end, |end, object| end.min(object.x));
        LinkedPart { x: run.x, end, tag: run.tag, text: run.text_range.clone() }
    };
    let mut parts: Vec<LinkedPart> = line.visual_runs.iter().zip(ends).map(part).collect();
    if !line.objects.is_empty() {
        parts.extend(line.objects.iter().map(|object| LinkedPart {
            x: object.x,
            end: object.x + object.width,
            tag: object.tag,
            text: object.offset..object.offset + OBJECT.len_utf8(),
        }));
        parts.sort_by(|one, other| one.x.0.total_cmp(&other.x.0));
    }
    parts
}
