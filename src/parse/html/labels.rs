//! Reads the labels that our own books write before list items (`epub/lists.rs`).
//!
//! From the label of each item come the affixes of the list, and the labels that its counter does not produce.

use dom_query::NodeRef;

use super::dom::{has_word, name};
use crate::document::{CounterStyle, Digits, List, ListMarker};

/// Whether an element is the label of an item.
pub(super) fn is_label(node: &NodeRef<'_>) -> bool {
    &*name(node) == "span"
        && has_word(node, "class", &["label"])
        && node.ancestors_it(Some(2)).any(|around| &*name(&around) == "li")
}

/// The label of an item.
pub(super) fn label(item: &NodeRef<'_>) -> Option<String> {
    let first = item.first_element_child()?;
    let found = if is_label(&first) { Some(first) } else { first.first_element_child().filter(is_label) };
    found.map(|label| label.text().trim().to_owned())
}

/// Finds the number of each item within its label: the rest are the affixes.
pub(super) fn read(list: &mut List) {
    let values = list.values();
    let ListMarker::Number(counter) = &mut list.marker else { return };
    let Some((label, &value)) = list.items.first().and_then(|item| item.label.as_deref()).zip(values.first()) else {
        return;
    };
    let Some((prefix, suffix)) = affixes(label, counter.style, value) else { return };
    for (item, value) in list.items.iter_mut().zip(values) {
        let expected = format!("{prefix}{}{suffix}", counter.style.text(value));
        if item.label.as_deref().is_some_and(|label| plain(label) == expected) {
            item.label = None;
        }
    }
    (counter.prefix, counter.suffix) = (prefix, suffix);
}

/// The affixes of a number in a label; other numbers may precede it.
fn affixes(label: &str, style: CounterStyle, value: i64) -> Option<(String, String)> {
    let (label, number) = (plain(label), style.text(value));
    let at = label.rfind(&number)?;
    Some((label[..at].to_owned(), label[at + number.len()..].to_owned()))
}

fn plain(label: &str) -> String {
    Digits::European.apply(label)
}
