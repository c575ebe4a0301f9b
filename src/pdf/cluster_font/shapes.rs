//! Shapes: contours that several outlines have in common, such as the skeleton of ب ت ث and the dots of all letters.
//!
//! In: the outlines of a face. Out: shapes, and for each outline where its shapes lie. Contours that go together
//! wherever they occur make one shape, so an outline that shares nothing is one shape. A font that writes each shape
//! once is a tenth smaller than one that writes each outline once.

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::contour::Drawn;
use super::{Outline, clamp};

/// Outlines of a face as code, by what they were asked for.
pub(super) type DrawnOutlines = IndexMap<Outline, Vec<Drawn>>;

/// A shape at its place in an outline or a cluster, in thousandths of an em.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    /// Index of the shape.
    pub(super) shape: usize,
    pub(super) x: i16,
    pub(super) y: i16,
}

/// The shapes of a font.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    /// Their contours.
    pub(super) contours: Vec<Vec<Drawn>>,
    of_outline: IndexMap<Outline, Vec<Placed>>,
}

/// Where a contour occurs: index of the outline, and how far it is moved from the first place.
type Places = Vec<(usize, i16, i16)>;

impl Shapes {
    /// Takes outlines apart; into no more than `most` shapes, else into none but themselves.
    pub(super) fn of(outlines: &DrawnOutlines, most: usize) -> Shapes {
        // For each form the contour at its first place, and all places.
        let mut found: IndexMap<&[u8], (&Drawn, Places), FixedState> = IndexMap::default();
        for (index, contours) in outlines.values().enumerate() {
            for contour in contours {
                let (first, places) = found.entry(&contour.code).or_insert((contour, Places::new()));
                let moved = [contour.start[0] - first.start[0], contour.start[1] - first.start[1]];
                places.push((index, clamp(moved[0]), clamp(moved[1])));
            }
        }
        let mut groups: IndexMap<Places, Vec<Drawn>, FixedState> = IndexMap::default();
        for (contour, places) in found.into_values() {
            groups.entry(places).or_default().push(contour.clone());
        }
        if groups.len() > most {
            return Shapes::whole(outlines);
        }
        let mut of_outline = vec![Vec::new(); outlines.len()];
        for (shape, places) in groups.keys().enumerate() {
            for &(outline, x, y) in places {
                of_outline[outline].push(Placed { shape, x, y });
            }
        }
        let of_outline = outlines.keys().copied().zip(of_outline).collect();
        Shapes { contours: groups.into_values().collect(), of_outline }
    }

    /// Each outline a shape of its own.
    fn whole(outlines: &DrawnOutlines) -> Shapes {
        let alone = |(shape, outline): (usize, &Outline)| (*outline, vec![Placed { shape, x: 0, y: 0 }]);
        Shapes {
            contours: outlines.values().cloned().collect(),
            of_outline: outlines.keys().enumerate().map(alone).collect(),
        }
    }

    /// The shapes of an outline; none where it draws nothing.
    pub(super) fn of_outline(&self, outline: &Outline) -> &[Placed] {
        self.of_outline.get(outline).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use kurbo::BezPath;

    use super::*;
    use crate::pdf::cluster_font::fit::fit_all;

    fn outlines(paths: &[&str]) -> DrawnOutlines {
        let outline = |glyph| Outline { glyph, x_scale: 1.0f32.to_bits() };
        let paths: Vec<BezPath> = paths.iter().map(|path| BezPath::from_svg(path).unwrap()).collect();
        (1u16..).map(outline).zip(paths.iter().map(fit_all)).collect()
    }

    /// The shapes of each outline, as `number@x,y`.
    fn check(paths: &[&str], most: usize, expected: &[&str]) {
        let outlines = outlines(paths);
        let shapes = Shapes::of(&outlines, most);
        let show = |placed: &Placed| format!("{}@{},{}", placed.shape, placed.x, placed.y);
        let all = outlines.keys().map(|key| shapes.of_outline(key).iter().map(show).collect::<Vec<_>>().join(" "));
        assert_eq!(all.collect::<Vec<_>>(), expected);
    }

    const SKELETON: &str = "M0 0 L100 0 L100 50 Z";
    const DOT: &str = "M40 -20 L50 -30 L40 -40 Z";
    const DOT_ABOVE: &str = "M60 90 L70 80 L60 70 Z";

    #[test]
    fn letters_share_skeletons_and_dots() {
        let below = format!("{SKELETON} {DOT}");
        let above = format!("{SKELETON} {DOT_ABOVE}");
        check(&[&below, &above, SKELETON], 9, &["0@0,0 1@0,0", "0@0,0 1@20,110", "0@0,0"]);
        check(&[&below, &above, SKELETON], 1, &["0@0,0", "1@0,0", "2@0,0"]);
    }

    #[test]
    fn contours_that_go_together_are_one_shape() {
        let letter = format!("{SKELETON} {DOT}");
        let moved = "M5 7 L105 7 L105 57 Z M45 -13 L55 -23 L45 -33 Z";
        check(&[&letter, moved], 9, &["0@0,0", "0@5,7"]);
        check(&[&letter], 9, &["0@0,0"]);
    }
}
