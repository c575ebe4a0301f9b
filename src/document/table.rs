//! Tables: rows of cells, each of which may cover several columns and several rows.
//!
//! The cells of a [`Table`] tile its grid after [`Table::even_out`]; [`Grid`] gives the columns of the cells in each
//! row.

use std::ops::Range;

use super::{Block, Inline};

/// A table: columns in logical order, the first one at the start side.
///
/// Header and body are each tiled by their cells: every place belongs to exactly one cell, which is listed in the first
/// row that it covers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Alignment of each column, as the source says it.
    pub columns: Vec<ColumnAlignment>,
    /// Header rows, repeated where a page ends.
    pub header: Vec<TableRow>,
    /// The other rows.
    pub rows: Vec<TableRow>,
    /// What the table shows; empty when the source says nothing.
    pub caption: Vec<Inline>,
}

impl Table {
    /// Most columns of a table, as in HTML (4.9.11); cells beyond them are put into the last one.
    pub(crate) const MOST_COLUMNS: usize = 1000;

    /// Header rows and all others.
    pub fn all_rows(&self) -> impl Iterator<Item = &TableRow> {
        self.header.iter().chain(&self.rows)
    }

    /// Makes the cells tile the table: spans are cut to existing rows and columns that no other cell covers, the rest
    /// of a short row becomes an empty cell, and rows in which no cell begins are dropped.
    pub(crate) fn even_out(&mut self) {
        for rows in [&mut self.header, &mut self.rows] {
            drop_empty_rows(rows);
            rows.iter_mut().for_each(TableRow::limit_columns);
            if covers_too_much(rows) {
                rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| cell.row_span = 1);
            }
        }
        let starts = self.column_starts();
        let alignment = |&column: &usize| self.columns.get(column).copied().unwrap_or_default();
        self.columns = starts.iter().map(alignment).collect();
        let count = |columns: Range<usize>| {
            starts.partition_point(|&start| start < columns.end)
                - starts.partition_point(|&start| start < columns.start)
        };
        for rows in [&mut self.header, &mut self.rows] {
            let mut grid = Grid::default();
            for row in rows {
                let placed = grid.next_row(row, Table::MOST_COLUMNS);
                for (cell, columns) in row.cells.iter_mut().zip(placed.cells) {
                    cell.column_span = short(count(columns));
                }
                let free = placed.free.into_iter().map(count).filter(|&columns| columns > 0);
                row.cells.extend(free.map(TableCell::empty));
            }
        }
    }

    /// The columns in which a cell begins. In others there is nothing of their own: people write `colspan="100"` for a
    /// cell that is as wide as the table.
    fn column_starts(&self) -> Vec<usize> {
        let mut begins = vec![false; Table::MOST_COLUMNS];
        for rows in [&self.header, &self.rows] {
            let mut grid = Grid::default();
            for row in rows {
                let cells = grid.next_row(row, 0).cells;
                cells.iter().filter(|cell| !cell.is_empty()).for_each(|cell| begins[cell.start] = true);
            }
        }
        (0..begins.len()).filter(|&column| begins[column]).collect()
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    /// The cells that begin in it, in the order of their columns.
    pub cells: Vec<TableCell>,
}

impl TableRow {
    /// Moves content beyond the last column into it.
    fn limit_columns(&mut self) {
        let mut columns = 0;
        for index in 0..self.cells.len() {
            let cell = &mut self.cells[index];
            cell.column_span = cell.column_span.clamp(1, short(Table::MOST_COLUMNS - columns));
            columns += usize::from(cell.column_span);
            if columns == Table::MOST_COLUMNS {
                let beyond: Vec<Block> = self.cells.drain(index + 1..).flat_map(|cell| cell.blocks).collect();
                self.cells[index].blocks.extend(beyond);
                return;
            }
        }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableCell {
    /// What is in it.
    pub blocks: Vec<Block>,
    /// Whether it names its row (header cells of header rows name their columns in any case).
    pub is_row_header: bool,
    /// How many columns it covers, 1 or more.
    pub column_span: u16,
    /// How many rows it covers, 1 or more: those below it have no cell in its columns.
    pub row_span: u16,
}

impl TableCell {
    /// An empty cell.
    pub(crate) fn empty(columns: usize) -> TableCell {
        TableCell { blocks: Vec::new(), is_row_header: false, column_span: short(columns), row_span: 1 }
    }
}

/// How the cells of a column are aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnAlignment {
    /// At the start side.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end side.
    End,
}

/// Walks down the rows of a header or body and gives the places of their cells (HTML Standard, 4.9.12.1): each in the
/// first column that no cell from above covers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    /// The cells that reach into the next row, by their columns, and how many more rows they cover.
    above: Vec<(Range<usize>, u16)>,
}

/// Where the cells of a row stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Placed {
    /// The columns of each cell.
    pub(crate) cells: Vec<Range<usize>>,
    /// Columns after the last cell that no cell covers.
    pub(crate) free: Vec<Range<usize>>,
}

impl Grid {
    /// The places of a row's cells, in a table with this number of columns.
    pub(crate) fn next_row(&mut self, row: &TableRow, columns: usize) -> Placed {
        let mut above = std::mem::take(&mut self.above).into_iter().peekable();
        let mut placed = Placed::default();
        let mut column = 0;
        let mut go_on = |range: Range<usize>, rows: u16| {
            if rows > 0 {
                self.above.push((range, rows));
            }
        };
        for cell in &row.cells {
            while let Some((covered, rows)) = above.next_if(|(covered, _)| covered.start <= column) {
                column = column.max(covered.end);
                go_on(covered, rows - 1);
            }
            let next = above.peek().map_or(usize::MAX, |(covered, _)| covered.start);
            let end = next.min(column + usize::from(cell.column_span.max(1)));
            placed.cells.push(column..end);
            go_on(column..end, cell.row_span.max(1) - 1);
            column = end;
        }
        for (covered, rows) in above {
            placed.free.extend((column < covered.start).then_some(column..covered.start));
            column = column.max(covered.end);
            go_on(covered, rows - 1);
        }
        placed.free.extend((column < columns).then_some(column..columns));
        placed
    }

    /// How many cells reach into the next row.
    fn reaching(&self) -> usize {
        self.above.len()
    }
}

/// Drops rows in which no cell begins, and shortens the spans that cover them or reach beyond the last row.
fn drop_empty_rows(rows: &mut Vec<TableRow>) {
    let mut kept = vec![0];
    for row in rows.iter() {
        kept.push(kept[kept.len() - 1] + usize::from(!row.cells.is_empty()));
    }
    for (index, row) in rows.iter_mut().enumerate() {
        for cell in &mut row.cells {
            let end = (index + usize::from(cell.row_span.max(1))).min(kept.len() - 1);
            cell.row_span = short(kept[end] - kept[index]);
        }
    }
    rows.retain(|row| !row.cells.is_empty());
}

/// Whether row spans would cost more than the cells themselves, so that a few bytes of a source cannot make a table of
/// millions of places; likewise if they push cells beyond the last column.
fn covers_too_much(rows: &[TableRow]) -> bool {
    const SOME: usize = 4096;
    const SHARE: usize = 64;
    let mut grid = Grid::default();
    let (mut cells, mut reaching) = (0, 0);
    rows.iter().any(|row| {
        let placed = grid.next_row(row, 0);
        cells += row.cells.len();
        reaching += grid.reaching();
        reaching > SOME + cells * SHARE || placed.cells.last().is_some_and(|last| last.end > Table::MOST_COLUMNS)
    })
}

fn short(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells are written `columns×rows`; empty ones that were added are `-columns`.
    fn check(rows: &str, expected: &str) {
        let cell = |text: &str| {
            let (columns, rows) = text.split_once('×').unwrap();
            let (column_span, row_span) = (columns.parse().unwrap(), rows.parse().unwrap());
            TableCell { is_row_header: true, column_span, row_span, ..TableCell::empty(1) }
        };
        let row = |text: &str| TableRow { cells: text.split_whitespace().map(cell).collect() };
        let mut table = Table { rows: rows.split(" / ").map(row).collect(), ..Table::default() };
        table.even_out();
        let shown = |row: &TableRow| {
            let cells = row.cells.iter().map(|cell| match cell.is_row_header {
                true => format!("{}×{}", cell.column_span, cell.row_span),
                false => format!("-{}", cell.column_span),
            });
            cells.collect::<Vec<_>>().join(" ")
        };
        let shown: Vec<String> = table.rows.iter().map(shown).collect();
        assert_eq!(format!("{}: {}", table.columns.len(), shown.join(" / ")), expected, "{rows}");
    }

    #[test]
    fn cells_tile_the_table() {
        check("1×1 1×1 / 2×1", "2: 1×1 1×1 / 2×1");
        check("1×2 2×1 / 1×1 1×1", "3: 1×2 2×1 / 1×1 1×1");
        check("1×1 1×2 1×1 / 1×1", "3: 1×1 1×2 1×1 / 1×1 -1");
        check("1×1 1×1 1×1 / 1×1", "3: 1×1 1×1 1×1 / 1×1 -2");
        check("1×3 1×1 / 1×1", "2: 1×2 1×1 / 1×1");
    }

    #[test]
    fn columns_in_which_no_cell_begins_go() {
        check("100×1 / 1×1 1×1", "2: 2×1 / 1×1 1×1");
        check("1×2 999×1 / 1×1", "2: 1×2 1×1 / 1×1");
        check("3×1 2×1 / 5×1", "2: 1×1 1×1 / 2×1");
        check("2×1 / 1×1 3×1", "2: 2×1 / 1×1 1×1");
    }

    #[test]
    fn cells_never_overlap() {
        check("1×1 1×2 / 2×1", "2: 1×1 1×2 / 1×1");
        check("1×65535 1×1 / 1×1 / 1×1", "2: 1×3 1×1 / 1×1 / 1×1");
        check("2×2 / 1×1", "2: 1×2 -1 / 1×1");
    }

    #[test]
    fn rows_without_cells_go() {
        check("1×3 1×1 /  / 1×1", "2: 1×2 1×1 / 1×1");
        check("1×2 1×2 / ", "2: 1×1 1×1");
        check("", "0: ");
    }

    #[test]
    fn a_few_cells_do_not_cover_millions_of_places() {
        let wide = TableRow { cells: vec![TableCell { row_span: u16::MAX, ..TableCell::empty(1) }; 900] };
        let narrow = TableRow { cells: vec![TableCell::empty(1)] };
        let rows = [wide].into_iter().chain(vec![narrow; 20_000]).collect();
        let mut table = Table { rows, ..Table::default() };
        table.even_out();
        assert!(table.rows.iter().skip(1).all(|row| row.cells.len() == 2));
        let beyond = vec![TableCell::empty(3); 500];
        let mut table = Table { rows: vec![TableRow { cells: beyond }], ..Table::default() };
        table.even_out();
        assert_eq!((table.columns.len(), table.rows[0].cells.len()), (334, 334));
    }
}
