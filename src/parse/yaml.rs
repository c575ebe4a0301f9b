//! The part of YAML 1.2 that front matter needs: a tree of scalars, sequences and mappings, each with its place.
//!
//! In: YAML text. Out: a [`Tree`] in one flat vector. An alias is the number of the node it stands for, never a copy,
//! so that aliases of aliases cost nothing; scalars stay as written, whatever type YAML would give them.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScanError, options};

use crate::diagnostic::Span;

/// More aliases than this are no front matter but an attack.
const MAX_ALIASES: usize = 100;

/// Index of a node in its tree.
pub(super) type NodeId = usize;

/// A document of front matter.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The outermost node; `None` for an empty document.
    pub(super) root: Option<NodeId>,
}

/// One value and its place in the YAML text.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) content: Content,
    pub(super) span: Span,
}

/// What a node holds.
#[derive(Debug)]
pub(super) enum Content {
    Scalar(String),
    Sequence(Vec<NodeId>),
    /// Keys and values, in the order written.
    Mapping(Vec<(NodeId, NodeId)>),
}

/// Why a text is not YAML, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct YamlError {
    pub(super) message: String,
    pub(super) offset: usize,
}

impl Tree {
    /// Reads the first document of a YAML text.
    pub(super) fn parse(text: &str) -> Result<Tree, YamlError> {
        let mut reader = Reader::default();
        for event in Parser::new_from_str_with_options(text, options! { emit_comments: false }) {
            let (event, span) = event.map_err(|error| scan_error(&error))?;
            let range = span.byte_range().unwrap_or_default();
            if matches!(event, Event::DocumentEnd) {
                break;
            }
            reader.take(event, Span::new(range.start, range.end))?;
        }
        Ok(reader.tree)
    }

    /// Adds a node whose children are in the tree already.
    pub(super) fn add(&mut self, content: Content, span: Span) -> NodeId {
        self.nodes.push(Node { content, span });
        self.nodes.len() - 1
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }
}

fn scan_error(error: &ScanError) -> YamlError {
    YamlError { message: error.info(), offset: error.marker().byte_offset().unwrap_or_default() }
}

#[derive(Default)]
struct Reader {
    tree: Tree,
    /// Collections that are not closed yet, each with its anchor and its children so far.
    open: Vec<(NodeId, usize, Vec<NodeId>)>,
    anchors: BTreeMap<usize, NodeId>,
    aliases: usize,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), YamlError> {
        match event {
            Event::Scalar(text, _, anchor, _) => {
                let id = self.tree.add(Content::Scalar(text.into_owned()), span);
                self.anchors.insert(anchor, id);
                self.place(id);
            }
            Event::SequenceStart(_, anchor, _) => {
                let id = self.tree.add(Content::Sequence(Vec::new()), span);
                self.open.push((id, anchor, Vec::new()));
            }
            Event::MappingStart(_, anchor, _) => {
                let id = self.tree.add(Content::Mapping(Vec::new()), span);
                self.open.push((id, anchor, Vec::new()));
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => {
                let id = self.resolve(anchor, span)?;
                self.place(id);
            }
            _ => {}
        }
        Ok(())
    }

    fn place(&mut self, id: NodeId) {
        match self.open.last_mut() {
            Some((_, _, children)) => children.push(id),
            None => self.tree.root = Some(id),
        }
    }

    fn close(&mut self, span: Span) {
        let Some((id, anchor, children)) = self.open.pop() else { return };
        let node = &mut self.tree.nodes[id];
        node.span.end = span.end.max(node.span.end);
        match &mut node.content {
            Content::Sequence(items) => *items = children,
            Content::Mapping(pairs) => *pairs = children.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect(),
            Content::Scalar(_) => {}
        }
        self.anchors.insert(anchor, id);
        self.place(id);
    }

    /// An anchor is known only once its node is closed: a node cannot hold itself.
    fn resolve(&mut self, anchor: usize, span: Span) -> Result<NodeId, YamlError> {
        let refuse = |message: String| YamlError { message, offset: span.start };
        self.aliases += 1;
        if self.aliases > MAX_ALIASES {
            return Err(refuse(format!("more than {MAX_ALIASES} aliases")));
        }
        self.anchors.get(&anchor).copied().ok_or_else(|| refuse("a value that contains itself".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dump(tree: &Tree, id: NodeId) -> String {
        match &tree.node(id).content {
            Content::Scalar(text) => text.clone(),
            Content::Sequence(items) => {
                format!("[{}]", items.iter().map(|&item| dump(tree, item)).collect::<Vec<_>>().join(" "))
            }
            Content::Mapping(pairs) => {
                let pair = |&(key, value): &(NodeId, NodeId)| format!("{}={}", dump(tree, key), dump(tree, value));
                format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(" "))
            }
        }
    }

    fn check(text: &str, expected: &str) {
        let dumped = match Tree::parse(text) {
            Ok(tree) => tree.root.map_or("-".into(), |root| dump(&tree, root)),
            Err(error) => format!("error at {}: {}", error.offset, error.message),
        };
        assert_eq!(dumped, expected);
    }

    #[test]
    fn trees_keep_scalars_as_written() {
        check("title: نعم\nno: 010\n", "{title=نعم no=010}");
        check("authors:\n  - أحمد\n  - \"منى: حسن\" # تعليق\n", "{authors=[أحمد منى: حسن]}");
        check("a: &x [1, 2]\nb: *x\n", "{a=[1 2] b=[1 2]}");
        check("# لا شيء\n", "-");
    }

    #[test]
    fn bombs_and_cycles_are_refused() {
        check("a: &x [*x]\n", "error at 7: a value that contains itself");
        let bomb = format!("a: &a خط\nb: [{}]\n", "*a, ".repeat(MAX_ALIASES + 1));
        assert!(Tree::parse(&bomb).is_err_and(|error| error.message == "more than 100 aliases"));
    }

    #[test]
    fn errors_have_a_place() {
        assert!(Tree::parse("a: [1, 2\nb: 3\n").is_err());
        let error = Tree::parse("title: \"عنوان\nمفتوح\n").unwrap_err();
        assert!(!error.message.is_empty());
        assert!(Tree::parse(&"[".repeat(50_000)).is_err());
    }
}
