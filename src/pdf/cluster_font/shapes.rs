//! Shapes: contours that several outlines have in common, such as the skeleton of ب ت ث and the dots of all letters.
//!
//! In: the outlines of a face. Out: shapes, and for each outline where its shapes lie. Contours that go together
//! wherever they occur make one shape, so an outline that shares nothing is one shape. A font that writes each shape
//! once is a tenth smaller than one that writes each outline once.

use indexmap::{IndexMap, IndexSet};
use kurbo::{BezPath, PathEl, Point};

use super::Outline;
use super::outline::Outlines;

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
    pub(super) paths: Vec<BezPath>,
    of_outline: IndexMap<Outline, Vec<Placed>>,
}

/// A contour, each point rounded and counted from the first.
type Contour = Vec<(u8, i32, i32)>;
/// Where a contour occurs: index of the outline, and how far it is moved from the first place.
type Places = Vec<(usize, i16, i16)>;

impl Shapes {
    /// Takes outlines apart; into no more than `most` shapes, else into none but themselves.
    pub(super) fn of(outlines: &Outlines, most: usize) -> Shapes {
        let mut contours: IndexSet<Contour> = IndexSet::new();
        // For each contour its path at the first place, and all places.
        let mut found: Vec<(BezPath, Point, Places)> = Vec::new();
        for (index, path) in outlines.values().enumerate() {
            for contour in path.elements().split_inclusive(|element| matches!(element, PathEl::ClosePath)) {
                let Some(start) = contour.first().and_then(PathEl::end_point).map(Point::round) else { continue };
                let (number, is_new) = contours.insert_full(relative(contour, start));
                if is_new {
                    found.push((BezPath::from_vec(contour.to_vec()), start, Places::new()));
                }
                let (_, first, places) = &mut found[number];
                let moved = start - *first;
                places.push((index, moved.x as i16, moved.y as i16));
            }
        }
        let mut groups: IndexMap<Places, BezPath> = IndexMap::new();
        for (path, _, places) in found {
            groups.entry(places).or_default().extend(path);
        }
        if groups.len() > most { Shapes::whole(outlines) } else { Shapes::grouped(outlines, groups) }
    }

    fn grouped(outlines: &Outlines, groups: IndexMap<Places, BezPath>) -> Shapes {
        let mut of_outline = vec![Vec::new(); outlines.len()];
        for (shape, places) in groups.keys().enumerate() {
            for &(outline, x, y) in places {
                of_outline[outline].push(Placed { shape, x, y });
            }
        }
        Shapes { paths: groups.into_values().collect(), of_outline: outlines.keys().copied().zip(of_outline).collect() }
    }

    /// Each outline a shape of its own.
    fn whole(outlines: &Outlines) -> Shapes {
        let alone = |(shape, outline): (usize, &Outline)| (*outline, vec![Placed { shape, x: 0, y: 0 }]);
        Shapes {
            paths: outlines.values().cloned().collect(),
            of_outline: outlines.keys().enumerate().map(alone).collect(),
        }
    }

    /// The shapes of an outline; none where it draws nothing.
    pub(super) fn of_outline(&self, outline: &Outline) -> &[Placed] {
        self.of_outline.get(outline).map_or(&[], Vec::as_slice)
    }
}

/// A contour as its rounded points, counted from `start`.
fn relative(contour: &[PathEl], start: Point) -> Contour {
    let mut points = Contour::new();
    let mut push = |kind: u8, point: Point| {
        let moved = (point - start.to_vec2()).round();
        points.push((kind, moved.x as i32, moved.y as i32));
    };
    for element in contour {
        match *element {
            PathEl::MoveTo(end) => push(0, end),
            PathEl::LineTo(end) => push(1, end),
            PathEl::QuadTo(control, end) => {
                push(2, control);
                push(3, end);
            }
            PathEl::CurveTo(one, two, end) => [one, two, end].into_iter().for_each(|point| push(4, point)),
            PathEl::ClosePath => {}
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outlines(paths: &[&str]) -> Outlines {
        let outline = |glyph| Outline { glyph, x_scale: 1.0f32.to_bits() };
        (1u16..).map(outline).zip(paths.iter().map(|path| BezPath::from_svg(path).unwrap())).collect()
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
