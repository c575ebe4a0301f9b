//! A text of the OpenITI corpora, in any encoding, to its document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warraq::parse::Format;
use warraq_fuzz::document;

fuzz_target!(|bytes: &[u8]| {
    document(bytes, Format::OpenIti, None);
});
