//! Which characters a face has.
//!
//! In: a font file. Out: a set of characters read from its `cmap` (OpenType, `cmap`), as one bit a code point up to the
//! last one it has, so that asking costs next to nothing. Pages and e-books are drawn from outlines: what a colour font
//! has as a picture only (`COLR`, `CBDT`, `sbix`, `SVG `) would be blank, so that it counts as lacking and another face is
//! tried.

use ttf_parser::{Face, GlyphId, OutlineBuilder, Tag};

/// Tables that draw glyphs without their outlines.
const PICTURE_TABLES: [&[u8; 4]; 5] = [b"COLR", b"CBDT", b"EBDT", b"sbix", b"SVG "];

/// The characters of a face.
#[derive(Clone, Debug, Default)]
pub(super) struct Coverage {
    /// Those that it can draw.
    drawn: CharacterSet,
    /// Those that it has as pictures only.
    pictures: CharacterSet,
}

/// A set of characters.
#[derive(Clone, Debug, Default)]
struct CharacterSet {
    bits: Vec<u64>,
}

impl Coverage {
    /// Reads the set from the bytes of a font file; empty where it cannot be read.
    pub(super) fn of(data: &[u8]) -> Coverage {
        let mut coverage = Coverage::default();
        let Ok(face) = Face::parse(data, 0) else { return coverage };
        let Some(cmap) = face.tables().cmap else { return coverage };
        let has_pictures = PICTURE_TABLES.iter().any(|tag| face.raw_face().table(Tag::from_bytes(tag)).is_some());
        let is_drawn = |code_point, glyph| !has_pictures || is_blank(code_point) || has_ink(&face, glyph);
        for subtable in cmap.subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
            subtable.codepoints(|code_point| {
                let Some(glyph) = subtable.glyph_index(code_point).filter(|glyph| glyph.0 != 0) else { return };
                let set = if is_drawn(code_point, glyph) { &mut coverage.drawn } else { &mut coverage.pictures };
                set.insert(code_point);
            });
        }
        coverage
    }

    /// Whether the face can draw a character.
    pub(super) fn contains(&self, character: char) -> bool {
        self.drawn.contains(character)
    }

    /// Whether the face has a character as a picture only.
    pub(super) fn is_picture(&self, character: char) -> bool {
        self.pictures.contains(character)
    }

    /// Whether the face has any character as a picture only.
    pub(super) const fn has_pictures(&self) -> bool {
        !self.pictures.bits.is_empty()
    }
}

impl CharacterSet {
    fn insert(&mut self, code_point: u32) {
        let (word, bit) = (code_point as usize / 64, code_point % 64);
        if code_point <= u32::from(char::MAX) {
            if word >= self.bits.len() {
                self.bits.resize(word + 1, 0);
            }
            self.bits[word] |= 1 << bit;
        }
    }

    fn contains(&self, character: char) -> bool {
        let code_point = u32::from(character);
        self.bits.get(code_point as usize / 64).is_some_and(|word| word >> (code_point % 64) & 1 == 1)
    }
}

/// Whether a character shows nothing in any face: white space, and marks that steer lines or join letters.
fn is_blank(code_point: u32) -> bool {
    char::from_u32(code_point).is_none_or(|c| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
    })
}

/// Whether the outline of a glyph encloses anything: some colour fonts have lines without area in their place.
fn has_ink(face: &Face<'_>, glyph: GlyphId) -> bool {
    let mut ink = Ink::default();
    face.outline_glyph(glyph, &mut ink);
    ink.is_found
}

/// Looks for a contour with an area, measured on its control points.
#[derive(Default)]
struct Ink {
    start: (f32, f32),
    last: (f32, f32),
    area: f32,
    is_found: bool,
}

impl OutlineBuilder for Ink {
    fn move_to(&mut self, x: f32, y: f32) {
        (self.start, self.last, self.area) = ((x, y), (x, y), 0.0);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.area += self.last.0 * y - x * self.last.1;
        self.last = (x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.line_to(x1, y1);
        self.line_to(x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.quad_to(x1, y1, x2, y2);
        self.line_to(x, y);
    }

    fn close(&mut self) {
        let (x, y) = self.start;
        self.line_to(x, y);
        self.is_found |= self.area.abs() > 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTLINES: &[u8] = include_bytes!("../../tests/fonts/TrialOutlines.otf");

    /// The font of the tests with one of its tables under another name. Records of tables are sorted by their names.
    fn renamed(table: &[u8; 4], name: &[u8; 4]) -> Vec<u8> {
        let mut file = OUTLINES.to_vec();
        let count = usize::from(u16::from_be_bytes([file[4], file[5]]));
        let directory = &mut file[12..12 + count * 16];
        let mut records: Vec<Vec<u8>> = directory.chunks(16).map(<[u8]>::to_vec).collect();
        let record = records.iter_mut().find(|record| record.starts_with(table)).unwrap();
        record[..4].copy_from_slice(name);
        records.sort();
        directory.copy_from_slice(&records.concat());
        file
    }

    #[test]
    fn what_is_a_picture_only_is_lacking() {
        let has = |file: &[u8], character| {
            let coverage = Coverage::of(file);
            (coverage.contains(character), coverage.is_picture(character), coverage.has_pictures())
        };
        assert_eq!(has(OUTLINES, 'ب'), (true, false, false));
        for pictures in [b"CBDT", b"sbix", b"SVG ", b"COLR"] {
            // Pictures instead of outlines, and beside them.
            assert_eq!(has(&renamed(b"CFF ", pictures), 'ب'), (false, true, true), "{pictures:?}");
            assert_eq!(has(&renamed(b"CFF ", pictures), ' '), (true, false, true), "{pictures:?}");
            assert_eq!(has(&renamed(b"name", pictures), 'ب'), (true, false, false), "{pictures:?}");
        }
    }

    #[test]
    fn a_contour_without_area_is_no_ink() {
        let ink = |points: &[(f32, f32)]| {
            let mut ink = Ink::default();
            ink.move_to(points[0].0, points[0].1);
            points[1..].iter().for_each(|&(x, y)| ink.line_to(x, y));
            ink.close();
            ink.is_found
        };
        assert!(!ink(&[(0.0, 0.0), (900.0, 900.0)]));
        assert!(ink(&[(0.0, 0.0), (900.0, 0.0), (0.0, 900.0)]));
    }
}
