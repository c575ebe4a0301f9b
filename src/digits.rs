//! Converts the digits of a document to one family.
//!
//! In: a [`Document`] and the [`Digits`] wanted. Out: the same document with each digit of its text replaced by that of
//! the family; code, links, words with Latin letters or an address in them, and what runs left to right stay as they
//! are, and so does everything that is not a digit. The three families differ in bidi class (EN, AN, EN): bidi
//! (UAX #9) has to run after this.

use crate::direction;
pub use crate::document::Digits;
use crate::document::{Block, BlockKind, Direction, Document, Inline};

/// Converts the digits of a document's text, and those that the tool itself writes into it.
pub fn convert(document: &mut Document, digits: Digits) {
    document.metadata.digits = digits;
    if digits == Digits::AsWritten {
        return;
    }
    let around = document.metadata.direction;
    let metadata = &mut document.metadata;
    for line in [Some(&mut metadata.title), metadata.subtitle.as_mut()].into_iter().flatten() {
        if direction::of_text(line, around) == Direction::Rtl {
            *line = words(line, digits);
        }
    }
    blocks(&mut document.blocks, digits, around);
    document.footnotes.iter_mut().for_each(|note| blocks(&mut note.blocks, digits, around));
}

fn blocks(content: &mut [Block], digits: Digits, around: Direction) {
    for block in content.iter_mut().filter(|block| !matches!(block.kind, BlockKind::Code { .. })) {
        let (own, is_said) = (direction::of_block(block, around), block.own_direction().is_some());
        for content in block.kind.inlines_mut() {
            let runs = if is_said { own } else { direction::of_content(content, own) };
            if runs == Direction::Rtl {
                inlines(content, digits);
            }
        }
        block.kind.children_mut().into_iter().for_each(|inner| blocks(inner, digits, own));
    }
}

fn inlines(content: &mut [Inline], digits: Digits) {
    for inline in content {
        match inline {
            Inline::Text { text, .. } => *text = words(text, digits),
            Inline::Link { .. } | Inline::Span { direction: Some(Direction::Ltr), .. } => {}
            Inline::Span { direction: None, content, .. }
                if direction::of_content(content, Direction::Rtl) == Direction::Ltr => {}
            other => other.children_mut().into_iter().for_each(|inner| inlines(inner, digits)),
        }
    }
}

/// Converts the words of a text that hold no Latin letter: not those of `A4`, `3D` or `example.org/12`.
fn words(text: &str, digits: Digits) -> String {
    let convert = |word: &str| {
        let is_latin = word.chars().any(|character| character.is_ascii_alphabetic());
        if is_latin { word.to_owned() } else { digits.apply(word) }
    };
    text.split_inclusive(char::is_whitespace).map(convert).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::document::plain_text;

    fn check(digits: Digits, text: &str, expected: &str) {
        let inline = Inline::Text { text: text.into(), span: Span::default() };
        let code = Inline::Code { text: "12".into(), span: Span::default() };
        let link = Inline::Link { target: "#1".into(), content: vec![inline.clone()], span: Span::default() };
        let paragraph = BlockKind::Paragraph(vec![inline, code, link]);
        let mut document = Document { blocks: vec![Block::new(paragraph, Span::default())], ..Document::default() };
        convert(&mut document, digits);
        assert_eq!(plain_text(document.blocks[0].kind.inlines()[0]), format!("{expected}12{text}"));
    }

    #[test]
    fn digits_of_all_families_become_one() {
        check(Digits::ArabicIndic, "سنة 2025 و٣ و۴", "سنة ٢٠٢٥ و٣ و٤");
        check(Digits::European, "٪٩٥٫٥ في 1,234", "٪95٫5 في 1,234");
        check(Digits::Extended, "١٢/١٢", "۱۲/۱۲");
        check(Digits::AsWritten, "2025 و٣", "2025 و٣");
    }

    #[test]
    fn what_runs_left_to_right_keeps_its_own() {
        check(Digits::ArabicIndic, "Printed in 1978, p. 12", "Printed in 1978, p. 12");
        check(Digits::ArabicIndic, "React في 2013", "React في ٢٠١٣");
        let text = |text: &str| Inline::Text { text: text.into(), span: Span::default() };
        let span = |direction| Inline::Span { lang: None, direction, content: vec![text("(12)")] };
        let mut spans = vec![text("سنة 1 "), span(Some(Direction::Ltr)), span(Some(Direction::Rtl)), span(None)];
        inlines(&mut spans, Digits::ArabicIndic);
        assert_eq!(plain_text(&spans), "سنة ١ (12)(١٢)(١٢)");
    }

    #[test]
    fn words_of_latin_letters_keep_theirs() {
        check(Digits::ArabicIndic, "قياس A4 و3D على example.org/12 في 12", "قياس A4 و3D على example.org/12 في ١٢");
    }
}
