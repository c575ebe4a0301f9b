//! The archive of a Word file (ECMA-376-2, Open Packaging Conventions).
//!
//! In: its bytes. Out: its parts by name, none of them read before it is asked for, and all of them together no larger
//! than [`MAX_UNPACKED_BYTES`], whatever the archive says of itself.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::xml::{self, Element};
use crate::diagnostic::{Code, Diagnostic, Error};
use crate::parse::MAX_SOURCE_BYTES;

/// The most that a file may unpack to, in bytes.
pub(super) const MAX_UNPACKED_BYTES: u64 = 256 << 20;

/// The most entries of an archive.
const MAX_ENTRIES: usize = 10_000;

/// An open Word file.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens the archive.
    ///
    /// # Errors
    /// [`Error::Source`] for what is no archive, or has too many entries.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, Error> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|cause| broken(&cause.to_string()))?;
        if zip.len() > MAX_ENTRIES {
            return Err(broken(&format!("its archive has {} entries; at most {MAX_ENTRIES}", zip.len())));
        }
        Ok(Archive { zip, left: MAX_UNPACKED_BYTES })
    }

    /// The bytes of a part; `None` where there is none of this name.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let Ok(entry) = self.zip.by_name(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        entry.take(self.left + 1).read_to_end(&mut bytes).map_err(|cause| broken(&format!("{name}: {cause}")))?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(too_large)?;
        Ok(Some(bytes))
    }

    /// A part as a tree.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Element>, Error> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        if bytes.len() > MAX_SOURCE_BYTES {
            return Err(broken(&format!(
                "{name} has {} bytes; at most {MAX_SOURCE_BYTES} (64 MiB) are read",
                bytes.len()
            )));
        }
        xml::read(&bytes).map(Some).map_err(|reason| broken(&format!("{name}: {reason}")))
    }

    /// Where the relationships of a part lead, by their id: addresses outside, or names of parts.
    pub(super) fn relationships(&mut self, name: &str) -> Result<BTreeMap<String, String>, Error> {
        let Some(part) = self.xml(name)? else { return Ok(BTreeMap::new()) };
        let all = part.find("Relationships").map(|list| list.children.as_slice()).unwrap_or_default();
        let pair = |one: &Element| Some((one.attr("Id")?.to_owned(), one.attr("Target")?.to_owned()));
        Ok(all.iter().filter_map(pair).collect())
    }
}

/// A Word file that cannot be read.
pub(super) fn broken(reason: &str) -> Error {
    let diagnostic = Diagnostic::error(Code::BrokenSource, None, format!("the Word file cannot be read: {reason}"));
    Error::Source(diagnostic.with_hint("open it in a word processor and save it anew as .docx"))
}

fn too_large() -> Error {
    let message = format!("the Word file unpacks to more than {MAX_UNPACKED_BYTES} bytes (256 MiB)");
    Error::Source(
        Diagnostic::error(Code::SourceTooLarge, None, message).with_hint("make its pictures smaller, or split it"),
    )
}
