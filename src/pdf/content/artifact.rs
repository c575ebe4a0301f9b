//! Kinds of artifacts (ISO 32000-1, 14.8.2.2.2), drawn without being content, and the property lists of their marked
//! content.

use printpdf::DictItem;

/// The kinds of artifacts (14.8.2.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Artifact {
    /// Rules, grounds, and numbers beside the text.
    Layout,
    /// Crop marks.
    Page,
    /// Running heads and folios in the upper half of the page.
    Header,
    /// Folios in the lower half.
    Footer,
}

impl Artifact {
    /// The entries of its property list.
    pub(super) fn properties(self) -> Vec<(&'static str, DictItem)> {
        let name = |value: &str| DictItem::Name(value.as_bytes().to_vec());
        match self {
            Artifact::Layout => vec![("Type", name("Layout"))],
            Artifact::Page => vec![("Type", name("Page"))],
            Artifact::Header => vec![("Type", name("Pagination")), ("Subtype", name("Header"))],
            Artifact::Footer => vec![("Type", name("Pagination")), ("Subtype", name("Footer"))],
        }
    }
}
