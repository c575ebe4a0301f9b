//! Tables (ECMA-376-1, 17.4).
//!
//! A `w:tbl` becomes a table whose cells tile it, or verse. A cell over several rows is written once in each of them
//! (`vMerge`); the document has it once.

use std::collections::BTreeMap;

use super::Reader;
use crate::diagnostic::Span;
use crate::direction;
use crate::document::{Block, BlockKind, Direction, Table, TableCell, TableRow, VerseLine};
use crate::parse::html::verse;
use crate::parse::table::{SourceRow, assemble, reach};
use crate::parse::xml::Element;

/// A cell that cells below may continue: its row, its index there and its width.
type Open = (usize, usize, u16);

impl<'a> Reader<'a> {
    /// A table; one of a single cell is only a frame around what it holds.
    pub(super) fn table(&mut self, table: &'a Element) -> Vec<Block> {
        if self.hides() {
            return Vec::new();
        }
        let start = self.here().start;
        let is_ltr = !self.styles.is_from_the_right(table);
        let around = std::mem::replace(&mut self.in_ltr_table, is_ltr);
        let mut source = Vec::new();
        table_rows(table, &mut source);
        let mut rows: Vec<SourceRow> = Vec::new();
        let mut open = BTreeMap::new();
        for row in &source {
            self.row(row, &mut rows, &mut open);
        }
        self.in_ltr_table = around;
        let span = Span::new(start, self.here().start);
        if rows.iter().all(|row| row.row.cells.len() < 2) {
            return rows.into_iter().flat_map(|row| row.row.cells).flat_map(|cell| cell.blocks).collect();
        }
        let header = header_rows(table, &source);
        let header = reach(&rows, header);
        let has_body = header < rows.len();
        for row in rows.iter_mut().take(header).filter(|_| has_body) {
            (row.in_head, row.group) = (true, 1);
        }
        let mut whole = assemble(rows, Vec::new(), Vec::new());
        // The look of a table does not show what it contains: the first line of a poem is not a header.
        let header = whole.header.len();
        whole.rows.splice(0..0, std::mem::take(&mut whole.header));
        if let Some(lines) = verse_of(&whole, is_ltr) {
            return vec![Block::new(BlockKind::Verse(lines), span)];
        }
        whole.header = whole.rows.drain(..header).collect();
        let mut block = Block::new(BlockKind::Table(whole), span);
        let own = if is_ltr { Direction::Ltr } else { Direction::Rtl };
        // The side of the first column is said where the letters would say another.
        block.direction = (direction::of_block(&block, own.opposite()) != own).then_some(own);
        vec![block]
    }

    /// Adds a row. A cell that continues the one above makes that taller and adds no cell.
    fn row(&mut self, source: &'a Element, rows: &mut Vec<SourceRow>, open: &mut BTreeMap<usize, Open>) {
        let number = |properties: Option<&Element>, name: &str| {
            properties.and_then(|properties| properties.val(name)?.parse::<u16>().ok())
        };
        let skipped = number(source.child("trPr"), "gridBefore").unwrap_or(0);
        let mut row = TableRow::default();
        row.cells.extend((skipped > 0).then(|| TableCell::empty(skipped.into())));
        let mut column = usize::from(skipped);
        for source in source.children.iter().filter(|child| child.name == "tc") {
            let properties = source.child("tcPr");
            let width = number(properties, "gridSpan").unwrap_or(1).max(1);
            let merge = properties.and_then(|properties| properties.child("vMerge"));
            let reaches_here = |&&(row, cell, opened): &&Open| {
                let cell: &TableCell = &rows[row].row.cells[cell];
                opened == width && row + usize::from(cell.row_span) == rows.len()
            };
            let is_continued = |merge: &Element| merge.attr("val").is_none_or(|value| value == "continue");
            if properties.and_then(|own| own.child("hMerge")).is_some_and(is_continued)
                && let Some(before) = row.cells.last_mut()
            {
                before.column_span = before.column_span.saturating_add(width);
                let blocks = self.blocks(&source.children);
                row.cells.last_mut().into_iter().for_each(|before| before.blocks.extend(blocks.clone()));
                column += usize::from(width);
                continue;
            }
            let above = open.get(&column).filter(|_| merge.is_some_and(is_continued)).filter(reaches_here).copied();
            if let Some((row, cell, _)) = above {
                let blocks = self.blocks(&source.children);
                let cell = &mut rows[row].row.cells[cell];
                cell.row_span = cell.row_span.saturating_add(1);
                cell.blocks.extend(blocks);
            } else {
                let opened = (rows.len(), row.cells.len(), width);
                open.insert(column, opened);
                if merge.is_none() {
                    open.remove(&column);
                }
                let blocks = self.blocks(&source.children);
                row.cells.push(TableCell { blocks, column_span: width, ..TableCell::empty(1) });
            }
            column += usize::from(width);
        }
        rows.push(SourceRow { row, ..SourceRow::default() });
    }
}

/// The verse in a table whose first column may stand at either side: people read the right half first, whichever cell it
/// is; rhyme tells which one ends the line.
fn verse_of(table: &Table, is_ltr: bool) -> Option<Vec<VerseLine>> {
    let turned = || {
        let mut turned = table.clone();
        turned.rows.iter_mut().for_each(|row| row.cells.reverse());
        turned
    };
    let seen = if is_ltr { verse::of_table(&turned(), false) } else { None };
    seen.or_else(|| verse::of_table(table, false))
}

/// The rows of a table, including those in content controls and revisions.
fn table_rows<'e>(table: &'e Element, rows: &mut Vec<&'e Element>) {
    for child in &table.children {
        match child.name.as_str() {
            "tr" if child.child("trPr").is_some_and(|own| own.child("del").is_some()) => {}
            "tr" => rows.push(child),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => table_rows(child, rows),
            _ => {}
        }
    }
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
