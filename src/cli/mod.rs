//! The command line: arguments and environment in, files, messages on standard error and an exit code out.
//!
//! It uses the library through its public names only. One file per step: `args` (grammar) and `values` (their words),
//! `settings`, `inputs`, `outputs`, `build` (one source), `batch` (all of them), `write`, `render` and `console`.

mod args;
mod batch;
mod build;
mod console;
mod exit_code;
mod inputs;
mod outputs;
mod render;
mod settings;
mod values;
mod write;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Parser;
use warraq::diagnostic::Diagnostic;

use args::{Args, BuildArgs, Command};
use console::{Console, Verbosity};
pub(crate) use exit_code::ExitCode;
use outputs::Destination;
use settings::Settings;

/// Does what the arguments of the process ask for.
pub(crate) fn run() -> ExitCode {
    let Command::Build(args) = Args::parse().command;
    build_all(&args).unwrap_or_else(|wrong| {
        // Standard error may be closed; the exit code tells all the same.
        let _ = io::Write::write_all(&mut io::stderr(), render::render(None, None, &wrong).as_bytes());
        ExitCode::Usage
    })
}

/// `warraq build`. Everything that is wrong with the command line as a whole is found before the first file is made.
fn build_all(args: &BuildArgs) -> Result<ExitCode, Diagnostic> {
    let settings = Settings::new(args)?;
    let destination = Destination::new(args.output.as_deref(), &args.to)?;
    let jobs = destination.plan(inputs::collect(&args.inputs, args.from.map(Into::into)))?;
    let interrupted = stop_on_signal();
    let mut console = Console::new(io::stderr(), Verbosity::from(args));
    batch::run(&jobs, &settings, &interrupted, |report| console.report(report));
    Ok(console.finish(interrupted.load(Ordering::Relaxed)))
}

/// A flag that Ctrl-C and a request to end set: the books in hand are finished, no other is begun. A second request
/// ends the process at once; files are whole even then.
fn stop_on_signal() -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    let handler = move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(ExitCode::Interrupted as i32);
        }
    };
    // Without a handler a signal ends the process in the ordinary way, which harms no file either.
    let _ = ctrlc::set_handler(handler);
    interrupted
}
