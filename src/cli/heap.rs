//! Room for a thread, asked for at once.
//!
//! glibc's allocator gives blocks above 128 KiB back to the system as soon as they are free, and lets the heaps of all
//! threads but the first grow page by page, each time with a call that holds up the other threads. Compressing and
//! drawing need such blocks again and again. A large block that was freed teaches it to keep what becomes free
//! (mallopt(3), `M_MMAP_THRESHOLD`), and one taken off a heap makes that heap grow by as much in one step. Nothing is
//! written to these blocks, so they take no memory; for other allocators they are nothing special.

use std::hint::black_box;

/// More than any block that is needed often.
const LARGE: usize = 4 << 20;
/// What an article needs.
const ROOM: usize = 2 << 20;

/// For the first thread, before all others.
pub(super) fn keep_freed() {
    take(LARGE);
    make_room();
}

/// For each thread, at its beginning.
pub(super) fn make_room() {
    take(ROOM);
}

fn take(bytes: usize) {
    drop(black_box(Vec::<u8>::with_capacity(bytes)));
}
