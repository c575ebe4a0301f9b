//! Brings a line to the measure: by its word spaces, and by kashida where that is asked for.
//!
//! In: the segments of a line. Out: for each the advance it is set at, in font units. The order of means is that of
//! Arabic typography: spaces within 0.8 to 1.35 of their width, then kashida, then spaces beyond, then a ragged line.
//! Spaces are set on a grid of 1/100 em, with the rounding carried from one to the next, so that the line still ends
//! within 0.005 em of its edge: a book then has a few dozen widths of space and not thousands, which keeps the PDF's
//! font small.

use super::itemize::Item;
use super::kashida::LONGEST;
use super::linebreak::{BrokenLine, SPACE_STRETCH, line_measure};
use super::segment::Segment;
use super::shape::UnitKind;
use super::{Alignment, ParagraphOptions};
use crate::font::FontSet;

/// Steps of the grid to the em.
pub(super) const GRID: f64 = 100.0;
/// A kashida of less than this many em is not worth the look of it.
const SHORTEST: f64 = 0.12;
/// The length, in em, at which one more word is lengthened rather than the others more.
const PREFERRED: f64 = 0.45;
/// Kashidas of neighbouring lines stay at least this many em apart, so that they do not stack.
const APART: f64 = 1.5;
/// A line whose spaces would grow beyond this multiple of their width stays ragged.
const LOOSEST: f64 = 3.5;

/// What a segment of a line is set at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SetWidth {
    /// As shaped.
    Natural,
    /// A space of this advance, in font units.
    Space(i32),
    /// A word that is this much wider than shaped, in font units.
    Kashida(i32),
}

/// Justifies the lines of one paragraph in turn.
pub(super) struct Justifier<'a> {
    items: &'a [Item],
    fonts: &'a FontSet,
    options: &'a ParagraphOptions,
    /// Where the line before has its kashidas, in points from the start edge.
    earlier: Vec<f64>,
}

impl<'a> Justifier<'a> {
    /// Begins a paragraph.
    pub(super) const fn new(items: &'a [Item], fonts: &'a FontSet, options: &'a ParagraphOptions) -> Justifier<'a> {
        Justifier { items, fonts, options, earlier: Vec::new() }
    }

    /// Widths for the segments of the next line.
    pub(super) fn justify(&mut self, segments: &[Segment], broken: &BrokenLine, index: usize) -> Vec<SetWidth> {
        let width: f64 = segments.iter().map(|segment| segment.width.0).sum();
        let spaces: f64 = segments.iter().filter(|s| s.kind == UnitKind::Space).map(|s| s.width.0).sum();
        let mut room = line_measure(self.options, index == 0).0 - width;
        let justified = match self.options.alignment {
            Alignment::JustifyAll => true,
            Alignment::Justify => !broken.is_last || room < 0.0,
            _ => false,
        };
        let mut widths = vec![SetWidth::Natural; segments.len()];
        let mut places = Vec::new();
        if justified && room > spaces * SPACE_STRETCH {
            places = self.lengthen(segments, room - spaces * SPACE_STRETCH, &mut widths);
            room -= places.iter().map(|place| place.length).sum::<f64>();
        }
        self.earlier = places.iter().map(|place| place.position).collect();
        let factor = match 1.0 + room / spaces {
            _ if !justified || spaces <= 0.0 => 1.0,
            factor if factor > LOOSEST && self.options.alignment == Alignment::Justify => 1.0 + SPACE_STRETCH,
            factor => factor.max(0.0),
        };
        self.set_spaces(segments, factor, &mut widths);
        widths
    }

    /// Scales the spaces of a line, on the grid.
    fn set_spaces(&self, segments: &[Segment], factor: f64, widths: &mut [SetWidth]) {
        let mut carried = 0.0;
        for (segment, width) in segments.iter().zip(widths) {
            if segment.kind != UnitKind::Space {
                continue;
            }
            let (size, units_per_em) = self.scale(segment);
            let wanted = (segment.width.0 * factor + carried) / size * GRID;
            let steps = wanted.round();
            carried = (wanted - steps) * size / GRID;
            *width = SetWidth::Space(font_units(steps / GRID, units_per_em));
        }
    }

    /// Lengthens words by `room` points in all, as far as that goes.
    fn lengthen(&self, segments: &[Segment], room: f64, widths: &mut [SetWidth]) -> Vec<Place> {
        let em = segments.first().map_or(1.0, |segment| self.scale(segment).0);
        let chosen = choose(self.candidates(segments), room / em);
        if chosen.is_empty() {
            return chosen;
        }
        #[expect(clippy::cast_precision_loss, reason = "a line has some dozens of words")]
        let share = room / chosen.len() as f64;
        let mut placed = Vec::new();
        for place in chosen {
            let (size, units_per_em) = self.scale(&segments[place.segment]);
            let length = share.min(LONGEST * size);
            widths[place.segment] = SetWidth::Kashida(font_units(length / size, units_per_em));
            placed.push(Place { length, ..place });
        }
        placed
    }

    /// All words of a line that can be lengthened, the best first, without those that would stack on the line before.
    fn candidates(&self, segments: &[Segment]) -> Vec<Place> {
        let mut position = 0.0;
        let mut places = Vec::new();
        for (index, segment) in segments.iter().enumerate() {
            let middle = position + segment.width.0 / 2.0;
            position += segment.width.0;
            let Some(kashida) = segment.kashida() else { continue };
            let apart = APART * self.scale(segment).0;
            if self.earlier.iter().all(|earlier| (earlier - middle).abs() > apart) {
                places.push(Place { segment: index, priority: kashida.priority, position: middle, length: 0.0 });
            }
        }
        places.sort_by_key(|place| std::cmp::Reverse(place.priority));
        places
    }

    /// Size of a segment in points, and the units to the em of its face.
    fn scale(&self, segment: &Segment) -> (f64, f64) {
        let item = &self.items[segment.item];
        (item.size.0, f64::from(self.fonts.face(item.face).metrics.units_per_em))
    }
}

/// Takes the best places until each has about the preferred length, never two in neighbouring words; `room` is in em.
fn choose(candidates: Vec<Place>, room: f64) -> Vec<Place> {
    let mut chosen: Vec<Place> = Vec::new();
    for place in candidates {
        #[expect(clippy::cast_precision_loss, reason = "a line has some dozens of words")]
        let count = chosen.len() as f64;
        if room <= count * PREFERRED || room < (count + 1.0) * SHORTEST {
            break;
        }
        // Between neighbouring words there is one segment, the space.
        if chosen.iter().all(|other| other.segment.abs_diff(place.segment) > 2) {
            chosen.push(place);
        }
    }
    chosen
}

/// A word to be lengthened.
#[derive(Clone, Copy, Debug)]
struct Place {
    segment: usize,
    priority: u8,
    /// Middle of the word, in points from the start edge.
    position: f64,
    /// By how much, in points.
    length: f64,
}

#[expect(clippy::cast_possible_truncation, reason = "spaces and kashidas are a few hundred font units wide")]
fn font_units(em: f64, units_per_em: f64) -> i32 {
    (em * units_per_em).round() as i32
}
