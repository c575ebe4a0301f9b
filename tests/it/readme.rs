//! The README's commands are those that the tests and continuous integration use, and they do what it says.

use std::fs;

use crate::support::{SAMPLES, Workplace, root};

const BUILD: &str = "cargo run --release -- build source";
const TEST: &str = "./tests/run";

/// Lines of the fenced blocks of a Markdown text.
fn commands(text: &str) -> Vec<&str> {
    text.split("```").skip(1).step_by(2).flat_map(|block| block.lines().skip(1)).collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|cause| panic!("{path}: {cause}"))
}

#[test]
fn fenced_lines_are_found() {
    assert_eq!(commands("نص\n```sh\na b\nc\n```\nنص\n```\nd\n```\n"), ["a b", "c", "d"]);
}

#[test]
fn the_readme_gives_both_commands() {
    let readme = read("README.md");
    let commands = commands(&readme);
    assert!(commands.contains(&BUILD), "README.md: no `{BUILD}` among {commands:?}");
    assert!(commands.contains(&TEST), "README.md: no `{TEST}` among {commands:?}");
}

#[test]
fn continuous_integration_and_documentation_use_the_same_test_command() {
    assert!(read(".ci/run").lines().any(|line| line == TEST), ".ci/run does not call {TEST}");
    assert!(read("tests/README.md").contains(TEST));
}

/// The build command, by the binary that cargo has just built, on a copy of the samples.
#[test]
fn the_build_command_makes_both_books_of_every_sample() {
    let (program, arguments) = BUILD.split_once(" -- ").unwrap();
    assert_eq!(program, "cargo run --release");
    let files = sample_files();
    let borrowed: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let place = Workplace::new(&borrowed);
    let run = place.run(arguments);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let mut expected: Vec<String> = SAMPLES
        .iter()
        .flat_map(|name| ["epub", "pdf"].map(|ending| format!("{}.{ending}", name.split('.').next().unwrap())))
        .collect();
    expected.sort();
    assert_eq!(place.files("out"), expected);
    assert!(run.stderr.contains("\nmade 6 files in out from 3 sources, 1 warning in 1 source ("), "{}", run.stderr);
}

/// The fenced blocks of the README in a language.
fn blocks<'text>(readme: &'text str, language: &str) -> Vec<&'text str> {
    let fenced = readme.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).collect()
}

/// What the README's examples speak of: sources, a finished book, and a printer that takes all.
fn desk() -> Workplace {
    let article = "---\ntitle: تاريخ الورق\n---\n\nنصّ المقال هنا.\n".as_bytes();
    let paths = ["article.md", "article.txt", "foreword.md", "afterword.md", "paper/a.md", "articles/a.md"];
    let mut files: Vec<(&str, &[u8])> = paths.map(|path| (path, article)).into();
    files.extend([("in/deep/b.md", article), ("bin/lp", b"#!/bin/sh\ncat > printed\n")]);
    files.push(("images/cover.jpg", include_bytes!("../../source/images/cover.jpg")));
    let place = Workplace::new(&files);
    assert_eq!(place.run("build article.md -o book.epub").code, 0);
    place
}

/// Runs a line of a shell in which `warraq` and `lp` are at hand.
#[cfg(unix)]
fn shell(place: &Workplace, line: &str) -> std::process::Output {
    use std::os::unix::fs::PermissionsExt;
    let lp = place.path("bin/lp");
    fs::set_permissions(&lp, fs::Permissions::from_mode(0o755)).unwrap();
    let own = std::path::Path::new(env!("CARGO_BIN_EXE_warraq")).parent().unwrap();
    let others = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{}:{others}", own.display(), lp.parent().unwrap().display());
    std::process::Command::new("sh").current_dir(place.path("")).args(["-ec", line]).env("PATH", path).output().unwrap()
}

/// Every line with `warraq` does what it says, as it is written.
#[cfg(unix)]
#[test]
fn the_commands_for_the_shell_work() {
    let readme = read("README.md");
    let lines: Vec<&str> = blocks(&readme, "sh").into_iter().flat_map(str::lines).collect();
    let lines: Vec<&str> =
        lines.into_iter().filter(|line| line.contains("warraq ") && !line.starts_with("cargo")).collect();
    assert!(lines.len() >= 8, "{lines:?}");
    for line in lines {
        let place = desk();
        if line.starts_with("warraq new") {
            fs::remove_file(place.path("article.md")).unwrap();
        }
        let before = place.files("");
        let output = shell(&place, line);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {told}");
        assert!(place.files("") != before || told.contains("nothing is wrong"), "{line} does nothing: {told}");
    }
}

/// The recipes for make and Python, the book's project file and the front matter.
#[cfg(unix)]
#[test]
fn the_recipes_work() {
    let readme = read("README.md");
    let only = |language: &str| *blocks(&readme, language).first().unwrap();
    let place = desk();
    if crate::judges::program("make").is_some() {
        fs::write(place.path("Makefile"), only("make")).unwrap();
        let output = shell(&place, "make && make --question");
        assert!(output.status.success() && place.files("books") == ["a.epub"], "{output:?}");
    }
    if crate::judges::program("python3").is_some() {
        fs::write(place.path("feed.py"), only("python")).unwrap();
        let output = shell(&place, "PYTHONIOENCODING=utf-8 python3 feed.py");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "1 made ['books/a.epub', 'books/a.pdf']\n", "{output:?}");
    }
    fs::write(place.path("warraq.toml"), only("toml")).unwrap();
    let output = shell(&place, "warraq build");
    assert!(output.status.success() && place.files("out") == ["kitab.epub", "kitab.pdf"], "{output:?}");
    fs::write(place.path("b.md"), format!("{}\nنصّ المقال هنا.\n", only("yaml"))).unwrap();
    let output = shell(&place, "warraq build b.md --fail-on-warnings");
    assert!(output.status.success(), "{output:?}");
}

/// Everything in `source/`.
fn sample_files() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec!["source".to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                folders.push(name);
            } else {
                files.push((name, fs::read(entry.path()).unwrap()));
            }
        }
    }
    files
}
