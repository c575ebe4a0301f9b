//! Content streams (ISO 32000-1, 7.8.2), made by all processors, a few pages at a time.
//!
//! In: pages of placed things. Out: for each page its sheet, and its content stream, compressed. Two walks: the first
//! gives the strings of all lines their codes, which are numbered when all are known; the second writes. Codes are
//! dealt out and content is numbered in the order of the pages, by one thread; beside it others work out the strings of
//! the lines, or let printpdf turn operations into streams. The operations of a book would take many times the room of
//! its streams: here they live only for a round.

use lopdf::{Document as Objects, Object, ObjectId, Stream};
use printpdf::{PdfDocument, PdfPage};
use rayon::prelude::*;

use super::cluster_font::{ClusterFonts, EmbeddedFont};
use super::content::{self, CodedString, Resources};
use super::deflate;
use super::image::Images;
use super::tags::Tags;
use super::text_layer::ShowString;
use crate::diagnostic::Error;
use crate::font::FontSet;
use crate::layout::frame::Page;

/// Pages to a round, for each processor.
const ROUND: usize = 8;
/// Pages to one of printpdf's documents: enough to make what these cost by themselves small.
const MOST_TOGETHER: usize = 12;

/// The strings of the lines of a page.
type PageStrings<'p> = Vec<Vec<CodedString<'p>>>;

/// What comes of the pages.
pub(super) struct Written<'a> {
    /// The pages for printpdf, without operations.
    pub(super) sheets: Vec<PdfPage>,
    /// The streams of the pages.
    pub(super) streams: Vec<Stream>,
    /// The fonts that their codes are taken from.
    pub(super) fonts: Vec<EmbeddedFont>,
    /// The pictures that they show.
    pub(super) images: Images,
    /// Which content belongs to which element.
    pub(super) tags: Tags<'a>,
}

/// Writes all pages.
///
/// # Errors
/// [`Error::Writer`] when printpdf refuses an operation, [`Error::Font`] when outlines of a face cannot be read.
pub(super) fn write<'a>(pages: &[Page], fonts: &FontSet, mut resources: Resources<'a>) -> Result<Written<'a>, Error> {
    let (strings, cluster_fonts) = encode(pages, fonts);
    let mut strings = strings.into_iter();
    let (mut sheets, mut streams) = (Vec::with_capacity(pages.len()), Vec::with_capacity(pages.len()));
    let mut waiting: Vec<PdfPage> = Vec::new();
    for round in pages.chunks(pages_to_a_round()) {
        let before = std::mem::take(&mut waiting);
        let pages = round.iter().zip(strings.by_ref());
        let operations = || pages.map(|(page, strings)| content::page(page, strings, &mut resources)).collect();
        let (done, made): (_, Vec<_>) = rayon::join(|| translate(before), operations);
        streams.extend(done?);
        sheets.extend(made.iter().map(without_operations));
        waiting = made;
    }
    let (last, fonts) = rayon::join(|| translate(waiting), || cluster_fonts.finish());
    streams.extend(last?);
    Ok(Written { sheets, streams, fonts: fonts?, images: resources.images, tags: resources.tags })
}

/// The strings of all lines of all pages in final codes, and the fonts that these are of.
fn encode<'p, 'f>(pages: &'p [Page], fonts: &'f FontSet) -> (Vec<PageStrings<'p>>, ClusterFonts<'f>) {
    let mut cluster_fonts = ClusterFonts::new(fonts);
    let mut coded: Vec<PageStrings<'p>> = Vec::with_capacity(pages.len());
    let mut waiting: Vec<Vec<Vec<ShowString<'p>>>> = Vec::new();
    for round in pages.chunks(pages_to_a_round()) {
        let strings = || round.par_iter().map(|page| content::strings(page, fonts)).collect();
        let encode = || waiting.iter().map(|lines| content::encode(lines, &mut cluster_fonts)).collect::<Vec<_>>();
        let (next, done): (Vec<_>, _) = rayon::join(strings, encode);
        coded.extend(done);
        waiting = next;
    }
    coded.extend(waiting.iter().map(|lines| content::encode(lines, &mut cluster_fonts)));
    let new_codes = cluster_fonts.number();
    coded.par_iter_mut().for_each(|lines| content::renumber(lines, &new_codes));
    (coded, cluster_fonts)
}

fn pages_to_a_round() -> usize {
    ROUND * rayon::current_num_threads()
}

/// Gives the pages of printpdf's objects their streams.
pub(super) fn fill(objects: &mut Objects, streams: Vec<Stream>) {
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
        deflate::compress(&mut stream);
        Some(stream)
    });
    Ok(streams.collect())
}
