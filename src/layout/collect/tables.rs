//! Tables and verse.
//!
//! In: a table or a poem. Out: one flow for it, below that of its caption; the cells of a table hold flows of their
//! own.

use std::ops::Range;
use std::sync::Arc;

use crate::document::{Block, ColumnAlignment, Direction, Grid, Table, TableCell, TableRow, VerseLine};
use crate::font::Weight;
use crate::locale;
use crate::text::Alignment;

use super::super::content::{CellFlow, Flow, FlowContent, TableFlow, VerseFlow};
use super::super::design::{Design, Role};
use super::super::frame::{CellSpans, HeaderScope, StructureElement, StructureRole};
use super::super::inline::{Couplet, InlineText};
use super::Collector;

/// Size of a table's text, as a share of the text around it.
const TABLE_SIZE: f64 = 0.92;

/// The proportions of cells, made once for each alignment and weight.
struct CellDesigns {
    base: Design,
    made: Vec<(Alignment, Weight, Arc<Design>)>,
}

impl CellDesigns {
    fn new(around: &Design, table: Direction) -> CellDesigns {
        let base = Design { table: Some(table), indent: crate::geometry::Pt::ZERO, ..around.scaled(TABLE_SIZE) };
        CellDesigns { base, made: Vec::new() }
    }

    fn of(&mut self, alignment: ColumnAlignment, body_weight: Weight) -> Arc<Design> {
        let body_alignment = match alignment {
            ColumnAlignment::Start => Alignment::Start,
            ColumnAlignment::Center => Alignment::Center,
            ColumnAlignment::End => Alignment::End,
        };
        let known =
            self.made.iter().find(|(alignment, weight, _)| (*alignment, *weight) == (body_alignment, body_weight));
        if let Some((_, _, design)) = known {
            return Arc::clone(design);
        }
        let design = Arc::new(Design { body_alignment, body_weight, ..self.base.clone() });
        self.made.push((body_alignment, body_weight, Arc::clone(&design)));
        design
    }
}

impl Collector<'_> {
    /// A table under its caption.
    pub(super) fn table(&mut self, block: &Block, table: &Table) {
        let em = self.design.em;
        let element = self.element(StructureRole::Table, block);
        let page_start = std::mem::take(&mut self.page_start);
        self.within(element, |this| {
            let caption = this.table_caption(block, table);
            let mut designs = CellDesigns::new(&this.design, this.direction);
            let header = this.table_rows(table, &table.header, true, &mut designs);
            let rows = this.table_rows(table, &table.rows, false, &mut designs);
            let (columns, offset) = (table.columns.len(), block.span.start);
            let content = FlowContent::Table(TableFlow { columns, caption, offset, header, rows });
            this.page_start = page_start;
            this.push(Some(element), content, |flow| (flow.space_before, flow.space_after) = (em, em));
        });
    }

    fn table_caption(&mut self, block: &Block, table: &Table) -> Vec<Flow> {
        if table.caption.is_empty() {
            return Vec::new();
        }
        let caption = self.structure.add(self.parent, StructureElement::new(StructureRole::Caption));
        let text = self.inline(&table.caption, &self.design.text_style(Role::Caption), block, caption);
        let first = self.flows.len();
        self.push_text(caption, text, Alignment::Center, |flow| flow.keep_with_next = true);
        self.flows.split_off(first)
    }

    fn table_rows(
        &mut self,
        table: &Table,
        rows: &[TableRow],
        is_header: bool,
        designs: &mut CellDesigns,
    ) -> Vec<Vec<CellFlow>> {
        let mut grid = Grid::default();
        let mut made = Vec::with_capacity(rows.len());
        for row in rows {
            let element = self.structure.add(self.parent, StructureElement::new(StructureRole::TableRow));
            let places = grid.next_row(row, table.columns.len()).cells;
            let mut cells = Vec::with_capacity(row.cells.len());
            self.within(element, |this| {
                for (cell, columns) in row.cells.iter().zip(places) {
                    let alignment = table.columns.get(columns.start).copied().unwrap_or_default();
                    cells.push(this.cell(cell, columns, is_header, |weight| designs.of(alignment, weight)));
                }
            });
            made.push(cells);
        }
        made
    }

    fn cell(
        &mut self,
        cell: &TableCell,
        columns: Range<usize>,
        is_header: bool,
        design: impl FnOnce(Weight) -> Arc<Design>,
    ) -> CellFlow {
        let rows = cell.row_span.max(1);
        let spans = CellSpans { columns: cell.column_span.max(1), rows };
        let scope = match (is_header, cell.is_row_header) {
            (true, _) => Some(HeaderScope::Column),
            (false, true) => Some(HeaderScope::Row),
            (false, false) => None,
        };
        let role =
            scope.map_or(StructureRole::TableCell { spans }, |scope| StructureRole::TableHeader { scope, spans });
        let element = self.structure.add(self.parent, StructureElement::new(role));
        let design = design(if scope.is_some() { Weight::Bold } else { Weight::Regular });
        let flows = self.apart(design, |this| this.within(element, |this| this.blocks(&cell.blocks)));
        CellFlow { flows, columns, rows: rows.into() }
    }

    /// A poem, line for line.
    pub(super) fn verse(&mut self, block: &Block, lines: &[VerseLine]) {
        let em = self.design.em;
        let element = self.element(StructureRole::Division, block);
        let style = self.design.text_style(Role::Body);
        let mut verses = Vec::new();
        for line in lines {
            let span = Some(line.span);
            let paragraph = StructureElement { span, ..StructureElement::new(StructureRole::Paragraph) };
            let paragraph = self.structure.add(Some(element), paragraph);
            let parts: Vec<InlineText> =
                line.hemistichs.iter().map(|part| self.inline(part, &style, block, paragraph)).collect();
            let couplet = match parts.as_slice() {
                [first, second] => Some(Couplet::of(first, second)),
                _ => None,
            };
            self.verse_count += usize::from(!line.is_blank());
            let number = self.verse_number(self.verse_count).filter(|_| !line.is_blank());
            verses.push(VerseFlow { element: paragraph, parts, couplet, number });
        }
        self.push(Some(element), FlowContent::Verse(verses), |flow| {
            (flow.space_before, flow.space_after) = (em * 0.8, em * 0.8);
        });
    }

    /// The number of a line of verse, where it shows one.
    fn verse_number(&self, number: usize) -> Option<InlineText> {
        let text = locale::document_number(number as u64, &self.document.metadata);
        let style = self.design.text_style(Role::VerseNumber);
        self.design.verse_numbers.shows(number).then(|| InlineText::plain(&text, style, self.direction))
    }
}
