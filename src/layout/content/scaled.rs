//! Scales the content of a table.
//!
//! All sizes of type, and all room that depends on them, are multiplied by a factor.

use std::sync::Arc;

use crate::text::TextStyle;

use super::super::design::Design;
use super::super::inline::InlineText;
use super::{Backdrop, CellFlow, Flow, FlowContent, Marker, TableFlow, VerseFlow};

impl TableFlow {
    /// The table, its caption and cells in another size.
    pub(in crate::layout) fn scaled(&self, factor: f64) -> TableFlow {
        Scaler { factor, designs: Vec::new() }.table(self)
    }
}

struct Scaler {
    factor: f64,
    /// Designs and their scaled versions; the cells of a table share a few.
    designs: Vec<(Arc<Design>, Arc<Design>)>,
}

impl Scaler {
    fn table(&mut self, table: &TableFlow) -> TableFlow {
        let mut rows = |rows: &[Vec<CellFlow>]| {
            let row = |row: &Vec<CellFlow>| row.iter().map(|cell| self.cell(cell)).collect();
            rows.iter().map(row).collect()
        };
        let (header, body) = (rows(&table.header), rows(&table.rows));
        TableFlow {
            columns: table.columns,
            caption: self.flows(&table.caption),
            offset: table.offset,
            header,
            rows: body,
        }
    }

    fn cell(&mut self, cell: &CellFlow) -> CellFlow {
        CellFlow { flows: self.flows(&cell.flows), columns: cell.columns.clone(), rows: cell.rows }
    }

    fn flows(&mut self, flows: &[Flow]) -> Vec<Flow> {
        flows.iter().map(|flow| self.flow(flow)).collect()
    }

    fn flow(&mut self, flow: &Flow) -> Flow {
        let factor = self.factor;
        Flow {
            content: self.content(&flow.content),
            design: self.design(&flow.design),
            start: flow.start * factor,
            end: flow.end * factor,
            space_before: flow.space_before * factor,
            space_after: flow.space_after * factor,
            padding: (flow.padding.0 * factor, flow.padding.1 * factor),
            markers: flow.markers.iter().map(|marker| marker.scaled(factor)).collect(),
            backdrops: flow.backdrops.iter().map(|backdrop| backdrop.scaled(factor)).collect(),
            ..flow.clone()
        }
    }

    fn content(&mut self, content: &FlowContent) -> FlowContent {
        let factor = self.factor;
        match content {
            FlowContent::Text { text, alignment, indent, heading } => FlowContent::Text {
                text: text.scaled(factor),
                alignment: *alignment,
                indent: *indent * factor,
                heading: heading.clone(),
            },
            FlowContent::Code(lines) => FlowContent::Code(lines.iter().map(|line| line.scaled(factor)).collect()),
            FlowContent::Table(table) => FlowContent::Table(self.table(table)),
            FlowContent::Verse(verses) => FlowContent::Verse(verses.iter().map(|verse| verse.scaled(factor)).collect()),
            FlowContent::Entry { text, anchor, number } => {
                FlowContent::Entry { text: text.scaled(factor), anchor: anchor.clone(), number: *number }
            }
            FlowContent::Formula(formula, style) => {
                let style = TextStyle { size: style.size * factor, ..style.clone() };
                FlowContent::Formula(Arc::clone(formula), style)
            }
            FlowContent::Image(_) | FlowContent::Break => content.clone(),
        }
    }

    fn design(&mut self, design: &Arc<Design>) -> Arc<Design> {
        if let Some((_, scaled)) = self.designs.iter().find(|(known, _)| Arc::ptr_eq(known, design)) {
            return Arc::clone(scaled);
        }
        let scaled = Arc::new(design.scaled(self.factor));
        self.designs.push((Arc::clone(design), Arc::clone(&scaled)));
        scaled
    }
}

impl Marker {
    fn scaled(&self, factor: f64) -> Marker {
        Marker { text: self.text.scaled(factor), start: self.start * factor, end: self.end * factor, ..self.clone() }
    }
}

impl Backdrop {
    fn scaled(&self, factor: f64) -> Backdrop {
        let (width, color) = self.bar;
        Backdrop { start: self.start * factor, end: self.end * factor, bar: (width * factor, color), ..*self }
    }
}

impl VerseFlow {
    fn scaled(&self, factor: f64) -> VerseFlow {
        VerseFlow {
            element: self.element,
            parts: self.parts.iter().map(|part| part.scaled(factor)).collect(),
            couplet: self.couplet.as_ref().map(|couplet| couplet.scaled(factor)),
            number: self.number.as_ref().map(|number| number.scaled(factor)),
        }
    }
}

impl InlineText {
    /// The same text in another size.
    pub(in crate::layout) fn scaled(&self, factor: f64) -> InlineText {
        let mut text = self.clone();
        for styled in &mut text.paragraph.styles {
            styled.style.size = styled.style.size * factor;
            styled.style.rise = styled.style.rise * factor;
        }
        for picture in &mut text.pictures {
            picture.em = picture.em * factor;
            picture.tallest = picture.tallest * factor;
        }
        for formula in &mut text.formulas {
            formula.style.size = formula.style.size * factor;
            formula.style.rise = formula.style.rise * factor;
        }
        text
    }
}
