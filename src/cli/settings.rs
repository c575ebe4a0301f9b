//! What holds for every source of a run: the options and the environment in, settings out.

use std::env;

use warraq::diagnostic::Diagnostic;
use warraq::document::Timestamp;
use warraq::font::FontSet;
use warraq::geometry::Pt;
use warraq::parse::Overrides;
use warraq::pdf::{Colors, CropMarks, Imposition, PdfOptions, PrintOptions};
use warraq::style::Stylesheet;

use super::args::{BuildArgs, SheetOrder};
use super::values;

/// Settings shared by all sources; fonts are loaded once.
#[derive(Debug)]
pub(super) struct Settings {
    /// Metadata that wins over the sources' own.
    pub(super) overrides: Overrides,
    /// How the books look.
    pub(super) stylesheet: Stylesheet,
    /// The faces at hand.
    pub(super) fonts: FontSet,
    /// Date of making, from `SOURCE_DATE_EPOCH`.
    pub(super) timestamp: Option<Timestamp>,
    /// What PDFs claim to be, and how they are printed; the date is `timestamp`.
    pub(super) pdf_options: PdfOptions,
}

impl Settings {
    /// Gathers the settings. A usage error when the environment holds a value that cannot be.
    pub(super) fn new(args: &BuildArgs) -> Result<Settings, Diagnostic> {
        let look = Stylesheet::default();
        Ok(Settings {
            overrides: Overrides {
                title: args.title.clone(),
                authors: args.authors.clone(),
                lang: args.lang.clone(),
                date: args.date,
            },
            stylesheet: Stylesheet {
                page_size: args.page_size.unwrap_or(look.page_size),
                font_size: args.font_size.unwrap_or(look.font_size),
                ..look
            },
            fonts: FontSet::builtin(),
            timestamp: timestamp()?,
            pdf_options: pdf_options(args),
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

fn timestamp() -> Result<Option<Timestamp>, Diagnostic> {
    let word = env::var_os("SOURCE_DATE_EPOCH");
    let value = word.map(|word| values::source_date_epoch(&word.to_string_lossy())).transpose();
    value.map_err(|message| Diagnostic::error(None, message))
}
