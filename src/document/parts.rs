//! The parts that some blocks are made of: tables, verse, definitions, callouts, lists.
//!
//! In: what a reader made of a source. Out: plain values held by [`super::BlockKind`].

use super::{Block, Inline, plain_text};
use crate::diagnostic::Span;

/// A table: columns in logical order, the first one at the start side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Alignment of each column, as the source says it.
    pub columns: Vec<ColumnAlignment>,
    /// Header rows, repeated where a page ends.
    pub header: Vec<TableRow>,
    /// The other rows.
    pub rows: Vec<TableRow>,
    /// What the table shows; empty when the source says nothing.
    pub caption: Vec<Inline>,
}

impl Table {
    /// Header rows and all others.
    pub fn all_rows(&self) -> impl Iterator<Item = &TableRow> {
        self.header.iter().chain(&self.rows)
    }

    /// Gives every row as many cells as the widest has, and the table as many columns.
    pub(crate) fn even_out(&mut self) {
        let columns = self.all_rows().map(TableRow::columns).max().unwrap_or_default().max(self.columns.len());
        self.columns.resize(columns, ColumnAlignment::default());
        for row in self.header.iter_mut().chain(&mut self.rows) {
            let missing = columns - row.columns();
            row.cells.extend((0..missing).map(|_| TableCell::empty()));
        }
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    /// Its cells, as many as the table has columns, less those that a `column_span` covers.
    pub cells: Vec<TableCell>,
}

impl TableRow {
    /// How many columns its cells cover.
    pub(crate) fn columns(&self) -> usize {
        self.cells.iter().map(|cell| usize::from(cell.column_span.max(1))).sum()
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableCell {
    /// What is in it.
    pub blocks: Vec<Block>,
    /// Whether it names its row (header cells of header rows name their columns in any case).
    pub is_row_header: bool,
    /// How many columns it covers, 1 or more.
    pub column_span: u16,
}

impl TableCell {
    /// A cell of one column that holds nothing.
    pub(crate) const fn empty() -> TableCell {
        TableCell { blocks: Vec::new(), is_row_header: false, column_span: 1 }
    }
}

/// How the cells of a column are aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnAlignment {
    /// At the start side.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end side.
    End,
}

/// A line of verse.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VerseLine {
    /// Its parts: two hemistichs in a classical verse, one in free verse. A word that is split between hemistichs ends
    /// the first and begins the second with the letters' joining kept by a tatweel or ZWJ as the source has it.
    pub hemistichs: Vec<Vec<Inline>>,
    /// Where it stands in the source.
    pub span: Span,
}

impl VerseLine {
    /// Whether it has no words: it parts two stanzas.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.hemistichs.iter().all(|hemistich| plain_text(hemistich).trim().is_empty())
    }
}

/// Terms and what they mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definition {
    /// One term or several.
    pub terms: Vec<Vec<Inline>>,
    /// One description or several, each a sequence of blocks.
    pub descriptions: Vec<Vec<Block>>,
}

/// Kinds of callouts, those of GitHub's Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CalloutKind {
    /// Worth knowing.
    #[default]
    Note,
    /// Helpful.
    Tip,
    /// Needed.
    Important,
    /// Urgent.
    Warning,
    /// Risky.
    Caution,
}

/// A list and its items.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// What stands before each item.
    pub marker: ListMarker,
    /// Whether items follow each other without space between (CommonMark, 5.3).
    pub tight: bool,
    /// The items, each a sequence of blocks.
    pub items: Vec<ListItem>,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListMarker {
    /// A bullet.
    Bullet,
    /// Numbers in the document's digits, from `start`.
    Number {
        /// Number of the first item.
        start: u64,
    },
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Where it stands in the source.
    pub span: Span,
    /// For an item of a task list, whether it is done.
    pub task: Option<bool>,
}
