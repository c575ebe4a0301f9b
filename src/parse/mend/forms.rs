//! Arabic presentation forms.
//!
//! In: a form and what stands around it. Out: the letters it shows, by its compatibility decomposition (The Unicode
//! Standard, 9.2 and UAX #15). Signs that are words of their own stay.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The initial form of heh, by which writers mark a year of the Hijra.
const INITIAL_HEH: char = '\u{FEEB}';

/// Whether a character is a form that stands for letters: not ﷺ and its like, ornate brackets, or the rial sign.
pub(super) fn is_form(c: char) -> bool {
    match c {
        '\u{FD3E}'..='\u{FD4F}' | '\u{FDC8}'..='\u{FDCF}' => false,
        '\u{FDF2}' => true,
        '\u{FDF0}'..='\u{FDFF}' => false,
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
            let mut changed = false;
            decompose_compatible(c, |letter| changed |= letter != c);
            changed
        }
        _ => false,
    }
}

/// The letters of a form between other text.
pub(super) fn letters(form: char, before: &str, after: &str) -> String {
    let mut letters = Vec::new();
    decompose_compatible(form, |letter| letters.push(letter));
    // Decomposition goes on to the hamza of a letter; that is one letter in all text.
    let mut letters: String = letters.into_iter().nfc().collect();
    let joins = |c: char| c.is_alphabetic() || is_combining_mark(c) || c == '\u{640}';
    // The form of a mark alone is a space with the mark; behind a letter the mark belongs to it.
    if letters.starts_with(' ') && before.ends_with(joins) {
        letters.remove(0);
    }
    if form == INITIAL_HEH && !after.starts_with(joins) {
        letters.push('\u{200D}');
    }
    letters
}
