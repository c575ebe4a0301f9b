//! Code on its ground, pictures and short rules.
//!
//! In: the content of a flow. Out: its rows.

use crate::document::ImageRef;
use crate::geometry::{Point, Pt, Size};
use crate::text::Alignment;

use super::super::content::Flow;
use super::super::design::Role;
use super::super::frame::{Color, Item, ItemKind};
use super::super::inline::InlineText;
use super::text::keep_ends;
use super::{Area, Row, Setter, decoration, options};

/// The ground behind code and the colour of short rules.
const CODE_GROUND: Color = Color::gray(243);
const RULE: Color = Color::gray(110);

impl Setter<'_> {
    /// Code on its ground, left to right whatever the document's direction.
    pub(super) fn code(&mut self, flow: &Flow, area: Area, lines: &[InlineText]) -> Vec<Row> {
        const LEADING: f64 = 1.55;
        let Area { measure, left } = area;
        let (padding, size) = (flow.design.em * 0.7, flow.design.text_style(Role::Code).size);
        let options = options(measure - padding * 2.0, Alignment::Start);
        let mut rows = Vec::new();
        for line in lines {
            let set = self.set_lines(line, &options);
            rows.extend(self.line_rows(set, size * LEADING, left + padding, line, flow.element));
        }
        if let Some(first) = rows.first_mut() {
            first.lower(padding * 0.6);
        }
        if let Some(last) = rows.last_mut() {
            last.height += padding * 0.6;
        }
        keep_ends(&mut rows);
        for row in &mut rows {
            let ground = Size { width: measure, height: row.height };
            row.items.insert(0, decoration(Point { x: left, y: Pt::ZERO }, ground, CODE_GROUND));
        }
        rows
    }

    /// A picture at its natural size of 96 pixels to the inch, or smaller where the measure or the page asks for it.
    pub(super) fn image(&mut self, flow: &Flow, area: Area, image: &ImageRef) -> Vec<Row> {
        const TALLEST: f64 = 0.8;
        let Some(natural) = self.natural_size(image) else { return self.missing_image(flow, area, &image.alt) };
        let tallest = flow.design.text_height() * TALLEST;
        let scale = (area.measure / natural.width).min(tallest / natural.height).min(1.0);
        let size = Size { width: natural.width * scale, height: natural.height * scale };
        let origin = Point { x: area.left + (area.measure - size.width) / 2.0, y: Pt::ZERO };
        let kind = ItemKind::Image { path: image.path.clone(), size, alt: image.alt.clone() };
        let items = vec![Item { origin, element: flow.element, kind }];
        vec![Row { items, height: size.height, ..Row::default() }]
    }

    /// Size of a picture at 96 pixels to the inch; `None` where it could not be had.
    pub(super) fn natural_size(&self, image: &ImageRef) -> Option<Size> {
        const POINTS_PER_PIXEL: f64 = 0.75;
        let data = self.document.images.get(&image.path)?;
        let length = |pixels: u32| Pt(f64::from(pixels.max(1)) * POINTS_PER_PIXEL);
        Some(Size { width: length(data.width), height: length(data.height) })
    }

    /// A framed note with the alternative text, where a picture could not be had.
    fn missing_image(&mut self, flow: &Flow, area: Area, alt: &str) -> Vec<Row> {
        let design = &flow.design;
        let alt = if alt.trim().is_empty() { "×" } else { alt };
        let text = InlineText::plain(alt, design.text_style(Role::Caption), design.direction);
        let padding = design.em.min(area.measure / 8.0);
        let lines = self.set_lines(&text, &options(area.measure - padding * 2.0, Alignment::Center));
        let rows = self.line_rows(lines, design.leading(design.em), area.left + padding, &text, flow.element);
        let mut framed = Row { height: padding * 2.0, ..Row::default() };
        for row in rows {
            let (top, height) = (framed.height - padding, row.height);
            framed.absorb(row, Point { x: Pt::ZERO, y: top });
            framed.height += height;
        }
        framed.items.extend(frame(area.left, Size { width: area.measure, height: framed.height }));
        vec![framed]
    }
}

/// A short rule in the middle.
pub(super) fn short_rule(flow: &Flow, area: Area) -> Row {
    let size = Size { width: (flow.design.em * 5.0).min(area.measure), height: Pt(0.6) };
    let origin = Point { x: area.left + (area.measure - size.width) / 2.0, y: Pt::ZERO };
    Row { items: vec![decoration(origin, size, RULE)], height: size.height, ..Row::default() }
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
