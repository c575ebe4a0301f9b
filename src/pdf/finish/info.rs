//! The document information dictionary (ISO 32000-1, 14.3.3).
//!
//! In: metadata. Out: title, authors, subject, keywords, producer and dates; nothing that is not known is written.

use lopdf::{Dictionary, Object, StringFormat, dictionary};

use super::text_string::text;
use crate::document::{Direction, Metadata, Timestamp};

/// Name and version of this program.
pub(super) const PRODUCER: &str = concat!("warraq ", env!("CARGO_PKG_VERSION"));

/// The information dictionary of a document made at a moment.
pub(super) fn information(metadata: &Metadata, timestamp: Option<Timestamp>) -> Dictionary {
    let separator = match metadata.direction {
        Direction::Rtl => "، ",
        Direction::Ltr => ", ",
    };
    let mut info = dictionary! { "Title" => text(&metadata.title) };
    if !metadata.authors.is_empty() {
        info.set("Author", text(&metadata.authors.join(separator)));
    }
    if let Some(description) = &metadata.description {
        info.set("Subject", text(description));
    }
    if !metadata.keywords.is_empty() {
        info.set("Keywords", text(&metadata.keywords.join(separator)));
    }
    info.set("Creator", text(PRODUCER));
    info.set("Producer", text(PRODUCER));
    if let Some(date) = date(metadata.timestamp(timestamp)) {
        info.set("CreationDate", date.clone());
        info.set("ModDate", date);
    }
    info
}

/// A date as in 7.9.4, always UTC; `None` for a moment outside of years 0 to 9999.
fn date(timestamp: Timestamp) -> Option<Object> {
    let moment = jiff::Timestamp::from_second(timestamp.0).ok()?;
    let moment = moment.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    let (year, month, day) = (u16::try_from(moment.year()).ok()?, moment.month(), moment.day());
    let (hour, minute, second) = (moment.hour(), moment.minute(), moment.second());
    let text = format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z");
    Some(Object::String(text.into_bytes(), StringFormat::Literal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_utc() {
        let written =
            |seconds| date(Timestamp(seconds)).map(|date| String::from_utf8(date.as_str().unwrap().into()).unwrap());
        assert_eq!(written(1_765_929_600).as_deref(), Some("D:20251217000000Z"));
        assert_eq!(written(-1).as_deref(), Some("D:19691231235959Z"));
        assert_eq!(written(i64::MAX), None);
    }

    #[test]
    fn only_what_is_known_is_written() {
        let metadata =
            Metadata {
                title: "الخط".into(), authors: vec!["سلمى".into(), "عمر".into()], ..Metadata::default()
            };
        let info = information(&metadata, Some(Timestamp(0)));
        assert_eq!(info.get(b"Author").unwrap(), &text("سلمى، عمر"));
        assert!(info.get(b"Subject").is_err());
        assert!(info.get(b"Trapped").is_err());
    }
}
