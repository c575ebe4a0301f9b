//! What is wrong with a project file: keys and a sentence in, a note with line and column out.

use std::ops::Range;
use std::path::Path;

use toml::de::DeTable;
use warraq::diagnostic::{Code, Diagnostic, Places, Source, Span};

use crate::cli::render::Note;

/// Something wrong, and where.
#[derive(Debug)]
pub(super) struct Fault {
    place: Place,
    diagnostic: Diagnostic,
}

/// How the place is known.
#[derive(Debug)]
enum Place {
    /// By the keys that lead there; the last that is found counts.
    Keys(Vec<String>),
    /// By its bytes.
    Bytes(Option<Range<usize>>),
}

impl Fault {
    /// A fault of what stands under a key, the tables that it is in before it.
    pub(super) fn of(keys: &[&str], message: impl Into<String>) -> Fault {
        let keys = keys.iter().map(|&key| key.to_owned()).collect();
        Fault { place: Place::Keys(keys), diagnostic: Diagnostic::error(Code::ProjectFile, None, message.into()) }
    }

    pub(super) fn with_hint(self, hint: &str) -> Fault {
        Fault { diagnostic: self.diagnostic.with_hint(hint), ..self }
    }

    /// The fault with its place in the text of the file.
    pub(super) fn note(self, file: &Path, text: String) -> Box<Note> {
        let bytes = match self.place {
            Place::Keys(keys) => place(&text, &keys),
            Place::Bytes(bytes) => bytes,
        };
        let span = bytes.map(|bytes| Span::new(bytes.start, bytes.end));
        let source = Source { name: file.display().to_string(), text };
        Box::new(Note::new(Some(&Places::of(&source)), Diagnostic { span, ..self.diagnostic }).of(source.name))
    }
}

impl From<toml::de::Error> for Fault {
    fn from(error: toml::de::Error) -> Fault {
        Fault {
            place: Place::Bytes(error.span()),
            diagnostic: Diagnostic::error(Code::ProjectFile, None, error.message()),
        }
    }
}

/// Where the last of the keys stands, as far as they are there.
fn place(text: &str, keys: &[String]) -> Option<Range<usize>> {
    let document = DeTable::parse(text).ok()?;
    let mut table = Some(document.get_ref());
    let mut place = None;
    for key in keys {
        let Some((found, value)) = table.and_then(|table| table.iter().find(|(name, _)| same(name.get_ref(), key)))
        else {
            break;
        };
        place = Some(found.span());
        table = value.get_ref().as_table();
    }
    place
}

/// Keys may be written with hyphens or with underscores.
fn same(written: &str, key: &str) -> bool {
    written == key || written.replace('_', "-") == key
}
