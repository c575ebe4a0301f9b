//! What a run has to make, and how each piece of it is made.
//!
//! In: inputs, outputs and `[book]`. Out: [`Work`]: a source, a path that gives none, or a book of several sources;
//! what is wrong with the command line as a whole is found here, before the first file is made.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use warraq::diagnostic::{Code, Diagnostic};

use super::args::BuildArgs;
use super::binding;
use super::book::Book;
use super::build::{self, Report};
use super::inputs::{self, Refused};
use super::memory::Memory;
use super::order::Order;
use super::outputs::{Destination, Job, Output};
use super::same::Identity;
use super::settings::Settings;
use super::template;

/// A piece of a run.
#[derive(Debug)]
pub(super) enum Work {
    /// A source of its own, or a path that gives none.
    Source(Result<Job, Refused>),
    /// Several sources bound into one book.
    Book(Box<Book>),
}

impl Work {
    /// Makes it.
    pub(super) fn build(&self, settings: &Settings, memory: Option<&Memory>) -> Report {
        match self {
            Work::Source(Ok(job)) => build::build(job, settings, memory),
            Work::Source(Err(refused)) => Report::from(refused),
            Work::Book(book) => binding::build(book, settings, memory),
        }
    }

    /// The files to be made.
    pub(super) fn outputs(&self) -> &[Output] {
        match self {
            Work::Source(Ok(job)) => &job.outputs,
            Work::Source(Err(_)) => &[],
            Work::Book(book) => &book.outputs,
        }
    }

    /// The sources, also those that are not there.
    pub(super) fn sources(&self) -> Vec<&Path> {
        match self {
            Work::Source(Ok(job)) => vec![&job.input.path],
            Work::Source(Err(refused)) => vec![&refused.path],
            Work::Book(book) => {
                let found = book.inputs().map(|input| input.path.as_path());
                found.chain(book.refused.iter().map(|refused| refused.path.as_path())).collect()
            }
        }
    }
}

/// The paths that sources are looked for at.
pub(super) fn paths(args: &BuildArgs, work: &[Work]) -> Vec<PathBuf> {
    match work {
        [Work::Book(book)] => book.paths.clone(),
        _ => args.inputs.clone(),
    }
}

/// All that is to be made.
pub(super) fn plan(order: &Order, settings: &Settings) -> Result<Vec<Work>, Diagnostic> {
    match Book::plan(order, settings)? {
        Some(book) => Ok(vec![Work::Book(Box::new(book))]),
        None => Ok(plan_sources(&order.args, settings)?.into_iter().map(Work::Source).collect()),
    }
}

/// A usage error where a book or the report would be written over a file that is read, or the report over a book.
pub(super) fn spare(order: &Order, work: &[Work]) -> Result<(), Diagnostic> {
    let files = order.files();
    let own = files.iter().map(PathBuf::as_path).map(|path| (path, "file"));
    let sources = work.iter().flat_map(Work::sources).map(|path| (path, "source"));
    let mut read: BTreeMap<Identity, (&Path, &str)> =
        own.chain(sources).filter_map(|(path, kind)| Some((Identity::of(path)?, (path, kind)))).collect();
    for book in work.iter().flat_map(Work::outputs).map(|output| output.path.as_path()) {
        let Some(identity) = Identity::of(book) else { continue };
        if let Some((over, kind)) = read.get(&identity).filter(|(_, kind)| *kind != "book") {
            let message = format!("{} would be written over the {kind} {}", book.display(), over.display());
            return Err(Diagnostic::error(Code::Usage, None, message).with_hint("give another name or folder with -o"));
        }
        read.insert(identity, (book, "book"));
    }
    spare_of_report(order, &read)
}

/// The same for a run whose sources are not known yet: the report and the files of the settings.
pub(super) fn spare_files(order: &Order) -> Result<(), Diagnostic> {
    let jobs = order.args.run.jobs_from.clone();
    let files: Vec<PathBuf> = order.files().into_iter().chain(jobs).collect();
    let read = files.iter().filter_map(|path| Some((Identity::of(path)?, (path.as_path(), "file"))));
    spare_of_report(order, &read.collect())
}

fn spare_of_report(order: &Order, files: &BTreeMap<Identity, (&Path, &str)>) -> Result<(), Diagnostic> {
    let Some(report) = order.args.tell.report.as_deref() else { return Ok(()) };
    match Identity::of(report).and_then(|identity| files.get(&identity)) {
        None => Ok(()),
        Some((over, kind)) => {
            let message =
                format!("the report {} would be written over the {kind} {}", report.display(), over.display());
            Err(Diagnostic::error(Code::Usage, None, message)
                .with_hint("give --report a file of its own, such as report.jsonl"))
        }
    }
}

/// The sources and what is to be made of each.
fn plan_sources(args: &BuildArgs, settings: &Settings) -> Result<Vec<Result<Job, Refused>>, Diagnostic> {
    if args.inputs.is_empty() {
        let hint = "give a file or a folder, - for standard input, or `inputs` in warraq.toml";
        return Err(Diagnostic::error(Code::Usage, None, "no INPUT is given").with_hint(hint));
    }
    let reads_stream = args.inputs.iter().any(|path| path == Path::new(inputs::STREAM));
    let to_stream = reads_stream && args.output.is_none() && !args.text.split;
    let output = if to_stream { Some(Path::new(inputs::STREAM)) } else { args.output.as_deref() };
    let destination = Destination::new(output, &args.to)?;
    let inputs = inputs::collect(&args.inputs, args.from);
    if reads_stream && args.from.is_none() {
        let hint = "say it with --from md, txt, html, docx, feed, epub or openiti";
        return Err(
            Diagnostic::error(Code::UnknownFormat, None, "the kind of standard input is not known").with_hint(hint)
        );
    }
    if reads_stream && destination.needs_metadata() {
        let hint = "only {stem} can name the book of standard input";
        return Err(
            Diagnostic::error(Code::Usage, None, "standard input has no title before it is read").with_hint(hint)
        );
    }
    let mut jobs = destination.plan(inputs, |input| match destination.needs_metadata() {
        true => build::known(input, &settings.asked, settings),
        false => template::Known { stem: input.stem(), ..Default::default() },
    })?;
    if args.text.split {
        let destination = Arc::new(destination.clone());
        jobs.iter_mut().flatten().for_each(|job| job.split = Some(Arc::clone(&destination)));
    }
    if args.epub.kepub {
        jobs.iter_mut().flatten().try_for_each(|job| destination.name_for_kobo(&mut job.outputs))?;
    }
    Ok(jobs)
}
