//! How elements are displayed by default (HTML Standard, 15.3).
//!
//! In: an element. Out: whether it is a block, and whether it is shown at all.

use dom_query::NodeRef;

use super::dom::{attr, has_word};

/// Elements that stand apart from what is before and behind them (HTML Standard, 15.3.2 and 15.3.3), in order.
const BLOCKS: [&str; 49] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
];

/// Whether an element of this name stands apart from what is before and behind it.
pub(super) fn is_block(tag: &str) -> bool {
    BLOCKS.binary_search(&tag).is_ok()
}

/// What a browser does not show.
pub(super) fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style = attr(node, "style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    node.has_attr("hidden")
        || style.contains("display:none")
        || attr(node, "aria-hidden").is_some_and(|value| value == "true")
        || has_word(node, "class", &["mw-cite-backlink", "mw-editsection"])
}
