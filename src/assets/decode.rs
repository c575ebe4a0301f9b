//! Checks that a picture's file is whole, by decoding it once when it is read.
//!
//! A PNG, JPEG, GIF or WebP gives its size and orientation, or an error. Time and memory are bounded: the decoded size
//! is checked before anything is allocated.

use std::io::{Cursor, Read};
use std::sync::{Mutex, PoisonError};

use flate2::read::ZlibDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, DynamicImage, Frames, ImageDecoder, ImageReader, ImageResult, Limits, metadata};

use super::Problem;
use crate::document::{ImageData, ImageFormat, Orientation};

/// The largest picture, in pixels.
const MAX_PIXELS: u64 = 100_000_000;
/// Memory that decoding one picture may take, in bytes.
const MOST_MEMORY: u64 = 512 << 20;
/// Pixels beyond which pictures are decoded one after the other, so that memory does not go by the number of threads.
const LARGE: u64 = 16_000_000;
/// The largest colour profile, or other packed text of a PNG, in bytes.
const MAX_PROFILE_BYTES: u64 = 4 << 20;
/// Pixels of an animation that are looked at.
const ANIMATED_PIXELS: u64 = 200_000_000;

/// Held while a large picture is decoded.
static ONE_LARGE: Mutex<()> = Mutex::new(());

/// A picture whose bytes are whole.
pub(super) fn whole(bytes: Vec<u8>) -> Result<ImageData, Problem> {
    let broken = |error: &dyn std::error::Error| Problem::Unreadable(error.to_string());
    let mut reader =
        ImageReader::new(Cursor::new(bytes.as_slice())).with_guessed_format().map_err(|error| broken(&error))?;
    let format = match reader.format() {
        Some(image::ImageFormat::Png) => ImageFormat::Png,
        Some(image::ImageFormat::Jpeg) => ImageFormat::Jpeg,
        Some(image::ImageFormat::Gif) => ImageFormat::Gif,
        Some(image::ImageFormat::WebP) => ImageFormat::WebP,
        _ => return Err(Problem::Unsupported),
    };
    if format == ImageFormat::Png {
        packed_parts(&bytes)?;
    }
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|error| broken(&error))?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(Problem::TooLarge(format!("{width} × {height} pixels; at most 100 million")));
    }
    if pixels == 0 {
        return Err(Problem::Unreadable("it has no size".into()));
    }
    let profile = decoder.icc_profile().ok().flatten().map_or(0, |profile| profile.len() as u64);
    if profile > MAX_PROFILE_BYTES {
        return Err(Problem::TooLarge("its colour profile has more than 4 MiB".into()));
    }
    let orientation = decoder.orientation().map_or(Orientation::UPRIGHT, orientation);
    let _turn = (pixels > LARGE).then(|| ONE_LARGE.lock().unwrap_or_else(PoisonError::into_inner));
    let damaged = |error: &dyn std::fmt::Display| Problem::Unreadable(format!("it is damaged: {error}"));
    DynamicImage::from_decoder(decoder).map_err(|error| damaged(&error))?;
    rest(&bytes, format, pixels).map_err(|error| damaged(&error))?;
    let (width, height) = if orientation.is_on_its_side() { (height, width) } else { (width, height) };
    Ok(ImageData { bytes, format, width, height, orientation })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

/// What follows the first picture of a file: the other pictures of an animation, and that the file does not end before
/// it says so.
fn rest(bytes: &[u8], format: ImageFormat, pixels: u64) -> Result<(), String> {
    let said = |error: image::ImageError| error.to_string();
    match format {
        ImageFormat::Jpeg if !ends(bytes) => Err("the file is cut".to_owned()),
        ImageFormat::Gif => {
            let mut decoder = GifDecoder::new(Cursor::new(bytes)).map_err(said)?;
            decoder.set_limits(limits()).map_err(said)?;
            frames(decoder.into_frames(), pixels).map_err(said)?;
            Ok(())
        }
        ImageFormat::WebP => {
            let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(said)?;
            if decoder.has_animation() { frames(decoder.into_frames(), pixels).map_err(said) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

/// Decodes the pictures of an animation, as many as is reasonable.
fn frames(frames: Frames<'_>, pixels: u64) -> ImageResult<()> {
    let most = usize::try_from(ANIMATED_PIXELS / pixels.max(1)).unwrap_or(usize::MAX).max(1);
    frames.take(most).try_for_each(|frame| frame.map(drop))
}

/// Whether a JPEG has its end marker; decoders fill up what is missing before it (ITU-T T.81, B.1.1.3).
fn ends(bytes: &[u8]) -> bool {
    bytes.windows(2).rev().any(|pair| pair == [0xFF, 0xD9])
}

/// Looks at what is packed in a PNG besides its pixels (PNG, third edition, 11.3.2.3 and 11.3.3): a few bytes can be
/// gigabytes to whoever unpacks them.
fn packed_parts(bytes: &[u8]) -> Result<(), Problem> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((head, after)) = rest.split_at_checked(8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some(data) = after.get(..length) else { return Ok(()) };
        let name_end = |data: &[u8]| data.iter().position(|&byte| byte == 0);
        let packed = match &head[4..] {
            b"iCCP" | b"zTXt" => name_end(data).and_then(|end| data.get(end + 2..)),
            b"iTXt" => packed_text(data),
            _ => None,
        };
        if let Some(packed) = packed {
            let unpacked =
                std::io::copy(&mut ZlibDecoder::new(packed).take(MAX_PROFILE_BYTES + 1), &mut std::io::sink());
            if unpacked.is_ok_and(|length| length > MAX_PROFILE_BYTES) {
                let what = if &head[4..] == b"iCCP" { "colour profile" } else { "text" };
                return Err(Problem::TooLarge(format!("its {what} has more than 4 MiB")));
            }
        }
        rest = after.get(length + 4..).unwrap_or_default();
    }
    Ok(())
}

/// The packed text of an `iTXt`, where it is packed.
fn packed_text(data: &[u8]) -> Option<&[u8]> {
    let mut parts = data.splitn(2, |&byte| byte == 0);
    let (_, rest) = (parts.next()?, parts.next()?);
    let is_packed = rest.first() == Some(&1);
    let mut parts = rest.get(2..)?.splitn(3, |&byte| byte == 0);
    parts.nth(2).filter(|_| is_packed)
}

fn orientation(stored: metadata::Orientation) -> Orientation {
    use metadata::Orientation as Stored;
    let (quarter_turns, is_mirrored) = match stored {
        Stored::NoTransforms => (0, false),
        Stored::Rotate90 => (1, false),
        Stored::Rotate180 => (2, false),
        Stored::Rotate270 => (3, false),
        Stored::FlipHorizontal => (0, true),
        Stored::Rotate90FlipH => (1, true),
        Stored::FlipVertical => (2, true),
        Stored::Rotate270FlipH => (3, true),
    };
    Orientation { quarter_turns, is_mirrored }
}
