//! `warraq build`: settings, inputs and outputs brought together, and the batch done.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use warraq::diagnostic::Diagnostic;

use super::args::BuildArgs;
use super::batch::Workers;
use super::config;
use super::console::Console;
use super::exit_code::ExitCode;
use super::feed;
use super::inputs;
use super::memory::Memory;
use super::order::Order;
use super::outputs::Destination;
use super::render::Note;
use super::screen;
use super::settings::Settings;
use super::work::{self, Work};
use super::write::sweep;

/// Does what is asked for. Everything that is wrong with the command line as a whole is found before the first file is
/// made.
pub(super) fn build(order: &Order) -> Result<ExitCode, Box<Note>> {
    let args = &order.args;
    let settings = Settings::new(order)?;
    if args.run.print_config {
        return Ok(super::answered(screen::answer(&config::show(order, &settings))));
    }
    // What is read from standard input may never come: there is nothing to be finished then.
    let reads_stream = args.inputs.iter().any(|path| path == Path::new(inputs::STREAM));
    let interrupted = stop_on_signal(reads_stream);
    let console = || {
        let mut console = Console::new(io::stderr(), order.manner(), args.tell.report.as_deref())?;
        console.announce(&settings.noticed);
        Ok::<_, Diagnostic>(console)
    };
    let workers = Workers::new(args.run.jobs)?;
    if let Some(file) = &args.run.jobs_from {
        work::spare_files(order)?;
        return Ok(feed::run(file, args, &settings, &workers, &interrupted, console()?)?);
    }
    let jobs = work::plan(order, &settings)?;
    work::spare(order, &jobs)?;
    let mut console = console()?;
    let memory = args.run.skip_unchanged.then(|| Memory::open(&root(args, &jobs)));
    sweep_all(&jobs);
    console.expect(jobs.len());
    let build = |work: &Work| work.build(&settings, memory.as_ref());
    workers.run(jobs.iter(), &interrupted, build, |report| console.report(&report));
    Ok(console.finish(interrupted.load(Ordering::Relaxed)))
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

/// A flag that Ctrl-C and a request to end set: the books in hand are finished, no other is begun. A second request
/// ends the process `at_once`, as the first does where that is wanted; files are whole even then.
pub(super) fn stop_on_signal(at_once: bool) -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    let handler = move || {
        if flag.swap(true, Ordering::Relaxed) || at_once {
            std::process::exit(ExitCode::Interrupted as i32);
        }
    };
    // Without a handler a signal ends the process in the ordinary way, which harms no file either.
    let _ = ctrlc::set_handler(handler);
    interrupted
}
