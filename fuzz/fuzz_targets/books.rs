//! A Markdown source to both books.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use warraq::diagnostic::Source;
use warraq::font::FontSet;
use warraq::parse::{Format, Overrides, parse};
use warraq::style::Stylesheet;
use warraq::{epub, layout, pdf};

static FONTS: LazyLock<FontSet> = LazyLock::new(FontSet::builtin);

fuzz_target!(|text: &str| {
    let source = Source { name: "a.md".into(), text: text.into() };
    let Ok(document) = parse(&source, Format::Markdown, &Overrides::default()) else { return };
    let (document, look) = (document.value, Stylesheet::default());
    let pages = layout::layout(&document, &look, &FONTS).value;
    pdf::write(&pages, &document, &FONTS, &pdf::PdfOptions::default()).unwrap();
    epub::write(&document, &FONTS, &look, &epub::EpubOptions::default()).unwrap();
});
