//! Results to disk, whole or not at all.
//!
//! In: a path and the bytes for it. Out: the file, with the folders it needs, or an error for people. The bytes go to a
//! temporary file beside the target, which is then renamed: there is the old file or the new one, never half a file. A
//! process that is killed leaves its temporary file behind; it was locked while the process lived, which tells the
//! next run that it can go.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};
use warraq::diagnostic::{Code, Diagnostic};

use super::inputs::STREAM;

const PREFIX: &str = ".warraq-";
const SUFFIX: &str = ".tmp";

/// Writes a file in one step, making its folder where needed. The error names the folder when that is what is at fault.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    if path == Path::new(STREAM) {
        return write_stream(bytes);
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = open_beside(folder).map_err(|cause| unwritable(folder, &cause))?;
    let written = file.write_all(bytes).and_then(|()| file.persist(path).map(drop).map_err(|error| error.error));
    written.map_err(|cause| {
        Diagnostic::error(
            Code::Unwritable,
            None,
            format!("{} could not be written: {}", path.display(), reason(&cause)),
        )
    })
}

/// Writes to standard output. Whoever reads it may have had enough: that is no error.
fn write_stream(bytes: &[u8]) -> Result<(), Diagnostic> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).or_else(|cause| told(&cause))
}

/// What standard output refused; that nobody reads it any more is no error.
pub(super) fn told(cause: &io::Error) -> Result<(), Diagnostic> {
    match cause.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => {
            let message = format!("standard output could not be written: {}", reason(cause));
            Err(Diagnostic::error(Code::Unwritable, None, message))
        }
    }
}

/// Removes what killed processes left in a folder.
pub(super) fn sweep(folder: &Path) {
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) {
            let file = fs::OpenOptions::new().write(true).open(entry.path());
            if file.is_ok_and(|file| file.try_lock().is_ok()) {
                // If it cannot be removed now, the next run will try again.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn unwritable(folder: &Path, cause: &io::Error) -> Diagnostic {
    let name = folder.display();
    let message = if folder.exists() && !folder.is_dir() {
        format!("{name} is a file, not a folder")
    } else {
        format!("nothing can be written into the folder {name}: {}", reason(cause))
    };
    Diagnostic::error(Code::Unwritable, None, message).with_hint("give another folder with -o")
}

/// What the system says, without its error number.
pub(super) fn reason(cause: &io::Error) -> String {
    let text = cause.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

/// A new temporary file, removed again unless it is renamed. Its name is short, since the target's may be as long as
/// the file system allows; its permissions are those of any new file.
fn open_beside(folder: &Path) -> io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder)?;
    // Where the file system knows no locks, another run may take the file for a dead process's; then the renaming fails
    // with a message, and no file is harmed.
    let _ = file.as_file().try_lock();
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes to `path` in a folder that holds the file `taken` and the folder `full/x.pdf`; returns the message, if
    /// any, and checks that no temporary file stays behind.
    fn check(path: &str, expected: Option<&str>) {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("taken"), "ملف").unwrap();
        fs::create_dir_all(root.path().join("full/x.pdf")).unwrap();
        let result = write_whole(&root.path().join(path), "كتاب".as_bytes());
        let root_name = format!("{}/", root.path().display());
        let message = result.err().map(|diagnostic| diagnostic.message.replace(&root_name, ""));
        assert_eq!(message.as_deref(), expected);
        if expected.is_none() {
            assert_eq!(fs::read(root.path().join(path)).unwrap(), "كتاب".as_bytes());
        }
        let names = walkdir::WalkDir::new(root.path()).into_iter().map(|entry| entry.unwrap().into_path());
        assert!(names.into_iter().all(|name| name.extension().is_none_or(|ending| ending != "tmp")));
    }

    #[test]
    fn files_are_written_with_their_folders() {
        check("a/b/كتاب.pdf", None);
        check("taken", None);
    }

    #[test]
    fn names_as_long_as_the_file_system_allows() {
        check(&format!("{}.epub", "ك".repeat(125)), None);
    }

    #[test]
    fn what_cannot_be_written_is_named() {
        check("taken/x.pdf", Some("taken is a file, not a folder"));
        check("taken/a/x.pdf", Some("nothing can be written into the folder taken/a: not a directory"));
        check("full/x.pdf", Some("full/x.pdf could not be written: is a directory"));
    }

    #[test]
    fn what_dead_processes_left_is_removed() {
        let root = tempfile::tempdir().unwrap();
        let living = open_beside(root.path()).unwrap();
        fs::write(root.path().join(".warraq-dead.tmp"), "").unwrap();
        fs::write(root.path().join("كتاب.tmp"), "").unwrap();
        sweep(root.path());
        let names = walkdir::WalkDir::new(root.path()).min_depth(1).into_iter().map(|entry| entry.unwrap().into_path());
        let mut expected = [living.path().to_owned(), root.path().join("كتاب.tmp")];
        expected.sort();
        let mut names: Vec<_> = names.collect();
        names.sort();
        assert_eq!(names, expected);
    }

    #[cfg(unix)]
    #[test]
    fn files_have_ordinary_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let mode = |name: &str| fs::metadata(root.path().join(name)).unwrap().permissions().mode();
        fs::write(root.path().join("plain"), "").unwrap();
        write_whole(&root.path().join("ours"), b"").unwrap();
        assert_eq!(mode("ours"), mode("plain"));
    }
}
