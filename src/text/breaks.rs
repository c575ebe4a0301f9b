//! Where a line may end (UAX #14), with the habits of Arabic on top.
//!
//! In: a text. Out: byte offsets, in order. The algorithm is that of Unicode 15.1 through `icu_segmenter`; the two
//! habits only take opportunities away and are listed at `is_kept`.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

const SEGMENTER: LineSegmenterBorrowed<'static> =
    LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());

/// Byte offsets within a text at which UAX #14 lets or makes a line end, without any tailoring of ours.
#[must_use]
pub fn uax14(text: &str) -> Vec<usize> {
    SEGMENTER.segment_str(text).filter(|&offset| offset > 0 && offset < text.len()).collect()
}

/// Byte offsets within a text at which a line may end.
#[must_use]
pub fn opportunities(text: &str) -> Vec<usize> {
    let mut offsets = uax14(text);
    offsets.retain(|&offset| is_kept(text, offset));
    offsets
}

/// Whether an opportunity survives the habits of Arabic:
/// - A hyphen that opens an aside or a negative number stays with what follows: «-وهو الجزء الأول-» (LB20a of Unicode
///   16.0, for all letters); so do two hyphens, which open an option of a command: `--to`.
/// - A slash lets a line end only within a web address: never in `12/أ`, `كم/ساعة` or a date.
fn is_kept(text: &str, offset: usize) -> bool {
    let before = &text[..offset];
    match before.chars().next_back() {
        Some('-' | '\u{2010}') => {
            before.chars().rev().nth(1).is_some_and(|earlier| !earlier.is_whitespace() && !matches!(earlier, '(' | '-'))
        }
        Some('/') => is_in_address(text, offset),
        _ => true,
    }
}

/// Whether the word around an offset is a web address, judged by as much of it as an address may reasonably have.
fn is_in_address(text: &str, offset: usize) -> bool {
    const LONGEST: usize = 2048;
    let before = &text[text.ceil_char_boundary(offset.saturating_sub(LONGEST))..offset];
    let after = &text[offset..text.floor_char_boundary(offset.saturating_add(LONGEST))];
    let start = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let end = after.split(char::is_whitespace).next().unwrap_or_default();
    start.contains("://") || start.contains("www.") || (start.ends_with(":/") && end.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows the opportunities of a text as `|`.
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let mut shown = text.clone();
        for &offset in opportunities(&text).iter().rev() {
            shown.insert(offset, '|');
        }
        assert_eq!(shown, marked);
    }

    #[test]
    fn arabic_breaks_at_spaces_and_never_before_its_punctuation() {
        check("قال: |«العلم |نور»، |ثم |مضى!");
        check("متى ؟ |غدا ، |إن |شاء |الله .");
        check("في |(2024) |بنسبة |25% |تقريبا");
        check("«قال» |( هكذا ) |ومضى");
    }

    #[test]
    fn numbers_keep_their_units_and_words_their_controls() {
        check("بلغ |5\u{a0}كم |تقريبا");
        check("می\u{200c}خواهم |بروم");
        check("عبد\u{2060}الله |هنا");
    }

    #[test]
    fn an_opening_hyphen_stays_with_its_word() {
        check("الفيلم |-وهو |الأول- |بتفاعل");
        check("(-5) |درجات |أو |50-60");
        check("اكتب |warraq |build |--to=pdf |و--jobs |هنا");
    }

    #[test]
    fn slashes_break_only_in_web_addresses() {
        check("القسم |12/أ |بسرعة |90 |كم/ساعة");
        check("زر |https://|example.org/|ar/|index |الآن");
    }
}
