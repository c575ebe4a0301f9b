//! All integration tests, in one binary. How to run, add and bless: `tests/README.md`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cli;
mod commonmark;
mod conformance;
mod determinism;
mod epub;
mod goldens;
mod imports;
mod judges;
mod kashida;
mod options;
mod pdf;
mod properties;
mod readme;
mod support;
