//! How large and how dark the letters of a face are, so that faces that meet on a line can be made to agree.
//!
//! In: a parsed face. Out: [`Build`]: the x-height and the stem of its Latin letters, and those of the Latin that goes
//! with its Arabic letters, both measured from outlines, since `OS/2` often leaves them at 0. From two of them comes
//! the factor by which one face is scaled beside the other: x-heights agree, but for half of what the stems then lack,
//! within 5 %. No outline is made bolder: a face has the weight that its maker gave it.
//!
//! What Latin goes with Arabic is taken from Amiri, whose Latin was chosen for its Arabic: the x is 1.09 times as high
//! as the mean of ب and د (0.420 to 0.385 em), and the stem of l is as wide as the strokes of alef and tatweel are in
//! the mean (0.075 to 0.074 em).

use ttf_parser::{Face, OutlineBuilder};

const X_TO_ARABIC: f64 = 1.09;
/// How far the weight may move the size from where x-heights agree.
const WEIGHT_BOUND: f64 = 0.05;
/// Differences below this are the designer's, within one face.
const DESIGNED: f64 = 0.05;

/// What the eye compares where letters meet, as shares of the em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Letters {
    /// Height of the letters without ascenders.
    x_height: f64,
    /// Width of upright strokes; 0 where it cannot be measured.
    stem: f64,
}

/// The letters of a face.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Build {
    /// Its Latin letters, if it has any.
    pub(super) latin: Option<Letters>,
    /// The Latin letters that would go with its Arabic ones, if it has any.
    pub(super) for_arabic: Option<Letters>,
}

impl Build {
    /// Measures a face.
    pub(super) fn of(face: &Face<'_>) -> Build {
        let em = f64::from(face.units_per_em());
        let letters = |(x_height, stem): (f64, f64)| Letters { x_height: x_height / em, stem: stem / em };
        Build { latin: latin(face).map(letters), for_arabic: arabic(face).map(letters) }
    }

    /// That of Noto Sans, whose letters the signs of the Noto faces are drawn to go with.
    pub(super) const fn of_noto_sans() -> Build {
        Build { latin: Some(Letters { x_height: 0.536, stem: 0.0 }), for_arabic: None }
    }
}

/// The factor by which letters are scaled beside those that were wanted.
pub(super) fn factor(wanted: Letters, used: Letters, same_face: bool) -> f64 {
    let by_height = wanted.x_height / used.x_height;
    let by_weight = wanted.stem / used.stem;
    let lacking = (by_weight / by_height).sqrt();
    let lacking = if lacking.is_normal() { lacking.clamp(1.0 - WEIGHT_BOUND, 1.0 + WEIGHT_BOUND) } else { 1.0 };
    let factor = (by_height * lacking * 100.0).round() / 100.0;
    if same_face && (factor - 1.0).abs() <= DESIGNED { 1.0 } else { factor }
}

/// Height of x and width of l, in font units.
fn latin(face: &Face<'_>) -> Option<(f64, f64)> {
    let x_height = top(face, 'x')?;
    Some((x_height, stroke(face, 'l', Axis::Across, x_height / 2.0)))
}

/// The same for the Latin that goes with the face's Arabic, in font units.
fn arabic(face: &Face<'_>) -> Option<(f64, f64)> {
    let height = (top(face, 'ب')? + top(face, 'د')?) / 2.0;
    let upright = stroke(face, 'ا', Axis::Across, top(face, 'ا')? / 2.0);
    let middle = face.glyph_index('ـ').and_then(|glyph| face.glyph_hor_advance(glyph)).map_or(0.0, f64::from) / 2.0;
    let flat = stroke(face, 'ـ', Axis::Along, middle);
    let strokes = if upright > 0.0 && flat > 0.0 { (upright + flat) / 2.0 } else { 0.0 };
    Some((height * X_TO_ARABIC, strokes))
}

/// How high a letter stands.
fn top(face: &Face<'_>, letter: char) -> Option<f64> {
    let ink = face.glyph_bounding_box(face.glyph_index(letter)?)?;
    (ink.y_max > 0).then(|| f64::from(ink.y_max))
}

/// Which way a letter is cut to measure its strokes.
#[derive(Clone, Copy, PartialEq)]
enum Axis {
    /// From left to right, at a height.
    Across,
    /// From bottom to top, at a distance from the left.
    Along,
}

/// How much ink a cut through a letter meets, in font units.
fn stroke(face: &Face<'_>, letter: char, axis: Axis, at: f64) -> f64 {
    let mut cut = Cut { axis, at, start: (0.0, 0.0), pen: (0.0, 0.0), crossings: Vec::new() };
    if let Some(glyph) = face.glyph_index(letter) {
        let _ = face.outline_glyph(glyph, &mut cut);
    }
    cut.crossings.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut ink, mut winding) = (0.0, 0);
    for pair in cut.crossings.windows(2) {
        winding += pair[0].1;
        if winding != 0 {
            ink += pair[1].0 - pair[0].0;
        }
    }
    ink
}

/// Where an outline crosses a straight line, and which way it goes there.
struct Cut {
    axis: Axis,
    at: f64,
    start: (f64, f64),
    pen: (f64, f64),
    crossings: Vec<(f64, i32)>,
}

impl Cut {
    fn point(&self, x: f32, y: f32) -> (f64, f64) {
        match self.axis {
            Axis::Across => (f64::from(x), f64::from(y)),
            Axis::Along => (f64::from(y), f64::from(x)),
        }
    }

    fn straight_to(&mut self, to: (f64, f64)) {
        let from = std::mem::replace(&mut self.pen, to);
        if (from.1 <= self.at) != (to.1 <= self.at) {
            let along = from.0 + (to.0 - from.0) * (self.at - from.1) / (to.1 - from.1);
            self.crossings.push((along, if to.1 > from.1 { 1 } else { -1 }));
        }
    }

    /// A curve as eight straight pieces.
    fn curve(&mut self, point: impl Fn(f64) -> (f64, f64)) {
        (1..=8).for_each(|step| self.straight_to(point(f64::from(step) / 8.0)));
    }
}

impl OutlineBuilder for Cut {
    fn move_to(&mut self, x: f32, y: f32) {
        self.pen = self.point(x, y);
        self.start = self.pen;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.straight_to(self.point(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (a, b, c) = (self.pen, self.point(x1, y1), self.point(x, y));
        let at = |t: f64, a: f64, b: f64, c: f64| (1.0 - t).powi(2) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
        self.curve(|t| (at(t, a.0, b.0, c.0), at(t, a.1, b.1, c.1)));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (a, b, c, d) = (self.pen, self.point(x1, y1), self.point(x2, y2), self.point(x, y));
        let at = |t: f64, a: f64, b: f64, c: f64, d: f64| {
            let s = 1.0 - t;
            s.powi(3) * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t.powi(3) * d
        };
        self.curve(|t| (at(t, a.0, b.0, c.0, d.0), at(t, a.1, b.1, c.1, d.1)));
    }

    fn close(&mut self) {
        self.straight_to(self.start);
    }
}

#[cfg(test)]
mod tests {
    use crate::font::{FontSet, Script, Weight};

    /// Compares the factor for letters of a face beside those of another.
    fn check(wanted: &str, used: &str, script: Script, weight: Weight, expected: f64) {
        let fonts = FontSet::builtin();
        let [wanted_id, used_id] = [wanted, used].map(|family| fonts.fallback_chain(family, weight)[0]);
        let factor = fonts.balance(wanted_id, used_id, script);
        assert!((factor - expected).abs() < 1e-9, "{used} beside {wanted}: {factor}");
    }

    #[test]
    fn a_face_drawn_for_both_scripts_stays_as_it_is() {
        for weight in [Weight::Regular, Weight::Bold] {
            check("Amiri", "Amiri", Script::Latin, weight, 1.0);
            check("Amiri", "Amiri", Script::Other, weight, 1.0);
            check("Noto Naskh Arabic", "Noto Naskh Arabic", Script::Other, weight, 1.0);
            check("Noto Serif", "Noto Serif", Script::Latin, weight, 1.0);
        }
    }

    #[test]
    fn latin_is_brought_down_to_the_arabic_beside_it() {
        check("Amiri", "Noto Serif", Script::Latin, Weight::Regular, 0.8);
        check("Amiri", "Noto Serif", Script::Latin, Weight::Bold, 0.8);
        check("Noto Naskh Arabic", "Noto Naskh Arabic", Script::Latin, Weight::Regular, 0.78);
        check("Noto Naskh Arabic", "Noto Naskh Arabic", Script::Latin, Weight::Bold, 0.78);
    }

    #[test]
    fn other_scripts_follow_the_latin_that_their_makers_drew_beside_them() {
        check("Amiri", "Noto Serif Hebrew", Script::Other, Weight::Regular, 0.8);
        check("Noto Serif", "Amiri", Script::Other, Weight::Regular, 1.26);
    }
}
