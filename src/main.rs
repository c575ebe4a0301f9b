//! The command `warraq`.

fn main() {}
