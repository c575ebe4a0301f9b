//! Pictures on the web of which the user has copies.
//!
//! In: the address of a picture and a folder that holds what lies below an address. Out: the paths in the folder at
//! which the picture may lie.

use std::path::PathBuf;

use percent_encoding::percent_decode_str;

/// A folder that holds copies of what lies below an address on the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// The address that the folder stands for, such as `https://example.org/wp-content/uploads`.
    pub prefix: String,
    /// The folder.
    pub folder: PathBuf,
}

impl Media {
    /// Where in the folder a picture may lie, the likeliest path first: as its address says, and without the size or the
    /// mark that WordPress adds to the names of copies (`-300x200`, `-scaled`). `None` for an address elsewhere.
    pub(super) fn paths(&self, address: &str) -> Option<Vec<String>> {
        let (prefix, address) = (bare(&self.prefix), bare(address));
        let rest = address.strip_prefix(prefix.trim_end_matches('/'))?;
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let path = rest.strip_prefix('/').or_else(|| rest.is_empty().then_some(""))?;
        let mut paths = vec![path.to_owned()];
        paths.extend(original(path));
        Some(paths)
    }
}

/// An address without its scheme, `www.` and the host of WordPress's image service, percent-decoded.
fn bare(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let served =
        ["i0.wp.com/", "i1.wp.com/", "i2.wp.com/", "i3.wp.com/"].iter().find_map(|host| rest.strip_prefix(host));
    let rest = served.unwrap_or(rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    percent_decode_str(rest).decode_utf8().map_or_else(|_| rest.to_owned(), Into::into)
}

/// The path of the picture that a smaller copy was made of.
fn original(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let (original, mark) = stem.rsplit_once('-')?;
    let is_number = |side: &str| !side.is_empty() && side.bytes().all(|byte| byte.is_ascii_digit());
    let is_size = mark.split_once('x').is_some_and(|(width, height)| is_number(width) && is_number(height));
    (is_size || mark == "scaled").then(|| format!("{original}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_into_the_folder() {
        let check = |prefix: &str, address: &str, expected: Option<&[&str]>| {
            let media = Media { prefix: prefix.into(), folder: PathBuf::new() };
            let expected = expected.map(|paths| paths.iter().map(|&path| path.to_owned()).collect());
            assert_eq!(media.paths(address), expected, "{address}");
        };
        let uploads = "https://example.org/uploads/";
        check(uploads, "http://www.example.org/uploads/2024/a.jpg?w=300", Some(&["2024/a.jpg"]));
        check(uploads, "https://example.org/uploads/a-300x200.jpg", Some(&["a-300x200.jpg", "a.jpg"]));
        check("example.org/uploads", "//example.org/uploads/%D8%B3%D9%88%D9%82.png", Some(&["سوق.png"]));
        check(uploads, "https://i2.wp.com/example.org/uploads/a.jpg?resize=300", Some(&["a.jpg"]));
        check(uploads, "https://example.org/uploads2/a.jpg", None);
        check(uploads, "https://example.net/uploads/a.jpg", None);
    }
}
