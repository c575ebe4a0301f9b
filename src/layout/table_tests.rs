//! Tables on pages: cells over several rows, and tables that are too wide.

use super::frame::{ItemKind, Page};
use super::tests::{check, document, pages, small};
use super::*;
use crate::geometry::Pt;
use crate::style::WideTables;

/// All words of a page's content, in its order.
fn words(page: &Page) -> Vec<String> {
    let lines = page.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Line { line, .. } if item.element.is_some() => Some(&line.text),
        _ => None,
    });
    lines.flat_map(|text| text.split(' ').map(str::to_owned)).collect()
}

/// Widths of the content of a page as shares of the page, from its left edge: where the first glyph begins and the last
/// one ends.
fn extent(page: &Page) -> (f64, f64) {
    page.items.iter().fold((1.0, 0.0), |(left, right), item| match &item.kind {
        ItemKind::Line { line, .. } if item.element.is_some() => {
            let (from, to) = (item.origin.x / page.size.width, (item.origin.x + line.width) / page.size.width);
            (left.min(from), right.max(to))
        }
        _ => (left, right),
    })
}

#[test]
fn cells_stand_beside_the_rows_that_they_cover() {
    let table = "<table><tr><th rowspan=2>البلد<th colspan=2>السكان<tr><th>قبل<th>بعد\
        <tr><td rowspan=2>مصر<td>١<td>٢<tr><td colspan=2>لا خبر</table>";
    let page = pages(table, &small()).pages.remove(0);
    let all = words(&page);
    let wanted = ["كتاب", "البلد", "السكان", "قبل", "بعد", "مصر", "١", "٢", "لا", "خبر"];
    assert_eq!(all, wanted);
    let baseline = |word: &str| {
        let of_word = |item: &&frame::Item| matches!(&item.kind, ItemKind::Line { line, .. } if item.element.is_some() && line.text.contains(word));
        page.items.iter().find(of_word).unwrap().origin
    };
    assert_eq!(baseline("البلد").y, baseline("السكان").y);
    assert_eq!(baseline("مصر").y, baseline("١").y);
    assert!(baseline("قبل").x > baseline("بعد").x && baseline("خبر").x < baseline("مصر").x);
}

/// A cell that covers more rows than a page holds is dealt out to them, whole and in order.
#[test]
fn a_page_may_end_within_a_cell_over_several_rows() {
    let long: Vec<String> = (0..400).map(|number| format!("كلمة{number}")).collect();
    let rows: String = (1..80).map(|row| format!("<tr><td>صف<td>{row}")).collect();
    let markdown = format!("<table><tr><td rowspan=80>{}<td>صف<td>0{rows}</table>", long.join(" "));
    let paged = pages(&markdown, &small());
    assert!(paged.pages.len() > 2);
    let found: Vec<String> = paged.pages.iter().flat_map(words).filter(|word| word.starts_with("كلمة")).collect();
    assert_eq!(found, long);
    assert!(paged.pages.iter().take(2).all(|page| words(page).iter().any(|word| word.starts_with("كلمة"))));
    for page in &paged.pages {
        let bottom =
            page.items.iter().filter(|item| item.element.is_some()).map(|item| item.origin.y).fold(Pt(0.0), Pt::max);
        assert!(bottom < page.size.height, "{bottom:?}");
    }
}

#[test]
fn a_long_address_leaves_words_whole() {
    let address = "https://library.example.org/collections/manuscripts/arabic/index.html?page=12&sort=ascending";
    let markdown = format!("| المكتبة | الوصف | الرابط |\n|--|--|--|\n| المستنصرية | مخطوطات نادرة | <{address}> |\n");
    let all = words(&pages(&markdown, &small()).pages[0]);
    assert!(["المستنصرية", "مخطوطات", "نادرة"].iter().all(|word| all.contains(&(*word).to_owned())), "{all:?}");
    assert_eq!(all.iter().filter(|word| word.is_ascii()).map(String::as_str).collect::<String>(), address);
    assert!(
        all.iter()
            .filter(|word| word.is_ascii())
            .rev()
            .skip(1)
            .all(|piece| piece.ends_with(['/', '.', '?', '=', '&', '-']))
    );
}

/// Rows of so many columns of numbers.
fn numbers(columns: usize) -> String {
    let row = |cell: &dyn Fn(usize) -> String| format!("|{}|\n", (0..columns).map(cell).collect::<Vec<_>>().join("|"));
    row(&|column| format!("ع{column}")) + &row(&|_| "--".into()) + &row(&|column| format!("{}", 100_000 + column))
}

#[test]
fn a_wide_table_lies_on_its_side() {
    let markdown = format!("نصّ قبله.\n\n## الأعداد\n\n{}\nنصّ بعده.\n", numbers(9));
    let paged = pages(&markdown, &small());
    let sizes: Vec<bool> = paged.pages.iter().map(|page| page.size.width > page.size.height).collect();
    assert_eq!(sizes, [false, true, false]);
    let turned = &paged.pages[1];
    assert_eq!(words(turned)[..2], ["الأعداد", "ع0"], "the heading stays with its table");
    let (left, right) = extent(turned);
    assert!(left > 0.02 && right < 0.98, "{left} {right}");
}

#[test]
fn a_table_that_is_still_too_wide_comes_in_parts() {
    let check = |markdown: &str, style: &Stylesheet, columns: usize| {
        let document = document(markdown);
        let laid_out = layout(&crate::direction::settle(document), style, &FontSet::builtin());
        let all: Vec<String> = laid_out.value.pages.iter().flat_map(words).collect();
        for column in 0..columns {
            let number = (100_000 + column).to_string();
            assert_eq!(all.iter().filter(|word| **word == number).count(), 1, "{number} stands in one place only");
        }
        assert!(laid_out.value.pages.iter().map(extent).all(|(left, right)| left > 0.02 && right < 0.98));
        assert!(laid_out.value.pages.iter().all(|page| page.size == style.page_size));
        assert_eq!(laid_out.warnings.len(), 1);
        assert!(laid_out.warnings[0].message.contains("parts"), "{:?}", laid_out.warnings);
    };
    check(&numbers(40), &small(), 40);
    let booklet = Stylesheet { wide_tables: WideTables::Split, ..small() };
    check(&numbers(9), &booklet, 9);
}

#[test]
fn the_caption_stays_with_its_table() {
    check(
        "<table><caption>مدن</caption><tr><td>أ<td>ب<tr><td>ج<td>د</table>",
        &small(),
        &["13.2:مدن", "12.6:أ | 14.3:ب", "12.6:ج | 14.3:د"],
    );
}
