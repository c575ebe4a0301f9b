//! Bidi classes, as far as the rules of this module need them (UAX #9, 3.2).

use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;

use crate::document::Direction;

/// What a character means for the order of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter that has a direction (L; R and AL).
    Strong(Direction),
    /// A European digit or one of Persian and Urdu (EN).
    European,
    /// An Arabic-Indic digit (AN).
    Arabic,
    /// Goes with the character before it (NSM, BN).
    Mark,
    /// Takes its direction from what is around it; separators and signs of numbers too.
    Neutral,
    /// An embedding, override or isolate that the text itself holds.
    Control,
}

impl Class {
    /// The class of a character.
    #[inline]
    pub(super) fn of(character: char) -> Class {
        match character {
            '\u{620}'..='\u{64a}' => Class::Strong(Direction::Rtl),
            'a'..='z' | 'A'..='Z' => Class::Strong(Direction::Ltr),
            '0'..='9' | '\u{6f0}'..='\u{6f9}' => Class::European,
            '\0'..='\u{7f}' => Class::Neutral,
            '\u{660}'..='\u{669}' => Class::Arabic,
            other => Class::looked_up(other),
        }
    }

    fn looked_up(character: char) -> Class {
        match CodePointMapData::<BidiClass>::new().get(character) {
            BidiClass::LeftToRight => Class::Strong(Direction::Ltr),
            BidiClass::RightToLeft | BidiClass::ArabicLetter => Class::Strong(Direction::Rtl),
            BidiClass::EuropeanNumber => Class::European,
            BidiClass::ArabicNumber => Class::Arabic,
            BidiClass::NonspacingMark | BidiClass::BoundaryNeutral => Class::Mark,
            BidiClass::LeftToRightEmbedding
            | BidiClass::RightToLeftEmbedding
            | BidiClass::LeftToRightOverride
            | BidiClass::RightToLeftOverride
            | BidiClass::PopDirectionalFormat
            | BidiClass::LeftToRightIsolate
            | BidiClass::RightToLeftIsolate
            | BidiClass::FirstStrongIsolate
            | BidiClass::PopDirectionalIsolate
            | BidiClass::ParagraphSeparator => Class::Control,
            _ => Class::Neutral,
        }
    }

    /// Whether it is a digit.
    pub(super) fn is_digit(self) -> bool {
        matches!(self, Class::European | Class::Arabic)
    }
}

/// Whether a character is a letter from left to right.
pub(super) fn is_ltr(character: char) -> bool {
    Class::of(character) == Class::Strong(Direction::Ltr)
}

/// Whether a character is a letter from right to left.
pub(super) fn is_rtl(character: char) -> bool {
    Class::of(character) == Class::Strong(Direction::Rtl)
}

/// Whether a character is a letter or a digit, with or without direction.
pub(super) fn is_alphanumeric(character: char) -> bool {
    matches!(Class::of(character), Class::Strong(_) | Class::European | Class::Arabic)
}

/// Whether a text begins with a letter or digit.
pub(super) fn is_alphanumeric_start(text: &str) -> bool {
    text.starts_with(is_alphanumeric)
}
