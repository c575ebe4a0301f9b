//! The ornament: eight-pointed stars and the crosses between them, the pattern of many a tiled wall.
//!
//! In: the composition. Out: rules and a star on the canvas, and the rows of tiles below them. As indices of the
//! palette those are the same on every cover, so they are kept as they stand in the picture, in `band.deflate`: blocks
//! of deflate, then the Adler-32 of the rows. The test below draws them from the composition, and holds the file to
//! that.

use super::canvas::{Canvas, Inks};
use super::composition::{self, Composition, Star};
use super::outline::Outline;
use super::png::Packed;
use super::scheme::LINE;

/// Side of a tile.
pub(super) const TILE: usize = composition::TILE as usize;

static BAND: &[u8] = include_bytes!("band.deflate");

/// The double rule at the foot of the paper.
pub(super) fn rules(canvas: &mut Canvas, composed: &Composition) {
    for (origin, size) in &composed.rules {
        for y in origin.y.0 as usize..(origin.y + size.height).0 as usize {
            canvas.fill_row(y, LINE);
        }
    }
}

/// One row of tiles, as wide as the picture.
pub(super) fn band() -> Option<Packed<'static>> {
    let (blocks, sum) = BAND.split_last_chunk()?;
    Some(Packed { height: TILE, blocks, sum: u32::from_be_bytes(*sum) })
}

/// A small star by itself.
pub(super) fn star(canvas: &mut Canvas, star: &Star) {
    // Its edge on paper is smoothed by the last mixtures of the palette.
    let inks: Inks = std::array::from_fn(|coverage| match coverage {
        0..=63 => 0,
        64..=127 => LINE + 6,
        128..=207 => LINE + 7,
        _ => LINE,
    });
    canvas.fill(&Outline::polygon(star.corners()), &inks);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Read;

    use flate2::{Compress, Compression, FlushCompress};
    use tiny_skia::{FillRule, LineJoin, Paint, PathBuilder, Pixmap, Stroke, Transform};
    use zlib_rs::adler32::adler32;

    use super::*;
    use crate::color::Color;
    use crate::cover::WIDTH;
    use crate::cover::scheme::{Colour, Scheme};
    use crate::geometry::Pt;

    /// One tile as indices of the palette.
    fn tile() -> Vec<u8> {
        let scheme = Scheme::of("");
        let mut pixmap = Pixmap::new(TILE as u32, TILE as u32).unwrap();
        pixmap.fill(color(Scheme::color(scheme.tint)));
        for star in composition::tile(&scheme, Pt(1.0)) {
            let mut path = PathBuilder::new();
            for (index, corner) in star.corners().into_iter().enumerate() {
                let (x, y) = (corner.x.0 as f32, corner.y.0 as f32);
                if index == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
            }
            path.close();
            let path = path.finish().unwrap();
            pixmap.fill_path(&path, &paint(star.fill), FillRule::Winding, Transform::identity(), None);
            if let Some((width, ink)) = star.outline {
                let stroke = Stroke { width: width.0 as f32, line_join: LineJoin::Miter, ..Stroke::default() };
                pixmap.stroke_path(&path, &paint(ink), &stroke, Transform::identity(), None);
            }
        }
        indices(&pixmap, &scheme.palette())
    }

    fn color(color: Color) -> tiny_skia::Color {
        tiny_skia::Color::from_rgba8(color.red, color.green, color.blue, u8::MAX)
    }

    fn paint(fill: Color) -> Paint<'static> {
        let mut paint = Paint::default();
        paint.set_color(color(fill));
        paint
    }

    /// The nearest colour of a palette for each pixel.
    fn indices(pixmap: &Pixmap, palette: &[Colour]) -> Vec<u8> {
        let mut known: BTreeMap<Colour, u8> = BTreeMap::new();
        let colours = pixmap.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]);
        colours.map(|colour| *known.entry(colour).or_insert_with(|| nearest(palette, colour))).collect()
    }

    /// The index of the nearest colour of a palette.
    fn nearest(palette: &[Colour], colour: Colour) -> u8 {
        let distance = |other: &Colour| -> u32 {
            other.iter().zip(colour).map(|(&one, two)| u32::from(one.abs_diff(two)).pow(2)).sum()
        };
        (0u8..).zip(palette).min_by_key(|(_, other)| distance(other)).unwrap().0
    }

    /// The rows of the band as a PNG has them.
    fn rows() -> Vec<u8> {
        let row = |tile: &[u8]| {
            let pairs: Vec<u8> = tile.as_chunks().0.iter().map(|[one, two]| one << 4 | two).collect();
            [&[0], pairs.repeat(WIDTH / TILE).as_slice()].concat()
        };
        tile().chunks_exact(TILE).flat_map(row).collect()
    }

    #[test]
    fn the_kept_band_is_the_one_composed() {
        let rows = rows();
        if std::env::var_os("WARRAQ_BLESS").is_some() {
            let mut blocks = Vec::with_capacity(1 << 20);
            let mut packer = Compress::new(Compression::best(), false);
            packer.compress_vec(&rows, &mut blocks, FlushCompress::Full).unwrap();
            std::fs::write("src/cover/band.deflate", [&blocks[..], &adler32(1, &rows).to_be_bytes()].concat()).unwrap();
            return;
        }
        let band = band().unwrap();
        let mut kept = vec![0; rows.len()];
        flate2::read::DeflateDecoder::new(band.blocks).read_exact(&mut kept).unwrap();
        assert!(kept == rows, "run WARRAQ_BLESS=1 cargo test --lib band_is_the_one");
        assert_eq!(band.sum, adler32(1, &rows));
        assert!(band.blocks.ends_with(&[0, 0, 0xff, 0xff]), "blocks end at a whole byte");
    }
}
