//! What holds for every source of a run: the options and the environment in, settings out.

use std::env;

use warraq::diagnostic::Diagnostic;
use warraq::document::Timestamp;
use warraq::font::FontSet;
use warraq::parse::{Overrides, PageScope};
use warraq::style::Stylesheet;

use super::args::BuildArgs;
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
}

impl Settings {
    /// Gathers the settings. A usage error when the environment holds a value that cannot be.
    pub(super) fn new(args: &BuildArgs) -> Result<Settings, Diagnostic> {
        let standard = Stylesheet::default();
        Ok(Settings {
            overrides: Overrides {
                title: args.title.clone(),
                authors: args.authors.clone(),
                lang: args.lang.clone(),
                date: args.date,
                page: if args.whole_page { PageScope::Whole } else { PageScope::Article },
            },
            stylesheet: Stylesheet {
                page_size: args.page_size.unwrap_or(standard.page_size),
                font_size: args.font_size.unwrap_or(standard.font_size),
                ..standard
            },
            fonts: FontSet::builtin(),
            timestamp: timestamp()?,
        })
    }
}

fn timestamp() -> Result<Option<Timestamp>, Diagnostic> {
    let word = env::var_os("SOURCE_DATE_EPOCH");
    let value = word.map(|word| values::source_date_epoch(&word.to_string_lossy())).transpose();
    value.map_err(|message| Diagnostic::error(None, message))
}
