//! A picture in colours of a palette.
//!
//! In: coverage of letters and indices of the ornament. Out: a PNG with four bits a pixel (PNG, third edition, 11.2.1,
//! colour type 3), so that a cover weighs little.

use tiny_skia::{FillRule, Mask, Path, Transform};

use super::scheme::{Colour, INK_STEPS};

/// Indices of colours, row by row from the top.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Canvas {
    /// A canvas of paper.
    pub(super) fn new(width: usize, height: usize) -> Canvas {
        Canvas { width, height, pixels: vec![0; width * height] }
    }

    /// A row of pixels, to be written; empty below the canvas.
    pub(super) fn row(&mut self, y: usize) -> &mut [u8] {
        let start = (y * self.width).min(self.pixels.len());
        let end = (start + self.width).min(self.pixels.len());
        &mut self.pixels[start..end]
    }

    /// Number of rows.
    pub(super) fn height(&self) -> usize {
        self.height
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
            for (pixel, &coverage) in self.row(top + y)[left..right].iter_mut().zip(coverage) {
                if coverage > 0 {
                    *pixel = colour(coverage);
                }
            }
        }
    }

    /// Fills a path with ink.
    pub(super) fn ink(&mut self, path: &Path) {
        let steps = u16::from(INK_STEPS - 1);
        self.fill(path, |coverage| ((u16::from(coverage) * steps + 127) / 255) as u8);
    }

    /// The picture as a file; `None` where the encoder fails.
    pub(super) fn png(&self, palette: &[Colour]) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(palette.concat());
        encoder.set_deflate_compression(png::DeflateCompression::Level(6));
        encoder.set_filter(png::Filter::NoFilter);
        let packed: Vec<u8> = self.pixels.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&packed).ok()?;
        writer.finish().ok()?;
        Some(bytes)
    }
}
