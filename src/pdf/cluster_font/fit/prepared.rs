//! Contours of the built-in Arabic faces, fitted beforehand: fitting them took half the time of an article's PDF.
//!
//! In: the hash of a contour. Out: the contour as code, as [`super::fit`] makes it, out of `fonts/fitted.contours`; the
//! test below keeps the file to that. Its parts, all numbers in little-endian order: how many contours (`u32`); for
//! each, by ascending hash, its hash (`u64`) and where it begins (`u32`); the contours. Each is eight numbers (`i16`),
//! the coordinates of start, end and bounds, then the length of its code (`u16`) and the code; where nothing is left of
//! a contour it has none.

use crate::pdf::cluster_font::contour::Drawn;

static FILE: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/fitted.contours"));

const COUNT: usize = size_of::<u32>();
const HASH: usize = size_of::<u64>();
const ENTRY: usize = HASH + size_of::<u32>();
/// Eight numbers of two bytes.
const NUMBERS: usize = 16;

/// The fitted contour of a hash; without code where nothing is left of it.
pub(super) fn find(hash: u64) -> Option<Drawn> {
    let (count, rest) = FILE.split_first_chunk::<COUNT>()?;
    let (entries, _) = rest.get(..u32::from_le_bytes(*count) as usize * ENTRY)?.as_chunks::<ENTRY>();
    let entry = entries.binary_search_by_key(&hash, hash_of).ok()?;
    let place = entries[entry].last_chunk().map(|bytes| u32::from_le_bytes(*bytes))?;
    drawn(FILE.get(place as usize..)?)
}

fn hash_of(entry: &[u8; ENTRY]) -> u64 {
    entry.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The contour that begins a part of the file.
fn drawn(file: &[u8]) -> Option<Drawn> {
    let (numbers, rest) = file.split_first_chunk::<NUMBERS>()?;
    let (numbers, _) = numbers.as_chunks().0.split_first_chunk()?;
    let [x, y, end_x, end_y, left, bottom, right, top] = numbers.map(|bytes| i16::from_le_bytes(bytes).into());
    let (len, code) = rest.split_first_chunk()?;
    let code = code.get(..usize::from(u16::from_le_bytes(*len)))?.into();
    Some(Drawn { start: [x, y], end: [end_x, end_y], bounds: [left, bottom, right, top], code })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kurbo::{BezPath, PathEl};
    use rayon::prelude::*;

    use super::super::fit;
    use super::super::memory::{at_origin, hash};
    use super::*;
    use crate::font::FontSet;
    use crate::pdf::cluster_font::Outline;
    use crate::pdf::cluster_font::outline::{self, OutlineReader};

    /// The faces whose contours are kept: those that set Arabic. The others are for single words.
    const FACES: usize = 4;

    /// The distinct contours of the faces, by their hashes.
    fn contours() -> BTreeMap<u64, Vec<PathEl>> {
        let set = FontSet::builtin();
        let mut contours = BTreeMap::new();
        for face in &set.faces()[..FACES] {
            let (reader, mut path) = (OutlineReader::new(face).unwrap(), BezPath::new());
            for glyph in 0..face.parsed().unwrap().number_of_glyphs() {
                reader.read(Outline { glyph, x_scale: 1.0f32.to_bits() }, &mut path).unwrap();
                for contour in outline::contours(&path) {
                    let known = contours.entry(hash(contour)).or_insert_with(|| at_origin(contour));
                    assert_eq!(known, &at_origin(contour), "two contours have one hash");
                }
            }
        }
        contours
    }

    fn fitted(contour: &[PathEl]) -> Drawn {
        fit(contour).map(|contour| Drawn::of(&contour)).unwrap_or_default()
    }

    /// The file that keeps some contours.
    fn file(contours: &BTreeMap<u64, Drawn>) -> Vec<u8> {
        let (mut entries, mut data) = (Vec::new(), Vec::new());
        for (hash, drawn) in contours {
            let place = COUNT + contours.len() * ENTRY + data.len();
            entries.extend(hash.to_le_bytes());
            entries.extend(u32::try_from(place).unwrap().to_le_bytes());
            for number in [&drawn.start[..], &drawn.end, &drawn.bounds].concat() {
                data.extend(i16::try_from(number).unwrap().to_le_bytes());
            }
            data.extend(u16::try_from(drawn.code.len()).unwrap().to_le_bytes());
            data.extend(&drawn.code);
        }
        [&u32::try_from(contours.len()).unwrap().to_le_bytes(), entries.as_slice(), &data].concat()
    }

    #[test]
    fn the_file_has_what_fitting_would_make() {
        let fitted: BTreeMap<u64, Drawn> =
            contours().into_par_iter().map(|(hash, contour)| (hash, fitted(&contour))).collect();
        if std::env::var_os("WARRAQ_BLESS").is_some() {
            std::fs::write("fonts/fitted.contours", file(&fitted)).unwrap();
        } else {
            assert!(file(&fitted) == FILE, "run WARRAQ_BLESS=1 cargo test --lib fitting_would_make");
        }
    }

    #[test]
    fn contours_are_found_by_their_hashes() {
        let contours = contours();
        let (hash, contour) = contours.iter().nth(500).unwrap();
        assert_eq!(find(*hash), Some(fitted(contour)));
        assert!(contours.keys().all(|hash| find(*hash).is_some()));
        assert_eq!(find(hash ^ 1), None);
    }
}
