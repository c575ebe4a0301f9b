//! `--print-config`: the options that hold, as a project file would say them, each with where it is from.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};

use super::args;
use super::build;
use super::order::Order;
use super::project::{BookTable, Project};
use super::screen;
use super::settings::{self, Settings};
use super::work::{self, Work};

/// What holds where nothing is said; options that are not here are left to the sources.
const DEFAULTS: [(&str, &str); 9] = [
    ("output", "\"out/\""),
    ("page_size", "\"A4\""),
    ("font", "\"Amiri\""),
    ("justify", "\"space\""),
    ("notes", "\"foot\""),
    ("chapters", "\"continue\""),
    ("verse_numbers", "\"none\""),
    ("digits", "\"as-written\""),
    ("mend", "[\"all\"]"),
];
/// Options that say what to do with a configuration, and are no part of it.
const NOT_SHOWN: [&str; 4] = ["project", "print_config", "metadata", "help"];
/// Options that are shown where they are given, and are no part of a project file.
const ASIDE: [&str; 2] = ["book", "jobs_from"];

/// What the front matter of the source says, where there is but one.
#[derive(Default)]
struct Own {
    name: String,
    /// Words by the name that the grammar knows an option by.
    said: BTreeMap<String, Vec<String>>,
    header: BTreeMap<String, String>,
}

/// The configuration as text; it can be saved as `warraq.toml`, but for title, author, language and day. A source that
/// is named alone is read, since its front matter says what holds too.
pub(super) fn show(order: &Order, settings: &Settings) -> String {
    let Order { matches, project, .. } = order;
    let own = of_source(order, settings).unwrap_or_default();
    let mut text = String::new();
    let grammar = args::grammar();
    let arguments = grammar.find_subcommand("build").into_iter().flat_map(clap::Command::get_arguments);
    for argument in arguments.filter(|argument| !NOT_SHOWN.contains(&argument.get_id().as_str())) {
        text += &match line(argument, matches, project, &own) {
            Some(line) if ASIDE.contains(&argument.get_id().as_str()) => format!("# {line}\n"),
            Some(line) => format!("{line}\n"),
            None if ASIDE.contains(&argument.get_id().as_str()) => String::new(),
            None if argument.get_id() == "font_size" => {
                let style = settings.stylesheet(&settings.asked, &own.header).value;
                format!("font-size = {}  # default\n", style.font_size.0)
            }
            None => format!("{}\n", unsaid(argument)),
        };
    }
    if let Some(book) = &project.book {
        text += &book_table(book, &project.path);
    }
    text + &metadata_table(matches, project)
}

/// What is said of an option, and where.
fn line(argument: &Arg, matches: &ArgMatches, project: &Project, own: &Own) -> Option<String> {
    let id = argument.get_id().as_str();
    let source = matches.value_source(id);
    let asked = source.is_some_and(|source| matches!(source, ValueSource::CommandLine | ValueSource::EnvVariable));
    let (words, origin) = match own.said.get(id).filter(|_| !asked) {
        Some(words) => (words.clone(), own.name.clone()),
        None => (raw(matches, id), origin(source?, id, project)),
    };
    let is_list = argument.get_action().takes_values() && matches!(argument.get_action(), ArgAction::Append);
    let value = if is_list { format!("[{}]", quoted(&words)) } else { quoted(&words) };
    (!words.is_empty()).then(|| format!("{} = {value}  # {origin}", id.replace('_', "-")))
}

/// What the one source says of options; `None` where there are others, or it cannot be read.
fn of_source(order: &Order, settings: &Settings) -> Option<Own> {
    let work = work::plan(order, settings).ok()?;
    let [Work::Source(Ok(job))] = work.as_slice() else { return None };
    if job.input.is_stream() {
        return None;
    }
    let reading = build::read(&job.input, &settings.asked, &settings.metadata, settings).ok()?;
    let metadata = reading.contents.ok()?.value.metadata().clone();
    let mut said: BTreeMap<String, Vec<String>> = settings::look_of(&metadata.extra)
        .map(|(key, word)| {
            (if key == "cover-page" { "cover".into() } else { key.replace('-', "_") }, vec![word.into()])
        })
        .collect();
    said.insert("title".into(), vec![metadata.title]);
    said.insert("author".into(), metadata.authors);
    said.insert("lang".into(), vec![metadata.lang.0]);
    said.insert("date".into(), metadata.date.map(|date| date.iso()).into_iter().collect());
    Some(Own { name: screen::printable(&job.input.name()), said, header: metadata.extra })
}

/// Metadata: that of the command line, then what the project says of all sources.
fn metadata_table(matches: &ArgMatches, project: &Project) -> String {
    let given = raw(matches, "metadata");
    if given.is_empty() && project.metadata.is_empty() {
        return String::new();
    }
    let mut text = "\n[metadata]\n".to_owned();
    let pairs: BTreeMap<&str, &str> = given.iter().filter_map(|pair| pair.split_once('=')).collect();
    let source =
        matches.value_source("metadata").map_or_else(String::new, |source| origin(source, "metadata", project));
    for (key, word) in &pairs {
        let _ = writeln!(text, "{} = {}  # {source}", quote(key.trim()), quote(word.trim()));
    }
    for (key, words) in project.metadata.iter().filter(|(key, _)| !pairs.contains_key(key.as_str())) {
        let _ = writeln!(text, "{} = [{}]  # {}", quote(key), quoted(words), project.path.display());
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
pub(super) fn raw(matches: &ArgMatches, id: &str) -> Vec<String> {
    let words = matches.try_get_raw(id).ok().flatten().into_iter().flatten();
    words.map(|word| word.to_string_lossy().into_owned()).collect()
}

/// What holds of an option that nobody speaks of, in the words of its help where it is no value.
fn unsaid(argument: &Arg) -> String {
    let id = argument.get_id().as_str();
    let key = id.replace('_', "-");
    if let Some((_, value)) = DEFAULTS.iter().find(|(name, _)| *name == id) {
        return format!("{key} = {value}  # default");
    }
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    match help.split_once("[default: ").and_then(|(_, default)| default.strip_suffix(']')) {
        Some(default) => format!("# {key} is not set: {}", default.split_whitespace().collect::<Vec<_>>().join(" ")),
        None => format!("# {key} is not set"),
    }
}

fn origin(source: ValueSource, id: &str, project: &Project) -> String {
    match source {
        ValueSource::CommandLine => "command line".into(),
        ValueSource::EnvVariable => format!("environment, WARRAQ_{}", id.to_uppercase()),
        _ if project.options.contains_key(id) => screen::name(&project.path),
        _ => "default".into(),
    }
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(", ")
}

/// A word as a value of TOML: truth and numbers bare, all else as a basic string (TOML 1.0, String).
fn quote(word: &str) -> String {
    let is_number = word.parse::<u32>().is_ok_and(|number| number.to_string() == word);
    if word == "true" || word == "false" || is_number {
        return word.to_owned();
    }
    let mut text = String::from("\"");
    for character in word.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            steering if screen::is_steering(steering) => {
                let _ = write!(text, "\\u{:04X}", u32::from(steering));
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
        assert_eq!(quote("007"), "\"007\"");
        assert_eq!(quote("خط \"النسخ\"\\\n"), "\"خط \\\"النسخ\\\"\\\\\\u000A\"");
    }
}
