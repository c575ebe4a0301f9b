//! Remarks set apart, as site generators and our own books mark them.
//!
//! In: an `aside`, `div`, `section` or `p` with classes such as `admonition note`. Out: a callout with its kind and its
//! own title.

use dom_query::NodeRef;

use super::dom::{attr, has_word, name};
use super::walk::{Context, Flow, Walker, span_of};
use crate::document::{Block, BlockKind, CalloutKind, plain_text};
use crate::locale;

const KINDS: [(&str, CalloutKind); 12] = [
    ("note", CalloutKind::Note),
    ("info", CalloutKind::Note),
    ("tip", CalloutKind::Tip),
    ("hint", CalloutKind::Tip),
    ("important", CalloutKind::Important),
    ("warning", CalloutKind::Warning),
    ("attention", CalloutKind::Warning),
    ("caution", CalloutKind::Caution),
    ("danger", CalloutKind::Caution),
    ("markdown-alert-note", CalloutKind::Note),
    ("markdown-alert-tip", CalloutKind::Tip),
    ("markdown-alert-warning", CalloutKind::Warning),
];

const MARKERS: [&str; 5] = ["callout", "admonition", "markdown-alert", "alert", "notice"];
const TITLES: [&str; 4] = ["callout-title", "admonition-title", "markdown-alert-title", "alert-title"];

/// The kind of a callout; `None` for any other element.
pub(super) fn kind(node: &NodeRef<'_>) -> Option<CalloutKind> {
    let marked = has_word(node, "class", &MARKERS) || has_word(node, "role", &["note", "doc-tip", "doc-notice"]);
    if !marked || !matches!(&*name(node), "aside" | "div" | "section" | "p") {
        return None;
    }
    let class = attr(node, "class").unwrap_or_default().to_ascii_lowercase();
    let named = class.split_ascii_whitespace().find_map(|word| {
        let word = word.strip_prefix("callout-").or_else(|| word.strip_prefix("alert-")).unwrap_or(word);
        KINDS.iter().find(|(name, _)| *name == word).map(|&(_, kind)| kind)
    });
    Some(named.unwrap_or(if has_word(node, "role", &["doc-tip"]) { CalloutKind::Tip } else { CalloutKind::Note }))
}

impl Walker<'_> {
    /// Title and blocks of a callout.
    pub(super) fn callout(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Block> {
        let (mut title, mut is_titled) = (Vec::new(), false);
        let mut flow = Flow::default();
        for child in node.children_it(false) {
            if !is_titled && flow.blocks.is_empty() && has_word(&child, "class", &TITLES) {
                title = self.line_of(&child, context);
                is_titled = true;
            } else {
                self.node(&child, context, &mut flow);
            }
        }
        self.flush(&mut flow, context);
        let span = span_of(&flow.blocks, self.places.line(context.line));
        let kind = kind(node).unwrap_or_default();
        // The name of its kind is no title of its own.
        if plain_text(&title).trim() == locale::words(&self.lang).callout(kind) {
            title.clear();
        }
        if flow.blocks.is_empty() && title.is_empty() {
            return Vec::new();
        }
        vec![Block::new(BlockKind::Callout { kind, title, blocks: flow.blocks }, span)]
    }
}
