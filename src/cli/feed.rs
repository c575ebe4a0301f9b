//! `--jobs-from`: jobs as JSON lines in, an answer as a JSON line for each out, so that any program can feed warraq.
//!
//! Lines are read as workers become free, so that an endless feed takes no more memory than a short one. The format is
//! documented in `docs/report.md`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::Duration;

use serde_json::value::RawValue;
use serde_json::{Map, Value};
use warraq::diagnostic::{Code, Diagnostic};

use super::args::{BookFormat, BuildArgs};
use super::batch::Workers;
use super::build::{self, Report};
use super::console::Console;
use super::exit_code::ExitCode;
use super::inputs::{self, Input, STREAM};
use super::metadata;
use super::outputs::{Destination, Job, Output};
use super::record;
use super::render::Note;
use super::same::Identity;
use super::screen;
use super::settings::{Asked, Settings};
use super::values;
use super::write::{self, reason};

/// A line longer than this, in bytes, is no job.
const LONGEST_LINE: u64 = 1 << 20;

/// How often an interruption is looked for while the feed is silent.
const HEARTBEAT: Duration = Duration::from_millis(100);

/// A job of the feed, or why a line is none; with the `id` that its answer bears.
struct Fed {
    /// As JSON, a number digit for digit.
    id: Option<String>,
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
    let mut listens = true;
    workers.run(jobs, interrupted, work, |(id, report)| {
        let mut answer = screen::json(&record::source(&report));
        if let Some(id) = id {
            answer.insert_str(1, &format!("\"id\":{id},"));
        }
        // Where an answer cannot be written the books are made all the same; that nobody listens any more is no error.
        let written = if listens { io::stdout().lock().write_all(answer.as_bytes()) } else { Ok(()) };
        if let Err(cause) = written {
            listens = false;
            write::told(&cause).unwrap_or_else(|unwritten| console.fail(unwritten));
        }
        console.report(&report);
    });
    Ok(console.finish(interrupted.load(Ordering::Relaxed)))
}

/// A line of the feed, or why it is none.
type Line = Result<String, Diagnostic>;

/// The lines of the feed that are not blank, with their numbers; no more once `interrupted` is set, even while the feed
/// is silent.
fn lines(file: &Path, interrupted: &AtomicBool) -> Result<impl Iterator<Item = (usize, Line)> + Send, Diagnostic> {
    let mut reader: Box<dyn BufRead + Send> = if file == Path::new(STREAM) {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let open = File::open(file).and_then(|open| match open.metadata()?.is_dir() {
            true => Err(io::ErrorKind::IsADirectory.into()),
            false => Ok(open),
        });
        Box::new(BufReader::new(open.map_err(|cause| unread(file, &cause))?))
    };
    // The receiver gives up on a feed that fails.
    let name = file.to_owned();
    let read = move || match line(&mut reader) {
        Ok(line) => line,
        Err(cause) => Some(Err(unread(&name, &cause))),
    };
    // Without room for a line that nobody has asked for, no more is read than is in work.
    let (sender, receiver) = mpsc::sync_channel(0);
    let wrong = |cause| Diagnostic::error(Code::System, None, format!("no thread can be begun for the jobs: {cause}"));
    thread::Builder::new().spawn(move || send_all(read, &sender)).map_err(wrong)?;
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
    Ok(numbered.filter(|(_, line)| !line.as_ref().is_ok_and(String::is_empty)))
}

/// Sends all lines, up to the end of the feed or its failure.
fn send_all(mut read: impl FnMut() -> Option<Line>, sender: &SyncSender<Line>) {
    while let Some(line) = read() {
        let is_last = line.as_ref().is_err_and(|wrong| wrong.code == Code::Unreadable);
        if sender.send(line).is_err() || is_last {
            return;
        }
    }
}

/// The next line without the white space and the byte order mark around it; `None` at the end of the feed. One that is
/// too long is passed over whole.
fn line(reader: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    if reader.by_ref().take(LONGEST_LINE + 1).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 > LONGEST_LINE && !bytes.ends_with(b"\n") {
        reader.skip_until(b'\n')?;
        return Ok(Some(Err(no_job("a line longer than 1 MiB", "give the text as a file of its own"))));
    }
    Ok(Some(match str::from_utf8(&bytes) {
        Ok(text) => Ok(text.trim_start_matches('\u{FEFF}').trim().to_owned()),
        Err(_) => Err(no_job("not UTF-8", "write jobs in UTF-8")),
    }))
}

fn unread(file: &Path, cause: &io::Error) -> Diagnostic {
    Diagnostic::error(
        Code::Unreadable,
        None,
        format!("the jobs of {} cannot be read: {}", file.display(), reason(cause)),
    )
}

fn no_job(message: &str, hint: &str) -> Diagnostic {
    Diagnostic::error(Code::InvalidJob, None, message).with_hint(hint)
}

fn fed(number: usize, line: Line, args: &BuildArgs, settings: &Settings) -> Fed {
    let read = |line: String| Some((serde_json::from_str::<Map<String, Value>>(&line).ok()?, id(&line)));
    let fields = line.and_then(|line| {
        read(line).ok_or_else(|| no_job("not a JSON object", r#"such as {"input": "a.md", "to": "pdf"}"#))
    });
    let (fields, id) = match fields {
        Ok(fields) => fields,
        Err(wrong) => return Fed { id: None, name: format!("job {number}"), job: Err(wrong) },
    };
    let name = text(&fields, "input").map_or_else(|_| format!("job {number}"), str::to_owned);
    Fed { id, name, job: job(&fields, args, settings) }
}

/// The id of a job as JSON. A number stays as it is written: it may have more digits than a value holds.
fn id(line: &str) -> Option<String> {
    let written: BTreeMap<String, Box<RawValue>> = serde_json::from_str(line).ok()?;
    let written = written.get("id")?.get();
    let value: Value = serde_json::from_str(written).ok()?;
    Some(if value.is_number() { written.to_owned() } else { screen::json(&value).trim_end().to_owned() })
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
    let over =
        |output: &&Output| Identity::of(&output.path).is_some_and(|book| Identity::of(&input.path) == Some(book));
    if let Some(book) = outputs.iter().find(over) {
        let message = format!("{} would be written over its source", book.path.display());
        return Err(no_job(&message, "give `output` another name or folder"));
    }
    let split = args.text.split.then(|| Arc::new(destination));
    let job = Job { input, outputs, asked: Some(Box::new(asked)), split };
    job.spare_source()?;
    Ok(job)
}

fn destination(fields: &Map<String, Value>, args: &BuildArgs) -> Result<Destination, Diagnostic> {
    let output = fields.get("output").map(|_| text(fields, "output").map(PathBuf::from)).transpose()?;
    if output.as_deref().is_some_and(|path| path.as_os_str().is_empty()) {
        return Err(wrong("output", "give a file, a folder or a template"));
    }
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
