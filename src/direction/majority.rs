//! The direction of a text, by its letters.
//!
//! One rule serves blocks of every kind in both books: a text has the direction of its surroundings unless almost all
//! of it runs the other way. Within right-to-left text, nine in ten of its letters must run left to right; within
//! left-to-right text, three in four must run right to left, because Arabic text often names people and things in Latin
//! letters, while Latin text seldom contains others. Letters are the strong characters of UAX #9; code, addresses and
//! numbers do not count. So «React هي مكتبة…» keeps the direction of an Arabic book, and an English sentence with one
//! Arabic word in it turns.

use super::address;
use super::class::Class;
use crate::document::{Block, BlockKind, Direction, Inline};

/// How many times as many letters against the surrounding direction as along it make a text turn.
const fn threshold(around: Direction) -> usize {
    match around {
        Direction::Rtl => 9,
        Direction::Ltr => 3,
    }
}

/// Letters counted so far.
#[derive(Clone, Copy, Default)]
struct Count {
    /// Letters in the surrounding direction.
    along: usize,
    /// Letters in the other direction.
    against: usize,
    /// Bytes not yet counted.
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
        let has_addresses = address::may_be_in(text);
        for word in text.split_inclusive(' ') {
            self.left = self.left.saturating_sub(word.len());
            if has_addresses {
                let parts = word.split_whitespace().filter(|part| address::find(part).is_none());
                parts.for_each(|part| self.add_letters(part, around));
            } else {
                self.add_letters(word, around);
            }
            if self.is_settled(around) {
                return;
            }
        }
    }

    fn add_letters(&mut self, text: &str, around: Direction) {
        for character in text.chars() {
            match Class::of(character) {
                // Marks of direction are not letters.
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

/// The direction of a block: given by its source, directly or by a language, otherwise by its letters.
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
