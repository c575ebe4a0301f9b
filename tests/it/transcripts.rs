//! Whole sessions at the command line, kept as files: what is typed, what is answered, the exit code.
//!
//! `tests/transcripts/*.md` hold the sessions, `*.in/` the folder that each begins in, a copy of it, and `*.out/` files
//! that must be there in the end. `TRYCMD=overwrite cargo test
//! --test it transcripts` writes what is answered now; read the difference before you keep it.

#[test]
fn sessions_go_as_kept() {
    trycmd::TestCases::new().case("tests/transcripts/*.md");
}
