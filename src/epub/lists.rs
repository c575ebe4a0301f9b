//! Lists as XHTML.
//!
//! Reading systems count `1.` by themselves. All other labels are written as text before the items, because many
//! systems know neither `@counter-style` nor Arabic letters, and no style sheet can add a bracket before a number for
//! all of them. `start`, `value` and the class repeat the numbering for programs, including `parse/html`.

use super::blocks::{Marks, alignment};
use super::usage::TextStyle;
use super::writer::Writer;
use crate::document::{BlockKind, Counter, CounterStyle, List, ListItem, ListMarker};
use crate::locale;

/// The start of an item.
#[derive(Clone, Default)]
struct Opening {
    /// Checkbox of a task.
    task: Option<bool>,
    /// Label, if written as text.
    label: Option<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn list(&mut self, list: &'a List, marks: &Marks) {
        let has_labels = has_labels(list);
        match &list.marker {
            ListMarker::Bullet => self.xml.start("ul", &marks.with(&[])),
            ListMarker::None => self.xml.start("ul", &marks.with(&[("class", Some("unmarked"))])),
            ListMarker::Number(counter) => {
                const ALL_DIGITS: u64 = 1_234_567_890;
                let digits = locale::document_number(ALL_DIGITS, &self.document.metadata);
                self.usage.record(TextStyle::Regular, &digits);
                if !digits.is_ascii() {
                    self.usage.record_point(TextStyle::Regular);
                }
                let down = i64::try_from(list.items.len()).unwrap_or(i64::MAX);
                let usual = if counter.is_reversed { down } else { 1 };
                let start = (counter.start != usual).then(|| counter.start.to_string());
                let class = has_labels.then(|| format!("labels {}", counter.style.name()));
                let reversed = counter.is_reversed.then_some("reversed");
                let own = [("class", class.as_deref()), ("start", start.as_deref()), ("reversed", reversed)];
                self.xml.start("ol", &marks.with(&own));
            }
        }
        self.xml.new_line();
        for (item, value) in list.items.iter().zip(list.values()) {
            let label = has_labels.then(|| self.label(list, item, value)).filter(|_| item.task.is_none());
            self.item(item, list.tight, Opening { task: item.task, label });
            self.xml.new_line();
        }
        self.xml.end();
    }

    fn label(&self, list: &List, item: &ListItem, value: i64) -> String {
        let metadata = &self.document.metadata;
        match (&item.label, &list.marker) {
            (Some(label), _) => metadata.digits.apply(label),
            (None, ListMarker::Number(counter)) => locale::label(counter, value, &metadata.lang, metadata.digits),
            _ => String::new(),
        }
    }

    /// In a tight list, paragraphs are not set apart: their text is placed in the item itself. An item keeps the
    /// direction of its list, so that all markers are on the same side, next to their text.
    fn item(&mut self, item: &'a ListItem, tight: bool, opening: Opening) {
        let class = item.task.map(|_| "task");
        let value = item.value.map(|value| value.to_string());
        self.xml.start("li", &[("class", class), ("value", value.as_deref())]);
        if item.blocks.is_empty() {
            self.opening(&opening);
        }
        for (index, block) in item.blocks.iter().enumerate() {
            let opening = if index == 0 { opening.clone() } else { Opening::default() };
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    let open = self.xml.depth();
                    let class = alignment(block, block.direction.unwrap_or(self.around));
                    if !tight || class.is_some() {
                        self.xml.start(if tight { "div" } else { "p" }, &[("class", class)]);
                    }
                    self.opening(&opening);
                    self.isolated(block, content);
                    self.xml.end_to(open);
                }
                _ => {
                    self.opening(&opening);
                    self.block(block);
                }
            }
        }
        self.xml.end();
    }

    fn opening(&mut self, opening: &Opening) {
        if let Some(label) = &opening.label {
            self.xml.start("span", &[("class", Some("label"))]);
            self.line_of_text(label);
            self.xml.end();
            self.text(" ");
        }
        opening.task.into_iter().for_each(|done| self.task_box(done));
    }

    /// The checkbox of a task.
    fn task_box(&mut self, done: bool) {
        let words = self.words();
        let (sign, label) = if done { ("■", words.task_done) } else { ("□", words.task_open) };
        self.usage.record(TextStyle::Regular, sign);
        self.xml.element("span", &[("class", Some("box")), ("role", Some("img")), ("aria-label", Some(label))], sign);
        self.text(" ");
    }
}

/// Whether labels are written as text: all except numbers with a full stop.
fn has_labels(list: &List) -> bool {
    let ListMarker::Number(counter) = &list.marker else { return false };
    let Counter { style, prefix, suffix, .. } = counter;
    let is_usual = *style == CounterStyle::Decimal && prefix.is_empty() && suffix == ".";
    !is_usual || list.items.iter().any(|item| item.label.is_some())
}
