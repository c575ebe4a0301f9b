//! Pages: a document and a style sheet in, a [`frame::PagedDocument`] out.

pub mod frame;
