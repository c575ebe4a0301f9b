//! Reports as JSON, for programs: one object a line, with the schema that `docs/report.md` documents.

use std::fs::{self, File};
use std::path::Path;

use serde_json::{Value, json};
use warraq::diagnostic::{Code, Diagnostic, Location, Severity, Span};

use super::build::{Made, Report};
use super::read;
use super::render::Note;
use super::write::reason;

/// The key that every record has.
const KEY: &[u8] = b"\"schema\":";
/// Version of the schema; it grows when a field changes its meaning or goes, not when one is added.
pub(super) const SCHEMA: u32 = 1;

/// A new report file, in the place of an earlier report or of nothing: no other file is overwritten.
pub(super) fn create(path: &Path) -> Result<File, Diagnostic> {
    /// Where a report says its schema: in its first record, behind the messages of the source.
    const LOOKED_AT: u64 = 1 << 20;
    let wrong = |reason: String| {
        let message = format!("the report {} {reason}", path.display());
        Diagnostic::error(Code::Unwritable, None, message)
    };
    let is_other = fs::metadata(path).is_ok_and(|there| there.is_file() && there.len() > 0)
        && read::beginning(path, LOOKED_AT).is_ok_and(|bytes| !is_report(&bytes));
    if is_other {
        let hint = "choose another name, such as report.jsonl, or remove the file";
        return Err(wrong("would overwrite a file that is no report".into()).with_hint(hint));
    }
    File::create(path).map_err(|cause| wrong(format!("cannot be written: {}", reason(&cause))))
}

/// Whether a file begins with a record, as far as it was read.
fn is_report(bytes: &[u8]) -> bool {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    line.starts_with(b"{\"") && line.windows(KEY.len()).any(|part| part == KEY)
}

/// What came of one source.
pub(super) fn source(report: &Report) -> Value {
    let status = match report {
        _ if report.failed() => "failed",
        Report { unchanged: true, .. } => "unchanged",
        _ => "made",
    };
    let mut record = json!({
        "schema": SCHEMA,
        "type": if report.bound.is_empty() { "source" } else { "book" },
        "input": report.name,
        "status": status,
        "outputs": report.made.iter().map(output).collect::<Vec<_>>(),
        "messages": report.notes.iter().map(message).collect::<Vec<_>>(),
        "milliseconds": (report.time.as_secs_f64() * 1e5).round() / 100.0,
    });
    if !report.bound.is_empty() {
        record["sources"] = json!(report.bound);
    }
    record
}

fn output(made: &Made) -> Value {
    let path = made.path.display().to_string();
    json!({ "path": path, "format": made.format.extension(), "bytes": made.bytes, "pages": made.pages })
}

/// Another of the kind of a diagnostic.
fn other(((_, message), location): (&(Option<Span>, String), &Option<Location>)) -> Value {
    let (line, column) = (location.map(|location| location.line), location.map(|location| location.column));
    json!({ "line": line, "column": column, "message": message })
}

/// One diagnostic.
pub(super) fn message(note: &Note) -> Value {
    let severity = match note.severity() {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let mut message = json!({
        "severity": severity,
        "code": note.diagnostic.code.as_str(),
        "line": note.location.map(|location| location.line),
        "column": note.location.map(|location| location.column),
        "message": note.diagnostic.message,
        "hints": note.diagnostic.hints,
        "count": note.diagnostic.others.count + 1,
    });
    if note.diagnostic.others.count > 0 {
        message["others"] = note.diagnostic.others.examples.iter().zip(&note.others).map(other).collect();
    }
    if let Some(source) = &note.source {
        message["source"] = json!(source);
    }
    message
}
