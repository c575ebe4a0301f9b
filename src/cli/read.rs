//! Files into memory, never more than a given number of bytes.
//!
//! In: a path and a limit. Out: its bytes, or what is wrong, to be put behind the name. A pipe that has a name may never
//! be written to, and opening it waits for that: it is refused. What a shell hands on (`<(command)`, `/dev/stdin`) has
//! no name of its own and is read.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use super::write::reason;

/// Why nothing was read.
#[derive(Debug)]
pub(super) enum Unread {
    /// What the system said.
    System(io::Error),
    /// The file has more bytes than are read.
    TooLarge(u64),
    /// A pipe with a name.
    Pipe,
}

impl Unread {
    /// The reason, to be put behind the name of the file.
    pub(super) fn reason(&self) -> String {
        match self {
            Unread::System(cause) => format!("cannot be read: {}", reason(cause)),
            Unread::TooLarge(most) => format!("is too large: at most {} are read", size(*most)),
            Unread::Pipe => "is a named pipe, which may never end; give what it holds on standard input".into(),
        }
    }
}

fn size(bytes: u64) -> String {
    const MEBI: u64 = 1 << 20;
    if bytes.is_multiple_of(MEBI) { format!("{} MiB", bytes / MEBI) } else { format!("{bytes} bytes") }
}

/// All bytes of a file that has at most so many.
pub(super) fn bounded(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    let bytes = beginning(path, most + 1)?;
    if bytes.len() as u64 > most { Err(Unread::TooLarge(most)) } else { Ok(bytes) }
}

/// The text of a file that has at most so many bytes.
pub(super) fn bounded_text(path: &Path, most: u64) -> Result<String, Unread> {
    let invalid = |_| Unread::System(io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"));
    String::from_utf8(bounded(path, most)?).map_err(invalid)
}

/// The first bytes of a file, so many at most.
pub(super) fn beginning(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    let metadata = fs::metadata(path).map_err(Unread::System)?;
    if is_pipe(&metadata) && fs::canonicalize(path).is_ok() {
        return Err(Unread::Pipe);
    }
    let mut bytes = Vec::new();
    // In one piece: a book's text would else take up to twice its room.
    bytes.reserve_exact(usize::try_from(metadata.len().min(most)).unwrap_or(0));
    File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(Unread::System)?;
    Ok(bytes)
}

#[cfg(unix)]
fn is_pipe(metadata: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    metadata.file_type().is_fifo()
}

#[cfg(not(unix))]
const fn is_pipe(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "نص").unwrap();
        assert_eq!(bounded(&file, 4).unwrap().len(), 4);
        assert_eq!(bounded(&file, 3).unwrap_err().reason(), "is too large: at most 3 bytes are read");
        assert_eq!(beginning(&file, 3).unwrap().len(), 3);
        assert_eq!(bounded_text(&file, 4).unwrap(), "نص");
        assert!(bounded(&folder.path().join("b"), 4).unwrap_err().reason().starts_with("cannot be read: no such file"));
        fs::write(&file, [0xff]).unwrap();
        assert_eq!(bounded_text(&file, 4).unwrap_err().reason(), "cannot be read: it is not utf-8");
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_pipes_end() {
        let zeros = bounded(Path::new("/dev/zero"), 2 << 20).unwrap_err();
        assert_eq!(zeros.reason(), "is too large: at most 2 MiB are read");
        assert!(bounded(Path::new("/dev/null"), 1).unwrap().is_empty());
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        if std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
            assert!(matches!(bounded(&pipe, 9), Err(Unread::Pipe)));
        }
    }
}
