//! Booklets: which pages lie side by side on which side of which sheet.
//!
//! In: pages in reading order. Out: sides of sheets, each a page of double width. The outermost sheet of a signature
//! bears its first and last page; blanks fill the last signature up to whole sheets.

use crate::document::Direction;
use crate::geometry::{Pt, Size};
use crate::layout::frame::{Destination, Item, OutlineEntry, Page, PagedDocument};

/// Pages of the largest booklet that is folded in one go.
const MOST_AT_ONCE: usize = 64;
/// Pages of each signature of a larger one.
const SIGNATURE: usize = 32;
/// Pages on a sheet, two on each side.
const ON_SHEET: usize = 4;

/// One side of a sheet: indices of the pages, as they lie; those beyond the last page are blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Side {
    left: usize,
    right: usize,
}

/// The sides of all sheets, front and back of each in turn.
fn sides(pages: usize, direction: Direction) -> Vec<Side> {
    let padded = pages.next_multiple_of(ON_SHEET);
    let signature = if padded <= MOST_AT_ONCE { padded.max(ON_SHEET) } else { SIGNATURE };
    let mut sides = Vec::with_capacity(padded / 2);
    for first in (0..padded).step_by(signature) {
        let length = signature.min(padded - first);
        for side in 0..length / 2 {
            // Fronts have the later page at the start side, backs at the end side.
            let (early, late) = (first + side, first + length - 1 - side);
            let is_front = side % 2 == 0;
            let early_at_left = is_front == (direction == Direction::Rtl);
            let (left, right) = if early_at_left { (early, late) } else { (late, early) };
            sides.push(Side { left, right });
        }
    }
    sides
}

/// The pages two by two on the sides of sheets.
pub(in crate::pdf) fn impose(document: &PagedDocument) -> PagedDocument {
    let sides = sides(document.pages.len(), document.direction);
    let mut side_of = vec![0; document.pages.len()];
    for (index, side) in sides.iter().enumerate() {
        for page in [side.left, side.right] {
            if let Some(place) = side_of.get_mut(page) {
                *place = index;
            }
        }
    }
    let moved = |place: Destination| Destination { page: side_of.get(place.page).copied().unwrap_or(0), ..place };
    let size = largest(&document.pages);
    PagedDocument {
        pages: sides.iter().map(|side| sheet_side(document, *side, size)).collect(),
        outline: outline(&document.outline, &moved),
        destinations: document.destinations.iter().map(|(id, &place)| (id.clone(), moved(place))).collect(),
        direction: document.direction,
        structure: document.structure.clone(),
    }
}

fn largest(pages: &[Page]) -> Size {
    pages.iter().fold(Size::default(), |size, page| Size {
        width: size.width.max(page.size.width),
        height: size.height.max(page.size.height),
    })
}

fn sheet_side(document: &PagedDocument, side: Side, size: Size) -> Page {
    let folio = |index: usize| document.pages.get(index).map_or("–", |page| page.folio.as_str());
    let items = [(side.left, Pt::ZERO), (side.right, size.width)].into_iter().flat_map(|(index, x)| {
        let items = document.pages.get(index).map_or(&[][..], |page| &page.items);
        items.iter().cloned().map(move |mut item: Item| {
            item.origin.x += x;
            item
        })
    });
    Page {
        size: Size { width: size.width * 2.0, height: size.height },
        folio: format!("{} | {}", folio(side.left), folio(side.right)),
        items: items.collect(),
        begins: None,
    }
}

fn outline(entries: &[OutlineEntry], moved: &impl Fn(Destination) -> Destination) -> Vec<OutlineEntry> {
    let entry = |entry: &OutlineEntry| OutlineEntry {
        title: entry.title.clone(),
        destination: moved(entry.destination),
        children: outline(&entry.children, moved),
    };
    entries.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sides as printed page numbers, left and right, 0 for a blank.
    fn check(pages: usize, direction: Direction, expected: &[(usize, usize)]) {
        let number = |index: usize| if index < pages { index + 1 } else { 0 };
        let sides: Vec<_> =
            sides(pages, direction).iter().map(|side| (number(side.left), number(side.right))).collect();
        assert_eq!(sides, expected, "{pages} pages");
    }

    #[test]
    fn sheets_of_a_right_to_left_booklet() {
        check(4, Direction::Rtl, &[(1, 4), (3, 2)]);
        check(8, Direction::Rtl, &[(1, 8), (7, 2), (3, 6), (5, 4)]);
        check(5, Direction::Rtl, &[(1, 0), (0, 2), (3, 0), (5, 4)]);
        check(1, Direction::Rtl, &[(1, 0), (0, 0)]);
        check(0, Direction::Rtl, &[]);
    }

    #[test]
    fn sheets_of_a_left_to_right_booklet() {
        check(4, Direction::Ltr, &[(4, 1), (2, 3)]);
        check(8, Direction::Ltr, &[(8, 1), (2, 7), (6, 3), (4, 5)]);
    }

    #[test]
    fn large_books_are_folded_in_signatures() {
        let sides = sides(70, Direction::Rtl);
        assert_eq!(sides.len(), 36);
        assert_eq!(sides[0], Side { left: 0, right: 31 });
        assert_eq!(sides[16], Side { left: 32, right: 63 });
        assert_eq!(sides[32], Side { left: 64, right: 71 });
        assert_eq!(super::sides(64, Direction::Rtl)[0], Side { left: 0, right: 63 });
        let mut all: Vec<usize> = sides.iter().flat_map(|side| [side.left, side.right]).collect();
        all.sort_unstable();
        assert_eq!(all, (0..72).collect::<Vec<_>>());
    }

    #[test]
    fn places_move_to_their_sheets() {
        let page = |folio: &str| Page {
            size: Size { width: Pt(100.0), height: Pt(150.0) },
            folio: folio.into(),
            begins: None,
            items: Vec::new(),
        };
        let place = Destination { page: 2, y: Pt(7.0) };
        let document = PagedDocument {
            pages: ["١", "٢", "٣"].map(page).into(),
            destinations: [("ورق".to_owned(), place)].into(),
            outline: vec![OutlineEntry { title: "ورق".into(), destination: place, children: Vec::new() }],
            ..PagedDocument::default()
        };
        let imposed = impose(&document);
        assert_eq!(imposed.pages.iter().map(|page| page.folio.as_str()).collect::<Vec<_>>(), ["١ | –", "٣ | ٢"]);
        assert_eq!(imposed.pages[0].size, Size { width: Pt(200.0), height: Pt(150.0) });
        assert_eq!(imposed.destinations["ورق"].page, 1);
        assert_eq!(imposed.outline[0].destination.page, 1);
    }
}
