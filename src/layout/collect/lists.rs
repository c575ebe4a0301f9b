//! Lists, tasks and definitions.
//!
//! In: a list. Out: the flows of its items, indented at the start side, the first of each with its marker.

use crate::document::{Block, CounterStyle, Definition, Inline, List, ListItem, ListMarker};
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
        let labels = self.labels(list);
        let longest = labels.iter().map(|label| label.chars().filter(|c| !is_mark(*c)).count()).max().unwrap_or(0);
        let (indent, numbering) = match &list.marker {
            ListMarker::Bullet => (em * 1.3, ListNumbering::Bullet),
            ListMarker::None => (em * 1.3, ListNumbering::None),
            ListMarker::Number(counter) => {
                let letters = u32::try_from(longest.max(2) - 1).unwrap_or(1);
                (em * (1.1 + 0.55 * f64::from(letters)), numbering(counter.style))
            }
        };
        let element = self.element(StructureRole::List { numbering }, block);
        self.indented(indent, Pt::ZERO, |this| {
            this.within(element, |this| {
                this.spaced(em * 0.5, |this| {
                    for (label, item) in labels.iter().zip(&list.items) {
                        this.list_item(list, label, item);
                    }
                });
            });
        });
    }

    /// The marker of each item, in the document's digits.
    fn labels(&self, list: &List) -> Vec<String> {
        let lang = self.lang.as_ref().unwrap_or(&self.document.metadata.lang);
        let digits = self.document.metadata.digits;
        let label = |(item, value): (&ListItem, i64)| match (item.task, &list.marker) {
            (Some(done), _) => (if done { DONE } else { TO_DO }).to_owned(),
            (None, marker) => match (&item.label, marker) {
                (Some(label), _) => digits.apply(label),
                (None, ListMarker::Bullet) => "•".to_owned(),
                (None, ListMarker::None) => String::new(),
                (None, ListMarker::Number(counter)) => locale::label(counter, value, lang, digits),
            },
        };
        list.items.iter().zip(list.values()).map(label).collect()
    }

    fn list_item(&mut self, list: &List, label: &str, item: &ListItem) {
        let first = self.flows.len();
        let text = label;
        let around = self.structure.add(self.parent, StructureElement::new(StructureRole::ListItem));
        if text.is_empty() {
            let body = self.structure.add(Some(around), StructureElement::new(StructureRole::ListBody));
            self.within(body, |this| this.blocks(&item.blocks));
            return self.end_item(list, first);
        }
        let alt = item.task.map(|done| self.task_state(done).to_owned());
        let label = StructureElement { alt, ..StructureElement::new(StructureRole::Label) };
        let label = self.structure.add(Some(around), label);
        let body = self.structure.add(Some(around), StructureElement::new(StructureRole::ListBody));
        let text = self.marker(text, item.task.is_some());
        self.marked(text, label, &item.blocks, body);
        self.end_item(list, first);
    }

    /// Leaves the room between the items of a list.
    fn end_item(&mut self, list: &List, first: usize) {
        if let Some(flow) = self.flows[first..].last_mut() {
            flow.space_after = if list.tight { Pt::ZERO } else { self.design.em * 0.5 };
        }
    }

    /// What the box of a task means, for those who hear it.
    fn task_state(&self, done: bool) -> &'static str {
        let words = locale::words(self.lang.as_ref().unwrap_or(&self.document.metadata.lang));
        if done { words.task_done } else { words.task_open }
    }

    /// The text of a marker.
    fn marker(&self, text: &str, is_box: bool) -> InlineText {
        // The face of code has the boxes.
        let role = if is_box { Role::Code } else { Role::Body };
        InlineText::plain(text, TextStyle { size: self.design.em, ..self.design.text_style(role) }, self.direction)
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

/// Marks above and below letters take no room.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{65F}')
}

const fn numbering(style: CounterStyle) -> ListNumbering {
    match style {
        CounterStyle::LowerLatin => ListNumbering::LowerAlpha,
        CounterStyle::UpperLatin => ListNumbering::UpperAlpha,
        CounterStyle::LowerRoman => ListNumbering::LowerRoman,
        CounterStyle::UpperRoman => ListNumbering::UpperRoman,
        _ => ListNumbering::Number,
    }
}
