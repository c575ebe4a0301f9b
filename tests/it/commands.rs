//! The commands beside `build`: `new`, `fonts`, `completions`, `man`, `watch`.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::Workplace;

#[test]
fn what_new_begins_can_be_built() {
    let place = Workplace::new(&[]);
    for name in ["a.md", "b.txt"] {
        assert_eq!(place.run(&format!("new {name}")).code, 0);
        let run = place.run(&format!("build {name}"));
        assert_eq!((run.code, run.stderr.contains("warning")), (0, false), "{}", run.stderr);
    }
    assert_eq!(place.run("new --project books").code, 0);
    assert_eq!(place.files("books"), ["articles/article.md", "warraq.toml"]);
    assert_eq!(place.run("build --project books/warraq.toml").code, 0);
    assert_eq!(place.files("books/out"), ["article.epub", "article.pdf"]);
    let again = place.run("new --project books");
    assert_eq!((again.code, again.stderr.as_str()), (2, "error: books/warraq.toml is there already\n"));
}

#[test]
fn fonts_are_listed_with_what_they_cover() {
    let listed = Workplace::new(&[]).run("fonts").stdout;
    assert_eq!(listed.lines().count(), 11);
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
    assert!(
        page.contains(".TH warraq 1") && page.contains("\\-\\-page\\-size") && page.contains("WARRAQ BUILD"),
        "{page}"
    );
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
    fs::write(place.path("in/ب.md"), b"a\0b").unwrap();
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
