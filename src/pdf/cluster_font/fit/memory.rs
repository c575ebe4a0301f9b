//! Fitted contours, remembered: in a batch nearly every article draws the same letters.
//!
//! In: a contour and how to fit one. Out: the fitted contour, from memory where the same one came before, wherever it
//! lay, or from those that were fitted beforehand. What comes out depends on the contour alone, never on what is
//! remembered.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::fast::FixedState;
use kurbo::{Affine, PathEl, Point, Vec2};

use super::prepared;
use crate::pdf::cluster_font::contour::Contour;

/// Contours that a thread remembers at most: those of some large faces, in about 10 MB.
const MOST: usize = 10_000;

/// The elements of a contour as bits, its place left out.
pub(super) type Key = Box<[u64]>;

thread_local! {
    static FITTED: RefCell<HashMap<Key, Option<Contour>, FixedState>> =
        const { RefCell::new(HashMap::with_hasher(FixedState::with_seed(0))) };
}

/// The fitted contour.
pub(super) fn recall(contour: &[PathEl], fit: impl FnOnce(&[PathEl]) -> Option<Contour>) -> Option<Contour> {
    let (place, contour) = at_origin(contour);
    let key = key(&contour);
    let fitted = match prepared::find(&key) {
        Some(fitted) => Some(fitted).filter(|fitted| !fitted.segments.is_empty()),
        None => remembered(key, || fit(&contour)),
    };
    fitted.map(|Contour { start: [x, y], segments }| Contour {
        start: [x + place.x as i32, y + place.y as i32],
        segments,
    })
}

/// The contour from memory.
fn remembered(key: Key, fit: impl FnOnce() -> Option<Contour>) -> Option<Contour> {
    let known = FITTED.with_borrow(|fitted| fitted.get(&key).cloned());
    known.unwrap_or_else(|| {
        let fitted = fit();
        FITTED.with_borrow_mut(|memory| (memory.len() < MOST).then(|| memory.insert(key, fitted.clone())));
        fitted
    })
}

/// Where a contour lies, in whole numbers, and the contour moved from there to the origin.
pub(super) fn at_origin(contour: &[PathEl]) -> (Vec2, Vec<PathEl>) {
    let place = contour.first().and_then(PathEl::end_point).map_or(Vec2::ZERO, |start| start.round().to_vec2());
    (place, contour.iter().map(|&element| Affine::translate(-place) * element).collect())
}

pub(super) fn key(contour: &[PathEl]) -> Key {
    let mut bits = Vec::with_capacity(5 * contour.len());
    let mut push = |kind: u64, points: &[Point]| {
        bits.push(kind);
        // Adding zero makes one of both zeros.
        bits.extend(points.iter().flat_map(|point| [(point.x + 0.0).to_bits(), (point.y + 0.0).to_bits()]));
    };
    for element in contour {
        match *element {
            PathEl::MoveTo(to) => push(0, &[to]),
            PathEl::LineTo(to) => push(1, &[to]),
            PathEl::QuadTo(one, to) => push(2, &[one, to]),
            PathEl::CurveTo(one, two, to) => push(3, &[one, two, to]),
            PathEl::ClosePath => push(4, &[]),
        }
    }
    bits.into()
}

#[cfg(test)]
mod tests {
    use kurbo::BezPath;

    use super::*;

    #[test]
    fn a_contour_is_fitted_once_wherever_it_lies() {
        let contour = |path: &str| BezPath::from_svg(path).unwrap();
        let mut fits = 0;
        let mut starts = |path: &str| {
            let fit = |elements: &[PathEl]| {
                fits += 1;
                assert_eq!(elements[0], PathEl::MoveTo(Point::ZERO));
                Some(Contour { start: [1, 2], segments: Vec::new() })
            };
            recall(contour(path).elements(), fit).unwrap().start
        };
        assert_eq!(starts("M731 5 L900 5 L900 77 Z"), [732, 7]);
        assert_eq!(starts("M31 -5 L200 -5 L200 67 Z"), [32, -3]);
        assert_eq!(starts("M31 -5 L200 -5 L200 68 Z"), [32, -3]);
        assert_eq!(fits, 2);
    }
}
