//! Where results go: sources, `-o` and `--to` in, the files to write for each source out.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use warraq::diagnostic::{Code, Diagnostic};
use warraq::parse::Format;

use super::args::BookFormat;
use super::inputs::{Input, STREAM};
use super::settings::Asked;
use super::split;
use super::template::{self, Known, Template};

pub(super) const DEFAULT_FOLDER: &str = "out";

/// What `-o` and `--to` say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// A folder; every source gives one file of each format there, named by its stem.
    Folder(PathBuf, Vec<BookFormat>),
    /// One file, or standard output.
    File(PathBuf, BookFormat),
    /// Files named by what is known of each source; the ending of the format is added where `bare`.
    Template { template: Template, bare: bool, formats: Vec<BookFormat> },
}

/// A book to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    /// Where; `-` for standard output.
    pub(super) path: PathBuf,
    /// What.
    pub(super) format: BookFormat,
}

impl Output {
    /// A book named by a path without the ending of its format.
    pub(super) fn new(mut base: PathBuf, format: BookFormat) -> Output {
        base.as_mut_os_string().push(".");
        base.as_mut_os_string().push(format.extension());
        Output { path: base, format }
    }
}

/// A source and the books to be made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// The source.
    pub(super) input: Input,
    /// The books, at least one.
    pub(super) outputs: Vec<Output>,
    /// What is asked for this source alone, in place of what is asked for all.
    pub(super) asked: Option<Box<Asked>>,
    /// Where its articles go, if each is to be a book of its own.
    pub(super) split: Option<Arc<Destination>>,
}

impl Job {
    /// A usage error where a book would be written over the source that it is made of.
    pub(super) fn spare_source(&self) -> Result<(), Diagnostic> {
        if self.input.format != Format::Epub {
            return Ok(());
        }
        let real = |path: &Path| std::fs::canonicalize(path).ok();
        let is_source = |output: &&Output| real(&output.path).is_some_and(|path| Some(path) == real(&self.input.path));
        match self.outputs.iter().find(is_source) {
            None => Ok(()),
            Some(output) => {
                let message = format!("{} would be written over its source", output.path.display());
                Err(Diagnostic::error(Code::Usage, None, message).with_hint("give -o another file or folder"))
            }
        }
    }
}

impl Destination {
    /// Reads `-o` and `--to`. A usage error when they contradict each other or `-o` names a file of no known format.
    pub(super) fn new(output: Option<&Path>, to: &[BookFormat]) -> Result<Destination, Diagnostic> {
        let formats = Destination::formats(to);
        let path = output.unwrap_or(Path::new(DEFAULT_FOLDER));
        if path.as_os_str().is_empty() {
            return Err(Diagnostic::error(Code::Usage, None, "-o names nothing")
                .with_hint("give a folder, a file ending in .epub or .pdf, or - for standard output"));
        }
        if path == Path::new(STREAM) {
            return match formats.as_slice() {
                &[format] => Ok(Destination::File(path.into(), format)),
                _ => Err(Diagnostic::error(Code::Usage, None, "standard output takes one book")
                    .with_hint("say which with --to pdf or --to epub")),
            };
        }
        if let Some(template) = Template::read(&path.to_string_lossy())? {
            return Destination::template(template, path, to, formats);
        }
        if is_folder(path) {
            return Ok(Destination::Folder(path.into(), formats));
        }
        let format = only_format(path, to)?;
        Ok(Destination::File(path.into(), format))
    }

    /// The formats that `--to` asks for, each once.
    pub(super) fn formats(to: &[BookFormat]) -> Vec<BookFormat> {
        let mut formats = if to.is_empty() { BookFormat::ALL.to_vec() } else { to.to_vec() };
        formats.sort_unstable();
        formats.dedup();
        formats
    }

    /// A template names a folder, a file with the ending of its format, or a file without an ending.
    fn template(
        template: Template,
        path: &Path,
        to: &[BookFormat],
        formats: Vec<BookFormat>,
    ) -> Result<Destination, Diagnostic> {
        if ends_in_separator(path) {
            let template = Template::read(&path.join("{stem}").to_string_lossy())?.unwrap_or(template);
            return Ok(Destination::Template { template, bare: true, formats });
        }
        let ends_in_format = BookFormat::ALL.iter().any(|format| has_ending(path, *format));
        let formats = if ends_in_format { vec![only_format(path, to)?] } else { formats };
        Ok(Destination::Template { template, bare: !ends_in_format, formats })
    }

    /// Whether sources must be read before their results have names.
    pub(super) fn needs_metadata(&self) -> bool {
        matches!(self, Destination::Template { template, .. } if template.needs_metadata())
    }

    /// The folder below which results go, as far as it is the same for all.
    pub(super) fn root(&self) -> PathBuf {
        let parent = |path: &Path| path.parent().unwrap_or(Path::new("")).to_owned();
        match self {
            Destination::Folder(folder, _) => folder.clone(),
            Destination::File(path, _) => parent(path),
            Destination::Template { template, .. } => template.root(),
        }
    }

    /// Names EPUBs as Kobo's devices want them. A usage error when `-o` names the file otherwise.
    pub(super) fn name_for_kobo(&self, outputs: &mut [Output]) -> Result<(), Diagnostic> {
        const ENDING: &str = ".kepub.epub";
        for output in outputs.iter_mut().filter(|output| output.format == BookFormat::Epub) {
            let is_stream = output.path == Path::new(STREAM);
            if is_stream || output.path.to_string_lossy().to_lowercase().ends_with(ENDING) {
                continue;
            }
            if let Destination::File(path, _) = self {
                let message = format!("-o {} does not end in {ENDING}, but --kepub asks for it", path.display());
                return Err(
                    Diagnostic::error(Code::Usage, None, message).with_hint("give -o a folder, or leave --kepub out")
                );
            }
            output.path.set_extension("kepub.epub");
        }
        Ok(())
    }

    /// Says for each source which files to write. Refused sources keep their place in the order. A usage error when two
    /// sources would write one file. `known` tells title and date of a source, where names need them.
    pub(super) fn plan<R>(
        &self,
        inputs: Vec<Result<Input, R>>,
        mut known: impl FnMut(&Input) -> Known,
    ) -> Result<Vec<Result<Job, R>>, Diagnostic> {
        if let Destination::File(path, _) = self
            && inputs.len() > 1
        {
            let message = format!("-o {} names one file, but there are {} sources", path.display(), inputs.len());
            return Err(Diagnostic::error(Code::Usage, None, message).with_hint("give -o a folder, such as -o books/"));
        }
        let mut job = |input: Input| {
            let outputs = self.outputs(&input, &mut known);
            Job { input, outputs, asked: None, split: None }
        };
        let jobs: Vec<_> = inputs.into_iter().map(|input| input.map(&mut job)).collect();
        refuse_collisions(jobs.iter().flatten())?;
        Ok(jobs)
    }

    /// The books of one source.
    pub(super) fn outputs(&self, input: &Input, known: impl FnOnce(&Input) -> Known) -> Vec<Output> {
        let with_endings = |base: PathBuf, formats: &[BookFormat]| {
            formats.iter().map(|&format| Output::new(base.clone(), format)).collect()
        };
        match self {
            Destination::File(path, format) => vec![Output { path: path.clone(), format: *format }],
            Destination::Folder(folder, formats) => {
                with_endings(folder.join(&input.subfolder).join(input.stem()), formats)
            }
            Destination::Template { template, bare: true, formats } => {
                with_endings(template.fill(&known(input)), formats)
            }
            Destination::Template { template, formats, .. } => {
                let path = template.fill(&known(input));
                formats.iter().map(|&format| Output { path: path.clone(), format }).collect()
            }
        }
    }

    /// The books of one article of a source: below a folder that is named by the source, or as the template says.
    pub(super) fn outputs_of_article(&self, input: &Input, known: &Known) -> Result<Vec<Output>, Diagnostic> {
        match self {
            Destination::File(path, _) => Err(split::no_room(path)),
            Destination::Folder(folder, formats) => {
                let base = folder.join(&input.subfolder).join(input.stem()).join(template::safe(&known.title));
                Ok(formats.iter().map(|&format| Output::new(base.clone(), format)).collect())
            }
            Destination::Template { .. } => Ok(self.outputs(input, |_| known.clone())),
        }
    }
}

/// Whether a path means a folder: it is one, ends in a separator, or has no ending.
fn is_folder(path: &Path) -> bool {
    ends_in_separator(path) || path.is_dir() || path.extension().is_none()
}

fn ends_in_separator(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

fn has_ending(path: &Path, format: BookFormat) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(format.extension()))
}

/// The format of one file. A usage error when its ending says none, or another than `--to`.
fn only_format(path: &Path, to: &[BookFormat]) -> Result<BookFormat, Diagnostic> {
    let format = BookFormat::ALL.into_iter().find(|format| has_ending(path, *format)).ok_or_else(|| {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        Diagnostic::error(Code::Usage, None, format!("unknown format of -o {}: .{ending}", path.display()))
            .with_hint("give a file ending in .epub or .pdf, or a folder ending in /")
    })?;
    match to.iter().find(|&&other| other != format) {
        None => Ok(format),
        Some(other) => {
            let (shown, other) = (path.display(), other.extension());
            let message = format!("-o {shown} names one file, but --to asks for {other} too");
            Err(Diagnostic::error(Code::Usage, None, message).with_hint("give -o a folder, or leave --to out"))
        }
    }
}

fn refuse_collisions<'job>(jobs: impl Iterator<Item = &'job Job>) -> Result<(), Diagnostic> {
    let jobs: Vec<&Job> = jobs.collect();
    jobs.iter().try_for_each(|job| job.spare_source())?;
    let mut writers: BTreeMap<&OsStr, &Input> = BTreeMap::new();
    for job in jobs {
        for output in &job.outputs {
            if let Some(first) = writers.insert(output.path.as_os_str(), &job.input) {
                let (first, second) = (first.name(), job.input.name());
                let message = format!("{first} and {second} would both be written to {}", output.path.display());
                return Err(Diagnostic::error(Code::Usage, None, message)
                    .with_hint("rename one, or build them into two folders"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(paths: &[(&str, &str)]) -> Vec<Result<Input, ()>> {
        let input = |&(path, subfolder): &(&str, &str)| Input {
            path: path.into(),
            subfolder: subfolder.into(),
            format: Format::Markdown,
        };
        paths.iter().map(|path| Ok(input(path))).collect()
    }

    fn known(input: &Input) -> Known {
        Known { stem: input.stem(), title: "عنوان".into(), date: None }
    }

    /// Plans the sources `(path, subfolder)` and compares the files to be written, or the message.
    fn check(output: Option<&str>, to: &[BookFormat], paths: &[(&str, &str)], expected: Result<&[&str], &str>) {
        let planned = Destination::new(output.map(Path::new), to).and_then(|goal| goal.plan(inputs(paths), known));
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
            let source = Input { path: "خبر.v2.txt".into(), subfolder: PathBuf::new(), format: Format::Text };
            let mut files = goal.outputs(&source, |_| Known { title: "عنوان".into(), ..Known::default() });
            let named = goal.name_for_kobo(&mut files).map_err(|diagnostic| diagnostic.message);
            let files = files.iter().map(|output| output.path.to_str().unwrap()).collect::<Vec<_>>();
            assert_eq!(named.as_ref().map(|()| &files[..]).map_err(String::as_str), expected);
        };
        check("books/", Ok(&["books/خبر.v2.kepub.epub", "books/خبر.v2.pdf"]));
        check("books/{title}", Ok(&["books/عنوان.kepub.epub", "books/عنوان.pdf"]));
        check("{title}.epub", Ok(&["عنوان.kepub.epub"]));
        check("x.kepub.epub", Ok(&["x.kepub.epub"]));
        check("x.epub", Err("-o x.epub does not end in .kepub.epub, but --kepub asks for it"));
    }

    #[test]
    fn templates_name_files() {
        check(Some("b/{stem}"), &[BookFormat::Pdf], &[("a.md", "")], Ok(&["b/a.pdf"]));
        check(Some("b/{date}/"), &[], &[("a.md", "")], Ok(&["b/undated/a.epub", "b/undated/a.pdf"]));
        check(Some("{stem}-{title}.pdf"), &[], &[("a.md", ""), ("b.md", "")], Ok(&["a-عنوان.pdf", "b-عنوان.pdf"]));
        check(
            Some("{title}.pdf"),
            &[],
            &[("a.md", ""), ("b.md", "")],
            Err("a.md and b.md would both be written to عنوان.pdf"),
        );
        check(
            Some("{stem}.pdf"),
            &[BookFormat::Epub],
            &[("a.md", "")],
            Err("-o {stem}.pdf names one file, but --to asks for epub too"),
        );
    }

    #[test]
    fn standard_output_takes_one_book() {
        check(Some("-"), &[BookFormat::Pdf], &[("a.md", "")], Ok(&["-"]));
        check(Some("-"), &[], &[("a.md", "")], Err("standard output takes one book"));
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
