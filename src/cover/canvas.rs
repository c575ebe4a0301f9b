//! Pixels of a picture in colours of a palette.
//!
//! In: outlines, rows of one colour. Out: rows of indices, four bits a pixel, as a PNG has them (PNG, third edition,
//! 7.2 and 11.2.1).

use zeno::{Mask, Scratch};

use super::outline::Outline;

/// Pixels that are looked at together.
const STRETCH: usize = 16;

/// Which colour a coverage of 0 to 255 becomes.
pub(super) type Inks = [u8; 256];

/// Indices of colours, row by row from the top.
pub(super) struct Canvas {
    width: usize,
    /// Each begins with its filter type, none (9.2), and holds two pixels a byte. A row of bare paper is empty, so that
    /// nothing need be done for the half of a cover that is nothing else.
    rows: Vec<Vec<u8>>,
    mask: Vec<u8>,
    scratch: Scratch,
}

impl Canvas {
    /// A canvas of paper; its width is even.
    pub(super) fn new(width: usize, height: usize) -> Canvas {
        Canvas { width, rows: vec![Vec::new(); height], mask: Vec::new(), scratch: Scratch::new() }
    }

    /// The rows as bytes of a PNG.
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        const PAPER: &[u8] = &[0; 1 << 12];
        let paper = &PAPER[..1 + self.width / 2];
        self.rows.iter().map(move |row| if row.is_empty() { paper } else { row })
    }

    /// Fills a row with one colour.
    pub(super) fn fill_row(&mut self, y: usize, colour: u8) {
        if let Some(row) = self.rows.get_mut(y) {
            *row = [&[0], vec![colour << 4 | colour; self.width / 2].as_slice()].concat();
        }
    }

    /// Fills an outline. One that reaches absurdly far, out of a broken font, is left out: the rasteriser reckons with
    /// 32 bits.
    pub(super) fn fill(&mut self, outline: &Outline, inks: &Inks) {
        const FAR: f32 = 8000.0;
        let bounds @ [left, top, right, bottom] = outline.bounds();
        if !bounds.iter().all(|bound| bound.abs() < FAR) {
            return;
        }
        // From an even pixel, so that two of the mask are one byte of the row.
        let left = within(left.floor(), self.width) / 2 * 2;
        let right = within(right.ceil(), self.width).next_multiple_of(2);
        let (top, bottom) = (within(top.floor(), self.rows.len()), within(bottom.ceil(), self.rows.len()));
        let (width, height) = (right.saturating_sub(left), bottom.saturating_sub(top));
        if width == 0 || height == 0 {
            return;
        }
        self.mask.clear();
        self.mask.resize(width * height, 0);
        Mask::with_scratch(outline.commands(), &mut self.scratch)
            .size(width as u32, height as u32)
            .render_offset((-(left as f32), -(top as f32)))
            .render_into(&mut self.mask, None);
        for (row, coverage) in self.rows[top..].iter_mut().zip(self.mask.chunks_exact(width)) {
            paint(row, 1 + self.width / 2, 1 + left / 2, coverage, inks);
        }
    }
}

/// A coordinate as one of the canvas.
fn within(coordinate: f32, end: usize) -> usize {
    coordinate.clamp(0.0, end as f32) as usize
}

/// Puts coverage on a row of a length in bytes, from one of its bytes on.
fn paint(row: &mut Vec<u8>, len: usize, from: usize, coverage: &[u8], inks: &Inks) {
    // Most of a letter's box is empty: stretches without any ink are passed over as a whole.
    let stretches = (from..).step_by(STRETCH / 2).zip(coverage.chunks(STRETCH));
    for (place, stretch) in stretches.filter(|(_, stretch)| stretch.iter().fold(0, |ink, one| ink | one) > 0) {
        row.resize(len, 0);
        for (byte, pair) in row[place..].iter_mut().zip(stretch.as_chunks::<2>().0) {
            for (coverage, shift) in pair.iter().zip([4, 0]) {
                let ink = inks[usize::from(*coverage)];
                // Where outlines overlap, the edge of one does not lighten the other.
                if ink > *byte >> shift & 0x0f {
                    *byte = *byte & !(0x0f << shift) | ink << shift;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Point, Pt};

    /// Half covered pixels are 1, whole ones 2.
    fn inks() -> Inks {
        std::array::from_fn(|coverage| match coverage {
            0..=63 => 0,
            64..=254 => 1,
            _ => 2,
        })
    }

    fn rectangle([left, top, right, bottom]: [f64; 4]) -> Outline {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        Outline::polygon(corners.map(|(x, y)| Point { x: Pt(x), y: Pt(y) }))
    }

    /// The rows of a canvas of 6 by 3 on which rectangles were filled, a digit for each pixel.
    fn check(rectangles: &[[f64; 4]], expected: &[&str]) {
        let mut canvas = Canvas::new(6, 3);
        rectangles.iter().for_each(|&rect| canvas.fill(&rectangle(rect), &inks()));
        let row = |row: &[u8]| {
            assert_eq!(row[0], 0, "filter type");
            row[1..].iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        assert_eq!(canvas.rows().map(row).collect::<Vec<_>>(), expected, "{rectangles:?}");
    }

    #[test]
    fn outlines_are_filled_as_far_as_they_lie_on_the_canvas() {
        check(&[[1.0, 0.0, 3.0, 1.0]], &["022000", "000000", "000000"]);
        check(&[[2.5, 1.0, 5.0, 3.0]], &["000000", "001220", "001220"]);
        check(&[[-4.0, -4.0, 9.0, 1.0]], &["222222", "000000", "000000"]);
        check(&[[5.0, 2.0, 70.0, 80.0]], &["000000", "000000", "000002"]);
        check(&[[7.0, 0.0, 9.0, 3.0], [3.0, 1.0, 3.0, 1.0]], &["000000", "000000", "000000"]);
    }

    #[test]
    fn where_outlines_overlap_the_darker_ink_stays() {
        check(&[[1.0, 0.0, 4.0, 1.0], [3.5, 0.0, 6.0, 1.0]], &["022222", "000000", "000000"]);
        check(&[[0.0, 0.0, 2.5, 1.0], [1.5, 0.0, 4.0, 1.0]], &["222200", "000000", "000000"]);
    }

    #[test]
    fn what_reaches_absurdly_far_is_left_out() {
        for far in [40_000.0, 1e30, f64::NAN] {
            check(&[[0.0, -far, far, far]], &["000000", "000000", "000000"]);
        }
    }
}
