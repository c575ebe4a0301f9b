//! The bytes of a font file, in memory as they are or packed until they are asked for.
//!
//! A file compiled into the program as WOFF2 is unpacked once, when the first character needs it, so that text without
//! signs never pays for it.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::OnceLock;

/// A font file.
#[derive(Debug)]
pub struct FontFile {
    stored: Stored,
}

#[derive(Debug)]
enum Stored {
    Plain(Cow<'static, [u8]>),
    Packed { woff2: &'static [u8], unpacked: OnceLock<Vec<u8>> },
}

impl FontFile {
    /// A WOFF2 file of the program itself.
    pub(super) const fn packed(woff2: &'static [u8]) -> FontFile {
        FontFile { stored: Stored::Packed { woff2, unpacked: OnceLock::new() } }
    }

    /// The file as WOFF2, if it is packed.
    #[must_use]
    pub const fn as_woff2(&self) -> Option<&'static [u8]> {
        match &self.stored {
            Stored::Packed { woff2, .. } => Some(woff2),
            Stored::Plain(_) => None,
        }
    }

    /// Whether the user supplied the file.
    #[must_use]
    pub const fn is_foreign(&self) -> bool {
        matches!(self.stored, Stored::Plain(Cow::Owned(_)))
    }
}

impl From<Cow<'static, [u8]>> for FontFile {
    fn from(data: Cow<'static, [u8]>) -> FontFile {
        FontFile { stored: Stored::Plain(data) }
    }
}

impl Deref for FontFile {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.stored {
            Stored::Plain(data) => data,
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
