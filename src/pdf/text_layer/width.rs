//! Where the pen stands (rules 3 and 4, the hanging code of rule 5, room for controls).
//!
//! In: the codes of one right-to-left level run. Out: the same with advances moved between neighbours; every outline
//! stays where the shaper put it. All measures are in thousandths of an em.

use super::class;
use super::code::{Code, Kind};
use crate::text::line::GlyphRun;

/// Below this a letter's marks lie on those of its neighbour.
const LEAST_LETTER: i32 = 130;
/// A space that pdf.js still takes for one, and MuPDF does not yet double.
const NARROW_SPACE: i32 = 90;
/// Beyond 0.6 em pdf.js takes a space for a gap between columns and leaves the words at its sides in visual order.
const WIDE_SPACE: i32 = 550;
/// Room of an added control.
const CONTROL: i32 = 10;
/// How many codes away what lends it this room may be.
const FARTHEST: usize = 64;

/// Rule 3: a letter that hardly advances (Amiri stacks letters) borrows from a neighbour; else equal marks at both its
/// sides stand at one x, and poppler and PDFium drop one of them as a duplicate.
pub(super) fn widen_stacked_letters(codes: &mut [Code<'_>]) {
    for at in 0..codes.len() {
        if !is_wide_letter(&codes[at]) || codes[at].advance >= LEAST_LETTER {
            continue;
        }
        let need = LEAST_LETTER - codes[at].advance;
        let lends =
            |code: &Code<'_>| is_wide_letter(code) && code.run == codes[at].run && code.advance - need >= LEAST_LETTER;
        let right = codes[at + 1..].iter().position(Code::is_drawn).map(|steps| at + 1 + steps);
        let left = codes[..at].iter().rposition(Code::is_drawn);
        if let Some(right) = right.filter(|&right| lends(&codes[right])) {
            codes[right].shift -= need;
            codes[right].advance -= need;
            codes[at].advance += need;
        } else if let Some(left) = left.filter(|&left| lends(&codes[left])) {
            codes[left].advance -= need;
            codes[at].shift += need;
            codes[at].advance += need;
        }
    }
}

fn is_wide_letter(code: &Code<'_>) -> bool {
    code.kind == Kind::Letter && code.is_drawn() && class::is_arabic_letter(code.first())
}

/// Rule 4: a space at the left end of a word whose leftmost code is a mark: pdf.js gives marks no place and would take
/// the space for one inside the word. The space becomes narrow and the word's leftmost base takes the rest as room. A
/// very wide space of a loose line does the same with what is beyond [`WIDE_SPACE`].
pub(super) fn narrow_spaces(codes: &mut [Code<'_>]) {
    for at in 0..codes.len() {
        if codes[at].kind != Kind::Space {
            continue;
        }
        let Some(next) = position_from(codes, at + 1, |code| code.kind != Kind::Control) else { continue };
        if let Some(room) = codes[at].cut.or(codes[next].cut) {
            lend_to_the_left(codes, at, room);
            continue;
        }
        let before_mark = codes[next].kind == Kind::Mark && !codes[next].is_drawn();
        let width = if before_mark { NARROW_SPACE } else { WIDE_SPACE };
        let rest = codes[at].advance - width;
        let Some(base) = position_from(codes, next, |code| code.is_drawn()) else { continue };
        if rest > CONTROL && codes[base].run == codes[at].run {
            codes[at].advance = width;
            codes[base].shift += rest;
            codes[base].advance += rest;
        }
    }
}

/// Before a code that begins further right, the letter at the left takes what a wide space has too much.
fn lend_to_the_left(codes: &mut [Code<'_>], at: usize, room: i32) {
    let rest = codes[at].advance + room.max(0) - WIDE_SPACE;
    if let Some(left) = at.checked_sub(1).filter(|&left| codes[left].is_drawn() && codes[left].run == codes[at].run)
        && rest > 0
    {
        codes[left].advance += rest;
        match &mut codes[at].cut {
            Some(cut) => *cut -= rest,
            None => codes[at].advance -= rest,
        }
    }
}

fn position_from(codes: &[Code<'_>], start: usize, test: impl Fn(&Code<'_>) -> bool) -> Option<usize> {
    codes.get(start..)?.iter().position(test).map(|steps| start + steps)
}

/// A space goes into the string of the word at its right, whatever face it was set in: a string that began with the
/// word's marks would lose them, in pdf.js. `first` is the first code of the run at the right.
pub(super) fn join_space_to_next_word(codes: &mut [Code<'_>], first: usize, runs: &[GlyphRun]) {
    let (before, after) = codes.split_at_mut(first);
    if let (Some(space), Some(word)) = (before.last_mut(), after.first())
        && space.kind == Kind::Space
    {
        let sizes = runs[space.run].size / runs[word.run].size;
        space.advance = (f64::from(space.advance) * sizes).round() as i32;
        space.run = word.run;
        space.glyphs = &[];
    }
}

/// Each added control gets a little width from a neighbour: poppler sorts by x, and needs distinct ones.
pub(super) fn make_room_for_controls(codes: &mut [Code<'_>]) {
    for at in 0..codes.len() {
        if codes[at].kind != Kind::Control || codes[at].advance != 0 {
            continue;
        }
        let run = codes[at].run;
        let lends = |code: &Code<'_>| code.run == run && code.advance >= 8 * CONTROL;
        let nearest = at.saturating_sub(FARTHEST);
        let (before, after) = (&codes[nearest..at], &codes[at + 1..codes.len().min(at + 1 + FARTHEST)]);
        if let Some(lender) = before.iter().rposition(lends).map(|steps| nearest + steps) {
            codes[lender].advance -= CONTROL;
            codes[lender + 1..at].iter_mut().for_each(|code| code.shift += CONTROL);
            codes[at].advance = CONTROL;
        } else if let Some(lender) = after.iter().position(lends).map(|steps| at + 1 + steps) {
            codes[lender].advance -= CONTROL;
            codes[at + 1..=lender].iter_mut().for_each(|code| code.shift -= CONTROL);
            codes[at].advance = CONTROL;
        }
    }
}
