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
