//! What a page says about itself.
//!
//! In: its tree. Out: title, authors, date, description, publisher, keywords, language and direction, from JSON-LD,
//! Open Graph, `meta` and `html`, in this order (dom_smoothie reads the first three), and the page's own address.

use dom_query::{Document, NodeRef};
use dom_smoothie::Readability;
use url::Url;

use super::dom::attr;
use super::place::Places;
use crate::diagnostic::Diagnostic;
use crate::document::Direction;
use crate::parse::metadata::{Draft, Key, Value};

/// The address of the page, where it says one.
pub(super) fn address(document: &Document) -> Option<Url> {
    let said = [("base[href]", "href"), ("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")];
    let mut addresses = said.iter().filter_map(|(selector, name)| attr_of(document, selector, name));
    addresses.find_map(|address| Url::parse(&address).ok().filter(|url| matches!(url.scheme(), "http" | "https")))
}

/// Takes what a page says about itself.
pub(super) fn read(page: &Readability, places: &Places<'_>, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) {
    let facts = page.get_article_metadata(page.parse_json_ld());
    let document = &page.doc;
    let here = |node: Option<NodeRef<'_>>| {
        let line = node.and_then(|node| attr(&node, super::dom::LINE)?.parse().ok());
        places.line(line.unwrap_or(1))
    };
    let mut set = |key, text: Option<String>, selector: &str| {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            let span = here(first(document, selector));
            draft.set(key, &[Value { text, span }], warnings);
        }
    };
    let stated = Some(facts.title.clone()).filter(|title| !title.trim().is_empty());
    let title = title(document, stated.or_else(|| Some(page.get_article_title().to_string())));
    set(Key::Title, title, "title");
    set(Key::Author, facts.byline.clone().or_else(|| byline(document)).and_then(author), "meta[name=author]");
    let date = facts.published_time.clone().or_else(|| published(document));
    // A page's date is machine-made: one that cannot be read is of no use to its reader, nor is a warning.
    let date = date.filter(|date| crate::parse::date::parse_date(date).is_some());
    set(Key::Date, date, "meta[property='article:published_time']");
    set(Key::Description, facts.excerpt.clone(), "meta[name=description]");
    set(Key::Publisher, facts.site_name, "meta[property='og:site_name']");
    set(Key::Keywords, attr_of(document, "meta[name=keywords]", "content"), "meta[name=keywords]");
    set(Key::Lang, language(document), "html");
    let dir = ["html", "body"].iter().find_map(|element| attr_of(document, element, "dir"));
    set(Key::Dir, dir.filter(|dir| Direction::from_dir(dir).is_some()), "html");
}

/// The title that a page says, without its site's name where the page's first heading gives the title alone.
fn title(document: &Document, stated: Option<String>) -> Option<String> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let stated = stated.map(|title| one_line(&title)).filter(|title| !title.is_empty());
    let headings: Vec<String> = document.select("h1").nodes().iter().map(|node| one_line(&node.text())).collect();
    let full = first(document, "title").map(|node| one_line(&node.text())).unwrap_or_default();
    let within = |heading: &&String| {
        !heading.is_empty()
            && (full.contains(heading.as_str())
                || stated.as_ref().is_some_and(|title| title.contains(heading.as_str())))
    };
    headings.iter().find(within).cloned().or(stated)
}

/// The language of the page; one that parses, since templates leave all kinds of values here.
fn language(document: &Document) -> Option<String> {
    let html = first(document, "html")?;
    let lang = attr(&html, "lang").or_else(|| attr(&html, "xml:lang"))?;
    crate::parse::parse_lang(&lang).map(|lang| lang.0)
}

/// Names of `meta` elements that tell the day of publication, as Dublin Core and word processors write them.
const META_DATES: [&str; 6] = ["date", "dc.date", "DC.date", "dcterms.created", "dcterms.date", "publish-date"];

/// The first `time` with a date that says it is the publication's, else the only one.
fn published(document: &Document) -> Option<String> {
    let said = attr_of(document, "[itemprop=datePublished]", "content")
        .or_else(|| attr_of(document, "[itemprop=datePublished]", "datetime"))
        .or_else(|| attr_of(document, "time[pubdate]", "datetime"))
        .or_else(|| META_DATES.iter().find_map(|name| attr_of(document, &format!("meta[name='{name}']"), "content")));
    said.or_else(|| match document.select("time[datetime]").nodes() {
        [only] => attr(only, "datetime"),
        _ => attr_of(document, "article time[datetime]", "datetime"),
    })
}

fn byline(document: &Document) -> Option<String> {
    let node = ["[itemprop=author]", "a[rel=author]", ".byline", ".author-name"]
        .iter()
        .find_map(|selector| first(document, selector))?;
    let text = node.text().split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text.chars().count() < 80).then_some(text)
}

/// A byline without the words before the name; `None` for an address.
pub(super) fn author(byline: String) -> Option<String> {
    const OPENINGS: [&str; 8] = ["بقلم:", "بقلم", "كتب:", "كتبت:", "الكاتب:", "إعداد:", "By ", "by "];
    let text = byline.trim();
    let text = OPENINGS.iter().find_map(|opening| text.strip_prefix(opening)).unwrap_or(text);
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '|'));
    (!text.contains("://") && !text.is_empty()).then(|| text.to_owned())
}

pub(super) fn first<'d>(document: &'d Document, selector: &str) -> Option<NodeRef<'d>> {
    document.try_select(selector)?.nodes().first().copied()
}

fn attr_of(document: &Document, selector: &str, attribute: &str) -> Option<String> {
    let found = document.try_select(selector)?;
    found.nodes().iter().find_map(|node| attr(node, attribute))
}
