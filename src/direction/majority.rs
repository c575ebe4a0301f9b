//! The direction of a text, by its letters.
//!
//! The rule, the same for blocks of every kind and for both books: the direction around a text holds, unless the text is
//! almost wholly of the other one. From right to left to left to right, it turns where nine in ten of its letters run
//! that way; from left to right to right to left, where three in four do, for Arabic text names people and things in
//! Latin letters, while Latin text seldom holds any others. Letters are the strong characters of UAX #9; code, addresses
//! and numbers do not count. So «React هي مكتبة…» stays in the direction of an Arabic book, and a sentence of English
//! with one Arabic word in it turns.

use super::address;
use super::class::Class;
use crate::document::{Block, BlockKind, Direction, Inline};

/// A text turns where letters of the other direction are so many times those of the direction around it.
const fn threshold(around: Direction) -> usize {
    match around {
        Direction::Rtl => 9,
        Direction::Ltr => 3,
    }
}

/// Letters counted so far.
#[derive(Clone, Copy, Default)]
struct Count {
    /// Those that run as the text around does.
    along: usize,
    /// Those that run against it.
    against: usize,
    /// Bytes that are still to be counted.
    left: usize,
}

impl Count {
    /// Whether the rest cannot change the result.
    fn is_settled(self, around: Direction) -> bool {
        self.along * threshold(around) > self.against + self.left
    }

    fn result(self, around: Direction) -> Direction {
        if self.against > 0 && self.against >= self.along * threshold(around) { around.opposite() } else { around }
    }

    fn add_text(&mut self, text: &str, around: Direction) {
        if self.is_settled(around) {
            return;
        }
        self.left = self.left.saturating_sub(text.len());
        if !address::may_be_in(text) {
            return self.add_letters(text, around);
        }
        for word in text.split_whitespace().filter(|word| address::find(word).is_none()) {
            self.add_letters(word, around);
        }
    }

    fn add_letters(&mut self, text: &str, around: Direction) {
        for character in text.chars() {
            match Class::of(character) {
                // Marks that only say a direction are no letters.
                Class::Strong(_) if matches!(character, '\u{200e}' | '\u{200f}' | '\u{61c}') => {}
                Class::Strong(direction) if direction == around => self.along += 1,
                Class::Strong(_) => self.against += 1,
                _ => {}
            }
        }
    }

    fn add_inlines(&mut self, content: &[Inline], around: Direction) {
        for inline in content {
            match inline {
                Inline::Text { text, .. } => self.add_text(text, around),
                other => self.add_inlines(other.children(), around),
            }
        }
    }

    fn add_blocks(&mut self, blocks: &[Block], around: Direction) {
        for block in blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Code { .. })) {
            block.kind.inlines().into_iter().for_each(|content| self.add_inlines(content, around));
            block.kind.children().into_iter().for_each(|inner| self.add_blocks(inner, around));
        }
    }
}

/// The direction of plain text within text of another one.
#[must_use]
pub fn of_text(text: &str, around: Direction) -> Direction {
    let mut count = Count { left: text.len(), ..Count::default() };
    count.add_text(text, around);
    count.result(around)
}

/// The direction of a run of inlines.
pub(crate) fn of_content(content: &[Inline], around: Direction) -> Direction {
    let mut count = Count { left: length(content), ..Count::default() };
    count.add_inlines(content, around);
    count.result(around)
}

/// The direction of a block: that which its source gives it, by itself or by a language, else that of its letters.
pub(crate) fn of_block(block: &Block, around: Direction) -> Direction {
    if let Some(said) = block.own_direction() {
        return said;
    }
    let block = std::slice::from_ref(block);
    let mut count = Count { left: length_of_blocks(block), ..Count::default() };
    count.add_blocks(block, around);
    count.result(around)
}

/// Bytes of text.
fn length(content: &[Inline]) -> usize {
    let of_inline = |inline: &Inline| match inline {
        Inline::Text { text, .. } => text.len(),
        other => length(other.children()),
    };
    content.iter().map(of_inline).sum()
}

fn length_of_blocks(blocks: &[Block]) -> usize {
    let of_block = |block: &Block| {
        let own: usize = block.kind.inlines().into_iter().map(length).sum();
        own + block.kind.children().into_iter().map(length_of_blocks).sum::<usize>()
    };
    blocks.iter().map(of_block).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(around: Direction, expected: Direction, texts: &[&str]) {
        for text in texts {
            assert_eq!(of_text(text, around), expected, "{text}");
        }
    }

    #[test]
    fn the_direction_around_a_text_holds() {
        let texts = [
            "React هي مكتبة لبناء الواجهات.",
            "WHO: منظمة الصحة العالمية.",
            "See كتاب.",
            "React Native Tutorial للمبتدئين",
            "Kubernetes, Docker, Ansible: مقدمة",
            "2024 كانت سنة صعبة.",
            "12:30 - 14:00",
            "https://example.org/a/very/long/address و",
            "press@example.org",
            "",
        ];
        check(Direction::Rtl, Direction::Rtl, &texts);
        check(Direction::Ltr, Direction::Ltr, &["كتاب means book.", "The word كتاب is Arabic.", "1, 2"]);
    }

    #[test]
    fn a_text_that_runs_the_other_way_turns() {
        let english = ["Printed in Leiden, 1828.", "The word كتاب means book in English and is used every day.", "A"];
        check(Direction::Rtl, Direction::Ltr, &english);
        let others = ["В начале было слово.", "Στην αρχή ήταν ο λόγος."];
        check(Direction::Rtl, Direction::Ltr, &others);
        let right_to_left = ["قال الورّاق: هذا كتاب نفيس من Leiden.", "בראשית ברא אלהים", "این کتاب است."];
        check(Direction::Ltr, Direction::Rtl, &right_to_left);
    }

    #[test]
    fn counting_stops_early_without_another_result() {
        let long = format!("{} {}", "English words ".repeat(200), "كلمة ".repeat(300));
        check(Direction::Rtl, Direction::Rtl, &[&long]);
        let longer = format!("{} {}", "كلمة ".repeat(10), "English words ".repeat(200));
        check(Direction::Rtl, Direction::Ltr, &[&longer]);
    }
}
