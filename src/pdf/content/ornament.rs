//! The ornament of a cover.
//!
//! In: the stars of a tile, and the area that tiles fill. Out: filled and outlined paths, clipped to the area
//! (ISO 32000-1, 8.5); each tile repeats the same bytes in a coordinate system of its own, so that they compress.

use printpdf::{
    CurTransMat, LineJoinStyle, LinePoint, Op, PaintMode, Point as PdfPoint, Polygon, PolygonRing, WindingOrder,
};

use super::{PageWriter, pdf, pdf_color, rectangle};
use crate::geometry::{Point, Pt, Size};
use crate::layout::frame::Star;

impl PageWriter<'_, '_, '_> {
    /// Tiles over an area, one of them below `middle`.
    pub(super) fn ornament(&mut self, (origin, size): (Point, Size), middle: Point, tile: Pt, stars: &[Star]) {
        if tile <= Pt::ZERO {
            return;
        }
        let mut area = rectangle(origin.x, self.size.height - origin.y - size.height, size);
        (area.mode, area.winding_order) = (Some(PaintMode::Clip), Some(WindingOrder::NonZero));
        self.ops.extend([Op::SaveGraphicsState, Op::DrawRectangle { rectangle: area }]);
        let drawn: Vec<Op> = stars.iter().flat_map(|star| self.star(star)).collect();
        let first = Point { x: middle.x - tile / 2.0, y: middle.y };
        for y in steps(origin.y - first.y, size.height, tile) {
            for x in steps(origin.x - first.x, size.width, tile) {
                let (left, top) = (first.x + tile * x, self.size.height - first.y - tile * y);
                let place = [1.0, 0.0, 0.0, 1.0, pdf(left).0, pdf(top).0];
                self.ops.push(Op::SaveGraphicsState);
                self.ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(place) });
                self.ops.extend(drawn.iter().cloned());
                self.ops.push(Op::RestoreGraphicsState);
            }
        }
        self.ops.push(Op::RestoreGraphicsState);
    }

    /// A star, from the top left corner of its tile.
    fn star(&self, star: &Star) -> Vec<Op> {
        let corner = |corner: Point| LinePoint { p: PdfPoint { x: pdf(corner.x), y: pdf(-corner.y) }, bezier: false };
        let rings = vec![PolygonRing { points: star.corners().map(corner).into() }];
        let mut ops = vec![Op::SetFillColor { col: pdf_color(self.printed(star.fill)) }];
        if let Some((width, color)) = star.outline {
            ops.push(Op::SetOutlineColor { col: pdf_color(self.printed(color)) });
            ops.push(Op::SetOutlineThickness { pt: pdf(width) });
            ops.push(Op::SetLineJoinStyle { join: LineJoinStyle::Miter });
        }
        let mode = if star.outline.is_some() { PaintMode::FillStroke } else { PaintMode::Fill };
        ops.push(Op::DrawPolygon { polygon: Polygon { rings, mode, winding_order: WindingOrder::NonZero } });
        ops
    }
}

/// The numbers of the tiles that cover a stretch; it begins `start` after the tile with the number 0.
fn steps(start: Pt, length: Pt, tile: Pt) -> impl Iterator<Item = f64> {
    /// A sliver that only rounding makes is not worth a tile.
    const SLIVER: f64 = 0.001;
    let first = (start / tile + SLIVER).floor();
    let last = ((start + length) / tile - SLIVER).ceil();
    std::iter::successors(Some(first), |step| Some(step + 1.0)).take_while(move |step| *step < last)
}
