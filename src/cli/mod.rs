//! The command line: arguments and environment in, files, messages on standard error and an exit code out.
//!
//! It uses the library through its public names only.
//!
//! - What holds: `args` (grammar), `values` (their words), `project` (warraq.toml), `order` (both together),
//!   `settings`, `options` (of each format), `metadata`, `fonts`, `config` (`--print-config`)
//! - What is done: `run` (all of `build`), `work` (its pieces), `book` and `binding` (several sources in one), `feed`
//!   (`--jobs-from`), `inputs`, `outputs`, `template` (their names), `batch` (many sources), `build` (one), `split` (its
//!   articles), `memory` (`--skip-unchanged`), `watch`, `read`, `write`, `same` (one file by two names)
//! - What else there is: `begin` (`new`), `check`, `manual` (`man`), and here `fonts`, `completions`
//! - What is told: `render` (a diagnostic), `record` (as JSON), `tally` (sums), `console`, `screen` (all that
//!   is printed), `exit_code`

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
mod same;
mod screen;
mod settings;
mod split;
mod tally;
mod template;
mod values;
mod watch;
mod work;
mod write;

use std::backtrace::{Backtrace, BacktraceStatus};

use clap::{ArgMatches, FromArgMatches};
use warraq::diagnostic::{Code, Diagnostic};

use args::{Args, ColorChoice, Command, FontsArgs};
use console::Manner;
pub(crate) use exit_code::ExitCode;
use order::Order;
use render::Note;

/// Does what the arguments of the process ask for.
pub(crate) fn run() -> ExitCode {
    heap::keep_freed();
    std::panic::set_hook(Box::new(|panic| screen::error(&format!("{panic}\n{}", traced()))));
    command().unwrap_or_else(|message| {
        screen::error(&message);
        ExitCode::Usage
    })
}

/// The way to a fault of our own, where `RUST_BACKTRACE` asks for it.
fn traced() -> String {
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured { format!("{trace}\n") } else { String::new() }
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
            fonts.warnings.into_iter().for_each(|noticed| screen::error(&plain(noticed)));
            Ok(answered(screen::answer(&fonts::list(&fonts.value))))
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut args::grammar(), "warraq", &mut script);
            Ok(answered(screen::answer(&String::from_utf8_lossy(&script))))
        }
        Command::Man => Ok(answered(screen::answer(&String::from_utf8_lossy(&manual::page())))),
    }
}

/// How a command ends that does nothing but answer.
fn answered(written: Result<(), Diagnostic>) -> ExitCode {
    match written {
        Ok(()) => ExitCode::Done,
        Err(unwritten) => {
            screen::error(&Note::new(None, unwritten).human(None, false));
            ExitCode::InputFailed
        }
    }
}

/// Ends with what clap says of the arguments, which may be help, and names the variable that is to blame.
fn exit(error: &clap::Error) -> ! {
    if !error.use_stderr() {
        let written = error.print();
        let code = written.map_or_else(|cause| answered(write::told(&cause)), |()| ExitCode::Done);
        std::process::exit(code as i32);
    }
    let text = error.render().to_string();
    let (word, colored) = (format!("error[{}]:", Code::Usage), console::colored(ColorChoice::Auto));
    screen::error(&match text.strip_prefix("error:") {
        Some(rest) => screen::painted(&word, screen::RED, colored) + rest,
        None => text,
    });
    if let Some(name) = args::blamed(error) {
        screen::error(&format!("The value is that of the environment variable {name}.\n"));
    }
    std::process::exit(error.exit_code())
}

/// The arguments as values; what clap accepts fits them.
fn parsed(matches: &ArgMatches) -> Args {
    Args::from_arg_matches(matches).unwrap_or_else(|error| error.exit())
}
