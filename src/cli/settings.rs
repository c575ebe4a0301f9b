//! What holds for every source of a run: the options and the environment in, settings out.

use std::env;
use std::fs;
use std::path::Path;

use warraq::diagnostic::{Diagnostic, Source};
use warraq::document::Timestamp;
use warraq::epub::{EpubOptions, FontEmbedding, UserCss};
use warraq::font::FontSet;
use warraq::parse::Overrides;
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
    /// How EPUBs are made; the cover is made for each.
    pub(super) epub: EpubOptions,
    /// Whether a cover is made for a source that brings none.
    pub(super) makes_covers: bool,
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
            },
            stylesheet: Stylesheet {
                page_size: args.page_size.unwrap_or(standard.page_size),
                font_size: args.font_size.unwrap_or(standard.font_size),
                ..standard
            },
            fonts: FontSet::builtin(),
            timestamp: timestamp()?,
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

fn timestamp() -> Result<Option<Timestamp>, Diagnostic> {
    let word = env::var_os("SOURCE_DATE_EPOCH");
    let value = word.map(|word| values::source_date_epoch(&word.to_string_lossy())).transpose();
    value.map_err(|message| Diagnostic::error(None, message))
}
