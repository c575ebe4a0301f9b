//! All integration tests, in one binary. How to run, add and bless: `tests/README.md`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answers;
mod batch;
mod books;
mod cli;
mod commands;
mod commonmark;
mod conformance;
mod determinism;
mod effects;
mod engines;
mod epub;
mod epub_judges;
mod epub_validity;
mod goldens;
mod hostile;
mod imports;
mod judges;
mod kashida;
mod limits;
mod options;
mod pdf;
mod precedence;
mod print;
mod printed_pages;
mod properties;
mod reading;
mod readme;
mod renders;
mod shaping;
mod streams;
mod structure;
mod support;
mod terminal;
mod transcripts;
