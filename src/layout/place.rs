//! Puts the rows of pages in their places.
//!
//! In: [`Sheet`]s. Out: a [`PagedDocument`] with everything in place but the furniture: text from the top, notes at the
//! foot below a short rule at the start side, destinations and the outline.

use crate::direction;
use crate::document::Direction;
use crate::geometry::{Point, Pt, Size};

use super::content::HeadingEntry;
use super::design::Design;
use super::flow::{Row, height, moved};
use super::frame::{Color, Destination, Item, ItemKind, OutlineEntry, Page, PagedDocument};
use super::paginate::{Room, Rooms, Sheet};

const NOTE_RULE: Color = Color::gray(90);
/// Length of the rule above notes, as a share of the measure.
const NOTE_RULE_LENGTH: f64 = 0.28;
/// Room above and below that rule, in em.
const ABOVE_RULE: f64 = 0.9;
const BELOW_RULE: f64 = 0.45;

/// The room that pages have.
pub(super) fn rooms(design: &Design) -> Rooms {
    let room = |height: Pt| Room { height, above_notes: design.em * (ABOVE_RULE + BELOW_RULE) };
    Rooms { upright: room(design.text_height()), turned: room(design.turned().text_height()) }
}

/// Makes pages of sheets; the first of them has the number `first`, counted from 0.
pub(super) fn place(sheets: Vec<Sheet>, first: usize, design: &Design) -> PagedDocument {
    let turned = design.turned();
    let mut placer = Placer { headings: Vec::new(), paged: PagedDocument::default() };
    placer.paged.direction = design.direction;
    for (number, sheet) in sheets.into_iter().enumerate() {
        let design = if sheet.is_turned() { &turned } else { design };
        let page = placer.page(sheet, first + number, design);
        placer.paged.pages.push(page);
    }
    placer.paged.outline = outline(&placer.headings, 0, design.direction);
    placer.paged
}

struct Placer {
    headings: Vec<(HeadingEntry, Destination)>,
    paged: PagedDocument,
}

impl Placer {
    fn page(&mut self, sheet: Sheet, index: usize, design: &Design) -> Page {
        let begins = sheet.rows.iter().chain(&sheet.foot).find_map(|row| row.place);
        let mut page = Page { size: design.page, begins, ..Page::default() };
        let left = design.left_edge(index);
        let mut top = design.margins.top;
        if let Some(header) = sheet.header() {
            page.items.extend(header.items.iter().cloned().map(|item| moved(item, Point { x: left, y: top })));
            top += header.height;
        }
        self.rows(&mut page, sheet.rows, index, Point { x: left, y: top });
        if !sheet.foot.is_empty() {
            let bottom = design.page.height - design.margins.bottom;
            let height = height(&sheet.foot);
            page.items.push(note_rule(design, left, bottom - height - design.em * BELOW_RULE));
            self.rows(&mut page, sheet.foot, index, Point { x: left, y: bottom - height });
        }
        page
    }

    fn rows(&mut self, page: &mut Page, rows: Vec<Row>, index: usize, from: Point) {
        let (left, mut top) = (from.x, from.y);
        for (number, row) in rows.into_iter().enumerate() {
            top += if number == 0 { Pt::ZERO } else { row.space_before };
            let destination = Destination { page: index, y: top };
            let names = row.headings.iter().map(|heading| heading.id.clone()).chain(row.anchors);
            for name in names {
                self.paged.destinations.entry(name).or_insert(destination);
            }
            self.headings.extend(row.headings.into_iter().map(|heading| (heading, destination)));
            page.items.extend(row.items.into_iter().map(|item| moved(item, Point { x: left, y: top })));
            top += row.height;
        }
    }
}

/// The rule between text and notes.
fn note_rule(design: &Design, left: Pt, y: Pt) -> Item {
    let size = Size { width: design.measure() * NOTE_RULE_LENGTH, height: Pt(0.5) };
    let x = if design.direction == Direction::Rtl { left + design.measure() - size.width } else { left };
    Item { origin: Point { x, y }, element: None, kind: ItemKind::Rule { size, color: NOTE_RULE } }
}

/// Makes a tree of headings: each holds the deeper ones that follow it.
fn outline(headings: &[(HeadingEntry, Destination)], above: u8, around: Direction) -> Vec<OutlineEntry> {
    let mut entries = Vec::new();
    let mut rest = headings;
    while let Some(((heading, destination), after)) = rest.split_first() {
        let level = heading.level.max(above);
        let length = after.iter().take_while(|(deeper, _)| deeper.level > level).count();
        let children = outline(&after[..length], level + 1, around);
        let title = direction::marked_line(&heading.title, around);
        entries.push(OutlineEntry { title, destination: *destination, children });
        rest = &after[length..];
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_nests_deeper_headings() {
        let heading = |level: u8, title: &str| {
            let entry = HeadingEntry { level, id: title.into(), title: title.into() };
            (entry, Destination { page: 0, y: Pt::ZERO })
        };
        let flat = [heading(2, "أ"), heading(4, "ب"), heading(3, "ج"), heading(1, "د"), heading(2, "هـ")];
        let tree = outline(&flat, 0, Direction::Rtl);
        let show = |entries: &[OutlineEntry]| entries.iter().map(|e| e.title.clone()).collect::<Vec<_>>().join(" ");
        assert_eq!(show(&tree), "أ د");
        assert_eq!(show(&tree[0].children), "ب ج");
        assert_eq!(show(&tree[1].children), "هـ");
    }
}
