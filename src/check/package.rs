//! The package document (EPUB 3.3, 5): what the book says of itself and what it lists.
//!
//! In: the archive. Out: [`Package`], and what is wrong with container, metadata, manifest and spine.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::Archive;
use super::metadata;
use super::path::{Target, resolve};
use super::report::Report;
use super::xml::{Piece, Tag, walk};
use crate::assets::fault;

/// Elements of metadata without further requirements.
const DUBLIN_CORE: [&str; 11] = [
    "contributor",
    "coverage",
    "creator",
    "description",
    "format",
    "publisher",
    "relation",
    "rights",
    "source",
    "subject",
    "type",
];
const CONTAINER: &str = "META-INF/container.xml";
/// Primary subtags of languages that are written from the right.
const RIGHT_TO_LEFT: [&str; 12] = ["ar", "fa", "ur", "ps", "ckb", "ug", "sd", "he", "yi", "syr", "dv", "arz"];

/// A file that the manifest lists.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its name in the archive.
    pub(super) file: String,
    media_type: String,
    properties: String,
    has_fallback: bool,
}

impl Item {
    /// Whether reading systems show it by itself, or what stands in for it.
    fn is_page(&self) -> bool {
        self.has_fallback || ["application/xhtml+xml", "image/svg+xml"].contains(&self.media_type.as_str())
    }
}

/// What the manifest says of a file, by all its items.
#[derive(Debug, Default)]
struct Listed {
    is_page: bool,
    properties: BTreeSet<String>,
}

/// What the package says.
#[derive(Default)]
pub(super) struct Package {
    path: String,
    root: Tag,
    /// Metadata by element or property, first values first.
    metadata: BTreeMap<String, Vec<String>>,
    /// Listed files by their `id`.
    items: BTreeMap<String, Item>,
    spine: Option<Tag>,
    references: Vec<String>,
    /// Whether any page of the spine is linear.
    has_linear: bool,
    /// Files listed in the EPUB 2 guide.
    guided: Vec<String>,
    /// Elements that are not allowed in a package.
    strangers: Vec<String>,
    /// Invalid values of `dir` and `linear`.
    oddities: Vec<String>,
    refined: Vec<String>,
    ids: BTreeSet<String>,
    /// All listed files by name.
    listed: BTreeMap<String, Listed>,
    /// The files that metadata link to, such as licences (5.5.7), which need not be listed.
    linked: BTreeSet<String>,
}

/// Where the package is, as the container says.
pub(super) fn locate(archive: &Archive, report: &mut Report) -> Option<String> {
    if archive.file(CONTAINER).is_none() {
        report.error(CONTAINER, "it is missing, so the book cannot be found in the archive");
        return None;
    }
    let text = archive.text(CONTAINER, report)?;
    let mut found = None;
    let is_sound = walk(text, CONTAINER, report, |piece| {
        if let Piece::Start(tag) = piece
            && tag.name == "rootfile"
            && tag.get("media-type") == Some("application/oebps-package+xml")
            && found.is_none()
        {
            found = tag.get("full-path").map(String::from);
        }
    });
    match found {
        Some(path) if archive.file(&path).is_some() => return Some(path),
        Some(path) => report.error(CONTAINER, format!("it names {path}, which is not in the archive")),
        None if is_sound => report.error(CONTAINER, "it names no package document"),
        None => {}
    }
    None
}

impl Package {
    /// Reads the package document.
    pub(super) fn read(archive: &Archive, path: &str, report: &mut Report) -> Option<Package> {
        let mut package = Package { path: path.into(), ..Package::default() };
        let mut key = None;
        let mut repeated = Vec::new();
        let text = archive.text(path, report)?;
        let is_sound = walk(text, path, report, |piece| match piece {
            Piece::Start(tag) => {
                repeated.extend(tag.get("id").filter(|id| !package.ids.insert((*id).into())).map(String::from));
                key = package.take(tag);
            }
            Piece::Text(text) => {
                if let Some(value) =
                    key.as_ref().and_then(|key| package.metadata.get_mut(key)).and_then(|all| all.last_mut())
                {
                    value.push_str(text);
                }
            }
            Piece::End => key = None,
            Piece::Doctype(_) => {}
        });
        package.strangers.dedup();
        repeated.iter().for_each(|id| report.error(path, format!("the id {id} stands more than once")));
        is_sound.then_some(package)
    }

    /// Takes in an element; returns the key of the metadata whose text follows.
    fn take(&mut self, tag: &Tag) -> Option<String> {
        let get = |name: &str| tag.get(name).unwrap_or_default().to_owned();
        self.oddities.extend(tag.get("dir").filter(|dir| !["ltr", "rtl", "auto"].contains(dir)).map(String::from));
        self.refined.extend(tag.get("refines").and_then(|id| id.strip_prefix('#')).map(String::from));
        match tag.name.as_str() {
            "package" => self.root = tag.clone(),
            "item" => {
                let href = get("href");
                let file = match resolve(&href, &self.path) {
                    Target::Inside { file, .. } => file,
                    _ => href,
                };
                let item = Item {
                    file: file.clone(),
                    media_type: get("media-type"),
                    properties: get("properties"),
                    has_fallback: tag.get("fallback").is_some(),
                };
                let listed = self.listed.entry(file).or_default();
                listed.is_page |= item.is_page();
                listed.properties.extend(item.properties.split_whitespace().map(String::from));
                self.items.insert(get("id"), item);
            }
            "link" => {
                if let Target::Inside { file, .. } = resolve(&get("href"), &self.path) {
                    self.linked.insert(file);
                }
            }
            "spine" => self.spine = Some(tag.clone()),
            "itemref" => {
                self.references.push(get("idref"));
                self.has_linear |= tag.get("linear") != Some("no");
                self.oddities.extend(tag.get("linear").filter(|word| !["yes", "no"].contains(word)).map(String::from));
            }
            "reference" => {
                if let Target::Inside { file, .. } = resolve(&get("href"), &self.path) {
                    self.guided.push(file);
                }
            }
            // The EPUB 2 form, with its value in an attribute.
            "meta" if tag.get("name").is_some() => {}
            "identifier" | "title" | "language" | "date" | "meta" => {
                let key = tag.get("property").unwrap_or(&tag.name).to_owned();
                self.metadata.entry(key.clone()).or_default().push(String::new());
                return Some(key);
            }
            "metadata" | "manifest" | "guide" | "bindings" | "collection" => {}
            name if !DUBLIN_CORE.contains(&name) => self.strangers.push(name.into()),
            _ => {}
        }
        None
    }

    /// The file with a property in the manifest.
    pub(super) fn with_property(&self, property: &str) -> Option<String> {
        let says = |item: &&Item| item.properties.split_whitespace().any(|word| word == property);
        self.items.values().find(says).map(|item| item.file.clone())
    }

    /// Whether a file has a property in the manifest.
    pub(super) fn says(&self, file: &str, property: &str) -> bool {
        self.listed.get(file).is_some_and(|listed| listed.properties.contains(property))
    }

    /// The NCX that the spine names.
    pub(super) fn ncx(&self) -> Option<String> {
        self.items.get(self.spine.as_ref()?.get("toc")?).map(|item| item.file.clone())
    }

    /// The book's own identifier.
    pub(super) fn identifier(&self) -> &str {
        self.value("identifier")
    }

    /// Whether this is EPUB 3; EPUB 2 has another vocabulary.
    pub(super) fn is_modern(&self) -> bool {
        self.root.get("version").is_some_and(|version| version.starts_with('3'))
    }

    /// Whether reading systems display a file on its own.
    pub(super) fn shows(&self, file: &str) -> bool {
        self.listed.get(file).is_some_and(|listed| listed.is_page)
    }

    /// Whether the manifest lists a file.
    pub(super) fn lists(&self, file: &str) -> bool {
        self.listed.contains_key(file)
    }

    /// The listed files of a media type.
    pub(super) fn of_type(&self, media_type: &str) -> impl Iterator<Item = String> {
        let items = self.items.values().filter(move |item| item.media_type == media_type);
        items.map(|item| item.file.clone())
    }

    /// Whether the main language is written from the right.
    pub(super) fn is_right_to_left(&self) -> bool {
        let primary = self.value("language").split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        RIGHT_TO_LEFT.contains(&primary.as_str())
    }

    fn value(&self, key: &str) -> &str {
        self.metadata.get(key).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// Judges metadata, manifest and spine.
    pub(super) fn check(&self, archive: &Archive, report: &mut Report) {
        self.check_metadata(report);
        self.check_manifest(archive, report);
        self.check_spine(report);
        for id in self.refined.iter().filter(|id| !self.ids.contains(*id)) {
            report.error(&self.path, format!("something refines #{id}, which does not exist"));
        }
    }

    fn check_metadata(&self, report: &mut Report) {
        for (key, name) in [("identifier", "identifier"), ("title", "title"), ("language", "language")] {
            if self.value(key).is_empty() {
                report.error(&self.path, format!("the book has no {name}"));
            }
        }
        if self.is_modern() {
            if self.value("dcterms:modified").is_empty() {
                report.error(&self.path, "the book does not say when it was made (dcterms:modified)");
            }
            if !self.items.values().any(|item| item.properties.split_whitespace().any(|word| word == "nav")) {
                report.error(&self.path, "no file of the manifest is the navigation document");
            }
        }
        let declared = self.root.get("prefix").unwrap_or_default();
        if self.is_modern() {
            metadata::faults(&self.metadata, declared).into_iter().for_each(|fault| report.error(&self.path, fault));
        }
        if !self.root.get("version").is_some_and(|version| version.starts_with("3.") || version == "2.0") {
            report.error(&self.path, "its version is not one of EPUB 2 or 3");
        }
        for value in &self.oddities {
            report.error(&self.path, format!("`{value}` is not a value of dir or linear"));
        }
        for name in &self.strangers {
            report.error(&self.path, format!("<{name}> is not allowed in a package"));
        }
        if self.root.get("unique-identifier").is_none_or(|id| !self.ids.contains(id)) {
            report.error(&self.path, "the package does not say which identifier is the book's own");
        }
        if self.is_right_to_left() && self.root.get("dir") != Some("rtl") {
            report.warning(&self.path, "the package of a right-to-left book does not say dir=\"rtl\"");
        }
        if !self.metadata.contains_key("schema:accessMode") {
            report.warning(&self.path, "the book has no accessibility metadata");
        }
    }

    fn check_manifest(&self, archive: &Archive, report: &mut Report) {
        let mut seen = BTreeSet::new();
        for item in self.items.values() {
            let is_sound = matches!(resolve(&item.file, ""), Target::Inside { .. });
            if item.file.contains("://") || !is_sound {
                report.error(&self.path, format!("{} is outside of the book", item.file));
            } else if archive.file(&item.file).is_none() {
                report.error(&self.path, format!("the manifest lists {}, which is not in the archive", item.file));
            }
            if !seen.insert(&item.file) {
                report.error(&self.path, format!("the manifest lists {} more than once", item.file));
            }
            let declared = self.root.get("prefix").unwrap_or_default();
            let faults = metadata::of_file(&item.file, &item.media_type, &item.properties, declared);
            faults.into_iter().for_each(|fault| report.error(&self.path, fault));
            let bytes = archive.file(&item.file).filter(|_| !archive.is_closed(&item.file));
            if bytes.is_some_and(|bytes| metadata::is_mistaken(&item.media_type, bytes)) {
                report.error(&item.file, format!("it is not a picture of the type {}", item.media_type));
            }
            if item.properties.split_whitespace().any(|word| word == "scripted") {
                report.warning(&item.file, "it holds scripts");
            }
        }
        let is_own = |name: &str| name == "mimetype" || name.starts_with("META-INF/") || name == self.path;
        let is_known = |name: &&str| is_own(name) || self.lists(name) || self.linked.contains(*name);
        for name in archive.names().filter(|name| !is_known(name)) {
            report.warning(name, "it is in the archive, but the manifest does not list it");
        }
    }

    /// Judges the pictures: whether each can be decoded, and the names within drawings.
    pub(super) fn check_pictures(&self, archive: &Archive, report: &mut Report) {
        for item in self.items.values() {
            let Some(bytes) = archive.open_file(&item.file) else { continue };
            match item.media_type.as_str() {
                "image/svg+xml" => check_drawing(archive, &item.file, report),
                "image/png" | "image/jpeg" | "image/gif" | "image/webp" => {
                    if let Some(fault) = fault(bytes) {
                        report.error(&item.file, format!("the picture {fault}"));
                    }
                }
                _ => {}
            }
        }
    }

    fn check_spine(&self, report: &mut Report) {
        let Some(spine) = &self.spine else { return report.error(&self.path, "there is no spine") };
        if self.references.is_empty() {
            report.error(&self.path, "the spine is empty");
        }
        if !self.references.is_empty() && !self.has_linear {
            report.error(&self.path, "no page of the spine is linear");
        }
        for file in self.guided.iter().filter(|file| !self.lists(file)) {
            report.error(&self.path, format!("the guide links to {file}, which is not in the manifest"));
        }
        let mut seen = BTreeSet::new();
        for reference in &self.references {
            match self.items.get(reference) {
                None => {
                    report.error(&self.path, format!("the spine names {reference}, which the manifest does not list"));
                }
                Some(_) if !seen.insert(reference) => {
                    report.error(&self.path, format!("the spine names {reference} more than once"));
                }
                Some(item) if !item.is_page() => {
                    report.error(&self.path, format!("the spine names {}, which is not a page of text", item.file));
                }
                Some(_) => {}
            }
        }
        if self.is_right_to_left() && spine.get("page-progression-direction") != Some("rtl") {
            let message = "the pages of a right-to-left book turn the wrong way: the spine does not say \
                           page-progression-direction=\"rtl\"";
            report.error(&self.path, message);
        }
        if let Some(ncx) = spine.get("toc").filter(|toc| !self.items.contains_key(*toc)) {
            report.error(&self.path, format!("the spine names the NCX {ncx}, which the manifest does not list"));
        }
    }
}

/// Whether the names in a drawing are names of XML, each of one element.
fn check_drawing(archive: &Archive, file: &str, report: &mut Report) {
    let Some(text) = archive.text(file, report) else { return };
    let (mut ids, mut faults) = (BTreeSet::new(), Vec::new());
    walk(text, file, report, |piece| {
        let Piece::Start(tag) = piece else { return };
        let Some(id) = tag.get("id") else { return };
        let is_letter = |c: char| c.is_alphabetic() || c == '_';
        let is_name = id.starts_with(is_letter)
            && id.chars().all(|c| is_letter(c) || c.is_numeric() || matches!(c, '-' | '.' | '\u{B7}'));
        if !is_name {
            faults.push(format!("the id {id:?} is no name of XML"));
        } else if !ids.insert(id.to_owned()) {
            faults.push(format!("the id {id} stands more than once"));
        }
    });
    faults.into_iter().for_each(|fault| report.error(file, fault));
}
