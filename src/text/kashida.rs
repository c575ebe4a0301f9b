//! Where a word may be lengthened, and what it looks like when it is.
//!
//! In: a word, its glyphs and the rules that belong to its face. Out: the best place for a kashida – the rule sets of
//! `raqim-kashida`, the only home of that crate – within the limits of Arabic typography: not in words of two letters,
//! not in the name of God, not in Qur'anic text, not beside a ZWNJ, and never inside lam-alef. The word is then shaped
//! again with a tatweel, and taken only if it grew as expected.

use icu_segmenter::GraphemeClusterSegmenter;

use super::line::Glyph;
use super::shape::ShapedWord;
use crate::font::KashidaRules;

/// U+0640 ARABIC TATWEEL, the letter; kashida is what it does.
pub(super) const TATWEEL: char = '\u{640}';

/// Longest kashida, in em.
pub(super) const LONGEST: f64 = 1.0;

/// A word with one place lengthened.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kashida {
    /// The word with a tatweel, which belongs to the cluster of the letter before it.
    pub(super) word: ShapedWord,
    /// Index of the tatweel among the word's visual glyphs.
    pub(super) tatweel: usize,
    /// How much wider the word is than without, in font units.
    pub(super) growth: i32,
    /// From 0 to 9; higher is better.
    pub(super) priority: u8,
    /// Horizontal extent of the tatweel's ink, in font units.
    pub(super) ink: (i32, i32),
}

/// A place for a kashida: the byte offset after which it goes, and how good it is, from 0 to 9.
pub(super) fn place(word: &str, rules: KashidaRules) -> Option<(usize, u8)> {
    let set = match rules {
        KashidaRules::None => return None,
        KashidaRules::Simple => "arabic-simple",
        KashidaRules::Naskh => "arabic-naskh",
    };
    if !may_stretch(word) {
        return None;
    }
    let (_, points) = raqim_kashida::find_kashida_points(word, raqim_kashida::builtin_pattern_set(set)?, false);
    let ends: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(word).skip(1).collect();
    let offsets = points.iter().filter_map(|point| Some((*ends.get(point.index as usize)?, point.priority)));
    // Of equally good places the one nearest the end of the word is the best.
    offsets.filter(|&(offset, _)| is_joined_at(word, offset)).max_by_key(|&(offset, priority)| (priority, offset))
}

/// The limits that hold for the word as a whole.
fn may_stretch(word: &str) -> bool {
    const NAME_OF_GOD: [&str; 4] = ["الله", "لله", "اللهم", "الإله"];
    let is_quranic = |c: char| matches!(c, '\u{6d6}'..='\u{6ed}' | '\u{8d0}'..='\u{8ff}' | '\u{fd3e}' | '\u{fd3f}');
    let letters: String = word.chars().filter(|character| character.is_alphabetic() && !is_mark(*character)).collect();
    let bare = letters.trim_start_matches(['و', 'ف', 'ب', 'ت']);
    letters.chars().count() > 2
        && !word.chars().any(|character| character.is_ascii_alphanumeric() || is_quranic(character))
        && !NAME_OF_GOD.contains(&letters.as_str())
        && !NAME_OF_GOD.contains(&bare)
}

/// Arabic vowel signs count as alphabetic, but are not letters.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}')
}

/// Whether the letters on both sides are plain neighbours: no ZWNJ between them, and not lam before an alef.
fn is_joined_at(word: &str, offset: usize) -> bool {
    let before = word[..offset].chars().rev().find(|&character| !is_mark(character));
    let after = word[offset..].chars().next();
    let lam_alef = before == Some('ل') && matches!(after, Some('ا' | 'أ' | 'إ' | 'آ' | 'ٱ'));
    let broken = |character: Option<char>| character.is_none_or(|c| matches!(c, '\u{200c}' | '\u{200d}'));
    !lam_alef && !broken(before) && !broken(after)
}

/// Accepts a word shaped again with a tatweel, given the index of its glyph: all else has to stay as it was, but for
/// the tatweel's width.
pub(super) fn accept(
    plain: &ShapedWord,
    long: ShapedWord,
    tatweel: usize,
    priority: u8,
    ink: (i32, i32),
) -> Option<Kashida> {
    let growth = long.advance() - plain.advance();
    let width = long.visual_glyphs[tatweel].advance;
    let same_text = plain.clusters.iter().map(|c| &c.text).eq(long.clusters.iter().map(|c| &c.text));
    let one_more = long.visual_glyphs.len() == plain.visual_glyphs.len() + 1;
    let as_expected = width > 0 && growth * 2 > width && growth < width * 2 && ink.1 > ink.0;
    (same_text && one_more && as_expected).then_some(Kashida { word: long, tatweel, growth, priority, ink })
}

impl Kashida {
    /// The word's glyphs, lengthened by `stretch` font units. The tatweel's ink is scaled so that it still reaches as
    /// far into its neighbours as it was drawn to, which leaves no seam.
    pub(super) fn stretched(&self, stretch: i32) -> Vec<Glyph> {
        let mut glyphs = self.word.visual_glyphs.clone();
        let tatweel = &mut glyphs[self.tatweel];
        let (left, right) = self.ink;
        let natural = tatweel.advance;
        tatweel.advance = natural + stretch - self.growth;
        #[expect(clippy::cast_precision_loss, reason = "a few thousand font units")]
        let scale = (right - left + tatweel.advance - natural) as f32 / (right - left) as f32;
        tatweel.x_scale = scale;
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a few hundred font units")]
        let moved = (left as f32 * (1.0 - scale)).round() as i32;
        tatweel.x_offset += moved;
        glyphs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows the best place of a word as `ـ`, or nothing.
    fn check(rules: KashidaRules, word: &str, expected: &str) {
        let shown = place(word, rules)
            .map_or_else(String::new, |(offset, _)| format!("{}{TATWEEL}{}", &word[..offset], &word[offset..]));
        assert_eq!(shown, expected, "{word}");
    }

    #[test]
    fn simple_rules_follow_newspaper_practice() {
        check(KashidaRules::Simple, "السلام", "الســلام".replace("ــ", "ـ").as_str());
        check(KashidaRules::Simple, "مدينة", "مدينـة");
        check(KashidaRules::Simple, "كتاب", "كتـاب");
    }

    #[test]
    fn limits_hold_for_all_rules() {
        for rules in [KashidaRules::Simple, KashidaRules::Naskh] {
            for word in ["الله", "والله", "لله", "في", "من", "\"12\"", "NASA", "لا", "بِسْمِۦ"]
            {
                check(rules, word, "");
            }
        }
        check(KashidaRules::None, "السلام", "");
    }
}
