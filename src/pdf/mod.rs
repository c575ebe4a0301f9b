//! The PDF writer: pages in, the bytes of a PDF out.
