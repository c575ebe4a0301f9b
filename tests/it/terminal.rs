//! What a terminal shows: a bar with rate and time left while a batch runs, colours; none of it elsewhere.
//!
//! `script`, of util-linux, gives the command a pseudo-terminal.

use std::fs;

use crate::judges;
use crate::support::Workplace;

/// What the command shows on a terminal; `None` where there is no `script`.
fn session(place: &Workplace, arguments: &str) -> Option<String> {
    let mut script = judges::program("script")?;
    let line = format!("'{}' {arguments}", env!("CARGO_BIN_EXE_warraq"));
    script.current_dir(place.path("")).args(["-q", "-e", "-c", &line, "typescript"]).env("TERM", "xterm-256color");
    let output = script.env_remove("NO_COLOR").stdin(std::process::Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(fs::read_to_string(place.path("typescript")).unwrap())
}

fn batch() -> Workplace {
    let names: Vec<String> = (0..40).map(|number| format!("in/{number:02}.md")).collect();
    let text = "كان الورّاقون ينسخون الكتب ويبيعونها، ثم جاءت المطبعة.\n\n".repeat(30);
    Workplace::new(&names.iter().map(|name| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
}

#[test]
fn a_terminal_shows_a_bar_and_colours() {
    let place = batch();
    let Some(shown) = session(&place, "build in --to pdf") else { return };
    assert!(shown.contains("\r"), "the bar is drawn in place: {shown:?}");
    let bars: Vec<&str> = shown.split(['\r', '\n']).filter(|line| line.contains("/40, ")).collect();
    assert!(bars.iter().any(|bar| bar.contains("/s, ") && bar.contains(" left") && bar.contains('█')), "{bars:?}");
    assert!(shown.contains("\u{1b}[1;33mwarning[guessed-title]:"), "{shown:?}");
    let last = shown.split(['\r', '\n']).rfind(|line| line.contains("made ")).unwrap();
    assert!(last.contains("made 40 files in out from 40 sources, 40 warnings in 40 sources ("), "{last:?}");
    assert!(!last.contains("/40, "), "the bar is gone at the end: {last:?}");
}

#[test]
fn no_bar_where_it_is_not_wanted() {
    let place = batch();
    for arguments in ["build in --quiet --to pdf", "build in --message-format json --to pdf"] {
        let Some(shown) = session(&place, arguments) else { return };
        assert!(!shown.contains("/40, ") && !shown.contains('█'), "{arguments}: {shown:?}");
    }
    let elsewhere = place.run("build in --to pdf");
    assert!(
        !elsewhere.stderr.contains("/40, ") && !elsewhere.stderr.contains(['\r', '\u{1b}']),
        "{}",
        elsewhere.stderr
    );
}
