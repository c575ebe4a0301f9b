//! Pages: a directed document and a style sheet in, a [`PagedDocument`] out.
//!
//! ```text
//! Directed ── collect ──> Flow ── flow ──> Row ── paginate ──> Sheet ── place ──> Page ── furniture ──> PagedDocument
//! ```
//!
//! `collect` walks the tree of blocks and makes a flat list of things to set, `flow` sets them (with the paragraph
//! engine of `text/`) into rows, `paginate` deals the rows out to pages, with notes at their foot, `place` puts them
//! there, `furniture` adds running heads and folios. `design` holds every proportion of the page.

mod collect;
mod content;
mod cover;
mod design;
mod flow;
pub mod frame;
mod furniture;
mod inline;
mod notes;
mod paginate;
mod picture;
mod place;
#[cfg(test)]
mod table_tests;
#[cfg(test)]
mod tests;
mod warning;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Warned;
use crate::direction::Directed;
use crate::document::Document;
use crate::font::FontSet;
use crate::locale;
use crate::style::Stylesheet;
use crate::text::Shaper;

use collect::Collected;
pub use cover::cover_page;
use design::Design;
use flow::Row;
use frame::PagedDocument;
use paginate::Sheet;
use warning::SourceWarning;

/// Lays a document out in pages. Nothing fails: what could not be set as asked is a warning with its place.
#[must_use]
pub fn layout(document: &Directed, style: &Stylesheet, fonts: &FontSet) -> Warned<PagedDocument> {
    Galley::set(document, style, fonts).paginate()
}

/// A document set in lines that are not dealt out to pages yet.
#[derive(Debug)]
pub struct Galley<'a> {
    document: &'a Document,
    fonts: &'a FontSet,
    design: Arc<Design>,
    collected: Collected,
    rows: Vec<Row>,
    notes: Vec<Vec<Row>>,
    warnings: Vec<SourceWarning>,
}

impl<'a> Galley<'a> {
    /// Sets all text of a document.
    #[must_use]
    pub fn set(document: &'a Directed, style: &Stylesheet, fonts: &'a FontSet) -> Galley<'a> {
        let design = Arc::new(Design::new(style, document));
        let mut collected = collect::collect(document, style, &design);
        let mut warnings = Vec::new();
        let (flows, notes) = (std::mem::take(&mut collected.flows), std::mem::take(&mut collected.notes));
        let rows = flow::set(&flows, design.measure(), document, fonts, &mut warnings);
        let notes = flow::set_each(&notes, design.measure(), document, fonts, &mut warnings);
        Galley { document, fonts, design, collected, rows, notes, warnings }
    }

    /// Deals the lines out to pages and adds what stands around them.
    #[must_use]
    pub fn paginate(self) -> Warned<PagedDocument> {
        let Galley { document, fonts, design, collected, rows, notes, warnings } = self;
        let first = usize::from(collected.cover.is_some());
        let mut sheets = paginate::deal(rows, notes, place::rooms(&design), first);
        let mut shaper = Shaper::new(fonts);
        number_contents(&mut sheets, first, document, &mut shaper);
        let openings = furniture::openings(&sheets);
        let mut paged = place::place(sheets, first, &design);
        paged.structure = collected.structure;
        furniture::add(&mut paged, &openings, first, document, &design, &mut shaper);
        if collected.cover.is_some() {
            paged.pages.insert(0, cover::page(document, &design, fonts, collected.cover));
        }
        Warned { value: paged, warnings: warning::diagnostics(warnings) }
    }
}

/// Adds the numbers of the pages to the contents, now that they are known.
fn number_contents(sheets: &mut [Sheet], first: usize, document: &Document, shaper: &mut Shaper<'_>) {
    let mut pages: BTreeMap<String, usize> = BTreeMap::new();
    for (number, sheet) in sheets.iter().enumerate() {
        for heading in sheet.rows.iter().flat_map(|row| &row.headings) {
            pages.entry(heading.id.clone()).or_insert(first + number);
        }
    }
    for row in sheets.iter_mut().flat_map(|sheet| &mut sheet.rows) {
        let Some(entry) = row.page_number.take() else { continue };
        if let Some(&page) = pages.get(&entry.anchor) {
            let number = locale::document_number(page as u64 + 1, &document.metadata);
            row.items.extend(entry.items(&number, row.height, shaper));
        }
    }
}
