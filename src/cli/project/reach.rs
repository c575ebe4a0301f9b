//! How far a project file may reach that nobody named.
//!
//! In: a path from a `warraq.toml` that was merely found in the current folder, which may have come with an archive or
//! from a stranger. Out: whether it lies below that folder, as it is written and once every link is followed. Such a
//! file names what is read and what is overwritten; one that the command line names may name anything.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// Whether a path lies in or below a folder.
pub(super) fn is_below(folder: &Path, path: &Path) -> bool {
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    let Ok(root) = fs::canonicalize(folder) else { return false };
    // What is not there yet lies where the nearest folder above it lies.
    let nearest =
        path.ancestors().filter(|above| *above != Path::new("")).find_map(|above| fs::canonicalize(above).ok());
    let path = if path.is_absolute() { path.to_owned() } else { root.join(path) };
    nearest.is_none_or(|real| real.starts_with(&root)) && plain(&path).is_some_and(|plain| plain.starts_with(&root))
}

/// An absolute path without `.` and `..`; `None` where it climbs above the root.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if !plain.pop() => return None,
            Component::ParentDir => {}
            other => plain.push(other),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_followed_to_where_they_lead() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("مشروع");
        fs::create_dir_all(folder.join("sub")).unwrap();
        fs::write(root.path().join("secret"), "").unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.path(), folder.join("link")).unwrap();
            std::os::unix::fs::symlink("sub", folder.join("inner")).unwrap();
        }
        let check = |path: &str, expected| assert_eq!(is_below(&folder, &folder.join(path)), expected, "{path}");
        for path in ["", ".", "a.md", "sub/a.md", "new/er/a.md", "sub/../a.md", "*.md", "new/../sub"] {
            check(path, true);
        }
        for path in ["..", "../secret", "sub/../../secret", "new/../../a", "*/../../a", "/", "/etc/passwd", "/dev/zero"]
        {
            check(path, false);
        }
        #[cfg(unix)]
        {
            check("inner/a.md", true);
            check("link", false);
            check("link/secret", false);
            check("link/new.md", false);
            check("link/مشروع/a.md", true);
        }
    }
}
