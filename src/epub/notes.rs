//! Footnotes as XHTML.
//!
//! In: the references in the text and the notes. Out: links that reading systems open as pop-ups, and the notes at the
//! end of the chapter that first refers to them, each with a way back (EPUB Structural Semantics: `noteref`,
//! `footnote`; DPUB-ARIA 1.1: `doc-noteref`, `doc-footnote`, `doc-backlink`).

use super::writer::Writer;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Block, BlockKind, Footnote, Inline};
use crate::locale;

impl<'a> Writer<'a> {
    /// The raised number of a note, a link to it. Within another link it stands alone, for links do not nest.
    pub(super) fn note_reference(&mut self, label: &'a str, span: Span) {
        let outline = self.outline;
        let Some(note) = outline.note(label) else {
            let message = format!("there is no footnote for this reference: {label}");
            self.findings.warnings.push(Diagnostic::warning(Code::MissingFootnote, span, message));
            return;
        };
        let number = locale::document_number(note.number() as u64, &self.document.metadata);
        // Isolated, so that it stays at the end of the text before it and does not reorder its punctuation.
        self.xml.start("sup", &[("class", Some("noteref")), ("dir", Some(self.around.as_str()))]);
        if self.in_link {
            self.text(&number);
        } else {
            let earlier = self.references.entry(note.index).or_default();
            *earlier += 1;
            let id = reference_id(note.number(), *earlier);
            let file = if note.file == self.file { "" } else { &note.file };
            let href = format!("{file}#note-{}", note.number());
            let attributes = [
                ("id", Some(id.as_str())),
                ("href", Some(href.as_str())),
                ("epub:type", Some("noteref")),
                ("role", Some("doc-noteref")),
            ];
            self.xml.start("a", &attributes);
            self.text(&number);
            self.xml.end();
        }
        self.xml.end();
    }

    /// The notes that end a chapter.
    pub(super) fn notes(&mut self, file: &str) {
        let indices = self.outline.notes_of(file);
        if indices.is_empty() {
            return;
        }
        let label = self.words().footnotes;
        let attributes = [("class", Some("footnotes")), ("epub:type", Some("footnotes")), ("aria-label", Some(label))];
        self.xml.start("section", &attributes);
        self.xml.new_line();
        let document = self.document;
        for index in indices {
            document.footnotes.get(index).into_iter().for_each(|note| self.note(index + 1, note));
        }
        self.xml.end();
        self.xml.new_line();
    }

    fn note(&mut self, number: usize, note: &'a Footnote) {
        let id = format!("note-{number}");
        let attributes = [("id", Some(id.as_str())), ("epub:type", Some("footnote")), ("role", Some("doc-footnote"))];
        self.xml.start("aside", &attributes);
        self.xml.new_line();
        // The way back stands before the first words, where there are words to stand before.
        let rest = match note.blocks.split_first() {
            Some((first, rest)) if matches!(first.kind, BlockKind::Paragraph(_)) => {
                first.kind.inlines().into_iter().for_each(|content| self.first_line(number, first, content));
                rest
            }
            _ => {
                self.xml.start("p", &[]);
                self.way_back(number);
                self.xml.end();
                self.xml.new_line();
                &note.blocks
            }
        };
        self.blocks(rest);
        self.xml.end();
        self.xml.new_line();
    }

    /// The number keeps to the side of all numbers, whichever way the words run.
    fn first_line(&mut self, number: usize, block: &'a Block, content: &'a [Inline]) {
        self.xml.start("p", &[]);
        self.way_back(number);
        self.text(" ");
        self.isolated(block, content);
        self.xml.end();
        self.xml.new_line();
    }

    /// The note's number, which leads to the place of its first reference; one that is only referred to within links
    /// has no such place.
    fn way_back(&mut self, number: usize) {
        let shown = locale::document_number(number as u64, &self.document.metadata);
        if !self.references.contains_key(&(number - 1)) {
            return self.text(&shown);
        }
        let href = format!("#{}", reference_id(number, 1));
        let label = format!("{shown}: {}", self.words().back_to_text);
        let attributes =
            [("href", Some(href.as_str())), ("role", Some("doc-backlink")), ("aria-label", Some(label.as_str()))];
        self.xml.start("a", &attributes);
        self.text(&shown);
        self.xml.end();
    }
}

/// The `id` of a reference: the first of a note, and further ones.
fn reference_id(number: usize, occurrence: usize) -> String {
    match occurrence {
        0 | 1 => format!("noteref-{number}"),
        further => format!("noteref-{number}-{further}"),
    }
}
