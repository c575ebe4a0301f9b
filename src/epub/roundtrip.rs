//! There and back: the XHTML of a document, read by our own reader of web pages, gives the document again.

use super::{EpubOptions, FontEmbedding, write};
use crate::direction::{Directed, settle};
use crate::document::{ImageData, ImageFormat};
use crate::font::FontSet;
use crate::parse::dump::dump_blocks;
use crate::parse::{self, DecodeOptions, Format, Overrides, PageScope};
use crate::style::Stylesheet;

fn read(text: &str, format: Format) -> Directed {
    let source = parse::decode("كتاب", text.as_bytes().to_vec(), &DecodeOptions::default()).unwrap().value;
    let overrides = Overrides { page: PageScope::Whole, ..Overrides::default() };
    let mut document = parse::parse(&source, format, &overrides).unwrap().value;
    let picture = &super::sample::document().images["press.webp"];
    let paths = ["dot", "binding", "image-1", "image-2"].map(|name| format!("images/{name}.png"));
    let pictures = paths.map(|path| (path, ImageData { format: ImageFormat::Png, ..picture.clone() }));
    document.images.extend(pictures);
    settle(document)
}

/// The text of a document as one page.
fn page(document: &Directed) -> String {
    let options = EpubOptions { split_level: Some(0), fonts: FontEmbedding::None, ..EpubOptions::default() };
    let epub = write(document, &FontSet::builtin(), &Stylesheet::default(), &options).unwrap().value;
    super::tests::file(&epub, "OEBPS/chapter-1.xhtml")
}

fn dump(document: &Directed) -> String {
    let mut text = dump_blocks(&document.blocks);
    for note in &document.footnotes {
        text.push_str(&format!("note {}\n{}", note.label, dump_blocks(&note.blocks)));
    }
    text
}

/// Markdown whose headings, notes and pictures bear the names that the book gives them.
fn check(cases: &[&str]) {
    let told: String = cases.iter().map(|markdown| difference(markdown)).collect();
    assert!(told.is_empty(), "{told}");
}

fn difference(markdown: &str) -> String {
    let document = read(&format!("---\ntitle: كتاب\n---\n\n{markdown}\n"), Format::Markdown);
    let page = page(&document);
    let (there, back) = (dump(&document), dump(&read(&page, Format::Html)));
    if there == back { String::new() } else { format!("{markdown}\n{page}\nthere:\n{there}\nback:\n{back}\n") }
}

#[test]
fn running_text_comes_back() {
    check(&[
        "نصّ **قوي** و*مؤكد* و`GSUB` وH<sub>2</sub>O وس<sup>2</sup> و~~محذوف~~ و<mark>بارز</mark>.",
        "سطر أول\\\nوسطر ثان.\n\nفقرة ثانية.",
        "لغة <bdi dir=\"ltr\">C++</bdi> و<bdi dir=\"ltr\">@warraq</bdi> في السطر، و(EPUB 3.3).",
        "[رابط **قوي**](https://example.org/) و[بريد](mailto:a@example.org).",
        "<span lang=\"fr\" dir=\"ltr\">mise en page!</span> و<bdi dir=\"ltr\">+C</bdi> و<span dir=\"ltr\">١+٢</span>.",
        "الحَمْدُ لِلَّهِ رَبِّ العَالَمِينَ، بِمَسَافَةٍ غير منقسمة.",
    ]);
}

#[test]
fn blocks_come_back() {
    check(&[
        "تمهيد.\n\n# أول {#section-1}\n\nنصّ، انظر [الثاني](#section-2).\n\n## ثان {#section-2}\n\nنصّ.\n\n###### سادس {#section-3}",
        "> اقتباس\n>\n> > في اقتباس\n>\n> بعده",
        "قبل\n\n---\n\nبعد",
        "```rust\nfn main() {\n\n    println!(\"سلام\");\n}\n```",
        "    شفرة\n      بلا لغة",
        "<p lang=\"en\">In principle, كتاب.</p>\n\n<p lang=\"fa\">این بند.</p>",
        "Plain English in an Arabic book.",
        "<div lang=\"en\">\n\nOne.\n\n- Two\n- <bdi dir=\"rtl\">كتاب</bdi>\n\n</div>",
        "<div dir=\"ltr\">\n\nOne.\n\nكتاب.\n\n</div>",
        "<p align=\"center\">في الوسط</p>\n\n<h2 id=\"section-1\" style=\"text-align: end\">في الآخر</h2>\n\n<center>\n\n> نص\n>\n> نص\n\n</center>",
        "![مطبعة](images/image-1.png \"مطبعة بولاق\")",
    ]);
}

#[test]
fn lists_come_back() {
    check(&[
        "- أ\n- ب\n  - ج\n  - د\n- ه",
        "- أ\n\n- ب\n\n  فقرة\n\n- ج",
        "3. أ\n4. ب\n   1. ج",
        "- [x] تم\n- [ ] لم يتم",
        "- [x] تم\n\n- [ ] لم يتم\n\n  > اقتباس",
        "- <bdi dir=\"ltr\">English</bdi>\n- عربي\n- `x = 1`",
        "أ- بند\nب- بند\n١- داخل\n٢- داخل\nج- بند\n\n(٣) ثالث\n(٤) رابع\n(٩) تاسع",
        "أولاً: بند\n\nثانيًا: بند\n\nثالثا: بند",
        "<ol type=\"I\" start=\"4\"><li>أ</li><li value=\"9\">ب</li></ol>\n\n<ol reversed><li>أ</li><li>ب</li></ol>",
        "<ul style=\"list-style: none\"><li>أ</li><li>ب</li></ul>",
        "<ol style=\"list-style-type: hijai\"><li><p align=\"center\">أ</p></li><li>ب</li><li>ج</li></ol>",
        "القلم\n: أداة الكتابة.\n: وكل ما يُكتب به.\n\nالكاغد\n: الورق.\n\n  - خراساني\n  - بغدادي",
    ]);
}

#[test]
fn structures_come_back() {
    check(&[
        "| أ | ب | ج |\n|---|:-:|--:|\n| **1** | ٢ | `x` |\n| <bdi dir=\"ltr\">English</bdi> | | ٣ |",
        "<table><caption>مطابع</caption><thead><tr><td></td><td colspan=\"2\">أول</td></tr><tr><td>أ</td><td>ب</td>\
         <td>ج</td></tr></thead><tbody><tr><th>مصر</th><td>بولاق</td><td>١٨٢١</td></tr></tbody></table>",
        "```verse\nأعز مكان في الدنا سرج سابح ... وخير جليس في الزمان كتاب\nوما من كاتب إلا سيفنى ... ويبقي الدهر ما \
         كتبت يداه\n```",
        "```verse\nأعز مكان في الدنا ... وخير جليس في الزمان\n\nسطر مفرد\nوآخر\n```",
        "> [!NOTE]\n> ملاحظة.\n\n> [!TIP] نصيحة *الناسخ*\n> - بند\n\n> [!IMPORTANT]\n> مهم\n\n> [!WARNING]\n> احذر\n\n\
         > [!CAUTION] انتبه\n> خطر\n>\n> وثان",
        "نصّ[^1] وآخر[^2] ثم[^1].\n\n[^1]: حاشية فيها[^3] رابط إلى [موضع](https://example.org/).\n\n[^2]: - بند\n    - بند\n\n\
         [^3]: <bdi dir=\"ltr\">Leiden, 1828.</bdi>\n\n    وفقرة ثانية.",
    ]);
}

/// The document with every construct: what was read back makes the same page again.
#[test]
fn every_construct_comes_back() {
    let first = page(&read(include_str!("../../tests/sources/all-constructs.md"), Format::Markdown));
    let again = page(&read(&first, Format::Html));
    let differing = first.lines().zip(again.lines()).find(|(there, back)| there != back);
    assert_eq!(differing, None);
    assert_eq!(again.lines().count(), first.lines().count());
}
