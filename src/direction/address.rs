//! Addresses of the web, of mail and of files.
//!
//! [`find`] takes a word without white space and gives the range of the address in it. Only what is certainly an
//! address counts: «و/أو» does not.

use std::ops::Range;

use super::class;

/// Whether a text may hold an address; most do not.
pub(super) fn may_be_in(text: &str) -> bool {
    text.contains(['/', '\\', '@']) || text.contains("www.")
}

/// Where an address stands in a word.
pub(super) fn find(word: &str) -> Option<Range<usize>> {
    let start = web(word).or_else(|| mail(word)).or_else(|| path(word))?;
    let end = start + word[start..].trim_end_matches(is_stop).len();
    (start < end).then_some(start..end)
}

/// Punctuation of the sentence around an address.
fn is_stop(sign: char) -> bool {
    ".,;:!?…،؛؟)]}»\"'”’".contains(sign)
}

/// Where `https://…` or `www.…` begins; an Arabic conjunction may be joined to it.
fn web(word: &str) -> Option<usize> {
    if let Some(at) = word.find("://") {
        let scheme = word[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "+-".contains(c)).len();
        return (scheme < at).then_some(scheme);
    }
    let at = word.find("www.").filter(|&at| !word[..at].ends_with(|c: char| c.is_ascii_alphanumeric()))?;
    word[at + 4..].starts_with(char::is_alphanumeric).then_some(at)
}

/// Where `name@host.tld` begins.
fn mail(word: &str) -> Option<usize> {
    let at = word.find('@')?;
    let name = word[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "._+-".contains(c)).len();
    let host = &word[at + 1..];
    let dot = host.find('.')?;
    let is_name = |part: &str| part.starts_with(|c: char| c.is_ascii_alphanumeric());
    (name < at && is_name(host) && is_name(&host[dot + 1..])).then_some(name)
}

/// Where `/usr/share`, `~/a`, `./a`, `../a` or `C:\a` begins.
fn path(word: &str) -> Option<usize> {
    let has_letter = |text: &str| text.contains(|c: char| c.is_ascii_alphabetic());
    if let Some(at) = word.find(":\\") {
        let drive = word[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        return (at - drive == 1).then_some(drive);
    }
    let at = word.find(|c: char| !"([{«\"'“‘".contains(c))?;
    let rest = &word[at..];
    let is_rooted = ["~/", "./", "../"].iter().any(|root| rest.starts_with(root))
        || rest.strip_prefix('/').is_some_and(|rest| rest.contains('/') && class::is_alphanumeric_start(rest));
    (is_rooted && has_letter(rest)).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: Option<&str>) {
        assert_eq!(find(word).map(|range| &word[range]), expected, "{word}");
    }

    #[test]
    fn addresses_are_found() {
        check("https://ar.wikipedia.org/wiki/كتاب،", Some("https://ar.wikipedia.org/wiki/كتاب"));
        check("وhttp://a.org/.", Some("http://a.org/"));
        check("(www.example.org)", Some("www.example.org"));
        check("press@example.org.", Some("press@example.org"));
        check("/home/علي/notes.txt", Some("/home/علي/notes.txt"));
        check("C:\\Users\\علي", Some("C:\\Users\\علي"));
        check("«~/كتب/a»", Some("~/كتب/a"));
    }

    #[test]
    fn other_words_are_none() {
        for word in ["و/أو", "@محمد", "@user", "12/17", "1:2", "أ.د.", "Node.js", "/", "a@", "://"] {
            check(word, None);
        }
    }
}
