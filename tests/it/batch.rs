//! Many sources: what is passed over, what is told to programs, how warnings count, and runs that are killed.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::Workplace;

const ARTICLE: &str = "# صنعة الورق\n\nكان الورّاقون ينسخون الكتب ويبيعونها.\n";
const UNTITLED: &str = "كان الورّاقون ينسخون الكتب ويبيعونها، ثم جاءت المطبعة.\n";

#[test]
fn warnings_fail_where_asked() {
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes()), ("b.md", UNTITLED.as_bytes()), ("c.md", b"")]);
    assert_eq!(place.run("build a.md --fail-on-warnings").code, 0);
    assert_eq!(place.run("build b.md").code, 0);
    assert_eq!(place.run("build b.md --fail-on-warnings").code, 3);
    assert_eq!(place.run("build b.md c.md --fail-on-warnings").code, 1);
    assert_eq!(place.files("out").len(), 4);
}

/// Lines of JSON, without the times, which are not the same twice.
fn records(text: &str) -> Vec<Value> {
    let parsed = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let timeless = |mut value: Value| {
        assert!(
            value["milliseconds"].as_f64().is_some_and(|time| time > 0.0) || value["status"] == "failed",
            "{value}"
        );
        value.as_object_mut().unwrap().remove("milliseconds");
        value
    };
    parsed.map(timeless).collect()
}

#[test]
fn programs_read_reports_and_messages() {
    let place = Workplace::new(&[("in/a.md", UNTITLED.as_bytes()), ("in/b.md", b"a\0\0\0\0\0b")]);
    let run = place.run("build in --report report.jsonl --message-format json");
    assert_eq!(run.code, 1);
    let report = records(&fs::read_to_string(place.path("report.jsonl")).unwrap());
    assert_eq!(records(&run.stderr), report);
    let [first, second, summary] = report.as_slice() else { panic!("{report:?}") };
    assert_eq!((&first["schema"], &first["type"], &first["input"]), (&1.into(), &"source".into(), &"in/a.md".into()));
    assert_eq!((&first["status"], &first["outputs"][1]["pages"]), (&"made".into(), &1.into()));
    let bytes = fs::metadata(place.path("out/a.epub")).unwrap().len();
    assert_eq!((&first["outputs"][0]["bytes"], &first["outputs"][0]["format"]), (&bytes.into(), &"epub".into()));
    let message = &first["messages"][0];
    assert_eq!((&message["severity"], &message["line"], &message["column"]), (&"warning".into(), &1.into(), &1.into()));
    assert!(message["message"].as_str().unwrap().starts_with("no title given"));
    assert_eq!((&second["status"], &second["messages"][0]["severity"]), (&"failed".into(), &"error".into()));
    assert_eq!((&summary["type"], &summary["made"], &summary["failed"]), (&"summary".into(), &1.into(), &1.into()));
}

#[test]
fn messages_can_be_short() {
    let place = Workplace::new(&[("a.md", UNTITLED.as_bytes())]);
    let run = place.run("build a.md --to epub --message-format short");
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert!(
        lines.len() == 2 && lines[0].starts_with("a.md:1:1: warning[guessed-title]: no title given"),
        "{}",
        run.stderr
    );
}

#[test]
fn unchanged_sources_are_passed_over() {
    let image = include_bytes!("../../source/images/naskh.png");
    let source = format!("{ARTICLE}\n![صورة](x.png)\n");
    let place = Workplace::new(&[
        ("in/a.md", source.as_bytes()),
        ("in/x.png", image),
        ("in/b.md", UNTITLED.as_bytes()),
        ("x.css", b"p { color: red }"),
    ]);
    let build = |arguments: &str| place.run(&format!("build in --skip-unchanged {arguments}")).stderr;
    let check = |arguments: &str, unchanged: usize| {
        let told = build(arguments);
        let said =
            if unchanged > 0 { format!(", {unchanged} unchanged, 1 warning") } else { "sources, 1 warning".into() };
        assert!(told.contains(&said) && told.contains("no title given"), "{arguments}: {told}");
    };
    check("", 0);
    check("", 2);
    check("-v", 2);
    for options in ["--page-size A5", "--gray", "--no-cover", "--css x.css", "--digits european", "--mend none"] {
        check(options, 0);
        check(options, 2);
    }
    fs::write(place.path("x.css"), "p { color: blue }").unwrap();
    check("--css x.css", 0);
    check("", 0);
    fs::write(place.path("out/a.pdf"), "spoiled").unwrap();
    check("", 1);
    fs::write(place.path("in/x.png"), include_bytes!("../../source/images/codex.png")).unwrap();
    check("", 1);
    fs::write(place.path("in/b.md"), format!("{UNTITLED}\n{UNTITLED}")).unwrap();
    check("", 1);
    fs::remove_file(place.path("out/b.epub")).unwrap();
    check("", 1);
    check("", 2);
}

/// Ten sources that cannot be made into books, each in its own way, with what is said of it.
fn bad_sources() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let picture = include_bytes!("../../source/images/naskh.png").to_vec();
    vec![
        ("empty.md", Vec::new(), "empty.md: error[empty-source]: "),
        ("blank.txt", b"\xEF\xBB\xBF \n\t\n".to_vec(), "blank.txt: error[empty-source]: "),
        ("binary.md", b"a\0\0\0\0\0b".to_vec(), "binary.md: error[broken-source]: "),
        ("paper.txt", b"%PDF-1.7\n1 0 obj\n".to_vec(), "paper.txt: error[broken-source]: "),
        ("picture.html", picture, "picture.html: error[broken-source]: "),
        ("yaml.md", "---\ntitle: [صنعة\n---\n\nنصّ.\n".into(), "yaml.md:2:8: error[front-matter]: "),
        ("toml.md", "+++\ntitle = \n+++\n\nنصّ.\n".into(), "toml.md:2:"),
        ("header.md", "---\ntitle: صنعة\n---\n".into(), "header.md: error[empty-source]: "),
        ("letter.docx", "رسالة".into(), "letter.docx: error[broken-source]: "),
        (
            "page.html",
            "<html><head><title>صفحة</title></head><body></body></html>".into(),
            "page.html: error[empty-source]: ",
        ),
    ]
}

#[test]
fn bad_sources_of_all_kinds_are_named_and_the_others_made() {
    let bad = bad_sources();
    let mut files: Vec<(String, Vec<u8>)> = (0..190)
        .map(|number| (format!("in/{number:03}.md"), format!("# باب {number}\n\nنصّ الباب.\n").into()))
        .collect();
    files.extend(bad.iter().map(|(name, bytes, _)| (format!("in/{name}"), bytes.clone())));
    let place = Workplace::of(&files);
    let run = place.run("build in --message-format short --no-cover");
    assert_eq!(run.code, 1);
    for (name, _, said) in &bad {
        assert!(
            run.stderr.lines().any(|line| line.contains(said) && line.contains(": error[")),
            "{name}: {}",
            run.stderr
        );
    }
    assert_eq!(run.stderr.matches(": error[").count(), bad.len(), "{}", run.stderr);
    assert!(run.stderr.contains("made 380 files in out from 190 sources, 10 sources failed ("), "{}", run.stderr);
    assert_eq!(place.files("out").len(), 380);
}

/// Runs `warraq` under a shell's limits.
#[cfg(unix)]
fn run_limited(place: &Workplace, limits: &str, arguments: &str) -> std::process::Output {
    let line = format!("{limits}; exec '{}' {arguments}", env!("CARGO_BIN_EXE_warraq"));
    Command::new("sh").current_dir(place.path("")).args(["-c", &line]).output().unwrap()
}

/// A limit of the size of files stands for a full disk: writing fails in the same place.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_of_for_each_file_and_leaves_nothing_behind() {
    let image = include_bytes!("../../source/images/codex.png");
    let large = format!("{ARTICLE}\n![مخطوط](x.png)\n");
    let place = Workplace::new(&[
        ("in/a.md", large.as_bytes()),
        ("in/b.md", ARTICLE.as_bytes()),
        ("in/c.md", large.as_bytes()),
        ("in/x.png", image),
        ("out/a.pdf", b"old"),
    ]);
    // In units of 512 or 1024 bytes, by the shell.
    let output = run_limited(&place, "trap '' XFSZ; ulimit -f 40", "build in --to pdf");
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    for name in ["a", "c"] {
        let said = format!("in/{name}.md: error[unwritable]: out/{name}.pdf could not be written: file too large");
        assert!(told.contains(&said), "{told}");
    }
    assert!(told.contains("made out/b.pdf from 1 source, 2 sources failed ("), "{told}");
    assert_eq!(place.files("out"), ["a.pdf", "b.pdf"], "{told}");
    assert_eq!(fs::read(place.path("out/a.pdf")).unwrap(), b"old");
    if std::path::Path::new("/dev/full").exists() {
        let output = run_limited(&place, "true", "build in/b.md --to pdf -o - > /dev/full");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(
            told.contains("error[unwritable]: standard output could not be written: no space left on device"),
            "{told}"
        );
        assert_eq!(output.status.code(), Some(1));
    }
}

#[cfg(unix)]
#[test]
fn a_lost_folder_is_told_of_for_each_file() {
    let place = Workplace::new(&[("in/a/x.md", ARTICLE.as_bytes()), ("in/b/y.md", ARTICLE.as_bytes())]);
    fs::create_dir(place.path("out")).unwrap();
    std::os::unix::fs::symlink(place.path("nowhere/a"), place.path("out/a")).unwrap();
    let run = place.run("build in --to epub");
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("in/a/x.md: error[unwritable]: nothing can be written into the folder out/a: "),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("made out/b/y.epub from 1 source, 1 source failed ("), "{}", run.stderr);
}

/// Sources of some length: a chapter each.
fn chapters(count: usize, length: usize) -> Vec<(String, String)> {
    let text = ARTICLE.repeat(length);
    (0..count).map(|number| (format!("in/{number:03}.md"), format!("# باب {number}\n\n{text}"))).collect()
}

/// A request to end (SIGTERM) ends a run as Ctrl-C does: what is in hand is finished, or dropped without a trace.
#[cfg(unix)]
#[test]
fn a_run_that_is_asked_to_end_leaves_whole_books() {
    let chapters = chapters(300, 20);
    let place = Workplace::of(&chapters);
    let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
    command.current_dir(place.path("")).args(["build", "in", "--to", "pdf", "--report", "report.jsonl"]);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    while books(&place).is_empty() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(told.lines().last().unwrap().starts_with("interrupted: made "), "{told}");
    let made = books(&place);
    assert!(made.len() < chapters.len());
    assert!(made.iter().all(|(name, bytes)| name.ends_with(".pdf") && bytes.ends_with(b"%%EOF")), "{:?}", made.keys());
    let report = fs::read_to_string(place.path("report.jsonl")).unwrap();
    let last: Value = serde_json::from_str(report.lines().last().unwrap()).unwrap();
    assert_eq!((&last["type"], &last["interrupted"]), (&"summary".into(), &true.into()));
}

/// Every file below `out` but the journal and what is still being written, by name.
fn books(place: &Workplace) -> BTreeMap<String, Vec<u8>> {
    let names = place.files("out").into_iter().filter(|name| !name.starts_with('.'));
    // A temporary file may be gone by now, a book may not.
    names.map(|name| (name.clone(), fs::read(place.path("out").join(name)).unwrap())).collect()
}

/// Numbers from 0 to 1 without a pattern, the same in each run.
fn random_shares(count: usize) -> impl Iterator<Item = f64> {
    let next = |seed: &u64| Some(seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
    let seeds = std::iter::successors(Some(1514_u64), next);
    seeds.skip(1).take(count).map(|seed| (seed >> 40) as f64 / f64::from(1 << 24))
}

/// Begins a run and kills it after a time.
fn kill_after(time: Duration, place: &Workplace) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
    command.current_dir(place.path("")).args(["build", "in", "--no-cover", "--skip-unchanged"]).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    std::thread::sleep(time);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Killed at ten random moments and begun again, a run ends with the same books; at no moment is there a book that is
/// neither the old one nor the new one.
#[cfg(unix)]
#[test]
fn killed_runs_are_taken_up_again() {
    let chapters = chapters(30, 12);
    let whole = Workplace::of(&chapters);
    let begun = Instant::now();
    assert_eq!(whole.run("build in --no-cover").code, 0);
    let time = begun.elapsed();
    let new = books(&whole);

    let place = Workplace::of(&chapters);
    assert_eq!(place.run("build in --title قديم --no-cover --skip-unchanged").code, 0);
    let old = books(&place);
    let check = || {
        for (name, bytes) in books(&place) {
            assert!(old[&name] == bytes || new[&name] == bytes, "{name} is neither old nor new");
        }
    };
    std::thread::scope(|scope| {
        let kills = scope.spawn(|| {
            for share in random_shares(10) {
                kill_after(time.mul_f64(share / 3.0), &place);
                check();
            }
        });
        while !kills.is_finished() {
            check();
        }
    });
    assert_eq!(place.run("build in --no-cover --skip-unchanged").code, 0);
    assert!(place.files("out").iter().all(|name| !name.ends_with(".tmp")));
    assert_eq!(books(&place), new);
    assert_ne!(old, new);
}
