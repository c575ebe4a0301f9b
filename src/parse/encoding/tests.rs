//! Bytes in, text out.

use super::*;

const TEXT: &str = "كان الوراقون في بغداد ينسخون الكتب ويجلدونها ويبيعونها في سوقهم.\nوقد ذكر ابن النديم كثيرا منهم.\n";

fn check(bytes: &[u8], expected: Result<&str, &str>) -> Vec<Diagnostic> {
    let decoded = decode("مقال.txt", bytes.to_vec(), &DecodeOptions::default());
    match (&decoded, expected) {
        (Ok(source), Ok(text)) => assert_eq!(source.value.text, text),
        (Err(Error::Source(diagnostic)), Err(message)) => {
            assert_eq!(diagnostic.message, message);
            assert_eq!(diagnostic.hints.len(), 1, "{message}");
        }
        _ => panic!("{decoded:?} instead of {expected:?}"),
    }
    decoded.map(|source| source.warnings).unwrap_or_default()
}

fn check_note(bytes: &[u8], text: &str, name: &str) {
    let told = check(bytes, Ok(text));
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].message, format!("the file was read as {name}"));
}

fn wide<const N: usize>(mark: &[u8], units: impl Iterator<Item = [u8; N]>) -> Vec<u8> {
    mark.iter().copied().chain(units.flatten()).collect()
}

#[test]
fn utf8_is_read_with_or_without_a_mark() {
    assert_eq!(check("ورّاق".as_bytes(), Ok("ورّاق")), []);
    assert_eq!(check("\u{FEFF}ورّاق".as_bytes(), Ok("ورّاق")), []);
}

#[test]
fn wide_encodings_are_read_with_or_without_a_mark() {
    for mark in [true, false] {
        let mark = |bytes: &'static [u8]| if mark { bytes } else { b"" };
        check_note(&wide(mark(b"\xFF\xFE"), TEXT.encode_utf16().map(u16::to_le_bytes)), TEXT, "UTF-16LE");
        check_note(&wide(mark(b"\xFE\xFF"), TEXT.encode_utf16().map(u16::to_be_bytes)), TEXT, "UTF-16BE");
        let letters = || TEXT.chars().map(u32::from);
        check_note(&wide(mark(b"\xFF\xFE\0\0"), letters().map(u32::to_le_bytes)), TEXT, "UTF-32LE");
        check_note(&wide(mark(b"\0\0\xFE\xFF"), letters().map(u32::to_be_bytes)), TEXT, "UTF-32BE");
    }
}

#[test]
fn arabic_encodings_are_told_apart() {
    check_note(&encoding_rs::WINDOWS_1256.encode(TEXT).0, TEXT, "windows-1256");
    check_note(&encoding_rs::ISO_8859_6.encode(TEXT).0, TEXT, "ISO-8859-6");
    let with_digits = format!("{TEXT}سنة ١٩٨٤ م.");
    let digit = |c: char| match c {
        '\u{660}'..='\u{669}' => (u32::from(c) - 0x660 + 0xB0) as u8,
        _ => encoding_rs::ISO_8859_6.encode(c.encode_utf8(&mut [0; 4])).0[0],
    };
    let bytes: Vec<u8> = with_digits.chars().map(digit).collect();
    check_note(&bytes, &with_digits, "Mac Arabic");
}

#[test]
fn an_encoding_that_is_told_wins() {
    let options = DecodeOptions { encoding: Encoding::from_label("ISO-8859-6") };
    let bytes = encoding_rs::WINDOWS_1256.encode("سلام").0.into_owned();
    assert_eq!(decode("", bytes, &options).unwrap().value.text, "سفاك");
    assert_eq!(Encoding::from_label("nonsense"), None);
    assert_eq!(Encoding::from_label("x-mac-arabic").map(Encoding::name), Some("Mac Arabic"));
}

#[test]
fn what_is_not_text_is_named() {
    check(b"", Err("the file is empty"));
    check("\u{FEFF}".as_bytes(), Err("the file is empty"));
    check(b"%PDF-1.7\n", Err("the file is a PDF document, not text"));
    check(b"ab\nc\0d\0e\0f\0g\0h\0", Err("the file is binary, not text: line 2, character 2"));
    check("\0\0".as_bytes(), Err("the file is binary, not text: line 1, character 1"));
    let noise: Vec<u8> = (0..2000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8 | 1).collect();
    assert!(decode("", noise, &DecodeOptions::default()).is_err());
}

#[test]
fn invalid_bytes_are_named_by_their_places() {
    let mut bytes = format!("{TEXT}سط").into_bytes();
    bytes.extend(b"\xC7 ");
    bytes.extend("آخر \u{FFFD} النص".bytes());
    let told = check(&bytes, Ok(&format!("{TEXT}سط\u{FFFD} آخر \u{FFFD} النص")));
    assert_eq!(told[0].message, "what is not UTF-8 is set as U+FFFD, at 3:3, 3:9");
    assert_eq!(told[0].span.unwrap().start, TEXT.len() + 4);
}

#[test]
fn a_source_above_the_limit_is_refused() {
    let error = decode("كبير.txt", vec![b'a'; MAX_SOURCE_BYTES + 1], &DecodeOptions::default());
    assert!(matches!(error, Err(Error::Source(d)) if d.message.contains("64 MiB")));
}

#[test]
fn stray_zeros_are_left_out() {
    let told = check(format!("{TEXT}\0 آخر").as_bytes(), Ok(&format!("{TEXT} آخر")));
    assert_eq!(told[0].message, "control character U+0000 left out");
    let told = check(format!("{TEXT}{}", "\0".repeat(4096)).as_bytes(), Ok(TEXT));
    assert_eq!(told[0].message, "control character U+0000 left out (4096 times, the first here)");
}
