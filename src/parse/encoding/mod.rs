//! From bytes to text.
//!
//! In: a file's bytes. Out: a [`Source`] whose text is UTF-8 without a byte order mark (RFC 3629; The Unicode Standard,
//! 23.8), with a note of the encoding where that was not UTF-8, or an error that says what the bytes are.

mod guess;
mod mac_arabic;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use self::guess::guess;
use crate::diagnostic::{Code, Diagnostic, Error, Source, Span, Warned};

/// The largest source that is read, in bytes.
pub const MAX_SOURCE_BYTES: usize = 64 << 20;

/// How many places of invalid bytes a warning names.
const PLACES: usize = 5;

/// What the first bytes of a file say that is no text.
const SIGNATURES: [(&[u8], &str); 7] = [
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xD0\xCF\x11\xE0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF\xE0", "a picture"),
    (b"\xFF\xD8\xFF\xE1", "a picture"),
    (b"GIF8", "a picture"),
];

/// Marks at the head of a file. UTF-32 stands before UTF-16, whose mark it begins with.
const MARKS: [(&[u8], Encoding); 5] = [
    (b"\xEF\xBB\xBF", Encoding(Kind::Standard(encoding_rs::UTF_8))),
    (b"\xFF\xFE\0\0", Encoding(Kind::Utf32 { big_endian: false })),
    (b"\0\0\xFE\xFF", Encoding(Kind::Utf32 { big_endian: true })),
    (b"\xFF\xFE", Encoding(Kind::Standard(encoding_rs::UTF_16LE))),
    (b"\xFE\xFF", Encoding(Kind::Standard(encoding_rs::UTF_16BE))),
];

const GIVE_TEXT: &str =
    "give a Markdown (.md), plain text (.txt), web page (.html), Word (.docx) or OpenDocument (.odt) file";

/// How the letters of a file are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// One of the Encoding Standard.
    Standard(&'static encoding_rs::Encoding),
    Utf32 {
        big_endian: bool,
    },
    MacArabic,
}

impl Encoding {
    const UTF_8: Encoding = Encoding(Kind::Standard(encoding_rs::UTF_8));

    /// The encoding of a label such as `utf-8`, `windows-1256`, `iso-8859-6`, `mac-arabic` or `utf-32le`, in any letter
    /// case (Encoding Standard, 4.2, and those that it lacks); `None` for an unknown one.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Encoding> {
        let label = label.trim().to_ascii_lowercase();
        let kind = match label.replace('_', "-").as_str() {
            "macarabic" | "mac-arabic" | "x-mac-arabic" => Kind::MacArabic,
            "utf-32" | "utf-32le" | "utf32" => Kind::Utf32 { big_endian: false },
            "utf-32be" => Kind::Utf32 { big_endian: true },
            _ => Kind::Standard(encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())?),
        };
        Some(Encoding(kind))
    }

    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Standard(encoding) => encoding.name(),
            Kind::Utf32 { big_endian: false } => "UTF-32LE",
            Kind::Utf32 { big_endian: true } => "UTF-32BE",
            Kind::MacArabic => "Mac Arabic",
        }
    }

    /// The text of bytes without a mark; what means nothing is a U+FFFD.
    fn decode(self, bytes: Vec<u8>) -> String {
        match self.0 {
            Kind::Standard(encoding) if encoding == encoding_rs::UTF_8 => match String::from_utf8(bytes) {
                Ok(text) => text,
                Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
            },
            Kind::Standard(encoding) => match encoding.decode_without_bom_handling(&bytes).0 {
                Cow::Owned(text) => text,
                Cow::Borrowed(text) => text.to_owned(),
            },
            Kind::Utf32 { big_endian } => utf32(&bytes, big_endian),
            Kind::MacArabic => mac_arabic::decode(&bytes),
        }
    }
}

fn utf32(bytes: &[u8], big_endian: bool) -> String {
    let unit = |chunk: &[u8]| {
        let bytes = <[u8; 4]>::try_from(chunk).ok()?;
        char::from_u32(if big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    };
    bytes.chunks(4).map(|chunk| unit(chunk).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// How to decode.
#[derive(Clone, Copy, Debug, Default)]
pub struct DecodeOptions {
    /// The encoding, where the user says it; a mark at the head of the file does not win over it.
    pub encoding: Option<Encoding>,
}

/// Decodes a file's bytes; `name` is what messages call it. Tells of an encoding that is not UTF-8, and of bytes that
/// mean nothing in it: they are U+FFFD in the text.
///
/// # Errors
/// [`Error::Source`] for an empty file, one above [`MAX_SOURCE_BYTES`], and one that is not text.
pub fn decode(name: &str, mut bytes: Vec<u8>, options: &DecodeOptions) -> Result<Warned<Source>, Error> {
    check_size(&bytes)?;
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return refuse(Code::BrokenSource, format!("the file is {what}, not text"), GIVE_TEXT);
    }
    let mark = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)).copied();
    let encoding = options.encoding.or(mark.map(|(_, encoding)| encoding)).unwrap_or_else(|| guess(&bytes));
    if let Some((mark, _)) = mark.filter(|(_, marked)| *marked == encoding) {
        bytes.drain(..mark.len());
    }
    let is_utf8 = encoding == Encoding::UTF_8;
    let typed = if is_utf8 { bytes.windows(3).filter(|three| three == b"\xEF\xBF\xBD").count() } else { 0 };
    let text = encoding.decode(bytes);
    if text.is_empty() {
        return refuse(Code::EmptySource, "the file is empty".into(), "write some text into it");
    }
    if let Some(offset) = binary(&text, encoding) {
        let source = Source { name: name.into(), text };
        let place = source.location(offset);
        let message = format!("the file is binary, not text: line {}, character {}", place.line, place.column);
        return refuse(Code::BrokenSource, message, GIVE_TEXT);
    }
    let (text, zeros) = without_zeros(text);
    let source = Source { name: name.into(), text };
    let mut warnings: Vec<Diagnostic> =
        taken(encoding, options.encoding.is_some() || mark.is_some()).into_iter().collect();
    warnings.extend(invalid(&source, encoding, typed));
    warnings.extend(zeros);
    Ok(Warned { value: source, warnings })
}

/// Refuses a source above [`MAX_SOURCE_BYTES`].
pub(super) fn check_size(bytes: &[u8]) -> Result<(), Error> {
    if bytes.len() <= MAX_SOURCE_BYTES {
        return Ok(());
    }
    let message = format!("the file has {} bytes; at most {MAX_SOURCE_BYTES} (64 MiB) are read", bytes.len());
    refuse(Code::SourceTooLarge, message, "split it into several files").map(|_: Warned<Source>| ())
}

/// Says what was taken, where it is not what everyone expects.
fn taken(encoding: Encoding, told: bool) -> Option<Diagnostic> {
    if encoding == Encoding::UTF_8 {
        return None;
    }
    let note = Diagnostic::note(Code::GuessedEncoding, None, format!("the file was read as {}", encoding.name()));
    Some(if told { note } else { note.with_hint("if letters are wrong, say the encoding with --encoding") })
}

/// One warning for all bytes that mean nothing, with the first places. `typed` of the text's U+FFFD were in the file.
fn invalid(source: &Source, encoding: Encoding, typed: usize) -> Option<Diagnostic> {
    let found: Vec<usize> = source.text.match_indices(char::REPLACEMENT_CHARACTER).map(|(at, _)| at).collect();
    let count = found.len().checked_sub(typed).filter(|&count| count > 0)?;
    let place = |&at: &usize| {
        let place = source.location(at);
        format!("{}:{}", place.line, place.column)
    };
    let places: Vec<String> = found.iter().take(PLACES).map(place).collect();
    let more = if found.len() > PLACES { ", …" } else { "" };
    let times = if count > PLACES { format!(" ({count} times)") } else { String::new() };
    let message = format!("what is not {} is set as U+FFFD{times}, at {}{more}", encoding.name(), places.join(", "));
    let span = Span::new(found[0], found[0] + char::REPLACEMENT_CHARACTER.len_utf8());
    Some(
        Diagnostic::warning(Code::InvalidBytes, span, message)
            .with_hint("say the encoding with --encoding, or mend the file"),
    )
}

/// A text without zeros, which a broken transfer or a full disk leaves behind, and a warning of them.
fn without_zeros(text: String) -> (String, Option<Diagnostic>) {
    let Some(first) = text.find('\0') else { return (text, None) };
    let kept: String = text.chars().filter(|&c| c != '\0').collect();
    let count = text.len() - kept.len();
    let times = if count > 1 { format!(" ({count} times, the first here)") } else { String::new() };
    let message = format!("control character U+0000 left out{times}");
    let warning = Diagnostic::warning(Code::ControlCharacter, Span::new(first, first), message);
    (kept, Some(warning.with_hint("delete it from the source")))
}

/// The first sign that a text is none: zeros among its letters, or so many control characters that no one typed them.
/// Zeros at the end say nothing: a file that was cut off may be filled up with them.
fn binary(text: &str, encoding: Encoding) -> Option<usize> {
    /// Text has at most one zero among so many characters, or a few.
    const SHARE: usize = 200;
    const FEW: usize = 4;
    if let Some(zero) = text.find('\0') {
        let body = text.trim_end_matches('\0');
        let zeros = body.matches('\0').count();
        if body.trim().is_empty() || (zeros > FEW && zeros > body.chars().count() / SHARE) {
            return Some(zero);
        }
    }
    let is_odd = |c: char| {
        (c.is_control() && !matches!(c, '\0' | '\t' | '\n' | '\r' | '\u{C}' | '\u{1A}' | '\u{85}')) || c == '\u{FFFD}'
    };
    let odd = text.chars().filter(|&c| is_odd(c)).count();
    let share = if encoding == Encoding::UTF_8 { 4 } else { 20 };
    if odd > 16 && odd > text.chars().count() / share { text.find(is_odd) } else { None }
}

fn refuse(code: Code, message: String, hint: &str) -> Result<Warned<Source>, Error> {
    Err(Error::Source(Diagnostic::error(code, None, message).with_hint(hint)))
}
