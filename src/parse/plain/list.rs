//! Lists in plain text.
//!
//! Lines that [`Series`] takes for items become lists, with the lines that continue them. A list may begin within a
//! paragraph, after the line that introduces it.

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, List, ListItem};
use crate::parse::list_mark::{ListMark, marker_of};
use crate::parse::series::{Line, Place, Series};

/// A paragraph, or a list in its place.
pub(super) struct Part {
    pub(super) lines: Vec<Span>,
    pub(super) list: Option<Block>,
}

/// An item with its lines of text, and its depth: by indentation, then by series.
struct Item<'a> {
    place: Place,
    level: (usize, usize),
    mark: ListMark<'a>,
    lines: Vec<Span>,
    is_apart: bool,
}

/// Finds the lists among paragraphs. `paragraph` makes a block of lines.
pub(super) fn parts(text: &str, paragraphs: &[Vec<Span>], paragraph: &impl Fn(&[Span]) -> Block) -> Vec<Part> {
    let places = places(text, paragraphs);
    let mut parts: Vec<Part> = Vec::with_capacity(paragraphs.len());
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut places = places.into_iter();
    for lines in paragraphs {
        let mut loose: Vec<Span> = Vec::new();
        for (index, &line) in lines.iter().enumerate() {
            let place = places.next().flatten();
            let mark = place.and_then(|place| Some((place, ListMark::read(&text[line.start..line.end])?)));
            match (mark, items.last_mut()) {
                (Some((place, mark)), _) => {
                    if !loose.is_empty() {
                        parts.push(Part { lines: std::mem::take(&mut loose), list: None });
                    }
                    let level = (indent(text, line), place.depth);
                    let first = Span::new(line.start + mark.length, line.end);
                    let is_apart = index == 0 && follows_blank(text, line);
                    items.push(Item { place, level, mark, lines: vec![first], is_apart });
                }
                (None, Some(item)) if loose.is_empty() && index > 0 => item.lines.push(line),
                (None, _) => {
                    end(&mut items, &mut parts, paragraph);
                    loose.push(line);
                }
            }
        }
        if !loose.is_empty() {
            parts.push(Part { lines: loose, list: None });
        }
    }
    end(&mut items, &mut parts, paragraph);
    parts
}

/// The place of each line among the lists.
fn places(text: &str, paragraphs: &[Vec<Span>]) -> Vec<Option<Place>> {
    let mut series = Series::default();
    let mut shown = Vec::new();
    for lines in paragraphs {
        if follows_blank(text, lines[0]) {
            series.line(&Line::Blank, 0);
            shown.push(false);
        }
        for &line in lines {
            let mark = ListMark::read(&text[line.start..line.end]);
            let indent = if mark.is_some() { indent(text, line) } else { 0 };
            series.line(&mark.map_or(Line::Text, Line::Mark), indent);
            shown.push(true);
        }
    }
    series.finish().into_iter().zip(shown).filter_map(|(place, shown)| shown.then_some(place)).collect()
}

/// Whether a blank line, or nothing, stands before a line.
fn follows_blank(text: &str, line: Span) -> bool {
    let before = text[..line.start].trim_end_matches([' ', '\t']);
    let before = before.strip_suffix('\n').map_or(before, |rest| rest.strip_suffix('\r').unwrap_or(rest));
    let before = before.strip_suffix('\r').unwrap_or(before);
    let last = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    super::is_blank(last)
}

/// How far a line is indented, in characters.
fn indent(text: &str, line: Span) -> usize {
    text[..line.start].chars().rev().take_while(|c| matches!(c, ' ' | '\t')).count()
}

/// Turns the collected items into lists, nested by level.
fn end(items: &mut Vec<Item<'_>>, parts: &mut Vec<Part>, paragraph: &impl Fn(&[Span]) -> Block) {
    let mut rest = std::mem::take(items).into_iter().peekable();
    while let Some(first) = rest.next() {
        let lines = first.lines.clone();
        let block = list(first, &mut rest, paragraph);
        // At least two lines, for the checks of neighbouring paragraphs.
        parts.push(Part { lines: [lines, vec![block.span]].concat(), list: Some(block) });
    }
}

/// The list that an item begins, with those within it.
fn list<'a>(first: Item<'a>, rest: &mut Peekable<IntoIter<Item<'a>>>, paragraph: &impl Fn(&[Span]) -> Block) -> Block {
    let span_of = |lines: &[Span]| Span::new(lines[0].start, lines[lines.len() - 1].end);
    let (number, level) = (first.place.list, first.level);
    let mut span = span_of(&first.lines);
    let mut tight = true;
    let mut items = vec![ListItem::new(vec![paragraph(&first.lines)], span)];
    let mut marks = vec![first.mark];
    while let Some(next) = rest.next_if(|next| next.level > level || next.place.list == number) {
        if next.place.list == number {
            tight &= !next.is_apart;
            items.push(ListItem::new(vec![paragraph(&next.lines)], span_of(&next.lines)));
            marks.push(next.mark);
        } else {
            let inner = list(next, rest, paragraph);
            if let Some(item) = items.last_mut() {
                item.span.end = inner.span.end;
                item.blocks.push(inner);
            }
        }
    }
    span.end = items.last().map_or(span.end, |item| item.span.end);
    let (marker, labels) = marker_of(&marks).unwrap_or((crate::document::ListMarker::Bullet, Vec::new()));
    for (item, (value, label)) in items.iter_mut().zip(labels) {
        (item.value, item.label) = (value, label);
    }
    Block::new(BlockKind::List(List { marker, tight, items }), span)
}
