//! Any bytes to both books; their first byte says what they are taken for.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use warraq::assets;
use warraq::font::FontSet;
use warraq::parse::Format;
use warraq::style::Stylesheet;
use warraq::{direction, epub, layout, pdf};
use warraq_fuzz::{document, word_file};

static FONTS: LazyLock<FontSet> = LazyLock::new(FontSet::builtin);

fuzz_target!(|bytes: &[u8]| {
    let document = match bytes {
        [b'P', b'K', ..] => document(bytes, Format::Docx, None),
        [b'<', b'w', b':', ..] => document(&word_file(&String::from_utf8_lossy(bytes)), Format::Docx, None),
        [b'<', ..] => document(bytes, Format::Html, None),
        [b'#' | b'-' | b'+' | b'{', ..] => document(bytes, Format::Markdown, None),
        _ => document(bytes, Format::Text, None),
    };
    let Some(mut document) = document else { return };
    let _ = assets::load_images(&mut document, &[], &[]);
    let document = direction::settle(document);
    let look = Stylesheet::default();
    let pages = layout::layout(&document, &look, &FONTS).value;
    pdf::write(pages, &document, &FONTS, &pdf::PdfOptions::default()).expect("the pages are written");
    epub::write(&document, &FONTS, &look, &epub::EpubOptions::default()).expect("the book is written");
});
