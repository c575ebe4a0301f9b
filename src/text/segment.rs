//! Cuts words where lines may break.
//!
//! In: units in logical order and the measure. Out: [`Segment`]s that tile the text, each with its width and whether a
//! line may, must or had better not end after it. A word that is wider than the measure may also break between its
//! clusters: nothing is ever lost at the edge of a page.

use std::ops::Range;
use std::rc::Rc;

use super::breaks;
use super::itemize::Item;
use super::kashida::Kashida;
use super::line::Glyph;
use super::shape::{ShapedWord, Unit, UnitKind};
use crate::font::FontSet;
use crate::geometry::Pt;

/// A piece of a line that is not cut further.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    /// Bytes of the paragraph's text.
    pub(super) range: Range<usize>,
    /// Index of its item.
    pub(super) item: usize,
    /// What it is.
    pub(super) kind: UnitKind,
    /// The word it is a part of.
    pub(super) word: Rc<ShapedWord>,
    /// Offset of the word in the paragraph's text.
    pub(super) word_start: usize,
    /// Which of the word's clusters it has.
    pub(super) clusters: Range<usize>,
    /// Natural width.
    pub(super) width: Pt,
    /// Whether a line may end after it.
    pub(super) break_after: BreakAfter,
    /// The word lengthened, where it can be.
    kashida: Option<Rc<Kashida>>,
}

impl Segment {
    /// Its glyphs in visual order; text ranges count from the start of the word.
    pub(super) fn visual_glyphs(&self) -> &[Glyph] {
        let of_segment = &self.word.clusters[self.clusters.clone()];
        let first = of_segment.iter().map(|cluster| cluster.glyphs.start).min().unwrap_or(0);
        let last = of_segment.iter().map(|cluster| cluster.glyphs.end).max().unwrap_or(0);
        &self.word.visual_glyphs[first..last]
    }

    /// The word lengthened, where it can be and the segment is the whole of it.
    pub(super) fn kashida(&self) -> Option<&Kashida> {
        self.kashida.as_deref().filter(|_| self.clusters.len() == self.word.clusters.len())
    }
}

/// Whether a line may end after a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BreakAfter {
    /// It may not.
    Never,
    /// It may, at no cost.
    Allowed,
    /// Only because the word is wider than a line.
    Emergency,
    /// It must.
    Forced,
}

/// Cuts units into segments.
pub(super) fn segment(text: &str, units: Vec<Unit>, items: &[Item], fonts: &FontSet, measure: Pt) -> Vec<Segment> {
    let opportunities = breaks::opportunities(text);
    let point = |unit: &Unit| {
        let item = &items[unit.item];
        item.size / f64::from(fonts.face(item.face).metrics.units_per_em)
    };
    let too_wide = wider_than(measure, &units, &opportunities, point);
    let mut segments = Vec::with_capacity(units.len());
    let mut next = 0;
    let mut too_wide = too_wide.into_iter();
    for unit in &units {
        let mut start = 0;
        for (end, too_wide) in (1..=unit.word.clusters.len()).zip(too_wide.by_ref()) {
            let offset = unit.range.start + unit.word.clusters[end - 1].text.end;
            next += opportunities[next..].iter().take_while(|&&opportunity| opportunity < offset).count();
            let allowed = opportunities.get(next) == Some(&offset);
            if end == unit.word.clusters.len() || allowed || too_wide {
                segments.push(part(unit, start..end, point(unit), break_after(unit.kind, allowed, too_wide)));
                start = end;
            }
        }
    }
    segments
}

/// For each cluster, whether it is part of a stretch without spaces or opportunities that is wider than a line.
fn wider_than(measure: Pt, units: &[Unit], opportunities: &[usize], point: impl Fn(&Unit) -> Pt) -> Vec<bool> {
    let (mut too_wide, mut clusters) = (Vec::new(), 0);
    let (mut width, mut next) = (Pt::ZERO, 0);
    for unit in units {
        let point = point(unit);
        for cluster in &unit.word.clusters {
            clusters += 1;
            if unit.kind == UnitKind::Word {
                width += point * f64::from(cluster.advance);
            }
            let offset = unit.range.start + cluster.text.end;
            next += opportunities[next..].iter().take_while(|&&opportunity| opportunity < offset).count();
            if unit.kind != UnitKind::Word || opportunities.get(next) == Some(&offset) {
                too_wide.resize(clusters, width > measure);
                width = Pt::ZERO;
            }
        }
    }
    too_wide.resize(clusters, width > measure);
    too_wide
}

fn break_after(kind: UnitKind, allowed: bool, too_wide: bool) -> BreakAfter {
    match kind {
        UnitKind::ForcedBreak => BreakAfter::Forced,
        _ if allowed => BreakAfter::Allowed,
        UnitKind::Word if too_wide => BreakAfter::Emergency,
        _ => BreakAfter::Never,
    }
}

fn part(unit: &Unit, clusters: Range<usize>, point: Pt, break_after: BreakAfter) -> Segment {
    let of_word = &unit.word.clusters[clusters.clone()];
    let range = unit.range.start + of_word[0].text.start..unit.range.start + of_word[of_word.len() - 1].text.end;
    Segment {
        range,
        item: unit.item,
        kind: unit.kind,
        word: Rc::clone(&unit.word),
        word_start: unit.range.start,
        width: of_word.iter().map(|cluster| point * f64::from(cluster.advance)).sum(),
        clusters,
        break_after,
        kashida: unit.kashida.clone(),
    }
}
