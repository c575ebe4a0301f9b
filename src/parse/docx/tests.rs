//! Word files in, made here part by part; documents out.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::diagnostic::{Diagnostic, Error, Severity, Warned};
use crate::document::{Document, plain_text};
use crate::parse::dump::dump_blocks;
use crate::parse::{DecodeOptions, Format, Overrides, Reading, decode, parse, read};

const STYLES: &str = r#"<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="22"><w:name w:val="فصل"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="q"><w:name w:val="Quote"/></w:style></w:styles>"#;

const NUMBERING: &str = r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let main = format!("<?xml version=\"1.0\"?><w:document><w:body>{body}<w:sectPr/></w:body></w:document>");
    let parts = [
        ("word/document.xml", main.as_bytes()),
        ("word/styles.xml", STYLES.as_bytes()),
        ("word/numbering.xml", NUMBERING.as_bytes()),
    ];
    archive(&[&parts, more].concat())
}

fn open(bytes: Vec<u8>) -> (String, Warned<Document>) {
    let Reading { source, contents, .. } =
        read("مقال.docx", bytes, Format::Docx, &Overrides::default(), &DecodeOptions::default()).unwrap();
    (source.text, contents.map(|read| Warned { value: read.value.into_document(), warnings: read.warnings }).unwrap())
}

fn check(body: &str, expected: &str) {
    let (_, document) = open(docx(body, &[]));
    assert_eq!(dump_blocks(&document.value.blocks), expected);
    let is_other = |told: &&Diagnostic| told.severity == Severity::Warning && !told.message.starts_with("no title");
    assert_eq!(document.warnings.iter().find(is_other), None);
}

fn refused(bytes: Vec<u8>) -> String {
    match read("مقال.docx", bytes, Format::Docx, &Overrides::default(), &DecodeOptions::default()) {
        Err(Error::Source(diagnostic)) => diagnostic.message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_article_is_the_same_as_in_markdown() {
    let body = r#"<w:p><w:pPr><w:pStyle w:val="a3"/><w:bidi/></w:pPr><w:r><w:t>صناعة الكتاب</w:t></w:r></w:p>
<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">كان الوراقون </w:t></w:r><w:r><w:rPr><w:b/><w:bCs/><w:rtl/></w:rPr><w:t>ينسخون</w:t></w:r><w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve"> الكتب في </w:t></w:r><w:hyperlink r:id="rId7"><w:r><w:t>بغداد</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="22"/></w:pPr><w:r><w:t>سوق الوراقين</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>الورق</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>الكاغد</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>الحبر</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="q"/></w:pPr><w:r><w:t>الخط لسان اليد.</w:t></w:r></w:p>"#;
    let rels = r#"<Relationships><Relationship Id="rId7" Target="https://example.org/baghdad" TargetMode="External"/></Relationships>"#;
    let notes = r#"<w:footnotes><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> دار السلام.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let core = "<cp:coreProperties><dc:title>عنوان قديم</dc:title><dc:creator>هيئة التحرير</dc:creator><dcterms:created>2025-12-17T10:00:00Z</dcterms:created></cp:coreProperties>";
    let more = [
        ("word/_rels/document.xml.rels", rels.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ];
    let (text, document) = open(docx(body, &more));
    let metadata = &document.value.metadata;
    assert_eq!((metadata.title.as_str(), metadata.lang.0.as_str()), ("صناعة الكتاب", "ar"));
    assert_eq!(
        (metadata.authors.as_slice(), metadata.date.unwrap().iso().as_str()),
        (&["هيئة التحرير".to_owned()][..], "2025-12-17")
    );
    let markdown = "# صناعة الكتاب\n\nكان الوراقون **ينسخون** الكتب في [بغداد](https://example.org/baghdad).\n\n## سوق الوراقين\n\n1. الورق\n   - الكاغد\n2. الحبر\n\n> الخط لسان اليد.\n";
    let source = decode("مقال.md", markdown.into(), &DecodeOptions::default()).unwrap().value;
    let same = parse(&source, Format::Markdown, &Overrides::default()).unwrap().value;
    assert_eq!(dump_blocks(&document.value.blocks).replace("[^1]", ""), dump_blocks(&same.blocks));
    assert_eq!(document.value.footnotes.len(), 1);
    assert_eq!(dump_blocks(&document.value.footnotes[0].blocks), "paragraph دار السلام.\n");
    assert_eq!(document.warnings, []);
    let span = document.value.blocks[0].span;
    assert_eq!(&text[span.start..span.end], "كان الوراقون ينسخون الكتب في بغداد.");
}

#[test]
fn tables_have_all_their_cells() {
    let cell =
        |text: &str, more: &str| format!("<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let body = format!(
        "<w:tbl><w:tblPr><w:tblLook w:firstRow=\"1\"/></w:tblPr><w:tr>{}{}</w:tr><w:tr>{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("القلم", "<w:vMerge w:val=\"restart\"/>"),
        cell("الخط", ""),
        cell("قصب", "<w:gridSpan w:val=\"2\"/>"),
        cell("زائد", "<w:vMerge/>"),
        cell("ثلث", ""),
    );
    let (_, document) = open(docx(&body, &[]));
    let crate::document::BlockKind::Table(table) = &document.value.blocks[0].kind else { panic!("a table") };
    let text = |cell: &crate::document::TableCell| match cell.blocks.first().map(|block| &block.kind) {
        Some(crate::document::BlockKind::Paragraph(content)) => plain_text(content),
        _ => String::new(),
    };
    let rows: Vec<Vec<(String, u16)>> =
        table.all_rows().map(|row| row.cells.iter().map(|cell| (text(cell), cell.column_span)).collect()).collect();
    let own = |text: &str, width| (text.to_owned(), width);
    assert_eq!(rows, [vec![own("القلم", 1), own("الخط", 1)], vec![own("قصب", 2)], vec![own("زائد", 1), own("ثلث", 1)]]);
    assert_eq!((table.header.len(), table.columns.len()), (1, 2));
}

#[test]
fn labels_are_those_that_word_shows() {
    let level = |number: u8, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{number}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let lists = [
        [level(0, "arabicAlpha", "(%1)"), level(1, "decimal", "%1-%2.")],
        [level(0, "decimal", "الباب %1:"), level(1, "decimal", "%1.%2")],
        [level(0, "ordinalText", "%1:"), level(1, "none", "")],
    ];
    let part = |(id, levels): (usize, &[String; 2])| {
        let levels = levels.concat();
        format!(
            "<w:abstractNum w:abstractNumId=\"{id}\">{levels}</w:abstractNum><w:num w:numId=\"{id}5\"><w:abstractNumId w:val=\"{id}\"/></w:num>"
        )
    };
    let numbering = format!("<w:numbering>{}</w:numbering>", lists.iter().enumerate().map(part).collect::<String>());
    let item = |list: &str, level: u8, more: &str| {
        format!(
            "<w:p><w:pPr>{more}<w:bidi/><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>نص</w:t></w:r></w:p>"
        )
    };
    let chapter = "<w:outlineLvl w:val=\"0\"/>";
    let section = "<w:outlineLvl w:val=\"1\"/><w:jc w:val=\"center\"/>";
    let body = [
        item("05", 0, ""),
        item("05", 0, ""),
        item("05", 1, ""),
        item("05", 1, ""),
        item("15", 0, chapter),
        item("15", 1, section),
        item("15", 1, section),
        item("25", 0, ""),
        item("25", 0, ""),
        item("25", 1, ""),
    ]
    .concat();
    let main = format!("<w:document><w:body><w:p><w:r><w:t>تمهيد</w:t></w:r></w:p>{body}</w:body></w:document>");
    let (_, document) =
        open(archive(&[("word/document.xml", main.as_bytes()), ("word/numbering.xml", numbering.as_bytes())]));
    let expected = "paragraph تمهيد\nlist (أ) hijai tight\n  item\n    paragraph نص\n  item\n    paragraph نص\n    \
                    list ب-1 tight\n      item\n        paragraph نص\n      item\n        paragraph نص\n\
                    heading 1 #الباب-١-نص الباب ١: نص\n<Center> heading 2 #١١-نص ١.١ نص\n<Center> heading 2 #١٢-نص ١.٢ نص\n\
                    list 1: tight\n  item الأول:\n    paragraph نص\n  item الثاني:\n    paragraph نص\n    \
                    list unmarked tight\n      item\n        paragraph نص\n";
    let found = dump_blocks(&document.value.blocks);
    assert_eq!(found, expected);
}

#[test]
fn paragraphs_stand_where_word_puts_them() {
    let aligned =
        |properties: &str, text: &str| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = [
        aligned("<w:bidi/><w:jc w:val=\"center\"/>", "وسط"),
        aligned("<w:bidi/><w:jc w:val=\"left\"/>", "أول"),
        aligned("<w:bidi/><w:jc w:val=\"right\"/>", "آخر"),
        aligned("<w:jc w:val=\"right\"/>", "يمين"),
        aligned("<w:bidi/><w:jc w:val=\"both\"/>", "ضبط"),
    ]
    .concat();
    check(&body, "<Center> paragraph وسط\nparagraph أول\n<End> paragraph آخر\n<Right> paragraph يمين\nparagraph ضبط\n");
}

#[test]
fn fields_revisions_and_breaks() {
    check(
        r#"<w:p><w:del><w:r><w:delText>قديم</w:delText></w:r></w:del><w:ins><w:r><w:t>جديد</w:t></w:r></w:ins><w:r><w:br/><w:t>سطر</w:t><w:br w:type="page"/></w:r></w:p>"#,
        "paragraph جديد⏎سطر\n",
    );
    check(
        r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>رابط</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>.</w:t></w:r></w:p>"#,
        "paragraph [رابط](https://example.org/).\n",
    );
    check(
        r#"<w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>٢</w:t></w:r><w:r><w:rPr><w:b w:val="0"/><w:strike/></w:rPr><w:t>شُطب &amp; &#x645;</w:t></w:r></w:p>"#,
        "paragraph ^٢^~~شُطب & م~~\n",
    );
}

#[test]
fn pictures_come_out_of_the_file() {
    let mut png = Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(4, 3).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let rels = r#"<Relationships><Relationship Id="r1" Target="media/image1.png"/><Relationship Id="r2" Target="media/image2.emf"/></Relationships>"#;
    let picture = |id: &str, alt: &str| {
        format!(
            r#"<w:p><w:r><w:drawing><wp:inline><wp:docPr descr="{alt}"/><a:blip r:embed="{id}"/></wp:inline></w:drawing></w:r></w:p>"#
        )
    };
    let body = format!("<w:p><w:r><w:t>صورتان</w:t></w:r></w:p>{}{}", picture("r1", "مطبعة"), picture("r2", "رسم"));
    let more = [
        ("word/_rels/document.xml.rels", rels.as_bytes()),
        ("word/media/image1.png", png.get_ref().as_slice()),
        ("word/media/image2.emf", b"\x01\0\0\0".as_slice()),
    ];
    let (_, document) = open(docx(&body, &more));
    let expected = "paragraph صورتان\nfigure ![مطبعة](word/media/image1.png) \nfigure ![رسم](word/media/image2.emf) \n";
    assert_eq!(dump_blocks(&document.value.blocks), expected);
    let image = &document.value.images["word/media/image1.png"];
    assert_eq!((image.width, image.height, document.value.images.len()), (4, 3, 1));
    let warnings: Vec<&str> = document.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert!(document.value.unusable_images.contains("word/media/image2.emf"));
    let again = crate::assets::load_images(&mut document.value.clone(), &[], &[]);
    assert_eq!(again, [], "it is told of once");
    assert!(
        warnings.iter().any(|message| message.contains("image2.emf") && message.contains("alternative text")),
        "{warnings:?}"
    );
}

#[test]
fn broken_files_are_refused() {
    assert!(refused(b"PK\x03\x04 not an archive".to_vec()).starts_with("the Word file cannot be read"));
    assert!(refused(archive(&[("a", b"b")])).contains("no part word/document.xml"));
    assert!(refused(archive(&[("word/document.xml", b"<w:document><w:body>")])).contains("it ends too early"));
    let deep = "<w:p>".repeat(5000);
    assert!(refused(archive(&[("word/document.xml", deep.as_bytes())])).contains("nests more than"));
    let bomb = b"<!DOCTYPE d [<!ENTITY a \"aaaa\">]><w:document><w:body><w:p>&a;</w:p></w:body></w:document>";
    assert!(refused(archive(&[("word/document.xml", bomb)])).contains("entity"));
}
