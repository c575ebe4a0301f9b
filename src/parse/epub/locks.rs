//! EPUBs that are locked: their text cannot be read without a key.

use crate::diagnostic::{Code, Diagnostic, Error};
use crate::parse::package::Archive;
use crate::parse::xml::{Content, Element};

/// Algorithms that only scramble fonts (EPUB 3.3, 4.4; Adobe's older way).
const OBFUSCATIONS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Files that tell whose lock it is.
const LOCKS: [(&str, &str); 4] = [
    ("META-INF/rights.xml", "Adobe DRM"),
    ("META-INF/license.lcpl", "Readium LCP"),
    ("META-INF/sinf.xml", "Apple FairPlay"),
    ("rights.xml", "Kobo DRM"),
];

/// Refuses a book whose text is encrypted; scrambled fonts do no harm.
///
/// # Errors
/// [`Error::Source`] that names the lock.
pub(super) fn refuse(archive: &mut Archive<'_>) -> Result<(), Error> {
    let Some(encryption) = archive.xml("META-INF/encryption.xml", Content::Elements)? else { return Ok(()) };
    if !locks_text(&encryption) {
        return Ok(());
    }
    let name = LOCKS.iter().find(|(file, _)| archive.has(file)).map_or("an unknown scheme", |(_, name)| name);
    let diagnostic =
        Diagnostic::error(Code::BrokenSource, None, format!("the EPUB is encrypted ({name}); its text cannot be read"));
    Err(Error::Source(diagnostic.with_hint("get the book without DRM from its publisher")))
}

/// Whether anything but fonts is encrypted.
fn locks_text(element: &Element) -> bool {
    let is_locked = element.name == "EncryptedData" && {
        let algorithm = element.child("EncryptionMethod").and_then(|method| method.attr("Algorithm"));
        !algorithm.is_some_and(|algorithm| OBFUSCATIONS.contains(&algorithm))
    };
    is_locked || element.children.iter().any(locks_text)
}
