//! Positions of a table's columns, and the rules between its rows.
//!
//! From the column widths of a part of a table come the edges of cells, and rules that leave out columns in which a
//! cell continues.

use std::ops::Range;

use crate::geometry::{Point, Pt, Size};

use super::super::frame::{Color, Item};
use super::fitting::{Part, Spacing};
use super::{Area, decoration};

/// Where columns are.
pub(super) struct Grid {
    /// The columns shown, in order.
    shown: Vec<usize>,
    /// Distance of each from the start edge of the table, and its width.
    places: Vec<(Pt, Pt)>,
    /// Left edge of the table.
    left: Pt,
    /// Width of the table.
    width: Pt,
    gap: Pt,
    right_to_left: bool,
}

impl Grid {
    /// The columns of a part, centred in an area.
    pub(super) fn new(part: &Part, spacing: Spacing, area: Area, right_to_left: bool) -> Grid {
        let key = part.has_key.then_some(0);
        let mut from_start = spacing.margin;
        let mut places = Vec::with_capacity(part.widths.len());
        for &width in &part.widths {
            places.push((from_start, width));
            from_start += width + spacing.gap;
        }
        let end = places.last().map_or(spacing.margin, |(start, width)| *start + *width) + spacing.margin;
        let width = end.min(area.measure);
        Grid {
            shown: key.into_iter().chain(part.columns.clone()).collect(),
            places,
            left: area.left + (area.measure - width) / 2.0,
            width,
            gap: spacing.gap,
            right_to_left,
        }
    }

    /// Left edge and width of a cell over these columns; `None` if none of them is shown.
    pub(super) fn cell(&self, columns: &Range<usize>) -> Option<(Pt, Pt)> {
        let shown = self.shown_of(columns);
        let (first, last) = (self.places.get(shown.start)?, self.places.get(shown.end.checked_sub(1)?)?);
        if shown.is_empty() {
            return None;
        }
        let width = last.0 + last.1 - first.0;
        Some((self.x(first.0, width), width))
    }

    /// A rule across the table.
    pub(super) fn rule(&self, y: Pt, thickness: Pt, color: Color) -> Item {
        decoration(Point { x: self.left, y }, Size { width: self.width, height: thickness }, color)
    }

    /// Rules across the columns that are not covered; `covered` is in their order.
    pub(super) fn rules<'r>(
        &self,
        y: Pt,
        (thickness, color): (Pt, Color),
        covered: impl Iterator<Item = &'r Range<usize>>,
    ) -> Vec<Item> {
        let mut free = Vec::new();
        let mut from = 0;
        for columns in covered {
            let shown = self.shown_of(columns);
            free.push(from..shown.start.max(from));
            from = from.max(shown.end);
        }
        free.push(from..self.places.len());
        let rule = |free: Range<usize>| {
            let (first, last) = (self.places[free.start], self.places[free.end - 1]);
            let start = if free.start == 0 { Pt::ZERO } else { first.0 - self.gap / 2.0 };
            let end = if free.end == self.places.len() { self.width } else { last.0 + last.1 + self.gap / 2.0 };
            let origin = Point { x: self.x(start, end - start), y };
            decoration(origin, Size { width: end - start, height: thickness }, color)
        };
        free.into_iter().filter(|free| !free.is_empty()).map(rule).collect()
    }

    /// The places that belong to these columns.
    fn shown_of(&self, columns: &Range<usize>) -> Range<usize> {
        let before = |column: usize| self.shown.partition_point(|&shown| shown < column);
        before(columns.start)..before(columns.end)
    }

    fn x(&self, from_start: Pt, width: Pt) -> Pt {
        self.left + if self.right_to_left { self.width - from_start - width } else { from_start }
    }
}
