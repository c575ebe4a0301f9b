//! Boxes: what is set of a part of a formula.
//!
//! In: glyphs, lines of text and rules. Out: [`MathBox`]es, put beside and above each other. Lengths are points; `y` grows
//! upward from the baseline.

use crate::color::Color;
use crate::text::Line;

/// A part of a formula, set.
#[derive(Clone, Debug, Default)]
pub(super) struct MathBox {
    pub(super) width: f64,
    /// Height above the baseline.
    pub(super) ascent: f64,
    /// Depth below it, positive.
    pub(super) descent: f64,
    /// How far its last letter leans over its right edge.
    pub(super) italic: f64,
    /// Where accents stand; in the middle if it is not said.
    pub(super) accent: Option<f64>,
    /// Whether it is one character, which scripts and accents come close to.
    pub(super) is_glyph: bool,
    /// Whether it is a large operator, whose subscript goes under its lean.
    pub(super) is_large: bool,
    /// What is drawn, in reading order.
    pub(super) drawn: Vec<Drawn>,
}

/// Something drawn, at a place of its box.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) color: Option<Color>,
    pub(super) mark: Mark,
}

/// What can be drawn.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// Glyphs of the face for formulas beside each other, at a size.
    Glyphs(f64, Vec<MathGlyph>),
    /// A line of text.
    Line(Line),
    /// A filled rectangle on `y`: its width and height.
    Rule(f64, f64),
}

/// A glyph; lengths are font units.
#[derive(Clone, Debug, Default)]
pub(super) struct MathGlyph {
    pub(super) id: u16,
    pub(super) advance: i32,
    pub(super) x_offset: i32,
    pub(super) y_offset: i32,
    /// What it stands for; nothing if it goes with the glyph before it.
    pub(super) text: String,
}

impl MathBox {
    /// Empty room.
    pub(super) fn space(width: f64) -> MathBox {
        MathBox { width, ..MathBox::default() }
    }

    /// A filled rectangle from `bottom` up.
    pub(super) fn rule(width: f64, bottom: f64, thickness: f64, color: Option<Color>) -> MathBox {
        let drawn = vec![Drawn { x: 0.0, y: bottom, color, mark: Mark::Rule(width, thickness) }];
        MathBox { width, ascent: bottom + thickness, descent: -bottom, drawn, ..MathBox::default() }
    }

    /// Height and depth together.
    pub(super) fn height(&self) -> f64 {
        self.ascent + self.descent
    }

    /// Adds another box at a place, without making this one wider.
    pub(super) fn place(&mut self, other: MathBox, x: f64, y: f64) {
        if !other.drawn.is_empty() || other.ascent != 0.0 || other.descent != 0.0 {
            let is_first = self.drawn.is_empty() && self.ascent == 0.0 && self.descent == 0.0;
            let (ascent, descent) = (other.ascent + y, other.descent - y);
            self.ascent = if is_first { ascent } else { self.ascent.max(ascent) };
            self.descent = if is_first { descent } else { self.descent.max(descent) };
        }
        self.drawn.extend(other.drawn.into_iter().map(|mut drawn| {
            drawn.x += x;
            drawn.y += y;
            drawn
        }));
    }

    /// Adds another box at the right.
    pub(super) fn append(&mut self, other: MathBox) {
        let width = self.width + other.width;
        (self.italic, self.is_large) = (other.italic, other.is_large);
        self.place(other, self.width, 0.0);
        self.width = width;
    }

    /// The same higher by some length.
    pub(super) fn raised(self, by: f64) -> MathBox {
        let (width, italic, accent) = (self.width, self.italic, self.accent);
        let mut raised = MathBox { width, italic, accent, ..MathBox::default() };
        raised.place(self, 0.0, by);
        raised
    }

    /// Its top and bottom the same distance from a line above the baseline.
    pub(super) fn centered_on(self, axis: f64) -> MathBox {
        let shift = axis - (self.ascent - self.descent) / 2.0;
        self.raised(shift)
    }

    /// Where accents stand.
    pub(super) fn accent(&self) -> f64 {
        self.accent.unwrap_or(self.width / 2.0)
    }
}
