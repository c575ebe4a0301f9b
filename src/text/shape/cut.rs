//! Cuts text into words, spaces and forced breaks.
//!
//! In: a stretch of a paragraph's text. Out: its parts, one after the other without a gap, each with its kind.

use std::ops::Range;

use crate::text::FORCED_BREAK;

/// What a unit is for the breaking of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::text) enum UnitKind {
    /// Letters, with a width that stays.
    Word,
    /// A space that may grow and shrink.
    Space,
    /// A space with a fixed width, such as U+2009 THIN SPACE.
    FixedSpace,
    /// A line break that the author asked for.
    ForcedBreak,
}

impl UnitKind {
    /// Whether it is invisible at the end of a line.
    pub(in crate::text) const fn is_space(self) -> bool {
        matches!(self, UnitKind::Space | UnitKind::FixedSpace)
    }
}

/// Cuts an item into words, spaces and forced breaks, in order.
pub(super) fn words(text: &str, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, UnitKind)> {
    let mut start = range.start;
    std::iter::from_fn(move || {
        let rest = text.get(start..range.end).filter(|rest| !rest.is_empty())?;
        let first = kind_of(rest.chars().next()?);
        let length = match first {
            UnitKind::Word => rest.find(|character| kind_of(character) != UnitKind::Word).unwrap_or(rest.len()),
            _ => rest.chars().next().map_or(rest.len(), char::len_utf8),
        };
        let word = start..start + length;
        start = word.end;
        Some((word, first))
    })
}

const fn kind_of(character: char) -> UnitKind {
    match character {
        ' ' | '\u{A0}' | '\t' => UnitKind::Space,
        '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => UnitKind::FixedSpace,
        FORCED_BREAK => UnitKind::ForcedBreak,
        _ => UnitKind::Word,
    }
}
