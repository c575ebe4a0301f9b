//! Objects among words: the space beside one takes it in, so that whoever reads the line finds one space there, and no
//! gap that would part it.
//!
//! In: the segments of a line. Out: for each what becomes of it, a [`Share`].

use super::itemize::Item;
use super::line::PlacedObject;
use super::segment::Segment;
use super::shape::UnitKind;
use super::{Paragraph, TextStyle};
use crate::geometry::Pt;

/// What becomes of a segment where a line has objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    /// It stands as it is.
    Own,
    /// It is taken in by a space beside it.
    Taken,
    /// A space that takes in the object after it, and a space after that if there is one.
    WithNext {
        /// Whether there is one.
        and_space: bool,
    },
    /// A space that takes in the object before it.
    WithPrevious,
}

/// What becomes of the segments of a line, in logical order; empty where there is no object.
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
