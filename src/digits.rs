//! Converts the digits of a document to one family.
//!
//! In: a [`Document`] and the [`Digits`] wanted. Out: the same document with each digit of its text replaced by that of
//! the family; code, links, and words with Latin letters or an address in them stay as they are, and so does
//! everything that is not a digit. The three families differ in bidi class (EN, AN, EN), so that UAX #9 has to run
//! after this.

use crate::document::{Block, BlockKind, Document, Inline};

/// Families of digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Digits {
    /// Each as the source has it.
    #[default]
    AsWritten,
    /// 0123456789.
    European,
    /// ٠١٢٣٤٥٦٧٨٩, U+0660 to U+0669.
    ArabicIndic,
    /// ۰۱۲۳۴۵۶۷۸۹, U+06F0 to U+06F9, of Persian and Urdu.
    Extended,
}

impl Digits {
    /// The zero of the family; none where nothing is converted.
    const fn zero(self) -> Option<char> {
        match self {
            Digits::AsWritten => None,
            Digits::European => Some('0'),
            Digits::ArabicIndic => Some('\u{660}'),
            Digits::Extended => Some('\u{6f0}'),
        }
    }

    /// A text with all its digits in the family.
    #[must_use]
    pub fn apply(self, text: &str) -> String {
        let Some(zero) = self.zero() else { return text.to_owned() };
        let digit = |character: char| value(character).and_then(|value| char::from_u32(u32::from(zero) + value));
        text.chars().map(|character| digit(character).unwrap_or(character)).collect()
    }
}

/// The value of a digit of any of the three families.
fn value(character: char) -> Option<u32> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    Some(u32::from(character) - u32::from(zero))
}

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
            other => inlines(other.children_mut(), digits),
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
