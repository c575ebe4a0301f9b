//! The lines below a headline that say who wrote, and where.
//!
//! In: the first paragraphs. Out: «بقلم …» and «كتب: …» as authors, no longer part of the text; the place of
//! «بيروت – …» as `place` among the metadata, while the text keeps it as newspapers do.

use crate::diagnostic::{Diagnostic, Span};
use crate::parse::metadata::{Draft, Key, Value};

/// How far down a byline may stand, in paragraphs.
const FIRST: usize = 3;

/// The longest name with its title, in words.
const NAME_WORDS: usize = 8;

/// The longest name of a place, in words.
const PLACE_WORDS: usize = 3;

/// Words before an author's name; those that are also verbs need a colon.
const OPENINGS: [(&str, bool); 9] = [
    ("بقلم", false),
    ("كتب", true),
    ("كتبت", true),
    ("كتبه", true),
    ("كتبته", true),
    ("إعداد", true),
    ("تقرير", true),
    ("حوار", true),
    ("ترجمة وإعداد", true),
];

/// Takes bylines out of the first paragraphs, and notes the place of the first that names one.
pub(super) fn read(text: &str, paragraphs: &mut Vec<Vec<Span>>, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) {
    if draft.metadata.authors.is_empty() {
        let name = |lines: &[Span]| match lines {
            &[line] => author(text, line),
            _ => None,
        };
        let found = paragraphs.iter().take(FIRST).enumerate().find_map(|(index, lines)| Some((index, name(lines)?)));
        if let Some((index, place)) = found {
            let value = Value { text: text[place.start..place.end].to_owned(), span: place };
            draft.set(Key::Author, &[value], warnings);
            paragraphs.remove(index);
        }
    }
    let place = paragraphs.iter().take(FIRST).find_map(|lines| place(&text[lines[0].start..lines[0].end]));
    if let Some(place) = place {
        draft.metadata.extra.entry("place".into()).or_insert_with(|| place.to_owned());
    }
}

/// The name in a line that is a byline and nothing else.
fn author(text: &str, line: Span) -> Option<Span> {
    let content = &text[line.start..line.end];
    let name = OPENINGS.iter().find_map(|&(opening, colon)| {
        let rest = content.strip_prefix(opening)?.trim_start();
        let after = rest.strip_prefix([':', '/', '：']);
        let parted = content[opening.len()..].starts_with([' ', '\u{A0}']);
        match after {
            Some(name) => Some(name),
            None => (!colon && parted).then_some(rest),
        }
    })?;
    let name = name.trim();
    let good = name.split_whitespace().count() <= NAME_WORDS
        && name.chars().any(char::is_alphabetic)
        && !name.ends_with(['.', '!', '؟', ':', '؛'])
        && !name.contains(['.', '؟', '!', '«', '"']);
    // The name is the end of the line, but for white space.
    let end = line.start + content.trim_end().len();
    good.then_some(Span::new(end - name.len(), end))
}

/// The place before the dash that a report opens with.
fn place(line: &str) -> Option<&str> {
    let end = [" – ", " — ", " - "].into_iter().filter_map(|dash| line.find(dash)).min();
    let end = end.or_else(|| line.trim_end().ends_with(['–', '—']).then(|| line.trim_end().len() - '–'.len_utf8()))?;
    let place = line[..end].trim().trim_end_matches(['،', ',']);
    let words = place.split_whitespace().count();
    let named =
        (1..=PLACE_WORDS).contains(&words) && place.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '\u{A0}'));
    named.then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_name_their_author() {
        let check = |line: &str, expected: Option<&str>| {
            let found = author(line, Span::new(0, line.len())).map(|span| &line[span.start..span.end]);
            assert_eq!(found, expected, "{line}");
        };
        check("بقلم أبو حيان التوحيدي", Some("أبو حيان التوحيدي"));
        check("بقلم: الجاحظ", Some("الجاحظ"));
        check("كتب: ابن النديم", Some("ابن النديم"));
        check("كتب الجاحظ في هذا", None);
        check("بقلم الرصاص رسم الخطوط الأولى.", None);
        check("بقلمه", None);
    }

    #[test]
    fn places_stand_before_a_dash() {
        assert_eq!(place("بيروت – أعلن الناشرون"), Some("بيروت"));
        assert_eq!(place("الدار البيضاء —"), Some("الدار البيضاء"));
        assert_eq!(place("أعلن الناشرون في بيروت أمس - كما قيل"), None);
        assert_eq!(place("بيروت"), None);
    }
}
