//! The command line's grammar, as data: what clap fills and nothing that acts.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use warraq::document::{Date, Lang};
use warraq::geometry::{Pt, Size};
use warraq::parse::Format;

use super::{exit_code, values};

const EXAMPLES: &str = "\
Examples:
  warraq build article.md                      out/article.epub and out/article.pdf
  warraq build article.txt -o article.pdf      only the PDF
  warraq build articles -o books/ --to epub    an EPUB of every source below a folder
  warraq build article.md --title 'تاريخ الورق' --author 'ابن النديم' --page-size A5

Sources are Markdown (.md, .markdown), plain text (.txt, .text), web pages (.html, .htm, .xhtml) and Word files
(.docx). Results are written whole or not at all.
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

    /// What the sources are written in [default: what their endings say]
    #[arg(long, value_name = "FORMAT")]
    pub(super) from: Option<SourceFormat>,

    /// Take all of a web page, not only its article
    #[arg(long)]
    pub(super) whole_page: bool,

    /// Page of the PDF: A4, A5, Letter, or width x height, such as 6x9in or 148x210mm [default: A4]
    #[arg(long, value_name = "SIZE", value_parser = values::page_size)]
    pub(super) page_size: Option<Size>,

    /// Size of the PDF's main text, in points [default: 14]
    #[arg(long, value_name = "PT", value_parser = values::font_size)]
    pub(super) font_size: Option<Pt>,

    /// Tell of errors only
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Tell also of every file made, and of what is merely worth knowing
    #[arg(short, long)]
    pub(super) verbose: bool,
}

/// The formats of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SourceFormat {
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// A web page.
    Html,
    /// A Word file.
    Docx,
}

impl From<SourceFormat> for Format {
    fn from(format: SourceFormat) -> Format {
        match format {
            SourceFormat::Markdown => Format::Markdown,
            SourceFormat::Text => Format::Text,
            SourceFormat::Html => Format::Html,
            SourceFormat::Docx => Format::Docx,
        }
    }
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
        assert_eq!(look.page_size, values::page_size("A4").unwrap());
        assert_eq!(look.font_size, values::font_size("14").unwrap());
    }
}
