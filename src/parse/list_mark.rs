//! Marks that people type before the items of a list.
//!
//! A [`ListMark`] is read from the beginning of a line: a bullet, or a number or letter with its affixes, such as `١.`,
//! `أ-`, `(أ)`, `١)`, `أولًا:`, with every way to read it, because «ب» is the second letter of two orders. Whether it
//! opens an item depends on the lines around it ([`super::series`]).

use crate::document::{Counter, CounterStyle, ListMarker, digit_value};

/// Signs used as bullets.
const BULLETS: [char; 17] =
    ['-', '–', '—', '•', '*', '▪', '●', '◦', '‣', '■', '○', '·', '✓', '➤', '◆', '□', '\u{F0B7}'];

/// Bullets with no other use: they need no space after them.
const TIGHT_BULLETS: [char; 6] = ['•', '▪', '●', '◦', '‣', '\u{F0B7}'];

/// Bullets that word processors use in turn for the items of one list and of nested ones.
const ROUND_BULLETS: [char; 7] = ['•', '●', '○', '◦', '▪', '■', '□'];

/// Most digits of a number that counts items.
const MOST_DIGITS: usize = 4;

/// Suffixes of a number or letter, longer ones first.
const SUFFIXES: [&str; 12] = [".-", ")-", " -", " –", ".", ")", "-", "–", "—", "۔", "/", "ـ"];

/// Additional suffixes of an ordinal.
const ORDINAL_SUFFIXES: [&str; 3] = [":", "،", " :"];

/// Ordinals from «أولًا», without marks; each is written with several endings.
const ORDINALS: [&str; 20] = [
    "أولا",
    "ثانيا",
    "ثالثا",
    "رابعا",
    "خامسا",
    "سادسا",
    "سابعا",
    "ثامنا",
    "تاسعا",
    "عاشرا",
    "حادي عشر",
    "ثاني عشر",
    "ثالث عشر",
    "رابع عشر",
    "خامس عشر",
    "سادس عشر",
    "سابع عشر",
    "ثامن عشر",
    "تاسع عشر",
    "عشرون",
];

/// One way to read a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A bullet of this kind.
    Bullet(char),
    /// A number in a style.
    Number(CounterStyle, i64),
    /// «أولًا», «ثانيًا».
    Ordinal(i64),
}

impl Reading {
    /// Its number; `None` for a bullet.
    pub(super) const fn value(self) -> Option<i64> {
        match self {
            Reading::Bullet(_) => None,
            Reading::Number(_, value) | Reading::Ordinal(value) => Some(value),
        }
    }

    const fn style(self) -> Option<CounterStyle> {
        match self {
            Reading::Number(style, _) => Some(style),
            Reading::Bullet(_) | Reading::Ordinal(_) => None,
        }
    }

    /// The reading `step` items later.
    const fn after(self, step: i64) -> Reading {
        match self {
            Reading::Bullet(bullet) => Reading::Bullet(bullet),
            Reading::Number(style, value) => Reading::Number(style, value + step),
            Reading::Ordinal(value) => Reading::Ordinal(value + step),
        }
    }
}

/// A mark before an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListMark<'a> {
    /// `(`, or nothing.
    pub(super) prefix: &'a str,
    /// The number or letter, as written.
    pub(super) body: &'a str,
    /// Its suffix.
    pub(super) suffix: &'a str,
    /// All ways to read it, the most likely first.
    pub(super) readings: Vec<Reading>,
    /// Bytes from the start of the line up to the text of the item.
    pub(super) length: usize,
}

impl<'a> ListMark<'a> {
    /// The mark that a line begins with, if text follows it. Marks of direction before it count as part of it.
    pub(super) fn read(line: &'a str) -> Option<ListMark<'a>> {
        let bare = line.trim_start_matches(is_direction_mark);
        let first = bare.chars().next()?;
        if BULLETS.contains(&first) {
            return Self::bullet(line, bare, first);
        }
        let (prefix, inner) = bare.strip_prefix('(').map_or(("", bare), |inner| (&bare[..1], inner));
        let (body, readings) = ordinal(inner).or_else(|| number(inner)).or_else(|| letters(inner))?;
        let rest = &inner[body.len()..];
        let is_ordinal = matches!(readings.first(), Some(Reading::Ordinal(_)));
        let more = if is_ordinal { ORDINAL_SUFFIXES.as_slice() } else { &[] };
        let suffix = SUFFIXES.iter().chain(more).find(|suffix| rest.starts_with(**suffix))?;
        if !prefix.is_empty() && !suffix.starts_with(')') {
            return None;
        }
        let suffix = &rest[..suffix.len()];
        let after = &rest[suffix.len()..];
        let spaces = after.len() - after.trim_start_matches(is_space).len();
        let next = after[spaces..].chars().next()?;
        // «أ.د.», «ج. م. كوتزي»: initials and titles.
        let is_initial = suffix == "." && body.chars().all(is_letter);
        if is_initial && (spaces == 0 || is_initials(&after[spaces..])) {
            return None;
        }
        // Without a space, what follows must be a word that cannot be part of the number: «١-نص», not «١-٢» or `a.b`.
        let parted = spaces > 0 || (is_arabic_letter(next) && !is_ordinal && suffix != "ـ" && suffix != "/");
        let length = line.len() - after.len() + spaces;
        parted.then_some(ListMark { prefix, body, suffix, readings, length })
    }

    fn bullet(line: &str, bare: &'a str, bullet: char) -> Option<ListMark<'a>> {
        let rest = &bare[bullet.len_utf8()..];
        let text = rest.trim_start_matches(is_space);
        let is_typed = text.len() < rest.len() || TIGHT_BULLETS.contains(&bullet);
        let kind = if ROUND_BULLETS.contains(&bullet) { '•' } else { bullet };
        (is_typed && text.chars().next().is_some_and(|next| !BULLETS.contains(&next))).then(|| ListMark {
            prefix: "",
            body: &bare[..bullet.len_utf8()],
            suffix: "",
            readings: vec![Reading::Bullet(kind)],
            length: line.len() - text.len(),
        })
    }

    /// Whether CommonMark itself reads it as the mark of an item (CommonMark, 5.2).
    pub(super) fn is_commonmark(&self, line: &str) -> bool {
        let known = match self.readings.first() {
            Some(Reading::Bullet(_)) => matches!(self.body, "-" | "*"),
            _ => {
                self.prefix.is_empty()
                    && matches!(self.suffix, "." | ")")
                    && self.body.bytes().all(|byte| byte.is_ascii_digit())
            }
        };
        known && line.starts_with(self.body) && line[..self.length].ends_with([' ', '\t'])
    }

    /// The readings of a group that continue with this mark: those that count one further, or, with `may_skip`, any
    /// number further.
    pub(super) fn goes_on(&self, readings: &[Reading], may_skip: bool) -> Vec<Reading> {
        let goes_on = |before: &&Reading| {
            let next = before.after(1);
            self.readings.contains(&next)
        };
        let next: Vec<Reading> = readings.iter().filter(goes_on).map(|before| before.after(1)).collect();
        if !next.is_empty() || !may_skip {
            return next;
        }
        let same_series = |own: &&Reading| {
            let further = |before: &Reading| {
                own.value() > before.value() && own.after(0) == before.after(distance(**own, *before))
            };
            readings.iter().any(further)
        };
        self.readings.iter().filter(same_series).copied().collect()
    }

    fn reading_in(&self, style: Option<CounterStyle>) -> Option<Reading> {
        self.readings.iter().find(|reading| reading.style() == style).copied()
    }

    /// The number in a style.
    fn value_in(&self, style: Option<CounterStyle>) -> Option<i64> {
        self.reading_in(style)?.value()
    }

    /// The label as written.
    pub(super) fn label(&self) -> String {
        [self.prefix, self.body, self.suffix].concat()
    }
}

/// The number and label of an item, where they do not follow from the list's marker.
pub(super) type ItemMark = (Option<i64>, Option<String>);

/// The marker of a list, and what its items say besides.
pub(super) fn marker_of(marks: &[ListMark<'_>]) -> Option<(ListMarker, Vec<ItemMark>)> {
    let first = marks.first()?;
    let style = style_of(marks)?;
    let values: Vec<i64> = marks.iter().filter_map(|mark| mark.value_in(style)).collect();
    let Some(&start) = values.first() else {
        return Some((ListMarker::Bullet, vec![(None, None); marks.len()]));
    };
    let counter = match style {
        Some(style) => {
            let (prefix, suffix) = (first.prefix.to_owned(), first.suffix.to_owned());
            Counter { prefix, suffix, ..Counter::new(style, start) }
        }
        None => Counter::decimal(start),
    };
    // `١.` before each item counts by itself, as in Markdown.
    let counts = values.len() < 2 || values.iter().any(|&value| value != start);
    let mut next = start;
    let item = |(mark, value): (&ListMark<'_>, i64)| {
        let said = (counts && value != next).then_some(value);
        next = value + 1;
        let is_spelt = style.is_none_or(|style| !is_digit(mark.body) && bare(&style.text(value)) != bare(mark.body));
        (said, is_spelt.then(|| mark.label()))
    };
    Some((ListMarker::Number(counter), marks.iter().zip(values).map(item).collect()))
}

/// The style shared by all marks; of several, the first in which most of them follow each other. The inner value is
/// `None` for bullets and ordinals.
fn style_of(marks: &[ListMark<'_>]) -> Option<Option<CounterStyle>> {
    let steps = |style: &Option<CounterStyle>| {
        let values: Vec<_> = marks.iter().map(|mark| mark.value_in(*style)).collect();
        values.windows(2).filter(|pair| pair[0].map(|value| value + 1) == pair[1]).count()
    };
    let styles = marks.first()?.readings.iter().map(|reading| reading.style()).rev();
    styles.filter(|&style| marks.iter().all(|mark| mark.reading_in(style).is_some())).max_by_key(steps)
}

fn is_digit(body: &str) -> bool {
    body.chars().all(|c| digit_value(c).is_some())
}

fn distance(one: Reading, other: Reading) -> i64 {
    one.value().unwrap_or(0).saturating_sub(other.value().unwrap_or(0))
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{2002}' | '\u{2003}' | '\u{200E}' | '\u{200F}')
}

fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}')
}

fn number(text: &str) -> Option<(&str, Vec<Reading>)> {
    let digits: Vec<u32> = text.chars().map_while(digit_value).take(MOST_DIGITS + 1).collect();
    let length: usize = text.chars().take(digits.len()).map(char::len_utf8).sum();
    let value = digits.iter().fold(0, |value, &digit| value * 10 + i64::from(digit));
    let style = if digits.len() == 2 && digits[0] == 0 { CounterStyle::DecimalZero } else { CounterStyle::Decimal };
    (1..=MOST_DIGITS).contains(&digits.len()).then(|| {
        // `10.` continues both `9.` and `09.`.
        let also = (digits.len() == 2 && digits[0] != 0).then_some(Reading::Number(CounterStyle::DecimalZero, value));
        (&text[..length], [Reading::Number(style, value)].into_iter().chain(also).collect())
    })
}

fn ordinal(text: &str) -> Option<(&str, Vec<Reading>)> {
    if !text.starts_with(['أ', 'ا', 'ث', 'ر', 'خ', 'س', 'ت', 'ع', 'ح']) {
        return None;
    }
    let end = text.find([':', '-', '–', '.', '،', ')', ' ']).unwrap_or(text.len());
    let end = match text[end..].strip_prefix(" عشر") {
        Some(rest) => text.len() - rest.trim_start_matches(is_mark).len(),
        None => end,
    };
    let body = &text[..end];
    let plain: String = body.chars().filter(|&c| !is_mark(c)).collect();
    let plain = plain.strip_prefix('ا').map_or(plain.clone(), |rest| format!("أ{rest}"));
    let index = ORDINALS.iter().position(|ordinal| *ordinal == plain)?;
    Some((body, vec![Reading::Ordinal(i64::try_from(index).ok()? + 1)]))
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{652}')
}

/// A letter, or letters that make a number.
fn letters(text: &str) -> Option<(&str, Vec<Reading>)> {
    let length: usize = text.chars().take_while(|&c| is_letter(c)).take(6).map(char::len_utf8).sum();
    let body = &text[..length];
    let first = body.chars().next()?;
    if !SUFFIXES.iter().any(|suffix| text[length..].starts_with(suffix)) {
        return None;
    }
    let styles: &[CounterStyle] = match first {
        'a'..='z' => &[CounterStyle::LowerRoman, CounterStyle::LowerLatin],
        'A'..='Z' => &[CounterStyle::UpperRoman, CounterStyle::UpperLatin],
        '\u{5D0}'..='\u{5EA}' => &[CounterStyle::Hebrew, CounterStyle::HebrewLetters],
        _ => &[CounterStyle::Abjad, CounterStyle::AbjadNumeral, CounterStyle::Hijai, CounterStyle::Persian],
    };
    let readings: Vec<Reading> =
        styles.iter().filter_map(|&style| Some(Reading::Number(style, value_of(style, body)?))).collect();
    (!readings.is_empty()).then_some((body, readings))
}

/// Whether a text begins with a letter and a full stop.
fn is_initials(text: &str) -> bool {
    let rest = text.trim_start_matches(is_letter);
    rest.starts_with('.') && bare(&text[..text.len() - rest.len()]).chars().count() == 1
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || is_arabic_letter(c) || matches!(c, '\u{5D0}'..='\u{5EA}')
}

/// The number that letters represent in a style.
fn value_of(style: CounterStyle, body: &str) -> Option<i64> {
    let plain = normalized(body);
    let fits = |value: i64| normalized(&style.text(value)) == plain;
    if let Some(alphabet) = style.alphabet() {
        let mut letters = plain.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
        let position = normalized(alphabet).chars().position(|other| other == letter)?;
        return i64::try_from(position).ok().map(|position| position + 1);
    }
    const LARGEST: i64 = 60;
    (1..=LARGEST).find(|&value| fits(value))
}

/// Letters normalised for comparison; «الف» is the name of the first.
fn normalized(text: &str) -> String {
    let plain = bare(text);
    if plain == "الف" { "ا".into() } else { plain }
}

/// Letters without variations in writing: any alef is an alef, a heh may be elongated.
fn bare(text: &str) -> String {
    let letters = text.chars().filter(|&c| c != 'ـ').map(|c| if matches!(c, 'أ' | 'إ') { 'ا' } else { c });
    letters.collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(String, usize, Vec<i64>)> {
        let mark = ListMark::read(line)?;
        Some((mark.label(), mark.length, mark.readings.iter().filter_map(|reading| reading.value()).collect()))
    }

    #[test]
    fn marks_are_read_in_all_their_shapes() {
        let check = |line: &str, label: &str, value: i64| {
            let found = read(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.0.as_str(), found.2.contains(&value)), (label, true), "{line}");
            assert_eq!(&line[found.1..], "نص", "{line}");
        };
        check("أ. نص", "أ.", 1);
        check("ب- نص", "ب-", 2);
        check("(ج) نص", "(ج)", 3);
        check("هـ) نص", "هـ)", 5);
        check("\u{200F}١-نص", "١-", 1);
        check("١٢ – نص", "١٢ –", 12);
        check("(٣)- نص", "(٣)-", 3);
        check("3/ نص", "3/", 3);
        check("يب. نص", "يب.", 12);
        check("أولاً: نص", "أولاً:", 1);
        check("حادي عشر: نص", "حادي عشر:", 11);
        check("الف) نص", "الف)", 1);
        check("iv. نص", "iv.", 4);
        check("B) نص", "B)", 2);
        check("יא. נص".replace('נ', "ن").as_str(), "יא.", 11);
        assert_eq!(read("•نص").unwrap().1, "•".len());
        assert_eq!(read("–  نص").unwrap().1, "–  ".len());
    }

    #[test]
    fn what_only_looks_alike_is_none() {
        let numbers = "١-٢ نص | 3.5 نص | ١٩٨٤ | أ. | محمد. نص | (أ نص | a.b نص | -نص";
        let letters = "– – – | أولا نص | ولا. نص | e.g. نص | أ.د. محمد | ج. م. كوتزي | هـ. ج. ويلز | J. R. R. Tolkien";
        for line in numbers.split(" | ").chain(letters.split(" | ")) {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn the_third_letter_tells_the_order() {
        let marks = ["أ.", "ب.", "ت."].map(|mark| format!("{mark} نص"));
        let marks: Vec<ListMark<'_>> = marks.iter().map(|mark| ListMark::read(mark).unwrap()).collect();
        let second = marks[1].goes_on(&marks[0].readings, false);
        let third = marks[2].goes_on(&second, false);
        assert_eq!(third, [Reading::Number(CounterStyle::Hijai, 3)]);
    }
}
