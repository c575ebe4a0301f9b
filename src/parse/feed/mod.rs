//! Feeds and archives of articles: RSS (0.9 to 2.0 and RDF), Atom (RFC 4287), WordPress exports (WXR) and JSON Feed.
//!
//! In: text. Out: what the whole says of itself, and its articles in the order of the file, each with its metadata and
//! its text as HTML. What is no published article is counted and left out.
//!
//! ```text
//! text ── tree (XML) ──> elements ── rss, wordpress, atom ──> entries
//!      └─ json (JSON Feed) ─────────────────────────────────┘
//! ```

mod atom;
mod entry;
mod json;
mod rss;
mod tally;
mod tree;
mod wordpress;

pub(super) use self::entry::Entry;
use self::tally::Tally;
use self::tree::{Fault, Node};
use super::metadata::Draft;
use crate::diagnostic::{Code, Diagnostic, Error, Span};

/// A feed taken apart.
#[derive(Debug, Default)]
pub(super) struct Feed {
    /// What it says of itself.
    pub(super) draft: Draft,
    /// Its articles, in the order of the file.
    pub(super) entries: Vec<Entry>,
}

/// Takes a feed apart.
///
/// # Errors
/// [`Error::Source`] for a file that is no feed, and for one without a published article.
pub(super) fn parse(text: &str, warnings: &mut Vec<Diagnostic>) -> Result<Feed, Error> {
    let mut tally = Tally::default();
    let feed = match text.trim_start().starts_with('{') {
        true => json::parse(text, &mut tally)?,
        false => parse_xml(text, &mut tally, warnings)?,
    };
    warnings.extend(tally.note());
    if feed.entries.is_empty() {
        let diagnostic =
            Diagnostic::error(Code::EmptySource, None, format!("the feed has no published article{}", tally.reason()));
        return Err(Error::Source(diagnostic.with_hint("export it with its posts, or give the feed of the articles")));
    }
    Ok(feed)
}

fn parse_xml(text: &str, tally: &mut Tally, warnings: &mut Vec<Diagnostic>) -> Result<Feed, Error> {
    let mut articles = Vec::new();
    let mut wordpress = wordpress::Archive::default();
    let is_article = |name: &str| matches!(name, "item" | "atom:entry" | "entry");
    let (root, fault) = tree::read(text, is_article, |node| match node.name.as_str() {
        "item" if wordpress::is_exported(&node) => wordpress.take(&node, text, tally),
        "item" => articles.push(rss::entry(&node, text)),
        _ => articles.push(atom::entry(&node, text)),
    });
    let root = root.ok_or_else(|| no_feed(fault.as_ref()))?;
    let draft = match root.name.as_str() {
        "rss" | "rdf:RDF" | "RDF" => rss::draft(&root, text),
        "atom:feed" | "feed" => atom::draft(&root, text, &mut articles),
        _ => return Err(no_feed(None)),
    };
    let mut entries = wordpress.entries(&root);
    warnings.extend(wordpress.note());
    entries.append(&mut articles);
    if let Some(Fault { reason, at }) = fault {
        let count = entries.len();
        let message = format!("the file cannot be read to its end ({reason}); {count} articles are taken from it");
        warnings.push(
            Diagnostic::warning(Code::TruncatedSource, Span::new(at, at), message).with_hint("export or save it anew"),
        );
    }
    Ok(Feed { draft, entries: tally.with_words(entries) })
}

fn no_feed(fault: Option<&Fault>) -> Error {
    let span = fault.map(|fault| Span::new(fault.at, fault.at));
    let cause = fault.map(|fault| format!(": {}", fault.reason)).unwrap_or_default();
    let message = format!("the file is no feed (RSS, Atom, JSON Feed) and no WordPress export{cause}");
    Error::Source(
        Diagnostic::error(Code::BrokenSource, span, message)
            .with_hint("--from names the kind of a file of another kind"),
    )
}

/// The HTML in an element: escaped or CDATA, or as elements of its own.
fn html_in(node: &Node, text: &str) -> super::piece::Piece {
    let mut html = super::piece::Piece::default();
    match node.children.is_empty() {
        true => html.clone_from(&node.text),
        false => super::xhtml::push_html(
            &text[node.inner.start..node.inner.end],
            node.inner.start,
            &mut html,
            &mut |_, _| {},
        ),
    }
    entry::unescaped(html)
}

#[cfg(test)]
mod tests;
