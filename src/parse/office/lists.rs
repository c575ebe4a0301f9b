//! Lists of the numbered paragraphs that stand together.

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::document::{Block, BlockKind, Counter, CounterStyle, List, ListItem, ListMarker};

/// What stands before an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Mark {
    Bullet,
    None,
    Number(Number),
}

/// A number with its affixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::parse) struct Number {
    pub(in crate::parse) style: CounterStyle,
    pub(in crate::parse) value: i64,
    pub(in crate::parse) prefix: String,
    pub(in crate::parse) suffix: String,
    /// The whole label, if the style does not produce what Word shows.
    pub(in crate::parse) label: Option<String>,
}

impl Number {
    /// The number of an item by a pattern, in which `%1` stands for the number of the first level; `shown` is its style
    /// and its text where the style gives another, `around` the text of the number of an enclosing level.
    pub(in crate::parse) fn of(
        pattern: &str,
        level: usize,
        value: i64,
        shown: (CounterStyle, Option<String>),
        around: impl Fn(usize) -> String,
    ) -> Number {
        let (style, text) = shown;
        let (mut prefix, mut suffix, mut is_behind) = (String::new(), String::new(), false);
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('%') {
            let digit = after.chars().next().and_then(|digit| digit.to_digit(10)).filter(|digit| *digit > 0);
            let side = if is_behind { &mut suffix } else { &mut prefix };
            side.push_str(before);
            let Some(digit) = digit else {
                side.push('%');
                rest = after;
                continue;
            };
            let shown = digit as usize - 1;
            rest = &after[1..];
            match shown == level && !is_behind {
                true => is_behind = true,
                false => side.push_str(&around(shown)),
            }
        }
        (if is_behind { &mut suffix } else { &mut prefix }).push_str(rest);
        let label = match (is_behind, text) {
            (false, _) => Some(prefix.clone()),
            (true, text) => text.map(|text| [&prefix, &*text, &suffix].concat()),
        };
        Number { style, value, prefix, suffix, label }
    }

    /// What Word shows, in European digits.
    pub(in crate::parse) fn label(&self) -> String {
        let label = || [&self.prefix, &*self.style.text(self.value), &self.suffix].concat();
        self.label.clone().unwrap_or_else(label)
    }
}

/// A paragraph of a list, with what the list counts with and the level it belongs to.
pub(in crate::parse) struct Item {
    pub(in crate::parse) list: String,
    pub(in crate::parse) level: usize,
    pub(in crate::parse) mark: Mark,
    pub(in crate::parse) blocks: Vec<Block>,
}

impl Item {
    /// Whether it goes on a list, whose last item of this level has the mark `last`.
    fn goes_on(&self, list: &str, last: &Mark) -> bool {
        let counts_on = match (last, &self.mark) {
            (Mark::Number(last), Mark::Number(own)) => {
                last.value.checked_add(1) == Some(own.value)
                    && (last.style, &last.prefix, &last.suffix) == (own.style, &own.prefix, &own.suffix)
            }
            (last, own) => last == own,
        };
        counts_on && list == self.list
    }

    fn list_item(self) -> ListItem {
        let label = if let Mark::Number(number) = self.mark { number.label } else { None };
        let first = self.blocks.first().map(|block| block.span).unwrap_or_default();
        let mut item = ListItem { label, ..ListItem::new(self.blocks, first) };
        item.span.end = item.blocks.last().map_or(first.end, |block| block.span.end.max(first.end));
        item
    }
}

/// Makes a list of the paragraphs gathered, nested by their levels.
pub(in crate::parse) fn end_list(items: &mut Vec<Item>, out: &mut Vec<Block>) {
    let mut rest = std::mem::take(items).into_iter().peekable();
    while let Some(first) = rest.next() {
        out.push(list(first, &mut rest));
    }
}

/// The list that an item begins, with those within it.
fn list(first: Item, rest: &mut Peekable<IntoIter<Item>>) -> Block {
    let (list, level, mark) = (first.list.clone(), first.level, first.mark.clone());
    let mut items = vec![first.list_item()];
    let mut span = items[0].span;
    let mut last = mark.clone();
    let belongs = |next: &Item, last: &Mark| next.level > level || next.level == level && next.goes_on(&list, last);
    while let Some(next) = rest.next_if(|next| belongs(next, &last)) {
        if next.level == level {
            last = next.mark.clone();
            items.push(next.list_item());
        } else {
            let inner = self::list(next, rest);
            if let Some(item) = items.last_mut() {
                item.span.end = item.span.end.max(inner.span.end);
                item.blocks.push(inner);
            }
        }
    }
    span.end = items.last().map_or(span.end, |item| item.span.end);
    let marker = match mark {
        Mark::Bullet => ListMarker::Bullet,
        Mark::None => ListMarker::None,
        Mark::Number(Number { style, value, prefix, suffix, .. }) => {
            ListMarker::Number(Counter { prefix, suffix, ..Counter::new(style, value) })
        }
    };
    Block::new(BlockKind::List(List { marker, tight: true, items }), span)
}
