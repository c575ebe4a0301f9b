//! Numbers of footnotes and the names of the places that they lead to.
//!
//! In: the footnotes of a document. Out: [`NoteNumbers`]. Notes are numbered through the document, in the order of
//! their first reference, in the digits of the document.

use std::collections::BTreeMap;

use crate::document::{Document, Metadata};
use crate::locale;

/// The numbers of all notes, by their labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct NoteNumbers {
    numbers: BTreeMap<String, usize>,
    metadata: Metadata,
}

impl NoteNumbers {
    /// Numbers the notes of a document.
    pub(super) fn of(document: &Document) -> NoteNumbers {
        let labels = document.footnotes.iter().enumerate().rev();
        let numbers = labels.map(|(index, note)| (note.label.clone(), index)).collect();
        NoteNumbers { numbers, metadata: document.metadata.clone() }
    }

    /// The index of a note among [`Document::footnotes`].
    pub(super) fn index(&self, label: &str) -> Option<usize> {
        self.numbers.get(label).copied()
    }

    /// The number of the note at an index, counted from 1, in the document's digits.
    pub(super) fn number(&self, index: usize) -> String {
        locale::document_number(index as u64 + 1, &self.metadata)
    }
}

/// Name of the place where a note stands; the colon keeps it apart from the names of headings.
pub(super) fn anchor(index: usize) -> String {
    format!("note:{}", index + 1)
}

/// Name of the place where a note is first referred to.
pub(super) fn reference_anchor(index: usize) -> String {
    format!("noteref:{}", index + 1)
}
