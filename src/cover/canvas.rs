//! A picture in colours of a palette.
//!
//! In: coverage of letters and indices of the ornament. Out: a PNG with four bits a pixel (PNG, third edition, 11.2.1,
//! colour type 3), so that a cover weighs little.

use flate2::{Compress, Compression, FlushCompress};
use simd_adler32::Adler32;
use tiny_skia::{FillRule, Mask, Path, Transform};

use super::scheme::{Colour, INK_STEPS};

/// Pixels that are looked at together.
const STRETCH: usize = 16;

/// Indices of colours, row by row from the top.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    /// As a PNG has them (9.2 and 7.2): each row begins with its filter type, none, and holds two pixels a byte.
    rows: Vec<u8>,
}

impl Canvas {
    /// A canvas of paper; its width is even.
    pub(super) fn new(width: usize, height: usize) -> Canvas {
        Canvas { width, height, rows: vec![0; (1 + width / 2) * height] }
    }

    /// The pixels of a row, two a byte; none below the canvas.
    fn row(&mut self, y: usize) -> &mut [u8] {
        let stride = 1 + self.width / 2;
        self.rows.chunks_exact_mut(stride).nth(y).map_or(&mut [], |row| &mut row[1..])
    }

    /// Fills a row with a stretch of pixels, again and again; their number is even.
    pub(super) fn fill_row(&mut self, y: usize, pixels: &[u8]) {
        let packed: Vec<u8> = pixels.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        for place in self.row(y).chunks_mut(packed.len()) {
            place.copy_from_slice(&packed[..place.len()]);
        }
    }

    /// Fills a path; `colour` tells the index for a coverage of 1 to 255.
    pub(super) fn fill(&mut self, path: &Path, colour: impl Fn(u8) -> u8) {
        let bounds = path.bounds();
        let left = (bounds.left().floor() as i64 - 1).clamp(0, self.width as i64) as usize;
        let top = (bounds.top().floor() as i64 - 1).clamp(0, self.height as i64) as usize;
        let right = (bounds.right().ceil() as i64 + 1).clamp(0, self.width as i64) as usize;
        let bottom = (bounds.bottom().ceil() as i64 + 1).clamp(0, self.height as i64) as usize;
        let (width, height) = (right.saturating_sub(left), bottom.saturating_sub(top));
        let Some(mut mask) = Mask::new(width as u32, height as u32) else { return };
        let shift = Transform::from_translate(-(left as f32), -(top as f32));
        mask.fill_path(path, FillRule::Winding, true, shift);
        for (y, coverage) in mask.data().chunks_exact(width).enumerate() {
            let row = self.row(top + y);
            // Most of a letter's box is empty: stretches without any ink are passed over as a whole.
            let stretches = (left..).step_by(STRETCH).zip(coverage.chunks(STRETCH));
            for (left, stretch) in stretches.filter(|(_, stretch)| stretch.iter().fold(0, |ink, one| ink | one) > 0) {
                for (x, &coverage) in (left..).zip(stretch).filter(|(_, coverage)| **coverage > 0) {
                    let (kept, shift) = if x % 2 == 0 { (0x0f, 4) } else { (0xf0, 0) };
                    row[x / 2] = row[x / 2] & kept | colour(coverage) << shift;
                }
            }
        }
    }

    /// Fills a path with ink.
    pub(super) fn ink(&mut self, path: &Path) {
        let steps = u16::from(INK_STEPS - 1);
        self.fill(path, |coverage| ((u16::from(coverage) * steps + 127) / 255) as u8);
    }

    /// The canvas made ready to stand below others.
    pub(super) fn packed(self) -> Option<Packed> {
        Some(Packed { blocks: deflated(&self.rows)?, canvas: self })
    }

    /// The picture as a file, with another of the same width below it, `times` over; `None` where the encoder fails.
    pub(super) fn png(&self, below: &Packed, times: usize, palette: &[Colour]) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let height = self.height + below.canvas.height * times;
        let mut encoder = png::Encoder::new(&mut bytes, self.width as u32, height as u32);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(palette.concat());
        let mut writer = encoder.write_header().ok()?;
        writer.write_chunk(png::chunk::IDAT, &zlib(&self.rows, below, times)?).ok()?;
        writer.finish().ok()?;
        Some(bytes)
    }
}

/// A canvas with its rows as blocks of deflate, which begin and end at whole bytes and look back at nothing before
/// them: they can stand anywhere and several times, quickly made, and the archive around the picture folds them into
/// one.
pub(super) struct Packed {
    canvas: Canvas,
    blocks: Vec<u8>,
}

/// Data packed (RFC 1950), then what is packed already, `times` over.
fn zlib(first: &[u8], again: &Packed, times: usize) -> Option<Vec<u8>> {
    /// Deflate in a window of 32 KiB, packed quickly.
    const HEADER: [u8; 2] = [0x78, 0x5e];
    /// A last block without data (RFC 1951, 3.2.6).
    const END: [u8; 2] = [0x03, 0x00];
    let mut sum = Adler32::new();
    sum.write(first);
    (0..times).for_each(|_| sum.write(&again.canvas.rows));
    let (first, again) = (deflated(first)?, again.blocks.repeat(times));
    Some([&HEADER[..], &first, &again, &END, &sum.finish().to_be_bytes()].concat())
}

/// Data as blocks of deflate that end at a whole byte (RFC 1951).
fn deflated(data: &[u8]) -> Option<Vec<u8>> {
    /// Higher levels take twice the time for a thirtieth of the size.
    const LEVEL: u32 = 5;
    const ROOM: usize = 32 << 10;
    let mut packer = Compress::new(Compression::new(LEVEL), false);
    let mut packed = Vec::new();
    while packed.len() == packed.capacity() {
        packed.reserve(ROOM);
        let rest = data.get(packer.total_in() as usize..)?;
        packer.compress_vec(rest, &mut packed, FlushCompress::Full).ok()?;
    }
    Some(packed)
}
