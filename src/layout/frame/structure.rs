//! What the pages' content means: the logical structure of a tagged PDF (ISO 32000-1, 14.7 and 14.8).
//!
//! In: what `collect` knows of the document. Out: [`Structure`], a tree whose leaves are the items of the pages that
//! name its elements. Elements are added in reading order, parents before children, and where the content of an element
//! lies on the pages does not matter: a paragraph that runs over pages is one element.

use crate::diagnostic::Span;
use crate::document::{Direction, Lang};

/// Number of an element: its index in [`Structure::elements`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub u32);

impl ElementId {
    /// The number as an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The element as the tag of a style: see [`crate::text::TextStyle::tag`].
    #[must_use]
    pub const fn tag(self) -> u32 {
        self.0.saturating_add(1)
    }

    /// The element that a run of glyphs belongs to by its tag; `None` where it belongs to that of its line.
    #[must_use]
    pub fn of_tag(tag: u32) -> Option<ElementId> {
        tag.checked_sub(1).map(ElementId)
    }
}

/// All elements, in reading order, parents before children.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structure {
    /// The elements; [`ElementId`]s count from 0.
    pub elements: Vec<StructureElement>,
}

impl Structure {
    /// Adds an element below `parent`, or right below the document, after all that are there.
    pub fn add(&mut self, parent: Option<ElementId>, element: StructureElement) -> ElementId {
        let id = ElementId(u32::try_from(self.elements.len()).unwrap_or(u32::MAX));
        self.elements.push(StructureElement { parent, ..element });
        id
    }

    /// Whether what stands below an element inherits another language or direction than the document's.
    #[must_use]
    pub fn is_foreign(&self, element: Option<ElementId>) -> bool {
        let around = |id: &ElementId| self.get(*id)?.parent;
        let mut chain = std::iter::successors(element, around).filter_map(|id| self.get(id));
        chain.any(|element| element.lang.is_some() || element.direction.is_some())
    }

    /// The element of a number; `None` where there is none.
    #[must_use]
    pub fn get(&self, id: ElementId) -> Option<&StructureElement> {
        self.elements.get(id.index())
    }
}

/// One element of the structure.
#[derive(Clone, Debug, PartialEq)]
pub struct StructureElement {
    /// What it is.
    pub role: StructureRole,
    /// The element around it; `None` for those right below the document. Set by [`Structure::add`].
    pub parent: Option<ElementId>,
    /// Its language, where that differs from what surrounds it.
    pub lang: Option<Lang>,
    /// Its direction, if it differs from its surroundings.
    pub direction: Option<Direction>,
    /// What it shows, for those who do not see it; for figures and the boxes of tasks.
    pub alt: Option<String>,
    /// Where it stands in the source, for warnings; `None` for what is not of the source.
    pub span: Option<Span>,
}

impl StructureElement {
    /// An element of a role and nothing else.
    #[must_use]
    pub const fn new(role: StructureRole) -> StructureElement {
        StructureElement { role, parent: None, lang: None, direction: None, alt: None, span: None }
    }
}

/// What an element is: the standard structure types of ISO 32000-1, 14.8.4, with their own attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StructureRole {
    /// The title of the whole: a heading above all others.
    Title,
    /// A heading, `level` from 1 to 6, or 0 for the title of a part.
    Heading {
        /// Rank.
        level: u8,
    },
    /// A paragraph (`P`).
    Paragraph,
    /// A list (`L`) of list items.
    List {
        /// What its labels are.
        numbering: ListNumbering,
    },
    /// An item of a list (`LI`): a label and a body.
    ListItem,
    /// Marker, number or term before a body (`Lbl`); also the number of a note.
    Label,
    /// What an item of a list says (`LBody`): holds paragraphs and lists.
    ListBody,
    /// A quotation of blocks (`BlockQuote`).
    BlockQuote,
    /// A part set apart, such as a callout or the notes at the end (`Sect`).
    Section,
    /// Blocks that belong together without meaning anything by it (`Div`), such as a figure and its caption.
    Division,
    /// A picture (`Figure`); the writer adds its bounding box.
    Figure,
    /// The text of a figure's or table's caption (`Caption`); in a table its first or last child.
    Caption,
    /// A table (`Table`) of rows.
    Table,
    /// A row (`TR`); all are children of the table, whatever page they are on.
    TableRow,
    /// A header cell (`TH`).
    TableHeader {
        /// Which cells it names.
        scope: HeaderScope,
        /// What it covers.
        spans: CellSpans,
    },
    /// A cell (`TD`).
    TableCell {
        /// What it covers.
        spans: CellSpans,
    },
    /// Code (`Code`): within a paragraph, also where it is a block.
    Code,
    /// A foot- or endnote (`Note`), which the writer gives an identifier.
    Note,
    /// A pointer to another part (`Reference`), such as a footnote's number in the text or an entry of the contents.
    Reference,
    /// A link (`Link`); its [`super::ItemKind::Link`] items name it too.
    Link,
    /// A formula (`Formula`); the writer adds its bounding box.
    Formula,
    /// A list of contents (`TOC`).
    Contents,
    /// An entry of the contents (`TOCI`); holds references, and contents of what is below it.
    ContentsItem,
    /// Text in a language of its own (`Span`).
    Span,
}

/// How many columns and rows a cell of a table covers (ISO 32000-1, table 349).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellSpans {
    /// Columns, 1 or more.
    pub columns: u16,
    /// Rows, 1 or more.
    pub rows: u16,
}

/// What the labels of a list are (ISO 32000-1, table 347).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListNumbering {
    /// No labels.
    None,
    /// Bullets.
    Bullet,
    /// Numbers, and letters without a name in the standard.
    Number,
    /// `a b c`.
    LowerAlpha,
    /// `A B C`.
    UpperAlpha,
    /// `i ii iii`.
    LowerRoman,
    /// `I II III`.
    UpperRoman,
}

/// Which cells a header cell names (ISO 32000-1, table 349).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderScope {
    /// Those of its row.
    Row,
    /// Those of its column.
    Column,
}
