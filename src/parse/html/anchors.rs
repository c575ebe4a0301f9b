//! Names within a page that links lead to.
//!
//! In: the elements with `id` or `name` in the order of the page, and its headings. Out: for each name the id of the
//! heading that shows its place: the one that bears it, else the one that begins right behind it.

use std::collections::BTreeMap;

use dom_query::NodeRef;

use super::dom::attr;
use crate::document::{Block, BlockKind, Inline};

/// Names met so far.
#[derive(Default)]
pub(super) struct Anchors {
    /// Names whose heading is not yet known, the best last.
    waiting: Vec<String>,
    headings: BTreeMap<String, String>,
    in_heading: bool,
}

/// More names than these do not wait for one heading.
const MOST_WAITING: usize = 32;

impl Anchors {
    /// Takes the name of an element, if it has one.
    pub(super) fn meet(&mut self, node: &NodeRef<'_>) {
        self.waiting.extend(attr(node, "id").or_else(|| attr(node, "name")));
        if self.waiting.len() > MOST_WAITING {
            self.waiting.remove(0);
        }
    }

    /// A heading begins, whose own name comes before all others.
    pub(super) fn begin_heading(&mut self, node: &NodeRef<'_>) {
        self.meet(node);
        self.in_heading = true;
    }

    /// A heading ends: its id, empty when no name is known for it.
    pub(super) fn end_heading(&mut self, is_shown: bool) -> String {
        self.in_heading = false;
        if !is_shown {
            return String::new();
        }
        let names = std::mem::take(&mut self.waiting);
        let Some(id) = names.iter().rfind(|name| !self.headings.contains_key(*name)).cloned() else {
            return String::new();
        };
        for name in names {
            self.headings.entry(name).or_insert_with(|| id.clone());
        }
        id
    }

    /// Text stands between the names met and whatever heading comes.
    pub(super) fn forget(&mut self) {
        if !self.in_heading {
            self.waiting.clear();
        }
    }

    /// Makes links to names lead to their headings.
    pub(super) fn resolve(&self, blocks: &mut [Block]) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => self.resolve_inlines(content),
                BlockKind::Figure { caption, .. } => self.resolve_inlines(caption),
                BlockKind::List(list) => list.items.iter_mut().for_each(|item| self.resolve(&mut item.blocks)),
                BlockKind::Quote(inner) | BlockKind::Group(inner) => self.resolve(inner),
                BlockKind::Callout { title, blocks, .. } => {
                    self.resolve_inlines(title);
                    self.resolve(blocks);
                }
                BlockKind::Table(table) => {
                    let rows = table.header.iter_mut().chain(&mut table.rows);
                    rows.flat_map(|row| &mut row.cells).for_each(|cell| self.resolve(&mut cell.blocks));
                    self.resolve_inlines(&mut table.caption);
                }
                BlockKind::DefinitionList(definitions) => {
                    for definition in definitions {
                        definition.terms.iter_mut().for_each(|term| self.resolve_inlines(term));
                        definition.descriptions.iter_mut().for_each(|blocks| self.resolve(blocks));
                    }
                }
                _ => {}
            }
        }
    }

    fn resolve_inlines(&self, content: &mut [Inline]) {
        for inline in content {
            match inline {
                Inline::Link { target, content, .. } => {
                    if let Some(id) = target.strip_prefix('#').and_then(|name| self.headings.get(name)) {
                        *target = format!("#{id}");
                    }
                    self.resolve_inlines(content);
                }
                other => other.children_mut().into_iter().for_each(|inner| self.resolve_inlines(inner)),
            }
        }
    }
}
