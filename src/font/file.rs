//! The bytes of a font file, in memory as they are or packed until they are asked for.
//!
//! A file compiled into the program as WOFF2 is unpacked once, when the first character needs it, so that text without
//! signs never pays for it.

use std::ops::Deref;
use std::sync::OnceLock;

/// A font file.
#[derive(Debug)]
pub struct FontFile {
    stored: Stored,
}

#[derive(Debug)]
enum Stored {
    BuiltIn(&'static [u8]),
    OfUser { name: String, data: Vec<u8> },
    Packed { woff2: &'static [u8], unpacked: OnceLock<Vec<u8>> },
}

impl FontFile {
    /// A plain file of the program itself.
    pub(super) const fn built_in(data: &'static [u8]) -> FontFile {
        FontFile { stored: Stored::BuiltIn(data) }
    }

    /// A plain file of the user, and its name.
    pub(super) fn of_user(name: &str, data: Vec<u8>) -> FontFile {
        FontFile { stored: Stored::OfUser { name: name.to_owned(), data } }
    }

    /// A WOFF2 file of the program itself.
    pub(super) const fn packed(woff2: &'static [u8]) -> FontFile {
        FontFile { stored: Stored::Packed { woff2, unpacked: OnceLock::new() } }
    }

    /// The file as WOFF2, if it is packed.
    #[must_use]
    pub const fn as_woff2(&self) -> Option<&'static [u8]> {
        match &self.stored {
            Stored::Packed { woff2, .. } => Some(woff2),
            Stored::BuiltIn(_) | Stored::OfUser { .. } => None,
        }
    }

    /// Whether the user supplied the file.
    #[must_use]
    pub const fn is_foreign(&self) -> bool {
        matches!(self.stored, Stored::OfUser { .. })
    }

    /// The name of a file that the user supplied.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match &self.stored {
            Stored::OfUser { name, .. } => Some(name),
            Stored::BuiltIn(_) | Stored::Packed { .. } => None,
        }
    }
}

impl Deref for FontFile {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.stored {
            Stored::BuiltIn(data) => data,
            Stored::OfUser { data, .. } => data,
            // A file that cannot be unpacked is caught by the tests of the built-in faces.
            Stored::Packed { woff2, unpacked } => {
                unpacked.get_or_init(|| wuff::decompress_woff2(woff2).unwrap_or_default())
            }
        }
    }
}

impl AsRef<[u8]> for FontFile {
    fn as_ref(&self) -> &[u8] {
        self
    }
}
