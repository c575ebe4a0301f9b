//! The families of digits that Arabic-script texts use.
//!
//! In: a text. Out: the same with its digits in one family (The Unicode Standard, 9.2).

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
        let digit = |character: char| digit_value(character).and_then(|value| char::from_u32(u32::from(zero) + value));
        text.chars().map(|character| digit(character).unwrap_or(character)).collect()
    }
}

/// The value of a digit of any of the three families.
pub(crate) fn digit_value(character: char) -> Option<u32> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    Some(u32::from(character) - u32::from(zero))
}
