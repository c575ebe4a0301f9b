//! The judge of finished books: opens an EPUB, made here or elsewhere, and says what is wrong in it.
//!
//! ```text
//! bytes ── archive (OCF), encryption ──> files ── package ──> manifest, spine ── pages, css, fonts ──> diagnostics
//! ```
//!
//! In: the bytes of an EPUB. Out: [`Diagnostic`]s, each naming its file; an error is what breaks a rule of EPUB 3.3 or
//! keeps readers out, a warning what reading systems stumble over. Books are untrusted: sizes and counts are bounded,
//! and nothing is run, fetched or written.

mod archive;
mod attributes;
pub mod css;
mod encryption;
mod fonts;
mod html;
mod metadata;
mod navigation;
mod package;
mod pages;
mod path;
mod report;
mod woff;
mod words;
mod xml;

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use archive::Archive;
use package::Package;
use report::Report;

/// Judges a book. An empty list means that nothing was found.
#[must_use]
pub fn check(epub: &[u8]) -> Vec<Diagnostic> {
    let mut report = Report::default();
    if let Some(mut archive) = Archive::open(epub, &mut report) {
        archive.close(encryption::read(&archive, &mut report));
        contents(&archive, &mut report);
    }
    report.finish()
}

fn contents(archive: &Archive, report: &mut Report) {
    let Some(path) = package::locate(archive, report) else { return };
    let Some(package) = Package::read(archive, &path, report) else { return };
    package.check(archive, report);
    let mut sheets = BTreeSet::new();
    let mut letters = fonts::Letters::default();
    let pages = pages::read(archive, &package, report);
    for page in pages.values() {
        page.check(archive, &package, &pages, report);
        sheets.extend(page.sheets.iter().cloned());
        letters.add(&page.text);
    }
    package.check_pictures(archive, report);
    sheets.extend(package.of_type("text/css"));
    navigation::check(archive, &package, &pages, report);
    let mut faces = fonts::Faces::default();
    for sheet in &sheets {
        faces.add_sheet(archive, sheet, report);
    }
    faces.check(archive, &letters, report);
}

#[cfg(test)]
mod tests;
