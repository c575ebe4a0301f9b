//! Brings a line to the measure by its word spaces.
//!
//! In: the segments of a line. Out: the advance of each space on it, in font units. Spaces are set on a grid of 1/100
//! em, with the rounding carried from one to the next, so that the line still ends within 0.005 em of its edge: a
//! book then has a few dozen widths of space and not thousands, which keeps the PDF's font small.

use super::itemize::Item;
use super::linebreak::{BrokenLine, line_measure};
use super::segment::Segment;
use super::shape::UnitKind;
use super::{Alignment, ParagraphOptions};
use crate::font::FontSet;

/// Steps of the grid to the em.
const GRID: f64 = 100.0;

/// The advance of each segment of a line that is a space, in font units of its face; 0 for words.
pub(super) fn justify(
    segments: &[Segment],
    items: &[Item],
    fonts: &FontSet,
    broken: &BrokenLine,
    index: usize,
    options: &ParagraphOptions,
) -> Vec<i32> {
    let width: f64 = segments.iter().map(|segment| segment.width.0).sum();
    let spaces: f64 = segments.iter().filter(|s| s.kind == UnitKind::Space).map(|s| s.width.0).sum();
    let room = line_measure(options, index == 0).0 - width;
    let stretched = options.alignment == Alignment::Justify && (!broken.is_last || room < 0.0) && spaces > 0.0;
    let factor = if stretched { (1.0 + room / spaces).max(0.0) } else { 1.0 };
    let mut carried = 0.0;
    let advance = |segment: &Segment| {
        if segment.kind != UnitKind::Space {
            return 0;
        }
        let item = &items[segment.item];
        let units_per_em = f64::from(fonts.face(item.face).metrics.units_per_em);
        let wanted = segment.width / item.size * factor * GRID + carried / item.size.0;
        let steps = wanted.round();
        carried = (wanted - steps) * item.size.0;
        #[expect(clippy::cast_possible_truncation, reason = "a space is some hundreds of font units wide")]
        let units = (steps * units_per_em / GRID).round() as i32;
        units
    };
    segments.iter().map(advance).collect()
}
