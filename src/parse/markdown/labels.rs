//! Reads the labels of lists as written.
//!
//! The counter, the numbers and the labels of each numbered list are read from its marks in the source, so the blocks
//! must have places in the source. `1.` and `1)` count as in CommonMark (5.3), by the first item only.

use crate::document::{Block, BlockKind, List, ListMarker};
use crate::parse::list_mark::{ListMark, marker_of};
use crate::parse::walk;

/// Reads the labels of all lists.
pub(super) fn settle(source: &str, blocks: &mut [Block]) {
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::List(list) = &mut block.kind
            && matches!(list.marker, ListMarker::Number(_))
        {
            settle_list(source, list);
        }
    });
}

fn settle_list(source: &str, list: &mut List) {
    let line = |start: usize| source[start..].lines().next().unwrap_or_default();
    let read = |start: usize| ListMark::read(line(start).trim_start_matches([' ', '\t']));
    let Some(marks) = list.items.iter().map(|item| read(item.span.start)).collect::<Option<Vec<_>>>() else { return };
    let counts_by_first = marks.first().is_some_and(|mark| {
        mark.prefix.is_empty()
            && matches!(mark.suffix, "." | ")")
            && mark.body.bytes().all(|byte| byte.is_ascii_digit())
    });
    let known = if counts_by_first { &marks[..1] } else { &marks };
    let Some((marker, items)) = marker_of(known) else { return };
    list.marker = marker;
    for (item, (value, label)) in list.items.iter_mut().zip(items) {
        (item.value, item.label) = (value, label);
    }
}
