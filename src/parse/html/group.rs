//! Stretches of a page in another language or direction.
//!
//! In: a `div` that says so. Out: a group of what it holds. One that holds headings, or stretches in languages of their
//! own, belongs to the frame of a page: it stays transparent, and what it says is said of each block in it.

use dom_query::NodeRef;

use super::dom::{attr, name};
use super::walk::{Context, Walker, span_of};
use super::{callout, figure, verse};
use crate::document::{Block, BlockKind, Lang};

impl Walker<'_> {
    /// Whether an element is a group; `inner` holds in it, `outer` around it.
    pub(super) fn is_group(&self, node: &NodeRef<'_>, outer: &Context, inner: &Context) -> bool {
        let direction = |context: &Context| context.direction.unwrap_or_else(|| self.lang.direction());
        let differs = outer.lang != inner.lang || direction(outer) != direction(inner);
        let is_more = callout::kind(node).is_some() || verse::is_poem(node) || figure::is_captioned(node);
        &*name(node) == "div" && differs && !is_more && !node.descendants_it().any(|inner| is_of_frame(&inner))
    }

    /// The blocks of a group, which take its language and direction.
    pub(super) fn group(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Block> {
        let within = Context { lang: None, ..context.clone() };
        let blocks = self.blocks(node, &within);
        if blocks.is_empty() {
            return blocks;
        }
        let span = span_of(&blocks, self.places.line(context.line));
        let expected = context.lang.as_ref().map_or_else(|| self.lang.direction(), Lang::direction);
        let direction = context.direction.filter(|direction| *direction != expected);
        vec![Block { kind: BlockKind::Group(blocks), span, lang: context.lang.clone(), direction, alignment: None }]
    }
}

fn is_of_frame(node: &NodeRef<'_>) -> bool {
    let is_heading = matches!(&*name(node), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    is_heading || attr(node, "lang").or_else(|| attr(node, "xml:lang")).is_some()
}
