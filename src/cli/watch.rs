//! `warraq watch`: builds, then builds again whatever is saved, until it is interrupted.
//!
//! In: the changes that the system tells of. Out: the same as `build`, for the sources concerned: a source that changed
//! itself, or all sources whose folder holds the file that changed (pictures). A source that is broken for the moment
//! is told of like any other; the books of its last good state stay.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use warraq::diagnostic::Diagnostic;

use super::args::BuildArgs;
use super::batch;
use super::console::{Console, Manner};
use super::exit_code::ExitCode;
use super::settings::Settings;
use super::work::{self, Work};

/// Editors save in several steps; what comes within this time of the first is one save.
const SETTLING: Duration = Duration::from_millis(15);
/// How often an interruption is looked for.
const HEARTBEAT: Duration = Duration::from_millis(100);

/// Builds `plan`'s jobs once, then again as they change.
pub(super) fn watch(
    args: &BuildArgs,
    settings: &Settings,
    manner: Manner,
    workers: usize,
    interrupted: &AtomicBool,
    plan: impl Fn() -> Result<Vec<Work>, Diagnostic>,
) -> Result<ExitCode, Diagnostic> {
    let (sender, changes) = mpsc::channel();
    let refused = |cause: notify::Error| Diagnostic::error(None, format!("changes cannot be watched: {cause}"));
    let mut watcher = notify::recommended_watcher(move |event| drop(sender.send(event))).map_err(refused)?;
    let first = plan()?;
    for folder in folders(&work::paths(args, &first)) {
        begin(&mut watcher, &folder).map_err(refused)?;
    }
    let build_all = |pieces: &[Work]| {
        let console = Console::new(io::stderr(), manner, args.tell.report.as_deref());
        let Ok(mut console) = console else { return };
        let alone = pieces.len() == 1;
        let build = |work: &Work| work.build(settings, None, alone, workers);
        batch::run(pieces.iter(), workers.min(pieces.len()), interrupted, build, |report| console.report(&report));
        console.finish(interrupted.load(Ordering::Relaxed));
    };
    build_all(&first);
    while !interrupted.load(Ordering::Relaxed) {
        let changed = next_changes(&changes);
        if changed.is_empty() {
            continue;
        }
        // Two sources of one name may come and go while files are moved; that is told when it lasts.
        let Ok(work) = plan() else { continue };
        let concerned = concerned(work, &changed);
        if !concerned.is_empty() {
            build_all(&concerned);
        }
    }
    Ok(ExitCode::Interrupted)
}

/// What is to be made again after changes; the books that were just made are none.
fn concerned(work: Vec<Work>, changed: &BTreeSet<PathBuf>) -> Vec<Work> {
    let outputs: BTreeSet<PathBuf> = work.iter().flat_map(Work::outputs).map(|output| absolute(&output.path)).collect();
    let changed: BTreeSet<PathBuf> = changed.difference(&outputs).cloned().collect();
    work.into_iter().filter(|work| concerns(work, &changed)).collect()
}

fn begin(watcher: &mut RecommendedWatcher, folder: &Path) -> notify::Result<()> {
    watcher.watch(folder, RecursiveMode::Recursive)
}

/// The folders that hold the inputs, none below another.
fn folders(inputs: &[PathBuf]) -> Vec<PathBuf> {
    let folder = |path: &PathBuf| {
        let path = absolute(path);
        if path.is_dir() { path } else { path.parent().map(Path::to_owned).unwrap_or(path) }
    };
    let sorted: BTreeSet<PathBuf> = inputs.iter().map(folder).collect();
    let mut kept: Vec<PathBuf> = Vec::new();
    for folder in sorted {
        if !kept.iter().any(|other| folder.starts_with(other)) {
            kept.push(folder);
        }
    }
    kept
}

/// Files that changed since the last time; nothing after a heartbeat without changes.
fn next_changes(changes: &Receiver<notify::Result<Event>>) -> BTreeSet<PathBuf> {
    let mut changed = BTreeSet::new();
    let mut patience = HEARTBEAT;
    loop {
        match changes.recv_timeout(patience) {
            Ok(Ok(event)) if !event.kind.is_access() => {
                changed.extend(event.paths);
                patience = SETTLING;
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return changed,
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(HEARTBEAT);
                return changed;
            }
        }
    }
}

/// Whether something is to be made again.
fn concerns(work: &Work, changed: &BTreeSet<PathBuf>) -> bool {
    let is_source = |file: &Path| {
        let ending = file.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
        warraq::parse::Format::from_extension(ending).is_some()
    };
    let is_hidden = |file: &Path| file.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    work.sources().into_iter().map(absolute).any(|source| {
        let folder = source.parent().unwrap_or(&source);
        let beside =
            |file: &PathBuf| file.starts_with(folder) && !is_source(file) && !is_hidden(file) && file.is_file();
        changed.contains(&source) || changed.iter().any(beside)
    })
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.into())
}
