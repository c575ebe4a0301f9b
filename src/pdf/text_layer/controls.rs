//! Invisible controls that keep the readers' order right (rules 5 to 8 and 10).
//!
//! In: the codes of one right-to-left level run. Out: the same with controls before texts or on codes of their own. A
//! control is only ever put *before* a text: pdf.js skips a code whose text ends in one.

use super::class::{self, RLM};
use super::code::{Code, Kind};

/// Which neighbours of a right-to-left level run are left-to-right.
#[derive(Clone, Copy)]
pub(super) struct Neighbours {
    /// The run to the left.
    pub(super) left: bool,
    /// The run to the right.
    pub(super) right: bool,
}

/// Applies rules 5 to 8 to one right-to-left level run.
pub(super) fn add_controls(codes: &mut Vec<Code<'_>>, beside: Neighbours) {
    strengthen_outer_spaces(codes, beside);
    strengthen_weak_characters(codes);
    guard_brackets(codes);
    separate_weak_characters(codes);
    if beside.right {
        close_before_ltr(codes);
    }
}

/// Rule 5: a space at an end of a string that has another one beside it says RLM + space: strong to MuPDF, which else
/// gives it to a left-to-right neighbour, and no white space to pdf.js, which else drops it where a string ends.
fn strengthen_outer_spaces(codes: &mut [Code<'_>], beside: Neighbours) {
    for at in 0..codes.len() {
        let run = codes[at].run;
        let left = at.checked_sub(1).map_or(beside.left, |left| codes[left].run != run);
        let right = codes.get(at + 1).map_or(beside.right, |right| right.run != run);
        if codes[at].kind == Kind::Space && (left || right) {
            strengthen_space(&mut codes[at]);
        }
    }
}

fn strengthen_space(space: &mut Code<'_>) {
    space.make_strong();
    space.kind = Kind::StrongSpace;
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
        Around {
            before: (bracket && !code.has_rlm()).then_some(LONE_RLM),
            after: bracket.then_some(("\u{2060}\u{200E}", Kind::MirrorGuard)),
        }
    });
}

/// Rules 6 and 8: an RLM of its own between characters that a reader would take as one thing. PDFium leaves
/// neighbouring weak characters in place when it reverses a stretch; poppler lets separators and digits open a
/// left-to-right section that only a strong character ends; PDFium and poppler reorder marks of one combining class.
fn separate_weak_characters(codes: &mut Vec<Code<'_>>) {
    insert_around(codes, |left, code| {
        let before = left.is_some_and(|left| !code.has_rlm() && left.last() != RLM && need_separation(left, code));
        Around { before: before.then_some(LONE_RLM), after: None }
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

/// An RLM on a code of its own.
const LONE_RLM: (&str, Kind) = ("\u{200F}", Kind::Rlm);

/// Codes to put around another one: their texts and kinds.
#[derive(Default)]
struct Around {
    /// At its left.
    before: Option<(&'static str, Kind)>,
    /// At its right.
    after: Option<(&'static str, Kind)>,
}

/// Rebuilds the codes with what `around` says of each and the code to its left; nothing is copied when nothing is said.
fn insert_around<'a>(codes: &mut Vec<Code<'a>>, around: impl Fn(Option<&Code<'a>>, &Code<'a>) -> Around) {
    let wanted: Vec<(usize, Around)> = (0..codes.len())
        .map(|index| (index, around(index.checked_sub(1).map(|left| &codes[left]), &codes[index])))
        .filter(|(_, around)| around.before.is_some() || around.after.is_some())
        .collect();
    if wanted.is_empty() {
        return;
    }
    let mut result = Vec::with_capacity(codes.len() + 2 * wanted.len());
    let mut wanted = wanted.into_iter().peekable();
    for (index, code) in codes.drain(..).enumerate() {
        let around = wanted.next_if(|(at, _)| *at == index).map(|(_, around)| around).unwrap_or_default();
        let control = |(text, kind)| Code::control(text, kind, code.run);
        let (before, after) = (around.before.map(control), around.after.map(control));
        result.extend(before);
        result.push(code);
        result.extend(after);
    }
    *codes = result;
}

/// Rule 10: pdf.js takes a string for right-to-left when 30 % of its characters are, and else leaves its codes as they
/// stand. A string of fewer, such as «).» after a number, is shown code by code, in logical order. MuPDF, which
/// reverses across strings, is held off by an LRM after each code; PDFium leaves a bracket beside it unmirrored. U+FEFF
/// as filling would do for pdf.js too, at more controls, but ISO 19005-2, 6.2.11.7.2 forbids it.
pub(super) fn show_weak_strings_singly(codes: &mut Vec<Code<'_>>) {
    let strings = codes.chunk_by(|one, other| one.run == other.run);
    let weak: Vec<usize> = strings.filter(|codes| is_ltr_to_pdfjs(codes)).map(|codes| codes[0].run).collect();
    if weak.is_empty() {
        return;
    }
    codes.retain(|code| code.kind != Kind::MirrorGuard || !weak.contains(&code.run));
    join_to_brackets(codes, &weak);
    let spaces = codes.iter_mut().filter(|code| code.kind == Kind::Space && weak.contains(&code.run));
    spaces.for_each(strengthen_space);
    insert_around(codes, |_, code| {
        let ends = code.is_drawn() && weak.contains(&code.run);
        Around { before: None, after: ends.then_some(("\u{200E}", Kind::Last)) }
    });
}

/// An RLM before a bracket of a weak string goes onto its code: MuPDF would take the way from the bracket's left end,
/// where the RLM stood, to the right end, where the character before it ended, for a space.
fn join_to_brackets(codes: &mut Vec<Code<'_>>, weak: &[usize]) {
    let mut at = 1;
    while at < codes.len() {
        let is_apart = codes[at - 1].kind == Kind::Rlm && codes[at].is_drawn() && codes[at - 1].run == codes[at].run;
        if is_apart && weak.contains(&codes[at].run) {
            codes.remove(at - 1);
            if !codes[at - 1].has_rlm() {
                codes[at - 1].make_strong();
            }
        } else {
            at += 1;
        }
    }
}

/// A string that reads the same from both ends, such as « و », comes out right whichever way it is taken.
fn is_ltr_to_pdfjs(codes: &[Code<'_>]) -> bool {
    let texts = || codes.iter().filter(|code| !code.kind.is_added() && code.kind != Kind::Format);
    let characters = || texts().flat_map(|code| code.prefix.chars().chain(code.body.chars()));
    let counts = |c: char| c != RLM && (class::is_strong_rtl(c) || class::is_arabic_number(c));
    let (total, strong) = (characters().count(), characters().filter(|&c| counts(c)).count());
    let enough = strong > 0 && (10 * strong >= 3 * total || total <= 4);
    let mirrored = texts().map(|code| code.body).eq(texts().rev().map(|code| code.body));
    !enough && !mirrored
}
