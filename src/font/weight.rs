//! The weights of a face: those that a file is drawn in, and those that a variable font can take.
//!
//! In: a parsed font file. Out: the one or two faces that a text needs, regular and bold, each with the place on the
//! `wght` axis (OpenType, `fvar`) where a variable font has them. Other axes stay at their default.

use ttf_parser::{Face, Tag};

/// The registered axis of weights.
const WGHT: Tag = Tag::from_bytes(b"wght");
/// From this class on a face is the bold one of its family.
const BOLD_FROM: f32 = 600.0;

/// Regular or bold, the two weights that a text uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Weight class 400.
    #[default]
    Regular,
    /// Weight class 700.
    Bold,
}

impl Weight {
    /// The weight class of `OS/2` and CSS.
    #[must_use]
    pub const fn class(self) -> u16 {
        match self {
            Weight::Regular => 400,
            Weight::Bold => 700,
        }
    }
}

/// Where on its axis of weights a variable font is used, in units of the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightAxis {
    /// The lightest weight that the font has.
    pub least: f32,
    /// The darkest.
    pub most: f32,
    /// The weight of this face.
    pub value: f32,
}

/// The weights that a file serves for. A variable font serves for regular and bold text, each at the weight nearest to
/// 400 and 700 that its axis has; where none is as dark as bold, or as light as regular, only for the other.
pub(super) fn weights(face: &Face<'_>) -> Vec<(Weight, Option<WeightAxis>)> {
    let of_class = |class: f32| if class >= BOLD_FROM { Weight::Bold } else { Weight::Regular };
    let axis = face.variation_axes().into_iter().find(|axis| axis.tag == WGHT && axis.min_value <= axis.max_value);
    let Some(axis) = axis else { return vec![(of_class(f32::from(face.weight().to_number())), None)] };
    let (least, most) = (axis.min_value, axis.max_value);
    let at = |weight: Weight| WeightAxis { least, most, value: f32::from(weight.class()).clamp(least, most) };
    let wanted = [Weight::Regular, Weight::Bold].map(|weight| (weight, at(weight)));
    let served = wanted.into_iter().filter(|(weight, axis)| of_class(axis.value) == *weight);
    served.map(|(weight, axis)| (weight, Some(axis))).collect()
}

/// Sets a parsed file to a weight.
pub(super) fn set(face: &mut Face<'_>, axis: Option<WeightAxis>) {
    // A font without the axis stays as it is.
    let _ = axis.and_then(|axis| face.set_variation(WGHT, axis.value));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::{Font, FontSet, Script};

    const VARIABLE: &[u8] = include_bytes!("../../tests/fonts/TrialVariable.ttf");

    /// Compares the faces that a variable font gives with its axis rewritten to go from one weight to another.
    fn check(least: u16, most: u16, expected: &[(Weight, f32)]) {
        let mut file = VARIABLE.to_vec();
        let axis = file.windows(6).position(|bytes| bytes == b"wght\x01\x90").unwrap();
        for (at, value) in [(4, least), (8, least), (12, most)] {
            file[axis + at..axis + at + 2].copy_from_slice(&value.to_be_bytes());
        }
        let faces = Font::load("a.ttf", file).unwrap();
        let given: Vec<_> = faces.iter().map(|font| (font.weight, font.weight_axis.unwrap().value)).collect();
        assert_eq!(given, expected, "{least} to {most}");
    }

    #[test]
    fn a_variable_font_serves_for_the_weights_that_its_axis_reaches() {
        check(400, 700, &[(Weight::Regular, 400.0), (Weight::Bold, 700.0)]);
        check(100, 900, &[(Weight::Regular, 400.0), (Weight::Bold, 700.0)]);
        check(500, 650, &[(Weight::Regular, 500.0), (Weight::Bold, 650.0)]);
        check(200, 350, &[(Weight::Regular, 350.0)]);
        check(750, 900, &[(Weight::Bold, 750.0)]);
    }

    #[test]
    fn bold_is_wider_and_has_the_size_of_regular() {
        let mut fonts = FontSet::builtin();
        let first = fonts.faces().len();
        Font::load("a.ttf", VARIABLE.to_vec()).unwrap().into_iter().for_each(|font| fonts.push(font));
        let faces = &fonts.faces()[first..];
        assert_eq!([&*faces[0].name, &*faces[1].name], ["TrialVariable-Regular", "TrialVariable-Bold"]);
        let width = |font: &Font| {
            let face = font.parsed().unwrap();
            face.glyph_hor_advance(face.glyph_index('ق').unwrap()).unwrap()
        };
        assert!(width(&faces[1]) > width(&faces[0]));
        let [regular, bold] =
            [Weight::Regular, Weight::Bold].map(|weight| fonts.fallback_chain("trial variable", weight)[0]);
        assert_eq!(usize::from(regular.0), first);
        assert_eq!(fonts.balance(bold, regular, Script::Other), 1.0);
    }
}
