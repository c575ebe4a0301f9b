//! Paragraphs and lists.
//!
//! In: the children of a body, a cell or a note. Out: blocks. Word has paragraphs alone: neighbours that belong to one
//! list, one quotation or one piece of code are put together here.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::Reader;
use super::numbering::{Mark, Number, Numbering};
use super::runs::merged;
use super::styles::Role;
use super::xml::Element;
use crate::diagnostic::Span;
use crate::direction::of_content;
use crate::document::{Block, BlockKind, Counter, Direction, Inline, List, ListItem, ListMarker, plain_text};
use crate::parse::date::parse_date;
use crate::parse::metadata::Value;

/// A paragraph of a list, with the list and level it belongs to.
struct Item {
    list: String,
    level: usize,
    mark: Mark,
    block: Block,
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
}

impl Reader<'_> {
    /// The blocks of a body, a cell or a note.
    pub(super) fn blocks(&mut self, children: &[Element]) -> Vec<Block> {
        let mut out = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        for child in children {
            match child.name.as_str() {
                "p" => self.paragraph(child, &mut items, &mut out),
                "tbl" => {
                    self.end_list(&mut items, &mut out);
                    let table = self.table(child);
                    out.extend(table);
                }
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => {
                    self.end_list(&mut items, &mut out);
                    let inner = self.blocks(&child.children);
                    out.extend(inner);
                }
                _ => {}
            }
        }
        self.end_list(&mut items, &mut out);
        out
    }

    fn paragraph(&mut self, paragraph: &Element, items: &mut Vec<Item>, out: &mut Vec<Block>) {
        let properties = paragraph.child("pPr");
        let role = self.styles.role(properties);
        let list = self.styles.list(properties, self.numbering);
        let is_heading = matches!(role, Some(Role::Heading(_)));
        let start = self.here().start;
        let mut content = Vec::new();
        self.runs(&paragraph.children, &mut content);
        let span = Span::new(start, self.here().start);
        self.text_of_source.push('\n');
        let mut content = trimmed(merged(content));
        if content.is_empty() {
            return;
        }
        let is_rtl = properties.is_some_and(|properties| properties.is_on("bidi"));
        let against = of_content(&content, Direction::Rtl) == Direction::Ltr;
        let direction = (is_rtl && against).then_some(Direction::Rtl);
        let alignment = self.styles.alignment(properties);
        if let Some((list, level)) = list {
            let mark = self.counts.count(self.numbering, &list, level);
            if !is_heading {
                let block = Block { direction, alignment, ..Block::new(BlockKind::Paragraph(content), span) };
                return items.push(Item { list, level, mark, block });
            }
            if let Mark::Number(number) = mark {
                let text = number.label() + " ";
                content = unstressed(content);
                content.insert(0, Inline::Text { text, span: Span::new(start, start) });
            }
        }
        self.end_list(items, out);
        let block = |kind| Block { direction, alignment, ..Block::new(kind, span) };
        let front = &mut self.front;
        match role {
            Some(Role::Title) if front.title.is_none() => front.title = Some(value(&content, span)),
            Some(Role::Subtitle) if front.subtitle.is_none() => front.subtitle = Some(value(&content, span)),
            Some(Role::Author) if out.is_empty() => front.authors.push(value(&content, span)),
            Some(Role::Date) if out.is_empty() && parse_date(&plain_text(&content)).is_some() => {
                front.date = Some(value(&content, span));
            }
            Some(Role::Title) => out.push(block(heading(1, unstressed(content)))),
            Some(Role::Heading(level)) => out.push(block(heading(level, unstressed(content)))),
            Some(Role::Quote) => push_quote(block(BlockKind::Paragraph(content)), out),
            Some(Role::Code) => push_code(&content, span, out),
            Some(Role::Caption) => push_caption(content, span, out),
            Some(Role::Subtitle | Role::Author | Role::Date) | None => out.push(block(paragraph_kind(content))),
        }
    }

    /// Makes a list of the paragraphs gathered, nested by their levels.
    fn end_list(&mut self, items: &mut Vec<Item>, out: &mut Vec<Block>) {
        let mut rest = std::mem::take(items).into_iter().peekable();
        while let Some(first) = rest.next() {
            out.push(self.list(first, &mut rest));
        }
    }

    /// The list that an item begins, with those within it.
    fn list(&self, first: Item, rest: &mut Peekable<IntoIter<Item>>) -> Block {
        let item = |block: Block, mark: &Mark| {
            let label = if let Mark::Number(number) = mark { number.label.clone() } else { None };
            let span = block.span;
            ListItem { label, ..ListItem::new(vec![block], span) }
        };
        let Item { list, level, mark, block } = first;
        let mut span = block.span;
        let mut items = vec![item(block, &mark)];
        let mut last = mark.clone();
        let belongs = |next: &Item, last: &Mark| {
            next.level > level || next.level == level && next.goes_on(&list, last, self.numbering)
        };
        while let Some(next) = rest.next_if(|next| belongs(next, &last)) {
            if next.level == level {
                items.push(item(next.block, &next.mark));
                last = next.mark;
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

fn heading(level: u8, content: Vec<Inline>) -> BlockKind {
    BlockKind::Heading { level, id: String::new(), content }
}

/// A paragraph, or a figure where it is a picture alone.
fn paragraph_kind(content: Vec<Inline>) -> BlockKind {
    match <[Inline; 1]>::try_from(content) {
        Ok([Inline::Image(image)]) => BlockKind::Figure { image, caption: Vec::new() },
        Ok(content) => BlockKind::Paragraph(content.into()),
        Err(content) => BlockKind::Paragraph(content),
    }
}

fn push_quote(block: Block, out: &mut Vec<Block>) {
    let span = block.span;
    match out.last_mut() {
        Some(Block { kind: BlockKind::Quote(inner), span: around, .. }) => {
            inner.push(block);
            around.end = span.end;
        }
        _ => out.push(Block::new(BlockKind::Quote(vec![block]), span)),
    }
}

fn push_code(content: &[Inline], span: Span, out: &mut Vec<Block>) {
    let lines: Vec<String> = content.split(|inline| *inline == Inline::LineBreak).map(plain_text).collect();
    match out.last_mut() {
        Some(Block { kind: BlockKind::Code { text, .. }, span: around, .. }) => {
            text.push('\n');
            text.push_str(&lines.join("\n"));
            around.end = span.end;
        }
        _ => out.push(Block::new(BlockKind::Code { language: None, text: lines.join("\n") }, span)),
    }
}

/// A caption belongs to the picture or table before it.
fn push_caption(content: Vec<Inline>, span: Span, out: &mut Vec<Block>) {
    match out.last_mut().map(|block| &mut block.kind) {
        Some(BlockKind::Figure { caption, .. }) if caption.is_empty() => *caption = content,
        Some(BlockKind::Table(table)) if table.caption.is_empty() => table.caption = content,
        _ => out.push(Block::new(paragraph_kind(content), span)),
    }
}

/// A heading is bold by itself.
fn unstressed(content: Vec<Inline>) -> Vec<Inline> {
    match <[Inline; 1]>::try_from(content) {
        Ok([Inline::Strong(inner)]) => inner,
        Ok(content) => content.into(),
        Err(content) => content,
    }
}

fn value(content: &[Inline], span: Span) -> Value {
    Value { text: plain_text(content), span }
}

/// Inlines without blanks and breaks at their ends.
fn trimmed(mut content: Vec<Inline>) -> Vec<Inline> {
    loop {
        match content.last_mut() {
            Some(Inline::LineBreak) => {}
            Some(Inline::Text { text, .. }) => {
                text.truncate(text.trim_end().len());
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        content.pop();
    }
    while let Some(first) = content.first_mut() {
        match first {
            Inline::LineBreak => {}
            Inline::Text { text, span } => {
                let blank = text.len() - text.trim_start().len();
                text.drain(..blank);
                span.start = (span.start + blank).min(span.end);
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        content.remove(0);
    }
    content
}
