//! Verse: poems in blocks, and tables that hold hemistichs.
//!
//! In: elements. Out: verse where it can be told from prose and data: by name, or as classical verse by its rhyme.

use dom_query::NodeRef;

use super::dom::{has_word, is_called, name};
use super::walk::{Context, Flow, Walker};
use crate::document::{Block, BlockKind, Inline, Table, TableRow, VerseLine, plain_text};

/// Parts of classes that name verse.
const NAMES: [&str; 8] = ["poem", "poetry", "verse", "beyt", "bayt", "شعر", "قصيدة", "أبيات"];

/// Fewest and most words of a hemistich.
const WORDS: std::ops::RangeInclusive<usize> = 2..=9;

/// Fewest words of a line.
const FEWEST_IN_LINE: usize = 6;

/// Whether an element's class or id names verse.
pub(super) fn is_called_verse(node: &NodeRef<'_>) -> bool {
    is_called(node, &NAMES)
}

fn is_hemistich(node: &NodeRef<'_>) -> bool {
    has_word(node, "class", &["hemistich"])
}

/// Whether a block of lines is called verse.
pub(super) fn is_poem(node: &NodeRef<'_>) -> bool {
    let holds_blocks = |node: &NodeRef<'_>| {
        let nested = ["table", "ul", "ol", "div", "blockquote", "figure", "h1", "h2", "h3", "h4"];
        node.descendants_it().any(|inner| nested.contains(&&*name(&inner)))
    };
    matches!(&*name(node), "div" | "p" | "section") && is_called_verse(node) && !holds_blocks(node)
}

impl Walker<'_> {
    /// A block of lines as verse.
    pub(super) fn poem(&mut self, node: &NodeRef<'_>, context: &Context, flow: &mut Flow) {
        if node.descendants_it().any(|inner| is_hemistich(&inner)) {
            let lines = self.couplets(node, context);
            return self.push_verse(lines, context, flow);
        }
        let blocks = self.blocks(node, context);
        self.push_lines_of(blocks, context, flow);
    }

    /// The lines of a poem whose hemistichs are marked, as in our own books; a line without words parts two stanzas.
    fn couplets(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<VerseLine> {
        let mut lines = Vec::new();
        for line in node.children_it(false) {
            if line.is_text() && line.text().trim().is_empty() {
                continue;
            }
            let marked: Vec<NodeRef<'_>> = line.children_it(false).filter(is_hemistich).collect();
            let all_marked = words(&line) == marked.iter().map(words).sum::<usize>();
            let hemistichs: Vec<Vec<Inline>> = match all_marked && !marked.is_empty() {
                true => marked.iter().map(|part| self.line_of(part, context)).collect(),
                false => vec![self.line_of_node(&line, context)],
            };
            if hemistichs.iter().all(Vec::is_empty) {
                continue;
            }
            lines.extend(has_word(&line, "class", &["stanza"]).then(VerseLine::default));
            lines.push(verse_line(hemistichs));
        }
        lines
    }

    /// The lines of paragraphs as verse, with a stanza for each paragraph where one has several lines. What is no
    /// paragraph stays what it is, at its place.
    pub(super) fn push_lines_of(&mut self, blocks: Vec<Block>, context: &Context, flow: &mut Flow) {
        let has_stanzas = blocks
            .iter()
            .any(|block| matches!(&block.kind, BlockKind::Paragraph(content) if content.contains(&Inline::LineBreak)));
        let mut verse = Vec::new();
        for block in blocks {
            match block.kind {
                BlockKind::Paragraph(content) => {
                    verse.extend((has_stanzas && !verse.is_empty()).then(VerseLine::default));
                    verse.extend(lines_of(content));
                }
                _ => {
                    self.push_verse(std::mem::take(&mut verse), context, flow);
                    flow.blocks.push(block);
                }
            }
        }
        self.push_verse(verse, context, flow);
    }

    fn push_verse(&mut self, lines: Vec<VerseLine>, context: &Context, flow: &mut Flow) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let (first, last) = (first.span, last.span);
        let span = crate::diagnostic::Span::new(first.start, last.end.max(first.start));
        let block = self.block(BlockKind::Verse(lines), span, context);
        flow.blocks.push(block);
    }
}

/// How many words a node shows.
fn words(node: &NodeRef<'_>) -> usize {
    node.text().split_whitespace().count()
}

/// The lines of a paragraph.
fn lines_of(content: Vec<Inline>) -> Vec<VerseLine> {
    let lines = content.split(|inline| *inline == Inline::LineBreak).filter(|line| !line.is_empty());
    lines.map(|line| verse_line(hemistichs(line.to_vec()))).collect()
}

/// The halves of a line that `***` or `...` with blanks around part; a line with mark-up in it stays whole.
fn hemistichs(line: Vec<Inline>) -> Vec<Vec<Inline>> {
    let [Inline::Text { text, span }] = line.as_slice() else { return vec![line] };
    let Some((first, second)) = [" *** ", " ... ", " … "].iter().find_map(|mark| text.split_once(mark)) else {
        return vec![line];
    };
    let half = |text: &str| vec![Inline::Text { text: text.trim().to_owned(), span: *span }];
    vec![half(first), half(second)]
}

fn verse_line(hemistichs: Vec<Vec<Inline>>) -> VerseLine {
    let span = hemistichs.iter().filter_map(|half| super::letters::span(half));
    let span = span.reduce(|one, other| crate::diagnostic::Span::new(one.start, other.end.max(one.start)));
    VerseLine { hemistichs, span: span.unwrap_or_default() }
}

/// The verse that a table holds: two hemistichs a row, with an ornament or nothing between them, and one rhyme.
pub(in crate::parse) fn of_table(table: &Table, is_called_verse: bool) -> Option<Vec<VerseLine>> {
    if !table.header.is_empty() || !table.caption.is_empty() {
        return None;
    }
    let lines: Vec<Vec<Vec<Inline>>> = table.rows.iter().map(halves).collect::<Option<_>>()?;
    let rhymes = lines.iter().filter_map(|line| rhyme(&plain_text(line.last()?))).collect::<Vec<_>>();
    let rhymed = lines.len() > 1 && rhymes.len() == lines.len() && rhymes.windows(2).all(|pair| pair[0] == pair[1]);
    let parted = lines.len() == 1 && table.columns.len() == 3;
    (rhymed || parted || is_called_verse).then(|| lines.into_iter().map(verse_line).collect())
}

/// The two hemistichs of a row; `None` where it does not look like a line of verse.
fn halves(row: &TableRow) -> Option<Vec<Vec<Inline>>> {
    let mut halves = Vec::new();
    for cell in &row.cells {
        let content = match cell.blocks.as_slice() {
            [] => continue,
            [block] => match &block.kind {
                BlockKind::Paragraph(content) => content,
                _ => return None,
            },
            _ => return None,
        };
        let text = plain_text(content);
        if !text.contains(char::is_alphanumeric) {
            continue;
        }
        let is_hemistich = WORDS.contains(&text.split_whitespace().count())
            && super::letters::is_mostly_right_to_left(&text) == Some(true)
            && !text.contains(|c: char| c.is_numeric());
        if !is_hemistich || cell.is_row_header || cell.column_span > 1 || cell.row_span > 1 {
            return None;
        }
        halves.push(content.clone());
    }
    let words: usize = halves.iter().map(|half| plain_text(half).split_whitespace().count()).sum();
    (halves.len() == 2 && words >= FEWEST_IN_LINE && (2..=3).contains(&row.cells.len())).then_some(halves)
}

/// The letter that a line rhymes on: its last consonant, for a long vowel behind it may only carry the sound.
fn rhyme(text: &str) -> Option<char> {
    let letters = text.chars().filter(|c| c.is_alphabetic() && !('\u{64B}'..='\u{65F}').contains(c) && *c != '\u{640}');
    letters.rev().find(|c| !matches!(c, 'ا' | 'و' | 'ي' | 'ى'))
}
