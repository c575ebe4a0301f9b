//! The pure result of layout: pages of placed things, ready to be drawn without any further arithmetic of layout.
//!
//! In: what `flow`, `paginate`, `place` and `furniture` decided. Out: [`PagedDocument`]. Coordinates are points from
//! the page's top left corner, `y` downward. Each item knows the element of the [`Structure`] that it is content of,
//! which the tags of a PDF need (ISO 32000-1, 14.8); running heads, folios and decoration belong to none.

mod structure;

use std::collections::BTreeMap;

pub use structure::{CellSpans, ElementId, HeaderScope, ListNumbering, Structure, StructureElement, StructureRole};

pub use crate::color::Color;
pub use crate::cover::composition::Star;
pub use crate::text::line::{Glyph, GlyphRun, Line};

use crate::document::{Direction, PageBreak, TextPlace};
use crate::geometry::{Point, Pt, Size};

/// All pages and the ways into them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PagedDocument {
    /// Pages in reading order.
    pub pages: Vec<Page>,
    /// Headings as a tree, for the PDF's outline.
    pub outline: Vec<OutlineEntry>,
    /// Places that links can name: headings by their ids, notes and references to them by names of our own.
    pub destinations: BTreeMap<String, Destination>,
    /// Which way pages turn.
    pub direction: Direction,
    /// What the content of the pages means.
    pub structure: Structure,
}

/// One page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Trimmed size.
    pub size: Size,
    /// The page's number in the document's digits, also where none is printed on the page; of the cover its name.
    pub folio: String,
    /// What is drawn, in reading order; furniture first.
    pub items: Vec<Item>,
    /// The first word of the document on it, except in notes at its foot; `None` if there is none.
    pub begins: Option<TextPlace>,
}

impl PagedDocument {
    /// Where pages begin in the document, in page order; pages without text of the document are left out.
    #[must_use]
    pub fn page_breaks(&self) -> Vec<PageBreak> {
        let page_break = |page: &Page| Some(PageBreak { label: page.folio.clone(), place: page.begins? });
        self.pages.iter().filter_map(page_break).collect()
    }
}

impl Page {
    /// Forgets the lines; what else is on the page stays.
    pub(crate) fn let_lines_go(&mut self) {
        self.items.retain(|item| !matches!(item.kind, ItemKind::Line { .. }));
        self.items.shrink_to_fit();
    }
}

/// Something placed on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Where: for a line its left end on the baseline, for all else the top left corner.
    pub origin: Point,
    /// The element it is content of; `None` for furniture and decoration, which are artifacts. Runs of a line that bear
    /// a tag belong to the element of that tag instead ([`ElementId::of_tag`]).
    pub element: Option<ElementId>,
    /// What it is.
    pub kind: ItemKind,
}

/// What can stand on a page.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ItemKind {
    /// A line of text.
    Line {
        /// The glyphs.
        line: Line,
        /// Ink of the runs that have no colour of their own.
        color: Color,
    },
    /// A filled rectangle: rules and grounds.
    Rule {
        /// Extent.
        size: Size,
        /// Fill.
        color: Color,
    },
    /// A row of round dots in the middle of `size`, which leads the eye from a title to its page number.
    Leader {
        /// Extent; the dots are as wide as it is high.
        size: Size,
        /// Distance of the dots from middle to middle.
        pitch: Pt,
        /// Fill.
        color: Color,
    },
    /// Stars, repeated in tiles that fill `size`; one tile has its middle below the middle of the top edge.
    Ornament {
        /// Extent; nothing is drawn beyond it.
        size: Size,
        /// Side of a tile.
        tile: Pt,
        /// The stars of a tile, from its top left corner; those behind first.
        stars: Vec<Star>,
    },
    /// A picture, scaled to `size`.
    Image {
        /// Key of [`crate::document::Document::images`].
        path: String,
        /// Extent on the page.
        size: Size,
        /// What it shows.
        alt: String,
    },
    /// An active area over what is drawn there.
    Link {
        /// Extent.
        size: Size,
        /// Where it leads.
        target: LinkTarget,
        /// What it says, for readers that do not see the page.
        contents: String,
    },
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// Out of the document.
    Url(String),
    /// A key of [`PagedDocument::destinations`].
    Anchor(String),
}

/// A place on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Destination {
    /// Index into [`PagedDocument::pages`].
    pub page: usize,
    /// Distance from the top edge.
    pub y: Pt,
}

/// A heading in the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineEntry {
    /// The heading's text.
    pub title: String,
    /// Where it stands.
    pub destination: Destination,
    /// Headings below it.
    pub children: Vec<OutlineEntry>,
}
