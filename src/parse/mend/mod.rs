//! Mending text that other programs spoilt.
//!
//! In: decoded text, and what was read of it. Out: the same with presentation forms as letters, letters composed, runs
//! of no-break spaces as one space, signs typed for half-spaces as ZWNJ, and what copying from PDFs spoilt put right
//! ([`lam_alef`], [`visual`]); each by an option, and each told in a note. Sources of text are mended before they
//! are read, so that verse and mark-up are found in sound text; documents of all formats once more after that, for text
//! that was escaped, or is not in a text at all. Lines that end in CR and the like need no mending: every reader takes
//! them. Quotation marks are turned into «» only when asked.

mod document;
mod forms;
mod lam_alef;
mod quotes;
mod visual;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

pub(super) use self::document::{mend_blocks, mend_metadata};
pub(super) use self::quotes::{arabic_quotes, arabic_quotes_of_metadata};
use super::rewrite::Rewritten;
use crate::diagnostic::{Code, Diagnostic, Span};

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
    /// RLM and ¬ between letters of a Persian word, typed for the half-space, become ZWNJ.
    pub half_spaces: bool,
    /// Lam-alef is exchanged back in text copied from old PDFs: «اإلسالم» becomes «الإسلام».
    pub lam_alef: bool,
    /// Lines in visual order, «مالسلا», are reversed.
    pub visual_order: bool,
    /// Quotation marks become «», and “” within them.
    pub arabic_quotes: bool,
}

impl Mending {
    /// No repairs.
    pub const NONE: Mending = Mending {
        forms: false,
        compose: false,
        spaces: false,
        half_spaces: false,
        lam_alef: false,
        visual_order: false,
        arabic_quotes: false,
    };
}

impl Default for Mending {
    /// All but the quotation marks, which are the author's.
    fn default() -> Mending {
        Mending {
            forms: true,
            compose: true,
            spaces: true,
            half_spaces: true,
            lam_alef: true,
            visual_order: true,
            arabic_quotes: false,
        }
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
    half_spaces: Mended,
    lam_alef: Mended,
    visual_order: Mended,
}

impl Tally {
    /// A note for each kind of what was mended.
    pub(super) fn notes(self) -> impl Iterator<Item = Diagnostic> {
        let guess_of_words = "check the other words with لا; --mend none leaves the text unchanged";
        let guess_of_lines = "check these lines; --mend none leaves them unchanged";
        // Repairs that rest on a guess carry a hint, so that their notes are shown without --verbose.
        let repairs = [
            (Code::PresentationForms, self.forms, "presentation forms turned into letters", None),
            (Code::ComposedLetters, self.composed, "letters composed with their marks", None),
            (Code::SpaceRuns, self.spaces, "runs of no-break spaces made one space", None),
            (Code::HalfSpaces, self.half_spaces, "signs typed for half-spaces turned into ZWNJ", None),
            (
                Code::LamAlef,
                self.lam_alef,
                "exchanged lam and alef put right, as copied from old PDFs",
                Some(guess_of_words),
            ),
            (Code::VisualOrder, self.visual_order, "lines in visual order reversed", Some(guess_of_lines)),
        ];
        let note = |(code, mended, message, hint): (Code, Mended, &str, Option<&str>)| {
            let (first, count) = mended?;
            let place = if first.is_some() { ", the first here" } else { "" };
            let note = Diagnostic::note(code, first, format!("{message} ({count}{place})"));
            Some(match hint {
                Some(hint) => note.with_hint(hint),
                None => note,
            })
        };
        repairs.into_iter().filter_map(note)
    }

    /// Takes over what was mended in a part of the source; `place` leads from the part to the source.
    fn add(&mut self, part: &Tally, place: impl Fn(Span) -> Option<Span>) {
        let all = [
            &mut self.forms,
            &mut self.composed,
            &mut self.spaces,
            &mut self.half_spaces,
            &mut self.lam_alef,
            &mut self.visual_order,
        ];
        let parts = [part.forms, part.composed, part.spaces, part.half_spaces, part.lam_alef, part.visual_order];
        for (all, part) in all.into_iter().zip(parts) {
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
    let mut pasted = pasted(text, mending, tally).into_iter().peekable();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| is_suspect(c)).map(|found| at + found) {
        while let Some((span, new)) = pasted.next_if(|(span, _)| span.start <= start) {
            out.replace(span, &new);
            at = at.max(span.end);
        }
        if start < at {
            continue;
        }
        let is_space = text[start..].starts_with('\u{A0}');
        at = match is_space {
            _ if text[start..].starts_with(HALF_SPACES) => half_space(text, start, mending, &mut out, tally),
            true if mending.spaces => spaces(text, start, setting, &mut out, tally),
            true => start + '\u{A0}'.len_utf8(),
            false => mend_letter(text, start, mending, &mut out, tally),
        };
    }
    pasted.for_each(|(span, new)| out.replace(span, &new));
    out.finish()
}

/// Repairs words and lines damaged by copying; in a text with reversed lines, no pairs are exchanged.
fn pasted(text: &str, mending: &Mending, tally: &mut Tally) -> Vec<(Span, String)> {
    let lines = if mending.visual_order { visual::edits(text) } else { Vec::new() };
    if !lines.is_empty() {
        lines.iter().for_each(|&(span, _)| count(&mut tally.visual_order, span));
        return lines;
    }
    let words = if mending.lam_alef { lam_alef::edits(text) } else { Vec::new() };
    words.iter().for_each(|&(span, _)| count(&mut tally.lam_alef, span));
    words
}

/// Signs that Persian typists put between letters that must not join: RLM and ¬.
const HALF_SPACES: [char; 2] = ['\u{200F}', '¬'];

/// A sign between two letters of a text with Persian letters stands for a half-space; returns where to continue.
fn half_space(text: &str, start: usize, mending: &Mending, out: &mut Rewritten<'_>, tally: &mut Tally) -> usize {
    const PERSIAN: [char; 6] = ['ی', 'ک', 'گ', 'پ', 'چ', 'ژ'];
    let is_letter = |c: char| matches!(c, '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}') && c != '\u{640}';
    let end = start + text[start..].chars().next().map_or(1, char::len_utf8);
    let is_between = text[..start].ends_with(is_letter) && text[end..].starts_with(is_letter);
    if mending.half_spaces && is_between && (text[..start].contains(PERSIAN) || text[end..].contains(PERSIAN)) {
        let span = Span::new(start, end);
        out.replace(span, "\u{200C}");
        count(&mut tally.half_spaces, span);
    }
    end
}

/// Whether a character may need mending: no such character is ASCII or a plain letter.
fn is_suspect(c: char) -> bool {
    match c {
        '\u{A0}' | '\u{200F}' | '¬' => true,
        // The text is scanned letter by letter, and most letters are these.
        '\0'..='\u{2FF}' | '\u{620}'..='\u{64A}' => false,
        _ => forms::is_form(c) || canonical_combining_class(c) != 0,
    }
}

/// Whether a letter has only vowel signs that compose with no Arabic letter.
fn is_vocalised(typed: &str) -> bool {
    let mut characters = typed.chars();
    characters.next().is_some_and(|base| matches!(base, '\u{620}'..='\u{64A}'))
        && characters.all(|mark| matches!(mark, '\u{64B}'..='\u{652}' | '\u{670}'))
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
    if mending.compose && typed.len() <= 64 && !is_vocalised(typed) && !typed.chars().any(forms::is_form) {
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
        assert_eq!(mend(text, &Mending::NONE, &mut Tally::default()).text(), text);
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
    fn signs_for_half_spaces_become_them() {
        check("می\u{200F}روم و کتاب¬ها", "می\u{200C}روم و کتاب\u{200C}ها", 1);
        check("\u{200F}قال\u{200F} نعم ¬ لا", "\u{200F}قال\u{200F} نعم ¬ لا", 0);
        check("كتاب\u{200F}ها", "كتاب\u{200F}ها", 0);
        check("کتاب‌ها", "کتاب‌ها", 0);
    }

    #[test]
    fn copies_of_old_pdfs_are_mended() {
        check("في اإلسالم ﺳﻼﻡ", "في الإسلام سلام", 2);
        check("ةبتكملا يف ةعوبطملا\u{A0}\u{A0}بتكلا", "الكتب\u{A0}\u{A0}المطبوعة في المكتبة", 1);
    }

    #[test]
    fn right_texts_stay() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["source", "tests/texts", "tests/texts/languages", "tests/sources"] {
            for file in std::fs::read_dir(root.join(folder)).unwrap() {
                let Ok(text) = std::fs::read_to_string(file.unwrap().path()) else { continue };
                assert_eq!((lam_alef::edits(&text), visual::edits(&text)), (Vec::new(), Vec::new()));
            }
        }
    }

    #[test]
    fn long_runs_take_no_more_than_their_share() {
        let mut told = Tally::default();
        for text in ["\u{64B}".repeat(300_000), "\u{A0}".repeat(300_000), "ا\u{653}".repeat(300_000)] {
            assert!(mend(&text, &Mending::default(), &mut told).text().len() <= text.len());
        }
    }
}
