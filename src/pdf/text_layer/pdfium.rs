//! What PDFium needs.
//!
//! PDFium sorts the strings of a line by where they begin, cuts the characters into segments (left-to-right; right-to-
//! left; weak: digits, separators, terminators, marks; all else neutral), and reads the segments from the right when at
//! least as many are right-to-left as left-to-right. Weak segments stay as they are, neutral ones go with the last
//! strong one, and are mirrored when that is right-to-left. So what must come first where it stands second is put
//! into a string that begins further left; only where no such place is found, a control is written.
//!
//! The codes of a line's level runs get cuts and controls.

use super::class;
use super::code::{Code, Kind};
use super::{LevelRun, ShowString};
use crate::geometry::Pt;
use crate::text::line::GlyphRun;

/// Advance of a separator that its mark is to begin left of.
const NARROW: i32 = 100;
/// How far left of its letter such a mark begins.
const BACK: i32 = 110;
/// Advance of the last of several such marks.
const LAST: i32 = 60;
/// A little.
const STEP: i32 = 10;
/// WORD JOINER and LEFT-TO-RIGHT MARK: left-to-right to PDFium, and part of what is around it to MuPDF.
const LTR: &str = "\u{2060}\u{200E}";

/// As many right-to-left segments as [`OUTWEIGHING`] has.
const MOST_SEGMENTS: usize = 8;
/// Eight right-to-left segments.
const OUTWEIGHING: &str = "\u{200F}\u{2060}\u{200F}\u{2060}\u{200F}\u{2060}\u{200F}\u{2060}\u{200F}\u{2060}\u{200F}\u{2060}\u{200F}\u{2060}\u{200F}\u{2060}";

/// The kinds of PDFium's segments.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Segment {
    Left,
    Right,
    Weak,
    Neutral,
}

impl Segment {
    fn of(character: char) -> Segment {
        match character {
            _ if class::is_strong_rtl(character) => Segment::Right,
            _ if class::is_left_in_place(character) => Segment::Weak,
            _ if class::is_strong_ltr(character) => Segment::Left,
            _ => Segment::Neutral,
        }
    }
}

/// How many more right-to-left than left-to-right segments a line has; PDFium reads it from the right when there are
/// more.
fn balance(runs: &[LevelRun<'_>]) -> i32 {
    let (mut left, mut right, mut last) = (0, 0, Segment::Neutral);
    for character in runs.iter().flat_map(|run| &run.codes).flat_map(Code::chars) {
        let segment = Segment::of(character);
        if segment != last {
            left += i32::from(segment == Segment::Left);
            right += i32::from(segment == Segment::Right);
            last = segment;
        }
    }
    if right == 0 { i32::MIN } else { right - left }
}

/// Rule 11: a line of a right-to-left paragraph with too many left-to-right segments gets further right-to-left ones at
/// its end. The result is the line's balance after that.
fn outweigh(runs: &mut [LevelRun<'_>]) -> i32 {
    let balance = balance(runs);
    let missing = 1_i32.saturating_sub(balance);
    let Some(run) = runs.iter_mut().find(|run| run.level % 2 == 1 && missing > 0) else { return balance };
    let Some(index) = run.codes.first().map(|code| code.run) else { return balance };
    let segments = OUTWEIGHING.len().min(missing as usize * OUTWEIGHING.len() / MOST_SEGMENTS);
    run.codes.insert(0, Code::blank(&OUTWEIGHING[..segments], Kind::Control, index));
    balance + missing.min(MOST_SEGMENTS as i32)
}

/// Puts the codes of a line into an order that comes out right. The result is whether PDFium reads the line from the
/// right.
pub(super) fn order(runs: &mut [LevelRun<'_>], glyph_runs: &[GlyphRun], base_level: u8) -> bool {
    let has_right = || runs.iter().flat_map(|run| &run.codes).flat_map(Code::chars).any(class::is_strong_rtl);
    let is_outweighed = base_level % 2 == 1 && has_right();
    let rtl = is_outweighed || balance(runs) > 0;
    if rtl {
        keep_brackets(runs);
    }
    for at in 0..runs.len() {
        if runs[at].level % 2 == 1 {
            separate_weak_characters(&mut runs[at].codes);
        }
        if rtl && at + 1 < runs.len() {
            let (left, right) = runs.split_at_mut(at + 1);
            order_ends(at == 0, &mut left[at], &mut right[0], glyph_runs);
        }
    }
    if let Some(last) = runs.last_mut().filter(|run| run.level % 2 == 1) {
        keep_first_hyphen(&mut last.codes);
    }
    let balance = if is_outweighed { outweigh(runs) } else { balance(runs) };
    balance > 0
}

/// A hyphen at the right end after a letter is taken for the division of a word, and the next line is joined to it: where
/// a line begins with one, an RLM comes between.
fn keep_first_hyphen(codes: &mut Vec<Code<'_>>) {
    if let Some(hyphen) = codes.last().filter(|code| code.body == "-") {
        let run = hyphen.run;
        codes.insert(codes.len() - 1, Code::rlm(run));
    }
}

/// Rule 7: brackets are written as they are in the text. A bracket that follows a right-to-left character is mirrored;
/// an LRM before it prevents that. Then it is read in visual order with the neutral characters that follow it: an RLM
/// keeps them apart.
fn keep_brackets(runs: &mut [LevelRun<'_>]) {
    let mut is_rtl = true;
    for level_run in runs.iter_mut().rev() {
        if level_run.level % 2 == 0 {
            let mut characters = level_run.codes.iter().flat_map(Code::chars);
            is_rtl &= !characters.any(class::is_strong_ltr);
            continue;
        }
        for at in (0..level_run.codes.len()).rev() {
            let code = &level_run.codes[at];
            if class::is_strong_rtl(code.first()) {
                is_rtl = true;
            } else if class::is_mirrored(code.first()) && code.is_drawn() {
                if is_rtl {
                    let guard = Code::blank(LTR, Kind::Control, code.run);
                    level_run.codes.insert(at + 1, guard);
                    is_rtl = false;
                }
                let left = at.checked_sub(1).map(|left| &level_run.codes[left]);
                if left.is_some_and(|left| class::is_neutral(left.last())) {
                    let run = level_run.codes[at].run;
                    level_run.codes.insert(at, Code::rlm(run));
                    is_rtl = true;
                }
            }
        }
    }
}

fn is_blank_mark(code: &Code<'_>) -> bool {
    code.kind == Kind::Mark && !code.is_drawn()
}

/// Rule 6: weak characters of different clusters are one segment, which comes out in visual order. A mark before a
/// separator begins left of it; other pairs get an RLM between them (rule 8: marks of one class too).
fn separate_weak_characters(codes: &mut Vec<Code<'_>>) {
    let mut places: Vec<usize> = Vec::new();
    for at in 1..codes.len() {
        let (left, code) = (&codes[at - 1], &codes[at]);
        let is_weak_pair = class::is_left_in_place(left.last()) && class::is_left_in_place(code.first());
        let is_apart = left.kind != Kind::Mark && left.kind != Kind::Control && code.kind != Kind::Control;
        let are_alike = is_blank_mark(left) && is_blank_mark(code) && class::combine_alike(left.last(), code.first());
        let is_pair = is_weak_pair && is_apart && left.body != code.body;
        if are_alike || is_pair && !begin_marks_earlier(codes, at) {
            places.push(at);
        }
    }
    insert_before(codes, &places);
}

/// Puts an RLM before each of some codes. All at once: one letter may have thousands of marks.
fn insert_before(codes: &mut Vec<Code<'_>>, places: &[usize]) {
    if places.is_empty() {
        return;
    }
    let mut places = places.iter().copied().peekable();
    let separated = std::mem::take(codes).into_iter().enumerate().flat_map(|(at, code)| {
        let rlm = places.next_if_eq(&at).map(|_| Code::rlm(code.run));
        rlm.into_iter().chain([code])
    });
    *codes = separated.collect();
}

/// Makes the marks from a place on begin left of the separator before them. They draw the letter as well: PDFium passes
/// over a string of one blank.
fn begin_marks_earlier(codes: &mut [Code<'_>], at: usize) -> bool {
    let (before, cluster) = codes.split_at_mut(at);
    let marks = cluster.iter().take_while(|code| is_blank_mark(code)).count();
    let (Some(separator), Some((marks, rest))) = (before.last_mut(), cluster.split_at_mut_checked(marks)) else {
        return false;
    };
    let ([mark, others @ ..], [base, rest @ ..]) = (marks, rest) else { return false };
    let is_of_one_run = base.run == separator.run;
    let is_shown_without = rest.iter().any(|code| code.run == base.run && code.is_drawn() && code.kind != Kind::Space);
    let room = separator.advance - NARROW;
    if !(is_of_one_run && is_shown_without && base.is_drawn() && separator.is_drawn() && room > 0) {
        return false;
    }
    (separator.cut, separator.advance) = (Some(room), NARROW);
    separator.shift -= room;
    (mark.cut, mark.advance) = (Some(-BACK), if others.is_empty() { BACK } else { BACK - LAST });
    if let Some(last) = others.last_mut() {
        last.advance = LAST;
    }
    (mark.glyphs, mark.shift) = (std::mem::take(&mut base.glyphs), base.shift + BACK);
    base.cut = Some(0);
    true
}

/// Separators after a number go into its string, with their outlines moved back to where they are; other weak characters
/// at the ends of two runs get an RLM between them.
fn order_ends<'a>(is_leftmost: bool, left: &mut LevelRun<'a>, right: &mut LevelRun<'a>, runs: &[GlyphRun]) {
    let stays = left.codes.iter().any(|code| !is_separator(code) && code.kind != Kind::Control) || is_leftmost;
    if left.level % 2 == 1 && right.level.is_multiple_of(2) && stays {
        move_separators(left, right, runs);
    }
    let (Some(last), Some(first)) = (left.codes.last(), right.codes.first()) else { return };
    let is_weak_pair = class::is_left_in_place(last.last()) && class::is_left_in_place(first.first());
    if is_weak_pair && left.level.is_multiple_of(2) {
        let run = first.run;
        right.codes.insert(0, Code::rlm(run));
    } else if is_weak_pair {
        let run = last.run;
        left.codes.push(Code::rlm(run));
    }
}

fn move_separators<'a>(left: &mut LevelRun<'a>, right: &mut LevelRun<'a>, runs: &[GlyphRun]) {
    let is_european = |code: &Code<'_>| code.chars().all(class::is_european_weak);
    if !right.codes.iter().all(is_european) {
        return;
    }
    let Some(run) = right.codes.last().map(|code| code.run) else { return };
    let width = |code: &Code<'_>| runs[code.run].size * f64::from(code.advance);
    let mut back = (right.codes.iter().map(width).sum::<Pt>() / runs[run].size).round() as i32;
    let (mut moved, mut room): (Vec<Code<'_>>, i32) = (Vec::new(), 0);
    while let Some(code) = left.codes.pop_if(|code| {
        is_separator(code) && is_alike(&runs[code.run], &runs[run]) && moved.iter().all(|other| other.body != code.body)
    }) {
        let width = code.advance;
        back += width;
        moved.push(Code { shift: code.shift - back, advance: STEP, run, ..code });
        back += STEP;
        room += width;
    }
    // No gap, which PDFium would take for a space.
    if let Some(last) = left.codes.last_mut() {
        last.advance += room;
    }
    right.codes.extend(moved);
}

/// Whether codes of one run may be shown in a string of the other.
fn is_alike(one: &GlyphRun, other: &GlyphRun) -> bool {
    let style = |run: &GlyphRun| (run.face, run.size, run.rise, run.color, run.tag);
    style(one) == style(other)
}

fn is_separator(code: &Code<'_>) -> bool {
    code.kind == Kind::Letter && code.cut.is_none() && class::is_number_like(code.first())
}

/// The words of a left-to-right run are segments, and would come in reverse order on a line that is read from the right:
/// so each begins further left than the one before it, with the space between them.
pub(super) fn order_words<'a>(strings: Vec<ShowString<'a>>, reads_from_the_right: bool) -> Vec<ShowString<'a>> {
    if !reads_from_the_right {
        return strings;
    }
    let mut ordered: Vec<ShowString<'a>> = Vec::with_capacity(strings.len());
    let mut start: Option<Pt> = None;
    for string in strings {
        if string.run.level % 2 == 1 {
            start = None;
            ordered.push(string);
            continue;
        }
        for mut word in words(string) {
            let size = word.run.size;
            if let Some(before) = start.filter(|_| word.codes[0].kind == Kind::Space) {
                let back = (((word.x - before) / size) * 1000.0).ceil() as i32 + STEP;
                word.codes[0].glyphs = &[];
                word.codes[0].advance += back;
                word.x -= size * (f64::from(back) / 1000.0);
            }
            start = Some(word.x);
            ordered.push(word);
        }
    }
    ordered
}

/// The words of a left-to-right string, each with the space before it.
fn words(string: ShowString<'_>) -> Vec<ShowString<'_>> {
    let ShowString { run, mut x, mut codes, mut goes_on, is_late } = string;
    let mut words: Vec<ShowString<'_>> = Vec::new();
    while !codes.is_empty() {
        let end = codes.iter().skip(1).position(|code| code.kind == Kind::Space).map(|at| at + 1);
        let rest = codes.split_off(end.unwrap_or(codes.len()));
        let width: i32 = codes.iter().map(|code| code.advance).sum();
        words.push(ShowString { run, x, codes, goes_on, is_late });
        x += run.size * (f64::from(width) / 1000.0);
        (codes, goes_on) = (rest, true);
    }
    words
}
