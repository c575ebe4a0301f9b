//! Estimates how much room a table needs on a screen.
//!
//! The result is the width, in em, below which the table's words do not fit side by side. It is computed when the book
//! is built, because in a reading system that paginates with columns, media queries give no useful width. Letters are
//! counted, not measured, since readers choose their own fonts.

use crate::document::{Block, BlockKind, Grid, Inline, Table};
use crate::text::breaks::names;

/// Widths in em: of letters, the additions for bold, code and capitals, and the padding of a cell.
const LETTER: f64 = 0.5;
const BOLD: f64 = 1.1;
const CODE: f64 = 1.05;
const CAPITAL: f64 = 1.3;
const IDEOGRAPH: f64 = 2.0;
const PADDING: f64 = 1.2;
/// Least width of a picture or rule in a cell.
const PICTURE: f64 = 4.0;
/// Indent of an item or quotation.
const INDENT: f64 = 2.0;
/// Size of a table's text.
const SIZE: f64 = 0.95;

/// Steps, in em, to which widths are rounded up. Whatever needs more than the last gets the last: it fits no page,
/// which is never wider than 42 em, even in smaller type.
const STEPS: [u8; 10] = [8, 10, 13, 16, 20, 25, 31, 38, 42, 54];

/// The step for a table; `None` for a table that fits everywhere.
pub(super) fn step(table: &Table) -> Option<u8> {
    let need = need(table);
    if need <= f64::from(STEPS[0]) {
        return None;
    }
    Some(STEPS.into_iter().find(|&step| need <= f64::from(step)).unwrap_or(STEPS[STEPS.len() - 1]))
}

/// The width of a table whose columns are as wide as their widest words.
fn need(table: &Table) -> f64 {
    let mut columns = vec![0.0_f64; table.columns.len()];
    let mut wide = Vec::new();
    for rows in [&table.header, &table.rows] {
        let mut grid = Grid::default();
        for row in rows {
            for (cell, place) in row.cells.iter().zip(grid.next_row(row, columns.len()).cells) {
                let is_bold = std::ptr::eq(rows, &raw const table.header) || cell.is_row_header;
                let need = of_blocks(&cell.blocks) * if is_bold { BOLD } else { 1.0 } + PADDING;
                match place.len() {
                    1 => columns[place.start] = columns[place.start].max(need),
                    _ => wide.push((place, need)),
                }
            }
        }
    }
    for (place, need) in wide {
        let covered = &mut columns[place];
        #[expect(clippy::cast_precision_loss, reason = "a table has at most a thousand columns")]
        let lack = (need - covered.iter().sum::<f64>()).max(0.0) / covered.len() as f64;
        covered.iter_mut().for_each(|column| *column += lack);
    }
    columns.iter().sum::<f64>() * SIZE
}

fn of_blocks(blocks: &[Block]) -> f64 {
    blocks.iter().map(of_block).fold(0.0, f64::max)
}

fn of_block(block: &Block) -> f64 {
    let inlines = block.kind.inlines().into_iter().map(of_inlines).fold(0.0, f64::max);
    let inner = match &block.kind {
        BlockKind::Code { text, .. } => of_text(text) * CODE + INDENT,
        BlockKind::Figure { .. } | BlockKind::ThematicBreak => PICTURE,
        BlockKind::Table(table) => need(table),
        kind => {
            let inner = kind.children().into_iter().map(of_blocks).fold(0.0, f64::max);
            if inner > 0.0 { inner + INDENT } else { 0.0 }
        }
    };
    inlines.max(inner)
}

fn of_inlines(content: &[Inline]) -> f64 {
    let widths = content.iter().map(|inline| match inline {
        Inline::Text { text, .. } => of_text(text),
        Inline::Code { text, .. } => of_text(text) * CODE,
        Inline::Image(_) => PICTURE,
        Inline::Math(formula) => of_text(&formula.root.reading().replace(' ', "")),
        Inline::Strong(inner) | Inline::Emphasis(inner) => of_inlines(inner) * BOLD,
        other => of_inlines(other.children()),
    });
    widths.fold(0.0, f64::max)
}

/// The widest word, or piece of a name.
fn of_text(text: &str) -> f64 {
    let pieces = names(text).into_iter().flat_map(|piece| piece.split(is_space));
    pieces.map(|piece| piece.chars().map(of_letter).sum()).fold(0.0, f64::max)
}

const fn is_space(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{202f}')
}

fn of_letter(letter: char) -> f64 {
    match letter {
        '\u{300}'..='\u{36f}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' => {
            0.0
        }
        '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2069}' => 0.0,
        '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => LETTER * IDEOGRAPH,
        _ if letter.is_uppercase() => LETTER * CAPITAL,
        _ => LETTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::document::{TableCell, TableRow};

    /// Rows of cells parted by bars.
    fn check(rows: &[&str], expected: Option<u8>) {
        let cell = |text: &str| {
            let content = vec![Inline::Text { text: text.into(), span: Span::default() }];
            let blocks = vec![Block::new(BlockKind::Paragraph(content), Span::default())];
            TableCell { blocks, ..TableCell::empty(1) }
        };
        let row = |text: &&str| TableRow { cells: text.split('|').map(cell).collect() };
        let mut table = Table { rows: rows.iter().map(row).collect(), ..Table::default() };
        table.even_out();
        assert_eq!(step(&table), expected, "{rows:?}");
    }

    #[test]
    fn a_table_needs_the_room_of_its_words() {
        check(&["أ|ب|ج"], None);
        check(&["المكتبة|الوصف|السنة"], Some(13));
        check(&["كتاب طويل الاسم|وصف طويل من كلمات قصيرة"], None);
        check(&["الاسم|https://library.example.org/collections/manuscripts/arabic/index.html"], Some(10));
        check(&["واحد|اثنان|ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة|عشرة"], Some(38));
        check(&[&["الكلمة"; 12].join("|")], Some(54));
        check(&[&["الكلمة"; 30].join("|")], Some(54));
    }
}
