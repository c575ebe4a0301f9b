//! Standard input and output, templates of names, and jobs fed by another program.

use std::fs;

use serde_json::Value;

use crate::support::Workplace;

const ARTICLE: &str = "---\ntitle: صنعة الورق\ndate: 2025-12-17\n---\n\nكان الورّاقون ينسخون الكتب ويبيعونها.\n";

#[test]
fn a_book_goes_from_stream_to_stream() {
    let place = Workplace::new(&[]);
    for arguments in
        [&["build", "-", "--from", "md", "--to", "pdf"][..], &["build", "-", "--from", "md", "--to", "pdf", "-o", "-"]]
    {
        let output = place.output(arguments, &[], ARTICLE.as_bytes());
        assert!(output.status.success() && output.stdout.starts_with(b"%PDF-1.7"), "{arguments:?}");
        assert!(output.stderr.starts_with(b"made <stdout> (1 page, "), "{arguments:?}");
    }
    let text = place.output(&["build", "-", "--from=txt", "--to", "epub"], &[], "تاريخ الورق\n\nنصّ.\n".as_bytes());
    assert_eq!(&text.stdout[30..38], b"mimetype");
    assert_eq!(place.files(""), [""; 0]);

    let run = place.feed(&["build", "-", "--from", "md", "-o", "out/"], &[], ARTICLE.as_bytes());
    assert_eq!((run.code, place.files("out")), (0, vec!["stdin.epub".to_owned(), "stdin.pdf".to_owned()]));
    let run = place.feed(&["build", "-", "--from", "md", "-o", "x.pdf"], &[], b"a\0\0\0\0\0b");
    assert!(run.code == 1 && run.stderr.starts_with("<stdin>: error["), "{}", run.stderr);
}

#[test]
fn a_file_can_go_to_standard_output() {
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes()), ("b.md", ARTICLE.as_bytes())]);
    let output = place.output(&["build", "a.md", "--to", "pdf", "-o", "-"], &[], b"");
    assert!(output.stdout.starts_with(b"%PDF-1.7"));
    assert_eq!(place.run("build a.md b.md --to pdf -o -").code, 2);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::{Command, Stdio};
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
    command.current_dir(place.path("")).args(["build", "a.md", "--to", "epub", "-o", "-", "-q"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn another_kind_can_be_named() {
    let place = Workplace::new(&[("notes", ARTICLE.as_bytes())]);
    assert_eq!(place.run("build notes --to epub").code, 1);
    assert_eq!(place.run("build notes --to epub --from md").code, 0);
    assert_eq!(place.files("out"), ["notes.epub"]);
}

#[test]
fn names_follow_templates() {
    let place = Workplace::new(&[("in/a.md", ARTICLE.as_bytes()), ("in/b.md", "# الحبر\n\nنصّ.\n".as_bytes())]);
    let made = |template: &str| {
        let run = place.run_with(&["build", "in", "--to", "pdf", "-o", template], &[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let files = place.files("out");
        fs::remove_dir_all(place.path("out")).unwrap();
        files
    };
    assert_eq!(made("out/{date} {title}"), ["2025-12-17 صنعة الورق.pdf", "undated الحبر.pdf"]);
    assert_eq!(made("out/{date}/"), ["2025-12-17/a.pdf", "undated/b.pdf"]);
    assert_eq!(made("out/x-{stem}.pdf"), ["x-a.pdf", "x-b.pdf"]);
}

#[test]
fn patterns_are_expanded() {
    let place = Workplace::new(&[("in/a.md", ARTICLE.as_bytes()), ("in/b.txt", ARTICLE.as_bytes())]);
    assert_eq!(place.run("build in/*.md --to epub").code, 0);
    assert_eq!(place.files("out"), ["a.epub"]);
}

#[test]
fn another_program_feeds_jobs_and_reads_answers() {
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes()), ("b.md", b"a\0\0\0\0\0b"), ("c", ARTICLE.as_bytes())]);
    let jobs = "{\"id\": 7, \"input\": \"a.md\", \"output\": \"out/x.pdf\", \"title\": \"بديل\"}\n\
                not JSON\n\n\
                {\"input\": \"b.md\"}\n\
                {\"input\": \"c\", \"from\": \"md\", \"to\": \"epub\", \"metadata\": {\"publisher\": \"دار\"}}\n\
                {\"input\": \"a.md\", \"to\": \"docx\"}\n\
                {\"input\": \"a.md\", \"output\": \"-\"}\n\
                {\"input\": \"-\"}\n\
                {\"input\": \"a.md\", \"metadata\": \"title\"}\n";
    let run = place.feed(&["build", "--jobs-from", "-", "-q", "--jobs", "2"], &[], jobs.as_bytes());
    let answers: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let field = |name: &str| answers.iter().map(|answer| answer[name].to_string()).collect::<Vec<_>>();
    let statuses = ["made", "failed", "failed", "made", "failed", "failed", "failed", "failed"];
    assert_eq!(field("status"), statuses.map(|status| format!("\"{status}\"")));
    assert_eq!(answers[6]["messages"][0]["hints"][0], "give a file: standard input is not for jobs");
    assert_eq!(answers[7]["messages"][0]["message"], "the job's `metadata` cannot be used");
    assert_eq!(field("input")[..3], ["\"a.md\"", "\"job 2\"", "\"b.md\""]);
    assert_eq!((answers[0]["id"].as_u64(), run.code), (Some(7), 1));
    assert_eq!(answers[0]["outputs"][0]["path"], "out/x.pdf");
    assert_eq!(place.files("out"), ["c.epub", "x.pdf"]);
    let kobo_jobs = "{\"input\": \"a.md\", \"to\": \"epub\", \"output\": \"kobo/\"}\n{\"input\": \"a.md\", \"output\": \"x.epub\"}\n";
    let run = place.feed(&["build", "--jobs-from", "-", "-q", "--kepub"], &[], kobo_jobs.as_bytes());
    assert!(run.code == 1 && run.stdout.contains("does not end in .kepub.epub"), "{}", run.stdout);
    assert_eq!((place.files("kobo"), place.path("x.epub").exists()), (vec!["a.kepub.epub".to_owned()], false));
    // What a job leaves out is as on the command line.
    let run =
        place.feed(&["build", "--jobs-from", "-", "-q", "-o", "all/", "--to", "pdf"], &[], b"{\"input\": \"a.md\"}");
    assert_eq!((run.code, place.files("all")), (0, vec!["a.pdf".to_owned()]));
    assert_eq!(place.feed(&["build", "--jobs-from", "-", "-o", "-", "--to", "pdf"], &[], b"").code, 2);
    let package = crate::support::member(&fs::read(place.path("out/c.epub")).unwrap(), ".opf");
    assert!(package.contains("دار"));
    let pdf = lopdf::Document::load(place.path("out/x.pdf")).unwrap();
    let info = pdf.get_dictionary(pdf.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(lopdf::decode_text_string(info.get(b"Title").unwrap()).unwrap(), "بديل");
}

/// A request to end is heard also while nothing comes: neither jobs nor a source.
#[cfg(unix)]
#[test]
fn silence_can_be_interrupted() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes())]);
    let begin = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
        command.current_dir(place.path("")).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::null()).spawn().unwrap()
    };
    let end = |child: &mut std::process::Child| {
        assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
        child.wait().unwrap().code()
    };
    let mut feed = begin(&["build", "--jobs-from", "-"]);
    let (mut jobs, mut answers) = (feed.stdin.take().unwrap(), BufReader::new(feed.stdout.take().unwrap()));
    // Each answer comes without another job, or the end of the feed.
    for number in 0..3 {
        writeln!(jobs, "{{\"id\": {number}, \"input\": \"a.md\", \"to\": \"epub\"}}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert!(answer.contains(&format!("\"id\":{number},")) && answer.contains("\"made\""), "{answer}");
    }
    assert_eq!(end(&mut feed), Some(130));

    let mut stream = begin(&["build", "-", "--from", "md", "-o", "x.pdf"]);
    let mut source = stream.stdin.take().unwrap();
    // More than a pipe holds: when all is taken, the command is reading.
    source.write_all(&b"# title\n\n".repeat(20_000)).unwrap();
    assert_eq!(end(&mut stream), Some(130));
    assert!(!place.path("x.pdf").exists());
}
