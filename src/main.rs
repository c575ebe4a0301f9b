//! The command `warraq`: arguments in, books and an exit code out; everything else is in [`cli`].

mod cli;

fn main() -> std::process::ExitCode {
    cli::run().into()
}
