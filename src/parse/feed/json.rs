//! JSON Feed (versions 1 and 1.1, jsonfeed.org).
//!
//! In: text. Out: an entry of each item, a draft of the feed. Values are read as slices of the text, so that each has
//! its place.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::Feed;
use super::entry::{Entry, Picture, day, html_of_text, line, unescaped};
use super::tally::Tally;
use crate::diagnostic::{Code, Diagnostic, Error, Span};
use crate::parse::lang::parse_lang;
use crate::parse::metadata::Draft;
use crate::parse::piece::Piece;

/// The members of an object, as they are written.
type Object<'a> = BTreeMap<String, &'a RawValue>;

/// Reads a feed.
///
/// # Errors
/// [`Error::Source`] for broken JSON, and for JSON that is no feed.
pub(super) fn parse(text: &str, tally: &mut Tally) -> Result<Feed, Error> {
    let feed: Object<'_> = serde_json::from_str(text).map_err(|error| broken(text, &error))?;
    let is_feed = string(&feed, "version").is_some_and(|version| version.contains("jsonfeed.org"));
    let items: Option<Vec<&RawValue>> = feed.get("items").and_then(|items| serde_json::from_str(items.get()).ok());
    let Some(items) = items.filter(|items| is_feed || items.iter().any(|item| has_text(item))) else {
        let message = "the JSON file is no JSON Feed: it has no `items` with texts";
        return Err(Error::Source(
            Diagnostic::error(Code::BrokenSource, None, message).with_hint("see jsonfeed.org for the format"),
        ));
    };
    let mut draft = Draft::default();
    draft.metadata.title = said(&feed, "title").unwrap_or_default();
    draft.metadata.description = said(&feed, "description");
    draft.metadata.authors = authors(&feed);
    draft.lang = string(&feed, "language").and_then(|tag| parse_lang(&tag));
    let entry = |raw: &RawValue| {
        let item: Object<'_> = serde_json::from_str(raw.get()).ok()?;
        let mut entry = entry(text, &item);
        entry.span = place(text, raw);
        if entry.authors.is_empty() {
            entry.authors.clone_from(&draft.metadata.authors);
        }
        Some(entry)
    };
    let entries = items.into_iter().filter_map(entry).collect();
    Ok(Feed { entries: tally.with_words(entries), draft })
}

fn entry(text: &str, item: &Object<'_>) -> Entry {
    let mut entry = Entry { title: said(item, "title").unwrap_or_default(), ..Entry::default() };
    for key in ["url", "id", "external_url"] {
        string(item, key).into_iter().for_each(|address| entry.address(&address));
    }
    entry.authors = authors(item);
    entry.date =
        ["date_published", "date_modified"].iter().filter_map(|key| string(item, key)).find_map(|date| day(&date));
    let tags: Option<Vec<String>> = item.get("tags").and_then(|tags| serde_json::from_str(tags.get()).ok());
    tags.into_iter().flatten().for_each(|tag| entry.categorise(&tag));
    entry.lang = string(item, "language").and_then(|tag| parse_lang(&tag));
    let piece = |key: &str| {
        let mut piece = Piece::default();
        piece.push(&string(item, key)?, item.get(key).map_or(0, |raw| place(text, raw).start + 1));
        Some(piece).filter(|piece| !piece.is_blank())
    };
    let full = piece("content_html").map(unescaped).or_else(|| piece("content_text").as_ref().map(html_of_text));
    let short = said(item, "summary");
    entry.summary = short.filter(|_| full.is_some());
    entry.html = full.or_else(|| piece("summary").as_ref().map(html_of_text)).unwrap_or_default();
    let picture = string(item, "image").or_else(|| string(item, "banner_image"));
    entry.picture = picture.map(|address| Picture { address, alt: String::new() });
    entry
}

fn has_text(item: &RawValue) -> bool {
    let item: Option<Object<'_>> = serde_json::from_str(item.get()).ok();
    item.is_some_and(|item| item.contains_key("content_html") || item.contains_key("content_text"))
}

/// Where a value stands in the text it was read from.
fn place(text: &str, raw: &RawValue) -> Span {
    let start = raw.get().as_ptr().addr().saturating_sub(text.as_ptr().addr()).min(text.len());
    Span::new(start, (start + raw.get().len()).min(text.len()))
}

/// A member that is a string, or a number written as one.
fn string(object: &Object<'_>, key: &str) -> Option<String> {
    let raw = object.get(key)?.get();
    match serde_json::from_str::<String>(raw) {
        Ok(text) => Some(text),
        Err(_) => raw.parse::<i64>().ok().map(|number| number.to_string()),
    }
}

/// The same as one line.
fn said(object: &Object<'_>, key: &str) -> Option<String> {
    string(object, key).map(|text| line(&text)).filter(|text| !text.is_empty())
}

/// `authors` of version 1.1, `author` of version 1.
fn authors(object: &Object<'_>) -> Vec<String> {
    let raw = |key: &str| object.get(key).map(|raw| raw.get());
    let list: Option<Vec<Object<'_>>> = raw("authors").and_then(|list| serde_json::from_str(list).ok());
    let single: Option<Object<'_>> = raw("author").and_then(|author| serde_json::from_str(author).ok());
    let all = list.unwrap_or_else(|| single.into_iter().collect());
    all.iter().filter_map(|author| said(author, "name")).collect()
}

fn broken(text: &str, error: &serde_json::Error) -> Error {
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let at = text.floor_char_boundary((line + error.column().saturating_sub(1)).min(text.len()));
    let message = format!("the JSON file is broken: {error}");
    Error::Source(Diagnostic::error(Code::BrokenSource, Span::new(at, at), message).with_hint("save or export it anew"))
}
