//! Mending text that other programs spoilt.
//!
//! In: decoded text, and what was read of it. Out: the same with presentation forms as letters, letters composed, runs
//! of no-break spaces as one space; each by an option, and each told in a note. Sources of text are mended before they
//! are read, so that verse and mark-up are found in sound text; documents of all formats once more after that, for text
//! that was escaped, or is not in a text at all. Lines that end in CR and the like need no mending: every reader takes
//! them. Quotation marks are turned into «» only when asked.

mod document;
mod forms;
mod quotes;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

pub(super) use self::document::{mend_blocks, mend_metadata};
pub(super) use self::quotes::{arabic_quotes, arabic_quotes_of_metadata};
use super::rewrite::Rewritten;
use crate::diagnostic::{Diagnostic, Span};

/// What is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mending {
    /// Arabic presentation forms (U+FB50 to U+FDFF, U+FE70 to U+FEFC) become letters, so that they join and can be
    /// searched; signs such as ﷺ stay.
    pub forms: bool,
    /// A letter with a combining hamza, madda or accent becomes one letter where Unicode has it (NFC, but for the order
    /// of vowel marks, which stays as typed).
    pub compose: bool,
    /// Runs of no-break spaces become one space; a single one stays. A gap of four or more becomes a tab, which may
    /// part hemistichs.
    pub spaces: bool,
    /// Quotation marks become «», and “” within them.
    pub arabic_quotes: bool,
}

impl Default for Mending {
    /// All but the quotation marks, which are the author's.
    fn default() -> Mending {
        Mending { forms: true, compose: true, spaces: true, arabic_quotes: false }
    }
}

/// Something mended: its first place, where that is known, and how often.
type Mended = Option<(Option<Span>, usize)>;

/// Counts of what was mended, with the first place of each.
#[derive(Default)]
pub(super) struct Tally {
    forms: Mended,
    composed: Mended,
    spaces: Mended,
}

impl Tally {
    /// A note for each kind of what was mended.
    pub(super) fn notes(self) -> impl Iterator<Item = Diagnostic> {
        let told = [
            (self.forms, "presentation forms turned into letters"),
            (self.composed, "letters composed with their marks"),
            (self.spaces, "runs of no-break spaces made one space"),
        ];
        let note = |(mended, what): (Mended, &str)| {
            let (first, count) = mended?;
            let place = if first.is_some() { ", the first here" } else { "" };
            Some(Diagnostic::note(first, format!("{what} ({count}{place})")))
        };
        told.into_iter().filter_map(note)
    }

    /// Takes over what was mended in a part of the source; `place` leads from the part to the source.
    fn add(&mut self, part: &Tally, place: impl Fn(Span) -> Option<Span>) {
        let all = [&mut self.forms, &mut self.composed, &mut self.spaces];
        for (all, part) in all.into_iter().zip([part.forms, part.composed, part.spaces]) {
            let Some((first, count)) = part else { continue };
            let first = first.and_then(&place);
            let (earliest, total) = all.get_or_insert((first, 0));
            *earliest = [*earliest, first].into_iter().flatten().min();
            *total += count;
        }
    }
}

fn count(mended: &mut Mended, span: Span) {
    mended.get_or_insert((Some(span), 0)).1 += 1;
}

/// What stands around a text in its line, and what a wide gap in it becomes.
#[derive(Clone, Copy)]
struct Setting {
    /// Whether the line has something before the text.
    follows: bool,
    /// Whether the line has something behind it.
    precedes: bool,
    gap: &'static str,
}

/// Mends a source; quotation marks are mended later, in the document.
pub(super) fn mend<'a>(text: &'a str, mending: &Mending, tally: &mut Tally) -> Rewritten<'a> {
    mend_text(text, mending, Setting { follows: false, precedes: false, gap: "\t" }, tally)
}

fn mend_text<'a>(text: &'a str, mending: &Mending, setting: Setting, tally: &mut Tally) -> Rewritten<'a> {
    let mut out = Rewritten::new(text);
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| is_suspect(c)).map(|found| at + found) {
        let is_space = text[start..].starts_with('\u{A0}');
        at = match is_space {
            true if mending.spaces => spaces(text, start, setting, &mut out, tally),
            true => start + '\u{A0}'.len_utf8(),
            false => mend_letter(text, start, mending, &mut out, tally),
        };
    }
    out.finish()
}

/// Whether a character may need mending: no such character is ASCII or a plain letter.
fn is_suspect(c: char) -> bool {
    c == '\u{A0}' || forms::is_form(c) || (c > '\u{2FF}' && canonical_combining_class(c) != 0)
}

/// Mends the form or the marks at `start`; returns where to look on.
fn mend_letter(text: &str, start: usize, mending: &Mending, out: &mut Rewritten<'_>, tally: &mut Tally) -> usize {
    let Some(c) = text[start..].chars().next() else { return text.len() };
    let next = start + c.len_utf8();
    if forms::is_form(c) {
        if mending.forms {
            let span = Span::new(start, next);
            out.replace(span, &forms::letters(c, &text[..start], &text[next..]));
            count(&mut tally.forms, span);
        }
        return next;
    }
    let marks = text[start..].find(|c| canonical_combining_class(c) == 0).map_or(text.len(), |length| start + length);
    let base = text[..start].chars().next_back().map_or(start, |base| start - base.len_utf8());
    let typed = &text[base..marks];
    // A long run of marks is no letter; its normal form would take long to find.
    if mending.compose && typed.len() <= 64 && !typed.chars().any(forms::is_form) {
        let composed: String = typed.nfc().collect();
        if composed.chars().count() < typed.chars().count() {
            let span = Span::new(base, marks);
            out.replace(span, &composed);
            count(&mut tally.composed, span);
        }
    }
    marks
}

/// A run of spaces that holds two or more, of which one is a no-break space.
fn spaces(text: &str, at: usize, setting: Setting, out: &mut Rewritten<'_>, tally: &mut Tally) -> usize {
    const GAP: usize = 4;
    let is_space = |c: char| matches!(c, ' ' | '\u{A0}');
    let start = text[..at].trim_end_matches(is_space).len();
    let end = text.len() - text[at..].trim_start_matches(is_space).len();
    let length = text[start..end].chars().count();
    if length > 1 {
        let follows = if start == 0 { setting.follows } else { !text[..start].ends_with(['\n', '\r']) };
        let precedes = if end == text.len() { setting.precedes } else { !text[end..].starts_with(['\n', '\r']) };
        let new = match length {
            _ if !(follows && precedes) => "",
            GAP.. => setting.gap,
            _ => " ",
        };
        let span = Span::new(start, end);
        out.replace(span, new);
        count(&mut tally.spaces, span);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, notes: usize) {
        let mut told = Tally::default();
        let mended = mend(text, &Mending::default(), &mut told);
        assert_eq!(mended.text(), expected);
        let told: Vec<_> = told.notes().collect();
        assert_eq!(told.len(), notes, "{told:?}");
        let off = Mending { forms: false, compose: false, spaces: false, arabic_quotes: false };
        assert_eq!(mend(text, &off, &mut Tally::default()).text(), text);
    }

    #[test]
    fn presentation_forms_become_letters() {
        check("ﺳﻼﻡ ﷺ ﷻ ﴿ﷲ﴾", "سلام ﷺ ﷻ ﴿الله﴾", 1);
        check("ﭘﺎﮐﺴﺘﺎﻥ", "پاکستان", 1);
        check("١٤٤٥ﻫ، ﻫﻨﺎ", "١٤٤٥ه\u{200D}، هنا", 1);
        check("ﻛﺘﺒﹰﺎ", "كتبًا", 1);
    }

    #[test]
    fn letters_are_composed_and_marks_keep_their_order() {
        check("ا\u{653}دم سا\u{654}ل", "آدم سأل", 1);
        check("مُدَرِّس مدرّ\u{64E}س", "مُدَرِّس مدرّ\u{64E}س", 0);
        check("cafe\u{301}", "café", 1);
    }

    #[test]
    fn runs_of_no_break_spaces_are_one_space() {
        check("أ\u{A0}ب", "أ\u{A0}ب", 0);
        check("أ \u{A0}ب\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}ت", "أ ب\tت", 1);
        check("\u{A0}\u{A0}\u{A0}\u{A0}نص\u{A0} \nثان", "نص\nثان", 1);
    }

    #[test]
    fn long_runs_take_no_more_than_their_share() {
        let mut told = Tally::default();
        for text in ["\u{64B}".repeat(300_000), "\u{A0}".repeat(300_000), "ا\u{653}".repeat(300_000)] {
            assert!(mend(&text, &Mending::default(), &mut told).text().len() <= text.len());
        }
    }
}
