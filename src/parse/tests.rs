//! Whole sources in, documents out.

use super::dump::dump_blocks;
use super::*;
use crate::document::Direction;

fn document(text: &str, format: Format) -> Warned<Document> {
    let source = decode("مقال.txt", text.as_bytes().to_vec()).unwrap();
    parse(&source, format, &Overrides::default()).unwrap()
}

fn check(text: &str, format: Format, title: &str, blocks: &str) {
    let document = document(text, format);
    assert_eq!(document.value.metadata.title, title);
    assert_eq!(dump_blocks(&document.value.blocks), blocks);
    assert_eq!(document.warnings, []);
}

const ARTICLE: &str = "كان الوراقون في بغداد ينسخون الكتب ويجلدونها ويبيعونها.";

#[test]
fn formats_follow_extensions() {
    assert_eq!(Format::from_extension("MD"), Some(Format::Markdown));
    assert_eq!(Format::from_extension("txt"), Some(Format::Text));
    assert_eq!(Format::from_extension("pdf"), None);
}

#[test]
fn one_article_in_two_formats_is_one_document() {
    let blocks = format!("paragraph {ARTICLE}\nheading 2 #سوق-الوراقين سوق الوراقين\nparagraph {ARTICLE}\n");
    let text = format!("صناعة الكتاب\n\n{ARTICLE}\n\nسوق الوراقين\n\n{ARTICLE}\n");
    let markdown = format!("# صناعة الكتاب\n\n{ARTICLE}\n\n## سوق الوراقين\n\n{ARTICLE}\n");
    check(&text, Format::Text, "صناعة الكتاب", &blocks);
    check(&markdown, Format::Markdown, "صناعة الكتاب", &blocks);
}

#[test]
fn a_heading_is_the_title_once() {
    check("---\ntitle: أ\n---\n# ب\n\nنص", Format::Markdown, "أ", "heading 1 #ب ب\nparagraph نص\n");
    check("---\ntitle: أ\n---\n# أ\n\nنص", Format::Markdown, "أ", "paragraph نص\n");
    check("# أ\n", Format::Markdown, "أ", "heading 1 #أ أ\n");
    let source = Source { name: "أ.md".into(), text: "# ب\n\nنص".into() };
    let overrides = Overrides { title: Some("ج".into()), ..Overrides::default() };
    let document = parse(&source, Format::Markdown, &overrides).unwrap().value;
    assert_eq!((document.metadata.title.as_str(), document.blocks.len()), ("ج", 2));
}

#[test]
fn a_text_without_title_gets_its_opening_words() {
    let text = " date 2025-12-17 صدر اليوم كتاب جديد في تاريخ الخط، وهو الأول من سلسلة.\n\nوفيه فصول.";
    let document = document(text, Format::Text);
    let metadata = &document.value.metadata;
    assert_eq!(metadata.title, "صدر اليوم كتاب جديد في تاريخ الخط");
    assert_eq!(metadata.date.map(Date::iso).as_deref(), Some("2025-12-17"));
    let paragraphs = "paragraph صدر اليوم كتاب جديد في تاريخ الخط، وهو الأول من سلسلة.\nparagraph وفيه فصول.\n";
    assert_eq!(dump_blocks(&document.value.blocks), paragraphs);
    assert_eq!(document.warnings.len(), 1);
    assert!(document.warnings[0].hints[0].contains("--title"));
    assert_eq!(document.warnings[0].span.map(|span| &text[span.start..span.start + 6]), Some("صدر"));
}

#[test]
fn a_picture_alone_is_called_as_its_file() {
    let document = document("![](a.png)", Format::Markdown);
    assert_eq!(document.value.metadata.title, "مقال");
    let source = Source { name: "<stdin>".into(), text: "![](a.png)".into() };
    let document = parse(&source, Format::Markdown, &Overrides::default()).unwrap();
    assert_eq!(document.value.metadata.title, "بلا عنوان");
}

#[test]
fn what_the_command_line_says_wins() {
    let text = "العنوان: أ\nالكاتب: ب\nاللغة: en\nالتاريخ: 2020-01-01\n\nنص";
    let source = Source { name: String::new(), text: text.into() };
    let from_source = parse(&source, Format::Text, &Overrides::default()).unwrap().value.metadata;
    assert_eq!((from_source.lang.0.as_str(), from_source.direction), ("en", Direction::Ltr));
    let overrides = Overrides {
        title: Some("ج".into()),
        authors: vec!["د".into()],
        lang: Some(Lang("fa".into())),
        date: Some(Date { year: 2025, month: 12, day: 17 }),
        default_lang: Some(Lang("ur".into())),
    };
    let metadata = parse(&source, Format::Text, &overrides).unwrap().value.metadata;
    assert_eq!((metadata.title.as_str(), metadata.authors, metadata.lang.0.as_str()), ("ج", vec!["د".into()], "fa"));
    assert_eq!((metadata.direction, metadata.date), (Direction::Rtl, overrides.date));

    let fallback = Overrides { default_lang: Some(Lang("ur".into())), ..Overrides::default() };
    let lang = |text: &str| {
        let source = Source { name: String::new(), text: text.into() };
        parse(&source, Format::Text, &fallback).unwrap().value.metadata.lang.0
    };
    assert_eq!((lang(text).as_str(), lang("العنوان: أ\n\nنص").as_str()), ("en", "ur"));
}

#[test]
fn a_plain_text_may_have_front_matter() {
    check("---\nعنوان: أ\n---\nنص", Format::Text, "أ", "paragraph نص\n");
}

#[test]
fn a_source_without_text_is_refused() {
    for (text, format) in [
        (" \n\t\n", Format::Text),
        ("العنوان: أ\n", Format::Text),
        ("***", Format::Text),
        ("\u{FEFF}\u{FEFF}", Format::Text),
        ("---\ntitle: أ\n---\n", Format::Markdown),
        ("<!-- لا شيء -->", Format::Markdown),
        ("# \n\n- \n", Format::Markdown),
    ] {
        let source = Source { name: String::new(), text: text.into() };
        match parse(&source, format, &Overrides::default()) {
            Err(Error::Source(diagnostic)) => assert_eq!(diagnostic.message, "the file has no text"),
            other => panic!("{text:?}: {other:?}"),
        }
    }
}

#[test]
fn warnings_come_in_source_order() {
    let text = "---\ndate: أمس\n---\nنص\u{7} [هنا](#لا) <b>\n";
    let document = document(text, Format::Markdown);
    let starts: Vec<_> = document.warnings.iter().map(|warning| warning.span.map(|span| span.start)).collect();
    assert_eq!(starts.len(), 5);
    assert!(starts.is_sorted(), "{starts:?}");
}
