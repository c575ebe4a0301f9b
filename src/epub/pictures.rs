//! The pictures that the book shows, as files of the book.
//!
//! In: paths of the source, as the pages come upon them. Out: a file name for each picture that was loaded, the same
//! for the same path.

use std::collections::BTreeMap;

use crate::document::{Document, ImageData, ImageFormat};

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
