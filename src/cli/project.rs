//! The project file, `warraq.toml`: a file in, defaults for options and metadata out.
//!
//! At the top level it has the long options of `build` as keys, and `inputs`; `[metadata]` holds what sources leave
//! unsaid, `[book]` what is bound into one book. Its values are given to the grammar as defaults, so that the command
//! line and the environment win over them and clap checks them like any other. Paths count from the file's own folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};
use warraq::diagnostic::Diagnostic;

use super::args;
pub(super) use book::{BookTable, PartTable};

mod book;

/// The project file of a folder.
pub(super) const FILE_NAME: &str = "warraq.toml";
/// Options whose values are paths.
const PATHS: [&str; 7] = ["inputs", "output", "font_path", "resource_path", "css", "report", "jobs_from"];
/// Options that make no sense for a whole project.
const NOT_FOR_PROJECTS: [&str; 7] = ["book", "project", "print_config", "title", "author", "lang", "date"];

/// What a project file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Project {
    /// The file, for messages.
    pub(super) path: PathBuf,
    /// Words of each option, by the name the grammar knows it by.
    pub(super) options: BTreeMap<String, Vec<String>>,
    /// What is bound into one book.
    pub(super) book: Option<BookTable>,
    /// Metadata for sources that do not say it themselves.
    pub(super) metadata: BTreeMap<String, Vec<String>>,
}

impl Project {
    /// Reads the given file, else that of the current folder, else nothing.
    pub(super) fn load(given: Option<&Path>) -> Result<Project, Diagnostic> {
        let path = given.unwrap_or(Path::new(FILE_NAME));
        if given.is_none() && !path.exists() {
            return Ok(Project::default());
        }
        let wrong = |message: String| Diagnostic::error(None, format!("{}: {message}", path.display()));
        let text = fs::read_to_string(path).map_err(|cause| wrong(format!("cannot be read: {cause}")))?;
        let project = Project::read(path, &text).map_err(wrong)?;
        project.check().map_err(wrong)?;
        Ok(project)
    }

    fn read(path: &Path, text: &str) -> Result<Project, String> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| error.to_string().trim_end().to_owned())?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut project = Project { path: path.into(), ..Project::default() };
        for (key, value) in table {
            if key == "book" {
                project.book = Some(BookTable::read(value, folder)?);
                continue;
            }
            if key == "metadata" {
                let Value::Table(entries) = value else {
                    return Err("[metadata] is a table of keys and values".into());
                };
                project.metadata = entries
                    .into_iter()
                    .map(|(key, value)| Ok((key.clone(), words(&key, value)?)))
                    .collect::<Result<_, String>>()?;
                continue;
            }
            let id = key.replace('-', "_");
            let mut words = words(&key, value)?;
            if PATHS.contains(&id.as_str()) {
                words.iter_mut().filter(|word| *word != "-").for_each(|word| *word = below(folder, word));
            }
            project.options.insert(id, words);
        }
        Ok(project)
    }

    /// Finds keys that are unknown and values that cannot be.
    fn check(&self) -> Result<(), String> {
        let grammar = args::grammar();
        let build = grammar.find_subcommand("build").ok_or("no build")?;
        for (id, words) in &self.options {
            let known = build.get_arguments().find(|argument| argument.get_id() == id.as_str());
            let Some(argument) = known.filter(|_| !NOT_FOR_PROJECTS.contains(&id.as_str())) else {
                return Err(format!("unknown key `{}`", id.replace('_', "-")));
            };
            let long = argument.get_long().map(|long| format!("--{long}"));
            let mut line = vec!["warraq".to_owned(), "build".to_owned()];
            match (long, argument.get_action().takes_values()) {
                (Some(long), true) => line.extend(words.iter().map(|word| format!("{long}={word}"))),
                (Some(_), false) if !matches!(words.as_slice(), [word] if word == "true" || word == "false") => {
                    return Err(format!("`{}` is true or false", id.replace('_', "-")));
                }
                _ => continue,
            }
            if let Err(error) = args::grammar().try_get_matches_from(line) {
                let text = error.render().to_string();
                return Err(text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned());
            }
        }
        Ok(())
    }

    /// The grammar with this project's values as defaults.
    pub(super) fn with_defaults(&self, grammar: clap::Command) -> clap::Command {
        let defaults = |command: clap::Command| {
            command.mut_args(|argument| match self.options.get(argument.get_id().as_str()) {
                Some(words) => argument.default_values(words.clone()),
                None => argument,
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
    use super::*;

    fn check(text: &str, expected: Result<&[(&str, &[&str])], &str>) {
        let read = Project::read(Path::new("كتب/warraq.toml"), text)
            .and_then(|project| project.check().map(|()| project.options));
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
        check("page-sise = 'A5'", Err("unknown key `page-sise`"));
        check("title = 'عنوان'", Err("unknown key `title`"));
        check("page-size = 'B9'", Err("invalid value 'B9' for '--page-size <SIZE>'"));
        check("quiet = 'very'", Err("`quiet` is true or false"));
        check("to = [['pdf']]", Err("`to` is a word, a number or a list of them"));
        check("output = ", Err("TOML parse error at line 1"));
        check("metadata = 3", Err("[metadata] is a table"));
    }
}
