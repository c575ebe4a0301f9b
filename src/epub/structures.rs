//! Tables, verse, definition lists, callouts and groups as XHTML.
//!
//! In: the block. Out: its elements with their roles (HTML; WAI-ARIA and DPUB-ARIA 1.1; EPUB Structural Semantics),
//! readable in their order without a style sheet.

use std::ops::Range;

use super::blocks::Marks;
use super::outline::is_blank;
use super::usage::TextStyle;
use super::writer::Writer;
use super::xml::Attribute;
use crate::document::{
    Block, BlockKind, CalloutKind, ColumnAlignment, Definition, Grid, Inline, Table, TableCell, TableRow, VerseLine,
    plain_text,
};
use crate::locale;

/// What parts two hemistichs where no style sheet sets them side by side: em spaces, which no reader folds into one.
const CAESURA: &str = "\u{2003}\u{2003}";

impl<'a> Writer<'a> {
    /// A table. Header cells name their column or row, so that a reader can say of each cell what it is.
    pub(super) fn table(&mut self, table: &'a Table, marks: &Marks) {
        self.xml.start("table", &marks.with(&[]));
        self.xml.new_line();
        if !is_blank(&table.caption) {
            self.xml.start("caption", &[]);
            self.styled(TextStyle::Bold, |page| page.inlines(&table.caption));
            self.xml.end();
            self.xml.new_line();
        }
        for (name, rows) in [("thead", &table.header), ("tbody", &table.rows)] {
            if rows.is_empty() {
                continue;
            }
            self.xml.start(name, &[]);
            self.xml.new_line();
            let mut grid = Grid::default();
            for row in rows {
                let columns = grid.next_row(row, table.columns.len()).cells;
                self.row(row, &columns, &table.columns, name == "thead");
            }
            self.xml.end();
            self.xml.new_line();
        }
        self.xml.end();
    }

    /// A row. White space between cells parts them where neither table nor style sheet is known.
    fn row(&mut self, row: &'a TableRow, places: &[Range<usize>], columns: &[ColumnAlignment], is_header: bool) {
        self.xml.start("tr", &[]);
        for (cell, place) in row.cells.iter().zip(places) {
            self.xml.new_line();
            let class = match columns.get(place.start) {
                Some(ColumnAlignment::Center) => Some("center"),
                Some(ColumnAlignment::End) => Some("end"),
                _ => None,
            };
            self.cell(cell, class, is_header);
        }
        self.xml.end();
        self.xml.new_line();
    }

    /// A cell. An empty one names nothing, so it is no header.
    fn cell(&mut self, cell: &'a TableCell, class: Option<&'static str>, is_header: bool) {
        let span = |span: u16| (span > 1).then(|| span.to_string());
        let (columns, rows) = (span(cell.column_span), span(cell.row_span));
        let scope = match is_header {
            _ if cell.blocks.is_empty() => None,
            true => Some("col"),
            false => cell.is_row_header.then_some("row"),
        };
        let name = if scope.is_some() { "th" } else { "td" };
        let spans = [("colspan", columns.as_deref()), ("rowspan", rows.as_deref())];
        self.xml.start(name, &[&[("scope", scope), ("class", class)][..], &spans].concat());
        let style = if scope.is_some() { TextStyle::Bold } else { self.style };
        self.styled(style, |page| page.item_blocks(&cell.blocks));
        self.xml.end();
    }

    /// What an item holds: a single paragraph as plain text, else its blocks.
    fn item_blocks(&mut self, blocks: &'a [Block]) {
        match blocks {
            [block] if matches!(block.kind, BlockKind::Paragraph(_)) && block.alignment.is_none() => {
                block.kind.inlines().into_iter().for_each(|content| self.isolated(block, content));
            }
            blocks => self.blocks(blocks),
        }
    }

    /// Verse. Hemistichs stand side by side where there is room; a line without words parts two stanzas.
    pub(super) fn verse(&mut self, lines: &'a [VerseLine], marks: &Marks) {
        self.xml.start("div", &marks.with(&[("class", Some("verse"))]));
        self.xml.new_line();
        let mut opens_stanza = false;
        for line in lines {
            if line.is_blank() {
                opens_stanza = true;
                continue;
            }
            let class = match (line.hemistichs.len() > 1, std::mem::take(&mut opens_stanza)) {
                (true, false) => Some("couplet"),
                (true, true) => Some("couplet stanza"),
                (false, true) => Some("stanza"),
                (false, false) => None,
            };
            self.xml.start("p", &[("class", class)]);
            self.verse_count += 1;
            self.verse_number(self.verse_count);
            self.hemistichs(&line.hemistichs);
            self.xml.end();
            self.xml.new_line();
        }
        self.xml.end();
    }

    /// The number of a line, where it shows one. The space keeps it from the words where no style sheet does.
    fn verse_number(&mut self, number: usize) {
        if !self.verse_numbers.shows(number) {
            return;
        }
        self.xml.start("span", &[("class", Some("verse-number")), ("aria-hidden", Some("true"))]);
        self.text(&locale::document_number(number as u64, &self.document.metadata));
        self.text(" ");
        self.xml.end();
    }

    fn hemistichs(&mut self, hemistichs: &'a [Vec<Inline>]) {
        if let [single] = hemistichs {
            return self.inlines(single);
        }
        for (index, hemistich) in hemistichs.iter().enumerate() {
            if index > 0 {
                self.xml.start("span", &[("class", Some("caesura"))]);
                self.text(CAESURA);
                self.xml.end();
            }
            self.xml.start("span", &[("class", Some("hemistich"))]);
            self.inlines(hemistich);
            self.xml.end();
        }
    }

    /// Terms and their descriptions. In a list of HTML every group has both, so that one without the other gets an
    /// empty companion.
    pub(super) fn definitions(&mut self, definitions: &'a [Definition], marks: &Marks) {
        self.xml.start("dl", &marks.with(&[]));
        self.xml.new_line();
        for (index, Definition { terms, descriptions }) in definitions.iter().enumerate() {
            terms.iter().for_each(|term| self.term(term));
            if index == 0 && terms.is_empty() {
                self.term(&[]);
            }
            descriptions.iter().for_each(|description| self.description(description));
            if !terms.is_empty() && descriptions.is_empty() {
                self.description(&[]);
            }
        }
        self.xml.end();
    }

    fn term(&mut self, term: &'a [Inline]) {
        self.xml.start("dt", &[]);
        self.styled(TextStyle::Bold, |page| page.inlines(term));
        self.xml.end();
        self.xml.new_line();
    }

    fn description(&mut self, description: &'a [Block]) {
        self.xml.start("dd", &[]);
        self.item_blocks(description);
        self.xml.end();
        self.xml.new_line();
    }

    /// A remark set apart, under its title or the name of its kind.
    pub(super) fn callout(&mut self, kind: CalloutKind, title: &'a [Inline], blocks: &'a [Block], marks: &Marks) {
        let name = self.words().callout(kind);
        let own = plain_text(title);
        let label = if is_blank(title) { name } else { own.trim() };
        let (element, roles, class) = semantics(kind);
        let attributes = [&roles[..], &[("class", Some(class)), ("aria-label", Some(label))]].concat();
        self.xml.start(element, &marks.with(&attributes));
        self.xml.new_line();
        self.xml.start("p", &[("class", Some("callout-title"))]);
        self.styled(TextStyle::Bold, |page| if is_blank(title) { page.text(name) } else { page.inlines(title) });
        self.xml.end();
        self.xml.new_line();
        self.blocks(blocks);
        self.xml.end();
    }

    /// Blocks that share a language or direction; without one, just the blocks.
    pub(super) fn group(&mut self, blocks: &'a [Block], marks: &Marks) {
        if marks.is_empty() {
            return self.blocks(blocks);
        }
        self.xml.start("div", &marks.with(&[]));
        self.xml.new_line();
        self.blocks(blocks);
        self.xml.end();
    }
}

type Semantics = (&'static str, [Attribute<'static>; 2], &'static str);

/// Element, roles and class of a callout. `doc-notice` is not allowed on `aside` (ARIA in HTML), which is right: what
/// is important is no aside.
const fn semantics(kind: CalloutKind) -> Semantics {
    const NOTICE: [Attribute<'_>; 2] = [("epub:type", Some("notice")), ("role", Some("doc-notice"))];
    match kind {
        CalloutKind::Note => ("aside", [("epub:type", None), ("role", Some("note"))], "callout note"),
        CalloutKind::Tip => ("aside", [("epub:type", Some("tip")), ("role", Some("doc-tip"))], "callout tip"),
        CalloutKind::Important => ("section", NOTICE, "callout important"),
        CalloutKind::Warning => ("section", NOTICE, "callout warning"),
        CalloutKind::Caution => ("section", NOTICE, "callout caution"),
    }
}
