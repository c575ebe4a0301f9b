//! The EPUB writer: a document in, the bytes of an EPUB 3.3 out.
mod subset;
