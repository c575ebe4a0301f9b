//! A Markdown source to its document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warraq::diagnostic::Source;
use warraq::parse::{Format, Mending, Overrides, parse};

fuzz_target!(|text: &str| {
    let source = Source { name: "a.md".into(), text: text.into() };
    let overrides = Overrides { mending: Mending { arabic_quotes: true, ..Mending::default() }, ..Overrides::default() };
    if let Ok(document) = parse(&source, Format::Markdown, &overrides) {
        for span in document.warnings.iter().filter_map(|warning| warning.span) {
            assert!(text.get(span.start..span.end).is_some(), "{span:?}");
        }
    }
});
