//! TOML front matter as the same tree that YAML gives.
//!
//! In: TOML 1.1 text. Out: a [`Tree`] of scalars as text, sequences and mappings, each with its place.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::yaml::{Content, NodeId, Tree, YamlError};
use crate::diagnostic::Span;

/// Reads a TOML document.
pub(super) fn parse(text: &str) -> Result<Tree, YamlError> {
    let table = DeTable::parse(text).map_err(|error| YamlError {
        message: error.message().to_owned(),
        offset: error.span().map_or(0, |span| span.start),
    })?;
    let mut tree = Tree::default();
    let root = mapping(&mut tree, table.get_ref(), table.span());
    tree.root = Some(root);
    Ok(tree)
}

fn mapping(tree: &mut Tree, table: &DeTable<'_>, span: Range<usize>) -> NodeId {
    let mut pairs: Vec<_> = table.iter().collect();
    // The order of the text, whatever that of the map.
    pairs.sort_by_key(|(key, _)| key.span().start);
    let pair = |(key, entry): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let name: &std::borrow::Cow<'_, str> = key.get_ref();
        let key = tree.add(Content::Scalar(name.to_string()), place(key.span()));
        (key, value(tree, entry))
    };
    let pairs = pairs.into_iter().map(pair).collect();
    tree.add(Content::Mapping(pairs), place(span))
}

fn value(tree: &mut Tree, value: &Spanned<DeValue<'_>>) -> NodeId {
    let span = value.span();
    let text = match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| self::value(tree, item)).collect();
            return tree.add(Content::Sequence(items), place(span));
        }
        DeValue::Table(table) => return mapping(tree, table, span),
    };
    tree.add(Content::Scalar(text), place(span))
}

const fn place(range: Range<usize>) -> Span {
    Span::new(range.start, range.end)
}
