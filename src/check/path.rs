//! Addresses within a book.
//!
//! In: an address and the file that names it. Out: where it leads (URL Standard, as far as a book needs it).

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

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
