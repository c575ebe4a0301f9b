//! What the user is told of a run, on standard error.
//!
//! In: reports in order. Out: their messages, and a closing line with what was made. A standard error that is closed is
//! not an error: what cannot be told is dropped.

use std::io::Write;
use std::path::{Path, PathBuf};

use warraq::diagnostic::{Diagnostic, Severity};

use super::args::BuildArgs;
use super::build::Report;
use super::exit_code::ExitCode;
use super::render::render;

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

impl From<&BuildArgs> for Verbosity {
    fn from(args: &BuildArgs) -> Verbosity {
        match args {
            BuildArgs { quiet: true, .. } => Verbosity::Quiet,
            BuildArgs { verbose: true, .. } => Verbosity::Verbose,
            _ => Verbosity::Normal,
        }
    }
}

/// Tells and counts.
#[derive(Debug)]
pub(super) struct Console<W> {
    out: W,
    verbosity: Verbosity,
    sources: usize,
    failed: usize,
    warnings: usize,
    made: Vec<PathBuf>,
}

impl<W: Write> Console<W> {
    /// A console that writes to `out`.
    pub(super) const fn new(out: W, verbosity: Verbosity) -> Console<W> {
        Console { out, verbosity, sources: 0, failed: 0, warnings: 0, made: Vec::new() }
    }

    /// Tells what came of one source.
    pub(super) fn report(&mut self, report: Report) {
        self.sources += 1;
        self.failed += usize::from(report.failed());
        let is_warning = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Warning;
        self.warnings += report.diagnostics.iter().filter(is_warning).count();
        self.say(&messages(&report, self.verbosity));
        if self.verbosity == Verbosity::Verbose {
            for path in &report.made {
                self.say(&format!("{}: made {}\n", report.name, path.display()));
            }
        }
        self.made.extend(report.made);
    }

    /// Tells what came of the whole run, and says how it ends.
    pub(super) fn finish(mut self, interrupted: bool) -> ExitCode {
        if self.verbosity > Verbosity::Quiet {
            let state = if interrupted { "interrupted: " } else { "" };
            let line = format!("{state}{}\n", self.summary());
            self.say(&line);
        }
        match self.failed {
            _ if interrupted => ExitCode::Interrupted,
            0 => ExitCode::Done,
            _ => ExitCode::InputFailed,
        }
    }

    /// `made 6 files in out/ from 3 sources, 1 warning`.
    fn summary(&self) -> String {
        let mut line = match self.made.as_slice() {
            [] => "made nothing".to_owned(),
            [one] => format!("made {}", one.display()),
            [first, second] => format!("made {} and {}", first.display(), second.display()),
            many => format!("made {} files{}", many.len(), common_folder(many)),
        };
        if self.sources > 1 {
            line += &format!(" from {}", counted(self.sources - self.failed, "source"));
        }
        if self.warnings > 0 {
            line += &format!(", {}", counted(self.warnings, "warning"));
        }
        if self.failed > 0 {
            line += &format!(", {} failed", counted(self.failed, "source"));
        }
        line
    }

    fn say(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
    }
}

/// The diagnostics of a report that are to be shown, as text.
fn messages(report: &Report, verbosity: Verbosity) -> String {
    let (least, most) = match verbosity {
        Verbosity::Quiet => (Severity::Error, SHOWN_PER_SOURCE),
        Verbosity::Normal => (Severity::Warning, SHOWN_PER_SOURCE),
        Verbosity::Verbose => (Severity::Note, usize::MAX),
    };
    let wanted = || report.diagnostics.iter().filter(|diagnostic| diagnostic.severity >= least);
    let (errors, others): (Vec<_>, Vec<_>) = wanted().partition(|diagnostic| diagnostic.severity == Severity::Error);
    let show = |diagnostic: &&Diagnostic| render(Some(&report.name), report.source.as_ref(), diagnostic);
    let mut text: String = others.iter().take(most).map(show).collect();
    if let Some(hidden) = others.len().checked_sub(most).filter(|&hidden| hidden > 0) {
        text += &format!("{}: and {} more; --verbose shows all\n", report.name, counted(hidden, "warning"));
    }
    text.extend(errors.iter().map(show));
    text
}

/// ` in FOLDER`, when all files are in one.
fn common_folder(paths: &[PathBuf]) -> String {
    let folder = paths.first().and_then(|path| path.parent()).filter(|folder| *folder != Path::new(""));
    match folder {
        Some(folder) if paths.iter().all(|path| path.parent() == Some(folder)) => format!(" in {}", folder.display()),
        _ => String::new(),
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(made: &[&str], diagnostics: Vec<Diagnostic>) -> Report {
        let made = made.iter().map(PathBuf::from).collect();
        Report { name: "a.md".into(), source: None, diagnostics, made }
    }

    fn check(verbosity: Verbosity, reports: Vec<Report>, expected: &str, code: ExitCode) {
        let mut out = Vec::new();
        let mut console = Console::new(&mut out, verbosity);
        reports.into_iter().for_each(|report| console.report(report));
        assert_eq!(console.finish(false), code);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn one_source_is_told_by_its_files() {
        let made = || report(&["out/a.epub", "out/a.pdf"], vec![Diagnostic::warning(None, "a matter")]);
        check(
            Verbosity::Normal,
            vec![made()],
            "a.md: warning: a matter\nmade out/a.epub and out/a.pdf, 1 warning\n",
            ExitCode::Done,
        );
        check(Verbosity::Quiet, vec![made()], "", ExitCode::Done);
        check(
            Verbosity::Verbose,
            vec![report(&["a.pdf"], Vec::new())],
            "a.md: made a.pdf\nmade a.pdf\n",
            ExitCode::Done,
        );
    }

    #[test]
    fn many_sources_are_counted() {
        let good = || report(&["out/a.epub", "out/a.pdf"], Vec::new());
        let bad = || report(&[], vec![Diagnostic::error(None, "a fault")]);
        check(
            Verbosity::Normal,
            vec![good(), bad(), good()],
            "a.md: error: a fault\nmade 4 files in out from 2 sources, 1 source failed\n",
            ExitCode::InputFailed,
        );
        check(Verbosity::Quiet, vec![bad()], "a.md: error: a fault\n", ExitCode::InputFailed);
    }

    #[test]
    fn a_flood_of_warnings_is_cut() {
        let flood = || (0..45).map(|number| Diagnostic::warning(None, format!("matter {number}"))).collect::<Vec<_>>();
        let cut = messages(&report(&[], flood()), Verbosity::Normal);
        assert_eq!(cut.lines().count(), SHOWN_PER_SOURCE + 1);
        assert!(cut.ends_with("a.md: and 5 warnings more; --verbose shows all\n"), "{cut}");
        assert_eq!(messages(&report(&[], flood()), Verbosity::Verbose).lines().count(), 45);
    }
}
