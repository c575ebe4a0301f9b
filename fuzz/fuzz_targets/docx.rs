//! A Word file to its document: the parts of one, put into an archive here, or the archive itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warraq::parse::Format;
use warraq_fuzz::{document, word_file};

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        document(bytes, Format::Docx, None);
    } else if let Ok(text) = str::from_utf8(bytes) {
        document(&word_file(text), Format::Docx, None);
    }
});
