//! The command line: arguments and environment in, files, messages on standard error and an exit code out.
//!
//! It uses the library through its public names only.
//!
//! - What holds: `args` (grammar), `values` (their words), `project` (warraq.toml), `order` (both together),
//!   `settings`, `options` (of each format), `metadata`, `fonts`, `config` (`--print-config`)
//! - What is done: `run` (all of `build`), `work` (its pieces), `book` and `binding` (several sources in one), `feed`
//!   (`--jobs-from`), `inputs`, `outputs`, `template` (their names), `batch` (many sources), `build` (one), `split` (its
//!   articles), `memory` (`--skip-unchanged`), `watch`, `read`, `write`
//! - What else there is: `begin` (`new`), `check`, `manual` (`man`), and here `fonts`, `completions`
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
mod heap;
mod inputs;
mod manual;
mod memory;
mod metadata;
mod options;
mod order;
mod outputs;
mod project;
mod read;
mod record;
mod render;
mod run;
mod settings;
mod split;
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
use order::Order;
use render::Note;

/// Does what the arguments of the process ask for.
pub(crate) fn run() -> ExitCode {
    heap::keep_freed();
    command().unwrap_or_else(|message| {
        // Standard error may be closed; the exit code tells all the same.
        let _ = io::stderr().write_all(message.as_bytes());
        ExitCode::Usage
    })
}

/// The error is what to tell of wrong usage.
fn command() -> Result<ExitCode, String> {
    let matches = args::grammar().try_get_matches().unwrap_or_else(|error| exit(&error));
    let plain = |diagnostic: Diagnostic| Note::new(None, diagnostic).human(None, false);
    match parsed(&matches).command {
        Command::Build(first) => {
            let manner = Manner::new(&first.tell, &first.run);
            let order = Order::read(&matches, first.run.project.as_deref()).map_err(|wrong| manner.wrong(&wrong))?;
            run::build(&order).map_err(|wrong| order.manner().wrong(&wrong))
        }
        Command::Watch(first) => {
            let manner = Manner::new(&first.tell, &first.run);
            watch::watch(|| Order::read(&matches, first.run.project.as_deref())).map_err(|wrong| manner.wrong(&wrong))
        }
        Command::Check(books) => Ok(check::check_all(&books)),
        Command::New(new) => begin::begin(&new.path, new.project).map_err(plain),
        Command::Fonts(FontsArgs { font_path }) => {
            let fonts = fonts::load(&font_path).map_err(plain)?;
            // Whoever asked may not listen to warnings; the list is told all the same.
            let _ =
                fonts.warnings.into_iter().try_for_each(|noticed| io::stderr().write_all(plain(noticed).as_bytes()));
            print(fonts::list(&fonts.value).as_bytes()).map_err(plain)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut args::grammar(), "warraq", &mut script);
            print(&script).map_err(plain)
        }
        Command::Man => print(&manual::page()).map_err(plain),
    }
}

fn print(text: &[u8]) -> Result<ExitCode, Diagnostic> {
    write::write_whole(std::path::Path::new(inputs::STREAM), text).map(|()| ExitCode::Done)
}

/// Ends with what clap says of the arguments, which may be help, and names the variable that is to blame.
fn exit(error: &clap::Error) -> ! {
    // Whoever asked may not listen any more; the exit code tells all the same.
    let _ = error.print();
    if let Some(name) = args::blamed(error) {
        let _ = writeln!(io::stderr(), "The value is that of the environment variable {name}.");
    }
    std::process::exit(error.exit_code())
}

/// The arguments as values; what clap accepts fits them.
fn parsed(matches: &ArgMatches) -> Args {
    Args::from_arg_matches(matches).unwrap_or_else(|error| error.exit())
}
