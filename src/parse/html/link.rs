//! Where the links of a page lead once it is a book.
//!
//! In: an `href` and the page's own address. Out: `#name` for a place in the page, else an absolute address where the
//! page's is known; nothing for scripts and the like.

use percent_encoding::percent_decode_str;
use url::Url;

use crate::parse::markdown::is_safe;

/// The target of a link; `None` where a book may not lead.
pub(super) fn resolve(href: &str, base: Option<&Url>) -> Option<String> {
    if !is_safe(href) {
        return None;
    }
    if let Some(fragment) = fragment(href, base) {
        return Some(format!("#{fragment}"));
    }
    match base {
        Some(base) => base.join(href).ok().map(String::from).filter(|target| is_safe(target)),
        // An address without its scheme is read as of the web.
        None if href.starts_with("//") => Some(format!("https:{href}")),
        None => Some(href.to_owned()),
    }
}

/// The name that an address within the page leads to, decoded; `None` for other addresses and for the page's top.
pub(super) fn fragment(href: &str, base: Option<&Url>) -> Option<String> {
    let (page, fragment) = href.trim().split_once('#')?;
    let within = page.is_empty() || base.is_some_and(|base| base.join(page).is_ok_and(|page| page == *base));
    let fragment = percent_decode_str(fragment).decode_utf8_lossy();
    (within && !fragment.is_empty()).then(|| fragment.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_made_absolute() {
        let base = Url::parse("https://example.org/news/1").unwrap();
        let check = |href: &str, expected: Option<&str>| {
            assert_eq!(resolve(href, Some(&base)).as_deref(), expected, "{href}");
        };
        check("2", Some("https://example.org/news/2"));
        check("//cdn.example.org/أ", Some("https://cdn.example.org/%D8%A3"));
        check("#%D8%A3", Some("#أ"));
        check("https://example.org/news/1#ملحق", Some("#ملحق"));
        check("javascript:void(0)", None);
        assert_eq!(resolve("//example.org/a", None).as_deref(), Some("https://example.org/a"));
        assert_eq!(resolve("b.html", None).as_deref(), Some("b.html"));
    }
}
