//! The Arabic paragraph engine: text and styles in, lines of positioned glyphs out.
//!
//! Stages, one file each: `bidi` (UAX #9), `itemize` (UAX #24 and fonts), `shape` (OpenType), `linebreak` (UAX #14),
//! `justify`, `line`. The engine knows nothing of documents, pages or files and can be used alone.

pub mod line;
