//! Tables and verse.
//!
//! In: a table or a poem. Out: one flow for it, below that of its caption; the cells of a table hold flows of their
//! own.

use std::sync::Arc;

use crate::document::{Block, ColumnAlignment, Table, TableCell, TableRow, VerseLine};
use crate::font::Weight;
use crate::locale;
use crate::text::Alignment;

use super::super::content::{CellFlow, FlowContent, TableFlow, VerseFlow};
use super::super::design::{Design, Role};
use super::super::frame::{HeaderScope, StructureElement, StructureRole};
use super::super::inline::{Couplet, InlineText};
use super::Collector;

/// Size of a table's text, as a share of the text around it.
const TABLE_SIZE: f64 = 0.92;

impl Collector<'_> {
    /// A table under its caption.
    pub(super) fn table(&mut self, block: &Block, table: &Table) {
        let em = self.design.em;
        let element = self.element(StructureRole::Table, block);
        self.within(element, |this| {
            if !table.caption.is_empty() {
                let caption = this.structure.add(this.parent, StructureElement::new(StructureRole::Caption));
                let text = this.inline(&table.caption, &this.design.text_style(Role::Caption), block, caption);
                this.push_text(caption, text, Alignment::Center, |flow| {
                    (flow.space_before, flow.space_after, flow.keep_with_next) = (em, em * 0.3, true);
                });
            }
            let columns = table.all_rows().map(TableRow::columns).chain([table.columns.len()]).max().unwrap_or(0);
            let header = table.header.iter().map(|row| this.row(table, row, true)).collect();
            let rows = table.rows.iter().map(|row| this.row(table, row, false)).collect();
            let content = FlowContent::Table(TableFlow { columns, header, rows });
            let before = if table.caption.is_empty() { em } else { em * 0.3 };
            this.push(Some(element), content, |flow| (flow.space_before, flow.space_after) = (before, em));
        });
    }

    fn row(&mut self, table: &Table, row: &TableRow, is_header: bool) -> Vec<CellFlow> {
        let element = self.structure.add(self.parent, StructureElement::new(StructureRole::TableRow));
        let mut column = 0;
        let mut cells = Vec::new();
        self.within(element, |this| {
            for cell in &row.cells {
                let alignment = table.columns.get(column).copied().unwrap_or_default();
                cells.push(this.cell(cell, alignment, is_header));
                column += usize::from(cell.column_span.max(1));
            }
        });
        cells
    }

    fn cell(&mut self, cell: &TableCell, alignment: ColumnAlignment, is_header: bool) -> CellFlow {
        let column_span = cell.column_span.max(1);
        let scope = match (is_header, cell.is_row_header) {
            (true, _) => Some(HeaderScope::Column),
            (false, true) => Some(HeaderScope::Row),
            (false, false) => None,
        };
        let role = scope.map_or(StructureRole::TableCell { column_span }, |scope| StructureRole::TableHeader {
            scope,
            column_span,
        });
        let element = self.structure.add(self.parent, StructureElement::new(role));
        let design = Arc::new(Design {
            body_alignment: match alignment {
                ColumnAlignment::Start => Alignment::Start,
                ColumnAlignment::Center => Alignment::Center,
                ColumnAlignment::End => Alignment::End,
            },
            body_weight: if scope.is_some() { Weight::Bold } else { Weight::Regular },
            is_cell: true,
            indent: crate::geometry::Pt::ZERO,
            ..self.design.scaled(TABLE_SIZE)
        });
        let flows = self.apart(design, |this| this.within(element, |this| this.blocks(&cell.blocks)));
        CellFlow { flows, span: usize::from(column_span) }
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
