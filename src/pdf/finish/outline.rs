//! The outline as a tree, and named destinations (ISO 32000-1, 12.3).
//!
//! In: the headings and the places that links name. Out: outline items and a name tree.

use lopdf::{Dictionary, Document as Objects, Object, ObjectId, StringFormat, dictionary};

use super::pages::PageIds;
use super::text_string::text;
use crate::layout::frame::{Destination, OutlineEntry, PagedDocument};

/// Names to a leaf of the name tree.
const LEAF: usize = 256;

/// Adds the outline; `None` when there are no headings.
pub(super) fn add(objects: &mut Objects, pages: &PagedDocument, page_ids: &PageIds) -> Option<ObjectId> {
    if pages.outline.is_empty() {
        return None;
    }
    let root = objects.new_object_id();
    let mut writer = OutlineWriter { objects, pages, page_ids };
    let mut dict = dictionary! { "Type" => "Outlines" };
    writer.add_children(&pages.outline, root, &mut dict);
    // The first level is open, all below it closed.
    dict.set("Count", pages.outline.len() as i64);
    objects.set_object(root, dict);
    Some(root)
}

struct OutlineWriter<'a> {
    objects: &'a mut Objects,
    pages: &'a PagedDocument,
    page_ids: &'a PageIds,
}

impl OutlineWriter<'_> {
    /// Writes the items below `parent` and names the first and last of them in its dictionary.
    fn add_children(&mut self, entries: &[OutlineEntry], parent: ObjectId, parent_dict: &mut Dictionary) {
        let ids: Vec<ObjectId> = entries.iter().map(|_| self.objects.new_object_id()).collect();
        if let (Some(&first), Some(&last)) = (ids.first(), ids.last()) {
            parent_dict.set("First", first);
            parent_dict.set("Last", last);
        }
        for (index, entry) in entries.iter().enumerate() {
            let mut item = dictionary! { "Title" => text(&entry.title), "Parent" => parent };
            if let Some(place) = place(entry.destination, self.pages, self.page_ids) {
                item.set("Dest", place);
            }
            if let Some(&previous) = index.checked_sub(1).and_then(|previous| ids.get(previous)) {
                item.set("Prev", previous);
            }
            if let Some(&next) = ids.get(index + 1) {
                item.set("Next", next);
            }
            if !entry.children.is_empty() {
                self.add_children(&entry.children, ids[index], &mut item);
                item.set("Count", -(entry.children.len() as i64));
            }
            self.objects.set_object(ids[index], item);
        }
    }
}

/// A place as an explicit destination, the zoom left as it is; `None` when its page does not exist.
fn place(destination: Destination, pages: &PagedDocument, page_ids: &PageIds) -> Option<Object> {
    let page = page_ids.pages.get(destination.page)?;
    let height = pages.pages.get(destination.page)?.size.height;
    let top = ((height - destination.y).0 * 100.0).round() / 100.0;
    Some(vec![Object::from(*page), "XYZ".into(), Object::Null, Object::Real(top as f32), Object::Null].into())
}

/// The name that stands for an anchor.
pub(super) fn name(anchor: &str) -> Object {
    Object::String(anchor.as_bytes().to_vec(), StringFormat::Literal)
}

/// The name tree of all destinations; `None` when there are none. The map's order is that of the names' bytes.
pub(super) fn destinations(objects: &mut Objects, pages: &PagedDocument, page_ids: &PageIds) -> Option<ObjectId> {
    let named: Vec<(&String, Object)> = pages
        .destinations
        .iter()
        .filter_map(|(anchor, &destination)| Some((anchor, place(destination, pages, page_ids)?)))
        .collect();
    let leaf = |names: &[(&String, Object)]| -> Object {
        names.iter().flat_map(|(anchor, place)| [name(anchor), place.clone()]).collect::<Vec<_>>().into()
    };
    if named.is_empty() {
        return None;
    }
    if named.len() <= LEAF {
        return Some(objects.add_object(dictionary! { "Names" => leaf(&named) }));
    }
    let mut kids: Vec<Object> = Vec::new();
    for names in named.chunks(LEAF) {
        let limits = vec![name(names[0].0), name(names[names.len() - 1].0)];
        kids.push(objects.add_object(dictionary! { "Limits" => limits, "Names" => leaf(names) }).into());
    }
    Some(objects.add_object(dictionary! { "Kids" => kids }))
}
