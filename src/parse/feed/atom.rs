//! Atom (RFC 4287, and 0.3 before it).
//!
//! In: elements. Out: an entry of each `entry`, a draft of the feed.

use super::entry::{Entry, Picture, day, html_of_text, line};
use super::html_in;
use super::tree::Node;
use crate::parse::lang::parse_lang;
use crate::parse::metadata::Draft;
use crate::parse::piece::Piece;

/// A child of the feed or an entry; files without a namespace are read as well.
fn child<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    all(node, name).next()
}

fn all<'a>(node: &'a Node, name: &str) -> impl Iterator<Item = &'a Node> {
    let named = format!("atom:{name}");
    node.children.iter().filter(move |child| child.name.strip_prefix("atom:").unwrap_or(&child.name) == &named[5..])
}

/// What a feed says of itself; entries without an author are those of its own.
pub(super) fn draft(root: &Node, text: &str, entries: &mut [Entry]) -> Draft {
    let mut draft = Draft::default();
    let said = |name: &str| child(root, name).map(|node| words(node, text)).filter(|said| !said.is_empty());
    let metadata = &mut draft.metadata;
    metadata.title = said("title").unwrap_or_default();
    metadata.description = said("subtitle").or_else(|| said("tagline"));
    metadata.rights = said("rights").or_else(|| said("copyright"));
    metadata.authors = all(root, "author").filter_map(|author| name(author, text)).collect();
    draft.lang = root.attr("xml:lang").and_then(parse_lang);
    for entry in entries.iter_mut().filter(|entry| entry.authors.is_empty()) {
        entry.authors.clone_from(&metadata.authors);
    }
    draft
}

/// An article.
pub(super) fn entry(node: &Node, text: &str) -> Entry {
    let mut entry = Entry { span: node.outer, ..Entry::default() };
    entry.title = child(node, "title").map(|title| words(title, text)).unwrap_or_default();
    let is_own = |link: &&Node| matches!(link.attr("rel"), None | Some("alternate"));
    all(node, "link").filter(is_own).filter_map(|link| link.attr("href")).for_each(|address| entry.address(address));
    child(node, "id").into_iter().for_each(|id| entry.address(&id.text.text));
    let source = child(node, "source");
    let authors = all(node, "author").chain(source.into_iter().flat_map(|source| all(source, "author")));
    authors.filter_map(|author| name(author, text)).for_each(|name| entry.author(&name));
    let dates = ["published", "issued", "created", "updated", "modified"];
    entry.date = dates.iter().filter_map(|name| child(node, name)).find_map(|date| day(&date.text.text));
    for category in all(node, "category") {
        let word = category.attr("label").or_else(|| category.attr("term")).unwrap_or_default();
        // Blogger marks the kind of an entry by a category that is an address.
        if !word.contains("://") {
            entry.categorise(word);
        }
    }
    let content = child(node, "content");
    entry.lang =
        [content, Some(node)].into_iter().flatten().find_map(|node| node.attr("xml:lang")).and_then(parse_lang);
    let html = |node: &Node| Some(html_of(node, text)).filter(|html| !html.is_blank());
    let (full, short) = (content.and_then(html), child(node, "summary"));
    entry.summary = short.filter(|_| full.is_some()).map(|short| words(short, text)).filter(|said| !said.is_empty());
    entry.html = full.or_else(|| short.and_then(html)).unwrap_or_default();
    entry.picture = all(node, "link")
        .find(|link| {
            link.attr("rel") == Some("enclosure") && link.attr("type").is_some_and(|kind| kind.starts_with("image/"))
        })
        .or_else(|| node.child("media:thumbnail"))
        .and_then(|link| {
            Some(Picture { address: link.attr("href").or_else(|| link.attr("url"))?.to_owned(), alt: String::new() })
        });
    entry
}

/// The HTML of a text construct (RFC 4287, 3.1 and 4.1.3).
fn html_of(node: &Node, text: &str) -> Piece {
    match node.attr("type").unwrap_or("text") {
        "text" | "text/plain" if node.children.is_empty() => html_of_text(&node.text),
        _ => html_in(node, text),
    }
}

/// A text construct as plain text.
fn words(node: &Node, text: &str) -> String {
    match node.attr("type").unwrap_or("text") {
        // References that are left in plain text were escaped once too often.
        "text" | "text/plain" if node.children.is_empty() && !node.text.text.contains('&') => {
            node.text.text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ => line(&html_in(node, text).text),
    }
}

fn name(author: &Node, text: &str) -> Option<String> {
    let name = child(author, "name").map_or_else(|| author.text.text.clone(), |name| words(name, text));
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}
