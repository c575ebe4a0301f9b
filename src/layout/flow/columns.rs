//! Widths of the columns of a table, by least and greatest widths of their content (as in CSS 2.1, 17.5.2.2).
//!
//! In: the cells and the room there is. Out: a width for each column: what the content asks for where there is room;
//! else narrow columns keep what they ask for, and the wide ones share what is left, none below its widest word.

use crate::geometry::Pt;
use crate::text::Line;

use super::super::content::{CellFlow, Flow, FlowContent, TableFlow};
use super::super::design::Role;
use super::super::inline::InlineText;
use super::{Setter, verse};

/// How narrow something may be set, and how wide it would like to be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Extent {
    /// Width of the widest word.
    pub(super) min: Pt,
    /// Width without any break.
    pub(super) max: Pt,
}

impl Extent {
    fn widest(self, other: Extent) -> Extent {
        Extent { min: self.min.max(other.min), max: self.max.max(other.max) }
    }
}

/// Shares the room out among columns.
pub(super) fn share_out(extents: &[Extent], room: Pt) -> Vec<Pt> {
    let min: Pt = extents.iter().map(|extent| extent.min).sum();
    let max: Pt = extents.iter().map(|extent| extent.max).sum();
    if max <= room {
        extents.iter().map(|extent| extent.max).collect()
    } else if min < room {
        below(extents, widest_for(extents, room))
    } else {
        let share = room / min.max(Pt(1e-6));
        extents.iter().map(|extent| extent.min * share).collect()
    }
}

/// The width beyond which no column may go, so that all of them fill the room; found by halving.
fn widest_for(extents: &[Extent], room: Pt) -> Pt {
    const HALVINGS: usize = 40;
    let (mut low, mut high) = (Pt::ZERO, room);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if below(extents, middle).into_iter().sum::<Pt>() <= room { low = middle } else { high = middle }
    }
    low
}

fn below(extents: &[Extent], widest: Pt) -> Vec<Pt> {
    extents.iter().map(|extent| extent.max.min(widest).max(extent.min)).collect()
}

impl Setter<'_> {
    /// The extents of all columns; what a cell over several of them asks for beyond theirs is shared out evenly.
    pub(super) fn column_extents(&mut self, table: &TableFlow, gap: Pt) -> Vec<Extent> {
        let mut extents = vec![Extent::default(); table.columns];
        let mut wide: Vec<(usize, usize, Extent)> = Vec::new();
        for row in table.header.iter().chain(&table.rows) {
            let mut column = 0;
            for cell in row {
                let span = cell.span.min(table.columns - column.min(table.columns));
                let extent = self.cell_extent(cell);
                match span {
                    0 => {}
                    1 => extents[column] = extents[column].widest(extent),
                    _ => wide.push((column, span, extent)),
                }
                column += span;
            }
        }
        for (column, span, extent) in wide {
            #[expect(clippy::cast_precision_loss, reason = "a table has a few columns")]
            let (count, gaps) = (span as f64, gap * (span - 1) as f64);
            let covered = &mut extents[column..column + span];
            let min: Pt = covered.iter().map(|extent| extent.min).sum();
            let max: Pt = covered.iter().map(|extent| extent.max).sum();
            for column in covered {
                column.min += (extent.min - gaps - min).max(Pt::ZERO) / count;
                column.max += (extent.max - gaps - max).max(Pt::ZERO) / count;
            }
        }
        extents
    }

    fn cell_extent(&mut self, cell: &CellFlow) -> Extent {
        /// Room for errors of rounding, so that a line of natural width is not broken.
        const SLACK: Pt = Pt(0.1);
        cell.flows.iter().fold(Extent::default(), |widest, flow| {
            let Extent { min, max } = self.extent(flow);
            let around = flow.start + flow.end + SLACK;
            widest.widest(Extent { min: min + around, max: max.max(min) + around })
        })
    }

    fn extent(&mut self, flow: &Flow) -> Extent {
        let em = flow.design.em;
        match &flow.content {
            FlowContent::Text { text, .. } | FlowContent::Entry { text, .. } => self.text_extent(text),
            FlowContent::Code(lines) => {
                let lines = lines.iter().map(|line| self.text_extent(line));
                let max = lines.fold(Pt::ZERO, |widest, extent| widest.max(extent.max)) + em * 1.4;
                Extent { min: max.min(flow.design.text_style(Role::Code).size * 12.0), max }
            }
            FlowContent::Image(image) => {
                let max = self.natural_size(image).map_or(em * 8.0, |size| size.width);
                Extent { min: max.min(em * 3.0), max }
            }
            FlowContent::Break => Extent { min: em, max: em * 5.0 },
            FlowContent::Table(table) => {
                let extents = self.column_extents(table, em);
                #[expect(clippy::cast_precision_loss, reason = "a table has a few columns")]
                let gaps = em * extents.len() as f64;
                Extent {
                    min: extents.iter().map(|extent| extent.min).sum::<Pt>() + gaps,
                    max: extents.iter().map(|extent| extent.max).sum::<Pt>() + gaps,
                }
            }
            FlowContent::Verse(verses) => {
                let widths = verses.iter().map(|verse| {
                    let parts = verse.parts.iter().map(|part| self.text_extent(part));
                    parts.fold(Extent::default(), Extent::widest)
                });
                let Extent { min, max } = widths.fold(Extent::default(), Extent::widest);
                Extent { min, max: max * 2.0 + verse::gap(em) + verse::number_room(verses, em) }
            }
        }
    }

    fn text_extent(&mut self, text: &InlineText) -> Extent {
        let lines = self.natural(text);
        let extents = lines.iter().map(|line| Extent { min: self.widest_word(line), max: line.width });
        extents.fold(Extent::default(), Extent::widest)
    }

    /// Width of the widest word of a line.
    fn widest_word(&self, line: &Line) -> Pt {
        let mut advances: Vec<(usize, Pt)> = Vec::new();
        for run in &line.visual_runs {
            let point = run.size / f64::from(self.shaper.fonts().face(run.face).metrics.units_per_em);
            let of_run = run.visual_glyphs.iter();
            advances.extend(of_run.map(|glyph| (glyph.text_range.start(), point * f64::from(glyph.advance))));
        }
        advances.sort_by_key(|&(start, _)| start);
        let (mut widest, mut width) = (Pt::ZERO, Pt::ZERO);
        for (start, advance) in advances {
            let is_space = line.text[start..].starts_with([' ', '\t']);
            width = if is_space { Pt::ZERO } else { width + advance };
            widest = widest.max(width);
        }
        widest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(extents: &[(f64, f64)], room: f64, expected: &[f64]) {
        let extents: Vec<Extent> = extents.iter().map(|&(min, max)| Extent { min: Pt(min), max: Pt(max) }).collect();
        let widths: Vec<f64> = share_out(&extents, Pt(room)).iter().map(|width| width.0.round()).collect();
        assert_eq!(widths, expected);
    }

    #[test]
    fn columns_take_what_they_ask_for_or_share_what_is_left() {
        check(&[(20.0, 50.0), (30.0, 100.0)], 200.0, &[50.0, 100.0]);
        check(&[(20.0, 50.0), (30.0, 100.0)], 120.0, &[50.0, 70.0]);
        check(&[(20.0, 50.0), (30.0, 100.0), (70.0, 90.0)], 130.0, &[30.0, 30.0, 70.0]);
        check(&[(20.0, 50.0), (60.0, 100.0)], 40.0, &[10.0, 30.0]);
        check(&[], 40.0, &[]);
        check(&[(0.0, 0.0)], 0.0, &[0.0]);
    }
}
