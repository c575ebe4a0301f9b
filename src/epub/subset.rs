//! A font cut down to the characters that a book uses.
//!
//! In: a font file and the characters. Out: a font file with their glyphs, everything those glyphs can turn into (the
//! closure over OpenType GSUB), and the parts of GSUB, GPOS and GDEF that speak of them, so that a reading system
//! joins, ligates and places marks exactly as with the whole font. Hints go: screens of today do not use them.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use skrifa::raw::FontRef;
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::{NameId, Tag};

use crate::diagnostic::Error;
use crate::font::Font;

/// Names that stay in the font: copyright to PostScript name, and the licence with its address.
const KEPT_NAMES: [u16; 9] = [0, 1, 2, 3, 4, 5, 6, 13, 14];
/// American English, the language that names of fonts are given in.
const NAME_LANGUAGE: u16 = 0x0409;

/// The table of TrueType outlines.
const TRUE_TYPE_OUTLINES: Tag = Tag::new(b"glyf");

/// The part of a font that the characters need; of a variable font with all its axes. A font with other outlines than
/// TrueType's (`CFF`, `CFF2`) is left whole: skera does not cut those.
///
/// # Errors
/// [`Error::Font`] when the font's tables cannot be read or cut.
pub(super) fn subset(font: &Font, characters: &BTreeSet<char>) -> Result<Vec<u8>, Error> {
    // Tables that contradict each other can be more than skera expects.
    let cut = catch_unwind(AssertUnwindSafe(|| cut(font, characters)));
    let cut = cut.unwrap_or_else(|_| Err("its tables are damaged".to_owned()));
    cut.map_err(|reason| Error::Font { name: font.label(), reason })
}

fn cut(font: &Font, characters: &BTreeSet<char>) -> Result<Vec<u8>, String> {
    let failed = |cause: &dyn Display| format!("it cannot be cut to the letters of the book: {cause}");
    let file = FontRef::from_index(&font.data, 0).map_err(|cause| failed(&cause))?;
    if file.table_data(TRUE_TYPE_OUTLINES).is_none() {
        return Ok(font.data.to_vec());
    }
    let mut name_languages = IntSet::empty();
    name_languages.insert(NAME_LANGUAGE);
    let plan = Plan::new(
        &IntSet::empty(),
        &characters.iter().map(|&character| u32::from(character)).collect(),
        &file,
        SubsetFlags::SUBSET_FLAGS_NO_HINTING | SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE,
        &DEFAULT_DROP_TABLES.iter().copied().collect(),
        &every_script(),
        &DEFAULT_LAYOUT_FEATURES.iter().copied().collect(),
        &KEPT_NAMES.into_iter().map(NameId::new).collect(),
        &name_languages,
    );
    subset_font(&file, &plan).map_err(|cause| failed(&cause))
}

fn every_script() -> IntSet<Tag> {
    let mut scripts = IntSet::empty();
    scripts.invert();
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontSet;
    use rustybuzz::{Face, UnicodeBuffer};

    const SAMPLE: &str = "في البدء كانت الكتابة خطًّا يُنسخ بالقلم، ثم جاءت المطبعة سنة ١٥١٤ (1514) فتغيّر كلُّ شيء: \
        لله الحمد، والسلام على الأنبياء. قال: «هذا كتابٌ» — أُلِّفَ في آخرِ القرنِ؛ لا إلهَ إلّا اللهُ! ﷺ ٱلْحَمْدُ لِلَّهِ رَبِّ \
        ٱلْعَٰلَمِينَ ﴿٢﴾ Gutenberg, fine office, AVATAR (Mainz, c. 1450) 3/4 گچپژ ہے ٹڈڑ";

    /// All that is shaped: letters of many kinds, and the samples of the project.
    fn texts() -> String {
        let samples = [
            include_str!("../../source/news.txt"),
            include_str!("../../source/bookmaking.md"),
            include_str!("../../source/vocalised.md"),
        ];
        format!("{SAMPLE} {}", samples.join(" "))
    }

    /// Advance, offsets and outline box of each glyph: what a reader sees, whatever the glyph's number.
    fn shaped(face: &Face<'_>, word: &str) -> Vec<(u32, i32, i32, i32, Option<ttf_parser::Rect>)> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(word);
        buffer.guess_segment_properties();
        let glyphs = rustybuzz::shape(face, &[], buffer);
        let placed = glyphs.glyph_infos().iter().zip(glyphs.glyph_positions());
        placed
            .map(|(info, at)| {
                let outline = ttf_parser::GlyphId(u16::try_from(info.glyph_id).unwrap());
                (info.cluster, at.x_advance, at.x_offset, at.y_offset, face.glyph_bounding_box(outline))
            })
            .collect()
    }

    #[test]
    fn every_word_is_shaped_as_in_the_whole_font() {
        let texts = texts();
        let words: BTreeSet<&str> = texts.split_whitespace().collect();
        for font in FontSet::builtin().faces() {
            let cut = subset(font, &texts.chars().collect()).unwrap();
            assert!(cut.len() < font.data.len() / 3, "{} is hardly cut", font.name);
            let (whole, part) = (Face::from_slice(&font.data, 0).unwrap(), Face::from_slice(&cut, 0).unwrap());
            for word in &words {
                assert_eq!(shaped(&part, word), shaped(&whole, word), "{word} in {}", font.name);
            }
            assert_eq!(shaped(&part, SAMPLE), shaped(&whole, SAMPLE), "the whole text in {}", font.name);
        }
    }
}
