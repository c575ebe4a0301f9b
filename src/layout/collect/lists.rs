//! Lists, tasks and definitions.
//!
//! In: a list. Out: the flows of its items, indented at the start side, the first of each with its marker.

use crate::document::{Block, Definition, Inline, List, ListItem, ListMarker};
use crate::geometry::Pt;
use crate::locale;
use crate::text::{Alignment, TextStyle};

use super::super::design::Role;
use super::super::frame::{ListNumbering, StructureElement, StructureRole};
use super::super::inline::InlineText;
use super::Collector;

/// Boxes of tasks, to do and done.
const TO_DO: &str = "□";
const DONE: &str = "■";

impl Collector<'_> {
    pub(super) fn list(&mut self, block: &Block, list: &List) {
        let em = self.design.em;
        let (indent, numbering) = match list.marker {
            ListMarker::Bullet => (em * 1.3, ListNumbering::Bullet),
            ListMarker::Number { start } => {
                let last = start.saturating_add(list.items.len() as u64);
                (em * (1.1 + 0.55 * f64::from(last.max(1).ilog10() + 1)), ListNumbering::Number)
            }
        };
        let element = self.element(StructureRole::List { numbering }, block);
        self.indented(indent, Pt::ZERO, |this| {
            this.within(element, |this| {
                this.spaced(em * 0.5, |this| {
                    for (number, item) in (0..).zip(&list.items) {
                        this.list_item(list, number, item);
                    }
                });
            });
        });
    }

    fn list_item(&mut self, list: &List, number: u64, item: &ListItem) {
        let first = self.flows.len();
        let around = self.structure.add(self.parent, StructureElement::new(StructureRole::ListItem));
        let alt = item.task.map(|done| self.task_state(done).to_owned());
        let label = StructureElement { alt, ..StructureElement::new(StructureRole::Label) };
        let label = self.structure.add(Some(around), label);
        let body = self.structure.add(Some(around), StructureElement::new(StructureRole::ListBody));
        let text = self.marker(list.marker, number, item.task);
        self.marked(text, label, &item.blocks, body);
        if let Some(flow) = self.flows[first..].last_mut() {
            flow.space_after = if list.tight { Pt::ZERO } else { self.design.em * 0.5 };
        }
    }

    /// What the box of a task means, for those who hear it.
    fn task_state(&self, done: bool) -> &'static str {
        let words = locale::words(self.lang.as_ref().unwrap_or(&self.document.metadata.lang));
        if done { words.task_done } else { words.task_open }
    }

    /// The marker of an item, in the document's digits.
    fn marker(&self, marker: ListMarker, number: u64, task: Option<bool>) -> InlineText {
        let text = match (task, marker) {
            (Some(done), _) => (if done { DONE } else { TO_DO }).to_owned(),
            (None, ListMarker::Bullet) => "•".to_owned(),
            (None, ListMarker::Number { start }) => {
                let lang = self.lang.as_ref().unwrap_or(&self.document.metadata.lang);
                let number = locale::number(start.saturating_add(number), lang);
                format!("{}.", self.document.metadata.digits.apply(&number))
            }
        };
        // The face of code has the boxes.
        let role = if task.is_some() { Role::Code } else { Role::Body };
        InlineText::plain(&text, TextStyle { size: self.design.em, ..self.design.text_style(role) }, self.direction)
    }

    /// Terms in bold, what they mean below them and indented.
    pub(super) fn definitions(&mut self, block: &Block, definitions: &[Definition]) {
        let em = self.design.em;
        let element = self.element(StructureRole::List { numbering: ListNumbering::None }, block);
        self.within(element, |this| {
            this.spaced(em * 0.5, |this| {
                for definition in definitions {
                    this.definition(block, definition);
                }
            });
        });
    }

    fn definition(&mut self, block: &Block, definition: &Definition) {
        let em = self.design.em;
        let item = self.structure.add(self.parent, StructureElement::new(StructureRole::ListItem));
        let label = self.structure.add(Some(item), StructureElement::new(StructureRole::Label));
        for (index, term) in definition.terms.iter().enumerate() {
            self.term(block, term, label, if index == 0 { em * 0.5 } else { Pt::ZERO });
        }
        let body = self.structure.add(Some(item), StructureElement::new(StructureRole::ListBody));
        self.indented(em * 1.6, Pt::ZERO, |this| {
            this.within(body, |this| definition.descriptions.iter().for_each(|blocks| this.blocks(blocks)));
        });
    }

    fn term(&mut self, block: &Block, term: &[Inline], label: super::ElementId, space: Pt) {
        let text = self.inline(term, &self.design.text_style(Role::Heading(4)), block, label);
        self.push_text(label, text, Alignment::Start, |flow| {
            (flow.space_before, flow.keep_with_next) = (space, true);
        });
    }
}
