//! `warraq build`: settings, inputs and outputs brought together, and the batch done.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use clap::ArgMatches;
use clap::parser::ValueSource;
use warraq::diagnostic::Diagnostic;

use super::args::{BuildArgs, NOT_FOR_WATCH};
use super::batch;
use super::config;
use super::console::{Console, Manner};
use super::exit_code::ExitCode;
use super::feed;
use super::inputs;
use super::memory::Memory;
use super::outputs::Destination;
use super::project::Project;
use super::settings::Settings;
use super::watch;
use super::work::{self, Work};
use super::write::{sweep, write_whole};

/// Does what the options ask for. Everything that is wrong with the command line as a whole is found before the first
/// file is made.
pub(super) fn build(
    args: &BuildArgs,
    matches: &ArgMatches,
    project: &Project,
    manner: Manner,
) -> Result<ExitCode, Diagnostic> {
    let settings = Settings::new(args, matches, project)?;
    if args.run.print_config {
        write_whole(Path::new(inputs::STREAM), config::show(matches, project).as_bytes())?;
        return Ok(ExitCode::Done);
    }
    let interrupted = stop_on_signal();
    let mut console = Console::new(io::stderr(), manner, args.tell.report.as_deref())?;
    let workers = workers(args);
    if let Some(file) = &args.run.jobs_from {
        return feed::run(file, args, &settings, workers, &interrupted, console);
    }
    let jobs = work::plan(args, matches, project, &settings)?;
    let memory = args.run.skip_unchanged.then(|| Memory::open(&root(args, &jobs)));
    sweep_all(&jobs);
    console.expect(jobs.len());
    let alone = jobs.len() == 1;
    let build = |work: &Work| work.build(&settings, memory.as_ref(), alone, workers);
    batch::run(jobs.iter(), workers.min(jobs.len()), &interrupted, build, |report| console.report(&report));
    Ok(console.finish(interrupted.load(Ordering::Relaxed)))
}

/// `warraq watch`: the same, again and again.
pub(super) fn watch(
    args: &BuildArgs,
    matches: &ArgMatches,
    project: &Project,
    manner: Manner,
) -> Result<ExitCode, Diagnostic> {
    let given = |id: &&&str| matches.value_source(id).is_some_and(|source| source == ValueSource::CommandLine);
    if let Some(option) = NOT_FOR_WATCH.iter().find(given) {
        return Err(Diagnostic::error(None, format!("--{} is not for watch", option.replace('_', "-"))));
    }
    if args.inputs.iter().any(|path| path == Path::new(inputs::STREAM)) {
        return Err(Diagnostic::error(None, "standard input cannot be watched").with_hint("give files and folders"));
    }
    let settings = Settings::new(args, matches, project)?;
    let interrupted = stop_on_signal();
    watch::watch(args, &settings, manner, workers(args), &interrupted, || work::plan(args, matches, project, &settings))
}

/// The folder that keeps the journal of the run.
fn root(args: &BuildArgs, work: &[Work]) -> PathBuf {
    let parent = |work: &Work| work.outputs().first().and_then(|output| output.path.parent()).map(Path::to_owned);
    match (work, Destination::new(args.output.as_deref(), &args.to)) {
        ([Work::Book(_)], _) | (_, Err(_)) => work.iter().find_map(parent).unwrap_or_default(),
        (_, Ok(destination)) => destination.root(),
    }
}

/// Clears the folders of results of what killed runs left.
fn sweep_all(work: &[Work]) {
    let outputs = work.iter().flat_map(Work::outputs);
    let folders: BTreeSet<_> = outputs.filter_map(|output| output.path.parent()).collect();
    folders.into_iter().for_each(sweep);
}

/// How many sources are in work at one time.
fn workers(args: &BuildArgs) -> usize {
    let cores = || thread::available_parallelism().map_or(1, std::num::NonZero::get);
    args.run.jobs.map_or_else(cores, usize::from)
}

/// A flag that Ctrl-C and a request to end set: the books in hand are finished, no other is begun. A second request
/// ends the process at once; files are whole even then.
pub(super) fn stop_on_signal() -> Arc<AtomicBool> {
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
