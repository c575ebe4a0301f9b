//! Tables as XHTML.
//!
//! A table that may not fit a narrow screen is placed in a box whose class gives the room it needs, and its cells name
//! their columns, so that the style sheet can stack them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

use super::blocks::Marks;
use super::fitting::step;
use super::outline::is_blank;
use super::usage::TextStyle;
use super::writer::Writer;
use crate::direction;
use crate::document::{Block, BlockKind, ColumnAlignment, Direction, Grid, Table, TableCell, TableRow, plain_text};

/// Rules for all tables.
const BASE: &str = include_str!("tables.css");
/// In smaller type and with less room between columns, a table needs this share of its width.
const COMPACT: f64 = 0.78;
/// In a box of this width, in em, the lines of a cell hang beside the name of its column; a narrower one has no room.
const HANGING: f64 = 16.0;

/// The rules for tables that need this much room.
pub(super) fn sheet(steps: &BTreeSet<u8>) -> String {
    let mut css = BASE.to_owned();
    for step in steps {
        // Writing to a string cannot fail.
        let _ = write!(
            css,
            "
@container (max-width: {step}em) {{
  .fit-{step} > table {{ font-size: 0.8em; }}
  .fit-{step} th, .fit-{step} td {{ padding: 0.35em 0.25em; }}
}}

@container (max-width: {:.1}em) {{
  .fit-{step} > table, .fit-{step} > table > tbody, .fit-{step} > table > tbody > tr,
  .fit-{step} > table > tbody > tr > th, .fit-{step} > table > tbody > tr > td,
  .fit-{step} > table > caption {{ display: block; }}
  .fit-{step} > table {{ margin: 1.25em 0; font-size: 0.95em; }}
  .fit-{step} > table > thead {{ display: none; }}
  .fit-{step} > table > tbody > tr {{ padding: 0.5em 0; border-bottom: 1px solid; }}
  .fit-{step} > table > tbody > tr > th, .fit-{step} > table > tbody > tr > td {{
    padding: 0.15em 0;
    border: 0;
    text-align: start;
  }}
  .fit-{step} > table > tbody > tr > [data-label] {{
    padding-inline-start: min(7em, 40cqi);
    text-indent: calc(-1 * min(7em, 40cqi));
  }}
  .fit-{step} [data-label] > * {{ text-indent: 0; }}
  .fit-{step} [data-label]::before {{
    content: attr(data-label);
    display: inline-block;
    box-sizing: border-box;
    width: min(7em, 40cqi);
    padding-inline-end: 0.5em;
    overflow-wrap: break-word;
    font-weight: bold;
    text-indent: 0;
    vertical-align: top;
  }}
  .fit-{step} > table > tbody > tr[data-above]::before {{
    content: attr(data-above);
    display: block;
    white-space: pre-line;
  }}
}}
",
            f64::from(*step) * COMPACT
        );
        if f64::from(*step) * COMPACT > HANGING {
            let _ = write!(
                css,
                "
@container (min-width: {HANGING}em) and (max-width: {:.1}em) {{
  .fit-{step} > table > tbody > tr > [data-label] {{ padding-inline-start: 5.75em; }}
  .fit-{step} > table > tbody > tr > [data-label]::before {{ margin-inline-start: -5.75em; }}
}}
",
                f64::from(*step) * COMPACT
            );
        }
    }
    css
}

impl<'a> Writer<'a> {
    /// A table. Header cells name their column or row, so that a screen reader can announce them.
    pub(super) fn table(&mut self, table: &'a Table, marks: &Marks) {
        let depth = self.xml.depth();
        // In a cell, a box with container queries would have no width.
        let step = step(table).filter(|_| !self.xml.cuts_names);
        if let Some(step) = step {
            self.steps.insert(step);
            let class = format!("fit fit-{step}");
            self.xml.start("div", &[("class", Some(&class))]);
            self.xml.new_line();
        }
        self.xml.start("table", &marks.with(&[]));
        self.xml.new_line();
        if !is_blank(&table.caption) {
            self.xml.start("caption", &[]);
            self.styled(TextStyle::Bold, |page| page.line_of(&table.caption));
            self.xml.end();
            self.xml.new_line();
        }
        let around = std::mem::replace(&mut self.xml.cuts_names, true);
        let labels = step.map_or_else(Vec::new, |_| labels(table, self.around));
        self.rows("thead", &table.header, table, &[]);
        self.rows("tbody", &table.rows, table, &labels);
        self.xml.cuts_names = around;
        self.xml.end();
        if self.xml.depth() > depth {
            self.xml.new_line();
            self.xml.end();
        }
    }

    fn rows(&mut self, name: &'static str, rows: &'a [TableRow], table: &Table, labels: &[String]) {
        if rows.is_empty() {
            return;
        }
        self.xml.start(name, &[]);
        self.xml.new_line();
        let mut grid = Grid::default();
        let above = if labels.is_empty() { BTreeMap::new() } else { above(rows, labels, self.around) };
        for (index, row) in rows.iter().enumerate() {
            self.xml.start("tr", &[("data-above", above.get(&index).map(String::as_str))]);
            for (cell, place) in row.cells.iter().zip(grid.next_row(row, table.columns.len()).cells) {
                // White space separates the cells for readers that support neither tables nor style sheets.
                self.xml.new_line();
                self.cell(cell, place, &table.columns, (name == "thead", labels));
            }
            self.xml.new_line();
            self.xml.end();
            self.xml.new_line();
        }
        self.xml.end();
        self.xml.new_line();
    }

    /// A cell. An empty one is never a header.
    fn cell(
        &mut self,
        cell: &'a TableCell,
        place: Range<usize>,
        columns: &[ColumnAlignment],
        (is_header, labels): (bool, &[String]),
    ) {
        let span = |span: u16| (span > 1).then(|| span.to_string());
        let (across, down) = (span(cell.column_span), span(cell.row_span));
        let scope = match is_header {
            _ if cell.blocks.is_empty() => None,
            true => Some("col"),
            false => cell.is_row_header.then_some("row"),
        };
        let class = match columns.get(place.start) {
            Some(ColumnAlignment::Center) => Some("center"),
            Some(ColumnAlignment::End) => Some("end"),
            _ => None,
        };
        let label = labels.get(place.start).filter(|label| !label.is_empty() && scope.is_none() && place.len() == 1);
        let label = label.filter(|_| !cell.blocks.is_empty());
        let name = if scope.is_some() { "th" } else { "td" };
        self.xml.start(
            name,
            &[
                ("scope", scope),
                ("class", class),
                ("colspan", across.as_deref()),
                ("rowspan", down.as_deref()),
                ("data-label", label.map(String::as_str)),
            ],
        );
        let style = if scope.is_some() { TextStyle::Bold } else { self.style };
        self.styled(style, |page| page.item_blocks(&cell.blocks));
        self.xml.end();
    }

    /// Content of a cell: a single paragraph as plain text, otherwise its blocks.
    pub(super) fn item_blocks(&mut self, blocks: &'a [Block]) {
        match blocks {
            [block] if matches!(block.kind, BlockKind::Paragraph(_)) => {
                block.kind.inlines().into_iter().for_each(|content| self.isolated(block, content));
            }
            blocks => self.blocks(blocks),
        }
    }
}

/// What cells of earlier rows say of later ones, a line each: where rows stand by themselves, it would be missing there.
fn above(rows: &[TableRow], labels: &[String], around: Direction) -> BTreeMap<usize, String> {
    let mut above: BTreeMap<usize, String> = BTreeMap::new();
    let mut grid = Grid::default();
    for (index, row) in rows.iter().enumerate() {
        for (cell, place) in row.cells.iter().zip(grid.next_row(row, labels.len()).cells) {
            let text = text_of(&cell.blocks);
            let end = (index + usize::from(cell.row_span)).min(rows.len());
            if text.is_empty() || end <= index + 1 {
                continue;
            }
            let text = direction::marked_line(&text, around);
            let label = labels.get(place.start).filter(|label| !label.is_empty() && place.len() == 1);
            let line = label.map_or_else(|| text.clone(), |label| format!("{label}: {text}"));
            for row in index + 1..end {
                let lines = above.entry(row).or_default();
                lines.push_str(if lines.is_empty() { "" } else { "\n" });
                lines.push_str(&line);
            }
        }
    }
    above
}

/// The name of each column: its header cells from the top down.
fn labels(table: &Table, around: Direction) -> Vec<String> {
    let mut labels = vec![String::new(); table.columns.len()];
    let mut grid = Grid::default();
    for row in &table.header {
        for (cell, place) in row.cells.iter().zip(grid.next_row(row, table.columns.len()).cells) {
            let text = direction::marked_line(&text_of(&cell.blocks), around);
            if text.is_empty() {
                continue;
            }
            for label in &mut labels[place] {
                label.push_str(if label.is_empty() { "" } else { " – " });
                label.push_str(&text);
            }
        }
    }
    labels
}

/// The words of blocks on one line.
fn text_of(blocks: &[Block]) -> String {
    let mut words = Vec::new();
    for block in blocks {
        words.extend(block.kind.inlines().into_iter().map(plain_text));
        words.extend(block.kind.children().into_iter().map(text_of));
    }
    words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::document::Inline;

    #[test]
    fn what_a_cell_says_of_later_rows_is_said_again() {
        let cell = |text: &str, row_span| {
            let content = vec![Inline::Text { text: text.into(), span: Span::default() }];
            let blocks = vec![Block::new(BlockKind::Paragraph(content), Span::default())];
            TableCell { blocks, row_span, ..TableCell::empty(1) }
        };
        let row = |cells| TableRow { cells };
        let rows = [
            row(vec![cell("الشمال", 3), cell("C#", 2), cell("١٠", 1)]),
            row(vec![cell("٢٠", 1)]),
            row(vec![cell("", 1), cell("٣٠", 9)]),
        ];
        let labels = ["المنطقة".to_owned(), String::new(), "العدد".to_owned()];
        let above = above(&rows, &labels, Direction::Rtl);
        assert_eq!(above[&1], "المنطقة: الشمال\n\u{200e}C#\u{200e}");
        assert_eq!(above[&2], "المنطقة: الشمال");
        assert_eq!(above.len(), 2);
    }

    #[test]
    fn rules_are_written_for_the_steps_that_are_used() {
        let css = sheet(&[10].into());
        assert!(css.contains("(max-width: 10em)") && css.contains("(max-width: 7.8em)") && !css.contains("fit-13"));
        assert_eq!(sheet(&BTreeSet::new()), BASE);
    }
}
