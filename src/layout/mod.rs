//! Pages: a document and a style sheet in, a [`PagedDocument`] out.
//!
//! ```text
//! Document ── collect ──> Flow ── flow ──> Row ── paginate ──> Page ── furniture ──> PagedDocument
//! ```
//!
//! `collect` walks the tree of blocks and makes a flat list of things to set, `flow` sets them (with the paragraph
//! engine of `text/`) into rows, `paginate` deals the rows out to pages, `furniture` adds running heads and folios.
//! `design` holds every proportion of the page.

mod collect;
mod design;
mod flow;
pub mod frame;
mod furniture;
mod inline;
mod paginate;

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Warned};
use crate::document::Document;
use crate::font::FontSet;
use crate::style::Stylesheet;
use crate::text::Shaper;

use design::Design;
use frame::PagedDocument;
use inline::SourceWarning;

/// Lays a document out in pages. Nothing fails: what could not be set as asked is a warning with its place.
#[must_use]
pub fn layout(document: &Document, style: &Stylesheet, fonts: &FontSet) -> Warned<PagedDocument> {
    let design = Design::new(style, document);
    let mut shaper = Shaper::new(fonts);
    let (flows, structure) = collect::collect(document, &design);
    let mut warnings = Vec::new();
    let rows = flow::set(&flows, &design, document, &mut shaper, &mut warnings);
    let mut paged = paginate::paginate(rows, &design);
    paged.structure = structure;
    furniture::add(&mut paged, document, &design, &mut shaper);
    Warned { value: paged, warnings: diagnostics(warnings) }
}

/// Warnings for people, in source order, a missing character only once.
fn diagnostics(mut warnings: Vec<SourceWarning>) -> Vec<Diagnostic> {
    warnings.sort_by_key(SourceWarning::offset);
    let mut told = BTreeSet::new();
    warnings.retain(|warning| match *warning {
        SourceWarning::MissingGlyph { character, .. } => told.insert(character),
        SourceWarning::Overfull { .. } => true,
    });
    warnings.into_iter().map(SourceWarning::into_diagnostic).collect()
}
