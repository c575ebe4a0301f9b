//! Which characters a face has.
//!
//! In: a font file. Out: a set of characters read from its `cmap` (OpenType, `cmap`), as one bit a code point up to the
//! last one it has, so that asking costs next to nothing.

/// A set of characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Coverage {
    bits: Vec<u64>,
}

impl Coverage {
    /// Reads the set from the bytes of a font file; empty where it cannot be read.
    pub(super) fn of(data: &[u8]) -> Coverage {
        let mut coverage = Coverage::default();
        let Ok(face) = ttf_parser::Face::parse(data, 0) else { return coverage };
        let Some(cmap) = face.tables().cmap else { return coverage };
        for subtable in cmap.subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
            subtable.codepoints(|code_point| {
                if subtable.glyph_index(code_point).is_some_and(|glyph| glyph.0 != 0) {
                    coverage.insert(code_point);
                }
            });
        }
        coverage
    }

    fn insert(&mut self, code_point: u32) {
        let (word, bit) = (code_point as usize / 64, code_point % 64);
        if code_point <= u32::from(char::MAX) {
            if word >= self.bits.len() {
                self.bits.resize(word + 1, 0);
            }
            self.bits[word] |= 1 << bit;
        }
    }

    /// Whether the set has a character.
    pub(super) fn contains(&self, character: char) -> bool {
        let code_point = u32::from(character);
        self.bits.get(code_point as usize / 64).is_some_and(|word| word >> (code_point % 64) & 1 == 1)
    }
}
