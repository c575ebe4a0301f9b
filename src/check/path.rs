//! Addresses within a book.
//!
//! In: an address and the file that names it. Out: where it leads (URL Standard, as far as a book needs it).

use url::Position;

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file of the archive, and an `id` in it; an empty `id` is the whole file.
    Inside {
        /// Name in the archive.
        file: String,
        /// Fragment, decoded.
        id: String,
    },
    /// Another place, by its scheme in lower case.
    Outside(String),
    /// Above the root of the archive.
    Above,
}

/// Follows an address from a file.
pub(super) fn resolve(address: &str, from: &str) -> Target {
    let address = address.trim();
    if address.starts_with("//") {
        return Target::Outside("https".into());
    }
    if let Some((scheme, _)) = address.split_once(':')
        && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    {
        return Target::Outside(scheme.to_ascii_lowercase());
    }
    let (path, id) = address.split_once('#').unwrap_or((address, ""));
    let path = path.split('?').next().unwrap_or_default();
    let id = decoded(id);
    if path.is_empty() {
        return Target::Inside { file: from.into(), id };
    }
    let mut parts: Vec<String> = Vec::new();
    if !path.starts_with('/') {
        parts.extend(from.split('/').map(Into::into));
        parts.pop();
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_none() => return Target::Above,
            ".." => {}
            part => parts.push(decoded(part)),
        }
    }
    Target::Inside { file: parts.join("/"), id }
}

/// Whether an external address is valid (RFC 3986; letters of all scripts may stand for their escapes).
pub(super) fn is_valid(address: &str) -> bool {
    let address = address.trim();
    let Ok(url) = url::Url::parse(address) else { return false };
    let labels = |host: &str| host.trim_end_matches('.').split('.').all(|label| !label.is_empty());
    let names = url.host_str().map_or_else(|| !url[Position::BeforePath..].is_empty(), labels);
    let (_, rest) = address.split_once(':').unwrap_or_default();
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())),
        None => ("", rest),
    };
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    names && !authority.contains('\\') && [path, fragment].iter().all(|part| is_escaped(part))
}

/// Whether part of an address has only the characters allowed there.
fn is_escaped(part: &str) -> bool {
    let is_sound = |(at, character): (usize, char)| match character {
        '%' => part.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
        _ => character.is_ascii_alphanumeric() || !character.is_ascii() || "-._~!$&'()*+,;=:@/?".contains(character),
    };
    part.char_indices().all(is_sound)
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_out_of_the_book_are_judged() {
        let check = |address: &str, expected| assert_eq!(is_valid(address), expected, "{address}");
        check("https://example.org/%D8%A3?q=1#x", true);
        check("https://[::1]:80/كتاب", true);
        check("mailto:a@example.org", true);
        check("https://example.org/[a]", false);
        check("https://example.org/a#b#c", false);
        check("https://example.org/a b", false);
        check("https://example.org/100%", false);
        check("https://example.org/a\\b", false);
        check("http://example..org/", false);
        check("http://example.org:99999/", false);
        check("mailto:", false);
        check("mailto:a b@c", false);
    }

    #[test]
    fn addresses_are_followed_from_their_file() {
        let check = |address: &str, expected: Target| assert_eq!(resolve(address, "OEBPS/a/b.xhtml"), expected);
        let inside = |file: &str, id: &str| Target::Inside { file: file.into(), id: id.into() };
        check("c.xhtml#%D8%A3", inside("OEBPS/a/c.xhtml", "أ"));
        check("../%D8%A3.css?x", inside("OEBPS/أ.css", ""));
        check("#x", inside("OEBPS/a/b.xhtml", "x"));
        check("../../../x", Target::Above);
        check("HTTP://example.org", Target::Outside("http".into()));
        check("//example.org", Target::Outside("https".into()));
        check("a:b/../c", Target::Outside("a".into()));
    }
}
