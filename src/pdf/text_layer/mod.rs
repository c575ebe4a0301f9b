//! The text layer: which codes a line is written with, and what each of them says.
//!
//! In: a [`Line`] of shaped glyphs. Out: [`ShowString`]s for the operator Tj (ISO 32000-1, 9.4.3), each a stretch of
//! codes of one face and size, in logical order.
//!
//! How Arabic is written decides what people can search, copy and hear. The rules are numbered, and each says which
//! reader needs it. Rules 1 to 4 and the shares of lam-alef add nothing to the text; the others add invisible controls,
//! and were kept because without them words are lost. Words in order, in percent, in poppler 22.12 / PDFium 159 /
//! pdf.js 4.10 / MuPDF 1.28, Amiri, justified lines, where A is a news article, V vocalised prose, M lines full of
//! numbers, Latin, brackets and addresses:
//!
//! | | A | V | M |
//! |---|---|---|---|
//! | all rules | 100 / 99.7 / 100 / 100 | 100 / 100 / 100 / 100 | 100 / 96 / 100 / 99.2 |
//! | without 4 for wide spaces | = | = | pdf.js 98 |
//! | without 5 | pdf.js 97 | = | pdf.js 77 |
//! | without 6, leftmost code | MuPDF 99.4 | = | MuPDF 91 |
//! | without 6, separators and digits made strong | MuPDF 94 | = | MuPDF 94 |
//! | without 6, RLM beside separators for poppler | poppler 91 | poppler 83 | poppler 83 |
//! | without 6, RLM between weak clusters | = | PDFium 93 | = |
//! | without 6, RLM before a left-to-right run | poppler 97 | = | poppler 70, PDFium 94 |
//! | without 7 | = | PDFium 98.6 | PDFium 90 |
//! | without 10 | = | = | pdf.js 98 |
//!
//! Rule 8 shows only in Qur'anic text (PDFium 98.6 without it), and costs nothing elsewhere. U+FEFF, which would serve
//! rule 10 with fewer strings, is not allowed in PDF/A.
//!
//! An article carries 50 to 90 controls, as it has numbers and Latin, and keeps 82 to 88 % of its words without any; 88
//! to 93 % in pdf.js, which drops them. Tried and left out, since no reader gained: RLM and WJ pairs at the end of
//! lines with much Latin. U+06DD as a string of its own right of its number gives poppler the verse numbers that it
//! loses in Qur'anic text (91.9 to 100), but takes as many from PDFium, and more from pdf.js. Whole addresses stay in
//! pieces in PDFium. Several faces on a line cost a control at each change of face (rule 5).

mod class;
mod cluster;
pub(super) mod code;
mod mupdf;
mod pdfium;
mod pdfjs;
mod poppler;
mod width;

pub(super) use cluster::thousandths;
use code::Code;

use crate::font::FontSet;
use crate::geometry::{Point, Pt};
use crate::text::line::{GlyphRun, Line};

/// Codes of one glyph run, shown by one operator.
#[derive(Clone, Debug)]
pub(super) struct ShowString<'a> {
    /// The run: face, size and rise.
    pub(super) run: &'a GlyphRun,
    /// Left end, from the line's left end.
    pub(super) x: Pt,
    /// The codes, left to right.
    pub(super) codes: Vec<Code<'a>>,
    /// Whether it was cut off from the string before it for PDFium.
    goes_on: bool,
    /// Whether it is shown after all else on the page.
    pub(super) is_late: bool,
}

/// Neighbouring runs of one embedding level, whatever their faces.
#[derive(Clone, Debug)]
struct LevelRun<'a> {
    level: u8,
    /// First byte of its text, by which logical order goes.
    start: usize,
    /// Codes from left to right.
    codes: Vec<Code<'a>>,
}

/// The strings of a line.
#[inline(never)]
pub(super) fn show_strings<'a>(line: &'a Line, fonts: &FontSet) -> Vec<ShowString<'a>> {
    let mut runs = level_runs(line, fonts);
    runs.iter_mut().filter(|run| run.level % 2 == 1).for_each(|run| width::widen_stacked_letters(&mut run.codes));
    pdfium::order(&mut runs, &line.visual_runs, line.base_level);
    for run in runs.iter_mut().filter(|run| run.level % 2 == 1) {
        width::narrow_spaces(&mut run.codes);
        width::make_room_for_controls(&mut run.codes);
    }
    poppler::end_sections(&mut runs);
    let reads_from_the_right = pdfium::reads_from_the_right(&runs);
    let (strings, late) = strings_of(line, runs);
    let strings = pdfium::order_words(strings, reads_from_the_right);
    let mut strings = pdfjs::separate(strings, line.width);
    strings.extend(late);
    strings
}

/// Keeps the lines of a page that stand on one baseline apart, as a number and its item or the cells of a row.
pub(super) fn separate_lines(lines: &mut [(Point, Vec<ShowString<'_>>)]) {
    let mut before: Option<(Pt, Pt)> = None;
    for (origin, strings) in lines {
        let end = pdfjs::end_of(strings).map(|end| origin.x + end);
        let on_baseline = before.filter(|&(y, _)| y == origin.y).map(|(_, end)| end);
        if let (Some(right), Some(first)) = (on_baseline, strings.first())
            && origin.x + first.x < right
        {
            strings.insert(0, pdfjs::separator_at(first, right - origin.x));
        }
        let right = end.into_iter().chain(on_baseline).reduce(Pt::max);
        before = right.map(|right| (origin.y, right));
    }
}

/// The level runs of a line, in visual order.
fn level_runs<'a>(line: &'a Line, fonts: &FontSet) -> Vec<LevelRun<'a>> {
    let mut runs: Vec<LevelRun<'a>> = Vec::new();
    for (index, run) in line.visual_runs.iter().enumerate() {
        let units_per_em = fonts.face(run.face).metrics.units_per_em;
        let source = cluster::RunText { text: &line.text, run, index, units_per_em };
        if runs.last().is_none_or(|last| last.level != run.level) {
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
/// right-to-left characters but never orders the stretches, and pdf.js keeps the order of the file. It is the order
/// that tags want too. Beside them, what is shown late.
fn strings_of<'a>(line: &'a Line, mut runs: Vec<LevelRun<'a>>) -> (Vec<ShowString<'a>>, Vec<ShowString<'a>>) {
    runs.sort_by_key(|run| run.start);
    let (mut strings, mut late) = (Vec::with_capacity(line.visual_runs.len()), Vec::new());
    for level_run in runs {
        let level = level_run.level;
        let mut of_runs = split_by_run(line, level_run, &mut late);
        if level % 2 == 1 {
            of_runs.reverse();
            of_runs = of_runs.into_iter().flat_map(pdfjs::show_weak_singly).collect();
        }
        strings.extend(of_runs.into_iter().flatten());
    }
    (strings, late)
}

/// Cuts a level run where another glyph run begins, and these where a code says so; in visual order.
fn split_by_run<'a>(
    line: &'a Line,
    level_run: LevelRun<'a>,
    late: &mut Vec<ShowString<'a>>,
) -> Vec<Vec<ShowString<'a>>> {
    let mut runs: Vec<Vec<ShowString<'a>>> = Vec::new();
    let (mut current, mut x, mut was_alone) = (usize::MAX, Pt::ZERO, false);
    let alone = mupdf::shown_alone(&level_run.codes, level_run.level);
    for (code, is_alone) in level_run.codes.into_iter().zip(alone) {
        let run = &line.visual_runs[code.run];
        let em = |thousandths: i32| run.size * (f64::from(thousandths) / 1000.0);
        if code.run != current {
            let before = if code.is_foreign_space() { code.advance } else { 0 };
            x = run.x - em(before);
        }
        let begins = code.run != current || is_alone != was_alone;
        if begins {
            runs.push(Vec::new());
        }
        (current, was_alone) = (code.run, is_alone);
        if code.ends_section {
            let (x, codes) = (x + em(code.cut.unwrap_or(0) - 20), vec![Code::rlm(code.run)]);
            late.push(ShowString { run, x, codes, goes_on: false, is_late: true });
        }
        x += em(code.cut.unwrap_or(0));
        let next = x + em(code.advance);
        let Some(strings) = runs.last_mut() else { continue };
        match strings.last_mut().filter(|_| code.cut.is_none() && !begins) {
            Some(string) => string.codes.push(code),
            None => strings.push(ShowString { run, x, codes: vec![code], goes_on: !begins, is_late: false }),
        }
        x = next;
    }
    runs
}

#[cfg(test)]
mod tests;
