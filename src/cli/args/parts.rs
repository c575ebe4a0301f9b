//! Groups of the options of `build`: how sources are read, and how each format is made.

use std::path::PathBuf;

use clap::ValueEnum;
use warraq::geometry::Pt;
use warraq::parse::Encoding;
use warraq::pdf::PdfStandard;

use crate::cli::values;

/// How sources are read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reading")]
pub(in crate::cli) struct TextArgs {
    /// Encoding of the sources, such as utf-8, utf-16le, windows-1256, iso-8859-6 or mac-arabic [default: what the file
    /// seems to be]
    #[arg(long, value_name = "LABEL", value_parser = values::encoding)]
    pub(in crate::cli) encoding: Option<Encoding>,

    /// Folder to look for pictures in, after that of the source; give it again for each further folder
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) resource_path: Vec<PathBuf>,

    /// What to mend in the text: presentation forms, marks to be composed with their letters, runs of no-break spaces,
    /// signs typed for half-spaces, and lam-alef and lines as old PDFs give them [default: all]
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(in crate::cli) mend: Vec<Mend>,

    /// Quotation marks: as the source has them, or «» in place of straight and curved ones
    #[arg(long, value_name = "MARKS", default_value = "keep")]
    pub(in crate::cli) quotes: Quotes,

    /// Take all of a web page, not only its article
    #[arg(long)]
    pub(in crate::cli) whole_page: bool,
}

/// How PDFs are made.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "PDF")]
pub(in crate::cli) struct PdfArgs {
    /// Standards that the PDF keeps and says so: a-2a, a-2u, a-2b, a-3a or a-3u, and ua-1; or none
    #[arg(long, value_name = "STANDARDS", default_value = "a-2a,ua-1")]
    pub(in crate::cli) pdf_standard: PdfStandard,

    /// Room around the PDF's pages that is printed and cut away, such as 3mm
    #[arg(long, value_name = "LENGTH", value_parser = values::bleed)]
    pub(in crate::cli) bleed: Option<Pt>,

    /// Mark in the PDF where pages are cut
    #[arg(long)]
    pub(in crate::cli) crop_marks: bool,

    /// Make the PDF grey, for printing with black ink alone
    #[arg(long)]
    pub(in crate::cli) gray: bool,

    /// Reduce the PDF's pictures that have more pixels to the inch than this, such as 300
    #[arg(long, value_name = "DPI", value_parser = values::resolution)]
    pub(in crate::cli) image_resolution: Option<f64>,

    /// Lay the PDF's pages on sheets, to be printed on both sides, turned over the short edge, and folded
    #[arg(long, value_name = "ORDER")]
    pub(in crate::cli) imposition: Option<SheetOrder>,

    /// Tell viewers that show two pages of the PDF that these face each other from right to left; Chrome then copies
    /// English lines from their end
    #[arg(long)]
    pub(in crate::cli) facing_pages: bool,
}

/// How EPUBs are made.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "EPUB")]
pub(in crate::cli) struct EpubArgs {
    /// Begin a new file of the EPUB at headings down to this level; 0 keeps the text in one file [default: by the text]
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(0..=6))]
    pub(in crate::cli) split_level: Option<u8>,

    /// Style sheet that follows the EPUB's own
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) css: Option<PathBuf>,

    /// Leave the fonts of the EPUB to the reading system
    #[arg(long)]
    pub(in crate::cli) no_embed_fonts: bool,

    /// Make no cover for an EPUB whose source brings none
    #[arg(long)]
    pub(in crate::cli) no_cover: bool,

    /// Mark in the EPUB where the pages of the PDF begin, and list them, though no PDF is made; where both are made, it is
    /// always done
    #[arg(long)]
    pub(in crate::cli) page_list: bool,

    /// Name EPUBs as Kobo's devices want them: .kepub.epub
    #[arg(long)]
    pub(in crate::cli) kepub: bool,
}

/// Ways to lay pages on sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SheetOrder {
    /// Two pages side by side, bound at the side that the language asks for.
    Booklet,
}

/// What can be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Mend {
    /// All of it.
    All,
    /// Nothing.
    None,
    /// Presentation forms become letters.
    Forms,
    /// Letters are composed with their marks.
    Compose,
    /// Runs of no-break spaces become one space.
    Spaces,
    /// RLM and ¬ between Persian letters become ZWNJ.
    HalfSpaces,
    /// Lam and alef are put in their order in texts copied from old PDFs.
    LamAlef,
    /// Lines whose letters stand in the order of the eye are turned round.
    VisualOrder,
}

/// Quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Quotes {
    /// As the source has them.
    Keep,
    /// «», and “” within them.
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
