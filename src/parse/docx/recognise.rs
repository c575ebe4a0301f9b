//! Files that are called Word files and are something else.
//!
//! In: the bytes of a file. Out: what it is and what to do about it, for those that are met in practice.

use crate::diagnostic::{Code, Diagnostic, Error};

/// How compound files begin: Word 97 to 2003, and encrypted files ([MS-CFB], 2.2).
const COMPOUND: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The error for a file of another kind; `None` for what may be a Word file.
pub(super) fn other_kind(bytes: &[u8]) -> Option<Error> {
    const SAVE: &str = "open it in a word processor and save it as .docx";
    let start = bytes.trim_ascii_start();
    let (what, hint) = if bytes.starts_with(&COMPOUND) {
        match () {
            () if has_stream(bytes, "EncryptedPackage") => (
                "the Word file is encrypted: it opens with a password only",
                "open it in a word processor, remove the password and save it anew",
            ),
            () if has_stream(bytes, "WordDocument") => ("the file is in the format of Word 97 to 2003 (.doc)", SAVE),
            () => ("the file is in an old format of Office", SAVE),
        }
    } else if start.starts_with(b"{\\rtf") {
        ("the file is in Rich Text Format (.rtf)", SAVE)
    } else if start.starts_with(b"%PDF") {
        ("the file is a PDF", "give the file that it was made from")
    } else if has_part(bytes, b"mimetypeapplication/vnd.oasis.opendocument") {
        ("the file is in the OpenDocument format", "read it with --from odt")
    } else if bytes.starts_with(b"PK") && has_part(bytes, b"xl/workbook.xml") {
        ("the file is an Excel workbook", "copy its tables into a Word file")
    } else if bytes.starts_with(b"PK") && has_part(bytes, b"ppt/presentation.xml") {
        ("the file is a PowerPoint presentation", "copy its text into a Word file")
    } else if !bytes.starts_with(b"PK") && (start.starts_with(b"<") || start.starts_with(b"\xEF\xBB\xBF<")) {
        ("the file is a web page or another XML file", "read a web page with --from html")
    } else {
        return None;
    };
    Some(Error::Source(Diagnostic::error(Code::BrokenSource, None, what).with_hint(hint)))
}

/// Whether a compound file has a stream of this name: its directory has it in UTF-16.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    contains(bytes, &name)
}

/// Whether a text stands in the first or the last bytes of an archive, which name its entries.
fn has_part(bytes: &[u8], name: &[u8]) -> bool {
    const LOOKED_AT: usize = 64 << 10;
    let (first, last) = (&bytes[..bytes.len().min(LOOKED_AT)], &bytes[bytes.len().saturating_sub(LOOKED_AT)..]);
    contains(first, name) || contains(last, name)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_files_are_named() {
        let check = |bytes: &[u8], expected: Option<&str>| match (other_kind(bytes), expected) {
            (Some(Error::Source(diagnostic)), Some(expected)) => {
                assert!(diagnostic.message.contains(expected), "{}", diagnostic.message);
                assert_eq!(diagnostic.hints.len(), 1);
            }
            (found, expected) => assert!(found.is_none() && expected.is_none(), "{expected:?}"),
        };
        let compound = |name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [COMPOUND.as_slice(), &[0; 600], &name].concat()
        };
        check(&compound("EncryptedPackage"), Some("encrypted"));
        check(&compound("WordDocument"), Some(".doc"));
        check(&compound("Workbook"), Some("old format"));
        check(br"{\rtf1\ansi", Some("Rich Text"));
        check(b"%PDF-1.7", Some("PDF"));
        check(b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", Some("OpenDocument"));
        check(b"PK\x03\x04....xl/workbook.xml", Some("Excel"));
        check("<html>نص</html>".as_bytes(), Some("web page"));
        check(b"PK\x03\x04....word/document.xml", None);
    }
}
