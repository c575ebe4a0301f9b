//! Which sources to build: paths of the command line in, source files out.
//!
//! Folders are searched with their subfolders, in order of file name; what begins with a dot is passed over, and so are
//! links to folders, so that no search runs in circles. `-` is standard input; a pattern that names no file is expanded
//! here, for shells that do not.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};
use warraq::diagnostic::{Code, Diagnostic};
use warraq::parse::{Format, HEAD_BYTES};

use super::write::reason;

const KNOWN_ENDINGS: &str = "sources end in .md, .markdown, .txt, .text, .html, .htm, .xhtml, .docx or .odt, or are feeds (.xml, .rss, \
                             .atom, .json), EPUBs that are named one by one, or OpenITI texts; --from names the kind of \
                             others";

/// Standard input among the inputs, and standard output as an output.
pub(super) const STREAM: &str = "-";

/// A source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    /// Where it is, as the user would name it; `-` for standard input.
    pub(super) path: PathBuf,
    /// The subfolder it was found in, below the folder that the user named; empty for a file that the user named.
    pub(super) subfolder: PathBuf,
    /// What it is written in.
    pub(super) format: Format,
}

impl Input {
    /// Whether it comes from standard input.
    pub(super) fn is_stream(&self) -> bool {
        self.path == Path::new(STREAM)
    }

    /// What messages call it.
    pub(super) fn name(&self) -> String {
        if self.is_stream() { "<stdin>".into() } else { self.path.display().to_string() }
    }

    /// The name of its books, without an ending.
    pub(super) fn stem(&self) -> String {
        let stem =
            if self.is_stream() { "stdin".into() } else { self.path.file_stem().unwrap_or_default().to_string_lossy() };
        stem.into_owned()
    }
}

/// A path of the command line that gives no source, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// The path.
    pub(super) path: PathBuf,
    /// What is wrong with it.
    pub(super) diagnostic: Diagnostic,
}

/// The sources that the paths name, in order, each once; `from` is the kind of those that the user names himself.
pub(super) fn collect(paths: &[PathBuf], from: Option<Format>) -> Vec<Result<Input, Refused>> {
    let mut seen = BTreeSet::new();
    let mut is_new = |path: &Path| seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.into()));
    let paths = paths.iter().flat_map(|path| expand(path));
    let found = paths.flat_map(|path| if path.is_dir() { search(&path) } else { vec![file(&path, from)] });
    found
        .filter(|input| match input {
            Ok(Input { path, .. }) | Err(Refused { path, .. }) => is_new(path),
        })
        .collect()
}

/// The files that a pattern means; a path that is there, or is no pattern, means itself.
fn expand(path: &Path) -> Vec<PathBuf> {
    let pattern = path.to_string_lossy();
    if !pattern.contains(['*', '?', '[']) || path.exists() {
        return vec![path.into()];
    }
    let found: Vec<PathBuf> = glob::glob(&pattern).into_iter().flatten().flatten().collect();
    if found.is_empty() { vec![path.into()] } else { found }
}

/// A path that names a file, or nothing.
pub(super) fn file(path: &Path, from: Option<Format>) -> Result<Input, Refused> {
    let refused = |diagnostic| Refused { path: path.into(), diagnostic };
    if path == Path::new(STREAM) {
        let unknown = || Diagnostic::error(Code::UnknownFormat, None, "the kind of standard input is not known");
        let format = from.ok_or_else(|| {
            refused(unknown().with_hint("say it with --from md, txt, html, docx, feed, epub or openiti"))
        })?;
        return Ok(Input { path: path.into(), subfolder: PathBuf::new(), format });
    }
    if let Err(cause) = fs::metadata(path) {
        let missing = cause.kind() == std::io::ErrorKind::NotFound;
        let message =
            if missing { "no such file or folder".into() } else { format!("cannot be read: {}", reason(&cause)) };
        return Err(refused(Diagnostic::error(Code::Unreadable, None, message)));
    }
    let format = from.or_else(|| format_of(path)).ok_or_else(|| {
        let ending = path.extension().map_or_else(|| "a file without an ending".into(), |ending| format!("{ending:?}"));
        let diagnostic = Diagnostic::error(Code::UnknownFormat, None, format!("unknown kind of source: {ending}"));
        refused(diagnostic.with_hint(word_processor(path).unwrap_or(KNOWN_ENDINGS)))
    })?;
    Ok(Input { path: path.into(), subfolder: PathBuf::new(), format })
}

/// What to do with the files of word processors that are not read.
fn word_processor(path: &Path) -> Option<&'static str> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    let is_known =
        ["doc", "dot", "rtf", "wps", "wpd", "pages", "fodt", "ott", "sxw", "dotx"].contains(&ending.as_str());
    is_known.then_some("open it in a word processor and save it as .docx or .odt")
}

/// All sources below a folder.
fn search(folder: &Path) -> Vec<Result<Input, Refused>> {
    let refused = |path: &Path, diagnostic| Err(Refused { path: path.into(), diagnostic });
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let found: Vec<_> = walk
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry))
        .filter_map(|entry| match entry {
            Ok(entry) => found_file(folder, entry.path()).map(Ok),
            Err(cause) => {
                let path = cause.path().unwrap_or(folder).to_owned();
                let said = cause.io_error().map_or_else(|| cause.to_string(), reason);
                Some(refused(
                    &path,
                    Diagnostic::error(Code::Unreadable, None, format!("the folder cannot be searched: {said}")),
                ))
            }
        })
        .collect();
    if found.is_empty() {
        let diagnostic =
            Diagnostic::error(Code::UnknownFormat, None, "the folder holds no sources").with_hint(KNOWN_ENDINGS);
        return vec![refused(folder, diagnostic)];
    }
    found
}

/// A file below a searched folder, if it is a source.
fn found_file(folder: &Path, path: &Path) -> Option<Input> {
    // EPUBs are what is made here: one that is to be a source is named.
    let format = format_of(path).filter(|format| path.is_file() && *format != Format::Epub)?;
    let below = path.parent().and_then(|parent| parent.strip_prefix(folder).ok());
    Some(Input { path: path.into(), subfolder: below.unwrap_or(Path::new("")).into(), format })
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// The format of a file, by its ending or, where that does not say, by its first bytes.
fn format_of(path: &Path) -> Option<Format> {
    let extension = path.extension().and_then(OsStr::to_str);
    // A pipe would be waited for, and its first bytes would be lost.
    if !Format::is_told_by_content(extension) || !path.is_file() {
        return Format::from_extension(extension?);
    }
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(HEAD_BYTES as u64).read_to_end(&mut head));
    read.ok().and_then(|_| Format::recognise(extension, &head))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes the files in a temporary folder, collects `paths` there and compares what is found, shown by path.
    fn check(files: &[&str], paths: &[&str], expected: &[&str]) {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "نص").unwrap();
        }
        let paths: Vec<PathBuf> = paths.iter().map(|path| root.path().join(path)).collect();
        let shown = collect(&paths, None).into_iter().map(|input| match input {
            Ok(input) => relative(root.path(), &input.path),
            Err(refused) => format!("{}: {}", relative(root.path(), &refused.path), refused.diagnostic.message),
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    fn relative(root: &Path, path: &Path) -> String {
        path.strip_prefix(root).unwrap().display().to_string()
    }

    #[test]
    fn folders_are_searched_in_order() {
        check(
            &["ب.md", "أ.txt", "fonts.ttf", "sub/ج.markdown", "sub/deep/د.TEXT", ".git/x.md", ".hidden.md"],
            &[""],
            &["sub/deep/د.TEXT", "sub/ج.markdown", "أ.txt", "ب.md"],
        );
    }

    #[test]
    fn duplicates_are_taken_once() {
        check(
            &["a.md", "b.md"],
            &["b.md", "", "./a.md", "none.md", "none.md"],
            &["b.md", "a.md", "none.md: no such file or folder"],
        );
    }

    #[test]
    fn patterns_are_expanded_and_a_kind_can_be_given() {
        check(&["a.md", "b.md", "c.txt"], &["*.md", "x*.md"], &["a.md", "b.md", "x*.md: no such file or folder"]);
        let stream = |from| collect(&[PathBuf::from(STREAM)], from).remove(0);
        assert_eq!(stream(Some(Format::Text)).unwrap().stem(), "stdin");
        assert!(stream(None).unwrap_err().diagnostic.message.contains("standard input"));
    }

    #[test]
    fn what_gives_no_source_says_why() {
        check(
            &["docs/notes.ps", "README"],
            &["docs", "docs/notes.ps", "README"],
            &[
                "docs: the folder holds no sources",
                "docs/notes.ps: unknown kind of source: \"ps\"",
                "README: unknown kind of source: a file without an ending",
            ],
        );
    }

    #[test]
    fn subfolders_are_remembered_below_the_folder_named() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("a/b")).unwrap();
        fs::write(root.path().join("a/b/x.md"), "نص").unwrap();
        let subfolder = |path: &str| collect(&[root.path().join(path)], None).remove(0).unwrap().subfolder;
        assert_eq!(subfolder(""), Path::new("a/b"));
        assert_eq!(subfolder("a/"), Path::new("b"));
        assert_eq!(subfolder("a/b/x.md"), Path::new(""));
    }
}
