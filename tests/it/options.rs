//! What options do, exactly; `effects.rs` sees that none is without effect.

use std::fs;

use lopdf::{Document, Object};

use crate::support::{Run, Workplace, member};

pub(crate) const ARTICLE: &str = "---\ntitle: عنوان من المصدر\nauthor: كاتب من المصدر\ndate: 2001-02-03\n---\n\n\
                       كان الورّاقون ينسخون الكتب ويبيعونها في دكاكينهم ببغداد.\n";

/// Builds the article with arguments; returns the run, the EPUB's package document and the PDF.
pub(crate) fn built(arguments: &[&str], variables: &[(&str, &str)]) -> (Run, String, Document) {
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

const CHAPTERS: &str = "# الورق\n\nكان الورّاقون[^أ] ببغداد.\n\n# الحبر\n\nوكان الحبر أسود.\n\n[^أ]: من ينسخ الكتب.\n";

/// The PDF of two chapters with a note, made with arguments.
fn chapters(header: &str, arguments: &str) -> Document {
    let source = format!("---\ntitle: سوق الورّاقين\n{header}---\n\n{CHAPTERS}");
    let place = Workplace::new(&[("a.md", source.as_bytes())]);
    let run = place.run(&format!("build a.md --to pdf {arguments}"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    Document::load(place.path("out/a.pdf")).unwrap()
}

/// Targets of the links of a page, counted from 1, in the order of the page.
fn links(pdf: &Document, page: u32) -> Vec<String> {
    let annotations = pdf.get_page_annotations(pdf.get_pages()[&page]).unwrap();
    let target = |annotation: &lopdf::Dictionary| {
        let name = annotation.get(b"Dest").unwrap();
        String::from_utf8_lossy(name.as_name().or_else(|_| name.as_str()).unwrap()).into_owned()
    };
    annotations.into_iter().map(target).collect()
}

#[test]
fn contents_cover_and_chapters_take_pages() {
    let pages = |header: &str, arguments: &str| chapters(header, arguments).get_pages().len();
    assert_eq!(pages("", ""), 1);
    assert_eq!(pages("", "--cover"), 2);
    assert_eq!(pages("", "--toc"), 2);
    assert_eq!(pages("", "--chapters new-page"), 3);
    assert_eq!(pages("", "--chapters continue"), 1);
    assert_eq!(pages("toc: true\ncover-page: true\nchapters: new-page\n", ""), 4);
    assert_eq!(pages("chapters: new-page\n", "--chapters continue"), 1, "the command line wins");
    // A link for the title and one for the number of each entry.
    assert_eq!(links(&chapters("", "--toc"), 1).len(), 4);
}

#[test]
fn notes_stand_at_the_foot_or_at_the_end() {
    let outline = |pdf: &Document| pdf.objects.values().filter(|object| is_outline_item(object)).count();
    let foot = chapters("", "--notes foot --chapters new-page");
    assert_eq!((links(&foot, 2).len(), outline(&foot)), (2, 2), "there and back on the page of the reference");
    let end = chapters("", "--notes end --chapters new-page");
    assert_eq!((links(&end, 2).len(), links(&end, 4).len(), outline(&end)), (1, 1, 3), "under a heading of their own");
}

fn is_outline_item(object: &Object) -> bool {
    object.as_dict().is_ok_and(|dict| dict.has(b"Title") && dict.has(b"Parent"))
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
    let line = "made out/a.epub and out/a.pdf (1 page, ";
    assert!(told(&[]).starts_with(line), "{}", told(&[]));
    assert!(told(&["-v"]).starts_with(&format!("a.md: made out/a.epub\na.md: made out/a.pdf\n{line}")));
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

#[test]
fn other_metadata_is_set_by_key() {
    check_package(
        &["--metadata", "publisher=دار الورق", "--metadata", "subtitle=فرعي", "--metadata", "title=بديل"],
        &["دار الورق", "فرعي", "بديل", "كاتب من المصدر"],
        &["عنوان من المصدر"],
    );
    check_package(&["--metadata", "dir=ltr"], &["page-progression-direction=\"ltr\""], &["direction=\"rtl\""]);
}

/// A long article as a PDF made with options: its pages, and the names of its fonts.
pub(crate) fn look(header: &str, arguments: &[&str], variables: &[(&str, &str)]) -> (usize, String, Vec<u8>) {
    let line = "كان الورّاقون ينسخون الكتب ويبيعونها في دكاكينهم ببغداد. ";
    let text = format!("---\ntitle: الورق\n{header}---\n\n{}\n", line.repeat(60));
    let place = Workplace::new(&[("a.md", text.as_bytes())]);
    let run = place.run_with(&[&["build", "a.md", "--to", "pdf"], arguments].concat(), variables);
    assert!(run.code == 0 && run.stderr.starts_with("made out/a.pdf ("), "{}", run.stderr);
    let bytes = fs::read(place.path("out/a.pdf")).unwrap();
    let pdf = Document::load_mem(&bytes).unwrap();
    let name = |object: &Object| Some(object.as_dict().ok()?.get(b"BaseFont").ok()?.as_name().ok()?.to_vec());
    let names: Vec<Vec<u8>> = pdf.objects.values().filter_map(name).collect();
    (pdf.get_pages().len(), String::from_utf8_lossy(&names.concat()).into_owned(), bytes)
}

#[test]
fn margins_fonts_and_justification() {
    let plain = look("", &[], &[]);
    assert!(look("", &["--margins", "80mm 60mm"], &[]).0 > plain.0);
    assert!(plain.1.contains("Amiri") && !plain.1.contains("Naskh"), "{}", plain.1);
    let naskh = look("", &["--font", "noto naskh arabic"], &[]).1;
    assert!(naskh.contains("Naskh") && !naskh.contains("Amiri"), "{naskh}");
    let (none, kashida) = (look("", &["--justify", "none"], &[]).2, look("", &["--justify", "kashida"], &[]).2);
    assert!(plain.2 != none && plain.2 != kashida && none != kashida);
    assert_eq!(look("", &["--justify", "space"], &[]).2, plain.2);
}

#[test]
fn verse_numbers() {
    let check = |header: &str, arguments: &[&str], expected: &str| {
        let verse = "قفا نبك من ذكرى حبيب ومنزل *** بسقط اللوى بين الدخول فحومل\n".repeat(4);
        let text = format!("---\ntitle: أبيات\n{header}---\n\n```شعر\n{verse}```\n");
        let place = Workplace::new(&[("a.md", text.as_bytes())]);
        let run = place.run_with(&[&["build", "a.md", "--to", "epub"], arguments].concat(), &[]);
        assert_eq!(run.code, 0, "{run:?}");
        let book = member(&fs::read(place.path("out/a.epub")).unwrap(), "chapter-1.xhtml");
        let numbers = book.split("class=\"verse-number\" aria-hidden=\"true\">").skip(1);
        let numbers: Vec<&str> = numbers.filter_map(|rest| rest.split(' ').next()).collect();
        assert_eq!(numbers.concat(), expected, "{header}{arguments:?}");
    };
    check("", &[], "");
    check("", &["--verse-numbers", "every"], "١٢٣٤");
    check("verse-numbers: 2\n", &[], "٢٤");
    check("verse-numbers: 2\n", &["--verse-numbers", "3", "--digits", "european"], "3");
    check("verse-numbers: every\n", &["--verse-numbers", "none"], "");
}

#[test]
fn fonts_of_the_user() {
    let font = crate::support::root().join("fonts/Amiri-Regular.ttf");
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes()), ("fonts/deep/x.ttf", &fs::read(font).unwrap())]);
    for path in ["fonts", "fonts/deep/x.ttf"] {
        assert_eq!(place.run(&format!("build a.md --font-path {path} --font Amiri")).code, 0);
        let listed = place.run(&format!("fonts --font-path {path}")).stdout;
        let last = listed.lines().last().unwrap();
        assert!(last.starts_with("Amiri\tregular\tfound\t") && last.contains("Arabic 2"), "{listed}");
    }
    assert!(place.run("fonts").stdout.starts_with("Amiri\tregular\tbuilt in\t"));
}

#[test]
fn colours_are_as_asked() {
    let told = |arguments: &[&str], variables: &[(&str, &str)]| {
        let place = Workplace::new(&[("a.md", "بلا عنوان، نصّ فقط.\n".as_bytes())]);
        let run = place.run_with(&[&["build", "a.md", "--to", "epub"], arguments].concat(), variables);
        assert!(run.stderr.contains("warning[guessed-title]:"), "{}", run.stderr);
        run.stderr.contains('\u{1B}')
    };
    assert!(!told(&[], &[]) && !told(&["--color", "never"], &[]));
    assert!(told(&["--color", "always"], &[("NO_COLOR", "1")]));
}

#[test]
fn digits_are_of_one_family() {
    let source =
        |header: &str| format!("---\ntitle: ورق 2025\n{header}---\n\nفي سنة 2025 و١٢ و۳ صفحات.[^أ]\n\n[^أ]: حاشية.\n");
    let text = |header: &str, arguments: &[&str], variables: &[(&str, &str)]| {
        let place = Workplace::new(&[("a.md", source(header).as_bytes())]);
        let run = place.run_with(&[&["build", "a.md", "--to", "epub"], arguments].concat(), variables);
        assert!(run.code == 0 && run.stderr.starts_with("made out/a.epub ("), "{}", run.stderr);
        let epub = fs::read(place.path("out/a.epub")).unwrap();
        member(&epub, ".opf") + &member(&epub, "chapter-1.xhtml")
    };
    let check = |text: &str, expected: &str| assert!(text.contains(expected), "no {expected} in {text}");
    check(&text("", &[], &[]), "سنة 2025 و١٢ و۳");
    check(&text("", &["--digits", "arabic-indic"], &[]), "سنة ٢٠٢٥ و١٢ و٣");
    check(&text("", &[], &[("WARRAQ_DIGITS", "european")]), "سنة 2025 و12 و3");
    check(&text("digits: arabic-indic\n", &[], &[]), "سنة ٢٠٢٥ و١٢ و٣");
    check(&text("digits: arabic-indic\n", &["--digits", "european"], &[]), "سنة 2025 و12 و3");
    check(&text("digits: arabic-indic\n", &["--digits", "as-written"], &[]), "سنة 2025 و١٢ و۳");
    check(&text("", &["--digits", "extended"], &[]), ">ورق ۲۰۲۵</dc:title>");
    check(&text("", &["--digits", "extended"], &[]), ">۱</a>");
    check(&text("", &["--digits", "european"], &[]), ">1</a>");
    assert_eq!(Workplace::new(&[("a.md", ARTICLE.as_bytes())]).run("build a.md --digits roman").code, 2);
}

/// Each key of the look does in the front matter what its option does.
#[test]
fn the_front_matter_says_the_look() {
    let same = |header: &str, arguments: &[&str]| {
        let (of_header, of_option) = (look(header, &[], &[]), look("", arguments, &[]));
        assert_eq!(of_header.0, of_option.0, "{header}");
        assert_ne!(of_header.2, look("", &[], &[]).2, "{header} changes nothing");
        let size = |bytes: &[u8]| bytes.len();
        assert_eq!(size(&of_header.2), size(&of_option.2), "{header}");
    };
    same("page-size: A5\n", &["--page-size", "A5"]);
    same("margins: 40mm\n", &["--margins", "40mm"]);
    same("font: Noto Naskh Arabic\n", &["--font", "Noto Naskh Arabic"]);
    same("font-size: 20\n", &["--font-size", "20"]);
    same("justify: none\n", &["--justify", "none"]);
    same("cover-page: نعم\n", &["--cover"]);
}
