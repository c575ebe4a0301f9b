//! A drawing (SVG) in a text to both books.
#![no_main]

use std::fmt::Write;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use warraq::assets;
use warraq::font::FontSet;
use warraq::parse::Format;
use warraq::style::Stylesheet;
use warraq::{direction, epub, layout, pdf};
use warraq_fuzz::document;

static FONTS: LazyLock<FontSet> = LazyLock::new(FontSet::builtin);

fuzz_target!(|svg: &str| {
    let mut address = String::from("data:image/svg+xml,");
    svg.bytes().for_each(|byte| write!(address, "%{byte:02X}").expect("memory takes all"));
    let text = format!("نص\n\n![رسم]({address})\n");
    let Some(mut document) = document(text.as_bytes(), Format::Markdown, None) else { return };
    let _ = assets::load_images(&mut document, &[], &[]);
    let document = direction::settle(document);
    let look = Stylesheet::default();
    let pages = layout::layout(&document, &look, &FONTS).value;
    pdf::write(pages, &document, &FONTS, &pdf::PdfOptions::default()).expect("the pages are written");
    epub::write(&document, &FONTS, &look, &epub::EpubOptions::default()).expect("the book is written");
});
