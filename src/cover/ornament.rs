//! The ornament as pixels: eight-pointed stars and the crosses between them, the pattern of many a tiled wall.
//!
//! In: the composition. Out: pixels on a canvas. One tile is drawn and repeated.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tiny_skia::{FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};

use super::WIDTH;
use super::canvas::{Canvas, Packed};
use super::composition::{self, Composition, Star};
use super::scheme::{Colour, LINE, Scheme, nearest};
use crate::color::Color;
use crate::geometry::Pt;

/// Side of a tile.
pub(super) const TILE: usize = composition::TILE as usize;

/// The double rule at the foot of the paper.
pub(super) fn rules(canvas: &mut Canvas, composed: &Composition) {
    for (origin, size) in &composed.rules {
        for y in origin.y.0 as usize..(origin.y + size.height).0 as usize {
            canvas.fill_row(y, &[LINE; 2]);
        }
    }
}

/// One row of tiles, as wide as the picture; drawn once for all covers of a run.
pub(super) fn band() -> Option<&'static Packed> {
    static BAND: OnceLock<Option<Packed>> = OnceLock::new();
    let draw = || {
        let mut canvas = Canvas::new(WIDTH, TILE);
        tile()?.chunks_exact(TILE).enumerate().for_each(|(y, row)| canvas.fill_row(y, row));
        canvas.packed()
    };
    BAND.get_or_init(draw).as_ref()
}

/// A small star by itself.
pub(super) fn star(canvas: &mut Canvas, star: &Star) {
    if let Some(path) = path(star) {
        // Its edge on paper is smoothed by the last mixtures of the palette.
        canvas.fill(&path, |coverage| match coverage {
            0..=63 => 0,
            64..=127 => LINE + 6,
            128..=207 => LINE + 7,
            _ => LINE,
        });
    }
}

/// One tile as indices of the palette.
fn tile() -> Option<Vec<u8>> {
    let scheme = Scheme::first();
    let mut pixmap = Pixmap::new(TILE as u32, TILE as u32)?;
    pixmap.fill(color(Scheme::color(scheme.tint)));
    for star in composition::tile(scheme, Pt(1.0)) {
        let path = path(&star)?;
        pixmap.fill_path(&path, &paint(star.fill), FillRule::Winding, Transform::identity(), None);
        if let Some((width, ink)) = star.outline {
            let stroke = Stroke { width: width.0 as f32, line_join: LineJoin::Miter, ..Stroke::default() };
            pixmap.stroke_path(&path, &paint(ink), &stroke, Transform::identity(), None);
        }
    }
    Some(indices(&pixmap, &scheme.palette()))
}

/// The nearest colour of a palette for each pixel; looked up once for each colour.
fn indices(pixmap: &Pixmap, palette: &[Colour]) -> Vec<u8> {
    let mut known: BTreeMap<Colour, u8> = BTreeMap::new();
    let stretches = pixmap.pixels().chunk_by(|one, next| one == next);
    let mut indices = Vec::with_capacity(TILE * TILE);
    for stretch in stretches {
        let colour = [stretch[0].red(), stretch[0].green(), stretch[0].blue()];
        let index = *known.entry(colour).or_insert_with(|| nearest(palette, colour));
        indices.resize(indices.len() + stretch.len(), index);
    }
    indices
}

fn path(star: &Star) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (index, corner) in star.corners().into_iter().enumerate() {
        let (x, y) = (corner.x.0 as f32, corner.y.0 as f32);
        if index == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
    }
    path.close();
    path.finish()
}

fn color(color: Color) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(color.red, color.green, color.blue, u8::MAX)
}

fn paint(fill: Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(color(fill));
    paint
}
