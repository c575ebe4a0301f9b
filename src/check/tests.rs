//! Good books pass; books broken in one place each are told of that place.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::check;
use crate::diagnostic::Severity;
use crate::direction::settle;
use crate::document::{Document, ImageData, ImageFormat, Orientation};
use crate::epub::{self, EpubOptions};
use crate::font::FontSet;
use crate::parse::{self, Format, Overrides};
use crate::style::Stylesheet;

type Files = Vec<(String, Vec<u8>)>;

fn document(markdown: &str) -> Document {
    let source =
        parse::decode("كتاب.md", markdown.as_bytes().to_vec(), &parse::DecodeOptions::default()).unwrap().value;
    parse::parse(&source, Format::Markdown, &Overrides::default()).unwrap().value
}

fn good() -> Vec<u8> {
    let document = document("---\ntitle: كتاب\n---\n\n# أول\n\nنصٌّ و[رابط](#ثان).\n\n# ثان\n\nنصّ آخر.\n");
    epub::write(&settle(document), &FontSet::builtin(), &Stylesheet::default(), &EpubOptions::default()).unwrap().value
}

fn unpacked(epub: &[u8]) -> Files {
    let mut zip = ZipArchive::new(Cursor::new(epub)).unwrap();
    let entry = |index: usize| {
        let mut entry = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().to_owned(), bytes)
    };
    (0..unpacked_len(epub)).map(entry).collect()
}

fn unpacked_len(epub: &[u8]) -> usize {
    ZipArchive::new(Cursor::new(epub)).unwrap().len()
}

fn packed(files: &Files) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let method = if name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn messages(epub: &[u8]) -> Vec<String> {
    let severity = |severity| if severity == Severity::Error { "error" } else { "warning" };
    check(epub).into_iter().map(|found| format!("{}: {}", severity(found.severity), found.message)).collect()
}

/// Breaks a good book and looks for a message.
fn broken(change: impl FnOnce(&mut Files), expected: &str) {
    let mut files = unpacked(&good());
    change(&mut files);
    let told = messages(&packed(&files));
    assert!(told.iter().any(|message| message.contains(expected)), "{expected} is not in {told:#?}");
}

/// Puts one text in place of another in a file, and looks for a message.
fn replaced(file: &str, old: &str, new: &str, expected: &str) {
    let change = |files: &mut Files| {
        let (_, bytes) = files.iter_mut().find(|(name, _)| name == file).unwrap();
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        assert!(text.contains(old), "{old} is not in {text}");
        *bytes = text.replacen(old, new, 1).into_bytes();
    };
    broken(change, expected);
}

const PACKAGE: &str = "OEBPS/content.opf";
const PAGE: &str = "OEBPS/chapter-1.xhtml";
const SHEET: &str = "OEBPS/stylesheet.css";

#[test]
fn our_own_books_are_sound() {
    assert_eq!(messages(&good()), [""; 0]);
    assert_eq!(messages(&packed(&unpacked(&good()))), [""; 0]);
}

#[test]
fn faults_of_the_archive() {
    assert!(messages(b"").iter().any(|message| message.contains("no ZIP archive")));
    assert!(messages("كتاب".as_bytes()).iter().any(|message| message.contains("no ZIP archive")));
    broken(|files| files.rotate_left(1), "mimetype: it is not the first file");
    broken(|files| files[0].1 = b"application/zip".to_vec(), "does not say application/epub+zip");
    broken(|files| files.retain(|(name, _)| !name.contains("container")), "container.xml: it is missing");
    broken(|files| files.push(("../x".into(), vec![])), "leads out of the book");
    broken(|files| files.push(("OEBPS/Nav.xhtml".into(), vec![])), "but for the letter case");
    broken(|files| files.push(("OEBPS/x.txt".into(), vec![])), "the manifest does not list it");
    broken(|files| files.push(("OEBPS/x".into(), vec![0; 65 << 20])), "too large");
    let mut compressed = good();
    compressed[8] = 8;
    assert!(messages(&compressed).iter().any(|message| message.contains("must be stored")));
}

#[test]
fn a_damaged_archive_never_panics() {
    let good = good();
    for end in (0..good.len()).step_by(997) {
        let _ = check(&good[..end]);
    }
    for at in (0..good.len()).step_by(211) {
        let mut damaged = good.clone();
        damaged[at] ^= 0xff;
        let _ = check(&damaged);
    }
}

#[test]
fn faults_of_the_package() {
    replaced("META-INF/container.xml", "OEBPS/content.opf", "OEBPS/other.opf", "names OEBPS/other.opf");
    replaced(PACKAGE, " page-progression-direction=\"rtl\"", "", "turn the wrong way");
    replaced(PACKAGE, " dir=\"rtl\"", "", "does not say dir=\"rtl\"");
    replaced(PACKAGE, "<dc:language>ar</dc:language>", "", "the book has no language");
    replaced(PACKAGE, "dcterms:modified", "dcterms:created", "does not say when it was made");
    replaced(PACKAGE, "properties=\"nav\"", "", "is the navigation document");
    replaced(PACKAGE, "<itemref idref=\"", "<itemref idref=\"x", "which the manifest does not list");
    replaced(PACKAGE, "refines=\"#title\"", "refines=\"#x\"", "refines #x");
    replaced(PACKAGE, "</package>", "", "not well-formed XML");
    replaced(PACKAGE, "unique-identifier=\"", "unique-identifier=\"x", "which identifier is the book's own");
    replaced(PACKAGE, "</spine>", "<itemref idref=\"nav\"/></spine>", "names nav more than once");
    replaced(PACKAGE, "</spine>", "<itemref idref=\"ncx\"/></spine>", "toc.ncx, which is not a page of text");
    replaced(PACKAGE, "<dc:title id=\"title\">كتاب</dc:title>", "", "the book has no title");
    replaced(PACKAGE, "href=\"chapter-2.xhtml\"", "href=\"https://example.org/x.xhtml\"", "outside of the book");
    replaced(PACKAGE, "toc=\"ncx\"", "toc=\"x\"", "names the NCX x");
    broken(|files| files.retain(|(name, _)| name != PAGE), "chapter-1.xhtml, which is not in the archive");
}

/// An encryption file that names a file.
fn encrypted(algorithm: &str, file: &str) -> (String, Vec<u8>) {
    let text = format!(
        "<encryption><EncryptedData><EncryptionMethod Algorithm=\"{algorithm}\"/><CipherData><CipherReference \
         URI=\"{file}\"/></CipherData></EncryptedData></encryption>"
    );
    ("META-INF/encryption.xml".into(), text.into_bytes())
}

#[test]
fn faults_of_encryption() {
    const AES: &str = "http://www.w3.org/2001/04/xmlenc#aes128-cbc";
    broken(|files| files.push(encrypted(AES, PAGE)), "chapter-1.xhtml: it is encrypted");
    broken(|files| files.push(encrypted(AES, "x.xhtml")), "it names x.xhtml, which is not in the archive");
    let mut obfuscated = unpacked(&good());
    let font = obfuscated.iter_mut().find(|(name, _)| name.ends_with(".ttf")).unwrap();
    font.1[..1040].iter_mut().for_each(|byte| *byte ^= 0x5a);
    let font = font.0.clone();
    obfuscated.push(encrypted("http://www.idpf.org/2008/embedding", &font));
    assert_eq!(messages(&packed(&obfuscated)), [""; 0]);
}

#[test]
fn faults_of_pages() {
    replaced(PAGE, "chapter-2.xhtml#", "chapter-9.xhtml#", "leads to OEBPS/chapter-9.xhtml");
    replaced(PAGE, "chapter-2.xhtml#", "chapter-2.xhtml#x", "which does not exist");
    replaced(PAGE, "chapter-2.xhtml#", "javascript:", "where a book cannot lead");
    replaced(PAGE, "</section>", "", "not well-formed XML, line ");
    replaced(PAGE, "</h1>", "</h1>&nbsp;", "&nbsp;");
    replaced(PAGE, "</h1>", "</h1><script>x</script>", "<script> has no place");
    replaced(PAGE, "</h1>", "</h1><p onclick=\"x\"/>", "onclick of <p> runs a script");
    replaced(PAGE, "</h1>", "</h1><p id=\"section-1\"/>", "the id section-1 stands more than once");
    replaced(PAGE, "</h1>", "</h1><img src=\"http://example.org/x.png\" alt=\"\"/>", "fetched from outside");
    replaced(PAGE, "</h1>", "</h1><img src=\"x.png\"/>", "x.png has no alternative text");
    replaced(PAGE, "</h1>", "</h1><img src=\"x.png\" alt=\"\"/>", "OEBPS/x.png is missing");
    replaced(PAGE, "</h1>", "</h1><p style=\"direction: rtl\"/>", "`direction` is forbidden");
    replaced(PAGE, "</h1>", "</h1>\u{1F4DA}", "no font of the book has these characters: \u{1F4DA} (U+1F4DA)");
    replaced(PAGE, " lang=\"ar\" xml:lang=\"ar\"", "", "does not say the language");
    replaced(PAGE, "<body dir=\"rtl\"", "<body dir=\"ltr\"", "its letters are written from the right");
    replaced(PAGE, "</h1>", "</h1><iframe src=\"x.html\"/>", "<iframe> has no place");
    replaced(PAGE, "chapter-2.xhtml#", "../../../etc/passwd#", "leads out of the book");
    replaced(PAGE, "stylesheet.css", "https://example.org/a.css", "fetched from outside");
    broken(
        |files| {
            let page = files.iter_mut().find(|(name, _)| name == PAGE).unwrap();
            page.1 = String::from_utf8(page.1.clone()).unwrap().replace(" dir=\"rtl\"", "").into_bytes();
        },
        "does not say its direction",
    );
    broken(|files| files.iter_mut().find(|(name, _)| name == PAGE).unwrap().1 = vec![0xff], "not encoded in UTF-8");
    let deep = format!("</h1>{}{}", "<p>".repeat(5000), "</p>".repeat(5000));
    replaced(PAGE, "</h1>", &deep, "nested too deep");
}

#[test]
fn faults_of_the_vocabulary() {
    let page = |markup: &str, expected: &str| replaced(PAGE, "</h1>", &format!("</h1>{markup}"), expected);
    page("<foo>x</foo>", "<foo> is not an XHTML element");
    page("<font color=\"red\">x</font>", "<font> is not an XHTML element");
    page("<p><div>x</div></p>", "<div> cannot stand in <p>");
    page("<p><a href=\"#section-1\"><p>x</p></a></p>", "<p> cannot stand in <a>");
    page("<ul>نصّ</ul>", "text stands directly in a <ul>");
    page("<li>نصّ</li>", "<li> cannot stand in <section>");
    page("<table><td>نصّ</td></table>", "<td> cannot stand in <table>");
    page("<dl><dt>نصّ</dt></dl>", "ends with a term");
    page("<dl><dd>نصّ</dd></dl>", "begins with a description");
    page("<p align=\"right\">نصّ</p>", "the attribute align of <p> is obsolete");
    page("<p foo=\"x\">نصّ</p>", "unknown attribute: foo");
    page("<p aria-foo=\"x\">نصّ</p>", "unknown ARIA attribute: aria-foo");
    page("<p aria-labelledby=\"x\">نصّ</p>", "refers to #x");
    page("<p role=\"x\">نصّ</p>", "the role of <p> cannot be `x`");
    page("<p id=\"a b\">نصّ</p>", "the id of <p> cannot be `a b`");
    page("<p dir=\"right\">نصّ</p>", "the dir of <p> cannot be `right`");
    page("<p lang=\"ar_EG\">نصّ</p>", "the lang of <p> cannot be `ar_EG`");
    page("<p lang=\"ar\" xml:lang=\"en\">نصّ</p>", "lang and xml:lang of <p> differ");
    page("<p><bdo>نصّ</bdo></p>", "a <bdo> has no dir");
    page("<p epub:type=\"foo:x\">نصّ</p>", "the prefix foo of epub:type");
    page(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect align=\"x\"/></svg>",
        "does not declare that it contains svg",
    );
    page("<p>&#1;</p>", "not well-formed XML");
    page("<p>\u{1}</p>", "U+0001 is not allowed in XML");
    page("<!-- a -- b -->", "not well-formed XML");
    page("<p title=\"<\">نصّ</p>", "a `<` in the value of title");
    page("<a href=\"https://example.org/[a]#b#c\">نصّ</a>", "a link is not a valid address");
    page("<a href=\"stylesheet.css\">نصّ</a>", "stylesheet.css, which is not a page");
    replaced(PAGE, "<!DOCTYPE html>", "<!DOCTYPE html PUBLIC \"x\" \"y\">", "its document type is not html");
    replaced(PAGE, " xmlns=\"http://www.w3.org/1999/xhtml\"", "", "not in the namespace of XHTML");
    replaced(PAGE, "<title>أول</title>", "<title> </title>", "its title is empty");
    replaced(PAGE, "encoding=\"UTF-8\"", "encoding=\"windows-1256\"", "not encoded in UTF-8");
}

#[test]
fn faults_of_the_ways_in() {
    const NAV: &str = "OEBPS/nav.xhtml";
    replaced(NAV, " epub:type=\"toc\"", "", "0 lists of type toc");
    replaced(
        NAV,
        "<a href=\"chapter-1.xhtml\">أول</a>",
        "<a href=\"chapter-1.xhtml\"> </a>",
        "a link in a list has no text",
    );
    replaced(NAV, "href=\"chapter-1.xhtml\"", "href=\"https://example.org\"", "the contents link outside the book");
    replaced(NAV, "<a epub:type=\"bodymatter\"", "<a", "has no type");
    replaced("OEBPS/toc.ncx", "src=\"chapter-1.xhtml\"", "src=\"x.xhtml\"", "leads to OEBPS/x.xhtml");
    replaced(
        "OEBPS/toc.ncx",
        "name=\"dtb:uid\" content=\"",
        "name=\"dtb:uid\" content=\"x",
        "is not that of the package",
    );
}

#[test]
fn faults_of_what_the_package_says() {
    let said = |markup: &str, expected: &str| {
        replaced(PACKAGE, "<dc:language>", &format!("{markup}<dc:language>"), expected);
    };
    said("<meta property=\"foo:bar\">x</meta>", "the property foo:bar is unknown");
    said("<meta property=\"nonsense\">x</meta>", "the property nonsense is unknown");
    said("<meta property=\"dcterms:publisher\"> </meta>", "empty value: dcterms:publisher");
    said("<meta property=\"dcterms:modified\">2025-01-01T00:00:00Z</meta>", "dcterms:modified is given more than once");
    said("<dc:date>أمس</dc:date>", "invalid date `أمس`");
    said("<foo/>", "<foo> is not allowed in a package");
    replaced(
        PACKAGE,
        "<dc:language>ar</dc:language>",
        "<dc:language>ar_EG!</dc:language>",
        "`ar_EG!` is not a language tag",
    );
    replaced(PACKAGE, "properties=\"nav\"", "properties=\"nav zoom\"", "the property zoom");
    replaced(PACKAGE, "<itemref idref=\"nav\"", "<itemref linear=\"maybe\" idref=\"nav\"", "`maybe` is not a value");
    replaced(PACKAGE, "version=\"3.0\"", "version=\"1.0\"", "not one of EPUB 2 or 3");
}

#[test]
fn faults_of_style_sheets_and_fonts() {
    replaced(SHEET, "body {", "body { direction: rtl;", "`direction` is forbidden");
    replaced(SHEET, "fonts/", "https://example.org/", "outside of the book");
    replaced(SHEET, "fonts/", "other/", "is missing from the archive");
    replaced(SHEET, "body {", "@import 'x.css'; body {", "`@import` asks");
    let is_font = |name: &str| name.ends_with(".ttf");
    let packed = |font: &'static [u8]| {
        move |files: &mut Files| {
            files.iter_mut().filter(|(name, _)| is_font(name)).for_each(|(_, bytes)| *bytes = font.to_vec());
        }
    };
    for font in [&include_bytes!("../../tests/texts/kitab.woff")[..], include_bytes!("../../tests/texts/kitab.woff2")] {
        broken(packed(font), "no font of the book has these characters: .");
        broken(packed(&font[..40]), "the font cannot be read");
    }
    broken(
        |files| files.iter_mut().filter(|(name, _)| is_font(name)).for_each(|(_, bytes)| bytes.truncate(40)),
        "the font cannot be read",
    );
}

/// Judges a book with a picture of a format that holds these bytes.
fn with_picture(format: ImageFormat, bytes: &[u8]) -> Vec<String> {
    let mut document = document("---\ntitle: كتاب\n---\n\n# أول\n\nنصٌّ.\n\n![رسم](a)\n");
    let (bytes, orientation) = (bytes.to_vec(), Orientation::UPRIGHT);
    document.images.insert("a".into(), ImageData { bytes, format, width: 4, height: 4, orientation });
    messages(
        &epub::write(&settle(document), &FontSet::builtin(), &Stylesheet::default(), &EpubOptions::default())
            .unwrap()
            .value,
    )
}

#[test]
fn pictures_that_cannot_be_decoded_are_found() {
    let mut png = Vec::new();
    let noise =
        image::RgbImage::from_fn(40, 40, |x, y| image::Rgb([((x * 7) ^ (y * 13)) as u8, (x * y) as u8, x as u8]));
    image::DynamicImage::ImageRgb8(noise).write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    assert_eq!(with_picture(ImageFormat::Png, &png), Vec::<String>::new());
    let cut = with_picture(ImageFormat::Png, &png[..png.len() / 2]);
    assert!(
        cut.iter().any(
            |told| told.ends_with("image-1.png: the picture cannot be read: it is damaged: unexpected end of file")
        ),
        "{cut:?}"
    );
}

#[test]
fn names_in_drawings_are_names_of_xml() {
    let drawing = |inner: &str| {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 4\">{inner}</svg>");
        with_picture(ImageFormat::Svg, svg.as_bytes())
    };
    assert_eq!(drawing("<g id=\"a\"/><g id=\"b\"/>"), Vec::<String>::new());
    assert_eq!(drawing("<g id=\"Box 1\"/>"), ["error: OEBPS/images/image-1.svg: the id \"Box 1\" is no name of XML"]);
    assert_eq!(
        drawing("<g id=\"a\"/><g id=\"a\"/>"),
        ["error: OEBPS/images/image-1.svg: the id a stands more than once"]
    );
    assert!(!drawing("<g id=\"a <b>\"/>").is_empty());
}

#[test]
fn large_books_are_gone_through_once() {
    const MANY: usize = 40_000;
    let attributes: String = (0..MANY).map(|number| format!(" data-a{number}=\"\"")).collect();
    let links: String = (0..MANY).map(|number| format!("<a href=\"#n{number}\">ن</a>")).collect();
    let faults: String = (0..MANY).map(|number| format!("p {{ background: url(none{number}.png) }}\n")).collect();
    let mut files = unpacked(&good());
    for (name, bytes) in &mut files {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if name.ends_with("chapter-1.xhtml") {
            let page = text.replacen("<p", &format!("<p{attributes}"), 1).replacen("</p>", &format!("{links}</p>"), 1);
            *bytes = page.into_bytes();
        } else if name.ends_with(".css") {
            *bytes = (text + &faults).into_bytes();
        }
    }
    let told = messages(&packed(&files));
    let expected = format!("and {} findings more", MANY - 8);
    assert_eq!(told.iter().filter(|message| message.contains(&expected)).count(), 2, "{told:#?}");
    let repeated = |files: &mut Files| {
        let (_, bytes) = files.iter_mut().find(|(name, _)| name.ends_with("chapter-1.xhtml")).unwrap();
        *bytes = String::from_utf8_lossy(bytes).replacen("<p", "<p class=\"a\" class=\"b\"", 1).into_bytes();
    };
    broken(repeated, "there are two attributes class");
}
