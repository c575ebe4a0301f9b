//! The finishing pass over printpdf's objects, and the file.
//!
//! In: the objects that printpdf made, the pages and the document. Out: the bytes of a PDF 1.7 with everything that
//! printpdf has no place for: language and direction, outline, destinations, page labels, links, structure, information
//! and metadata, the output intent, a stable identifier, object and cross-reference streams (ISO 32000-1, 7.5.7, 7.5.8,
//! 7.7 and 12).

mod attributes;
mod color_profile;
mod drawings;
mod file;
mod info;
mod links;
mod metadata;
mod numbers;
mod outline;
mod pages;
mod structure;
mod text_string;
mod to_unicode;

use lopdf::{Dictionary, Document as Objects, Object, ObjectId, dictionary};

use super::PdfOptions;
use super::content::image_id;
use super::image::Completion;
use super::tags::Tags;
use crate::diagnostic::Error;
use crate::document::{Direction, Document};
use crate::layout::frame::PagedDocument;
use pages::PageIds;

/// Completes the objects and writes the file; `texts` are those of the codes of each font.
pub(super) fn finish(
    mut objects: Objects,
    pages: &PagedDocument,
    mut tags: Tags<'_>,
    images: &[Completion],
    texts: &[Vec<Box<str>>],
    document: &Document,
    options: &PdfOptions,
) -> Result<Vec<u8>, Error> {
    let page_ids = pages::tidy(&mut objects, pages, options.print).map_err(failed)?;
    color_profile::of_images(&mut objects, page_ids.resources, images).map_err(failed)?;
    drawings::embed(&mut objects, page_ids.resources, images).map_err(failed)?;
    to_unicode::set(&mut objects, page_ids.resources, texts).map_err(failed)?;
    let info = info::information(&document.metadata, options.timestamp);
    let annotations = links::add(&mut objects, pages, &page_ids, &mut tags).map_err(failed)?;
    let tree = tags.finish();
    let root = structure::add(&mut objects, &tree, &annotations, &page_ids, pages.direction);
    let mut catalog = catalog(&mut objects, pages, document, &page_ids, options).map_err(failed)?;
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("Metadata", metadata::add(&mut objects, &document.metadata, options.timestamp, options.standard));
    if options.standard.archive.is_some() {
        catalog.set("OutputIntents", vec![color_profile::output_intent(&mut objects)?.into()]);
    }
    objects.trailer = dictionary! { "Root" => objects.add_object(catalog), "Info" => objects.add_object(info) };
    file::write(objects)
}

/// The object of the image with an index.
fn image_object(objects: &Objects, resources: ObjectId, index: usize) -> lopdf::Result<ObjectId> {
    let images = objects.get_dictionary(resources)?.get(b"XObject")?.as_dict()?;
    images.get(image_id(index).0.as_bytes())?.as_reference()
}

/// The document catalog, in place of printpdf's.
fn catalog(
    objects: &mut Objects,
    pages: &PagedDocument,
    document: &Document,
    page_ids: &PageIds,
    options: &PdfOptions,
) -> lopdf::Result<Dictionary> {
    if let Ok(id) = objects.trailer.get(b"Root").and_then(Object::as_reference) {
        objects.objects.remove(&id);
    }
    if let Ok(id) = objects.trailer.get(b"Info").and_then(Object::as_reference) {
        objects.objects.remove(&id);
    }
    let outline = outline::add(objects, pages, page_ids);
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => page_ids.tree,
        "Lang" => text_string::text(&document.metadata.lang.0),
        "ViewerPreferences" => viewer_preferences(pages.direction, options),
        "PageMode" => if outline.is_some() { "UseOutlines" } else { "UseNone" },
    };
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    if let Some(destinations) = outline::destinations(objects, pages, page_ids) {
        catalog.set("Names", dictionary! { "Dests" => destinations });
    }
    if !pages.pages.is_empty() {
        catalog.set("PageLabels", pages::labels(pages));
    }
    Ok(catalog)
}

/// The window bears the title, and facing pages stand from right to left where that is asked for (12.2): PDFium takes
/// the direction of the pages for that of every line, and gives English ones back from their end.
fn viewer_preferences(direction: Direction, options: &PdfOptions) -> Dictionary {
    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if options.facing_pages {
        let direction = match direction {
            Direction::Rtl => "R2L",
            Direction::Ltr => "L2R",
        };
        preferences.set("Direction", direction);
    }
    preferences
}

fn failed(cause: lopdf::Error) -> Error {
    Error::Writer { format: "PDF", reason: cause.to_string() }
}
