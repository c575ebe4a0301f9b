//! WordPress exports (WXR): RSS with everything that a site holds.
//!
//! In: the `item` elements of the file. Out: an entry of each published post and page, with the names of authors and
//! the featured pictures, which stand elsewhere in the file. What else there is is counted by its kind.

use std::collections::BTreeMap;

use super::entry::{Entry, Picture, day, line};
use super::rss;
use super::tally::{Kind, Tally};
use super::tree::Node;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::html::{line_breaks, short_codes};

/// Posts and pages, and what they refer to.
#[derive(Debug, Default)]
pub(super) struct Archive {
    posts: Vec<Post>,
    /// Pictures by the number of their item.
    pictures: BTreeMap<String, Picture>,
    /// Short codes of plug-ins that mean nothing in a book, by name.
    short_codes: short_codes::LeftOut,
}

#[derive(Debug)]
struct Post {
    entry: Entry,
    /// The number of its featured picture.
    thumbnail: Option<String>,
}

/// Whether an item is one of an export.
pub(super) fn is_exported(item: &Node) -> bool {
    item.child("wp:post_type").is_some()
}

impl Archive {
    /// Takes an item, or counts it.
    pub(super) fn take(&mut self, item: &Node, text: &str, tally: &mut Tally) {
        let kind = item.said("wp:post_type").unwrap_or_default();
        if kind == "attachment" {
            self.take_picture(item);
        }
        if let Some(kind) = left_out(item, kind) {
            return tally.add(kind);
        }
        for _ in item.all("wp:comment") {
            tally.add(Kind::Comment);
        }
        let mut entry = rss::entry(item, text);
        entry.date =
            ["wp:post_date", "wp:post_date_gmt"].iter().filter_map(|name| item.said(name)).find_map(day).or(entry.date);
        if entry.html.is_blank() {
            // The excerpt alone, where a theme shows nothing else.
            entry.html = item.child("excerpt:encoded").map(|node| node.text.clone()).unwrap_or_default();
        } else {
            entry.summary = item.said("excerpt:encoded").map(line).filter(|said| !said.is_empty());
        }
        if let (Some(id), Some(address)) = (item.said("wp:post_id"), entry.addresses.first())
            && let Some(site) = site(address).map(str::to_owned)
        {
            entry.address(&format!("{site}/?p={id}"));
            entry.address(&format!("{site}/?page_id={id}"));
        }
        let thumbnail = meta(item, "_thumbnail_id").map(str::to_owned);
        self.posts.push(Post { entry, thumbnail });
    }

    fn take_picture(&mut self, item: &Node) {
        let (Some(id), Some(address)) = (item.said("wp:post_id"), item.said("wp:attachment_url")) else { return };
        let alt = meta(item, "_wp_attachment_image_alt").map(line).unwrap_or_default();
        self.pictures.insert(id.to_owned(), Picture { address: address.to_owned(), alt });
    }

    /// The entries, with what they refer to.
    pub(super) fn entries(&mut self, root: &Node) -> Vec<Entry> {
        let names = names(root);
        let Archive { posts, pictures, short_codes } = self;
        let picture = |id: &str| pictures.get(id).map(|Picture { address, alt }| (address.clone(), alt.clone()));
        let finished = |Post { mut entry, thumbnail }: Post| {
            for author in &mut entry.authors {
                if let Some(name) = names.get(author.as_str()) {
                    author.clone_from(name);
                }
            }
            entry.picture = thumbnail.and_then(|id| pictures.get(&id)).cloned();
            let html = short_codes::read(entry.html, &picture, short_codes);
            entry.html = line_breaks::as_paragraphs(html);
            entry
        };
        std::mem::take(posts).into_iter().map(finished).collect()
    }

    /// A note of the short codes that are left out.
    pub(super) fn note(&self) -> Option<Diagnostic> {
        let names = self.short_codes.iter().map(|(name, count)| format!("[{name}] {count}"));
        let message =
            format!("short codes left out, the text between them kept: {}", names.collect::<Vec<_>>().join(", "));
        (!self.short_codes.is_empty()).then(|| Diagnostic::note(Code::ShortCode, None, message))
    }
}

/// Why an item is no article of the book.
fn left_out(item: &Node, kind: &str) -> Option<Kind> {
    match kind {
        "post" | "page" => {}
        "attachment" => return Some(Kind::Attachment),
        "nav_menu_item" => return Some(Kind::MenuItem),
        other => return Some(Kind::Other(other.to_owned())),
    }
    match item.said("wp:status").unwrap_or("publish") {
        "publish" if item.said("wp:post_password").is_some() => Some(Kind::Locked),
        "publish" => None,
        "draft" | "auto-draft" => Some(Kind::Draft),
        "private" => Some(Kind::Private),
        "trash" => Some(Kind::Trashed),
        "pending" => Some(Kind::Pending),
        "future" => Some(Kind::Scheduled),
        other => Some(Kind::Other(other.to_owned())),
    }
}

/// A custom field of an item.
fn meta<'a>(item: &'a Node, key: &str) -> Option<&'a str> {
    let field = item.all("wp:postmeta").find(|field| field.said("wp:meta_key") == Some(key))?;
    field.said("wp:meta_value")
}

/// Names of authors by the names they log in with.
fn names(root: &Node) -> BTreeMap<String, String> {
    let channel = root.child("channel");
    let authors = channel.into_iter().flat_map(|channel| channel.all("wp:author"));
    let shown = |author: &Node| {
        let full = ["wp:author_first_name", "wp:author_last_name"].iter().filter_map(|name| author.said(name));
        let full = full.collect::<Vec<_>>().join(" ");
        let name = author.said("wp:author_display_name").map_or(full, str::to_owned);
        Some((author.said("wp:author_login")?.to_owned(), line(&name))).filter(|(_, name)| !name.is_empty())
    };
    authors.filter_map(shown).collect()
}

/// The site of an address: its scheme and host.
fn site(address: &str) -> Option<&str> {
    let host = address.find("://")? + 3;
    Some(&address[..address[host..].find('/').map_or(address.len(), |end| host + end)])
}
