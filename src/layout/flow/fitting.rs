//! Makes a table fit the page.
//!
//! From the least and ideal widths of the columns and the room upright and on the side comes a [`Fit`]: the size of the
//! type, whether the table is turned on its side, and the width of each column. The means are tried in this order:
//! break names and addresses at their joints, then anywhere; reduce the type a little; turn the table on its side;
//! split its columns into several parts. No word is broken as long as one of them helps.

use std::ops::Range;

use crate::geometry::Pt;
use crate::text::ParagraphExtent;

/// Sizes of the type, as shares of the usual size, the largest first.
const SCALES: [f64; 3] = [1.0, 0.92, 0.85];
/// Least comfortable width, in em, of a column whose text is longer than that.
const COMFORT: f64 = 4.5;
/// Exponent for the share of a column by the length of its text: below 1, so that short columns stay readable.
const GROWTH: f64 = 0.7;
/// The first column is repeated in each part unless it is wider than this share of the room.
const WIDEST_KEY: f64 = 0.34;

/// How a table is set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fit {
    /// Size of the type, as a share of what is usual.
    pub(super) scale: f64,
    /// Whether it is turned on its side.
    pub(super) is_turned: bool,
    /// Its parts, one below the other.
    pub(super) parts: Vec<Part>,
}

/// Columns set side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Part {
    /// Columns that are first shown here.
    pub(super) columns: Range<usize>,
    /// Whether the first column of the table is repeated before them.
    pub(super) has_key: bool,
    /// Widths, the repeated column's first.
    pub(super) widths: Vec<Pt>,
}

/// Widths around the columns of a table at the usual size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spacing {
    /// Size of the text around the table.
    pub(super) em: Pt,
    /// Room between columns.
    pub(super) gap: Pt,
    /// Room between the edges of the table and its columns.
    pub(super) margin: Pt,
}

impl Spacing {
    /// The room that this many columns have within a measure, at a scale.
    #[expect(clippy::cast_precision_loss, reason = "a table has at most a thousand columns")]
    fn room(self, measure: Pt, columns: usize, scale: f64) -> Pt {
        measure - (self.gap * columns.saturating_sub(1) as f64 + self.margin * 2.0) * scale
    }
}

/// The width of its content that a column must not fall below.
type Least = fn(&ParagraphExtent) -> Pt;
const LEAST: [Least; 3] = [|extent| extent.word, |extent| extent.piece, |extent| extent.uncut];

/// Chooses how to set a table; `turned` is the measure on its side, if it may be turned.
pub(super) fn choose(extents: &[ParagraphExtent], spacing: Spacing, upright: Pt, turned: Option<Pt>) -> Fit {
    for comfort in [spacing.em * COMFORT, Pt::ZERO] {
        for (measure, is_turned) in [Some((upright, false)), turned.map(|turned| (turned, true))].into_iter().flatten()
        {
            for scale in SCALES {
                let room = spacing.room(measure, extents.len(), scale);
                let widths = LEAST.iter().find_map(|least| shared_out(extents, *least, comfort, room, scale));
                if let Some(widths) = widths {
                    let part = Part { columns: 0..extents.len(), has_key: false, widths };
                    return Fit { scale, is_turned, parts: vec![part] };
                }
            }
        }
    }
    in_parts(extents, spacing, upright)
}

/// Column widths that fill the room, none below the least width of its content; `None` if that is impossible.
fn shared_out(extents: &[ParagraphExtent], least: Least, comfort: Pt, room: Pt, scale: f64) -> Option<Vec<Pt>> {
    let bounds: Vec<(Pt, Pt)> = extents
        .iter()
        .map(|extent| {
            let most = extent.line * scale;
            (most.min(comfort * scale).max(least(extent) * scale), most.max(least(extent) * scale))
        })
        .collect();
    (bounds.iter().map(|(least, _)| *least).sum::<Pt>() <= room).then(|| share_out(&bounds, room))
}

/// Distributes the room among columns, within the bounds of each: all columns get what they ask for if there is room,
/// otherwise a share that grows with the length of their text.
fn share_out(bounds: &[(Pt, Pt)], room: Pt) -> Vec<Pt> {
    const HALVINGS: usize = 40;
    if bounds.iter().map(|(_, most)| *most).sum::<Pt>() <= room {
        return bounds.iter().map(|(_, most)| *most).collect();
    }
    let at = |factor: f64| {
        let widths = bounds.iter().map(move |&(least, most)| Pt(factor * most.0.powf(GROWTH)).min(most).max(least));
        widths.collect::<Vec<Pt>>()
    };
    let (mut low, mut high) = (0.0, room.0.max(1.0));
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if at(middle).into_iter().sum::<Pt>() <= room { low = middle } else { high = middle }
    }
    at(low)
}

/// Sets as many columns side by side as fit, and the next ones below.
fn in_parts(extents: &[ParagraphExtent], spacing: Spacing, measure: Pt) -> Fit {
    let scale = SCALES[1];
    let wanted = |column: usize| {
        let extent = extents[column];
        (extent.line.min(spacing.em * COMFORT).max(extent.piece) * scale).min(spacing.room(measure, 1, scale))
    };
    let key = extents.first().map(|_| wanted(0));
    let key = key.filter(|&key| key <= measure * WIDEST_KEY);
    let mut parts: Vec<Part> = Vec::new();
    let mut start = 0;
    while start < extents.len() {
        let has_key = start > 0 && key.is_some();
        let mut widths: Vec<Pt> = key.into_iter().filter(|_| has_key).collect();
        let mut end = start;
        while end < extents.len() {
            let taken: Pt = widths.iter().copied().sum();
            let is_first = end == start;
            if !is_first && taken + wanted(end) > spacing.room(measure, widths.len() + 1, scale) {
                break;
            }
            widths.push(wanted(end));
            end += 1;
        }
        parts.push(filled(Part { columns: start..end, has_key, widths }, extents, spacing, measure, scale));
        start = end;
    }
    Fit { scale, is_turned: false, parts }
}

/// Distributes the room that is left among the columns of a part.
fn filled(part: Part, extents: &[ParagraphExtent], spacing: Spacing, measure: Pt, scale: f64) -> Part {
    let room = spacing.room(measure, part.widths.len(), scale);
    let key = extents.first().filter(|_| part.has_key);
    let shown = key.into_iter().chain(&extents[part.columns.clone()]);
    let bounds: Vec<(Pt, Pt)> =
        shown.zip(&part.widths).map(|(extent, &least)| (least, (extent.line * scale).max(least))).collect();
    let widths = share_out(&bounds, room);
    // A single column beside the repeated one may still be too wide.
    let total: Pt = widths.iter().copied().sum();
    let shrink = (room / total.max(Pt(1e-6))).min(1.0);
    Part { widths: widths.into_iter().map(|width| width * shrink).collect(), ..part }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPACING: Spacing = Spacing { em: Pt(10.0), gap: Pt(0.0), margin: Pt(0.0) };

    /// Columns are given as the widths of line, word, piece and what is never cut; what is expected: size, whether it is
    /// turned, and the widths of all parts.
    fn check(columns: &[[f64; 4]], upright: f64, turned: f64, expected: &str) {
        let extent = |&[line, word, piece, uncut]: &[f64; 4]| {
            let [line, word, piece, uncut] = [line, word, piece, uncut].map(Pt);
            ParagraphExtent { line, word, piece, uncut }
        };
        let extents: Vec<ParagraphExtent> = columns.iter().map(extent).collect();
        let fit = choose(&extents, SPACING, Pt(upright), (turned > 0.0).then_some(Pt(turned)));
        let part = |part: &Part| {
            let widths = part.widths.iter().map(|width| width.0.round().to_string());
            let key = if part.has_key { "key " } else { "" };
            format!("{key}{}", widths.collect::<Vec<_>>().join(" "))
        };
        let parts: Vec<String> = fit.parts.iter().map(part).collect();
        let side = if fit.is_turned { " turned" } else { "" };
        assert_eq!(format!("{}{side}: {}", fit.scale, parts.join(" / ")), expected, "{columns:?}");
    }

    #[test]
    fn columns_take_what_they_ask_for_or_share_what_is_left() {
        check(&[[50.0, 20.0, 20.0, 20.0], [100.0, 30.0, 30.0, 30.0]], 200.0, 0.0, "1: 50 100");
        check(&[[50.0, 20.0, 20.0, 20.0], [100.0, 30.0, 30.0, 30.0]], 120.0, 0.0, "1: 46 74");
        check(&[[300.0, 40.0, 40.0, 40.0], [3000.0, 40.0, 40.0, 40.0]], 300.0, 0.0, "1: 50 250");
        check(&[], 40.0, 0.0, "1: ");
        check(&[[0.0; 4]], 0.0, 0.0, "1: 0");
    }

    #[test]
    fn names_are_cut_before_the_type_is_reduced() {
        check(&[[90.0, 40.0, 40.0, 40.0], [200.0, 200.0, 70.0, 40.0]], 150.0, 300.0, "1: 55 95");
        check(&[[90.0, 40.0, 40.0, 40.0], [200.0, 200.0, 120.0, 40.0]], 130.0, 300.0, "1: 47 83");
        check(&[[70.0; 4], [70.0; 4]], 130.0, 300.0, "0.92: 64 64");
    }

    #[test]
    fn what_is_still_too_wide_is_turned_then_parted() {
        check(&[[70.0; 4], [70.0; 4]], 100.0, 300.0, "1 turned: 70 70");
        check(&[[20.0; 4], [70.0; 4], [70.0; 4], [60.0; 4]], 100.0, 120.0, "0.92: 18 64 / key 18 64 / key 18 55");
        check(&[[70.0; 4], [70.0; 4]], 100.0, 0.0, "0.92: 64 / 64");
        check(&[[20.0; 4], [170.0; 4]], 100.0, 0.0, "0.92: 18 / key 16 84");
    }
}
