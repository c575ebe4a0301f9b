//! What the tests share: the samples, books made of them through the library, and runs of the built command.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use tempfile::TempDir;
use warraq::assets;
use warraq::diagnostic::Diagnostic;
use warraq::direction::{self, Directed};
use warraq::document::{Block, BlockKind, Document, plain_text};
use warraq::epub::{self, EpubOptions};
use warraq::font::FontSet;
use warraq::layout::{self, frame::PagedDocument};
use warraq::parse::{self, DecodeOptions, Format, Overrides};
use warraq::pdf::{self, PdfOptions};
use warraq::style::Stylesheet;

/// The samples of the project: a news article, Markdown with every construct, vocalised prose and verse.
pub(crate) const SAMPLES: [&str; 3] = ["news.txt", "bookmaking.md", "vocalised.md"];

/// The package's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A sample of `source/`.
pub(crate) fn sample(name: &str) -> PathBuf {
    root().join("source").join(name)
}

/// One source and all that is made of it.
pub(crate) struct Book {
    pub(crate) document: Directed,
    pub(crate) pages: PagedDocument,
    pub(crate) epub: Vec<u8>,
    pub(crate) pdf: Vec<u8>,
    pub(crate) warnings: Vec<Diagnostic>,
}

/// The books of a sample; each is made once for all tests.
pub(crate) fn sample_book(name: &str) -> &'static Book {
    static BOOKS: LazyLock<[Book; SAMPLES.len()]> = LazyLock::new(|| SAMPLES.map(|name| book(&sample(name))));
    &BOOKS[SAMPLES.iter().position(|sample| *sample == name).unwrap()]
}

/// Makes both books of a source file.
pub(crate) fn book(path: &Path) -> Book {
    let fonts = FontSet::builtin();
    let look = Stylesheet::default();
    let format = Format::from_extension(path.extension().unwrap().to_str().unwrap()).unwrap();
    let source =
        parse::decode(&path.display().to_string(), fs::read(path).unwrap(), &DecodeOptions::default()).unwrap().value;
    let parsed = parse::parse(&source, format, &Overrides::default()).unwrap();
    let (mut document, mut warnings) = (parsed.value, parsed.warnings);
    warnings.extend(assets::load_images(&mut document, &[path.parent().unwrap().to_owned()], &[]));
    let document = direction::settle(document);
    let pages = layout::layout(&document, &look, &fonts);
    let pdf = pdf::write(pages.value.clone(), &document, &fonts, &PdfOptions::default()).unwrap().value;
    let epub = epub::write(&document, &fonts, &look, &EpubOptions::default()).unwrap();
    warnings.extend(pages.warnings);
    warnings.extend(epub.warnings);
    Book { document, pages: pages.value, epub: epub.value, pdf, warnings }
}

/// The text that a reader of the book should get back: title, blocks and footnotes, in reading order.
pub(crate) fn text_of(document: &Document) -> String {
    let mut text = format!("{}\n", document.metadata.title);
    push_blocks(&document.blocks, &mut text);
    document.footnotes.iter().for_each(|footnote| push_blocks(&footnote.blocks, &mut text));
    text
}

fn push_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        let mut lines: Vec<String> = block.kind.inlines().into_iter().map(plain_text).collect();
        if let BlockKind::Code { text: code, .. } = &block.kind {
            lines.push(code.clone());
        }
        lines.iter().for_each(|line| text.extend([line, "\n"]));
        block.kind.children().into_iter().for_each(|inner| push_blocks(inner, text));
    }
}

/// When the files of a [`Workplace`] were saved, in seconds since 1970.
pub(crate) const SAVED: u64 = 1_773_446_400;

/// A temporary folder with files, in which the command is run.
pub(crate) struct Workplace(TempDir);

/// What a run of the command gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workplace {
    /// A folder that holds the given files, by path and content.
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Workplace {
        Workplace::of(files)
    }

    /// The same with files that were made up. All were saved at one moment, which books without a date bear.
    pub(crate) fn of(files: &[(impl AsRef<str>, impl AsRef<[u8]>)]) -> Workplace {
        let folder = Workplace(tempfile::tempdir().unwrap());
        #[expect(clippy::disallowed_types, reason = "a fixed moment, no clock is read")]
        let saved = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(SAVED);
        for (path, content) in files {
            let path = folder.path(path.as_ref());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, content).unwrap();
            File::options().append(true).open(&path).unwrap().set_modified(saved).unwrap();
        }
        folder
    }

    /// A path below the folder.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Runs `warraq` with the arguments, separated by blanks.
    pub(crate) fn run(&self, arguments: &str) -> Run {
        self.run_with(&arguments.split_whitespace().collect::<Vec<_>>(), &[])
    }

    /// Runs `warraq` with arguments and environment variables.
    pub(crate) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        self.feed(arguments, variables, b"")
    }

    /// Runs `warraq` in a folder below.
    pub(crate) fn run_in(&self, below: &str, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
        let output = command.current_dir(self.path(below)).args(arguments).stdin(Stdio::null()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Runs `warraq` with something on standard input.
    pub(crate) fn feed(&self, arguments: &[&str], variables: &[(&str, &str)], input: &[u8]) -> Run {
        let output = self.output(arguments, variables, input);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// The same, with what comes out as bytes.
    pub(crate) fn output(&self, arguments: &[&str], variables: &[(&str, &str)], input: &[u8]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
        command.current_dir(self.0.path()).args(arguments).env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR");
        command.envs(variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that reads no input closes it, which is no failure of the test.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    /// The files below a folder, sorted, as paths from there; empty when there is no such folder.
    pub(crate) fn files(&self, below: &str) -> Vec<String> {
        let mut found = Vec::new();
        list(&self.path(below), "", &mut found);
        found.sort();
        found
    }
}

fn list(folder: &Path, prefix: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), found);
        } else {
            found.push(name);
        }
    }
}

/// The files of an EPUB by name, in the order of the archive.
pub(crate) fn unzip(epub: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).unwrap();
    let count = archive.len();
    let entry = |index| {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        (file.name().to_owned(), bytes)
    };
    (0..count).map(entry).collect()
}

/// The one text file of an EPUB whose name ends so.
pub(crate) fn member(epub: &[u8], ending: &str) -> String {
    let found = unzip(epub).into_iter().find(|(name, _)| name.ends_with(ending));
    let (_, bytes) = found.unwrap_or_else(|| panic!("no {ending} in the EPUB"));
    String::from_utf8(bytes).unwrap()
}
