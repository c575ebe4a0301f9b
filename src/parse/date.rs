//! Days as people write them.
//!
//! In: text such as `2025-12-17`, `17/12/2025`, `٢٠٢٥/١٢/١٧` or `17 كانون الأول/ديسمبر 2025`. Out: a [`Date`] that
//! exists in the Gregorian calendar. Numeric dates with the year last are read day first, as in every Arab country.

use icu_calendar::Date as IcuDate;

use crate::document::{Date, digit_value};

/// Names of each month, without hamza on its alef: Gulf and Egypt, the Levant and Iraq, the Maghreb, English.
const MONTHS: [&[&str]; 12] = [
    &["يناير", "كانون الثاني", "جانفي", "january", "jan"],
    &["فبراير", "شباط", "فيفري", "february", "feb"],
    &["مارس", "اذار", "march", "mar"],
    &["ابريل", "نيسان", "افريل", "april", "apr"],
    &["مايو", "ايار", "ماي", "may"],
    &["يونيو", "يونيه", "حزيران", "جوان", "june", "jun"],
    &["يوليو", "يوليه", "تموز", "جويلية", "يوليوز", "july", "jul"],
    &["اغسطس", "اب", "اوت", "غشت", "august", "aug"],
    &["سبتمبر", "ايلول", "شتنبر", "september", "sep", "sept"],
    &["اكتوبر", "تشرين الاول", "october", "oct"],
    &["نوفمبر", "تشرين الثاني", "نونبر", "november", "nov"],
    &["ديسمبر", "كانون الاول", "دجنبر", "december", "dec"],
];

/// Names of the days of the week, without hamza on their alef; English ones may be cut.
const WEEKDAYS: [&str; 14] = [
    "السبت",
    "الاحد",
    "الاثنين",
    "الثلاثاء",
    "الاربعاء",
    "الخميس",
    "الجمعة",
    "saturday",
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
];

/// The longest name of a month with its alternative, in bytes; bounds the search for the year after it.
const LONGEST_MONTH: usize = 80;

/// A date at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LeadingDate {
    /// The day; `None` when the text has the shape of a date but there is no such day.
    pub(super) date: Option<Date>,
    /// Bytes of the text it takes, with a time of day if one follows.
    pub(super) length: usize,
}

/// Reads a text that is a date and nothing else; `None` when it is not, or when there is no such day.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let leading = leading_date(text)?;
    if text[leading.length..].trim().is_empty() { leading.date } else { None }
}

/// Reads the date that a text begins with; `None` when it begins with none.
pub(super) fn leading_date(text: &str) -> Option<LeadingDate> {
    let start = weekday_length(text);
    let (year, month, day, length) = match next_number(text, start) {
        None => month_first(text, start)?,
        Some((first, end)) => match text[end..].chars().next()? {
            separator @ ('-' | '/' | '.') => numeric(text, first, end, separator)?,
            _ => written(text, first, end)?,
        },
    };
    let length = length + text[length..].chars().next().filter(|&c| c == 'م').map_or(0, char::len_utf8);
    let length = length + time_length(&text[length..]);
    if text[length..].starts_with(char::is_alphanumeric) {
        return None;
    }
    Some(LeadingDate { date: existing(year, month, day), length })
}

/// Year, month, day and end of `2025-12-17` or `17-12-2025`.
fn numeric(text: &str, first: Number, end: usize, separator: char) -> Option<(u32, u32, u32, usize)> {
    let (second, end) = next_number(text, end + separator.len_utf8())?;
    let (third, end) = next_number(text, text[end..].starts_with(separator).then_some(end + separator.len_utf8())?)?;
    match (first.digits, third.digits) {
        (4, 1..=2) => Some((first.value, second.value, third.value, end)),
        (1..=2, 4) => Some((third.value, second.value, first.value, end)),
        _ => None,
    }
}

/// Year, month, day and end of `17 ديسمبر 2025`; the month may bear two names with a slash between.
fn written(text: &str, day: Number, end: usize) -> Option<(u32, u32, u32, usize)> {
    let rest = &text[end..];
    let name_length = rest.find(|c| digit_value(c).is_some()).filter(|&length| length <= LONGEST_MONTH)?;
    let name = rest[..name_length].trim_matches(|c: char| c.is_whitespace() || matches!(c, '،' | ','));
    let mut months = name.split('/').map(month_of);
    let month = months.next()??;
    let (year, end) = next_number(text, end + name_length)?;
    let agreed = months.all(|other| other == Some(month));
    (agreed && day.digits <= 2 && year.digits == 4).then_some((year.value, month, day.value, end))
}

/// Year, month, day and end of `December 17, 2025`.
fn month_first(text: &str, start: usize) -> Option<(u32, u32, u32, usize)> {
    let rest = &text[start..];
    let name_length = rest.find(|c| digit_value(c).is_some()).filter(|&length| length <= LONGEST_MONTH)?;
    let month = month_of(rest[..name_length].trim_end_matches([' ', '.']))?;
    let (day, end) = next_number(text, start + name_length)?;
    let after = text[end..].trim_start_matches([',', '،', ' ']);
    let (year, end) = next_number(text, text.len() - after.len())?;
    (day.digits <= 2 && year.digits == 4).then_some((year.value, month, day.value, end))
}

/// Bytes of the name of a day of the week, with what parts it from the date after it.
fn weekday_length(text: &str) -> usize {
    let bare = text.strip_prefix("يوم ").unwrap_or(text);
    let end = bare.find([' ', ',', '،']).unwrap_or(bare.len());
    let plain: String = plain_alef(&bare[..end]).trim_end_matches('.').to_lowercase();
    let is_english = plain.len() >= 3 && WEEKDAYS.iter().any(|name| name.is_ascii() && name.starts_with(&plain));
    if !is_english && !WEEKDAYS.contains(&plain.as_str()) {
        return 0;
    }
    text.len() - bare[end..].trim_start_matches([' ', ',', '،']).len()
}

/// A text whose alefs bear no hamza or madda.
fn plain_alef(text: &str) -> String {
    text.chars().map(|c| if matches!(c, 'أ' | 'إ' | 'آ') { 'ا' } else { c }).collect()
}

fn month_of(name: &str) -> Option<u32> {
    let plain = plain_alef(name.trim()).to_lowercase();
    let index = MONTHS.iter().position(|names| names.contains(&plain.as_str()))?;
    u32::try_from(index + 1).ok()
}

/// Bytes of a time of day such as `T10:30:00Z` or ` 10:30 +0300`, which a book does not show.
fn time_length(text: &str) -> usize {
    let clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | 'Z');
    let token = |text: &str| text.find(|c| !clock(c)).unwrap_or(text.len());
    let Some(time) = text.strip_prefix(['T', ' ']) else { return 0 };
    let length = token(time);
    let bytes = &time.as_bytes()[..length];
    if bytes.len() < 5 || bytes[2] != b':' || !bytes[0].is_ascii_digit() || !bytes[3].is_ascii_digit() {
        return 0;
    }
    let zone = time[length..].strip_prefix(' ').filter(|zone| zone.starts_with(['+', '-']));
    1 + length + zone.map(token).filter(|&length| length >= 5).map_or(0, |length| length + 1)
}

fn existing(year: u32, month: u32, day: u32) -> Option<Date> {
    let (year, month, day) = (i16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    IcuDate::try_new_iso(i32::from(year), month, day).ok()?;
    (year > 0).then_some(Date { year, month, day })
}

/// A number and how many digits it was written with.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    digits: usize,
}

fn next_number(text: &str, start: usize) -> Option<(Number, usize)> {
    number(&text[start..]).map(|(number, length)| (number, start + length))
}

/// The number of at most four digits that a text begins with, and its length in bytes.
fn number(text: &str) -> Option<(Number, usize)> {
    let mut number = Number { value: 0, digits: 0 };
    let mut length = 0;
    for (c, value) in text.chars().map_while(|c| digit_value(c).map(|value| (c, value))) {
        number = Number { value: number.value * 10 + value, digits: number.digits + 1 };
        length += c.len_utf8();
        if number.digits > 4 {
            return None;
        }
    }
    (number.digits > 0).then_some((number, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(parse_date(text).map(Date::iso).as_deref(), expected, "{text}");
    }

    #[test]
    fn dates_of_many_shapes() {
        for text in [
            "2025-12-17",
            " 2025/12/17 ",
            "17/12/2025",
            "٢٠٢٥-١٢-١٧",
            "۱۷.۱۲.۲۰۲۵",
            "17 ديسمبر 2025",
            "١٧ ديسمبر، ٢٠٢٥م",
            "17 كانون الأول 2025",
            "17 كانون الأول/ديسمبر 2025",
            "17 December 2025",
            "2025-12-17T10:30:00Z",
            "2025-12-17 10:30:00 +0300",
            "December 17, 2025",
            "Dec. 17 2025",
            "Wed, 17 Dec 2025 10:30:00 +0300",
            "الأربعاء 17 ديسمبر 2025",
            "يوم الأربعاء، ١٧ كانون الأول ٢٠٢٥",
        ] {
            check(text, Some("2025-12-17"));
        }
        check("5 أبريل 2024", Some("2024-04-05"));
        check("29 شباط 2024", Some("2024-02-29"));
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        for text in [
            "2025-02-29",
            "2025-13-01",
            "31 نيسان 2025",
            "0000-01-01",
            "2025-12-17 حظي",
            "أمس",
            "17/12/25",
            "",
            "يوم",
            "Wed,",
        ] {
            check(text, None);
        }
        check("17 رمضان 1446", None);
        check("17 كانون الأول/يناير 2025", None);
        check("20251217", None);
        check("1446/06/17هـ", None);
    }

    #[test]
    fn a_text_may_go_on_after_the_date() {
        let length = |text| leading_date(text).map(|leading| (leading.date.is_some(), leading.length));
        assert_eq!(length("2025-12-17 حظي الفيلم"), Some((true, 10)));
        assert_eq!(length("2025-13-17 حظي الفيلم"), Some((false, 10)));
        assert_eq!(length("2025 كان عاما"), None);
        assert_eq!(length("12 رجلا في 2025"), None);
    }
}
