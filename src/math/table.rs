//! Tables: matrices, cases, systems of equations.

use ttf_parser::math::Constants;

use super::boxes::MathBox;
use super::{Setter, Style, length};
use crate::document::MathNode;

/// Room beside and between cells and rows, and the least height and depth of a row, in ems.
const BESIDE: f64 = 0.4;
const BETWEEN_ROWS: f64 = 0.3;
const ROW_ASCENT: f64 = 0.65;
const ROW_DESCENT: f64 = 0.25;

/// A cell, set.
struct Cell {
    set: MathBox,
    /// Room at its left and right.
    left: f64,
    right: f64,
    align: Align,
    /// Rules at its left, right, top and bottom.
    rules: [bool; 4],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Align {
    Left,
    Center,
    Right,
}

impl Setter<'_, '_, '_> {
    /// A table, its middle on the axis.
    pub(super) fn table(&mut self, node: &MathNode, style: Style) -> MathBox {
        let is_display = node.attribute("displaystyle") == Some("true");
        let style = Style { is_display, ..style };
        let size = self.size(style);
        let rows: Vec<Vec<Cell>> = node.children().iter().map(|row| self.cells(node, row, style)).collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<f64> = (0..columns)
            .map(|column| {
                let cells = rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| cell.left + cell.set.width + cell.right).fold(0.0, f64::max)
            })
            .collect();
        let width: f64 = widths.iter().sum();
        let thickness = self.face.at(size, Constants::overbar_rule_thickness);
        let mut whole = MathBox::default();
        let mut y = 0.0;
        for (index, row) in rows.into_iter().enumerate() {
            // A last row that only bears the line below the table has no height.
            let is_line = row.iter().all(|cell| cell.set.drawn.is_empty()) && row.iter().any(|cell| cell.rules[2]);
            let above = row.iter().map(|cell| cell.set.ascent).fold(ROW_ASCENT * size, f64::max);
            let below = row.iter().map(|cell| cell.set.descent).fold(ROW_DESCENT * size, f64::max);
            let (above, below) = if is_line { (0.0, 0.0) } else { (above, below) };
            let room = if index == 0 || is_line { 0.0 } else { BETWEEN_ROWS * size };
            let padding = if is_line { 0.0 } else { BETWEEN_ROWS * size / 2.0 };
            y -= above + room;
            let (top, bottom) = (y + above + padding, y - below - padding);
            let has_rule = |side: usize| row.iter().any(|cell| cell.rules[side]);
            for (side, at) in [(2, top - thickness / 2.0), (3, bottom - thickness / 2.0)] {
                if has_rule(side) {
                    whole.place(MathBox::rule(width, at, thickness, style.color), 0.0, 0.0);
                }
            }
            let mut x = 0.0;
            for (cell, &room) in row.into_iter().zip(&widths) {
                let spare = room - cell.left - cell.right - cell.set.width;
                let shift = match cell.align {
                    Align::Left => 0.0,
                    Align::Center => spare / 2.0,
                    Align::Right => spare,
                };
                for (side, at) in [(0, x), (1, x + room)] {
                    if cell.rules[side] && !is_line {
                        let line = MathBox::rule(thickness, bottom, top - bottom, style.color);
                        whole.place(line, at - thickness / 2.0, 0.0);
                    }
                }
                whole.place(cell.set, x + cell.left + shift, y);
                x += room;
            }
            whole.ascent = whole.ascent.max(if index == 0 { y + above } else { f64::MIN });
            whole.descent = whole.descent.max(below - y);
            y -= below;
        }
        whole.width = width;
        whole.centered_on(self.face.axis(size))
    }

    fn cells(&mut self, table: &MathNode, row: &MathNode, style: Style) -> Vec<Cell> {
        let size = self.size(style);
        let count = row.children().len();
        let border = |node: &MathNode, side: &str| declared(node, side).is_some();
        let cell = |(column, node): (usize, &MathNode)| {
            let inner = if node.name == "mtd" { node.children() } else { std::slice::from_ref(node) };
            let set = self.row(inner, style);
            let padding = |side| declared(node, side).and_then(length::ems).map_or(BESIDE, |ems| ems) * size;
            let line = |column: usize| {
                let lines: Vec<&str> =
                    table.attribute("columnlines").unwrap_or("none").split_ascii_whitespace().collect();
                lines.get(column).or(lines.last()).is_some_and(|line| *line != "none")
            };
            let has_frame = table.attribute("frame").is_some_and(|frame| frame != "none");
            let (first, last) = (column == 0, column + 1 == count);
            let rules = [
                border(node, "border-left") || first && (border(table, "border-left") || has_frame),
                border(node, "border-right") || !last && line(column) || last && has_frame,
                border(node, "border-top")
                    || border(row, "border-top")
                    || border(table, "border-top") && is_first(table, row),
                border(node, "border-bottom"),
            ];
            let align = alignment(table, row, node, column);
            Cell { set, left: padding("padding-left"), right: padding("padding-right"), align, rules }
        };
        row.children().iter().enumerate().map(cell).collect()
    }
}

fn is_first(table: &MathNode, row: &MathNode) -> bool {
    table.children().first().is_some_and(|first| std::ptr::eq(first, row))
}

/// The value of a declaration in the attribute `style`.
fn declared<'n>(node: &'n MathNode, property: &str) -> Option<&'n str> {
    let declarations = node.attribute("style")?.split(';');
    declarations
        .filter_map(|declaration| declaration.split_once(':'))
        .find(|(name, _)| *name == property)
        .map(|(_, value)| value)
}

/// The alignment of a cell: its own, its row's, or its column's.
fn alignment(table: &MathNode, row: &MathNode, cell: &MathNode, column: usize) -> Align {
    let of_column = |node: &MathNode| -> Option<String> {
        let all: Vec<&str> = node.attribute("columnalign")?.split_ascii_whitespace().collect();
        all.get(column).or(all.last()).map(|word| (*word).to_owned())
    };
    let own = declared(cell, "text-align").map(ToOwned::to_owned);
    match own.or_else(|| of_column(cell)).or_else(|| of_column(row)).or_else(|| of_column(table)).as_deref() {
        Some("left") => Align::Left,
        Some("right") => Align::Right,
        _ => Align::Center,
    }
}
