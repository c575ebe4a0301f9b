//! Tables (OpenDocument 1.3-3, 9).

use super::{Reader, plain};
use crate::diagnostic::Span;
use crate::direction;
use crate::document::{Block, BlockKind, Direction, Table, TableCell, TableRow};
use crate::parse::html::verse;
use crate::parse::table::{SourceRow, assemble};
use crate::parse::xml::Element;

/// Most times that a row or a cell may be repeated: spreadsheets repeat empty ones to their end.
const MOST_REPEATED: usize = 64;

/// The rows of a table with whether they are in its header.
type Rows<'e> = Vec<(bool, &'e Element)>;

impl<'a> Reader<'a> {
    /// A table; one of a single cell is only a frame around what it holds.
    pub(super) fn table(&mut self, table: &'a Element) -> Vec<Block> {
        let start = self.here().start;
        let said = self.styles.table(table);
        let around = std::mem::replace(&mut self.in_ltr_table, said == Some(Direction::Ltr));
        let mut source = Vec::new();
        collect_rows(table, false, &mut source);
        let rows: Vec<SourceRow> = source.into_iter().map(|(in_head, row)| self.row(in_head, row)).collect();
        self.in_ltr_table = around;
        let span = Span::new(start, self.here().start);
        if rows.iter().all(|row| row.row.cells.len() < 2) {
            return rows.into_iter().flat_map(|row| row.row.cells).flat_map(|cell| cell.blocks).collect();
        }
        let whole = assemble(rows, Vec::new(), Vec::new());
        if let Some(lines) = verse::of_table(&whole, false) {
            return vec![Block::new(BlockKind::Verse(lines), span)];
        }
        let mut block = Block::new(BlockKind::Table(whole), span);
        // The side of the first column is said where the letters would say another.
        block.direction = said.filter(|&own| direction::of_block(&block, own.opposite()) != own);
        vec![block]
    }

    fn row(&mut self, in_head: bool, source: &'a Element) -> SourceRow {
        let mut row = TableRow::default();
        for cell in source.children.iter().filter(|child| child.name == "table-cell") {
            let number = |name: &str| cell.attr(name).and_then(|number| number.parse::<u16>().ok()).unwrap_or(1).max(1);
            let (column_span, row_span) = (number("number-columns-spanned"), number("number-rows-spanned"));
            for _ in 0..usize::from(number("number-columns-repeated")).min(MOST_REPEATED) {
                let blocks = self.blocks(&cell.children);
                row.cells.push(TableCell { blocks, column_span, row_span, ..TableCell::empty(1) });
            }
        }
        SourceRow { row, in_head, group: usize::from(in_head), is_named: false }
    }

    /// The table that a chart draws: its first row and first column name the others.
    pub(super) fn table_of_values(&mut self, table: &Element) -> Table {
        let mut source = Vec::new();
        collect_rows(table, false, &mut source);
        let mut rows = Vec::new();
        for (in_head, row) in source {
            let mut cells = Vec::new();
            for cell in row.children.iter().filter(|child| child.name == "table-cell") {
                let text = plain(cell);
                let text = if text.trim().is_empty() { cell.attr("value").unwrap_or_default() } else { text.trim() };
                let content = self.line(text);
                let span = self.here();
                let blocks =
                    if content.is_empty() { Vec::new() } else { vec![Block::new(BlockKind::Paragraph(content), span)] };
                cells.push(TableCell { blocks, ..TableCell::empty(1) });
            }
            rows.push(SourceRow { row: TableRow { cells }, in_head, group: usize::from(in_head), is_named: in_head });
        }
        assemble(rows, Vec::new(), Vec::new())
    }
}

fn collect_rows<'e>(table: &'e Element, in_head: bool, rows: &mut Rows<'e>) {
    for child in &table.children {
        match child.name.as_str() {
            "table-row" => {
                let times =
                    child.attr("number-rows-repeated").and_then(|times| times.parse::<usize>().ok()).unwrap_or(1);
                rows.extend(std::iter::repeat_n((in_head, child), times.clamp(1, MOST_REPEATED)));
            }
            "table-header-rows" => collect_rows(child, true, rows),
            "table-rows" | "table-row-group" => collect_rows(child, in_head, rows),
            _ => {}
        }
    }
}
