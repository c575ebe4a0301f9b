//! The header of an OpenITI text.
//!
//! In: lines such as `#META# 020.BookTITLE :: الحيوان` up to `#META#Header#End#`. Out: the metadata, and where the text
//! begins. Fields without a value (`NODATA`) say nothing.

use crate::diagnostic::{Diagnostic, Span};
use crate::parse::metadata::{Draft, Key, Value};

const META: &str = "#META#";

/// What stands for a value that is not known.
const EMPTY: [&str; 6] = ["NODATA", "NOTGIVEN", "NOCODE", "NONE", "NOTFOUND", "-"];

/// The fields of the corpora's own names, without their numbers.
const FIELDS: [(Key, &[&str]); 5] = [
    (Key::Title, &["BookTITLE", "الكتاب", "اسم الكتاب", "عنوان الكتاب"]),
    (Key::Author, &["AuthorAKA", "AuthorNAME", "AuthorTITLE"]),
    (Key::Keywords, &["BookSUBJ", "القسم", "التصنيف"]),
    (Key::Publisher, &["EdPUBLISHER"]),
    (Key::Lang, &["LANG", "BookLANG"]),
];

/// Reads the header; where the text begins.
pub(super) fn read(text: &str, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let is_head = bare.is_empty() || bare.starts_with(super::MAGIC) || bare.starts_with(META);
        if !is_head {
            break;
        }
        if let Some(field) = bare.strip_prefix(META) {
            let start = at + line.find(META).unwrap_or(0);
            if field.replace(' ', "").starts_with("Header#End#") {
                return at + line.len();
            }
            take(field, Span::new(start, start + bare.len()), draft, warnings);
        }
        at += line.len();
    }
    at
}

/// Takes one field.
fn take(field: &str, span: Span, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) {
    let parted = field.split_once("::").or_else(|| field.split_once(':')).or_else(|| field.split_once('\t'));
    let Some((name, value)) = parted.map(|(name, value)| (name.trim(), value.trim())) else { return };
    if value.is_empty() || EMPTY.iter().any(|empty| value.eq_ignore_ascii_case(empty)) {
        return;
    }
    // `010.AuthorAKA`: the number orders the fields.
    let bare = name.split_once('.').filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()));
    let name = bare.map_or(name, |(_, name)| name);
    let known = FIELDS.iter().find(|(_, names)| names.contains(&name)).map(|&(key, _)| key);
    let key =
        known.or_else(|| Key::from_name(name).filter(|key| !matches!(key, Key::Cover | Key::Dir | Key::Identifier)));
    let metadata = &draft.metadata;
    match key {
        // Names of several kinds are of one author, the best known first.
        Some(Key::Author) if !metadata.authors.is_empty() => {}
        Some(Key::Title) if !metadata.title.is_empty() => {}
        // Years of the Hijra and of editions are no days.
        Some(Key::Date) if crate::parse::date::parse_date(value).is_none() => extra(name, value, draft),
        Some(key) => draft.set(key, &[Value { text: value.to_owned(), span }], warnings),
        None => extra(name, value, draft),
    }
}

fn extra(name: &str, value: &str, draft: &mut Draft) {
    draft.metadata.extra.entry(name.to_owned()).or_insert_with(|| value.to_owned());
}
