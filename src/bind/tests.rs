//! Books bound of Markdown as people write it.

use super::*;
use crate::diagnostic::Source;
use crate::document::{Footnote, ImageFormat};
use crate::parse::dump::dump_blocks;
use crate::parse::{self, Format, Overrides};

/// A chapter of a text, at a place of its own.
fn chapter(path: &str, text: &str, offset: usize) -> Chapter {
    let source = Source { name: path.into(), text: text.into() };
    let document = parse::parse(&source, Format::Markdown, &Overrides::default()).unwrap().value;
    Chapter { path: path.into(), document, offset, ..Chapter::default() }
}

/// Chapters of texts, one after the other.
fn chapters(texts: &[(&str, &str)]) -> Vec<Chapter> {
    let mut offset = 0;
    let mut next = |&(path, text): &(&str, &str)| {
        let chapter = chapter(path, text, offset);
        offset += text.len() + 1;
        chapter
    };
    texts.iter().map(&mut next).collect()
}

fn bound(texts: &[(&str, &str)]) -> Warned<Document> {
    bind(Book { parts: vec![Part { title: None, chapters: chapters(texts) }], ..Book::default() })
}

/// Binds sources into one part without a title; compares the blocks, and the warnings with their places.
fn check(texts: &[(&str, &str)], expected: &str, warnings: &[(usize, &str)]) {
    let Warned { value, warnings: noticed } = bound(texts);
    assert_eq!(dump_blocks(&value.blocks), expected);
    let shown: Vec<(usize, &str)> =
        noticed.iter().map(|warning| (warning.span.unwrap().start, warning.message.as_str())).collect();
    assert_eq!(shown, warnings);
}

#[test]
fn a_chapter_opens_with_what_its_source_says() {
    check(
        &[
            (
                "أ.md",
                "---\ntitle: الورق\nsubtitle: من الصين\nauthor: [الجاحظ, ابن النديم]\ndate: 2026-03-14\n---\n# أول\n\n## ثان",
            ),
            ("ب.md", "---\ntitle: الحبر\n---\n### قسم\n\nنص."),
        ],
        "heading 1 #الورق الورق\n\
         byline من الصين | الجاحظ، ابن النديم | ١٤ مارس ٢٠٢٦\n\
         heading 2 #أول أول\n\
         heading 3 #ثان ثان\n\
         heading 1 #الحبر الحبر\n\
         heading 2 #قسم قسم\n\
         paragraph نص.\n",
        &[],
    );
}

#[test]
fn links_lead_from_source_to_source() {
    check(
        &[
            ("كتاب/أ.md", "---\ntitle: الورق\n---\n## قسم\n\n[هنا](#قسم) [هناك](ب/ج.md#قسم) [كله](./ب/../ب/ج.md)"),
            (
                "كتاب/ب/ج.md",
                "---\ntitle: الحبر\n---\n## قسم\n\n[عودة](../%D8%A3.md#قسم) [شبكة](https://example.org/أ.md)",
            ),
        ],
        "heading 1 #الورق الورق\n\
         heading 2 #قسم قسم\n\
         paragraph [هنا](#قسم) [هناك](#قسم-2) [كله](#الحبر)\n\
         heading 1 #الحبر الحبر\n\
         heading 2 #قسم-2 قسم\n\
         paragraph [عودة](#قسم) [شبكة](https://example.org/أ.md)\n",
        &[],
    );
}

#[test]
fn links_to_nowhere_leave_their_text_and_are_warned_of_at_their_place() {
    let first = "---\ntitle: أ\n---\nنص.";
    let second = "---\ntitle: ب\n---\n[ضائع](ج.md) [قسم](أ.md#قسم) [ملف](ج.pdf)";
    let begins = first.len() + 1;
    let at = |word: &str| begins + second.find(word).unwrap();
    check(
        &[("أ.md", first), ("ب.md", second)],
        "heading 1 #أ أ\nparagraph نص.\nheading 1 #ب ب\nparagraph ضائع قسم [ملف](ج.pdf)\n",
        &[
            (at("[ضائع]"), "no source of the book is called `ج.md`; the link is left out"),
            (at("[قسم]"), "no heading of أ.md is called `قسم`; the link is left out"),
        ],
    );
}

#[test]
fn parts_stand_above_chapters_and_beside_the_foreword() {
    let mut all = chapters(&[("أ.md", "# مقدمة\n\nنص."), ("ب.md", "# الورق\n\nنص."), ("ج.md", "# خاتمة\n\nنص.")]);
    let (back, second, front) = (all.pop().unwrap(), all.pop().unwrap(), all.pop().unwrap());
    let part = Part { title: Some("الباب الأول".into()), chapters: vec![second] };
    let book = Book { front: vec![front], parts: vec![part], back: vec![back], ..Book::default() };
    assert_eq!(book.chapters().map(|chapter| chapter.offset).collect::<Vec<_>>().len(), 3);
    assert_eq!(
        dump_blocks(&bind(book).value.blocks),
        "heading 0 #مقدمة مقدمة\nparagraph نص.\nheading 0 #الباب-الأول الباب الأول\n\
         heading 1 #الورق الورق\nparagraph نص.\nheading 0 #خاتمة خاتمة\nparagraph نص.\n",
    );
}

#[test]
fn notes_of_one_label_stay_apart() {
    let text = |title: &str| format!("# {title}\n\nنص[^1].\n\n[^1]: حاشية {title}.");
    let (first, second) = (text("أ"), text("ب"));
    let document = bound(&[("أ.md", &first), ("ب.md", &second)]).value;
    let notes: Vec<(&str, String)> =
        document.footnotes.iter().map(|Footnote { label, blocks, .. }| (label.as_str(), dump_blocks(blocks))).collect();
    assert_eq!(notes[0], ("1:1", "paragraph حاشية أ.\n".into()));
    assert_eq!(notes[1], ("2:1", "paragraph حاشية ب.\n".into()));
    assert!(dump_blocks(&document.blocks).contains("2:1"));
}

#[test]
fn pictures_of_one_name_stay_apart() {
    let image = |byte: u8| ImageData {
        bytes: vec![byte],
        format: ImageFormat::Png,
        width: 1,
        height: 1,
        orientation: Default::default(),
    };
    let text = "# فصل\n\n![صورة](x.png)";
    let mut four = chapters(&[("أ.md", text), ("ب.md", text), ("ج.md", text), ("د.md", text)]);
    for (chapter, byte) in four.iter_mut().zip([Some(1), Some(1), Some(2), None]) {
        byte.map(|byte| chapter.document.images.insert("x.png".into(), image(byte)));
    }
    let document = bind(Book { parts: vec![Part { title: None, chapters: four }], ..Book::default() }).value;
    let shown = dump_blocks(&document.blocks);
    let paths: Vec<&str> = shown.lines().filter(|line| line.starts_with("figure")).collect();
    assert_eq!(
        paths,
        [
            "figure ![صورة](x.png) ",
            "figure ![صورة](x.png) ",
            "figure ![صورة](x.png (3)) ",
            "figure ![صورة](x.png (4)) "
        ]
    );
    assert_eq!(document.images.keys().collect::<Vec<_>>(), ["x.png", "x.png (3)"]);
    assert_eq!(document.images["x.png (3)"].bytes, [2]);
}

#[test]
fn authors_are_those_of_the_chapters_and_languages_are_kept() {
    let document = bound(&[
        ("أ.md", "---\ntitle: أ\nauthor: الجاحظ\n---\nنص."),
        ("b.md", "---\ntitle: Ink\nauthor: الجاحظ\nlang: en\n---\nText[^1].\n\n[^1]: Note."),
    ])
    .value;
    assert_eq!(document.metadata.authors, ["الجاحظ"]);
    let shown = dump_blocks(&document.blocks);
    assert!(shown.contains("<en -> heading 1 #ink Ink\n") && shown.contains("<en -> paragraph Text"), "{shown}");
    assert!(dump_blocks(&document.footnotes[0].blocks).starts_with("<en -> paragraph"));
}
