//! Estimates the cost of a drawing before any of it is built: `use`, patterns, masks and markers multiply what they
//! reference, so that a few lines can stand for millions of shapes.
//!
//! The result is the number of shapes in the drawing with every reference followed, as if each property were inherited
//! by all descendants: a saturating upper bound, found in one walk over the XML.

use std::collections::{HashMap, HashSet};

use resvg::usvg::roxmltree::{Document, Node, NodeId};

/// Greatest depth to which references are followed.
const MAX_DEPTH: usize = 256;
/// Points in the outline of a letter, in shapes.
const SHAPES_PER_LETTER: u64 = 40;
/// A marker is drawn at each point of a path; a point takes at least this many characters.
const LETTERS_PER_POINT: u64 = 4;

/// The cost of an element: the number of elements and of shapes, with all that it references.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    elements: u64,
    cost: u64,
}

/// An upper bound on the shapes of a drawing; `None` where references are nested too deep.
pub(super) fn shapes(document: &Document<'_>) -> Option<u64> {
    let ids = document.descendants().filter_map(|node| Some((node.attribute("id")?, node.id()))).collect();
    let mut meter =
        Meter { document, ids, sheet: sheet_references(document), known: HashMap::new(), open: HashSet::new() };
    meter.extent(document.root_element(), 0).map(|extent| extent.cost)
}

struct Meter<'a, 'input> {
    document: &'a Document<'input>,
    ids: HashMap<&'a str, NodeId>,
    /// References in style sheets, as if every shape had them: once for all where the selector is not a class.
    sheet: Vec<(Option<&'a str>, &'a str)>,
    known: HashMap<NodeId, Extent>,
    /// Elements being measured: a reference back to one of them is ignored.
    open: HashSet<NodeId>,
}

impl<'a> Meter<'a, '_> {
    fn extent(&mut self, node: Node<'a, '_>, depth: usize) -> Option<Extent> {
        if let Some(known) = self.known.get(&node.id()) {
            return Some(*known);
        }
        if depth > MAX_DEPTH {
            return None;
        }
        if !self.open.insert(node.id()) {
            return Some(Extent::default());
        }
        let letters = node.text().filter(|_| is_shown(node)).map_or(0, |text| text.trim().len() as u64);
        let mut whole = Extent { elements: 1, cost: 1 + letters.saturating_mul(SHAPES_PER_LETTER) };
        for child in node.children() {
            let child = self.extent(child, depth + 1)?;
            whole.elements = whole.elements.saturating_add(child.elements);
            whole.cost = whole.cost.saturating_add(child.cost);
        }
        for (target, is_painted) in self.references(node) {
            let Some(target) = self.ids.get(target).and_then(|id| self.document.get_node(*id)) else { continue };
            let inner = self.extent(target, depth + 1)?;
            let times = if target.has_tag_name("marker") || target.tag_name().name() == "marker" {
                whole.elements.saturating_mul(points(node))
            } else if is_painted {
                whole.elements
            } else {
                whole.elements = whole.elements.saturating_add(inner.elements);
                1
            };
            whole.cost = whole.cost.saturating_add(inner.cost.saturating_mul(times));
        }
        self.open.remove(&node.id());
        self.known.insert(node.id(), whole);
        Some(whole)
    }

    /// The references of an element, and whether all its descendants inherit them.
    fn references(&self, node: Node<'a, '_>) -> Vec<(&'a str, bool)> {
        let mut found = Vec::new();
        for attribute in node.attributes() {
            let value: &'a str = attribute.value();
            if attribute.name() == "href" {
                found.extend(value.trim().strip_prefix('#').map(|id| (id, false)));
            } else {
                found.extend(urls(value).map(|id| (id, true)));
            }
        }
        let classes = node.attribute("class").unwrap_or_default();
        let is_of = |class: &Option<&str>| class.is_none_or(|class| classes.split_whitespace().any(|own| own == class));
        if node.is_element() && !self.sheet.is_empty() {
            found.extend(self.sheet.iter().filter(|(class, _)| is_of(class)).map(|&(_, id)| (id, true)));
        }
        found
    }
}

/// Whether a node is text that a drawing shows.
fn is_shown(node: Node<'_, '_>) -> bool {
    const UNSEEN: [&str; 5] = ["style", "script", "title", "desc", "metadata"];
    node.is_text() && node.parent().is_some_and(|parent| !UNSEEN.contains(&parent.tag_name().name()))
}

/// The greatest number of points in a shape or any of its descendants.
fn points(node: Node<'_, '_>) -> u64 {
    let of_one = |node: Node<'_, '_>| {
        let data = node.attribute("d").or_else(|| node.attribute("points")).unwrap_or_default();
        data.len() as u64 / LETTERS_PER_POINT + 2
    };
    node.descendants().map(of_one).max().unwrap_or(2)
}

/// The ids in `url(#id)`, with or without quotation marks.
fn urls(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let inner = rest.split(')').next()?.trim().trim_matches(['"', '\'']).trim();
        inner.strip_prefix('#')
    })
}

/// The references in a drawing's style sheets, each with the class that it applies to, if any.
fn sheet_references<'a>(document: &'a Document<'_>) -> Vec<(Option<&'a str>, &'a str)> {
    let mut found = Vec::new();
    let sheets = document.descendants().filter(|node| node.is_element() && node.tag_name().name() == "style");
    for text in sheets.flat_map(|sheet| sheet.children()).filter_map(|node| node.text()) {
        for rule in text.split('}') {
            let Some((selectors, body)) = rule.rsplit_once('{') else { continue };
            for id in urls(body) {
                for selector in selectors.split(',') {
                    let last = selector.trim().rsplit([' ', '>', '\n', '\t']).next().unwrap_or_default();
                    let class = last.rsplit_once('.').map(|(_, class)| class.split([':', '[']).next().unwrap_or(class));
                    found.push((class, id));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shapes of a drawing, within a factor of two.
    fn check(inner: &str, least: u64, most: u64) {
        let xml = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inner}</svg>"
        );
        let shapes = shapes(&Document::parse(&xml).unwrap()).unwrap_or(u64::MAX);
        assert!((least..=most).contains(&shapes), "{inner}: {shapes}");
    }

    #[test]
    fn references_multiply() {
        check("<rect/><rect/>", 2, 4);
        check("<g id='a'><rect/><rect/></g><use href='#a'/><use href='#a'/>", 7, 14);
        let level = |n: usize| format!("<g id='g{n}'>{}</g>", format!("<use xlink:href='#g{}'/>", n - 1).repeat(10));
        let levels: String = (1..10).map(level).collect();
        check(&format!("<defs><rect id='g0'/>{levels}</defs><use href='#g9'/>"), 1_000_000_000, u64::MAX);
        let tile = |n: usize| {
            let shapes = format!("<rect fill='url(#p{})'/>", n - 1).repeat(10);
            format!("<pattern id='p{n}'>{shapes}</pattern>")
        };
        let tiles: String = (1..10).map(tile).collect();
        check(&format!("<pattern id='p0'/>{tiles}<rect style='fill: url(\"#p9\")'/>"), 1_000_000_000, u64::MAX);
        check(
            "<style>.x{fill:url(#p)} .y{}</style><pattern id='p'><rect/><rect/></pattern><rect class='y x'/><rect/>",
            7,
            20,
        );
    }

    #[test]
    fn circles_and_markers_end() {
        check("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>", 2, 20);
        let path = format!("<path marker-mid='url(#m)' d='M0 0{}'/>", "h1 v1 ".repeat(1000));
        check(&format!("<marker id='m'>{}</marker>{path}", "<rect/>".repeat(100)), 100_000, u64::MAX);
        let chain: String = (1..2000).map(|n| format!("<use id='u{n}' href='#u{}'/>", n + 1)).collect();
        check(&chain, u64::MAX, u64::MAX);
    }
}
