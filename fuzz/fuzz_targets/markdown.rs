//! A Markdown source to its document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warraq::parse::Format;
use warraq_fuzz::document;

fuzz_target!(|text: &str| {
    document(text.as_bytes(), Format::Markdown, None);
});
