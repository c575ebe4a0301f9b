//! Pictures as image XObjects (ISO 32000-1, 8.9.5).
//!
//! In: the picture files that the pages show. Out: one XObject for each file. A JPEG goes in as it is (DCTDecode,
//! 7.4.8) when its colours are grey or RGB; a drawing becomes a form of paths; all else is decoded, alpha laid on
//! white, and kept as grey where it has no colour. A picture with more pixels than its place needs is reduced where the
//! caller asks for it.

mod drawing;
mod profile;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageReader, Limits};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject};

use super::content::gray;
use super::print::Colors;
use crate::document::{Document, ImageData, ImageFormat, Orientation};
use crate::geometry::{Pt, Size};
use crate::layout::frame::{Color, ItemKind, PagedDocument};

/// Memory that decoding one picture may take, in bytes.
const MOST_MEMORY: u64 = 512 << 20;

/// What the file wants of its pictures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ImageOptions {
    /// Colours of the file.
    pub(super) colors: Colors,
    /// Pixels to the inch beyond which pictures are reduced.
    pub(super) resolution: Option<f64>,
}

/// The pictures of a document that could be read.
#[derive(Debug, Default)]
pub(super) struct Images {
    /// Index of each, by path, and how it comes to stand upright.
    index: BTreeMap<String, (usize, Orientation)>,
    /// The XObjects, in order of their paths.
    pub(super) xobjects: Vec<XObject>,
    /// What the finishing pass adds to each.
    pub(super) completions: Vec<Completion>,
    /// Pictures that could not be made, for which frames stand.
    pub(super) faults: Vec<String>,
}

/// What printpdf has no place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Completion {
    /// Nothing.
    None,
    /// A colour profile of its own.
    Profile(Vec<u8>),
    /// The PDF of one page whose content it is.
    Drawing(Vec<u8>),
}

impl Images {
    /// Reads the pictures that the pages show, each once.
    pub(super) fn of(pages: &PagedDocument, document: &Document, options: ImageOptions) -> Images {
        let mut images = Images::default();
        for (path, size) in sizes(pages) {
            let most = options.resolution.map(|resolution| most_pixels(size, resolution));
            let Some(data) = document.images.get(path) else { continue };
            let work = || match data.format {
                ImageFormat::Svg => drawing_of(data, options.colors, size),
                _ => picture_of(data, options.colors, most),
            };
            // A fault in what draws a picture costs this one alone.
            let picture = catch_unwind(AssertUnwindSafe(work)).unwrap_or(None);
            if picture.is_none() {
                images.faults.push(path.to_owned());
            }
            if let Some(Picture { stream, completion, orientation }) = picture {
                images.index.insert(path.into(), (images.xobjects.len(), orientation));
                let xobject = ExternalXObject { stream, width: None, height: None, dpi: None };
                images.xobjects.push(XObject::External(xobject));
                images.completions.push(completion);
            }
        }
        images
    }

    /// Which XObject a path names, and the matrix that sets it upright on the unit square; `None` where the file could
    /// not be decoded.
    pub(super) fn find(&self, path: &str) -> Option<(usize, [f64; 6])> {
        self.index.get(path).map(|&(index, orientation)| (index, upright(orientation)))
    }
}

/// The pictures that the pages show, each with its largest extent there.
fn sizes(pages: &PagedDocument) -> BTreeMap<&str, Size> {
    let mut sizes: BTreeMap<&str, Size> = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Image { path, size, .. } = &item.kind {
            let largest = sizes.entry(path).or_default();
            *largest = Size { width: largest.width.max(size.width), height: largest.height.max(size.height) };
        }
    }
    sizes
}

/// Width and height in pixels of a picture that is neither too coarse nor too fine.
fn most_pixels(size: Size, resolution: f64) -> (u32, u32) {
    let pixels = |length: Pt| (length / Pt::inches(1.0) * resolution).ceil().max(1.0) as u32;
    (pixels(size.width), pixels(size.height))
}

/// A picture as it goes into the file.
struct Picture {
    stream: ExternalStream,
    completion: Completion,
    /// How the samples come to stand upright.
    orientation: Orientation,
}

/// The matrix that sets stored samples upright, both on the unit square, whose second axis points upward.
fn upright(orientation: Orientation) -> [f64; 6] {
    let place = |x: f64, y: f64| {
        let turned = (0..orientation.quarter_turns).fold((x, y), |(x, y), _| (y, 1.0 - x));
        if orientation.is_mirrored { (1.0 - turned.0, turned.1) } else { turned }
    };
    let ((x0, y0), (x1, y1), (x2, y2)) = (place(0.0, 0.0), place(1.0, 0.0), place(0.0, 1.0));
    [x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0]
}

/// A drawing as paths, or as grey pixels where there may be no colour.
fn drawing_of(data: &ImageData, colors: Colors, place: Size) -> Option<Picture> {
    let page = if colors == Colors::Full { drawing::page(&data.bytes) } else { None };
    let Some(page) = page else {
        return Some(raster(drawing::pixels(&data.bytes, place)?, None, colors, false));
    };
    let stream = ExternalStream { dict: BTreeMap::new(), content: Vec::new(), compress: false };
    Some(Picture { stream, completion: Completion::Drawing(page), orientation: Orientation::UPRIGHT })
}

fn picture_of(data: &ImageData, colors: Colors, most: Option<(u32, u32)>) -> Option<Picture> {
    let is_fine = |width: u32, height: u32| most.is_some_and(|(most_x, most_y)| width > most_x && height > most_y);
    if data.format == ImageFormat::Jpeg
        && let Some(frame) = jpeg_frame(&data.bytes)
        && let Some(space) = device_space(frame.components)
        && (colors == Colors::Full || frame.components == 1)
        && !is_fine(data.width, data.height)
    {
        let mut dict = image_dict(frame.width.into(), frame.height.into(), space);
        dict.insert("Filter".into(), name("DCTDecode"));
        let stream = ExternalStream { dict, content: data.bytes.clone(), compress: false };
        let profile = decoder(data).and_then(|mut decoder| decoder.icc_profile().ok().flatten());
        let completion = profile::usable(profile, frame.components);
        return Some(Picture { stream, completion, orientation: data.orientation });
    }
    let (mut image, profile) = decode(data)?;
    if let Some((most_x, most_y)) = most.filter(|_| is_fine(image.width(), image.height())) {
        image = image.resize(most_x, most_y, FilterType::Lanczos3);
    }
    Some(raster(image, profile, colors, data.format == ImageFormat::Jpeg))
}

fn decoder(data: &ImageData) -> Option<impl ImageDecoder + '_> {
    let format = match data.format {
        ImageFormat::Png => image::ImageFormat::Png,
        ImageFormat::Jpeg => image::ImageFormat::Jpeg,
        ImageFormat::Gif => image::ImageFormat::Gif,
        ImageFormat::WebP => image::ImageFormat::WebP,
        ImageFormat::Svg => return None,
    };
    let mut reader = ImageReader::with_format(Cursor::new(&data.bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    reader.into_decoder().ok()
}

fn decode(data: &ImageData) -> Option<(DynamicImage, Option<Vec<u8>>)> {
    let mut decoder = decoder(data)?;
    let profile = decoder.icc_profile().ok().flatten();
    let is_borne = decoder.total_bytes() <= MOST_MEMORY;
    let image = is_borne.then(|| DynamicImage::from_decoder(decoder))?.ok()?;
    Some((turned(image, data.orientation), profile))
}

/// Sets decoded pixels upright.
fn turned(image: DynamicImage, orientation: Orientation) -> DynamicImage {
    let image = match orientation.quarter_turns % 4 {
        0 => image,
        1 => image.rotate90(),
        2 => image.rotate180(),
        _ => image.rotate270(),
    };
    if orientation.is_mirrored { image.fliph() } else { image }
}

/// A decoded picture. A photograph that was reduced goes in as JPEG again.
fn raster(image: DynamicImage, profile: Option<Vec<u8>>, colors: Colors, is_photograph: bool) -> Picture {
    const QUALITY: u8 = 90;
    let (width, height) = (image.width(), image.height());
    let rgb: Vec<u8> = image.into_rgba8().pixels().flat_map(|pixel| on_white(pixel.0)).collect();
    let pixels = || rgb.chunks_exact(3).map(|pixel| Color { red: pixel[0], green: pixel[1], blue: pixel[2] });
    let is_gray = colors == Colors::Gray || pixels().all(|pixel| pixel == Color::gray(pixel.red));
    let (content, space, samples, components) = if is_gray {
        (pixels().map(|pixel| gray(pixel).red).collect(), "DeviceGray", ExtendedColorType::L8, 1)
    } else {
        (rgb, "DeviceRGB", ExtendedColorType::Rgb8, 3)
    };
    let (completion, orientation) = (profile::usable(profile, components), Orientation::UPRIGHT);
    let mut dict = image_dict(width, height, space);
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    if is_photograph && encoder.encode(&content, width, height, samples).is_ok() {
        dict.insert("Filter".into(), name("DCTDecode"));
        return Picture { stream: ExternalStream { dict, content: jpeg, compress: false }, completion, orientation };
    }
    Picture { stream: ExternalStream { dict, content, compress: true }, completion, orientation }
}

/// A pixel with alpha laid on white paper.
fn on_white([red, green, blue, alpha]: [u8; 4]) -> [u8; 3] {
    let blend = |value: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    [blend(red), blend(green), blend(blue)]
}

fn image_dict(width: u32, height: u32, space: &str) -> BTreeMap<String, DictItem> {
    BTreeMap::from([
        ("Type".into(), name("XObject")),
        ("Subtype".into(), name("Image")),
        ("Width".into(), DictItem::Int(width.into())),
        ("Height".into(), DictItem::Int(height.into())),
        ("ColorSpace".into(), name(space)),
        ("BitsPerComponent".into(), DictItem::Int(8)),
    ])
}

fn name(value: &str) -> DictItem {
    DictItem::Name(value.as_bytes().to_vec())
}

/// The colour space of a JPEG's components; CMYK is decoded instead, since pages are RGB and Adobe's is inverted.
fn device_space(components: u8) -> Option<&'static str> {
    match components {
        1 => Some("DeviceGray"),
        3 => Some("DeviceRGB"),
        _ => None,
    }
}

/// What a JPEG's frame header says (ITU-T T.81, B.2.2).
struct JpegFrame {
    width: u16,
    height: u16,
    components: u8,
}

/// The frame header of a baseline, extended or progressive JPEG with 8 bits a sample.
fn jpeg_frame(bytes: &[u8]) -> Option<JpegFrame> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let marker_at = rest.iter().position(|&byte| byte != 0xFF).filter(|&at| at > 0)?;
        let (&marker, segment) = rest.get(marker_at..)?.split_first()?;
        let length = usize::from(u16::from_be_bytes([*segment.first()?, *segment.get(1)?]));
        match (marker, segment.get(2..length.max(2))?) {
            (0xC0..=0xC2, &[8, h1, h2, w1, w2, components, ..]) => {
                let (width, height) = (u16::from_be_bytes([w1, w2]), u16::from_be_bytes([h1, h2]));
                return (width > 0 && height > 0).then_some(JpegFrame { width, height, components });
            }
            // Lossless, hierarchical and arithmetic frames are beyond DCTDecode; after SOS come the samples.
            (0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xDA, _) => return None,
            _ => rest = segment.get(length.max(2)..)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(segments: &[u8], expected: Option<(u16, u16, u8)>) {
        let bytes = [&[0xFF, 0xD8], segments].concat();
        let frame = jpeg_frame(&bytes).map(|frame| (frame.width, frame.height, frame.components));
        assert_eq!(frame, expected, "{segments:X?}");
    }

    #[test]
    fn jpeg_frames_are_read_and_nothing_else() {
        let app = [0xFF, 0xE0, 0, 4, 1, 2];
        let frame = |marker, bits| [0xFF, marker, 0, 8, bits, 0, 3, 0, 4, 3];
        check(&[&app[..], &frame(0xC0, 8)[..]].concat(), Some((4, 3, 3)));
        check(&[&[0xFF][..], &frame(0xC2, 8)[..]].concat(), Some((4, 3, 3)));
        check(&frame(0xC3, 8), None);
        check(&frame(0xC0, 12), None);
        check(&[0xFF, 0xE0, 0, 200, 1], None);
        check(&[0xFF, 0xE0, 0, 0, 0xFF, 0xE0, 0, 0], None);
        check(&[0, 0, 0, 0], None);
        check(&[], None);
    }

    /// The pixels that are turned and the matrix agree: where the upper left corner goes.
    #[test]
    fn both_ways_to_stand_upright_agree() {
        let stored = image::GrayImage::from_raw(2, 2, vec![255, 9, 9, 9]).map(DynamicImage::ImageLuma8).unwrap();
        for (quarter_turns, is_mirrored) in (0..4).flat_map(|turns| [(turns, false), (turns, true)]) {
            let orientation = Orientation { quarter_turns, is_mirrored };
            let pixels = turned(stored.clone(), orientation).into_luma8();
            let (x, y, _) = pixels.enumerate_pixels().find(|(.., pixel)| pixel.0 == [255]).unwrap();
            let [a, b, c, d, e, f] = upright(orientation);
            // The middle of the upper left quarter of the unit square.
            let placed = (a * 0.25 + c * 0.75 + e, b * 0.25 + d * 0.75 + f);
            assert_eq!(placed, (0.25 + f64::from(x) / 2.0, 0.75 - f64::from(y) / 2.0), "{orientation:?}");
        }
    }

    #[test]
    fn alpha_is_laid_on_white() {
        assert_eq!(on_white([0, 0, 0, 0]), [255, 255, 255]);
        assert_eq!(on_white([10, 20, 30, 255]), [10, 20, 30]);
        assert_eq!(on_white([0, 0, 0, 128]), [127, 127, 127]);
    }
}
