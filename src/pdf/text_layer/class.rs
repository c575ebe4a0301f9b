//! Character classes that the rules of the text layer ask for.
//!
//! In: a character. Out: answers from the Unicode Character Database: Bidi_Class (UAX #9), General_Category and
//! Canonical_Combining_Class (UAX #44).

use icu_properties::CodePointMapData;
use icu_properties::props::{BidiClass, CanonicalCombiningClass, GeneralCategory};

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

/// A character that is left-to-right by itself, LRM among them.
pub(super) fn is_strong_ltr(character: char) -> bool {
    bidi_class(character) == BidiClass::LeftToRight
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

/// What a number in European digits is made of.
pub(super) fn is_european_weak(character: char) -> bool {
    is_number_like(character) && !is_arabic_number(character)
}

/// A separator of whatever is around it, such as a comma.
pub(super) fn is_common(character: char) -> bool {
    bidi_class(character) == BidiClass::CommonSeparator
}

/// What poppler counts as part of a number.
pub(super) fn is_number_like(character: char) -> bool {
    use BidiClass as B;
    matches!(
        bidi_class(character),
        B::EuropeanSeparator | B::EuropeanTerminator | B::EuropeanNumber | B::CommonSeparator | B::ArabicNumber
    )
}

/// What PDFium leaves in place when it reverses a right-to-left segment.
pub(super) fn is_left_in_place(character: char) -> bool {
    is_number_like(character) || matches!(bidi_class(character), BidiClass::NonspacingMark | BidiClass::BoundaryNeutral)
}

/// What has no direction of its own.
pub(super) fn is_neutral(character: char) -> bool {
    !is_strong_rtl(character) && !is_strong_ltr(character) && !is_left_in_place(character)
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
    // Most clusters are a single letter: the dear question comes last.
    characters.next().is_some_and(|base| characters.any(joins) && !base.is_alphabetic())
}
