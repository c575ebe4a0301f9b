//! Measures how narrow the columns of a table may be, and how wide they would ideally be (as in CSS 2.1, 17.5.2.2).
//!
//! One walk over the cells gives an extent for each column.

use crate::geometry::Pt;
use crate::text::{ParagraphExtent, measure_paragraph};

use super::super::content::{CellFlow, Flow, FlowContent, TableFlow};
use super::super::design::Role;
use super::super::inline::InlineText;
use super::{Setter, verse};

/// A change of each width of an extent.
fn each(extent: ParagraphExtent, change: impl Fn(Pt) -> Pt) -> ParagraphExtent {
    ParagraphExtent {
        line: change(extent.line),
        word: change(extent.word),
        piece: change(extent.piece),
        uncut: change(extent.uncut),
    }
}

/// An extent as wide as `line` and no narrower than `least`.
const fn between(least: Pt, line: Pt) -> ParagraphExtent {
    ParagraphExtent { line, word: least, piece: least, uncut: least }
}

/// The least width of a picture in a line of a cell.
const LEAST_PICTURE: Pt = Pt(36.0);

impl Setter<'_> {
    /// The extents of all columns; what a cell over several of them asks for beyond theirs is shared out evenly.
    pub(super) fn column_extents(&mut self, table: &TableFlow, gap: Pt) -> Vec<ParagraphExtent> {
        let mut extents = vec![ParagraphExtent::default(); table.columns];
        let mut wide = Vec::new();
        for cell in table.header.iter().chain(&table.rows).flatten() {
            let extent = self.cell_extent(cell);
            match cell.columns.len() {
                1 => extents[cell.columns.start] = extents[cell.columns.start].max(extent),
                _ => wide.push((cell.columns.clone(), extent)),
            }
        }
        // Narrow ones first, so that wide ones take their demands into account.
        wide.sort_by_key(|(columns, _)| columns.len());
        for (columns, extent) in wide {
            let covered = &mut extents[columns];
            #[expect(clippy::cast_precision_loss, reason = "a table has at most a thousand columns")]
            let (count, gaps) = (covered.len() as f64, gap * (covered.len().saturating_sub(1)) as f64);
            let lack = |width: fn(&ParagraphExtent) -> Pt| {
                let there: Pt = covered.iter().map(width).sum();
                (width(&extent) - gaps - there).max(Pt::ZERO) / count
            };
            let more = ParagraphExtent {
                line: lack(|extent| extent.line),
                word: lack(|extent| extent.word),
                piece: lack(|extent| extent.piece),
                uncut: lack(|extent| extent.uncut),
            };
            for column in covered {
                column.line += more.line;
                column.word += more.word;
                column.piece += more.piece;
                column.uncut += more.uncut;
            }
        }
        extents
    }

    fn cell_extent(&mut self, cell: &CellFlow) -> ParagraphExtent {
        /// Room for errors of rounding, so that a line of natural width is not broken.
        const SLACK: Pt = Pt(0.1);
        cell.flows.iter().fold(ParagraphExtent::default(), |widest, flow| {
            let around = flow.start + flow.end + SLACK;
            let extent = self.extent(flow);
            widest.max(each(ParagraphExtent { line: extent.line.max(extent.word), ..extent }, |width| width + around))
        })
    }

    fn extent(&mut self, flow: &Flow) -> ParagraphExtent {
        let em = flow.design.em;
        match &flow.content {
            FlowContent::Text { text, .. } | FlowContent::Entry { text, .. } => self.text_extent(text),
            FlowContent::Code(lines) => {
                let lines = lines.iter().map(|line| self.text_extent(line).line);
                let most = lines.fold(Pt::ZERO, Pt::max) + em * 1.4;
                between(most.min(flow.design.text_style(Role::Code).size * 12.0), most)
            }
            FlowContent::Image(image) => {
                let most = self.natural_width(flow, image).unwrap_or(em * 8.0);
                between(most.min(em * 3.0), most)
            }
            FlowContent::Formula(formula, style) => {
                let most = self.formula_width(formula, style);
                between(most.min(em * 10.0), most)
            }
            FlowContent::Break => between(em, em * 5.0),
            FlowContent::Table(table) => {
                let extents = self.column_extents(table, em);
                #[expect(clippy::cast_precision_loss, reason = "a table has at most a thousand columns")]
                let gaps = em * extents.len() as f64;
                let total = |width: fn(&ParagraphExtent) -> Pt| extents.iter().map(width).sum::<Pt>() + gaps;
                ParagraphExtent {
                    line: total(|extent| extent.line),
                    word: total(|extent| extent.word),
                    piece: total(|extent| extent.piece),
                    uncut: total(|extent| extent.uncut),
                }
            }
            FlowContent::Verse(verses) => {
                let parts = verses.iter().flat_map(|verse| &verse.parts);
                let widest = parts.fold(ParagraphExtent::default(), |widest, part| widest.max(self.text_extent(part)));
                ParagraphExtent { line: widest.line * 2.0 + verse::gap(em) + verse::number_room(verses, em), ..widest }
            }
        }
    }

    fn text_extent(&mut self, text: &InlineText) -> ParagraphExtent {
        let mut paragraph = self.with_objects(text, Pt(1e6));
        let natural = measure_paragraph(&paragraph, &mut self.shaper);
        if text.pictures.is_empty() {
            return natural;
        }
        // A picture shrinks if there is less room.
        let objects = &mut paragraph.to_mut().objects;
        objects
            .iter_mut()
            .filter(|object| object.content.is_none())
            .for_each(|object| object.width = object.width.min(LEAST_PICTURE));
        ParagraphExtent { line: natural.line, ..measure_paragraph(&paragraph, &mut self.shaper) }
    }
}
