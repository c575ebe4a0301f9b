//! Warnings of the text engine at their place in the source.
//!
//! In: what could not be set as asked, with an offset of the source. Out: a [`Diagnostic`] for people.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Span};
use crate::geometry::Pt;

/// A warning of the text engine at its place in the source.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SourceWarning {
    /// No face has the character.
    MissingGlyph { character: char, offset: Option<usize> },
    /// A line is wider than the measure.
    Overfull { excess: Pt, offset: Option<usize> },
    /// Lines of a table are wider than their columns.
    OverfullTable { lines: usize, excess: Pt, offset: usize },
    /// A table is too wide for the page.
    TableInParts { parts: usize, offset: usize },
}

/// Makes one warning of those that the lines of a table gave since `first`, and adds one where it comes in parts.
pub(super) fn of_table(warnings: &mut Vec<SourceWarning>, first: usize, parts: usize, offset: usize) {
    let (mut lines, mut widest) = (0, Pt::ZERO);
    let mut kept = warnings.split_off(first);
    kept.retain(|warning| {
        let (more, excess) = match *warning {
            SourceWarning::Overfull { excess, .. } => (1, excess),
            SourceWarning::OverfullTable { lines, excess, .. } => (lines, excess),
            _ => return true,
        };
        (lines, widest) = (lines + more, widest.max(excess));
        false
    });
    warnings.append(&mut kept);
    if parts > 1 {
        warnings.push(SourceWarning::TableInParts { parts, offset });
    }
    if lines > 0 {
        warnings.push(SourceWarning::OverfullTable { lines, excess: widest, offset });
    }
}

impl SourceWarning {
    /// Byte offset in the source, where it is known.
    const fn offset(&self) -> Option<usize> {
        match self {
            SourceWarning::MissingGlyph { offset, .. } | SourceWarning::Overfull { offset, .. } => *offset,
            SourceWarning::OverfullTable { offset, .. } | SourceWarning::TableInParts { offset, .. } => Some(*offset),
        }
    }

    /// The warning for people.
    fn into_diagnostic(self) -> Diagnostic {
        let span = |length: usize, offset: Option<usize>| offset.map(|start| Span::new(start, start + length));
        match self {
            SourceWarning::MissingGlyph { character, offset } => {
                let code = u32::from(character);
                let message = format!("no font has the character U+{code:04X} {character}; it is shown as a box");
                Diagnostic::warning(span(character.len_utf8(), offset), message)
                    .with_hint("replace the character, or add a font that has it")
            }
            SourceWarning::Overfull { excess, offset } => {
                let message = format!("a line is {:.1} pt wider than the page allows", excess.0);
                Diagnostic::warning(span(0, offset), message)
                    .with_hint("add a space where the line may break, or choose a larger page or a smaller font size")
            }
            SourceWarning::OverfullTable { lines, excess, offset } => {
                let up_to = excess.0;
                let message =
                    format!("{lines} lines of the table are wider than their columns, by up to {up_to:.1} pt");
                Diagnostic::warning(span(0, Some(offset)), message)
                    .with_hint("use fewer columns, or choose a larger page or a smaller font size")
            }
            SourceWarning::TableInParts { parts, offset } => {
                let message = format!("the table is too wide for the page; its columns are set in {parts} parts");
                Diagnostic::warning(span(0, Some(offset)), message)
                    .with_hint("use fewer columns, or choose a larger page or a smaller font size")
            }
        }
    }
}

/// Warnings for people, in source order, a missing character only once.
pub(super) fn diagnostics(mut warnings: Vec<SourceWarning>) -> Vec<Diagnostic> {
    warnings.sort_by_key(SourceWarning::offset);
    let mut told = BTreeSet::new();
    warnings.retain(|warning| match *warning {
        SourceWarning::MissingGlyph { character, .. } => told.insert(character),
        _ => true,
    });
    warnings.into_iter().map(SourceWarning::into_diagnostic).collect()
}
