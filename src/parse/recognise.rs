//! What a source is written in, by the ending of its name and by its first bytes.

use super::{Format, openiti};

/// How many bytes of a file [`Format::recognise`] needs to see.
pub const HEAD_BYTES: usize = 4096;

impl Format {
    /// The format of files with an extension, in any letter case; `None` for one that is not read, or that says too
    /// little: see [`Format::recognise`].
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Format> {
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdown" | "mkd" => Some(Format::Markdown),
            "txt" | "text" => Some(Format::Text),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "docx" | "docm" => Some(Format::Docx),
            "odt" => Some(Format::Odt),
            "rss" | "atom" | "rdf" | "wxr" | "jsonfeed" => Some(Format::Feed),
            "epub" => Some(Format::Epub),
            "openiti" => Some(Format::OpenIti),
            _ => None,
        }
    }

    /// Whether files of an extension are of many kinds, so that [`Format::recognise`] must see what is in them.
    #[must_use]
    pub fn is_told_by_content(extension: Option<&str>) -> bool {
        const MANY: [&str; 10] =
            ["xml", "json", "txt", "text", "md", "markdown", "mdown", "mkd", "completed", "inprogress"];
        // Names of OpenITI end in the language and number of the text, such as `.Shamela0001234-ara1`.
        extension.is_none_or(|extension| {
            extension.contains('-') || MANY.iter().any(|other| extension.eq_ignore_ascii_case(other))
        })
    }

    /// The format of a file, by its extension and its first [`HEAD_BYTES`]; `None` for a file that is not read. Where
    /// the extension is one of many kinds of files (`.xml`, `.json`), or says nothing, what stands in it decides.
    #[must_use]
    pub fn recognise(extension: Option<&str>, head: &[u8]) -> Option<Format> {
        let extension = extension.unwrap_or_default().to_ascii_lowercase();
        if letters(&head[..head.len().min(64)]).starts_with(openiti::MAGIC) {
            return Some(Format::OpenIti);
        }
        match extension.as_str() {
            "xml" => of_xml(&letters(head)),
            "json" => of_json(&letters(head)),
            other => Format::from_extension(other),
        }
    }
}

/// The letters of ASCII in the first bytes of a text of any encoding.
fn letters(head: &[u8]) -> String {
    let head = &head[..head.len().min(HEAD_BYTES)];
    head.iter().filter(|byte| byte.is_ascii() && **byte != 0).map(|&byte| char::from(byte)).collect()
}

/// A feed, or a page, by the first element.
fn of_xml(head: &str) -> Option<Format> {
    let mut rest = head;
    loop {
        rest = &rest[rest.find('<')? + 1..];
        if rest.starts_with("!--") {
            rest = &rest[rest.find("-->")?..];
            continue;
        }
        let doctype = rest.get(..9).is_some_and(|word| word.eq_ignore_ascii_case("!doctype "));
        if !rest.starts_with(['?', '!']) || doctype && rest[9..].trim_start().to_ascii_lowercase().starts_with("html") {
            break;
        }
    }
    let name = rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
    match name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "rss" | "feed" => Some(Format::Feed),
        "rdf" if rest.contains("purl.org/rss/") || rest.contains("netscape.com/rdf") => Some(Format::Feed),
        "html" | "!doctype" => Some(Format::Html),
        _ => None,
    }
}

fn of_json(head: &str) -> Option<Format> {
    let names_format = head.contains("jsonfeed.org") || head.contains("\"items\"");
    (head.trim_start().starts_with('{') && names_format).then_some(Format::Feed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_file_decides_where_its_name_does_not() {
        let check = |extension: &str, head: &str, expected: Option<Format>| {
            assert_eq!(Format::recognise(Some(extension), head.as_bytes()), expected, "{head}");
            let wide: Vec<u8> = head.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(Format::recognise(Some(extension), &wide), expected, "{head} in UTF-16");
        };
        check("xml", "\u{FEFF}<?xml version='1.0'?>\n<!-- <x> مدونة -->\n<rss version='2.0'>", Some(Format::Feed));
        check("XML", "<feed xmlns='http://www.w3.org/2005/Atom'>", Some(Format::Feed));
        check("xml", "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", Some(Format::Feed));
        check("xml", "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", Some(Format::Html));
        check("xml", "<project><feed/></project>", None);
        check("json", "{\"version\": \"https://jsonfeed.org/version/1.1\"", Some(Format::Feed));
        check("json", "{\"name\": \"x\"}", None);
        check("json", "[1]", None);
        check("md", "<rss>", Some(Format::Markdown));
        check("Shamela0001234-ara1", "\u{FEFF}######OpenITI#\n#META#", Some(Format::OpenIti));
        check("txt", "######OpenITI#\r\n", Some(Format::OpenIti));
        check("txt", "# ######OpenITI#", Some(Format::Text));
        check("odp", "<rss>", None);
    }
}
