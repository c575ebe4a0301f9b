//! Running heads and folios.
//!
//! In: pages with their text. Out: the same pages with a running head at the inner edge and the folio at the outer
//! edge of the upper margin, over a hairline; the first page has only its folio, in the middle of the lower margin.
//! Furniture belongs to no element: a PDF marks it as an artifact.

use crate::document::Document;
use crate::geometry::{Point, Pt, Size};
use crate::locale;
use crate::text::{Alignment, Line, ParagraphOptions, Shaper, Stretch, layout_paragraph};

use super::design::{Design, Role};
use super::frame::{Color, Item, ItemKind, PagedDocument};
use super::inline::InlineText;

const INK: Color = Color::gray(70);
const HAIRLINE: Color = Color::gray(150);

/// Adds folios and running heads to all pages.
pub(super) fn add(paged: &mut PagedDocument, document: &Document, design: &Design, shaper: &mut Shaper<'_>) {
    let title = running_head(&document.metadata.title, design, shaper);
    for (index, page) in paged.pages.iter_mut().enumerate() {
        page.folio = locale::number(index as u64 + 1, &document.metadata.lang);
        let folio = set(&page.folio, design.measure(), design, shaper);
        let items = if index == 0 {
            folio.map(|line| foot(line, design)).into_iter().collect()
        } else {
            head(index, folio, title.clone(), design)
        };
        page.items.splice(0..0, items);
    }
}

/// The folio of the first page, in the middle of the lower margin.
fn foot(line: Line, design: &Design) -> Item {
    let x = design.left_edge(0) + (design.measure() - line.width) / 2.0;
    let y = design.page.height - design.margins.bottom * 0.5;
    Item { origin: Point { x, y }, element: None, kind: ItemKind::Line { line, color: INK } }
}

/// Running head, folio and hairline of any other page.
fn head(index: usize, folio: Option<Line>, title: Option<Line>, design: &Design) -> Vec<Item> {
    let (left, measure) = (design.left_edge(index), design.measure());
    let baseline = design.margins.top * 0.62;
    let place = |line: Line, at_left: bool| {
        let x = if at_left { left } else { left + measure - line.width };
        Item { origin: Point { x, y: baseline }, element: None, kind: ItemKind::Line { line, color: INK } }
    };
    let bound_left = design.is_bound_left(index);
    let rule = ItemKind::Rule { size: Size { width: measure, height: Pt(0.4) }, color: HAIRLINE };
    let rule = Item { origin: Point { x: left, y: baseline + design.em * 0.62 }, element: None, kind: rule };
    let lines = [title.map(|line| place(line, bound_left)), folio.map(|line| place(line, !bound_left))];
    lines.into_iter().flatten().chain([rule]).collect()
}

/// The title on one line, shortened at a word where it is too long.
fn running_head(title: &str, design: &Design, shaper: &mut Shaper<'_>) -> Option<Line> {
    let room = design.measure() - design.em * 4.0;
    let mut words: Vec<&str> = title.split_whitespace().collect();
    let mut shown = words.join(" ");
    while !words.is_empty() {
        match set(&shown, room, design, shaper) {
            Some(line) if line.text.len() == shown.len() && line.width <= room => return Some(line),
            _ => words.pop(),
        };
        shown = format!("{}…", words.join(" "));
    }
    None
}

/// The first line of a short text.
fn set(text: &str, measure: Pt, design: &Design, shaper: &mut Shaper<'_>) -> Option<Line> {
    let style = design.text_style(Role::Furniture);
    let text = InlineText::plain(text, style, design.direction);
    let options = ParagraphOptions {
        measure,
        first_line_indent: Pt::ZERO,
        alignment: Alignment::Start,
        stretch: Stretch::Spaces,
    };
    layout_paragraph(&text.paragraph, &options, shaper).0.into_iter().next()
}
