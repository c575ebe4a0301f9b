//! Converts the digits of a document to one family.
//!
//! In: a [`Document`] and the [`Digits`] wanted. Out: the same document with each digit of its text replaced by that of
//! the family; code, links, words with Latin letters or an address in them, and what runs left to right stay as they
//! are, and so does everything that is not a digit. The three families differ in bidi class (EN, AN, EN): bidi
//! (UAX #9) has to run after this.

pub use crate::document::Digits;
use crate::document::{Block, BlockKind, Direction, Document, Inline, plain_text};

/// Converts the digits of a document's text, and those that the tool itself writes into it.
pub fn convert(document: &mut Document, digits: Digits) {
    document.metadata.digits = digits;
    if digits == Digits::AsWritten {
        return;
    }
    let metadata = &mut document.metadata;
    metadata.title = words(&metadata.title, digits);
    metadata.subtitle = metadata.subtitle.as_deref().map(|subtitle| words(subtitle, digits));
    blocks(&mut document.blocks, digits);
    document.footnotes.iter_mut().for_each(|note| blocks(&mut note.blocks, digits));
}

fn blocks(content: &mut [Block], digits: Digits) {
    for block in content {
        let says_rtl = block.direction == Some(Direction::Rtl);
        if !matches!(block.kind, BlockKind::Code { .. }) && block.direction != Some(Direction::Ltr) {
            let texts = block.kind.inlines_mut().into_iter().filter(|content| says_rtl || !begins_in_latin(content));
            texts.for_each(|content| inlines(content, digits));
            block.kind.children_mut().into_iter().for_each(|inner| blocks(inner, digits));
        }
    }
}

fn inlines(content: &mut [Inline], digits: Digits) {
    for inline in content {
        match inline {
            Inline::Text { text, .. } => *text = words(text, digits),
            Inline::Link { .. } | Inline::Span { direction: Some(Direction::Ltr), .. } => {}
            Inline::Span { direction: None, content, .. } if begins_in_latin(content) => {}
            other => other.children_mut().into_iter().for_each(|inner| inlines(inner, digits)),
        }
    }
}

/// Whether a text without a direction of its own runs left to right, since its first letter is Latin.
fn begins_in_latin(content: &[Inline]) -> bool {
    plain_text(content).chars().find(|character| character.is_alphabetic()).is_some_and(|first| first.is_ascii())
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
        check(Digits::ArabicIndic, "Printed in 1978, صفحة 12", "Printed in 1978, صفحة 12");
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
