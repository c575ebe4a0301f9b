//! Every option of `--help` does something: what a command answers and makes with it and without it, compared.
//!
//! What exactly an option does is for the tests of its area; here each has a row, and each row must show a difference
//! where it is said to be and nowhere else, so that no option can be without effect and none can be forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::{Workplace, root};

/// Where a difference can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    /// The exit code.
    Code,
    /// Standard output.
    Out,
    /// Standard error, but for pages, sizes and times.
    Told,
    /// The names of the files that are there.
    Names,
    /// The bytes of EPUBs.
    Epub,
    /// The bytes of PDFs.
    Pdf,
}

use Seen::{Code, Epub, Names, Out, Pdf, Told};

/// An option of `build`, what is built, the option as it is given, with `·` for blanks in words, and where that is
/// seen. What moves the pages of the PDF is seen in the EPUB too, where they are marked.
type Row = (&'static str, &'static str, &'static str, &'static [Seen]);

const ROWS: &[Row] = &[
    ("from", "notes", "--from md", &[Code, Told, Names]),
    ("output", "a.md", "--output books/", &[Told, Names]),
    ("book", "a.md b.md --title كتاب", "--book k", &[Told, Names]),
    ("to", "a.md", "--to epub", &[Told, Names]),
    ("help", "a.md", "--help", &[Out, Told, Names]),
    ("title", "a.md", "--title بديل", &[Epub, Pdf]),
    ("author", "a.md", "--author الجاحظ", &[Epub, Pdf]),
    ("lang", "a.md", "--lang fa", &[Epub, Pdf]),
    ("date", "a.md", "--date 2025-12-17", &[Epub, Pdf]),
    ("metadata", "a.md", "--metadata publisher=دار", &[Epub, Pdf]),
    ("encoding", "cp.txt", "--encoding iso-8859-6", &[Told, Epub, Pdf]),
    ("resource-path", "a.md", "--resource-path pictures", &[Told, Epub, Pdf]),
    ("media", "feed.xml", "--media https://x.example/p=pictures", &[Told, Epub, Pdf]),
    ("split", "feed.xml", "--split", &[Told, Names]),
    ("mend", "a.md", "--mend none", &[Epub, Pdf]),
    ("quotes", "a.md", "--quotes arabic", &[Epub, Pdf]),
    ("whole-page", "page.html", "--whole-page", &[Epub, Pdf]),
    ("page-size", "a.md", "--page-size A5", &[Epub, Pdf]),
    ("margins", "a.md", "--margins 40mm", &[Pdf]),
    ("font", "a.md", "--font Noto·Naskh·Arabic", &[Epub, Pdf]),
    ("font-size", "a.md", "--font-size 20", &[Epub, Pdf]),
    ("justify", "a.md", "--justify none", &[Epub, Pdf]),
    ("toc", "a.md", "--toc", &[Epub, Pdf]),
    ("cover", "a.md", "--cover", &[Epub, Pdf]),
    ("notes", "a.md", "--notes end", &[Pdf]),
    ("chapters", "a.md", "--chapters new-page", &[Epub, Pdf]),
    ("verse-numbers", "a.md", "--verse-numbers every", &[Epub, Pdf]),
    ("digits", "a.md", "--digits european", &[Epub, Pdf]),
    ("font-path", "a.md --font Trial·Outlines", "--font-path fonts", &[Code, Told, Names]),
    ("pdf-standard", "a.md", "--pdf-standard none", &[Pdf]),
    ("bleed", "a.md", "--bleed 3mm", &[Pdf]),
    ("crop-marks", "a.md", "--crop-marks", &[Pdf]),
    ("gray", "a.md", "--gray", &[Pdf]),
    ("image-resolution", "a.md", "--image-resolution 36", &[Pdf]),
    ("imposition", "a.md", "--imposition booklet", &[Pdf]),
    ("facing-pages", "a.md", "--facing-pages", &[Pdf]),
    ("split-level", "a.md", "--split-level 1", &[Epub]),
    ("css", "a.md", "--css x.css", &[Epub]),
    ("no-embed-fonts", "a.md", "--no-embed-fonts", &[Epub]),
    ("no-cover", "a.md", "--no-cover", &[Epub]),
    ("page-list", "a.md --to epub", "--page-list", &[Epub]),
    ("kepub", "a.md", "--kepub", &[Told, Names]),
    ("skip-unchanged", "a.md", "--skip-unchanged", &[Told]),
    ("fail-on-warnings", "a.md", "--fail-on-warnings", &[Code]),
    ("jobs-from", "", "--jobs-from jobs.jsonl", &[Code, Out, Told, Names]),
    ("project", "a.md", "--project p", &[Epub, Pdf]),
    ("print-config", "a.md", "--print-config", &[Out, Told, Names]),
    ("report", "a.md", "--report r.jsonl", &[Names]),
    ("message-format", "a.md", "--message-format json", &[Told]),
    ("quiet", "a.md", "--quiet", &[Told]),
    ("verbose", "a.md", "--verbose", &[Told]),
    ("color", "a.md", "--color always", &[Told]),
];

/// A source on which every option can be seen.
fn article() -> String {
    let line = "كان الورّاقون ينسخون الكتب ويبيعونها في دكاكينهم ببغداد سنة ١٢٠. ";
    let verse = "قفا نبك من ذكرى حبيب ومنزل *** بسقط اللوى بين الدخول فحومل\n".repeat(3);
    format!(
        "# الورق\n\n{}[^أ]\n\n## أنواعه\n\nقال \"ناسخ\" من ﺑﻐﺪﺍﺩ شيئًا.\n\n![مخطوط](own.jpg)\n\n![صورة](x.png)\n\n# الحبر\n\n\
         {line}\n\n```شعر\n{verse}```\n\n[^أ]: حاشية.\n",
        line.repeat(12)
    )
}

fn place() -> Workplace {
    let picture = |name: &str| fs::read(root().join("source/images").join(name)).unwrap();
    // «تاريخ الورق» and a sentence in Windows-1256.
    let cp =
        b"\xCA\xC7\xD1\xED\xCE \xC7\xE1\xE6\xD1\xDE\n\n\xDF\xCA\xC8 \xC7\xE1\xE6\xD1\xC7\xDE \xDF\xCA\xC7\xC8\xC7.\n";
    let page = "<html lang=\"ar\"><title>صفحة</title><body><nav>الرئيسية والأقسام</nav><article><h1>صفحة</h1>\
                <p>كان الورّاقون ينسخون الكتب ويبيعونها في دكاكينهم.</p></article></body></html>";
    let feed = "<rss><channel><title>مدونة</title><item><title>الورق</title><description>&lt;p&gt;كان الورّاقون ينسخون الكتب.&lt;/p&gt;\
                &lt;img src='https://x.example/p/x.png' alt='مخطوط'&gt;</description></item></channel></rss>";
    let article = article();
    Workplace::new(&[
        ("a.md", article.as_bytes()),
        ("b.md", "# الجلد\n\nنصّ.\n".as_bytes()),
        ("notes", "# ورق\n\nنصّ.\n".as_bytes()),
        ("cp.txt", cp),
        ("page.html", page.as_bytes()),
        ("feed.xml", feed.as_bytes()),
        ("own.jpg", &picture("cover.jpg")),
        ("pictures/x.png", &picture("naskh.png")),
        ("fonts/x.otf", &fs::read(root().join("tests/fonts/TrialOutlines.otf")).unwrap()),
        ("x.css", b"p { color: red }"),
        ("p/warraq.toml", b"page-size = 'A5'\n"),
        ("jobs.jsonl", "{\"input\": \"b.md\"}\n".as_bytes()),
    ])
}

/// All that can be seen of a command; of a second run where one is compared with the other.
fn seen(arguments: &[String]) -> BTreeMap<Seen, Vec<u8>> {
    let place = place();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if arguments.contains(&"--skip-unchanged") {
        place.run_with(&arguments, &[]);
    }
    let run = place.run_with(&arguments, &[]);
    let told: Vec<&str> = run.stderr.lines().map(|line| line.split(" (").next().unwrap_or_default()).collect();
    let told = told.join("\n");
    // Of JSON only that it is there.
    let told = if told.starts_with('{') { "{}".into() } else { told };
    let names = place.files("").into_iter().filter(|name| !name.starts_with("out/."));
    let names: Vec<String> = names.collect();
    let bytes = |ending: &str| {
        let books = names.iter().filter(|name| name.ends_with(ending));
        books.flat_map(|name| fs::read(place.path(name)).unwrap()).collect::<Vec<u8>>()
    };
    [
        (Code, run.code.to_string().into()),
        (Out, run.stdout.into()),
        (Told, told.into()),
        (Epub, bytes(".epub")),
        (Pdf, bytes(".pdf")),
        (Names, names.join("\n").into()),
    ]
    .into()
}

#[test]
fn every_option_of_build_is_seen() {
    let (mut plain, mut wrong) = (BTreeMap::new(), Vec::new());
    for (option, inputs, given, expected) in ROWS {
        let words = |line: &str| line.split_whitespace().map(|word| word.replace('·', " ")).collect::<Vec<_>>();
        let base = words(&format!("build {inputs}"));
        let with = seen(&[base.clone(), words(given)].concat());
        let without = plain.entry(inputs).or_insert_with(|| seen(&base));
        let differs = |facet: &Seen| with[facet] != without[facet];
        let mut found: BTreeSet<Seen> = with.keys().copied().filter(differs).collect();
        if found.contains(&Names) {
            // Other files have other bytes.
            found = found.difference(&BTreeSet::from([Epub, Pdf])).copied().collect();
        }
        if found != expected.iter().copied().collect() {
            wrong.push(format!("--{option} is seen in {found:?}"));
        }
        assert!(given.starts_with(&format!("--{option}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The long options of a command, as its help lists them.
fn options_of(command: &str) -> BTreeSet<String> {
    let help = Workplace::new(&[]).run(&format!("{command} --help")).stdout;
    // Prose is not indented.
    let lines = help.lines().filter(|line| line.starts_with(' ') && line.trim_start().starts_with('-'));
    let words = lines.flat_map(|line| line.split([' ', ',', '=']).filter_map(|word| word.strip_prefix("--")));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whoever adds an option adds a row.
#[test]
fn every_option_has_a_row() {
    let rows: BTreeSet<String> = ROWS.iter().map(|(option, ..)| (*option).to_owned()).collect();
    let mut options = options_of("build");
    assert!(options.remove("jobs"), "which is seen in its threads");
    assert_eq!(options, rows);
    let own = |command: &str, expected: &[&str]| {
        let expected = expected.iter().map(|&option| option.to_owned()).chain(["help".to_owned()]);
        assert_eq!(options_of(command), expected.collect(), "{command}");
    };
    // Each is seen in a test of its command.
    own("", &["version"]);
    own("check", &["quiet"]);
    own("new", &["project"]);
    own("fonts", &["font-path"]);
    own("completions", &[]);
    own("man", &[]);
    let mut for_watch: BTreeSet<String> = options_of("build");
    for not in ["skip-unchanged", "fail-on-warnings", "jobs-from", "print-config"] {
        for_watch.remove(not);
    }
    assert_eq!(options_of("watch"), for_watch);
}

/// While it waits for jobs, the command has all threads that it was allowed.
#[cfg(target_os = "linux")]
#[test]
fn jobs_are_threads() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};
    let threads = |jobs: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
        command.args(["build", "--jobs-from", "-", "--jobs", jobs]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let (mut feed, mut answer) = (child.stdin.take().unwrap(), String::new());
        // Answers come when all workers are there.
        writeln!(feed, "no job").unwrap();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut answer).unwrap();
        let count = fs::read_dir(format!("/proc/{}/task", child.id())).unwrap().count();
        drop(feed);
        assert_eq!(child.wait().unwrap().code(), Some(1), "{answer}");
        count
    };
    assert_eq!(threads("7"), threads("2") + 5);
    assert_eq!(threads("2"), threads("1") + 1);
}
