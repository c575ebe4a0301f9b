//! The ornament: eight-pointed stars and the crosses between them, the pattern of many a tiled wall.
//!
//! In: a canvas. Out: its pixels. One tile is drawn and repeated.

use tiny_skia::{Color, FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};

use super::canvas::Canvas;
use super::scheme::{Colour, LINE, Scheme, nearest};

/// Side of a tile, which a star fills from edge to edge; the canvas is five tiles wide.
pub(super) const TILE: usize = 320;
/// The double rule above the band: distances of its lines from the band, and their widths.
const RULES: [(usize, usize); 2] = [(10, 10), (30, 4)];

/// The double rule at the foot of the paper.
pub(super) fn rules(canvas: &mut Canvas, foot: usize) {
    for (distance, thickness) in RULES {
        for y in foot - distance..foot - distance + thickness {
            canvas.fill_row(y, &[LINE; 2]);
        }
    }
}

/// One row of tiles.
pub(super) fn band(width: usize, scheme: &Scheme) -> Option<Canvas> {
    let mut canvas = Canvas::new(width, TILE);
    for (y, row) in tile(scheme)?.chunks_exact(TILE).enumerate() {
        canvas.fill_row(y, row);
    }
    Some(canvas)
}

/// A small star by itself.
pub(super) fn star(canvas: &mut Canvas, center: (f32, f32), radius: f32) {
    if let Some(path) = star_path(center, radius) {
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
fn tile(scheme: &Scheme) -> Option<Vec<u8>> {
    let half = TILE as f32 / 2.0;
    let mut pixmap = Pixmap::new(TILE as u32, TILE as u32)?;
    pixmap.fill(color(scheme.tint));
    let star = star_path((half, half), half)?;
    let inner = star_path((half, half), half * 0.62)?;
    let heart = star_path((half, half), half * 0.24)?;
    fill(&mut pixmap, &star, scheme.ground);
    stroke(&mut pixmap, &star, scheme.line, 7.0);
    fill(&mut pixmap, &inner, scheme.tint);
    stroke(&mut pixmap, &inner, scheme.line, 3.0);
    fill(&mut pixmap, &heart, scheme.line);
    for corner in [(0.0, 0.0), (2.0 * half, 0.0), (0.0, 2.0 * half), (2.0 * half, 2.0 * half)] {
        fill(&mut pixmap, &star_path(corner, half * 0.16)?, scheme.line);
    }
    Some(indices(&pixmap, &scheme.palette()))
}

/// The nearest colour of a palette for each pixel; looked up once for each stretch of one colour.
fn indices(pixmap: &Pixmap, palette: &[Colour]) -> Vec<u8> {
    let stretches = pixmap.pixels().chunk_by(|one, next| one == next);
    stretches
        .flat_map(|stretch| {
            let [red, green, blue] = [stretch[0].red(), stretch[0].green(), stretch[0].blue()];
            std::iter::repeat_n(nearest(palette, [red, green, blue]), stretch.len())
        })
        .collect()
}

/// The outline of two squares, one turned by an eighth: sixteen corners, from the point at the right.
fn star_path((x, y): (f32, f32), radius: f32) -> Option<Path> {
    let inner = radius * std::f32::consts::FRAC_PI_4.cos() / std::f32::consts::FRAC_PI_8.cos();
    let mut path = PathBuilder::new();
    for corner in 0u8..16 {
        let angle = f32::from(corner) * std::f32::consts::FRAC_PI_8;
        let distance = if corner % 2 == 0 { radius } else { inner };
        let (at_x, at_y) = (x + distance * angle.cos(), y + distance * angle.sin());
        if corner == 0 { path.move_to(at_x, at_y) } else { path.line_to(at_x, at_y) }
    }
    path.close();
    path.finish()
}

fn color([red, green, blue]: Colour) -> Color {
    Color::from_rgba8(red, green, blue, u8::MAX)
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(color(colour));
    paint
}

fn fill(pixmap: &mut Pixmap, path: &Path, colour: Colour) {
    pixmap.fill_path(path, &paint(colour), FillRule::Winding, Transform::identity(), None);
}

fn stroke(pixmap: &mut Pixmap, path: &Path, colour: Colour, width: f32) {
    let stroke = Stroke { width, line_join: LineJoin::Miter, ..Stroke::default() };
    pixmap.stroke_path(path, &paint(colour), &stroke, Transform::identity(), None);
}
