//! The command as its users meet it: messages, files and exit codes.

use std::fs;

use crate::support::Workplace;

const ARTICLE: &str = "# صنعة الورق\n\nكان الورّاقون ينسخون الكتب ويبيعونها.\n";

/// Runs the command among `files` and expects an exit code, words on standard error, and files below `out`.
fn check(files: &[(&str, &str)], arguments: &str, code: i32, words: &[&str], made: &[&str]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    check_bytes(&files, arguments, code, words, made);
}

fn check_bytes(files: &[(&str, &[u8])], arguments: &str, code: i32, words: &[&str], made: &[&str]) {
    let place = Workplace::new(files);
    let run = place.run(arguments);
    assert_eq!(run.code, code, "{arguments}: {}", run.stderr);
    assert_eq!(run.stdout, "", "{arguments}: messages belong on standard error");
    for word in words {
        assert!(run.stderr.contains(word), "{arguments}: no `{word}` in:\n{}", run.stderr);
    }
    assert_eq!(place.files("out"), made, "{arguments}: {}", run.stderr);
}

#[test]
fn one_source_gives_both_books() {
    check(
        &[("article.md", ARTICLE)],
        "build article.md",
        0,
        &["made out/article.epub and out/article.pdf"],
        &["article.epub", "article.pdf"],
    );
}

#[test]
fn folders_are_searched_and_their_subfolders_kept() {
    check(
        &[("in/a.md", ARTICLE), ("in/deep/b.txt", ARTICLE), ("in/deep/picture.png", "")],
        "build in --to epub",
        0,
        &["made out/a.epub and out/deep/b.epub from 2 sources"],
        &["a.epub", "deep/b.epub"],
    );
}

#[test]
fn the_ending_of_the_output_chooses_the_format() {
    check(&[("a.md", ARTICLE)], "build a.md -o out/x.pdf", 0, &["made out/x.pdf (1 page, "], &["x.pdf"]);
    check(&[("a.md", ARTICLE)], "build a.md -o out/x.EPUB", 0, &["made out/x.EPUB ("], &["x.EPUB"]);
    check(&[("a.md", ARTICLE)], "build a.md -o out/v1.2/", 0, &[], &["v1.2/a.epub", "v1.2/a.pdf"]);
}

fn wrong(arguments: &str, words: &[&str]) {
    check(&[("a.md", ARTICLE), ("b/a.txt", ARTICLE)], arguments, 2, words, &[]);
}

#[test]
fn wrong_usage_does_nothing() {
    wrong("build", &["error[usage]: no INPUT is given", "hint: "]);
    wrong("bild a.md", &["unrecognized subcommand 'bild'", "'build'"]);
    wrong("build a.md --pages 3", &["unexpected argument '--pages' found"]);
    wrong("build a.md --to docx", &["invalid value 'docx'", "possible values: epub, pdf"]);
    wrong(
        "build a.md -o out/a.docx",
        &["error[usage]: unknown format of -o out/a.docx: .docx", "hint: ", ".epub or .pdf"],
    );
    wrong(
        "build a.md -o out/a.pdf --to epub",
        &["error[usage]: -o out/a.pdf names one file, but --to asks for epub too"],
    );
    wrong(
        "build a.md b -o out/x.pdf",
        &["error[usage]: -o out/x.pdf names one file, but there are 2 sources", "hint: "],
    );
    wrong("build a.md b", &["error[usage]: a.md and b/a.txt would both be written to out/a.epub", "hint: "]);
    wrong("build a.md --page-size B9", &["invalid value 'B9'", "A4, A5, Letter, or width x height"]);
    wrong("build a.md --font-size 200", &["invalid value '200'", "points from 5 to 72"]);
    wrong("build a.md --date 2025-02-30", &["invalid value '2025-02-30'", "such as 2025-12-17"]);
    wrong("build a.md --lang ?", &["invalid value '?'", "such as ar, ar-EG"]);
    wrong("build a.md --quiet --verbose", &["cannot be used with"]);
    wrong("build a.md --margins 20", &["invalid value '20'", "lengths in mm, cm, in or pt"]);
    wrong("build a.md --margins 100mm", &["error[invalid-value]: `margins: 100mm` cannot be used", "at least 30 mm"]);
    wrong("build a.md --font Nada", &["error[invalid-value]: `font: Nada` cannot be used", "Amiri, Noto Naskh Arabic"]);
    wrong(
        "build a.md --font-path none.ttf",
        &["error[unusable-font]: the font none.ttf cannot be used: it cannot be read"],
    );
    wrong("build a.md --font-path b", &["error[unusable-font]: b holds no fonts"]);
    wrong("build a.md --justify wide", &["invalid value 'wide'", "none, space or kashida"]);
    wrong("build a.md --metadata title", &["invalid value 'title'", "KEY=VALUE"]);
    wrong("build a.md --metadata date=x", &["invalid value 'x' for '--metadata date'"]);
    wrong("build a.md --jobs 0", &["invalid value '0'"]);
    wrong("build a.md --from docy", &["invalid value 'docy'"]);
}

#[test]
fn wrong_files_and_streams_do_nothing() {
    wrong("build -", &["error[usage]: standard output takes one book", "hint: "]);
    wrong("build - -o out/", &["error[unknown-format]: the kind of standard input is not known", "--from md"]);
    wrong("build - --from md -o out/{title}", &["error[usage]: standard input has no title before it is read"]);
    wrong("build a.md -o -", &["error[usage]: standard output takes one book", "--to pdf"]);
    wrong("build a.md b -o out/{author}.pdf", &["error[usage]: unknown place in -o", "{stem}, {title} and {date}"]);
    wrong("build a.md b -o out/{date}.pdf", &["a.md and b/a.txt would both be written to out/undated.pdf"]);
    wrong("build a.md --project none.toml", &["error[unreadable]: none.toml: cannot be read"]);
    wrong("build a.md --report none/x.jsonl", &["error[unwritable]: the report none/x.jsonl cannot be written"]);
    wrong(
        "build a.md --report ./a.md",
        &["error[usage]: the report ./a.md would be written over the source a.md", "hint: "],
    );
    wrong(
        "build a.md --report out/a.pdf",
        &["error[usage]: the report out/a.pdf would be written over the book out/a.pdf"],
    );
    wrong("build --jobs-from none.jsonl", &["error[unreadable]: the jobs of none.jsonl cannot be read"]);
    wrong("build a.md --jobs-from -", &["cannot be used with"]);
    wrong("new a.md", &["error[unwritable]: a.md is there already"]);
    wrong("new a.docx", &["error[usage]: a.docx is neither Markdown nor plain text"]);
}

#[test]
fn an_epoch_that_is_no_number_is_wrong_usage() {
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes())]);
    let run = place.run_with(&["build", "a.md"], &[("SOURCE_DATE_EPOCH", "today")]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("invalid SOURCE_DATE_EPOCH 'today'"), "{}", run.stderr);
    assert_eq!(place.files("out"), [""; 0]);
}

#[test]
fn sources_that_cannot_be_read_each_say_why() {
    let bad = |bytes: &[u8], name: &str, words: &[&str]| {
        check_bytes(&[(name, bytes)], &format!("build {name}"), 1, words, &[]);
    };
    bad(b"", "empty.md", &["empty.md: error[empty-source]: ", "empty", "made nothing, 1 source failed"]);
    bad(b"\xEF\xBB\xBF \n", "blank.txt", &["blank.txt: error[empty-source]: ", "no text"]);
    bad(b"%PDF-1.7\n", "paper.md", &["paper.md: error[broken-source]: ", "PDF"]);
    bad(b"a\0\0\0\0\0b", "binary.txt", &["binary.txt: error[broken-source]: ", "binary"]);
    bad(
        b"text",
        "letter.xyz",
        &["letter.xyz: error[unknown-format]: unknown kind of source: \"xyz\"", "hint: sources end in .md"],
    );
    check(&[], "build none.md", 1, &["none.md: error[unreadable]: no such file or folder"], &[]);
    check(
        &[("in/x.png", "")],
        "build in",
        1,
        &["in: error[unknown-format]: the folder holds no sources", "hint: "],
        &[],
    );
}

#[test]
fn invalid_bytes_are_a_warning_with_their_places() {
    let mut source = ARTICLE.as_bytes().to_vec();
    source.extend(b"\xFF\n");
    let words = ["a.md:4:1: warning[invalid-bytes]: what is not UTF-8 is set as U+FFFD, at 4:1"];
    check_bytes(&[("a.md", &source)], "build a.md --to epub", 0, &words, &["a.epub"]);
}

#[test]
fn broken_front_matter_names_its_line() {
    let source = "---\ntitle: [صنعة\nauthor: ابن النديم\n---\n\nنصّ المقال هنا.\n";
    let place = Workplace::new(&[("a.md", source.as_bytes())]);
    let run = place.run("build a.md");
    let first = run.stderr.lines().next().unwrap();
    assert!(first.starts_with("a.md:") && first.contains(": error["), "{}", run.stderr);
    assert!(first.split(':').nth(1).is_some_and(|line| line.parse::<u32>().is_ok()), "{first}");
    assert_eq!((run.code, place.files("out").len()), (1, 0));
}

#[test]
fn an_unreadable_image_is_a_warning_with_its_place() {
    let source = format!("{ARTICLE}\n![مطبعة](none.png)\n");
    check(
        &[("a.md", &source)],
        "build a.md",
        0,
        &["a.md:5:1: warning[missing-picture]: ", "none.png", "  5 | ![مطبعة](none.png)\n"],
        &["a.epub", "a.pdf"],
    );
    let broken = format!("{ARTICLE}\n![مطبعة](broken.png)\n");
    check(
        &[("a.md", &broken), ("broken.png", "not a picture")],
        "build a.md",
        0,
        &["a.md:5:1: warning[unsupported-picture]: ", "broken.png"],
        &["a.epub", "a.pdf"],
    );
}

#[test]
fn bad_sources_do_not_stop_the_rest_and_are_told_of_in_order() {
    let place = Workplace::new(&[
        ("in/a.md", ARTICLE.as_bytes()),
        ("in/b.md", b"a\0\0\0\0\0b"),
        ("in/c.md", ARTICLE.as_bytes()),
        ("in/d.md", b""),
    ]);
    let run = place.run("build none.md in --quiet");
    assert_eq!(run.code, 1);
    let named: Vec<_> =
        run.stderr.lines().filter_map(|line| line.split_once(": error[")).map(|(name, _)| name).collect();
    assert_eq!(named, ["none.md", "in/b.md", "in/d.md"]);
    assert_eq!(place.files("out"), ["a.epub", "a.pdf", "c.epub", "c.pdf"]);
    assert!(place.run("build none.md in").stderr.contains("made 4 files in out from 2 sources, 3 sources failed ("));
}

#[test]
fn a_folder_that_cannot_be_written_says_so() {
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes()), ("taken", b"old")]);
    let run = place.run("build a.md -o taken/");
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("a.md: error[unwritable]: taken is a file, not a folder\n  hint: "), "{}", run.stderr);
    assert_eq!(fs::read(place.path("taken")).unwrap(), b"old");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_the_system_refuses_says_so() {
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes())]);
    let run = place.run("build a.md -o /proc/warraq/");
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("error[unwritable]: nothing can be written into the folder /proc/warraq: "),
        "{}",
        run.stderr
    );
}

#[test]
fn a_failed_run_keeps_the_old_books() {
    let place = Workplace::new(&[("a.md", b"a\0\0\0\0\0b"), ("out/a.pdf", b"old")]);
    assert_eq!(place.run("build a.md").code, 1);
    assert_eq!(place.files("out"), ["a.pdf"]);
    assert_eq!(fs::read(place.path("out/a.pdf")).unwrap(), b"old");
}

#[test]
fn a_run_replaces_the_old_books_and_leaves_nothing_beside_them() {
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes()), ("out/a.pdf", b"old")]);
    assert_eq!(place.run("build a.md").code, 0);
    assert!(fs::read(place.path("out/a.pdf")).unwrap().starts_with(b"%PDF-1.7"));
    assert_eq!(place.files("out"), ["a.epub", "a.pdf"]);
}

#[test]
fn sources_cannot_steer_the_terminal() {
    let source = format!("{ARTICLE}\n![\u{1B}[31m](none\u{1B}[2J.png)\n");
    let place = Workplace::new(&[("a.md", source.as_bytes())]);
    let run = place.run("build a.md");
    assert!(run.stderr.contains("warning"), "{}", run.stderr);
    assert!(!run.stderr.contains('\u{1B}'), "{:?}", run.stderr);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_with_130_and_whole_books() {
    use std::process::{Command, Stdio};
    let long: String = ARTICLE.repeat(40);
    let files: Vec<(String, &String)> = (0..400).map(|number| (format!("in/{number:03}.md"), &long)).collect();
    let place = Workplace::of(&files);
    let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
    command.current_dir(place.path("")).args(["build", "in"]).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    while place.files("out").is_empty() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(told.lines().last().unwrap().starts_with("interrupted: made "), "{told}");
    let made = place.files("out");
    assert!(made.len() < 800 && made.iter().all(|name| name.ends_with(".epub") || name.ends_with(".pdf")), "{made:?}");
}
