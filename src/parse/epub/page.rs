//! All of the spine as one page of HTML.
//!
//! In: the archive and its package. Out: the bodies of the files one after the other, their ids and links made those of
//! the one page, so that notes and links across files are those of a page. Left out is what this program makes itself:
//! the cover, the contents, and a title page that says nothing else.

use std::collections::BTreeSet;

use super::opf::{Item, Package};
use super::{place, resolve};
use crate::diagnostic::{Code, Diagnostic, Error, Warned};
use crate::document::Direction;
use crate::parse::encoding::{DecodeOptions, Encoding, decode};
use crate::parse::html::{self, sniff_meta_charset};
use crate::parse::metadata::Draft;
use crate::parse::package::Archive;
use crate::parse::piece::Piece;
use crate::parse::xhtml::{Attribute, push_html};

/// Elements whose direction is judged by their letters: tools write that of their menus.
const BLOCKS: [&str; 18] = [
    "div",
    "section",
    "article",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "td",
    "th",
    "main",
];

/// The joined page.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) html: String,
    /// A picture that stands on a page of its own before the text.
    pub(super) cover: Option<String>,
}

/// Joins the files of the spine.
pub(super) fn join(
    archive: &mut Archive<'_>,
    package: &Package,
    draft: &Draft,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Joined, Error> {
    let mut joined = Joined::default();
    let mut seen = BTreeSet::new();
    for (index, item) in package.spine.iter().enumerate() {
        let role = package.guide.get(&item.path).map(String::as_str);
        if item.is("nav") || role == Some("toc") || !seen.insert(&item.path) {
            continue;
        }
        let Some(Page { body, is_title_page }) = page(archive, item, warnings)? else { continue };
        let text = html::plain(&body);
        if let Some(picture) = picture_alone(&body, &text)
            && (index == 0 || role == Some("cover"))
        {
            joined.cover.get_or_insert(picture);
            continue;
        }
        if (role == Some("title-page") || is_title_page) && says_nothing_else(&text, draft) {
            continue;
        }
        joined.html += &format!("<div id=\"{}\">{body}</div>\n", place(&item.path, ""));
    }
    Ok(joined)
}

/// A file of the spine.
struct Page {
    /// Its body as HTML.
    body: String,
    /// Whether it says that it is a title page.
    is_title_page: bool,
}

/// Reads a file; `None` for one that holds no text, with a warning where it should.
fn page(archive: &mut Archive<'_>, item: &Item, warnings: &mut Vec<Diagnostic>) -> Result<Option<Page>, Error> {
    let Item { path, media_type, .. } = item;
    if media_type.starts_with("image/") {
        let body = format!("<figure><img src=\"{}\" alt=\"\"></figure>", path.replace('"', "&quot;"));
        return Ok(Some(Page { body, is_title_page: false }));
    }
    let missing = |what: &str| {
        Diagnostic::warning(Code::TruncatedSource, None, format!("`{path}` of the EPUB {what}"))
            .with_hint("get the EPUB anew")
    };
    let Some(bytes) = archive.bytes(path)? else {
        warnings.push(missing("is not in the file"));
        return Ok(None);
    };
    let named = sniff_meta_charset(&bytes).and_then(Encoding::from_label);
    let text = match decode(path, bytes, &DecodeOptions { encoding: named }) {
        Ok(Warned { value, .. }) => value.text,
        Err(_) => {
            warnings.push(missing("is no text"));
            return Ok(None);
        }
    };
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<body").and_then(|at| Some(at + lower[at..].find('>')? + 1)).unwrap_or(0);
    let end = lower.rfind("</body").filter(|&end| end >= start).unwrap_or(text.len());
    let mut html = Piece::default();
    push_html(&text[start..end], start, &mut html, &mut |name, attributes| change(path, name, attributes));
    let is_title_page = text[..end].contains("type=\"titlepage\"");
    Ok(Some(Page { body: html.text, is_title_page }))
}

/// Makes the names and addresses of an element those of the joined page.
fn change(file: &str, name: &mut String, attributes: &mut Vec<Attribute>) {
    if name == "image" {
        // A picture that is wrapped in a drawing, to fit the screen.
        "img".clone_into(name);
        attributes.iter_mut().filter(|(key, _)| key.ends_with("href")).for_each(|(key, _)| "src".clone_into(key));
        attributes.retain(|(key, _)| !matches!(key.as_str(), "width" | "height"));
    }
    let is_block = BLOCKS.contains(&name.as_str());
    attributes.retain(|(key, value)| !(is_block && key == "dir" && Direction::from_dir(value) == Some(Direction::Ltr)));
    for (key, value) in attributes {
        let address = html::plain(value);
        match key.as_str() {
            "id" | "name" => *value = place(file, &address),
            "href" => {
                if let Some((path, fragment)) = resolve(file, &address) {
                    *value = format!("#{}", place(&path, &fragment));
                }
            }
            "src" if !address.starts_with("data:") => {
                if let Some((path, _)) = resolve(file, &address) {
                    *value = path.replace('&', "&amp;").replace('"', "&quot;");
                }
            }
            _ => {}
        }
    }
}

/// The only picture of a page without text.
fn picture_alone(body: &str, text: &str) -> Option<String> {
    let mut pictures = body.split("<img ").skip(1);
    let source = pictures.next().and_then(|tag| tag.split("src=\"").nth(1)?.split('"').next());
    source.filter(|_| pictures.next().is_none() && text.trim().is_empty()).map(html::plain)
}

/// Whether a title page has no word that the metadata have not.
fn says_nothing_else(text: &str, draft: &Draft) -> bool {
    let metadata = &draft.metadata;
    let date =
        metadata.date.map(|date| crate::locale::long_date(date, draft.lang.as_ref().unwrap_or(&Default::default())));
    let said = [Some(metadata.title.clone()), metadata.subtitle.clone(), metadata.publisher.clone(), date]
        .into_iter()
        .flatten()
        .chain(metadata.authors.iter().cloned())
        .collect::<Vec<_>>()
        .join(" ");
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    words(text).is_subset(&words(&said))
}
