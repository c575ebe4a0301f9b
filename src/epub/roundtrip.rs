//! There and back: the XHTML of a document, read by our own reader of web pages, gives the document again.

use super::{EpubOptions, FontEmbedding, write};
use crate::document::Document;
use crate::font::FontSet;
use crate::parse::dump::dump_blocks;
use crate::parse::{self, DecodeOptions, Format, Overrides, PageScope};
use crate::style::Stylesheet;

fn read(text: &str, format: Format) -> Document {
    let source = parse::decode("كتاب", text.as_bytes().to_vec(), &DecodeOptions::default()).unwrap().value;
    let overrides = Overrides { page: PageScope::Whole, ..Overrides::default() };
    parse::parse(&source, format, &overrides).unwrap().value
}

/// The text of a document as one page.
fn page(document: &Document) -> String {
    let options = EpubOptions { split_level: Some(0), fonts: FontEmbedding::None, ..EpubOptions::default() };
    let epub = write(document, &FontSet::builtin(), &Stylesheet::default(), &options).unwrap().value;
    super::tests::file(&epub, "OEBPS/chapter-1.xhtml")
}

fn dump(document: &Document) -> String {
    let mut text = dump_blocks(&document.blocks);
    for note in &document.footnotes {
        text.push_str(&format!("note {}\n{}", note.label, dump_blocks(&note.blocks)));
    }
    text
}

/// Markdown whose headings, notes and pictures bear the names that the book gives them.
fn check(markdown: &str) {
    let document = read(&format!("---\ntitle: كتاب\n---\n\n{markdown}\n"), Format::Markdown);
    let page = page(&document);
    assert_eq!(dump(&read(&page, Format::Html)), dump(&document), "{markdown}\n{page}");
}

#[test]
fn running_text_comes_back() {
    check("نصّ **قوي** و*مؤكد* و`GSUB` وH<sub>2</sub>O وس<sup>2</sup> و~~محذوف~~ و<mark>بارز</mark>.");
    check("سطر أول\\\nوسطر ثان.\n\nفقرة ثانية.");
    check("لغة C++ و@warraq و.NET في السطر، و(EPUB 3.3).");
    check("[رابط **قوي**](https://example.org/) و[بريد](mailto:a@example.org).");
    check("<span lang=\"fr\" dir=\"ltr\">mise en page!</span> و<bdi>+C</bdi> و<span dir=\"ltr\">١+٢</span>.");
    check("**Hello, world!** ثم *نص*.");
    check("الحَمْدُ لِلَّهِ رَبِّ العَالَمِينَ، بِمَسَافَةٍ غير منقسمة.");
}

#[test]
fn blocks_come_back() {
    check("# أول {#section-1}\n\nنصّ، انظر [الثاني](#section-2).\n\n## ثان {#section-2}\n\nنصّ.\n\n###### سادس {#section-3}");
    check("> اقتباس\n>\n> > في اقتباس\n>\n> بعده");
    check("قبل\n\n---\n\nبعد");
    check("```rust\nfn main() {\n\n    println!(\"سلام\");\n}\n```");
    check("    شفرة\n      بلا لغة");
    check("<p lang=\"en\" dir=\"ltr\">In principle, كتاب.</p>\n\n<p lang=\"fa\">این بند.</p>");
    check("Plain English in an Arabic book.");
    check("<div lang=\"en\" dir=\"ltr\">\n\nOne.\n\n- Two\n- كتاب\n\n</div>");
    check("![مطبعة](images/image-1.png \"مطبعة بولاق\")");
}

#[test]
fn lists_come_back() {
    check("- أ\n- ب\n  - ج\n  - د\n- ه");
    check("- أ\n\n- ب\n\n  فقرة\n\n- ج");
    check("3. أ\n4. ب\n   1. ج");
    check("- [x] تم\n- [ ] لم يتم");
    check("- [x] تم\n\n- [ ] لم يتم\n\n  > اقتباس");
    check("- English\n- عربي\n- `x = 1`");
    check("القلم\n: أداة الكتابة.\n: وكل ما يُكتب به.\n\nالكاغد\n: الورق.\n\n  - خراساني\n  - بغدادي");
}

#[test]
fn structures_come_back() {
    check("| أ | ب | ج |\n|---|:-:|--:|\n| **1** | ٢ | `x` |\n| English | | ٣ |");
    check(
        "<table><caption>مطابع</caption><thead><tr><td></td><th colspan=\"2\">أول</th></tr><tr><th>أ</th><th>ب</th>\
         <th>ج</th></tr></thead><tbody><tr><th>مصر</th><td>بولاق</td><td>١٨٢١</td></tr></tbody></table>",
    );
    check("```verse\nأعز مكان في الدنا سرج سابح ... وخير جليس في الزمان كتاب\nوما من كاتب إلا سيفنى ... ويبقي الدهر ما كتبت يداه\n```");
    check("```verse\nأعز مكان ... وخير جليس\n\nسطر مفرد\nوآخر\n```");
    check("> [!NOTE]\n> ملاحظة.\n\n> [!TIP] نصيحة *الناسخ*\n> - بند\n\n> [!IMPORTANT]\n> مهم\n\n> [!WARNING]\n> احذر\n\n> [!CAUTION] انتبه\n> خطر\n>\n> وثان");
    check("نصّ[^1] وآخر[^2] ثم[^1].\n\n[^1]: حاشية فيها[^3] رابط إلى [موضع](https://example.org/).\n\n[^2]: - بند\n    - بند\n\n[^3]: Leiden, 1828.\n\n    وفقرة ثانية.");
}

/// The document with every construct: what was read back makes the same page again.
#[test]
fn every_construct_comes_back() {
    let first = page(&read(include_str!("../../tests/sources/all-constructs.md"), Format::Markdown));
    let again = page(&read(&first, Format::Html));
    assert_eq!(again, first);
}
