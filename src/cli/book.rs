//! Books of several sources: what is to be bound.
//!
//! In: `--book`, the inputs, and `[book]` of the project file. Out: a [`Book`]: its metadata, its sources in order, by
//! parts, and the files to be made. `binding` makes it.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use warraq::diagnostic::{Code, Diagnostic};
use warraq::document::Metadata;
use warraq::parse::Format;

use super::args::{BookFormat, BuildArgs};
use super::inputs::{self, Input, Refused};
use super::metadata;
use super::order::Order;
use super::outputs::{Destination, Output};
use super::project::{BookTable, PartTable};
use super::settings::{Asked, Settings};

/// The name of a book that has none of its own.
const NAME: &str = "book";

/// A book to be bound.
#[derive(Debug)]
pub(super) struct Book {
    /// What it says of itself.
    pub(super) metadata: Metadata,
    /// Whether it gives its language; otherwise it has that of most of its sources.
    pub(super) is_lang_said: bool,
    /// Whether it gives its direction; otherwise that follows from the language.
    pub(super) is_direction_said: bool,
    /// What is asked for its sources.
    pub(super) asked: Asked,
    /// The folder that its cover's path counts from.
    pub(super) folder: PathBuf,
    /// What stands before the parts.
    pub(super) front: Vec<Input>,
    /// The parts, each with what stands on its title page.
    pub(super) parts: Vec<(Option<String>, Vec<Input>)>,
    /// What stands after the parts.
    pub(super) back: Vec<Input>,
    /// Paths that give no source.
    pub(super) refused: Vec<Refused>,
    /// The paths that all this was found by.
    pub(super) paths: Vec<PathBuf>,
    /// The files to be made.
    pub(super) outputs: Vec<Output>,
}

impl Book {
    /// The book that is asked for, if one is: by `--book`, or by `[book]` where no input is named.
    pub(super) fn plan(order: &Order, settings: &Settings) -> Result<Option<Book>, Diagnostic> {
        let Order { args, matches, project } = order;
        let given =
            |id: &str| matches!(matches.value_source(id), Some(ValueSource::CommandLine | ValueSource::EnvVariable));
        let names_inputs = given("inputs");
        let table = match (&args.book, &project.book) {
            (None, None) => return Ok(None),
            (None, Some(_)) if names_inputs => return Ok(None),
            (_, table) => contents(table.clone().unwrap_or_default(), &args.inputs, names_inputs),
        };
        let metadata = metadata::of_book(&table.metadata, &settings.asked, &settings.metadata)?;
        let own = table.output.clone().filter(|_| !given("output"));
        let output = args.book.clone().or(own).or_else(|| args.output.clone());
        let mut finder = Finder { args, taken: BTreeSet::new(), refused: Vec::new() };
        let (front, back) = (finder.find(&table.front), finder.find(&table.back));
        let parts: Vec<_> = table.parts.iter().map(|part| (part.title.clone(), finder.find(&part.inputs))).collect();
        let refused = finder.refused;
        let paths = [&table.front, &table.back].into_iter().chain(table.parts.iter().map(|part| &part.inputs));
        let is_said = |key| metadata::is_said(key, &table.metadata, &settings.asked, &settings.metadata);
        let is_lang_said = is_said("lang");
        let book = Book {
            asked: metadata::of_chapters(&settings.asked, Some(&metadata.lang).filter(|_| is_lang_said)),
            is_lang_said,
            is_direction_said: is_said("dir"),
            metadata,
            folder: project.path.parent().unwrap_or(Path::new("")).to_owned(),
            front,
            parts,
            back,
            refused,
            paths: paths.flatten().cloned().collect(),
            outputs: outputs(output.as_deref(), args)?,
        };
        if book.inputs().next().is_none() && book.refused.is_empty() {
            let hint = "give files and folders, or `inputs` of [book] in warraq.toml";
            return Err(Diagnostic::error(Code::Usage, None, "the book has no sources").with_hint(hint));
        }
        Ok(Some(book))
    }

    /// All its sources, in reading order.
    pub(super) fn inputs(&self) -> impl Iterator<Item = &Input> {
        let parts = self.parts.iter().flat_map(|(_, inputs)| inputs);
        self.front.iter().chain(parts).chain(&self.back)
    }
}

/// What the table says is bound; inputs of the command line stand in its place, those of the project where it names
/// none.
fn contents(table: BookTable, inputs: &[PathBuf], named: bool) -> BookTable {
    let body = || vec![PartTable { title: None, inputs: inputs.to_vec() }];
    match table {
        table if named => BookTable { front: Vec::new(), parts: body(), back: Vec::new(), ..table },
        table if table.parts.is_empty() => BookTable { parts: body(), ..table },
        table => table,
    }
}

/// Finds sources, each for one place only: what is named by itself does not come again with its folder.
struct Finder<'a> {
    args: &'a BuildArgs,
    taken: BTreeSet<PathBuf>,
    refused: Vec<Refused>,
}

impl Finder<'_> {
    fn find(&mut self, paths: &[PathBuf]) -> Vec<Input> {
        let mut found = Vec::new();
        for input in inputs::collect(paths, self.args.from) {
            match input {
                Ok(input) if self.taken.insert(input.path.clone()) => found.push(input),
                Ok(_) => {}
                Err(refused) => self.refused.push(refused),
            }
        }
        found
    }
}

/// The files of a book: one where the path ends in a format, else one for each format.
fn outputs(path: Option<&Path>, args: &BuildArgs) -> Result<Vec<Output>, Diagnostic> {
    let path = path.unwrap_or(Path::new(super::outputs::DEFAULT_FOLDER).join(NAME).as_path()).to_owned();
    if path
        .extension()
        .and_then(OsStr::to_str)
        .is_some_and(|ending| Format::from_extension(ending).is_some_and(|format| format != Format::Epub))
    {
        let message = format!("--book {} has the ending of a source", path.display());
        return Err(Diagnostic::error(Code::Usage, None, message)
            .with_hint("the name of the book follows --book: --book kitab"));
    }
    let is_folder = path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator);
    let path = if is_folder { path.join(NAME) } else { path };
    let has_ending = path
        .extension()
        .is_some_and(|ending| BookFormat::ALL.iter().any(|format| ending.eq_ignore_ascii_case(format.extension())));
    let mut outputs = if has_ending || path == Path::new(inputs::STREAM) {
        let Destination::File(path, format) = Destination::new(Some(&path), &args.to)? else { return Ok(Vec::new()) };
        vec![Output { path, format }]
    } else {
        Destination::formats(&args.to).into_iter().map(|format| Output::new(path.clone(), format)).collect()
    };
    if args.epub.kepub {
        Destination::Folder(PathBuf::new(), Vec::new()).name_for_kobo(&mut outputs)?;
    }
    Ok(outputs)
}
