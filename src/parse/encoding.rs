//! From bytes to text.
//!
//! In: a file's bytes. Out: a [`Source`] whose text is UTF-8 without a byte order mark (RFC 3629; The Unicode Standard,
//! 23.8), or an error that says what the bytes are and what to do.

use crate::diagnostic::{Diagnostic, Error, Source};

/// The largest source that is read, in bytes.
pub const MAX_SOURCE_BYTES: usize = 64 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What the first bytes of a file say about it. UTF-32 stands before UTF-16, whose mark it begins with.
const SIGNATURES: [(&[u8], &str, &str); 10] = [
    (b"\xFF\xFE\0\0", "text in UTF-32", SAVE_AS_UTF8),
    (b"\0\0\xFE\xFF", "text in UTF-32", SAVE_AS_UTF8),
    (b"\xFF\xFE", "text in UTF-16", SAVE_AS_UTF8),
    (b"\xFE\xFF", "text in UTF-16", SAVE_AS_UTF8),
    (b"%PDF-", "a PDF document", GIVE_TEXT),
    (b"PK\x03\x04", "a zip archive or an office document", GIVE_TEXT),
    (b"\xD0\xCF\x11\xE0", "an old office document", GIVE_TEXT),
    (b"\x89PNG", "a picture", GIVE_TEXT),
    (b"\xFF\xD8\xFF", "a picture", GIVE_TEXT),
    (b"GIF8", "a picture", GIVE_TEXT),
];

const SAVE_AS_UTF8: &str = "save the file as UTF-8 and try again";
const GIVE_TEXT: &str = "give a Markdown (.md), plain text (.txt), web page (.html) or Word (.docx) file";

/// Decodes a file's bytes; `name` is what messages call it.
///
/// # Errors
/// [`Error::Source`] for an empty file, one above [`MAX_SOURCE_BYTES`], one that is not text, and for bytes that are not
/// UTF-8; the message names line and byte.
pub fn decode(name: &str, mut bytes: Vec<u8>) -> Result<Source, Error> {
    check_size(&bytes)?;
    if let Some((_, what, hint)) = SIGNATURES.iter().find(|(signature, ..)| bytes.starts_with(signature)) {
        return refuse(format!("the file is {what}, not text in UTF-8"), hint);
    }
    if let Some(offset) = bytes.iter().position(|&byte| byte == 0) {
        return refuse(format!("the file is binary, not text: zero byte at {}", place(&bytes, offset)), GIVE_TEXT);
    }
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    if bytes.is_empty() {
        return refuse("the file is empty".into(), "write some text into it");
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source { name: name.into(), text }),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            refuse(format!("not valid UTF-8: byte 0x{:02X} at {}", bytes[offset], place(bytes, offset)), SAVE_AS_UTF8)
        }
    }
}

/// Refuses a source above [`MAX_SOURCE_BYTES`].
pub(super) fn check_size(bytes: &[u8]) -> Result<(), Error> {
    if bytes.len() <= MAX_SOURCE_BYTES {
        return Ok(());
    }
    let message = format!("the file has {} bytes; at most {MAX_SOURCE_BYTES} (64 MiB) are read", bytes.len());
    Err(Error::Source(Diagnostic::error(None, message).with_hint("split it into several files")))
}

/// Where a byte stands, both numbers from 1: a text that cannot be decoded has no characters to count.
fn place(bytes: &[u8], offset: usize) -> String {
    let before = &bytes[..offset];
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    format!("line {line}, byte {}", offset - line_start + 1)
}

fn refuse(message: String, hint: &str) -> Result<Source, Error> {
    Err(Error::Source(Diagnostic::error(None, message).with_hint(hint)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<&str, &str>) {
        let decoded = decode("مقال.txt", bytes.to_vec());
        match (&decoded, expected) {
            (Ok(source), Ok(text)) => assert_eq!(source.text, text),
            (Err(Error::Source(diagnostic)), Err(message)) => {
                assert_eq!(diagnostic.message, message);
                assert_eq!(diagnostic.hints.len(), 1, "{message}");
            }
            _ => panic!("{decoded:?} instead of {expected:?}"),
        }
    }

    #[test]
    fn utf8_is_read_with_or_without_a_mark() {
        check("ورّاق".as_bytes(), Ok("ورّاق"));
        check("\u{FEFF}ورّاق".as_bytes(), Ok("ورّاق"));
    }

    #[test]
    fn what_is_not_text_is_named() {
        check(b"", Err("the file is empty"));
        check("\u{FEFF}".as_bytes(), Err("the file is empty"));
        check(b"%PDF-1.7\n", Err("the file is a PDF document, not text in UTF-8"));
        check(b"\xFF\xFE\x48\x06", Err("the file is text in UTF-16, not text in UTF-8"));
        check(b"ab\nc\0d", Err("the file is binary, not text: zero byte at line 2, byte 2"));
    }

    #[test]
    fn invalid_utf8_is_named_by_line_and_byte() {
        let mut bytes = "سطر\nسط".as_bytes().to_vec();
        bytes.push(0xC7);
        check(&bytes, Err("not valid UTF-8: byte 0xC7 at line 2, byte 5"));
    }

    #[test]
    fn a_source_above_the_limit_is_refused() {
        let error = decode("كبير.txt", vec![b'a'; MAX_SOURCE_BYTES + 1]);
        assert!(matches!(error, Err(Error::Source(d)) if d.message.contains("64 MiB")));
    }
}
