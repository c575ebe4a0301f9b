//! Contours of whole numbers, and the charstrings that draw them.

use super::charstring;

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
    fn end(&self) -> [i32; 2] {
        self.points().last().unwrap_or(self.start)
    }

    /// Left, bottom, right and top of all its points.
    fn bounds(&self) -> [i32; 4] {
        let [x, y] = self.start;
        self.points().fold([x, y, x, y], |[left, bottom, right, top], [x, y]| {
            [left.min(x), bottom.min(y), right.max(x), top.max(y)]
        })
    }
}

/// A contour as code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// Where the pen must be at first.
    pub(super) start: [i32; 2],
    /// Where it is after.
    pub(super) end: [i32; 2],
    /// Left, bottom, right and top of all points.
    pub(super) bounds: [i32; 4],
    /// Draws all but the first move. It depends on the form alone, not on the place.
    pub(super) code: Box<[u8]>,
}

impl Drawn {
    /// The code of a contour.
    pub(super) fn of(contour: &Contour) -> Drawn {
        let mut code = Vec::new();
        charstring::push_segments(&mut code, &contour.segments);
        Drawn { start: contour.start, end: contour.end(), bounds: contour.bounds(), code: code.into() }
    }

    /// The same elsewhere.
    pub(super) fn moved(self, [x, y]: [i32; 2]) -> Drawn {
        let Drawn { start, end, bounds: [left, bottom, right, top], code } = self;
        let by = |[from_x, from_y]: [i32; 2]| [from_x + x, from_y + y];
        Drawn { start: by(start), end: by(end), bounds: [left + x, bottom + y, right + x, top + y], code }
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
        let moved = Drawn::of(&contour).moved([-100, 7]);
        assert_eq!((moved.start, moved.end, moved.bounds), ([0, -43], [0, -13], [0, -43, 10, -13]));
        assert_eq!(moved.code, Drawn::of(&contour).code);
    }
}
