//! Drawings as form XObjects (ISO 32000-1, 8.10).
//!
//! In: the PDF of one page that a drawing became, and the XObject that holds its place. Out: that page's content as a
//! form on the unit square, as images are, so that pages show both in one way.

use lopdf::{Dictionary, Document as Objects, Object, ObjectId, Stream, dictionary};

use super::image_object;
use crate::pdf::image::Completion;

/// Puts the drawings, by the index of their image, into their places.
pub(super) fn embed(objects: &mut Objects, resources: Option<ObjectId>, images: &[Completion]) -> lopdf::Result<()> {
    for (index, image) in images.iter().enumerate() {
        let (Completion::Drawing(page), Some(resources)) = (image, resources) else { continue };
        let place = image_object(objects, resources, index)?;
        let form = form(objects, page)?;
        objects.set_object(place, form);
    }
    Ok(())
}

/// Takes the objects of a page over, and makes a form of it.
fn form(objects: &mut Objects, page: &[u8]) -> lopdf::Result<Stream> {
    let mut drawing = Objects::load_mem(page)?;
    drawing.renumber_objects_with(objects.max_id + 1);
    let id = drawing.page_iter().next().ok_or(lopdf::Error::PageNumberNotFound(1))?;
    let page = drawing.get_dictionary(id)?.clone();
    let content = drawing.get_page_content(id);
    let sides = page.get(b"MediaBox")?.as_array()?;
    let side = |index: usize| sides.get(index).map_or(Ok(1.0), Object::as_float);
    let (width, height) = (side(2)?.max(f32::MIN_POSITIVE), side(3)?.max(f32::MIN_POSITIVE));
    let mut dict = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), Object::Real(width), Object::Real(height)],
        "Matrix" => [1.0 / width, 0.0, 0.0, 1.0 / height, 0.0, 0.0].map(Object::Real).to_vec(),
    };
    for key in ["Resources", "Group"] {
        dict.set(key, page.get(key.as_bytes()).cloned().unwrap_or(Object::Dictionary(Dictionary::new())));
    }
    let of_page = [Some(id), page.get(b"Contents").and_then(Object::as_reference).ok()];
    let of_file = ["Root", "Info"].map(|key| drawing.trailer.get(key.as_bytes()).and_then(Object::as_reference).ok());
    let tree = [page.get(b"Parent").and_then(Object::as_reference).ok()];
    for id in of_page.into_iter().chain(of_file).chain(tree).flatten() {
        drawing.objects.remove(&id);
    }
    drawing.objects.values_mut().for_each(sort_entries);
    dict.iter_mut().for_each(|(_, value)| sort_entries(value));
    objects.max_id = drawing.max_id;
    objects.objects.append(&mut drawing.objects);
    Ok(Stream::new(dict, content))
}

/// Puts the entries of dictionaries in order: that of resources follows a hash map in svg2pdf.
fn sort_entries(object: &mut Object) {
    match object {
        Object::Array(values) => values.iter_mut().for_each(sort_entries),
        Object::Dictionary(dict) => sort_dictionary(dict),
        Object::Stream(stream) => sort_dictionary(&mut stream.dict),
        _ => {}
    }
}

fn sort_dictionary(dict: &mut Dictionary) {
    let mut entries: Vec<(Vec<u8>, Object)> = std::mem::take(dict).into_iter().collect();
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (key, mut value) in entries {
        sort_entries(&mut value);
        dict.set(key, value);
    }
}
