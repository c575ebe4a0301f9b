//! Which way a text runs, and which of its words must be set apart so that they keep their order.
//!
//! In: the text of a block or of a word. Out: its direction by the first strong letter (UAX #9, rules P2 and P3), and
//! the pieces of a right-to-left line that a reading system would scramble: `C++` would show as `++C`, `@name` as
//! `name@`, for the signs at their ends take the direction of the line. All else is left to the bidi algorithm.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;

use crate::document::{Block, BlockKind, Direction, Inline};

/// The direction of the first strong letter.
pub(super) fn first_strong(text: &str) -> Option<Direction> {
    text.chars().find_map(strong)
}

/// The direction of a letter that has one.
fn strong(letter: char) -> Option<Direction> {
    match CodePointMapData::<BidiClass>::new().get(letter) {
        BidiClass::LeftToRight => Some(Direction::Ltr),
        BidiClass::RightToLeft | BidiClass::ArabicLetter => Some(Direction::Rtl),
        _ => None,
    }
}

/// The direction of a block: its own, that of its language, that of its first strong letter; that of what holds others
/// when all of them agree; else the direction around it.
pub(super) fn of_block(block: &Block, around: Direction) -> Direction {
    if let Some(given) = block.own_direction() {
        return given;
    }
    match &block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => of_content(content).unwrap_or(around),
        BlockKind::Figure { caption, .. } => of_content(caption).unwrap_or(around),
        BlockKind::Code { .. } => Direction::Ltr,
        BlockKind::Verse(_) | BlockKind::Byline(_) => {
            block.kind.inlines().into_iter().find_map(of_content).unwrap_or(around)
        }
        // A table's columns follow the text around it, whatever single cells hold.
        BlockKind::Table(_) => around,
        other => shared(other.children().into_iter().flatten(), around),
    }
}

/// The first strong letter of a run of inlines; code and spans are isolates, and do not count (UAX #9, P2).
fn of_content(content: &[Inline]) -> Option<Direction> {
    content.iter().find_map(|inline| match inline {
        Inline::Text { text, .. } => first_strong(text),
        Inline::Code { .. } | Inline::Span { .. } => None,
        other => of_content(other.children()),
    })
}

fn shared<'a>(blocks: impl Iterator<Item = &'a Block>, around: Direction) -> Direction {
    let mut directions = blocks.map(|block| of_block(block, around));
    match directions.next() {
        Some(first) if directions.all(|direction| direction == first) => first,
        _ => around,
    }
}

/// Whether a run of its own kind (a link, an emphasis) needs a `dir` to keep its order: it runs against the line and
/// begins or ends with a sign that has no direction.
pub(super) fn of_run(text: &str, around: Direction) -> Option<Direction> {
    let direction = first_strong(text)?;
    let keeps_order = |letter: Option<char>| letter.and_then(strong) == Some(direction);
    let safe = keeps_order(text.chars().next()) && keeps_order(text.chars().next_back());
    (direction != around && !safe).then_some(direction)
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// The bidi algorithm orders it rightly.
    Plain(&'a str),
    /// A left-to-right word that must be isolated.
    Isolate(&'a str),
}

/// Cuts a text where words need isolation; the pieces together are the text.
pub(super) fn pieces(text: &str, around: Direction) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut written = 0;
    if around == Direction::Rtl && text.contains(|letter: char| letter.is_ascii_alphabetic()) {
        let mut start = 0;
        for word in text.split_inclusive(char::is_whitespace) {
            let isolate = bare(word);
            if needs_isolation(&word[isolate.clone()]) {
                let (from, to) = (start + isolate.start, start + isolate.end);
                pieces.extend((from > written).then(|| Piece::Plain(&text[written..from])));
                pieces.push(Piece::Isolate(&text[from..to]));
                written = to;
            }
            start += word.len();
        }
    }
    pieces.extend((written < text.len()).then(|| Piece::Plain(&text[written..])));
    pieces
}

/// Where in a word its last left-to-right part stands: without the punctuation of the sentence around it, and without
/// Arabic letters joined to it, as in `بـC++`.
fn bare(word: &str) -> Range<usize> {
    const SENTENCE: &str = ".,;:!?…،؛؟()[]{}«»\"'“”‘’—–";
    let ends_sentence = |sign: char| SENTENCE.contains(sign) || sign.is_whitespace();
    let trimmed = word.trim_end_matches(ends_sentence);
    let core = trimmed.rsplit(|letter| strong(letter) == Some(Direction::Rtl)).next().unwrap_or_default();
    // A full stop before a letter is part of a name: `.NET`.
    let core = core.trim_start_matches(|sign| sign != '.' && ends_sentence(sign));
    trimmed.len() - core.len()..trimmed.len()
}

/// It has a letter, and a sign at one end that would be taken for one of the line.
fn needs_isolation(word: &str) -> bool {
    const SIGNS: &str = "@#+-*/\\%&=~$€£_^|<>.";
    word.chars().any(|letter| strong(letter).is_some())
        && (word.starts_with(|sign| SIGNS.contains(sign)) || word.ends_with(|sign| SIGNS.contains(sign)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut shown = String::new();
        for piece in pieces(text, Direction::Rtl) {
            match piece {
                Piece::Plain(text) => shown.push_str(text),
                Piece::Isolate(text) => {
                    shown.push('[');
                    shown.push_str(text);
                    shown.push(']');
                }
            }
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn only_words_with_signs_at_their_ends_are_isolated() {
        check("لغة C++ أم (C#)، أم Rust؟", "لغة [C++] أم ([C#])، أم Rust؟");
        check("اكتب إلى @warraq أو #كتاب في .NET.", "اكتب إلى [@warraq] أو #كتاب في [.NET].");
        check("صيغة EPUB 3.3 (PDF 1.7) من AT&T.", "صيغة EPUB 3.3 (PDF 1.7) من AT&T.");
        check("المجلد /usr/share/ ثم C++ ثم C++", "المجلد [/usr/share/] ثم [C++] ثم [C++]");
        check("كُتب بـC++ لا بـC", "كُتب بـ[C++] لا بـC");
        check("(ASCII++x) C++", "(ASCII++x) [C++]");
        check("", "");
    }

    #[test]
    fn left_to_right_lines_need_no_isolation() {
        assert_eq!(pieces("in C++ and C#", Direction::Ltr), [Piece::Plain("in C++ and C#")]);
    }

    #[test]
    fn runs_that_end_in_a_neutral_are_marked() {
        assert_eq!(of_run("Hello, world!", Direction::Rtl), Some(Direction::Ltr));
        assert_eq!(of_run("Hello", Direction::Rtl), None);
        assert_eq!(of_run("مرحبا!", Direction::Rtl), None);
        assert_eq!(of_run("«مرحبا»", Direction::Ltr), Some(Direction::Rtl));
        assert_eq!(of_run("١٢", Direction::Rtl), None);
    }
}
