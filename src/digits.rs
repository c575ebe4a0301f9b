//! Converts the digits of a document to one family.
//!
//! In: a [`Document`] and the [`Digits`] wanted. Out: the same document with each digit of its text replaced by that of
//! the family; code, links, and words with Latin letters or an address in them stay as they are, and so does
//! everything that is not a digit. The three families differ in bidi class (EN, AN, EN), so that UAX #9 has to run
//! after this.

pub use crate::document::Digits;
use crate::document::{Block, BlockKind, Document, Inline};

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
        if !matches!(block.kind, BlockKind::Code { .. }) {
            block.kind.inlines_mut().into_iter().for_each(|content| inlines(content, digits));
            block.kind.children_mut().into_iter().for_each(|inner| blocks(inner, digits));
        }
    }
}

fn inlines(content: &mut [Inline], digits: Digits) {
    for inline in content {
        match inline {
            Inline::Text { text, .. } => *text = words(text, digits),
            Inline::Link { .. } => {}
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
    fn words_of_latin_letters_keep_theirs() {
        check(Digits::ArabicIndic, "A4 و3D على example.org/12 في 12", "A4 و3D على example.org/12 في ١٢");
    }
}
