//! What the command answers: nothing of a source steers the terminal, answers that cannot be written are failures, and
//! what is read is never written over.

use std::fs;

use serde_json::Value;

use crate::support::{Run, Workplace};

const ARTICLE: &[u8] = "---\ntitle: صنعة الورق\n---\n\nكان الورّاقون ينسخون الكتب ويبيعونها.\n".as_bytes();
/// Controls of a terminal, of C1 too, and a mark that reorders text.
const STEERING: &str = "\u{1B}[2J\u{9B}1m\u{202E}";

/// That a run has printed nothing that steers a terminal.
fn check_quiet(run: &Run) {
    for text in [&run.stdout, &run.stderr] {
        let steers = |c: char| (c.is_control() && c != '\n' && c != '\t') || "\u{202E}\u{2067}".contains(c);
        assert!(!text.contains(steers), "{text:?}");
    }
}

#[cfg(unix)]
#[test]
fn names_and_titles_do_not_steer_the_terminal() {
    let name = format!("{STEERING}a.md");
    let title = format!("---\ntitle: \"\\e[2Jورق\\u202E\"\nlang: ar\n---\n\nنصّ.\n\n![](x{STEERING}.png)\n");
    let place = Workplace::new(&[(&name, title.as_bytes()), ("broken.epub", b"no book")]);
    fs::copy(place.path("broken.epub"), place.path(&format!("{STEERING}.epub"))).unwrap();
    let font = format!("--font-path={STEERING}.ttf");
    let fold = format!("{STEERING}/p");
    for arguments in [
        &["build", &name][..],
        &["build", &name, "-v"],
        &["build", &name, "--message-format", "json"],
        &["build", &name, "--message-format", "short", "-o", &format!("{STEERING}/")],
        &["build", &name, "--report", &format!("{STEERING}.jsonl")],
        &["build", &name, "--print-config", "--author", STEERING],
        &["build", &name, "--page-size", STEERING],
        &["build", &name, &format!("--{STEERING}")],
        &["build", &format!("{STEERING}none.md")],
        &["build", &name, &font],
        &["check", &format!("{STEERING}.epub")],
        &["new", &format!("{STEERING}.md")],
        &["new", &format!("{STEERING}.md")],
        &["new", "--project", &fold],
        &["fonts", &font],
        &["build", &name, "-o", "t/{title}", "--to", "epub"],
    ] {
        check_quiet(&place.run_with(arguments, &[]));
    }
    assert_eq!(place.files("t"), ["[2Jورق.epub"]);
    let report = fs::read_to_string(place.path(&format!("{STEERING}.jsonl"))).unwrap();
    let first: Value = serde_json::from_str(report.lines().next().unwrap()).unwrap();
    assert_eq!(first["input"], name, "a record keeps the name");
}

#[cfg(unix)]
#[test]
fn answers_that_cannot_be_written_are_failures() {
    use std::process::{Command, Stdio};
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let place = Workplace::new(&[("a.md", ARTICLE), ("jobs.jsonl", b"{\"input\": \"a.md\", \"to\": \"epub\"}\n")]);
    let run = place.run("build a.md --to epub --report /dev/full");
    let said = "error[unwritable]: the report /dev/full could not be written: no space left on device\n";
    assert!(run.code == 1 && run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.stderr);
    for arguments in ["build --jobs-from jobs.jsonl", "build a.md --print-config", "fonts", "man", "--help"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
        command.current_dir(place.path("")).args(arguments.split(' ')).stderr(Stdio::piped());
        command.stdout(fs::File::options().write(true).open("/dev/full").unwrap());
        let output = command.output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("error[unwritable]: standard output could not be written: "), "{arguments}: {told}");
        assert_eq!(output.status.code(), Some(1), "{arguments}");
    }
    assert_eq!(place.files("out"), ["a.epub"], "the books are made all the same");
}

#[cfg(unix)]
#[test]
fn what_is_read_is_not_written_over() {
    let place = Workplace::new(&[("b.pdf", ARTICLE), ("jobs.jsonl", b"{\"input\": \"a.md\"}\n"), ("x.css", b"p {}\n")]);
    fs::hard_link(place.path("b.pdf"), place.path("hard.pdf")).unwrap();
    std::os::unix::fs::symlink("b.pdf", place.path("soft.pdf")).unwrap();
    fs::write(place.path("warraq.toml"), "quotes = 'keep'\n").unwrap();
    let check = |arguments: &str, said: &str| {
        let run = place.run(arguments);
        assert!(run.code == 2 && run.stderr.contains(said), "{arguments}: {} {}", run.code, run.stderr);
        assert_eq!(fs::read(place.path("b.pdf")).unwrap(), ARTICLE, "{arguments}");
    };
    check("build b.pdf --from md -o b.pdf", "error[usage]: b.pdf would be written over the source b.pdf");
    check("build b.pdf --from md -o hard.pdf", "error[usage]: hard.pdf would be written over the source b.pdf");
    check("build soft.pdf --from md -o b.pdf", "error[usage]: b.pdf would be written over the source soft.pdf");
    check("build b.pdf --from md -o . --to pdf", "would be written over the source b.pdf");
    check("build --book b --title ب b.pdf --from md", "would be written over the source b.pdf");
    for report in ["hard.pdf", "x.css", "warraq.toml", "./out/b.epub"] {
        let said = format!("the report {report} would be written over the ");
        check(&format!("build b.pdf --from md --css x.css --report {report}"), &said);
    }
    check("build --jobs-from jobs.jsonl --report ./jobs.jsonl", "would be written over the file jobs.jsonl");
    assert_eq!(fs::read(place.path("jobs.jsonl")).unwrap(), b"{\"input\": \"a.md\"}\n");
    check("build b.pdf --from md -o=", "error[usage]: a value is required for");
}

#[test]
fn jobs_are_read_as_they_are_written() {
    let long = format!("{{\"input\": \"a.md\", \"title\": \"{}\"}}", "ط".repeat(1 << 20));
    let lines = [
        "\u{FEFF}{\"id\": 12345678901234567890123, \"input\": \"a.md\", \"to\": \"epub\"}".as_bytes(),
        long.as_bytes(),
        b"{\"input\": \"\xFF.md\"}",
        b"{\"id\": 4, \"input\": \"a.md\", \"output\": \"\"}",
        b"{\"id\": 1.50, \"input\": \"b.pdf\", \"from\": \"md\", \"output\": \"b.pdf\"}",
        b"{\"id\": 6, \"input\": \"a.md\", \"to\": \"epub\"}",
    ];
    let place = Workplace::new(&[("a.md", ARTICLE), ("b.pdf", ARTICLE)]);
    let run = place.feed(&["build", "--jobs-from", "-"], &[], &lines.join(&b'\n'));
    let answers: Vec<&str> = run.stdout.lines().collect();
    assert_eq!((run.code, answers.len()), (1, lines.len()), "{}", run.stdout);
    assert!(answers[0].contains("\"id\":12345678901234567890123,"), "{}", answers[0]);
    for (answer, said) in answers[1..5].iter().zip(["longer than 1 MiB", "not UTF-8", "`output`", "over its source"]) {
        assert!(answer.contains("\"status\":\"failed\"") && answer.contains(said), "{answer}");
    }
    assert!(answers[4].contains("\"id\":1.50,"), "{}", answers[4]);
    assert!(answers[5].contains("\"status\":\"made\""), "{}", answers[5]);
    assert_eq!(fs::read(place.path("b.pdf")).unwrap(), ARTICLE);

    let run = place.run("build --jobs-from .");
    assert!(
        run.code == 2 && run.stderr.contains("error[unreadable]: the jobs of . cannot be read: "),
        "{}",
        run.stderr
    );
}

#[test]
fn a_page_taken_whole_is_made_again() {
    let page = "<html><head><title>صفحة</title></head><body><nav>تصفح</nav><article><h1>صفحة</h1><p>نصّ المقال.</p></article></body></html>";
    let place = Workplace::new(&[("a.html", page.as_bytes())]);
    let run = |arguments: &str| place.run(&format!("build a.html --to epub --skip-unchanged {arguments}")).stderr;
    assert!(!run("").contains("unchanged") && run("").contains("1 unchanged"));
    assert!(!run("--whole-page").contains("unchanged") && run("--whole-page --jobs 1").contains("1 unchanged"));
}
