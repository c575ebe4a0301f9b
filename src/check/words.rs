//! The elements of XHTML (HTML Standard, 3 and 4), and the form of language tags.
//!
//! Lists of names, grouped by content model.

/// Phrasing elements.
pub(super) const PHRASING: &[&str] = &[
    "a", "abbr", "area", "audio", "b", "bdi", "bdo", "br", "button", "canvas", "cite", "code", "data", "datalist",
    "del", "dfn", "em", "embed", "i", "iframe", "img", "input", "ins", "kbd", "label", "link", "map", "mark", "math",
    "meta", "meter", "noscript", "object", "output", "picture", "progress", "q", "ruby", "s", "samp", "script",
    "select", "slot", "small", "span", "strong", "sub", "sup", "svg", "switch", "template", "textarea", "time",
    "trigger", "u", "var", "video", "wbr",
];
/// Block elements.
pub(super) const FLOW: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
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
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "table",
    "ul",
];
/// Elements that are allowed only in certain others.
pub(super) const SPECIAL: &[&str] = &[
    "html",
    "head",
    "body",
    "title",
    "base",
    "style",
    "li",
    "dt",
    "dd",
    "caption",
    "colgroup",
    "col",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "figcaption",
    "legend",
    "option",
    "optgroup",
    "source",
    "track",
    "param",
    "summary",
    "rb",
    "rp",
    "rt",
    "rtc",
    "case",
    "default",
];
/// Void elements.
pub(super) const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements with the content model of their parent.
pub(super) const TRANSPARENT: &[&str] =
    &["a", "ins", "del", "map", "noscript", "canvas", "audio", "video", "switch", "case"];

/// Whether a parent with fixed children takes this child, or a child with fixed parents this parent; `None` where the
/// classes decide.
pub(super) fn is_parent_of(parent: &str, child: &str) -> Option<bool> {
    let helpers = ["script", "template"];
    let only = |children: &[&str]| Some(children.contains(&child) || helpers.contains(&child));
    let also = |children: &[&str]| children.contains(&child).then_some(true);
    match parent {
        "html" => only(&["head", "body"]),
        "head" => only(&["title", "meta", "link", "style", "base", "noscript"]),
        "ul" | "ol" | "menu" => only(&["li"]),
        "dl" => only(&["dt", "dd", "div"]),
        "table" => only(&["caption", "colgroup", "thead", "tbody", "tfoot", "tr"]),
        "thead" | "tbody" | "tfoot" => only(&["tr"]),
        "tr" => only(&["td", "th"]),
        "colgroup" => only(&["col"]),
        "div" => also(&["dt", "dd"]),
        "figure" => also(&["figcaption"]),
        "details" => also(&["summary"]),
        "fieldset" => also(&["legend"]),
        "ruby" | "rtc" => also(&["rb", "rp", "rt", "rtc"]),
        "select" | "datalist" | "optgroup" => also(&["option", "optgroup"]),
        "audio" | "video" | "picture" => also(&["source", "track"]),
        "object" => also(&["param"]),
        "switch" => also(&["case", "default"]),
        _ => None,
    }
}

/// Whether a text has the form of a language tag (BCP 47, 2.1): subtags of at most eight letters and digits.
pub(super) fn is_language(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let first = subtags.next().unwrap_or_default();
    let is_private = first.eq_ignore_ascii_case("x") || first.eq_ignore_ascii_case("i");
    let is_sound =
        |subtag: &str| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let begins = first.bytes().all(|byte| byte.is_ascii_alphabetic()) && ((2..=8).contains(&first.len()) || is_private);
    begins && subtags.clone().all(is_sound) && (!is_private || subtags.next().is_some())
}
