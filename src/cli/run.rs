//! `warraq build`: settings, inputs and outputs brought together, and the batch done.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use clap::ArgMatches;
use clap::parser::ValueSource;
use warraq::diagnostic::Diagnostic;

use super::args::{BuildArgs, NOT_FOR_WATCH};
use super::batch;
use super::build::{self, Report};
use super::config;
use super::console::{Console, Manner};
use super::exit_code::ExitCode;
use super::feed;
use super::inputs::{self, Refused};
use super::memory::Memory;
use super::outputs::{Destination, Job};
use super::project::Project;
use super::settings::Settings;
use super::watch;
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
    let jobs = plan(args, &settings)?;
    let memory = args.run.skip_unchanged.then(|| Memory::open(&root(args, &jobs)));
    sweep_all(&jobs);
    console.expect(jobs.len());
    let alone = jobs.len() == 1;
    let work = |job: &Result<Job, Refused>| match job {
        Ok(job) => build::build(job, &settings, memory.as_ref(), alone),
        Err(refused) => Report::from(refused),
    };
    batch::run(jobs.iter(), workers.min(jobs.len()), &interrupted, work, |report| console.report(&report));
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
    watch::watch(args, &settings, manner, workers(args), &interrupted, || plan(args, &settings))
}

/// The sources and what is to be made of each.
fn plan(args: &BuildArgs, settings: &Settings) -> Result<Vec<Result<Job, Refused>>, Diagnostic> {
    if args.inputs.is_empty() {
        let hint = "give a file or a folder, - for standard input, or `inputs` in warraq.toml";
        return Err(Diagnostic::error(None, "no INPUT is given").with_hint(hint));
    }
    let is_stream = |path: &Path| path == Path::new(inputs::STREAM);
    let to_stream = args.inputs.iter().any(|path| is_stream(path)) && args.output.is_none();
    let output = if to_stream { Some(Path::new(inputs::STREAM)) } else { args.output.as_deref() };
    let destination = Destination::new(output, &args.to)?;
    let reads_stream = args.inputs.iter().any(|path| is_stream(path));
    let inputs = inputs::collect(&args.inputs, args.from);
    if reads_stream && args.from.is_none() {
        let hint = "say it with --from md or --from txt";
        return Err(Diagnostic::error(None, "the kind of standard input is not known").with_hint(hint));
    }
    if reads_stream && destination.needs_metadata() {
        let hint = "only {stem} can name the book of standard input";
        return Err(Diagnostic::error(None, "standard input has no title before it is read").with_hint(hint));
    }
    let mut jobs = destination.plan(inputs, |input| match destination.needs_metadata() {
        true => build::known(input, &settings.asked, settings),
        false => super::template::Known { stem: input.stem(), ..Default::default() },
    })?;
    if args.epub.kepub {
        jobs.iter_mut().flatten().try_for_each(|job| destination.name_for_kobo(&mut job.outputs))?;
    }
    Ok(jobs)
}

/// The folder that keeps the journal of the run.
fn root(args: &BuildArgs, jobs: &[Result<Job, Refused>]) -> std::path::PathBuf {
    let destination = Destination::new(args.output.as_deref(), &args.to);
    let first = || jobs.iter().flatten().find_map(|job| job.outputs.first()?.path.parent().map(Path::to_owned));
    destination.map(|destination| destination.root()).ok().or_else(first).unwrap_or_default()
}

/// Clears the folders of results of what killed runs left.
fn sweep_all(jobs: &[Result<Job, Refused>]) {
    let outputs = jobs.iter().flatten().flat_map(|job| &job.outputs);
    let folders: std::collections::BTreeSet<_> = outputs.filter_map(|output| output.path.parent()).collect();
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
