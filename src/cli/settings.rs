//! What holds for the sources of a run: options, environment and project file in, settings out.
//!
//! A setting is looked up in this order: command line and environment ([`Asked`]), the source's front matter, the
//! project file, the defaults.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use clap::ArgMatches;
use clap::parser::ValueSource;
use warraq::assets::Media;
use warraq::diagnostic::{Code, Diagnostic, Warned};
use warraq::digits::Digits;
use warraq::document::Timestamp;
use warraq::epub::EpubOptions;
use warraq::font::FontSet;
use warraq::geometry::{Pt, Sides, Size};
use warraq::parse::{DecodeOptions, Overrides, PageScope};
use warraq::pdf::{Imposition, PdfOptions};
use warraq::style::{ContentsPage, CoverPage, Stylesheet, TitlePlacement, WideTables};

use super::args::{self, BuildArgs};
use super::config;
use super::fonts;
use super::metadata::{self, Defaults};
use super::options;
use super::order::Order;
use super::project::Project;
use super::render::Note;
use super::values;

/// Keys of the look, as the front matter writes them. The page comes first: the others follow from it.
const LOOK: [&str; 10] =
    ["page-size", "font-size", "margins", "font", "justify", "toc", "cover-page", "notes", "chapters", "verse-numbers"];
/// The key of the digits, which are part of the text rather than of the style sheet.
const DIGITS: &str = "digits";
/// Options that no book depends on: what is read and where it goes, which is compared by itself, and how a run goes.
const NOT_OF_BOOKS: [&str; 16] = [
    "inputs",
    "output",
    "book",
    "to",
    "jobs",
    "skip_unchanged",
    "fail_on_warnings",
    "jobs_from",
    "project",
    "print_config",
    "report",
    "message_format",
    "quiet",
    "verbose",
    "color",
    "help",
];
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
    /// Every option that a book may depend on, in the words that were given, for runs that compare them.
    pub(super) said: String,
    /// The project's look, by key.
    look: BTreeMap<String, String>,
    /// The project's metadata, for sources that do not say it.
    pub(super) metadata: Defaults,
    /// The faces at hand.
    pub(super) fonts: FontSet,
    /// What was noticed that concerns no source: fonts that were passed over.
    pub(super) noticed: Vec<Diagnostic>,
    /// How the sources' bytes are read.
    pub(super) decoding: DecodeOptions,
    /// Folders that pictures may lie in besides that of their source.
    pub(super) resource_folders: Vec<PathBuf>,
    /// Folders that hold copies of pictures on the web.
    pub(super) media: Vec<Media>,
    /// Whether EPUBs are named as Kobo's devices want them.
    pub(super) names_for_kobo: bool,
    /// How PDFs are made.
    pub(super) pdf: PdfOptions,
    /// Options for EPUBs; cover and pages are set for each.
    pub(super) epub: EpubOptions,
    /// Whether a cover is made for a source that brings none.
    pub(super) makes_covers: bool,
    /// Whether EPUBs mark the pages of a PDF even if none is written.
    pub(super) lists_pages: bool,
}

impl Settings {
    /// Gathers the settings. A usage error when a value cannot be.
    pub(super) fn new(order: &Order) -> Result<Settings, Box<Note>> {
        let Order { args, matches, project } = order;
        let timestamp = timestamp()?;
        let fonts = fonts::load(&args.look.font_path)?;
        let mut settings = Settings {
            asked: asked(args),
            said: if args.run.skip_unchanged { options_said(matches) } else { String::new() },
            look: BTreeMap::new(),
            metadata: project.metadata.clone(),
            fonts: fonts.value,
            noticed: fonts.warnings,
            decoding: DecodeOptions { encoding: args.text.encoding },
            resource_folders: args.text.resource_path.clone(),
            media: args.text.media.clone(),
            names_for_kobo: args.epub.kepub,
            pdf: options::pdf(&args.pdf, timestamp),
            epub: options::epub(&args.epub, timestamp)?,
            makes_covers: !args.epub.no_cover,
            lists_pages: args.epub.page_list,
        };
        settings.take_look(matches, project);
        metadata::settle(&mut settings.asked)?;
        let style = settings.stylesheet(&settings.asked, &BTreeMap::new());
        match style.warnings.into_iter().next() {
            Some(wrong) => Err(Diagnostic { severity: warraq::diagnostic::Severity::Error, ..wrong }.into()),
            None => Ok(settings),
        }
    }

    /// Takes the words of the look, each to where it was said: by name, or in the project.
    fn take_look(&mut self, matches: &ArgMatches, project: &Project) {
        for key in LOOK.into_iter().chain([DIGITS]) {
            let Some((id, word)) = said(matches, key) else { continue };
            match matches.value_source(&id) {
                // A flag that is not given is false by default; only what the project says counts.
                Some(ValueSource::DefaultValue) if !project.options.contains_key(&id) => None,
                Some(ValueSource::DefaultValue) => self.look.insert(key.into(), word),
                _ => self.asked.look.insert(key.into(), word),
            };
        }
    }

    /// The look of one source; `header` holds the keys of its front matter that are not metadata. What cannot be is
    /// passed over with a warning.
    pub(super) fn stylesheet(&self, asked: &Asked, header: &BTreeMap<String, String>) -> Warned<Stylesheet> {
        let wide_tables = match self.pdf.print.imposition {
            Imposition::None => WideTables::Turn,
            Imposition::Booklet => WideTables::Split,
        };
        let mut style = Stylesheet::default();
        let mut warnings = Vec::new();
        for key in LOOK {
            self.choose(key, asked, header, &mut warnings, |word| self.apply(&mut style, key, word));
        }
        Warned { value: Stylesheet { wide_tables, ..style }, warnings }
    }

    /// The look of a book of several sources: contents, chapters on pages of their own and a title page, where nothing
    /// else is said.
    pub(super) fn stylesheet_of_book(&self, asked: &Asked, header: &BTreeMap<String, String>) -> Warned<Stylesheet> {
        let mut header = header.clone();
        for (key, word) in [("toc", "true"), ("chapters", "new-page")] {
            if !self.look.contains_key(key) {
                header.entry(key.into()).or_insert_with(|| word.into());
            }
        }
        let mut style = self.stylesheet(asked, &header);
        style.value.title = TitlePlacement::OwnPage;
        style
    }

    /// The digits of one source, chosen like its look.
    pub(super) fn digits(&self, asked: &Asked, header: &BTreeMap<String, String>) -> Warned<Digits> {
        let mut warnings = Vec::new();
        let digits = self.choose(DIGITS, asked, header, &mut warnings, values::digits);
        Warned { value: digits.unwrap_or_default(), warnings }
    }

    /// The first word for a key that can be: of the options, the front matter, the project.
    fn choose<T>(
        &self,
        key: &str,
        asked: &Asked,
        header: &BTreeMap<String, String>,
        warnings: &mut Vec<Diagnostic>,
        mut read: impl FnMut(&str) -> Result<T, String>,
    ) -> Option<T> {
        let (asked, own) = (asked.look.get(key).map(String::as_str), self.look.get(key).map(String::as_str));
        for word in [asked, said_of(header, key), own].into_iter().flatten() {
            match read(word) {
                Ok(value) => return Some(value),
                Err(allowed) => {
                    let message = format!("`{key}: {word}` cannot be used");
                    warnings.push(Diagnostic::warning(Code::InvalidValue, None, message).about(key).with_hint(allowed));
                }
            }
        }
        None
    }

    fn apply(&self, style: &mut Stylesheet, key: &str, word: &str) -> Result<(), String> {
        match key {
            "page-size" => *style = Stylesheet::for_page(values::page_size(word)?),
            "font-size" => style.font_size = values::font_size(word)?,
            "margins" => style.margins = Some(roomy(values::margins(word)?, style.page_size)?),
            "justify" => style.justification = values::justification(word)?,
            "toc" => {
                style.contents = if values::truth(word)? { ContentsPage::AfterTitle } else { ContentsPage::None };
            }
            "cover-page" => style.cover = if values::truth(word)? { CoverPage::First } else { CoverPage::None },
            "notes" => style.notes = values::notes(word)?,
            "chapters" => style.chapters = values::chapters(word)?,
            "verse-numbers" => style.verse_numbers = values::verse_numbers(word)?,
            _ => style.text_family = fonts::family(&self.fonts, word)?,
        }
        Ok(())
    }
}

/// The words of all options but those of which it is known that no book depends on them, so that a new option cannot be
/// forgotten.
fn options_said(matches: &ArgMatches) -> String {
    let grammar = args::grammar();
    let all = grammar.find_subcommand("build").into_iter().flat_map(clap::Command::get_arguments);
    let ids = all.map(|argument| argument.get_id().as_str()).filter(|id| !NOT_OF_BOOKS.contains(id));
    ids.map(|id| format!("{id} {:?}\n", config::raw(matches, id))).collect()
}

/// What a header says of the look and of the digits, by key.
pub(super) fn look_of(header: &BTreeMap<String, String>) -> impl Iterator<Item = (&'static str, &str)> {
    LOOK.into_iter().chain([DIGITS]).filter_map(|key| Some((key, said_of(header, key)?)))
}

/// What a header says of a key, however it writes the key.
fn said_of<'header>(header: &'header BTreeMap<String, String>, key: &str) -> Option<&'header str> {
    header.iter().find(|(name, _)| name.to_lowercase().replace('_', "-") == key).map(|(_, word)| word.as_str())
}

/// What the command line asks for, but for the look.
fn asked(args: &BuildArgs) -> Asked {
    let overrides = Overrides {
        title: args.metadata.title.clone(),
        authors: args.metadata.author.clone(),
        lang: args.metadata.lang.clone(),
        date: args.metadata.date,
        mending: options::mending(&args.text),
        page: if args.text.whole_page { PageScope::Whole } else { PageScope::Article },
        ..Overrides::default()
    };
    Asked { overrides, metadata: args.metadata.metadata.clone(), look: BTreeMap::new() }
}

/// The name that the grammar knows a key by, and what the option says.
fn said(matches: &ArgMatches, key: &str) -> Option<(String, String)> {
    let id = if key == "cover-page" { "cover".to_owned() } else { key.replace('-', "_") };
    let word = match matches.try_get_one::<bool>(&id) {
        Ok(truth) => truth.map(bool::to_string),
        Err(_) => matches.get_one::<String>(&id).cloned(),
    };
    word.map(|word| (id, word))
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
    value.map_err(|message| Diagnostic::error(Code::Usage, None, message))
}

#[cfg(test)]
mod tests {
    use warraq::style::{ChapterStart, NotePlacement};

    use super::*;
    use crate::cli::args;

    /// The style sheet and the warnings for the words of a command line and of a header.
    fn style(arguments: &[&str], header: &[(&str, &str)]) -> (Stylesheet, Vec<String>) {
        use clap::FromArgMatches;
        let matches = args::grammar().get_matches_from([&["warraq", "build", "a.md"], arguments].concat());
        let matches = matches.subcommand().unwrap().1.clone();
        let args = Box::new(BuildArgs::from_arg_matches(&matches).unwrap());
        let settings = Settings::new(&Order { args, matches, project: Project::default() }).unwrap();
        let header = header.iter().map(|&(key, word)| (key.to_owned(), word.to_owned())).collect();
        let style = settings.stylesheet(&settings.asked, &header);
        (style.value, style.warnings.into_iter().map(|warning| warning.message).collect())
    }

    #[test]
    fn the_header_chooses_where_the_command_line_does_not() {
        let header = [("toc", "نعم"), ("notes", "end"), ("chapters", "new-page")];
        let (look, warnings) = style(&[], &header);
        assert!(warnings.is_empty(), "{warnings:?}");
        assert_eq!((look.contents, look.notes), (ContentsPage::AfterTitle, NotePlacement::End));
        let (look, _) = style(&["--notes", "foot"], &header);
        assert_eq!((look.notes, look.chapters), (NotePlacement::Foot, ChapterStart::NewPage));
        assert_eq!(style(&["--cover"], &[("cover-page", "لا")]).0.cover, CoverPage::First);
    }

    #[test]
    fn each_option_is_compared_unless_no_book_depends_on_it() {
        let said = |arguments: &[&str]| {
            let matches = args::grammar().try_get_matches_from([&["warraq", "build", "a.md"], arguments].concat());
            Some(options_said(matches.ok()?.subcommand()?.1))
        };
        // One of them is a value of each option, and not its default.
        let words = "x 2 300 A5 40mm 18 none end new-page every european ar 2025-12-17 a=b md utf-8 forms arabic a-2u booklet a=.";
        let grammar = args::grammar();
        for argument in grammar.find_subcommand("build").unwrap().get_arguments() {
            let (id, long) = (argument.get_id().as_str(), argument.get_long());
            let Some(long) = long.filter(|_| !NOT_OF_BOOKS.contains(&id)) else { continue };
            let option = format!("--{long}");
            let given = match argument.get_action().takes_values() {
                true => words.split(' ').filter_map(|word| said(&[&option, word])).next(),
                false => said(&[&option]),
            };
            assert_ne!(
                given.unwrap_or_else(|| panic!("no word is a value of {option}")),
                said(&[]).unwrap(),
                "{option}"
            );
        }
    }

    #[test]
    fn values_without_meaning_are_warned_of() {
        let (look, warnings) = style(&[], &[("notes", "الهامش"), ("Cover_Page", "true")]);
        assert_eq!((look.notes, look.cover), (NotePlacement::Foot, CoverPage::First));
        assert_eq!(warnings, ["`notes: الهامش` cannot be used"]);
    }
}
