//! Link annotations (ISO 32000-1, 12.5.6.5).
//!
//! In: the active areas of the pages. Out: an annotation for each, with what it says in `/Contents`.

use lopdf::{Dictionary, Document as Objects, Object, StringFormat, dictionary};

use super::outline;
use super::pages::PageIds;
use super::structure::AnnotationOwners;
use super::text_string::text;
use crate::geometry::{Point, Pt, Size};
use crate::layout::frame::{ItemKind, LinkTarget, PagedDocument};
use crate::pdf::tags::Tags;

/// The flag of annotations that are printed, which PDF/A asks for.
const PRINT: i64 = 1 << 2;

/// Adds the links of each page to its annotations, and tells their elements; a link that is an artifact is none. Out:
/// the owners of the annotations, which the parent tree numbers on after the pages.
pub(super) fn add(
    objects: &mut Objects,
    pages: &PagedDocument,
    page_ids: &PageIds,
    tags: &mut Tags<'_>,
) -> lopdf::Result<AnnotationOwners> {
    let mut owners = AnnotationOwners::new();
    for (number, (page, &id)) in pages.pages.iter().zip(&page_ids.pages).enumerate() {
        let mut annotations: Vec<Object> = Vec::new();
        for item in &page.items {
            if let ItemKind::Link { size, target, contents } = &item.kind
                && let Some((key, value)) = way_to(target, pages)
                && let Some(element) = item.element
            {
                let object = objects.new_object_id();
                if !tags.annotate(element, number, object) {
                    continue;
                }
                let mut annotation = annotation(item.origin, *size, page.size.height, contents);
                annotation.set(key, value);
                annotation.set("StructParent", (page_ids.pages.len() + owners.len()) as i64);
                owners.push(element);
                objects.set_object(object, annotation);
                annotations.push(object.into());
            }
        }
        if !annotations.is_empty() {
            objects.get_dictionary_mut(id)?.set("Annots", annotations);
        }
    }
    Ok(owners)
}

fn annotation(origin: Point, size: Size, page_height: Pt, contents: &str) -> Dictionary {
    let bottom = page_height - origin.y - size.height;
    let corners = [origin.x, bottom, origin.x + size.width, bottom + size.height];
    let rect: Vec<Object> = corners.map(|corner| Object::Real(((corner.0 * 100.0).round() / 100.0) as f32)).into();
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => rect,
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => PRINT,
        "Contents" => text(contents),
    }
}

/// The entry that leads there; `None` for a place that does not exist. Addresses are ASCII (12.6.4.7).
fn way_to(target: &LinkTarget, pages: &PagedDocument) -> Option<(&'static str, Object)> {
    match target {
        LinkTarget::Anchor(anchor) => pages.destinations.contains_key(anchor).then(|| ("Dest", outline::name(anchor))),
        LinkTarget::Url(url) => {
            let uri = Object::String(url.clone().into_bytes(), StringFormat::Literal);
            Some(("A", dictionary! { "S" => "URI", "URI" => uri }.into()))
        }
    }
}
