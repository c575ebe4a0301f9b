//! The structure tree (ISO 32000-1, 14.7.2) and the way back from content to it (14.7.4.4).
//!
//! In: the tree of elements with their content. Out: an object for each element that has any, a number tree from marked
//! content and annotations to their elements, and a name tree of the notes' identifiers.

use lopdf::{Dictionary, Document as Objects, Object, ObjectId, StringFormat, dictionary};

use super::attributes::{attributes, writing_mode};
use super::pages::PageIds;
use super::text_string::text;
use crate::document::Direction;
use crate::layout::frame::{ElementId, StructureElement, StructureRole};
use crate::pdf::tags::{Kid, TagTree, type_name};

/// Entries to a leaf of a number or name tree.
const LEAF: usize = 128;

/// Annotations with the elements they belong to, by their key in the parent tree.
pub(super) type AnnotationOwners = Vec<ElementId>;

/// Adds the structure; its root.
pub(super) fn add(
    objects: &mut Objects,
    tree: &TagTree<'_>,
    annotations: &AnnotationOwners,
    page_ids: &PageIds,
    direction: Direction,
) -> ObjectId {
    let root = objects.new_object_id();
    let document = objects.new_object_id();
    let ids = tree.is_attached.iter().map(|&attached| attached.then(|| objects.new_object_id())).collect();
    let mut writer = StructureWriter { objects, tree, page_ids, ids, document, heading: 0, notes: Vec::new() };
    for (index, element) in (0..).zip(&tree.structure.elements) {
        writer.add_element(ElementId(index), element);
    }
    let mut top = dictionary! { "S" => "Document", "P" => root, "K" => writer.kids(&tree.top, None) };
    top.set("A", writing_mode(direction));
    let parents = writer.parents(annotations);
    let notes = std::mem::take(&mut writer.notes);
    objects.set_object(document, top);
    let count = page_ids.pages.len() + annotations.len();
    let mut dict = dictionary! { "Type" => "StructTreeRoot", "K" => document };
    dict.set("ParentTree", number_tree(objects, parents));
    dict.set("ParentTreeNextKey", count as i64);
    if !notes.is_empty() {
        dict.set("IDTree", name_tree(objects, notes));
    }
    objects.set_object(root, dict);
    root
}

struct StructureWriter<'a, 't> {
    objects: &'a mut Objects,
    tree: &'a TagTree<'t>,
    page_ids: &'a PageIds,
    /// Objects of the elements that are in the tree.
    ids: Vec<Option<ObjectId>>,
    document: ObjectId,
    /// Level of the last heading.
    heading: u8,
    /// Identifiers of notes, in their order.
    notes: Vec<(Object, ObjectId)>,
}

impl StructureWriter<'_, '_> {
    fn id(&self, id: ElementId) -> Option<ObjectId> {
        self.ids.get(id.index()).copied().flatten()
    }

    fn add_element(&mut self, id: ElementId, element: &StructureElement) {
        let Some(object) = self.id(id) else { return };
        let kids = &self.tree.kids[id.index()];
        let page = kids.iter().find_map(|kid| if let Kid::Content { page, .. } = kid { Some(*page) } else { None });
        let parent = element.parent.and_then(|parent| self.id(parent)).unwrap_or(self.document);
        let mut dict = dictionary! { "S" => self.structure_type(element, kids), "P" => parent };
        if !kids.is_empty() {
            dict.set("K", self.kids(kids, page));
        }
        if let Some(page) = page.and_then(|page| self.page_ids.pages.get(page)) {
            dict.set("Pg", *page);
        }
        if let Some(lang) = &element.lang {
            dict.set("Lang", text(&lang.0));
        }
        if let Some(alt) = &element.alt {
            dict.set("Alt", text(alt));
        }
        if element.role == StructureRole::Note {
            let name = Object::String(format!("note{:06}", self.notes.len() + 1).into_bytes(), StringFormat::Literal);
            dict.set("ID", name.clone());
            self.notes.push((name, object));
        }
        let bounds = self.tree.bounds.get(&id).map(|(_, bounds)| *bounds);
        let attributes = attributes(&element.role, element.direction, bounds);
        if !attributes.is_empty() {
            dict.set("A", attributes);
        }
        self.objects.set_object(object, dict);
    }

    /// The type of an element. Headings leave no level out on the way down (ISO 14289-1, 7.4.2), and a link without an
    /// active area, since it leads nowhere, is mere text.
    fn structure_type(&mut self, element: &StructureElement, kids: &[Kid]) -> &'static str {
        let role = &element.role;
        match *role {
            StructureRole::Title => self.heading = 1,
            StructureRole::Heading { level } => {
                self.heading = level.clamp(1, self.heading.saturating_add(1));
                return type_name(&StructureRole::Heading { level: self.heading });
            }
            StructureRole::Link if !kids.iter().any(|kid| matches!(kid, Kid::Annotation { .. })) => return "Span",
            _ => {}
        }
        type_name(role)
    }

    /// The value of `/K`; content on `page` is named by its number alone.
    fn kids(&self, kids: &[Kid], page: Option<usize>) -> Object {
        let mut values: Vec<Object> = kids.iter().filter_map(|kid| self.kid(*kid, page)).collect();
        if values.len() == 1 { values.remove(0) } else { values.into() }
    }

    fn kid(&self, kid: Kid, of_element: Option<usize>) -> Option<Object> {
        Some(match kid {
            Kid::Element(id) => self.id(id)?.into(),
            Kid::Content { page, number } if Some(page) == of_element => Object::Integer(number as i64),
            Kid::Content { page, number } => {
                let page = *self.page_ids.pages.get(page)?;
                dictionary! { "Type" => "MCR", "Pg" => page, "MCID" => number as i64 }.into()
            }
            Kid::Annotation { page, object } => {
                let page = *self.page_ids.pages.get(page)?;
                dictionary! { "Type" => "OBJR", "Pg" => page, "Obj" => object }.into()
            }
        })
    }

    /// The parent tree: under the number of each page the elements of its content, under further numbers those of
    /// annotations.
    fn parents(&self, annotations: &AnnotationOwners) -> Vec<(i64, Object)> {
        let of_pages = self.tree.owners.iter().map(|owners| {
            let elements = owners.iter().map(|&id| self.id(id).map_or(Object::Null, Object::from));
            Object::from(elements.collect::<Vec<_>>())
        });
        let of_annotations = annotations.iter().map(|&id| self.id(id).map_or(Object::Null, Object::from));
        (0..).zip(of_pages.chain(of_annotations)).collect()
    }
}

/// A number tree (7.9.7) of one level of leaves.
fn number_tree(objects: &mut Objects, entries: Vec<(i64, Object)>) -> ObjectId {
    let entries = entries.into_iter().map(|(number, value)| (Object::Integer(number), value)).collect();
    tree(objects, "Nums", entries)
}

/// A name tree (7.9.6); the names are in order.
fn name_tree(objects: &mut Objects, entries: Vec<(Object, ObjectId)>) -> ObjectId {
    tree(objects, "Names", entries.into_iter().map(|(name, id)| (name, id.into())).collect())
}

fn tree(objects: &mut Objects, key: &str, entries: Vec<(Object, Object)>) -> ObjectId {
    let leaf = |entries: &[(Object, Object)]| -> Object {
        entries.iter().flat_map(|(name, value)| [name.clone(), value.clone()]).collect::<Vec<_>>().into()
    };
    if entries.len() <= LEAF {
        return objects.add_object(Dictionary::from_iter([(key, leaf(&entries))]));
    }
    let mut kids: Vec<Object> = Vec::new();
    for entries in entries.chunks(LEAF) {
        let limits = vec![entries[0].0.clone(), entries[entries.len() - 1].0.clone()];
        let dict = Dictionary::from_iter([("Limits", limits.into()), (key, leaf(entries))]);
        kids.push(objects.add_object(dict).into());
    }
    objects.add_object(dictionary! { "Kids" => kids })
}
