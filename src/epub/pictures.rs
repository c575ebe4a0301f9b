//! The pictures that the book shows, as files of the book.
//!
//! In: paths of the source, as the pages come upon them. Out: a file name for each picture that was loaded, the same
//! for the same path.

use std::collections::BTreeMap;

use crate::document::{Document, ImageData, ImageFormat, ImageLength, ImageRef, ImageSize};

/// Pictures in the order in which the book shows them.
#[derive(Default)]
pub(super) struct Pictures<'a> {
    files: Vec<Picture<'a>>,
    by_path: BTreeMap<&'a str, usize>,
}

/// A picture and its file name.
pub(super) struct Picture<'a> {
    /// Its file, relative to the pages.
    pub(super) href: String,
    /// What is in it.
    pub(super) data: &'a ImageData,
}

impl<'a> Pictures<'a> {
    /// The picture that the source names so, if it was loaded.
    pub(super) fn show(&mut self, document: &'a Document, path: &str) -> Option<&Picture<'a>> {
        let (path, data) = document.images.get_key_value(path)?;
        let index = *self.by_path.entry(path).or_insert_with(|| {
            self.files.push(Picture::numbered(self.files.len() + 1, data));
            self.files.len() - 1
        });
        self.files.get(index)
    }

    /// A picture that the source does not name.
    pub(super) fn add(&mut self, data: &'a ImageData) -> String {
        let picture = Picture::numbered(self.files.len() + 1, data);
        let href = picture.href.clone();
        self.files.push(picture);
        href
    }

    /// All pictures shown so far.
    pub(super) fn files(&self) -> &[Picture<'a>] {
        &self.files
    }
}

impl<'a> Picture<'a> {
    fn numbered(number: usize, data: &'a ImageData) -> Picture<'a> {
        Picture { href: format!("images/image-{number}.{}", extension(data.format)), data }
    }
}

/// The requested size, as CSS; `None` if the source gives none. Lengths in pixels or on paper are converted to em, so
/// that they grow with the text; the height follows from the width, so that nothing is distorted on a narrow screen.
pub(super) fn style(image: &ImageRef, data: &ImageData) -> Option<String> {
    const POINTS_PER_EM: f64 = 12.0;
    /// Proportions that differ by less count as equal.
    const NEAR: f64 = 0.02;
    let (natural_width, natural_height) = (f64::from(data.width.max(1)), f64::from(data.height.max(1)));
    let ems = |length: Option<ImageLength>| match length? {
        ImageLength::Points(points) => Some(points / POINTS_PER_EM),
        ImageLength::Ems(ems) => Some(ems),
        ImageLength::Share(_) => None,
    };
    let share = |length: Option<ImageLength>| match length? {
        ImageLength::Share(share) => Some(share * 100.0),
        _ => None,
    };
    let ImageSize { width, height, max_width } = image.size;
    let mut style = Vec::new();
    if let Some(share) = share(width) {
        style.push(format!("width:{}%", number(share)));
    } else if let Some(asked) = ems(width).or_else(|| ems(height).map(|height| height * natural_width / natural_height))
    {
        style.push(format!("width:{}em", number(asked.min(ems(max_width).unwrap_or(asked)))));
        let proportion = ems(height).map_or(natural_width / natural_height, |height| asked / height);
        if (proportion * natural_height / natural_width - 1.0).abs() > NEAR {
            style.push(format!("aspect-ratio:{};object-fit:fill", number(proportion)));
        }
    }
    let is_narrower = |most: &f64| *most * POINTS_PER_EM < natural_width * 0.75;
    match (share(max_width).filter(|share| *share < 100.0), ems(max_width)) {
        (Some(share), _) => style.push(format!("max-width:{}%", number(share))),
        (None, Some(most)) if share_of(width) => style.push(format!("max-width:{}em", number(most))),
        (None, Some(most)) if style.is_empty() && is_narrower(&most) => {
            style.push(format!("width:{}em", number(most)));
        }
        _ => {}
    }
    (!style.is_empty()).then(|| style.join(";"))
}

const fn share_of(length: Option<ImageLength>) -> bool {
    matches!(length, Some(ImageLength::Share(_)))
}

/// A number of CSS, to a thousandth.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn extension(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "png",
        ImageFormat::Jpeg => "jpg",
        ImageFormat::Gif => "gif",
        ImageFormat::WebP => "webp",
        ImageFormat::Svg => "svg",
    }
}

/// The core media type (EPUB 3.3, 3.2).
pub(super) fn media_type(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "image/png",
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::Gif => "image/gif",
        ImageFormat::WebP => "image/webp",
        ImageFormat::Svg => "image/svg+xml",
    }
}
