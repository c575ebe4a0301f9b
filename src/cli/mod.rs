//! The command line: arguments and environment in, files, messages on standard error and an exit code out.
//!
//! It uses the library through its public names only.
//!
//! - What holds: `args` (grammar), `values` (their words), `project` (warraq.toml), `settings`, `options` (of each
//!   format), `metadata`, `fonts`, `config` (`--print-config`)
//! - What is done: `run` (all of `build`), `work` (its pieces), `book` and `binding` (several sources in one), `feed`
//!   (`--jobs-from`), `inputs`, `outputs`, `template` (their names), `batch` (many sources), `build` (one), `memory`
//!   (`--skip-unchanged`), `watch`, `write`
//! - What else there is: `begin` (`new`), `check`, and here `fonts`, `completions`, `man`
//! - What is told: `render` (a diagnostic), `record` (as JSON), `tally` (sums), `console`, `exit_code`

mod args;
mod batch;
mod begin;
mod binding;
mod book;
mod build;
mod check;
mod config;
mod console;
mod exit_code;
mod feed;
mod fonts;
mod inputs;
mod memory;
mod metadata;
mod options;
mod outputs;
mod project;
mod record;
mod render;
mod run;
mod settings;
mod tally;
mod template;
mod values;
mod watch;
mod work;
mod write;

use std::io::{self, Write};

use clap::{ArgMatches, FromArgMatches};
use warraq::diagnostic::Diagnostic;

use args::{Args, Command, FontsArgs};
use console::Manner;
pub(crate) use exit_code::ExitCode;
use project::Project;

/// Does what the arguments of the process ask for.
pub(crate) fn run() -> ExitCode {
    command().unwrap_or_else(|message| {
        // Standard error may be closed; the exit code tells all the same.
        let _ = io::stderr().write_all(message.as_bytes());
        ExitCode::Usage
    })
}

/// The error is what to tell of wrong usage.
fn command() -> Result<ExitCode, String> {
    let matches = args::grammar().get_matches();
    let plain = |diagnostic: Diagnostic| render::Note::new(None, diagnostic).human(None, false);
    match parsed(&matches).command {
        Command::Build(first) | Command::Watch(first) => {
            let project = Project::load(first.run.project.as_deref()).map_err(plain)?;
            let matches = project.with_defaults(args::grammar()).get_matches();
            let (Command::Build(build) | Command::Watch(build)) = parsed(&matches).command else {
                return Ok(ExitCode::Usage);
            };
            let manner = Manner::new(&build.tell, &build.run);
            let Some((name, options)) = matches.subcommand() else { return Ok(ExitCode::Usage) };
            let work = if name == "watch" { run::watch } else { run::build };
            work(&build, options, &project, manner).map_err(|wrong| manner.wrong(wrong))
        }
        Command::Check(books) => Ok(check::check_all(&books)),
        Command::New(new) => begin::begin(&new.path, new.project).map_err(plain),
        Command::Fonts(FontsArgs { font_path }) => {
            fonts::load(&font_path).and_then(|fonts| print(fonts::list(&fonts).as_bytes())).map_err(plain)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut args::grammar(), "warraq", &mut script);
            print(&script).map_err(plain)
        }
        Command::Man => print(&manual()).map_err(plain),
    }
}

/// The manual page, with a section for each command.
fn manual() -> Vec<u8> {
    let mut page = Vec::new();
    let mut grammar = args::grammar();
    grammar.build();
    let (man, commands) = (clap_mangen::Man::new(grammar.clone()), grammar.get_subcommands());
    // Writing to memory does not fail.
    let _ = man.render(&mut page);
    for command in commands.filter(|command| command.get_name() != "help") {
        let man = clap_mangen::Man::new(command.clone());
        let _ = writeln!(page, ".SH \"WARRAQ {}\"", command.get_name().to_uppercase());
        let _ = man.render_description_section(&mut page).and_then(|()| man.render_options_section(&mut page));
    }
    page
}

fn print(text: &[u8]) -> Result<ExitCode, Diagnostic> {
    write::write_whole(std::path::Path::new(inputs::STREAM), text).map(|()| ExitCode::Done)
}

/// The arguments as values; what clap accepts fits them.
fn parsed(matches: &ArgMatches) -> Args {
    Args::from_arg_matches(matches).unwrap_or_else(|error| error.exit())
}
