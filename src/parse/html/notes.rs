//! Footnotes of a page.
//!
//! In: its tree. Out: the tree with every reference marked by [`LABEL`], every way back marked too, and the notes
//! themselves taken out of the text. A reference is a link within the page to a note further down that says so
//! (`epub:type="noteref"`, `role="doc-noteref"`, a class) or that leads to something which leads back.

use std::collections::{BTreeMap, BTreeSet};

use dom_query::{Document, NodeId, NodeRef};
use url::Url;

use super::display::is_block;
use super::dom::{attr, has_word, is_called, name};
use super::link;

/// The attribute that marks a reference with the label of its note.
pub(super) const LABEL: &str = "data-source-note";

/// The label of links that lead from a note back to the text; they are left out.
pub(super) const BACK: &str = "\u{2190}";

/// Most notes of a page.
const MAX_NOTES: usize = 100_000;

/// How much of a note is looked at for its way back, in nodes.
const LONGEST_NOTE: usize = 500;

/// The notes of a page by label.
pub(super) type Notes = BTreeMap<String, NodeId>;

/// A link that may be a reference.
struct Reference<'n> {
    anchor: NodeRef<'n>,
    note: NodeRef<'n>,
    target: String,
}

/// Finds the notes, marks the references to them and takes them out of the text.
pub(super) fn take_out(document: &Document, base: Option<&Url>) -> Notes {
    let page = Page::new(document, base);
    let mut notes = Notes::new();
    let mut labels: BTreeMap<NodeId, String> = BTreeMap::new();
    for reference in page.references() {
        let note = reference.note.id;
        if !labels.contains_key(&note) {
            if labels.len() >= MAX_NOTES {
                break;
            }
            let label = label(&reference.target, &notes);
            notes.insert(label.clone(), note);
            labels.insert(note, label);
        }
        whole_mark(&reference.anchor).set_attr(LABEL, &labels[&note]);
    }
    let bodies: Vec<NodeRef<'_>> = notes.values().map(|id| NodeRef::new(*id, &document.tree)).collect();
    bodies.iter().for_each(|body| page.mark_ways_back(body));
    let holders: BTreeMap<NodeId, NodeRef<'_>> =
        bodies.iter().filter_map(NodeRef::parent).map(|holder| (holder.id, holder)).collect();
    bodies.iter().for_each(NodeRef::remove_from_parent);
    holders.into_values().for_each(remove_empty);
    notes
}

/// The names and links of a page in its order.
struct Page<'n> {
    named: BTreeMap<String, (usize, NodeRef<'n>)>,
    links: Vec<(usize, NodeRef<'n>, String)>,
    base: Option<Url>,
}

impl<'n> Page<'n> {
    fn new(document: &'n Document, base: Option<&Url>) -> Page<'n> {
        let mut page = Page { named: BTreeMap::new(), links: Vec::new(), base: base.cloned() };
        for (order, node) in document.root().descendants_it().enumerate().filter(|(_, node)| node.is_element()) {
            for key in ["id", "name"] {
                if let Some(name) = attr(&node, key) {
                    page.named.entry(name).or_insert((order, node));
                }
            }
            if &*name(&node) == "a"
                && let Some(target) = attr(&node, "href").and_then(|href| link::fragment(&href, base))
            {
                page.links.push((order, node, target));
            }
        }
        page
    }

    fn references(&self) -> Vec<Reference<'n>> {
        let candidates = self.links.iter().filter_map(|(order, anchor, target)| {
            let (place, node) = self.named.get(target)?;
            let note = block_of(node)?;
            let holds = anchor.ancestors_it(None).any(|outer| outer.id == note.id);
            let is_reference = place > order && !holds && is_mark(anchor) && self.is_note(anchor, &note);
            is_reference.then(|| Reference { anchor: *anchor, note, target: target.clone() })
        });
        let references: Vec<Reference<'n>> = candidates.collect();
        let bodies: BTreeSet<NodeId> = references.iter().map(|reference| reference.note.id).collect();
        // A note within a note would leave the text together with it.
        let outside =
            |reference: &Reference<'_>| !reference.note.ancestors_it(None).any(|outer| bodies.contains(&outer.id));
        references.into_iter().filter(outside).collect()
    }

    /// Whether both ends of a link say that it leads to a note.
    fn is_note(&self, anchor: &NodeRef<'_>, note: &NodeRef<'_>) -> bool {
        has_word(anchor, "epub:type", &["noteref"])
            || has_word(anchor, "role", &["doc-noteref"])
            || has_word(anchor, "class", &["footnote-ref", "noteref", "footnote"])
            || self.leads_back(note, anchor)
            || note.ancestors_it(Some(3)).any(|outer| is_called(&outer, &["footnote", "endnote", "fn-list"]))
    }

    fn leads_back(&self, note: &NodeRef<'_>, anchor: &NodeRef<'_>) -> bool {
        let names: Vec<String> = std::iter::once(*anchor)
            .chain(anchor.ancestors_it(Some(2)))
            .flat_map(|node| [attr(&node, "id"), attr(&node, "name")])
            .flatten()
            .collect();
        let links = note.descendants_it().take(LONGEST_NOTE).filter(|inner| &*name(inner) == "a");
        let mut targets = links.filter_map(|back| link::fragment(&attr(&back, "href")?, self.base.as_ref()));
        targets.any(|target| names.contains(&target))
    }

    /// Marks links in a note that only lead back.
    fn mark_ways_back(&self, note: &NodeRef<'_>) {
        // Gathered first: the tree cannot be changed while it is walked.
        let anchors: Vec<NodeRef<'_>> = note.descendants_it().filter(|inner| &*name(inner) == "a").collect();
        // A link that leads on to another note is none of them.
        for anchor in anchors.into_iter().filter(|anchor| attr(&whole_mark(anchor), LABEL).is_none()) {
            let text = anchor.text();
            let leads_up = attr(&anchor, "href").is_some_and(|href| href.contains('#'));
            let says =
                has_word(&anchor, "role", &["doc-backlink"]) || is_called(&anchor, &["backref", "footnote-back"]);
            if says || leads_up && (is_mark(&anchor) || !text.contains(char::is_alphanumeric)) {
                whole_mark(&anchor).set_attr(LABEL, BACK);
            }
        }
    }
}

/// Whether a link shows but a number, a letter or a sign, with or without brackets; raised references of encyclopedias
/// may name their group before it.
fn is_mark(anchor: &NodeRef<'_>) -> bool {
    const LONGEST: usize = 40;
    let text = anchor.text();
    let is_named = has_word(anchor, "role", &["doc-noteref"])
        || has_word(anchor, "epub:type", &["noteref"])
        || anchor
            .ancestors_it(Some(2))
            .any(|outer| &*name(&outer) == "sup" && is_called(&outer, &["reference", "footnote"]));
    if is_named && text.chars().count() <= LONGEST {
        return true;
    }
    let text = text.trim().trim_matches(['[', ']', '(', ')', '{', '}']);
    let count = text.chars().count();
    !text.is_empty() && (text.chars().all(char::is_numeric) && count <= 6 || count <= 2)
}

/// The outermost of `sup` and `span` around a link that shows nothing else but brackets.
fn whole_mark<'n>(anchor: &NodeRef<'n>) -> NodeRef<'n> {
    let bare = |node: &NodeRef<'_>| node.text().replace(['[', ']', '(', ')', ' '], "");
    let shown = bare(anchor);
    let around = anchor.ancestors_it(Some(3)).take_while(|node| matches!(&*name(node), "sup" | "span" | "small"));
    around.take_while(|node| bare(node) == shown).last().unwrap_or(*anchor)
}

/// The block that a name belongs to: the element itself, or what it begins.
fn block_of<'n>(node: &NodeRef<'n>) -> Option<NodeRef<'n>> {
    const BODIES: [&str; 7] = ["li", "p", "div", "aside", "dd", "td", "section"];
    let mut outwards = std::iter::once(*node).chain(node.ancestors_it(Some(4)));
    let block = outwards.find(|node| is_block(&name(node)))?;
    BODIES.contains(&&*name(&block)).then_some(block)
}

/// A heading of notes, or the box that encyclopedias put around one.
fn is_heading(node: &NodeRef<'_>) -> bool {
    matches!(&*name(node), "h2" | "h3" | "h4") || has_word(node, "class", &["mw-heading"])
}

/// The label of a note: the number its name ends with, else its name.
fn label(target: &str, taken: &Notes) -> String {
    let digits = target.trim_end_matches(|c: char| c.is_numeric()).len();
    let number = &target[digits..];
    if number.is_empty() || taken.contains_key(number) { target.to_owned() } else { number.to_owned() }
}

/// Takes out the list or section that held but notes, and the rule before it.
fn remove_empty(holder: NodeRef<'_>) {
    let mut next = Some(holder);
    while let Some(node) = next {
        next = node.parent();
        let is_empty = !node.text().contains(char::is_alphanumeric);
        let is_for_notes = is_called(&node, &["footnote", "endnote"])
            || has_word(&node, "role", &["doc-endnotes", "doc-footnotes"])
            || has_word(&node, "epub:type", &["footnotes", "endnotes", "rearnotes"]);
        let holds_more = node.descendants_it().any(|inner| matches!(&*name(&inner), "li" | "p" | "aside" | "dd"));
        let goes = matches!(&*name(&node), "ol" | "ul" | "dl" | "section" | "div" | "aside" | "footer")
            && (is_empty || is_for_notes && !holds_more);
        if !goes {
            break;
        }
        let before = node.prev_element_sibling();
        let has_heir = node.next_element_sibling().is_some_and(|next| !is_heading(&next));
        before
            .filter(|before| &*name(before) == "hr" || !has_heir && is_heading(before))
            .iter()
            .for_each(NodeRef::remove_from_parent);
        node.remove_from_parent();
    }
}
