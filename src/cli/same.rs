//! Which file a path means, however it is named: by another path, a hard link or a symbolic one.

use std::fs;
use std::path::{Path, PathBuf};

use super::inputs::STREAM;

/// A file that is there, or the place where one would be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity {
    /// Device and number of the file.
    #[cfg(unix)]
    There(u64, u64),
    /// The path without what is relative or a link in it, as far as it is there.
    Named(PathBuf),
}

impl Identity {
    /// What a path means; `None` for a standard stream.
    pub(super) fn of(path: &Path) -> Option<Identity> {
        if path == Path::new(STREAM) {
            return None;
        }
        #[cfg(unix)]
        if let Ok(metadata) = fs::metadata(path) {
            use std::os::unix::fs::MetadataExt;
            return Some(Identity::There(metadata.dev(), metadata.ino()));
        }
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let resolved = fs::canonicalize(path)
            .or_else(|_| Ok(fs::canonicalize(folder)?.join(path.file_name().unwrap_or_default())))
            .or_else(|_: std::io::Error| std::path::absolute(path));
        Some(Identity::Named(resolved.unwrap_or_else(|_| path.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_and_other_names_mean_the_same_file() {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str| root.path().join(name);
        fs::write(path("a"), "نص").unwrap();
        fs::write(path("b"), "نص").unwrap();
        fs::hard_link(path("a"), path("hard")).unwrap();
        std::os::unix::fs::symlink(path("a"), path("soft")).unwrap();
        let same = |one: &str, other: &str| Identity::of(&path(one)) == Identity::of(&path(other));
        assert!(same("a", "hard") && same("a", "soft") && same("a", "./a") && !same("a", "b"));
        assert!(same("none", "./none") && !same("none", "other") && Identity::of(Path::new(STREAM)).is_none());
    }
}
