//! What is encrypted in a book (EPUB 3.3, 4.2.6.3.2 and 4.4).
//!
//! In: `META-INF/encryption.xml`. Out: the names of files that cannot be looked into, and a report of those that are
//! closed to readers: of all encryption, only the obfuscation of fonts is open to every reading system.

use std::collections::BTreeSet;

use super::archive::Archive;
use super::path::{Target, resolve};
use super::report::Report;
use super::xml::{Piece, walk};

const FILE: &str = "META-INF/encryption.xml";
/// The algorithms that obfuscate fonts: IDPF's and Adobe's.
const OBFUSCATION: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// The files that are not what they seem, being encrypted or obfuscated.
pub(super) fn read(archive: &Archive, report: &mut Report) -> BTreeSet<String> {
    let mut closed = BTreeSet::new();
    if archive.file(FILE).is_none() {
        return closed;
    }
    let Some(text) = archive.text(FILE, report) else { return closed };
    let mut algorithm = String::new();
    let mut files = Vec::new();
    walk(text, FILE, report, |piece| {
        let Piece::Start(tag) = piece else { return };
        let value = |name: &str| tag.get(name).unwrap_or_default().to_owned();
        match tag.name.as_str() {
            "EncryptedData" => algorithm.clear(),
            "EncryptionMethod" if algorithm.is_empty() => algorithm = value("Algorithm"),
            "CipherReference" => files.push((value("URI"), OBFUSCATION.contains(&algorithm.as_str()))),
            _ => {}
        }
    });
    for (address, is_obfuscated) in files {
        match resolve(&address, "") {
            Target::Inside { file, .. } if archive.file(&file).is_some() => {
                if !is_obfuscated {
                    report.error(&file, "it is encrypted, so only its seller's programs open it");
                }
                closed.insert(file);
            }
            _ => report.error(FILE, format!("it names {address}, which is not in the archive")),
        }
    }
    closed
}
