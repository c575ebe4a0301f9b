//! Tables: columns from the start side, with rules above, below the header and at the end.
//!
//! Each row of the table becomes a row here, or several if it is taller than a good part of the page. A cell over
//! several rows is distributed over them line by line, so that a page may end between any two. The header is kept with
//! every other row, to be repeated if that row begins a page. If the columns do not fit side by side, the table comes
//! in parts, each with the first column.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use crate::document::Direction;
use crate::geometry::{Point, Pt};
use crate::locale;
use crate::text::Alignment;

use super::super::content::{CellFlow, Flow, TableFlow};
use super::super::design::Role;
use super::super::frame::{Color, ItemKind};
use super::super::inline::InlineText;
use super::super::warning::of_table;
use super::fitting::{Part, Spacing, choose};
use super::grid::Grid;
use super::{Area, Item, Row, Setter, height, options};

const INK: Color = Color::gray(40);
const HAIRLINE: Color = Color::gray(190);
/// Thickness of the outer rules, of that below the header and of those between rows of several lines.
const HEAVY: Pt = Pt(1.0);
const LIGHT: Pt = Pt(0.6);
const THIN: Pt = Pt(0.35);
/// Shares of the page's height. A table, or rows joined by a cell, stays whole up to the first; a row taller than the
/// second is cut into pieces of about the third; a header taller than the fourth is not repeated.
const WHOLE: f64 = 0.5;
const TALLEST_ROW: f64 = 0.3;
const PIECE: f64 = 0.1;
const TALLEST_HEADER: f64 = 0.3;

/// Settings shared by all rows of a part of a table.
struct Frame<'a> {
    grid: Grid,
    part: &'a Part,
    /// Room above and below the content of a cell.
    padding: Pt,
    /// Height of a line.
    line: Pt,
    /// Height of the page's text.
    page: Pt,
}

/// A cell and the part of it that is not yet shown.
struct Open {
    columns: Range<usize>,
    x: Pt,
    /// Where the remaining content begins in the row.
    top: Pt,
    rows: VecDeque<Row>,
    /// How many more rows of the table it covers.
    left: usize,
}

/// A row of the table: its pieces, and the columns in which a cell continues below it.
struct Strip {
    pieces: Vec<Row>,
    covered: Vec<Range<usize>>,
}

impl Setter<'_> {
    pub(super) fn table(&mut self, flow: &Flow, width: Pt, table: &TableFlow) -> Vec<Row> {
        let first_warning = self.warnings.len();
        let (area, em) = (Area::of(flow, width), flow.design.em);
        let spacing = Spacing { em, gap: em * 1.1, margin: em * 0.4 };
        let extents = self.column_extents(table, spacing.gap);
        let turned = flow.design.turned();
        let may_turn = self.may_turn && flow.design.may_turn && flow.backdrops.is_empty() && area.measure == width;
        let turned_measure = may_turn.then(|| turned.measure()).filter(|&measure| measure > area.measure);
        let fit = choose(&extents, spacing, area.measure, turned_measure);
        let scaled = (fit.scale < 1.0).then(|| table.scaled(fit.scale));
        let table = scaled.as_ref().unwrap_or(table);
        let (area, width, page) = match fit.is_turned {
            true => (Area { left: Pt::ZERO, measure: turned.measure() }, turned.measure(), turned.text_height()),
            false => (area, width, flow.design.text_height()),
        };
        let em = em * fit.scale;
        let spacing = Spacing { em, gap: spacing.gap * fit.scale, margin: spacing.margin * fit.scale };
        let mut rows = self.stacked(&table.caption, width);
        let captions = rows.len();
        for (number, part) in fit.parts.iter().enumerate() {
            let grid = Grid::new(part, spacing, area, flow.direction == Direction::Rtl);
            let frame = Frame { grid, part, padding: em * 0.12, line: flow.design.leading(em), page };
            let mut of_part = self.part(table, &frame);
            if fit.parts.len() > 1 {
                let label = self.part_label(flow, area, (number + 1, fit.parts.len()));
                of_part.splice(0..0, label);
            }
            if let Some(first) = of_part.first_mut().filter(|_| number > 0 || captions > 0) {
                first.space_before = if number == 0 { em * 0.3 } else { em };
            }
            rows.append(&mut of_part);
        }
        rows.iter_mut().take(captions).for_each(|row| row.keep_with_next = true);
        rows.iter_mut().for_each(|row| row.is_turned = fit.is_turned);
        of_table(&mut self.warnings, first_warning, fit.parts.len(), table.offset);
        rows
    }

    /// The number of the part that follows, as decoration.
    fn part_label(&mut self, flow: &Flow, area: Area, (number, of): (usize, usize)) -> Vec<Row> {
        let metadata = &self.document.metadata;
        let [number, of] = [number, of].map(|number| locale::document_number(number as u64, metadata));
        let text = format!("({number}/{of})");
        let text = InlineText::plain(&text, flow.design.text_style(Role::Furniture), flow.design.direction);
        let lines = self.set_lines(&text, &options(area.measure, Alignment::Center));
        let mut rows = self.line_rows(lines, flow.design.leading(flow.design.em), area.left, &text, None);
        rows.iter_mut().for_each(|row| row.keep_with_next = true);
        rows
    }

    fn part(&mut self, table: &TableFlow, frame: &Frame<'_>) -> Vec<Row> {
        let Frame { grid, page, .. } = frame;
        let header = self.header(table, frame);
        let repeated = (header.height <= *page * TALLEST_HEADER).then(|| Arc::new(as_decoration(&header)));
        let mut body = self.strips(&table.rows, frame, false);
        let one_line = frame.line + frame.padding * 2.0;
        let has_spans = body.iter().any(|strip| !strip.covered.is_empty());
        let ruled = has_spans || body.iter().any(|strip| height_of(&strip.pieces) > one_line * 1.3);
        let count = body.len();
        for (index, strip) in body.iter_mut().enumerate() {
            if let Some(last) = strip.pieces.last_mut().filter(|_| ruled && index + 1 < count) {
                last.items.extend(grid.rules(last.height - THIN, (THIN, HAIRLINE), strip.covered.iter()));
            }
            strip.pieces.iter_mut().for_each(|row| row.header.clone_from(&repeated));
        }
        keep_joined(&mut body, *page * WHOLE);
        let body = body.into_iter().flat_map(|strip| strip.pieces);
        let mut rows: Vec<Row> = [header].into_iter().chain(body).collect();
        if let Some(last) = rows.last_mut() {
            last.items.push(grid.rule(last.height, HEAVY, INK));
            last.height += HEAVY;
        }
        keep(&mut rows, *page * WHOLE);
        rows
    }

    /// The header as one row: a heavy rule above it, a light one below, thin ones between its rows.
    fn header(&mut self, table: &TableFlow, frame: &Frame<'_>) -> Row {
        let grid = &frame.grid;
        let mut header = Row { height: HEAVY, ..Row::default() };
        let strips = self.strips(&table.header, frame, true);
        let count = strips.len();
        for (index, strip) in strips.into_iter().enumerate() {
            for row in strip.pieces {
                let height = row.height;
                header.absorb(row, Point { x: Pt::ZERO, y: header.height });
                header.height += height;
            }
            if index + 1 < count {
                header.items.extend(grid.rules(header.height - THIN, (THIN, HAIRLINE), strip.covered.iter()));
            }
        }
        header.items.push(grid.rule(Pt::ZERO, HEAVY, INK));
        if !table.header.is_empty() {
            header.items.push(grid.rule(header.height, LIGHT, INK));
            header.height += LIGHT;
        }
        header
    }

    /// The rows of a header or body. A cell over several of them fills each as far as that has room; the last one is as
    /// tall as the rest requires.
    fn strips(&mut self, rows: &[Vec<CellFlow>], frame: &Frame<'_>, is_header: bool) -> Vec<Strip> {
        let mut open: Vec<Open> = Vec::new();
        let mut strips = Vec::with_capacity(rows.len());
        for cells in rows {
            let begun = self.cells(cells, frame, is_header);
            let first = open.len();
            open.extend(begun);
            let strip = row_pieces(&mut open, first, frame, is_header);
            open.iter_mut().for_each(|cell| cell.left -= 1);
            open.retain(|cell| cell.left > 0);
            open.sort_by_key(|cell| cell.columns.start);
            let covered = open.iter().map(|cell| cell.columns.clone()).collect();
            strips.push(Strip { pieces: strip, covered });
        }
        strips
    }

    /// The cells of a row that have columns here. Anything already shown is decoration: the first column, and the names
    /// of columns that began in the previous part.
    fn cells(&mut self, cells: &[CellFlow], frame: &Frame<'_>, is_header: bool) -> Vec<Open> {
        let own = &frame.part.columns;
        let begins = |column: usize| cells.partition_point(|cell| cell.columns.start < column);
        let (from, to) = (begins(own.start), begins(own.end));
        let goes_on = from.checked_sub(1).filter(|&index| cells[index].columns.end > own.start);
        let key = (frame.part.has_key && goes_on != Some(0)).then_some(0).filter(|_| from > 0);
        let shown = key.into_iter().chain(goes_on).chain(from..to);
        let mut set = Vec::with_capacity(to - from + 2);
        for (index, cell) in shown.filter_map(|index| Some((index, cells.get(index)?))) {
            let Some((x, width)) = frame.grid.cell(&cell.columns) else { continue };
            let is_again = index < from;
            let mut rows = if is_again && !is_header && cell.columns.start > 0 {
                Vec::new()
            } else {
                self.within_cell(|setter| setter.stacked(&cell.flows, width))
            };
            if is_again {
                rows.iter_mut().for_each(|row| *row = as_decoration(row));
            }
            let columns = cell.columns.clone();
            set.push(Open { columns, x, top: frame.padding, rows: rows.into(), left: cell.rows });
        }
        set
    }

    /// Sets the content of a cell, within which nothing is turned.
    fn within_cell<T>(&mut self, set: impl FnOnce(&mut Self) -> T) -> T {
        let may_turn = std::mem::replace(&mut self.may_turn, false);
        let done = set(self);
        self.may_turn = may_turn;
        done
    }
}

impl Open {
    /// How far down a row it extends if all the rest is shown.
    fn reach(&self) -> Pt {
        self.top + height_of(&self.rows)
    }

    /// All remaining content.
    fn take_all(&mut self) -> Shown {
        Shown { place: Point { x: self.x, y: self.top }, rows: self.rows.drain(..).collect() }
    }

    /// The content that fits a row of this height, at least one line with `at_least_one`. The last line may extend into
    /// the next row by up to half its height, so that the lines stay evenly spaced.
    fn take(&mut self, height: Pt, at_least_one: bool) -> Shown {
        let place = Point { x: self.x, y: self.top };
        let (mut rows, mut y): (Vec<Row>, Pt) = (Vec::new(), self.top);
        while let Some(row) = self.rows.front() {
            let top = y + if rows.is_empty() { Pt::ZERO } else { row.space_before };
            if top + row.height / 2.0 > height && !(at_least_one && rows.is_empty()) {
                break;
            }
            y = top + row.height;
            rows.extend(self.rows.pop_front());
        }
        self.top = (y - height).max(Pt::ZERO);
        Shown { place, rows }
    }
}

/// Lines of a cell and where they begin in a row.
struct Shown {
    place: Point,
    rows: Vec<Row>,
}

/// A row of the table, in pieces where it is tall; cells from `first` on begin in it.
fn row_pieces(open: &mut [Open], first: usize, frame: &Frame<'_>, is_whole: bool) -> Vec<Row> {
    let (page, padding) = (frame.page, frame.padding);
    let ends = open.iter().filter(|cell| cell.left == 1).map(|cell| cell.reach() + padding);
    let tallest = ends.fold(padding * 2.0, Pt::max);
    if is_whole || tallest <= page * TALLEST_ROW + padding * 2.0 {
        let begun = open[first..].iter().filter_map(|cell| Some(cell.top + cell.rows.front()?.height + padding));
        let height = begun.fold(tallest, Pt::max);
        let shown = open.iter_mut().enumerate().map(|(index, cell)| match cell.left {
            1 => cell.take_all(),
            _ => cell.take(height, index >= first),
        });
        return vec![compose(shown.collect(), height)];
    }
    let mut pieces: Vec<Row> = Vec::new();
    while open.iter().any(|cell| cell.left == 1 && !cell.rows.is_empty()) {
        let shown: Vec<Shown> = open.iter_mut().map(|cell| cell.take(page * PIECE, true)).collect();
        let height = shown.iter().map(|shown| shown.place.y + height_of(&shown.rows)).fold(Pt::ZERO, Pt::max);
        open.iter_mut().for_each(|cell| cell.top = Pt::ZERO);
        pieces.push(compose(shown, height));
    }
    if let Some(last) = pieces.last_mut() {
        last.height += padding;
    }
    pieces
}

/// Cells side by side, in a row of a height.
fn compose(cells: Vec<Shown>, height: Pt) -> Row {
    let mut whole = Row { height, ..Row::default() };
    for Shown { place, rows } in cells {
        let mut y = place.y;
        for (index, row) in rows.into_iter().enumerate() {
            y += if index == 0 { Pt::ZERO } else { row.space_before };
            let height = row.height;
            whole.absorb(row, Point { x: place.x, y });
            y += height;
        }
    }
    whole
}

/// Height of rows below each other, without the room above the first.
fn height_of<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Pt {
    let rows = rows.into_iter().enumerate();
    rows.map(|(index, row)| row.height + if index == 0 { Pt::ZERO } else { row.space_before }).sum()
}

/// Repeated content becomes decoration, since it has been read before.
fn as_decoration(row: &Row) -> Row {
    let items = row.items.iter().filter(|item| !matches!(item.kind, ItemKind::Link { .. }));
    let items = items.cloned().map(|item| Item { element: None, ..item });
    Row { items: items.collect(), height: row.height, space_before: row.space_before, ..Row::default() }
}

/// Keeps rows joined by a cell on one page, unless they are too tall.
fn keep_joined(strips: &mut [Strip], whole: Pt) {
    let mut start = 0;
    for index in 0..strips.len() {
        if !strips[index].covered.is_empty() && index + 1 < strips.len() {
            continue;
        }
        let joined = &mut strips[start..=index];
        let total: Pt = joined.iter().map(|strip| height_of(&strip.pieces)).sum();
        if total <= whole {
            let rows = joined.iter_mut().flat_map(|strip| &mut strip.pieces);
            rows.rev().skip(1).for_each(|row| row.keep_with_next = true);
        }
        start = index + 1;
    }
}

/// Keeps a short table whole, and of a long one the first rows with the header and the last ones together.
fn keep(rows: &mut [Row], whole: Pt) {
    let count = rows.len();
    let is_short = height(rows) <= whole;
    for (index, row) in rows.iter_mut().enumerate() {
        row.keep_with_next |= index + 1 < count && (is_short || index < 2 || index + 2 == count);
    }
}
