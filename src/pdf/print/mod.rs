//! What a printer asks for: bleed, crop marks, one colour, and sheets that are folded to a booklet.
//!
//! In: the caller's wishes. Out: [`PrintOptions`], the boxes of a page (ISO 32000-1, 14.11.2), and items that reach
//! into the bleed. Pages keep their coordinates: the trimmed page's lower left corner is the origin, and the media box
//! begins below and left of it.

mod imposition;

pub(super) use imposition::impose;

use crate::geometry::{Point, Pt, Size};

/// How pages are made ready for printing; the default is pages as they are read on a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PrintOptions {
    /// Room around the trimmed page that is printed and cut away; what reaches an edge of the page is drawn on into it.
    pub bleed: Pt,
    /// Marks at the corners that tell where to cut.
    pub crop_marks: CropMarks,
    /// Colours of the file.
    pub colors: Colors,
    /// How pages lie on sheets.
    pub imposition: Imposition,
}

/// Marks that tell where to cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CropMarks {
    /// None.
    #[default]
    None,
    /// Two lines at each corner, outside of the bleed.
    Corners,
}

/// Colours of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colors {
    /// sRGB and grey.
    #[default]
    Full,
    /// Grey alone, for printing with black ink.
    Gray,
}

/// How pages lie on sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Imposition {
    /// Each on its own.
    #[default]
    None,
    /// Two side by side on each side of a sheet, so that sheets printed on both sides (turned over the short edge),
    /// laid on each other and folded make a booklet: one signature of up to 64 pages, else signatures of 32. The spine
    /// is at the side that the document's direction asks for. Such a file is not for reading: it claims no structure.
    Booklet,
}

/// Length of a crop mark, its distance from the page where the bleed is smaller, and its thickness.
const MARK_LENGTH: Pt = Pt::mm(5.0);
const MARK_DISTANCE: Pt = Pt::mm(3.0);
const MARK_THICKNESS: Pt = Pt(0.25);

impl PrintOptions {
    /// Distance from the trimmed page to the edge of the medium.
    pub(super) fn margin(&self) -> Pt {
        match self.crop_marks {
            CropMarks::None => self.bleed,
            CropMarks::Corners => self.mark_distance() + MARK_LENGTH,
        }
    }

    fn mark_distance(&self) -> Pt {
        self.bleed.max(MARK_DISTANCE)
    }

    /// The crop marks of a page, as filled rectangles: top left corner, from that of the page, and extent.
    pub(super) fn marks(&self, page: Size) -> Vec<(Point, Size)> {
        if self.crop_marks == CropMarks::None {
            return Vec::new();
        }
        let (distance, half) = (self.mark_distance(), MARK_THICKNESS / 2.0);
        let across = Size { width: MARK_LENGTH, height: MARK_THICKNESS };
        let down = Size { width: MARK_THICKNESS, height: MARK_LENGTH };
        let mut marks = Vec::new();
        for edge in [Pt::ZERO, page.height] {
            for x in [-distance - MARK_LENGTH, page.width + distance] {
                marks.push((Point { x, y: edge - half }, across));
            }
        }
        for edge in [Pt::ZERO, page.width] {
            for y in [-distance - MARK_LENGTH, page.height + distance] {
                marks.push((Point { x: edge - half, y }, down));
            }
        }
        marks
    }

    /// A rectangle of a page, drawn on into the bleed where it reaches an edge.
    pub(super) fn bleed(&self, origin: Point, size: Size, page: Size) -> (Point, Size) {
        let (left, right) = self.bleed_side(origin.x, origin.x + size.width, page.width);
        let (top, bottom) = self.bleed_side(origin.y, origin.y + size.height, page.height);
        (Point { x: left, y: top }, Size { width: right - left, height: bottom - top })
    }

    fn bleed_side(&self, start: Pt, end: Pt, page: Pt) -> (Pt, Pt) {
        /// Rounding must not leave a white line.
        const NEAR: Pt = Pt(0.05);
        let start = if start <= NEAR { start.min(-self.bleed) } else { start };
        (start, if end >= page - NEAR { end.max(page + self.bleed) } else { end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Size = Size { width: Pt(200.0), height: Pt(300.0) };

    #[test]
    fn what_reaches_an_edge_bleeds() {
        let options = PrintOptions { bleed: Pt(9.0), ..PrintOptions::default() };
        let bleed = |x, y, width, height| {
            let size = Size { width: Pt(width), height: Pt(height) };
            let (origin, size) = options.bleed(Point { x: Pt(x), y: Pt(y) }, size, PAGE);
            (origin.x.0, origin.y.0, size.width.0, size.height.0)
        };
        assert_eq!(bleed(0.0, 0.0, 200.0, 300.0), (-9.0, -9.0, 218.0, 318.0));
        assert_eq!(bleed(20.0, 280.0, 30.0, 20.0), (20.0, 280.0, 30.0, 29.0));
        assert_eq!(bleed(20.0, 30.0, 40.0, 50.0), (20.0, 30.0, 40.0, 50.0));
    }

    #[test]
    fn marks_stay_out_of_the_bleed_and_on_the_medium() {
        let options = PrintOptions { bleed: Pt(12.0), crop_marks: CropMarks::Corners, ..PrintOptions::default() };
        let (bleed, margin) = (options.bleed, options.margin());
        let marks = options.marks(PAGE);
        assert_eq!(marks.len(), 8);
        for (origin, size) in marks {
            let (right, bottom) = (origin.x + size.width, origin.y + size.height);
            let outside = right <= -bleed
                || bottom <= -bleed
                || origin.x >= PAGE.width + bleed
                || origin.y >= PAGE.height + bleed;
            assert!(outside, "{origin:?}");
            assert!(origin.x >= -margin && right <= PAGE.width + margin, "{origin:?}");
            assert!(origin.y >= -margin && bottom <= PAGE.height + margin, "{origin:?}");
        }
        assert!(PrintOptions::default().marks(PAGE).is_empty());
    }
}
