//! What earlier runs made, for `--skip-unchanged`: a journal beside the results.
//!
//! In: a source with everything its books depend on. Out: whether its books are there, whole and made of the same. The
//! journal is a file of JSON lines, one for each source, added after its books are in place; a line that an
//! interruption tore, and a book that is not what the journal says, only mean that the book is made again.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::{Value, json};
use warraq::diagnostic::{Diagnostic, Others, Severity, Span};
use warraq::document::{Document, Metadata};
use warraq::style::Stylesheet;

use super::build::Made;
use super::outputs::Output;
use super::read;
use super::settings::{Asked, Settings};
use super::write::write_whole;

const FILE_NAME: &str = ".warraq-state.jsonl";
/// Bytes of a journal or of a book that are looked at; of more is taken that it is out of date.
const MOST_BYTES: u64 = 1 << 30;

/// A hash over all that books of a source depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key(String);

impl Key {
    /// Hashes text, pictures, fonts, all options as they were given and what they mean, and the version of the program.
    pub(super) fn of(text: &str, asked: &Asked, document: &Document, style: &Stylesheet, settings: &Settings) -> Key {
        let mut hasher = blake3::Hasher::new();
        let mut add = |part: &[u8]| {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        };
        add(env!("CARGO_PKG_VERSION").as_bytes());
        add(text.as_bytes());
        // A source saved again without a change counts as the same.
        let metadata = Metadata { modified: None, ..document.metadata.clone() };
        add(format!("{metadata:?} {style:?}").as_bytes());
        add(settings.said.as_bytes());
        add(format!("{asked:?} {:?} {:?}", settings.pdf, settings.epub).as_bytes());
        for (path, image) in &document.images {
            add(path.as_bytes());
            add(&image.bytes);
        }
        for font in settings.fonts.faces().iter().filter(|font| font.data.is_foreign()) {
            add(&font.data);
        }
        Key(hasher.finalize().to_hex().to_string())
    }
}

/// What is known of one source's books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    /// The books.
    pub(super) made: Vec<Made>,
    /// What was noticed while making them.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The journal.
#[derive(Debug)]
pub(super) struct Memory {
    path: PathBuf,
    /// Lines of earlier runs, by the path of the first book.
    known: BTreeMap<String, String>,
    /// Where this run adds its lines.
    file: Mutex<Option<File>>,
}

impl Memory {
    /// Reads the journal of a folder, and writes it anew without what is out of date.
    pub(super) fn open(folder: &Path) -> Memory {
        let path = folder.join(FILE_NAME);
        let text = read::bounded_text(&path, MOST_BYTES).unwrap_or_default();
        let line = |line: &str| Some((first_path(&serde_json::from_str(line).ok()?)?, line.to_owned()));
        let known: BTreeMap<String, String> = text.lines().filter_map(line).collect();
        let compact: String = known.values().map(|line| format!("{line}\n")).collect();
        // A journal that cannot be written only means that nothing is remembered; the books' own folder is reported.
        let written = text == compact || write_whole(&path, compact.as_bytes()).is_ok();
        let file = if written && !compact.is_empty() { append(&path) } else { None };
        Memory { path, known, file: Mutex::new(file) }
    }

    /// What is known of a source, if its books are there as they were made.
    pub(super) fn recall(&self, key: &Key, outputs: &[Output]) -> Option<Known> {
        let line = self.known.get(&outputs.first()?.path.display().to_string())?;
        let record: Value = serde_json::from_str(line).ok()?;
        let books = record["books"].as_array()?;
        if record["key"] != key.0.as_str() || books.len() != outputs.len() {
            return None;
        }
        let made = books.iter().zip(outputs).map(|(book, output)| whole(book, output)).collect::<Option<_>>()?;
        let diagnostics = record["noticed"].as_array()?.iter().map(diagnostic).collect::<Option<_>>()?;
        Some(Known { made, diagnostics })
    }

    /// Adds a source whose books are now in place.
    pub(super) fn remember<'bytes>(
        &self,
        key: Key,
        made: &[Made],
        contents: impl Iterator<Item = &'bytes [u8]>,
        noticed: &[Diagnostic],
    ) {
        let books: Vec<Value> = made
            .iter()
            .zip(contents)
            .map(|(book, bytes)| {
                let path = book.path.display().to_string();
                json!({ "path": path, "hash": hash(bytes), "pages": book.pages })
            })
            .collect();
        let noticed: Vec<Value> = noticed.iter().map(record).collect();
        let line = format!("{}\n", json!({ "key": key.0, "books": books, "noticed": noticed }));
        let mut file = self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if file.is_none() {
            *file = append(&self.path);
        }
        // One call, so that lines stay whole; if it fails, the source is made again next time.
        let _ = file.as_mut().map(|file| file.write_all(line.as_bytes()));
    }
}

fn append(path: &Path) -> Option<File> {
    OpenOptions::new().create(true).append(true).open(path).ok()
}

fn first_path(record: &Value) -> Option<String> {
    record["books"][0]["path"].as_str().map(str::to_owned)
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// A book of the journal, if the file is the one that was made.
fn whole(book: &Value, output: &Output) -> Option<Made> {
    let bytes = read::bounded(&output.path, MOST_BYTES).ok()?;
    let same = book["path"] == output.path.display().to_string() && book["hash"] == hash(&bytes);
    let pages = book["pages"].as_u64().and_then(|pages| usize::try_from(pages).ok());
    same.then(|| Made { path: output.path.clone(), format: output.format, bytes: bytes.len(), pages })
}

fn record(diagnostic: &Diagnostic) -> Value {
    let place = |span: Option<Span>| span.map(|span| [span.start, span.end]);
    let examples: Vec<Value> =
        diagnostic.others.examples.iter().map(|(span, message)| json!([place(*span), message])).collect();
    json!({
        "note": diagnostic.severity == Severity::Note,
        "code": diagnostic.code.as_str(),
        "topic": diagnostic.topic,
        "place": place(diagnostic.span),
        "message": diagnostic.message,
        "hints": diagnostic.hints,
        "others": diagnostic.others.count,
        "examples": examples,
    })
}

fn diagnostic(record: &Value) -> Option<Diagnostic> {
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    let span = |place: &Value| number(&place[0]).zip(number(&place[1])).map(|(start, end)| Span::new(start, end));
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let example = |example: &Value| Some((span(&example[0]), text(&example[1])?));
    let others = Others {
        count: number(&record["others"])?,
        examples: record["examples"].as_array()?.iter().map(example).collect::<Option<_>>()?,
    };
    Some(Diagnostic {
        severity: if record["note"] == true { Severity::Note } else { Severity::Warning },
        code: record["code"].as_str()?.parse().ok()?,
        topic: text(&record["topic"])?,
        span: span(&record["place"]),
        message: text(&record["message"])?,
        hints: record["hints"].as_array()?.iter().map(text).collect::<Option<_>>()?,
        others,
    })
}

#[cfg(test)]
mod tests {
    use super::super::args::BookFormat;
    use warraq::diagnostic::Code;

    use std::fs;

    use super::*;

    /// Remembers one book, does something to its folder, and says whether the book is still known.
    fn check(key: &str, harm: impl FnOnce(&Path), expected: bool) {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("خبر.pdf");
        fs::write(&path, "كتاب").unwrap();
        let made = [Made { path: path.clone(), format: BookFormat::Pdf, bytes: 8, pages: Some(3) }];
        let others = Others { count: 7, examples: vec![(None, "one".into()), (Some(Span::new(8, 9)), "two".into())] };
        let noticed = [Diagnostic::warning(Code::MissingPicture, Span::new(1, 4), "a matter")
            .about("topic")
            .with_hint("do this")];
        let noticed = noticed.map(|diagnostic| Diagnostic { others: others.clone(), ..diagnostic });
        let content = "كتاب".as_bytes();
        Memory::open(root.path()).remember(Key("k".into()), &made, [content].into_iter(), &noticed);
        harm(root.path());
        let known = Memory::open(root.path()).recall(&Key(key.into()), &[Output { path, format: BookFormat::Pdf }]);
        assert_eq!(known.is_some(), expected);
        if let Some(known) = known {
            assert_eq!((known.made.as_slice(), known.diagnostics.as_slice()), (&made[..], &noticed[..]));
        }
    }

    #[test]
    fn a_book_is_known_while_it_and_its_source_stay_the_same() {
        check("k", |_| (), true);
        check("other", |_| (), false);
        check("k", |root| fs::write(root.join("خبر.pdf"), "كتاب آخر").unwrap(), false);
        check("k", |root| fs::remove_file(root.join("خبر.pdf")).unwrap(), false);
        check("k", |root| fs::remove_file(root.join(FILE_NAME)).unwrap(), false);
    }

    #[test]
    fn a_torn_line_is_passed_over() {
        let tear = |root: &Path| append(&root.join(FILE_NAME)).unwrap().write_all(b"{\"key\": \"k\", \"bo").unwrap();
        check("k", tear, true);
    }
}
