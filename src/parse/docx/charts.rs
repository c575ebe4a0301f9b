//! The text of charts (ECMA-376-1, 21.2) and of diagrams (21.4): tables and lists in their place.

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;
use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, Inline, List, ListItem, ListMarker, TableCell, TableRow};
use crate::parse::office::notices::Notice;
use crate::parse::table::{SourceRow, assemble};
use crate::parse::xml::Element;

/// Most rows, and most series, of the table of a chart.
const MOST: usize = 1000;
/// How deep the points of a diagram may nest.
const DEEPEST: usize = 12;

/// Values by their place.
type Points = BTreeMap<usize, String>;

impl Reader<'_> {
    /// A chart as a table: a row for each category, a column for each series; its title is the caption.
    pub(super) fn chart(&mut self, part: &Element) -> Option<Block> {
        let start = self.here();
        let plot = part.find("plotArea")?;
        let mut series = Vec::new();
        all(plot, "ser", &mut series);
        let columns: Vec<(String, Points)> = series.iter().take(MOST).map(|one| column(one)).collect();
        let names = series.iter().find_map(|one| points(one, &["cat", "xVal"])).unwrap_or_default();
        let places: BTreeSet<usize> =
            columns.iter().flat_map(|(_, values)| values.keys().copied()).take(MOST).collect();
        if places.is_empty() {
            self.notices.add(Notice::ChartWithoutData, start);
            return None;
        }
        let title = part.find("chart").and_then(|chart| chart.child("title")).map(drawn_text).unwrap_or_default();
        let caption = self.line(&title);
        let mut rows = Vec::new();
        if columns.iter().any(|(name, _)| !name.is_empty()) {
            let head = std::iter::once("").chain(columns.iter().map(|(name, _)| name.as_str()));
            rows.push(SourceRow { row: self.row_of_texts(head), in_head: true, group: 1, is_named: true });
        }
        for place in places {
            let name = names.get(&place).cloned().unwrap_or_else(|| (place + 1).to_string());
            let values = columns.iter().map(|(_, values)| values.get(&place).map_or("", String::as_str));
            let row = self.row_of_texts(std::iter::once(name.as_str()).chain(values));
            rows.push(SourceRow { row, ..SourceRow::default() });
        }
        self.notices.add(Notice::Chart, start);
        let span = Span::new(start.start, self.here().start);
        Some(Block::new(BlockKind::Table(assemble(rows, Vec::new(), caption)), span))
    }

    fn row_of_texts<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> TableRow {
        let cell = |text: &str| {
            let content = self.line(text);
            let span = self.here();
            let blocks =
                if content.is_empty() { Vec::new() } else { vec![Block::new(BlockKind::Paragraph(content), span)] };
            TableCell { blocks, ..TableCell::empty(1) }
        };
        TableRow { cells: texts.map(cell).collect() }
    }

    /// A line of the file's text that no paragraph has.
    pub(super) fn line(&mut self, text: &str) -> Vec<Inline> {
        let mut content = Vec::new();
        if !text.trim().is_empty() {
            let font = self.run_font.take();
            self.text(text.trim(), &mut content);
            self.run_font = font;
            self.text_of_source.push('\n');
        }
        content
    }

    /// The points of a diagram as a list, nested as they are there.
    pub(super) fn diagram(&mut self, data: &Element) -> Option<Block> {
        let start = self.here();
        let points = data.find("ptLst")?;
        let mut texts: Vec<(&str, String)> = Vec::new();
        for point in &points.children {
            let is_drawn = matches!(point.attr("type"), Some("pres" | "parTrans" | "sibTrans"));
            let id = point.attr("modelId").filter(|_| !is_drawn);
            texts.extend(id.map(|id| (id, point.child("t").map(drawn_text).unwrap_or_default())));
        }
        let mut below: BTreeMap<&str, Vec<(i64, &str)>> = BTreeMap::new();
        let connections = data.find("cxnLst").map(|list| list.children.as_slice()).unwrap_or_default();
        for one in connections.iter().filter(|one| matches!(one.attr("type"), None | Some("parOf"))) {
            if let (Some(from), Some(to)) = (one.attr("srcId"), one.attr("destId")) {
                let order = one.attr("srcOrd").and_then(|order| order.parse().ok()).unwrap_or(0);
                below.entry(from).or_default().push((order, to));
            }
        }
        below.values_mut().for_each(|children| children.sort());
        let mut tree =
            Tree { texts: texts.iter().map(|(id, text)| (*id, text.as_str())).collect(), below, seen: BTreeSet::new() };
        let children: BTreeSet<&str> = tree.below.values().flatten().map(|&(_, child)| child).collect();
        let roots: Vec<&str> = texts.iter().map(|&(id, _)| id).filter(|id| !children.contains(id)).collect();
        let mut items: Vec<ListItem> = roots.iter().flat_map(|id| self.points(id, &mut tree, DEEPEST)).collect();
        let rest: Vec<&str> = texts.iter().map(|&(id, _)| id).filter(|id| !tree.seen.contains(id)).collect();
        items.extend(rest.iter().flat_map(|id| self.points(id, &mut tree, 0)).collect::<Vec<_>>());
        let notice = if items.is_empty() { Notice::Shape } else { Notice::Diagram };
        self.notices.add(notice, start);
        let span = Span::new(start.start, self.here().start);
        (!items.is_empty()).then(|| list(items, span))
    }

    /// A point with those below it; one without text is only what holds them together.
    fn points(&mut self, id: &str, tree: &mut Tree<'_>, depth: usize) -> Vec<ListItem> {
        let Some((&id, &text)) = tree.texts.get_key_value(id) else { return Vec::new() };
        if !tree.seen.insert(id) {
            return Vec::new();
        }
        let start = self.here().start;
        let content = self.line(text);
        let place = Span::new(start, self.here().start);
        let children = if depth == 0 { Vec::new() } else { tree.below.get(id).cloned().unwrap_or_default() };
        let inner: Vec<ListItem> = children.iter().flat_map(|(_, child)| self.points(child, tree, depth - 1)).collect();
        if content.is_empty() {
            return inner;
        }
        let span = Span::new(start, self.here().start);
        let mut blocks = vec![Block::new(BlockKind::Paragraph(content), place)];
        blocks.extend((!inner.is_empty()).then(|| list(inner, span)));
        vec![ListItem::new(blocks, span)]
    }
}

/// The points of a diagram.
struct Tree<'t> {
    texts: BTreeMap<&'t str, &'t str>,
    /// The points below each, with their order.
    below: BTreeMap<&'t str, Vec<(i64, &'t str)>>,
    seen: BTreeSet<&'t str>,
}

fn list(items: Vec<ListItem>, span: Span) -> Block {
    Block::new(BlockKind::List(List { marker: ListMarker::Bullet, tight: true, items }), span)
}

/// All elements of a name, in order.
fn all<'e>(element: &'e Element, name: &str, found: &mut Vec<&'e Element>) {
    for child in &element.children {
        if child.name == name {
            found.push(child);
        } else {
            all(child, name, found);
        }
    }
}

/// The name of a series and its values.
fn column(series: &Element) -> (String, Points) {
    let name = series.child("tx").map(|name| {
        let mut values = Vec::new();
        all(name, "v", &mut values);
        values.iter().map(|value| value.text.trim()).collect::<Vec<_>>().join(" ")
    });
    (name.unwrap_or_default(), points(series, &["val", "yVal"]).unwrap_or_default())
}

/// The values of an axis, by their place; those of several levels are joined, outer ones first.
fn points(series: &Element, names: &[&str]) -> Option<Points> {
    let axis = names.iter().find_map(|name| series.child(name))?;
    let is_share = axis.find("formatCode").is_some_and(|code| code.text.contains('%'));
    let mut found = Points::new();
    let mut levels = Vec::new();
    all(axis, "lvl", &mut levels);
    let levels = if levels.is_empty() { vec![axis] } else { levels };
    for level in levels.iter().rev() {
        let mut all_points = Vec::new();
        all(level, "pt", &mut all_points);
        for point in all_points.iter().take(MOST) {
            let Some(place) = point.attr("idx").and_then(|place| place.parse::<usize>().ok()) else { continue };
            let value = point.child("v").map(|value| shown(value.text.trim(), is_share)).unwrap_or_default();
            let known = found.entry(place).or_default();
            *known = if known.is_empty() { value } else { format!("{known}، {value}") };
        }
    }
    Some(found)
}

/// A value as people write it: without the noise of binary fractions, shares in per cent.
fn shown(value: &str, is_share: bool) -> String {
    let Some(number) = value.parse::<f64>().ok().filter(|number| number.is_finite() && value.len() > 1) else {
        return value.to_owned();
    };
    let number = if is_share { number * 100.0 } else { number };
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.').to_owned();
    if is_share { text + "%" } else { text }
}

/// The text drawn in an element, its paragraphs joined.
fn drawn_text(element: &Element) -> String {
    let mut paragraphs = Vec::new();
    all(element, "p", &mut paragraphs);
    let text = |paragraph: &&Element| {
        let mut runs = Vec::new();
        all(paragraph, "t", &mut runs);
        runs.iter().map(|run| run.text.as_str()).collect::<String>()
    };
    paragraphs.iter().map(text).collect::<Vec<_>>().join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn values_are_written_plainly() {
        let check = |value: &str, is_share: bool, expected: &str| assert_eq!(shown(value, is_share), expected);
        check("0.30000000000000004", false, "0.3");
        check("4.2999999999999998", false, "4.3");
        check("1200", false, "1200");
        check("0.25", true, "25%");
        check("2024 م", false, "2024 م");
        check("", false, "");
    }
}
