//! Outlines of a face as paths.
//!
//! In: a glyph index and a scale. Out: its contours at the weight of the face, in thousandths of an em, with quadratic
//! curves from TrueType and cubic ones from CFF.

use kurbo::{BezPath, PathEl};
use skrifa::instance::{Location, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::Outline;
use crate::diagnostic::Error;
use crate::font::Font;

/// Reads outlines of a face.
pub(super) struct OutlineReader<'f> {
    face: &'f Font,
    glyphs: OutlineGlyphCollection<'f>,
    location: Location,
}

impl<'f> OutlineReader<'f> {
    /// A reader of a face.
    ///
    /// # Errors
    /// [`Error::Font`] when it is no font.
    pub(super) fn new(face: &'f Font) -> Result<OutlineReader<'f>, Error> {
        let font = FontRef::new(&face.data).map_err(|cause| failed(face, &cause))?;
        let location = font.axes().location(face.coordinates());
        Ok(OutlineReader { face, glyphs: font.outline_glyphs(), location })
    }

    /// Draws an outline into `path` in place of what was there. A glyph without outline draws nothing: spaces, and
    /// bitmap glyphs that PDF cannot carry.
    ///
    /// # Errors
    /// [`Error::Font`] when the outline cannot be read.
    pub(super) fn read(&self, outline: Outline, path: &mut BezPath) -> Result<(), Error> {
        path.truncate(0);
        let Some(glyph) = self.glyphs.get(GlyphId::new(outline.glyph.into())) else { return Ok(()) };
        let em = 1000.0 / f64::from(self.face.metrics.units_per_em.max(1));
        let mut pen = PathPen { path, x_scale: em * f64::from(f32::from_bits(outline.x_scale)), y_scale: em };
        let settings = DrawSettings::unhinted(Size::unscaled(), &self.location);
        glyph.draw(settings, &mut pen).map(drop).map_err(|cause| failed(self.face, &cause))
    }
}

fn failed(face: &Font, cause: &dyn std::fmt::Display) -> Error {
    Error::Font { name: face.label(), reason: cause.to_string() }
}

/// The contours of a path, without those that are a single point, which some fonts keep as anchors.
pub(super) fn contours(path: &BezPath) -> impl Iterator<Item = &[PathEl]> {
    let contours = path.elements().split_inclusive(|element| matches!(element, PathEl::ClosePath));
    contours.filter(|contour| {
        contour.iter().any(|element| matches!(element, PathEl::LineTo(_) | PathEl::QuadTo(..) | PathEl::CurveTo(..)))
    })
}

/// Collects what skrifa draws, scaled.
struct PathPen<'p> {
    path: &'p mut BezPath,
    x_scale: f64,
    y_scale: f64,
}

impl PathPen<'_> {
    fn place(&self, x: f32, y: f32) -> (f64, f64) {
        (self.x_scale * f64::from(x), self.y_scale * f64::from(y))
    }
}

impl OutlinePen for PathPen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.place(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.place(x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.place(cx, cy), self.place(x, y));
    }

    fn curve_to(&mut self, c0x: f32, c0y: f32, c1x: f32, c1y: f32, x: f32, y: f32) {
        self.path.curve_to(self.place(c0x, c0y), self.place(c1x, c1y), self.place(x, y));
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_points_are_left_out() {
        let mut path = BezPath::from_svg("M0 0 L10 0 L10 10 Z").unwrap();
        path.move_to((5.0, 5.0));
        path.close_path();
        assert_eq!(contours(&path).map(<[PathEl]>::len).collect::<Vec<_>>(), [4]);
    }
}
