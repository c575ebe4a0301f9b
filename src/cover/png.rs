//! A picture as a file.
//!
//! In: rows of pixels and the ornament below them. Out: a PNG with a palette (PNG, third edition, 11.2.1, colour type
//! 3).
//!
//! Letters on paper are runs of one colour: deflating by runs alone (RFC 1951, matches at distance 1) makes them
//! smaller than a search for longer matches does in three times the time, since the archive around the picture deflates
//! it once more.

use zlib_rs::adler32::{adler32, adler32_combine};
use zlib_rs::{Deflate, DeflateConfig, DeflateFlush, Strategy};

use super::scheme::Colour;

/// Rows deflated already (RFC 1951): blocks which end at a whole byte and look back at nothing before them, so they can
/// stand anywhere and several times. The archive around the picture folds them into one.
pub(super) struct Packed<'a> {
    /// How many rows.
    pub(super) height: usize,
    /// The rows, packed.
    pub(super) blocks: &'a [u8],
    /// Adler-32 of the rows (RFC 1950).
    pub(super) sum: u32,
}

/// The picture: rows, each with its filter type, then packed ones, `times` over. `None` where the encoder fails.
pub(super) fn png<'r>(
    width: usize,
    rows: impl ExactSizeIterator<Item = &'r [u8]>,
    below: &Packed<'_>,
    times: usize,
    palette: &[Colour],
) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let height = rows.len() + below.height * times;
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(palette.concat());
    let mut writer = encoder.write_header().ok()?;
    writer.write_chunk(png::chunk::IDAT, &zlib(width, rows, below, times)?).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

/// The picture's data (RFC 1950).
fn zlib<'r>(width: usize, rows: impl Iterator<Item = &'r [u8]>, below: &Packed<'_>, times: usize) -> Option<Vec<u8>> {
    /// Deflate in a window of 32 KiB, packed quickly.
    const HEADER: [u8; 2] = [0x78, 0x5e];
    /// A last block without data (RFC 1951, 3.2.6).
    const END: [u8; 2] = [0x03, 0x00];
    let mut data = HEADER.to_vec();
    let mut sum = 1;
    let mut packer = Packer::new();
    for row in rows {
        sum = adler32(sum, row);
        packer.push(row, DeflateFlush::NoFlush, &mut data)?;
    }
    packer.push(&[], DeflateFlush::FullFlush, &mut data)?;
    for _ in 0..times {
        data.extend(below.blocks);
        sum = adler32_combine(sum, below.sum, ((1 + width / 2) * below.height) as u64);
    }
    data.extend(END);
    data.extend(sum.to_be_bytes());
    Some(data)
}

/// Deflates by runs.
struct Packer {
    packer: Deflate,
    room: Box<[u8]>,
}

impl Packer {
    fn new() -> Packer {
        // Runs look back one byte, but a smaller window would have to be moved more often.
        let config = DeflateConfig { window_bits: -15, strategy: Strategy::Rle, ..DeflateConfig::default() };
        Packer { packer: Deflate::new_with_config(config), room: vec![0; 8 << 10].into() }
    }

    fn push(&mut self, mut data: &[u8], flush: DeflateFlush, packed: &mut Vec<u8>) -> Option<()> {
        loop {
            let (read, written) = (self.packer.total_in(), self.packer.total_out());
            self.packer.compress(data, &mut self.room, flush).ok()?;
            let written = (self.packer.total_out() - written) as usize;
            packed.extend(&self.room[..written]);
            data = &data[(self.packer.total_in() - read) as usize..];
            if written < self.room.len() && data.is_empty() {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_data_are_the_rows_and_their_sum() {
        const WIDTH: usize = 40;
        let rows: Vec<Vec<u8>> = (0..500u16).map(|y| [vec![0], vec![(y / 7) as u8; WIDTH / 2]].concat()).collect();
        let kept: Vec<u8> = (0..63).collect();
        let mut blocks = Vec::new();
        Packer::new().push(&kept, DeflateFlush::FullFlush, &mut blocks).unwrap();
        let below = Packed { height: 3, blocks: &blocks, sum: adler32(1, &kept) };
        let data = zlib(WIDTH, rows.iter().map(Vec::as_slice), &below, 2).unwrap();
        let mut inflated = Vec::new();
        // The decoder checks the sum.
        flate2::read::ZlibDecoder::new(data.as_slice()).read_to_end(&mut inflated).unwrap();
        assert!(inflated == [rows.concat(), kept.repeat(2)].concat());
    }
}
