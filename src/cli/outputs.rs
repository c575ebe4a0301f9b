//! Where results go: sources, `-o` and `--to` in, the files to write for each source out.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use warraq::diagnostic::Diagnostic;

use super::args::BookFormat;
use super::inputs::Input;

const DEFAULT_FOLDER: &str = "out";

/// What `-o` and `--to` say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// A folder; every source gives one file of each format there, named by its stem.
    Folder(PathBuf, Vec<BookFormat>),
    /// One file.
    File(PathBuf, BookFormat),
}

/// A book to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    /// Where.
    pub(super) path: PathBuf,
    /// What.
    pub(super) format: BookFormat,
}

/// A source and the books to be made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// The source.
    pub(super) input: Input,
    /// The books, at least one.
    pub(super) outputs: Vec<Output>,
}

impl Destination {
    /// Reads `-o` and `--to`. A usage error when they contradict each other or `-o` names a file of no known format.
    pub(super) fn new(output: Option<&Path>, to: &[BookFormat]) -> Result<Destination, Diagnostic> {
        let mut formats = if to.is_empty() { BookFormat::ALL.to_vec() } else { to.to_vec() };
        formats.sort_unstable();
        formats.dedup();
        let path = output.unwrap_or(Path::new(DEFAULT_FOLDER));
        if is_folder(path) {
            return Ok(Destination::Folder(path.into(), formats));
        }
        let format = format_of(path)?;
        match to.iter().find(|&&other| other != format) {
            None => Ok(Destination::File(path.into(), format)),
            Some(other) => {
                let (shown, other) = (path.display(), other.extension());
                let message = format!("-o {shown} names one file, but --to asks for {other} too");
                Err(Diagnostic::error(None, message).with_hint("give -o a folder, or leave --to out"))
            }
        }
    }

    /// Names EPUBs as Kobo's devices want them. A usage error when `-o` names the file otherwise.
    pub(super) fn name_for_kobo(&self, jobs: &mut [Result<Job, impl Sized>]) -> Result<(), Diagnostic> {
        const ENDING: &str = ".kepub.epub";
        let epubs = jobs.iter_mut().flatten().flat_map(|job| &mut job.outputs);
        for output in epubs.filter(|output| output.format == BookFormat::Epub) {
            if output.path.to_string_lossy().to_lowercase().ends_with(ENDING) {
                continue;
            }
            if let Destination::File(path, _) = self {
                let message = format!("-o {} does not end in {ENDING}, but --kepub asks for it", path.display());
                return Err(Diagnostic::error(None, message).with_hint("give -o a folder, or leave --kepub out"));
            }
            output.path.set_extension("kepub.epub");
        }
        Ok(())
    }

    /// Says for each source which files to write. Refused sources keep their place in the order. A usage error when two
    /// sources would write one file.
    pub(super) fn plan<R>(&self, inputs: Vec<Result<Input, R>>) -> Result<Vec<Result<Job, R>>, Diagnostic> {
        if let Destination::File(path, _) = self
            && inputs.len() > 1
        {
            let message = format!("-o {} names one file, but there are {} sources", path.display(), inputs.len());
            return Err(Diagnostic::error(None, message).with_hint("give -o a folder, such as -o books/"));
        }
        let jobs: Vec<_> = inputs.into_iter().map(|input| input.map(|input| self.job(input))).collect();
        refuse_collisions(jobs.iter().flatten())?;
        Ok(jobs)
    }

    fn job(&self, input: Input) -> Job {
        let outputs = match self {
            Destination::File(path, format) => vec![Output { path: path.clone(), format: *format }],
            Destination::Folder(folder, formats) => {
                let mut base = folder.join(&input.subfolder).join(input.path.file_stem().unwrap_or_default());
                base.as_mut_os_string().push(".");
                let path = |format: BookFormat| {
                    let mut path = base.clone();
                    path.as_mut_os_string().push(format.extension());
                    path
                };
                formats.iter().map(|&format| Output { path: path(format), format }).collect()
            }
        };
        Job { input, outputs }
    }
}

/// Whether a path means a folder: it is one, ends in a separator, or has no ending.
fn is_folder(path: &Path) -> bool {
    let ends_in_separator = path.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
    ends_in_separator || path.is_dir() || path.extension().is_none()
}

fn format_of(path: &Path) -> Result<BookFormat, Diagnostic> {
    let ending = path.extension().unwrap_or_default();
    BookFormat::ALL.into_iter().find(|format| ending.eq_ignore_ascii_case(format.extension())).ok_or_else(|| {
        let ending = ending.to_string_lossy();
        Diagnostic::error(None, format!("unknown format of -o {}: .{ending}", path.display()))
            .with_hint("give a file ending in .epub or .pdf, or a folder ending in /")
    })
}

fn refuse_collisions<'job>(jobs: impl Iterator<Item = &'job Job>) -> Result<(), Diagnostic> {
    let mut writers: BTreeMap<&OsStr, &Path> = BTreeMap::new();
    for job in jobs {
        for output in &job.outputs {
            if let Some(first) = writers.insert(output.path.as_os_str(), &job.input.path) {
                let (first, second) = (first.display(), job.input.path.display());
                let message = format!("{first} and {second} would both be written to {}", output.path.display());
                return Err(Diagnostic::error(None, message).with_hint("rename one, or build them into two folders"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use warraq::parse::Format;

    use super::*;

    fn inputs(paths: &[(&str, &str)]) -> Vec<Result<Input, ()>> {
        let input = |&(path, subfolder): &(&str, &str)| Input {
            path: path.into(),
            subfolder: subfolder.into(),
            format: Format::Markdown,
        };
        paths.iter().map(|path| Ok(input(path))).collect()
    }

    /// Plans the sources `(path, subfolder)` and compares the files to be written, or the message.
    fn check(output: Option<&str>, to: &[BookFormat], paths: &[(&str, &str)], expected: Result<&[&str], &str>) {
        let planned = Destination::new(output.map(Path::new), to).and_then(|goal| goal.plan(inputs(paths)));
        let files = planned.map(|jobs| {
            let outputs = jobs.into_iter().flatten().flat_map(|job| job.outputs);
            outputs.map(|output| output.path.display().to_string()).collect::<Vec<_>>()
        });
        match (files, expected) {
            (Ok(files), Ok(expected)) => assert_eq!(files, expected),
            (Err(diagnostic), Err(expected)) => assert_eq!(diagnostic.message, expected),
            (files, expected) => panic!("{files:?} is not {expected:?}"),
        }
    }

    #[test]
    fn both_formats_go_into_out_by_stem() {
        check(None, &[], &[("مقالات/خبر.v2.txt", "")], Ok(&["out/خبر.v2.epub", "out/خبر.v2.pdf"]));
    }

    #[test]
    fn subfolders_are_kept() {
        check(
            Some("books/"),
            &[BookFormat::Epub],
            &[("in/a/x.md", "a"), ("in/b/x.md", "b")],
            Ok(&["books/a/x.epub", "books/b/x.epub"]),
        );
    }

    #[test]
    fn the_ending_chooses_the_format() {
        check(Some("x.PDF"), &[], &[("a.md", "")], Ok(&["x.PDF"]));
        check(Some("x.epub"), &[BookFormat::Epub], &[("a.md", "")], Ok(&["x.epub"]));
        check(
            Some("x.pdf"),
            &[BookFormat::Epub, BookFormat::Pdf],
            &[("a.md", "")],
            Err("-o x.pdf names one file, but --to asks for epub too"),
        );
        check(Some("x.docx"), &[], &[("a.md", "")], Err("unknown format of -o x.docx: .docx"));
        check(Some("v1.2/"), &[BookFormat::Pdf, BookFormat::Pdf], &[("a.md", "")], Ok(&["v1.2/a.pdf"]));
    }

    #[test]
    fn one_file_takes_one_source() {
        check(
            Some("x.pdf"),
            &[],
            &[("a.md", ""), ("b.md", "")],
            Err("-o x.pdf names one file, but there are 2 sources"),
        );
    }

    #[test]
    fn kobo_wants_an_ending_of_its_own() {
        let check = |output: &str, expected: Result<&[&str], &str>| {
            let goal = Destination::new(Some(Path::new(output)), &[]).unwrap();
            let mut jobs = goal.plan(inputs(&[("خبر.v2.txt", "")])).unwrap();
            let named = goal.name_for_kobo(&mut jobs).map_err(|diagnostic| diagnostic.message);
            let files: Vec<_> = jobs.into_iter().flatten().flat_map(|job| job.outputs).collect();
            let files = files.iter().map(|output| output.path.to_str().unwrap()).collect::<Vec<_>>();
            assert_eq!(named.as_ref().map(|()| &files[..]).map_err(String::as_str), expected);
        };
        check("books/", Ok(&["books/خبر.v2.kepub.epub", "books/خبر.v2.pdf"]));
        check("x.kepub.epub", Ok(&["x.kepub.epub"]));
        check("x.epub", Err("-o x.epub does not end in .kepub.epub, but --kepub asks for it"));
    }

    #[test]
    fn collisions_are_refused() {
        check(
            None,
            &[],
            &[("a/x.md", ""), ("b/y.md", ""), ("b/x.txt", "")],
            Err("a/x.md and b/x.txt would both be written to out/x.epub"),
        );
    }
}
