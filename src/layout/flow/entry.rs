//! Entries of the contents.
//!
//! In: a title, and later the number of a page. Out: a row with the title, and when the number is known, the leader and
//! the number at the end side.

use std::sync::Arc;

use crate::document::Direction;
use crate::geometry::{Point, Pt, Size};
use crate::text::{Alignment, Shaper, TextStyle, layout_paragraph};

use super::super::content::Flow;
use super::super::design::{Design, Role};
use super::super::frame::{Color, ElementId, Item, ItemKind, LinkTarget};
use super::super::inline::InlineText;
use super::{Area, Row, Setter, options};

const DOTS: Color = Color::gray(120);

/// Room for the number of a page that is not known yet.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct PageNumber {
    /// Name of the place whose page is asked for.
    pub(in super::super) anchor: String,
    /// Distance of the baseline from the row's top.
    pub(super) baseline: Pt,
    element: ElementId,
    area: Area,
    /// Width of the title's last line.
    title_width: Pt,
    design: Arc<Design>,
}

impl Setter<'_> {
    pub(super) fn entry(
        &mut self,
        flow: &Flow,
        area: Area,
        text: &InlineText,
        anchor: &str,
        element: ElementId,
    ) -> Vec<Row> {
        let room = flow.design.em * 3.0;
        let measure = (area.measure - room).max(area.measure / 2.0);
        let lines = self.set_lines(text, &options(measure, Alignment::Start));
        let start_is_right = flow.design.direction == Direction::Rtl;
        let left = if start_is_right { area.left + area.measure - measure } else { area.left };
        let title_width = lines.last().map_or(Pt::ZERO, |line| line.width);
        let mut rows = self.line_rows(lines, flow.design.leading(flow.design.em), left, text, flow.element);
        let count = rows.len();
        rows.iter_mut().take(count.saturating_sub(1)).for_each(|row| row.keep_with_next = true);
        if let Some(last) = rows.last_mut() {
            let baseline = last.items.iter().find(|item| matches!(item.kind, ItemKind::Line { .. }));
            let baseline = baseline.map_or(Pt::ZERO, |item| item.origin.y);
            let design = Arc::clone(&flow.design);
            last.page_number =
                Some(PageNumber { anchor: anchor.to_owned(), baseline, element, area, title_width, design });
        }
        rows
    }
}

impl PageNumber {
    /// The leader and the number, which is a link.
    pub(in super::super) fn items(&self, number: &str, height: Pt, shaper: &mut Shaper<'_>) -> Vec<Item> {
        let Area { left, measure } = self.area;
        let em = self.design.em;
        let style = TextStyle { tag: self.element.tag(), ..self.design.text_style(Role::Body) };
        let text = InlineText::plain(number, style, self.design.direction);
        let Some(mut line) =
            layout_paragraph(&text.paragraph, &options(measure, Alignment::End), shaper).0.into_iter().next()
        else {
            return Vec::new();
        };
        let (x, width) = (left + line.x, line.width);
        line.x = Pt::ZERO;
        let contents = line.text.clone();
        let mut items: Vec<Item> = self.leader(width).into_iter().collect();
        let origin = Point { x, y: self.baseline };
        items.push(Item { origin, element: Some(self.element), kind: ItemKind::Line { line, color: Color::BLACK } });
        let size = Size { width: width.max(em), height };
        let target = LinkTarget::Anchor(self.anchor.clone());
        let kind = ItemKind::Link { size, target, contents };
        items.push(Item { origin: Point { x, y: Pt::ZERO }, element: Some(self.element), kind });
        items
    }

    /// Dots between title and number, those of all entries below each other.
    fn leader(&self, number_width: Pt) -> Option<Item> {
        let em = self.design.em;
        let (pitch, dot) = (em * 0.5, em * 0.075);
        let (from_end, gap) = (em * 2.4, em * 0.5);
        let stop = from_end.max(number_width + gap);
        let length = self.area.measure - self.title_width - gap - stop;
        let count = (length / pitch).floor();
        if count < 2.0 {
            return None;
        }
        let size = Size { width: pitch * count + dot, height: dot };
        let x = if self.design.direction == Direction::Rtl {
            self.area.left + stop
        } else {
            self.area.left + self.area.measure - stop - size.width
        };
        let origin = Point { x, y: self.baseline - dot };
        Some(Item { origin, element: None, kind: ItemKind::Leader { size, pitch, color: DOTS } })
    }
}
