//! Deals rows out to pages.
//!
//! In: [`Row`]s from top to bottom. Out: a [`PagedDocument`] with everything in place but the furniture. A page ends
//! only where the rows allow it, so that headings stay with their text and no line stands alone; a row or a group of
//! rows that is taller than a page is cut where the page ends.

use crate::geometry::Pt;

use super::collect::HeadingEntry;
use super::design::Design;
use super::flow::Row;
use super::frame::{Destination, Item, OutlineEntry, Page, PagedDocument};

/// Deals rows out to pages.
pub(super) fn paginate(rows: Vec<Row>, design: &Design) -> PagedDocument {
    let mut paged = PagedDocument { direction: design.direction, ..PagedDocument::default() };
    let mut headings = Vec::new();
    let mut rows = rows.as_slice();
    while !rows.is_empty() {
        let count = rows_on_page(rows, design.text_height());
        let (of_page, rest) = rows.split_at(count);
        let index = paged.pages.len();
        paged.pages.push(page(of_page, index, design, &mut headings));
        rows = rest;
    }
    for (heading, destination) in &headings {
        paged.destinations.entry(heading.id.clone()).or_insert(*destination);
    }
    paged.outline = outline(&headings, 0);
    paged
}

/// How many of the rows stand on one page: at least one.
fn rows_on_page(rows: &[Row], text_height: Pt) -> usize {
    /// A rounding error must not push a row to the next page.
    const SLACK: Pt = Pt(0.01);
    let mut height = Pt::ZERO;
    let mut allowed = None;
    for (index, row) in rows.iter().enumerate() {
        height += if index == 0 { row.height } else { row.space_before + row.height };
        if index > 0 && height > text_height + SLACK {
            return allowed.unwrap_or(index);
        }
        if !row.keep_with_next {
            allowed = Some(index + 1);
        }
    }
    rows.len()
}

fn page(rows: &[Row], index: usize, design: &Design, headings: &mut Vec<(HeadingEntry, Destination)>) -> Page {
    let mut page = Page { size: design.page, ..Page::default() };
    let left = design.left_edge(index);
    let mut top = design.margins.top;
    for (number, row) in rows.iter().enumerate() {
        top += if number == 0 { Pt::ZERO } else { row.space_before };
        if let Some(heading) = &row.heading {
            headings.push((heading.clone(), Destination { page: index, y: top }));
        }
        page.items.extend(row.items.iter().cloned().map(|mut item: Item| {
            item.origin.x += left;
            item.origin.y += top;
            item
        }));
        top += row.height;
    }
    page
}

/// Makes a tree of headings: each holds the deeper ones that follow it.
fn outline(headings: &[(HeadingEntry, Destination)], above: u8) -> Vec<OutlineEntry> {
    let mut entries = Vec::new();
    let mut rest = headings;
    while let Some(((heading, destination), after)) = rest.split_first() {
        let level = heading.level.max(above);
        let length = after.iter().take_while(|(deeper, _)| deeper.level > level).count();
        let children = outline(&after[..length], level + 1);
        entries.push(OutlineEntry { title: heading.title.clone(), destination: *destination, children });
        rest = &after[length..];
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(height: f64, keep_with_next: bool) -> Row {
        Row { height: Pt(height), keep_with_next, ..Row::default() }
    }

    #[test]
    fn a_page_ends_only_where_rows_allow_it() {
        let rows = [row(10.0, false), row(10.0, true), row(10.0, true), row(10.0, false)];
        assert_eq!(rows_on_page(&rows, Pt(40.0)), 4);
        assert_eq!(rows_on_page(&rows, Pt(35.0)), 1);
        assert_eq!(rows_on_page(&rows[1..], Pt(25.0)), 2, "a group taller than the page is cut");
        assert_eq!(rows_on_page(&[row(100.0, false)], Pt(25.0)), 1);
    }

    #[test]
    fn the_outline_nests_deeper_headings() {
        let heading = |level: u8, title: &str| {
            let entry = HeadingEntry { level, id: title.into(), title: title.into() };
            (entry, Destination { page: 0, y: Pt::ZERO })
        };
        let flat = [heading(2, "أ"), heading(4, "ب"), heading(3, "ج"), heading(1, "د"), heading(2, "هـ")];
        let tree = outline(&flat, 0);
        let show = |entries: &[OutlineEntry]| entries.iter().map(|e| e.title.clone()).collect::<Vec<_>>().join(" ");
        assert_eq!(show(&tree), "أ د");
        assert_eq!(show(&tree[0].children), "ب ج");
        assert_eq!(show(&tree[1].children), "هـ");
    }
}
