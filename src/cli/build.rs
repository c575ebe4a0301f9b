//! One source from file to books: read, decode, parse, load pictures, make each format, write.
//!
//! In: a [`Job`] and the [`Settings`]. Out: a [`Report`]; nothing is printed here. All books of a source are made before
//! the first is written, so that a source which fails leaves nothing behind.

use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use warraq::diagnostic::{Diagnostic, Error, Severity, Source, Warned};
use warraq::document::Document;
use warraq::parse::MAX_SOURCE_BYTES;
use warraq::{assets, epub, layout, parse, pdf};

use super::args::BookFormat;
use super::inputs::Refused;
use super::outputs::Job;
use super::settings::Settings;
use super::write::write_whole;

/// What came of one source.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// The source's name, as the user would write it.
    pub(super) name: String,
    /// Its text, once decoded.
    pub(super) source: Option<Source>,
    /// What was noticed, in source order, an error last.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Files written.
    pub(super) made: Vec<PathBuf>,
}

impl Report {
    /// Whether the source was not made into all its books.
    pub(super) fn failed(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

impl From<&Refused> for Report {
    fn from(refused: &Refused) -> Report {
        let name = refused.path.display().to_string();
        Report { name, diagnostics: vec![refused.diagnostic.clone()], ..Report::default() }
    }
}

/// Makes all books of one source. A fault of our own is reported like any other, so that it does not stop the rest.
pub(super) fn build(job: &Job, settings: &Settings) -> Report {
    let mut report = Report { name: job.input.path.display().to_string(), ..Report::default() };
    let outcome = catch_unwind(AssertUnwindSafe(|| make(job, settings, &mut report)));
    let failure = outcome.unwrap_or_else(|_| {
        let fault = Diagnostic::error(None, "warraq itself failed on this source");
        Err(fault.with_hint("please report it as a bug, with the source and the lines above"))
    });
    report.diagnostics.sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
    report.diagnostics.dedup();
    report.diagnostics.extend(failure.err());
    report
}

fn make(job: &Job, settings: &Settings, report: &mut Report) -> Result<(), Diagnostic> {
    let bytes = read(&job.input.path)?;
    let reading = parse::read(&report.name, bytes, job.input.format, &settings.overrides).map_err(diagnostic)?;
    report.source = Some(reading.source);
    let mut document = reading.document.map_err(diagnostic)?;
    report.diagnostics.append(&mut document.warnings);
    let folder = job.input.path.parent().unwrap_or(Path::new(""));
    report.diagnostics.append(&mut assets::load_images(&mut document.value, folder));

    let books = job.outputs.par_iter().map(|output| book(&document.value, output.format, settings));
    let books: Vec<_> = books.collect::<Result<_, _>>().map_err(diagnostic)?;
    for (output, mut book) in job.outputs.iter().zip(books) {
        report.diagnostics.append(&mut book.warnings);
        write_whole(&output.path, &book.value)?;
        report.made.push(output.path.clone());
    }
    Ok(())
}

/// The bytes of a source; of one that is too large only so many that `decode` sees it.
fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let file = File::open(path);
    let read = file.and_then(|file| file.take(MAX_SOURCE_BYTES as u64 + 1).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(|cause| Diagnostic::error(None, format!("cannot be read: {cause}")))
}

/// One book as bytes.
fn book(document: &Document, format: BookFormat, settings: &Settings) -> Result<Warned<Vec<u8>>, Error> {
    let Settings { stylesheet, fonts, timestamp, .. } = settings;
    match format {
        BookFormat::Epub => {
            let options = epub::EpubOptions { timestamp: *timestamp, ..epub::EpubOptions::default() };
            epub::write(document, fonts, stylesheet, &options)
        }
        BookFormat::Pdf => {
            let pages = layout::layout(document, stylesheet, fonts);
            let value = pdf::write(&pages.value, document, fonts, &pdf::PdfOptions { timestamp: *timestamp })?;
            Ok(Warned { value, warnings: pages.warnings })
        }
    }
}

/// An error of the library, for people.
fn diagnostic(error: Error) -> Diagnostic {
    match error {
        Error::Source(diagnostic) => diagnostic,
        other => Diagnostic::error(None, other.to_string()),
    }
}
