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
fn encodings_are_taken_as_told() {
    // «سلام» in windows-1256; as ISO 8859-6 the same bytes are other letters.
    let text = b"# \xD3\xE1\xC7\xE3\n\n\xD3\xE1\xC7\xE3 \xD3\xE1\xC7\xE3\n";
    let place = Workplace::new(&[("a.md", text)]);
    let title = |arguments: &str| {
        assert_eq!(place.run(&format!("build a.md --to epub {arguments}")).code, 0);
        member(&fs::read(place.path("out/a.epub")).unwrap(), ".opf")
    };
    assert!(
        title("--encoding windows-1256").contains("<dc:title id=\"title\">سلام</dc:title>")
            || title("--encoding windows-1256").contains("سلام")
    );
    assert!(title("--encoding iso-8859-6").contains("سفاك") || title("--encoding iso-8859-6").contains("سفاع"));
    assert_eq!(place.run("build a.md --encoding nonsense").code, 2);
}

#[test]
fn mending_is_chosen() {
    let place = Workplace::new(&[("a.md", "# ﺳﻼﻡ \"ا\u{653}دم\" أ\u{A0}\u{A0}ب\n\nنص.\n".as_bytes())]);
    let package = |arguments: &str| {
        assert_eq!(place.run(&format!("build a.md --to epub {arguments}")).code, 0);
        member(&fs::read(place.path("out/a.epub")).unwrap(), ".opf")
    };
    let check = |arguments: &str, title: &str| assert!(package(arguments).contains(title), "{arguments}");
    check("", "سلام \"آدم\" أ ب");
    check("--mend none", "ﺳﻼﻡ \"ا\u{653}دم\" أ\u{A0}\u{A0}ب");
    check("--mend forms,spaces", "سلام \"ا\u{653}دم\" أ ب");
    check("--mend compose", "ﺳﻼﻡ \"آدم\" أ\u{A0}\u{A0}ب");
    check("--quotes arabic", "سلام «آدم» أ ب");
}

#[test]
fn pictures_are_looked_for_in_other_folders() {
    let gif = b"GIF89a\x02\0\x05\0\0\0\0,\0\0\0\0\x02\0\x05\0\0\x02\x02D\x01\0;";
    let article = "# أ\n\n![ب](b.gif)\n".as_bytes();
    let place = Workplace::new(&[("in/a.md", article), ("pictures/b.gif", gif)]);
    assert!(place.run("build in/a.md --to epub").stderr.contains("b.gif` is not there"));
    let run = place.run("build in/a.md --to epub --resource-path none --resource-path pictures");
    assert_eq!((run.code, run.stderr.as_str()), (0, "made out/a.epub\n"));
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

/// veraPDF judges the claims in `pdf.rs`.
#[test]
fn a_pdf_claims_the_standards_asked_for() {
    let packet = |arguments: &[&str]| {
        let (_, _, pdf) = built(arguments, &[]);
        let metadata = pdf.catalog().unwrap().get_deref(b"Metadata", &pdf).unwrap().as_stream().unwrap();
        String::from_utf8(metadata.get_plain_content().unwrap()).unwrap()
    };
    let asked = packet(&[]);
    assert!(asked.contains("<pdfaid:conformance>A<") && asked.contains("<pdfuaid:part>1<"), "{asked}");
    let less = packet(&["--pdf-standard", "a-2u"]);
    assert!(less.contains("<pdfaid:conformance>U<") && !less.contains("pdfuaid"), "{less}");
}

/// A box of the first page: left, bottom, right, top.
fn page_box(pdf: &Document, key: &[u8]) -> Option<Vec<f32>> {
    let page = pdf.get_dictionary(pdf.get_pages()[&1]).unwrap();
    let corners = page.get(key).ok()?.as_array().unwrap();
    Some(corners.iter().map(|corner| corner.as_float().unwrap()).collect())
}

#[test]
fn bleed_and_crop_marks_make_the_medium_larger() {
    let a5 = ["--page-size", "A5"];
    let pdf = |options: &[&str]| built(&[&a5, options].concat(), &[]).2;
    let check = |pdf: &Document, key: &[u8], room: f32| {
        let expected = [-room, -room, 419.528 + room, 595.276 + room];
        let actual = page_box(pdf, key).unwrap();
        assert!(actual.iter().zip(expected).all(|(one, other)| (one - other).abs() < 0.01), "{actual:?} {expected:?}");
    };
    let bleeding = pdf(&["--bleed", "3mm"]);
    check(&bleeding, b"MediaBox", 8.504);
    check(&bleeding, b"BleedBox", 8.504);
    check(&bleeding, b"TrimBox", 0.0);
    let marked = pdf(&["--crop-marks"]);
    check(&marked, b"MediaBox", 22.677);
    check(&marked, b"TrimBox", 0.0);
    let strokes = |pdf: &Document| {
        let content = pdf.get_page_content(pdf.get_pages()[&1]);
        String::from_utf8_lossy(&content).matches("/Artifact").count()
    };
    assert!(strokes(&marked) > strokes(&bleeding));
    assert!(page_box(&pdf(&[]), b"TrimBox").is_none());
}

#[test]
fn a_booklet_has_two_pages_on_each_side() {
    let (_, _, pdf) = built(&["--page-size", "A5", "--imposition", "booklet"], &[]);
    assert_eq!(pdf.get_pages().len(), 2, "one page and three blanks");
    let sheet = page_box(&pdf, b"MediaBox").unwrap();
    assert!((sheet[2] - 2.0 * 419.528).abs() < 0.01 && (sheet[3] - 595.276).abs() < 0.01, "{sheet:?}");
}

#[test]
fn fine_pictures_are_reduced_where_asked() {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(1200, 900).write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let place = Workplace::new(&[("a.md", "# باب\n\n![صورة](a.jpg)\n".as_bytes()), ("a.jpg", jpeg.get_ref())]);
    let width = |options: &str| {
        assert_eq!(place.run(&format!("build a.md --to pdf --page-size A5 {options}")).code, 0);
        let pdf = Document::load(place.path("out/a.pdf")).unwrap();
        let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
        let widths = streams.filter_map(|stream| stream.dict.get(b"Width").and_then(Object::as_i64).ok());
        widths.collect::<Vec<_>>()
    };
    assert_eq!(width(""), [1200]);
    assert_eq!(width("--image-resolution 4800"), [1200]);
    let reduced = width("--image-resolution 72")[0];
    assert!((250..420).contains(&reduced), "{reduced}");
}

#[test]
fn a_gray_pdf_has_no_colour() {
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(2, 2, image::Rgb([255, 0, 0]));
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let place = Workplace::new(&[("a.md", "# باب\n\n![ختم](a.png)\n".as_bytes()), ("a.png", png.get_ref())]);
    let space = |options: &str| {
        assert_eq!(place.run(&format!("build a.md --to pdf {options}")).code, 0);
        let pdf = Document::load(place.path("out/a.pdf")).unwrap();
        let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
        let spaces = streams.filter_map(|stream| stream.dict.get(b"ColorSpace").and_then(Object::as_name).ok());
        spaces.map(|space| String::from_utf8_lossy(space).into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(space(""), ["DeviceRGB"]);
    assert_eq!(space("--gray"), ["DeviceGray"]);
}

/// Whoever adds an option adds it here, and a test of what it does above.
#[test]
fn every_option_is_tested_here() {
    let help = Workplace::new(&[]).run("build --help").stdout;
    let words = help.split(|character: char| character.is_whitespace() || character == ',');
    let options: BTreeSet<&str> = words.filter(|word| word.starts_with("--") && word.len() > 2).collect();
    let tested = [
        "--author",
        "--css",
        "--bleed",
        "--crop-marks",
        "--chapters",
        "--cover",
        "--date",
        "--encoding",
        "--font-size",
        "--gray",
        "--help",
        "--kepub",
        "--image-resolution",
        "--imposition",
        "--lang",
        "--no-embed-fonts",
        "--no-cover",
        "--mend",
        "--notes",
        "--output",
        "--page-size",
        "--pdf-standard",
        "--quiet",
        "--split-level",
        "--quotes",
        "--resource-path",
        "--title",
        "--to",
        "--toc",
        "--verbose",
    ];
    assert_eq!(options, BTreeSet::from(tested));
}
