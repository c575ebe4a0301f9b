//! A font of the user to both books: what is taken as a font sets a short text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warraq::font::{Font, FontSet};
use warraq::parse::Format;
use warraq::style::Stylesheet;
use warraq::{direction, epub, layout, pdf};
use warraq_fuzz::document;

const TEXT: &str = "# بسم الله\n\nقال الكاتب: «كِتَابٌ» و**قلم** (1514) – لا إله إلّا الله، Gutenberg fine office ١٢٣ 😀\n";

fuzz_target!(|bytes: &[u8]| {
    let Ok(faces) = Font::load("a.ttf", bytes.to_vec()) else { return };
    let mut fonts = FontSet::builtin();
    let family = faces.first().map(|font| font.family.clone());
    faces.into_iter().for_each(|font| fonts.push(font));
    let look = Stylesheet { text_family: family.unwrap_or_default(), ..Stylesheet::default() };
    let document = direction::settle(document(TEXT.as_bytes(), Format::Markdown, None).expect("the text is read"));
    // Damaged outlines are an error that names the font; damaged tables of shaping unwind as one.
    let pages = std::panic::catch_unwind(|| layout::layout(&document, &look, &fonts).value);
    if let Ok(pages) = pages {
        let _ = pdf::write(pages, &document, &fonts, &pdf::PdfOptions::default());
    }
    epub::write(&document, &fonts, &look, &epub::EpubOptions::default()).expect("a font is left out, not a book");
});
