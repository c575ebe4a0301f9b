//! The command line's grammar, as data: what clap fills and nothing that acts.
//!
//! Every option of `build` has an environment variable as well: `WARRAQ_` and its name in capitals, `-` as `_`. Values
//! of the project file come in as defaults (see `project`), so that clap itself keeps the order of precedence.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use warraq::document::{Date, Lang};
use warraq::parse::Format;

pub(super) use environment::{NOT_FOR_WATCH, blamed, given, grammar, is_outdone};
pub(super) use parts::{EpubArgs, Mend, PdfArgs, Quotes, SheetOrder, TextArgs};

mod environment;
mod parts;

use super::values::worded;
use super::{exit_code, values};

pub(super) const EXAMPLES: &str = "\
Examples:
  warraq build article.md                      out/article.epub and out/article.pdf
  warraq build article.txt -o article.pdf      only the PDF
  warraq build articles -o books/ --to epub    an EPUB of every source below a folder
  warraq build articles -o 'books/{date} {title}' --jobs 4 --skip-unchanged
  cat article.md | warraq build - --from md --to pdf -o - | lp
  warraq build foreword.md articles --book kitab --title 'كتاب الورق'
  warraq build article.md --title 'تاريخ الورق' --author 'ابن النديم' --page-size A5

Sources are Markdown (.md), plain text (.txt), web pages (.html), Word files (.docx), OpenDocument texts (.odt), feeds
and WordPress exports (.xml, .rss, .atom, .json), EPUBs (.epub), and texts of the OpenITI corpora. Results are written
whole or not at all.";

const MORE: &str = "--help adds examples, exit codes and the order of precedence.";

pub(super) const PRECEDENCE: &str = "\
Precedence, highest first: the command line; the environment (WARRAQ_PAGE_SIZE for --page-size, and so \
on); the source's own front matter; warraq.toml; the defaults. --print-config shows each value and its origin.
SOURCE_DATE_EPOCH, in seconds since 1970, sets the creation date written into the books; without it, the date in the \
front matter is used, or the time when the source was last saved.";

/// Turns Arabic articles into right-to-left EPUBs and print-quality PDFs.
#[derive(Debug, Parser)]
#[command(name = "warraq", version, arg_required_else_help = true)]
#[command(after_help = MORE, after_long_help = format!("{EXAMPLES}\n\n{}", exit_code::HELP))]
pub(super) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make an EPUB and a PDF of each source
    #[command(after_help = MORE, after_long_help = format!("{EXAMPLES}\n\n{PRECEDENCE}\n\n{}", exit_code::HELP))]
    Build(Box<BuildArgs>),
    /// Check EPUBs for errors
    #[command(after_help = exit_code::HELP)]
    Check(CheckArgs),
    /// Build, then rebuild on every change, until Ctrl-C
    #[command(after_help = MORE, after_long_help = PRECEDENCE)]
    Watch(Box<BuildArgs>),
    /// Create an article, or a project with an article and a warraq.toml; never overwrites
    New(NewArgs),
    /// List the available fonts and the scripts they cover
    Fonts(FontsArgs),
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// What `warraq check` takes.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// EPUBs, made by this program or another
    #[arg(required = true, value_name = "BOOK")]
    pub(super) books: Vec<PathBuf>,

    /// Show only errors
    #[arg(short, long)]
    pub(super) quiet: bool,
}

/// What `warraq new` takes.
#[derive(Debug, clap::Args)]
pub(super) struct NewArgs {
    /// The article, such as article.md or article.txt; or the project's folder
    #[arg(value_name = "PATH")]
    pub(super) path: PathBuf,

    /// Create a project in the folder PATH
    #[arg(long)]
    pub(super) project: bool,
}

/// What `warraq fonts` takes.
#[derive(Debug, clap::Args)]
pub(super) struct FontsArgs {
    /// Font file (TTF, OTF, TTC, WOFF, WOFF2), or folder of them; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(super) font_path: Vec<PathBuf>,
}

/// What `warraq build` takes.
#[derive(Debug, clap::Args)]
pub(super) struct BuildArgs {
    /// Sources, folders to search for sources, patterns such as 'a/*.md', or - for standard input
    #[arg(value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,

    /// Source format, overriding the extension: md, txt, html, docx, odt, epub, openiti, or feed (RSS, Atom, JSON Feed,
    /// WordPress export); required for standard input
    #[arg(long, value_name = "KIND", value_parser = values::source_format)]
    pub(super) from: Option<Format>,

    /// Where to write the books: a folder, a file ending in .epub or .pdf, - for standard output, or a template with
    /// {stem}, {title} or {date}, such as 'books/{date} {title}' [default: out/]
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,

    /// Bind all sources into one book: OUT.epub and OUT.pdf, or the one file that OUT names; see also [book] in
    /// warraq.toml
    #[arg(long, value_name = "OUT", conflicts_with_all = ["output", "jobs_from"])]
    pub(super) book: Option<PathBuf>,

    /// Output formats [default: from OUT, otherwise both]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    pub(super) to: Vec<BookFormat>,

    /// Metadata of the books.
    #[command(flatten)]
    pub(super) metadata: MetadataArgs,

    /// Reading of the sources.
    #[command(flatten)]
    pub(super) text: TextArgs,

    /// Look of the books.
    #[command(flatten)]
    pub(super) look: LookArgs,

    /// The PDFs.
    #[command(flatten)]
    pub(super) pdf: PdfArgs,

    /// The EPUBs.
    #[command(flatten)]
    pub(super) epub: EpubArgs,

    /// The run.
    #[command(flatten)]
    pub(super) run: RunArgs,

    /// What is told.
    #[command(flatten)]
    pub(super) tell: TellArgs,
}

/// Metadata, in place of the sources' own.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Metadata, in place of the source's own")]
pub(super) struct MetadataArgs {
    /// Title
    #[arg(long, value_parser = values::line)]
    pub(super) title: Option<String>,

    /// Author; may be repeated
    #[arg(long = "author", value_name = "NAME", value_parser = values::line)]
    pub(super) author: Vec<String>,

    /// Language, as a BCP 47 tag such as ar, ar-EG, fa or en; it also decides digits and the direction of the book
    /// [default: recognised from the text]
    #[arg(long, value_name = "TAG", value_parser = values::lang)]
    pub(super) lang: Option<Lang>,

    /// Date of publication, such as 2025-12-17
    #[arg(long, value_name = "DAY", value_parser = values::date)]
    pub(super) date: Option<Date>,

    /// Any other key of the front matter: subtitle, description, keywords, publisher, rights, identifier, cover, or dir
    /// (rtl or ltr: the direction of the book, if it is not that of its language); may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = values::pair)]
    pub(super) metadata: Vec<(String, String)>,
}

/// The look of the books. The words are kept as given: front matter may say the same keys, and one place reads them
/// all.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Look; each is also a key of the front matter")]
pub(super) struct LookArgs {
    /// Page of the PDF: A4, A5, Letter, or width x height, such as 6x9in or 148x210mm [default: A4]
    #[arg(
        long,
        value_name = "SIZE",
        hide_possible_values = true,
        value_parser = worded(|word| values::page_size(word).map(drop), &["A4", "A5", "Letter"])
    )]
    pub(super) page_size: Option<String>,

    /// Margins of the PDF: one length for all, two for top and bottom and for the sides, or four for top, outside,
    /// bottom and inside, such as 20mm or '20mm 15mm 25mm 20mm' [default: from page and font size]
    #[arg(long, value_name = "LENGTHS", value_parser = values::checked(values::margins))]
    pub(super) margins: Option<String>,

    /// Font family of the main text; `warraq fonts` lists them [default: Amiri]
    #[arg(long, value_name = "FAMILY", value_parser = values::line)]
    pub(super) font: Option<String>,

    /// Size of the PDF's main text, in points [default: 14, less on small pages]
    #[arg(long, value_name = "PT", value_parser = values::checked(values::font_size))]
    pub(super) font_size: Option<String>,

    /// Justification of the PDF's lines and of hemistichs: none, space, or kashida [default: space]
    #[arg(
        long,
        value_name = "HOW",
        hide_possible_values = true,
        value_parser = worded(|word| values::justification(word).map(drop), &["none", "space", "kashida"])
    )]
    pub(super) justify: Option<String>,

    /// Add a table of contents with page numbers to the PDF, after the title
    #[arg(long)]
    pub(super) toc: bool,

    /// Add a cover page to the PDF: the picture that the source names as `cover`, or one drawn from title and authors
    /// (in front matter: cover-page)
    #[arg(long)]
    pub(super) cover: bool,

    /// Where to put the PDF's footnotes: foot or end [default: foot]
    #[arg(
        long,
        value_name = "PLACE",
        hide_possible_values = true,
        value_parser = worded(|word| values::notes(word).map(drop), &["foot", "end"])
    )]
    pub(super) notes: Option<String>,

    /// Where chapters of the PDF (headings of level 1) begin: continue, new-page, odd-page or even-page [default:
    /// continue]
    #[arg(
        long,
        value_name = "PLACE",
        hide_possible_values = true,
        value_parser = worded(
            |word| values::chapters(word).map(drop),
            &["continue", "new-page", "odd-page", "even-page"]
        )
    )]
    pub(super) chapters: Option<String>,

    /// Line numbers of poems: none, every, or a number, such as 5 for every fifth [default: none]
    #[arg(
        long,
        value_name = "WHICH",
        hide_possible_values = true,
        value_parser = worded(|word| values::verse_numbers(word).map(drop), &["none", "every"])
    )]
    pub(super) verse_numbers: Option<String>,

    /// Digits of the text and of all numbers: as-written, european, arabic-indic or extended [default: as-written]
    #[arg(
        long,
        value_name = "FAMILY",
        hide_possible_values = true,
        value_parser = worded(
            |word| values::digits(word).map(drop),
            &["as-written", "european", "arabic-indic", "extended"]
        )
    )]
    pub(super) digits: Option<String>,

    /// Font file, or folder of font files; may be repeated (not in front matter)
    #[arg(long, value_name = "PATH")]
    pub(super) font_path: Vec<PathBuf>,
}

/// How a run goes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Run")]
pub(super) struct RunArgs {
    /// Number of worker threads [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Option<u16>,

    /// Skip sources whose books are up to date: made from the same content with the same options
    #[arg(long)]
    pub(super) skip_unchanged: bool,

    /// Exit with code 3 if there were warnings
    #[arg(long)]
    pub(super) fail_on_warnings: bool,

    /// Read jobs from a file, or - for standard input: JSON lines such as {"input": "a.md", "output": "a.pdf"}; answers
    /// with a JSON line for each on standard output (docs/report.md)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["inputs", "skip_unchanged"])]
    pub(super) jobs_from: Option<PathBuf>,

    /// Project file, or the folder of a warraq.toml [default: warraq.toml of the current folder, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(super) project: Option<PathBuf>,

    /// Print the effective settings and their origin, then exit
    #[arg(long)]
    pub(super) print_config: bool,
}

/// What is told, and how.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Messages")]
pub(super) struct TellArgs {
    /// Write a report on each source to a file, as JSON lines (docs/report.md)
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,

    /// Format of messages on standard error
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub(super) message_format: MessageFormat,

    /// Show only errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Also show every file written, and notes
    #[arg(short, long)]
    pub(super) verbose: bool,

    /// Colours in messages; auto means on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorChoice,
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

/// Forms of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// With the line of the source and hints
    Human,
    /// One line each
    Short,
    /// JSON lines, as in --report
    Json,
}

/// When messages are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What is wrong with an argument, as one line.
pub(super) fn first_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_sound() {
        grammar().debug_assert();
    }
}
