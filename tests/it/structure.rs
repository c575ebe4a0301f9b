//! The structure of a finished PDF, as poppler reads it, compared with what the document model says of each construct.

use std::collections::BTreeSet;
use std::fs;

use warraq::document::{
    Block, BlockKind, CounterStyle, Definition, Document, Inline, List, ListMarker, Table, VerseLine,
};

use crate::judges::{passed, program};
use crate::support::{Book, Workplace, book, root, sample};

/// The tree of a PDF as `pdfinfo -struct` tells it: for each element its type, and its own attributes of lists and
/// tables, after two spaces for each level.
fn told(pdf: &[u8]) -> Option<Vec<String>> {
    const ATTRIBUTES: [&str; 4] = ["/Scope ", "/ColSpan ", "/RowSpan ", "/ListNumbering "];
    let place = Workplace::new(&[]);
    fs::write(place.path("book.pdf"), pdf).unwrap();
    let told = passed(&program("pdfinfo")?.arg("-struct").arg(place.path("book.pdf")).output().unwrap());
    let mut lines: Vec<String> = Vec::new();
    for line in told.lines() {
        let entry = line.trim_start();
        if ATTRIBUTES.iter().any(|name| entry.starts_with(name)) {
            let words: Vec<&str> = entry.split(' ').map(|word| word.trim_start_matches('/')).collect();
            lines.last_mut().unwrap().push_str(&format!(" {}", words.join("=")));
        } else if entry.starts_with(|first: char| first.is_ascii_uppercase()) && !entry.starts_with("Object ") {
            let kind = entry.split([' ', ':']).next().unwrap_or_default();
            lines.push(format!("{}{kind}", &line[..line.len() - entry.len()]));
        }
    }
    Some(lines)
}

/// What the model says that the tree is.
struct Expected<'a> {
    document: &'a Document,
    lines: Vec<String>,
    depth: usize,
    heading: u8,
    noted: BTreeSet<&'a str>,
    notes_at_end: bool,
    /// Notes that the block in hand refers to.
    referred: Vec<&'a str>,
}

impl<'a> Expected<'a> {
    /// The tree of a document without cover and contents.
    fn of(document: &'a Document, notes_at_end: bool) -> Vec<String> {
        let mut expected = Expected {
            document,
            lines: Vec::new(),
            depth: 0,
            heading: 1,
            noted: BTreeSet::new(),
            notes_at_end,
            referred: Vec::new(),
        };
        expected.within("Document", |this| {
            this.leaf("H1");
            let metadata = &document.metadata;
            let lines = [metadata.subtitle.is_some(), !metadata.authors.is_empty(), metadata.date.is_some()];
            lines.into_iter().filter(|shown| *shown).for_each(|_| this.leaf("P"));
            this.blocks(&document.blocks);
            if notes_at_end && !document.footnotes.is_empty() {
                this.within("Sect", |this| {
                    this.leaf("H1");
                    document.footnotes.iter().for_each(|note| this.note(&note.label));
                });
            }
        });
        expected.lines
    }

    fn leaf(&mut self, kind: &str) {
        self.lines.push(format!("{}{kind}", "  ".repeat(self.depth)));
    }

    fn within(&mut self, kind: &str, inside: impl FnOnce(&mut Self)) {
        self.leaf(kind);
        self.depth += 1;
        inside(self);
        self.depth -= 1;
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            let first = self.referred.len();
            self.block(block);
            self.notes_since(first);
        }
    }

    /// Notes follow the block that refers to them first, and those that they refer to in turn follow them.
    fn notes_since(&mut self, first: usize) {
        if self.notes_at_end {
            return;
        }
        let mut next = first;
        while next < self.referred.len() {
            let label = self.referred[next];
            next += 1;
            if self.noted.insert(label) {
                self.note(label);
            }
        }
        self.referred.truncate(first);
    }

    fn note(&mut self, label: &str) {
        let document = self.document;
        let note = document.footnotes.iter().find(|note| note.label == label).unwrap();
        let at_end = std::mem::replace(&mut self.notes_at_end, true);
        self.within("Note", |this| {
            this.within("Lbl", |this| this.leaf("Link"));
            this.blocks(&note.blocks);
        });
        self.notes_at_end = at_end;
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading { level, content, .. } => {
                self.heading = (*level).min(self.heading + 1);
                let kind = format!("H{}", self.heading);
                self.within(&kind, |this| this.inlines(content));
            }
            BlockKind::Paragraph(content) => self.within("P", |this| this.inlines(content)),
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote(blocks) => self.within("BlockQuote", |this| this.blocks(blocks)),
            BlockKind::Code { .. } => self.within("P", |this| this.leaf("Code")),
            BlockKind::ThematicBreak => {}
            BlockKind::Figure { caption, .. } if caption.is_empty() => self.leaf("Figure"),
            BlockKind::Figure { caption, .. } => self.within("Div", |this| {
                this.leaf("Figure");
                this.within("Caption", |this| this.inlines(caption));
            }),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Verse(lines) => self.verse(lines),
            BlockKind::DefinitionList(definitions) => self.definitions(definitions),
            BlockKind::Callout { title, blocks, .. } => self.within("Sect", |this| {
                this.within("P", |this| this.inlines(title));
                this.blocks(blocks);
            }),
            BlockKind::Group(blocks) => self.within("Div", |this| this.blocks(blocks)),
            other => panic!("no structure is known for {other:?}"),
        }
    }

    fn verse(&mut self, lines: &'a [VerseLine]) {
        self.within("Div", |this| {
            for line in lines.iter().filter(|line| !line.hemistichs.is_empty()) {
                this.within("P", |this| line.hemistichs.iter().for_each(|part| this.inlines(part)));
            }
        });
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        self.within("L ListNumbering=None", |this| {
            for definition in definitions {
                this.within("LI", |this| {
                    this.within("Lbl", |this| definition.terms.iter().for_each(|term| this.inlines(term)));
                    this.within("LBody", |this| definition.descriptions.iter().for_each(|body| this.blocks(body)));
                });
            }
        });
    }

    fn list(&mut self, list: &'a List) {
        let numbering = match &list.marker {
            ListMarker::Bullet => "L ListNumbering=Disc",
            ListMarker::None => "L ListNumbering=None",
            ListMarker::Number(counter) => match counter.style {
                CounterStyle::LowerLatin => "L ListNumbering=LowerAlpha",
                CounterStyle::UpperLatin => "L ListNumbering=UpperAlpha",
                CounterStyle::LowerRoman => "L ListNumbering=LowerRoman",
                CounterStyle::UpperRoman => "L ListNumbering=UpperRoman",
                _ => "L ListNumbering=Decimal",
            },
        };
        let is_marked = list.marker != ListMarker::None;
        self.within(numbering, |this| {
            for item in &list.items {
                this.within("LI", |this| {
                    if is_marked || item.task.is_some() {
                        this.leaf("Lbl");
                    }
                    this.within("LBody", |this| this.blocks(&item.blocks));
                });
            }
        });
    }

    fn table(&mut self, table: &'a Table) {
        self.within("Table", |this| {
            if !table.caption.is_empty() {
                this.within("Caption", |this| this.inlines(&table.caption));
            }
            for (number, row) in table.all_rows().enumerate() {
                this.within("TR", |this| {
                    for cell in &row.cells {
                        let mut kind = match (number < table.header.len(), cell.is_row_header) {
                            (true, _) => "TH Scope=Column".to_owned(),
                            (false, true) => "TH Scope=Row".to_owned(),
                            (false, false) => "TD".to_owned(),
                        };
                        if cell.column_span > 1 {
                            kind += &format!(" ColSpan={}", cell.column_span);
                        }
                        if cell.row_span > 1 {
                            kind += &format!(" RowSpan={}", cell.row_span);
                        }
                        this.within(&kind, |this| this.blocks(&cell.blocks));
                    }
                });
            }
        });
    }

    fn inlines(&mut self, content: &'a [Inline]) {
        for inline in content {
            match inline {
                Inline::Code { .. } => self.leaf("Code"),
                Inline::Image(_) => self.leaf("Figure"),
                Inline::Link { content, .. } => self.within("Link", |this| this.inlines(content)),
                Inline::Span { lang: Some(_), content, .. } => self.within("Span", |this| this.inlines(content)),
                Inline::FootnoteReference { label, .. } => {
                    self.referred.push(label);
                    self.within("Reference", |this| this.leaf("Link"));
                }
                other => self.inlines(other.children()),
            }
        }
    }
}

fn check(name: &str, pdf: &[u8], document: &Document, notes_at_end: bool) {
    let Some(told) = told(pdf) else { return };
    let expected = Expected::of(document, notes_at_end);
    let first = (0..told.len().max(expected.len())).find(|&line| told.get(line) != expected.get(line));
    if let Some(line) = first {
        let around =
            |lines: &[String]| lines[line.saturating_sub(6).min(lines.len())..lines.len().min(line + 3)].join("\n");
        panic!("{name}, line {line}\nthe PDF:\n{}\nthe model:\n{}", around(&told), around(&expected));
    }
}

#[test]
fn every_construct_has_the_structure_that_the_model_says() {
    let constructs = root().join("tests/sources/all-constructs.md");
    for path in [sample("bookmaking.md"), sample("news.txt"), sample("vocalised.md"), constructs.clone()] {
        let Book { document, pdf, .. } = book(&path);
        check(path.to_str().unwrap(), &pdf, &document, false);
    }
    let document = book(&constructs).document;
    let place = Workplace::new(&[]);
    let arguments = ["build", constructs.to_str().unwrap(), "-o", "end.pdf", "--notes", "end"];
    assert_eq!(place.run_with(&arguments, &[]).code, 0);
    check("notes at the end", &fs::read(place.path("end.pdf")).unwrap(), &document, true);
}

/// A list of contents holds references, and the contents of what is below an entry.
#[test]
fn contents_nest_as_headings_do() {
    let source = "---\ntitle: كتاب\n---\n# باب\n\n### قسم\n\n## فصل\n\n# باب آخر\n";
    let place = Workplace::new(&[("a.md", source.as_bytes())]);
    assert_eq!(place.run("build a.md -o a.pdf --toc").code, 0);
    let Some(told) = told(&fs::read(place.path("a.pdf")).unwrap()) else { return };
    let lists =
        told.iter().map(|line| line.trim_start().to_owned() + &format!(" {}", line.len() - line.trim_start().len()));
    let lists: Vec<String> = lists.filter(|line| line.starts_with("TOC")).collect();
    let expected = ["TOC 2", "TOCI 4", "TOC 6", "TOCI 8", "TOC 6", "TOCI 8", "TOCI 4"];
    assert_eq!(lists, expected);
}
