//! Invisible controls that keep the readers' order right (rules 5 to 8, 10 and 11).
//!
//! In: the codes of one right-to-left level run. Out: the same with controls before texts or on codes of their own. A
//! control is only ever put *before* a text: pdf.js skips a code whose text ends in one.

use std::borrow::Cow;

use super::LevelRun;
use super::class::{self, RLM};
use super::code::{Code, Kind};

/// Which neighbours of a right-to-left level run are left-to-right.
#[derive(Clone, Copy)]
pub(crate) struct Neighbours {
    /// The run to the left.
    pub(crate) left: bool,
    /// The run to the right.
    pub(crate) right: bool,
}

/// Applies rules 5 to 8 to one right-to-left level run.
pub(crate) fn add_controls(codes: &mut Vec<Code<'_>>, beside: Neighbours) {
    strengthen_outer_spaces(codes, beside);
    strengthen_weak_characters(codes);
    guard_brackets(codes);
    separate_weak_characters(codes);
    if beside.right {
        close_before_ltr(codes);
    }
}

/// Rule 5: a space next to a left-to-right run says RLM + space: strong to MuPDF, which else gives it to that run, and
/// no white space to pdf.js, which else drops it at the end of a string.
fn strengthen_outer_spaces(codes: &mut [Code<'_>], beside: Neighbours) {
    let strengthen = |code: Option<&mut Code<'_>>| {
        if let Some(code) = code.filter(|code| code.kind == Kind::Space) {
            code.make_strong();
            code.kind = Kind::StrongSpace;
        }
    };
    if beside.left {
        strengthen(codes.first_mut());
    }
    if beside.right {
        strengthen(codes.last_mut());
    }
}

/// Rule 6, first half: MuPDF judges a code by its first character, and takes separators, terminators and digits for
/// left-to-right; so they begin with an RLM, and so does a leftmost code that is not strong.
fn strengthen_weak_characters(codes: &mut [Code<'_>]) {
    for (index, code) in codes.iter_mut().enumerate() {
        let first = code.first();
        let leftmost = index == 0 && !class::is_strong_rtl(first) && !class::is_mark(first);
        if leftmost && !code.has_rlm() || class::is_european_weak(first) {
            code.make_strong();
        }
    }
}

/// Rule 7: brackets are written as they are in the text; an RLM at their left and WJ + LRM at their right make them
/// left-to-right to PDFium, which mirrors the brackets of right-to-left stretches.
fn guard_brackets(codes: &mut Vec<Code<'_>>) {
    insert_around(codes, |_, code| {
        let bracket = code.body.chars().next_back().is_some_and(class::is_mirrored) && code.body.chars().count() == 1;
        Around { before: bracket && !code.has_rlm(), guard: bracket }
    });
}

/// Rules 6 and 8: an RLM of its own between characters that a reader would take as one thing. PDFium leaves neighbouring
/// weak characters in place when it reverses a stretch; poppler lets separators and digits open a left-to-right section
/// that only a strong character ends; PDFium and poppler reorder marks of one combining class.
fn separate_weak_characters(codes: &mut Vec<Code<'_>>) {
    insert_around(codes, |left, code| {
        let before = left.is_some_and(|left| !code.has_rlm() && left.last() != RLM && need_separation(left, code));
        Around { before, guard: false }
    });
}

fn need_separation(left: &Code<'_>, code: &Code<'_>) -> bool {
    let (end, start) = (left.last(), code.first());
    let same = left.same_text(code);
    let weak_pair = class::is_left_in_place(end) && class::is_left_in_place(start);
    let of_one_cluster = matches!(left.kind, Kind::Mark | Kind::MirrorGuard);
    let marks = left.kind == Kind::Mark && code.kind == Kind::Mark;
    (weak_pair && !of_one_cluster && !same)
        || (marks && class::combine_alike(end, start))
        || (class::is_number_like(start) && !class::is_strong_rtl(end) && !same)
}

/// Rule 6, last part: a run that ends weakly before a left-to-right run ends in an RLM.
fn close_before_ltr(codes: &mut Vec<Code<'_>>) {
    if let Some(last) = codes.last().filter(|last| !class::is_strong_rtl(last.last())) {
        codes.push(Code::control("\u{200F}", Kind::Rlm, last.run));
    }
}

/// What to put around a code.
struct Around {
    /// An RLM at its left.
    before: bool,
    /// A [`Kind::MirrorGuard`] at its right.
    guard: bool,
}

/// Rebuilds the codes with what `around` says of each and the code to its left; nothing is copied when nothing is said.
fn insert_around<'a>(codes: &mut Vec<Code<'a>>, around: impl Fn(Option<&Code<'a>>, &Code<'a>) -> Around) {
    let wanted: Vec<(usize, Around)> = (0..codes.len())
        .map(|index| (index, around(index.checked_sub(1).map(|left| &codes[left]), &codes[index])))
        .filter(|(_, around)| around.before || around.guard)
        .collect();
    if wanted.is_empty() {
        return;
    }
    let mut wanted = wanted.into_iter().peekable();
    let mut result = Vec::with_capacity(codes.len() + 2 * wanted.len());
    for (index, code) in codes.drain(..).enumerate() {
        let around = wanted.next_if(|(at, _)| *at == index).map(|(_, around)| around);
        let (before, guard) = around.map_or((false, false), |around| (around.before, around.guard));
        let run = code.run;
        if before {
            result.push(Code::control("\u{200F}", Kind::Rlm, run));
        }
        result.push(code);
        if guard {
            result.push(Code::control("\u{2060}\u{200E}", Kind::MirrorGuard, run));
        }
    }
    *codes = result;
}

/// Rule 10: pdf.js takes a string for right-to-left when 30 % of its characters are; where they are fewer, U+FEFF (of
/// class R to pdf.js, nothing to all others) joins an RLM prefix until they are enough.
pub(crate) fn fill_up_strong_share(codes: &mut [Code<'_>]) {
    const MOST: usize = 30;
    let texts = || codes.iter().filter(|code| !code.kind.is_added() && code.kind != Kind::Format);
    let characters = || texts().flat_map(|code| code.prefix.chars().chain(code.body.chars()));
    let counts_for_rtl =
        |c: char| c == '\u{FEFF}' || c != RLM && (class::is_strong_rtl(c) || class::is_arabic_number(c));
    let total = characters().count();
    let strong = characters().filter(|&c| counts_for_rtl(c)).count();
    if texts().count() < 2 && total <= 2 || is_rtl_to_pdfjs(strong, total) {
        return;
    }
    let Some(at) = filler_place(codes) else { return };
    let code = &mut codes[at];
    if !code.has_rlm() {
        code.make_strong();
    }
    let total = total + usize::from(code.prefix.len() == RLM.len_utf8());
    let missing = (1..=MOST).find(|&more| is_rtl_to_pdfjs(strong + more, total + more)).unwrap_or(MOST);
    let rest = code.prefix.strip_prefix(RLM).unwrap_or_default();
    code.prefix = Cow::Owned(format!("{RLM}{}{rest}", "\u{FEFF}".repeat(missing)));
}

fn is_rtl_to_pdfjs(strong: usize, total: usize) -> bool {
    strong > 0 && (10 * strong >= 3 * total || total <= 4)
}

/// Which code takes the filling: a strong space, one with an RLM, a letter, or any.
fn filler_place(codes: &[Code<'_>]) -> Option<usize> {
    let usable = |code: &Code<'_>| !code.kind.is_added() && !matches!(code.kind, Kind::Mark | Kind::Format);
    let find = |test: &dyn Fn(&Code<'_>) -> bool| codes.iter().position(|code| usable(code) && test(code));
    find(&|code| code.kind == Kind::StrongSpace)
        .or_else(|| find(&|code| code.has_rlm()))
        .or_else(|| find(&|code| code.kind != Kind::Space))
        .or_else(|| find(&|_| true))
}

/// Rule 11: PDFium turns a whole line left-to-right when its left-to-right segments outnumber the others; pairs of RLM
/// and WJ (a segment each) at the end of the leftmost right-to-left run restore the majority.
pub(crate) fn outvote_ltr_segments(runs: &mut [LevelRun<'_>]) {
    let side = |c: char| {
        if class::is_strong_ltr(c) {
            'L'
        } else if class::is_strong_rtl(c) {
            'R'
        } else if class::is_left_in_place(c) {
            'w'
        } else {
            'n'
        }
    };
    if !runs.iter().any(|run| run.level % 2 == 0) {
        return;
    }
    let texts = runs.iter().flat_map(|run| &run.codes).flat_map(|code| code.prefix.chars().chain(code.body.chars()));
    let mut segments: Vec<char> = texts.map(side).collect();
    segments.dedup();
    let count = |wanted| segments.iter().filter(|&&segment| segment == wanted).count();
    let (ltr, rtl) = (count('L'), count('R'));
    if ltr == 0 || ltr + 2 <= rtl {
        return;
    }
    if let Some(run) = runs.iter_mut().find(|run| run.level % 2 == 1) {
        let text = "\u{200F}\u{2060}".repeat(ltr + 2 - rtl) + "\u{200F}";
        let at = run.codes.last().map_or(0, |code| code.run);
        run.codes.push(Code { prefix: Cow::Owned(text), ..Code::blank("", Kind::Rlm, at) });
    }
}
