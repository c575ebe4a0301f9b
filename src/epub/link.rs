//! Where a link of the document leads in the book.
//!
//! In: the target as written. Out: an address that EPUB 3.3 allows and that runs nothing: a place in the book, or a
//! page of the web or a mail address, normalised by the URL Standard and then escaped where RFC 3986 asks for more.
//! Everything else (`javascript:`, `data:`, files of the author's machine) is refused.

use std::fmt::Write;

use url::{Position, Url};

use super::outline::Outline;

/// Schemes of links that leave the book.
const OUTSIDE: [&str; 3] = ["http", "https", "mailto"];

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An address for `href`.
    Address(String),
    /// Nothing in the book has this name.
    NoSuchPlace,
    /// Not an address that a book may hold.
    Refused,
}

/// Resolves a target as seen from a file of the book.
pub(super) fn resolve(target: &str, outline: &Outline<'_>, from: &str) -> Target {
    if let Some(id) = target.strip_prefix('#') {
        return match outline.place(id) {
            Some(place) if place.file == from => Target::Address(format!("#{}", place.anchor)),
            Some(place) => Target::Address(format!("{}#{}", place.file, place.anchor)),
            None => Target::NoSuchPlace,
        };
    }
    match Url::parse(target) {
        Ok(url) if OUTSIDE.contains(&url.scheme()) => outside(&url).map_or(Target::Refused, Target::Address),
        _ => Target::Refused,
    }
}

/// An address outside the book, if it is valid.
fn outside(url: &Url) -> Option<String> {
    let names_host =
        url.host_str().is_some_and(|host| host.trim_end_matches('.').split('.').all(|label| !label.is_empty()));
    let names_mail = url.scheme() == "mailto" && !url[Position::BeforePath..].is_empty();
    if !names_host && !names_mail {
        return None;
    }
    let mut address = url[..Position::BeforePath].to_owned();
    escape(&url[Position::BeforePath..Position::AfterQuery], &mut address);
    if let Some(fragment) = url.fragment() {
        address.push('#');
        escape(fragment, &mut address);
    }
    Some(address)
}

/// Appends path and query, or a fragment, escaping everything that RFC 3986 does not allow in them (3.3 to 3.5). The
/// URL Standard is more lenient: it keeps brackets, a second `#` and lone percent signs.
fn escape(part: &str, address: &mut String) {
    const ALLOWED: &str = "-._~!$&'()*+,;=:@/?";
    for (at, character) in part.char_indices() {
        let is_escape =
            || part.as_bytes()[at + 1..].iter().take(2).filter(|digit| digit.is_ascii_hexdigit()).count() == 2;
        match character {
            _ if character.is_ascii_alphanumeric() || ALLOWED.contains(character) => address.push(character),
            '%' if is_escape() => address.push(character),
            _ => character.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| {
                // Writing to a string cannot fail.
                let _ = write!(address, "%{byte:02X}");
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::document::{Block, BlockKind, Document, Inline};

    fn check(target: &str, expected: Option<&str>) {
        let heading = |id: &str| {
            let content = vec![Inline::Text { text: id.into(), span: Span::default() }];
            Block::new(BlockKind::Heading { level: 1, id: id.into(), content }, Span::default())
        };
        let document = Document { blocks: vec![heading("نشأة"), heading("خاتمة")], ..Document::default() };
        let resolved = match resolve(target, &Outline::of(&document, None), "chapter-1.xhtml") {
            Target::Address(address) => Some(address),
            _ => None,
        };
        assert_eq!(resolved.as_deref(), expected, "{target}");
    }

    #[test]
    fn only_places_in_the_book_the_web_and_mail_are_linked() {
        check("#نشأة", Some("#section-1"));
        check("#خاتمة", Some("chapter-2.xhtml#section-2"));
        check("#غائب", None);
        check("https://example.org/a b?س=1", Some("https://example.org/a%20b?%D8%B3=1"));
        check("mailto:warraq@example.org", Some("mailto:warraq@example.org"));
        check("javascript:alert(1)", None);
        check(" JavaScript:alert(1)", None);
        check("data:text/html,<b>", None);
        check("file:///etc/passwd", None);
        check("../other.md", None);
        check("http://", None);
    }

    #[test]
    fn addresses_are_valid_whatever_they_hold() {
        check(
            "https://example.org/a[1]?q=[x]&y={z}#[ب]",
            Some("https://example.org/a%5B1%5D?q=%5Bx%5D&y=%7Bz%7D#%5B%D8%A8%5D"),
        );
        check("https://example.org/#a#b", Some("https://example.org/#a%23b"));
        check("https://example.org/a|b\\c^`", Some("https://example.org/a%7Cb/c%5E%60"));
        check("https://example.org/100%/%zz/%D8%A8/%4", Some("https://example.org/100%25/%25zz/%D8%A8/%254"));
        check("https://[::1]:80/a[", Some("https://[::1]:80/a%5B"));
        check("http://مثال.إختبار/س", Some("http://xn--mgbh0fb.xn--kgbechtv/%D8%B3"));
        check("http://user:p@ss@example.org/", Some("http://user:p%40ss@example.org/"));
        check("http://example..org/", None);
        check("http://./", None);
        check("mailto:", None);
        check("mailto:a b@[127.0.0.1]#x#y", Some("mailto:a%20b@%5B127.0.0.1%5D#x%23y"));
        check("mailto:?subject=سلام", Some("mailto:?subject=%D8%B3%D9%84%D8%A7%D9%85"));
    }
}
