//! Pages as text: what stands on them, and how far from the start edge of the type area.

use std::collections::BTreeSet;

use super::frame::{Item, ItemKind, Line, LinkTarget, Page};
use super::*;
use crate::diagnostic::{Source, Span};
use crate::direction::settle;
use crate::document::{Block, BlockKind, Inline};
use crate::geometry::{Pt, Size};
use crate::parse::{Format, Overrides, parse};
use crate::style::{
    ChapterStart, ContentsPage, CoverPage, Justification, NotePlacement, TitlePlacement, VerseNumbers, page_size,
};

pub(super) fn small() -> Stylesheet {
    Stylesheet::for_page(page_size::A5)
}

pub(super) fn document(markdown: &str) -> Document {
    let source = Source { name: "a.md".into(), text: format!("---\ntitle: كتاب\n---\n\n{markdown}") };
    parse(&source, Format::Markdown, &Overrides::default()).unwrap().value
}

pub(super) fn pages(markdown: &str, style: &Stylesheet) -> PagedDocument {
    laid_out(document(markdown), style)
}

fn laid_out(document: Document, style: &Stylesheet) -> PagedDocument {
    layout(&settle(document), style, &FontSet::builtin()).value
}

/// The lines of a page that are content, as distance from the start edge in em and text; those of one baseline joined.
fn shown(page: &Page, index: usize, style: &Stylesheet) -> Vec<String> {
    let design = Design::new(style, &Document::default());
    let right = design.left_edge(index) + design.measure();
    let mut rows: Vec<(f64, String)> = Vec::new();
    for item in &page.items {
        let (ItemKind::Line { line, .. }, Some(_)) = (&item.kind, item.element) else { continue };
        let em = ((right - item.origin.x - line.width) / design.em * 10.0).round() / 10.0;
        let text = format!("{}:{}", if em == 0.0 { 0.0 } else { em }, line.text);
        match rows.last_mut() {
            Some((y, row)) if (*y - item.origin.y.0).abs() < 0.01 => row.push_str(&format!(" | {text}")),
            _ => rows.push((item.origin.y.0, text)),
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Compares all lines below the title.
pub(super) fn check(markdown: &str, style: &Stylesheet, expected: &[&str]) {
    let pages = pages(markdown, style).pages;
    let lines = pages.iter().enumerate().flat_map(|(index, page)| shown(page, index, style));
    assert_eq!(lines.skip(1).collect::<Vec<_>>(), expected);
}

fn rules(page: &Page) -> Vec<(Pt, Pt)> {
    let rule = |item: &Item| match item.kind {
        ItemKind::Rule { size, .. } => Some((item.origin.y, size.width)),
        _ => None,
    };
    page.items.iter().filter_map(rule).collect()
}

#[test]
fn columns_run_from_the_start_side() {
    let table = "| البلد | القرن |\n|:--|--:|\n| بغداد | ٣ |\n| London | 12 |\n";
    check(table, &small(), &["11.1:البلد | 15.1:القرن", "11.1:بغداد | 16.1:٣", "11.1:London | 15.6:12"]);
}

#[test]
fn headers_are_repeated_and_read_once() {
    let rows: String = (0..60).map(|row| format!("| صف | {row} |\n")).collect();
    let paged = pages(&format!("| اسم | رقم |\n|--|--|\n{rows}"), &small());
    assert!(paged.pages.len() > 2);
    for (index, page) in paged.pages.iter().enumerate() {
        let header = |item: &&Item| matches!(&item.kind, ItemKind::Line { line, .. } if line.text == "اسم");
        let headers: Vec<&Item> = page.items.iter().filter(header).collect();
        assert_eq!(headers.len(), 1, "page {index}");
        assert_eq!(headers[0].element.is_some(), index == 0, "what is repeated is no content");
    }
}

#[test]
fn a_row_taller_than_a_page_is_cut_and_not_lost() {
    let style = small();
    let words: Vec<String> = (0..900).map(|word| format!("كلمة{word}")).collect();
    let markdown = format!("| أ | ب |\n|--|--|\n| {} | ب |\n", words.join(" "));
    let paged = pages(&markdown, &style);
    let design = Design::new(&style, &Document::default());
    let bottom = style.page_size.height - design.margins.bottom;
    let mut found = BTreeSet::new();
    for page in &paged.pages {
        for item in &page.items {
            let (ItemKind::Line { line, .. }, Some(_)) = (&item.kind, item.element) else { continue };
            assert!(item.origin.y < bottom, "{}", line.text);
            found.extend(line.text.split(' ').map(str::to_owned));
        }
    }
    assert!(paged.pages.len() > 1);
    assert!(words.iter().all(|word| found.contains(word)));
}

#[test]
fn notes_stand_below_a_rule_and_lead_back() {
    let markdown = "نصّ[^أ] وآخر[^ب].\n\n[^أ]: الأولى.\n[^ب]: الثانية.\n";
    check(markdown, &small(), &["0:نصّ(١) وآخر(٢).", "0:(١) | 1.7:الأولى.", "0:(٢) | 1.7:الثانية."]);
    let paged = pages(markdown, &small());
    let targets = paged.pages[0].items.iter().filter_map(|item| match &item.kind {
        ItemKind::Link { target: LinkTarget::Anchor(anchor), .. } => Some(anchor.as_str()),
        _ => None,
    });
    assert_eq!(targets.collect::<Vec<_>>(), ["note:2", "note:1", "noteref:1", "noteref:2"]);
    assert!(["note:1", "note:2", "noteref:1", "noteref:2"].iter().all(|name| paged.destinations.contains_key(*name)));
    let end = Stylesheet { notes: NotePlacement::End, ..small() };
    let expected = ["0:نصّ(١) وآخر(٢).", "0:الحواشي", "0:(١) | 1.7:الأولى.", "0:(٢) | 1.7:الثانية."];
    check(markdown, &end, &expected);
}

#[test]
fn anchors_of_text_and_of_blocks_are_destinations() {
    let markdown = "[نص](#هنا) و[رمز](#code) و[خاتمة](#end)\n\nكلمة <a id=\"هنا\"></a>هنا\n\n<a id=\"code\"></a>\n\n```\nx\n```\n\n\
        آخر\n\n<a name=\"end\"></a><a id=\"none\"></a>\n";
    let paged = pages(markdown, &small());
    let height = |name: &str| paged.destinations[name].y;
    assert!(height("هنا") < height("code") && height("code") < height("end"));
    assert!(!paged.destinations.contains_key("none"), "nothing leads there");
}

/// The lines of a poem: text, left edge and width, and where the gap between the hemistichs is.
fn couplets(verse: &str, style: &Stylesheet) -> Vec<(String, [f64; 3])> {
    let paged = pages(&format!("```شعر\n{verse}\n```\n"), style);
    let lines = paged.pages[0].items.iter().filter_map(|item| match &item.kind {
        ItemKind::Line { line, .. } if item.element.is_some() => Some((item.origin.x.0, line)),
        _ => None,
    });
    let gap = |line: &Line| {
        let mut x = 0.0;
        let glyphs = line.visual_runs.iter().flat_map(|run| run.visual_glyphs.iter().map(move |glyph| (run, glyph)));
        let extents = glyphs.map(|(run, glyph)| {
            x += run.size.0 * f64::from(glyph.advance) / 1000.0;
            (x, glyph.advance)
        });
        extents.max_by_key(|&(_, advance)| advance).map_or(0.0, |(end, _)| end)
    };
    // The first one is the title.
    lines.skip(1).map(|(x, line)| (line.text.clone(), [x, line.width.0, gap(line)])).collect()
}

/// Of a list that opens a note or an item of another list, both markers are shown.
#[test]
fn markers_stand_beside_each_other() {
    check("نصّ[^أ].\n\n[^أ]: - بند\n", &small(), &["0:نصّ(١).", "0:(١) | 2.1:• | 2.8:بند"]);
    check("1. - بند\n2.\n", &small(), &["0.4:١. | 2.1:• | 3:بند", "0.4:٢. | 1.7:"]);
    check("- English\n- والعربية\n", &small(), &["0.5:• | 1.3:English", "0.5:• | 1.3:والعربية"]);
}

#[test]
fn hemistichs_have_one_width() {
    let verse = "على قدر أهل العزم تأتي العزائم *** وتأتي على قدر الكرام المكارم\nقفا نبك من ذكرى حبيب ومنزل *** بسقط اللوى بين الدخول فحومل";
    let lines = couplets(verse, &small());
    let [(first, measures), (second, others)] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(first, "على قدر أهل العزم تأتي العزائم وتأتي على قدر الكرام المكارم");
    assert_eq!(second, "قفا نبك من ذكرى حبيب ومنزل بسقط اللوى بين الدخول فحومل");
    assert!(measures.iter().zip(others).all(|(one, other)| (one - other).abs() < 0.2), "{lines:?}");
}

/// By spaces, by kashida or not at all.
#[test]
fn hemistichs_are_justified_as_lines_are() {
    let verse = "على قدر أهل العزم تأتي العزائم *** وتأتي على قدر الكرام المكارم\nقفا نبك من ذكرى *** بسقط اللوى";
    let check = |justification, has_one_width: bool, is_lengthened: bool| {
        let style = Stylesheet { justification, ..small() };
        let lines = couplets(verse, &style);
        let [(_, one), (_, other)] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!((one[1] - other[1]).abs() < 0.2, has_one_width, "{justification:?}: {lines:?}");
        let paged = pages(&format!("```شعر\n{verse}\n```\n"), &style);
        let glyphs = paged.pages[0].items.iter().flat_map(|item| match &item.kind {
            ItemKind::Line { line, .. } => line.visual_runs.iter().flat_map(|run| &run.visual_glyphs).collect(),
            _ => Vec::new(),
        });
        assert_eq!(glyphs.filter(|glyph| glyph.x_scale > 1.0).count() > 0, is_lengthened, "{justification:?}");
    };
    check(Justification::None, false, false);
    check(Justification::Space, true, false);
    check(Justification::Kashida, true, true);
}

#[test]
fn lines_of_verse_are_numbered_where_that_is_asked_for() {
    let poem =
        "```شعر\nقفا نبك *** من ذكرى حبيب\nبسقط اللوى *** بين الدخول\n\nسطر حرّ\n```\n\nنصّ.\n\n```شعر\nسطر\nوآخر\n```\n";
    let check = |step: Option<u16>, expected: &[&str]| {
        let step = step.and_then(std::num::NonZeroU16::new);
        let style = Stylesheet { verse_numbers: step.map_or(VerseNumbers::None, VerseNumbers::Every), ..small() };
        let paged = pages(poem, &style);
        let lines = paged.pages[0].items.iter().filter_map(|item| match &item.kind {
            ItemKind::Line { line, .. } if item.element.is_none() => Some(line.text.as_str()),
            _ => None,
        });
        let folio = paged.pages[0].folio.as_str();
        assert_eq!(lines.filter(|text| *text != folio || step.is_some()).collect::<Vec<_>>(), expected);
    };
    check(None, &[]);
    check(Some(1), &["١", "١", "٢", "٣", "١", "٢"]);
    check(Some(2), &["١", "٢", "٢"]);
}

#[test]
fn a_word_split_between_hemistichs_is_one_word() {
    let verse = "خفف الوطء ما أظن أديم الـ *** ـأرض إلا من هذه الأجساد";
    let words = "خفف الوطء ما أظن أديم الأرض إلا من هذه الأجساد";
    let beside = couplets(verse, &small());
    assert_eq!(beside.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(), [words]);
    let narrow = Stylesheet { page_size: Size { width: Pt(250.0), height: Pt(400.0) }, ..small() };
    let below: Vec<String> = couplets(verse, &narrow).into_iter().map(|(text, _)| text).collect();
    assert_eq!(below, ["خفف الوطء ما أظن أديم الأرض", "إلا من هذه الأجساد"]);
}

#[test]
fn contents_name_the_pages_of_headings() {
    let style = Stylesheet {
        contents: ContentsPage::AfterTitle,
        chapters: ChapterStart::NewPage,
        cover: CoverPage::First,
        ..small()
    };
    let paged = pages("# الورق\n\nنصّ.\n\n## الكاغد\n\nنصّ.\n\n# الحبر\n\nنصّ.\n", &style);
    let folios: Vec<&str> = paged.pages.iter().map(|page| page.folio.as_str()).collect();
    assert_eq!(folios, ["الغلاف", "٢", "٣", "٤"]);
    let lines = shown(&paged.pages[1], 1, &style);
    let text: Vec<String> =
        lines.iter().map(|line| line.replace(|c: char| c.is_ascii_digit() || c == '.', "")).collect();
    assert_eq!(text[1..], [":المحتويات", ":الورق | :٣", ":الكاغد | :٣", ":الحبر | :٤"]);
    let leaders = paged.pages[1].items.iter().filter(|item| matches!(item.kind, ItemKind::Leader { .. }));
    assert_eq!(leaders.count(), 3);
    assert_eq!(paged.destinations.values().map(|destination| destination.page).collect::<BTreeSet<_>>(), [2, 3].into());
}

#[test]
fn numbers_follow_the_digits_of_the_document() {
    let mut document = document("# الورق\n\n1. نصّ[^أ].\n\n[^أ]: حاشية.\n");
    crate::digits::convert(&mut document, crate::digits::Digits::Extended);
    let style = Stylesheet { contents: ContentsPage::AfterTitle, ..small() };
    let paged = laid_out(document, &style);
    assert_eq!(paged.pages.iter().map(|page| page.folio.as_str()).collect::<Vec<_>>(), ["۱", "۲"]);
    let lines = shown(&paged.pages[1], 1, &style).concat();
    assert!(lines.contains("۱.") && lines.contains("(۱)") && !lines.contains('١'), "{lines}");
}

#[test]
fn callouts_tasks_and_definitions() {
    check("> [!WARNING]\n> انتبه.\n", &small(), &["1.1:تنبيه", "1.1:انتبه."]);
    check("- [x] تمّ\n- [ ] بقي\n", &small(), &["0.2:■ | 1.3:تمّ", "0.2:□ | 1.3:بقي"]);
    check("الكاغد\n: الورق.\n", &small(), &["0:الكاغد", "1.6:الورق."]);
}

#[test]
fn struck_and_marked_text_has_its_rule() {
    let page = |markdown: &str| pages(markdown, &small()).pages.remove(0);
    let plain = rules(&page("كان الورق رخيصا.\n")).len();
    assert_eq!(rules(&page("كان ~~الورق~~ رخيصا.\n")).len(), plain + 1);
    assert_eq!(rules(&page("كان <mark>الورق</mark> رخيصا.\n")).len(), plain + 1);
}

#[test]
fn the_rows_do_not_depend_on_threads() {
    let markdown = format!("# الورق\n\n{}", "كان الورّاقون ينسخون الكتب ببغداد. ".repeat(30) + "\n\n").repeat(80);
    let document = settle(document(&markdown));
    let fonts = FontSet::builtin();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| layout(&document, &small(), &fonts).value)
    };
    assert!(with(1) == with(5));
}

#[test]
fn title_pages_and_empty_pages_bear_nothing_else() {
    let mut document = document("# الورق\n\nنصّ.\n");
    let title = vec![Inline::Text { text: "الباب الأول".into(), span: Span::default() }];
    let part = BlockKind::Heading { level: 0, id: "باب".into(), content: title };
    document.blocks.insert(0, Block::new(part, Span::default()));
    let style = Stylesheet { chapters: ChapterStart::OddPage, title: TitlePlacement::OwnPage, ..small() };
    let paged = laid_out(document, &style);
    let lines = |page: &Page| page.items.iter().filter(|item| matches!(item.kind, ItemKind::Line { .. })).count();
    // The title, an empty page, the part, an empty page; the chapter has its heading, its text and its folio.
    assert_eq!(paged.pages.iter().map(lines).collect::<Vec<_>>(), [1, 0, 1, 0, 3]);
    let shown = shown(&paged.pages[2], 1, &style);
    assert!(shown[0].ends_with("الباب الأول"), "{shown:?}");
    assert_eq!((paged.outline.len(), paged.outline[0].children.len()), (1, 1));
}

#[test]
fn long_contents_show_the_chapters_only() {
    let entries = |chapters: usize| {
        let style = Stylesheet { contents: ContentsPage::AfterTitle, ..small() };
        let items = pages(&"# الورق\n\n## الكاغد\n\nنصّ.\n\n".repeat(chapters), &style).pages;
        items.iter().flat_map(|page| &page.items).filter(|item| matches!(item.kind, ItemKind::Leader { .. })).count()
    };
    assert_eq!((entries(20), entries(120)), (40, 120));
}
