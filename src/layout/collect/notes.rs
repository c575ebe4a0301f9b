//! Footnotes and endnotes.
//!
//! In: the footnotes of the document. Out: for each its flows, smaller than the text, its number before the first line
//! as a link back to where it is referred to.

use std::sync::Arc;

use crate::geometry::Pt;
use crate::locale;
use crate::text::{Alignment, TextStyle};

use super::super::content::{Flow, Marker};
use super::super::design::{Design, Role};
use super::super::frame::{ElementId, LinkTarget, StructureElement, StructureRole};
use super::super::inline::{InlineLink, InlineText};
use super::super::notes;
use super::Collector;

/// Size of notes, as a share of the text's.
const SIZE: f64 = 0.86;
/// Name of the heading above endnotes.
pub(super) const ENDNOTES: &str = "notes:";

impl Collector<'_> {
    /// The flows of each note, each in an area of its own.
    pub(super) fn footnotes(&mut self) -> Vec<Vec<Flow>> {
        let design = Arc::new(self.design.scaled(SIZE));
        (0..self.document.footnotes.len()).map(|index| self.note(index, &design)).collect()
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
            let notes = this.footnotes();
            this.flows.extend(notes.into_iter().flatten());
        });
    }

    fn note(&mut self, index: usize, design: &Arc<Design>) -> Vec<Flow> {
        let (document, em) = (self.document, design.em);
        let footnote = &document.footnotes[index];
        let note = StructureElement { span: Some(footnote.span), ..StructureElement::new(StructureRole::Note) };
        let note = self.structure.add(self.parent, note);
        let marker = self.note_marker(index, note, design);
        #[expect(clippy::cast_precision_loss, reason = "a number of a few digits")]
        let digits = self.numbers.number(index).chars().count() as f64;
        let mut flows = self.apart(Arc::clone(design), |this| {
            this.indented(em * (1.3 + 0.5 * digits), Pt::ZERO, |this| {
                this.within(note, |this| this.blocks(&footnote.blocks));
                if this.flows.is_empty() {
                    let space = this.own_text("\u{a0}", this.design.text_style(Role::Body));
                    this.push_text(note, space, Alignment::Start, |_| {});
                }
            });
        });
        if let Some(first) = flows.first_mut() {
            first.marker.get_or_insert(marker);
            first.anchors.push(notes::anchor(index));
        }
        flows
    }

    /// The number of a note, which leads back to its reference.
    fn note_marker(&mut self, index: usize, note: ElementId, design: &Design) -> Marker {
        let label = self.structure.add(Some(note), StructureElement::new(StructureRole::Label));
        let link = self.structure.add(Some(label), StructureElement::new(StructureRole::Link));
        let style = TextStyle { tag: link.tag(), ..design.text_style(Role::Body) };
        let mut text = InlineText::plain(&format!("({})", self.numbers.number(index)), style, design.direction);
        let target = LinkTarget::Anchor(notes::reference_anchor(index));
        text.links.insert(link.tag(), InlineLink { element: link, target });
        Marker { text, element: label }
    }
}
