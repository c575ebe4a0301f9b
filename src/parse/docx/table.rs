//! Tables (ECMA-376-1, 17.4).
//!
//! In: a `w:tbl`. Out: a table whose rows all have its columns, or verse. The document has no cells that cover rows:
//! those that continue the cell above are empty.

use super::Reader;
use super::xml::Element;
use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, Table, TableCell, TableRow};
use crate::parse::html::verse;

/// Most columns of a table.
const MAX_COLUMNS: u16 = 64;

impl Reader<'_> {
    /// A table; one of a single cell is only a frame around what it holds.
    pub(super) fn table(&mut self, table: &Element) -> Vec<Block> {
        let start = self.here().start;
        let source: Vec<&Element> = table.children.iter().filter(|child| child.name == "tr").collect();
        let rows: Vec<TableRow> = source.iter().map(|row| self.row(row)).collect();
        let span = Span::new(start, self.here().start);
        if rows.iter().all(|row| row.cells.len() < 2) {
            return rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| cell.blocks).collect();
        }
        let mut whole = Table { rows, ..Table::default() };
        whole.even_out();
        if let Some(lines) = verse::of_table(&whole, false) {
            return vec![Block::new(BlockKind::Verse(lines), span)];
        }
        let header = header_rows(table, &source);
        let body = whole.rows.split_off(header.min(whole.rows.len()));
        whole.header = std::mem::replace(&mut whole.rows, body);
        vec![Block::new(BlockKind::Table(whole), span)]
    }

    fn row(&mut self, row: &Element) -> TableRow {
        let cells = row.children.iter().filter(|child| child.name == "tc").map(|source| {
            let properties = source.child("tcPr");
            let continues = properties
                .and_then(|properties| properties.child("vMerge"))
                .is_some_and(|merge| merge.attr("val").is_none_or(|value| value == "continue"));
            let width = properties.and_then(|properties| properties.val("gridSpan")?.parse().ok()).unwrap_or(1);
            let blocks = if continues { Vec::new() } else { self.blocks(&source.children) };
            if continues {
                self.covered.add(self.here());
            }
            cell(blocks, width)
        });
        TableRow { cells: cells.collect() }
    }
}

fn cell(blocks: Vec<Block>, width: u16) -> TableCell {
    TableCell { blocks, is_row_header: false, column_span: width.clamp(1, MAX_COLUMNS) }
}

/// Rows that repeat on each page, else the first where the table's look sets it apart.
fn header_rows(table: &Element, rows: &[&Element]) -> usize {
    let repeated = rows.iter().take_while(|row| row.child("trPr").is_some_and(|own| own.is_on("tblHeader"))).count();
    let look = table.child("tblPr").and_then(|properties| properties.child("tblLook"));
    let first_row = look.is_some_and(|look| match look.attr("firstRow") {
        Some(value) => matches!(value, "1" | "true" | "on"),
        None => {
            look.attr("val").and_then(|bits| u16::from_str_radix(bits, 16).ok()).is_some_and(|bits| bits & 0x20 != 0)
        }
    });
    if repeated == 0 && rows.len() > 1 { usize::from(first_row) } else { repeated }
}
