//! How the command ends, for the shell and for scripts.

/// The command's exit codes; they are documented in `--help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitCode {
    /// Everything asked for was made.
    Done = 0,
    /// At least one input could not be made into a book, or what was to be told could not be written; the others were.
    InputFailed = 1,
    /// The command line asks for something that cannot be; nothing was done.
    Usage = 2,
    /// Everything was made, but there were warnings, and `--fail-on-warnings` was given.
    Warnings = 3,
    /// Stopped by Ctrl-C or a request to end; what was made until then is whole.
    Interrupted = 130,
}

/// The part of `--help` that tells the exit codes.
pub(super) const HELP: &str = "\
Exit codes:
  0    all done
  1    at least one input failed, or an answer or report could not be written; the others were made
  2    wrong usage; nothing was done
  3    all done, but with warnings, under --fail-on-warnings
  130  interrupted; every file made until then is whole";

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> std::process::ExitCode {
        std::process::ExitCode::from(code as u8)
    }
}
