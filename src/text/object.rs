//! Objects among words. The space next to an object absorbs it, so that text extraction finds one space there and no
//! gap that would split the line.
//!
//! Each segment of a line gets a [`Share`].

use super::itemize::Item;
use super::line::PlacedObject;
use super::segment::Segment;
use super::shape::UnitKind;
use super::{Paragraph, TextStyle};
use crate::geometry::Pt;

/// The treatment of a segment in a line with objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    /// Unchanged.
    Own,
    /// Absorbed by a space next to it.
    Taken,
    /// A space that absorbs the object after it, and the space after that if there is one.
    WithNext {
        /// Whether there is one.
        and_space: bool,
    },
    /// A space that absorbs the object before it.
    WithPrevious,
}

/// The treatment of the segments of a line, in logical order; empty if there is no object.
pub(super) fn shares(paragraph: &Paragraph, items: &[Item], segments: &[Segment]) -> Vec<Share> {
    if paragraph.objects.is_empty() || segments.iter().all(|segment| items[segment.item].object.is_none()) {
        return Vec::new();
    }
    let mut shares = vec![Share::Own; segments.len()];
    let item = |at: usize| &items[segments[at].item];
    for at in 0..segments.len() {
        if item(at).object.is_none() {
            continue;
        }
        let is_free_space = |beside: usize, shares: &[Share]| {
            let is_space = segments.get(beside).is_some_and(|segment| segment.kind == UnitKind::Space);
            is_space && shares[beside] == Share::Own && item(beside).level == item(at).level
        };
        let before = at.checked_sub(1).filter(|&before| is_free_space(before, &shares));
        match before {
            Some(before) => {
                let beside = item(before);
                let is_like = |other: &Item| other.face == beside.face && other.size == beside.size;
                let and_space = is_free_space(at + 1, &shares) && is_like(item(at + 1));
                (shares[before], shares[at]) = (Share::WithNext { and_space }, Share::Taken);
                if and_space {
                    shares[at + 1] = Share::Taken;
                }
            }
            None if is_free_space(at + 1, &shares) => {
                (shares[at], shares[at + 1]) = (Share::Taken, Share::WithPrevious);
            }
            None => {}
        }
    }
    shares
}

/// The object of a segment, at a place of the line.
pub(super) fn placed(
    paragraph: &Paragraph,
    (item, style): (&Item, &TextStyle),
    segment: &Segment,
    text_start: usize,
    x: Pt,
) -> Option<PlacedObject> {
    let object = paragraph.objects.get(item.object?)?;
    Some(PlacedObject {
        offset: segment.range.start - text_start,
        x,
        width: segment.width,
        height: object.height + style.rise,
        tag: style.tag,
    })
}
