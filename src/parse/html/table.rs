//! Tables.
//!
//! A `table` element becomes a table whose cells tile it (HTML Standard, 4.9.12), verse, or, if it only arranges a
//! page, the content of its cells.

use dom_query::NodeRef;

use super::dom::{attr, has_word, name};
use super::verse;
use super::walk::{Context, Flow, Walker};
use crate::document::{Block, BlockKind, ColumnAlignment, Direction, Grid, Inline, Table, TableCell, TableRow};
use crate::parse::table::{SourceRow, assemble};

/// A row as the page has it.
struct Row<'n> {
    node: NodeRef<'n>,
    in_head: bool,
    /// Its `thead`, `tbody` or `tfoot`.
    group: usize,
}

impl Walker<'_> {
    /// A table, verse, or the blocks of a table that only arranges the page.
    pub(super) fn table(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Block> {
        let rows = gather_rows(node);
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
        let made = rows.iter().map(|row| self.row(row, context)).collect();
        let mut table = assemble(made, vec![ColumnAlignment::default()], caption);
        // Header cells of header rows name columns, but for those that say otherwise.
        let shown = rows.iter().filter(|row| !cells(&row.node).is_empty());
        table.header.iter_mut().zip(shown).for_each(|(made, row)| name_columns(made, &row.node));
        let direction = context.direction.unwrap_or(self.lang.direction());
        align_columns(&mut table, rows, direction);
        table
    }

    fn row(&mut self, source: &Row<'_>, context: &Context) -> SourceRow {
        let cells = cells(&source.node);
        let is_named = cells.iter().all(|cell| &*name(cell) == "th");
        let mut row = TableRow::default();
        for cell in cells {
            let mut flow = Flow::default();
            self.node(&cell, context, &mut flow);
            self.flush(&mut flow, context);
            row.cells.push(TableCell {
                blocks: flow.blocks,
                is_row_header: &*name(&cell) == "th" && !has_word(&cell, "scope", &["col", "colgroup"]),
                column_span: span_attr(&cell, "colspan").max(1),
                row_span: span_attr(&cell, "rowspan"),
            });
        }
        SourceRow { row, group: source.group, in_head: source.in_head, is_named }
    }
}

/// Makes cells of a header row name their columns, but for those of `scope=row`.
fn name_columns(made: &mut TableRow, row: &NodeRef<'_>) {
    let names_row = cells(row).iter().any(|cell| has_word(cell, "scope", &["row", "rowgroup"]));
    made.cells.iter_mut().for_each(|cell| cell.is_row_header &= names_row);
}

/// A number of columns or rows; anything else counts as 1.
fn span_attr(cell: &NodeRef<'_>, name: &str) -> u16 {
    let number = attr(cell, name).and_then(|value| value.trim().parse::<u64>().ok()).unwrap_or(1);
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// The rows of a table, not those of tables in it: head first, foot last, as they are shown.
fn gather_rows<'n>(node: &NodeRef<'n>) -> Vec<Row<'n>> {
    let (mut rows, mut foot) = (Vec::new(), Vec::new());
    for (number, child) in node.children_it(false).enumerate() {
        let group = number + 1;
        let of_group = |in_head: bool| {
            let rows = child.children_it(false).filter(|row| &*name(row) == "tr");
            rows.map(move |node| Row { node, in_head, group })
        };
        match &*name(&child) {
            "tr" => rows.push(Row { node: child, in_head: false, group: 0 }),
            "thead" => rows.extend(of_group(true)),
            "tbody" => rows.extend(of_group(false)),
            "tfoot" => foot.extend(of_group(false)),
            _ => {}
        }
    }
    rows.extend(foot);
    rows
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

/// Takes the alignment of each column from the row that best represents the body.
fn align_columns(table: &mut Table, rows: &[Row<'_>], direction: Direction) {
    let sources: Vec<_> = rows.iter().map(|row| cells(&row.node)).filter(|cells| !cells.is_empty()).collect();
    let header = table.header.len();
    let Some(source) = sources.get(header).or_else(|| sources.last()) else { return };
    let Some(row) = table.rows.first().or_else(|| table.header.last()) else { return };
    let mut grid = Grid::default();
    for (range, cell) in grid.next_row(row, 0).cells.into_iter().zip(source) {
        if let Some(place) = table.columns.get_mut(range.start) {
            *place = alignment(cell, direction);
        }
    }
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
