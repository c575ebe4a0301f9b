//! Any bytes to text, with and without an encoding told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warraq::parse::{DecodeOptions, Encoding, decode};

const LABELS: [&str; 6] = ["utf-8", "utf-16le", "utf-32be", "windows-1256", "iso-8859-6", "mac-arabic"];

fuzz_target!(|bytes: &[u8]| {
    let _ = decode("a.txt", bytes.to_vec(), &DecodeOptions::default());
    let label = LABELS[bytes.first().map_or(0, |&byte| usize::from(byte) % LABELS.len())];
    let _ = decode("a.txt", bytes.to_vec(), &DecodeOptions { encoding: Encoding::from_label(label) });
});
