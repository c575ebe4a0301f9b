//! Lines for tests, set by a small shaper: one size, bidi by UAX #9, no styles.
//!
//! In: a line's text. Out: a [`Line`] as the paragraph engine would make it; Latin goes to a face of its own.

use std::ops::Range;

use rustybuzz::{GlyphBuffer, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};

use crate::font::{FaceId, FontSet};
use crate::geometry::Pt;
use crate::text::line::{Glyph, GlyphRun, Line};

/// What the lines of a sample are set in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// Face of right-to-left runs and of everything a second face is not given for.
    pub(super) face: FaceId,
    /// Face of left-to-right runs.
    pub(super) ltr_face: FaceId,
    /// Face of every third word, if any.
    pub(super) strong_face: Option<FaceId>,
    /// Font size.
    pub(super) size: Pt,
}

/// Sets one line at its natural width.
pub(super) fn line(text: &str, fonts: &FontSet, setting: Setting) -> Line {
    let bidi = BidiInfo::new(text, Some(Level::rtl()));
    let paragraph = &bidi.paragraphs[0];
    let (levels, runs) = bidi.visual_runs(paragraph, 0..text.len());
    let mut visual_runs = Vec::new();
    let mut x = Pt::ZERO;
    for run in runs {
        let level = levels[run.start];
        let mut pieces = pieces(text, run, level, setting);
        if level.is_rtl() {
            pieces.reverse();
        }
        for (piece, face) in pieces {
            let shaped = glyph_run(text, piece, level, face, fonts, setting, x);
            x += width(&shaped, fonts);
            visual_runs.push(shaped);
        }
    }
    Line { text: text.into(), visual_runs, width: x, base_level: 1, ..Line::default() }
}

/// Cuts a level run into pieces of one face.
fn pieces(text: &str, run: Range<usize>, level: Level, setting: Setting) -> Vec<(Range<usize>, FaceId)> {
    let Some(strong) = setting.strong_face.filter(|_| level.is_rtl()) else {
        return vec![(run, if level.is_rtl() { setting.face } else { setting.ltr_face })];
    };
    let mut pieces: Vec<(Range<usize>, FaceId)> = Vec::new();
    let mut start = run.start;
    for (number, word) in text[run].split_inclusive(' ').enumerate() {
        let letters = word.trim_end().len();
        let face = if number % 3 == 1 { strong } else { setting.face };
        for (range, face) in [(start..start + letters, face), (start + letters..start + word.len(), setting.face)] {
            match pieces.last_mut() {
                Some((last, of)) if *of == face => last.end = range.end,
                _ if range.is_empty() => {}
                _ => pieces.push((range, face)),
            }
        }
        start += word.len();
    }
    pieces
}

fn glyph_run(
    text: &str,
    run: Range<usize>,
    level: Level,
    face: FaceId,
    fonts: &FontSet,
    setting: Setting,
    x: Pt,
) -> GlyphRun {
    let shaper = rustybuzz::Face::from_face(fonts.face(face).parsed().unwrap());
    let shaped = rustybuzz::shape(&shaper, &[], buffer(text, &run, level));
    GlyphRun {
        face,
        size: setting.size,
        level: level.number(),
        x,
        rise: Pt::ZERO,
        visual_glyphs: glyphs(&shaped, &run),
        text_range: run,
        color: None,
        tag: 0,
    }
}

/// The letters of a run for the shaper, with what stands beside them.
fn buffer(text: &str, run: &Range<usize>, level: Level) -> UnicodeBuffer {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&text[run.clone()]);
    buffer.set_pre_context(&text[..run.start]);
    buffer.set_post_context(&text[run.end..]);
    if level.is_rtl() {
        buffer.set_direction(rustybuzz::Direction::RightToLeft);
        buffer.set_script(rustybuzz::script::ARABIC);
    } else {
        buffer.set_direction(rustybuzz::Direction::LeftToRight);
    }
    buffer.guess_segment_properties();
    buffer
}

/// The glyphs of a run, each with its range of the text.
fn glyphs(shaped: &GlyphBuffer, run: &Range<usize>) -> Vec<Glyph> {
    let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    starts.push(run.len());
    starts.sort_unstable();
    let end = |start: usize| starts[starts.partition_point(|&other| other <= start)];
    shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .map(|(info, position)| Glyph {
            id: info.glyph_id as u16,
            text_range: (run.start + info.cluster as usize..run.start + end(info.cluster as usize)).into(),
            advance: position.x_advance,
            x_offset: position.x_offset,
            y_offset: position.y_offset,
            x_scale: 1.0,
        })
        .collect()
}

fn width(run: &GlyphRun, fonts: &FontSet) -> Pt {
    let units: i32 = run.visual_glyphs.iter().map(|glyph| glyph.advance).sum();
    run.size * (f64::from(units) / f64::from(fonts.face(run.face).metrics.units_per_em))
}

/// Sets a paragraph in lines of a measure, first fit; justified lines have their spaces on a grid of 1/100 em.
pub(super) fn paragraph(text: &str, fonts: &FontSet, setting: Setting, measure: Pt, justify: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in text.split_whitespace() {
        let longer = if current.is_empty() { word.to_owned() } else { format!("{current} {word}") };
        if !current.is_empty() && line(&longer, fonts, setting).width > measure {
            lines.push(line(&current, fonts, setting));
            current = word.to_owned();
        } else {
            current = longer;
        }
    }
    if justify {
        lines.iter_mut().for_each(|line| stretch(line, fonts, measure));
    }
    lines.push(line(&current, fonts, setting));
    lines
}

fn stretch(line: &mut Line, fonts: &FontSet, measure: Pt) {
    let spaces = line.text.matches(' ').count().max(1);
    let size = line.visual_runs[0].size;
    let missing = (measure - line.width) / size * 100.0 / spaces as f64;
    let mut owed = 0.0;
    let mut x = Pt::ZERO;
    for run in &mut line.visual_runs {
        let em = i32::from(fonts.face(run.face).metrics.units_per_em);
        for glyph in run.visual_glyphs.iter_mut().filter(|glyph| &line.text[glyph.text_range.range()] == " ") {
            owed += missing;
            let steps = owed.floor();
            owed -= steps;
            let natural = (f64::from(glyph.advance) * 100.0 / f64::from(em)).round();
            glyph.advance = ((natural + steps) * f64::from(em) / 100.0).round() as i32;
        }
        run.x = x;
        x += width(run, fonts);
    }
    line.width = x;
}
