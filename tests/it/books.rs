//! Several sources bound into one book, by `--book` and by `[book]`.

use std::fs;

use lopdf::{Document, Object};

use crate::judges;
use crate::support::{Workplace, member, unzip};

const PAPER: &str = "---\ntitle: الورق\nauthor: ابن النديم\n---\n# أول\n\nكان الورق[^1] ببغداد. انظر [المداد](ink/b.txt).\n\n\
                     # ثان\n\n![صورة](x.png)\n\n[^1]: حاشية الورق.\n";
const INK: &str = "العنوان: المداد\nالكاتب: الجاحظ\n\nوكان المداد أسود، وهو سخام وصمغ.\n";
const FOREWORD: &str = "# مقدمة\n\nانظر [أول](a.md#أول) و[الضائع](lost.md)[^1].\n\n[^1]: حاشية المقدمة.\n";
const AFTERWORD: &str = "<html lang=\"ar\"><title>خاتمة</title><body><article><h1>خاتمة</h1><p>تم الكتاب، وانظر \
                         <a href=\"a.md\">الورق</a> في بابه الأول من هذا الكتاب.</p></article></body></html>";
const PROJECT: &str = "[book]\noutput = 'out/kitab'\ntitle = 'صنعة الكتاب'\neditor = 'محرر الكتاب'\ndate = 2026-03-14\n\
                       front = ['foreword.md']\nback = ['z.html']\n\n\
                       [[book.part]]\ntitle = 'الباب الأول'\ninputs = ['a.md']\n\n\
                       [[book.part]]\ntitle = 'الباب الثاني'\ninputs = ['ink']\n";

fn project(project: &str) -> Workplace {
    Workplace::new(&[
        ("warraq.toml", project.as_bytes()),
        ("foreword.md", FOREWORD.as_bytes()),
        ("a.md", PAPER.as_bytes()),
        ("x.png", include_bytes!("../../source/images/naskh.png")),
        ("ink/b.txt", INK.as_bytes()),
        ("z.html", AFTERWORD.as_bytes()),
    ])
}

/// Titles of the outline of a PDF, sorted.
fn outline(pdf: &Document) -> Vec<String> {
    let items = pdf.objects.values().filter_map(|object| object.as_dict().ok()).filter(|dict| dict.has(b"Parent"));
    let title = |item: &lopdf::Dictionary| lopdf::decode_text_string(item.get(b"Title").ok()?).ok();
    let mut titles: Vec<String> = items.filter_map(title).collect();
    titles.sort();
    titles
}

#[test]
fn a_project_binds_its_sources() {
    let place = project(PROJECT);
    let run = place.run("build --report report.jsonl");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lost =
        "foreword.md:3:23: warning[broken-link]: no source of the book is called `lost.md`; the link is left out\n";
    assert!(run.stderr.starts_with(lost), "{}", run.stderr);
    assert!(run.stderr.contains("made out/kitab.epub and out/kitab.pdf of 4 sources, 1 warning ("), "{}", run.stderr);
    assert_eq!(place.files("out"), ["kitab.epub", "kitab.pdf"]);

    let epub = fs::read(place.path("out/kitab.epub")).unwrap();
    let package = member(&epub, ".opf");
    for word in
        ["صنعة الكتاب</dc:title>", "محرر الكتاب</dc:contributor>", "ابن النديم</dc:creator>", "الجاحظ</dc:creator>"]
    {
        assert!(package.contains(word), "no {word} in {package}");
    }
    let chapter = |number: usize| member(&epub, &format!("chapter-{number}.xhtml"));
    assert!(chapter(1).contains("href=\"chapter-3.xhtml#"), "{}", chapter(1));
    assert!(chapter(2).contains("role=\"doc-part\"") && chapter(2).contains("الباب الأول"));
    assert!(
        chapter(3).contains("<p class=\"byline\">ابن النديم</p>") && chapter(3).contains("href=\"chapter-5.xhtml#")
    );
    assert!(chapter(3).contains("id=\"note-2\"") && chapter(1).contains("id=\"note-1\""), "notes are numbered through");
    assert!(chapter(6).contains("href=\"chapter-3.xhtml#"));
    assert!(unzip(&epub).iter().any(|(name, _)| name.ends_with(".png")));

    let pdf = Document::load(place.path("out/kitab.pdf")).unwrap();
    // Title, contents, and then a page each for two parts and four chapters.
    assert_eq!(pdf.get_pages().len(), 8);
    let mut titles = ["مقدمة", "الباب الأول", "الورق", "أول", "ثان", "الباب الثاني", "المداد", "خاتمة"];
    titles.sort_unstable();
    assert_eq!(outline(&pdf), titles);
    let report = fs::read_to_string(place.path("report.jsonl")).unwrap();
    let record: serde_json::Value = serde_json::from_str(report.lines().next().unwrap()).unwrap();
    assert_eq!((&record["type"], &record["input"]), (&"book".into(), &"صنعة الكتاب".into()));
    assert_eq!(record["sources"], serde_json::json!(["foreword.md", "a.md", "ink/b.txt", "z.html"]));
    assert_eq!(record["messages"][0]["source"], "foreword.md");
}

#[test]
fn a_book_keeps_the_standards() {
    let place = project(PROJECT);
    assert_eq!(place.run("build -q").code, 0);
    let (epub, pdf) = (place.path("out/kitab.epub"), place.path("out/kitab.pdf"));
    assert_eq!(place.run("check out/kitab.epub").code, 0);
    if let Some(output) = judges::epubcheck(&epub) {
        judges::passed(&output);
    }
    if let Some(told) = judges::ace(&epub, &place.path("ace")) {
        assert_eq!(told.trim(), "violations 0 {}");
    }
    judges::assert_keeps(&pdf, &["2a", "ua1"], "kitab.pdf");
}

#[test]
fn inputs_of_the_command_line_are_bound_where_asked() {
    let place = project("[metadata]\npublisher = 'دار الورق'\n");
    let bind = |arguments: &[&str]| {
        let run = place.run_with(&[&["build", "--title", "كتاب", "--author", "محرر"], arguments].concat(), &[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stderr
    };
    let told = bind(&["a.md", "ink", "--book", "b/x.pdf"]);
    assert!(told.contains("made b/x.pdf of 2 sources (4 pages, "), "{told}");
    bind(&["ink", "a.md", "--book", "b/y"]);
    assert_eq!(place.files("b"), ["x.pdf", "y.epub", "y.pdf"]);
    let epub = fs::read(place.path("b/y.epub")).unwrap();
    let package = member(&epub, ".opf");
    assert!(package.contains("دار الورق") && package.contains("محرر</dc:creator>"), "{package}");
    assert!(!package.contains("الجاحظ") && member(&epub, "chapter-1.xhtml").contains("الجاحظ"), "chapters keep theirs");
    let run = place.output(&["build", "a.md", "--book", "-", "--to", "pdf", "--title", "كتاب"], &[], b"");
    assert!(run.status.success() && run.stdout.starts_with(b"%PDF-1.7"));
    assert!(bind(&["a.md", "--book", "k/", "--kepub"]).contains("made k/book.kepub.epub and k/book.pdf"));
}

#[test]
fn chapters_open_on_the_side_that_is_asked_for() {
    let pages = |side: &str| {
        let place = project("");
        let run = place.run(&format!("build ink a.md foreword.md --book x.pdf --title كتاب -q {side}"));
        assert_eq!(run.code, 0, "{}", run.stderr);
        let pdf = Document::load(place.path("x.pdf")).unwrap();
        let pages: Vec<_> = pdf.get_pages().into_values().collect();
        let number = |object: &Object| {
            let item = object.as_dict().ok()?;
            item.get(b"Parent").and(item.get(b"Title")).ok()?;
            let page = item.get(b"Dest").and_then(Object::as_array).ok()?[0].as_reference().ok()?;
            pages.iter().position(|&id| id == page).map(|index| index + 1)
        };
        let mut numbers: Vec<usize> = pdf.objects.values().filter_map(number).collect();
        numbers.sort_unstable();
        numbers
    };
    assert_eq!(pages(""), [3, 4, 4, 4, 5]);
    assert_eq!(pages("--chapters odd-page"), [3, 5, 5, 5, 7]);
    assert_eq!(pages("--chapters even-page"), [4, 6, 6, 6, 8]);
    assert_eq!(pages("--chapters continue"), [3; 5]);
}

#[test]
fn what_is_wrong_with_a_book_is_told() {
    let place = project(PROJECT);
    let wrong = |arguments: &str, code: i32, words: &[&str]| {
        let run = place.run(arguments);
        assert_eq!(run.code, code, "{arguments}: {}", run.stderr);
        words.iter().for_each(|word| assert!(run.stderr.contains(word), "{arguments}: {}", run.stderr));
        assert_eq!(place.files("out"), [""; 0]);
    };
    wrong("build a.md --book out/x -o y", 2, &["cannot be used with"]);
    wrong(
        "build --book a.md foreword.md --title كتاب",
        2,
        &["error[usage]: --book a.md has the ending of a source", "hint: "],
    );
    fs::write(place.path("warraq.toml"), "[book]\ninputs = ['a.md']\n").unwrap();
    wrong("build", 2, &["error[usage]: the book has no title", "hint: "]);
    fs::write(place.path("warraq.toml"), "[book]\ntitle = 'كتاب'\n").unwrap();
    wrong("build", 2, &["error[usage]: the book has no sources", "hint: "]);
    fs::write(place.path("warraq.toml"), "[book]\ntitle = 'كتاب'\ndate = 'أمس'\ninputs = ['a.md']\n").unwrap();
    wrong("build", 2, &["`date = أمس` cannot be used"]);
    fs::write(place.path("warraq.toml"), "[[book.part]]\ninputs = ['a.md']\n").unwrap();
    wrong(
        "build",
        2,
        &["warraq.toml:1:3: error[project-file]: a part of the book has no `title`", "  1 | [[book.part]]\n"],
    );
    fs::write(place.path("bad.md"), b"a\0\0\0\0\0b").unwrap();
    fs::write(place.path("warraq.toml"), "[book]\ntitle = 'كتاب'\ninputs = ['bad.md', 'a.md', 'none.md']\n").unwrap();
    wrong(
        "build",
        1,
        &[
            "bad.md: error[broken-source]: ",
            "none.md: error[unreadable]: no such file",
            "كتاب: error[incomplete-book]: the book is not made",
            "1 source failed",
        ],
    );
}

#[test]
fn a_book_is_passed_over_while_its_sources_stay_the_same() {
    let place = project(PROJECT);
    let unchanged = |expected: bool| {
        let told = place.run("build --skip-unchanged").stderr;
        assert_eq!(told.contains("made nothing, 1 unchanged, 1 warning"), expected, "{told}");
        assert!(told.contains("foreword.md:3:23: warning"), "{told}");
    };
    unchanged(false);
    unchanged(true);
    fs::write(place.path("ink/b.txt"), INK.replace("أسود", "بني")).unwrap();
    unchanged(false);
    unchanged(true);
    fs::write(place.path("warraq.toml"), PROJECT.replace("الباب الثاني", "الباب الأخير")).unwrap();
    unchanged(false);
    fs::write(place.path("ink/c.md"), "# الجلد\n\nنصّ.\n").unwrap();
    unchanged(false);
    unchanged(true);
}

#[test]
fn the_configuration_shows_the_book() {
    let shown = project(PROJECT).run("build --print-config").stdout;
    for line in
        ["[book]  # warraq.toml\n", "output = \"out/kitab\"\n", "\"title\" = [\"صنعة الكتاب\"]\n", "[[book.part]]\n"]
    {
        assert!(shown.contains(line), "no {line} in {shown}");
    }
    // What is shown can be saved, and says the same.
    let again = project(&shown).run("build --print-config").stdout;
    assert_eq!(again.split("[book]").nth(1), shown.split("[book]").nth(1));
}

#[test]
fn a_book_has_the_language_of_most_of_its_sources() {
    let persian = "# بازار\n\nتمام کتاب‌های این بازار را می‌خریدند و می‌فروختند.\n";
    let sources = [
        ("a.md", persian.as_bytes()),
        ("b.md", persian.as_bytes()),
        ("c.md", "# سوق\n\nكانت الكتب تباع في السوق.".as_bytes()),
    ];
    let place = Workplace::new(&sources);
    let check = |more: &str, lang: &str| {
        let run =
            place.run(&format!("build a.md b.md c.md --book kitab --title کتاب --to epub --fail-on-warnings {more}"));
        assert_eq!(run.code, 0, "{}", run.stderr);
        let package = member(&fs::read(place.path("kitab.epub")).unwrap(), ".opf");
        assert!(package.contains(&format!("<dc:language>{lang}</dc:language>")), "{package}");
    };
    check("", "fa");
    check("--lang ar", "ar");
}
