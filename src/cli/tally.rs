//! What a run comes to: reports in, a closing line, a record for programs and the exit code out.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use warraq::diagnostic::Severity;

use super::build::Report;
use super::exit_code::ExitCode;
use super::inputs::STREAM;
use super::record::SCHEMA;
use super::screen;

/// Sums over all sources; its size does not grow with their number.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    sources: usize,
    unchanged: usize,
    failed: usize,
    warnings: usize,
    warned: usize,
    files: usize,
    pages: usize,
    bytes: usize,
    /// Sources that books of several were bound of.
    bound: usize,
    /// The first two files.
    first: Vec<PathBuf>,
    /// Whether all files are in the folder of the first.
    scattered: bool,
}

impl Tally {
    /// Adds one source.
    pub(super) fn add(&mut self, report: &Report) {
        let warnings = report.count(Severity::Warning);
        self.sources += 1;
        self.failed += usize::from(report.failed());
        self.unchanged += usize::from(report.unchanged);
        self.warnings += warnings;
        self.warned += usize::from(warnings > 0);
        if report.unchanged {
            return;
        }
        self.bound += if report.made.is_empty() { 0 } else { report.bound.len() };
        for made in &report.made {
            self.files += 1;
            self.pages += made.pages.unwrap_or(0);
            self.bytes += made.bytes;
            let parent = |path: &Path| path.parent().map(Path::to_owned);
            self.scattered |= self.first.first().is_some_and(|first| parent(first) != parent(&made.path));
            if self.first.len() < 2 {
                self.first.push(made.path.clone());
            }
        }
    }

    /// How the run ends.
    pub(super) const fn exit_code(&self, interrupted: bool, fail_on_warnings: bool) -> ExitCode {
        if interrupted {
            ExitCode::Interrupted
        } else if self.failed > 0 {
            ExitCode::InputFailed
        } else if fail_on_warnings && self.warnings > 0 {
            ExitCode::Warnings
        } else {
            ExitCode::Done
        }
    }

    /// `made 6 files in out/ from 3 sources, 1 unchanged, 2 warnings in 1 source (12 pages, 1.4 MB, 0.3 s)`.
    pub(super) fn line(&self, time: Duration) -> String {
        let mut line = match (self.files, self.first.as_slice()) {
            (0, _) => "made nothing".to_owned(),
            (1, [one, ..]) => format!("made {}", shown(one)),
            (2, [first, second]) => format!("made {} and {}", shown(first), shown(second)),
            (many, first) => format!("made {many} files{}", self.folder(first)),
        };
        if self.bound > 0 {
            line += &format!(" of {}", counted(self.bound, "source"));
        } else if self.sources > 1 && self.files > 0 {
            line += &format!(" from {}", counted(self.sources - self.failed - self.unchanged, "source"));
        }
        if self.unchanged > 0 {
            line += &format!(", {} unchanged", self.unchanged);
        }
        if self.warnings > 0 {
            line += &format!(", {}", counted(self.warnings, "warning"));
        }
        if self.warnings > 0 && self.sources > 1 {
            line += &format!(" in {}", counted(self.warned, "source"));
        }
        if self.failed > 0 {
            line += &format!(", {} failed", counted(self.failed, "source"));
        }
        if self.files > 0 {
            let pages = if self.pages > 0 { format!("{}, ", counted(self.pages, "page")) } else { String::new() };
            line += &format!(" ({pages}{}, {:.1} s)", size(self.bytes), time.as_secs_f64());
        }
        line
    }

    /// ` in FOLDER`, when all files are in one.
    fn folder(&self, first: &[PathBuf]) -> String {
        let folder = first.first().and_then(|path| path.parent()).filter(|folder| *folder != Path::new(""));
        folder.filter(|_| !self.scattered).map_or_else(String::new, |folder| format!(" in {}", screen::name(folder)))
    }

    /// The same for programs.
    pub(super) fn record(&self, time: Duration, interrupted: bool) -> Value {
        json!({
            "schema": SCHEMA,
            "type": "summary",
            "sources": self.sources,
            "made": self.sources - self.failed - self.unchanged,
            "unchanged": self.unchanged,
            "with_warnings": self.warned,
            "failed": self.failed,
            "warnings": self.warnings,
            "files": self.files,
            "pages": self.pages,
            "bytes": self.bytes,
            "milliseconds": (time.as_secs_f64() * 1e5).round() / 100.0,
            "interrupted": interrupted,
        })
    }
}

/// A book's place, for people.
fn shown(path: &Path) -> String {
    if path == Path::new(STREAM) { "<stdout>".into() } else { screen::name(path) }
}

/// `830 kB`, `1.4 MB`.
fn size(bytes: usize) -> String {
    if bytes < 1_000_000 { format!("{} kB", bytes.div_ceil(1000)) } else { format!("{:.1} MB", bytes as f64 / 1e6) }
}

/// `1 source`, `2 sources`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
