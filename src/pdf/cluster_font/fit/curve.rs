//! One curve for several pieces.
//!
//! In: the pieces of a contour. Out: for a run of them the cheapest curve that comes close to all, if there is one. By
//! least squares and Newton's method, as in Schneider, "An Algorithm for Automatically Fitting Digitized Curves"
//! (Graphics Gems, 1990); the numbers of the curve are then tried on coarser grids.

use kurbo::{CubicBez, Line, ParamCurve, ParamCurveNearest, Point, Vec2};

use crate::pdf::cluster_font::charstring::number_len;

/// How far an outline may move, in thousandths of an em: in 14 pt type 5 µm, half a dot of a film setter of 2540 dpi.
const TOLERANCE: f64 = 1.0;
/// Points of each piece that a curve is held against; where it takes the place of several pieces it is found by every
/// other one, and then held against the rest.
const SAMPLES: usize = 4;
const COARSE: usize = SAMPLES / 2;
/// Grids that handles are tried on, counted from the ends of their curves.
const GRIDS: [f64; 6] = [8.0, 6.0, 4.0, 3.0, 2.0, 1.0];
/// Handles that are off an axis by this little are tried on it, where they take fewer bytes.
const NEARLY_STRAIGHT: f64 = 3.0;

/// Sine of the angle between the ends of what surely is no line.
const TURNED: f64 = 0.2;
/// Bits of the least curve and of the least line: each number takes five at least.
const LEAST_CURVE: u32 = 4 * 5 + 1;
const LEAST_LINE: u32 = 5 + 4;

/// A line or curve of the given outline.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub(super) curve: CubicBez,
    /// Whether the outline turns sharply where it begins.
    pub(super) after_corner: bool,
}

/// A line is a curve whose handles have no length.
pub(super) fn is_line(curve: &CubicBez) -> bool {
    curve.p0 == curve.p1 && curve.p2 == curve.p3
}

pub(super) fn start_tangent(curve: &CubicBez) -> Vec2 {
    let points = [curve.p1, curve.p2, curve.p3].map(|point| point - curve.p0);
    points.into_iter().find(|tangent| tangent.hypot2() > 1e-9).map_or(Vec2::ZERO, Vec2::normalize)
}

pub(super) fn end_tangent(curve: &CubicBez) -> Vec2 {
    let points = [curve.p2, curve.p1, curve.p0].map(|point| curve.p3 - point);
    points.into_iter().find(|tangent| tangent.hypot2() > 1e-9).map_or(Vec2::ZERO, Vec2::normalize)
}

/// Fits curves to runs of pieces.
pub(super) struct Fitter<'a> {
    pieces: &'a [Piece],
    /// [`SAMPLES`] points of each piece, the last its end, with their distance along the contour.
    samples: Vec<(Point, f64)>,
    /// [`COARSE`] points of each.
    coarse: Vec<(Point, f64)>,
    /// Scratch: the parameter of each sample on the curve in question.
    parameters: Vec<f64>,
}

impl<'a> Fitter<'a> {
    pub(super) fn new(pieces: &'a [Piece]) -> Fitter<'a> {
        let mut samples = Vec::with_capacity(pieces.len() * SAMPLES);
        let (mut pen, mut length) = (pieces.first().map_or(Point::ZERO, |piece| piece.curve.p0), 0.0);
        for piece in pieces {
            for step in 1..=SAMPLES {
                let t = step as f64 / SAMPLES as f64;
                let point =
                    if is_line(&piece.curve) { piece.curve.p0.lerp(piece.curve.p3, t) } else { piece.curve.eval(t) };
                length += (point - pen).hypot();
                samples.push((point, length));
                pen = point;
            }
        }
        let coarse = samples.iter().skip(1).step_by(SAMPLES / COARSE).copied().collect();
        Fitter { pieces, samples, coarse, parameters: Vec::new() }
    }

    /// Bits that no curve for the pieces of a range is below, as [`bits_of`] counts.
    pub(super) fn least_bits(&self, from: usize, end: usize) -> u32 {
        let turn = start_tangent(&self.pieces[from].curve).cross(end_tangent(&self.pieces[end - 1].curve));
        if turn.abs() > TURNED { LEAST_CURVE } else { LEAST_LINE }
    }

    /// The cheapest curve for the pieces of a range, and its cost; a single piece has one always.
    pub(super) fn cheapest(&mut self, from: usize, end: usize) -> Option<(u32, CubicBez)> {
        let fitted = self.fitted(from, end);
        if end - from > 1 {
            return fitted;
        }
        let Piece { curve: CubicBez { p0, p1, p2, p3 }, .. } = self.pieces[from];
        let rounded = CubicBez { p0: p0.round(), p1: p1.round(), p2: p2.round(), p3: p3.round() };
        let exact = (bits_of(&rounded), rounded);
        fitted.filter(|fitted| fitted.0 < exact.0).or(Some(exact))
    }

    fn fitted(&mut self, from: usize, end: usize) -> Option<(u32, CubicBez)> {
        let (first, last) = (&self.pieces[from].curve, &self.pieces[end - 1].curve);
        let ends = [first.p0.round(), last.p3.round()];
        let tangents = [start_tangent(first), end_tangent(last)];
        let off = |tangent: Vec2, moved: Vec2| tangent.cross(moved).abs() > TOLERANCE;
        if ends[0] == ends[1] || off(tangents[0], ends[0] - first.p0) || off(tangents[1], ends[1] - last.p3) {
            return None;
        }
        // The end itself is not held against the curve: that it is rounded along the outline does not show.
        let samples = match end - from {
            1 => &self.samples[from * SAMPLES..end * SAMPLES - 1],
            _ => &self.coarse[from * COARSE..end * COARSE - 1],
        };
        let before = from.checked_sub(1).map_or(0.0, |before| self.samples[before * SAMPLES + SAMPLES - 1].1);
        let length = self.samples[end * SAMPLES - 1].1 - before;
        let parameters = &mut self.parameters;
        parameters.clear();
        parameters.extend(samples.iter().map(|(_, distance)| (distance - before) / length));
        let curve = if end - from == 1 {
            // Nothing needs fitting: the samples lie on the piece at these parameters.
            (1..).zip(parameters.iter_mut()).for_each(|(step, t)| *t = f64::from(step) / SAMPLES as f64);
            CubicBez { p0: ends[0], p3: ends[1], ..*first }
        } else {
            closest(ends, tangents, length, samples, parameters)?
        };
        let mut variants = variants(&curve);
        variants.sort_by_key(|(bits, _)| *bits);
        let between = if end - from == 1 { &[] } else { &self.samples[from * SAMPLES..end * SAMPLES] };
        let close = |curve: &CubicBez| is_close(curve, samples, parameters) && passes(curve, between, parameters);
        variants.into_iter().find(|(_, curve)| close(curve))
    }
}

/// The curve that lies closest to the samples; `None` where it is clear that none comes close.
fn closest(
    ends: [Point; 2],
    tangents: [Vec2; 2],
    length: f64,
    samples: &[(Point, f64)],
    parameters: &mut [f64],
) -> Option<CubicBez> {
    let mut curve = least_squares(ends, tangents, samples, parameters)?;
    for most in [6.0, 3.0, 1.5] {
        let reach = (curve.p1 - curve.p0).hypot().max((curve.p3 - curve.p2).hypot());
        if reach > length {
            return None;
        }
        let polynomial = Polynomial::of(&curve);
        project(&polynomial, samples, parameters);
        let distance = distance(&polynomial, samples, parameters);
        if distance > most * TOLERANCE {
            return None;
        }
        if distance < 0.5 * TOLERANCE {
            break;
        }
        curve = least_squares(ends, tangents, samples, parameters)?;
    }
    Some(curve)
}

/// The handles along the tangents that bring the curve closest to the samples at their parameters.
fn least_squares(
    [start, end]: [Point; 2],
    [leaving, arriving]: [Vec2; 2],
    samples: &[(Point, f64)],
    parameters: &[f64],
) -> Option<CubicBez> {
    let (mut c00, mut c01, mut c11, mut x0, mut x1) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for ((point, _), &t) in samples.iter().zip(parameters) {
        let s = 1.0 - t;
        let (b0, b1, b2, b3) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
        let (one, two) = (leaving * b1, arriving * -b2);
        let rest = point.to_vec2() - start.to_vec2() * (b0 + b1) - end.to_vec2() * (b2 + b3);
        c00 += one.dot(one);
        c01 += one.dot(two);
        c11 += two.dot(two);
        x0 += one.dot(rest);
        x1 += two.dot(rest);
    }
    let determinant = c00 * c11 - c01 * c01;
    let (one, two) = ((x0 * c11 - x1 * c01) / determinant, (c00 * x1 - c01 * x0) / determinant);
    let sound = determinant.abs() > 1e-9 && one > 0.0 && two > 0.0;
    sound.then(|| CubicBez::new(start, start + leaving * one, end - arriving * two, end))
}

/// A curve as a polynomial: its points are found with a third of the work.
struct Polynomial([Vec2; 4]);

impl Polynomial {
    fn of(curve: &CubicBez) -> Polynomial {
        let [p0, p1, p2, p3] = [curve.p0, curve.p1, curve.p2, curve.p3].map(Point::to_vec2);
        let (once, twice) = ((p1 - p0) * 3.0, (p0 - p1 * 2.0 + p2) * 3.0);
        Polynomial([p0, once, twice, p3 - p0 - once - twice])
    }

    /// From a point to that of the curve at `t`.
    fn off(&self, t: f64, point: Point) -> Vec2 {
        let Polynomial([p0, once, twice, thrice]) = *self;
        ((thrice * t + twice) * t + once) * t + p0 - point.to_vec2()
    }

    /// The first and second derivative.
    fn derivatives(&self, t: f64) -> (Vec2, Vec2) {
        let Polynomial([_, once, twice, thrice]) = *self;
        let (two, six) = (twice * 2.0, thrice * 6.0);
        ((six * (t / 2.0) + two) * t + once, six * t + two)
    }
}

/// Moves each parameter towards the point of the curve that is nearest to its sample (a step of Newton's method).
fn project(curve: &Polynomial, samples: &[(Point, f64)], parameters: &mut [f64]) {
    for ((point, _), t) in samples.iter().zip(parameters) {
        let (off, (speed, change)) = (curve.off(*t, *point), curve.derivatives(*t));
        let slope = speed.hypot2() + off.dot(change);
        if slope > 1e-9 {
            *t = (*t - off.dot(speed) / slope).clamp(0.0, 1.0);
        }
    }
}

/// The greatest distance of a sample from the curve.
fn distance(curve: &Polynomial, samples: &[(Point, f64)], parameters: &[f64]) -> f64 {
    let distances = samples.iter().zip(parameters).map(|((point, _), &t)| curve.off(t, *point).hypot2());
    distances.fold(0.0, f64::max).sqrt()
}

/// Whether no sample is further from the curve than [`TOLERANCE`].
fn is_close(curve: &CubicBez, samples: &[(Point, f64)], parameters: &[f64]) -> bool {
    const MOST: f64 = TOLERANCE * TOLERANCE;
    if is_line(curve) {
        let line = Line::new(curve.p0, curve.p3);
        return samples.iter().all(|(point, _)| line.nearest(*point, 0.0).distance_sq <= MOST);
    }
    let curve = Polynomial::of(curve);
    samples.iter().zip(parameters).all(|((point, _), &t)| curve.off(t, *point).hypot2() <= MOST)
}

/// Whether the samples between the coarse ones, whose parameters are given, are close too.
fn passes(curve: &CubicBez, samples: &[(Point, f64)], coarse: &[f64]) -> bool {
    let at = |index: Option<usize>, beyond: f64| index.and_then(|index| coarse.get(index).copied()).unwrap_or(beyond);
    samples.iter().step_by(SAMPLES / COARSE).enumerate().all(|(index, sample)| {
        let (samples, mut nearest) = (&[*sample], [(at(index.checked_sub(1), 0.0) + at(Some(index), 1.0)) / 2.0]);
        if !is_line(curve) {
            project(&Polynomial::of(curve), samples, &mut nearest);
        }
        is_close(curve, samples, &nearest)
    })
}

/// A line, and the curve in whole numbers with handles on several grids, and on an axis where they nearly are: a handle
/// may move further than the curve, and numbers of few kinds compress.
fn variants(curve: &CubicBez) -> Vec<(u32, CubicBez)> {
    let CubicBez { p0, p1, p2, p3 } = *curve;
    let mut variants = Vec::with_capacity(1 + 4 * GRIDS.len());
    let mut push = |p1, p2| {
        let curve = CubicBez { p0, p1, p2, p3 };
        variants.push((bits_of(&curve), curve));
    };
    push(p0, p3);
    for grid in GRIDS {
        let on_grid = |anchor: Point, handle: Point| {
            let Vec2 { x, y } = (handle - anchor) / grid;
            anchor + Vec2::new(rounded(x), rounded(y)) * grid
        };
        let (p1, p2) = (on_grid(p0, p1), on_grid(p3, p2));
        let (one, two) = (straightened(p0, p1), straightened(p3, p2));
        push(p1, p2);
        one.into_iter().for_each(|one| push(one, p2));
        two.into_iter().for_each(|two| push(p1, two));
        one.zip(two).into_iter().for_each(|(one, two)| push(one, two));
    }
    variants
}

/// To the nearest whole number, without a call to the mathematical library; coordinates are far below 2³¹.
fn rounded(number: f64) -> f64 {
    f64::from((number + 0.5_f64.copysign(number)) as i32)
}

fn straightened(anchor: Point, handle: Point) -> Option<Point> {
    let (x, y) = ((handle.x - anchor.x).abs(), (handle.y - anchor.y).abs());
    if y > 0.0 && y <= NEARLY_STRAIGHT && y < x {
        Some(Point::new(handle.x, anchor.y))
    } else if x > 0.0 && x <= NEARLY_STRAIGHT && x < y {
        Some(Point::new(anchor.x, handle.y))
    } else {
        None
    }
}

/// Bits that a curve takes in a compressed charstring, about: an operator goes with several curves.
fn bits_of(curve: &CubicBez) -> u32 {
    let bits = |number: f64| 8 * number_len(number as i32) - (number as i32).trailing_zeros().min(3);
    let step = |Vec2 { x, y }: Vec2| if x == 0.0 || y == 0.0 { (bits(x + y), 1) } else { (bits(x) + bits(y), 0) };
    if is_line(curve) {
        let (line, straight) = step(curve.p3 - curve.p0);
        return line + if straight == 1 { 4 } else { 6 };
    }
    let middle = curve.p2 - curve.p1;
    let ((one, straight_one), (two, straight_two)) = (step(curve.p1 - curve.p0), step(curve.p3 - curve.p2));
    let operator = [1, 5, 4][straight_one + straight_two];
    one + two + bits(middle.x) + bits(middle.y) + operator
}
