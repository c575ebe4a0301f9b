//! The pages of a book (EPUB 3.3, 6).
//!
//! In: the XHTML documents that the manifest lists. Out: [`Page`]s: names, links, pictures and letters, and what is
//! wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::Archive;
use super::css;
use super::html::Structure;
use super::package::Package;
use super::path::{Target, is_valid, resolve};
use super::report::Report;
use super::xml::{Piece, Tag, walk};

/// Elements that run or fetch something.
const ACTIVE: [&str; 5] = ["script", "iframe", "object", "embed", "form"];

/// Stands for the names of elements that are not shown.
const HIDDEN: &str = " hidden";

/// What a page holds.
#[derive(Default)]
pub(super) struct Page {
    file: String,
    ids: BTreeSet<String>,
    /// Addresses that are followed by readers.
    links: Vec<String>,
    /// Addresses that are shown with the page.
    resources: Vec<String>,
    /// The style sheets it names, by their names in the archive.
    pub(super) sheets: Vec<String>,
    /// Every letter it shows.
    pub(super) text: String,
    css: String,
    html: Tag,
    /// The prefixes that its root element declares for `epub:type`.
    prefixes: BTreeSet<String>,
    body: Tag,
    inside: Vec<String>,
    /// Its elements; unused for EPUB 2.
    structure: Option<Structure>,
    title: Option<String>,
    charsets: usize,
    /// Ids referenced by ARIA attributes.
    references: Vec<String>,
    /// Properties that the manifest must declare for it.
    needs: Vec<&'static str>,
}

/// The document types that XHTML pages may have.
fn is_html(kind: &str) -> bool {
    let kind = kind.split_whitespace().collect::<Vec<_>>().join(" ").replace('\'', "\"");
    kind == "html" || kind == "html SYSTEM \"about:legacy-compat\""
}

/// Reads all pages.
pub(super) fn read(archive: &Archive, package: &Package, report: &mut Report) -> BTreeMap<String, Page> {
    let files = package.of_type("application/xhtml+xml");
    files.filter_map(|file| Some((file.clone(), Page::read(archive, &file, package.is_modern(), report)?))).collect()
}

impl Page {
    fn read(archive: &Archive, file: &str, is_modern: bool, report: &mut Report) -> Option<Page> {
        let text = archive.text(file, report)?;
        let structure = is_modern.then(Structure::default);
        let mut page = Page { file: file.into(), structure, ..Page::default() };
        let mut faults = Vec::new();
        walk(text, file, report, |piece| match piece {
            Piece::Start(tag) => page.element(tag, &mut faults),
            Piece::Text(text) => page.letters(text, &mut faults),
            Piece::End => page.end(&mut faults),
            Piece::Doctype(kind) if is_modern && !is_html(kind) => {
                faults.push(format!("its document type is not html: {kind}"))
            }
            Piece::Doctype(_) => {}
        });
        page.check_head(&mut faults);
        faults.into_iter().for_each(|fault| report.error(file, fault));
        Some(page)
    }

    fn element(&mut self, tag: &Tag, faults: &mut Vec<String>) {
        let is_hidden = tag.get("hidden").is_some() || self.inside.last().is_some_and(|name| name == HIDDEN);
        self.structure.iter_mut().for_each(|structure| structure.start(tag, faults));
        self.inside.push(if is_hidden { HIDDEN.into() } else { tag.name.clone() });
        match tag.name.as_str() {
            "html" => {
                let words = tag.get("epub:prefix").unwrap_or_default().split_whitespace();
                self.prefixes = words.filter_map(|word| word.strip_suffix(':')).map(String::from).collect();
                self.html = tag.clone();
            }
            "body" => self.body = tag.clone(),
            "title" => drop(self.title.get_or_insert_default()),
            "meta" if tag.get("charset").is_some() => self.charsets += 1,
            "svg" => self.needs.push("svg"),
            "math" => self.needs.push("mathml"),
            "img" if tag.get("alt").is_none() => {
                faults.push(format!("the picture {} has no alternative text", tag.get("src").unwrap_or_default()));
            }
            "link" if tag.get("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "stylesheet")) => {
                let href = tag.get("href").unwrap_or_default();
                self.resources.push(href.into());
                if let Target::Inside { file, .. } = resolve(href, &self.file) {
                    self.sheets.push(file);
                }
            }
            name if ACTIVE.contains(&name) => faults.push(format!("<{name}> has no place in a book")),
            _ => {}
        }
        for (name, value) in tag.attributes() {
            match name {
                "aria-labelledby" | "aria-describedby" | "aria-details" => self.references.push(value.into()),
                "epub:type" => faults.extend(self.undeclared(value)),
                "id" if !self.ids.insert(value.into()) => faults.push(format!("the id {value} stands more than once")),
                "href" if tag.name == "a" || tag.name == "area" => self.links.push(value.into()),
                "src" | "poster" | "xlink:href" => self.resources.push(value.into()),
                "style" => self.css.push_str(&format!("x{{{value}}}\n")),
                _ if name.starts_with("on") => {
                    faults.push(format!("the attribute {name} of <{}> runs a script", tag.name))
                }
                _ => {}
            }
        }
    }

    /// The first word of `epub:type` whose prefix nothing declares (EPUB 3.3, 6.1.3).
    fn undeclared(&self, kinds: &str) -> Option<String> {
        const RESERVED: [&str; 3] = ["a11y", "msv", "prism"];
        let is_declared = |prefix: &str| self.prefixes.contains(prefix);
        let mut prefixes = kinds.split_whitespace().filter_map(|kind| Some(kind.split_once(':')?.0));
        let prefix = prefixes.find(|prefix| !RESERVED.contains(prefix) && !is_declared(prefix))?;
        Some(format!("the prefix {prefix} of epub:type is not declared"))
    }

    fn end(&mut self, faults: &mut Vec<String>) {
        self.inside.pop();
        self.structure.iter_mut().for_each(|structure| structure.end(faults));
    }

    /// Checks the head, and the ids referenced by attributes.
    fn check_head(&self, faults: &mut Vec<String>) {
        if self.html.get("xmlns") != Some("http://www.w3.org/1999/xhtml") {
            faults.push("its root element is not in the namespace of XHTML".into());
        }
        match &self.title {
            None => {}
            Some(title) if title.trim().is_empty() => faults.push("its title is empty".into()),
            Some(_) => {}
        }
        if self.charsets > 1 {
            faults.push("its encoding is declared more than once".into());
        }
        let references = self.references.iter().flat_map(|names| names.split_whitespace());
        for name in references.filter(|name| !self.ids.contains(*name)) {
            faults.push(format!("an ARIA attribute refers to #{name}, which does not exist"));
        }
    }

    fn letters(&mut self, text: &str, faults: &mut Vec<String>) {
        self.structure.iter().for_each(|structure| structure.text(text, faults));
        match self.inside.last().map(String::as_str) {
            Some("style") => self.css.push_str(text),
            Some("title") => self.title.get_or_insert_default().push_str(text),
            Some("script" | HIDDEN) => {}
            _ => self.text.push_str(text),
        }
    }

    /// Whether the page has an `id`; the empty one is the page itself.
    pub(super) fn has(&self, id: &str) -> bool {
        id.is_empty() || self.ids.contains(id)
    }

    /// Judges the page among the others.
    pub(super) fn check(
        &self,
        archive: &Archive,
        package: &Package,
        pages: &BTreeMap<String, Page>,
        report: &mut Report,
    ) {
        self.check_language(package, report);
        for need in self.needs.iter().filter(|need| !package.says(&self.file, need)).collect::<BTreeSet<_>>() {
            report.error(&self.file, format!("the manifest does not declare that it contains {need}"));
        }
        for address in &self.links {
            self.check_link(address, archive, package, pages, report);
        }
        for address in &self.resources {
            match resolve(address, &self.file) {
                Target::Outside(scheme) if scheme == "data" => {}
                Target::Inside { file, .. } if package.lists(&file) => {}
                Target::Inside { file, .. } if archive.file(&file).is_some() => {
                    report.error(&self.file, format!("{file} is shown, but the manifest does not list it"));
                }
                Target::Inside { file, .. } => report.error(&self.file, format!("{file} is missing from the archive")),
                _ => report.error(&self.file, format!("{address} is fetched from outside of the book")),
            }
        }
        let found = css::inspect(&self.css);
        found.faults.into_iter().for_each(|fault| report.error(&self.file, format!("in its style, {}", fault.text)));
        found.doubts.into_iter().for_each(|doubt| report.warning(&self.file, format!("in its style, {}", doubt.text)));
    }

    fn check_language(&self, package: &Package, report: &mut Report) {
        if self.title.is_none() {
            report.warning(&self.file, "it has no title");
        }
        if self.html.get("lang").or(self.html.get("xml:lang")).is_none() {
            report.warning(&self.file, "its root element does not say the language");
        }
        if package.is_right_to_left() && self.html.get("dir").is_none() && self.body.get("dir").is_none() {
            report.error(&self.file, "it does not say its direction, so its text begins on the wrong side");
        }
        let direction = self.body.get("dir").or(self.html.get("dir"));
        if direction == Some("ltr") && is_mostly_right_to_left(&self.text) {
            report.error(&self.file, "it says dir=\"ltr\", but its letters are written from the right");
        }
    }

    fn check_link(
        &self,
        address: &str,
        archive: &Archive,
        package: &Package,
        pages: &BTreeMap<String, Page>,
        report: &mut Report,
    ) {
        match resolve(address, &self.file) {
            Target::Outside(scheme) if ["http", "https", "mailto", "tel"].contains(&scheme.as_str()) => {
                if !is_valid(address) {
                    report.error(&self.file, format!("a link is not a valid address: {address}"));
                }
            }
            Target::Outside(scheme) => {
                report.error(&self.file, format!("a link leads where a book cannot lead: {scheme}:"));
            }
            Target::Above => report.error(&self.file, format!("a link leads out of the book: {address}")),
            Target::Inside { file, id } => {
                let page = pages.get(&file);
                if address.split('#').next().is_some_and(|path| path.contains('?')) {
                    report.error(&self.file, format!("a link within the book has a query: {address}"));
                }
                if !package.lists(&file) || archive.file(&file).is_none() {
                    report.error(&self.file, format!("a link leads to {file}, which is not in the book"));
                } else if !package.shows(&file) {
                    report.error(&self.file, format!("a link leads to {file}, which is not a page"));
                } else if page.is_some_and(|page| !id.is_empty() && !page.ids.contains(&id)) {
                    report.error(&self.file, format!("a link leads to #{id} in {file}, which does not exist"));
                }
            }
        }
    }
}

/// Whether more letters are written from the right, by the blocks of their scripts, than from the left.
fn is_mostly_right_to_left(text: &str) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic());
    let (right, left) = letters.fold((0_usize, 0_usize), |(right, left), letter| match letter {
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => (right + 1, left),
        _ => (right, left + 1),
    });
    right > left
}
