//! The tree of a page.
//!
//! In: HTML. Out: the tree that html5ever makes of it by the rules of the HTML Standard (13.2), each element with the
//! line it stands on, or an error when elements nest deeper than [`MAX_ELEMENT_DEPTH`]: later stages walk the tree by
//! recursion, and the parser itself slows down with every open element.

use std::borrow::Cow;
use std::cell::{Cell, Ref};

use dom_query::{Document, NodeId, NodeRef};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, LocalName, ParseOpts, QualName, ns, parse_document};

use crate::diagnostic::{Code, Diagnostic, Error};

/// How deep elements may nest.
pub(super) const MAX_ELEMENT_DEPTH: usize = 256;

/// The attribute that holds an element's line, counted from 1.
pub(super) const LINE: &str = "data-source-line";

/// How much is parsed before the depth is looked at, in bytes.
const CHUNK: usize = 4096;

/// Parses a page or a fragment; a fragment becomes the body of a page.
///
/// # Errors
/// [`Error::Source`] when elements nest too deep.
pub(super) fn parse(html: &str) -> Result<Document, Error> {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let sink = Sink { document: Document::default(), line: Cell::new(1), deep: Cell::new(false) };
    let mut parser = parse_document(sink, ParseOpts { tree_builder, ..ParseOpts::default() });
    let mut rest = html;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rest.ceil_char_boundary(CHUNK));
        parser.process(StrTendril::from(chunk));
        if parser.tokenizer.sink.sink.deep.get() {
            return Err(too_deep());
        }
        rest = after;
    }
    let document = parser.finish();
    if is_too_deep(&document) { Err(too_deep()) } else { Ok(document) }
}

fn too_deep() -> Error {
    let message = format!("the page nests elements more than {MAX_ELEMENT_DEPTH} deep");
    Error::Source(
        Diagnostic::error(Code::SourceTooLarge, None, message)
            .with_hint("save the article alone, without the page around it"),
    )
}

/// Depth once the parser has moved all that it moves.
fn is_too_deep(document: &Document) -> bool {
    let mut open = vec![(document.root(), 0)];
    while let Some((node, depth)) = open.pop() {
        if depth > MAX_ELEMENT_DEPTH {
            return true;
        }
        open.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    false
}

/// The name of an element in lower case; empty for what is no element.
pub(super) fn name(node: &NodeRef<'_>) -> StrTendril {
    node.node_name().filter(|_| node.is_element()).unwrap_or_default()
}

/// An attribute's value, trimmed; `None` where it is missing or empty.
pub(super) fn attr(node: &NodeRef<'_>, name: &str) -> Option<String> {
    let value = node.attr(name)?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Whether one of an attribute's words is among the given ones, in any letter case.
pub(super) fn has_word(node: &NodeRef<'_>, attribute: &str, words: &[&str]) -> bool {
    let value = attr(node, attribute).unwrap_or_default().to_ascii_lowercase();
    value.split_ascii_whitespace().any(|word| words.contains(&word))
}

/// Whether an element's classes or id hold one of the parts, in any letter case.
pub(super) fn is_called(node: &NodeRef<'_>, parts: &[&str]) -> bool {
    ["class", "id"].iter().filter_map(|name| attr(node, name)).any(|value| {
        let value = value.to_lowercase();
        parts.iter().any(|part| value.contains(part))
    })
}

/// dom_query's own sink, with lines and a watch over depth.
struct Sink {
    document: Document,
    line: Cell<u64>,
    deep: Cell<bool>,
}

impl Sink {
    fn watch(&self, parent: NodeId, child: &NodeOrText<NodeId>) {
        let depth = |id| NodeRef::new(id, &self.document.tree).ancestors_it(None).take(MAX_ELEMENT_DEPTH + 1).count();
        if matches!(child, NodeOrText::AppendNode(_)) && depth(parent) >= MAX_ELEMENT_DEPTH {
            self.deep.set(true);
        }
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Document;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Document {
        self.document
    }

    /// Faults of mark-up are the rule; browsers are silent about them and so are we.
    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.document.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.document.elem_name(target)
    }

    fn create_element(&self, name: QualName, mut attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        let attribute = QualName::new(None, ns!(), LocalName::from(LINE));
        attrs.retain(|given| given.name != attribute);
        attrs.push(Attribute { name: attribute, value: StrTendril::from(self.line.get().to_string()) });
        self.document.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.document.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.document.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.watch(*parent, &child);
        self.document.append(parent, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        self.watch(*element, &child);
        self.document.append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.document.append_doctype_to_document(name, public_id, system_id);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.document.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.watch(*sibling, &child);
        self.document.append_before_sibling(sibling, child);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.document.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.document.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.document.reparent_children(node, new_parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        self.document.is_mathml_annotation_xml_integration_point(handle)
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(line);
    }
}
