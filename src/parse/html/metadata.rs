//! What a page says about itself.
//!
//! In: its tree. Out: title, authors, date, description, publisher, keywords, language and direction, from JSON-LD,
//! Open Graph, `meta` and `html`, in this order (dom_smoothie reads what `meta` elements say), and the page's own address.

use dom_query::{Document, NodeRef};
use dom_smoothie::Readability;
use url::Url;

use super::dom::attr;
use super::place::Places;
use super::{headline, json_ld};
use crate::diagnostic::Diagnostic;
use crate::document::Direction;
use crate::parse::metadata::{Draft, Key, Value};
use crate::parse::placeholder::is_placeholder;

/// The address of the page, where it says one.
pub(super) fn address(document: &Document) -> Option<Url> {
    let said = [("base[href]", "href"), ("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")];
    let mut addresses = said.iter().filter_map(|(selector, name)| attr_of(document, selector, name));
    addresses.find_map(|address| Url::parse(&address).ok().filter(|url| matches!(url.scheme(), "http" | "https")))
}

/// Takes what a page says about itself.
pub(super) fn read(page: &Readability, places: &Places<'_>, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) {
    let document = &page.doc;
    let (facts, said) = (json_ld::read(document), page.get_article_metadata(None));
    let here = |node: Option<NodeRef<'_>>| {
        let line = node.and_then(|node| attr(&node, super::dom::LINE)?.parse().ok());
        places.line(line.unwrap_or(1))
    };
    let mut set = |key, texts: Vec<String>, selector: &str| {
        let says = |text: &String| !text.trim().is_empty() && !is_placeholder(key, text);
        let texts: Vec<String> = texts.into_iter().filter(says).collect();
        if !texts.is_empty() {
            let span = here(first(document, selector));
            let values: Vec<Value> = texts.into_iter().map(|text| Value { text, span }).collect();
            draft.set(key, &values, warnings);
        }
    };
    let publisher = facts.publisher.or(said.site_name);
    let application = attr_of(document, "meta[name='application-name']", "content");
    let sites = Vec::from_iter([publisher.clone(), facts.site, application].into_iter().flatten());
    let title = headline::find(document, facts.headline, &sites);
    set(Key::Title, Vec::from_iter(title), "title");
    let bylines = if facts.authors.is_empty() {
        Vec::from_iter(said.byline.filter(|name| !name.trim().is_empty()).or_else(|| byline(document)))
    } else {
        facts.authors
    };
    set(Key::Author, bylines.into_iter().filter_map(author).collect(), "meta[name=author]");
    let date = facts.published.or(said.published_time).or_else(|| published(document));
    // A page's date is machine-made: one that cannot be read is of no use to its reader, nor is a warning.
    let date = date.filter(|date| crate::parse::date::parse_date(date).is_some());
    set(Key::Date, Vec::from_iter(date), "meta[property='article:published_time']");
    set(Key::Description, Vec::from_iter(facts.description.or(said.excerpt)), "meta[name=description]");
    set(Key::Publisher, Vec::from_iter(publisher), "meta[property='og:site_name']");
    let keywords = attr_of(document, "meta[name=keywords]", "content").map_or(facts.keywords, |words| vec![words]);
    set(Key::Keywords, keywords, "meta[name=keywords]");
    set(Key::Lang, Vec::from_iter(language(document)), "html");
    let dir = ["html", "body"].iter().find_map(|element| attr_of(document, element, "dir"));
    set(Key::Dir, Vec::from_iter(dir.filter(|dir| Direction::from_dir(dir).is_some())), "html");
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

pub(super) fn attr_of(document: &Document, selector: &str, attribute: &str) -> Option<String> {
    let found = document.try_select(selector)?;
    found.nodes().iter().find_map(|node| attr(node, attribute))
}
