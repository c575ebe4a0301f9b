//! Checks the navigation document (EPUB 3.3, 7) and the NCX of older readers.
//!
//! Only the lists are checked here; the targets of links in the navigation document are checked with the other pages.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::Archive;
use super::package::Package;
use super::pages::Page;
use super::path::{Target, resolve};
use super::report::Report;
use super::xml::{Piece, Tag, walk};

/// Checks both.
pub(super) fn check(archive: &Archive, package: &Package, pages: &BTreeMap<String, Page>, report: &mut Report) {
    if let Some(file) = package.with_property("nav")
        && let Some(text) = archive.text(&file, report)
    {
        let mut navigation = Navigation::default();
        // Ill-formed documents are reported with the pages.
        walk(text, "", &mut Report::default(), |piece| navigation.take(&piece));
        if navigation.contents != 1 {
            navigation.faults.push(format!("it has {} lists of type toc, not one", navigation.contents));
        }
        navigation.faults.into_iter().for_each(|fault| report.error(&file, fault));
    }
    if let Some(file) = package.ncx()
        && let Some(text) = archive.text(&file, report)
    {
        ncx(text, &file, package, pages, report);
    }
}

/// State of the walk over the navigation document.
#[derive(Default)]
struct Navigation {
    /// Types of the enclosing `nav`, if any.
    list: Option<String>,
    contents: usize,
    /// Names of the enclosing elements, and the number of items in each list so far.
    open: Vec<(String, usize)>,
    /// Text of the enclosing link.
    link: Option<String>,
    landmarks: BTreeSet<(String, String)>,
    faults: Vec<String>,
}

impl Navigation {
    fn take(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Start(tag) => self.start(tag),
            Piece::End => self.end(),
            Piece::Text(text) => self.link.iter_mut().for_each(|link| link.push_str(text)),
            Piece::Doctype(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        if tag.name == "nav" {
            let kind = tag.get("epub:type").unwrap_or_default();
            self.contents += usize::from(kind.split_whitespace().any(|kind| kind == "toc"));
            self.list = Some(kind.to_owned());
        }
        let Some(kind) = self.list.clone() else { return };
        let parent = self.open.last_mut();
        let is_heading = ["h1", "h2", "h3", "h4", "h5", "h6", "hgroup"].contains(&tag.name.as_str());
        match parent {
            Some((name, items)) if name == "ol" => *items += usize::from(tag.name == "li"),
            Some((name, _)) if name == "nav" && !is_heading && tag.name != "ol" && !kind.is_empty() => {
                self.faults
                    .push(format!("<{}> stands in a list of type {kind}, which holds a heading and an <ol>", tag.name));
            }
            _ => {}
        }
        match tag.name.as_str() {
            "a" => self.link(&kind, tag),
            "img" => self.link.iter_mut().for_each(|link| link.push_str(tag.get("alt").unwrap_or_default())),
            _ => {}
        }
        self.open.push((tag.name.clone(), 0));
    }

    fn link(&mut self, kind: &str, tag: &Tag) {
        self.link = Some(String::new());
        let href = tag.get("href").unwrap_or_default().to_owned();
        if kind == "toc" && matches!(resolve(&href, "x"), Target::Outside(_)) {
            self.faults.push(format!("the contents link outside the book: {href}"));
        }
        match tag.get("epub:type") {
            _ if kind != "landmarks" => {}
            None => self.faults.push(format!("the landmark {href} has no type")),
            Some(own) => {
                if !self.landmarks.insert((own.to_owned(), href.clone())) {
                    self.faults.push(format!("two landmarks of type {own} link to {href}"));
                }
            }
        }
    }

    fn end(&mut self) {
        let Some((name, items)) = self.open.pop() else { return };
        match name.as_str() {
            "nav" => self.list = None,
            "a" if self.link.take().is_some_and(|link| link.trim().is_empty()) => {
                self.faults.push("a link in a list has no text".into());
            }
            "ol" if items == 0 => self.faults.push("a list is empty".into()),
            _ => {}
        }
    }
}

/// Checks the NCX.
fn ncx(text: &str, file: &str, package: &Package, pages: &BTreeMap<String, Page>, report: &mut Report) {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    walk(text, file, report, |piece| {
        let Piece::Start(tag) = piece else { return };
        if let Some(id) = tag.get("id").filter(|id| !ids.insert((*id).to_owned())) {
            faults.push(format!("the id {id} stands more than once"));
        }
        match (tag.name.as_str(), tag.get("src"), tag.get("content")) {
            ("content", Some(address), _) => match resolve(address, file) {
                Target::Inside { file, .. } if !package.lists(&file) => {
                    faults.push(format!("it leads to {file}, which is not in the book"));
                }
                Target::Inside { file, id } if pages.get(&file).is_some_and(|page| !page.has(&id)) => {
                    faults.push(format!("it leads to #{id} in {file}, which does not exist"));
                }
                Target::Inside { .. } => {}
                _ => faults.push(format!("it leads out of the book: {address}")),
            },
            ("meta", _, Some(uid)) if tag.get("name") == Some("dtb:uid") && uid.trim() != package.identifier() => {
                faults.push(format!("its identifier {uid} is not that of the package"));
            }
            _ => {}
        }
    });
    faults.into_iter().for_each(|fault| report.error(file, fault));
}
