//! The text layer: which codes a line is written with, and what each of them says.
//!
//! In: a [`Line`] of shaped glyphs. Out: [`ShowString`]s for the operator Tj (ISO 32000-1, 9.4.3), each a stretch of
//! codes of one face and size, in logical order.

mod class;
mod cluster;
pub(crate) mod code;
mod controls;
mod width;

pub(crate) use cluster::thousandths;
use code::{Code, Kind};
use controls::Neighbours;

use crate::font::FontSet;
use crate::geometry::Pt;
use crate::text::line::{GlyphRun, Line};

/// Codes of one glyph run, shown by one operator.
#[derive(Clone, Debug)]
pub(crate) struct ShowString<'a> {
    /// The run: face, size and rise.
    pub(crate) run: &'a GlyphRun,
    /// Left end, from the line's left end.
    pub(crate) x: Pt,
    /// The codes, left to right.
    pub(crate) codes: Vec<Code<'a>>,
}

/// Neighbouring runs of one embedding level, whatever their faces.
#[derive(Clone, Debug)]
pub(crate) struct LevelRun<'a> {
    level: u8,
    /// First byte of its text, by which logical order goes.
    start: usize,
    /// Codes from left to right.
    codes: Vec<Code<'a>>,
}

/// The strings of a line.
pub(crate) fn show_strings<'a>(line: &'a Line, fonts: &FontSet) -> Vec<ShowString<'a>> {
    let mut runs = level_runs(line, fonts);
    let beside = |at: usize, runs: &[LevelRun<'_>]| Neighbours { left: at > 0, right: at + 1 < runs.len() };
    for at in 0..runs.len() {
        let neighbours = beside(at, &runs);
        if runs[at].level % 2 == 1 {
            width::widen_stacked_letters(&mut runs[at].codes);
            controls::add_controls(&mut runs[at].codes, neighbours);
        }
    }
    if let Some(first) = runs.first_mut().filter(|run| run.level % 2 == 1) {
        width::hang_space_before_mark(&mut first.codes);
    }
    for run in runs.iter_mut().filter(|run| run.level % 2 == 1) {
        width::narrow_spaces(&mut run.codes);
        controls::show_weak_strings_singly(&mut run.codes);
    }
    for run in runs.iter_mut().filter(|run| run.level % 2 == 1) {
        width::make_room_for_controls(&mut run.codes);
    }
    strings_of(line, runs)
}

/// The level runs of a line, in visual order.
fn level_runs<'a>(line: &'a Line, fonts: &FontSet) -> Vec<LevelRun<'a>> {
    let mut runs: Vec<LevelRun<'a>> = Vec::new();
    for (index, run) in line.visual_runs.iter().enumerate() {
        let units_per_em = fonts.face(run.face).metrics.units_per_em;
        let source = cluster::RunText { text: &line.text, run, index, units_per_em };
        if !runs.last().is_some_and(|last| last.level == run.level) {
            runs.push(LevelRun { level: run.level, start: run.text_range.start, codes: Vec::new() });
        }
        if let Some(last) = runs.last_mut() {
            last.start = last.start.min(run.text_range.start);
            let first = last.codes.len();
            source.push_codes(&mut last.codes);
            if run.level % 2 == 1 {
                width::join_space_to_next_word(&mut last.codes, first, &line.visual_runs);
            }
        }
    }
    runs
}

/// Rule 1: the strings come in logical order, each level run in strings of its own: MuPDF reverses each stretch of
/// right-to-left characters but never orders the stretches, and pdf.js keeps the order of the file. It is the order that
/// tags want too.
fn strings_of<'a>(line: &'a Line, mut runs: Vec<LevelRun<'a>>) -> Vec<ShowString<'a>> {
    runs.sort_by_key(|run| run.start);
    let mut strings = Vec::with_capacity(line.visual_runs.len());
    for level_run in runs {
        let first = strings.len();
        strings.extend(split_by_run(line, level_run.codes));
        if level_run.level % 2 == 1 {
            strings[first..].reverse();
        }
    }
    strings
}

/// Cuts a level run where another glyph run begins, and after each [`Kind::Last`]; in visual order.
fn split_by_run<'a>(line: &'a Line, codes: Vec<Code<'a>>) -> Vec<ShowString<'a>> {
    let mut strings: Vec<ShowString<'a>> = Vec::new();
    let (mut current, mut cut, mut x) = (usize::MAX, false, Pt::ZERO);
    for code in codes {
        let run = &line.visual_runs[code.run];
        if code.run != current {
            let before = if code.is_foreign_space() { code.advance } else { 0 };
            x = run.x - run.size * (f64::from(before) / 1000.0);
        }
        let advance = run.size * (f64::from(code.advance) / 1000.0);
        let starts = cut || code.run != current;
        (current, cut) = (code.run, code.kind == Kind::Last);
        match strings.last_mut().filter(|_| !starts) {
            Some(string) => string.codes.push(code),
            None => strings.push(ShowString { run, x, codes: vec![code] }),
        }
        x += advance;
    }
    strings
}
