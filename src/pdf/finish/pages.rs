//! The page tree and page labels (ISO 32000-1, 7.7.3 and 12.4.2).
//!
//! In: printpdf's page objects. Out: the same without the specimen page, with one resource dictionary for all and
//! without empty or repeated entries.

use lopdf::{Dictionary, Document as Objects, Object, ObjectId, dictionary};

use super::text_string::text;
use crate::geometry::{Pt, Size};
use crate::layout::frame::PagedDocument;
use crate::pdf::print::PrintOptions;

/// Where the pages are.
pub(super) struct PageIds {
    /// Root of the page tree.
    pub(super) tree: ObjectId,
    /// Each page.
    pub(super) pages: Vec<ObjectId>,
    /// The fonts and images of all pages.
    pub(super) resources: Option<ObjectId>,
}

/// Tidies up the page objects; the last page is the specimen, which goes. With a bleed or crop marks the media box is
/// larger than the page, and its origin lies outside of it.
pub(super) fn tidy(objects: &mut Objects, document: &PagedDocument, print: PrintOptions) -> lopdf::Result<PageIds> {
    let tree = objects.catalog()?.get(b"Pages")?.as_reference()?;
    let kids = objects.get_dictionary(tree)?.get(b"Kids")?.as_array()?;
    let mut pages = kids.iter().map(Object::as_reference).collect::<lopdf::Result<Vec<_>>>()?;
    let mut shared = None;
    if let Some(specimen) = pages.pop() {
        shared = Some(shared_resources(objects, specimen)?);
        remove_page(objects, specimen)?;
    }
    for ((number, &page), of_document) in (0i64..).zip(&pages).zip(&document.pages) {
        let resources = objects.get_dictionary(page)?.get(b"Resources")?.as_reference()?;
        objects.objects.remove(&resources);
        let page = objects.get_dictionary_mut(page)?;
        for key in ["CropBox", "TrimBox", "Annots"] {
            page.remove(key.as_bytes());
        }
        let margin = print.margin();
        if margin > Pt::ZERO {
            page.set("MediaBox", boundary(of_document.size, margin));
            page.set("BleedBox", boundary(of_document.size, print.bleed));
            page.set("TrimBox", boundary(of_document.size, Pt::ZERO));
        }
        page.set("Tabs", "S");
        page.set("StructParents", number);
        if let Some(shared) = shared {
            page.set("Resources", shared);
        }
    }
    let kids: Vec<Object> = pages.iter().map(|&page| page.into()).collect();
    objects.set_object(tree, dictionary! { "Type" => "Pages", "Count" => kids.len() as i64, "Kids" => kids });
    Ok(PageIds { tree, pages, resources: shared })
}

/// The trimmed page with room around it (14.11.2).
fn boundary(size: Size, room: Pt) -> Vec<Object> {
    let corners = [-room, -room, size.width + room, size.height + room];
    corners.map(|corner| Object::Real(((corner.0 * 1000.0).round() / 1000.0) as f32)).into()
}

/// A dictionary of the fonts and images, which printpdf keeps in one place but names anew, with empty ones, per page.
fn shared_resources(objects: &mut Objects, page: ObjectId) -> lopdf::Result<ObjectId> {
    let resources = objects.get_dictionary(page)?.get(b"Resources")?.as_reference()?;
    let mut shared = Dictionary::new();
    for key in ["Font", "XObject", "ExtGState", "Shading"] {
        let id = objects.get_dictionary(resources)?.get(key.as_bytes())?.as_reference()?;
        if let Some(Object::Dictionary(entries)) = objects.objects.remove(&id)
            && !entries.is_empty()
        {
            shared.set(key, entries);
        }
    }
    Ok(objects.add_object(shared))
}

fn remove_page(objects: &mut Objects, page: ObjectId) -> lopdf::Result<()> {
    for key in ["Resources", "Contents"] {
        let id = objects.get_dictionary(page)?.get(key.as_bytes())?.as_reference()?;
        objects.objects.remove(&id);
    }
    objects.objects.remove(&page);
    Ok(())
}

/// A number tree with the folio of each page; folios in European digits that count on share an entry.
pub(super) fn labels(pages: &PagedDocument) -> Dictionary {
    let mut nums: Vec<Object> = Vec::new();
    let mut expected: Option<u64> = None;
    for (index, page) in pages.pages.iter().enumerate() {
        let number = page.folio.parse::<u64>().ok().filter(|&number| number > 0 && number.to_string() == page.folio);
        let continues = number.is_some() && number == expected;
        if !continues {
            nums.push((index as i64).into());
            nums.push(match number {
                Some(number) => dictionary! { "S" => "D", "St" => number as i64 }.into(),
                None => dictionary! { "P" => text(&page.folio) }.into(),
            });
        }
        expected = number.map(|number| number.saturating_add(1));
    }
    dictionary! { "Nums" => nums }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::frame::Page;

    #[test]
    fn labels_follow_the_folios() {
        let folios = ["أ", "1", "2", "٣"];
        let pages = folios.map(|folio| Page { folio: folio.into(), ..Page::default() });
        let labels = labels(&PagedDocument { pages: pages.to_vec(), ..PagedDocument::default() });
        let nums = labels.get(b"Nums").unwrap().as_array().unwrap();
        assert_eq!(nums.iter().step_by(2).map(|index| index.as_i64().unwrap()).collect::<Vec<_>>(), [0, 1, 3]);
        assert_eq!(nums[1].as_dict().unwrap().get(b"P").unwrap(), &text("أ"));
        assert_eq!(nums[3].as_dict().unwrap().get(b"St").unwrap().as_i64().unwrap(), 1);
        assert_eq!(nums[5].as_dict().unwrap().get(b"P").unwrap(), &text("٣"));
    }
}
