//! Text that only scripts show.
//!
//! In: the body of a page. Out: hidden elements that hold most of its words are hidden no more.

use dom_query::NodeRef;

use super::display::is_hidden;
use super::dom::{attr, name};

/// How many words a node shows.
fn words(node: &NodeRef<'_>) -> usize {
    let shown = |child: NodeRef<'_>| match child.is_text() {
        true => child.text().split_whitespace().count(),
        false if is_shown(&child) => words(&child),
        false => 0,
    };
    node.children_it(false).map(shown).sum()
}

fn is_shown(node: &NodeRef<'_>) -> bool {
    node.is_element() && !is_silent(node) && !is_hidden(node)
}

fn is_silent(node: &NodeRef<'_>) -> bool {
    matches!(&*name(node), "script" | "style" | "noscript" | "template" | "head" | "svg" | "select" | "textarea")
}

/// Shows what scripts would show: hidden elements that hold most of a page's words.
pub(super) fn reveal(body: &NodeRef<'_>) {
    let mut hidden = Vec::new();
    let mut open = vec![*body];
    while let Some(node) = open.pop() {
        for child in node.children_it(false).filter(NodeRef::is_element) {
            if is_hidden(&child) || &*name(&child) == "noscript" {
                hidden.push(child);
            } else if !is_silent(&child) {
                open.push(child);
            }
        }
    }
    if hidden.is_empty() {
        return;
    }
    let shown = words(body);
    for node in hidden.into_iter().filter(|node| words(node) > shown) {
        if &*name(&node) == "noscript" {
            node.rename("div");
        }
        node.remove_attr("hidden");
        node.remove_attr("aria-hidden");
        let style = attr(&node, "style").unwrap_or_default();
        let shown = style.split(';').filter(|rule| !rule.trim_start().to_ascii_lowercase().starts_with("display"));
        node.set_attr("style", &shown.collect::<Vec<_>>().join(";"));
    }
}
