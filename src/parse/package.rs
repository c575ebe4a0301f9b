//! The archive that a Word file (ECMA-376-2), an OpenDocument file or an EPUB is.
//!
//! In: its bytes. Out: its parts by name, none of them read before it is asked for, and all of them together no larger
//! than [`MAX_UNPACKED_BYTES`], whatever the archive says of itself.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::MAX_SOURCE_BYTES;
use super::xml::{self, Element};
use crate::diagnostic::{Code, Diagnostic, Error};

/// The most that a file may unpack to, in bytes.
pub(super) const MAX_UNPACKED_BYTES: u64 = 256 << 20;

/// The most entries of an archive.
const MAX_ENTRIES: usize = 10_000;

/// What is read as an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    OpenDocument,
    Epub,
}

impl Kind {
    /// The error for a file that cannot be read.
    pub(super) fn broken(self, reason: &str) -> Error {
        let diagnostic =
            Diagnostic::error(Code::BrokenSource, None, format!("the {} file cannot be read: {reason}", self.name()));
        Error::Source(diagnostic.with_hint(match self {
            Kind::Epub => "make or get it anew; `warraq check` tells what is wrong with an EPUB".to_owned(),
            _ => format!("open it in a word processor and save it anew as {}", self.ending()),
        }))
    }

    const fn name(self) -> &'static str {
        match self {
            Kind::Word => "Word",
            Kind::OpenDocument => "OpenDocument",
            Kind::Epub => "EPUB",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Kind::Word => ".docx",
            Kind::OpenDocument => ".odt",
            Kind::Epub => ".epub",
        }
    }
}

/// An open file.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    kind: Kind,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens the archive.
    ///
    /// # Errors
    /// [`Error::Source`] for what is no archive, or has too many entries.
    pub(super) fn open(bytes: &'a [u8], kind: Kind) -> Result<Archive<'a>, Error> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|cause| kind.broken(&cause.to_string()))?;
        if zip.len() > MAX_ENTRIES {
            return Err(kind.broken(&format!("its archive has {} entries; at most {MAX_ENTRIES}", zip.len())));
        }
        Ok(Archive { zip, kind, left: MAX_UNPACKED_BYTES })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The bytes of a part; `None` where there is none of this name.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let Ok(entry) = self.zip.by_name(name) else { return Ok(None) };
        let kind = self.kind;
        let mut bytes = Vec::new();
        entry.take(self.left + 1).read_to_end(&mut bytes).map_err(|cause| kind.broken(&format!("{name}: {cause}")))?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(|| too_large(kind))?;
        Ok(Some(bytes))
    }

    /// A part as a tree of elements.
    pub(super) fn xml(&mut self, name: &str, content: xml::Content) -> Result<Option<Element>, Error> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        if bytes.len() > MAX_SOURCE_BYTES {
            let length = bytes.len();
            return Err(self
                .kind
                .broken(&format!("{name} has {length} bytes; at most {MAX_SOURCE_BYTES} (64 MiB) are read")));
        }
        xml::read(&bytes, content).map(Some).map_err(|reason| self.kind.broken(&format!("{name}: {reason}")))
    }
}

fn too_large(kind: Kind) -> Error {
    let name = kind.name();
    let message = format!("the {name} file unpacks to more than {MAX_UNPACKED_BYTES} bytes (256 MiB)");
    let diagnostic = Diagnostic::error(Code::SourceTooLarge, None, message);
    Error::Source(diagnostic.with_hint("make its pictures smaller, or split it"))
}
