//! Which content belongs to which element of the structure (ISO 32000-1, 14.7.4).
//!
//! In: the elements that pages' content names, in the order of drawing. Out: for each element its kids, and for each
//! page the owners of its marked content, from which `finish` writes the structure tree. An element comes into the tree
//! with its first content; of those without any only cells of tables do.

use std::collections::BTreeMap;

use lopdf::ObjectId;

use crate::layout::frame::{ElementId, Structure, StructureElement, StructureRole};

/// What is in an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kid {
    /// Marked content, by page and its number there (MCID).
    Content {
        /// Index of the page.
        page: usize,
        /// Number of the content on the page.
        number: usize,
    },
    /// Another element.
    Element(ElementId),
    /// An annotation.
    Annotation {
        /// Index of the page.
        page: usize,
        /// The annotation's dictionary.
        object: ObjectId,
    },
}

/// A rectangle on a page, in PDF's coordinates: left, bottom, right, top.
pub(super) type Bounds = [f64; 4];

/// What is known of the elements' content.
#[derive(Debug)]
pub(super) struct Tags<'a> {
    structure: &'a Structure,
    /// Kids of each element.
    kids: Vec<Vec<Kid>>,
    /// Elements right below the document.
    top: Vec<Kid>,
    is_attached: Vec<bool>,
    /// For each page the owners of its marked content.
    owners: Vec<Vec<ElementId>>,
    /// Where the content of figures lies: the first page, and the extent there.
    bounds: BTreeMap<ElementId, (usize, Bounds)>,
}

impl<'a> Tags<'a> {
    /// Nothing drawn yet.
    pub(super) fn new(structure: &'a Structure) -> Tags<'a> {
        let count = structure.elements.len();
        Tags {
            structure,
            kids: vec![Vec::new(); count],
            top: Vec::new(),
            is_attached: vec![false; count],
            owners: Vec::new(),
            bounds: BTreeMap::new(),
        }
    }

    /// The element of a number.
    pub(super) fn element(&self, id: ElementId) -> Option<&'a StructureElement> {
        self.structure.get(id)
    }

    /// The elements that have content.
    pub(super) fn drawn(&self) -> impl Iterator<Item = &'a StructureElement> {
        let elements = self.structure.elements.iter().zip(&self.is_attached);
        elements.filter_map(|(element, &attached)| attached.then_some(element))
    }

    /// Begins the next page.
    pub(super) fn start_page(&mut self) {
        self.owners.push(Vec::new());
    }

    /// New content of an element on the current page: its number there, and the name of the element's type; `None`
    /// where there is no such element.
    pub(super) fn mark(&mut self, id: ElementId) -> Option<(usize, &'static str)> {
        let name = type_name(&self.element(id)?.role);
        let page = self.owners.len().checked_sub(1)?;
        let number = self.owners[page].len();
        self.owners[page].push(id);
        self.attach(id);
        self.kids[id.index()].push(Kid::Content { page, number });
        Some((number, name))
    }

    /// Tells where content of an element lies on the current page.
    pub(super) fn extend_bounds(&mut self, id: ElementId, [left, bottom, right, top]: Bounds) {
        let page = self.owners.len().saturating_sub(1);
        if self
            .element(id)
            .is_some_and(|element| matches!(element.role, StructureRole::Figure | StructureRole::Formula))
        {
            let (first, bounds) = self.bounds.entry(id).or_insert((page, [left, bottom, right, top]));
            if *first == page {
                let [x0, y0, x1, y1] = *bounds;
                *bounds = [x0.min(left), y0.min(bottom), x1.max(right), y1.max(top)];
            }
        }
    }

    /// Gives an annotation to an element; whether there is such an element.
    pub(super) fn annotate(&mut self, id: ElementId, page: usize, object: ObjectId) -> bool {
        let exists = self.element(id).is_some();
        if exists {
            self.attach(id);
            self.kids[id.index()].push(Kid::Annotation { page, object });
        }
        exists
    }

    /// Puts an element, and those around it, into the tree.
    fn attach(&mut self, id: ElementId) {
        let mut next = Some(id);
        while let Some(id) = next.filter(|id| self.is_attached.get(id.index()) == Some(&false)) {
            self.is_attached[id.index()] = true;
            // Parents come before children, so that this ends.
            next = self.structure.elements[id.index()].parent.filter(|parent| *parent < id);
            let siblings = next.map_or(&mut self.top, |parent| &mut self.kids[parent.index()]);
            siblings.push(Kid::Element(id));
        }
    }

    /// The tree with everything in its place.
    pub(super) fn finish(mut self) -> TagTree<'a> {
        for (index, element) in (0..).zip(&self.structure.elements) {
            if matches!(element.role, StructureRole::TableCell { .. } | StructureRole::TableHeader { .. }) {
                self.attach(ElementId(index));
            }
        }
        for kids in self.kids.iter_mut().chain([&mut self.top]) {
            sort_elements(kids);
        }
        let Tags { structure, kids, top, is_attached, owners, bounds } = self;
        TagTree { structure, kids, top, is_attached, owners, bounds }
    }
}

/// The tree of elements.
#[derive(Debug)]
pub(super) struct TagTree<'a> {
    /// The elements.
    pub(super) structure: &'a Structure,
    /// Kids of each.
    pub(super) kids: Vec<Vec<Kid>>,
    /// Which of them are in the tree.
    pub(super) is_attached: Vec<bool>,
    /// Elements right below the document.
    pub(super) top: Vec<Kid>,
    /// For each page the owners of its marked content, by its numbers.
    pub(super) owners: Vec<Vec<ElementId>>,
    /// Where figures are: page and extent.
    pub(super) bounds: BTreeMap<ElementId, (usize, Bounds)>,
}

/// Elements that hold only elements hold them in the order of the structure, whatever was drawn first; those with
/// content of their own in the order of drawing, which is that of the text.
fn sort_elements(kids: &mut [Kid]) {
    let number = |kid: &Kid| if let Kid::Element(id) = kid { Some(*id) } else { None };
    if kids.iter().all(|kid| number(kid).is_some()) {
        kids.sort_by_key(number);
    }
}

/// The standard structure type of a role (ISO 32000-1, 14.8.4).
pub(super) const fn type_name(role: &StructureRole) -> &'static str {
    match role {
        StructureRole::Title => "H1",
        StructureRole::Heading { level } => match level {
            0 | 1 => "H1",
            2 => "H2",
            3 => "H3",
            4 => "H4",
            5 => "H5",
            _ => "H6",
        },
        StructureRole::Paragraph => "P",
        StructureRole::List { .. } => "L",
        StructureRole::ListItem => "LI",
        StructureRole::Label => "Lbl",
        StructureRole::ListBody => "LBody",
        StructureRole::BlockQuote => "BlockQuote",
        StructureRole::Section => "Sect",
        StructureRole::Division => "Div",
        StructureRole::Figure => "Figure",
        StructureRole::Formula => "Formula",
        StructureRole::Caption => "Caption",
        StructureRole::Table => "Table",
        StructureRole::TableRow => "TR",
        StructureRole::TableHeader { .. } => "TH",
        StructureRole::TableCell { .. } => "TD",
        StructureRole::Code => "Code",
        StructureRole::Note => "Note",
        StructureRole::Reference => "Reference",
        StructureRole::Link => "Link",
        StructureRole::Contents => "TOC",
        StructureRole::ContentsItem => "TOCI",
        StructureRole::Span => "Span",
    }
}
