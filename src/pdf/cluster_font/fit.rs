//! Fewer curves for the same outline.
//!
//! In: contours of lines and curves. Out: contours of lines and cubic curves with whole coordinates, as code, nowhere
//! further than about a thousandth of an em from the given ones (the tests allow 1.3). Outlines are three quarters of
//! an article's bytes, and faces are drawn with more and shorter curves than their shapes need: pieces that follow each
//! other without a corner are joined where one curve fits. Which to join is found by dynamic programming on the bits
//! that a compressed charstring takes; an article gets smaller by a sixth, and no pixel at 300 dpi changes by more than
//! a fifth of the way from white to black.

mod curve;
mod memory;
mod prepared;

use kurbo::{BezPath, CubicBez, ParamCurve, PathEl, Point, QuadBez};

use super::contour::{Contour, Drawn, Segment};
use super::outline::contours;
use curve::{Fitter, Piece, end_tangent, is_line, start_tangent};

/// Curves that meet at a greater angle than this, in radians, are a corner, which stays.
const CORNER: f64 = 0.2;

/// Fits all contours of a path.
pub(super) fn fit_all(path: &BezPath) -> Vec<Drawn> {
    contours(path).filter_map(|contour| memory::recall(contour, |contour| Some(Drawn::of(&fit(contour)?)))).collect()
}

/// Fits one contour; `None` where nothing is left of it.
fn fit(contour: &[PathEl]) -> Option<Contour> {
    let pieces = pieces_of(contour);
    let mut best = vec![Best { bits: u32::MAX, from: 0, curve: NOWHERE }; pieces.len() + 1];
    best[0].bits = 0;
    let mut fitter = Fitter::new(&pieces);
    for from in 0..pieces.len() {
        let mut failures = 0;
        for end in from + 1..=pieces.len() {
            if end > from + 1 && pieces[end - 1].after_corner {
                break;
            }
            // Where even the least curve would not pay, none is sought.
            if best[from].bits + fitter.least_bits(from, end) >= best[end].bits {
                continue;
            }
            match fitter.cheapest(from, end) {
                Some((bits, curve)) if best[from].bits + bits < best[end].bits => {
                    best[end] = Best { bits: best[from].bits + bits, from, curve };
                }
                Some(_) => {}
                // Where one does not fit, one more piece may still do.
                None => failures += 1,
            }
            if failures > 1 {
                break;
            }
        }
    }
    written(&chosen(&best))
}

const NOWHERE: CubicBez = CubicBez { p0: Point::ZERO, p1: Point::ZERO, p2: Point::ZERO, p3: Point::ZERO };

/// The cheapest way to a joint of the contour.
#[derive(Clone, Copy)]
struct Best {
    bits: u32,
    /// The joint before it.
    from: usize,
    /// The curve from there.
    curve: CubicBez,
}

fn chosen(best: &[Best]) -> Vec<CubicBez> {
    let (mut curves, mut at) = (Vec::new(), best.len() - 1);
    while at > 0 {
        curves.push(best[at].curve);
        at = best[at].from;
    }
    curves.reverse();
    curves
}

fn written(curves: &[CubicBez]) -> Option<Contour> {
    let whole = |point: Point| [point.x as i32, point.y as i32];
    let step = |from: Point, to: Point| whole((to - from).to_point());
    let start = curves.first()?.p0;
    let mut segments: Vec<Segment> = Vec::with_capacity(curves.len());
    for curve in curves {
        let end = step(curve.p0, curve.p3);
        if !is_line(curve) {
            let (one, two, three) = (step(curve.p0, curve.p1), step(curve.p1, curve.p2), step(curve.p2, curve.p3));
            segments.push(Segment::Curve([one[0], one[1], two[0], two[1], three[0], three[1]]));
        } else if end != [0, 0] {
            segments.push(Segment::Line(end));
        }
    }
    segments.pop_if(|last| matches!(last, Segment::Line(_)));
    (!segments.is_empty()).then(|| Contour { start: whole(start), segments })
}

/// Curves from this length on, in thousandths of an em, may also be parted in the middle.
const DIVIDED: f64 = 80.0;

/// The pieces of a contour, the first of them after a corner if there is any.
fn pieces_of(contour: &[PathEl]) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(contour.len() + 1);
    let (mut pen, mut start) = (Point::ZERO, Point::ZERO);
    for &element in contour {
        let end = element.end_point().unwrap_or(start);
        let curve = match element {
            PathEl::QuadTo(control, _) => QuadBez::new(pen, control, end).raise(),
            PathEl::CurveTo(one, two, _) => CubicBez::new(pen, one, two, end),
            _ => CubicBez::new(pen, pen, end, end),
        };
        match element {
            PathEl::MoveTo(_) => start = end,
            _ if pen == end && is_line(&curve) => {}
            _ if is_line(&curve) || (end - pen).hypot() < DIVIDED => pieces.push(Piece { curve, after_corner: false }),
            _ => pieces
                .extend([0.0..0.5, 0.5..1.0].map(|half| Piece { curve: curve.subsegment(half), after_corner: false })),
        }
        pen = end;
    }
    let count = pieces.len();
    for index in 0..count {
        let before: &Piece = &pieces[(index + count - 1) % count];
        let (one, other) = (end_tangent(&before.curve), start_tangent(&pieces[index].curve));
        pieces[index].after_corner = one.cross(other).atan2(one.dot(other)).abs() > CORNER;
    }
    let first = pieces.iter().position(|piece| piece.after_corner).unwrap_or(0);
    pieces.rotate_left(first);
    pieces
}

#[cfg(test)]
mod tests {
    use kurbo::{Affine, Circle, ParamCurveNearest, Shape};

    use super::*;

    fn fitted(path: &BezPath) -> Vec<Contour> {
        contours(path).filter_map(fit).collect()
    }

    /// The fitted contours as a path.
    fn redrawn(contours: &[Contour]) -> BezPath {
        let mut path = BezPath::new();
        for contour in contours {
            let mut pen = Point::new(contour.start[0].into(), contour.start[1].into());
            let mut step = |x: i32, y: i32| {
                pen += kurbo::Vec2::new(x.into(), y.into());
                pen
            };
            path.move_to(step(0, 0));
            for segment in &contour.segments {
                match *segment {
                    Segment::Line([x, y]) => path.line_to(step(x, y)),
                    Segment::Curve([a, b, c, d, e, f]) => path.curve_to(step(a, b), step(c, d), step(e, f)),
                }
            }
            path.close_path();
        }
        path
    }

    /// How many segments are left, and how far the outlines are from each other at most.
    fn check(path: &BezPath, most: usize) {
        let fitted = fitted(path);
        let count: usize = fitted.iter().map(|contour| contour.segments.len()).sum();
        assert!(count <= most, "{count} segments: {fitted:?}");
        let redrawn = redrawn(&fitted);
        let off = |from: &BezPath, to: &BezPath| {
            let points =
                from.segments().flat_map(|segment| (0..10).map(move |step| segment.eval(f64::from(step) / 10.0)));
            let nearest =
                |point| to.segments().map(|segment| segment.nearest(point, 1e-3).distance_sq).fold(f64::MAX, f64::min);
            points.map(nearest).fold(0.0, f64::max).sqrt()
        };
        assert!(
            off(path, &redrawn) < 1.3 && off(&redrawn, path) < 1.3,
            "{} {}",
            off(path, &redrawn),
            off(&redrawn, path)
        );
    }

    #[test]
    fn a_circle_of_many_pieces_needs_few_curves() {
        let many = Circle::new((300.0, 200.0), 250.0).to_path(1e-6);
        assert!(many.segments().count() > 8);
        check(&many, 8);
    }

    #[test]
    fn corners_stay() {
        let square = BezPath::from_svg("M0 0 L100 0 L100 100 L0 100 Z").unwrap();
        let fitted = fitted(&square);
        assert_eq!(fitted[0].segments, [[100, 0], [0, 100], [-100, 0]].map(Segment::Line));
    }

    #[test]
    fn real_letters_stay_in_place() {
        use skrifa::{FontRef, MetadataProvider};
        let fonts = crate::font::FontSet::builtin();
        for face in [0, 2] {
            let face = fonts.face(crate::font::FaceId(face));
            let glyph = FontRef::new(&face.data).unwrap().charmap().map('ض').unwrap();
            let outline = super::super::Outline { glyph: glyph.to_u32() as u16, x_scale: 1.0f32.to_bits() };
            let mut path = BezPath::new();
            super::super::outline::OutlineReader::new(face).unwrap().read(outline, &mut path).unwrap();
            let path = &path;
            check(path, path.segments().count() * 9 / 10);
            check(&(Affine::scale_non_uniform(3.0, 1.0) * path.clone()), path.segments().count());
        }
    }

    #[test]
    fn what_has_no_extent_is_left_out() {
        let path = BezPath::from_svg("M5 5 L5 5 Z M7 7 L9 7 L9 9 Z").unwrap();
        assert_eq!(fit_all(&path), [Drawn::of(&fitted(&path)[0])]);
    }
}
