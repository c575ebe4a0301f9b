//! Pictures and their captions.
//!
//! In: `img` and `figure` elements, and blocks that content management systems use like figures. Out: figures, or
//! pictures within a line. Counting pixels and place holders of pages that load late are passed over.

use dom_query::NodeRef;

use super::dom::{attr, has_word, name};
use super::run::Atom;
use super::walk::{Context, Flow, Walker};
use crate::document::{Block, BlockKind, ImageRef, Inline};
use crate::parse::inline::{clean, push_text};
use crate::parse::length;

/// Classes of blocks that hold a picture and its caption.
const FIGURES: [&str; 6] = ["wp-caption", "thumb", "image-caption", "caption", "captioned-image", "article-image"];

/// Classes of captions within such blocks.
const CAPTIONS: [&str; 7] =
    ["wp-caption-text", "thumbcaption", "caption", "image-caption", "img-caption", "photo-caption", "caption-text"];

/// Attributes that name the true picture where `src` holds but its place, the best first.
const LATE_SOURCES: [&str; 6] =
    ["data-src", "data-original", "data-lazy", "data-lazy-src", "data-orig-file", "data-url"];

/// A figure of a picture that stands alone; its title is its caption.
pub(super) fn of_atom(atom: Atom) -> Option<Block> {
    let Atom::Image { image, title } = atom else { return None };
    let mut caption = Vec::new();
    push_text(&mut caption, &title, image.span);
    let span = image.span;
    Some(Block::new(BlockKind::Figure { image, caption }, span))
}

/// Whether a block is used like a figure: by its class, with a picture and a caption in it.
pub(super) fn is_captioned(node: &NodeRef<'_>) -> bool {
    has_word(node, "class", &FIGURES)
        && node.descendants_it().any(|inner| &*name(&inner) == "img")
        && node.descendants_it().any(|inner| is_caption(&inner))
}

/// Whether a caption is that of a figure, not of one within it.
fn belongs_to(caption: &NodeRef<'_>, figure: &NodeRef<'_>) -> bool {
    let mut between = caption.ancestors_it(None).take_while(|outer| outer.id != figure.id);
    !between.any(|outer| &*name(&outer) == "figure" || has_word(&outer, "class", &FIGURES))
}

fn is_caption(node: &NodeRef<'_>) -> bool {
    &*name(node) == "figcaption" || has_word(node, "class", &CAPTIONS)
}

impl Walker<'_> {
    /// A picture within running text.
    pub(super) fn image(&mut self, node: &NodeRef<'_>, context: &Context, flow: &mut Flow) {
        let [alt, role, width, height, style] =
            ["alt", "role", "width", "height", "style"].map(|name| attr(node, name));
        let sides = [width.as_deref(), height.as_deref()];
        let Some(path) = source(node).filter(|_| !length::is_counter(sides)) else { return };
        let is_place = path.starts_with("data:") && node.next_element_sibling().is_some_and(|next| is_fallback(&next));
        if is_place {
            return;
        }
        let span = self.places.find_value(&path, context.line);
        let text = |name| clean(&attr(node, name).unwrap_or_default()).replace(['\r', '\n'], " ");
        let is_decoration = length::is_decoration(alt.as_deref(), role.as_deref());
        let size = length::of_html(sides[0], sides[1], style.as_deref());
        let image = ImageRef { path: clean(&path).into_owned(), alt: text("alt"), is_decoration, size, span };
        context.push(Atom::Image { image, title: text("title") }, flow);
    }

    /// A figure: its pictures, each a figure, the last with the caption; a table takes it as its own.
    pub(super) fn figure(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Block> {
        let caption_node = node.descendants_it().find(|inner| is_caption(inner) && belongs_to(inner, node));
        let mut flow = Flow::default();
        self.without(node, caption_node.as_ref(), context, &mut flow);
        self.flush(&mut flow, context);
        let mut blocks = flow.blocks;
        blocks.iter_mut().for_each(unlinked);
        let Some(caption_node) = caption_node else { return blocks };
        let caption = self.line_of(&caption_node, context);
        if caption.is_empty() {
            return blocks;
        }
        let takes = |block: &&mut Block| match &block.kind {
            BlockKind::Figure { caption, .. } => caption.is_empty(),
            BlockKind::Table(_) => true,
            _ => false,
        };
        match blocks.iter_mut().rev().find(takes).map(|block| &mut block.kind) {
            Some(BlockKind::Figure { caption: own, .. }) => *own = caption,
            Some(BlockKind::Table(table)) if table.caption.is_empty() => table.caption = caption,
            _ => {
                let span = super::letters::span(&caption).unwrap_or_default();
                let block = self.block(BlockKind::Paragraph(caption), span, context);
                blocks.push(block);
            }
        }
        blocks
    }

    /// The children of a node but for one node below it.
    fn without(&mut self, node: &NodeRef<'_>, left_out: Option<&NodeRef<'_>>, context: &Context, flow: &mut Flow) {
        for child in node.children_it(false) {
            let is_it = left_out.is_some_and(|left_out| left_out.id == child.id);
            let holds_it = left_out.is_some_and(|left_out| left_out.ancestors_it(None).any(|node| node.id == child.id));
            if holds_it {
                self.without(&child, left_out, context, flow);
            } else if !is_it {
                self.node(&child, context, flow);
            }
        }
    }
}

/// Makes a paragraph of one picture within a link a figure again, for its caption.
fn unlinked(block: &mut Block) {
    if let BlockKind::Paragraph(content) = &block.kind
        && let [Inline::Link { content: inner, .. }] = content.as_slice()
        && let [Inline::Image(image)] = inner.as_slice()
    {
        block.kind = BlockKind::Figure { image: image.clone(), caption: Vec::new() };
    }
}

/// Whether an element is what browsers without scripts show for a picture that loads late.
fn is_fallback(node: &NodeRef<'_>) -> bool {
    &*name(node) == "noscript" && node.descendants_it().any(|inner| &*name(&inner) == "img")
}

/// Whether the picture in a `noscript` is the only one that is true: nothing before it is a picture but its place.
pub(super) fn holds_the_picture(node: &NodeRef<'_>) -> bool {
    let late = node.prev_element_sibling().and_then(|before| {
        let is_picture = |inner: &NodeRef<'_>| &*name(inner) == "img";
        std::iter::once(before).chain(before.descendants_it()).find(is_picture)
    });
    let is_true = |picture: NodeRef<'_>| source(&picture).is_some_and(|path| !path.starts_with("data:"));
    is_fallback(node) && !late.is_some_and(is_true)
}

/// The address of a picture.
fn source(node: &NodeRef<'_>) -> Option<String> {
    let late = LATE_SOURCES.iter().find_map(|name| attr(node, name));
    let given = attr(node, "src").filter(|src| late.is_none() || !src.starts_with("data:"));
    // A page that was saved names the file beside it in `src`, and still its place on the network in the others.
    let is_remote = |src: &String| src.starts_with("http:") || src.starts_with("https:") || src.starts_with("//");
    given.clone().filter(|src| !is_remote(src)).or(late).or(given).or_else(|| first_candidate(&attr(node, "srcset")?))
}

/// The first address of a `srcset` (HTML Standard, 4.8.4.2.1).
fn first_candidate(set: &str) -> Option<String> {
    set.split_ascii_whitespace().next().map(|address| address.trim_end_matches(',').to_owned())
}
