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
use super::super::picture;
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

    /// A centred picture; if it could not be loaded, a framed note.
    pub(super) fn image(&mut self, flow: &Flow, area: Area, image: &ImageRef) -> Vec<Row> {
        let Some(data) = self.document.images.get(&image.path) else { return self.missing_image(flow, area, image) };
        let room = Size { width: area.measure, height: flow.design.text_height() * picture::TALLEST };
        let size = picture::extent(image, data, flow.design.em, room);
        let origin = Point { x: area.left + (area.measure - size.width) / 2.0, y: Pt::ZERO };
        let kind = ItemKind::Image { path: image.path.clone(), size, alt: image.alt.clone() };
        let items = vec![Item { origin, element: flow.element, kind }];
        vec![Row { items, height: size.height, ..Row::default() }]
    }

    /// The width of a picture given unlimited room; `None` if it could not be loaded.
    pub(super) fn natural_width(&self, flow: &Flow, image: &ImageRef) -> Option<Pt> {
        let data = self.document.images.get(&image.path)?;
        let room = Size { width: Pt(1e6), height: flow.design.text_height() * picture::TALLEST };
        Some(picture::extent(image, data, flow.design.em, room).width)
    }

    /// A discreet note with the description of a picture that could not be loaded, in a thin frame.
    fn missing_image(&mut self, flow: &Flow, area: Area, image: &ImageRef) -> Vec<Row> {
        let design = &flow.design;
        let shown = picture::in_place_of(image, self.document).unwrap_or_default();
        let text = InlineText::plain(shown, design.text_style(Role::Caption), design.direction);
        let padding = (design.em * 0.6).min(area.measure / 8.0);
        let lines = self.set_lines(&text, &options(area.measure - padding * 2.0, Alignment::Center));
        let width = lines.iter().fold(Pt::ZERO, |widest, line| widest.max(line.width)) + padding * 2.0;
        let rows = self.line_rows(lines, design.leading(design.em), area.left + padding, &text, flow.element);
        let mut framed = Row::default();
        for row in rows {
            let height = row.height;
            framed.absorb(row, Point { x: Pt::ZERO, y: framed.height });
            framed.height += height;
        }
        let left = area.left + (area.measure - width) / 2.0;
        framed.items.extend(frame(left, Size { width, height: framed.height }));
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
    const THICKNESS: Pt = Pt(0.4);
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
