//! A picture on the page, in a line or by itself.
//!
//! This module decides its extent (as requested, otherwise 96 pixels to the inch, and scaled down to the available
//! room), its element, and the replacement for a missing one.

use crate::document::{Document, ImageData, ImageLength, ImageRef};
use crate::geometry::{Pt, Size};
use crate::locale;

use super::frame::{StructureElement, StructureRole};

/// Points to a pixel of CSS.
const PIXEL: f64 = 0.75;
/// Share of the type area's height that a picture may take.
pub(super) const TALLEST: f64 = 0.8;
/// A measure beyond this counts as unlimited: shares of it are meaningless.
const ENDLESS: Pt = Pt(1e5);

/// The element of a picture.
pub(super) fn figure(image: &ImageRef) -> StructureElement {
    let alt = Some(image.alt.clone()).filter(|alt| !alt.trim().is_empty());
    StructureElement { alt, span: Some(image.span), ..StructureElement::new(StructureRole::Figure) }
}

/// The text for a picture that could not be loaded: its description, or a note that one is missing; nothing for
/// decoration.
pub(super) fn in_place_of<'a>(image: &'a ImageRef, document: &Document) -> Option<&'a str> {
    let words = locale::words(&document.metadata.lang);
    (!image.is_decoration).then(|| if image.is_undescribed() { words.picture } else { image.alt.trim() })
}

/// The extent of a picture beside text of size `em`, within `room`.
pub(super) fn extent(image: &ImageRef, data: &ImageData, em: Pt, room: Size) -> Size {
    let pixels = |count: u32| Pt(f64::from(count.max(1)) * PIXEL);
    let natural = Size { width: pixels(data.width), height: pixels(data.height) };
    let length = |asked: Option<ImageLength>| match asked? {
        ImageLength::Points(points) => Some(Pt(points)),
        ImageLength::Ems(ems) => Some(em * ems),
        ImageLength::Share(share) => (room.width < ENDLESS).then(|| room.width * share),
    };
    let (width, height) = (length(image.size.width), length(image.size.height));
    let has_share = matches!(image.size.width, Some(ImageLength::Share(_)));
    let size = match (width, height.filter(|_| !has_share)) {
        (Some(width), Some(height)) => Size { width, height },
        (Some(width), None) => Size { width, height: natural.height * (width / natural.width) },
        (None, Some(height)) => Size { width: natural.width * (height / natural.height), height },
        (None, None) => natural,
    };
    let widest = length(image.size.max_width).unwrap_or(room.width).min(room.width);
    let scale = (widest / size.width).min(room.height / size.height).min(1.0);
    Size { width: size.width * scale, height: size.height * scale }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ImageFormat, ImageSize, Orientation};

    /// A picture of 300 × 200 pixels beside text of 10 pt, in room of 400 × 500 pt.
    fn check(size: ImageSize, expected: (f64, f64)) {
        let data = ImageData {
            bytes: Vec::new(),
            format: ImageFormat::Png,
            width: 300,
            height: 200,
            orientation: Orientation::UPRIGHT,
        };
        let image = ImageRef { size, ..ImageRef::default() };
        let room = Size { width: Pt(400.0), height: Pt(500.0) };
        let Size { width, height } = extent(&image, &data, Pt(10.0), room);
        assert!((width.0 - expected.0).abs() < 1e-9 && (height.0 - expected.1).abs() < 1e-9, "{width:?} × {height:?}");
    }

    #[test]
    fn pictures_are_as_large_as_asked_and_as_there_is_room() {
        use ImageLength::{Ems, Points, Share};
        let none = ImageSize::default();
        check(none, (225.0, 150.0));
        check(ImageSize { width: Some(Points(150.0)), ..none }, (150.0, 100.0));
        check(ImageSize { width: Some(Share(0.5)), ..none }, (200.0, 400.0 / 3.0));
        check(ImageSize { height: Some(Ems(2.0)), ..none }, (30.0, 20.0));
        check(ImageSize { width: Some(Points(150.0)), height: Some(Points(75.0)), ..none }, (150.0, 75.0));
        check(ImageSize { width: Some(Points(800.0)), height: Some(Points(200.0)), ..none }, (400.0, 100.0));
        check(ImageSize { height: Some(Points(1000.0)), ..none }, (400.0, 800.0 / 3.0));
        check(ImageSize { max_width: Some(Points(90.0)), ..none }, (90.0, 60.0));
        check(ImageSize { width: Some(Share(1.0)), max_width: Some(Points(90.0)), ..none }, (90.0, 60.0));
        check(ImageSize { max_width: Some(Share(1.0)), ..none }, (225.0, 150.0));
    }
}
