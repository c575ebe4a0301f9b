//! Content streams (ISO 32000-1, 7.8.2), made by all processors, a few pages at a time.
//!
//! In: pages of placed things. Out: for each page its sheet, and its content stream, compressed. Codes are dealt out and
//! content is numbered in the order of the pages, so one thread makes the operations; before it others work out the
//! strings of the lines, and behind it they let printpdf turn operations into streams. The operations of a book would
//! take many times the room of its streams: here they live only for a round.

use lopdf::{Document as Objects, Object, ObjectId, Stream};
use printpdf::{PdfDocument, PdfPage};
use rayon::prelude::*;

use super::cluster_font::EmbeddedFont;
use super::content::{self, Resources};
use super::image::Images;
use super::tags::Tags;
use crate::diagnostic::Error;
use crate::font::FontSet;
use crate::layout::frame::Page;

/// Pages at the start whose codes are sorted: all of an article, and most codes of a book.
const SORTED: usize = 24;
/// Pages to a round, for each processor.
const ROUND: usize = 24;
/// Pages to one of printpdf's documents: enough to make what these cost by themselves small.
const MOST_TOGETHER: usize = 12;

/// What comes of the pages.
pub(crate) struct Written<'a> {
    /// The pages for printpdf, without operations.
    pub(crate) sheets: Vec<PdfPage>,
    /// The streams of the pages.
    pub(crate) streams: Vec<Stream>,
    /// The fonts that their codes are taken from.
    pub(crate) fonts: Vec<EmbeddedFont>,
    /// The pictures that they show.
    pub(crate) images: Images,
    /// Which content belongs to which element.
    pub(crate) tags: Tags<'a>,
}

/// Writes all pages.
///
/// # Errors
/// [`Error::Writer`] when printpdf refuses an operation, [`Error::Font`] when outlines of a face cannot be read.
pub(crate) fn write<'a>(
    pages: &[Page],
    fonts: &FontSet,
    mut resources: Resources<'a, '_>,
) -> Result<Written<'a>, Error> {
    let (mut sheets, mut streams) = (Vec::with_capacity(pages.len()), Vec::with_capacity(pages.len()));
    let (first, rest) = pages.split_at(SORTED.min(pages.len()));
    let mut waiting = operations(first, fonts, &mut resources);
    let new_codes = resources.cluster_fonts.sort();
    waiting.iter_mut().for_each(|page| content::renumber(page, &new_codes));
    sheets.extend(waiting.iter().map(without_operations));
    for round in rest.chunks(ROUND * rayon::current_num_threads()) {
        let before = std::mem::take(&mut waiting);
        let (done, made) = rayon::join(|| translate(before), || operations(round, fonts, &mut resources));
        streams.extend(done?);
        sheets.extend(made.iter().map(without_operations));
        waiting = made;
    }
    let Resources { cluster_fonts, images, tags, .. } = resources;
    let (last, fonts) = rayon::join(|| translate(waiting), || cluster_fonts.finish());
    streams.extend(last?);
    Ok(Written { sheets, streams, fonts: fonts?, images, tags })
}

/// Gives the pages of printpdf's objects their streams.
pub(crate) fn fill(objects: &mut Objects, streams: Vec<Stream>) {
    let pages: Vec<_> = objects.page_iter().collect();
    for (page, stream) in pages.into_iter().zip(streams) {
        if let Some(content) = content_of(objects, page) {
            objects.objects.insert(content, Object::Stream(stream));
        }
    }
}

/// Where the content of a page is.
fn content_of(objects: &Objects, page: ObjectId) -> Option<ObjectId> {
    objects.get_dictionary(page).and_then(|page| page.get(b"Contents")?.as_reference()).ok()
}

fn operations(pages: &[Page], fonts: &FontSet, resources: &mut Resources<'_, '_>) -> Vec<PdfPage> {
    let strings: Vec<_> = pages.par_iter().map(|page| content::strings(page, fonts)).collect();
    pages.iter().zip(strings).map(|(page, strings)| content::page(page, strings, resources)).collect()
}

fn without_operations(page: &PdfPage) -> PdfPage {
    PdfPage {
        media_box: page.media_box.clone(),
        trim_box: page.trim_box.clone(),
        crop_box: page.crop_box.clone(),
        ops: Vec::new(),
    }
}

/// The streams of pages, in their order.
fn translate(pages: Vec<PdfPage>) -> Result<Vec<Stream>, Error> {
    let share = pages.len().div_ceil(2 * rayon::current_num_threads()).clamp(1, MOST_TOGETHER);
    let mut rest = pages.into_iter();
    let mut next = || Some(rest.by_ref().take(share).collect()).filter(|share: &Vec<PdfPage>| !share.is_empty());
    let shares: Vec<Vec<PdfPage>> = std::iter::from_fn(&mut next).collect();
    let streams: Vec<Vec<Stream>> = shares.into_par_iter().map(translate_share).collect::<Result<_, Error>>()?;
    Ok(streams.into_iter().flatten().collect())
}

/// Lets printpdf write pages, and takes nothing but their streams.
#[inline(never)]
fn translate_share(pages: Vec<PdfPage>) -> Result<Vec<Stream>, Error> {
    let mut pdf = PdfDocument::new("");
    pdf.pages = pages;
    let mut objects = super::assemble(&pdf)?;
    let pages: Vec<_> = objects.page_iter().collect();
    let streams = pages.into_iter().filter_map(|page| {
        let content = content_of(&objects, page)?;
        let Object::Stream(mut stream) = objects.objects.remove(&content)? else { return None };
        // A stream that cannot be compressed stays as it is.
        let _ = stream.compress();
        Some(stream)
    });
    Ok(streams.collect())
}
