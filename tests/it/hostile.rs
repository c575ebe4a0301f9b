//! Files that are made to harm: fonts, and what else is named rather than read as a source. Each run ends by itself,
//! says which file is to blame, and leaves the others alone.

use std::fs;

use crate::support::{Workplace, root, unzip};

const ARTICLE: &[u8] = "---\ntitle: عنوان\nlang: ar\n---\n\nكتاب قلم.\n".as_bytes();

fn trial_font() -> Vec<u8> {
    fs::read(root().join("tests/fonts/TrialVariable.ttf")).unwrap()
}

/// The font of the tests, damaged: an entry of its table directory, by the name of the table, gets another value.
fn misplaced(tag: &[u8; 4], at: usize, value: u32) -> Vec<u8> {
    let mut font = trial_font();
    let record = font[12..].chunks(16).position(|record| record.starts_with(tag)).unwrap();
    font[12 + record * 16 + at..][..4].copy_from_slice(&value.to_be_bytes());
    font
}

#[test]
fn a_font_that_cannot_be_used_is_named() {
    let check = |font: &[u8], reason: &str| {
        let place = Workplace::new(&[("a.md", ARTICLE), ("f/خط.ttf", font)]);
        let run = place.run("build a.md --font-path f/خط.ttf");
        assert_eq!(run.code, 2, "{}", run.stderr);
        let expected = format!("error[unusable-font]: the font f/خط.ttf cannot be used: {reason}");
        assert!(run.stderr.starts_with(&expected), "{}", run.stderr);
        assert!(place.files("out").is_empty());
        // One that is merely found does not stop the others.
        let run = place.run("build a.md --font-path f -o out/");
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(
            run.stderr.contains(&format!("warning[unusable-font]: the font f/خط.ttf is passed over: {reason}")),
            "{}",
            run.stderr
        );
        assert_eq!(place.files("out").len(), 2);
    };
    check(b"", "it is neither TrueType nor OpenType");
    check(&trial_font()[..9000], "it is cut off");
    check(&misplaced(b"cmap", 12, u32::MAX), "it is cut off");
    check(&misplaced(b"cmap", 12, 0), "its table `cmap` is missing");
    check(&misplaced(b"glyf", 12, 0), "it has no outlines");
}

#[test]
fn packed_fonts_are_used() {
    for name in ["kitab.woff", "kitab.woff2"] {
        let font = fs::read(root().join("tests/texts").join(name)).unwrap();
        let place = Workplace::new(&[("a.md", "# كتاب\n\nكتاب كتب\n".as_bytes()), (name, &font)]);
        let run = place.run("fonts --font-path .");
        let family = run.stdout.lines().last().unwrap().split('\t').next().unwrap().to_owned();
        let run = place.run_with(&["build", "a.md", "--font-path", name, "--font", &family, "-o", "out/"], &[]);
        assert_eq!((run.code, run.stderr.contains("font-not-embedded")), (0, false), "{}", run.stderr);
        let epub = fs::read(place.path("out/a.epub")).unwrap();
        let fonts = unzip(&epub).into_iter().filter(|(name, _)| name.contains("/fonts/") && name.ends_with(".ttf"));
        assert!(fonts.clone().count() >= 1);
        // Plain files, which every reading system takes.
        assert!(fonts.into_iter().all(|(_, bytes)| bytes.starts_with(&[0, 1, 0, 0])));
    }
}

#[test]
fn a_font_that_cannot_be_cut_is_left_out_of_the_e_book() {
    // More widths than the table of widths has.
    let mut font = trial_font();
    let record = font[12..].chunks(16).find(|record| record.starts_with(b"hhea")).unwrap();
    let at = u32::from_be_bytes(*record[8..].first_chunk().unwrap()) as usize;
    font[at + 34..at + 36].copy_from_slice(&[0xff, 0xff]);
    let place = Workplace::new(&[("a.md", ARTICLE), ("x.ttf", &font)]);
    let run = place.run_with(&["build", "a.md", "--font-path", "x.ttf", "--font", "Trial Variable", "-o", "out/"], &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("font Trial Variable (x.ttf): it cannot be cut"), "{}", run.stderr);
    assert_eq!(place.files("out").len(), 2);
}

#[test]
fn a_project_that_was_only_found_reaches_no_further_than_its_folder() {
    let check = |key: &str, value: &str| {
        let project = format!("inputs = ['a.md']\n{key} = {value}\n");
        let files: [(&str, &[u8]); 5] = [
            ("in/a.md", ARTICLE),
            ("in/warraq.toml", project.as_bytes()),
            ("x.css", b"p { color: red }"),
            ("kept.txt", b"kept"),
            ("jobs.jsonl", b"{\"input\": \"kept.txt\"}\n"),
        ];
        let place = Workplace::new(&files);
        let run = place.run_in("in", &["build"]);
        assert_eq!(run.code, 2, "{key}: {}", run.stderr);
        assert!(run.stderr.starts_with("warraq.toml:"), "{}", run.stderr);
        assert!(
            run.stderr.contains("lies outside of the folder of warraq.toml, which was not named"),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("hint: if you trust the file, name it: --project warraq.toml"), "{}", run.stderr);
        assert_eq!(place.files("."), ["in/a.md", "in/warraq.toml", "jobs.jsonl", "kept.txt", "x.css"]);
        assert_eq!(fs::read(place.path("kept.txt")).unwrap(), b"kept");
        let named = place.run_in("in", &["build", "--project", "warraq.toml"]);
        assert!(!named.stderr.contains("lies outside"), "{}", named.stderr);
    };
    check("output", "'../out/'");
    check("output", "'sub/../../out'");
    check("report", "'../report.jsonl'");
    check("css", "'../x.css'");
    check("resource-path", "['.', '..']");
    check("font-path", "'..'");
    check("output", "'/nowhere/at/all/'");
    let alone = |project: &str| {
        let place = Workplace::new(&[("in/warraq.toml", project.as_bytes()), ("jobs.jsonl", b""), ("b.md", ARTICLE)]);
        let run = place.run_in("in", &["build"]);
        assert!(run.code == 2 && run.stderr.contains("lies outside of the folder"), "{}", run.stderr);
    };
    alone("jobs-from = '../jobs.jsonl'");
    alone("inputs = ['../*.md']");
    alone("[book]\noutput = '../kitab'\ninputs = ['b.md']");
    alone("[book]\nfront = ['../b.md']");
    alone("[[book.part]]\ntitle = 'باب'\ninputs = ['../b.md']");
}

#[test]
fn a_report_overwrites_reports_only() {
    let place = Workplace::new(&[("a.md", ARTICLE), ("notes.txt", "مسودة".as_bytes()), ("empty", b"")]);
    let run = place.run("build a.md --to epub --report notes.txt");
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("the report notes.txt would overwrite a file that is no report"), "{}", run.stderr);
    assert_eq!(fs::read(place.path("notes.txt")).unwrap(), "مسودة".as_bytes());
    for report in ["empty", "r.jsonl", "r.jsonl"] {
        assert_eq!(place.run(&format!("build a.md --to epub --report {report}")).code, 0);
        assert!(fs::read_to_string(place.path(report)).unwrap().lines().count() == 2);
    }
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_end() {
    let place = Workplace::new(&[("a.md", ARTICLE), ("b.toml", b"")]);
    let refused = |arguments: &str, message: &str| {
        let run = place.run(arguments);
        assert!(run.code != 0 && run.stderr.contains(message), "{arguments}: {}", run.stderr);
    };
    refused("build /dev/zero --from md", "at most 67108864 (64 MiB) are read");
    refused("build a.md --css /dev/zero", "the style sheet /dev/zero is too large: at most 4 MiB are read");
    refused("build a.md --project /dev/zero", "/dev/zero: is too large: at most 1 MiB are read");
    refused("build a.md --font-path /dev/zero", "the font /dev/zero cannot be used: it is too large: at most 128 MiB");
    let pipe = place.path("pipe.md");
    if std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        let message = "is a named pipe, which may never end; give what it holds on standard input";
        refused("build pipe.md", message);
        refused("check pipe.md", message);
        refused("build a.md --css pipe.md", message);
        refused("build a.md --font-path pipe.md", message);
        refused("build a.md --project pipe.md", message);
    }
}

/// Both books keep the same links, and `check` finds what style sheets reach for.
#[test]
fn both_books_refuse_the_same_links() {
    let text =
        "[أ](ftp://a.example/x) [ب](tel:+20212345) [ج](https://a.example/'q'\"z) [د](intent:x) [ه](javascript:x)\n";
    let place = Workplace::new(&[("a.md", format!("---\ntitle: ت\nlang: ar\n---\n\n{text}").as_bytes())]);
    assert_eq!(place.run("build a.md -o out/").code, 0);
    let pages: String = unzip(&fs::read(place.path("out/a.epub")).unwrap())
        .into_iter()
        .filter(|(name, _)| name.contains("chapter-"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    let pdf = fs::read(place.path("out/a.pdf")).unwrap();
    let pdf = String::from_utf8_lossy(&pdf);
    for kept in ["tel:+20212345", "https://a.example/%27q%27%22z"] {
        assert!(pages.contains(kept), "{kept} in {pages}");
    }
    for refused in ["ftp:", "intent:", "javascript:"] {
        assert!(!pages.contains(&format!("href=\"{refused}")) && !pdf.contains(&format!("URI({refused}")), "{refused}");
    }
}

/// Thousands of short sections are gathered into some files, and the book passes its own check.
#[test]
fn a_book_of_thousands_of_sections_has_few_files() {
    let sections: String = (0..21_000).map(|number| format!("# فصل {number}\n\nنص\n\n")).collect();
    let text = format!("---\ntitle: كتاب\nlang: ar\n---\n\n[إلى](#فصل-20999)\n\n{sections}");
    let place = Workplace::new(&[("a.md", text.as_bytes())]);
    let run = place.run("build a.md --to epub -o out/");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = unzip(&fs::read(place.path("out/a.epub")).unwrap());
    let chapters: Vec<_> = files.iter().filter(|(name, _)| name.contains("chapter-")).collect();
    assert!((50..400).contains(&chapters.len()), "{}", chapters.len());
    assert!(chapters.iter().all(|(_, bytes)| bytes.len() < 400_000));
    let contents = files.iter().find(|(name, _)| name.ends_with("nav.xhtml")).unwrap();
    let contents = String::from_utf8_lossy(&contents.1);
    assert!(contents.matches("<li").count() >= 21_000);
    assert!(contents.contains("فصل 20999"));
    assert_eq!(place.run("check out/a.epub").code, 0);
}
