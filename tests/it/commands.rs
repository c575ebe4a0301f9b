//! The commands beside `build`: `new`, `fonts`, `completions`, `man`, `watch`.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::Workplace;

#[test]
fn what_new_begins_can_be_built() {
    let place = Workplace::new(&[]);
    for name in ["a.md", "b.txt"] {
        let begun = place.run(&format!("new {name}"));
        assert_eq!((begun.code, begun.stderr), (0, format!("made {name}\n")));
        let run = place.run(&format!("build {name}"));
        assert_eq!((run.code, run.stderr.contains("warning")), (0, false), "{}", run.stderr);
    }
    assert_eq!(place.run("new --project books").code, 0);
    assert_eq!(place.files("books"), ["articles/article.md", "warraq.toml"]);
    for project in ["books/warraq.toml", "books"] {
        assert_eq!(place.run(&format!("build --project {project}")).code, 0);
        assert_eq!(place.files("books/out"), ["article.epub", "article.pdf"]);
        fs::remove_dir_all(place.path("books/out")).unwrap();
    }
    let again = place.run("new --project books");
    assert_eq!((again.code, again.stderr.as_str()), (2, "error[unwritable]: books/warraq.toml is there already\n"));
    let below = place.run("new --project a.md");
    let said = "error[unwritable]: a.md/warraq.toml cannot be written: ";
    assert!(
        below.code == 2 && below.stderr.starts_with(said) && !below.stderr.contains("os error"),
        "{}",
        below.stderr
    );
}

#[test]
fn fonts_are_listed_with_what_they_cover() {
    let listed = Workplace::new(&[]).run("fonts").stdout;
    assert_eq!(listed.lines().count(), 14);
    assert!(listed.contains("Warraq Signs\tregular\tbuilt in\t3588 characters: signs\n"), "{listed}");
    assert!(
        listed.lines().any(|line| line.starts_with("Noto Sans Mono\tregular\tbuilt in\t") && line.contains("Greek"))
    );
}

#[test]
fn completions_and_the_manual_come_from_the_grammar() {
    let place = Workplace::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = place.run(&format!("completions {shell}"));
        assert!(run.code == 0 && run.stdout.contains("skip-unchanged"), "{shell}: {}", run.stderr);
    }
    let page = place.run("man").stdout;
    let mut rest = page.as_str();
    for word in [
        ".TH warraq 1",
        ".SH \"WARRAQ BUILD\"",
        "\\-\\-page\\-size",
        ".SH \"WARRAQ CHECK\"",
        ".SH \"WARRAQ WATCH\"",
        "Those of warraq build",
        ".SH EXAMPLES\n.nf\n",
        ".SH ENVIRONMENT",
        "SOURCE_DATE_EPOCH",
        ".SH \"EXIT STATUS\"\n.nf\n",
        "130",
    ] {
        let found = rest.find(word).unwrap_or_else(|| panic!("no {word} in {rest}"));
        rest = &rest[found..];
    }
    // Every command has its section, and none refers to a page that is not there.
    assert!(!page.contains("(1)\n.TH") && !page.contains("warraq\\-build(1)"), "{page}");
}

/// The completions do their work in a shell, where there is one.
#[test]
fn bash_completes_commands_and_options() {
    let Some(mut bash) = crate::judges::program("bash") else { return };
    let script = "source completions.bash
        complete_words() {
            COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)) COMPREPLY=()
            _warraq warraq \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"
            echo \"${COMPREPLY[*]}\"
        }
        complete_words warraq bu
        complete_words warraq build --skip
        complete_words warraq build --to ''
        complete_words warraq build --justify ''
        complete_words warraq completions f";
    let place = Workplace::new(&[]);
    fs::write(place.path("completions.bash"), place.run("completions bash").stdout).unwrap();
    let output = bash.current_dir(place.path("")).args(["--norc", "-c", script]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(told, "build\n--skip-unchanged\nepub pdf\nnone space kashida\nfish\n", "{output:?}");
}

/// A running `watch`, ended with the test.
struct Watch(Child);

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn wait_for(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[cfg(unix)]
#[test]
fn watch_builds_what_is_saved_and_survives_broken_states() {
    let place = Workplace::new(&[("in/a.md", "# الورق\n\nنصّ.\n".as_bytes())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
    command.current_dir(place.path("")).args(["watch", "in", "--to", "epub"]);
    let mut watch = Watch(command.stderr(Stdio::piped()).spawn().unwrap());
    let book = |name: &str| fs::read(place.path("out").join(name)).ok();
    wait_for("the first build", || book("a.epub").is_some());
    let first = book("a.epub");
    // The first build ends after the folder is watched.
    fs::write(place.path("in/a.md"), "---\ntitle: [\n---\n\nنصّ.\n").unwrap();
    std::thread::sleep(Duration::from_millis(150));
    assert_eq!(book("a.epub"), first);
    fs::write(place.path("in/a.md"), "# الحبر\n\nنصّ.\n").unwrap();
    wait_for("the second build", || book("a.epub") != first);
    fs::write(place.path("in/b.md"), "# الجلد\n\nنصّ.\n").unwrap();
    wait_for("a new source", || book("b.epub").is_some());
    let killed = Command::new("kill").args(["-INT", &watch.0.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(watch.0.wait().unwrap().code(), Some(130));
    assert_eq!(place.run("watch in --skip-unchanged").code, 2);
    assert_eq!(place.run("watch -").code, 2);
}

/// What is saved beside the sources changes how they are built: the project file and the style sheet at once, a broken
/// project file not until it is whole again. What the run itself writes starts no other.
#[cfg(unix)]
#[test]
fn watch_reads_its_settings_again() {
    let project = |size: &str| format!("inputs = ['a.md']\nto = ['pdf', 'epub']\ncss = 'x.css'\npage-size = {size}\n");
    let place = Workplace::new(&[
        ("a.md", "# الورق\n\nنصّ.\n".as_bytes()),
        ("x.css", b"p { color: red }"),
        ("warraq.toml", project("'A5'").as_bytes()),
    ]);
    let log = fs::File::create(place.path("log.txt")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
    command.current_dir(place.path("")).args(["watch", "--report", "report.jsonl"]);
    let mut watch = Watch(command.stderr(log).spawn().unwrap());
    let book = |name: &str| fs::read(place.path("out").join(name)).ok();
    let is_wide = |points: f32| book("a.pdf").is_some_and(|pdf| has_page_of(&pdf, points));
    let told = || fs::read_to_string(place.path("log.txt")).unwrap();
    wait_for("the first build", || is_wide(419.53));
    fs::write(place.path("warraq.toml"), project("'B9'")).unwrap();
    wait_for("the broken project", || told().contains("warraq.toml:4:1: error[project-file]: invalid value 'B9'"));
    fs::write(place.path("a.md"), "# الحبر\n\nنصّ.\n").unwrap();
    let css = |colour: &str| {
        book("a.epub").is_some_and(|epub| crate::support::member(&epub, "stylesheet.css").contains(colour))
    };
    let title = |word: &str| book("a.epub").is_some_and(|epub| crate::support::member(&epub, ".opf").contains(word));
    wait_for("the old settings", || title("الحبر") && is_wide(419.53));
    assert!(css("red"));
    fs::write(place.path("warraq.toml"), project("'letter'")).unwrap();
    wait_for("the new settings", || is_wide(612.0));
    fs::write(place.path("x.css"), "p { color: blue }").unwrap();
    wait_for("the new style sheet", || css("blue"));
    std::thread::sleep(Duration::from_millis(300));
    let builds = told().matches("made out/").count();
    fs::write(place.path("notes.log"), "لا شيء").unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(told().matches("made out/").count(), builds, "{}", told());
    let killed = Command::new("kill").args(["-INT", &watch.0.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(watch.0.wait().unwrap().code(), Some(130));
}

/// Whether a PDF has a page of a width, in points; one that is written just now has none.
fn has_page_of(pdf: &[u8], points: f32) -> bool {
    let width = |object: &lopdf::Object| {
        let sides = object.as_dict().ok()?.get(b"MediaBox").and_then(lopdf::Object::as_array).ok()?;
        sides[2].as_float().ok()
    };
    let pdf = lopdf::Document::load_mem(pdf);
    pdf.is_ok_and(|pdf| pdf.objects.values().filter_map(width).any(|width| (width - points).abs() < 0.1))
}

#[cfg(unix)]
#[test]
fn watch_binds_a_book_again_when_a_chapter_is_saved() {
    let place = Workplace::new(&[
        ("warraq.toml", "[book]\noutput = 'out/x.epub'\ntitle = 'كتاب'\ninputs = ['أ.md', 'in']\n".as_bytes()),
        ("أ.md", "# الورق\n\nنصّ.\n".as_bytes()),
        ("in/ب.md", "# الحبر\n\nنصّ.\n".as_bytes()),
    ]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
    command.current_dir(place.path("")).arg("watch");
    let mut watch = Watch(command.stderr(Stdio::piped()).spawn().unwrap());
    let chapter = |number: u32| {
        let epub = fs::read(place.path("out/x.epub")).ok()?;
        let name = format!("chapter-{number}.xhtml");
        let found = crate::support::unzip(&epub).into_iter().find(|(path, _)| path.ends_with(&name));
        found.map(|(_, bytes)| String::from_utf8(bytes).unwrap())
    };
    let says = |number: u32, word: &str| chapter(number).is_some_and(|text| text.contains(word));
    wait_for("the first build", || says(2, "الحبر"));
    fs::write(place.path("in/ب.md"), b"a\0\0\0\0\0b").unwrap();
    std::thread::sleep(Duration::from_millis(150));
    assert!(says(2, "الحبر"), "a broken chapter leaves the last book");
    fs::write(place.path("in/ب.md"), "# المداد\n\nنصّ.\n").unwrap();
    wait_for("the second build", || says(2, "المداد"));
    fs::write(place.path("in/ج.md"), "# الجلد\n\nنصّ.\n").unwrap();
    wait_for("a new chapter", || says(3, "الجلد"));
    let killed = Command::new("kill").args(["-INT", &watch.0.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(watch.0.wait().unwrap().code(), Some(130));
}
