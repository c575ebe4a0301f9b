//! What MuPDF needs.
//!
//! MuPDF reverses each stretch of right-to-left characters but never orders the stretches: hence rule 1, the logical
//! order of the strings. It takes separators and terminators of numbers for left-to-right wherever they are, and common
//! separators for what the character before them in the file is.

use super::ShowString;
use super::class;
use super::code::{Code, Kind};

/// Which codes of a level run end a stretch of right-to-left characters; they are shown by themselves, in logical order.
pub(super) fn shown_alone(codes: &[Code<'_>], level: u8) -> Vec<bool> {
    let is_taken_for_ltr = |code: &Code<'_>| {
        code.kind == Kind::Letter && code.chars().all(class::is_european_weak) && !class::is_common(code.first())
    };
    let is_ltr = |at: usize| level % 2 == 1 && codes.get(at).is_some_and(is_taken_for_ltr);
    let is_alone = |(at, code): (usize, &Code<'_>)| match code.kind {
        Kind::Control => is_ltr(at + 1) || at > 0 && is_ltr(at - 1),
        _ => is_ltr(at),
    };
    codes.iter().enumerate().map(is_alone).collect()
}

/// Whether a right-to-left string begins with what would go with the left-to-right string before it.
pub(super) fn begins_weakly(string: &ShowString<'_>) -> bool {
    let mut characters = string.codes.iter().filter(|code| code.kind != Kind::Control).map(Code::first);
    let is_weak = characters.next().is_some_and(|first| !class::is_strong_rtl(first));
    string.run.level % 2 == 1 && is_weak && characters.any(class::is_strong_rtl)
}

/// What such a string begins with: an RLM that no other reader takes for anything.
pub(super) fn starter<'a>(string: &ShowString<'a>) -> ShowString<'a> {
    let codes = vec![Code::rlm(string.codes[0].run)];
    ShowString { run: string.run, x: string.x, codes, goes_on: false, is_late: false }
}
