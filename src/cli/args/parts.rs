//! Groups of the options of `build`: how sources are read, and how each format is made.

use std::path::PathBuf;

use clap::ValueEnum;
use warraq::assets::Media;
use warraq::geometry::Pt;
use warraq::parse::Encoding;
use warraq::pdf::PdfStandard;

use crate::cli::values;

/// How sources are read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reading")]
pub(in crate::cli) struct TextArgs {
    /// Encoding of the sources, such as utf-8, utf-16le, windows-1256, iso-8859-6 or mac-arabic [default:
    /// detected]
    #[arg(long, value_name = "LABEL", value_parser = values::encoding)]
    pub(in crate::cli) encoding: Option<Encoding>,

    /// Folder to search for pictures, after that of the source; may be repeated
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) resource_path: Vec<PathBuf>,

    /// Folder with copies of the pictures that lie below an address on the web, such as
    /// https://example.org/uploads=uploads; may be repeated
    #[arg(long, value_name = "ADDRESS=DIR", value_parser = values::media)]
    pub(in crate::cli) media: Vec<Media>,

    /// Make a book of each article of a feed or a WordPress export, named by its title, instead of one book of all
    #[arg(long, conflicts_with = "book")]
    pub(in crate::cli) split: bool,

    /// Text repairs to apply, separated by commas [default: all]
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(in crate::cli) mend: Vec<Mend>,

    /// Quotation marks: as in the source, or «» in place of straight and curved ones
    #[arg(long, value_name = "MARKS", default_value = "keep")]
    pub(in crate::cli) quotes: Quotes,

    /// Use the whole of a web page, not only its article
    #[arg(long)]
    pub(in crate::cli) whole_page: bool,
}

/// How PDFs are made.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "PDF")]
pub(in crate::cli) struct PdfArgs {
    /// PDF standards to conform to and declare: a-2a, a-2u, a-2b, a-3a or a-3u, and ua-1; or none
    #[arg(long, value_name = "STANDARDS", default_value = "a-2a,ua-1")]
    pub(in crate::cli) pdf_standard: PdfStandard,

    /// Bleed: printed area around the PDF's pages that is cut away, such as 3mm
    #[arg(long, value_name = "LENGTH", value_parser = values::bleed)]
    pub(in crate::cli) bleed: Option<Pt>,

    /// Draw crop marks in the PDF
    #[arg(long)]
    pub(in crate::cli) crop_marks: bool,

    /// Convert the PDF to grey, for printing with black ink alone
    #[arg(long)]
    pub(in crate::cli) gray: bool,

    /// Downsample pictures of the PDF with more pixels per inch than this, such as 300
    #[arg(long, value_name = "DPI", value_parser = values::resolution)]
    pub(in crate::cli) image_resolution: Option<f64>,

    /// Impose the PDF's pages on sheets for duplex printing (short-edge flip) and folding
    #[arg(long, value_name = "ORDER")]
    pub(in crate::cli) imposition: Option<SheetOrder>,

    /// Record in the PDF that facing pages run from right to left, for viewers that show two at a time; Chrome then
    /// copies English lines in reverse
    #[arg(long)]
    pub(in crate::cli) facing_pages: bool,
}

/// How EPUBs are made.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "EPUB")]
pub(in crate::cli) struct EpubArgs {
    /// Start a new file of the EPUB at headings down to this level; 0 keeps the text in one file [default: by length and
    /// headings]
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(0..=6))]
    pub(in crate::cli) split_level: Option<u8>,

    /// Style sheet to add after the EPUB's own
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) css: Option<PathBuf>,

    /// Do not embed fonts in the EPUB; the reading system chooses them
    #[arg(long)]
    pub(in crate::cli) no_embed_fonts: bool,

    /// Do not generate a cover for an EPUB whose source names none
    #[arg(long)]
    pub(in crate::cli) no_cover: bool,

    /// Mark and list the pages of the PDF in the EPUB even if no PDF is written; always done when both are
    #[arg(long)]
    pub(in crate::cli) page_list: bool,

    /// Name EPUBs as Kobo devices expect: .kepub.epub
    #[arg(long)]
    pub(in crate::cli) kepub: bool,
}

/// Ways to lay pages on sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SheetOrder {
    /// Two pages side by side, bound on the right for right-to-left languages, otherwise on the left.
    Booklet,
}

/// What can be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Mend {
    /// All repairs.
    All,
    /// No repairs.
    None,
    /// Presentation forms become letters.
    Forms,
    /// Letters and their marks are composed into single characters.
    Compose,
    /// Runs of no-break spaces become one space.
    Spaces,
    /// RLM and ¬ typed for the half-space become ZWNJ.
    HalfSpaces,
    /// Lam and alef exchanged in text copied from old PDFs are put right.
    LamAlef,
    /// Lines stored in visual order are reversed.
    VisualOrder,
}

/// Quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Quotes {
    /// As in the source.
    Keep,
    /// «», with “” for quotations inside.
    Arabic,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_tells_the_true_default() {
        assert_eq!("a-2a,ua-1".parse(), Ok(PdfStandard::default()));
    }
}
