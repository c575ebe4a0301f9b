//! Character classes that the rules of the text layer ask for.
//!
//! In: a character. Out: answers from the Unicode Character Database: Bidi_Class (UAX #9), General_Category and
//! Canonical_Combining_Class (UAX #44).

use icu_properties::CodePointMapData;
use icu_properties::props::{BidiClass, CanonicalCombiningClass, GeneralCategory};

/// RIGHT-TO-LEFT MARK.
pub(super) const RLM: char = '\u{200F}';

fn bidi_class(character: char) -> BidiClass {
    CodePointMapData::<BidiClass>::new().get(character)
}

fn category(character: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(character)
}

/// A mark that sits on the character before it.
pub(super) fn is_mark(character: char) -> bool {
    category(character) == GeneralCategory::NonspacingMark
}

/// An invisible control.
pub(super) fn is_format(character: char) -> bool {
    category(character) == GeneralCategory::Format
}

/// A letter of Arabic or a kindred script.
pub(super) fn is_arabic_letter(character: char) -> bool {
    bidi_class(character) == BidiClass::ArabicLetter
}

/// A character that is right-to-left by itself, RLM among them.
pub(super) fn is_strong_rtl(character: char) -> bool {
    matches!(bidi_class(character), BidiClass::RightToLeft | BidiClass::ArabicLetter)
}

/// A digit of the class AN, such as ٣.
pub(super) fn is_arabic_number(character: char) -> bool {
    bidi_class(character) == BidiClass::ArabicNumber
}

/// What may stand inside an Arabic-Indic number: digits, separators and terminators, marks.
pub(super) fn is_inside_arabic_number(character: char) -> bool {
    use BidiClass as B;
    matches!(
        bidi_class(character),
        B::ArabicNumber | B::CommonSeparator | B::EuropeanSeparator | B::EuropeanTerminator | B::NonspacingMark
    )
}

/// What MuPDF orders like a European digit: separators, terminators and the digits themselves.
pub(super) fn is_european_weak(character: char) -> bool {
    use BidiClass as B;
    matches!(bidi_class(character), B::EuropeanSeparator | B::EuropeanTerminator | B::EuropeanNumber)
}

/// What poppler counts as part of a number.
pub(super) fn is_number_like(character: char) -> bool {
    is_european_weak(character) || matches!(bidi_class(character), BidiClass::CommonSeparator | BidiClass::ArabicNumber)
}

/// What PDFium leaves in place when it reverses a right-to-left segment.
pub(super) fn is_left_in_place(character: char) -> bool {
    is_number_like(character) || matches!(bidi_class(character), BidiClass::NonspacingMark | BidiClass::BoundaryNeutral)
}

/// A bracket or quotation mark that PDFium mirrors.
pub(super) fn is_mirrored(character: char) -> bool {
    matches!(character, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '«' | '»' | '‹' | '›')
}

/// Whether two marks have the same combining class.
pub(super) fn combine_alike(one: char, other: char) -> bool {
    let class = CodePointMapData::<CanonicalCombiningClass>::new();
    class.get(one) == class.get(other)
}

/// Whether the characters of a cluster are one sign: an emoji with a variation selector, a tone of skin or a key, a flag,
/// or several emoji with joiners between them (UTS #51, 1.4).
pub(super) fn is_one_sign(cluster: &str) -> bool {
    let joins = |c: char| {
        matches!(c, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}')
            || matches!(c, '\u{1F1E6}'..='\u{1F1FF}' | '\u{E0020}'..='\u{E007F}')
    };
    let mut characters = cluster.chars();
    characters.next().is_some_and(|base| !base.is_alphabetic()) && characters.any(joins)
}
