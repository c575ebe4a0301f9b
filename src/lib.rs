//! warraq (ورّاق) turns an Arabic article into a right-to-left EPUB and a print-quality PDF.
//!
//! ```text
//! bytes ── parse ──> Document ── direction ──> Directed ──┬── epub ─────────────────────────> .epub
//!                                                         └── layout ──> PagedDocument ── pdf ──> .pdf
//! ```

pub mod assets;
pub mod bind;
pub mod check;
pub mod color;
pub mod cover;
pub mod diagnostic;
pub mod digits;
pub mod direction;
pub mod document;
pub mod epub;
pub mod font;
pub mod geometry;
pub mod layout;
mod link;
pub mod locale;
pub mod math;
pub mod parse;
pub mod pdf;
pub mod style;
pub mod text;
