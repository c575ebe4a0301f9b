//! From boxes to what stands on a line of text.
//!
//! In: the box of a formula. Out: its glyphs as runs of a line, each at its height, with the text that they stand for,
//! and its rules.

use std::sync::Arc;

use crate::color::Color;
use crate::font::FaceId;
use crate::geometry::{Point, Pt, Size};
use crate::text::{Glyph, GlyphRun, Line, ObjectContent, ObjectRule};

use super::boxes::{Drawn, Mark, MathBox, MathGlyph};

/// A formula, or a piece of one, set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetFormula {
    /// Its width.
    pub width: Pt,
    /// Height above the baseline.
    pub ascent: Pt,
    /// Depth below it, positive.
    pub descent: Pt,
    /// Its glyphs and rules.
    pub content: Arc<ObjectContent>,
}

/// Takes a box apart.
pub(super) fn flatten(set: MathBox, face: FaceId) -> SetFormula {
    let mut content = ObjectContent::default();
    for Drawn { x, y, color, mark } in set.drawn {
        match mark {
            Mark::Rule(width, height) => content.rules.push(ObjectRule {
                origin: Point { x: Pt(x), y: Pt(-y - height) },
                size: Size { width: Pt(width), height: Pt(height) },
                color,
                tag: 0,
            }),
            Mark::Line(line) => push_line(&mut content, line, x, y),
            Mark::Glyphs(size, glyphs) => push_glyphs(&mut content, &glyphs, face, size, (x, y), color),
        }
    }
    SetFormula {
        width: Pt(set.width.max(0.0)),
        ascent: Pt(set.ascent.max(0.0)),
        descent: Pt(set.descent.max(0.0)),
        content: Arc::new(content),
    }
}

fn push_line(content: &mut ObjectContent, line: Line, x: f64, y: f64) {
    let start = content.text.len();
    content.text.push_str(&line.text);
    for mut run in line.visual_runs {
        run.x += Pt(x);
        run.rise += Pt(y);
        run.text_range = run.text_range.start + start..run.text_range.end + start;
        for glyph in &mut run.visual_glyphs {
            let range = glyph.text_range.range();
            glyph.text_range = (range.start + start..range.end + start).into();
        }
        content.runs.push(run);
    }
}

fn push_glyphs(
    content: &mut ObjectContent,
    glyphs: &[MathGlyph],
    face: FaceId,
    size: f64,
    (x, y): (f64, f64),
    color: Option<Color>,
) {
    let start = content.text.len();
    let mut visual_glyphs = Vec::with_capacity(glyphs.len());
    let mut range = start..start;
    for glyph in glyphs {
        if !glyph.text.is_empty() || range.is_empty() {
            range = content.text.len()..content.text.len() + glyph.text.len();
            content.text.push_str(&glyph.text);
        }
        visual_glyphs.push(Glyph {
            id: glyph.id,
            text_range: range.clone().into(),
            advance: glyph.advance,
            x_offset: glyph.x_offset,
            y_offset: glyph.y_offset,
            x_scale: 1.0,
        });
    }
    let text_range = start..content.text.len();
    let (size, x, rise) = (Pt(size), Pt(x), Pt(y));
    content.runs.push(GlyphRun { face, size, level: 0, x, rise, text_range, visual_glyphs, color, tag: 0 });
}

impl SetFormula {
    /// Pieces beside each other.
    #[must_use]
    pub fn joined(pieces: Vec<SetFormula>) -> SetFormula {
        let mut whole = SetFormula::default();
        let mut content = ObjectContent::default();
        for piece in pieces {
            let (x, start) = (whole.width, content.text.len());
            let piece_content = Arc::unwrap_or_clone(piece.content);
            content.text.push_str(&piece_content.text);
            for mut run in piece_content.runs {
                run.x += x;
                run.text_range = run.text_range.start + start..run.text_range.end + start;
                for glyph in &mut run.visual_glyphs {
                    let range = glyph.text_range.range();
                    glyph.text_range = (range.start + start..range.end + start).into();
                }
                content.runs.push(run);
            }
            content.rules.extend(piece_content.rules.into_iter().map(|mut rule| {
                rule.origin.x += x;
                rule
            }));
            whole.width += piece.width;
            whole.ascent = whole.ascent.max(piece.ascent);
            whole.descent = whole.descent.max(piece.descent);
        }
        SetFormula { content: Arc::new(content), ..whole }
    }

    /// A line that holds nothing else.
    #[must_use]
    pub fn into_line(self) -> Line {
        let content = Arc::unwrap_or_clone(self.content);
        Line {
            text: content.text,
            visual_runs: content.runs,
            width: self.width,
            ink_ascent: self.ascent,
            ink_descent: self.descent,
            ..Line::default()
        }
    }
}
