//! Finds numbers whose groups must keep their order.
//!
//! In a stretch of numbers and signs, these are numbers with a `+`, those with three or more groups of digits
//! (telephones, cards, ISBNs, time spans, versions), and signed ones. A range of two numbers, a date and a score are
//! left to the bidi algorithm, since Arabic readers read them in that order. A sign before Arabic-Indic digits stays at
//! their right, as in CLDR.

use std::ops::Range;

use super::class::Class;

/// Signs before a number.
const SIGNS: [char; 3] = ['-', '−', '±'];

/// A word of digits and signs.
struct Word<'a> {
    text: &'a str,
    start: usize,
    /// Whether punctuation follows it, so that the next one is another number.
    is_last: bool,
}

/// Places of numbers that keep their order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let words = words(text);
    let mut found = Vec::new();
    let mut from = 0;
    while from < words.len() {
        let run = words[from..].iter().position(|word| word.is_last).map_or(words.len() - from, |last| last + 1);
        add(&words[from..from + run], &mut found);
        from += run;
    }
    found
}

/// The numbers in words separated by single spaces.
fn add(run: &[Word<'_>], found: &mut Vec<Range<usize>>) {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
    let whole = first.start..last.start + last.text.len();
    let has_date = run.iter().any(|word| is_date(word.text));
    let groups: usize = run.iter().map(|word| groups(word.text)).sum();
    let are_numbers = run.iter().all(|word| has_digit(word.text));
    let area = first.text.strip_prefix('(').filter(|area| area.ends_with(')'));
    let has_area = area.is_some_and(|area| area.starts_with(['0', '٠', '۰']));
    let is_one = groups > 2 || (first.text.starts_with('+') || has_area) && groups > 1;
    if run.len() > 1 && are_numbers && !has_date && is_one {
        return found.push(whole);
    }
    let mut after_number = false;
    for word in run {
        if keeps_order(word.text, after_number) {
            found.push(word.start..word.start + word.text.len());
        }
        after_number = has_digit(word.text);
    }
}

/// The words, without the punctuation behind them.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut start = 0;
    let mut words = Vec::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let mut bare = word.trim_end_matches([',', ';', ':', '!', '?', '.', '…', '،', '؛', '؟']);
        if bare.ends_with(')') && !bare.contains('(') {
            bare = bare.trim_end_matches(')');
        }
        let opened = if bare.contains(')') { bare } else { bare.trim_start_matches('(') };
        if !opened.is_empty() {
            let is_last = bare.len() < word.len() || !has_digit(opened);
            words.push(Word { text: opened, start: start + bare.len() - opened.len(), is_last });
        }
        start += piece.len();
    }
    words
}

/// Whether one word keeps its order.
fn keeps_order(word: &str, after_number: bool) -> bool {
    if is_date(word) || !has_digit(word) {
        return false;
    }
    let (groups, digits) = (groups(word), word.chars().filter(|c| Class::of(*c).is_digit()).count());
    let is_european = word.chars().any(|c| Class::of(c) == Class::European);
    let signed = word.strip_prefix(SIGNS).is_some_and(|rest| rest.starts_with(|c| Class::of(c) == Class::European));
    let has_plus = word.contains('+') && (is_european || groups > 1 || digits > 4);
    has_plus || groups > 2 || signed && !after_number || is_telephone(word, digits)
}

/// Two groups of which the first begins with a zero, as in `011-5550101`.
fn is_telephone(word: &str, digits: usize) -> bool {
    const LEAST_DIGITS: usize = 7;
    let mut parts = word.splitn(2, '-');
    let (area, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_plain = |part: &str| !part.is_empty() && part.chars().all(|c| Class::of(c).is_digit());
    let has_zero = area.starts_with(['0', '٠', '۰']);
    has_zero && area.chars().count() > 1 && is_plain(area) && is_plain(number) && digits >= LEAST_DIGITS
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|c| Class::of(c).is_digit())
}

/// How many numbers a word consists of; digits around a decimal or thousands separator are one number.
fn groups(word: &str) -> usize {
    let is_number = |c: char| Class::of(c).is_digit() || is_point(c);
    word.split(|c| !is_number(c)).map(numbers_of_chain).sum()
}

const fn is_point(character: char) -> bool {
    matches!(character, '.' | ',' | '٫' | '٬')
}

/// Digits joined by points: one number, as `1,250.50`, or as many as there are parts, as `192.168.1.10`.
fn numbers_of_chain(chain: &str) -> usize {
    let parts: Vec<&str> = chain.split(is_point).filter(|part| !part.is_empty()).collect();
    let middle = parts.get(1..parts.len().saturating_sub(1)).unwrap_or_default();
    let are_thousands = middle.iter().all(|part| part.chars().count() == 3) && !chain.contains('.')
        || chain.matches(['.', '٫']).count() == 1 && middle.iter().all(|part| part.chars().count() == 3);
    if parts.len() < 3 || are_thousands { parts.len().min(1) } else { parts.len() }
}

/// A day, or two with a dash between them.
fn is_date(word: &str) -> bool {
    is_day(word) || word.split_once(['-', '–', '—']).is_some_and(|(from, to)| is_day(from) && is_day(to))
}

/// Three numbers that may be year, month and day in some order, with one separator.
fn is_day(word: &str) -> bool {
    let Some(separator) = word.chars().find(|c| matches!(c, '-' | '/' | '.')) else { return false };
    let parts: Vec<&str> = word.split(separator).collect();
    let [first, second, third] = parts.as_slice() else { return false };
    let value = |part: &&str| {
        let mut digits = part.chars().map(crate::document::digit_value);
        digits.try_fold(0_u32, |value, digit| Some(value.checked_mul(10)? + digit?)).filter(|_| !part.is_empty())
    };
    let (Some(one), Some(two), Some(three)) = (value(first), value(second), value(third)) else { return false };
    let length = |part: &str| part.chars().count();
    let is_month_and_day =
        |one: u32, other: u32| (1..=31).contains(&one) && (1..=31).contains(&other) && one.min(other) <= 12;
    let opens_with_year = length(first) == 4 && is_month_and_day(two, three);
    let ends_with_year = matches!(length(third), 2 | 4) && is_month_and_day(one, two);
    (opens_with_year && length(third) < 3) || (ends_with_year && length(first) < 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn groups_and_plus_signs_keep_their_order() {
        check("+966 50 555 0123", &["+966 50 555 0123"]);
        check("+٩٦٦ ٥٠ ٥٥٥ ٠١٢٣", &["+٩٦٦ ٥٠ ٥٥٥ ٠١٢٣"]);
        check("0096611-555-0100", &["0096611-555-0100"]);
        check("(011) 555-0101", &["(011) 555-0101"]);
        check("(02) 27356000", &["(02) 27356000"]);
        check("4111-1111-1111-1111", &["4111-1111-1111-1111"]);
        check("978-3-16-148410-0", &["978-3-16-148410-0"]);
        check("08:30-17:00", &["08:30-17:00"]);
        check("192.168.1.10/24", &["192.168.1.10/24"]);
        check("011-5550101", &["011-5550101"]);
        check("2+2=4", &["2+2=4"]);
        check("18+", &["18+"]);
        check("-5", &["-5"]);
        check("-12.5%", &["-12.5%"]);
        check("±0.5", &["±0.5"]);
        check("+3", &["+3"]);
        check("-5, -3", &["-5", "-3"]);
    }

    #[test]
    fn ranges_dates_scores_and_lists_stay() {
        let plain = [
            "10-20",
            "3-1",
            "2024-01-05",
            "17/12/2025",
            "5/12/24",
            "2024/1/5-2024/2/5",
            "1,250.00",
            "1,250,000",
            "1.5-2.5",
            "08:30",
            "50%",
            "10 -20",
            "1, 2, 3",
            "2001، 2002، 2003",
            "12 - 20",
            "-٥",
            "+٣",
            "2:255",
            "2024",
            "5 10",
        ];
        for text in plain {
            check(text, &[]);
        }
    }
}
