//! Where a line may end (UAX #14), with the habits of Arabic on top.
//!
//! In: a text. Out: byte offsets, in order. The algorithm is that of Unicode 15.1 through `icu_segmenter`; the
//! habits only take opportunities away and are listed at `is_kept`.

mod numbers;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

pub(crate) use numbers::grouped_numbers;

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
/// - A plus sign stays with what follows: `C++`.
/// - A slash lets a line end only within a web address: never in `12/أ`, `كم/ساعة` or a date.
fn is_kept(text: &str, offset: usize) -> bool {
    let before = &text[..offset];
    match before.chars().next_back() {
        Some('-' | '\u{2010}') => {
            before.chars().rev().nth(1).is_some_and(|earlier| !earlier.is_whitespace() && !matches!(earlier, '(' | '-'))
        }
        Some('/') => is_in_address(text, offset),
        Some('+') => false,
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

/// Whether a word wider than a line is best broken at an offset: after a sign that separates names and addresses (never
/// within a number), before a sign that opens a parameter, and where a small letter meets a capital.
pub(super) fn is_joint(text: &str, offset: usize) -> bool {
    const BEHIND: &str = "/\\._-:;,|@&=?+~";
    const BEFORE: &str = "%#";
    let (before, after) = (text[..offset].chars().next_back(), text[offset..].chars().next());
    let (Some(before), Some(after)) = (before, after) else { return false };
    if BEHIND.contains(before) {
        let earlier = text[..offset - before.len_utf8()].chars().next_back();
        let opens = earlier.is_none_or(char::is_whitespace);
        let in_number = after.is_numeric() && earlier.is_some_and(char::is_numeric);
        return (after.is_alphanumeric() || BEFORE.contains(after)) && !opens && !in_number;
    }
    before.is_alphanumeric() && BEFORE.contains(after) || before.is_lowercase() && after.is_uppercase()
}

/// Whether a stretch between two opportunities is a name or address that may be broken anywhere rather than a word: it
/// is long, and consists of signs, digits and letters that do not join.
pub(super) fn is_identifier(stretch: &str) -> bool {
    const SHORTEST: usize = 12;
    /// No word of a European language is longer than this.
    const LONGEST_WORD: usize = 36;
    let letters = stretch.chars().count();
    let is_foreign = |letter: char| letter.is_alphabetic() && !letter.is_lowercase() && !letter.is_uppercase();
    if letters < SHORTEST || stretch.chars().any(is_foreign) || !stretch.contains(char::is_alphabetic) {
        return false;
    }
    letters > LONGEST_WORD
        || stretch.contains(char::is_numeric)
        || stretch.char_indices().any(|(offset, _)| is_joint(stretch, offset))
}

/// Splits a text at the joints of its names and addresses, and long parts between two joints anywhere; words stay
/// whole, and a text without names is one piece.
pub(crate) fn names(text: &str) -> Vec<&str> {
    const LONGEST: usize = 10;
    let (mut pieces, mut start, mut at) = (Vec::new(), 0, 0);
    for stretch in text.split_inclusive(char::is_whitespace) {
        if is_identifier(stretch) {
            let mut letters = 0;
            for (offset, _) in stretch.char_indices().skip(1) {
                letters += 1;
                if is_joint(stretch, offset) || letters == LONGEST {
                    pieces.push(&text[start..at + offset]);
                    (start, letters) = (at + offset, 0);
                }
            }
        }
        at += stretch.len();
    }
    pieces.push(&text[start..]);
    pieces
}

/// Where lines may end within the web addresses of a text: behind their slashes, and at other joints where these are far
/// apart.
pub(crate) fn in_addresses(text: &str) -> Vec<usize> {
    const FAR: usize = 12;
    let (mut offsets, mut at) = (Vec::new(), 0);
    if !text.contains("://") && !text.contains("www.") {
        return offsets;
    }
    for stretch in text.split_inclusive(char::is_whitespace) {
        let Some(first) = stretch.find("://").or_else(|| stretch.find("www.")) else {
            at += stretch.len();
            continue;
        };
        let mut last = first;
        for offset in stretch[first..].char_indices().skip(1).map(|(offset, _)| first + offset) {
            let is_cut = stretch[..offset].ends_with('/') || offset - last >= FAR;
            if is_cut && is_joint(stretch, offset) {
                offsets.push(at + offset);
                last = offset;
            }
        }
        at += stretch.len();
    }
    offsets
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
    fn plus_signs_stay_together() {
        check("لغة |C++؛ |ثم |Notepad++ |وg++-12 |هنا");
    }

    #[test]
    fn names_and_addresses_have_joints() {
        let check = |marked: &str| {
            let text = marked.replace('|', "");
            let mut shown = text.clone();
            for (offset, _) in text.char_indices().rev().filter(|&(offset, _)| is_joint(&text, offset)) {
                shown.insert(offset, '|');
            }
            assert_eq!(shown, marked);
        };
        check("https://|library.|example.|org/|index.|html?|page=|12|#top");
        check("HKEY_|LOCAL_|MACHINE\\|Current|Control|Set");
        check("1,250.00 2024-01-05 -5 .NET T1548.001");
        check("القسم/|الباب كم/|ساعة محمد");
        check("a/|%D9|%88");
    }

    #[test]
    fn names_are_cut_and_words_left_whole() {
        assert_eq!(names("زر الموقع الآن"), ["زر الموقع الآن"]);
        assert_eq!(names("زر http://a.example.org ثم"), ["زر http://", "a.", "example.", "org ثم"]);
        assert_eq!(names("d41d8cd98f00b204"), ["d41d8cd98f", "00b204"]);
    }

    #[test]
    fn addresses_may_end_lines_at_their_joints() {
        let check = |marked: &str| {
            let text = marked.replace('|', "");
            let mut shown = text.clone();
            in_addresses(&text).iter().rev().for_each(|&offset| shown.insert(offset, '|'));
            assert_eq!(shown, marked);
        };
        check("زر https://|example.org/|ar/|index.html ثم القسم/الباب كم/ساعة");
        check("زر (https://|a.example/|how-to-print-|an-arabic-book/?|page=12)، www.example.|org/|a");
        check("الصفحة 12/24 كلمة/كلمة");
    }

    #[test]
    fn words_are_no_identifiers() {
        let all = |words: &str, expected: bool| {
            words.split(' ').for_each(|word| assert_eq!(is_identifier(word), expected, "{word}"));
        };
        all("AuthorizationExecuteWithPrivileges d41d8cd98f00b204e9800998ecf8427e some_long_name", true);
        all("internationalization فأسقيناكموها 1234567890123456 PhD القسم/الباب/الفصل", false);
    }

    #[test]
    fn slashes_break_only_in_web_addresses() {
        check("القسم |12/أ |بسرعة |90 |كم/ساعة");
        check("زر |https://|example.org/|ar/|index |الآن");
    }
}
