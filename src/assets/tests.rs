//! Pictures in a folder of their own, made for each test.

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};

use std::io::Cursor;

use super::*;
use crate::document::{Block, BlockKind, Inline};
use crate::document::{ImageFormat, Orientation};

/// A folder that goes when the test ends, with `بيت/` for the source and a file beside it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let root = std::env::temp_dir().join(format!("warraq-assets-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("بيت/صور")).unwrap();
        fs::write(root.join("خارج.png"), png(1, 1)).unwrap();
        Folder(root)
    }

    fn home(&self) -> PathBuf {
        self.0.join("بيت")
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        fs::write(self.home().join(path), bytes).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = vec![0; (width * height) as usize];
    PngEncoder::new(&mut bytes).write_image(&pixels, width, height, ExtendedColorType::L8).unwrap();
    bytes
}

fn check(folder: &Folder, path: &str, expected: Result<(ImageFormat, u32, u32), &str>) {
    let image = ImageRef { path: path.into(), alt: "صورة".into(), span: Span::new(3, 9), ..ImageRef::default() };
    let figure = BlockKind::Figure { image, caption: Vec::new() };
    let mut document = Document { blocks: vec![Block::new(figure, Span::new(3, 9))], ..Document::default() };
    let warnings = load_images(&mut document, &[folder.home()], &[]);
    let loaded = document.images.get(path).map(|image| (image.format, image.width, image.height));
    match expected {
        Ok(image) => assert_eq!((loaded, warnings), (Some(image), vec![])),
        Err(message) => {
            assert_eq!((loaded, warnings.len()), (None, 1), "{path}");
            assert_eq!((warnings[0].span, warnings[0].hints.len()), (Some(Span::new(3, 9)), 1));
            assert!(warnings[0].message.contains(message), "{path}: {}", warnings[0].message);
        }
    }
}

/// A GIF of 2 × 5 pixels.
fn gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    image::DynamicImage::new_rgb8(2, 5).write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Gif).unwrap();
    bytes
}

#[test]
fn pictures_below_the_folder_are_recognised_by_their_bytes() {
    let folder = Folder::new("below");
    folder.write("صور/بولاق أولى.jpg", &png(3, 2));
    folder.write("a.gif", &gif());
    let png = Ok((ImageFormat::Png, 3, 2));
    check(&folder, "صور/بولاق أولى.jpg", png);
    check(&folder, "./صور/../صور/بولاق%20أولى.jpg", png);
    check(&folder, "a.gif", Ok((ImageFormat::Gif, 2, 5)));
    folder.write("رسم.svg", b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'><circle r='3'/></svg>");
    check(&folder, "رسم.svg", Ok((ImageFormat::Svg, 40, 20)));
}

/// A photograph of a camera that was held upright: stored on its side, with an Exif segment that says so.
#[test]
fn pictures_have_the_size_that_they_are_shown_in() {
    let folder = Folder::new("turned");
    let mut jpeg = Vec::new();
    let pixels = image::GrayImage::new(8, 4);
    pixels.write_to(&mut Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).unwrap();
    let exif = b"\xFF\xE1\0\x22Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    jpeg.splice(2..2, exif.iter().copied());
    folder.write("a.jpg", &jpeg);
    check(&folder, "a.jpg", Ok((ImageFormat::Jpeg, 4, 8)));
    assert_eq!(recognise(jpeg).unwrap().image.orientation, Orientation { quarter_turns: 1, is_mirrored: false });
}

#[test]
fn nothing_outside_the_folder_is_read() {
    let folder = Folder::new("outside");
    let absolute = folder.0.join("خارج.png");
    for path in ["../خارج.png", "صور/../../خارج.png", "%2e%2e/خارج.png", absolute.to_str().unwrap()] {
        check(&folder, path, Err("outside the folder"));
    }
    for path in ["https://example.org/a.png", "//example.org/a.png", "file:///a.png"] {
        check(&folder, path, Err("nothing is fetched"));
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    let folder = Folder::new("links");
    folder.write("a.png", &png(1, 1));
    std::os::unix::fs::symlink(folder.0.join("خارج.png"), folder.home().join("خارج.png")).unwrap();
    std::os::unix::fs::symlink(&folder.0, folder.home().join("فوق")).unwrap();
    std::os::unix::fs::symlink("a.png", folder.home().join("داخل.png")).unwrap();
    check(&folder, "خارج.png", Err("outside the folder"));
    check(&folder, "فوق/خارج.png", Err("outside the folder"));
    check(&folder, "داخل.png", Ok((ImageFormat::Png, 1, 1)));
}

#[test]
fn pictures_may_stand_in_the_text() {
    let folder = Folder::new("data");
    let gif: String = gif().iter().map(|byte| format!("%{byte:02X}")).collect();
    check(&folder, &format!("data:image/gif,{gif}"), Ok((ImageFormat::Gif, 2, 5)));
    check(&folder, "data:image/png;base64,AA", Err("format that books do not carry"));
    check(&folder, "data:nothing", Err("cannot be read"));
    check(&folder, &format!("data:,{}", "a".repeat(33 << 20)), Err("too large"));
}

#[test]
fn other_folders_are_searched_in_order() {
    let folder = Folder::new("others");
    let other = folder.0.join("أخرى");
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("a.png"), png(1, 2)).unwrap();
    fs::write(other.join("b.png"), png(3, 4)).unwrap();
    folder.write("a.png", &png(5, 6));
    let image = |path: &str| Inline::Image(ImageRef { path: path.into(), ..ImageRef::default() });
    let paragraph = BlockKind::Paragraph(["a.png", "b.png", "../خارج.png"].map(image).into());
    let mut document = Document { blocks: vec![Block::new(paragraph, Span::default())], ..Document::default() };
    let warnings = load_images(&mut document, &[folder.home(), other], &[]);
    let sizes: Vec<(u32, u32)> = document.images.values().map(|image| (image.width, image.height)).collect();
    assert_eq!((sizes, warnings.len()), (vec![(5, 6), (3, 4)], 1));
}

#[test]
fn what_is_no_picture_is_named() {
    let folder = Folder::new("broken");
    folder.write("a.tiff", b"II*\0\x08\0\0\0");
    folder.write("a.png", &png(4, 4)[..20]);
    let mut huge = png(1, 1);
    huge[16..24].copy_from_slice(&[0, 0, 0x40, 0, 0, 0, 0x40, 0]);
    let checksum = crc(&huge[12..29]).to_be_bytes();
    huge[29..33].copy_from_slice(&checksum);
    folder.write("huge.png", &huge);
    check(&folder, "a.tiff", Err("format that books do not carry"));
    check(&folder, "a.png", Err("cannot be read"));
    check(&folder, "huge.png", Err("16384 × 16384 pixels"));
    check(&folder, "صور", Err("not a file"));
    check(&folder, "لا.png", Err("is not there"));
    check(&folder, "a.png/لا.png", Err("is not there"));
    check(&folder, "", Err("is not there"));
}

#[test]
fn each_path_is_told_of_once_in_source_order() {
    let folder = Folder::new("once");
    let image =
        |path: &str, start| ImageRef { path: path.into(), span: Span::new(start, start + 1), ..ImageRef::default() };
    let content = vec![
        Inline::Emphasis(vec![Inline::Image(image("ب.png", 5))]),
        Inline::Image(image("أ.png", 7)),
        Inline::Image(image("ب.png", 9)),
    ];
    let quote = BlockKind::Quote(vec![Block::new(BlockKind::Paragraph(content), Span::default())]);
    let mut document = Document { blocks: vec![Block::new(quote, Span::default())], ..Document::default() };
    document.metadata.cover = Some(image("غلاف.png", 1));
    let starts: Vec<_> =
        load_images(&mut document, &[folder.home()], &[]).iter().map(|w| w.span.unwrap().start).collect();
    assert_eq!(starts, [1, 5, 7]);
}

/// The checksum of a PNG chunk (PNG, third edition, annex D).
pub(super) fn crc(bytes: &[u8]) -> u32 {
    let bit = |crc: u32| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), |crc, _| bit(crc)))
}
