//! The face for formulas: what its table MATH says (OpenType, `MATH`), in points.
//!
//! In: a face and a size. Out: constants, glyphs, and glyphs stretched over a height or width: a larger variant, or one
//! put together from parts.

use ttf_parser::math::{Constants, GlyphAssembly, GlyphConstruction, MathValue, Table};
use ttf_parser::{Face, GlyphId};

use super::boxes::{Drawn, Mark, MathBox, MathGlyph};
use crate::color::Color;

/// Parts of an assembled glyph at most: pages high.
const MOST_PARTS: usize = 400;

/// The face, parsed.
pub(super) struct MathFace<'a> {
    face: Face<'a>,
    table: Table<'a>,
    pub(super) constants: Constants<'a>,
    units: f64,
}

/// Which way something is stretched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Vertical,
    Horizontal,
}

impl<'a> MathFace<'a> {
    /// The face, if it is one for formulas.
    pub(super) fn new(face: Face<'a>) -> Option<MathFace<'a>> {
        let table = face.tables().math?;
        let units = f64::from(face.units_per_em());
        Some(MathFace { constants: table.constants?, table, face, units })
    }

    /// A constant at a size.
    pub(super) fn at(&self, size: f64, value: impl FnOnce(&Constants<'a>) -> MathValue<'a>) -> f64 {
        f64::from(value(&self.constants).value) * size / self.units
    }

    /// Font units to the em.
    pub(super) const fn units(&self) -> f64 {
        self.units
    }

    /// The height of the line that fractions and fences are centred on.
    pub(super) fn axis(&self, size: f64) -> f64 {
        self.at(size, Constants::axis_height)
    }

    pub(super) fn glyph(&self, character: char) -> Option<GlyphId> {
        self.face.glyph_index(character).filter(|glyph| glyph.0 != 0)
    }

    fn points(&self, units: impl Into<f64>, size: f64) -> f64 {
        units.into() * size / self.units
    }

    fn advance(&self, glyph: GlyphId) -> i32 {
        i32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0))
    }

    /// Glyphs beside each other, each with what it stands for; none leaves the box empty.
    pub(super) fn set(&self, glyphs: &[(GlyphId, String)], size: f64, color: Option<Color>) -> MathBox {
        let mut set = MathBox { is_glyph: glyphs.len() == 1, ..MathBox::default() };
        let mut all = Vec::with_capacity(glyphs.len());
        for (id, text) in glyphs {
            let advance = self.advance(*id);
            self.add_ink(&mut set, *id, size, 0.0);
            set.width += self.points(advance, size);
            all.push(MathGlyph { id: id.0, advance, text: text.clone(), ..MathGlyph::default() });
        }
        if let Some(&(last, _)) = glyphs.last() {
            let info = self.table.glyph_info;
            let value = |values: Option<ttf_parser::math::MathValues<'a>>| Some(f64::from(values?.get(last)?.value));
            set.italic = value(info.and_then(|info| info.italic_corrections)).unwrap_or(0.0) * size / self.units;
            if set.is_glyph {
                let attachment = value(info.and_then(|info| info.top_accent_attachments));
                set.accent = attachment.map(|x| x * size / self.units);
            }
            set.drawn.push(Drawn { x: 0.0, y: 0.0, color, mark: Mark::Glyphs(size, all) });
        }
        set
    }

    fn add_ink(&self, set: &mut MathBox, glyph: GlyphId, size: f64, y: f64) {
        if let Some(ink) = self.face.glyph_bounding_box(glyph) {
            let (top, bottom) = (self.points(ink.y_max, size) + y, -self.points(ink.y_min, size) - y);
            let is_first = set.ascent == 0.0 && set.descent == 0.0;
            set.ascent = if is_first { top } else { set.ascent.max(top) };
            set.descent = if is_first { bottom } else { set.descent.max(bottom) };
        }
    }

    /// A glyph at least so high or wide, as far as the face goes; `None` if it does not stretch.
    pub(super) fn stretched(
        &self,
        (glyph, text): (GlyphId, &str),
        axis: Axis,
        wanted: f64,
        size: f64,
        color: Option<Color>,
    ) -> Option<MathBox> {
        let construction = self.construction(glyph, axis)?;
        let units = wanted * self.units / size;
        let fits = |variant: &ttf_parser::math::GlyphVariant| f64::from(variant.advance_measurement) >= units - 0.5;
        if let Some(variant) = construction.variants.into_iter().find(fits) {
            return Some(self.set(&[(variant.variant_glyph, text.to_owned())], size, color));
        }
        let assembled =
            construction.assembly.and_then(|assembly| self.assemble(&assembly, text, axis, units, size, color));
        assembled.or_else(|| {
            let largest = construction.variants.into_iter().last()?;
            Some(self.set(&[(largest.variant_glyph, text.to_owned())], size, color))
        })
    }

    /// The first variant that is no smaller than a large operator should be.
    pub(super) fn large(&self, glyph: GlyphId, text: &str, size: f64, color: Option<Color>) -> Option<MathBox> {
        let least = f64::from(self.constants.display_operator_min_height()) * size / self.units;
        self.stretched((glyph, text), Axis::Vertical, least, size, color)
    }

    fn construction(&self, glyph: GlyphId, axis: Axis) -> Option<GlyphConstruction<'a>> {
        let variants = self.table.variants?;
        match axis {
            Axis::Vertical => variants.vertical_constructions.get(glyph),
            Axis::Horizontal => variants.horizontal_constructions.get(glyph),
        }
    }

    /// A glyph of parts, the repeated ones as often as needed, overlapping as much as fits.
    fn assemble(
        &self,
        assembly: &GlyphAssembly<'a>,
        text: &str,
        axis: Axis,
        wanted: f64,
        size: f64,
        color: Option<Color>,
    ) -> Option<MathBox> {
        let least_overlap = f64::from(self.table.variants?.min_connector_overlap);
        let parts: Vec<_> = assembly.parts.into_iter().collect();
        let advance = |extender: bool| -> f64 {
            let of_kind = parts.iter().filter(|part| part.part_flags.extender() == extender);
            of_kind.map(|part| f64::from(part.full_advance) - least_overlap).sum()
        };
        let (fixed, repeated) = (advance(false) + least_overlap, advance(true));
        let times = if repeated > 0.0 { ((wanted - fixed) / repeated).ceil().max(0.0) } else { 0.0 };
        let times = (times as usize).min(MOST_PARTS);
        let all = parts
            .iter()
            .flat_map(|part| std::iter::repeat_n(*part, if part.part_flags.extender() { times } else { 1 }));
        let all: Vec<_> = all.collect();
        let joints = all.len().saturating_sub(1).max(1) as f64;
        let most: f64 = all.iter().map(|part| f64::from(part.full_advance)).sum();
        let most_overlap = all.windows(2).map(|pair| pair[0].end_connector_length.min(pair[1].start_connector_length));
        let most_overlap = most_overlap.min().map_or(least_overlap, f64::from).max(least_overlap);
        let overlap = ((most - wanted) / joints).clamp(least_overlap, most_overlap);
        let (mut set, mut glyphs, mut at) = (MathBox { is_glyph: true, ..MathBox::default() }, Vec::new(), 0.0);
        for (index, part) in all.iter().enumerate() {
            let text = if index == 0 { text.to_owned() } else { String::new() };
            let (x_offset, y_offset) = match axis {
                Axis::Vertical => (0, at as i32),
                Axis::Horizontal => (at as i32, 0),
            };
            glyphs.push(MathGlyph { id: part.glyph_id.0, advance: 0, x_offset, y_offset, text });
            self.add_ink(&mut set, part.glyph_id, size, self.points(f64::from(y_offset), size));
            at += f64::from(part.full_advance) - overlap;
        }
        let first = all.first()?;
        let width = match axis {
            Axis::Vertical => self.advance(first.glyph_id),
            Axis::Horizontal => (at + overlap) as i32,
        };
        glyphs[0].advance = width;
        // The parts after the first are placed from its right end.
        glyphs.iter_mut().skip(1).for_each(|glyph| glyph.x_offset -= width);
        set.width = self.points(width, size);
        set.drawn.push(Drawn { x: 0.0, y: 0.0, color, mark: Mark::Glyphs(size, glyphs) });
        Some(set)
    }
}
