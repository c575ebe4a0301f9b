//! Link annotations (ISO 32000-1, 12.5.6.5).
//!
//! In: the active areas of the pages. Out: an annotation for each, with what it says in `/Contents`.

use lopdf::{Dictionary, Document as Objects, Object, StringFormat, dictionary};

use super::outline;
use super::pages::PageIds;
use super::text_string::text;
use crate::geometry::{Point, Pt, Size};
use crate::layout::frame::{ItemKind, LinkTarget, PagedDocument};

/// The flag of annotations that are printed, which PDF/A asks for.
const PRINT: i64 = 1 << 2;

/// Adds the links of each page to its annotations.
pub(super) fn add(objects: &mut Objects, pages: &PagedDocument, page_ids: &PageIds) -> lopdf::Result<()> {
    for (page, &id) in pages.pages.iter().zip(&page_ids.pages) {
        let mut annotations: Vec<Object> = Vec::new();
        for item in &page.items {
            if let ItemKind::Link { size, target, contents } = &item.kind
                && let Some((key, value)) = way_to(target, pages)
            {
                let mut annotation = annotation(item.origin, *size, page.size.height, contents);
                annotation.set(key, value);
                annotations.push(objects.add_object(annotation).into());
            }
        }
        if !annotations.is_empty() {
            objects.get_dictionary_mut(id)?.set("Annots", annotations);
        }
    }
    Ok(())
}

fn annotation(origin: Point, size: Size, page_height: Pt, contents: &str) -> Dictionary {
    let bottom = page_height - origin.y - size.height;
    let corners = [origin.x, bottom, origin.x + size.width, bottom + size.height];
    let rect: Vec<Object> = corners.map(|corner| Object::Real(((corner.0 * 100.0).round() / 100.0) as f32)).into();
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => rect,
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => PRINT,
        "Contents" => text(contents),
    }
}

/// The entry that leads there; `None` for a place that does not exist, and for a script.
fn way_to(target: &LinkTarget, pages: &PagedDocument) -> Option<(&'static str, Object)> {
    match target {
        LinkTarget::Anchor(anchor) => pages.destinations.contains_key(anchor).then(|| ("Dest", outline::name(anchor))),
        LinkTarget::Url(url) if is_script(url) => None,
        LinkTarget::Url(url) => {
            let uri = Object::String(ascii_uri(url).into_bytes(), StringFormat::Literal);
            Some(("A", dictionary! { "S" => "URI", "URI" => uri }.into()))
        }
    }
}

/// Whether a URL carries code for the reader to run.
fn is_script(url: &str) -> bool {
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme.trim());
    ["javascript", "vbscript", "data"].iter().any(|script| scheme.eq_ignore_ascii_case(script))
}

/// A URI is ASCII (12.6.4.7): all else, spaces and controls too, is percent-encoded as UTF-8 (RFC 3987, 3.1).
fn ascii_uri(url: &str) -> String {
    let mut ascii = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            ascii.push(char::from(byte));
        } else {
            ascii.push_str(&format!("%{byte:02X}"));
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_no_links() {
        assert!(is_script(" JavaScript:alert(1)"));
        assert!(!is_script("https://example.org/data:خط"));
    }

    #[test]
    fn uris_are_ascii() {
        assert_eq!(ascii_uri("https://example.org/ورق?a=1 2"), "https://example.org/%D9%88%D8%B1%D9%82?a=1%202");
        assert_eq!(ascii_uri("https://example.org/%D9%88#x"), "https://example.org/%D9%88#x");
    }
}
