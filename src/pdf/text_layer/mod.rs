//! The text layer: which codes a line is written with, and what each of them says.
//!
//! In: a [`Line`] of shaped glyphs. Out: [`ShowString`]s for the operator Tj (ISO 32000-1, 9.4.3), each a stretch of
//! codes of one face and size, in logical order.
//!
//! How Arabic is written decides what people can search, copy and hear. Readers disagree, but each goes by something
//! else, so each is served by what the others do not see:
//!
//! - PDFium (Chrome, Edge) goes by where strings begin, and passes over a string of one blank code;
//! - pdf.js (Firefox) goes by the order of the file, passes over codes that end in a format character, and puts a space
//!   where a string begins more than 0.6 em right of the end of the last;
//! - MuPDF goes by the order of the file and by the directions of characters;
//! - poppler goes by x alone, so what it needs comes at the end of the page.
//!
//! So most controls are in strings of one blank, and PDFium gets its order from where strings begin. What it does get is
//! an LRM and an RLM at brackets (rule 7), an RLM between weak characters that nothing else keeps in order (rule 6), and
//! RLM and WJ on lines of a right-to-left paragraph with more Latin words than Arabic ones (rule 11). A number has no
//! control beside it in an article. Words letter for letter, and in brackets with controls dropped, in percent and in
//! order, in PDFium 159 / pdf.js 4.10 / MuPDF 1.28 / poppler 22.12, and phrases that Chrome's search finds, default
//! face, justified lines:
//!
//! | | news article | Markdown sample | vocalised prose | mixed lines |
//! |---|---|---|---|---|
//! | PDFium | 100 (100) | 94.9 (99.7) | 100 (100) | 91.5 (98.5) |
//! | pdf.js | 100 (100) | 100 (100) | 100 (100) | 99.2 (99.2) |
//! | MuPDF | 99.1 (99.7) | 92.1 (98.1) | 100 (100) | 83.8 (93.8) |
//! | poppler | 93.7 (99.1) | 81.8 (97.8) | 89.9 (100) | 66.9 (90.0) |
//! | Chrome's search | 100 | 99.0 | 98.7 | 92.1 |
//! | with all controls in PDFium's sight, PDFium | 88.8 (100) | 76.8 (99.6) | 87.2 (100) | 43.8 (73.8) |
//!
//! In PDFium whole addresses and words such as «U+0600» or «Software:» in Arabic lines stay in pieces: each of their
//! segments would have to begin left of the one before it, and what it would begin with shows. A line that ends in
//! ranges (20-25) has an RLM at both sides of the dash. In poppler a number or comma has an RLM after it: without, it
//! comes after the space that follows (article 89 with controls dropped). Digits of an Arabic-Indic number with codes of
//! their own come out backwards in MuPDF, so it is one code.
//!
//! `/ActualText` is not used: on structure elements it ruins MuPDF's text and helps nobody; pdf.js does not read it, and
//! PDFium, which puts it in place of the codes, orders it as it orders them.
//!
//! `/ViewerPreferences /Direction /R2L` makes PDFium read *every* line from the right, English ones too: on mixed lines
//! 43.8 instead of 65 % of words, and none of 79 Latin phrases. It is written on request alone.

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
    let reads_from_the_right = pdfium::order(&mut runs, &line.visual_runs, line.base_level);
    for run in runs.iter_mut().filter(|run| run.level % 2 == 1) {
        width::narrow_spaces(&mut run.codes);
        width::make_room_for_controls(&mut run.codes);
    }
    poppler::end_sections(&mut runs);
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
