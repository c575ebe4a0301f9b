//! What a header or front matter says of a document, whatever its syntax.
//!
//! In: keys with their values. Out: a [`Draft`] of the [`Metadata`], with a warning for each value that means nothing.

use super::date::parse_date;
use super::inline::{clean, excerpt};
use super::lang::parse_lang;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Direction, ImageRef, Lang, Metadata, is_blank};

/// A key that is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Title,
    Subtitle,
    Author,
    Date,
    Lang,
    Dir,
    Description,
    Keywords,
    Publisher,
    Rights,
    Identifier,
    Cover,
    Place,
}

/// The names of each key, in English and Arabic.
const NAMES: [(Key, &[&str]); 13] = [
    (Key::Title, &["title", "عنوان", "العنوان"]),
    (Key::Subtitle, &["subtitle", "عنوان فرعي", "العنوان الفرعي"]),
    (Key::Author, &["author", "authors", "by", "الكاتب", "كاتب", "المؤلف", "مؤلف", "المؤلفون", "الكاتبة", "بقلم"]),
    (Key::Date, &["date", "تاريخ", "التاريخ", "تاريخ النشر"]),
    (Key::Lang, &["lang", "language", "لغة", "اللغة"]),
    (Key::Dir, &["dir", "direction", "اتجاه", "الاتجاه"]),
    (Key::Description, &["description", "وصف", "الوصف", "ملخص", "الملخص", "summary", "abstract"]),
    (Key::Keywords, &["keywords", "كلمات مفتاحية", "الكلمات المفتاحية", "وسوم", "الوسوم", "tags", "وسم"]),
    (Key::Publisher, &["publisher", "ناشر", "الناشر"]),
    (Key::Rights, &["rights", "حقوق", "الحقوق", "حقوق النشر", "copyright"]),
    (Key::Identifier, &["identifier", "معرف", "المعرف"]),
    (Key::Place, &["place", "مكان", "المكان"]),
    (Key::Cover, &["cover", "cover-image", "cover_image", "غلاف", "الغلاف"]),
];

impl Key {
    /// The key of a name, in any letter case, with or without vowel marks; `None` for one that is not understood.
    pub(super) fn from_name(name: &str) -> Option<Key> {
        let plain: String = name.trim().chars().filter(|c| !('\u{64B}'..='\u{652}').contains(c)).collect();
        let plain = plain.to_lowercase();
        NAMES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|&(key, _)| key)
    }

    fn name(self) -> &'static str {
        NAMES.iter().find(|(key, _)| *key == self).map_or("", |(_, names)| names[0])
    }
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) span: Span,
}

/// Metadata in the making: what the source has said so far.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Everything but language and direction; an empty title is none.
    pub(super) metadata: Metadata,
    pub(super) lang: Option<Lang>,
    pub(super) direction: Option<Direction>,
}

impl Draft {
    /// Takes the values of one key; a key of one value takes the first.
    pub(super) fn set(&mut self, key: Key, values: &[Value], warnings: &mut Vec<Diagnostic>) {
        let values: Vec<Value> = values.iter().map(cleaned).filter(|value| !is_blank(&value.text)).collect();
        let Some(first) = values.first() else { return };
        match key {
            Key::Author => self.metadata.authors.extend(values.iter().flat_map(|value| split(value, &['،', '؛', ';']))),
            Key::Keywords if values.len() == 1 => self.metadata.keywords.extend(split(first, &['،', ','])),
            Key::Keywords => self.metadata.keywords.extend(values.into_iter().map(|value| value.text)),
            _ => {
                if let Some(second) = values.get(1) {
                    let message = format!("`{}` takes one value; the first is used", key.name());
                    warnings.push(Diagnostic::warning(Code::RepeatedValue, second.span, message).about(key.name()));
                }
                self.set_single(key, first, warnings);
            }
        }
    }

    fn set_single(&mut self, key: Key, value: &Value, warnings: &mut Vec<Diagnostic>) {
        let text = value.text.clone();
        let metadata = &mut self.metadata;
        match key {
            Key::Title => metadata.title = text,
            Key::Subtitle => metadata.subtitle = Some(text),
            Key::Description => metadata.description = Some(text),
            Key::Publisher => metadata.publisher = Some(text),
            Key::Rights => metadata.rights = Some(text),
            Key::Identifier => metadata.identifier = Some(text),
            Key::Place => drop(metadata.extra.insert("place".into(), text)),
            Key::Cover => {
                metadata.cover = Some(ImageRef { path: text, span: value.span, ..ImageRef::default() });
            }
            Key::Date => metadata.date = understood(parse_date(&text), metadata.date, key, value, warnings),
            Key::Lang => self.lang = understood(parse_lang(&text), self.lang.take(), key, value, warnings),
            Key::Dir => self.direction = understood(Direction::from_dir(&text), self.direction, key, value, warnings),
            Key::Author | Key::Keywords => {}
        }
    }
}

/// What was read, or with a warning what was there before.
fn understood<T>(
    read: Option<T>,
    before: Option<T>,
    key: Key,
    value: &Value,
    warnings: &mut Vec<Diagnostic>,
) -> Option<T> {
    let hint = match key {
        Key::Date => "write a day that exists, such as 2025-12-17",
        Key::Lang => "write a language tag, such as ar or ar-EG",
        _ => "write rtl or ltr",
    };
    if read.is_none() {
        let message = format!("`{}` is not understood and left out: {}", key.name(), excerpt(&value.text));
        warnings.push(Diagnostic::warning(Code::InvalidValue, value.span, message).about(key.name()).with_hint(hint));
    }
    read.or(before)
}

fn cleaned(value: &Value) -> Value {
    let words = clean(&value.text).split(['\n', '\r']).map(str::trim).collect::<Vec<_>>().join(" ");
    Value { text: words.trim().to_owned(), span: value.span }
}

fn split(value: &Value, separators: &[char]) -> Vec<String> {
    value.text.split(separators).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(values: &[(&str, &str)]) -> (Draft, Vec<String>) {
        let (mut draft, mut warnings) = (Draft::default(), Vec::new());
        for (name, text) in values {
            let value = Value { text: (*text).into(), span: Span::default() };
            draft.set(Key::from_name(name).unwrap(), &[value], &mut warnings);
        }
        (draft, warnings.into_iter().map(|warning| warning.message).collect())
    }

    #[test]
    fn keys_have_names_in_two_languages() {
        assert_eq!(Key::from_name("Title"), Some(Key::Title));
        assert_eq!(Key::from_name(" العُنوان "), Some(Key::Title));
        assert_eq!(Key::from_name("بقلم"), Some(Key::Author));
        assert_eq!(Key::from_name("layout"), None);
    }

    #[test]
    fn values_are_split_and_cleaned() {
        let (draft, warnings) = draft(&[
            ("title", " تاريخ\u{7} الحرف\nالعربي "),
            ("authors", "ابن مقلة، ابن البواب"),
            ("author", "ياقوت المستعصمي"),
            ("keywords", "خط، طباعة, كتاب"),
            ("lang", "fa-IR"),
            ("dir", "RTL"),
        ]);
        assert_eq!(draft.metadata.title, "تاريخ الحرف العربي");
        assert_eq!(draft.metadata.authors, ["ابن مقلة", "ابن البواب", "ياقوت المستعصمي"]);
        assert_eq!(draft.metadata.keywords, ["خط", "طباعة", "كتاب"]);
        assert_eq!((draft.lang, draft.direction), (Some(Lang("fa-IR".into())), Some(Direction::Rtl)));
        assert!(warnings.is_empty(), "{warnings:?}");
    }

    #[test]
    fn values_without_meaning_are_warned_of() {
        let (draft, warnings) =
            draft(&[("date", "2025-12-17"), ("date", "2025-02-30"), ("dir", "يمين"), ("lang", "؟")]);
        assert_eq!(draft.metadata.date.map(|date| date.iso()).as_deref(), Some("2025-12-17"));
        assert_eq!((draft.lang, draft.direction), (None, None));
        assert_eq!(warnings.len(), 3);
        assert_eq!(warnings[0], "`date` is not understood and left out: 2025-02-30");
    }
}
