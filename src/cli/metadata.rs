//! Metadata from outside the source: `--metadata` and the project's `[metadata]` in, a completed document out.
//!
//! Title, authors, language and day go through the parser, which knows what follows from them; all other keys are set
//! on the parsed document. What was asked for by name replaces what the source says, the project's only fills gaps.

use std::collections::BTreeMap;

use warraq::diagnostic::{Code, Diagnostic};
use warraq::document::{Direction, ImageRef, Lang, Metadata};
use warraq::parse::Overrides;

use super::settings::Asked;
use super::values;

/// Metadata by key, for sources that do not say it themselves; a key may have several values.
pub(super) type Defaults = BTreeMap<String, Vec<String>>;

/// Moves title, authors, language and day of `--metadata` to the overrides, where an option of their own wins.
pub(super) fn settle(asked: &mut Asked) -> Result<(), Diagnostic> {
    let had_authors = !asked.overrides.authors.is_empty();
    let mut rest = Vec::new();
    for (key, value) in std::mem::take(&mut asked.metadata) {
        let wrong = |allowed: String| {
            Diagnostic::error(Code::Usage, None, format!("invalid value '{value}' for '--metadata {key}'"))
                .with_hint(allowed)
        };
        let Overrides { title, authors, lang, date, .. } = &mut asked.overrides;
        match key.as_str() {
            "title" => drop(title.get_or_insert(value)),
            "author" | "authors" if had_authors => {}
            "author" | "authors" => authors.push(value),
            "lang" => *lang = Some(lang.take().map_or_else(|| values::lang(&value).map_err(wrong), Ok)?),
            "date" => *date = Some(date.map_or_else(|| values::date(&value).map_err(wrong), Ok)?),
            "dir" => {
                direction(&value).map_err(wrong)?;
                rest.push((key, value));
            }
            _ => rest.push((key, value)),
        }
    }
    asked.metadata = rest;
    Ok(())
}

/// Adds what is asked for one source to what is asked for all; the one source's wins.
pub(super) fn merge(all: &mut Asked, own: Asked) {
    let Overrides { title, authors, lang, date, .. } = own.overrides;
    let overrides = &mut all.overrides;
    overrides.title = title.or(overrides.title.take());
    overrides.lang = lang.or(overrides.lang.take());
    overrides.date = date.or(overrides.date);
    if !authors.is_empty() {
        overrides.authors = authors;
    }
    all.metadata.extend(own.metadata);
}

/// Whether a key of the project's `[metadata]` or `[book]` can have a value; the error says what is allowed.
pub(super) fn check_default(key: &str, word: &str) -> Result<(), String> {
    match key {
        "lang" => values::lang(word).map(drop),
        "date" => values::date(word).map(drop),
        "dir" => direction(word).map(drop),
        _ => Ok(()),
    }
}

/// What the parser is told: what was asked for, and the project's language for sources that name none.
pub(super) fn overrides(asked: &Asked, defaults: &Defaults) -> Overrides {
    let default_lang = defaults.get("lang").and_then(|words| values::lang(words.first()?).ok());
    Overrides { default_lang: default_lang.or(asked.overrides.default_lang.clone()), ..asked.overrides.clone() }
}

/// Sets what was asked for, then fills what is still unsaid.
pub(super) fn complete(metadata: &mut Metadata, asked: &Asked, defaults: &Defaults) {
    for (key, value) in &asked.metadata {
        set(metadata, key, std::slice::from_ref(value));
    }
    for (key, words) in defaults {
        if !says(metadata, key) {
            set(metadata, key, words);
        }
    }
}

/// What a book of several sources says of itself: what was asked for, then its own table, then the project's.
pub(super) fn of_book(table: &Defaults, asked: &Asked, defaults: &Defaults) -> Result<Metadata, Diagnostic> {
    let word = |key: &str| [table, defaults].into_iter().find_map(|words| words.get(key)?.first().cloned());
    let Overrides { title, authors, lang, date, .. } = &asked.overrides;
    let title = title.clone().or_else(|| word("title")).ok_or_else(|| {
        Diagnostic::error(Code::Usage, None, "the book has no title")
            .with_hint("say it with --title, or as `title` of [book]")
    })?;
    let lang = lang.clone().or_else(|| values::lang(&word("lang")?).ok()).unwrap_or_default();
    let mut metadata = Metadata { title, direction: lang.direction(), lang, ..Metadata::default() };
    for (key, words) in table.iter().filter(|(key, _)| !matches!(key.as_str(), "title" | "lang")) {
        set(&mut metadata, key, words);
    }
    if !authors.is_empty() {
        metadata.authors.clone_from(authors);
    }
    metadata.date = date.or(metadata.date);
    complete(&mut metadata, asked, defaults);
    Ok(metadata)
}

/// Whether a book of several sources sets a key, in any of the ways of [`of_book`].
pub(super) fn is_said(key: &str, table: &Defaults, asked: &Asked, defaults: &Defaults) -> bool {
    let is_asked =
        asked.metadata.iter().any(|(name, _)| name == key) || key == "lang" && asked.overrides.lang.is_some();
    is_asked || table.contains_key(key) || defaults.contains_key(key)
}

/// Settings for the chapters of a book: none that the book itself has; its language, if given, for chapters that give
/// none.
pub(super) fn of_chapters(asked: &Asked, lang: Option<&Lang>) -> Asked {
    let overrides = Overrides {
        title: None,
        authors: Vec::new(),
        date: None,
        default_lang: lang.cloned(),
        ..asked.overrides.clone()
    };
    Asked { overrides, metadata: Vec::new(), look: asked.look.clone() }
}

/// Whether a document says a key itself. Language was settled by the parser, and direction goes with it.
fn says(metadata: &Metadata, key: &str) -> bool {
    match key {
        "author" | "authors" => !metadata.authors.is_empty(),
        "date" => metadata.date.is_some(),
        "lang" | "dir" => true,
        "subtitle" => metadata.subtitle.is_some(),
        "description" => metadata.description.is_some(),
        "keywords" => !metadata.keywords.is_empty(),
        "publisher" => metadata.publisher.is_some(),
        "rights" => metadata.rights.is_some(),
        "identifier" => metadata.identifier.is_some(),
        "cover" => metadata.cover.is_some(),
        other => metadata.extra.contains_key(other),
    }
}

fn set(metadata: &mut Metadata, key: &str, words: &[String]) {
    let Some(first) = words.first().cloned() else { return };
    match key {
        "author" | "authors" => metadata.authors = words.to_vec(),
        "date" => metadata.date = values::date(&first).ok(),
        "dir" => metadata.direction = direction(&first).unwrap_or(metadata.direction),
        "subtitle" => metadata.subtitle = Some(first),
        "description" => metadata.description = Some(first),
        "keywords" => metadata.keywords = words.iter().flat_map(|word| split(word)).collect(),
        "publisher" => metadata.publisher = Some(first),
        "rights" => metadata.rights = Some(first),
        "identifier" => metadata.identifier = Some(first),
        "cover" => metadata.cover = Some(ImageRef { path: first, ..ImageRef::default() }),
        other => drop(metadata.extra.insert(other.into(), first)),
    }
}

fn split(words: &str) -> Vec<String> {
    words.split(['،', ',']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn direction(word: &str) -> Result<Direction, String> {
    match word {
        "rtl" => Ok(Direction::Rtl),
        "ltr" => Ok(Direction::Ltr),
        _ => Err("give rtl or ltr".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Asked {
        let metadata = pairs.iter().map(|&(key, value)| (key.into(), value.into())).collect();
        Asked { metadata, ..Asked::default() }
    }

    #[test]
    fn keys_with_options_of_their_own_go_to_the_parser() {
        let mut both = asked(&[("title", "الورق"), ("author", "الجاحظ"), ("date", "2025-12-17"), ("rights", "عام")]);
        both.overrides.title = Some("بالخيار".into());
        settle(&mut both).unwrap();
        assert_eq!(both.overrides.title.as_deref(), Some("بالخيار"));
        assert_eq!(both.overrides.authors, ["الجاحظ"]);
        assert_eq!(both.overrides.date.map(|date| date.iso()).as_deref(), Some("2025-12-17"));
        assert_eq!(both.metadata, [("rights".to_owned(), "عام".to_owned())]);
        for wrong in [("date", "أمس"), ("lang", "؟"), ("dir", "up")] {
            assert!(settle(&mut asked(&[wrong])).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn what_is_asked_for_replaces_and_the_project_fills_gaps() {
        let mut metadata = Metadata { publisher: Some("من المصدر".into()), ..Metadata::default() };
        let defaults = [("publisher", "دار الورق"), ("rights", "مشاع"), ("keywords", "خط، ورق")];
        let defaults = defaults.map(|(key, word)| (key.to_owned(), vec![word.to_owned()])).into();
        complete(&mut metadata, &asked(&[("rights", "محفوظة"), ("dir", "ltr"), ("طبعة", "٢")]), &defaults);
        assert_eq!(metadata.publisher.as_deref(), Some("من المصدر"));
        assert_eq!(metadata.rights.as_deref(), Some("محفوظة"));
        assert_eq!(metadata.keywords, ["خط", "ورق"]);
        assert_eq!((metadata.direction, metadata.extra["طبعة"].as_str()), (Direction::Ltr, "٢"));
    }
}
