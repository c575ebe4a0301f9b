//! Cuts words where lines may break.
//!
//! In: units in logical order and the measure. Out: [`Segment`]s that tile the text, each with its width and whether a
//! line may, must or had better not end after it. What no-break spaces hold together may break at them where it is
//! wider than the measure, a word that is wider at its joints, and what is still wider between its clusters: nothing is
//! ever lost at the edge of a page. Telephone numbers and the like stay on one line where they fit.

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
    /// It may, although the space is a no-break space: the text joined by it is wider than a line.
    NoBreakSpace,
    /// At a joint of a word that is wider than a line.
    Joint,
    /// Only because the text between two joints is wider than a line.
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
    let cuts = cuts(text, measure, &units, &opportunities, point);
    let mut segments = Vec::with_capacity(units.len());
    let mut next = 0;
    let mut cuts = cuts.into_iter();
    for unit in &units {
        let mut start = 0;
        for (end, cut) in (1..=unit.word.clusters.len()).zip(cuts.by_ref()) {
            let offset = unit.range.start + unit.word.clusters[end - 1].text.end;
            next += opportunities[next..].iter().take_while(|&&opportunity| opportunity < offset).count();
            let allowed = opportunities.get(next) == Some(&offset);
            if end == unit.word.clusters.len() || allowed || cut != BreakAfter::Never {
                segments.push(part(unit, start..end, point(unit), break_after(unit.kind, allowed, cut)));
                start = end;
            }
        }
    }
    breaks::grouped_numbers(text).into_iter().for_each(|number| hold(&mut segments, number, measure));
    segments
}

/// Keeps a part of the text on one line, with all that would go with it, where a line has room for it.
fn hold(segments: &mut [Segment], part: Range<usize>, measure: Pt) {
    let first = segments.partition_point(|segment| segment.range.end <= part.start);
    let last = segments.partition_point(|segment| segment.range.start < part.end);
    let ends_line = |segment: &Segment| segment.break_after != BreakAfter::Never;
    let start = segments[..first].iter().rposition(ends_line).map_or(0, |before| before + 1);
    if last <= first {
        return;
    }
    let end = segments[last - 1..].iter().position(ends_line).map_or(segments.len(), |after| last + after);
    let whole = segments[start..end].iter().map(|segment| segment.width).sum::<Pt>();
    let within = &mut segments[first..last - 1];
    if whole <= measure && within.iter().all(|segment| segment.break_after != BreakAfter::Forced) {
        within.iter_mut().for_each(|segment| segment.break_after = BreakAfter::Never);
    }
}

/// A cluster: where it ends in the text, and how wide it is.
struct Piece {
    end: usize,
    width: Pt,
    is_space: bool,
}

/// For each cluster, whether a line may end after it because it is in a stretch without opportunities that is wider
/// than a line.
fn cuts(
    text: &str,
    measure: Pt,
    units: &[Unit],
    opportunities: &[usize],
    point: impl Fn(&Unit) -> Pt,
) -> Vec<BreakAfter> {
    let mut cuts = Vec::new();
    let mut stretch: Vec<Piece> = Vec::new();
    let mut next = 0;
    for unit in units {
        let point = point(unit);
        for cluster in &unit.word.clusters {
            let end = unit.range.start + cluster.text.end;
            let is_space = unit.kind != UnitKind::Word;
            stretch.push(Piece { end, width: point * f64::from(cluster.advance), is_space });
            next += opportunities[next..].iter().take_while(|&&opportunity| opportunity < end).count();
            if unit.kind == UnitKind::ForcedBreak || opportunities.get(next) == Some(&end) {
                cut_stretch(text, measure, &stretch, &mut cuts);
                stretch.clear();
            }
        }
    }
    cut_stretch(text, measure, &stretch, &mut cuts);
    cuts
}

/// Breaks a stretch wider than a line at the last of each group of consecutive spaces, and then its words.
fn cut_stretch(text: &str, measure: Pt, stretch: &[Piece], cuts: &mut Vec<BreakAfter>) {
    let first = cuts.len();
    cuts.resize(first + stretch.len(), BreakAfter::Never);
    let seen = stretch.iter().rposition(|piece| !piece.is_space).map_or(0, |last| last + 1);
    if stretch[..seen].iter().map(|piece| piece.width).sum::<Pt>() <= measure {
        return;
    }
    let mut start = 0;
    for part in stretch.chunk_by(|one, other| one.is_space == other.is_space) {
        let cuts = &mut cuts[first + start..first + start + part.len()];
        start += part.len();
        if !part[0].is_space {
            cut_word(text, measure, part, cuts);
        } else if let Some(last) = cuts.last_mut() {
            *last = BreakAfter::NoBreakSpace;
        }
    }
}

/// Breaks a word wider than a line at its joints, and any part that is still too wide between clusters.
fn cut_word(text: &str, measure: Pt, word: &[Piece], cuts: &mut [BreakAfter]) {
    if word.iter().map(|piece| piece.width).sum::<Pt>() <= measure {
        return;
    }
    let (mut start, mut width) = (0, Pt::ZERO);
    for (index, piece) in word.iter().enumerate() {
        width += piece.width;
        let is_last = index + 1 == word.len();
        if !is_last && !breaks::is_joint(text, piece.end) {
            continue;
        }
        if width > measure {
            cuts[start..index].fill(BreakAfter::Emergency);
        }
        if !is_last {
            cuts[index] = BreakAfter::Joint;
        }
        (start, width) = (index + 1, Pt::ZERO);
    }
}

fn break_after(kind: UnitKind, allowed: bool, cut: BreakAfter) -> BreakAfter {
    match kind {
        UnitKind::ForcedBreak => BreakAfter::Forced,
        _ if allowed => BreakAfter::Allowed,
        _ => cut,
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
