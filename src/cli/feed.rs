//! `--jobs-from`: jobs as JSON lines in, an answer as a JSON line for each out, so that any program can feed warraq.
//!
//! Lines are read as workers become free, so that an endless feed takes no more memory than a short one. The format is
//! documented in `docs/report.md`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use serde_json::{Map, Value};
use warraq::diagnostic::{Code, Diagnostic};

use super::args::{BookFormat, BuildArgs};
use super::batch::Workers;
use super::build::{self, Report};
use super::console::Console;
use super::exit_code::ExitCode;
use super::inputs::{self, Input, STREAM};
use super::metadata;
use super::outputs::{Destination, Job};
use super::record;
use super::render::Note;
use super::settings::{Asked, Settings};
use super::values;
use super::write::reason;

/// A line longer than this is no job.
const LONGEST_LINE: u64 = 1 << 20;

/// How often an interruption is looked for while the feed is silent.
const HEARTBEAT: Duration = Duration::from_millis(100);

/// A job of the feed, or why a line is none; with the `id` that its answer bears.
struct Fed {
    id: Option<Value>,
    name: String,
    job: Result<Job, Diagnostic>,
}

/// Does all jobs of a file, or of standard input. Answers go to standard output in the order of the jobs.
pub(super) fn run<W: Write + Send>(
    file: &Path,
    args: &BuildArgs,
    settings: &Settings,
    workers: &Workers,
    interrupted: &AtomicBool,
    mut console: Console<W>,
) -> Result<ExitCode, Diagnostic> {
    if args.output.as_deref() == Some(Path::new(STREAM)) {
        let wrong = Diagnostic::error(Code::Usage, None, "standard output is for the answers to the jobs");
        return Err(wrong.with_hint("give -o a folder"));
    }
    let lines = lines(file, interrupted)?;
    let jobs = lines.map(|(number, line)| fed(number, line, args, settings));
    let work = |fed: Fed| {
        let report = match &fed.job {
            Ok(job) => build::build(job, settings, None),
            Err(wrong) => Report { name: fed.name, notes: vec![Note::new(None, wrong.clone())], ..Report::default() },
        };
        (fed.id, report)
    };
    workers.run(jobs, interrupted, work, |(id, report)| {
        let mut answer = record::source(&report);
        if let Some(id) = id {
            answer["id"] = id;
        }
        // Whoever fed us may not listen any more; the books are made all the same.
        let _ = io::stdout().lock().write_all(format!("{answer}\n").as_bytes());
        console.report(&report);
    });
    Ok(console.finish(interrupted.load(Ordering::Relaxed)))
}

/// The lines of the feed that are not blank, with their numbers; no more once `interrupted` is set, even while the feed
/// is silent.
fn lines(file: &Path, interrupted: &AtomicBool) -> Result<impl Iterator<Item = (usize, String)> + Send, Diagnostic> {
    let mut reader: Box<dyn BufRead + Send> = if file == Path::new(STREAM) {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let open = File::open(file);
        let wrong = |cause: io::Error| {
            Diagnostic::error(Code::Unreadable, None, format!("{} cannot be read: {}", file.display(), reason(&cause)))
        };
        Box::new(BufReader::new(open.map_err(wrong)?))
    };
    let mut read = move || {
        let mut line = Vec::new();
        let read = reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).ok()?;
        (read > 0).then(|| String::from_utf8_lossy(&line).trim().to_owned())
    };
    // Without room for a line that nobody has asked for, no more is read than is in work.
    let (sender, receiver) = mpsc::sync_channel(0);
    thread::spawn(move || while read().is_some_and(|line| sender.send(line).is_ok()) {});
    let next = move || {
        while !interrupted.load(Ordering::Relaxed) {
            match receiver.recv_timeout(HEARTBEAT) {
                Ok(line) => return Some(line),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        None
    };
    let numbered = std::iter::from_fn(next).enumerate().map(|(index, line)| (index + 1, line));
    Ok(numbered.filter(|(_, line)| !line.is_empty()))
}

fn fed(number: usize, line: String, args: &BuildArgs, settings: &Settings) -> Fed {
    let value: Option<Map<String, Value>> = serde_json::from_str(&line).ok();
    let Some(fields) = value else {
        let wrong = Diagnostic::error(Code::InvalidJob, None, "not a JSON object")
            .with_hint(r#"such as {"input": "a.md", "to": "pdf"}"#);
        return Fed { id: None, name: format!("job {number}"), job: Err(wrong) };
    };
    let name = text(&fields, "input").map_or_else(|_| format!("job {number}"), str::to_owned);
    Fed { id: fields.get("id").cloned(), name, job: job(&fields, args, settings) }
}

/// A job of its fields; those that it leaves out are as on the command line.
fn job(fields: &Map<String, Value>, args: &BuildArgs, settings: &Settings) -> Result<Job, Diagnostic> {
    const OWN: [&str; 6] = ["id", "input", "output", "to", "from", "metadata"];
    let mut asked = settings.asked.clone();
    let mut given = Vec::new();
    let nested = match fields.get("metadata") {
        None => None,
        Some(nested) => Some(nested.as_object().ok_or_else(|| wrong("metadata", "give an object of keys and values"))?),
    };
    let nested = nested.into_iter().flatten();
    for (key, value) in fields.iter().filter(|(key, _)| !OWN.contains(&key.as_str())).chain(nested) {
        let words: Vec<&str> = value
            .as_array()
            .map_or_else(|| vec![value], |list| list.iter().collect())
            .into_iter()
            .map(|word| word.as_str().ok_or_else(|| wrong(key, "give text, or a list of texts")))
            .collect::<Result<_, _>>()?;
        given.extend(words.into_iter().map(|word| (key.clone(), word.to_owned())));
    }
    let mut own = Asked { metadata: given, ..Asked::default() };
    metadata::settle(&mut own)?;
    metadata::merge(&mut asked, own);

    let from = match fields.get("from") {
        None => args.from,
        Some(_) => Some(values::source_format(text(fields, "from")?).map_err(|allowed| wrong("from", &allowed))?),
    };
    let input = match text(fields, "input")? {
        STREAM => return Err(wrong("input", "give a file: standard input is not for jobs")),
        path => inputs::file(Path::new(path), from).map_err(|refused| refused.diagnostic)?,
    };
    let destination = destination(fields, args)?;
    let mut outputs = destination.outputs(&input, |input: &Input| build::known(input, &asked, settings));
    if args.epub.kepub {
        destination.name_for_kobo(&mut outputs)?;
    }
    let split = args.text.split.then(|| Arc::new(destination));
    Ok(Job { input, outputs, asked: Some(Box::new(asked)), split })
}

fn destination(fields: &Map<String, Value>, args: &BuildArgs) -> Result<Destination, Diagnostic> {
    let output = fields.get("output").map(|_| text(fields, "output").map(PathBuf::from)).transpose()?;
    if output.as_deref() == Some(Path::new(STREAM)) {
        return Err(wrong("output", "give a file or a folder: standard output is for the answers"));
    }
    let to = match fields.get("to") {
        None => args.to.clone(),
        Some(_) => text(fields, "to")?.split(',').map(book_format).collect::<Result<_, _>>()?,
    };
    Destination::new(output.as_deref().or(args.output.as_deref()), &to)
}

fn book_format(word: &str) -> Result<BookFormat, Diagnostic> {
    let found = BookFormat::ALL.into_iter().find(|format| format.extension() == word.trim());
    found.ok_or_else(|| wrong("to", "give epub, pdf or epub,pdf"))
}

fn text<'fields>(fields: &'fields Map<String, Value>, key: &str) -> Result<&'fields str, Diagnostic> {
    fields.get(key).and_then(Value::as_str).ok_or_else(|| wrong(key, "give text"))
}

fn wrong(key: &str, allowed: &str) -> Diagnostic {
    Diagnostic::error(Code::InvalidJob, None, format!("the job's `{key}` cannot be used")).with_hint(allowed)
}
