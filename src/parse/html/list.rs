//! Lists of all kinds, what opens, and lines as they are typed.
//!
//! In: `ul`, `ol`, `dl`, `details` and `pre` elements. Out: their blocks.

use dom_query::NodeRef;

use super::article;
use super::dom::{attr, has_word, name};
use super::labels::{self, label};
use super::run::Atom;
use super::walk::{Context, Flow, Walker, span_of};
use crate::document::{Block, BlockKind, Definition, Inline, List, ListItem};
use crate::parse::list_style;

impl Walker<'_> {
    /// The items of a list; what stands between them belongs to the item before.
    pub(super) fn list(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Block> {
        let mut marker = list_style::marker(&name(node), |key| match key {
            "style" => attr(node, article::LIST_STYLE),
            "reversed" => node.has_attr(key).then(String::new),
            key => attr(node, key),
        });
        let has_labels = has_word(node, "class", &["labels"]);
        let mut items: Vec<ListItem> = Vec::new();
        let mut tight = true;
        for child in node.children_it(false) {
            if &*name(&child) == "li" {
                tight &= !child.children_it(false).any(|inner| &*name(&inner) == "p");
                let blocks = self.item(&child, context);
                let span = span_of(&blocks, self.places.line(context.line));
                let value = attr(&child, "value").and_then(|value| value.trim().parse().ok());
                let label = if has_labels { label(&child) } else { None };
                let item = ListItem { task: task(&child), value, label, ..ListItem::new(blocks, span) };
                items.extend((!item.blocks.is_empty()).then_some(item));
                continue;
            }
            let mut flow = Flow::default();
            self.node(&child, context, &mut flow);
            self.flush(&mut flow, context);
            let span = span_of(&flow.blocks, self.places.line(context.line));
            match items.last_mut() {
                Some(item) => item.blocks.extend(flow.blocks),
                None if flow.blocks.is_empty() => {}
                None => items.push(ListItem::new(flow.blocks, span)),
            }
        }
        let (Some(first), Some(last)) = (items.first(), items.last()) else { return Vec::new() };
        let span = crate::diagnostic::Span::new(first.span.start, last.span.end.max(first.span.start));
        list_style::count_down(&mut marker, items.len());
        let mut list = List { marker, tight, items };
        if has_labels {
            labels::read(&mut list);
        }
        vec![Block::new(BlockKind::List(list), span)]
    }

    /// The blocks of a node itself, of any kind.
    pub(super) fn item(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Block> {
        let mut flow = Flow::default();
        self.node(node, context, &mut flow);
        self.flush(&mut flow, context);
        flow.blocks
    }

    /// Terms and descriptions; `div`s around groups of them are transparent, and what else stands between them parts
    /// two lists.
    pub(super) fn definitions(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Block> {
        let (mut blocks, mut definitions) = (Vec::new(), Vec::new());
        for child in definition_parts(node) {
            match &*name(&child) {
                "dt" => {
                    let term = self.line_of(&child, context);
                    add_term(&mut definitions, term);
                }
                "dd" => {
                    let description = self.item(&child, context);
                    add_description(&mut definitions, description);
                }
                _ => {
                    let between = self.item(&child, context);
                    if !between.is_empty() {
                        blocks.extend(self.definition_list(std::mem::take(&mut definitions), context));
                        blocks.extend(between);
                    }
                }
            }
        }
        blocks.extend(self.definition_list(definitions, context));
        blocks
    }

    fn definition_list(&self, mut definitions: Vec<Definition>, context: &Context) -> Option<Block> {
        definitions.retain(|definition| !definition.terms.is_empty() || !definition.descriptions.is_empty());
        let span = self.places.line(context.line);
        (!definitions.is_empty()).then(|| Block::new(BlockKind::DefinitionList(definitions), span))
    }

    /// What a reader may open is open in a book: the summary in bold, then what it holds.
    pub(super) fn details(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Block> {
        let mut flow = Flow::default();
        for child in node.children_it(false) {
            if &*name(&child) != "summary" {
                self.node(&child, context, &mut flow);
                continue;
            }
            let content = self.line_of(&child, context);
            let span = self.places.line(context.line);
            if !content.is_empty() {
                let strong = vec![Inline::Strong(content)];
                let block = self.block(BlockKind::Paragraph(strong), span, context);
                flow.blocks.push(block);
            }
        }
        self.flush(&mut flow, context);
        let span = span_of(&flow.blocks, self.places.line(context.line));
        if flow.blocks.is_empty() { Vec::new() } else { vec![Block::new(BlockKind::Group(flow.blocks), span)] }
    }

    /// The lines of a `pre`: code, or verse where they are mostly written from right to left.
    pub(super) fn preformatted(&mut self, node: &NodeRef<'_>, context: &Context, flow: &mut Flow) {
        let mut text = String::new();
        push_lines(node, &mut text);
        let text = crate::parse::inline::clean(&text.replace("\r\n", "\n")).into_owned();
        let text = text.trim_end().trim_start_matches('\n');
        if text.trim().is_empty() {
            return;
        }
        let code = node.descendants_it().find(|inner| &*name(inner) == "code");
        if code.is_none() && reads_as_lines(text) {
            let mut lines = Flow::default();
            for line in text.lines() {
                let span = self.places.find(line, context.line);
                context.push(Atom::Text { text: line.to_owned(), span }, &mut lines);
                context.push(Atom::Break, &mut lines);
            }
            self.flush(&mut lines, context);
            return self.push_lines_of(lines.blocks, context, flow);
        }
        let language = [Some(*node), code].into_iter().flatten().find_map(|node| language(&node));
        self.push_block(BlockKind::Code { language, text: text.to_owned() }, context, flow);
    }
}

/// Whether lines are written to be read: mostly from right to left, and few of them begin with a Latin letter as lines
/// of code do.
fn reads_as_lines(text: &str) -> bool {
    const FEW: usize = 5;
    let first_letters = text.lines().filter_map(|line| line.chars().find(|c| c.is_alphabetic()));
    let (mut latin, mut all) = (0, 0);
    for letter in first_letters {
        all += 1;
        latin += usize::from(!super::letters::is_right_to_left(letter));
    }
    super::letters::is_mostly_right_to_left(text) == Some(true) && latin * FEW <= all
}

fn add_term(definitions: &mut Vec<Definition>, term: Vec<Inline>) {
    if definitions.last().is_none_or(|last| !last.descriptions.is_empty()) {
        definitions.push(Definition::default());
    }
    if let Some(last) = definitions.last_mut()
        && !term.is_empty()
    {
        last.terms.push(term);
    }
}

fn add_description(definitions: &mut Vec<Definition>, description: Vec<Block>) {
    if definitions.is_empty() {
        definitions.push(Definition::default());
    }
    if let Some(last) = definitions.last_mut()
        && !description.is_empty()
    {
        last.descriptions.push(description);
    }
}

/// `dt` and `dd` below a `dl`, with `div`s opened.
fn definition_parts<'n>(node: &NodeRef<'n>) -> Vec<NodeRef<'n>> {
    let open = |child: NodeRef<'n>| if &*name(&child) == "div" { child.children() } else { vec![child] };
    node.children_it(false).flat_map(open).collect()
}

/// Whether an item of a task list is done.
fn task(item: &NodeRef<'_>) -> Option<bool> {
    let mut node = *item;
    for _ in 0..3 {
        node = node.first_element_child()?;
        if is_task_box(&node) {
            return Some(node.text().contains('■'));
        }
        if &*name(&node) == "input" {
            return (attr(&node, "type")?.eq_ignore_ascii_case("checkbox")).then(|| node.has_attr("checked"));
        }
    }
    None
}

/// The box that our own books put before an item of a task list.
pub(super) fn is_task_box(node: &NodeRef<'_>) -> bool {
    has_word(node, "class", &["box"]) && matches!(&*node.text(), "■" | "□")
}

/// The language of code in `class="language-rust"` or `class="lang-rust"`.
fn language(node: &NodeRef<'_>) -> Option<String> {
    let class = attr(node, "class")?;
    let named = |word: &str| word.strip_prefix("language-").or_else(|| word.strip_prefix("lang-")).map(str::to_owned);
    class.split_ascii_whitespace().find_map(named).filter(|language| !language.is_empty())
}

/// The text of a node as it is typed, breaks as line feeds.
pub(super) fn push_lines(node: &NodeRef<'_>, text: &mut String) {
    for child in node.children_it(false) {
        if child.is_text() {
            text.push_str(&child.text());
        } else if &*name(&child) == "br" {
            text.push('\n');
        } else if !matches!(&*name(&child), "script" | "style") {
            push_lines(&child, text);
        }
    }
}
