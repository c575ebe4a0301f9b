//! A typographic cover for a document that brings none.
//!
//! In: title, subtitle, authors, publisher, date. Out: [`draw`], a PNG of 1600 × 2560 pixels in sixteen colours, and
//! [`composition`], the design, which the PDF's cover page shares.

mod canvas;
pub mod composition;
mod ornament;
mod outline;
mod png;
mod scheme;
mod setting;

use canvas::{Canvas, Inks};
use scheme::{INK_STEPS, Scheme};

use crate::document::{Document, ImageData, ImageFormat};
use crate::font::FontSet;
use crate::geometry::{Pt, Size};

/// Size of the picture, in pixels: five tiles across, eight down.
const WIDTH: usize = 1600;
const HEIGHT: usize = 2560;

/// The cover, all text in a family, or nothing for a document without a title or faces to set it in. One point of the
/// composition is one pixel.
#[must_use]
pub fn draw(document: &Document, fonts: &FontSet, family: &str) -> Option<ImageData> {
    let metadata = &document.metadata;
    if metadata.title.trim().is_empty() || fonts.faces().is_empty() {
        return None;
    }
    let scheme = Scheme::of(&metadata.title);
    let page = Size { width: Pt(WIDTH as f64), height: Pt(HEIGHT as f64) };
    let composed = composition::compose(metadata, page, fonts, family);
    let horizon = composed.band.0.y.0 as usize;
    let mut canvas = Canvas::new(WIDTH, horizon);
    ornament::rules(&mut canvas, &composed);
    ornament::star(&mut canvas, &composed.star);
    let steps = usize::from(INK_STEPS - 1);
    let inks: Inks = std::array::from_fn(|coverage| ((coverage * steps + 127) / 255) as u8);
    outline::words(&composed.lines, fonts).iter().for_each(|word| canvas.fill(word, &inks));
    let (band, times) = (ornament::band()?, (HEIGHT - horizon) / ornament::TILE);
    let bytes = png::png(WIDTH, canvas.rows(), &band, times, &scheme.palette())?;
    Some(ImageData {
        bytes,
        format: ImageFormat::Png,
        width: WIDTH as u32,
        height: HEIGHT as u32,
        orientation: Default::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Date, Metadata};

    fn drawn(title: &str) -> Option<ImageData> {
        let metadata = Metadata {
            title: title.into(),
            authors: vec!["هيئة التحرير".into()],
            publisher: Some("دار الحروف".into()),
            date: Some(Date { year: 2025, month: 12, day: 17 }),
            ..Metadata::default()
        };
        draw(&Document { metadata, ..Document::default() }, &FontSet::builtin(), "Amiri")
    }

    #[test]
    fn covers_are_small_pngs_of_the_size_that_shops_ask_for() {
        let cover = drawn("من القلم إلى المطبعة").unwrap();
        let decoded = image::load_from_memory(&cover.bytes).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (1600, 2560));
        assert!(cover.bytes.len() < 40_000, "{}", cover.bytes.len());
        assert_eq!(drawn("من القلم إلى المطبعة"), Some(cover));
    }

    #[test]
    fn the_title_is_drawn_whatever_it_is() {
        let blank = drawn("\u{1F4DA}").unwrap();
        for title in ["ق", "كتابٌ", "A Short History of Arabic Type", &"كلمة ".repeat(200), &"طويلجدا".repeat(40)]
        {
            let cover = drawn(title).unwrap();
            assert!(cover.bytes != blank.bytes && cover.bytes.len() < 120_000, "{title}: {}", cover.bytes.len());
        }
        assert_eq!(drawn(" "), None);
    }
}
