//! A typographic cover for a document that brings none.
//!
//! In: title, subtitle, authors, publisher, date. Out: [`draw`], a PNG of 1600 × 2560 pixels in sixteen colours.
//!
//! The design, in parts of the width of 1600: the upper 1600 are paper, the lower 960 an ornament of stars and crosses
//! under a double rule (5 : 3). On the paper, centred, from top to bottom: the authors at 84, a star, the title between
//! 260 and 64 as its length allows, in at most 1240, its lines of nearly one length, the subtitle at 72; at the foot
//! publisher and date at 54. The colours are one of four schemes, chosen by the title.

mod canvas;
mod ornament;
mod scheme;
mod setting;

use canvas::Canvas;
use scheme::Scheme;
use setting::{Setter, Setting};

use crate::document::{Document, ImageData, ImageFormat, Metadata};
use crate::font::{FontSet, Weight};
use crate::locale;

/// Size of the picture, in pixels.
const WIDTH: usize = 1600;
const HEIGHT: usize = 2560;
/// Where the ornament begins; three of its tiles fill the rest.
const HORIZON: usize = 1600;
/// The longest line.
const MEASURE: f64 = 1240.0;
/// Room for title and subtitle: top and bottom.
const TITLE_AREA: (f64, f64) = (440.0, 1380.0);

/// The cover, or nothing for a document without a title or faces to set it in.
#[must_use]
pub fn draw(document: &Document, fonts: &FontSet) -> Option<ImageData> {
    let metadata = &document.metadata;
    if metadata.title.trim().is_empty() || fonts.faces().is_empty() {
        return None;
    }
    let scheme = Scheme::of(&metadata.title);
    let mut canvas = Canvas::new(WIDTH, HORIZON);
    ornament::rules(&mut canvas, HORIZON);
    let mut setter = Setter::new(fonts, metadata);
    head(&mut canvas, &mut setter, &metadata.authors);
    titles(&mut canvas, &mut setter, metadata);
    foot(&mut canvas, &mut setter, metadata);
    let band = ornament::band(WIDTH, &scheme)?;
    let bytes = canvas.png(&band, (HEIGHT - HORIZON) / ornament::TILE, &scheme.palette())?;
    Some(ImageData {
        bytes,
        format: ImageFormat::Png,
        width: WIDTH as u32,
        height: HEIGHT as u32,
        orientation: Default::default(),
    })
}

/// The authors and the star below them.
fn head(canvas: &mut Canvas, setter: &mut Setter<'_>, authors: &[String]) {
    const SIZES: [f64; 3] = [84.0, 68.0, 54.0];
    const FIRST_BASELINE: f64 = 255.0;
    const STAR_CENTER: (f32, f32) = (WIDTH as f32 / 2.0, 400.0);
    // The dot stays with the name before it where the line is broken.
    let line = authors.join("\u{a0}· ");
    if !line.trim().is_empty() {
        let setting = setter.fit(&line, Weight::Regular, &SIZES, MEASURE, 2.0 * 84.0 * 1.5);
        setter.draw(canvas, &setting, FIRST_BASELINE - setting.height() + setting.leading());
    }
    ornament::star(canvas, STAR_CENTER, 34.0);
}

/// The title and the subtitle as one block in the middle of its area.
fn titles(canvas: &mut Canvas, setter: &mut Setter<'_>, metadata: &Metadata) {
    const SIZES: [f64; 16] =
        [260.0, 236.0, 214.0, 196.0, 180.0, 166.0, 154.0, 142.0, 132.0, 122.0, 112.0, 102.0, 92.0, 82.0, 72.0, 64.0];
    const SUBTITLE_SIZES: [f64; 3] = [72.0, 60.0, 50.0];
    const GAP: f64 = 60.0;
    let subtitle = metadata.subtitle.as_deref().filter(|text| !text.trim().is_empty());
    let subtitle = subtitle.map(|text| setter.fit(text, Weight::Regular, &SUBTITLE_SIZES, MEASURE, 230.0));
    let below = subtitle.as_ref().map_or(0.0, |setting| setting.height() + GAP);
    let room = TITLE_AREA.1 - TITLE_AREA.0;
    let title = setter.fit(&metadata.title, Weight::Bold, &SIZES, MEASURE, room - below);
    let top = TITLE_AREA.0 + (room - title.height() - below) / 2.0;
    // The ink of a line stands lower in its leading than in the middle.
    let baseline = |top: f64, setting: &Setting| top + setting.leading() * 0.68;
    setter.draw(canvas, &title, baseline(top, &title));
    if let Some(subtitle) = subtitle {
        setter.draw(canvas, &subtitle, baseline(top + title.height() + GAP, &subtitle));
    }
}

/// The publisher and the date, above the ornament.
fn foot(canvas: &mut Canvas, setter: &mut Setter<'_>, metadata: &Metadata) {
    const SIZES: [f64; 2] = [54.0, 44.0];
    const BASELINE: f64 = 1500.0;
    let date = metadata.date.map(|date| locale::long_date(date, &metadata.lang));
    let parts: Vec<&str> = metadata.publisher.iter().chain(&date).map(String::as_str).collect();
    if !parts.is_empty() {
        let setting = setter.fit(&parts.join(" · "), Weight::Regular, &SIZES, MEASURE, 100.0);
        setter.draw(canvas, &setting, BASELINE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Date;

    fn drawn(title: &str) -> Option<ImageData> {
        let metadata = Metadata {
            title: title.into(),
            authors: vec!["هيئة التحرير".into()],
            publisher: Some("دار الحروف".into()),
            date: Some(Date { year: 2025, month: 12, day: 17 }),
            ..Metadata::default()
        };
        draw(&Document { metadata, ..Document::default() }, &FontSet::builtin())
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
