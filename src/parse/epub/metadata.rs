//! What an EPUB says of itself (EPUB 3.3, 5.5; Dublin Core).

use super::opf::Package;
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Direction, ImageRef};
use crate::parse::html::{self, letters::is_mostly_right_to_left};
use crate::parse::metadata::{Draft, Key, Value};
use crate::parse::xml::Element;

/// Takes the metadata of the package.
pub(super) fn read(package: &Package, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) {
    let metadata = elements(&package.metadata);
    let named = |name: &'static str| metadata.iter().copied().filter(move |one| one.name == name);
    let role = |one: &Element| refined(&metadata, one, "role").or_else(|| one.attr("role")).map(str::to_owned);
    let kind = |one: &Element| refined(&metadata, one, "title-type").map(str::to_owned);
    let is_subtitle = |one: &&Element| kind(one).as_deref() == Some("subtitle");
    let title = named("title").find(|one| kind(one).as_deref() == Some("main"));
    let title = title.or_else(|| named("title").find(|one| !is_subtitle(one)));
    let is_author = |one: &&Element| role(one).is_none_or(|role| role == "aut");
    let mut set = |key, texts: Vec<String>| {
        let values: Vec<Value> = texts.into_iter().map(|text| Value { text, span: Span::default() }).collect();
        draft.set(key, &values, warnings);
    };
    let text = |one: &Element| html::plain(one.text.trim()).split_whitespace().collect::<Vec<_>>().join(" ");
    set(Key::Title, title.map(text).into_iter().collect());
    set(Key::Subtitle, named("title").find(is_subtitle).map(text).into_iter().collect());
    set(Key::Author, named("creator").filter(is_author).map(text).collect());
    set(Key::Description, named("description").next().map(text).into_iter().collect());
    set(Key::Publisher, named("publisher").next().map(text).into_iter().collect());
    set(Key::Rights, named("rights").next().map(text).into_iter().collect());
    for word in named("subject") {
        set(Key::Keywords, vec![text(word)]);
    }
    let is_published = |one: &&Element| !matches!(one.attr("event"), Some("modification" | "creation" | "conversion"));
    let date = named("date").filter(is_published).map(text).find(|date| crate::parse::date::parse_date(date).is_some());
    set(Key::Date, date.into_iter().collect());
    set(Key::Identifier, named("identifier").map(text).find(|id| is_telling(id)).into_iter().collect());
    draft.lang = named("language").find_map(|lang| crate::parse::parse_lang(lang.text.trim()));
    draft.metadata.cover = package.cover().map(|item| ImageRef { path: item.path.clone(), ..ImageRef::default() });
}

/// The elements of the metadata, which older books put one deeper.
fn elements(metadata: &Element) -> Vec<&Element> {
    let inner = metadata.children.iter().filter(|child| matches!(child.name.as_str(), "dc-metadata" | "x-metadata"));
    metadata.children.iter().chain(inner.flat_map(|inner| &inner.children)).collect()
}

/// What a `meta` says of another element.
fn refined<'a>(metadata: &[&'a Element], one: &Element, property: &str) -> Option<&'a str> {
    let id = one.attr("id")?;
    let refines = |meta: &&&Element| {
        meta.attr("property") == Some(property) && meta.attr("refines").and_then(|id| id.strip_prefix('#')) == Some(id)
    };
    metadata.iter().find(refines).map(|meta| meta.text.trim())
}

/// Whether an identifier names the work wherever it is published: identifiers of a file are for that file alone.
fn is_telling(identifier: &str) -> bool {
    let lower = identifier.to_ascii_lowercase();
    let digits = identifier.bytes().filter(u8::is_ascii_digit).count();
    lower.starts_with("urn:isbn:")
        || lower.starts_with("doi:")
        || lower.starts_with("urn:doi:")
        || matches!(digits, 10 | 13) && identifier.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Drops a language that the letters of the book do not bear out: tools put that of their menus.
pub(super) fn correct_language(draft: &mut Draft, page: &str) {
    const SAMPLE: usize = 200_000;
    let sample = &page[..page.floor_char_boundary(SAMPLE)];
    let Some(is_right_to_left) = is_mostly_right_to_left(&html::plain(sample)) else { return };
    draft.lang = draft.lang.take().filter(|lang| (lang.direction() == Direction::Rtl) == is_right_to_left);
}
