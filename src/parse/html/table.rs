//! Tables.
//!
//! In: a `table` element. Out: a table whose rows all have its columns (HTML Standard, 4.9.12), verse, or, where a
//! table only arranges a page, what its cells hold. The document has no cells that cover rows: below one, a cell is
//! empty.

use std::collections::BTreeMap;

use dom_query::NodeRef;

use super::dom::{attr, has_word, name};
use super::verse;
use super::walk::{Context, Flow, Walker};
use crate::document::{Block, BlockKind, ColumnAlignment, Direction, Inline, Table, TableCell, TableRow};

/// Most columns of a table; cells beyond are put into the last one.
const MAX_COLUMNS: usize = 64;

/// Most rows that a cell may cover.
const MAX_ROW_SPAN: usize = 1000;

/// A row as the page has it.
struct Row<'n> {
    node: NodeRef<'n>,
    in_head: bool,
}

impl Walker<'_> {
    /// A table, verse, or the blocks of a table that only arranges the page.
    pub(super) fn table(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Block> {
        let mut rows = Vec::new();
        gather_rows(node, false, &mut rows);
        let only_arranges = has_word(node, "role", &["presentation", "none"])
            || rows.iter().all(|row| cells(&row.node).len() < 2)
            || rows.iter().any(|row| cells(&row.node).iter().any(holds_page));
        if only_arranges {
            return self.arranged(node, &rows, context);
        }
        let table = self.grid(node, &rows, context);
        let span = table
            .all_rows()
            .flat_map(|row| &row.cells)
            .flat_map(|cell| &cell.blocks)
            .map(|block| block.span)
            .reduce(|one, other| crate::diagnostic::Span::new(one.start.min(other.start), one.end.max(other.end)))
            .unwrap_or_else(|| self.places.line(context.line));
        if table.all_rows().all(|row| row.cells.iter().all(|cell| cell.blocks.is_empty())) {
            return Vec::new();
        }
        match verse::of_table(&table, verse::is_called_verse(node)) {
            Some(lines) => vec![Block::new(BlockKind::Verse(lines), span)],
            None => vec![Block::new(BlockKind::Table(table), span)],
        }
    }

    /// What the cells hold, one after the other.
    fn arranged(&mut self, node: &NodeRef<'_>, rows: &[Row<'_>], context: &Context) -> Vec<Block> {
        let mut flow = Flow::default();
        if let Some(caption) = caption(node) {
            self.node(&caption, context, &mut flow);
        }
        for cell in rows.iter().flat_map(|row| cells(&row.node)) {
            self.node(&cell, context, &mut flow);
        }
        self.flush(&mut flow, context);
        flow.blocks
    }

    fn grid(&mut self, node: &NodeRef<'_>, rows: &[Row<'_>], context: &Context) -> Table {
        let caption: Vec<Inline> = caption(node).map(|caption| self.line_of(&caption, context)).unwrap_or_default();
        let header_rows = rows.iter().take_while(|row| row.in_head).count();
        // Without a `thead`, a first row of nothing but header cells is one.
        let header_rows = match rows.first() {
            Some(first) if header_rows == 0 && rows.len() > 1 => {
                usize::from(cells(&first.node).iter().all(|cell| &*name(cell) == "th"))
            }
            _ => header_rows,
        };
        let mut covered = BTreeMap::new();
        let mut made: Vec<TableRow> = rows.iter().map(|row| self.row(&row.node, &mut covered, context)).collect();
        // Header cells of header rows name columns, but for those that say otherwise.
        made.iter_mut().take(header_rows).zip(rows).for_each(|(made, row)| name_columns(made, &row.node));
        let body = made.split_off(header_rows.min(made.len()));
        let mut table = Table { columns: vec![ColumnAlignment::default()], header: made, rows: body, caption };
        table.even_out();
        let direction = context.direction.unwrap_or(self.lang.direction());
        table.columns = alignments(rows, header_rows, table.columns.len(), direction);
        table
    }

    /// The cells of a row; `covered` counts for each column the rows that a cell above still covers.
    fn row(&mut self, node: &NodeRef<'_>, covered: &mut BTreeMap<usize, usize>, context: &Context) -> TableRow {
        let mut row = TableRow::default();
        let mut column = 0;
        for cell in cells(node) {
            column = fill_covered(&mut row, column, covered);
            let mut flow = Flow::default();
            self.node(&cell, context, &mut flow);
            self.flush(&mut flow, context);
            if column >= MAX_COLUMNS {
                if let Some(last) = row.cells.last_mut() {
                    last.blocks.extend(flow.blocks);
                }
                continue;
            }
            let width = span_attr(&cell, "colspan").min(MAX_COLUMNS - column);
            let height = span_attr(&cell, "rowspan").min(MAX_ROW_SPAN);
            if height > 1 {
                self.spans.add(flow.blocks.first().map_or_else(|| self.places.line(context.line), |block| block.span));
            }
            for covered_column in column..column + width {
                covered.insert(covered_column, height - 1);
            }
            row.cells.push(TableCell {
                blocks: flow.blocks,
                is_row_header: &*name(&cell) == "th" && !has_word(&cell, "scope", &["col", "colgroup"]),
                column_span: u16::try_from(width).unwrap_or(1),
            });
            column += width;
        }
        fill_covered(&mut row, column, covered);
        row
    }
}

/// Makes cells of a header row name their columns, but for those of `scope=row`.
fn name_columns(made: &mut TableRow, row: &NodeRef<'_>) {
    let names_row = cells(row).iter().any(|cell| has_word(cell, "scope", &["row", "rowgroup"]));
    made.cells.iter_mut().for_each(|cell| cell.is_row_header &= names_row);
}

/// Puts an empty cell below each cell that covers this row at `column` and behind; the next free column.
fn fill_covered(row: &mut TableRow, mut column: usize, covered: &mut BTreeMap<usize, usize>) -> usize {
    while let Some(rows) = covered.get_mut(&column).filter(|rows| **rows > 0) {
        *rows -= 1;
        row.cells.push(TableCell::empty());
        column += 1;
    }
    column
}

fn span_attr(cell: &NodeRef<'_>, name: &str) -> usize {
    attr(cell, name).and_then(|value| value.parse().ok()).unwrap_or(1).max(1)
}

/// The rows of a table, not those of tables in it: head first, foot last, as they are shown.
fn gather_rows<'n>(node: &NodeRef<'n>, in_head: bool, rows: &mut Vec<Row<'n>>) {
    let mut foot = Vec::new();
    for child in node.children_it(false) {
        match &*name(&child) {
            "tr" => rows.push(Row { node: child, in_head }),
            "thead" => gather_rows(&child, true, rows),
            "tbody" => gather_rows(&child, false, rows),
            "tfoot" => gather_rows(&child, false, &mut foot),
            _ => {}
        }
    }
    rows.extend(foot);
}

fn cells<'n>(row: &NodeRef<'n>) -> Vec<NodeRef<'n>> {
    row.children_it(false).filter(|child| matches!(&*name(child), "td" | "th")).collect()
}

fn caption<'n>(table: &NodeRef<'n>) -> Option<NodeRef<'n>> {
    table.children_it(false).find(|child| &*name(child) == "caption")
}

/// Whether a cell holds what no table of data does.
fn holds_page(cell: &NodeRef<'_>) -> bool {
    cell.descendants_it().any(|inner| matches!(&*name(&inner), "table" | "h1" | "h2" | "article" | "section"))
}

/// The alignment of each column, from the cells of the row that most speaks for the body.
fn alignments(rows: &[Row<'_>], header_rows: usize, columns: usize, direction: Direction) -> Vec<ColumnAlignment> {
    let mut alignments = vec![ColumnAlignment::Start; columns];
    let Some(row) = rows.get(header_rows).or_else(|| rows.last()) else { return alignments };
    let mut column = 0;
    for cell in cells(&row.node) {
        if let Some(place) = alignments.get_mut(column) {
            *place = alignment(&cell, direction);
        }
        column += span_attr(&cell, "colspan").min(MAX_COLUMNS);
    }
    alignments
}

fn alignment(cell: &NodeRef<'_>, direction: Direction) -> ColumnAlignment {
    let style = attr(cell, "style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    let styled = style.split(';').find_map(|rule| rule.strip_prefix("text-align:")).map(str::to_owned);
    let named = |word: &str| has_word(cell, "class", &[word]).then(|| word.to_owned());
    let classed = || named("center").or_else(|| named("end"));
    match styled.or_else(|| attr(cell, "align")).or_else(classed).unwrap_or_default().to_ascii_lowercase().as_str() {
        "center" => ColumnAlignment::Center,
        "end" => ColumnAlignment::End,
        "left" if direction == Direction::Rtl => ColumnAlignment::End,
        "right" if direction == Direction::Ltr => ColumnAlignment::End,
        _ => ColumnAlignment::Start,
    }
}
