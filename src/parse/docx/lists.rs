//! Lists of the numbered paragraphs that stand together.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::Reader;
use super::numbering::{Mark, Number, Numbering};
use crate::document::{Block, BlockKind, Counter, List, ListItem, ListMarker};

/// A paragraph of a list, with the list and level it belongs to.
pub(super) struct Item {
    pub(super) list: String,
    pub(super) level: usize,
    pub(super) mark: Mark,
    pub(super) blocks: Vec<Block>,
}

impl Item {
    /// Whether it goes on a list, whose last item of this level has the mark `last`.
    fn goes_on(&self, list: &str, last: &Mark, numbering: &Numbering) -> bool {
        let counts_on = match (last, &self.mark) {
            (Mark::Number(last), Mark::Number(own)) => {
                last.value.checked_add(1) == Some(own.value)
                    && (last.style, &last.prefix, &last.suffix) == (own.style, &own.prefix, &own.suffix)
            }
            (last, own) => last == own,
        };
        counts_on && numbering.are_one(list, &self.list)
    }

    fn list_item(self) -> ListItem {
        let label = if let Mark::Number(number) = self.mark { number.label } else { None };
        let first = self.blocks.first().map(|block| block.span).unwrap_or_default();
        let mut item = ListItem { label, ..ListItem::new(self.blocks, first) };
        item.span.end = item.blocks.last().map_or(first.end, |block| block.span.end.max(first.end));
        item
    }
}

impl Reader<'_> {
    /// Makes a list of the paragraphs gathered, nested by their levels.
    pub(super) fn end_list(&self, items: &mut Vec<Item>, out: &mut Vec<Block>) {
        let mut rest = std::mem::take(items).into_iter().peekable();
        while let Some(first) = rest.next() {
            out.push(self.list(first, &mut rest));
        }
    }

    /// The list that an item begins, with those within it.
    fn list(&self, first: Item, rest: &mut Peekable<IntoIter<Item>>) -> Block {
        let (list, level, mark) = (first.list.clone(), first.level, first.mark.clone());
        let mut items = vec![first.list_item()];
        let mut span = items[0].span;
        let mut last = mark.clone();
        let belongs = |next: &Item, last: &Mark| {
            next.level > level || next.level == level && next.goes_on(&list, last, self.numbering)
        };
        while let Some(next) = rest.next_if(|next| belongs(next, &last)) {
            if next.level == level {
                last = next.mark.clone();
                items.push(next.list_item());
            } else {
                let inner = self.list(next, rest);
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
}
