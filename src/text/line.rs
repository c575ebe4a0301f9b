//! The engine's result: lines of glyphs that remember the text they stand for.
//!
//! In: shaped runs cut at a break. Out: [`Line`] with its [`GlyphRun`]s in visual order (left to right, after rule L2
//! of UAX #9). Glyph measures are in font units of their face; positions on the line are in points.

use std::ops::Range;

use crate::font::FaceId;
use crate::geometry::Pt;

/// One set line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The line's text in logical order, without white space at its end.
    pub text: String,
    /// Byte offset of `text` in the paragraph's text.
    pub text_start: usize,
    /// Runs in visual order, left to right.
    pub visual_runs: Vec<GlyphRun>,
    /// Sum of all advances.
    pub width: Pt,
    /// Ink and font ascent above the baseline, whichever is higher.
    pub ascent: Pt,
    /// The same below the baseline, positive.
    pub descent: Pt,
    /// Embedding level of the paragraph: odd is right to left.
    pub base_level: u8,
}

/// Glyphs of one face, size, style and embedding level.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphRun {
    /// The face the glyph ids belong to.
    pub face: FaceId,
    /// Font size.
    pub size: Pt,
    /// UAX #9 embedding level: odd runs right to left.
    pub level: u8,
    /// Left edge, from the line's left edge.
    pub x: Pt,
    /// Distance by which the baseline is raised.
    pub rise: Pt,
    /// Range of [`Line::text`] that the run stands for.
    pub text_range: Range<usize>,
    /// Glyphs in visual order, left to right.
    pub visual_glyphs: Vec<Glyph>,
    /// The mark that the caller gave the run's style; `layout/` finds links by it.
    pub tag: u32,
}

/// One glyph; glyphs of the same `text_range` form a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Glyph index in the face; 0 is the visible box for a character that no face has.
    pub id: u16,
    /// Range of [`Line::text`] that its cluster stands for.
    pub text_range: Range<usize>,
    /// How far the pen moves to the right, in font units.
    pub advance: i32,
    /// Displacement to the right when drawn, in font units.
    pub x_offset: i32,
    /// Displacement upward when drawn, in font units.
    pub y_offset: i32,
    /// Horizontal scale of the outline: 1 but for a stretched tatweel.
    pub x_scale: f32,
}
