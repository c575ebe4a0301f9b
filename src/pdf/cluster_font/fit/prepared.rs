//! Contours of the built-in Arabic faces, fitted beforehand: fitting them took half the time of an article's PDF.
//!
//! In: the key of a contour. Out: the contour as [`super::fit`] makes it, out of `fonts/fitted.contours`; the test below
//! keeps the file to that. Its parts, all numbers in little-endian order: how many contours (`u32`); for each, by
//! ascending hash, the hash of its key (`u64`) and where it begins (`u32`); the contours. A contour is its start, then
//! lines as `0 x y` and curves as `1 x y x y x y`, then `2`; each number is one byte, or [`WIDE`] and two.

use super::memory::Key;
use crate::pdf::cluster_font::contour::{Contour, Segment};

static FILE: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/fitted.contours"));

const COUNT: usize = size_of::<u32>();
const HASH: usize = size_of::<u64>();
const ENTRY: usize = HASH + size_of::<u32>();

const LINE: i32 = 0;
const CURVE: i32 = 1;
const END: i32 = 2;
/// What comes before a number of two bytes.
const WIDE: i8 = i8::MIN;

/// The fitted contour of a key; without segments where nothing is left of it.
pub(super) fn find(key: &Key) -> Option<Contour> {
    let (count, rest) = FILE.split_first_chunk::<COUNT>()?;
    let (entries, _) = rest.get(..u32::from_le_bytes(*count) as usize * ENTRY)?.as_chunks::<ENTRY>();
    let entry = entries.binary_search_by_key(&hash(key), hash_of).ok()?;
    let place = entries[entry].last_chunk().map(|bytes| u32::from_le_bytes(*bytes))?;
    contour(&mut Numbers(FILE.get(place as usize..)?.iter()))
}

fn hash_of(entry: &[u8; ENTRY]) -> u64 {
    entry.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Sixty-four bits that tell keys apart: each word is multiplied, and the halves of the product are put together.
fn hash(key: &Key) -> u64 {
    /// The golden ratio's binary digits, as in Knuth's multiplicative hashing.
    const FACTOR: u128 = 0x9e37_79b9_7f4a_7c15;
    key.iter().fold(0, |hash, word| {
        let product = u128::from(hash ^ word) * FACTOR;
        ((product as u64) ^ (product >> 64) as u64).wrapping_add(1)
    })
}

/// Numbers of a file, one after the other.
struct Numbers<'a>(std::slice::Iter<'a, u8>);

impl Numbers<'_> {
    fn next(&mut self) -> Option<i32> {
        let mut byte = || self.0.next().copied();
        match byte()?.cast_signed() {
            WIDE => Some(i16::from_le_bytes([byte()?, byte()?]).into()),
            narrow => Some(narrow.into()),
        }
    }

    fn array<const N: usize>(&mut self) -> Option<[i32; N]> {
        let mut numbers = [0; N];
        for number in &mut numbers {
            *number = self.next()?;
        }
        Some(numbers)
    }
}

fn contour(numbers: &mut Numbers<'_>) -> Option<Contour> {
    let mut contour = Contour { start: numbers.array()?, segments: Vec::new() };
    loop {
        match numbers.next()? {
            LINE => contour.segments.push(Segment::Line(numbers.array()?)),
            CURVE => contour.segments.push(Segment::Curve(numbers.array()?)),
            END => return Some(contour),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use indexmap::IndexSet;
    use kurbo::PathEl;
    use rayon::prelude::*;

    use super::super::memory::{at_origin, key};
    use super::*;
    use crate::font::FontSet;
    use crate::pdf::cluster_font::{Outline, outline};

    /// The faces whose contours are kept: those that set Arabic. The others are for single words.
    const FACES: usize = 4;

    /// The distinct contours of the faces, by their keys.
    fn contours() -> BTreeMap<Key, Vec<PathEl>> {
        let set = FontSet::builtin();
        let mut contours = BTreeMap::new();
        for face in &set.faces()[..FACES] {
            let glyphs = face.parsed().unwrap().number_of_glyphs();
            let wanted: IndexSet<Outline> =
                (0..glyphs).map(|glyph| Outline { glyph, x_scale: 1.0f32.to_bits() }).collect();
            for path in outline::read_outlines(face, &wanted).unwrap().values() {
                for contour in path.elements().split_inclusive(|element| matches!(element, PathEl::ClosePath)) {
                    let (_, contour) = at_origin(contour);
                    contours.entry(key(&contour)).or_insert(contour);
                }
            }
        }
        contours
    }

    fn push(file: &mut Vec<u8>, numbers: &[i32]) {
        for &number in numbers {
            match i8::try_from(number).ok().filter(|&narrow| narrow != WIDE) {
                Some(narrow) => file.extend(narrow.to_le_bytes()),
                None => {
                    file.extend(WIDE.to_le_bytes());
                    file.extend(i16::try_from(number).unwrap().to_le_bytes());
                }
            }
        }
    }

    /// The file that keeps some contours.
    fn file(fitted: &BTreeMap<u64, Contour>) -> Vec<u8> {
        let (mut entries, mut contours) = (Vec::new(), Vec::new());
        for (hash, contour) in fitted {
            let place = COUNT + fitted.len() * ENTRY + contours.len();
            entries.extend(hash.to_le_bytes());
            entries.extend(u32::try_from(place).unwrap().to_le_bytes());
            push(&mut contours, &contour.start);
            for segment in &contour.segments {
                match segment {
                    Segment::Line(line) => push(&mut contours, &[&[LINE], line.as_slice()].concat()),
                    Segment::Curve(curve) => push(&mut contours, &[&[CURVE], curve.as_slice()].concat()),
                }
            }
            push(&mut contours, &[END]);
        }
        [&u32::try_from(fitted.len()).unwrap().to_le_bytes(), entries.as_slice(), &contours].concat()
    }

    #[test]
    fn the_file_has_what_fitting_would_make() {
        let contours = contours();
        let fit = |(key, contour): (&Key, &Vec<PathEl>)| (hash(key), super::super::fit(contour).unwrap_or_default());
        let fitted: BTreeMap<u64, Contour> = contours.par_iter().map(fit).collect();
        assert_eq!(fitted.len(), contours.len(), "two keys have one hash");
        if std::env::var_os("WARRAQ_BLESS").is_some() {
            std::fs::write("fonts/fitted.contours", file(&fitted)).unwrap();
        } else {
            assert!(file(&fitted) == FILE, "run WARRAQ_BLESS=1 cargo test --lib fitting_would_make");
        }
    }

    #[test]
    fn contours_are_found_by_their_keys() {
        let contours = contours();
        let (some, contour) = contours.iter().nth(500).unwrap();
        assert_eq!(find(some), super::super::fit(contour));
        assert!(contours.keys().all(|key| find(key).is_some()));
        let other: Key = some.iter().map(|word| word ^ 1).collect();
        assert_eq!(find(&other), None);
    }
}
