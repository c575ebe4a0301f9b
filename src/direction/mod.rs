//! Decides the direction of each part of a document, once for both books.
//!
//! [`settle`] turns a [`Document`] into [`Directed`], the only input of `layout/` and `epub/`: every block has a
//! direction (`majority` has the rule), and whatever the bidi algorithm would reorder wrongly is in an [`Inline::Span`]
//! with a direction (`tokens`, `numbers`, `address`): `C++`, `@name`, `-5°C`, telephone numbers, phrases that end in a
//! sign. [`line()`] and [`code()`] do the same for plain texts of one line (titles, names, entries of contents, running
//! heads) and for code. Digits must be converted first, because their families differ in bidi class.

mod address;
mod class;
mod code;
mod flat;
mod majority;
mod numbers;
mod order;
mod tokens;
mod trim;

use std::ops::{Deref, Range};

use crate::document::{Block, BlockKind, Direction, Document, Inline, drop_unused_anchors};

pub use code::code;
pub use majority::of_text;
pub(crate) use majority::{of_block, of_content};
pub use tokens::Isolate;

/// A document in which the direction of every part is decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Directed(Document);

impl Deref for Directed {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.0
    }
}

impl From<Document> for Directed {
    fn from(document: Document) -> Directed {
        settle(document)
    }
}

/// Decides the directions of a document; decided ones are kept. Anchors that no link leads to go.
#[must_use]
pub fn settle(mut document: Document) -> Directed {
    drop_unused_anchors(&mut document);
    let around = document.metadata.direction;
    settle_blocks(&mut document.blocks, around, Place::Below);
    document.footnotes.iter_mut().for_each(|note| settle_blocks(&mut note.blocks, around, Place::Beside));
    Directed(document)
}

/// Where blocks stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Stacked.
    Below,
    /// Beside a marker or in a cell; their paragraphs keep its side.
    Beside,
}

fn settle_blocks(blocks: &mut [Block], around: Direction, place: Place) {
    let has_text = |block: &&mut Block| !matches!(block.kind, BlockKind::Code { .. } | BlockKind::ThematicBreak);
    for block in blocks.iter_mut().filter(has_text) {
        let found = of_block(block, around);
        let is_said = block.own_direction().is_some();
        let is_paragraph = matches!(block.kind, BlockKind::Paragraph(_));
        // Beside a marker, only the order changes, not the side.
        let direction = if is_paragraph && place == Place::Beside && !is_said { around } else { found };
        block.direction = Some(direction);
        let has_one_text = is_paragraph || matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Figure { .. });
        for content in block.kind.inlines_mut() {
            let found = if has_one_text { found } else { of_content(content, direction) };
            settle_run(content, found);
            if found != direction {
                flat::wrap_whole(content, found);
            }
        }
        let place = match block.kind {
            BlockKind::List(_) | BlockKind::Table(_) | BlockKind::DefinitionList(_) => Place::Beside,
            _ => Place::Below,
        };
        block.kind.children_mut().into_iter().for_each(|inner| settle_blocks(inner, direction, place));
    }
}

/// Isolates text that would lose its order in a run of this direction.
fn settle_run(content: &mut Vec<Inline>, direction: Direction) {
    if needs_a_look(content, direction) {
        let flat = flat::Flat::of(content);
        flat::wrap(content, &tokens::find(&flat.text, direction, &flat.elements));
    }
    settle_spans(content, direction);
}

fn needs_a_look(content: &[Inline], direction: Direction) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text { text, .. } => tokens::needs_a_look(text, direction),
        Inline::Span { .. } => false,
        other => needs_a_look(other.children(), direction),
    })
}

/// Gives spans without a direction theirs, and descends into them.
fn settle_spans(content: &mut [Inline], around: Direction) {
    for inline in content {
        match inline {
            Inline::Span { lang, direction, content } => {
                let said = direction.or_else(|| lang.as_ref().map(crate::document::Lang::direction));
                let own = said.unwrap_or_else(|| of_content(content, around));
                *direction = Some(own);
                settle_run(content, own);
            }
            other => other.children_mut().into_iter().for_each(|inner| settle_spans(inner, around)),
        }
    }
}

/// The isolates of a text of one line that stays on the side of its surroundings: the whole text, if it runs the other
/// way. They are nested or disjoint, outer ones first.
#[must_use]
pub fn line(text: &str, around: Direction) -> Vec<Isolate> {
    let direction = of_text(text, around);
    let mut found = Vec::new();
    if direction == around {
        add_nested(text, 0..text.len(), around, &mut found);
    } else {
        let range = text.len() - text.trim_start().len()..text.trim_end().len();
        found.push(Isolate { range: range.clone(), direction });
        add_nested(text, range, direction, &mut found);
    }
    found
}

/// Adds the isolates of a part of a text, each with those in it.
fn add_nested(text: &str, part: Range<usize>, around: Direction, found: &mut Vec<Isolate>) {
    for Isolate { range, direction } in tokens::find(&text[part.clone()], around, &[]) {
        let range = part.start + range.start..part.start + range.end;
        found.push(Isolate { range: range.clone(), direction });
        add_nested(text, range, direction, found);
    }
}

/// A text of one line for formats without mark-up: marks of direction (U+200E, U+200F) keep its isolates together.
#[must_use]
pub fn marked_line(text: &str, around: Direction) -> String {
    let isolates = line(text, around);
    let mark = |isolate: &Isolate| if isolate.direction == Direction::Ltr { '\u{200e}' } else { '\u{200f}' };
    let ends = isolates.iter().map(|isolate| (isolate.range.end, mark(isolate)));
    let mut marks: Vec<(usize, char)> =
        isolates.iter().map(|isolate| (isolate.range.start, mark(isolate))).chain(ends).collect();
    marks.sort_by_key(|&(at, _)| at);
    let mut marked = String::with_capacity(text.len() + 3 * marks.len());
    let mut from = 0;
    for (at, mark) in marks {
        marked.push_str(&text[from..at]);
        marked.push(mark);
        from = at;
    }
    marked.push_str(&text[from..]);
    marked
}

#[cfg(test)]
mod tests;
