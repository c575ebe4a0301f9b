//! The environment as a source of options: the grammar in, the grammar with a variable for each option out.
//!
//! The command line wins over the environment also where the two say different options that exclude each other.

use std::env;

use clap::builder::BoolishValueParser;
use clap::error::{ContextKind, ContextValue};
use clap::parser::ValueSource;
use clap::{ArgAction, CommandFactory};

use super::Args;

/// Options that exclude each other.
const RIVALS: [[&str; 2]; 6] = [
    ["quiet", "verbose"],
    ["output", "book"],
    ["split", "book"],
    ["jobs_from", "book"],
    ["jobs_from", "skip_unchanged"],
    ["jobs_from", "inputs"],
];

/// The whole grammar, with an environment variable for each option that takes part in a build.
pub(in crate::cli) fn grammar() -> clap::Command {
    // What is given matters only where something else could stand against it.
    let is_ours = |name: &str| name.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
    let has_variables = env::vars_os().any(|(name, _)| is_ours(&name.to_string_lossy()));
    let given = if has_variables { given() } else { Vec::new() };
    let of_files =
        |inputs: clap::Arg| inputs.help("Sources, folders to be searched for sources, or patterns such as 'a/*.md'");
    let watch = |watch: clap::Command| {
        let hide = |argument: clap::Arg| {
            let hidden = NOT_FOR_WATCH.contains(&argument.get_id().as_str());
            argument.hide(hidden)
        };
        watch.mut_args(|argument| with_variable(argument, &given)).mut_args(hide).mut_arg("inputs", of_files)
    };
    let with_variables = |build: clap::Command| build.mut_args(|argument| with_variable(argument, &given));
    let grammar = Args::command().mut_subcommand("build", with_variables);
    grammar.mut_subcommand("watch", watch)
}

/// Options that make no sense for `watch`, which is its own end.
pub(in crate::cli) const NOT_FOR_WATCH: [&str; 4] = ["skip_unchanged", "fail_on_warnings", "jobs_from", "print_config"];

/// The names of the options that the command line gives, whatever else is wrong with it.
pub(in crate::cli) fn given() -> Vec<String> {
    let matches = Args::command().ignore_errors(true).try_get_matches().unwrap_or_default();
    let Some(("build" | "watch", matches)) = matches.subcommand() else { return Vec::new() };
    let is_given = |id: &&str| matches.value_source(id) == Some(ValueSource::CommandLine);
    RIVALS.into_iter().flatten().filter(is_given).map(str::to_owned).collect()
}

/// Whether an option that the command line gives stands in the way of another, which only the environment or the
/// project says.
pub(in crate::cli) fn is_outdone(id: &str, given: &[String]) -> bool {
    let pairs = RIVALS.iter().filter(|pair| pair.contains(&id));
    pairs.flatten().any(|other| *other != id && given.iter().any(|name| name == other))
}

/// Gives an option its variable, unless that is empty. Flags take the words that people write in variables.
fn with_variable(argument: clap::Arg, given: &[String]) -> clap::Arg {
    let Some(name) = argument.get_long().map(variable) else {
        return argument;
    };
    if is_outdone(argument.get_id().as_str(), given) || env::var_os(&name).is_some_and(|value| value.is_empty()) {
        return argument;
    }
    let argument = argument.env(name).hide_env(true);
    match argument.get_action() {
        ArgAction::SetTrue => argument.value_parser(BoolishValueParser::new()),
        _ => argument,
    }
}

/// The variable that an error speaks of, where the command line does not give the option itself.
pub(in crate::cli) fn blamed(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else { return None };
    let long = option.split([' ', '=']).next()?;
    let name = variable(long.strip_prefix("--")?);
    let is_given = env::args().any(|argument| argument == long || argument.starts_with(&format!("{long}=")));
    (!is_given && env::var_os(&name).is_some()).then_some(name)
}

/// How all variables begin.
const PREFIX: &str = "WARRAQ_";

fn variable(long: &str) -> String {
    format!("{PREFIX}{}", long.to_uppercase().replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_outdoes_its_rivals() {
        let given = ["verbose".to_owned(), "book".to_owned()];
        assert!(["quiet", "output", "jobs_from"].iter().all(|id| is_outdone(id, &given)));
        assert!(["verbose", "book", "skip_unchanged"].iter().all(|id| !is_outdone(id, &given)));
    }
}
