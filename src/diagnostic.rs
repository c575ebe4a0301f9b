//! What the library says to people, and how it fails.
//!
//! In: places in a source and what was noticed there. Out: [`Diagnostic`] for people (a code, a place, a message,
//! hints that say what to do) and [`Error`] for code. Warnings travel beside a result in [`Warned`]; nothing is printed here.

mod code;
mod gather;
mod noticed;
mod places;
mod wording;

use std::fmt;
use std::path::PathBuf;

pub use self::code::{Code, UnknownCode};
pub use self::gather::{Others, gather};
pub(crate) use self::noticed::Noticed;
pub use self::places::Places;

/// A stretch of a source's text, as byte offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` up to `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }
}

/// The decoded text of one input and the name it is reported under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// File name as the user gave it, or `<stdin>`.
    pub name: String,
    /// The whole text, decoded, without a byte order mark.
    pub text: String,
}

/// A place for people: both numbers count from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Line number.
    pub line: usize,
    /// Character number within the line.
    pub column: usize,
}

impl Location {
    const START: Location = Location { line: 1, column: 1 };

    /// Where one is after some text that begins here.
    fn after(self, text: &str) -> Location {
        match text.rfind('\n') {
            Some(newline) => Location {
                line: self.line + text.bytes().filter(|&byte| byte == b'\n').count(),
                column: text[newline + 1..].chars().count() + 1,
            },
            None => Location { line: self.line, column: self.column + text.chars().count() },
        }
    }
}

impl Source {
    /// Line and column of a byte offset; an offset past the end is taken as the end. For many places of one source
    /// [`Places`] is the faster way.
    #[must_use]
    pub fn location(&self, offset: usize) -> Location {
        Location::START.after(&self.text[..self.text.floor_char_boundary(offset.min(self.text.len()))])
    }
}

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing, nothing is wrong.
    Note,
    /// The output is made, but something in it is not as the source asked.
    Warning,
    /// No output is made.
    Error,
}

/// One thing to tell the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What kind of thing it is; it stays the same where messages are worded anew.
    pub code: Code,
    /// Where in the source, if it has a place.
    pub span: Option<Span>,
    /// What it is about where that keeps it apart from others of its code: a key, a script; else empty.
    pub topic: String,
    /// What was noticed: lower case, names the thing, no full stop.
    pub message: String,
    /// What the user can do about it, one sentence each.
    pub hints: Vec<String>,
    /// What else there is of its kind, once diagnostics are gathered.
    pub others: Others,
}

impl Diagnostic {
    /// A warning at a place.
    #[must_use]
    pub fn warning(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            code,
            topic: String::new(),
            span: span.into(),
            message: wording::readable(message.into()),
            hints: Vec::new(),
            others: Others::default(),
        }
    }

    /// A note at a place.
    #[must_use]
    pub fn note(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Note, ..Diagnostic::warning(code, span, message) }
    }

    /// An error at a place.
    #[must_use]
    pub fn error(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Error, ..Diagnostic::warning(code, span, message) }
    }

    /// The same, kept apart from those of its code that are about something else.
    #[must_use]
    pub fn about(mut self, topic: impl Into<String>) -> Diagnostic {
        self.topic = topic.into();
        self
    }

    /// Its place and those of the others of its kind.
    pub(crate) fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        let others = self.others.examples.iter_mut().map(|(span, _)| span);
        [&mut self.span].into_iter().chain(others).flatten()
    }

    /// The same with one more hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hints.push(wording::readable(hint.into()));
        self
    }
}

/// The note on text whose no-break spaces are set as plain ones, the same for both books.
pub(crate) fn held_together(span: Option<Span>) -> Diagnostic {
    Diagnostic::note(
        Code::NoBreakSpace,
        span,
        "no-break spaces hold more together than a line can hold, so lines are broken at them",
    )
    .with_hint("write plain spaces where lines may break")
}

/// The warning of a picture that carries content and has no alternative text, the same for both books.
pub(crate) fn undescribed(path: &str, span: Option<Span>) -> Diagnostic {
    let message = format!("the picture `{path}` has no alternative text, so the book claims less accessibility");
    Diagnostic::warning(Code::MissingAlternative, span, message)
        .with_hint("describe in a few words what the picture shows, for those who do not see it")
}

/// A result and what was noticed while making it, in source order where it has one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Warned<T> {
    /// The result.
    pub value: T,
    /// What was noticed.
    pub warnings: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A result with nothing to say about it.
    #[must_use]
    pub const fn silent(value: T) -> Warned<T> {
        Warned { value, warnings: Vec::new() }
    }
}

/// Why a source could not be turned into a book.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or written.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The source itself is at fault; the diagnostic says where and what to do.
    Source(Diagnostic),
    /// A font file could not be used.
    Font {
        /// Which font.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A writer refused what it was given.
    Writer {
        /// `EPUB` or `PDF`.
        format: &'static str,
        /// What the writer said.
        reason: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io { path, cause } => write!(out, "{}: {cause}", path.display()),
            Error::Source(diagnostic) => write!(out, "{}", diagnostic.message),
            Error::Font { name, reason } => write!(out, "font {name}: {reason}"),
            Error::Writer { format, reason } => write!(out, "the {format} could not be written: {reason}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_count_characters_not_bytes() {
        let source = Source { name: "a.txt".into(), text: "سطر أول\nسطر ثان".into() };
        let offset = source.text.find("ثان").unwrap();
        assert_eq!(source.location(offset), Location { line: 2, column: 5 });
        assert_eq!(source.location(usize::MAX).line, 2);
    }
}
