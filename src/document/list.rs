//! Lists, and how their items are counted.
//!
//! [`List`] knows the number of each item ([`List::values`]), and each [`CounterStyle`] gives the text of a number.

use super::Block;
use crate::diagnostic::Span;

/// A list and its items.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// What stands before each item.
    pub marker: ListMarker,
    /// Whether items follow each other without space between (CommonMark, 5.3).
    pub tight: bool,
    /// The items, each a sequence of blocks.
    pub items: Vec<ListItem>,
}

/// What stands before the items of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListMarker {
    /// A bullet.
    Bullet,
    /// Nothing.
    None,
    /// A number or letter that counts the items.
    Number(Counter),
}

/// One item of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListItem {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Where it stands in the source.
    pub span: Span,
    /// For an item of a task list, whether it is done.
    pub task: Option<bool>,
    /// Its number, if the source gives one that does not follow from the previous item.
    pub value: Option<i64>,
    /// Its label as written, affixes included, where no counter style produces it: «أولًا:».
    pub label: Option<String>,
}

impl ListItem {
    /// An item that only has blocks.
    #[must_use]
    pub fn new(blocks: Vec<Block>, span: Span) -> ListItem {
        ListItem { blocks, span, ..ListItem::default() }
    }
}

/// How the items of a list are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// The numbers or letters.
    pub style: CounterStyle,
    /// Prefix of the number: `(`, or the numbers of the enclosing items, `1.`, in European digits.
    pub prefix: String,
    /// Suffix of the number: `.`, `-`, `)`.
    pub suffix: String,
    /// Number of the first item.
    pub start: i64,
    /// Whether the numbers go down.
    pub is_reversed: bool,
}

impl Counter {
    /// Numbers with a full stop, as `1.` in Markdown and `<ol>` in HTML.
    #[must_use]
    pub fn decimal(start: i64) -> Counter {
        Counter::new(CounterStyle::Decimal, start)
    }

    /// A counter in a style, with a full stop.
    #[must_use]
    pub fn new(style: CounterStyle, start: i64) -> Counter {
        Counter { style, prefix: String::new(), suffix: ".".into(), start, is_reversed: false }
    }
}

impl List {
    /// The number of each item, as HTML counts (HTML Standard, 4.4.8); those of a list without numbers count from 1.
    #[must_use]
    pub fn values(&self) -> Vec<i64> {
        let (mut next, step) = match &self.marker {
            ListMarker::Number(counter) => (counter.start, if counter.is_reversed { -1 } else { 1 }),
            _ => (1, 1),
        };
        let value = |item: &ListItem| {
            let value = item.value.unwrap_or(next);
            next = value.saturating_add(step);
            value
        };
        self.items.iter().map(value).collect()
    }
}

/// The numbers and letters that count items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CounterStyle {
    /// Digits, those of the document.
    Decimal,
    /// Digits, two at least: `01`.
    DecimalZero,
    /// Arabic letters in the order of the abjad, one each: أ ب ج د هـ.
    Abjad,
    /// Arabic letters by their numeric value, added up: ي يا يب.
    AbjadNumeral,
    /// Arabic letters in alphabetical order: أ ب ت ث.
    Hijai,
    /// Persian letters in alphabetical order: ا ب پ ت.
    Persian,
    /// `a b c`.
    LowerLatin,
    /// `A B C`.
    UpperLatin,
    /// `i ii iii`.
    LowerRoman,
    /// `I II III`.
    UpperRoman,
    /// Hebrew letters by their numeric value, added up: י יא יב.
    Hebrew,
    /// Hebrew letters in alphabetical order, one each.
    HebrewLetters,
}

/// The styles with their names in style sheets and class attributes.
pub(crate) const COUNTER_STYLES: [(CounterStyle, &str); 12] = [
    (CounterStyle::Decimal, "decimal"),
    (CounterStyle::DecimalZero, "decimal-leading-zero"),
    (CounterStyle::Abjad, "abjad"),
    (CounterStyle::AbjadNumeral, "abjad-numeral"),
    (CounterStyle::Hijai, "hijai"),
    (CounterStyle::Persian, "persian-alphabetic"),
    (CounterStyle::LowerLatin, "lower-alpha"),
    (CounterStyle::UpperLatin, "upper-alpha"),
    (CounterStyle::LowerRoman, "lower-roman"),
    (CounterStyle::UpperRoman, "upper-roman"),
    (CounterStyle::Hebrew, "hebrew"),
    (CounterStyle::HebrewLetters, "hebrew-letters"),
];

const ABJAD: &str = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ";
const HIJAI: &str = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي";
const PERSIAN: &str = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی";
const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
const HEBREW: &str = "אבגדהוזחטיכלמנסעפצקרשת";
const ROMAN: [(i64, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

impl CounterStyle {
    /// Name in class attributes.
    #[must_use]
    pub fn name(self) -> &'static str {
        COUNTER_STYLES.iter().find(|(style, _)| *style == self).map_or("decimal", |(_, name)| name)
    }

    /// The letters of the style, if it counts with single letters.
    pub(crate) const fn alphabet(self) -> Option<&'static str> {
        match self {
            CounterStyle::Abjad => Some(ABJAD),
            CounterStyle::Hijai => Some(HIJAI),
            CounterStyle::Persian => Some(PERSIAN),
            CounterStyle::LowerLatin | CounterStyle::UpperLatin => Some(LATIN),
            CounterStyle::HebrewLetters => Some(HEBREW),
            _ => None,
        }
    }

    /// A number in letters, or in European digits if the style counts with digits or cannot represent the number.
    #[must_use]
    pub fn text(self, value: i64) -> String {
        let letters = match self {
            CounterStyle::Decimal => None,
            CounterStyle::DecimalZero if value < 0 => None,
            CounterStyle::DecimalZero => Some(format!("{value:02}")),
            CounterStyle::AbjadNumeral => additive(value, 1999, ABJAD, 1000).map(alef_in_numbers).map(spaced_heh),
            CounterStyle::Hebrew => hebrew(value),
            CounterStyle::LowerRoman => roman(value),
            CounterStyle::UpperRoman => roman(value).map(|text| text.to_uppercase()),
            CounterStyle::UpperLatin => alphabetic(value, LATIN).map(|text| text.to_uppercase()),
            CounterStyle::Abjad | CounterStyle::Hijai => {
                alphabetic(value, self.alphabet().unwrap_or_default()).map(spaced_heh)
            }
            _ => self.alphabet().and_then(|letters| alphabetic(value, letters)),
        };
        letters.unwrap_or_else(|| value.to_string())
    }
}

/// A lone heh would be read as the digit five: it is written with its initial form.
fn spaced_heh(text: String) -> String {
    if text == "ه" { "هـ".into() } else { text }
}

/// Within a number, an alef has no hamza.
fn alef_in_numbers(text: String) -> String {
    if text.chars().count() > 1 { text.replace('أ', "ا") } else { text }
}

/// Letters as digits of a number without zero (CSS Counter Styles 3, 3.1.4).
fn alphabetic(value: i64, alphabet: &str) -> Option<String> {
    let letters: Vec<char> = alphabet.chars().collect();
    let base = i64::try_from(letters.len()).ok()?;
    let mut rest = value;
    let mut text = Vec::new();
    while rest > 0 {
        rest -= 1;
        text.push(letters[usize::try_from(rest % base).ok()?]);
        rest /= base;
    }
    (!text.is_empty()).then(|| text.into_iter().rev().collect())
}

/// Letters whose values, nine for each power of ten, add up to the number; above `thousand`, the last letter.
fn additive(value: i64, most: i64, alphabet: &str, thousand: i64) -> Option<String> {
    if !(1..=most).contains(&value) {
        return None;
    }
    let letters: Vec<char> = alphabet.chars().collect();
    let mut text = String::new();
    for (power, from) in [(thousand, 27), (100, 18), (10, 9), (1, 0)] {
        let digit = usize::try_from(value % (power * 10) / power).ok()?;
        if digit > 0 {
            text.push(*letters.get(from + digit - 1)?);
        }
    }
    Some(text)
}

/// Hebrew numerals; fifteen and sixteen are written 9+6 and 9+7, hundreds above four as sums.
fn hebrew(value: i64) -> Option<String> {
    if !(1..=999).contains(&value) {
        return None;
    }
    let mut text = "ת".repeat(usize::try_from(value / 400).ok()?);
    let rest = value % 400;
    match rest % 100 {
        tail @ (15 | 16) => {
            text.extend(additive(rest - tail, 399, HEBREW, 1000));
            text.push_str(if tail == 15 { "טו" } else { "טז" });
        }
        _ => text.extend(additive(rest, 399, HEBREW, 1000)),
    }
    Some(text)
}

fn roman(value: i64) -> Option<String> {
    if !(1..=3999).contains(&value) {
        return None;
    }
    let mut rest = value;
    let mut text = String::new();
    for (worth, letters) in ROMAN {
        while rest >= worth {
            text.push_str(letters);
            rest -= worth;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(style: CounterStyle, expected: &[(i64, &str)]) {
        for &(value, text) in expected {
            assert_eq!(style.text(value), text, "{style:?} {value}");
        }
    }

    #[test]
    fn arabic_letters_count() {
        check(CounterStyle::Abjad, &[(1, "أ"), (3, "ج"), (5, "هـ"), (11, "ك"), (28, "غ"), (29, "أأ"), (0, "0")]);
        check(CounterStyle::AbjadNumeral, &[(5, "هـ"), (11, "يا"), (15, "يه"), (1446, "غتمو"), (2000, "2000")]);
        check(CounterStyle::Hijai, &[(3, "ت"), (26, "هـ"), (28, "ي")]);
        check(CounterStyle::Persian, &[(3, "پ"), (32, "ی")]);
    }

    #[test]
    fn other_letters_count() {
        check(CounterStyle::LowerLatin, &[(1, "a"), (26, "z"), (27, "aa"), (28, "ab")]);
        check(CounterStyle::UpperRoman, &[(4, "IV"), (1994, "MCMXCIV"), (4000, "4000")]);
        check(CounterStyle::Hebrew, &[(10, "י"), (11, "יא"), (15, "טו"), (116, "קטז"), (400, "ת"), (500, "תק")]);
        check(CounterStyle::HebrewLetters, &[(11, "כ"), (22, "ת")]);
        check(CounterStyle::DecimalZero, &[(3, "03"), (12, "12")]);
    }

    #[test]
    fn items_count_up_or_down_from_what_they_say() {
        let values = |start, is_reversed, said: &[Option<i64>]| {
            let items = said.iter().map(|&value| ListItem { value, ..ListItem::default() }).collect();
            let marker = ListMarker::Number(Counter { is_reversed, ..Counter::decimal(start) });
            List { marker, tight: true, items }.values()
        };
        assert_eq!(values(3, false, &[None, None, Some(9), None]), [3, 4, 9, 10]);
        assert_eq!(values(2, true, &[None, None, None]), [2, 1, 0]);
    }
}
