//! What holds for every source of a run: the options and the environment in, settings out.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use warraq::diagnostic::{Diagnostic, Source};
use warraq::document::Timestamp;
use warraq::epub::{EpubOptions, FontEmbedding, UserCss};
use warraq::font::FontSet;
use warraq::geometry::Pt;
use warraq::parse::{DecodeOptions, Mending, Overrides};
use warraq::pdf::{Colors, CropMarks, Imposition, PdfOptions, PrintOptions};
use warraq::style::Stylesheet;

use super::args::{BuildArgs, Mend, Quotes, SheetOrder};
use super::look::Look;
use super::values;

/// Settings shared by all sources; fonts are loaded once.
#[derive(Debug)]
pub(super) struct Settings {
    /// Metadata that wins over the sources' own.
    pub(super) overrides: Overrides,
    /// How the sources' bytes are read.
    pub(super) decoding: DecodeOptions,
    /// Folders that pictures may lie in besides that of their source.
    pub(super) resource_folders: Vec<PathBuf>,
    /// How the books look.
    pub(super) stylesheet: Stylesheet,
    /// What the command line says of the pages; it wins over the sources.
    pub(super) look: Look,
    /// The faces at hand.
    pub(super) fonts: FontSet,
    /// Date of making, from `SOURCE_DATE_EPOCH`.
    pub(super) timestamp: Option<Timestamp>,
    /// What PDFs claim to be, and how they are printed; the date is `timestamp`.
    pub(super) pdf_options: PdfOptions,
    /// How EPUBs are made; the cover is made for each.
    pub(super) epub: EpubOptions,
    /// Whether a cover is made for a source that brings none.
    pub(super) makes_covers: bool,
}

impl Settings {
    /// Gathers the settings. A usage error when the environment holds a value that cannot be.
    pub(super) fn new(args: &BuildArgs) -> Result<Settings, Diagnostic> {
        let look = args.page_size.map_or_else(Stylesheet::default, Stylesheet::for_page);
        Ok(Settings {
            overrides: Overrides {
                title: args.title.clone(),
                authors: args.authors.clone(),
                lang: args.lang.clone(),
                date: args.date,
                mending: mending(args),
                ..Overrides::default()
            },
            resource_folders: args.resource_path.clone(),
            decoding: DecodeOptions { encoding: args.encoding },
            stylesheet: Stylesheet {
                page_size: args.page_size.unwrap_or(look.page_size),
                font_size: args.font_size.unwrap_or(look.font_size),
                ..look
            },
            look: Look::of_args(args),
            fonts: FontSet::builtin(),
            timestamp: timestamp()?,
            pdf_options: pdf_options(args),
            epub: EpubOptions {
                timestamp: timestamp()?,
                fonts: if args.no_embed_fonts { FontEmbedding::None } else { FontEmbedding::Subset },
                split_level: args.split_level,
                css: args.css.as_deref().map(user_css).transpose()?,
                cover: None,
            },
            makes_covers: !args.no_cover,
        })
    }
}

fn pdf_options(args: &BuildArgs) -> PdfOptions {
    let print = PrintOptions {
        bleed: args.bleed.unwrap_or(Pt::ZERO),
        crop_marks: if args.crop_marks { CropMarks::Corners } else { CropMarks::None },
        colors: if args.gray { Colors::Gray } else { Colors::Full },
        imposition: match args.imposition {
            Some(SheetOrder::Booklet) => Imposition::Booklet,
            None => Imposition::None,
        },
    };
    PdfOptions { standard: args.pdf_standard, print, image_resolution: args.image_resolution, ..PdfOptions::default() }
}

/// The user's style sheet, read and judged; the first fault is told with its place.
fn user_css(path: &Path) -> Result<UserCss, Diagnostic> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path)
        .map_err(|cause| Diagnostic::error(None, format!("the style sheet {name} cannot be read: {cause}")))?;
    UserCss::new(text.clone()).map_err(|faults| {
        let source = Source { name, text };
        let others = faults.len().saturating_sub(1);
        let Some(first) = faults.into_iter().next() else {
            return Diagnostic::error(None, format!("the style sheet {} cannot be used", source.name));
        };
        let place = source.location(first.span.unwrap_or_default().start);
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        let message = format!("{}:{}:{}: {}{more}", source.name, place.line, place.column, first.message);
        Diagnostic { message, span: None, ..first }
    })
}

/// What is mended: the standard, or what the option lists.
fn mending(args: &BuildArgs) -> Mending {
    let arabic_quotes = args.quotes == Quotes::Arabic;
    let listed = |what| args.mend.contains(&Mend::All) || args.mend.contains(&what);
    match args.mend.as_slice() {
        [] => Mending { arabic_quotes, ..Mending::default() },
        _ => Mending {
            forms: listed(Mend::Forms),
            compose: listed(Mend::Compose),
            spaces: listed(Mend::Spaces),
            arabic_quotes,
        },
    }
}

fn timestamp() -> Result<Option<Timestamp>, Diagnostic> {
    let word = env::var_os("SOURCE_DATE_EPOCH");
    let value = word.map(|word| values::source_date_epoch(&word.to_string_lossy())).transpose();
    value.map_err(|message| Diagnostic::error(None, message))
}
