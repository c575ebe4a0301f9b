//! Letters as outlines.
//!
//! In: lines in their places. Out: ink on the canvas; one point is one pixel.

use skrifa::instance::Size;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{Path, PathBuilder};

use super::canvas::Canvas;
use crate::font::FontSet;
use crate::geometry::Point;
use crate::text::{GlyphRun, Line};

/// Draws lines on a canvas.
pub(super) fn lines(canvas: &mut Canvas, lines: &[(Point, Line)], fonts: &FontSet) {
    for (origin, line) in lines {
        for run in &line.visual_runs {
            let (x, y) = (origin.x + run.x, origin.y - run.rise);
            run_path(fonts, run, x.0, y.0).iter().for_each(|path| canvas.ink(path));
        }
    }
}

/// The outlines of a run whose pen starts at a place.
fn run_path(fonts: &FontSet, run: &GlyphRun, x: f64, y: f64) -> Option<Path> {
    let font = fonts.face(run.face);
    let file = FontRef::new(&font.data).ok()?;
    let outlines = file.outline_glyphs();
    let location = file.axes().location(font.coordinates());
    let unit = run.size.0 / f64::from(font.metrics.units_per_em.max(1));
    let mut pen = Pen { path: PathBuilder::new(), x, y, unit, stretch: 1.0 };
    let mut advance = 0;
    for glyph in run.visual_glyphs.iter() {
        pen.x = x + unit * f64::from(advance + glyph.x_offset);
        pen.y = y - unit * f64::from(glyph.y_offset);
        pen.stretch = f64::from(glyph.x_scale);
        let settings = DrawSettings::unhinted(Size::unscaled(), &location);
        let outline = outlines.get(GlyphId::new(glyph.id.into())).filter(|_| glyph.id != 0);
        // A glyph that cannot be drawn leaves its place empty.
        let _ = outline.map(|outline| outline.draw(settings, &mut pen));
        advance += glyph.advance;
    }
    pen.path.finish()
}

/// Collects what skrifa draws, in pixels from the top.
struct Pen {
    path: PathBuilder,
    x: f64,
    y: f64,
    unit: f64,
    stretch: f64,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        let across = self.x + self.unit * self.stretch * f64::from(x);
        (across as f32, (self.y - self.unit * f64::from(y)) as f32)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let ((cx, cy), (x, y)) = (self.place(cx, cy), self.place(x, y));
        self.path.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, c0x: f32, c0y: f32, c1x: f32, c1y: f32, x: f32, y: f32) {
        let ((ax, ay), (bx, by), (x, y)) = (self.place(c0x, c0y), self.place(c1x, c1y), self.place(x, y));
        self.path.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
