//! Contours of whole numbers, as charstrings have them.

/// A line or curve, each point counted from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    Line([i32; 2]),
    Curve([i32; 6]),
}

impl Segment {
    fn points(self) -> ([[i32; 2]; 3], usize) {
        match self {
            Segment::Line(end) => ([end, [0, 0], [0, 0]], 1),
            Segment::Curve([a, b, c, d, e, f]) => ([[a, b], [c, d], [e, f]], 3),
        }
    }
}

/// A closed contour; the line from its last point to its first is not written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Contour {
    pub(super) start: [i32; 2],
    pub(super) segments: Vec<Segment>,
}

impl Contour {
    /// All its points, controls included.
    fn points(&self) -> impl Iterator<Item = [i32; 2]> {
        let mut pen = self.start;
        let steps = self.segments.iter().flat_map(|segment| {
            let (points, count) = segment.points();
            points.into_iter().take(count)
        });
        std::iter::once(self.start).chain(steps.map(move |step| {
            pen = [pen[0] + step[0], pen[1] + step[1]];
            pen
        }))
    }

    /// Its last point.
    pub(super) fn end(&self) -> [i32; 2] {
        self.points().last().unwrap_or(self.start)
    }

    /// Left, bottom, right and top of all its points.
    pub(super) fn bounds(&self) -> [i32; 4] {
        let [x, y] = self.start;
        self.points().fold([x, y, x, y], |[left, bottom, right, top], [x, y]| {
            [left.min(x), bottom.min(y), right.max(x), top.max(y)]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_bounds_follow_the_segments() {
        let segments = vec![Segment::Line([10, 0]), Segment::Curve([0, 5, -3, 5, -7, 20])];
        let contour = Contour { start: [100, -50], segments };
        assert_eq!(contour.end(), [100, -20]);
        assert_eq!(contour.bounds(), [100, -50, 110, -20]);
    }
}
