//! A face to shape with, and the ink of its glyphs.
//!
//! In: a face. Out: the box of a glyph's outline in font units, found by walking the outline once and remembered:
//! a text of thousands of words is set with a few hundred glyphs.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::fast::FixedState;
use rustybuzz::Face;
use rustybuzz::ttf_parser::{GlyphId, Rect};

use crate::font::Font;

/// A parsed face that remembers the boxes of its glyphs.
pub(super) struct InkedFace<'f> {
    face: Face<'f>,
    boxes: RefCell<HashMap<u16, Option<Rect>, FixedState>>,
}

impl<'f> InkedFace<'f> {
    /// Parses a face at its weight; `None` where it cannot be read.
    pub(super) fn parse(font: &'f Font) -> Option<InkedFace<'f>> {
        Some(InkedFace { face: Face::from_face(font.parsed()?), boxes: RefCell::default() })
    }

    /// The face for the shaper.
    pub(super) fn face(&self) -> &Face<'f> {
        &self.face
    }

    /// The box of a glyph's outline; `None` for one without outline.
    pub(super) fn ink(&self, glyph: u16) -> Option<Rect> {
        let measure = || self.face.glyph_bounding_box(GlyphId(glyph));
        *self.boxes.borrow_mut().entry(glyph).or_insert_with(measure)
    }
}
