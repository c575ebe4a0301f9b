//! Whole documents: what is isolated where, and which way blocks run.

use super::*;
use crate::diagnostic::Source;
use crate::parse::dump::dump_blocks;
use crate::parse::{Format, Overrides, parse};

fn directed(lang: &str, markdown: &str) -> Directed {
    let text = format!("---\ntitle: كتاب\nlang: {lang}\n---\n\n{markdown}\n");
    settle(parse(&Source { name: "a.md".into(), text }, Format::Markdown, &Overrides::default()).unwrap().value)
}

/// Compares the blocks; `< rtl>` and `< ltr>` stand before what has that direction.
fn check(lang: &str, markdown: &str, expected: &str) {
    let document = directed(lang, markdown);
    let mut shown = dump_blocks(&document.blocks);
    for note in &document.footnotes {
        shown.push_str(&format!("note\n{}", dump_blocks(&note.blocks)));
    }
    assert_eq!(shown.trim_end(), expected, "{markdown}");
    assert_eq!(settle(document.0.clone()), document, "what is decided stays");
}

#[test]
fn the_direction_of_the_book_holds() {
    check("ar", "React هي مكتبة.", "< rtl> paragraph React هي مكتبة.");
    check("ar", "A whole sentence in English.", "< ltr> paragraph A whole sentence in English.");
    check("en", "كتاب is a book.", "< ltr> paragraph كتاب is a book.");
    check("en", "قال الورّاق: هذا كتاب.", "< rtl> paragraph قال الورّاق: هذا كتاب.");
    check("ar", "# Python للمبتدئين", "< rtl> heading 1 #python-للمبتدئين Python للمبتدئين");
    check("ar", "<p dir=\"ltr\">كتاب (1).</p>", "< ltr> paragraph كتاب (1).");
    check("ar", "> Einstein قال.", "< rtl> quote\n  < rtl> paragraph Einstein قال.");
    check(
        "ar",
        "> In English.\n>\n> And more.",
        "< ltr> quote\n  < ltr> paragraph In English.\n  < ltr> paragraph And more.",
    );
}

#[test]
fn beside_markers_only_the_order_turns() {
    check(
        "ar",
        "- English, here.\n- عربي وأطول من الأول",
        "< rtl> list • tight\n  item\n    < rtl> paragraph < ltr>English, here.</>\n  item\n    < rtl> paragraph عربي وأطول من الأول",
    );
    check(
        "ar",
        "نصّ[^1].\n\n[^1]: Ibid., p. 5.",
        "< rtl> paragraph نصّ[^1].\nnote\n< rtl> paragraph < ltr>Ibid., p. 5.</>",
    );
    check(
        "ar",
        "| الاسم في اللغة العربية | الثمن |\n|---|---|\n| Paper, A4! | -5 |",
        "< rtl> table [Start, Start] \n  header\n    cell\n      < rtl> paragraph الاسم في اللغة العربية\n    cell\n      < rtl> paragraph الثمن\n  row\n    cell\n      < rtl> paragraph < ltr>Paper, A4!</>\n    cell\n      < rtl> paragraph < ltr>-5</>",
    );
}

#[test]
fn tokens_are_isolated_within_and_across_mark_up() {
    check(
        "ar",
        "لغة **C++** و[C#](https://a.org) هنا",
        "< rtl> paragraph لغة **< ltr>C++</>** و[< ltr>C#</>](https://a.org) هنا",
    );
    check("ar", "لغة **C**++ هنا", "< rtl> paragraph لغة < ltr>**C**++</> هنا");
    check("ar", "كتاب *Learning C*++ هنا", "< rtl> paragraph كتاب < ltr>*Learning C*++</> هنا");
    check("ar", "اقرأ *Where is it?* الآن", "< rtl> paragraph اقرأ *< ltr>Where is it?</>* الآن");
    check("ar", "**Note:** تنبيه مهم", "< rtl> paragraph **Note:** تنبيه مهم");
    check("ar", "لغة <bdi>+C</bdi> هنا", "< rtl> paragraph لغة < ltr>+C</> هنا");
    check(
        "ar",
        "## لغة C++\n\n> [!NOTE] عن C++\n> نصّ",
        "< rtl> heading 2 #لغة-c لغة < ltr>C++</>\n< rtl> callout Note عن < ltr>C++</>\n  < rtl> paragraph نصّ",
    );
}

#[test]
fn lines_of_plain_text_have_the_same_rules() {
    let shown = |text: &str, around| {
        line(text, around).into_iter().map(|isolate| text[isolate.range].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(shown("مقدمة في C++", Direction::Rtl), ["C++"]);
    assert_eq!(shown("A Short History!", Direction::Rtl), ["A Short History!"]);
    assert_eq!(shown("تاريخ الكتاب!", Direction::Rtl), [""; 0]);
    assert_eq!(shown("تاريخ الكتاب!", Direction::Ltr), ["تاريخ الكتاب!"]);
    assert_eq!(marked_line("مقدمة في C++", Direction::Rtl), "مقدمة في \u{200e}C++\u{200e}");
    assert_eq!(marked_line("مقدمة", Direction::Rtl), "مقدمة");
}
