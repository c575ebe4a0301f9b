//! The PDF writer: pages in, the bytes of a PDF 1.7 (ISO 32000-1) out.
//!
//! ```text
//! Line ── text_layer ──> codes with texts ── cluster_font ──> fonts of shaped clusters
//! Page ── content ─────> printpdf operations ── printpdf ──> content streams ── finish ──> bytes
//! ```

mod claims;
mod cluster_font;
mod content;
mod deflate;
mod finish;
mod hash;
mod image;
mod print;
#[cfg(test)]
mod sample;
mod standard;
mod streams;
mod tags;
mod text_layer;

use printpdf::{
    FontMetrics, FontType, ParsedFont, PdfDocument, PdfFont, PdfFontMetricsStub, PdfSaveOptions, PdfWarnMsg,
    PrintpdfFontMeta,
};

use crate::diagnostic::{Code, Diagnostic, Error, Warned};
use crate::document::{Document, ImageRef, Timestamp, visit_images};
use crate::font::FontSet;
use crate::layout::frame::{Page, PagedDocument};
use cluster_font::EmbeddedFont;
use image::ImageOptions;
pub use print::{Colors, CropMarks, Imposition, PrintOptions};
pub use standard::{PdfArchive, PdfStandard};
use streams::Written;
use tags::Tags;

/// What the caller may choose about the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PdfOptions {
    /// The moment of making that the file bears; see [`crate::document::Metadata::timestamp`].
    pub timestamp: Option<Timestamp>,
    /// What the file claims to be.
    pub standard: PdfStandard,
    /// Pixels to the inch beyond which pictures are reduced; `None` leaves them as they are.
    pub image_resolution: Option<f64>,
    /// How pages are made ready for printing.
    pub print: PrintOptions,
    /// Whether viewers are told that the pages face each other in the direction of the text, which Chrome pays for: it
    /// then takes English lines for right-to-left ones.
    pub facing_pages: bool,
}

/// Writes pages as a PDF. The same input gives the same bytes. The pages are used up: the lines of a book take more
/// room than its finished file, and are let go as soon as they are written.
///
/// The file claims the standards that the options ask for, less those that the document makes impossible: then a
/// warning tells why, with its place.
///
/// # Errors
/// [`Error::Font`] when outlines of a face cannot be read, [`Error::Writer`] when the file cannot be assembled.
pub fn write(
    pages: PagedDocument,
    document: &Document,
    fonts: &FontSet,
    options: &PdfOptions,
) -> Result<Warned<Vec<u8>>, Error> {
    let (mut pages, asked) = match options.print.imposition {
        Imposition::None => (pages, options.standard),
        Imposition::Booklet => (print::impose(&pages), options.standard.without_alternatives()),
    };
    let image_options = ImageOptions { colors: options.print.colors, resolution: options.image_resolution };
    let images = image::Images::of(&pages, document, image_options);
    let resources = content::Resources { images, tags: Tags::new(&pages.structure), print: options.print };
    let Written { sheets, streams, fonts, images, tags } = streams::write(&pages.pages, fonts, resources)?;
    pages.pages.iter_mut().for_each(Page::let_lines_go);
    let Warned { value: standard, mut warnings } = claims::claims(asked, &tags, &fonts, document);
    warnings.extend(images.faults.iter().map(|path| fault(path, document)));
    let mut pdf = PdfDocument::new("");
    let texts: Vec<_> = fonts.iter().map(|font| font.texts.clone()).collect();
    pdf.pages = sheets;
    pdf.pages.push(content::specimen(&fonts));
    for (index, font) in fonts.into_iter().enumerate() {
        pdf.resources.fonts.map.insert(content::font_id(index), printpdf_font(font));
    }
    let xobjects = images.xobjects.into_iter().enumerate();
    pdf.resources.xobjects.map = xobjects.map(|(index, image)| (content::image_id(index), image)).collect();
    let options = PdfOptions { standard, ..options.clone() };
    let mut objects = assemble(&pdf)?;
    drop(pdf);
    streams::fill(&mut objects, streams);
    let value = finish::finish(objects, &pages, tags, &images.completions, &texts, document, &options)?;
    Ok(Warned { value, warnings })
}

/// The warning for a picture that could not be made.
fn fault(path: &str, document: &Document) -> Diagnostic {
    let mut place = None;
    let mut see = |image: &ImageRef| place = place.or((image.path == path).then_some(image.span));
    visit_images(&document.blocks, &mut see);
    document.footnotes.iter().for_each(|note| visit_images(&note.blocks, &mut see));
    let message = format!("internal error in the picture `{path}`, so an empty frame stands in the PDF");
    Diagnostic::warning(Code::Internal, place, message).with_hint("please report it as a bug, with the picture")
}

/// Lets printpdf make its objects. `secure` would drop the operators that are given as bytes.
#[inline(never)]
fn assemble(pdf: &PdfDocument) -> Result<lopdf::Document, Error> {
    let save = PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    let mut warnings: Vec<PdfWarnMsg> = Vec::new();
    let objects = pdf.to_lopdf_document(&save, &mut warnings);
    match warnings.into_iter().find(|warning| warning.severity == printpdf::PdfParseErrorSeverity::Error) {
        Some(warning) => Err(Error::Writer { format: "PDF", reason: warning.msg }),
        None => Ok(objects),
    }
}

/// The font as printpdf embeds it: all its fields are known here, so nothing is parsed again.
fn printpdf_font(font: EmbeddedFont) -> PdfFont {
    let [x_min, y_min, x_max, y_max] = font.bounds;
    let parsed = ParsedFont {
        original_bytes: font.program,
        font_index: 0,
        font_name: Some(font.name),
        codepoint_to_glyph: Default::default(),
        glyph_widths: (0u16..).zip(font.widths).collect(),
        units_per_em: 1000,
        font_metrics: FontMetrics { ascent: font.ascent, descent: font.descent },
        font_type: FontType::OpenTypeCFF(()),
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em: 1000,
            x_min,
            y_min,
            x_max,
            y_max,
            caret_slope_rise: 1,
            caret_slope_run: 0,
            us_weight_class: font.weight_class,
        },
    };
    PdfFont::with_meta(parsed, PrintpdfFontMeta::default())
}

#[cfg(test)]
mod structure_tests;
#[cfg(test)]
mod tests;
