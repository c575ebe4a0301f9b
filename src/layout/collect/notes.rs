//! Footnotes and endnotes.
//!
//! In: the footnotes of the document. Out: for each its flows, smaller than the text, its number before the first line
//! as a link back to where it is referred to.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::geometry::Pt;
use crate::locale;
use crate::style::NotePlacement;
use crate::text::TextStyle;

use super::super::content::Flow;
use super::super::design::{Design, Role};
use super::super::frame::{ElementId, LinkTarget, StructureElement, StructureRole};
use super::super::inline::{InlineLink, InlineText};
use super::super::notes;
use super::Collector;

/// Size of notes, as a share of the text's.
pub(super) const SIZE: f64 = 0.86;
/// Name of the heading above endnotes.
pub(super) const ENDNOTES: &str = "notes:";

impl Collector<'_> {
    /// The notes that have been referred to since `first`, read right after the block that refers to them; those that
    /// they refer to in turn follow them. Endnotes wait for the end.
    pub(super) fn footnotes_since(&mut self, first: usize) {
        if self.in_note || self.style.notes == NotePlacement::End {
            return;
        }
        let mut waiting = VecDeque::from(self.referred.split_off(first));
        while let Some(index) = waiting.pop_front() {
            self.footnote(index);
            waiting.extend(self.referred.drain(first..));
        }
    }

    /// The flows of all notes, each in an area of its own. Those that nothing refers to are not lost.
    pub(super) fn all_footnotes(&mut self) -> Vec<Vec<Flow>> {
        (0..self.notes.len()).for_each(|index| self.footnote(index));
        self.notes.iter_mut().map(|note| note.take().unwrap_or_default()).collect()
    }

    fn footnote(&mut self, index: usize) {
        if self.notes[index].is_none() {
            self.notes[index] = Some(self.note(index));
        }
    }

    /// All notes under a heading of their own.
    pub(super) fn endnotes(&mut self) {
        if self.document.footnotes.is_empty() {
            return;
        }
        let section = self.structure.add(None, StructureElement::new(StructureRole::Section));
        self.within(section, |this| {
            let level = 1;
            let heading = StructureElement::new(StructureRole::Heading { level });
            let element = this.structure.add(this.parent, heading);
            let title = locale::words(&this.document.metadata.lang).footnotes;
            let text = this.own_text(title, this.design.text_style(Role::Heading(level)));
            this.push_heading(element, level, ENDNOTES, title, text);
            let notes = this.all_footnotes();
            this.flows.extend(notes.into_iter().flatten());
        });
    }

    /// A note in the document's language and direction, whatever refers to it.
    fn note(&mut self, index: usize) -> Vec<Flow> {
        let (document, base) = (self.document, Arc::clone(&self.note_design));
        let around = (self.lang.take(), std::mem::replace(&mut self.direction, base.direction), self.around);
        let footnote = &document.footnotes[index];
        let is_within = self.structure.is_foreign(self.parent);
        let note = self.structure.add(
            self.parent,
            StructureElement {
                span: Some(footnote.span),
                lang: is_within.then(|| document.metadata.lang.clone()),
                direction: Some(base.direction).filter(|_| is_within),
                ..StructureElement::new(StructureRole::Note)
            },
        );
        let in_note = std::mem::replace(&mut self.in_note, true);
        let (number, label) = self.note_number(index, note, &base);
        #[expect(clippy::cast_precision_loss, reason = "a number of a few digits")]
        let digits = self.numbers.number(index).chars().count() as f64;
        let room = base.em * (1.45 + 0.5 * digits);
        let mut flows = self.apart(base, |this| {
            this.indented(room, Pt::ZERO, |this| this.marked(number, label, &footnote.blocks, note));
        });
        if let Some(first) = flows.first_mut() {
            first.anchors.push(notes::anchor(index));
        }
        self.in_note = in_note;
        (self.lang, self.direction, self.around) = around;
        flows
    }

    /// The number of a note, which leads back to its reference, and its element.
    fn note_number(&mut self, index: usize, note: ElementId, design: &Design) -> (InlineText, ElementId) {
        let label = self.structure.add(Some(note), StructureElement::new(StructureRole::Label));
        let link = self.structure.add(Some(label), StructureElement::new(StructureRole::Link));
        let style = TextStyle { tag: link.tag(), ..design.text_style(Role::Body) };
        let mut text = InlineText::plain(&format!("({})", self.numbers.number(index)), style, design.direction);
        let target = LinkTarget::Anchor(notes::reference_anchor(index));
        text.links.insert(link.tag(), InlineLink { element: link, target });
        (text, label)
    }
}
