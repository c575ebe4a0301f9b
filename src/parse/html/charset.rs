//! The encoding that a page names for itself.
//!
//! In: the first bytes of a page. Out: what its `meta` says (HTML Standard, 13.2.3.2, in short).

/// How much of a page is looked at, in bytes (HTML Standard, 4.2.5.4: the first 1024).
const PRESCAN: usize = 1024;

/// The label in `<meta charset>`, in `<meta http-equiv content="…; charset=…">` or in an XML declaration; `None` when
/// the page's beginning names none. Comments are passed over.
#[must_use]
pub fn sniff_meta_charset(bytes: &[u8]) -> Option<&str> {
    let mut rest = &bytes[..bytes.len().min(PRESCAN)];
    while let Some(at) = rest.iter().position(|&byte| byte == b'<') {
        rest = &rest[at..];
        let (length, tag) = if rest.starts_with(b"<!--") {
            (find(rest, b"-->")? + 3, None)
        } else {
            let end = rest.iter().position(|&byte| byte == b'>')?;
            (end + 1, Some(&rest[..end]))
        };
        if let Some(tag) = tag
            && let Some(label) = label(tag)
        {
            return Some(label);
        }
        rest = &rest[length..];
    }
    None
}

/// The label that one tag names.
fn label(tag: &[u8]) -> Option<&str> {
    let key: &[u8] = match tag {
        [b'<', name @ ..]
            if name.len() > 5 && name[..4].eq_ignore_ascii_case(b"meta") && !name[4].is_ascii_alphabetic() =>
        {
            b"charset"
        }
        [b'<', b'?', name @ ..] if name.starts_with(b"xml") => b"encoding",
        _ => return None,
    };
    let at = tag.windows(key.len()).position(|part| part.eq_ignore_ascii_case(key))?;
    let value = tag[at + key.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value).trim_ascii_start();
    let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
    let end = value.iter().position(|byte| !is_label(byte)).unwrap_or(value.len());
    std::str::from_utf8(&value[..end]).ok().filter(|label| !label.is_empty())
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_name_their_encoding() {
        let check = |html: &str, expected: Option<&str>| assert_eq!(sniff_meta_charset(html.as_bytes()), expected);
        check("<!DOCTYPE html><html><head><meta charset=\"windows-1256\">", Some("windows-1256"));
        check("<META CHARSET = utf-8 />", Some("utf-8"));
        check(
            "<meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-6'><title>أ</title>",
            Some("ISO-8859-6"),
        );
        check("<?xml version=\"1.0\" encoding=\"UTF-8\"?><html/>", Some("UTF-8"));
        check("<!-- <meta charset=x> --><meta charset='utf-8'>", Some("utf-8"));
        check("<p>charset=utf-8</p>", None);
        check("<metadata charset=x>", None);
        check(&format!("{}<meta charset=utf-8>", " ".repeat(1100)), None);
    }
}
