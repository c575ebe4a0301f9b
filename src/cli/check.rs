//! `warraq check`: finished EPUBs in, what is wrong in them out, on standard error.

use std::path::Path;

use warraq::check::check;
use warraq::diagnostic::{Code, Diagnostic, Severity};

use super::args::CheckArgs;
use super::exit_code::ExitCode;
use super::read;
use super::render::Note;
use super::screen;

/// A larger file is not read.
const LARGEST_BOOK: u64 = 1 << 30;

/// Judges every book, and says how it ends: well only where no book has an error.
pub(super) fn check_all(args: &CheckArgs) -> ExitCode {
    let mut failed = false;
    for path in &args.books {
        let found = read(path).map_or_else(|unread| vec![unread], |bytes| check(&bytes));
        failed |= found.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        let shown = found.iter().filter(|diagnostic| !args.quiet || diagnostic.severity == Severity::Error);
        let name = path.display().to_string();
        let mut text: String =
            shown.map(|diagnostic| Note::new(None, diagnostic.clone()).human(Some(&name), false)).collect();
        if !args.quiet {
            text += &format!("{}: {}\n", screen::printable(&name), verdict(&found));
        }
        screen::error(&text);
    }
    if failed { ExitCode::InputFailed } else { ExitCode::Done }
}

fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    read::bounded(path, LARGEST_BOOK).map_err(|unread| Diagnostic::error(Code::Unreadable, None, unread.reason()))
}

/// `2 errors, 1 warning`, or that nothing was found.
fn verdict(found: &[Diagnostic]) -> String {
    let count = |severity| found.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => "nothing is wrong".into(),
        (0, warnings) => counted(warnings, "warning"),
        (errors, 0) => counted(errors, "error"),
        (errors, warnings) => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_count() {
        let check = |errors: usize, warnings: usize, expected: &str| {
            let errors = (0..errors).map(|_| Diagnostic::error(Code::InvalidEpub, None, "x"));
            let warnings = (0..warnings).map(|_| Diagnostic::warning(Code::EpubAdvice, None, "x"));
            assert_eq!(verdict(&errors.chain(warnings).collect::<Vec<_>>()), expected);
        };
        check(0, 0, "nothing is wrong");
        check(1, 0, "1 error");
        check(2, 1, "2 errors, 1 warning");
        check(0, 3, "3 warnings");
    }
}
