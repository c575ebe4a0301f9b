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
use crate::pdf::cluster_font::contour::Drawn;

/// Contours that a thread remembers at most: those of some large faces, in about 10 MB.
const MOST: usize = 10_000;

/// The elements of a contour as bits, its place left out.
type Key = Box<[u64]>;

thread_local! {
    static FITTED: RefCell<HashMap<Key, Option<Drawn>, FixedState>> =
        const { RefCell::new(HashMap::with_hasher(FixedState::with_seed(0))) };
}

/// The fitted contour.
pub(super) fn recall(contour: &[PathEl], fit: impl FnOnce(&[PathEl]) -> Option<Drawn>) -> Option<Drawn> {
    let place = place(contour);
    let fitted = match prepared::find(hash(contour)) {
        Some(fitted) => Some(fitted).filter(|fitted| !fitted.code.is_empty()),
        None => remembered(key(contour), || fit(&at_origin(contour))),
    };
    fitted.map(|fitted| fitted.moved([place.x as i32, place.y as i32]))
}

/// The contour from memory.
fn remembered(key: Key, fit: impl FnOnce() -> Option<Drawn>) -> Option<Drawn> {
    let known = FITTED.with_borrow(|fitted| fitted.get(&key).cloned());
    known.unwrap_or_else(|| {
        let fitted = fit();
        FITTED.with_borrow_mut(|memory| (memory.len() < MOST).then(|| memory.insert(key, fitted.clone())));
        fitted
    })
}

/// Where a contour begins, in whole numbers.
fn place(contour: &[PathEl]) -> Vec2 {
    contour.first().and_then(PathEl::end_point).map_or(Vec2::ZERO, |start| start.round().to_vec2())
}

/// The contour moved from its place to the origin.
pub(super) fn at_origin(contour: &[PathEl]) -> Vec<PathEl> {
    let to_origin = Affine::translate(-place(contour));
    contour.iter().map(|&element| to_origin * element).collect()
}

fn key(contour: &[PathEl]) -> Key {
    let mut key = Vec::with_capacity(5 * contour.len());
    words(contour, |word| key.push(word));
    key.into()
}

/// Sixty-four bits that tell contours apart: each word is multiplied, and the halves of the product are put together.
/// A kept file needs a hash that no version of a crate changes; FNV, byte by byte, takes several times as long.
pub(super) fn hash(contour: &[PathEl]) -> u64 {
    /// The golden ratio's binary digits, as in Knuth's multiplicative hashing.
    const FACTOR: u128 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = 0u64;
    words(contour, |word| {
        let product = u128::from(hash ^ word) * FACTOR;
        hash = ((product as u64) ^ (product >> 64) as u64).wrapping_add(1);
    });
    hash
}

/// The elements of a contour as bits, its place left out.
fn words(contour: &[PathEl], mut push: impl FnMut(u64)) {
    let place = place(contour);
    let mut element = |kind: u64, points: &[Point]| {
        push(kind);
        for point in points {
            let moved = *point - place;
            // Adding zero makes one of both zeros.
            push((moved.x + 0.0).to_bits());
            push((moved.y + 0.0).to_bits());
        }
    };
    for part in contour {
        match *part {
            PathEl::MoveTo(to) => element(0, &[to]),
            PathEl::LineTo(to) => element(1, &[to]),
            PathEl::QuadTo(one, to) => element(2, &[one, to]),
            PathEl::CurveTo(one, two, to) => element(3, &[one, two, to]),
            PathEl::ClosePath => element(4, &[]),
        }
    }
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
                Some(Drawn { start: [1, 2], ..Drawn::default() })
            };
            recall(contour(path).elements(), fit).unwrap().start
        };
        assert_eq!(starts("M731 5 L900 5 L900 77 Z"), [732, 7]);
        assert_eq!(starts("M31 -5 L200 -5 L200 67 Z"), [32, -3]);
        assert_eq!(starts("M31 -5 L200 -5 L200 68 Z"), [32, -3]);
        assert_eq!(fits, 2);
    }
}
