//! Any bytes as a plain text, in the encoding that is found and in one that is told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warraq::parse::{Encoding, Format};
use warraq_fuzz::document;

const LABELS: [&str; 7] =
    ["utf-8", "utf-16le", "utf-16be", "utf-32le", "windows-1256", "iso-8859-6", "x-mac-arabic"];

fuzz_target!(|bytes: &[u8]| {
    document(bytes, Format::Text, None);
    document(bytes, Format::Text, Encoding::from_label(LABELS[bytes.len() % LABELS.len()]));
});
