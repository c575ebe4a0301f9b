//! Reports as JSON, for programs: one object a line, with the schema that `docs/report.md` documents.

use serde_json::{Value, json};
use warraq::diagnostic::{Location, Severity, Span};

use super::build::{Made, Report};
use super::render::Note;

/// Version of the schema; it grows when a field changes its meaning or goes, not when one is added.
pub(super) const SCHEMA: u32 = 1;

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
