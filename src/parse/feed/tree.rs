//! The elements of a feed.
//!
//! In: the text of an XML file. Out: its elements as small trees, the articles one after the other, so that an archive of
//! thousands is never held twice. Declarations of entities are not read, so that nothing can expand. Names are told by
//! their namespace, whatever prefix a file uses: [`Node::name`] has the customary one.

use quick_xml::NsReader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;

use crate::diagnostic::Span;
use crate::parse::html;
use crate::parse::piece::Piece;

/// How deep elements may nest; what is deeper belongs to the text of the element around it.
const MAX_DEPTH: usize = 64;

/// How text begins in which `<` and `&` mean nothing.
const CDATA: &str = "<![CDATA[";

/// The customary prefix of each namespace; those of Atom and RSS themselves have none.
const NAMESPACES: [(&str, &str); 13] = [
    ("http://purl.org/rss/1.0/modules/content/", "content:"),
    ("http://purl.org/dc/elements/1.1/", "dc:"),
    ("http://purl.org/dc/terms/", "dcterms:"),
    ("http://www.w3.org/2005/Atom", "atom:"),
    ("http://purl.org/atom/ns#", "atom:"),
    ("http://search.yahoo.com/mrss/", "media:"),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes:"),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:"),
    ("http://www.w3.org/1999/xhtml", "xhtml:"),
    ("http://purl.org/rss/1.0/", ""),
    ("http://my.netscape.com/rdf/simple/0.9/", ""),
    ("http://backend.userland.com/rss2", ""),
    ("http://www.w3.org/XML/1998/namespace", "xml:"),
];

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Its name with the customary prefix of its namespace.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// The text directly in it, with references resolved.
    pub(super) text: Piece,
    pub(super) children: Vec<Node>,
    /// Where it stands, and what is between its tags.
    pub(super) outer: Span,
    pub(super) inner: Span,
}

impl Node {
    /// An attribute by its name.
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.trim())
    }

    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of a child, where it has some.
    pub(super) fn said(&self, name: &str) -> Option<&str> {
        let named = self.children.iter().filter(|child| child.name == name);
        named.map(|child| child.text.text.trim()).find(|text| !text.is_empty())
    }
}

/// A fault that ends the reading of a file, and where it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) reason: String,
    pub(super) at: usize,
}

/// Reads elements; each that `is_article` accepts is handed to `take` with those around it still open, outermost
/// first, and not kept. The first element of the file, and the fault that ended it early.
pub(super) fn read(
    text: &str,
    is_article: impl Fn(&str) -> bool,
    take: impl FnMut(Node),
) -> (Option<Node>, Option<Fault>) {
    let mut reader = NsReader::from_str(text);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (false, true, true);
    let mut builder = Builder { text, open: Vec::new(), root: None, deeper: 0, is_article, take };
    let mut fault = None;
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(text.len());
                let at = text.floor_char_boundary(at.min(text.len()));
                fault = Some(Fault { reason: error.to_string(), at });
                // A file that was cut off within a text has the beginning of it.
                if let Some(rest) = text[at..].strip_prefix(CDATA) {
                    builder.push(rest, at + CDATA.len());
                }
                break;
            }
        };
        let end = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        let name = |tag: &BytesStart<'_>| named(&reader.resolver().resolve_element(tag.name()).0, tag.name().as_ref());
        match event {
            Event::Eof => break,
            Event::Start(tag) => builder.open(name(&tag), attributes(&tag), Span::new(start, end)),
            Event::Empty(tag) => {
                builder.open(name(&tag), attributes(&tag), Span::new(start, end));
                builder.close(end, end);
            }
            Event::End(tag) => builder.end(tag.local_name().as_ref(), start, end),
            Event::Text(inner) => builder.push(&inner, start),
            Event::CData(inner) => builder.push(&inner, start + CDATA.len()),
            Event::GeneralRef(name) => builder.push(&referred(&name), start),
            _ => {}
        }
    }
    if fault.is_none() && !builder.open.is_empty() {
        fault = Some(Fault { reason: "it ends too early".into(), at: text.len() });
    }
    while !builder.open.is_empty() {
        builder.close(text.len(), text.len());
    }
    (builder.root, fault)
}

/// Elements that are open, outermost first.
struct Builder<'a, IsArticle, Take> {
    text: &'a str,
    open: Vec<Node>,
    root: Option<Node>,
    /// How many elements are open that nest too deep to be kept.
    deeper: usize,
    is_article: IsArticle,
    take: Take,
}

impl<IsArticle: Fn(&str) -> bool, Take: FnMut(Node)> Builder<'_, IsArticle, Take> {
    fn open(&mut self, name: String, attributes: Vec<(String, String)>, tag: Span) {
        if self.open.len() >= MAX_DEPTH {
            self.deeper += 1;
            return;
        }
        let inner = Span::new(tag.end, tag.end);
        self.open.push(Node { name, attributes, outer: tag, inner, ..Node::default() });
    }

    /// An end tag closes the innermost element of its name and all in it; one that closes nothing is none.
    fn end(&mut self, local: &str, start: usize, end: usize) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let is_it = |node: &Node| node.name.rsplit(':').next() == Some(local);
        let Some(index) = self.open.iter().rposition(is_it) else { return };
        while self.open.len() > index + 1 {
            self.close(start, start);
        }
        self.close(start, end);
    }

    /// The innermost element ends.
    fn close(&mut self, start: usize, end: usize) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let Some(mut node) = self.open.pop() else { return };
        node.inner.end = start.max(node.inner.start);
        node.outer.end = end.max(node.inner.end).min(self.text.len());
        if (self.is_article)(&node.name) {
            return (self.take)(node);
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(node),
            None => drop(self.root.get_or_insert(node)),
        }
    }

    fn push(&mut self, text: &str, at: usize) {
        if let Some(top) = self.open.last_mut() {
            top.text.push(text, at);
        }
    }
}

fn named(namespace: &ResolveResult<'_>, qualified: &str) -> String {
    let local = qualified.rsplit(':').next().unwrap_or_default();
    let ResolveResult::Bound(namespace) = namespace else { return qualified.to_owned() };
    let uri = namespace.as_ref();
    if let Some((_, prefix)) = NAMESPACES.iter().find(|(known, _)| *known == uri) {
        return format!("{prefix}{local}");
    }
    match uri.strip_prefix("http://wordpress.org/export/") {
        Some(version) if version.ends_with("excerpt/") => format!("excerpt:{local}"),
        Some(_) => format!("wp:{local}"),
        None => qualified.to_owned(),
    }
}

fn attributes(tag: &BytesStart<'_>) -> Vec<(String, String)> {
    let mut all = tag.html_attributes();
    let pair = |attribute: quick_xml::events::attributes::Attribute<'_>| {
        (attribute.key.as_ref().to_owned(), html::plain(&attribute.value))
    };
    all.with_checks(false).flatten().map(pair).collect()
}

/// What a reference stands for; one that XML does not know is left to HTML.
fn referred(name: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = name.resolve_char_ref() {
        return character.to_string();
    }
    let known = match name.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        other => return format!("&{other};"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles(text: &str) -> (Vec<String>, Option<Node>, Option<Fault>) {
        let mut taken = Vec::new();
        let (root, fault) = read(
            text,
            |name| name == "item",
            |node| {
                taken.push(node.said("content:encoded").or(node.said("title")).unwrap_or_default().to_owned());
            },
        );
        (taken, root, fault)
    }

    #[test]
    fn articles_are_taken_one_by_one() {
        let (taken, root, fault) = articles(
            "<rss xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel><title>مدونة</title>\
             <item><title>أ &amp; ب&#x61;</title></item><item><c:encoded><![CDATA[<p>]]]]><![CDATA[>نص]]></c:encoded></item>\
             </channel></rss>",
        );
        assert_eq!(taken, ["أ & بa", "<p>]]>نص"]);
        assert_eq!(root.unwrap().child("channel").unwrap().said("title"), Some("مدونة"));
        assert_eq!(fault, None);
    }

    #[test]
    fn what_is_broken_costs_no_more_than_it_must() {
        let (taken, _, fault) = articles("<rss><item><title>أ<br>ب</title></item></x><item><title>ج");
        assert_eq!(taken, ["أ", "ج"]);
        assert_eq!(fault.map(|fault| fault.reason).as_deref(), Some("it ends too early"));
        let deep = format!("<rss><item><title>أ{}</title></item></rss>", "<b>".repeat(100_000));
        assert_eq!(articles(&deep).0.len(), 1);
    }
}
