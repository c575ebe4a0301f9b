//! Many sources: what is passed over, what is told to programs, how warnings count, and runs that are killed.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

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
    let place = Workplace::new(&[("in/a.md", UNTITLED.as_bytes()), ("in/b.md", b"a\0b")]);
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
    assert!(lines.len() == 2 && lines[0].starts_with("a.md:1:1: warning: no title given"), "{}", run.stderr);
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

/// Every file below `out` but the journal, by name.
fn books(place: &Workplace) -> BTreeMap<String, Vec<u8>> {
    let names = place.files("out").into_iter().filter(|name| !name.starts_with('.'));
    names.map(|name| (name.clone(), fs::read(place.path("out").join(name)).unwrap())).collect()
}

/// Killed at any moment and begun again, a run ends with the same books, and at no moment is a book half written.
#[cfg(unix)]
#[test]
fn killed_runs_are_taken_up_again() {
    let texts: Vec<String> = (0..24).map(|number| format!("# باب {number}\n\n{}", ARTICLE.repeat(12))).collect();
    let names: Vec<String> = (0..texts.len()).map(|number| format!("in/{number:02}.md")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let whole = Workplace::new(&files);
    assert_eq!(whole.run("build in").code, 0);
    let expected = books(&whole);

    let place = Workplace::new(&files);
    for milliseconds in [40, 90, 160, 70, 250, 120] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
        command.current_dir(place.path("")).args(["build", "in", "--skip-unchanged"]).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        for (name, bytes) in books(&place) {
            assert!(name.ends_with(".tmp") || expected[&name] == bytes, "{name} is neither old nor new");
        }
    }
    assert_eq!(place.run("build in --skip-unchanged").code, 0);
    assert!(place.files("out").iter().all(|name| !name.ends_with(".tmp")));
    assert_eq!(books(&place), expected);
}
