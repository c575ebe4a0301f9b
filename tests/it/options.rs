//! Every option of `--help` shows its effect.

use std::collections::BTreeSet;
use std::fs;

use lopdf::{Document, Object};

use crate::support::{Run, Workplace, member};

const ARTICLE: &str = "---\ntitle: عنوان من المصدر\nauthor: كاتب من المصدر\ndate: 2001-02-03\n---\n\n\
                       كان الورّاقون ينسخون الكتب ويبيعونها في دكاكينهم ببغداد.\n";

/// Builds the article with arguments; returns the run, the EPUB's package document and the PDF.
fn built(arguments: &[&str], variables: &[(&str, &str)]) -> (Run, String, Document) {
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes())]);
    let run = place.run_with(&[&["build", "a.md"], arguments].concat(), variables);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let package = member(&fs::read(place.path("out/a.epub")).unwrap(), ".opf");
    (run, package, Document::load(place.path("out/a.pdf")).unwrap())
}

fn check_package(arguments: &[&str], present: &[&str], absent: &[&str]) {
    let (_, package, _) = built(arguments, &[]);
    for text in present {
        assert!(package.contains(text), "{arguments:?}: no `{text}` in {package}");
    }
    for text in absent {
        assert!(!package.contains(text), "{arguments:?}: `{text}` in {package}");
    }
}

#[test]
fn metadata_options_win_over_the_source() {
    check_package(&[], &["عنوان من المصدر", "كاتب من المصدر", "2001-02-03"], &[]);
    check_package(&["--title", "تاريخ الورق"], &["تاريخ الورق", "كاتب من المصدر"], &["عنوان من المصدر"]);
    check_package(
        &["--author", "ابن النديم", "--author", "الجاحظ"],
        &["ابن النديم", "الجاحظ", "عنوان من المصدر"],
        &["كاتب من المصدر"],
    );
    check_package(&["--date", "2025-12-17"], &["2025-12-17"], &["2001-02-03"]);
    check_package(&["--lang", "fa"], &["<dc:language>fa</dc:language>"], &["<dc:language>ar</dc:language>"]);
}

/// Width and height of the first page, in points.
fn page_size(arguments: &[&str]) -> (f32, f32) {
    let (_, _, pdf) = built(arguments, &[]);
    let mut node = pdf.get_dictionary(pdf.get_pages()[&1]).unwrap();
    // A page may leave the box to the node above it (ISO 32000-1, 7.7.3.4).
    while !node.has(b"MediaBox") {
        node = pdf.get_dictionary(node.get(b"Parent").and_then(Object::as_reference).unwrap()).unwrap();
    }
    let sides = node.get(b"MediaBox").and_then(Object::as_array).unwrap();
    let sides: Vec<f32> = sides.iter().map(|side| side.as_float().unwrap()).collect();
    (sides[2] - sides[0], sides[3] - sides[1])
}

#[test]
fn page_sizes() {
    let check = |arguments: &[&str], width: f32, height: f32| {
        let (actual_width, actual_height) = page_size(arguments);
        let near = (actual_width - width).abs() < 0.1 && (actual_height - height).abs() < 0.1;
        assert!(near, "{arguments:?}: {actual_width} x {actual_height}");
    };
    check(&[], 595.28, 841.89);
    check(&["--page-size", "A5"], 419.53, 595.28);
    check(&["--page-size", "letter"], 612.0, 792.0);
    check(&["--page-size", "6x9in"], 432.0, 648.0);
    check(&["--page-size", "170x240mm"], 481.89, 680.31);
}

#[test]
fn a_larger_font_fills_more_pages() {
    let text = format!("# الورق\n\n{}\n", "كان الورّاقون ينسخون الكتب ويبيعونها في دكاكينهم ببغداد. ".repeat(60));
    let place = Workplace::new(&[("a.md", text.as_bytes())]);
    let pages = |size: &str| {
        assert_eq!(place.run(&format!("build a.md --to pdf --font-size {size}")).code, 0);
        Document::load(place.path("out/a.pdf")).unwrap().get_pages().len()
    };
    assert!(pages("28") > pages("12pt"));
}

#[test]
fn formats_and_output() {
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes())]);
    assert_eq!(place.run("build a.md --to pdf --output books").code, 0);
    assert_eq!(place.files("books"), ["a.pdf"]);
    assert_eq!(place.run("build a.md --to epub,pdf -o books").code, 0);
    assert_eq!(place.files("books"), ["a.epub", "a.pdf"]);
}

#[test]
fn quiet_and_verbose() {
    let told = |arguments: &[&str]| built(arguments, &[]).0.stderr;
    assert_eq!(told(&["--quiet"]), "");
    assert_eq!(told(&[]), "made out/a.epub and out/a.pdf\n");
    assert_eq!(told(&["-v"]), "a.md: made out/a.epub\na.md: made out/a.pdf\nmade out/a.epub and out/a.pdf\n");
}

#[test]
fn source_date_epoch_dates_the_books() {
    let (_, package, pdf) = built(&[], &[("SOURCE_DATE_EPOCH", "1000000000")]);
    assert!(package.contains("2001-09-09T01:46:40Z"), "{package}");
    let info = pdf.trailer.get(b"Info").and_then(Object::as_reference).unwrap();
    let created = pdf.get_dictionary(info).and_then(|info| info.get(b"CreationDate")).unwrap();
    assert!(created.as_str().unwrap().starts_with(b"D:20010909014640"), "{created:?}");
}

#[test]
fn help_and_version_go_to_standard_output() {
    let place = Workplace::new(&[]);
    for arguments in ["--help", "build --help"] {
        let run = place.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        for word in ["Examples:", "Exit codes:", "130"] {
            assert!(run.stdout.contains(word), "{arguments}: no {word} in {}", run.stdout);
        }
    }
    assert_eq!(place.run("--version").stdout, format!("warraq {}\n", env!("CARGO_PKG_VERSION")));
}

/// Whoever adds an option adds it here, and a test of what it does above; those of EPUBs alone are in `epub.rs`.
#[test]
fn every_option_is_tested_here() {
    let help = Workplace::new(&[]).run("build --help").stdout;
    let words = help.split(|character: char| character.is_whitespace() || character == ',');
    let options: BTreeSet<&str> = words.filter(|word| word.starts_with("--") && word.len() > 2).collect();
    let tested = [
        "--author",
        "--css",
        "--date",
        "--font-size",
        "--help",
        "--kepub",
        "--lang",
        "--no-cover",
        "--no-embed-fonts",
        "--output",
        "--page-size",
        "--quiet",
        "--split-level",
        "--title",
        "--to",
        "--verbose",
    ];
    assert_eq!(options, BTreeSet::from(tested));
}
