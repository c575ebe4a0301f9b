//! Verse, definition lists, callouts and groups as XHTML.
//!
//! In: the block. Out: its elements with their roles (HTML; WAI-ARIA and DPUB-ARIA 1.1; EPUB Structural Semantics),
//! readable in their order without a style sheet.

use super::blocks::Marks;
use super::outline::is_blank;
use super::usage::TextStyle;
use super::writer::Writer;
use super::xml::Attribute;
use crate::document::{Block, CalloutKind, Definition, Inline, VerseLine, plain_text};
use crate::locale;

/// What parts two hemistichs where no style sheet sets them side by side: em spaces, which no reader folds into one.
const CAESURA: &str = "\u{2003}\u{2003}";

impl<'a> Writer<'a> {
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

    /// Terms and their descriptions. HTML requires both in every group, so a missing one is added empty.
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
        self.styled(TextStyle::Bold, |page| page.line_of(term));
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
