//! Outlines of a face as paths.
//!
//! In: glyph indices and scales. Out: for each its contours at the weight of the face, in thousandths of an em, with
//! quadratic curves from TrueType and cubic ones from CFF.

use indexmap::{IndexMap, IndexSet};
use kurbo::{Affine, BezPath, PathEl};
use skrifa::instance::Size;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::Outline;
use crate::diagnostic::Error;
use crate::font::Font;

/// Outlines of a face, by what they were asked for; those that draw nothing are left out.
pub(super) type Outlines = IndexMap<Outline, BezPath>;

/// Reads the wanted outlines, in their order.
pub(super) fn read_outlines(face: &Font, wanted: &IndexSet<Outline>) -> Result<Outlines, Error> {
    let failed = |reason: String| Error::Font { name: face.name.clone(), reason };
    let font = FontRef::new(&face.data).map_err(|cause| failed(cause.to_string()))?;
    let glyphs = font.outline_glyphs();
    let location = font.axes().location(face.coordinates());
    let em = 1000.0 / f64::from(face.metrics.units_per_em.max(1));
    let mut outlines = Outlines::new();
    for &outline in wanted {
        // A glyph without outline draws nothing: spaces, and bitmap glyphs that PDF cannot carry.
        let Some(glyph) = glyphs.get(GlyphId::new(outline.glyph.into())) else { continue };
        let mut pen = PathPen::default();
        let settings = DrawSettings::unhinted(Size::unscaled(), &location);
        glyph.draw(settings, &mut pen).map_err(|cause| failed(cause.to_string()))?;
        let scale = Affine::scale_non_uniform(em * f64::from(f32::from_bits(outline.x_scale)), em);
        let path = without_points(scale * pen.0);
        if !path.is_empty() {
            outlines.insert(outline, path);
        }
    }
    Ok(outlines)
}

/// Collects what skrifa draws.
#[derive(Default)]
struct PathPen(BezPath);

impl OutlinePen for PathPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((f64::from(x), f64::from(y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((f64::from(x), f64::from(y)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to((f64::from(cx), f64::from(cy)), (f64::from(x), f64::from(y)));
    }

    fn curve_to(&mut self, c0x: f32, c0y: f32, c1x: f32, c1y: f32, x: f32, y: f32) {
        let point = |x, y| (f64::from(x), f64::from(y));
        self.0.curve_to(point(c0x, c0y), point(c1x, c1y), point(x, y));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}

/// Leaves out contours that are a single point, which some fonts keep as anchors.
fn without_points(path: BezPath) -> BezPath {
    let mut drawn = BezPath::new();
    for contour in path.elements().split_inclusive(|element| matches!(element, PathEl::ClosePath)) {
        if contour.iter().any(|element| matches!(element, PathEl::LineTo(_) | PathEl::QuadTo(..) | PathEl::CurveTo(..)))
        {
            drawn.extend(contour.iter().copied());
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_points_are_left_out() {
        let mut path = BezPath::from_svg("M0 0 L10 0 L10 10 Z").unwrap();
        path.move_to((5.0, 5.0));
        path.close_path();
        assert_eq!(without_points(path).elements().len(), 4);
    }
}
