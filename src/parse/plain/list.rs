//! Lists in plain text.
//!
//! In: paragraphs as groups of lines. Out: a list of those that begin with bullets, or with numbers that count up, in
//! the digits of any family. One item alone is no list: a dash may begin a line of dialogue, a number a sentence.

use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, List, ListItem, ListMarker, digit_value};

/// Signs that people begin items with.
const BULLETS: [char; 13] = ['-', '•', '*', '▪', '●', '◦', '‣', '■', '○', '·', '✓', '➤', '◆'];

/// A number that counts items has at most so many digits.
const MOST_DIGITS: usize = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    Bullet(char),
    Number { value: u64, delimiter: char },
}

impl Marker {
    /// Whether an item with this marker goes on a list after one with `before`.
    fn follows(self, before: Marker) -> bool {
        match (before, self) {
            (Marker::Bullet(a), Marker::Bullet(b)) => a == b,
            (Marker::Number { value: a, delimiter: x }, Marker::Number { value: b, delimiter: y }) => {
                x == y && a + 1 == b
            }
            _ => false,
        }
    }
}

/// The list that begins with the first paragraph, and how many paragraphs it takes. `paragraph` makes a block of lines.
pub(super) fn read(
    text: &str,
    paragraphs: &[Vec<Span>],
    paragraph: impl Fn(&[Span]) -> Block,
) -> Option<(Block, usize)> {
    let mut items: Vec<Vec<Span>> = Vec::new();
    let (mut first, mut last) = (None, None);
    let mut used = 0;
    for lines in paragraphs {
        let Some(more) = items_of(text, lines, last) else { break };
        for (marker, lines) in more {
            first.get_or_insert(marker);
            last = Some(marker);
            items.push(lines);
        }
        used += 1;
    }
    if items.len() < 2 {
        return None;
    }
    let marker = match first? {
        Marker::Bullet(_) => ListMarker::Bullet,
        Marker::Number { value, .. } => ListMarker::Number { start: value },
    };
    let span = |lines: &[Span]| Span::new(lines[0].start, lines[lines.len() - 1].end);
    let whole = Span::new(span(&items[0]).start, span(&items[items.len() - 1]).end);
    let item = |lines: &Vec<Span>| ListItem { blocks: vec![paragraph(lines)], span: span(lines), task: None };
    let list = List { marker, tight: used == 1, items: items.iter().map(item).collect() };
    Some((Block::new(BlockKind::List(list), whole), used))
}

/// The items of one paragraph, each as its lines without the marker; `None` when it does not begin with one that goes
/// on the list. A line without a marker belongs to the item before it.
fn items_of(text: &str, lines: &[Span], before: Option<Marker>) -> Option<Vec<(Marker, Vec<Span>)>> {
    let mut items: Vec<(Marker, Vec<Span>)> = Vec::new();
    for &line in lines {
        let last = items.last().map(|item| item.0).or(before);
        let found =
            marker(&text[line.start..line.end]).filter(|(marker, _)| last.is_none_or(|last| marker.follows(last)));
        match (found, items.last_mut()) {
            (Some((marker, length)), _) => items.push((marker, vec![Span::new(line.start + length, line.end)])),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => return None,
        }
    }
    Some(items)
}

/// The marker of a line and the offset of what follows it.
fn marker(line: &str) -> Option<(Marker, usize)> {
    let bare = line.trim_start_matches(['\u{200E}', '\u{200F}', '\u{61C}']);
    let start = line.len() - bare.len();
    let first = bare.chars().next()?;
    let (marker, length) = if BULLETS.contains(&first) {
        (Marker::Bullet(first), first.len_utf8())
    } else {
        let digits = bare.chars().take_while(|&c| digit_value(c).is_some()).take(MOST_DIGITS + 1);
        let (value, count, length) = digits.fold((0, 0, 0), |(value, count, length), c| {
            (value * 10 + u64::from(digit_value(c).unwrap_or_default()), count + 1, length + c.len_utf8())
        });
        let delimiter = bare[length..].chars().next().filter(|c| matches!(c, '.' | ')' | '-' | '–' | '۔'))?;
        ((1..=MOST_DIGITS).contains(&count)).then_some(())?;
        (Marker::Number { value, delimiter }, length + delimiter.len_utf8())
    };
    let rest = &bare[length..];
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t', '\u{A0}']).len();
    (spaces > 0 && spaces < rest.len()).then_some((marker, start + length + spaces))
}
