//! Sources: bytes in, a document out.
