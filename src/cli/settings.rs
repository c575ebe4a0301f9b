//! What holds for the sources of a run: options, environment and project file in, settings out.
//!
//! A setting is looked up in this order: command line and environment ([`Asked`]), the source's front matter, the
//! project file, the defaults.

use std::collections::BTreeMap;
use std::env;

use clap::ArgMatches;
use clap::parser::ValueSource;
use warraq::diagnostic::{Diagnostic, Warned};
use warraq::document::Timestamp;
use warraq::font::FontSet;
use warraq::geometry::{Pt, Sides, Size};
use warraq::parse::Overrides;
use warraq::style::Stylesheet;

use super::args::BuildArgs;
use super::fonts;
use super::metadata;
use super::project::Project;
use super::values;

/// Keys of the look, as the front matter writes them. The page comes first: the others follow from it.
const LOOK: [&str; 5] = ["page-size", "font-size", "margins", "font", "justify"];
/// Least room for text that margins may leave, both ways.
const LEAST_ROOM: Pt = Pt::mm(30.0);

/// What was asked for by name, which wins over what a source says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Title, authors, language and day.
    pub(super) overrides: Overrides,
    /// Other keys of the metadata.
    pub(super) metadata: Vec<(String, String)>,
    /// Words of the look, by key.
    pub(super) look: BTreeMap<String, String>,
}

/// Settings shared by all sources; fonts are loaded once.
#[derive(Debug)]
pub(super) struct Settings {
    /// What the command line and the environment ask for.
    pub(super) asked: Asked,
    /// The project's look, by key.
    look: BTreeMap<String, String>,
    /// The project's metadata, for sources that do not say it.
    pub(super) metadata: BTreeMap<String, Vec<String>>,
    /// The faces at hand.
    pub(super) fonts: FontSet,
    /// Date of making, from `SOURCE_DATE_EPOCH`.
    pub(super) timestamp: Option<Timestamp>,
}

impl Settings {
    /// Gathers the settings. A usage error when a value cannot be.
    pub(super) fn new(args: &BuildArgs, matches: &ArgMatches, project: &Project) -> Result<Settings, Diagnostic> {
        let overrides = Overrides {
            title: args.metadata.title.clone(),
            authors: args.metadata.author.clone(),
            lang: args.metadata.lang.clone(),
            date: args.metadata.date,
            ..Overrides::default()
        };
        let asked = Asked { overrides, metadata: args.metadata.metadata.clone(), look: BTreeMap::new() };
        let fonts = fonts::load(&args.look.font_path)?;
        let metadata = project.metadata.clone();
        let mut settings = Settings { asked, look: BTreeMap::new(), metadata, fonts, timestamp: timestamp()? };
        for key in LOOK {
            let id = key.replace('-', "_");
            let Some(word) = matches.get_one::<String>(&id) else { continue };
            let look = match matches.value_source(&id) {
                Some(ValueSource::DefaultValue) => &mut settings.look,
                _ => &mut settings.asked.look,
            };
            look.insert(key.into(), word.clone());
        }
        metadata::settle(&mut settings.asked)?;
        metadata::check_defaults(&settings.metadata, &project.path)?;
        let style = settings.stylesheet(&settings.asked, &BTreeMap::new());
        match style.warnings.into_iter().next() {
            Some(wrong) => Err(Diagnostic { severity: warraq::diagnostic::Severity::Error, ..wrong }),
            None => Ok(settings),
        }
    }

    /// The look of one source; `header` holds the keys of its front matter that are not metadata. What cannot be is
    /// passed over with a warning.
    pub(super) fn stylesheet(&self, asked: &Asked, header: &BTreeMap<String, String>) -> Warned<Stylesheet> {
        let mut style = Warned::silent(Stylesheet::default());
        for key in LOOK {
            let said = header.iter().find(|(name, _)| name.to_lowercase().replace('_', "-") == key);
            let words = [asked.look.get(key), said.map(|(_, word)| word), self.look.get(key)];
            for word in words.into_iter().flatten() {
                match self.apply(&mut style.value, key, word) {
                    Ok(()) => break,
                    Err(allowed) => {
                        let message = format!("`{key}: {word}` cannot be used");
                        style.warnings.push(Diagnostic::warning(None, message).with_hint(allowed));
                    }
                }
            }
        }
        style
    }

    fn apply(&self, style: &mut Stylesheet, key: &str, word: &str) -> Result<(), String> {
        match key {
            "page-size" => *style = Stylesheet::for_page(values::page_size(word)?),
            "font-size" => style.font_size = values::font_size(word)?,
            "margins" => style.margins = Some(roomy(values::margins(word)?, style.page_size)?),
            "justify" => style.justification = values::justification(word)?,
            _ => style.text_family = fonts::family(&self.fonts, word)?,
        }
        Ok(())
    }
}

/// Margins that leave room for text.
fn roomy(margins: Sides<Pt>, page: Size) -> Result<Sides<Pt>, String> {
    let width = page.width - margins.inside - margins.outside;
    let height = page.height - margins.top - margins.bottom;
    if width < LEAST_ROOM || height < LEAST_ROOM {
        return Err("leave at least 30 mm of the page for text, both ways".into());
    }
    Ok(margins)
}

fn timestamp() -> Result<Option<Timestamp>, Diagnostic> {
    let word = env::var_os("SOURCE_DATE_EPOCH");
    let value = word.map(|word| values::source_date_epoch(&word.to_string_lossy())).transpose();
    value.map_err(|message| Diagnostic::error(None, message))
}
