//! The limits of what is read, each with the message that the user gets.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::Workplace;

/// Builds a source, which must be refused with this message and nothing made.
fn check_refused(name: &str, bytes: &[u8], message: &str) {
    let place = Workplace::new(&[(name, bytes)]);
    let run = place.run(&format!("build {name}"));
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains(message), "{}", run.stderr);
    assert!(!place.path("out").join("a.epub").exists());
}

/// Builds a source, which must give a book and this warning.
fn check_warned(name: &str, text: &str, message: &str) {
    let place = Workplace::new(&[(name, text.as_bytes())]);
    let run = place.run(&format!("build {name} --to epub"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains(message), "{}", run.stderr);
}

/// A Word file of these parts.
fn word_file(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_source_of_64_mebibytes() {
    let text = vec![b'a'; (64 << 20) + 1];
    check_refused("a.txt", &text, "the file has 67108865 bytes; at most 67108864 (64 MiB) are read");
}

#[test]
fn a_word_file_that_unpacks_to_256_mebibytes() {
    let bomb = vec![b' '; (256 << 20) + 1];
    let bytes = word_file(&[("word/document.xml", &bomb)]);
    assert!(bytes.len() < 1 << 20);
    check_refused("a.docx", &bytes, "the Word file unpacks to more than 268435456 bytes (256 MiB)");
    let bytes = word_file(&[("word/document.xml", &bomb[..(64 << 20) + 1])]);
    check_refused("a.docx", &bytes, "word/document.xml has 67108865 bytes; at most 67108864 (64 MiB) are read");
}

#[test]
fn a_word_file_of_two_million_elements() {
    let body = format!("<w:document><w:body>{}</w:body></w:document>", "<w:p/>".repeat(2_000_000));
    let bytes = word_file(&[("word/document.xml", body.as_bytes())]);
    check_refused("a.docx", &bytes, "it has more than 2000000 elements");
}

#[test]
fn a_hundred_thousand_footnotes() {
    let notes: String = (0..=100_000).map(|number| format!("[^{number}]: حاشية\n")).collect();
    check_refused("a.md", format!("# عنوان\n\nنص[^1]\n\n{notes}").as_bytes(), "more than 100000 footnotes");
}

#[test]
fn nesting_of_128() {
    let warning = "nested too deep; set as part of what holds it";
    check_warned("a.md", &format!("# عنوان\n\n{} نص\n", ">".repeat(200)), warning);
    check_warned("a.html", &format!("<title>عنوان</title>{}<p>نص", "<blockquote>".repeat(200)), warning);
    check_refused("b.html", "<div>".repeat(100_000).as_bytes(), "nest");
}

#[test]
fn a_picture_of_100_megapixels() {
    // The header of a PNG of 10001 × 10000 pixels: no more of it is read.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x27\x11\0\0\x27\x10\x08\0\0\0\0".to_vec();
    png.extend(crc32(&png[12..]).to_be_bytes());
    png.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    let place = Workplace::new(&[("a.md", "# عنوان\n\n![خريطة](big.png)\n".as_bytes()), ("big.png", &png)]);
    let run = place.run("build a.md");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let message = "the picture `big.png` is too large: 10001 × 10000 pixels; at most 100 million";
    assert!(run.stderr.contains(message), "{}", run.stderr);
}

/// The checksum of a chunk (PNG, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    let bit = |crc: u32, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc: u32, &byte| (0..8).fold(crc ^ u32::from(byte), bit))
}
