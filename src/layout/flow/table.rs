//! Tables: columns from the start side, with rules above, below the header and at the end.
//!
//! In: cells with flows of their own. Out: a row for each row of the table. The header is kept beside every other row,
//! to be repeated where that begins a page; a row that is taller than a good part of the page is cut between its lines.

use std::iter::Peekable;
use std::sync::Arc;
use std::vec::IntoIter;

use crate::geometry::{Point, Pt, Size};

use super::super::content::{CellFlow, Flow, TableFlow};
use super::super::frame::{Color, ItemKind};
use super::columns::share_out;
use super::{Area, Row, Setter, decoration, height, is_rtl};

const INK: Color = Color::gray(40);
const HAIRLINE: Color = Color::gray(190);
/// Thickness of the outer rules, of that below the header and of those between rows of several lines.
const HEAVY: Pt = Pt(1.0);
const LIGHT: Pt = Pt(0.6);
const THIN: Pt = Pt(0.35);
/// Shares of the page's height: a table up to the first stays whole; a row beyond the second is cut into pieces of
/// about the third; a header beyond the fourth is not repeated.
const WHOLE: f64 = 0.5;
const TALLEST_ROW: f64 = 0.3;
const PIECE: f64 = 0.1;
const TALLEST_HEADER: f64 = 0.3;

/// Where the columns are.
struct Grid {
    /// Left edge of the table.
    left: Pt,
    /// Width of the table.
    width: Pt,
    /// Widths of the columns, the first at the start side.
    columns: Vec<Pt>,
    gap: Pt,
    /// Room between the edges of the table and its columns.
    margin: Pt,
    right_to_left: bool,
}

impl Grid {
    /// Left edge and width of a cell.
    fn cell(&self, column: usize, span: usize) -> (Pt, Pt) {
        let until = |column: usize| {
            let columns = &self.columns[..column.min(self.columns.len())];
            columns.iter().fold(Pt::ZERO, |sum, &width| sum + width + self.gap)
        };
        let from_start = self.margin + until(column);
        let width = (until(column + span) - until(column) - self.gap).max(Pt::ZERO);
        let x = if self.right_to_left { self.width - from_start - width } else { from_start };
        (self.left + x, width)
    }

    fn rule(&self, y: Pt, thickness: Pt, color: Color) -> super::Item {
        decoration(Point { x: self.left, y }, Size { width: self.width, height: thickness }, color)
    }
}

impl Setter<'_> {
    pub(super) fn table(&mut self, flow: &Flow, area: Area, table: &TableFlow) -> Vec<Row> {
        let grid = self.grid(flow, area, table);
        let page = flow.design.text_height();
        let padding = flow.design.em * 0.12;
        let header = self.header(table, &grid, padding);
        let repeated = (header.height <= page * TALLEST_HEADER).then(|| Arc::new(repeated(&header)));
        let mut body: Vec<Vec<Row>> = Vec::new();
        for cells in &table.rows {
            body.push(self.body_row(cells, &grid, padding, page));
        }
        let one_line = flow.design.leading(flow.design.em) + padding * 2.0;
        let ruled = body.iter().any(|pieces| pieces.iter().map(|row| row.height).sum::<Pt>() > one_line * 1.3);
        let count = body.len();
        for (index, pieces) in body.iter_mut().enumerate() {
            if let Some(last) = pieces.last_mut().filter(|_| ruled && index + 1 < count) {
                last.items.push(grid.rule(last.height - THIN, THIN, HAIRLINE));
            }
            pieces.iter_mut().for_each(|row| row.header.clone_from(&repeated));
        }
        let mut rows: Vec<Row> = [header].into_iter().chain(body.into_iter().flatten()).collect();
        if let Some(last) = rows.last_mut() {
            last.items.push(grid.rule(last.height, HEAVY, INK));
            last.height += HEAVY;
        }
        keep(&mut rows, page * WHOLE);
        rows
    }

    /// Columns of the width that their content asks for, in the middle of the area.
    fn grid(&mut self, flow: &Flow, area: Area, table: &TableFlow) -> Grid {
        let (gap, margin) = (flow.design.em * 1.1, flow.design.em * 0.4);
        let extents = self.column_extents(table, gap);
        #[expect(clippy::cast_precision_loss, reason = "a table has a few columns")]
        let around = gap * extents.len().saturating_sub(1) as f64 + margin * 2.0;
        let columns = share_out(&extents, (area.measure - around).max(area.measure * 0.2));
        let width = (columns.iter().copied().sum::<Pt>() + around).min(area.measure);
        let left = area.left + (area.measure - width) / 2.0;
        Grid { left, width, columns, gap, margin, right_to_left: is_rtl(&flow.design) }
    }

    /// The header as one row: a heavy rule above it, a light one below.
    fn header(&mut self, table: &TableFlow, grid: &Grid, padding: Pt) -> Row {
        let mut header = Row { height: HEAVY, ..Row::default() };
        for cells in &table.header {
            let set = self.cells(cells, grid);
            let row = compose(set, padding, padding);
            let height = row.height;
            header.absorb(row, Point { x: Pt::ZERO, y: header.height });
            header.height += height;
        }
        header.items.push(grid.rule(Pt::ZERO, HEAVY, INK));
        if !table.header.is_empty() {
            header.items.push(grid.rule(header.height, LIGHT, INK));
            header.height += LIGHT;
        }
        header
    }

    fn cells(&mut self, cells: &[CellFlow], grid: &Grid) -> Vec<(Pt, Vec<Row>)> {
        let mut column = 0;
        let mut set = Vec::with_capacity(cells.len());
        for cell in cells {
            let (x, width) = grid.cell(column, cell.span);
            set.push((x, self.stacked(&cell.flows, width)));
            column += cell.span;
        }
        set
    }

    /// A row of the table, in pieces where it is tall.
    fn body_row(&mut self, cells: &[CellFlow], grid: &Grid, padding: Pt, page: Pt) -> Vec<Row> {
        let set = self.cells(cells, grid);
        let tallest = set.iter().map(|(_, rows)| height(rows)).fold(Pt::ZERO, Pt::max);
        if tallest <= page * TALLEST_ROW {
            return vec![compose(set, padding, padding)];
        }
        let mut left: Vec<(Pt, Peekable<IntoIter<Row>>)> =
            set.into_iter().map(|(x, rows)| (x, rows.into_iter().peekable())).collect();
        let mut pieces = Vec::new();
        while left.iter_mut().any(|(_, rows)| rows.peek().is_some()) {
            let piece = left.iter_mut().map(|(x, rows)| (*x, take(rows, page * PIECE))).collect();
            pieces.push(compose(piece, if pieces.is_empty() { padding } else { Pt::ZERO }, Pt::ZERO));
        }
        if let Some(last) = pieces.last_mut() {
            last.height += padding;
        }
        pieces
    }
}

/// The next rows of a cell, up to a height, but at least one if there are any.
fn take(rows: &mut Peekable<IntoIter<Row>>, most: Pt) -> Vec<Row> {
    let mut taken: Vec<Row> = Vec::new();
    let mut height = Pt::ZERO;
    while let Some(row) = rows.next_if(|row| taken.is_empty() || height + row.space_before + row.height <= most) {
        height += row.space_before + row.height;
        taken.push(row);
    }
    taken
}

/// Cells side by side.
fn compose(cells: Vec<(Pt, Vec<Row>)>, above: Pt, below: Pt) -> Row {
    let mut whole = Row::default();
    for (x, rows) in cells {
        let mut y = above;
        for (index, row) in rows.into_iter().enumerate() {
            y += if index == 0 { Pt::ZERO } else { row.space_before };
            let height = row.height;
            whole.absorb(row, Point { x, y });
            y += height;
        }
        whole.height = whole.height.max(y + below);
    }
    whole
}

/// A header as it is drawn again: decoration, since it has been read before.
fn repeated(header: &Row) -> Row {
    let items = header.items.iter().filter(|item| !matches!(item.kind, ItemKind::Link { .. }));
    let items = items.cloned().map(|item| super::Item { element: None, ..item });
    Row { items: items.collect(), height: header.height, ..Row::default() }
}

/// Keeps a short table whole, and of a long one the first rows with the header and the last ones together.
fn keep(rows: &mut [Row], whole: Pt) {
    let count = rows.len();
    let is_short = height(rows) <= whole;
    for (index, row) in rows.iter_mut().enumerate() {
        row.keep_with_next = index + 1 < count && (is_short || index < 2 || index + 2 == count);
    }
}
