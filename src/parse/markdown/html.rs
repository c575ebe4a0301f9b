//! HTML within Markdown: only the text of its elements is kept.
//!
//! In: an HTML block, or one tag within a line. Out: paragraphs of plain text, without tags, comments, scripts and
//! styles. Nothing of the mark-up itself goes further.

/// Elements whose content is no text for readers.
const SILENT: [&str; 7] = ["script", "style", "template", "iframe", "noscript", "object", "svg"];

/// Elements that do not end a paragraph.
const PHRASING: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u",
];

/// Character references that occur in hand-written HTML.
const REFERENCES: [(&str, &str); 10] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{A0}"),
    ("zwnj", "\u{200C}"),
    ("zwj", "\u{200D}"),
    ("lrm", "\u{200E}"),
    ("rlm", "\u{200F}"),
];

/// The name of a tag such as `<br/>` or `</SPAN>`, in lower case; empty for a comment or declaration.
pub(super) fn tag_name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    name[..end].to_ascii_lowercase()
}

/// Whether an opening tag hides what follows up to its closing tag.
pub(super) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name)
}

/// The paragraphs of an HTML block, white space collapsed.
pub(super) fn paragraphs(html: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push(&mut paragraphs, &rest[..at]);
        let Some(length) = markup_length(&rest[at..]) else {
            push(&mut paragraphs, "<");
            rest = &rest[at + 1..];
            continue;
        };
        let tag = &rest[at..at + length];
        let name = tag_name(tag);
        rest = &rest[at + length..];
        if is_silent(&name) && !tag.starts_with("</") && !tag.ends_with("/>") {
            rest = after_closing(rest, &name);
        }
        if !name.is_empty() && !PHRASING.contains(&name.as_str()) {
            paragraphs.push(String::new());
        }
    }
    push(&mut paragraphs, rest);
    paragraphs.iter().map(|text| collapsed(text)).filter(|text| !text.is_empty()).collect()
}

fn push(paragraphs: &mut [String], text: &str) {
    if let Some(last) = paragraphs.last_mut() {
        last.push_str(&unescape(text));
    }
}

/// A text with runs of ASCII white space as one space; no-break spaces stay.
fn collapsed(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Bytes of the tag, comment or declaration that a text begins with; `None` when its `<` is but a sign.
fn markup_length(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return Some(text.find("-->").map_or(text.len(), |at| at + 3));
    }
    let first = text[1..].chars().next()?;
    if !first.is_ascii_alphabetic() && !matches!(first, '/' | '!' | '?') {
        return None;
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if c == open => quote = None,
            _ => {}
        }
    }
    Some(text.len())
}

/// What follows the closing tag of an element; nothing when it is never closed.
fn after_closing<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at..];
        if tag_name(rest) == name {
            return &rest[markup_length(rest).unwrap_or(rest.len())..];
        }
        rest = &rest[2..];
    }
    ""
}

/// A text with its character references replaced; unknown ones stay as written.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.bytes().take(10).position(|byte| byte == b';');
        match end.and_then(|end| referenced(&rest[..end]).map(|text| (end, text))) {
            Some((end, text)) => {
                out.push_str(&text);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

fn referenced(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return REFERENCES.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned());
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[&str]) {
        assert_eq!(paragraphs(html), expected, "{html}");
    }

    #[test]
    fn text_is_kept_and_markup_dropped() {
        check("<div dir=\"rtl\">\n<p>سوق <b>الورّاقين</b></p>\n<p>في بغداد</p></div>", &["سوق الورّاقين", "في بغداد"]);
        check("<!-- سرّ > --> ظاهر", &["ظاهر"]);
        check("<img alt=\"a > b\" src=x onerror=alert(1)>", &[]);
        check("أ &amp; ب&nbsp;ج &#x645;&#1605; &مجهول; 3 < 4", &["أ & ب\u{A0}ج مم &مجهول; 3 < 4"]);
    }

    #[test]
    fn scripts_are_silent() {
        check("<script>alert('</p>')</script>قبل<style>p{}</style>بعد", &["قبل", "بعد"]);
        check("<SCRIPT src=x>لا نهاية", &[]);
        check("<svg/>ظاهر", &["ظاهر"]);
        check("<!-- بلا نهاية", &[]);
    }

    #[test]
    fn names_of_tags() {
        assert_eq!(tag_name("<br/>"), "br");
        assert_eq!(tag_name("</SPAN>"), "span");
        assert_eq!(tag_name("<!-- -->"), "");
    }
}
