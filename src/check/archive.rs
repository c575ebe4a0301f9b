//! The archive of a book (EPUB 3.3, 4: OCF).
//!
//! In: bytes. Out: the files by their names, unpacked within bounds, and what is wrong with the archive itself.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::report::Report;

/// A book with more files than this is not opened.
const MOST_FILES: usize = 20_000;
/// Unpacked, a file may have so many bytes, and all files together.
const LARGEST_FILE: u64 = 64 << 20;
const LARGEST_BOOK: u64 = 512 << 20;

/// The files of a book.
pub(super) struct Archive {
    files: BTreeMap<String, Vec<u8>>,
    closed: BTreeSet<String>,
}

impl Archive {
    /// Unpacks a book; `None` where it cannot be opened at all.
    pub(super) fn open(epub: &[u8], report: &mut Report) -> Option<Archive> {
        check_type(epub, report);
        let mut zip = match ZipArchive::new(Cursor::new(epub)) {
            Ok(zip) => zip,
            Err(cause) => {
                report.error("", format!("this is no ZIP archive: {cause}"));
                return None;
            }
        };
        if zip.len() > MOST_FILES {
            report.error("", format!("the archive holds {} files, more than are looked at", zip.len()));
            return None;
        }
        let mut archive = Archive { files: BTreeMap::new(), closed: BTreeSet::new() };
        let mut folded = BTreeSet::new();
        let mut left = LARGEST_BOOK;
        for index in 0..zip.len() {
            let (name, bytes) = match read(&mut zip, index, left.min(LARGEST_FILE)) {
                Ok(read) => read,
                Err((name, reason)) => {
                    report.error(&name, reason);
                    continue;
                }
            };
            if name.ends_with('/') {
                continue;
            }
            check_name(&name, report);
            if !folded.insert(name.to_lowercase()) {
                report.error(&name, "another file of the archive has the same name, but for the letter case");
            }
            left -= bytes.len() as u64;
            archive.files.insert(name, bytes);
        }
        Some(archive)
    }

    /// Says which files are encrypted.
    pub(super) fn close(&mut self, files: BTreeSet<String>) {
        self.closed = files;
    }

    /// Whether a file is encrypted, so that nothing can be said of what is in it.
    pub(super) fn is_closed(&self, name: &str) -> bool {
        self.closed.contains(name)
    }

    /// The bytes of a file.
    pub(super) fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// What a file holds, where readers can read it.
    pub(super) fn open_file(&self, name: &str) -> Option<&[u8]> {
        self.file(name).filter(|_| !self.is_closed(name))
    }

    /// The names of all files, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// A file as text, unless it is encrypted; what is not UTF-8 is reported.
    pub(super) fn text(&self, name: &str, report: &mut Report) -> Option<&str> {
        let bytes = self.open_file(name)?;
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
            Err(_) => {
                report.error(name, "it is not encoded in UTF-8");
                None
            }
        }
    }
}

type Entry = Result<(String, Vec<u8>), (String, String)>;

/// One file, of at most `limit` bytes.
fn read(zip: &mut ZipArchive<Cursor<&[u8]>>, index: usize, limit: u64) -> Entry {
    let known = zip.name_for_index(index).unwrap_or_default().to_owned();
    let entry = zip.by_index(index).map_err(|cause| (known.clone(), format!("it cannot be unpacked: {cause}")))?;
    let mut bytes = Vec::new();
    let mut limited = entry.take(limit + 1);
    limited.read_to_end(&mut bytes).map_err(|cause| (known.clone(), format!("it cannot be unpacked: {cause}")))?;
    if bytes.len() as u64 > limit {
        return Err((known, "unpacked it is too large to be looked at".into()));
    }
    Ok((known, bytes))
}

/// The first entry is `mimetype`, stored and without an extra field, so that the type stands at byte 38 (4.3).
fn check_type(epub: &[u8], report: &mut Report) {
    const TYPE: &[u8] = b"application/epub+zip";
    let name = epub.get(30..38);
    if name != Some(b"mimetype") {
        return report.error("mimetype", "it is not the first file of the archive");
    }
    if epub.get(8..10) != Some(&[0, 0]) {
        report.error("mimetype", "it is compressed; it must be stored as it is");
    } else if epub.get(28..30) != Some(&[0, 0]) {
        report.error("mimetype", "it has an extra field, which moves the type from its place");
    } else if epub.get(18..22) != Some(&(TYPE.len() as u32).to_le_bytes()) || epub.get(38..58) != Some(TYPE) {
        report.error("mimetype", "it does not say application/epub+zip and nothing else");
    }
}

/// Names that some system cannot keep, or that lead out of the book (4.2.2).
fn check_name(name: &str, report: &mut Report) {
    let is_forbidden = |letter: char| "\"*:<>?\\|".contains(letter) || letter.is_control();
    if name.starts_with('/') || name.split('/').any(|part| part == "..") {
        report.error(name, "its name leads out of the book");
    } else if name.contains(is_forbidden) || name.split('/').any(|part| part.ends_with('.')) {
        report.error(name, "its name holds characters that some systems cannot keep");
    }
}
