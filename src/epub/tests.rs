//! The finished archive, opened again.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::{CompressionMethod, DateTime, ZipArchive};

use super::sample::{figure, heading, paragraph, text};
use super::*;
use crate::direction::settle;
use crate::document::{Block, Direction, Document, Lang};

fn made(document: &Document, options: &EpubOptions) -> Warned<Vec<u8>> {
    write(&settle(document.clone()), &FontSet::builtin(), &Stylesheet::default(), options).unwrap()
}

fn short(blocks: Vec<Block>) -> Document {
    let mut document = Document { blocks, ..Document::default() };
    document.metadata.title = "عنوان".into();
    document
}

/// Names and contents of the entries, in their order; fonts and pictures too, as far as they are text.
fn opened(archive: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().to_owned(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

pub(super) fn file(archive: &[u8], name: &str) -> String {
    let found = opened(archive).into_iter().find(|(entry, _)| entry == name);
    // The version changes with every release.
    found.unwrap_or_else(|| panic!("no {name}")).1.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

/// The attributes of the first element of a name.
fn attributes(document: &str, element: &str) -> Vec<(String, String)> {
    let pair = |tag: &BytesStart<'_>| {
        tag.attributes().map(|attribute| attribute.unwrap()).map(|a| (a.key.as_ref().into(), a.value.into())).collect()
    };
    let mut reader = Reader::from_str(document);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == element => return pair(&tag),
            Event::Eof => panic!("no <{element}>"),
            _ => {}
        }
    }
}

#[test]
fn links_lead_to_anchors() {
    let markdown = "[نص](#هنا) و[رمز](#code)\n\n# فصل\n\nكلمة <a id=\"هنا\"></a>هنا\n\n<a id=\"code\"></a>\n\n```\nx\n```\n\n# آخر\n";
    let source = crate::diagnostic::Source { name: "a.md".into(), text: markdown.into() };
    let document = crate::parse::parse(&source, crate::parse::Format::Markdown, &Default::default()).unwrap().value;
    let archive = made(&document, &EpubOptions::default()).value;
    let chapter = file(&archive, "OEBPS/chapter-1.xhtml");
    assert!(chapter.contains("<a href=\"chapter-2.xhtml#place-"), "{chapter}");
    let chapter = file(&archive, "OEBPS/chapter-2.xhtml");
    assert!(chapter.contains("كلمة <span id=\"place-") && chapter.contains("<div id=\"place-"), "{chapter}");
}

#[test]
fn documents_are_as_approved() {
    let archive = made(&sample::with_cover(), &EpubOptions::default()).value;
    for name in
        ["content.opf", "nav.xhtml", "toc.ncx", "cover.xhtml", "title.xhtml", "chapter-1.xhtml", "chapter-2.xhtml"]
    {
        insta::assert_snapshot!(name, file(&archive, &format!("OEBPS/{name}")));
    }
}

#[test]
fn every_structure_is_as_approved() {
    let made = made(&sample::of_structures(), &EpubOptions::default());
    insta::assert_snapshot!("structures.xhtml", file(&made.value, "OEBPS/chapter-1.xhtml"));
    let messages: Vec<&str> = made.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(messages, ["there is no footnote for this reference: غائبة"]);
}

#[test]
fn every_internal_link_leads_somewhere() {
    for document in [sample::with_cover(), sample::of_structures()] {
        for split_level in [None, Some(0), Some(1), Some(2), Some(6)] {
            let archive = made(&document, &EpubOptions { split_level, ..EpubOptions::default() }).value;
            let files = opened(&archive);
            for (name, page) in files.iter().filter(|(name, _)| name.ends_with(".xhtml")) {
                for href in page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()) {
                    let (file, id) = href.split_once('#').unwrap_or((href, ""));
                    let target = if file.is_empty() { name.clone() } else { format!("OEBPS/{file}") };
                    let found = files.iter().find(|(name, _)| *name == target);
                    let leads = found.is_some_and(|(_, page)| id.is_empty() || page.contains(&format!(" id=\"{id}\"")));
                    assert!(leads || href.contains(':'), "{name}: {href}");
                }
            }
        }
    }
}

#[test]
fn the_archive_opens_with_its_type_and_has_no_clock() {
    let bytes = made(&sample::with_cover(), &EpubOptions::default()).value;
    // The local header is 30 bytes long and the name 8, so that the type stands at byte 38 (EPUB 3.3, 4.3).
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).unwrap();
        assert_eq!(entry.last_modified(), Some(DateTime::default()), "{}", entry.name());
        // Short files are not worth a compressor.
        let is_stored = index == 0 || entry.size() < 512;
        let method = if is_stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        assert_eq!(entry.compression(), method, "{}", entry.name());
        assert_eq!(entry.extra_data().map_or(0, <[u8]>::len), 0, "{}", entry.name());
    }
}

#[test]
fn the_same_book_is_the_same_bytes() {
    let document = sample::with_cover();
    let options = EpubOptions { timestamp: Some(Timestamp(1_765_929_600)), ..EpubOptions::default() };
    assert!(made(&document, &options).value == made(&document, &options).value);
}

#[test]
fn every_page_says_language_and_direction() {
    let check = |document: &Document, lang: &str, dir: &str| {
        let files = opened(&made(document, &EpubOptions::default()).value);
        let pages: Vec<_> = files.iter().filter(|(name, _)| name.ends_with(".xhtml")).collect();
        assert!(pages.len() >= 3);
        for (name, page) in pages {
            let html = attributes(page, "html");
            for (key, value) in [("lang", lang), ("xml:lang", lang), ("dir", dir)] {
                assert!(html.contains(&(key.into(), value.into())), "{name}: {html:?}");
            }
            assert_eq!(attributes(page, "body"), [("dir".to_owned(), dir.to_owned())], "{name}");
        }
    };
    check(&sample::with_cover(), "ar", "rtl");
    let mut english = short(vec![paragraph(vec![text("Plain text.")])]);
    (english.metadata.lang, english.metadata.direction) = (Lang("en-GB".into()), Direction::Ltr);
    check(&english, "en-GB", "ltr");
}

#[test]
fn the_archive_holds_what_the_package_names_and_nothing_else() {
    let archive = made(&sample::with_cover(), &EpubOptions::default()).value;
    let package = file(&archive, "OEBPS/content.opf");
    let mut named: Vec<String> =
        package.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect();
    named.push("content.opf".into());
    named.sort();
    named.dedup();
    let mut held: Vec<String> =
        opened(&archive).into_iter().filter_map(|(name, _)| name.strip_prefix("OEBPS/").map(Into::into)).collect();
    held.sort();
    assert_eq!(held, named);
    for refined in package.split("refines=\"#").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()) {
        assert!(package.contains(&format!(" id=\"{refined}\"")), "{refined}");
    }
}

#[test]
fn links_that_lead_nowhere_are_reported_and_become_text() {
    let made = made(&sample::document(), &EpubOptions::default());
    let messages: Vec<&str> = made.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the link leads where a book cannot lead, so only its text is kept in the EPUB: javascript:alert(1)",
            "no heading has the name that the link gives: #غائب",
        ]
    );
    assert!(opened(&made.value).iter().all(|(_, content)| !content.contains("javascript")));
}

#[test]
fn a_picture_without_words_costs_the_claim_of_accessibility() {
    let check = |alt: &str, claims: bool, warnings: usize| {
        let mut document = short(vec![figure("press.webp", alt, "")]);
        document.images = sample::document().images;
        let made = made(&document, &EpubOptions::default());
        let package = file(&made.value, "OEBPS/content.opf");
        assert_eq!(package.contains("dcterms:conformsTo"), claims);
        assert_eq!(package.contains("alternativeText"), claims);
        assert_eq!(made.warnings.len(), warnings);
    };
    check("مطبعة", true, 0);
    check(" ", false, 1);
}

#[test]
fn a_part_in_an_unnamed_language_costs_the_claim_too() {
    let check = |lang: Option<&str>, claims: bool| {
        let latin = paragraph(vec![text("In principio erat Verbum.")]);
        let document = short(vec![Block { lang: lang.map(|tag| Lang(tag.into())), ..latin }]);
        let package = file(&made(&document, &EpubOptions::default()).value, "OEBPS/content.opf");
        assert_eq!(package.contains("dcterms:conformsTo"), claims);
    };
    check(Some("la"), true);
    check(None, false);
}

#[test]
fn helpers_series_and_source_are_named() {
    let mut document = short(vec![]);
    for (key, value) in [
        ("مترجم", "حنين، إسحاق"),
        ("editor", "A. Editor"),
        ("series", "ذخائر"),
        ("volume", "١٢"),
        ("source", "urn:isbn:1"),
    ] {
        document.metadata.extra.insert(key.into(), value.into());
    }
    let package = file(&made(&document, &EpubOptions::default()).value, "OEBPS/content.opf");
    for expected in [
        "<dc:contributor id=\"contributor-2\">إسحاق</dc:contributor>",
        "<meta refines=\"#contributor-1\" property=\"role\" scheme=\"marc:relators\">trl</meta>",
        "<dc:contributor id=\"contributor-3\" dir=\"ltr\">A. Editor</dc:contributor>",
        "<meta refines=\"#contributor-3\" property=\"role\" scheme=\"marc:relators\">edt</meta>",
        "<meta property=\"belongs-to-collection\" id=\"series\">ذخائر</meta>",
        "<meta refines=\"#series\" property=\"group-position\">12</meta>",
        "<dc:source dir=\"ltr\">urn:isbn:1</dc:source>",
    ] {
        assert!(package.contains(expected), "{expected} is not in {package}");
    }
}

#[test]
fn a_made_cover_and_a_style_sheet_go_along() {
    let cover = sample::document().images["press.webp"].clone();
    let css = UserCss::new("p { color: red }").unwrap();
    let options = EpubOptions { cover: Some(cover), css: Some(css), ..EpubOptions::default() };
    let archive = made(&short(vec![]), &options).value;
    assert!(file(&archive, "OEBPS/cover.xhtml").contains("alt=\"الغلاف: عنوان\""));
    assert!(file(&archive, "OEBPS/content.opf").contains("properties=\"cover-image\""));
    assert!(file(&archive, "OEBPS/stylesheet.css").ends_with("\np { color: red }"));
    let own = made(&sample::with_cover(), &options).value;
    assert!(file(&own, "OEBPS/cover.xhtml").contains("image-1.jpg"));
}

#[test]
fn without_embedding_no_font_is_named() {
    let options = EpubOptions { fonts: FontEmbedding::None, ..EpubOptions::default() };
    let archive = made(&sample::document(), &options).value;
    assert!(opened(&archive).iter().all(|(name, _)| !name.contains("fonts/") && !name.contains("apple")));
    assert!(!file(&archive, "OEBPS/stylesheet.css").contains("@font-face"));
    assert!(!file(&archive, "OEBPS/content.opf").contains("font"));
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "<script>\u{0}&amp;\u{b}]]>\"'";
    let mut document =
        short(vec![heading(1, hostile, hostile), paragraph(vec![text(hostile)]), heading(1, "ب", "\u{1}")]);
    document.metadata.title = hostile.into();
    document.metadata.authors = vec![hostile.into()];
    document.metadata.identifier = Some(hostile.into());
    document.metadata.lang = Lang("<not a tag>".into());
    for (name, content) in opened(&made(&document, &EpubOptions::default()).value) {
        if name.ends_with(".xhtml") || name.ends_with(".opf") || name.ends_with(".ncx") {
            assert!(!content.contains("<script") && !content.contains('\u{0}'), "{name}");
            amend::amend(&content, &[]).unwrap();
        }
    }
}
