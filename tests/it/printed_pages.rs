//! The pages of the PDF in the EPUB: each begins at the word where the page turns, and nothing else changes.

use warraq::direction::{Directed, settle};
use warraq::epub::{self, EpubOptions};
use warraq::font::FontSet;
use warraq::geometry::{Pt, Size};
use warraq::layout::{self, frame::ItemKind, frame::PagedDocument};
use warraq::parse::{self, DecodeOptions, Format, Overrides};
use warraq::style::{ChapterStart, NotePlacement, Stylesheet};

use crate::support::{Workplace, book, member, root, sample, unzip};

/// Text, notes, verse, a list, a table and code, all over several small pages.
fn long_source() -> String {
    let sentence = |n: usize| format!("كان الورّاقون ينسخون الكتب ويبيعونها في دكاكينهم ببغداد سنة {n}. ");
    let paragraph = |from: usize| (from..from + 9).map(sentence).collect::<String>();
    let lines = |line: &str, count: usize| (1..=count).map(|n| line.replace('#', &n.to_string())).collect::<String>();
    format!(
        "---\ntitle: كتاب\n---\n\n# أول\n\n{}[^1]\n\n{}\n\n```verse\n{}```\n\n{}\n\n| أ | ب |\n|---|---|\n{}\n\n```\n{}```\n\n# ثانٍ\n\n\
         مصطلح\n: {}\n\n> {}**{}**\n\n[^1]: {}\n",
        paragraph(1),
        paragraph(101),
        lines("قفا نبك من ذكرى حبيب ومنزل # ... بسقط اللوى بين الدخول فحومل #\n", 30),
        lines("1. بند رقم # من القائمة، وفيه كلام يزيد على سطر واحد من الصفحة الصغيرة.\n", 20),
        lines("| خلية # الأولى | خلية # الثانية وفيها كلام |\n", 30),
        lines("let line_# = \"سطر\";\n", 40),
        paragraph(201),
        paragraph(301),
        paragraph(401),
        paragraph(501).repeat(4),
    )
}

fn document(markdown: &str) -> Directed {
    let source = parse::decode("كتاب", markdown.into(), &DecodeOptions::default()).unwrap().value;
    settle(parse::parse(&source, Format::Markdown, &Overrides::default()).unwrap().value)
}

/// A style with pages so small that everything turns them.
fn small() -> Stylesheet {
    Stylesheet::for_page(Size { width: Pt::mm(90.0), height: Pt::mm(120.0) })
}

/// The pages of a document and its EPUBs with and without them.
fn made(document: &Directed, style: &Stylesheet) -> (PagedDocument, Vec<u8>, Vec<u8>) {
    let fonts = FontSet::builtin();
    let pages = layout::layout(document, style, &fonts).value;
    let write = |page_breaks| {
        let options = EpubOptions { page_breaks, ..EpubOptions::default() };
        epub::write(document, &fonts, style, &options).unwrap().value
    };
    let (with, without) = (write(pages.page_breaks()), write(Vec::new()));
    (pages, with, without)
}

/// The text of all chapters, one after the other.
fn chapters(epub: &[u8]) -> String {
    let is_chapter = |name: &str| name.contains("chapter-");
    unzip(epub)
        .into_iter()
        .filter(|(name, _)| is_chapter(name))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect()
}

/// The marks in a text: the label and what follows.
fn marks(text: &str) -> Vec<(&str, &str)> {
    let parts = text.split("<span id=\"page-").skip(1);
    let mark = |part| {
        let (_, rest) = str::split_once(part, "aria-label=\"")?;
        let (label, _) = rest.split_once('"')?;
        let at = text.len() - text.split_once(part)?.1.len() - part.len();
        Some((label, text[at..].split_once("</span>")?.1))
    };
    parts.filter_map(mark).collect()
}

/// The letters of a text without tags, spaces and escapes.
fn letters(text: &str) -> String {
    let mut inside = false;
    let shown = text.chars().filter(|&letter| {
        inside = if letter == '<' { true } else { inside && letter != '>' };
        !inside && letter != '>'
    });
    let shown: String = shown.collect();
    shown.replace("&quot;", "\"").chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Whether a mark stands with those of other pages, or behind the text, since its page begins within a note.
fn is_beside_another(after: &str) -> bool {
    let after = after.trim_start();
    ["<span id=\"page-", "</section>", "<section class=\"footnotes\""].iter().any(|next| after.starts_with(next))
}

/// Each mark stands before the first words of its page, in a book that is otherwise the same.
fn check(document: &Directed, style: &Stylesheet) {
    let (pages, with, without) = made(document, style);
    let text = chapters(&with);
    let found = marks(&text);
    assert!(found.len() > 1, "there are pages");
    for (label, after) in &found {
        if is_beside_another(after) {
            continue;
        }
        let page = pages.pages.iter().find(|page| page.folio == *label).unwrap();
        let lines = page.items.iter().filter(|item| item.element.is_some()).filter_map(|item| match &item.kind {
            ItemKind::Line { line, .. } => Some(letters(&line.text)),
            _ => None,
        });
        let after = letters(&after[..after.floor_char_boundary(1500)]);
        let first: Vec<String> = lines.filter(|line| line.chars().count() > 2).take(6).collect();
        assert!(first.iter().any(|line| after.starts_with(line.as_str())), "{label}: {first:?}\n{after}");
    }
    let mut bare = text.clone();
    while let Some(start) = bare.find("<span id=\"page-") {
        let end = start + bare[start..].find("</span>").unwrap() + "</span>".len();
        bare.replace_range(start..end, "");
    }
    assert!(bare == chapters(&without), "the text is the same but for the marks");
    check_lists(&with, &found);
}

/// Navigation, NCX and package speak of the marks, in their order.
fn check_lists(epub: &[u8], found: &[(&str, &str)]) {
    let (nav, ncx, package) = (member(epub, "nav.xhtml"), member(epub, "toc.ncx"), member(epub, ".opf"));
    let list = nav.split_once("epub:type=\"page-list\"").unwrap().1;
    let listed: Vec<&str> =
        list.split("<a href=").skip(1).map(|entry| entry.split(['>', '<']).nth(1).unwrap()).collect();
    assert_eq!(listed, found.iter().map(|(label, _)| *label).collect::<Vec<_>>());
    assert_eq!(ncx.matches("<pageTarget ").count(), found.len());
    for said in ["pageBreakSource", ">pageBreakMarkers<", ">pageNavigation<"] {
        assert!(package.contains(said), "{said}");
    }
}

#[test]
fn every_page_is_marked_where_it_begins() {
    let source = document(&long_source());
    check(&source, &small());
    check(&source, &Stylesheet { chapters: ChapterStart::NewPage, ..small() });
    check(&book(&sample("bookmaking.md")).document, &small());
    check(&book(&root().join("tests/sources/all-constructs.md")).document, &small());
}

/// Notes stand at the end of their chapters, where marks would not follow those of the text, unless the text has one
/// chapter. A note longer than a page has pages to itself.
#[test]
fn pages_of_notes_are_marked_in_the_order_of_the_pages() {
    let note_pages =
        long_source().replace("[^1]: ", &format!("[^1]: {}", "حاشية طويلة لا تنتهي في صفحتها. ".repeat(150)));
    let texts =
        [long_source(), long_source().replace("# ثانٍ", "## ثانٍ"), note_pages.replace("# ثانٍ", "## ثانٍ"), note_pages];
    for text in texts {
        for notes in [NotePlacement::Foot, NotePlacement::End] {
            let (document, style) = (document(&text), Stylesheet { notes, ..small() });
            check(&document, &style);
            let (pages, epub, _) = made(&document, &style);
            let chapters = chapters(&epub);
            let found: Vec<String> = marks(&chapters).iter().map(|(label, _)| (*label).to_owned()).collect();
            let printed: Vec<String> = pages.pages.iter().map(|page| page.folio.clone()).collect();
            assert_eq!(found, printed, "{notes:?}: every page, in its order");
        }
    }
}

#[test]
fn both_books_of_a_run_agree_and_an_epub_alone_asks() {
    let source = long_source();
    let epub = |arguments: &str| {
        let place = Workplace::new(&[("a.md", source.as_bytes())]);
        let run = place.run(arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
        std::fs::read(place.path("out/a.epub")).unwrap()
    };
    let both = epub("build a.md");
    assert!(both == epub("build a.md --to epub --page-list"), "the same book");
    let alone = epub("build a.md --to epub");
    assert!(marks(&chapters(&both)).len() > 2);
    assert_eq!(marks(&chapters(&alone)), []);
    for name in ["nav.xhtml", "toc.ncx", ".opf"] {
        let text = member(&alone, name);
        assert!(!["page-list", "pageList", "pageBreak"].iter().any(|word| text.contains(word)), "{name}");
    }
}
