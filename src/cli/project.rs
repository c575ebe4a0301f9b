//! The project file, `warraq.toml`: a file in, defaults for options and metadata out.
//!
//! At the top level it has the long options of `build` as keys, and `inputs`; `[metadata]` holds what sources leave
//! unsaid, `[book]` what is bound into one book. Its values are given to the grammar as defaults, so that the command
//! line and the environment win over them and clap checks them like any other. Paths count from the file's own folder;
//! those of a file that was merely found in the current folder lie below it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::{Table, Value};
use warraq::diagnostic::{Code, Diagnostic};

use super::args;
use super::metadata;
use super::read;
use super::render::Note;
pub(super) use book::{BookTable, PartTable};
use fault::Fault;

mod book;
mod fault;
mod reach;

/// The project file of a folder.
pub(super) const FILE_NAME: &str = "warraq.toml";
/// Bytes of a project file: no one writes so much.
const MOST_BYTES: u64 = 1 << 20;
/// Options whose values are paths.
const PATHS: [&str; 7] = ["inputs", "output", "font_path", "resource_path", "css", "report", "jobs_from"];
/// Options that make no sense for a whole project.
const NOT_FOR_PROJECTS: [&str; 7] = ["book", "project", "print_config", "title", "author", "lang", "date"];

/// What a project file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Project {
    /// The file, also where there is none.
    pub(super) path: PathBuf,
    /// Words of each option, by the name the grammar knows it by.
    pub(super) options: BTreeMap<String, Vec<String>>,
    /// What is bound into one book.
    pub(super) book: Option<BookTable>,
    /// Metadata for sources that do not say it themselves.
    pub(super) metadata: BTreeMap<String, Vec<String>>,
}

impl Project {
    /// Reads the given file, or that of the given folder, else that of the current folder, else nothing. The error
    /// names the place.
    pub(super) fn load(given: Option<&Path>) -> Result<Project, Box<Note>> {
        let path = match given {
            Some(folder) if folder.is_dir() => folder.join(FILE_NAME),
            given => given.unwrap_or(Path::new(FILE_NAME)).to_owned(),
        };
        if given.is_none() && !path.exists() {
            return Ok(Project { path, ..Project::default() });
        }
        let text = read::bounded_text(&path, MOST_BYTES).map_err(|unread| {
            Diagnostic::error(Code::Unreadable, None, format!("{}: {}", path.display(), unread.reason()))
        })?;
        let read = Project::read(&path, &text);
        let checked = read.and_then(|project| match given {
            None => project.check_reach().map(|()| project),
            Some(_) => Ok(project),
        });
        checked.map_err(|fault| fault.note(&path, text))
    }

    fn read(path: &Path, text: &str) -> Result<Project, Fault> {
        let table: Table = text.parse()?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut project = Project { path: path.into(), ..Project::default() };
        for (key, value) in table {
            project.take(&key, value, folder).map_err(|message| Fault::of(&[&key], message))?;
        }
        project.check_options()?;
        project.check_metadata()?;
        Ok(project)
    }

    /// Takes what a key of the top level says.
    fn take(&mut self, key: &str, value: Value, folder: &Path) -> Result<(), String> {
        if key == "book" {
            self.book = Some(BookTable::read(value, folder)?);
            return Ok(());
        }
        if key == "metadata" {
            let Value::Table(entries) = value else { return Err("[metadata] is a table of keys and values".into()) };
            let said = entries.into_iter().map(|(key, value)| Ok((key.clone(), words(&key, value)?)));
            self.metadata = said.collect::<Result<_, String>>()?;
            return Ok(());
        }
        let id = key.replace('-', "_");
        let mut words = words(key, value)?;
        if PATHS.contains(&id.as_str()) {
            words.iter_mut().filter(|word| *word != "-").for_each(|word| *word = below(folder, word));
        }
        if id == "media" {
            for word in &mut words {
                if let Some((address, copies)) = word.split_once('=') {
                    *word = format!("{address}={}", below(folder, copies));
                }
            }
        }
        self.options.insert(id, words);
        Ok(())
    }

    /// Finds keys that are unknown and values that cannot be.
    fn check_options(&self) -> Result<(), Fault> {
        let grammar = args::grammar();
        let arguments = || grammar.find_subcommand("build").into_iter().flat_map(clap::Command::get_arguments);
        for (id, words) in &self.options {
            let key = id.replace('_', "-");
            let fault = |message: String| Fault::of(&[&key], message);
            let known = arguments().find(|argument| argument.get_id() == id.as_str());
            let Some(argument) = known.filter(|_| !NOT_FOR_PROJECTS.contains(&id.as_str())) else {
                return Err(fault(format!("unknown key `{key}`")));
            };
            let long = argument.get_long().map(|long| format!("--{long}"));
            let mut line = vec!["warraq".to_owned(), "build".to_owned()];
            match (long, argument.get_action().takes_values()) {
                (Some(long), true) => line.extend(words.iter().map(|word| format!("{long}={word}"))),
                (Some(_), false) if !matches!(words.as_slice(), [word] if word == "true" || word == "false") => {
                    return Err(fault(format!("`{key}` is true or false")));
                }
                _ => continue,
            }
            args::grammar().try_get_matches_from(line).map_err(|error| fault(args::first_line(&error)))?;
        }
        Ok(())
    }

    /// Finds paths that lead out of the file's folder.
    fn check_reach(&self) -> Result<(), Fault> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let of_options = self.options.iter().filter(|(id, _)| PATHS.contains(&id.as_str()));
        let named =
            of_options.flat_map(|(id, words)| words.iter().map(move |word| (id.replace('_', "-"), Path::new(word))));
        let of_book = self.book.iter().flat_map(BookTable::paths).map(|path| ("book".to_owned(), path.as_path()));
        let is_outside = |path: &Path| path != Path::new("-") && !reach::is_below(folder, path);
        match named.chain(of_book).find(|(_, path)| is_outside(path)) {
            None => Ok(()),
            Some((key, path)) => {
                let message =
                    format!("{} lies outside of the folder of {FILE_NAME}, which was not named", path.display());
                let hint = format!("if you trust the file, name it: --project {FILE_NAME}");
                Err(Fault::of(&[&key], message).with_hint(&hint))
            }
        }
    }

    /// Finds metadata that cannot be.
    fn check_metadata(&self) -> Result<(), Fault> {
        if self.metadata.contains_key("title") {
            let fault = Fault::of(&["metadata", "title"], "`title` is no key of [metadata]");
            return Err(fault.with_hint("every source has a title of its own"));
        }
        let of_book = self.book.iter().flat_map(|book| &book.metadata).map(|entry| ("book", entry));
        for (table, (key, words)) in self.metadata.iter().map(|entry| ("metadata", entry)).chain(of_book) {
            let word = words.first().map_or("", String::as_str);
            metadata::check_default(key, word).map_err(|allowed| {
                Fault::of(&[table, key], format!("`{key} = {word}` cannot be used")).with_hint(&allowed)
            })?;
        }
        Ok(())
    }

    /// The grammar with this project's values as defaults.
    pub(super) fn with_defaults(&self, grammar: clap::Command) -> clap::Command {
        let given = args::given();
        let defaults = |command: clap::Command| {
            command.mut_args(|argument| match self.options.get(argument.get_id().as_str()) {
                Some(words) if !args::is_outdone(argument.get_id().as_str(), &given) => {
                    argument.default_values(words.clone())
                }
                _ => argument,
            })
        };
        grammar.mut_subcommand("build", defaults).mut_subcommand("watch", defaults)
    }
}

/// The words of a value: a list gives each of its members.
fn words(key: &str, value: Value) -> Result<Vec<String>, String> {
    let word = |value: Value| match value {
        Value::String(text) => Ok(text),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => Ok(number.to_string()),
        Value::Boolean(truth) => Ok(truth.to_string()),
        Value::Datetime(day) => Ok(day.to_string()),
        Value::Array(_) | Value::Table(_) => Err(format!("`{key}` is a word, a number or a list of them")),
    };
    match value {
        Value::Array(list) => list.into_iter().map(word).collect(),
        single => Ok(vec![word(single)?]),
    }
}

/// A path of the file, from where the command runs; what ends in a separator still does.
fn below(folder: &Path, word: &str) -> String {
    if folder == Path::new("") { word.to_owned() } else { folder.join(word).display().to_string() }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn check(text: &str, expected: Result<&[(&str, &[&str])], &str>) {
        let read = Project::read(Path::new("كتب/warraq.toml"), text)
            .map(|project| project.options)
            .map_err(|fault| fault.note(Path::new("warraq.toml"), text.into()).human(None, false));
        match expected {
            Ok(expected) => {
                let read = read.unwrap();
                let shown: Vec<(&str, Vec<&str>)> = read
                    .iter()
                    .map(|(key, words)| (key.as_str(), words.iter().map(String::as_str).collect()))
                    .collect();
                assert_eq!(shown, expected.iter().map(|(key, words)| (*key, words.to_vec())).collect::<Vec<_>>());
            }
            Err(expected) => assert!(read.as_ref().unwrap_err().contains(expected), "{read:?}"),
        }
    }

    #[test]
    fn options_are_read_and_paths_count_from_the_file() {
        check(
            "inputs = ['مقالات', '-']\noutput = 'out/'\npage-size = 'A5'\nfont-size = 12.5\nquiet = true\n",
            Ok(&[
                ("font_size", &["12.5"]),
                ("inputs", &["كتب/مقالات", "-"]),
                ("output", &["كتب/out/"]),
                ("page_size", &["A5"]),
                ("quiet", &["true"]),
            ]),
        );
    }

    #[test]
    fn what_cannot_be_is_named() {
        check("page-sise = 'A5'", Err("warraq.toml:1:1: error[project-file]: unknown key `page-sise`"));
        check(
            "to = 'pdf'\ntitle = 'عنوان'",
            Err("warraq.toml:2:1: error[project-file]: unknown key `title`\n  2 | title"),
        );
        check(
            "page-size = 'B9'",
            Err("warraq.toml:1:1: error[project-file]: invalid value 'B9' for '--page-size <SIZE>'"),
        );
        check("quiet = 'very'", Err("`quiet` is true or false"));
        check("to = [['pdf']]", Err("`to` is a word, a number or a list of them"));
        check("to = 'pdf'\noutput = ", Err("warraq.toml:2:10: error[project-file]: string values must be quoted"));
        check("metadata = 3", Err("[metadata] is a table"));
        check(
            "[metadata]\nrights = 'عام'\ndate = 'أمس'",
            Err("warraq.toml:3:1: error[project-file]: `date = أمس` cannot be used"),
        );
        check(
            "[metadata]\ntitle = 'عنوان'",
            Err("warraq.toml:2:1: error[project-file]: `title` is no key of [metadata]"),
        );
        check(
            "[book]\n\nlang = '؟'",
            Err("warraq.toml:3:1: error[project-file]: `lang = ؟` cannot be used\n  3 | lang = '؟'\n  hint"),
        );
    }

    proptest! {
        /// Keys and values of all kinds, in any order, with signs of TOML among them: an answer, never a fault.
        #[test]
        fn any_text_is_read_or_refused(parts in vec(select(PIECES.to_vec()), 0..40), noise in ".{0,12}") {
            let text = parts.concat() + &noise;
            match Project::read(Path::new("warraq.toml"), &text) {
                Ok(project) => drop(project.check_reach()),
                Err(fault) => drop(fault.note(Path::new("warraq.toml"), text)),
            }
        }
    }

    const PIECES: [&str; 40] = [
        "inputs",
        "output",
        "page-size",
        "font-size",
        "margins",
        "quiet",
        "to",
        "report",
        "css",
        "jobs",
        "[metadata]\n",
        "[book]\n",
        "[[book.part]]\n",
        "title",
        "author",
        "date",
        "lang",
        "front",
        " = ",
        " = ",
        " = ",
        "'a.md'",
        "'A5'",
        "'../x'",
        "true",
        "12",
        "-1e9",
        "1979-05-27",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "\n",
        "\n",
        "\n",
        "\"",
        "'",
        "#",
        "عنوان",
    ];
}
