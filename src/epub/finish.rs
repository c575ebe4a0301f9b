//! The finishing pass over epub-builder's files.
//!
//! In: those files and what they must say beyond their templates. Out: the archive (EPUB 3.3, OCF): `mimetype` first
//! and stored, the package and its navigation next, every entry with the same time, so that the same book always gives
//! the same bytes.

use std::io::{Cursor, Write};

use rayon::prelude::*;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::amend::{Amendment, amend};
use super::assemble::{Entry, FOLDER};
use super::faces::Faces;
use crate::diagnostic::Error;

/// The first entries, in their order; the others follow in the order in which they were added.
const FIRST: [&str; 6] =
    [MIMETYPE, "META-INF/container.xml", APPLE_OPTIONS, "OEBPS/content.opf", "OEBPS/nav.xhtml", "OEBPS/toc.ncx"];
/// Tells the archive's kind at a fixed place (OCF, 4.2).
const MIMETYPE: &str = "mimetype";
/// Apple's leave to use the fonts of the book.
const APPLE_OPTIONS: &str = "META-INF/com.apple.ibooks.display-options.xml";

/// What is to be changed.
pub(super) struct Finish<'a> {
    /// Changes to `content.opf`.
    pub(super) package: &'a [Amendment<'a>],
    /// Changes to `nav.xhtml`.
    pub(super) nav: &'a [Amendment<'a>],
    /// Changes to `toc.ncx`.
    pub(super) ncx: &'a [Amendment<'a>],
    /// The embedded fonts, whose licences go along; without any, nothing is said to Apple of fonts.
    pub(super) faces: &'a Faces,
}

impl Finish<'_> {
    /// The finished archive.
    ///
    /// # Errors
    /// [`Error::Writer`] when the files are not as expected.
    #[inline(never)]
    pub(super) fn apply(&self, mut entries: Vec<Entry<'_>>) -> Result<Vec<u8>, Error> {
        entries.retain(|entry| !self.faces.embedded.is_empty() || entry.name != APPLE_OPTIONS);
        for Entry { name, data } in &mut entries {
            if let Some(amendments) = self.amendments(name) {
                let document = std::str::from_utf8(data).map_err(refused)?;
                let amended = amend(document, amendments);
                *data = amended.map_err(|reason| refused(format!("{name}: {reason}")))?.into_bytes().into();
            }
        }
        let licences = self.faces.licences.iter();
        let licence = |(href, text): (&String, &&'static str)| Entry {
            name: format!("{FOLDER}{href}"),
            data: text.as_bytes().into(),
        };
        entries.extend(licences.map(licence));
        entries.sort_by_key(|entry| FIRST.iter().position(|first| first == &entry.name).unwrap_or(FIRST.len()));
        archive(&entries).map_err(refused)
    }

    fn amendments(&self, name: &str) -> Option<&[Amendment<'_>]> {
        match name {
            "OEBPS/content.opf" => Some(self.package),
            "OEBPS/nav.xhtml" => Some(self.nav),
            "OEBPS/toc.ncx" => Some(self.ncx),
            _ => None,
        }
    }
}

/// The error of a writer, from whatever it said.
pub(super) fn refused(cause: impl ToString) -> Error {
    Error::Writer { format: "EPUB", reason: cause.to_string() }
}

/// The archive of all entries, compressed by all processors.
fn archive(entries: &[Entry<'_>]) -> ZipResult<Vec<u8>> {
    // Each by itself: a font takes as long as ten chapters.
    let singles: Vec<ZipResult<Vec<u8>>> = entries.par_iter().with_max_len(1).map(single).collect();
    let mut whole = ZipWriter::new(Cursor::new(Vec::new()));
    for single in singles {
        whole.merge_archive(ZipArchive::new(Cursor::new(single?))?)?;
    }
    Ok(whole.finish()?.into_inner())
}

/// Higher levels take an eighth more time for a two-hundredth of the size.
const LEVEL: i64 = 4;

/// Below this size, in bytes, compressing saves less than it takes to make a compressor ready.
const WORTHWHILE: usize = 512;

/// More than headers and directory of one entry take. What cannot be compressed grows by less than a thousandth.
const OVERHEAD: usize = 1 << 10;

/// An archive of one entry.
fn single(entry: &Entry<'_>) -> ZipResult<Vec<u8>> {
    let is_stored = entry.name == MIMETYPE || entry.data.len() < WORTHWHILE;
    let method = if is_stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    // 1980-01-01T00:00:00, where the calendar of ZIP begins.
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .compression_level((method == CompressionMethod::Deflated).then_some(LEVEL))
        .last_modified_time(DateTime::default());
    // The room is taken before the compressor's, and not given back for more: else each leaves a hole in the heap.
    let mut single =
        ZipWriter::new(Cursor::new(Vec::with_capacity(entry.data.len() + entry.data.len() / 1000 + OVERHEAD)));
    single.start_file(&entry.name, options)?;
    single.write_all(&entry.data)?;
    Ok(single.finish()?.into_inner())
}
