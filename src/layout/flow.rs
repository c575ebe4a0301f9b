//! Sets flows into rows: strips of the type area that are never cut.
//!
//! In: [`Flow`]s, the design, the pictures. Out: [`Row`]s from top to bottom, with their height, the room above them
//! and whether a page may end after them. All coordinates count from the row's top and the type area's left edge.

use crate::document::Document;
use crate::geometry::{Point, Pt, Size};
use crate::text::{Alignment, ParagraphOptions, Shaper, Stretch, layout_paragraph};

use super::collect::{Flow, FlowContent, HeadingEntry};
use super::design::{Design, Role};
use super::frame::{Color, Item, ItemKind, Line};
use super::inline::{InlineLink, InlineText, SourceWarning};

/// The ground behind code, the bar beside quotes and the colour of short rules.
const CODE_GROUND: Color = Color::gray(243);
const QUOTE_BAR: Color = Color::gray(170);
const RULE: Color = Color::gray(110);

/// Links by the tags of their text.
type Links = std::collections::BTreeMap<u32, InlineLink>;

/// A strip of the type area.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// What is drawn.
    pub(super) items: Vec<Item>,
    /// Its height.
    pub(super) height: Pt,
    /// Room above it, dropped at the top of a page.
    pub(super) space_before: Pt,
    /// Whether the next row has to stand on the same page.
    pub(super) keep_with_next: bool,
    /// The heading that begins in this row.
    pub(super) heading: Option<HeadingEntry>,
}

/// Sets all flows.
pub(super) fn set(
    flows: &[Flow],
    design: &Design,
    document: &Document,
    shaper: &mut Shaper<'_>,
    warnings: &mut Vec<SourceWarning>,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut previous: Option<&Flow> = None;
    for flow in flows {
        let mut setter = Setter { design, shaper, warnings, flow };
        let mut of_flow = setter.rows(document);
        let space = previous.map_or(Pt::ZERO, |previous| previous.space_after).max(flow.space_before);
        if let Some(first) = of_flow.first_mut() {
            let shared = previous.is_some_and(|previous| !previous.bars.is_empty() && !flow.bars.is_empty());
            if shared { first.lower(space) } else { first.space_before = space }
        }
        if let (true, Some(last)) = (flow.keep_with_next, of_flow.last_mut()) {
            last.keep_with_next = true;
        }
        for row in &mut of_flow {
            row.items.splice(0..0, bars(flow, design, row.height));
        }
        rows.extend(of_flow);
        previous = Some(flow);
    }
    rows
}

impl Row {
    /// Leaves room at the top of the row itself, so that what is drawn beside it runs on.
    fn lower(&mut self, space: Pt) {
        self.height += space;
        for item in &mut self.items {
            item.origin.y += space;
        }
    }
}

/// The bars of the quotes that a flow stands in.
fn bars(flow: &Flow, design: &Design, height: Pt) -> Vec<Item> {
    let width = design.em * 0.09;
    let bar = |&from_start: &Pt| {
        let x = if is_rtl(design) { design.measure() - from_start - width } else { from_start };
        decoration(Point { x, y: Pt::ZERO }, Size { width, height }, QUOTE_BAR)
    };
    flow.bars.iter().map(bar).collect()
}

fn decoration(origin: Point, size: Size, color: Color) -> Item {
    Item { origin, element: None, kind: ItemKind::Rule { size, color } }
}

fn is_rtl(design: &Design) -> bool {
    design.direction == crate::document::Direction::Rtl
}

struct Setter<'a, 'f> {
    design: &'a Design,
    shaper: &'a mut Shaper<'f>,
    warnings: &'a mut Vec<SourceWarning>,
    flow: &'a Flow,
}

impl Setter<'_, '_> {
    fn rows(&mut self, document: &Document) -> Vec<Row> {
        match &self.flow.content {
            FlowContent::Text { text, alignment, indent, heading } => {
                let mut rows = self.text(text, *alignment, *indent);
                if let Some(first) = rows.first_mut() {
                    first.heading.clone_from(heading);
                }
                if heading.is_some() || *alignment == Alignment::Center {
                    rows.iter_mut().rev().skip(1).for_each(|row| row.keep_with_next = true);
                }
                self.add_marker(&mut rows);
                rows
            }
            FlowContent::Code(lines) => {
                let mut rows = self.code(lines);
                self.add_marker(&mut rows);
                rows
            }
            FlowContent::Image(image) => match document.images.get(&image.path) {
                Some(data) => vec![self.image(image, f64::from(data.width), f64::from(data.height))],
                None => self.missing_image(&image.alt),
            },
            FlowContent::Break => vec![self.short_rule()],
        }
    }

    /// Width left for the flow, and its left edge.
    fn area(&self) -> (Pt, Pt) {
        let width = self.design.measure() - self.flow.start - self.flow.end;
        (width, if is_rtl(self.design) { self.flow.end } else { self.flow.start })
    }

    fn set_lines(&mut self, text: &InlineText, options: &ParagraphOptions) -> Vec<Line> {
        let (lines, warnings) = layout_paragraph(&text.paragraph, options, self.shaper);
        self.warnings.extend(warnings.into_iter().map(|warning| text.locate(warning)));
        lines
    }

    /// Lines of text; a page ends neither after the first nor before the last of them.
    fn text(&mut self, text: &InlineText, alignment: Alignment, indent: Pt) -> Vec<Row> {
        let (measure, left) = self.area();
        let stretch = self.design.stretch;
        let options = ParagraphOptions { measure, first_line_indent: indent, alignment, stretch };
        let lines = self.set_lines(text, &options);
        let size = text.paragraph.styles.first().map_or(self.design.em, |styled| styled.style.size);
        let mut rows = self.line_rows(lines, self.design.leading(size), left, &text.links);
        let count = rows.len();
        for (index, row) in rows.iter_mut().enumerate() {
            row.keep_with_next = count > 1 && (index == 0 || index + 2 == count);
        }
        rows
    }

    /// Rows of equal height for lines: the leading, or more where the ink of the lines asks for it.
    fn line_rows(&self, lines: Vec<Line>, leading: Pt, left: Pt, links: &Links) -> Vec<Row> {
        let most = |wanted: Pt, ink: fn(&Line) -> Pt| lines.iter().map(ink).fold(wanted, Pt::max);
        let above = most(Design::above_baseline(leading), |line| line.ink_ascent);
        let below = most(leading - Design::above_baseline(leading), |line| line.ink_descent);
        let row = |line: Line| {
            let baseline = Point { x: left + line.x, y: above };
            let mut items = self.links(&line, baseline, above + below, links);
            let kind = ItemKind::Line { line, color: Color::BLACK };
            items.insert(0, Item { origin: baseline, element: self.flow.element, kind });
            Row { items, height: above + below, ..Row::default() }
        };
        lines.into_iter().map(row).collect()
    }

    /// Active areas over the runs of a line that belong to links; neighbouring runs of one link share an area.
    fn links(&self, line: &Line, baseline: Point, height: Pt, links: &Links) -> Vec<Item> {
        let mut areas: Vec<(&InlineLink, Pt, Pt, std::ops::Range<usize>)> = Vec::new();
        let mut open = false;
        let ends = line.visual_runs.iter().skip(1).map(|run| run.x).chain([line.width]);
        for (run, end) in line.visual_runs.iter().zip(ends) {
            let link = links.get(&run.tag);
            match (link, areas.last_mut()) {
                (Some(link), Some((last, _, right, text))) if open && link.element == last.element => {
                    *right = end;
                    *text = text.start.min(run.text_range.start)..text.end.max(run.text_range.end);
                }
                (Some(link), _) => areas.push((link, run.x, end, run.text_range.clone())),
                (None, _) => {}
            }
            open = link.is_some();
        }
        let item = |(link, left, right, text): (&InlineLink, Pt, Pt, std::ops::Range<usize>)| {
            let (target, contents) = (link.target.clone(), line.text[text].to_owned());
            let size = Size { width: right - left, height };
            let origin = Point { x: baseline.x + left, y: Pt::ZERO };
            Item { origin, element: Some(link.element), kind: ItemKind::Link { size, target, contents } }
        };
        areas.into_iter().map(item).collect()
    }

    /// Sets the marker of a list item on the first line, outside the text at the start side.
    fn add_marker(&mut self, rows: &mut [Row]) {
        let (Some(marker), Some(first)) = (&self.flow.marker, rows.first_mut()) else { return };
        let (room, gap) = (self.design.em * 6.0, self.design.em * 0.45);
        let options = ParagraphOptions {
            measure: room,
            first_line_indent: Pt::ZERO,
            alignment: Alignment::End,
            stretch: Stretch::Spaces,
        };
        let baseline = first.items.iter().find(|item| matches!(item.kind, ItemKind::Line { .. })).map(|i| i.origin.y);
        let (measure, left) = self.area();
        let edge = if is_rtl(self.design) { left + measure + gap } else { left - gap - room };
        for line in self.set_lines(marker, &options).into_iter().take(1) {
            let origin = Point { x: edge + line.x, y: baseline.unwrap_or(first.height) };
            let kind = ItemKind::Line { line, color: Color::BLACK };
            first.items.insert(0, Item { origin, element: self.flow.marker_element, kind });
        }
    }

    /// Code on its ground, left to right whatever the document's direction.
    fn code(&mut self, lines: &[InlineText]) -> Vec<Row> {
        const LEADING: f64 = 1.55;
        let (measure, left) = self.area();
        let (padding, size) = (self.design.em * 0.7, self.design.text_style(Role::Code).size);
        let options = ParagraphOptions {
            measure: measure - padding * 2.0,
            first_line_indent: Pt::ZERO,
            alignment: Alignment::Start,
            stretch: Stretch::Spaces,
        };
        let mut rows = Vec::new();
        for line in lines {
            let set = self.set_lines(line, &options);
            rows.extend(self.line_rows(set, size * LEADING, left + padding, &Links::new()));
        }
        if let Some(first) = rows.first_mut() {
            first.lower(padding * 0.6);
        }
        let count = rows.len();
        for (index, row) in rows.iter_mut().enumerate() {
            row.height += if index + 1 == count { padding * 0.6 } else { Pt::ZERO };
            row.keep_with_next = count > 1 && (index == 0 || index + 2 == count);
            let ground = Size { width: measure, height: row.height };
            row.items.insert(0, decoration(Point { x: left, y: Pt::ZERO }, ground, CODE_GROUND));
        }
        rows
    }

    /// A picture at its natural size of 96 pixels to the inch, or smaller where the measure or the page asks for it.
    fn image(&self, image: &crate::document::ImageRef, pixel_width: f64, pixel_height: f64) -> Row {
        const POINTS_PER_PIXEL: f64 = 0.75;
        const TALLEST: f64 = 0.8;
        let (measure, left) = self.area();
        let natural = Size { width: Pt(pixel_width * POINTS_PER_PIXEL), height: Pt(pixel_height * POINTS_PER_PIXEL) };
        let tallest = self.design.text_height() * TALLEST;
        let scale = (measure / natural.width).min(tallest / natural.height).min(1.0);
        let size = Size { width: natural.width * scale, height: natural.height * scale };
        let origin = Point { x: left + (measure - size.width) / 2.0, y: Pt::ZERO };
        let kind = ItemKind::Image { path: image.path.clone(), size, alt: image.alt.clone() };
        let items = vec![Item { origin, element: self.flow.element, kind }];
        Row { items, height: size.height, ..Row::default() }
    }

    /// A framed note with the alternative text, where a picture could not be had.
    fn missing_image(&mut self, alt: &str) -> Vec<Row> {
        let style = self.design.text_style(Role::Caption);
        let alt = if alt.trim().is_empty() { "×" } else { alt };
        let text = InlineText::plain(alt, style, self.design.direction);
        let (measure, left) = self.area();
        let padding = self.design.em;
        let options = ParagraphOptions {
            measure: measure - padding * 2.0,
            first_line_indent: Pt::ZERO,
            alignment: Alignment::Center,
            stretch: Stretch::Spaces,
        };
        let lines = self.set_lines(&text, &options);
        let leading = self.design.leading(self.design.em);
        let rows = self.line_rows(lines, leading, left + padding, &Links::new());
        let mut framed = Row { height: padding * 2.0, ..Row::default() };
        for row in rows {
            let top = framed.height - padding;
            framed.items.extend(row.items.into_iter().map(|mut item| {
                item.origin.y += top;
                item
            }));
            framed.height += row.height;
        }
        framed.items.extend(frame(left, Size { width: measure, height: framed.height }));
        vec![framed]
    }

    fn short_rule(&self) -> Row {
        let (measure, left) = self.area();
        let size = Size { width: self.design.em * 5.0, height: Pt(0.6) };
        let origin = Point { x: left + (measure - size.width) / 2.0, y: Pt::ZERO };
        Row { items: vec![decoration(origin, size, RULE)], height: size.height, ..Row::default() }
    }
}

/// Four thin rules round a box.
fn frame(left: Pt, size: Size) -> Vec<Item> {
    const THICKNESS: Pt = Pt(0.6);
    let horizontal = Size { width: size.width, height: THICKNESS };
    let vertical = Size { width: THICKNESS, height: size.height };
    [
        (left, Pt::ZERO, horizontal),
        (left, size.height - THICKNESS, horizontal),
        (left, Pt::ZERO, vertical),
        (left + size.width - THICKNESS, Pt::ZERO, vertical),
    ]
    .map(|(x, y, size)| decoration(Point { x, y }, size, RULE))
    .into()
}
