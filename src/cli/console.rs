//! What the user is told of a run, on standard error and in the report file.
//!
//! In: reports in order. Out: their messages in the form asked for, a progress bar on a terminal, and a closing line
//! with what was made. A standard error that is closed is not an error: what cannot be told is dropped.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;
use warraq::diagnostic::{Code, Diagnostic, Severity};

use super::args::{ColorChoice, MessageFormat, RunArgs, TellArgs};
use super::build::Report;
use super::exit_code::ExitCode;
use super::record;
use super::render::Note;
use super::screen;
use super::tally::{Tally, counted};
use super::write::reason;

/// More diagnostics of one source than this are counted, not shown, unless the user wants to see everything.
const SHOWN_PER_SOURCE: usize = 40;

/// How much is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verbosity {
    /// Errors.
    Quiet,
    /// Errors, warnings and the closing line.
    Normal,
    /// All that, notes, and every file made.
    Verbose,
}

/// How things are told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    verbosity: Verbosity,
    format: MessageFormat,
    colored: bool,
    fail_on_warnings: bool,
}

impl Manner {
    /// What the options, the environment and the terminal say.
    pub(super) fn new(tell: &TellArgs, run: &RunArgs) -> Manner {
        let verbosity = match tell {
            TellArgs { quiet: true, .. } => Verbosity::Quiet,
            TellArgs { verbose: true, .. } => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        Manner {
            verbosity,
            format: tell.message_format,
            colored: colored(tell.color),
            fail_on_warnings: run.fail_on_warnings,
        }
    }

    /// A diagnostic of the run as a whole.
    pub(super) fn wrong(self, note: &Note) -> String {
        self.note(None, note)
    }

    fn note(self, name: Option<&str>, note: &Note) -> String {
        match self.format {
            MessageFormat::Human => note.human(name, self.colored),
            MessageFormat::Short => note.short(name, self.colored),
            MessageFormat::Json => screen::json(&record::message(note)),
        }
    }

    /// What else there is of a note's kind, where all is to be shown.
    fn examples(self, name: &str, note: &Note) -> String {
        match self.verbosity {
            Verbosity::Verbose => note.examples(Some(name), self.colored),
            _ => String::new(),
        }
    }

    /// The diagnostics of a report that are to be shown, as text.
    fn messages(self, report: &Report) -> String {
        let (least, most) = match self.verbosity {
            Verbosity::Quiet => (Severity::Error, SHOWN_PER_SOURCE),
            Verbosity::Normal => (Severity::Warning, SHOWN_PER_SOURCE),
            Verbosity::Verbose => (Severity::Note, usize::MAX),
        };
        // A note with a hint reports a guess, such as that of a language.
        let is_guess = |note: &Note| !note.diagnostic.hints.is_empty() && least <= Severity::Warning;
        let wanted = || report.notes.iter().filter(|note| note.severity() >= least || is_guess(note));
        let (errors, others): (Vec<_>, Vec<_>) = wanted().partition(|note| note.severity() == Severity::Error);
        let show = |note: &&Note| self.note(Some(&report.name), note) + &self.examples(&report.name, note);
        let mut text: String = others.iter().take(most).map(show).collect();
        if let Some(hidden) = others.len().checked_sub(most).filter(|&hidden| hidden > 0) {
            text += &format!(
                "{}: and {} more; --verbose shows all\n",
                screen::printable(&report.name),
                counted(hidden, "warning")
            );
        }
        text.extend(errors.iter().map(show));
        if self.verbosity == Verbosity::Verbose {
            let verb = if report.unchanged { "unchanged" } else { "made" };
            text.extend(
                report
                    .made
                    .iter()
                    .map(|made| format!("{}: {verb} {}\n", screen::printable(&report.name), screen::name(&made.path))),
            );
        }
        text
    }
}

/// Whether messages are coloured: as asked, else on a terminal that wants it (<https://no-color.org>).
pub(super) fn colored(choice: ColorChoice) -> bool {
    let unwanted = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => io::stderr().is_terminal() && !unwanted(),
    }
}

/// Tells and counts.
#[derive(Debug)]
pub(super) struct Console<W> {
    out: W,
    manner: Manner,
    tally: Tally,
    begun: Instant,
    progress: ProgressBar,
    /// The report; none once it could not be written.
    report: Option<(PathBuf, File)>,
    /// Whether something failed that is no source.
    has_failed: bool,
}

impl<W: Write> Console<W> {
    /// A console that writes to `out`, and records to the report file.
    pub(super) fn new(out: W, manner: Manner, report: Option<&Path>) -> Result<Console<W>, Diagnostic> {
        let report = report.map(|path| Ok((path.to_owned(), record::create(path)?))).transpose()?;
        let (tally, begun, progress) = (Tally::default(), Instant::now(), ProgressBar::hidden());
        Ok(Console { out, manner, tally, begun, progress, report, has_failed: false })
    }

    /// Tells what concerns the run as a whole.
    pub(super) fn announce(&mut self, noticed: &[Diagnostic]) {
        if self.manner.verbosity > Verbosity::Quiet {
            let text: String =
                noticed.iter().map(|diagnostic| self.manner.wrong(&Note::new(None, diagnostic.clone()))).collect();
            self.say(&text);
        }
    }

    /// Shows how far the run is, if standard error is a terminal and there is more than one source.
    pub(super) fn expect(&mut self, sources: usize) {
        const BAR: &str = "{bar:30} {pos}/{len}, {per_sec}, {eta} left";
        let wanted = self.manner.verbosity > Verbosity::Quiet && self.manner.format != MessageFormat::Json;
        if sources > 1 && wanted && io::stderr().is_terminal() {
            let bar = ProgressBar::with_draw_target(Some(sources as u64), ProgressDrawTarget::stderr());
            self.progress = bar.with_style(ProgressStyle::with_template(BAR).unwrap_or(ProgressStyle::default_bar()));
        }
    }

    /// Tells what came of one source.
    pub(super) fn report(&mut self, report: &Report) {
        self.tally.add(report);
        let record = record::source(report);
        let text = match self.manner.format {
            MessageFormat::Json => screen::json(&record),
            _ => self.manner.messages(report),
        };
        self.say(&text);
        self.write_record(&record);
        self.progress.inc(1);
    }

    /// Tells what came of the whole run, and says how it ends.
    pub(super) fn finish(mut self, interrupted: bool) -> ExitCode {
        self.progress.finish_and_clear();
        let time = self.begun.elapsed();
        let record = self.tally.record(time, interrupted);
        self.write_record(&record);
        if self.manner.format == MessageFormat::Json {
            self.say(&screen::json(&record));
        } else if self.manner.verbosity > Verbosity::Quiet {
            let line = self.line(interrupted, time);
            self.say(&line);
        }
        match self.tally.exit_code(interrupted, self.manner.fail_on_warnings) {
            ExitCode::Done | ExitCode::Warnings if self.has_failed => ExitCode::InputFailed,
            code => code,
        }
    }

    fn line(&self, interrupted: bool, time: Duration) -> String {
        format!("{}{}\n", if interrupted { "interrupted: " } else { "" }, self.tally.line(time))
    }

    /// Whole lines, so that a run that is killed leaves whole records.
    fn write_record(&mut self, record: &Value) {
        let Some((path, file)) = &mut self.report else { return };
        if let Err(cause) = file.write_all(screen::json(record).as_bytes()) {
            let message = format!("the report {} could not be written: {}", path.display(), reason(&cause));
            self.report = None;
            self.fail(Diagnostic::error(Code::Unwritable, None, message));
        }
    }

    /// Says what the run as a whole could not do, which the exit code tells too.
    pub(super) fn fail(&mut self, wrong: Diagnostic) {
        self.has_failed = true;
        let text = self.manner.wrong(&Note::new(None, wrong));
        self.say(&text);
    }

    fn say(&mut self, text: &str) {
        if !text.is_empty() {
            let out = &mut self.out;
            let _ = self.progress.suspend(|| screen::tell(out, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::args::BookFormat;
    use super::super::build::Made;
    use super::*;

    fn manner(verbosity: Verbosity) -> Manner {
        Manner { verbosity, format: MessageFormat::Human, colored: false, fail_on_warnings: false }
    }

    fn report(made: &[&str], diagnostics: Vec<Diagnostic>) -> Report {
        let book = |path: &&str| Made { path: path.into(), format: BookFormat::Pdf, bytes: 100_000, pages: Some(3) };
        let notes = diagnostics.into_iter().map(|diagnostic| Note::new(None, diagnostic)).collect();
        Report { name: "a.md".into(), notes, made: made.iter().map(book).collect(), ..Report::default() }
    }

    fn check(manner: Manner, reports: &[Report], expected: &str, code: ExitCode) {
        let mut out = Vec::new();
        let mut console = Console::new(&mut out, manner, None).unwrap();
        reports.iter().for_each(|report| console.report(report));
        assert_eq!(console.finish(false), code);
        let told = String::from_utf8(out).unwrap();
        // The time that a run takes is not the same twice.
        let told = told.split("B, 0.").next().unwrap();
        assert_eq!(told, expected);
    }

    #[test]
    fn one_source_is_told_by_its_files() {
        let made =
            [report(&["out/a.epub", "out/a.pdf"], vec![Diagnostic::warning(Code::MissingPicture, None, "a matter")])];
        let told = "a.md: warning[missing-picture]: a matter\nmade out/a.epub and out/a.pdf, 1 warning (6 pages, 200 k";
        check(manner(Verbosity::Normal), &made, told, ExitCode::Done);
        check(manner(Verbosity::Quiet), &made, "", ExitCode::Done);
        let strict = Manner { fail_on_warnings: true, ..manner(Verbosity::Normal) };
        check(strict, &made, told, ExitCode::Warnings);
        let guess = Diagnostic::note(Code::GuessedLanguage, None, "a guess").with_hint("say it");
        let guessed = [report(&["a.pdf"], vec![Diagnostic::note(Code::GuessedLanguage, None, "a matter"), guess])];
        check(
            strict,
            &guessed,
            "a.md: note[guessed-language]: a guess\n  hint: say it\nmade a.pdf (3 pages, 100 k",
            ExitCode::Done,
        );
        check(manner(Verbosity::Quiet), &guessed, "", ExitCode::Done);
        let silent = [report(&["a.pdf"], Vec::new())];
        check(strict, &silent, "made a.pdf (3 pages, 100 k", ExitCode::Done);
        check(manner(Verbosity::Verbose), &silent, "a.md: made a.pdf\nmade a.pdf (3 pages, 100 k", ExitCode::Done);
    }

    #[test]
    fn many_sources_are_counted() {
        let good = || report(&["out/a.epub", "out/a.pdf"], Vec::new());
        let bad = || report(&[], vec![Diagnostic::error(Code::Unreadable, None, "a fault")]);
        let unchanged = Report { unchanged: true, ..good() };
        check(
            manner(Verbosity::Normal),
            &[good(), bad(), good(), unchanged],
            "a.md: error[unreadable]: a fault\nmade 4 files in out from 2 sources, 1 unchanged, 1 source failed (12 pages, 400 k",
            ExitCode::InputFailed,
        );
        check(manner(Verbosity::Quiet), &[bad()], "a.md: error[unreadable]: a fault\n", ExitCode::InputFailed);
    }

    #[test]
    fn a_flood_of_warnings_is_cut() {
        let flood = || {
            report(
                &[],
                (0..45)
                    .map(|number| Diagnostic::warning(Code::MissingPicture, None, format!("matter {number}")))
                    .collect(),
            )
        };
        let cut = manner(Verbosity::Normal).messages(&flood());
        assert_eq!(cut.lines().count(), SHOWN_PER_SOURCE + 1);
        assert!(cut.ends_with("a.md: and 5 warnings more; --verbose shows all\n"), "{cut}");
        assert_eq!(manner(Verbosity::Verbose).messages(&flood()).lines().count(), 45);
    }
}
