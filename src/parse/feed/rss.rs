//! RSS: 2.0 and before, and the RDF of 0.9 and 1.0.
//!
//! In: elements. Out: an entry of each `item`, a draft of the channel.

use super::entry::{Entry, Picture, day, line, unescaped};
use super::html_in;
use super::tree::Node;
use crate::parse::lang::parse_lang;
use crate::parse::metadata::Draft;

/// What a channel says of itself.
pub(super) fn draft(root: &Node, text: &str) -> Draft {
    let mut draft = Draft::default();
    let Some(channel) = root.child("channel") else { return draft };
    let said =
        |name: &str| channel.child(name).map(|node| line(&html_in(node, text).text)).filter(|said| !said.is_empty());
    let metadata = &mut draft.metadata;
    metadata.title = said("title").unwrap_or_default();
    metadata.description = said("description").or_else(|| said("itunes:summary"));
    metadata.rights = said("copyright").or_else(|| said("dc:rights"));
    metadata.publisher = said("dc:publisher");
    metadata.authors.extend(said("itunes:author").or_else(|| said("dc:creator")));
    draft.lang = channel.said("language").or_else(|| channel.said("dc:language")).and_then(parse_lang);
    draft
}

/// An article.
pub(super) fn entry(item: &Node, text: &str) -> Entry {
    let mut entry = Entry { span: item.outer, ..Entry::default() };
    entry.title = item
        .child("title")
        .or_else(|| item.child("dc:title"))
        .map(|node| line(&html_in(node, text).text))
        .unwrap_or_default();
    ["link", "guid"].iter().filter_map(|name| item.said(name)).for_each(|address| entry.address(address));
    item.attr("rdf:about").into_iter().for_each(|address| entry.address(address));
    let creators = item.all("dc:creator").map(|node| node.text.text.as_str());
    creators.for_each(|name| entry.author(name));
    if entry.authors.is_empty() {
        item.said("author").or_else(|| item.said("itunes:author")).into_iter().for_each(|who| entry.author(name(who)));
    }
    let dates = ["pubDate", "dc:date", "dcterms:created", "dcterms:modified", "atom:updated"];
    entry.date = dates.iter().filter_map(|name| item.said(name)).find_map(day);
    for word in item.all("category").chain(item.all("dc:subject")) {
        entry.categorise(&word.text.text);
    }
    entry.lang = item.said("dc:language").and_then(parse_lang);
    entry.identifier = None;
    (entry.html, entry.summary) = body(item, text);
    entry.picture = picture(item);
    entry
}

/// The text of an article, and the summary beside it: the longer one is the text where a feed turns them round.
fn body(item: &Node, text: &str) -> (super::super::piece::Piece, Option<String>) {
    let html = |name: &str| item.child(name).map(|node| html_in(node, text)).filter(|html| !html.is_blank());
    let full = html("content:encoded").or_else(|| html("xhtml:body")).or_else(|| html("atom:content"));
    let short = html("description").or_else(|| html("itunes:summary")).or_else(|| html("dc:description"));
    match (full, short) {
        (Some(full), short) => {
            (full, short.map(|short| line(&unescaped(short).text)).filter(|short| !short.is_empty()))
        }
        (None, short) => (short.unwrap_or_default(), None),
    }
}

/// `mail@example.org (Name)` is how RSS writes authors.
fn name(author: &str) -> &str {
    match author.split_once('(') {
        Some((mail, name)) if mail.contains('@') => name.trim().trim_end_matches(')'),
        _ => author,
    }
}

/// A picture that stands beside the text.
fn picture(item: &Node) -> Option<Picture> {
    let is_picture = |node: &&Node| {
        let said = |name| node.attr(name).unwrap_or_default();
        said("type").starts_with("image/") || said("medium") == "image"
    };
    let groups = item.all("media:group").flat_map(|group| group.all("media:content"));
    let found = item.all("enclosure").chain(item.all("media:content")).chain(groups).find(is_picture);
    let node = found.or_else(|| item.child("media:thumbnail"))?;
    let alt = node.said("media:description").or_else(|| node.said("media:title")).map(line).unwrap_or_default();
    Some(Picture { address: node.attr("url")?.to_owned(), alt })
}
