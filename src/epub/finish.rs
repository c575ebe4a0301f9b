//! The finishing pass over epub-builder's archive.
//!
//! In: that archive and what its documents must say beyond their templates. Out: the final archive (EPUB 3.3, OCF):
//! `mimetype` first and stored, the package and its navigation next, every entry with the same time, so that the same
//! book always gives the same bytes. Entries that do not change are copied as they are, compressed.

use std::io::{Cursor, Read, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::amend::{Amendment, amend};
use super::faces::Faces;
use crate::diagnostic::Error;

/// The first entries, in their order; the others follow in the order in which they were added.
const FIRST: [&str; 6] =
    ["mimetype", "META-INF/container.xml", APPLE_OPTIONS, "OEBPS/content.opf", "OEBPS/nav.xhtml", "OEBPS/toc.ncx"];
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
    /// [`Error::Writer`] when the archive is not as expected.
    pub(super) fn apply(&self, archive: Vec<u8>) -> Result<Vec<u8>, Error> {
        let mut source = ZipArchive::new(Cursor::new(archive)).map_err(refused)?;
        let mut target = ZipWriter::new(Cursor::new(Vec::new()));
        let mut names: Vec<String> = source.file_names().map(Into::into).collect();
        names.sort_by_key(|name| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
        names.retain(|name| !self.faces.embedded.is_empty() || name != APPLE_OPTIONS);
        for name in &names {
            match self.amendments(name) {
                None => copy(&mut source, &mut target, name).map_err(refused)?,
                Some(amendments) => {
                    let document = read(&mut source, name).map_err(refused)?;
                    let amended =
                        amend(&document, amendments).map_err(|reason| refused(format!("{name}: {reason}")))?;
                    write(&mut target, name, &amended).map_err(refused)?;
                }
            }
        }
        for (href, licence) in &self.faces.licences {
            write(&mut target, &format!("OEBPS/{href}"), licence).map_err(refused)?;
        }
        Ok(target.finish().map_err(refused)?.into_inner())
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

type Source = ZipArchive<Cursor<Vec<u8>>>;
type Target = ZipWriter<Cursor<Vec<u8>>>;

/// 1980-01-01T00:00:00, where the calendar of ZIP begins.
fn fixed_time() -> DateTime {
    DateTime::default()
}

fn copy(source: &mut Source, target: &mut Target, name: &str) -> ZipResult<()> {
    target.raw_copy_file_touch(source.by_name(name)?, fixed_time(), None)
}

fn read(source: &mut Source, name: &str) -> ZipResult<String> {
    let mut document = String::new();
    source.by_name(name)?.read_to_string(&mut document)?;
    Ok(document)
}

fn write(target: &mut Target, name: &str, document: &str) -> ZipResult<()> {
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(fixed_time());
    target.start_file(name, options)?;
    target.write_all(document.as_bytes())?;
    Ok(())
}
