//! Links that lead out of a book: one rule for both books.
//!
//! In: the target of a link as a source writes it. Out: an address that runs nothing and that every reader
//! understands, of the web, of mail or of a telephone, normalised by the URL Standard and then escaped where RFC 3986
//! asks for more. Everything else (`javascript:`, `data:`, files of the author's machine) is refused.

use std::fmt::Write;

use url::{Position, Url};

/// Schemes of links that leave a book.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// The address of a target outside of the book; `None` for one that a book may not hold.
pub(crate) fn outside(target: &str) -> Option<String> {
    let url = Url::parse(target).ok().filter(|url| SCHEMES.contains(&url.scheme()))?;
    let names_host =
        || url.host_str().is_some_and(|host| host.trim_end_matches('.').split('.').all(|label| !label.is_empty()));
    let is_whole = match url.scheme() {
        "mailto" => !url[Position::BeforePath..].is_empty(),
        "tel" => url.path().contains(|letter: char| letter.is_ascii_digit()),
        _ => names_host(),
    };
    if !is_whole {
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
/// URL Standard is more lenient: it keeps brackets, a second `#` and lone percent signs. An apostrophe is escaped too:
/// scripts and style sheets that take an address up quote it.
fn escape(part: &str, address: &mut String) {
    const ALLOWED: &str = "-._~!$&()*+,;=:@/?";
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

    fn check(target: &str, expected: Option<&str>) {
        assert_eq!(outside(target).as_deref(), expected, "{target}");
    }

    #[test]
    fn only_the_web_mail_and_telephones_are_linked() {
        check("https://example.org/a b?س=1", Some("https://example.org/a%20b?%D8%B3=1"));
        check("mailto:warraq@example.org", Some("mailto:warraq@example.org"));
        check("tel:+20-2-12345", Some("tel:+20-2-12345"));
        for refused in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "vbscript:x",
            "data:text/html,<b>",
            "file:///etc/passwd",
            "../other.md",
            "other.md",
            "http://",
            "http:",
            "tel:",
            "tel:x",
            "mailto:",
            "ftp://a/b",
            "//example.org/",
            "blob:https://example.org/1",
            "view-source:https://example.org/",
            "intent://a#b",
            "about:blank",
            "smb://server/share",
            "ms-word:ofe|u|https://example.org/a.docx",
            "",
        ] {
            check(refused, None);
        }
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
        check("https://example.org/\"'<>?q='\"'#'", Some("https://example.org/%22%27%3C%3E?q=%27%22%27#%27"));
        check("http://example..org/", None);
        check("http://./", None);
        check("mailto:a b@[127.0.0.1]#x#y", Some("mailto:a%20b@%5B127.0.0.1%5D#x%23y"));
        check("mailto:?subject=سلام", Some("mailto:?subject=%D8%B3%D9%84%D8%A7%D9%85"));
    }
}
