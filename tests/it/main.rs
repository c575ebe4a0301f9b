//! All integration tests, in one binary. How to run, add and bless: `tests/README.md`.

mod cli;
mod commonmark;
mod determinism;
mod epub;
mod goldens;
mod imports;
mod judges;
mod options;
mod pdf;
mod readme;
mod support;
