//! Running heads and folios.
//!
//! In: pages with their text. Out: the same pages with a running head at the inner edge and the folio at the outer edge
//! of the upper margin, over a hairline; pages that open the text or a chapter have only their folio, in the middle of
//! the lower margin. The running head is the title; in a long document odd pages show the chapter instead. Title pages
//! and pages left empty bear nothing. Furniture belongs to no element: a PDF marks it as an artifact.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::geometry::{Point, Pt, Size};
use crate::locale;
use crate::text::{Alignment, Line, ParagraphOptions, Shaper, Stretch, layout_paragraph};

use super::content::PageStart;
use super::design::{Design, Role};
use super::frame::{Color, Item, ItemKind, PagedDocument};
use super::inline::InlineText;
use super::paginate::Sheet;

const INK: Color = Color::gray(70);
const HAIRLINE: Color = Color::gray(150);
/// Pages and chapters from which on chapters are named in the running heads.
const LONG: usize = 6;
const SEVERAL: usize = 2;

/// No line holds more words of a title.
const MOST_WORDS: usize = 200;

/// What the furniture of a page depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Opening {
    /// Whether the text or a chapter begins at its top.
    opens: bool,
    /// Whether it bears nothing: a title page, or one left empty.
    is_bare: bool,
    /// Whether the page is turned on its side.
    is_turned: bool,
    /// The chapter in force at its end; only in long documents.
    chapter: Option<String>,
}

/// Finds out where chapters are.
pub(super) fn openings(sheets: &[Sheet]) -> Vec<Opening> {
    let chapters = |sheet: &Sheet| sheet.rows.iter().flat_map(|row| &row.headings).filter(|h| h.level <= 1).count();
    let is_long = sheets.len() >= LONG && sheets.iter().map(chapters).sum::<usize>() >= SEVERAL;
    let mut chapter: Option<String> = None;
    let opening = |(index, sheet): (usize, &Sheet)| {
        let first = sheet.rows.first();
        let opens = index == 0 || first.is_some_and(|row| row.page_start != PageStart::None);
        let is_bare = first.map_or(sheet.foot.is_empty(), |row| row.on_title_page);
        let headings = sheet.rows.iter().flat_map(|row| &row.headings);
        // The first chapter that begins on the page is what people look for there.
        let mut begun = headings.filter(|heading| heading.level <= 1).map(|heading| heading.title.clone());
        let (first, last) = (begun.next(), begun.next_back());
        let shown = first.clone().or_else(|| chapter.clone());
        chapter = last.or(first).or_else(|| chapter.take());
        Opening { opens, is_bare, is_turned: sheet.is_turned(), chapter: shown.filter(|_| is_long) }
    };
    sheets.iter().enumerate().map(opening).collect()
}

/// Adds folios and running heads to the pages from the one numbered `first`, counted from 0.
pub(super) fn add(
    paged: &mut PagedDocument,
    openings: &[Opening],
    first: usize,
    document: &Document,
    design: &Design,
    shaper: &mut Shaper<'_>,
) {
    let turned = design.turned();
    let title = running_head(&document.metadata.title, design, shaper);
    let mut chapters: BTreeMap<&str, Option<Line>> = BTreeMap::new();
    for (number, (page, opening)) in paged.pages.iter_mut().zip(openings).enumerate() {
        let index = first + number;
        page.folio = locale::document_number(index as u64 + 1, &document.metadata);
        if opening.is_bare {
            continue;
        }
        let design = if opening.is_turned { &turned } else { design };
        let folio = set(&page.folio, design.measure(), design, shaper);
        let items = if opening.opens {
            folio.map(|line| foot(index, line, design)).into_iter().collect()
        } else {
            let chapter = opening.chapter.as_deref().filter(|_| index.is_multiple_of(2));
            let shown = chapter.map_or_else(
                || title.clone(),
                |chapter| chapters.entry(chapter).or_insert_with(|| running_head(chapter, design, shaper)).clone(),
            );
            head(index, folio, shown, design)
        };
        page.items.splice(0..0, items);
    }
}

/// The folio of an opening page, in the middle of the lower margin.
fn foot(index: usize, line: Line, design: &Design) -> Item {
    let x = design.left_edge(index) + (design.measure() - line.width) / 2.0;
    let y = design.page.height - design.margins.bottom * 0.5;
    Item { origin: Point { x, y }, element: None, kind: ItemKind::Line { line, color: INK } }
}

/// Running head, folio and hairline of any other page.
fn head(index: usize, folio: Option<Line>, title: Option<Line>, design: &Design) -> Vec<Item> {
    let (left, measure) = (design.left_edge(index), design.measure());
    let baseline = design.margins.top * 0.62;
    let place = |line: Line, at_left: bool| {
        let x = if at_left { left } else { left + measure - line.width };
        Item { origin: Point { x, y: baseline }, element: None, kind: ItemKind::Line { line, color: INK } }
    };
    let bound_left = design.is_bound_left(index);
    let rule = ItemKind::Rule { size: Size { width: measure, height: Pt(0.4) }, color: HAIRLINE };
    let rule = Item { origin: Point { x: left, y: baseline + design.em * 0.62 }, element: None, kind: rule };
    let lines = [title.map(|line| place(line, bound_left)), folio.map(|line| place(line, !bound_left))];
    lines.into_iter().flatten().chain([rule]).collect()
}

/// A title on one line, shortened at a word where it is too long.
fn running_head(title: &str, design: &Design, shaper: &mut Shaper<'_>) -> Option<Line> {
    let room = design.measure() - design.em * 4.0;
    let mut words: Vec<&str> = title.split_whitespace().collect();
    let is_long = words.len() > MOST_WORDS;
    words.truncate(MOST_WORDS);
    let mut shown = words.join(" ") + if is_long { "…" } else { "" };
    while !words.is_empty() {
        let line = set(&shown, room, design, shaper);
        let fits = |line: &Line| line.text.len() == shown.len() && line.width <= room;
        if line.as_ref().is_some_and(fits) {
            return line;
        }
        // No more words than the first line has can fit.
        let most = line.map_or(0, |line| line.text.split_whitespace().count());
        words.truncate(most.min(words.len() - 1));
        shown = format!("{}…", words.join(" "));
    }
    None
}

/// The first line of a short text.
fn set(text: &str, measure: Pt, design: &Design, shaper: &mut Shaper<'_>) -> Option<Line> {
    let style = design.text_style(Role::Furniture);
    let text = InlineText::line(text, style, design.direction);
    let options = ParagraphOptions {
        measure,
        first_line_indent: Pt::ZERO,
        alignment: Alignment::Start,
        stretch: Stretch::Spaces,
    };
    layout_paragraph(&text.paragraph, &options, shaper).0.into_iter().next()
}
