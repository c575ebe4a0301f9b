//! `--print-config`: the options that hold, as a project file would say them, each with where it is from.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::args;
use super::project::{BookTable, Project};

/// What holds where nothing is said; options that are not here are left to the sources.
const DEFAULTS: [(&str, &str); 10] = [
    ("output", "\"out/\""),
    ("page_size", "\"A4\""),
    ("font", "\"Amiri\""),
    ("font_size", "14"),
    ("justify", "\"space\""),
    ("notes", "\"foot\""),
    ("chapters", "\"continue\""),
    ("verse_numbers", "\"none\""),
    ("digits", "\"as-written\""),
    ("mend", "[\"all\"]"),
];
/// Options that say what to do with a configuration, and are no part of it.
const NOT_SHOWN: [&str; 5] = ["project", "print_config", "jobs_from", "book", "help"];

/// The configuration as text; it can be saved as `warraq.toml`, but for title, author, language and day.
pub(super) fn show(matches: &ArgMatches, project: &Project) -> String {
    let mut text = String::new();
    let grammar = args::grammar();
    let arguments = grammar.find_subcommand("build").into_iter().flat_map(clap::Command::get_arguments);
    for argument in arguments.filter(|argument| !NOT_SHOWN.contains(&argument.get_id().as_str())) {
        let id = argument.get_id().as_str();
        let key = id.replace('_', "-");
        let source = matches.value_source(id);
        let words = raw(matches, id);
        let is_list = argument.get_action().takes_values() && matches!(argument.get_action(), clap::ArgAction::Append);
        let line = match (source, words.as_slice()) {
            (None, _) | (_, []) => unsaid(id, &key),
            (Some(source), words) => {
                let value = if is_list { format!("[{}]", quoted(words)) } else { quoted(words) };
                format!("{key} = {value}  # {}", origin(source, id, project))
            }
        };
        let _ = writeln!(text, "{line}");
    }
    if let Some(book) = &project.book {
        text += &book_table(book, &project.path);
    }
    if !project.metadata.is_empty() {
        let _ = writeln!(text, "\n[metadata]  # {}", project.path.display());
        for (key, words) in &project.metadata {
            let _ = writeln!(text, "{} = [{}]", quote(key), quoted(words));
        }
    }
    text
}

/// The table of the book, as the project file has it; paths are those that the command uses.
fn book_table(book: &BookTable, file: &Path) -> String {
    let paths = |paths: &[PathBuf]| quoted(&paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>());
    let mut text = format!("\n[book]  # {}\n", file.display());
    if let Some(output) = &book.output {
        let _ = writeln!(text, "output = {}", quote(&output.display().to_string()));
    }
    for (key, words) in &book.metadata {
        let _ = writeln!(text, "{} = [{}]", quote(key), quoted(words));
    }
    let untitled = book.parts.iter().find(|part| part.title.is_none()).map(|part| &part.inputs);
    for (key, list) in [("front", Some(&book.front)), ("inputs", untitled), ("back", Some(&book.back))] {
        if let Some(list) = list.filter(|list| !list.is_empty()) {
            let _ = writeln!(text, "{key} = [{}]", paths(list));
        }
    }
    for part in &book.parts {
        if let Some(title) = &part.title {
            let _ = writeln!(text, "\n[[book.part]]\ntitle = {}\ninputs = [{}]", quote(title), paths(&part.inputs));
        }
    }
    text
}

/// The words of an option as they were given.
fn raw(matches: &ArgMatches, id: &str) -> Vec<String> {
    let words = matches.try_get_raw(id).ok().flatten().into_iter().flatten();
    words.map(|word| word.to_string_lossy().into_owned()).collect()
}

fn unsaid(id: &str, key: &str) -> String {
    match DEFAULTS.iter().find(|(name, _)| *name == id) {
        Some((_, value)) => format!("{key} = {value}  # default"),
        None => format!("# {key} is not set"),
    }
}

fn origin(source: ValueSource, id: &str, project: &Project) -> String {
    match source {
        ValueSource::CommandLine => "command line".into(),
        ValueSource::EnvVariable => format!("environment, WARRAQ_{}", id.to_uppercase()),
        _ if project.options.contains_key(id) => project.path.display().to_string(),
        _ => "default".into(),
    }
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(", ")
}

/// A word as a value of TOML: truth and numbers bare, all else as a basic string (TOML 1.0, String).
fn quote(word: &str) -> String {
    if word == "true" || word == "false" || word.parse::<u32>().is_ok() {
        return word.to_owned();
    }
    let mut text = String::from("\"");
    for character in word.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            control if control.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(control));
            }
            other => text.push(other),
        }
    }
    text + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_values_of_toml() {
        assert_eq!(quote("true"), "true");
        assert_eq!(quote("14"), "14");
        assert_eq!(quote("خط \"النسخ\"\\\n"), "\"خط \\\"النسخ\\\"\\\\\\u000A\"");
    }
}
