//! An EPUB to its document: the files of one, put into an archive here, or the archive itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warraq::parse::Format;
use warraq_fuzz::{document, epub};

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        document(bytes, Format::Epub, None);
    } else if let Ok(text) = str::from_utf8(bytes) {
        document(&epub(text), Format::Epub, None);
    }
});
