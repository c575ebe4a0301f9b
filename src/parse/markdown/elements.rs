//! What each element of HTML is in a document.
//!
//! In: a start tag. Out: the container it opens, or what else it does.

use html5gum::StartTag;

use super::frame::Kind;
use super::html::attribute;
use crate::parse::list_style;

/// What a start tag does.
pub(super) enum Element {
    /// Nothing: its content is part of what surrounds it.
    Unknown,
    /// Hides its content.
    Silent,
    LineBreak,
    /// Begins a group of rows of a table, beyond which no cell reaches.
    RowGroup,
    Rule,
    Image,
    /// Opens a container of running text.
    Inline(Kind),
    /// Opens a container of blocks, or a part of one.
    Block(Kind),
}

/// What a start tag does.
pub(super) fn element(name: &str, tag: &StartTag<usize>) -> Element {
    let value = |key: &str| attribute(tag, key);
    match name {
        "script" | "style" | "template" | "iframe" | "noscript" | "object" | "svg" | "head" | "title" | "textarea"
        | "select" | "button" | "form" | "audio" | "video" | "canvas" | "math" => Element::Silent,
        "br" => Element::LineBreak,
        "tbody" | "tfoot" => Element::RowGroup,
        "hr" => Element::Rule,
        "img" => Element::Image,
        "a" => value("href").map_or(Element::Unknown, |href| Element::Inline(Kind::Link(href.trim().to_owned()))),
        "span" | "font" | "small" | "big" | "abbr" | "time" | "ins" | "u" | "data" if !has_own_direction(&value) => {
            Element::Unknown
        }
        _ => inline(name)
            .map(Element::Inline)
            .or_else(|| block(name, &value).map(Element::Block))
            .unwrap_or(Element::Unknown),
    }
}

/// Whether an element is more than its text: one with neither language nor direction is not isolated.
fn has_own_direction(value: &impl Fn(&str) -> Option<String>) -> bool {
    ["lang", "xml:lang", "dir"].into_iter().any(|key| value(key).is_some())
}

fn inline(name: &str) -> Option<Kind> {
    Some(match name {
        "em" | "i" | "cite" | "dfn" | "var" => Kind::Emphasis,
        "strong" | "b" => Kind::Strong,
        "s" | "del" | "strike" => Kind::Strikethrough,
        "sup" => Kind::Superscript,
        "sub" => Kind::Subscript,
        "mark" => Kind::Mark,
        "code" | "kbd" | "samp" | "tt" => Kind::InlineCode,
        "span" | "bdi" | "bdo" | "font" | "small" | "big" | "abbr" | "time" | "ins" | "u" | "data" => Kind::Span,
        _ => return None,
    })
}

fn block(name: &str, value: &impl Fn(&str) -> Option<String>) -> Option<Kind> {
    let span = |key: &str| {
        let number = value(key).and_then(|text| text.trim().parse::<u64>().ok()).unwrap_or(1);
        u16::try_from(number).unwrap_or(u16::MAX)
    };
    Some(match name {
        "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "center" | "details" | "address"
        | "p" | "nav" | "hgroup" => Kind::Group,
        "blockquote" => Kind::Quote(None),
        "figure" => Kind::Figure,
        "figcaption" | "caption" => Kind::Caption,
        "summary" => Kind::Summary,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            Kind::Heading { level: name.as_bytes()[1] - b'0', id: value("id").unwrap_or_default() }
        }
        "ul" | "menu" | "ol" => Kind::List { marker: list_style::marker(name, value), loose: false },
        "li" => Kind::Item,
        "dl" => Kind::DefinitionList,
        "dt" => Kind::Term,
        "dd" => Kind::Description,
        "pre" => Kind::Code { language: None },
        "table" => Kind::Table(Vec::new()),
        "thead" => Kind::TableHead,
        "tr" => Kind::Row,
        "td" | "th" => {
            Kind::Cell { is_header: name == "th", column_span: span("colspan").max(1), row_span: span("rowspan") }
        }
        _ => return None,
    })
}

/// The elements that the start of one closes, and those beyond which it closes nothing.
pub(super) fn implied_ends(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match name {
        "li" => (&["li", "p"], &["ul", "ol", "menu"]),
        "dt" | "dd" => (&["dt", "dd", "p"], &["dl"]),
        "td" | "th" => (&["td", "th", "p"], &["tr", "table"]),
        "tr" => (&["tr", "td", "th", "p"], &["table", "thead"]),
        "thead" | "tbody" | "tfoot" => (&["tr", "td", "th", "thead", "p"], &["table"]),
        _ => (&["p"], &["div", "section", "article", "li", "td", "th", "dd", "blockquote", "figure", "details"]),
    }
}
