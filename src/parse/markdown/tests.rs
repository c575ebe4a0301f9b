//! Markdown in, blocks out.

use super::*;
use crate::document::{BlockKind, Inline};
use crate::parse::dump::dump_blocks;

fn blocks(text: &str) -> (Vec<Block>, Vec<Diagnostic>) {
    let mut warnings = Vec::new();
    let blocks = parse(text, &mut Draft::default(), &mut warnings).unwrap();
    (blocks, warnings)
}

fn check(text: &str, expected: &str) {
    let (blocks, warnings) = blocks(text);
    assert_eq!(dump_blocks(&blocks), expected);
    assert!(warnings.is_empty(), "{warnings:?}");
}

fn check_warned(text: &str, expected: &str, at: &str, message: &str) {
    let (blocks, warnings) = blocks(text);
    assert_eq!(dump_blocks(&blocks), expected);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let span = warnings[0].span.unwrap();
    assert_eq!((&text[span.start..span.end], warnings[0].message.as_str()), (at, message));
}

#[test]
fn headings_and_paragraphs() {
    check("# عنوان\n\nسطر أول\nسطر ثان\n\nفرعي\n---\n", "heading 1 عنوان\nparagraph سطر أول سطر ثان\nheading 2 فرعي\n");
    check("سطر أول\r\nسطر ثان\r\n", "paragraph سطر أول سطر ثان\n");
    check("سطر أول\rسطر ثان\r\rفقرة\u{2028}مكسورة", "paragraph سطر أول سطر ثان\nparagraph فقرة⏎مكسورة\n");
    check("سطر  \nمكسور\\\nثالث", "paragraph سطر⏎مكسور⏎ثالث\n");
}

#[test]
fn marked_up_text() {
    check("نص *مهم* و**أهم *جدا*** و`code`", "paragraph نص *مهم* و**أهم *جدا*** و`code`\n");
    check("[رابط](https://example.org \"عنوان\")", "paragraph [رابط](https://example.org)\n");
    check("[رابط][م]\n\n[م]: صفحة.html\n", "paragraph [رابط](صفحة.html)\n");
    check(
        "<https://example.org> <a@example.org>",
        "paragraph [https://example.org](https://example.org) [a@example.org](mailto:a@example.org)\n",
    );
    check("1 \\* 2 &amp; 3 \\[لا\\]", "paragraph 1 * 2 & 3 [لا]\n");
}

#[test]
fn lists_nest_and_are_tight_or_loose() {
    check(
        "- أول\n- ثان\n  1. فرع\n  2. فرع\n\n  خاتمة\n",
        "list • loose\n  item\n    paragraph أول\n  item\n    paragraph ثان\n    list 1 tight\n      item\n        paragraph فرع\n      item\n        paragraph فرع\n    paragraph خاتمة\n",
    );
    check("7. سابع\n8. ثامن\n", "list 7 tight\n  item\n    paragraph سابع\n  item\n    paragraph ثامن\n");
    check("* أ\n\n* ب\n", "list • loose\n  item\n    paragraph أ\n  item\n    paragraph ب\n");
}

#[test]
fn quotes_code_and_breaks() {
    check("> قول\n> مأثور\n>\n> > داخل\n", "quote\n  paragraph قول مأثور\n  quote\n    paragraph داخل\n");
    check("```rust no_run\nfn main() {\n}\n```\n", "code rust \"fn main() {\\n}\"\n");
    check("~~~\r\na\r\n\r\nb\r\n~~~\r\n", "code - \"a\\n\\nb\"\n");
    check("```\na\rb\r```\r", "code - \"a\\nb\"\n");
    check("    a\n\n    b\n", "code - \"a\\n\\nb\"\n");
    check("قبل\n\n***\n\nبعد", "paragraph قبل\nbreak\nparagraph بعد\n");
}

#[test]
fn pictures_stand_alone_or_in_a_line() {
    check(
        "![مطبعة بولاق](صور/بولاق.png \"المطبعة سنة 1820\")\n",
        "figure ![مطبعة بولاق](صور/بولاق.png) المطبعة سنة 1820\n",
    );
    check("هذه ![صورة *صغيرة*](a.png \"لا\") هنا", "paragraph هذه ![صورة صغيرة](a.png) هنا\n");
    check("![أ](a.png \"سطر\nثان\")", "figure ![أ](a.png) سطر ثان\n");
    check("- ![أ](a.png)\n", "list • tight\n  item\n    figure ![أ](a.png) \n");
}

#[test]
fn html_leaves_only_its_text() {
    let message = "HTML is not carried over, only the text in it";
    check_warned(
        "قبل\n\n<script>alert(1)</script>\n\nبعد",
        "paragraph قبل\nparagraph بعد\n",
        "<script>alert(1)</script>",
        message,
    );
    check_warned("نص <!-- سر --> ظاهر", "paragraph نص  ظاهر\n", "<!-- سر -->", message);
    let twice = format!("{message} (2 times, the first here)");
    check_warned("نص <b onclick=x>غليظ</b>", "paragraph نص غليظ\n", "<b onclick=x>", &twice);
    check_warned("نص <script>alert(1)</script> ظاهر", "paragraph نص  ظاهر\n", "<script>", &twice);
    check_warned("<div dir=\"rtl\">\n\nنص *مهم*\n\n</div>", "paragraph نص *مهم*\n", "<div dir=\"rtl\">", &twice);
    check("سطر<br>ثان", "paragraph سطر⏎ثان\n");
}

#[test]
fn scripts_are_no_links() {
    let message = "a link that is neither web nor mail is left out";
    check_warned("[هنا](javascript:alert(1))", "paragraph هنا\n", "[هنا](javascript:alert(1))", message);
    check_warned("[*هنا*](data:text/html,x)", "paragraph *هنا*\n", "[*هنا*](data:text/html,x)", message);
}

#[test]
fn spans_are_exact_below_front_matter() {
    let text = "---\ntitle: عنوان\n---\n\n> سطر أول\n> و*ثان*\n";
    let (blocks, _) = blocks(text);
    let BlockKind::Quote(inner) = &blocks[0].kind else { panic!() };
    let BlockKind::Paragraph(content) = &inner[0].kind else { panic!() };
    let mut pieces = Vec::new();
    for inline in content {
        match inline {
            Inline::Text { text: letters, span } => pieces.push((letters.as_str(), &text[span.start..span.end])),
            Inline::Emphasis(inner) => match &inner[0] {
                Inline::Text { text: letters, span } => pieces.push((letters, &text[span.start..span.end])),
                _ => panic!(),
            },
            _ => panic!(),
        }
    }
    assert_eq!(pieces, [("سطر أول ", "سطر أول\n"), ("و", "و"), ("ثان", "ثان")]);
    assert_eq!(&text[blocks[0].span.start..blocks[0].span.end], "> سطر أول\n> و*ثان*");
}

#[test]
fn what_nests_too_deep_is_flattened() {
    let depth = |block: &Block| {
        let (mut depth, mut block) = (0, block.clone());
        while let BlockKind::Quote(inner) = block.kind {
            (depth, block) = (depth + 1, inner[0].clone());
        }
        depth
    };
    let (deep, warnings) = blocks(&format!("{} نص", ">".repeat(5_000)));
    assert_eq!((depth(&deep[0]), warnings.len()), (127, 1));
    assert!(warnings[0].message.starts_with("nested too deep"), "{warnings:?}");
    for text in ["*أ **ب ".repeat(2_000), "![".repeat(3_000) + &"](x)".repeat(3_000), "- ".repeat(3_000) + "نص"] {
        assert!(!blocks(&text).0.is_empty());
    }
}

#[test]
fn large_input_takes_no_more_than_its_share_of_time() {
    // Quadratic work on any of these would take minutes.
    for text in
        ["[".repeat(50_000), "[".repeat(50_000) + &"]".repeat(50_000), "![".repeat(50_000), "كلمة ".repeat(200_000)]
    {
        assert_eq!(blocks(&text).0.len(), 1);
    }
}
