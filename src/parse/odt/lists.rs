//! Lists (OpenDocument 1.3-3, 5.3): nested elements here, which become the numbered paragraphs that Word has, so that
//! both are put together by the same rules.

use std::collections::BTreeMap;

use super::Reader;
use super::styles::Level;
use crate::document::{Block, BlockKind, CounterStyle, Inline};
use crate::parse::office::lists::{Item, Mark, Number, end_list};
use crate::parse::xml::Element;

/// How far lists have counted, by their style and level.
#[derive(Default)]
pub(super) struct Counts(BTreeMap<(String, usize), i64>);

/// Where in a list a paragraph stands.
#[derive(Clone)]
struct Place {
    style: String,
    level: usize,
}

impl<'a> Reader<'a> {
    /// A list; headings in it are numbered and stay outside of it.
    pub(super) fn list(&mut self, list: &'a Element, items: &mut Vec<Item>, out: &mut Vec<Block>) {
        let style = list.attr("style-name").unwrap_or_default().to_owned();
        let goes_on = list.attr("continue-numbering") == Some("true") || list.attr("continue-list").is_some();
        if !goes_on {
            self.counts.0.retain(|(own, _), _| *own != style);
        }
        self.items(list, &Place { style, level: 0 }, items, out);
    }

    fn items(&mut self, list: &'a Element, place: &Place, items: &mut Vec<Item>, out: &mut Vec<Block>) {
        for item in &list.children {
            if !matches!(item.name.as_str(), "list-item" | "list-header") {
                continue;
            }
            let start = item.attr("start-value").and_then(|start| start.parse::<i64>().ok());
            let mut is_marked = item.name == "list-header";
            for child in &item.children {
                match child.name.as_str() {
                    "list" => {
                        let style = child.attr("style-name").map_or_else(|| place.style.clone(), str::to_owned);
                        let level = place.level + 1;
                        let inner = Place { style, level: level.min(9) };
                        self.items(child, &inner, items, out);
                    }
                    "h" => {
                        end_list(items, out);
                        let mark = self.mark(place, start);
                        self.heading_in_list(child, mark, out);
                        is_marked = true;
                    }
                    _ => {
                        let mut blocks = self.blocks(std::slice::from_ref(child));
                        if !is_marked {
                            is_marked = true;
                            let mark = self.mark(place, start);
                            if !blocks.is_empty() {
                                items.push(Item { list: place.style.clone(), level: place.level, mark, blocks });
                            }
                        } else if let Some(item) = items.last_mut() {
                            item.blocks.append(&mut blocks);
                        } else {
                            out.append(&mut blocks);
                        }
                    }
                }
            }
        }
    }

    fn heading_in_list(&mut self, heading: &'a Element, mark: Mark, out: &mut Vec<Block>) {
        let before = out.len();
        let around = std::mem::replace(&mut self.in_list, true);
        let blocks = self.blocks(std::slice::from_ref(heading));
        self.in_list = around;
        out.extend(blocks);
        if let (Mark::Number(number), Some(first)) = (mark, out.get_mut(before)) {
            number_heading(first, &number);
        }
    }

    /// The number of a heading that is in no list, by the numbering of all headings.
    pub(super) fn heading_number(&mut self, heading: &Element, level: usize) -> Option<Number> {
        if self.in_list || heading.attr("is-list-header") == Some("true") {
            return None;
        }
        let start = heading.attr("start-value").and_then(|start| start.parse().ok());
        match self.mark(&Place { style: String::new(), level }, start) {
            Mark::Number(number) => Some(number),
            Mark::Bullet | Mark::None => None,
        }
    }

    /// Counts an item.
    fn mark(&mut self, place: &Place, start: Option<i64>) -> Mark {
        let Some(levels) = self.styles.lists.get(&place.style) else {
            return if place.style.is_empty() { Mark::None } else { Mark::Bullet };
        };
        let Some(own) = levels.get(&place.level) else { return Mark::Bullet };
        self.counts.0.retain(|(style, level), _| *style != place.style || *level <= place.level);
        let key = (place.style.clone(), place.level);
        let next = self.counts.0.get(&key).map(|last| last.saturating_add(1));
        let value = start.or(next).unwrap_or(own.start);
        self.counts.0.insert(key, value);
        let Some(format) = &own.format else { return Mark::Bullet };
        if format.is_empty() {
            return Mark::None;
        }
        let around = |level: usize| {
            let found = levels.get(&level);
            let counted = self.counts.0.get(&(place.style.clone(), level)).copied();
            let value = counted.or(found.map(|level| level.start)).unwrap_or(1);
            found
                .and_then(|level| level.format.as_deref())
                .map_or_else(|| value.to_string(), |format| style_of(format).text(value))
        };
        let Level { pattern, .. } = own;
        Mark::Number(Number::of(pattern, place.level, value, (style_of(format), None), around))
    }
}

/// Puts a number before the words of a heading; it has no place in the text of the file.
pub(super) fn number_heading(block: &mut Block, number: &Number) {
    if let BlockKind::Heading { content, .. } = &mut block.kind {
        let span = crate::diagnostic::Span::new(block.span.start, block.span.start);
        content.insert(0, Inline::Text { text: number.label() + " ", span });
    }
}

/// The style of a format: a number or letter, or the first of a series in other scripts, as LibreOffice writes them.
fn style_of(format: &str) -> CounterStyle {
    let letters: Vec<&str> = format.split(',').map(str::trim).collect();
    match (letters.first().copied().unwrap_or_default(), letters.get(2).copied()) {
        ("a", _) => CounterStyle::LowerLatin,
        ("A", _) => CounterStyle::UpperLatin,
        ("i", _) => CounterStyle::LowerRoman,
        ("I", _) => CounterStyle::UpperRoman,
        ("أ" | "ا", Some("ج")) => CounterStyle::Abjad,
        ("ا", Some("پ")) => CounterStyle::Persian,
        ("أ" | "ا", _) => CounterStyle::Hijai,
        ("א", Some("ק")) => CounterStyle::Hebrew,
        ("א", _) => CounterStyle::HebrewLetters,
        ("01", _) => CounterStyle::DecimalZero,
        _ => CounterStyle::Decimal,
    }
}
