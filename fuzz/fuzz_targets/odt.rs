//! An OpenDocument text to its document: the parts of one, put into an archive here, or the archive itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warraq::parse::Format;
use warraq_fuzz::{document, open_document};

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        document(bytes, Format::Odt, None);
    } else if let Ok(text) = str::from_utf8(bytes) {
        document(&open_document(text), Format::Odt, None);
    }
});
