//! Finds the core of a stretch, without the punctuation of the sentence around it.
//!
//! The result also says whether quotation marks or brackets around the core enclose nothing else, so that a mark at its
//! end belongs to it, as in «Hello, world!» but not in «Hello», world!

use std::ops::Range;

use super::class::{is_alphanumeric, is_ltr};

/// Marks that open and close.
const PAIRS: [(char, char); 10] = [
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('«', '»'),
    ('“', '”'),
    ('‘', '’'),
    ('„', '“'),
    ('‹', '›'),
    ('"', '"'),
    ('\'', '\''),
];
/// Punctuation of sentences.
const STOPS: &str = ".,;:!?…،؛؟۔—–";
/// What joins parts of a word; beside a letter of the other direction it belongs to neither.
const JOINERS: &str = "-−–_/\\.·:&";
/// Latin words that end in a full stop.
const ABBREVIATIONS: [&str; 22] = [
    "Inc", "Ltd", "Co", "Corp", "Jr", "Sr", "Dr", "Mr", "Mrs", "Ms", "Prof", "St", "vs", "etc", "ed", "eds", "vol",
    "Vol", "No", "pp", "al", "cf",
];

/// So many marks are taken off at each end: nobody writes more, and each costs a look at the whole stretch.
const MOST_MARKS: usize = 16;

/// A core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Core {
    /// Where it is, in bytes of the text.
    pub(super) range: Range<usize>,
    /// Whether it fills the space between two marks.
    pub(super) is_quoted: bool,
}

/// The core of a stretch of a text; `None` if it has neither letter nor digit.
pub(super) fn core(text: &str, stretch: Range<usize>) -> Option<Core> {
    let mut range = blank_trimmed(text, apart_from_letters(text, stretch));
    let mut is_quoted = false;
    for _ in 0..MOST_MARKS {
        let within = &text[range.clone()];
        if let Some((open, close)) = outer_pair(within) {
            range = blank_trimmed(text, range.start + open..range.end - close);
            is_quoted = true;
            continue;
        }
        let start = if is_quoted { 0 } else { opening(within) };
        let end = if is_quoted { 0 } else { closing(within) };
        if start + end == 0 || start + end > within.len() {
            break;
        }
        range = blank_trimmed(text, range.start + start..range.end - end);
    }
    let range = if is_quoted { range } else { without_lone_signs(text, range) };
    text[range.clone()].contains(is_alphanumeric).then_some(Core { range, is_quoted })
}

/// The stretch without a sign that joins it to a letter of the other direction, such as the hyphen of «فيتامين-C».
fn apart_from_letters(text: &str, stretch: Range<usize>) -> Range<usize> {
    let within = &text[stretch.clone()];
    let is_joined = |letter: Option<char>| letter.is_some_and(is_alphanumeric);
    let before = &text[..stretch.start];
    let start = if is_joined(before.chars().next_back()) && !ends_in_particle(before) {
        within.len() - within.trim_start_matches(|sign| JOINERS.contains(sign)).len()
    } else {
        0
    };
    let end = if is_joined(text[stretch.end..].chars().next()) {
        within.len() - within.trim_end_matches(|sign| JOINERS.contains(sign)).len()
    } else {
        0
    };
    if start + end > within.len() { stretch.start..stretch.start } else { stretch.start + start..stretch.end - end }
}

/// Whether a text ends in an Arabic particle of one letter, which is written together with the word after it.
fn ends_in_particle(text: &str) -> bool {
    let word = text.rsplit(|c: char| !is_alphanumeric(c)).next().unwrap_or_default();
    matches!(word.trim_end_matches('ـ'), "و" | "ف" | "ب" | "ل" | "ك")
}

fn blank_trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let within = &text[range.clone()];
    let start = range.start + within.len() - within.trim_start().len();
    start..(range.start + within.trim_end().len()).max(start)
}

/// Lengths of the outermost two marks of a text, if they are a pair.
fn outer_pair(text: &str) -> Option<(usize, usize)> {
    let (first, last) = (text.chars().next()?, text.chars().next_back()?);
    let (open, close) = PAIRS.into_iter().find(|&(open, close)| open == first && close == last)?;
    let inner = text.get(open.len_utf8()..text.len().checked_sub(close.len_utf8())?)?;
    let is_one = if open == close {
        !inner.contains(open)
    } else {
        partner(text, open, close)? == inner.len() + open.len_utf8()
    };
    is_one.then(|| (open.len_utf8(), close.len_utf8()))
}

/// Where the mark at the start of a text is closed.
fn partner(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// Length of a mark at the start that belongs to the sentence.
fn opening(text: &str) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    let rest = &text[first.len_utf8()..];
    // A full stop before a letter is part of a name: `.NET`.
    let is_of_name = first == '.' && rest.starts_with(is_alphanumeric);
    let opens = PAIRS.iter().find(|(open, _)| *open == first);
    let is_unpaired = opens.is_some_and(|&(open, close)| match open == close {
        true => !rest.contains(close),
        false => partner(text, open, close).is_none(),
    });
    let closes = opens.is_none() && PAIRS.iter().any(|(_, close)| *close == first);
    if (STOPS.contains(first) && !is_of_name) || is_unpaired || closes { first.len_utf8() } else { 0 }
}

/// Length of a mark at the end that belongs to the sentence.
fn closing(text: &str) -> usize {
    let Some(last) = text.chars().next_back() else { return 0 };
    let rest = &text[..text.len() - last.len_utf8()];
    let is_unpaired = PAIRS.iter().any(|&(open, close)| {
        let count = |mark: char| text.matches(mark).count();
        close == last && if open == close { count(open) % 2 == 1 } else { count(close) > count(open) }
    });
    let opens = PAIRS.iter().any(|&(open, close)| open == last && open != close);
    let is_stop = STOPS.contains(last) && !(last == '.' && is_abbreviation(rest));
    if is_stop || is_unpaired || opens { last.len_utf8() } else { 0 }
}

/// Whether a text without its full stop ends in an abbreviation: `Inc`, `U.S`, `e.g`.
fn is_abbreviation(text: &str) -> bool {
    let word = text.rsplit(|c: char| !is_ltr(c) && c != '.').next().unwrap_or_default();
    let are_single = word.contains('.') && word.split('.').all(|letters| letters.chars().count() == 1);
    are_single || ABBREVIATIONS.contains(&word)
}

/// The range without words at its ends that consist of signs only, such as a dash between spaces.
fn without_lone_signs(text: &str, mut range: Range<usize>) -> Range<usize> {
    loop {
        let within = &text[range.clone()];
        let first = within.split_whitespace().next().filter(|word| !word.contains(is_alphanumeric));
        let last = within.split_whitespace().next_back().filter(|word| !word.contains(is_alphanumeric));
        let (start, end) = (first.map_or(0, str::len), last.map_or(0, str::len));
        if start + end == 0 || start + end > within.len() {
            return range;
        }
        range = blank_trimmed(text, range.start + start..range.end - end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, stretch: &str, after: &str, expected: Option<&str>) {
        let text = format!("{before}{stretch}{after}");
        let core = core(&text, before.len()..before.len() + stretch.len());
        assert_eq!(core.map(|core| &text[core.range]), expected, "{text}");
    }

    #[test]
    fn punctuation_of_the_sentence_is_left_out() {
        check("لغة", " C++، ", "و", Some("C++"));
        check("لغة", " (C#). ", "و", Some("C#"));
        check("منصة", " .NET. ", "", Some(".NET"));
        check("شركة", " Apple Inc. ", "و", Some("Apple Inc."));
        check("في", " U.S.A. ", "و", Some("U.S.A."));
        check("قال", ": «Hello, world!». ", "ثم", Some("Hello, world!"));
        check("قال", " Hello, world! ", "ثم", Some("Hello, world"));
        check("قال «كلمة", " Hello» ", "", Some("Hello"));
        check("رقم", " (011) 555-0101. ", "", Some("(011) 555-0101"));
        check("هاتف", " iPhone (256GB) ", "جيد", Some("iPhone (256GB)"));
        check("بين", " - C - ", "و", Some("C"));
        check("بين", " — ", "و", None);
        check("قال", " \"A\" and \"B\". ", "", Some("\"A\" and \"B\""));
    }

    #[test]
    fn hyphens_to_letters_of_the_other_direction_are_left_out() {
        check("فيتامين", "-C ", "مفيد", Some("C"));
        check("كوفيد", "-19 ", "وباء", Some("19"));
        check("ملف ", "PDF-", "ملف", Some("PDF"));
        check("لغة بـ", "C++ ", "و", Some("C++"));
    }
}
