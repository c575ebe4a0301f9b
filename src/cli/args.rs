//! The command line's grammar, as data: what clap fills and nothing that acts.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use warraq::document::{Date, Lang};
use warraq::geometry::{Pt, Size};
use warraq::parse::Encoding;
use warraq::pdf::PdfStandard;

use super::{exit_code, values};

const EXAMPLES: &str = "\
Examples:
  warraq build article.md                      out/article.epub and out/article.pdf
  warraq build article.txt -o article.pdf      only the PDF
  warraq build articles -o books/ --to epub    an EPUB of every source below a folder
  warraq build article.md --title 'تاريخ الورق' --author 'ابن النديم' --page-size A5

Sources are Markdown (.md, .markdown) and plain text (.txt, .text). Results are written whole or not at all.
SOURCE_DATE_EPOCH, in seconds since 1970, sets the date of making that the books bear.";

/// Turns Arabic articles into right-to-left EPUBs and print-quality PDFs.
#[derive(Debug, Parser)]
#[command(name = "warraq", version, arg_required_else_help = true)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", exit_code::HELP))]
pub(super) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make an EPUB and a PDF of each source
    #[command(after_help = format!("{EXAMPLES}\n\n{}", exit_code::HELP))]
    Build(BuildArgs),
    /// Tell what is wrong in finished EPUBs
    #[command(after_help = exit_code::HELP)]
    Check(CheckArgs),
}

/// What `warraq check` takes.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// EPUBs, made by this program or another
    #[arg(required = true, value_name = "BOOK")]
    pub(super) books: Vec<PathBuf>,

    /// Tell of errors only
    #[arg(short, long)]
    pub(super) quiet: bool,
}

/// What `warraq build` takes.
#[derive(Debug, clap::Args)]
pub(super) struct BuildArgs {
    /// Sources, and folders to be searched for sources
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,

    /// Where results go: a folder, or a file ending in .epub or .pdf [default: out/]
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,

    /// Formats to make [default: what the ending of OUT says, else both]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    pub(super) to: Vec<BookFormat>,

    /// Title, in place of the source's own
    #[arg(long, value_parser = values::line)]
    pub(super) title: Option<String>,

    /// Author, in place of the source's own; give it again for each further author
    #[arg(long = "author", value_name = "NAME", value_parser = values::line)]
    pub(super) authors: Vec<String>,

    /// Language, as a BCP 47 tag such as ar, ar-EG, fa or en
    #[arg(long, value_name = "TAG", value_parser = values::lang)]
    pub(super) lang: Option<Lang>,

    /// Day of publication, such as 2025-12-17
    #[arg(long, value_name = "DAY", value_parser = values::date)]
    pub(super) date: Option<Date>,

    /// Encoding of the sources, such as utf-8, utf-16le, windows-1256, iso-8859-6 or mac-arabic [default: what the file
    /// seems to be]
    #[arg(long, value_name = "LABEL", value_parser = values::encoding)]
    pub(super) encoding: Option<Encoding>,

    /// Folder to look for pictures in, after that of the source; give it again for each further folder
    #[arg(long, value_name = "DIR")]
    pub(super) resource_path: Vec<PathBuf>,

    /// What to mend in the text: presentation forms, marks to be composed with their letters, runs of no-break spaces
    /// [default: all]
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(super) mend: Vec<Mend>,

    /// Quotation marks: as the source has them, or «» in place of straight and curved ones
    #[arg(long, value_name = "MARKS", default_value = "keep")]
    pub(super) quotes: Quotes,

    /// Page of the PDF: A4, A5, Letter, or width x height, such as 6x9in or 148x210mm [default: A4]
    #[arg(long, value_name = "SIZE", value_parser = values::page_size)]
    pub(super) page_size: Option<Size>,

    /// Size of the PDF's main text, in points [default: 14]
    #[arg(long, value_name = "PT", value_parser = values::font_size)]
    pub(super) font_size: Option<Pt>,

    /// Standards that the PDF keeps and says so: a-2a, a-2u, a-2b, a-3a or a-3u, and ua-1; or none
    #[arg(long, value_name = "STANDARDS", default_value = "a-2a,ua-1")]
    pub(super) pdf_standard: PdfStandard,

    /// Room around the PDF's pages that is printed and cut away, such as 3mm
    #[arg(long, value_name = "LENGTH", value_parser = values::bleed)]
    pub(super) bleed: Option<Pt>,

    /// Mark in the PDF where pages are cut
    #[arg(long)]
    pub(super) crop_marks: bool,

    /// Make the PDF grey, for printing with black ink alone
    #[arg(long)]
    pub(super) gray: bool,

    /// Reduce the PDF's pictures that have more pixels to the inch than this, such as 300
    #[arg(long, value_name = "DPI", value_parser = values::resolution)]
    pub(super) image_resolution: Option<f64>,

    /// Lay the PDF's pages on sheets, to be printed on both sides, turned over the short edge, and folded
    #[arg(long, value_name = "ORDER")]
    pub(super) imposition: Option<SheetOrder>,

    /// A list of contents with page numbers in the PDF, after the title
    #[arg(long)]
    pub(super) toc: bool,

    /// A cover page in the PDF: the picture that the source names as `cover`, else one made of title and authors
    #[arg(long)]
    pub(super) cover: bool,

    /// Where the PDF's footnotes stand [default: foot]
    #[arg(long, value_name = "PLACE")]
    pub(super) notes: Option<Notes>,

    /// Where the PDF's chapters, headings of level 1, begin [default: continue]
    #[arg(long, value_name = "PLACE")]
    pub(super) chapters: Option<Chapters>,

    /// Begin a new file of the EPUB at headings down to this level; 0 keeps the text in one file [default: by the text]
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(0..=6))]
    pub(super) split_level: Option<u8>,

    /// Style sheet that follows the EPUB's own
    #[arg(long, value_name = "FILE")]
    pub(super) css: Option<PathBuf>,

    /// Leave the fonts of the EPUB to the reading system
    #[arg(long)]
    pub(super) no_embed_fonts: bool,

    /// Make no cover for an EPUB whose source brings none
    #[arg(long)]
    pub(super) no_cover: bool,

    /// Name EPUBs as Kobo's devices want them: .kepub.epub
    #[arg(long)]
    pub(super) kepub: bool,

    /// Tell of errors only
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Tell also of every file made, and of what is merely worth knowing
    #[arg(short, long)]
    pub(super) verbose: bool,
}

/// Ways to lay pages on sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SheetOrder {
    /// Two pages side by side, bound at the side that the language asks for.
    Booklet,
}

/// Where footnotes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Notes {
    /// At the foot of the page.
    Foot,
    /// After the text.
    End,
}

/// Where chapters begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Chapters {
    /// Below what precedes them.
    Continue,
    /// On a new page.
    NewPage,
}

/// What can be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Mend {
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
}

/// Quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Quotes {
    /// As the source has them.
    Keep,
    /// «», and “” within them.
    Arabic,
}

/// The formats of books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(super) enum BookFormat {
    /// EPUB 3.3.
    Epub,
    /// PDF 1.7.
    Pdf,
}

impl BookFormat {
    /// Both formats.
    pub(super) const ALL: [BookFormat; 2] = [BookFormat::Epub, BookFormat::Pdf];

    /// The ending of its files, without the dot.
    pub(super) const fn extension(self) -> &'static str {
        match self {
            BookFormat::Epub => "epub",
            BookFormat::Pdf => "pdf",
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use warraq::style::Stylesheet;

    use super::*;

    #[test]
    fn the_grammar_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn help_tells_the_true_defaults() {
        let look = Stylesheet::default();
        assert_eq!("a-2a,ua-1".parse(), Ok(PdfStandard::default()));
        assert_eq!(look.page_size, values::page_size("A4").unwrap());
        assert_eq!(look.font_size, values::font_size("14").unwrap());
    }
}
