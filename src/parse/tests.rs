//! Whole sources in, documents out.

use super::dump::dump_blocks;
use super::*;
use crate::document::Direction;

fn document(text: &str, format: Format) -> Warned<Document> {
    let source = decode("مقال.txt", text.as_bytes().to_vec(), &DecodeOptions::default()).unwrap().value;
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
        ..Overrides::default()
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
    let text = "---\ndate: أمس\n---\nنص\u{7} [هنا](#لا) <script></script>\n";
    let document = document(text, Format::Markdown);
    let starts: Vec<_> = document.warnings.iter().map(|warning| warning.span.map(|span| span.start)).collect();
    assert_eq!(starts.len(), 5);
    assert!(starts.is_sorted(), "{starts:?}");
}

#[test]
fn footnotes_stand_in_the_order_of_their_first_reference() {
    let text = "نص[^ب] ثم[^أ] ثم[^ب] و[^لا] \\[^نعم]\n\n[^أ]: أول[^ت]\n[^ب]: ثان\n[^ت]: ثالث\n[^ث]: رابع\n";
    let document = document(text, Format::Markdown);
    let labels: Vec<&str> = document.value.footnotes.iter().map(|note| note.label.as_str()).collect();
    assert_eq!(labels, ["ب", "أ", "ت"]);
    let told: Vec<(&str, &str)> = document
        .warnings
        .iter()
        .map(|warning| (&text[warning.span.unwrap().start..warning.span.unwrap().end], warning.message.as_str()))
        .filter(|(_, message)| message.contains("foot"))
        .collect();
    assert_eq!(told[0], ("[^لا]", "no footnote is called `لا`; the reference stays text"));
    assert_eq!(told[1].1, "no text refers to the footnote `ث`; it is left out");
    assert_eq!(told.len(), 2);
}

#[test]
fn addresses_are_links() {
    let text = "# أ\n\nانظر https://example.org/خط، أو [هنا](#أ) و`www.example.org`\n\n# أ\n";
    let blocks = dump_blocks(&document(text, Format::Markdown).value.blocks);
    assert!(blocks.contains("انظر [https://example.org/خط](https://example.org/خط)، أو [هنا](#أ)"), "{blocks}");
}

#[test]
fn mended_text_keeps_its_places() {
    let text = "---\ndate: ﺃﻣﺲ\n---\n\nقال ﺳﻼﻡ: *\"نعم\"* [هنا](#ﻻ) أ\u{A0}\u{A0}ب\n";
    let source = Source { name: "أ.md".into(), text: text.into() };
    let mending = Mending { arabic_quotes: true, ..Mending::default() };
    let document = parse(&source, Format::Markdown, &Overrides { mending, ..Overrides::default() }).unwrap();
    assert_eq!(dump_blocks(&document.value.blocks), "paragraph قال سلام: *«نعم»* هنا أ ب\n");
    let place = |part: &str| {
        let warning = document.warnings.iter().find(|warning| warning.message.contains(part)).unwrap();
        &text[warning.span.unwrap().start..warning.span.unwrap().end]
    };
    assert_eq!(place("`date`"), "ﺃﻣﺲ");
    assert_eq!(place("no heading"), "[هنا](#ﻻ)");
    assert_eq!(place("presentation forms"), "ﺃ");
    assert_eq!(place("no-break"), "\u{A0}\u{A0}");
    assert_eq!(place("quotation marks"), "\"");
}

#[test]
fn large_sources_take_no_more_than_their_share_of_time() {
    // Quadratic work on any of these would take minutes.
    let texts = [
        "كلمة ".repeat(100_000),
        "سطر قصير\n".repeat(50_000),
        "# عنوان\n\n".repeat(10_000),
        "{% ".repeat(30_000),
        "<div>".repeat(50_000) + "\n",
        "<b>".repeat(50_000),
        "[^أ] ".repeat(50_000),
        "- نقطة\n".repeat(50_000),
        "قفا ... نبك\n\n".repeat(20_000),
        "| أ ".repeat(20_000) + "\n" + &"|-".repeat(20_000) + "\n",
        "\u{FEFF}ﺳ".repeat(50_000),
        "![](data:,)".repeat(20_000),
    ];
    for text in texts {
        let source = Source { name: "أ.md".into(), text };
        for format in [Format::Markdown, Format::Text] {
            let _ = parse(&source, format, &Overrides::default());
        }
    }
}

#[test]
fn too_many_footnotes_are_refused() {
    let text: String = (0..100_001).map(|n| format!("[^{n}]: أ\n")).collect();
    let source = Source { name: "أ.md".into(), text: format!("نص[^1]\n\n{text}") };
    match parse(&source, Format::Markdown, &Overrides::default()) {
        Err(Error::Source(diagnostic)) => assert_eq!(diagnostic.message, "more than 100000 footnotes"),
        other => panic!("{:?}", other.map(|document| document.warnings)),
    }
}
