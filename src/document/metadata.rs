//! What is known about a document besides its text.
//!
//! In: a source's header and the user's options. Out: [`Metadata`], with languages as BCP 47 tags and dates of the
//! Gregorian calendar.

use std::collections::BTreeMap;

use super::{Digits, ImageRef};

/// Title, authors and the rest of the front matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The title; never empty after parsing.
    pub title: String,
    /// A second title line.
    pub subtitle: Option<String>,
    /// Authors in the order given.
    pub authors: Vec<String>,
    /// Day of publication.
    pub date: Option<Date>,
    /// When the source was last changed, if known; set by the caller, not by readers of sources.
    pub modified: Option<Timestamp>,
    /// BCP 47 tag of the main language.
    pub lang: Lang,
    /// Direction of the whole: from `dir`, else from the language.
    pub direction: Direction,
    /// A summary.
    pub description: Option<String>,
    /// Subject words.
    pub keywords: Vec<String>,
    /// The publisher's name.
    pub publisher: Option<String>,
    /// Rights statement.
    pub rights: Option<String>,
    /// Identifier given by the author (ISBN, URN, DOI…); when absent one is made from the content.
    pub identifier: Option<String>,
    /// Path of the cover picture, a key of [`super::Document::images`].
    pub cover: Option<ImageRef>,
    /// Digits of the document, also for the numbers that the tool writes.
    pub digits: Digits,
    /// Keys of the source's header that are none of the above, with their values as text.
    pub extra: BTreeMap<String, String>,
}

impl Metadata {
    /// The moment that books made of this document bear as their date of making. The library reads no clock: it is the
    /// given one, else the start of the day of publication, else the last change of the source, else the start of the
    /// year 2000, all in UTC. A change is never told as older than that year: archives that keep no times say 1970.
    #[must_use]
    pub fn timestamp(&self, given: Option<Timestamp>) -> Timestamp {
        const START_OF_2000: Timestamp = Timestamp(946_684_800);
        const END_OF_9999: Timestamp = Timestamp(253_402_300_799);
        let changed = self.modified.unwrap_or(START_OF_2000).clamp(START_OF_2000, END_OF_9999);
        given.or_else(|| self.date.map(Date::start)).unwrap_or(changed)
    }
}

/// A moment: seconds since 1970-01-01T00:00:00Z, as in `SOURCE_DATE_EPOCH`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

/// A day of the Gregorian calendar, already checked to exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year of the common era, 1 to 9999.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

impl Date {
    /// `YYYY-MM-DD`, ISO 8601.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Midnight at the start of the day, UTC.
    #[must_use]
    pub fn start(self) -> Timestamp {
        const DAYS_BEFORE_1970: i64 = 719_468;
        // Days since 0000-03-01: years counted from March put the leap day at their end.
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let month_from_march = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(self.day) - 1;
        let days = 365 * year + year / 4 - year / 100 + year / 400 + day_of_year;
        Timestamp((days - DAYS_BEFORE_1970) * 86_400)
    }
}

/// A BCP 47 language tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(pub String);

impl Default for Lang {
    /// Arabic: what this tool is for.
    fn default() -> Lang {
        Lang("ar".into())
    }
}

impl Lang {
    /// The primary language subtag, in lower case: `ar` of `ar-EG`.
    #[must_use]
    pub fn primary(&self) -> String {
        self.0.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
    }

    /// The direction the language is written in, judged by script subtag first and primary subtag second.
    #[must_use]
    pub fn direction(&self) -> Direction {
        const RIGHT_TO_LEFT: [&str; 16] =
            ["ar", "fa", "ur", "ps", "ckb", "ug", "sd", "he", "yi", "syr", "dv", "arc", "azb", "ks", "nqo", "arz"];
        const RIGHT_TO_LEFT_SCRIPTS: [&str; 6] = ["arab", "hebr", "syrc", "thaa", "aran", "nkoo"];
        let lower = self.0.to_ascii_lowercase();
        let script = lower.split(['-', '_']).skip(1).find(|subtag| subtag.len() == 4);
        let right_to_left = match script {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
            None => RIGHT_TO_LEFT.contains(&self.primary().as_str()),
        };
        if right_to_left { Direction::Rtl } else { Direction::Ltr }
    }
}

/// Which way text runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Right to left.
    #[default]
    Rtl,
    /// Left to right.
    Ltr,
}

impl Direction {
    /// `rtl` or `ltr`, the value of HTML's `dir`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Direction::Rtl => "rtl",
            Direction::Ltr => "ltr",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn opposite(self) -> Direction {
        match self {
            Direction::Rtl => Direction::Ltr,
            Direction::Ltr => Direction::Rtl,
        }
    }

    /// The direction of a value of HTML's `dir`, in any letter case; `None` for `auto` and for what is no direction.
    pub(crate) fn from_dir(value: &str) -> Option<Direction> {
        [Direction::Rtl, Direction::Ltr].into_iter().find(|direction| value.eq_ignore_ascii_case(direction.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_start_at_midnight_utc() {
        let start = |year, month, day| Date { year, month, day }.start().0;
        assert_eq!(start(1970, 1, 1), 0);
        assert_eq!(start(2000, 1, 1), 946_684_800);
        assert_eq!(start(2024, 2, 29), 1_709_164_800);
        assert_eq!(start(2025, 12, 17), 1_765_929_600);
    }

    #[test]
    fn books_are_as_old_as_their_edition() {
        let check = |given: Option<i64>, date, modified: Option<i64>, expected| {
            let metadata = Metadata { date, modified: modified.map(Timestamp), ..Metadata::default() };
            assert_eq!(metadata.timestamp(given.map(Timestamp)), Timestamp(expected));
        };
        let date = Some(Date { year: 2025, month: 12, day: 17 });
        check(Some(5), date, Some(1_800_000_000), 5);
        check(None, date, Some(1_800_000_000), 1_765_929_600);
        check(None, None, Some(1_800_000_000), 1_800_000_000);
        check(None, None, Some(0), 946_684_800);
        check(None, None, Some(i64::MAX), 253_402_300_799);
        check(None, None, None, 946_684_800);
    }

    #[test]
    fn direction_follows_script_before_language() {
        let direction = |tag: &str| Lang(tag.into()).direction();
        assert_eq!(direction("ar-EG"), Direction::Rtl);
        assert_eq!(direction("fa"), Direction::Rtl);
        assert_eq!(direction("en"), Direction::Ltr);
        assert_eq!(direction("ar-Latn"), Direction::Ltr);
        assert_eq!(direction("az-Arab-IR"), Direction::Rtl);
    }

    #[test]
    fn directions_are_read_as_html_has_them() {
        assert_eq!(Direction::from_dir("RTL"), Some(Direction::Rtl));
        assert_eq!(Direction::from_dir("ltr"), Some(Direction::Ltr));
        assert_eq!(Direction::from_dir("auto"), None);
    }
}
