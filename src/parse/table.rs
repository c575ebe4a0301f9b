//! Builds tables for all readers.
//!
//! Rows as in the source become a [`Table`] with a header, whose cells tile it.

use crate::document::{ColumnAlignment, Inline, Table, TableRow};

/// The row span of a cell that covers all rows to the end of its group (HTML Standard, 4.9.11).
pub(super) const TO_THE_END: u16 = 0;

/// A row as a source has it.
#[derive(Debug, Default)]
pub(super) struct SourceRow {
    /// Its cells; a row span may be [`TO_THE_END`].
    pub(super) row: TableRow,
    /// Number of its row group, beyond which its cells do not extend.
    pub(super) group: usize,
    /// Whether the source puts it in the header.
    pub(super) in_head: bool,
    /// Whether all of its cells are header cells.
    pub(super) is_named: bool,
}

/// Builds a table from its rows. If the source marks no header, it consists of the first rows that have only header
/// cells.
pub(super) fn assemble(mut rows: Vec<SourceRow>, columns: Vec<ColumnAlignment>, caption: Vec<Inline>) -> Table {
    limit_spans(&mut rows);
    let header = header_rows(&rows);
    let mut all: Vec<TableRow> = rows.into_iter().map(|row| row.row).collect();
    let body = all.split_off(header);
    let mut table = Table { columns, header: all, rows: body, caption };
    table.even_out();
    table
}

/// Keeps cells within the group of their row.
fn limit_spans(rows: &mut [SourceRow]) {
    let (mut left, mut below) = (0_usize, None);
    for row in rows.iter_mut().rev() {
        left = if below == Some(row.group) { left + 1 } else { 1 };
        below = Some(row.group);
        let most = u16::try_from(left).unwrap_or(u16::MAX);
        for cell in &mut row.row.cells {
            cell.row_span = if cell.row_span == TO_THE_END { most } else { cell.row_span.min(most) };
        }
    }
}

/// How many rows are the header.
fn header_rows(rows: &[SourceRow]) -> usize {
    match rows.iter().take_while(|row| row.in_head).count() {
        0 => {}
        said => return said,
    }
    let named = rows.iter().take_while(|row| row.is_named && !row.row.cells.is_empty()).count();
    let header = if named < rows.len() { named } else { named.min(1) };
    if rows.len() > 1 && reach(rows, header) <= header { header } else { 0 }
}

/// The first row boundary at which all cells of the first `count` rows have ended.
pub(super) fn reach(rows: &[SourceRow], count: usize) -> usize {
    let ends = rows[..count].iter().enumerate().flat_map(|(index, row)| {
        let spans = row.row.cells.iter().map(|cell| usize::from(cell.row_span.max(1)));
        spans.map(move |span| index + span)
    });
    ends.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::TableCell;

    /// Rows are written with a letter (`h` in the head, `n` of header cells, `-` neither), the number of their group and
    /// the row spans of their cells; what is expected: the rows of the header, and all row spans.
    fn check(rows: &str, expected: &str) {
        let row = |text: &str| {
            let (kind, spans) = text.split_at(2);
            let cell = |span: &str| TableCell { row_span: span.parse().unwrap(), ..TableCell::empty(1) };
            let cells = spans.split_whitespace().map(cell).collect();
            SourceRow {
                row: TableRow { cells },
                group: kind[1..].parse().unwrap(),
                in_head: kind.starts_with('h'),
                is_named: kind.starts_with('n'),
            }
        };
        let table = assemble(rows.split(" / ").map(row).collect(), Vec::new(), Vec::new());
        let shown = |row: &TableRow| row.cells.iter().map(|cell| cell.row_span.to_string()).collect::<String>();
        let shown: Vec<String> = table.all_rows().map(shown).collect();
        assert_eq!(format!("{}: {}", table.header.len(), shown.join(" ")), expected, "{rows}");
    }

    #[test]
    fn the_first_rows_of_header_cells_are_the_header() {
        check("n0 1 1 / -0 1 1", "1: 11 11");
        check("n0 2 1 1 / n0 1 1 / -0 1 1 1", "2: 211 11 111");
        check("n0 1 1 / n0 1 1", "1: 11 11");
        check("n0 2 1 / -0 1", "0: 21 1");
        check("h0 1 1 / n1 1 1 / -1 1 1", "1: 11 11 11");
        check("n0 1 1", "0: 11");
    }

    #[test]
    fn cells_stay_within_their_group() {
        check("-0 0 1 / -0 1 / -1 1 1", "0: 21 1 11");
        check("h0 9 1 / -1 0 1 / -1 1 / -1 1", "1: 11 31 1 1");
    }
}
