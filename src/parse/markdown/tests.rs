//! Markdown in, blocks out.

use super::*;
use crate::document::{BlockKind, Inline};
use crate::parse::dump::dump_blocks;

fn blocks(text: &str) -> (Vec<Block>, Vec<Diagnostic>) {
    let mut warnings = Vec::new();
    let body = parse(text, &mut Draft::default(), &mut warnings).unwrap();
    (body.blocks, warnings)
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
fn html_that_carries_meaning_is_understood() {
    check("نص <!-- سر --> ظاهر", "paragraph نص  ظاهر\n");
    check("نص <b onclick=x>غليظ</b> <i>مائل</i> 10<sup>2</sup>", "paragraph نص **غليظ** *مائل* 10^2^\n");
    check("سطر<br>ثان <span dir=ltr lang=en>to be</span>", "paragraph سطر⏎ثان <en ltr>to be</>\n");
    check("<div dir=\"ltr\">\n\nنص *مهم*\n\nثان\n\n</div>", "< ltr> group\n  paragraph نص *مهم*\n  paragraph ثان\n");
    check("<p dir=ltr>one\n<p>two", "< ltr> paragraph one\nparagraph two\n");
    check(
        "<details><summary>عنوان</summary>\n\nنص\n\n</details>\n\nبعد",
        "paragraph **عنوان**\nparagraph نص\nparagraph بعد\n",
    );
    check(
        "<figure>\n<img src=\"a.png\" alt=\"أ\">\n<figcaption>شرح <b>مهم</b></figcaption>\n</figure>",
        "figure ![أ](a.png) شرح **مهم**\n",
    );
    check(
        "<table><caption>ج</caption><tr><th>أ<th>ب<tr><td colspan=2>ت</table>",
        "table [Start, Start] ج\n  header\n    cell\n      paragraph أ\n    cell\n      paragraph ب\n  row\n    cell ×2\n      paragraph ت\n",
    );
    check("<ul><li>أ<li>ب</ul>", "list • tight\n  item\n    paragraph أ\n  item\n    paragraph ب\n");
    check(
        "<blockquote>قول <a href=\"https://example.org\">رابط</a></blockquote>",
        "quote\n  paragraph قول [رابط](https://example.org)\n",
    );
    check("أ *ب <b>ت* ث</b> ج", "paragraph أ *ب **ت*** ث ج\n");
}

#[test]
fn names_of_elements_are_anchors() {
    check("نص <a name=\"أ\"></a>هنا <span id=ب>كلمة</span>", "paragraph نص <#أ>هنا <#ب>كلمة\n");
    check("<div id=\"أ\">\n\nنص\n\n</div>", "paragraph <#أ>\nparagraph نص\n");
    check("<img id=\"أ\" src=\"a.png\" alt=\"ب\">", "paragraph <#أ>\nfigure ![ب](a.png) \n");
    check("<ul><li id=\"أ\">بند</li></ul>", "list • tight\n  item\n    paragraph <#أ>بند\n");
}

#[test]
fn scripts_are_left_out() {
    let message = "scripts, styles and embedded pages are left out";
    let script = "<script>alert(1)</script>";
    check_warned(&format!("قبل\n\n{script}\n\nبعد"), "paragraph قبل\nparagraph بعد\n", "<script>", message);
    check_warned("نص <script>alert(1)</script> ظاهر", "paragraph نص  ظاهر\n", "<script>", message);
    check_warned("<style>\np{}\n</style>\nبعد", "paragraph بعد\n", "<style>", message);
    check("<a href=\"#x\" onclick=\"y\">أ</a>", "paragraph [أ](#x)\n");
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

#[test]
fn github_extensions() {
    check(
        "| أ | ب |\n|:-:|--:|\n| *ت* | ث |\n",
        "table [Center, End] \n  header\n    cell\n      paragraph أ\n    cell\n      paragraph ب\n  row\n    cell\n      paragraph *ت*\n    cell\n      paragraph ث\n",
    );
    check("- [x] تم\n- [ ] لم يتم\n", "list • tight\n  item [x]\n    paragraph تم\n  item [ ]\n    paragraph لم يتم\n");
    check("~~خطأ~~ ~لا~", "paragraph ~~خطأ~~ ~~لا~~\n");
    check("# عنوان {#مقدمة .صنف}\n", "heading 1 #مقدمة عنوان\n");
    check("## عنوان `كود` ## {#a_b}\n", "heading 2 #a_b عنوان `كود`\n");
    check("عنوان {#أ}\n===\n", "heading 1 #أ عنوان\n");
    check("# عنوان {مقدمة}\n\n# عنوان \\{#أ}\n", "heading 1 عنوان {مقدمة}\nheading 1 عنوان {#أ}\n");
    // pulldown-cmark panics on these attributes.
    check("> نص\n  > {.c}\n> ===\n", "quote\n  heading 1 نص\n");
    check("مصطلح\n: تعريف\n", "definitions\n  term مصطلح\n  description\n    paragraph تعريف\n");
    check(
        "$a^2$ ثم $$b$$ بثمن $5 أو $10",
        "paragraph $a^2 → mrow(msup(mi:a mn:2))$ ثم $$b → mrow(mi:b)$$ بثمن $5 أو $10\n",
    );
}

#[test]
fn callouts_have_titles() {
    check("> [!NOTE]\n> نص\n", "callout Note \n  paragraph نص\n");
    check("> [!تنبيه] احذر *هذا*\n> نص\n> آخر\n", "callout Warning احذر *هذا*\n  paragraph نص آخر\n");
    check("> [!tip]- عنوان\n>\n> نص\n", "callout Tip عنوان\n  paragraph نص\n");
    check(
        "!!! note \"عنوان\"\n    نص\n\n    - أ\n\nبعد\n",
        "callout Note عنوان\n  paragraph نص\n  list • tight\n    item\n      paragraph أ\nparagraph بعد\n",
    );
    check(":::warning\nنص\n:::\nبعد\n", "callout Warning \n  paragraph نص\nparagraph بعد\n");
    check("> [!مجهول] نص\n", "callout Note نص\n");
    check("> [!recite|purple]+\n> نص\n", "callout Note recite\n  paragraph نص\n");
}

#[test]
fn numerals_of_arabic_and_persian_number_lists() {
    let list = "tight\n  item\n    paragraph أول\n  item\n    paragraph ثان\n";
    check("١. أول\n٢. ثان\n", &format!("list 1 {list}"));
    check("٣- أول\n٤- ثان\n", &format!("list 3- {list}"));
    check("۱۰) أول\n۱۱) ثان\n", &format!("list 10) {list}"));
    check(
        "١. أول\n   ١. فرع\n",
        "list 1 tight\n  item\n    paragraph أول\n    list 1 tight\n      item\n        paragraph فرع\n",
    );
    check("```\n١. رمز\n```\n\n    ٢. رمز\n", "code - \"١. رمز\"\ncode - \"٢. رمز\"\n");
}

#[test]
fn verse_in_fences_and_quotes() {
    check(
        "```شعر\nقفا نبك *** من ذكرى\nسطر حر\n\nبسقط اللوى    بين الدخول\n```\n",
        "verse\n  قفا نبك | من ذكرى\n  سطر حر\nverse\n  بسقط اللوى | بين الدخول\n",
    );
    check(
        "> قفا نبك ... من ذكرى\n> بسقط اللوى ... بين الدخول\n",
        "verse\n  قفا نبك | من ذكرى\n  بسقط اللوى | بين الدخول\n",
    );
    check("> قال ... ثم مضى\n", "quote\n  paragraph قال ... ثم مضى\n");
}

#[test]
fn directives_are_no_noise() {
    let message = "a directive of a site generator is left out";
    check_warned("نص {% include x.html %}هنا\n", "paragraph نص هنا\n", "{% include x.html %}", message);
    check_warned("نص\n{: .صنف}\n", "paragraph نص\n", "{: .صنف}", message);
    check("{{< figure src=\"a.png\" alt=\"أ\" caption=\"شرح\" >}}\n", "figure ![أ](a.png) شرح\n");
    check("{% highlight ruby %}\nx = 1\n{% endhighlight %}\n", "code ruby \"x = 1\"\n");
    check("# عنوان {: #مقدمة}\n", "heading 1 #مقدمة عنوان\n");
    check("`{% raw %}` و{نص}\n\n```\n{{ x }}\n```\n", "paragraph `{% raw %}` و{نص}\ncode - \"{{ x }}\"\n");
    let contents = "a place for a table of contents is left out";
    check_warned("[TOC]\n\nنص\n", "paragraph نص\n", "[TOC]", contents);
}

#[test]
fn spans_lead_back_over_edits() {
    let text = "١. أول\n٢. *ثان*\n";
    let (blocks, _) = blocks(text);
    let BlockKind::List(list) = &blocks[0].kind else { panic!() };
    assert_eq!(&text[list.items[1].span.start..list.items[1].span.end], "٢. *ثان*");
    let BlockKind::Paragraph(content) = &list.items[1].blocks[0].kind else { panic!() };
    let Inline::Emphasis(inner) = &content[0] else { panic!() };
    let Inline::Text { span, .. } = inner[0] else { panic!() };
    assert_eq!(&text[span.start..span.end], "ثان");
}

#[test]
fn dollars_in_a_sentence_are_no_formula() {
    check("بين $50 و 100$ ثم\n", "paragraph بين $50 و 100$ ثم\n");
    check("ليكن $س + ص = ٥$ ثم\n", "paragraph ليكن $س + ص = ٥ → mrow(mi:س mo:+ mi:ص mo:= mn:٥)$ ثم\n");
}
