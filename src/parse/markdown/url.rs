//! Where a link may lead.
//!
//! In: a link's target. Out: whether a book may carry it: no script, no file of this machine.

/// Schemes that a reading system may open (RFC 3986, 3.1).
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];

/// Whether a target has no scheme (a path or a `#…` within the book) or one that only shows or calls something.
///
/// White space and control characters count for nothing here: browsers pass over them in `java\nscript:`.
pub(in crate::parse) fn is_safe(target: &str) -> bool {
    let target: String = target.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let end = target.find([':', '/', '?', '#']).unwrap_or(target.len());
    let scheme = &target[..end];
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    !(is_scheme && target[end..].starts_with(':')) || SCHEMES.contains(&scheme.to_ascii_lowercase().as_str())
}

/// A target with the scheme that the web takes where it names a host only: `//host/path`.
pub(super) fn with_scheme(target: String) -> String {
    let names_host = target.strip_prefix("//").is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if names_host { format!("https:{target}") } else { target }
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn scripts_and_files_are_not_safe() {
        for target in
            ["https://example.org/خط", "#مقدمة", "صفحة.html", "a/b:c", "?q=a:b", "باب:فصل", "mailto:a@example.org", ""]
        {
            assert!(is_safe(target), "{target}");
        }
        for target in ["javascript:alert(1)", "JaVa\nScript:x", " data:text/html,x", "file:///etc", "vbscript:", "c:/x"]
        {
            assert!(!is_safe(target), "{target}");
        }
    }
}
