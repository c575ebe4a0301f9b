//! The contents of an EPUB: its navigation document, or the NCX of older books.
//!
//! In: the archive. Out: the entries in order, each with its label, the place it leads to in the joined page, and its
//! depth, 1 for the outermost.

use super::opf::Package;
use super::{place, resolve};
use crate::diagnostic::Error;
use crate::parse::package::Archive;
use crate::parse::xml::{Content, Element};

/// An entry of the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) label: String,
    pub(super) place: String,
    pub(super) depth: u8,
}

/// Reads the contents; none for a book without, and for one whose contents are broken.
pub(super) fn read(archive: &mut Archive<'_>, package: &Package) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    if let Some(item) = &package.navigation
        && let Some(bytes) = archive.bytes(&item.path)?
        && let Ok(page) = crate::parse::xml::read(&bytes, Content::Mixed)
        && let Some(list) = navigation(&page).and_then(|nav| nav.find("ol"))
    {
        push_list(list, &item.path, 1, &mut entries);
    }
    if let Some(item) = &package.ncx
        && entries.is_empty()
        && let Some(bytes) = archive.bytes(&item.path)?
        && let Ok(ncx) = crate::parse::xml::read(&bytes, Content::Elements)
        && let Some(map) = ncx.find("navMap")
    {
        push_points(map, &item.path, 1, &mut entries);
    }
    Ok(entries)
}

/// The `nav` of the contents, which is not the only one.
fn navigation(element: &Element) -> Option<&Element> {
    let is_contents =
        |nav: &Element| nav.attr("type").is_some_and(|kind| kind.split_ascii_whitespace().any(|kind| kind == "toc"));
    let is_it = element.name == "nav" && is_contents(element);
    if is_it { Some(element) } else { element.children.iter().find_map(navigation) }
}

fn push_list(list: &Element, file: &str, depth: u8, entries: &mut Vec<Entry>) {
    for item in list.children.iter().filter(|child| child.name == "li") {
        if let Some(link) = item.child("a").or_else(|| item.child("span")) {
            push(&text(link), link.attr("href"), file, depth, entries);
        }
        item.child("ol").into_iter().for_each(|inner| push_list(inner, file, depth + 1, entries));
    }
}

fn push_points(points: &Element, file: &str, depth: u8, entries: &mut Vec<Entry>) {
    for point in points.children.iter().filter(|child| child.name == "navPoint") {
        let label = point.child("navLabel").map(text).unwrap_or_default();
        push(&label, point.child("content").and_then(|content| content.attr("src")), file, depth, entries);
        push_points(point, file, depth + 1, entries);
    }
}

fn push(label: &str, target: Option<&str>, file: &str, depth: u8, entries: &mut Vec<Entry>) {
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((path, fragment)) = target.and_then(|target| resolve(file, target))
        && !label.is_empty()
    {
        entries.push(Entry { label, place: place(&path, &fragment), depth: depth.min(6) });
    }
}

/// All text in an element.
fn text(element: &Element) -> String {
    let inner: String = element.children.iter().map(text).collect();
    format!("{}{inner}", element.text)
}
