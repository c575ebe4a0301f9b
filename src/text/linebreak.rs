//! Chooses where the lines of a paragraph end, over the whole paragraph at once.
//!
//! In: segments in logical order and the measure. Out: the segments of each line. The method is the optimum fit of
//! D. E. Knuth and M. F. Plass, "Breaking Paragraphs into Lines" (1981): segments are boxes and glue, each way to break
//! costs demerits, the way of least demerits is found by walking once over the breakpoints with a list of active ones.
//! Passes of growing tolerance keep ordinary paragraphs quick; the last one accepts any line and so always succeeds.

use std::ops::Range;

use super::segment::{BreakAfter, Segment};
use super::shape::UnitKind;
use super::{Alignment, ParagraphOptions};
use crate::geometry::Pt;

/// A word space may shrink to 0.8 of its width …
const SPACE_SHRINK: f64 = 0.2;
/// … and grow to 1.35 of it before a line counts as loose.
pub(super) const SPACE_STRETCH: f64 = 0.35;
/// What a word that can be lengthened adds to the stretch of a line, as a multiple of its tatweel: about a fifth of an
/// em, since not all of them will be.
const KASHIDA_STRETCH: f64 = 1.0;
/// How far a ragged line may fall short, as a share of the measure, before it counts as loose.
const RAGGED_STRETCH: f64 = 0.12;
/// Ratios of stretch accepted in turn.
const TOLERANCES: [f64; 3] = [1.5, 4.0, f64::INFINITY];
/// Demerits of a line, Knuth and Plass's α for a change of fitness class, and what breaks within a word cost.
const LINE_PENALTY: f64 = 10.0;
const FITNESS_DEMERITS: f64 = 3_000.0;
const JOINT_PENALTY: f64 = 200.0;
const EMERGENCY_PENALTY: f64 = 5_000.0;
/// A last line of less than this share of the measure looks like a leftover.
const SHORT_LAST_LINE: f64 = 0.12;
const SHORT_LAST_LINE_DEMERITS: f64 = 5_000.0;

/// One line, before it is set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BrokenLine {
    /// Its segments, without the white space at its end.
    pub(super) range: Range<usize>,
    /// Whether it ends the paragraph or at a forced break, and so is not justified.
    pub(super) is_last: bool,
}

/// A place where a line may end.
#[derive(Clone, Copy, Debug)]
struct Breakpoint {
    /// One past the last segment that is seen at the line's end.
    end: usize,
    /// First segment of the next line.
    next: usize,
    penalty: f64,
    forced: bool,
}

/// Sums over all segments before one.
#[derive(Clone, Copy, Debug, Default)]
struct Totals {
    width: f64,
    spaces: f64,
    /// What words can be lengthened by.
    kashida: f64,
}

/// A breakpoint reached by the best way found so far.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// First segment of the line that starts here.
    start: usize,
    line_end: usize,
    is_last: bool,
    fitness: u8,
    demerits: f64,
    previous: Option<usize>,
}

/// How a line between two breakpoints fits.
#[derive(Clone, Copy, Debug)]
struct Fit {
    ratio: f64,
    demerits: f64,
}

/// Chooses the breaks.
pub(super) fn choose_breaks(segments: &[Segment], options: &ParagraphOptions) -> Vec<BrokenLine> {
    if segments.is_empty() {
        return Vec::new();
    }
    let search = Search { totals: totals(segments), breakpoints: breakpoints(segments), options };
    if let Some(line) = search.only_line() {
        return vec![line];
    }
    let nodes = TOLERANCES.iter().find_map(|&tolerance| search.run(tolerance)).unwrap_or_default();
    trace(&nodes)
}

fn totals(segments: &[Segment]) -> Vec<Totals> {
    let mut sum = Totals::default();
    let mut totals = vec![sum];
    for segment in segments {
        sum.width += segment.width.0;
        if segment.kind == UnitKind::Space {
            sum.spaces += segment.width.0;
        }
        if let Some(kashida) = segment.kashida() {
            let tatweel = f64::from(kashida.growth) * segment.width.0 / f64::from(segment.word.advance());
            sum.kashida += tatweel * KASHIDA_STRETCH;
        }
        totals.push(sum);
    }
    totals
}

fn breakpoints(segments: &[Segment]) -> Vec<Breakpoint> {
    let mut breakpoints = Vec::new();
    let mut end = 0;
    for (index, segment) in segments.iter().enumerate() {
        if segment.kind == UnitKind::Word {
            end = index + 1;
        }
        let penalty = match segment.break_after {
            BreakAfter::Never if index + 1 < segments.len() => continue,
            BreakAfter::Joint => JOINT_PENALTY,
            BreakAfter::Emergency => EMERGENCY_PENALTY,
            _ => 0.0,
        };
        let forced = segment.break_after == BreakAfter::Forced || index + 1 == segments.len();
        breakpoints.push(Breakpoint { end, next: index + 1, penalty, forced });
    }
    breakpoints
}

struct Search<'a> {
    totals: Vec<Totals>,
    breakpoints: Vec<Breakpoint>,
    options: &'a ParagraphOptions,
}

impl Search<'_> {
    /// The one line of a paragraph that fits on it: no two could be better.
    fn only_line(&self) -> Option<BrokenLine> {
        let last = self.breakpoints.iter().find(|breakpoint| breakpoint.forced)?;
        let is_whole = last.next + 1 == self.totals.len();
        let fits = self.totals[last.end].width <= line_measure(self.options, true).0;
        (is_whole && fits).then_some(BrokenLine { range: 0..last.end, is_last: true })
    }

    /// One pass; `None` when some stretch cannot be set within the tolerance.
    fn run(&self, tolerance: f64) -> Option<Vec<Node>> {
        let root = Node { start: 0, line_end: 0, is_last: false, fitness: 1, demerits: 0.0, previous: None };
        let mut nodes = vec![root];
        let mut active = vec![0usize];
        for breakpoint in &self.breakpoints {
            let mut best: [Option<Node>; 4] = [None; 4];
            let mut rescue: Option<Node> = None;
            active.retain(|&index| {
                let fit = self.fit(&nodes[index], breakpoint);
                let node = self.extend(index, &nodes[index], breakpoint, fit);
                if fit.ratio >= -1.0 && fit.ratio <= tolerance {
                    let place = &mut best[usize::from(node.fitness)];
                    if place.is_none_or(|other| node.demerits < other.demerits) {
                        *place = Some(node);
                    }
                } else if rescue.is_none_or(|other| node.demerits < other.demerits) {
                    rescue = Some(node);
                }
                fit.ratio >= -1.0 && !breakpoint.forced
            });
            let found = best.iter().flatten().copied();
            let start = nodes.len();
            nodes.extend(found);
            if nodes.len() == start && active.is_empty() {
                // Nothing fits any more: give up this tolerance, or in the last pass take the overfull line.
                nodes.push(rescue.filter(|_| tolerance.is_infinite())?);
            }
            active.extend(start..nodes.len());
        }
        Some(nodes)
    }

    /// How the line from a node to a breakpoint fits the measure.
    fn fit(&self, node: &Node, breakpoint: &Breakpoint) -> Fit {
        let end = breakpoint.end.max(node.start);
        let (from, to) = (self.totals[node.start], self.totals[end]);
        let (width, spaces) = (to.width - from.width, to.spaces - from.spaces);
        let measure = line_measure(self.options, node.previous.is_none()).0;
        let room = measure - width;
        let justified = matches!(self.options.alignment, Alignment::Justify | Alignment::JustifyAll);
        let ratio = match (room >= 0.0, justified) {
            (true, _) if breakpoint.forced => 0.0,
            // Without a space the line ends where it ends, as a ragged one does.
            (true, true) if spaces <= 0.0 => ratio(room, measure * RAGGED_STRETCH + to.kashida - from.kashida),
            (true, true) => ratio(room, spaces * SPACE_STRETCH + to.kashida - from.kashida),
            (true, false) => ratio(room, measure * RAGGED_STRETCH),
            (false, true) => ratio(room, spaces * SPACE_SHRINK),
            (false, false) => ratio(room, 0.0),
        };
        let badness = 100.0 * ratio.abs().min(100.0).powi(3);
        let mut demerits = (LINE_PENALTY + badness).powi(2) + breakpoint.penalty.powi(2);
        if ratio < -1.0 {
            demerits += 1e15;
        }
        if breakpoint.forced && width < measure * SHORT_LAST_LINE && node.previous.is_some() {
            demerits += SHORT_LAST_LINE_DEMERITS;
        }
        Fit { ratio, demerits }
    }

    fn extend(&self, index: usize, node: &Node, breakpoint: &Breakpoint, fit: Fit) -> Node {
        let fitness = match fit.ratio {
            ratio if ratio < -0.5 => 0,
            ratio if ratio <= 0.5 => 1,
            ratio if ratio <= 1.0 => 2,
            _ => 3,
        };
        let clash = if node.fitness.abs_diff(fitness) > 1 { FITNESS_DEMERITS } else { 0.0 };
        Node {
            start: breakpoint.next,
            line_end: breakpoint.end.max(node.start),
            is_last: breakpoint.forced,
            fitness,
            demerits: node.demerits + fit.demerits + clash,
            previous: Some(index),
        }
    }
}

/// Room divided by what can give; lengths below a thousandth of a point count as nothing.
fn ratio(room: f64, give: f64) -> f64 {
    const NOTHING: f64 = 1e-3;
    if room.abs() < NOTHING {
        0.0
    } else if give < NOTHING {
        room.signum() * 1e6
    } else {
        room / give
    }
}

/// The width of a line; the first one leaves room for the indent.
pub(super) fn line_measure(options: &ParagraphOptions, is_first: bool) -> Pt {
    if is_first { options.measure - options.first_line_indent } else { options.measure }
}

/// Walks back from the best way to end the paragraph.
fn trace(nodes: &[Node]) -> Vec<BrokenLine> {
    let end = nodes.last().map_or(0, |node| node.start);
    let finals = nodes.iter().enumerate().filter(|(_, node)| node.start == end && node.previous.is_some());
    let mut at = finals.min_by(|(_, a), (_, b)| a.demerits.total_cmp(&b.demerits)).map(|(index, _)| index);
    let mut lines = Vec::new();
    while let Some(node) = at.map(|index| nodes[index]) {
        if let Some(previous) = node.previous {
            let range = nodes[previous].start..node.line_end;
            lines.push(BrokenLine { range, is_last: node.is_last });
        }
        at = node.previous;
    }
    lines.reverse();
    lines
}
