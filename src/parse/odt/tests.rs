//! OpenDocument texts in, made here part by part; documents out.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::diagnostic::Error;
use crate::parse::dump::dump_blocks;
use crate::parse::{DecodeOptions, Format, Overrides, Reading, read};

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn odt(styles: &str, body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    archive(&[("content.xml", &content)])
}

fn check(styles: &str, body: &str, expected: &str) {
    let reading = read("مقال.odt", odt(styles, body), Format::Odt, &Overrides::default(), &DecodeOptions::default());
    let Reading { source, contents, .. } = reading.unwrap();
    let document = contents.unwrap().value.into_document();
    assert_eq!(dump_blocks(&document.blocks), expected, "{}", source.text);
}

fn refused(bytes: Vec<u8>) -> String {
    match read("مقال.odt", bytes, Format::Odt, &Overrides::default(), &DecodeOptions::default()) {
        Err(Error::Source(diagnostic)) => diagnostic.message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn text_keeps_its_order_and_its_look() {
    let styles = r#"<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
        <style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
        <style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style>"#;
    let body = "<text:p>كان\n  <text:span text:style-name=\"T1\">الورّاق</text:span> ينسخ<text:s text:c=\"2\"/>الكتب\
                <text:span text:style-name=\"T2\">٢</text:span><text:line-break/>ويبيعها.\
                <text:span text:style-name=\"T3\">سر</text:span></text:p>";
    check(styles, body, "paragraph كان **الورّاق** ينسخ  الكتب^٢^⏎ويبيعها.\n");
}

#[test]
fn lists_are_nested_and_go_on() {
    let styles = r#"<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="أ, ب, ت, ..." style:num-suffix=")"/>
        <text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>"#;
    let body = r#"<text:list xml:id="a" text:style-name="L1"><text:list-item><text:p>ورق</text:p>
        <text:list><text:list-item><text:p>كتان</text:p></text:list-item></text:list></text:list-item></text:list>
        <text:p>فاصل.</text:p>
        <text:list text:continue-list="a" text:style-name="L1"><text:list-item><text:p>حبر</text:p></text:list-item></text:list>"#;
    let expected = "list أ) hijai tight\n  item\n    paragraph ورق\n    list • tight\n      item\n        paragraph كتان\n\
                    paragraph فاصل.\nlist ب) hijai tight\n  item\n    paragraph حبر\n";
    check(styles, body, expected);
}

#[test]
fn headings_have_their_numbers() {
    let styles = r#"<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1" style:num-prefix="الفصل " style:num-suffix=":"/>
        <text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>"#;
    let body = r#"<text:p>تمهيد</text:p><text:h text:outline-level="1">الورق</text:h><text:h text:outline-level="2">صناعته</text:h>
        <text:h text:outline-level="2">تجارته</text:h><text:h text:outline-level="1" text:is-list-header="true">خاتمة</text:h>"#;
    let expected = "paragraph تمهيد\nheading 1 #الفصل-١-الورق الفصل ١: الورق\nheading 2 #١١-صناعته ١.١ صناعته\n\
                    heading 2 #١٢-تجارته ١.٢ تجارته\nheading 1 #خاتمة خاتمة\n";
    check(styles, body, expected);
}

#[test]
fn other_files_are_refused_by_name() {
    assert!(refused(b"PK\x03\x04 not an archive".to_vec()).starts_with("the OpenDocument file cannot be read"));
    assert!(refused(archive(&[("a", "b")])).contains("no part content.xml"));
    let sheet = "<office:document-content><office:body><office:spreadsheet/></office:body></office:document-content>";
    assert!(refused(archive(&[("content.xml", sheet)])).contains("holds no text"));
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    assert!(refused(archive(&[("META-INF/manifest.xml", manifest)])).contains("encrypted"));
    let bomb =
        "<!DOCTYPE d [<!ENTITY a \"aaaa\">]><office:body><office:text><text:p>&a;</text:p></office:text></office:body>";
    assert!(refused(archive(&[("content.xml", bomb)])).contains("entity"));
}
