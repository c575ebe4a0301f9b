//! The package document of an EPUB (EPUB 3.3, 5; OPF 2.0.1).
//!
//! In: the archive. Out: its files by id, the spine in order, the element with the metadata, and where its contents are.

use std::collections::BTreeMap;

use super::resolve;
use crate::diagnostic::Error;
use crate::parse::package::{Archive, Kind};
use crate::parse::xml::{Content, Element};

/// A file of the book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) path: String,
    pub(super) media_type: String,
    pub(super) properties: String,
}

impl Item {
    /// Whether it has a property.
    pub(super) fn is(&self, property: &str) -> bool {
        self.properties.split_ascii_whitespace().any(|own| own == property)
    }
}

/// What the package says.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) metadata: Element,
    /// The files of the text, in reading order.
    pub(super) spine: Vec<Item>,
    pub(super) items: BTreeMap<String, Item>,
    /// The navigation document, or else the NCX.
    pub(super) navigation: Option<Item>,
    pub(super) ncx: Option<Item>,
    /// Files with a role in older books: `cover`, `toc`, `title-page`.
    pub(super) guide: BTreeMap<String, String>,
}

impl Package {
    /// Finds and reads the package document.
    ///
    /// # Errors
    /// [`Error::Source`] where there is none, or it is broken.
    pub(super) fn read(archive: &mut Archive<'_>) -> Result<Package, Error> {
        let broken = |reason: &str| Kind::Epub.broken(reason);
        let container = archive.xml("META-INF/container.xml", Content::Elements)?;
        let path = container
            .as_ref()
            .and_then(|container| container.find("rootfile")?.attr("full-path").map(str::to_owned))
            .ok_or_else(|| broken("it has no META-INF/container.xml that names its package"))?;
        let file = archive.xml(&path, Content::Elements)?.ok_or_else(|| broken(&format!("it has no part {path}")))?;
        let mut root = file.children.into_iter().find(|child| child.name == "package");
        let root = root.as_mut().ok_or_else(|| broken("its package document has no package"))?;
        let mut package = Package { items: items(root, &path), ..Package::default() };
        let spine = root.child("spine");
        let refs = spine.map(|spine| spine.children.as_slice()).unwrap_or_default();
        package.spine = refs.iter().filter_map(|item| package.items.get(item.attr("idref")?)).cloned().collect();
        package.navigation = package.items.values().find(|item| item.is("nav")).cloned();
        let named = spine.and_then(|spine| spine.attr("toc")).and_then(|id| package.items.get(id));
        let ncx = named.or_else(|| package.items.values().find(|item| item.media_type == "application/x-dtbncx+xml"));
        package.ncx = ncx.cloned();
        let references = root.child("guide").map(|guide| guide.children.as_slice()).unwrap_or_default();
        let role = |one: &Element| Some((resolve(&path, one.attr("href")?)?.0, one.attr("type")?.to_owned()));
        package.guide = references.iter().filter_map(role).collect();
        let at = root.children.iter().position(|child| child.name == "metadata");
        package.metadata = at.map(|at| root.children.swap_remove(at)).unwrap_or_default();
        if package.spine.is_empty() {
            return Err(broken("its spine is empty"));
        }
        Ok(package)
    }

    /// The picture of the cover.
    pub(super) fn cover(&self) -> Option<&Item> {
        let named = self.metadata.children.iter().find(|meta| meta.attr("name") == Some("cover"));
        let named = named.and_then(|meta| meta.attr("content")).and_then(|id| self.items.get(id));
        let found = self.items.values().find(|item| item.is("cover-image")).or(named);
        found.filter(|item| item.media_type.starts_with("image/"))
    }
}

fn items(root: &Element, path: &str) -> BTreeMap<String, Item> {
    let manifest = root.child("manifest").map(|manifest| manifest.children.as_slice()).unwrap_or_default();
    let item = |one: &Element| {
        let said = |name: &str| one.attr(name).unwrap_or_default().to_owned();
        let (path, _) = resolve(path, one.attr("href")?)?;
        Some((
            one.attr("id")?.to_owned(),
            Item { path, media_type: said("media-type"), properties: said("properties") },
        ))
    };
    manifest.iter().filter_map(item).collect()
}
