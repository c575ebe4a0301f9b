//! `warraq watch`: builds, then builds again whatever is saved, until it is interrupted.
//!
//! In: the changes that the system tells of. Out: the same as `build`, for the sources concerned: a source that changed
//! itself, or all sources whose folder holds the file that changed (pictures). When the project file, the style sheet
//! or a font is saved, the settings are read again and everything is built. What is broken for the moment is told of
//! like anything else; the books and settings of the last good state stay.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use clap::parser::ValueSource;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use warraq::diagnostic::{Code, Diagnostic};

use super::args::NOT_FOR_WATCH;
use super::batch::Workers;
use super::console::Console;
use super::exit_code::ExitCode;
use super::inputs;
use super::order::Order;
use super::render::Note;
use super::run;
use super::screen;
use super::settings::Settings;
use super::work::{self, Work};

/// Editors save in several steps; what comes within this time of the first is one save.
const SETTLING: Duration = Duration::from_millis(15);
/// How long a save may take, in a folder where something changes all the time.
const LONGEST_SETTLING: Duration = Duration::from_millis(60);
/// Endings of what a source may show; other files that are no sources, such as logs, concern none.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "webp", "gif", "svg"];
/// How often an interruption is looked for.
const HEARTBEAT: Duration = Duration::from_millis(100);

/// Builds what the order asks for once, then again as it changes; `read` reads the order.
pub(super) fn watch(read: impl Fn() -> Result<Order, Box<Note>>) -> Result<ExitCode, Box<Note>> {
    let mut round = Round::begin(read()?)?;
    let interrupted = run::stop_on_signal(false);
    round.build(&work::plan(&round.order, &round.settings)?, &interrupted);
    while !interrupted.load(Ordering::Relaxed) {
        let changed = next_changes(&round.changes);
        if changed.is_empty() {
            continue;
        }
        let is_new = round.made_of.iter().any(|own| changed.iter().any(|path| path.starts_with(own)));
        if !is_new {
            round.build_concerned(&changed, &interrupted);
            continue;
        }
        let next = read().and_then(Round::begin).and_then(|next| Ok((work::plan(&next.order, &next.settings)?, next)));
        match next {
            Ok((work, next)) => {
                round = next;
                round.build(&work, &interrupted);
            }
            // The old settings go on.
            Err(wrong) => screen::error(&round.order.manner().wrong(&wrong)),
        }
    }
    Ok(ExitCode::Interrupted)
}

/// The time in which one reading of the settings holds.
struct Round {
    order: Order,
    settings: Settings,
    workers: Workers,
    /// Files and folders that the settings are made of.
    made_of: Vec<PathBuf>,
    changes: Receiver<notify::Result<Event>>,
    /// What feeds `changes` while it lives.
    _watcher: RecommendedWatcher,
}

impl Round {
    /// Reads the settings and begins to watch.
    fn begin(order: Order) -> Result<Round, Box<Note>> {
        let given =
            |id: &&&str| order.matches.value_source(id).is_some_and(|source| source == ValueSource::CommandLine);
        if let Some(option) = NOT_FOR_WATCH.iter().find(given) {
            return Err(Diagnostic::error(
                Code::Usage,
                None,
                format!("--{} is not for watch", option.replace('_', "-")),
            )
            .into());
        }
        if order.args.inputs.iter().any(|path| path == Path::new(inputs::STREAM)) {
            let wrong = Diagnostic::error(Code::Usage, None, "standard input cannot be watched");
            return Err(wrong.with_hint("give files and folders").into());
        }
        let settings = Settings::new(&order)?;
        let workers = Workers::new(order.args.run.jobs)?;
        let work = work::plan(&order, &settings)?;
        work::spare(&order, &work)?;
        let made_of: Vec<PathBuf> = order.files().iter().map(|path| absolute(path)).collect();
        let (sender, changes) = mpsc::channel();
        let refused =
            |cause: notify::Error| Diagnostic::error(Code::System, None, format!("changes cannot be watched: {cause}"));
        let mut watcher = notify::recommended_watcher(move |event| drop(sender.send(event))).map_err(refused)?;
        let sources = folders(&work::paths(&order.args, &work));
        for folder in &sources {
            watcher.watch(folder, RecursiveMode::Recursive).map_err(refused)?;
        }
        // Not with its subfolders: a project file may stand in a large folder of other things.
        let is_seen = |folder: &PathBuf| sources.iter().any(|source| folder.starts_with(source));
        let own: BTreeSet<PathBuf> =
            made_of.iter().map(|path| folder(path)).filter(|folder| !is_seen(folder)).collect();
        for folder in own {
            watcher.watch(&folder, RecursiveMode::NonRecursive).map_err(refused)?;
        }
        Ok(Round { order, settings, workers, made_of, changes, _watcher: watcher })
    }

    fn build(&self, pieces: &[Work], interrupted: &AtomicBool) {
        let Round { order: Order { args, .. }, settings, workers, .. } = self;
        let console = Console::new(io::stderr(), self.order.manner(), args.tell.report.as_deref());
        let Ok(mut console) = console else { return };
        let build = |work: &Work| work.build(settings, None);
        workers.run(pieces.iter(), interrupted, build, |report| console.report(&report));
        console.finish(interrupted.load(Ordering::Relaxed));
    }

    /// Builds what depends on the files that changed.
    fn build_concerned(&self, changed: &BTreeSet<PathBuf>, interrupted: &AtomicBool) {
        // Two sources of one name may come and go while files are moved; that is told when it lasts.
        let Ok(work) = work::plan(&self.order, &self.settings) else { return };
        let concerned: Vec<_> = work.into_iter().filter(|work| concerns(work, changed)).collect();
        if !concerned.is_empty() {
            self.build(&concerned, interrupted);
        }
    }
}

/// The folder that a path is, or is in.
fn folder(path: &Path) -> PathBuf {
    let path = absolute(path);
    if path.is_dir() { path } else { path.parent().map(Path::to_owned).unwrap_or(path) }
}

/// The folders that hold the inputs, none below another.
fn folders(inputs: &[PathBuf]) -> Vec<PathBuf> {
    let sorted: BTreeSet<PathBuf> = inputs.iter().map(|path| folder(path)).collect();
    let mut kept: Vec<PathBuf> = Vec::new();
    for folder in sorted {
        if !kept.iter().any(|other| folder.starts_with(other)) {
            kept.push(folder);
        }
    }
    kept
}

/// Files that changed since the last time; nothing after a heartbeat without changes. Neither files that are merely
/// read nor a log that grows all the time put the end off.
fn next_changes(changes: &Receiver<notify::Result<Event>>) -> BTreeSet<PathBuf> {
    let mut changed = BTreeSet::new();
    let mut end = Instant::now() + HEARTBEAT;
    let mut latest = end;
    loop {
        let now = Instant::now();
        match changes.recv_timeout(end.saturating_duration_since(now)) {
            Ok(Ok(event)) if !event.kind.is_access() => {
                if changed.is_empty() {
                    latest = now + LONGEST_SETTLING;
                }
                changed.extend(event.paths);
                end = latest.min(now + SETTLING);
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return changed,
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(HEARTBEAT);
                return changed;
            }
        }
        if end <= now {
            return changed;
        }
    }
}

/// Whether something is to be made again.
fn concerns(work: &Work, changed: &BTreeSet<PathBuf>) -> bool {
    let is_picture = |file: &Path| {
        file.extension().is_some_and(|own| PICTURES.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
    };
    work.sources().into_iter().map(absolute).any(|source| {
        let folder = source.parent().unwrap_or(&source);
        let beside = |file: &PathBuf| file.starts_with(folder) && is_picture(file);
        changed.contains(&source) || changed.iter().any(beside)
    })
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.into())
}
