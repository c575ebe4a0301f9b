//! Front matter in YAML, TOML and JSON, and the header of a plain text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warraq::parse::Format;
use warraq_fuzz::document;

fuzz_target!(|text: &str| {
    for source in [
        format!("---\n{text}\n---\n\nنص المقال.\n"),
        format!("+++\n{text}\n+++\n\nنص المقال.\n"),
        format!("{{{text}}}\n\nنص المقال.\n"),
    ] {
        document(source.as_bytes(), Format::Markdown, None);
    }
    document(format!("{text}\n\nنص المقال.\n").as_bytes(), Format::Text, None);
});
