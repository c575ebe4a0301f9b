//! The article of a page, without menus, scripts and advertisements.
//!
//! In: the tree of a page. Out: the part of it that is to be read. A page that is nothing but a document is taken
//! whole; of any other, dom_smoothie finds the article (the method of Mozilla's Readability), to which come the lead
//! and the opening picture that pages keep above it.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::dom::{attr, has_word, is_called, name};
use super::metadata::first;
use crate::document::TextAlignment;
use crate::parse::alignment::{self, Said};

/// Pages with more elements are not searched, but taken whole.
pub(super) const MAX_ELEMENTS: usize = 60_000;

/// Classes and properties of leads.
const LEADS: [&str; 8] = [
    "standfirst",
    "article-lead",
    "post-excerpt",
    "article-summary",
    "article__subhead",
    "article-subtitle",
    "sapo",
    "lead",
];

/// How dom_smoothie is to work.
pub(super) fn config() -> Config {
    Config { keep_classes: true, max_elements_to_parse: MAX_ELEMENTS, ..Config::default() }
}

/// Attribute for the alignment that an element gives its text.
pub(super) const ALIGNMENT: &str = "data-text-align";

/// Attribute for the style of a list.
pub(super) const LIST_STYLE: &str = "data-list-style";

/// Copies direction, alignment and list styles from styles to attributes, because styles are dropped in the search.
pub(super) fn prepare(document: &Document) {
    for node in document.root().descendants() {
        let style = attr(&node, "style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
        let direction = style.split(';').find_map(|rule| rule.strip_prefix("direction:"));
        if let Some(direction) = direction.filter(|_| !node.has_attr("dir")) {
            node.set_attr("dir", direction);
        }
        let tag = name(&node);
        if matches!(&*tag, "ol" | "ul") && style.contains("list-style") {
            node.set_attr(LIST_STYLE, &attr(&node, "style").unwrap_or_default());
        }
        match alignment::said(&tag, |key| attr(&node, key)) {
            Some(Said::Aligned(alignment)) => node.set_attr(ALIGNMENT, word(alignment)),
            Some(Said::Usual) => node.set_attr(ALIGNMENT, "start"),
            None => {}
        }
    }
}

const fn word(alignment: TextAlignment) -> &'static str {
    match alignment {
        TextAlignment::Center => "center",
        TextAlignment::End => "end",
        TextAlignment::Left => "left",
        TextAlignment::Right => "right",
    }
}

/// Whether a page is but a document: nothing on it looks like a site's menus, forms and side columns.
pub(super) fn is_bare(document: &Document) -> bool {
    const PARTS: [&str; 16] = [
        "menu",
        "sidebar",
        "related",
        "comment",
        "share",
        "social",
        "breadcrumb",
        "widget",
        "navbar",
        "cookie",
        "newsletter",
        "advert",
        "banner",
        "most-read",
        "popular",
        "pagination",
    ];
    !document.root().descendants_it().filter(NodeRef::is_element).any(|node| {
        let is_part = matches!(&*name(&node), "div" | "section" | "ul" | "ol") && is_called(&node, &PARTS);
        let is_furniture = matches!(&*name(&node), "nav" | "form")
            || &*name(&node) == "input" && !has_word(&node, "type", &["checkbox"])
            || matches!(&*name(&node), "footer" | "header")
                && node.parent().is_some_and(|node| &*name(&node) == "body");
        is_part || is_furniture || has_word(&node, "role", &["navigation", "banner", "search", "complementary"])
    })
}

/// The article, as a tree of its own; `None` when no part of the page reads like one.
pub(super) fn extract(mut page: Readability) -> Option<Document> {
    let whole = page.doc.clone();
    let article = Document::fragment(page.parse().ok()?.content);
    let text = squeezed(&article.root().text());
    let root = article.root();
    let container = first(&article, "#readability-page-1").unwrap_or(root);
    let mut above = String::new();
    for node in [lead(&whole), opening_figure(&whole)].into_iter().flatten() {
        let is_there = match picture(&node) {
            Some(path) => article.root().descendants_it().any(|inner| attr(&inner, "src").as_ref() == Some(&path)),
            None => text.contains(&squeezed(&node.text())),
        };
        if !is_there {
            above.push_str(&node.html());
        }
    }
    container.prepend_html(above);
    Some(article)
}

/// Letters and digits alone, so that the same words are the same in spite of their mark-up.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The lead that stands above the article.
fn lead(document: &Document) -> Option<NodeRef<'_>> {
    const LONGEST: usize = 1200;
    document.root().descendants_it().find(|node| {
        let is_lead = has_word(node, "class", &LEADS) || has_word(node, "itemprop", &["alternativeHeadline"]);
        let text = node.text();
        matches!(&*name(node), "p" | "div" | "h2" | "h3")
            && is_lead
            && text.contains(char::is_alphabetic)
            && text.chars().count() <= LONGEST
    })
}

/// The first figure of the article or of the page's main part, with a caption: one above the text.
fn opening_figure(document: &Document) -> Option<NodeRef<'_>> {
    let part = first(document, "article").or_else(|| first(document, "main"))?;
    let figure = part.descendants_it().find(|node| &*name(node) == "figure")?;
    let is_opening = |node: &NodeRef<'_>| node.descendants_it().any(|inner| &*name(&inner) == "figcaption");
    (is_opening(&figure) && picture(&figure).is_some()).then_some(figure)
}

fn picture(node: &NodeRef<'_>) -> Option<String> {
    node.descendants_it().find(|inner| &*name(inner) == "img").and_then(|image| attr(&image, "src"))
}
