//! The command `warraq`: arguments in, books and an exit code out; everything else is in [`cli`].

mod cli;

fn main() -> std::process::ExitCode {
    keep_freed_memory();
    cli::run().into()
}

/// Compressing makes and frees hundreds of kilobytes again and again. The allocator of glibc gives blocks of that size
/// back to the system each time, and each time they cost new pages; once a larger block was freed it keeps them
/// (mallopt(3), `M_MMAP_THRESHOLD`). The block is never written to, so it takes no memory; elsewhere it does nothing.
fn keep_freed_memory() {
    const LARGER: usize = 4 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGER)));
}
