//! What the values of front matter mean.
//!
//! In: a tree of values. Out: metadata for the keys that are known, text for all others, as `key` or `key.inner`, lists
//! joined by «،». How much text is taken has a bound, since an alias may stand for a tree of aliases.

use super::{Content, Draft, Key, NodeId, Tree, Value};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Metadata;
use crate::parse::inline::{clean, excerpt};

/// How much text the values of one source may have, in bytes, aliases written out.
const MOST_TEXT: usize = 1 << 20;

/// How deep mappings may nest.
const DEEPEST: usize = 8;

/// Names of an author within a mapping, and of a picture's file.
const NAME: [&str; 4] = ["name", "fullname", "الاسم", "اسم"];
const FILE: [&str; 6] = ["image", "src", "path", "url", "file", "الصورة"];
const ALT: [&str; 3] = ["alt", "caption", "وصف"];

/// Reads the values of a tree.
pub(super) struct Reader<'a> {
    tree: &'a Tree,
    /// Where the tree's text begins in the source.
    offset: usize,
    left: usize,
    warnings: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(tree: &'a Tree, offset: usize, warnings: &'a mut Vec<Diagnostic>) -> Reader<'a> {
        Reader { tree, offset, left: MOST_TEXT, warnings }
    }

    /// Takes all keys of the outermost mapping.
    pub(super) fn take(&mut self, pairs: &[(NodeId, NodeId)], draft: &mut Draft) {
        for &(key, value) in pairs {
            let Content::Scalar(name) = &self.tree.node(key).content else { continue };
            match Key::from_name(name) {
                Some(key) => self.known(key, name, value, draft),
                None => {
                    let name = clean(name.trim()).into_owned();
                    self.extra(name, value, 0, &mut draft.metadata);
                }
            }
            if self.left == 0 {
                let message = format!("the front matter says too much; from `{}` on it is left out", excerpt(name));
                let warning = Diagnostic::warning(Code::FrontMatter, self.span(value), message);
                self.warnings.push(warning.with_hint("keep it below 1 MiB, aliases written out"));
                return;
            }
        }
    }

    fn span(&self, id: NodeId) -> Span {
        let span = self.tree.node(id).span;
        Span::new(self.offset + span.start, self.offset + span.end)
    }

    /// Counts text against the bound; `None` when it is spent.
    fn text(&mut self, text: &str) -> Option<String> {
        self.left = self.left.saturating_sub(text.len() + 1);
        (self.left > 0).then(|| text.to_owned())
    }

    fn known(&mut self, key: Key, name: &str, value: NodeId, draft: &mut Draft) {
        let tree = self.tree;
        let ids = match &tree.node(value).content {
            Content::Sequence(items) => items.as_slice(),
            _ => &[value],
        };
        let mut values = Vec::new();
        let mut alt = None;
        for &id in ids {
            let id = match key {
                Key::Author => self.member(id, &NAME),
                Key::Cover => {
                    alt = alt.or_else(|| self.member(id, &ALT));
                    self.member(id, &FILE)
                }
                _ => Some(id),
            }
            .unwrap_or(id);
            match &tree.node(id).content {
                Content::Scalar(text) if is_null(text) => {}
                Content::Scalar(text) => {
                    values.extend(self.text(text).map(|text| Value { text, span: self.span(id) }));
                }
                _ => {
                    let message = format!("the value of `{}` is no text and left out", excerpt(name));
                    let warning = Diagnostic::warning(Code::InvalidValue, self.span(id), message).about(name);
                    self.warnings.push(warning.with_hint("write a text or a list of texts"));
                }
            }
        }
        draft.set(key, &values, self.warnings);
        if let (Some(alt), Some(cover)) = (alt.map(|id| &tree.node(id).content), &mut draft.metadata.cover)
            && let Content::Scalar(alt) = alt
        {
            cover.alt = clean(alt.trim()).replace('\n', " ");
        }
    }

    /// The value of the first of these keys in a mapping.
    fn member(&self, id: NodeId, names: &[&str]) -> Option<NodeId> {
        let Content::Mapping(pairs) = &self.tree.node(id).content else { return None };
        let named = |key: NodeId| match &self.tree.node(key).content {
            Content::Scalar(name) => names.iter().position(|known| known.eq_ignore_ascii_case(name.trim())),
            _ => None,
        };
        pairs.iter().filter_map(|&(key, value)| Some((named(key)?, value))).min().map(|(_, value)| value)
    }

    fn extra(&mut self, name: String, value: NodeId, depth: usize, metadata: &mut Metadata) {
        let tree = self.tree;
        if let Content::Mapping(pairs) = &tree.node(value).content {
            for &(key, value) in pairs.iter().filter(|_| depth < DEEPEST) {
                if let Content::Scalar(inner) = &tree.node(key).content
                    && let Some(inner) = self.text(inner)
                {
                    self.extra(format!("{name}.{}", clean(inner.trim())), value, depth + 1, metadata);
                }
            }
            return;
        }
        let mut texts = Vec::new();
        self.texts(value, 0, &mut texts);
        if !texts.is_empty() {
            metadata.extra.insert(name, texts.join("، "));
        }
    }

    /// All scalars of a value, in order.
    fn texts(&mut self, id: NodeId, depth: usize, texts: &mut Vec<String>) {
        let tree = self.tree;
        match &tree.node(id).content {
            Content::Scalar(text) if is_null(text) => {}
            Content::Scalar(text) => texts.extend(self.text(&clean(text))),
            Content::Sequence(items) => {
                // Each item costs, so that aliases of empty lists end too.
                for &item in items.iter().filter(|_| depth < 2 * DEEPEST) {
                    if self.text("").is_none() {
                        return;
                    }
                    self.texts(item, depth + 1, texts);
                }
            }
            Content::Mapping(pairs) => {
                for &(_, value) in pairs.iter().filter(|_| depth < 2 * DEEPEST) {
                    if self.text("").is_none() {
                        return;
                    }
                    self.texts(value, depth + 1, texts);
                }
            }
        }
    }
}

/// A value left open, in the spellings of the YAML core schema (YAML 1.2.2, 10.3.2).
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null")
}
