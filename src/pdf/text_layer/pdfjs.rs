//! What pdf.js needs.
//!
//! pdf.js puts a space between two strings only where the second begins further right; where it begins further left, as
//! in Arabic, spaces at the ends of both are lost. And it takes a mark for a part of the string before it.
//!
//! The strings of a line, in logical order, are separated by strings without width, which PDFium ignores.

use super::ShowString;
use super::class;
use super::code::{Code, Kind};
use super::mupdf;
use crate::geometry::Pt;

/// RLM and a space: no white space to pdf.js, since it begins with another character.
const SEPARATOR: &str = "\u{200F} ";
/// Beyond 0.6 em pdf.js ends a string with a space.
const APART: f64 = 0.63;

/// Puts spaces between strings, and something before their marks.
pub(super) fn separate<'a>(strings: Vec<ShowString<'a>>, line_width: Pt) -> Vec<ShowString<'a>> {
    let mut separated: Vec<ShowString<'a>> = Vec::with_capacity(strings.len() + 4);
    let mut flows = flows(strings).into_iter().peekable();
    let mut is_spaced = true;
    while let Some(mut flow) = flows.next() {
        let after_ltr = separated.last().is_some_and(|last| last.run.level % 2 == 0);
        let is_weak = after_ltr && mupdf::begins_weakly(&flow[0]);
        if begins_with_mark(&flow) || is_weak && flows.peek().is_none() {
            separated.push(starter(&flow[0]));
        } else if is_weak {
            separated.push(mupdf::starter(&flow[0]));
        }
        let separator = flows.peek().and_then(|next| {
            let has_space = ends_in_space(&flow) || begins_with_space(next);
            let was_spaced = std::mem::replace(&mut is_spaced, has_space);
            let is_back = next[0].x < ink_end(&flow);
            if !has_space || !is_back || (was_spaced && take_space(&mut flow)) {
                return None;
            }
            Some(separator(&flow, line_width))
        });
        separated.extend(flow);
        separated.extend(separator);
    }
    separated
}

/// Rule 10: pdf.js takes a string for right-to-left when 30 % of its characters are, and else leaves its codes as they
/// stand. A string of fewer, such as «).» after a number, is shown code by code, in logical order.
pub(super) fn show_weak_singly<'a>(flow: Vec<ShowString<'a>>) -> Vec<Vec<ShowString<'a>>> {
    if flow.len() > 1 || !is_ltr_to_pdfjs(&flow[0].codes) {
        return vec![flow];
    }
    let mut singly: Vec<Vec<ShowString<'a>>> = Vec::new();
    for ShowString { run, mut x, codes, .. } in flow {
        let mut goes_on = false;
        for code in codes {
            let advance = run.size * (f64::from(code.advance) / 1000.0);
            // A space, or an RLM, stays with what follows it on the line, and a guard with its bracket.
            let is_rlm = code.kind == Kind::Control && class::is_strong_rtl(code.first());
            let is_guard = code.kind == Kind::Control && !is_rlm;
            let next_goes_on = is_rlm || code.kind == Kind::Space;
            match singly.last_mut().filter(|_| goes_on || is_guard) {
                Some(single) => single[0].codes.push(code),
                None => singly.push(vec![ShowString { run, x, codes: vec![code], goes_on: false, is_late: false }]),
            }
            x += advance;
            goes_on = next_goes_on;
        }
    }
    singly.reverse();
    singly
}

/// A string that reads the same from both ends, such as « و », comes out right whichever way it is taken.
fn is_ltr_to_pdfjs(codes: &[Code<'_>]) -> bool {
    let texts = || codes.iter().filter(|code| !matches!(code.kind, Kind::Control | Kind::Format));
    let characters = || texts().flat_map(Code::chars);
    let counts = |&c: &char| class::is_strong_rtl(c) || class::is_arabic_number(c);
    let (total, strong) = (characters().count(), characters().filter(counts).count());
    let enough = strong > 0 && (10 * strong >= 3 * total || total <= 4);
    !enough && !texts().map(|code| code.body).eq(texts().rev().map(|code| code.body))
}

/// Strings that pdf.js takes as one.
type Flow<'a> = Vec<ShowString<'a>>;

fn flows(strings: Vec<ShowString<'_>>) -> Vec<Flow<'_>> {
    let mut flows: Vec<Flow<'_>> = Vec::with_capacity(strings.len());
    for string in strings {
        match flows.last_mut().filter(|_| string.goes_on) {
            Some(flow) => flow.push(string),
            None => flows.push(vec![string]),
        }
    }
    flows
}

/// Lets the last letter of a left-to-right run say the space after it.
fn take_space(flow: &mut Flow<'_>) -> bool {
    let is_ltr = |string: &ShowString<'_>| {
        let mut characters = string.codes.iter().flat_map(Code::chars);
        string.run.level.is_multiple_of(2) && !characters.any(|c| class::is_strong_rtl(c) || class::is_arabic_number(c))
    };
    if !flow.iter().all(is_ltr) {
        return false;
    }
    let Some(string) = flow.last_mut() else { return false };
    let last = string.codes.iter_mut().rev().find(|code| code.kind != Kind::Space);
    let Some(letter) = last.filter(|code| code.kind == Kind::Letter) else { return false };
    letter.is_spaced = true;
    true
}

/// It stands beyond the right end of the line, where no word of poppler's is cut by it.
fn separator<'a>(flow: &Flow<'a>, line_width: Pt) -> ShowString<'a> {
    separator_at(&flow[flow.len() - 1], ink_end(flow).max(line_width))
}

/// A separator in the font of a string, right of what ends at a place.
pub(super) fn separator_at<'a>(string: &ShowString<'a>, end: Pt) -> ShowString<'a> {
    invisible(string, end + string.run.size * APART, 0)
}

/// What a string with a mark at its left end begins with; it has a width, so that pdf.js knows where it is.
fn starter<'a>(string: &ShowString<'a>) -> ShowString<'a> {
    invisible(string, string.x, 1)
}

/// A separator in the font of a string.
fn invisible<'a>(string: &ShowString<'a>, x: Pt, advance: i32) -> ShowString<'a> {
    let codes = vec![Code { advance, ..Code::blank(SEPARATOR, Kind::Control, string.codes[0].run) }];
    ShowString { run: string.run, x, codes, goes_on: false, is_late: false }
}

/// Right end of what is not a space.
fn ink_end(flow: &Flow<'_>) -> Pt {
    end_of(flow).unwrap_or(flow[0].x)
}

/// The same of any strings, if they have something drawn.
pub(super) fn end_of(strings: &[ShowString<'_>]) -> Option<Pt> {
    let end = |string: &ShowString<'_>| {
        let codes = string.codes.iter().rposition(Code::is_drawn_letter)? + 1;
        let width: i32 = string.codes[..codes].iter().map(|code| code.advance).sum();
        Some(string.x + string.run.size * (f64::from(width) / 1000.0))
    };
    strings.iter().filter_map(end).reduce(Pt::max)
}

/// First and last code in logical order; the codes of controls are none.
fn ends<'s, 'a>(flow: &'s Flow<'a>) -> Option<(&'s Code<'a>, &'s Code<'a>)> {
    let mut codes = flow.iter().flat_map(|string| &string.codes).filter(|code| code.kind != Kind::Control);
    let first = codes.next()?;
    let last = codes.next_back().unwrap_or(first);
    Some(if flow[0].run.level % 2 == 1 { (last, first) } else { (first, last) })
}

fn ends_in_space(flow: &Flow<'_>) -> bool {
    ends(flow).is_some_and(|(_, last)| last.kind == Kind::Space)
}

fn begins_with_space(flow: &Flow<'_>) -> bool {
    ends(flow).is_some_and(|(first, _)| first.kind == Kind::Space)
}

fn begins_with_mark(flow: &Flow<'_>) -> bool {
    let first = flow[0].codes.iter().find(|code| code.kind != Kind::Space);
    first.is_some_and(|code| code.kind == Kind::Mark && class::is_mark(code.first()))
}
