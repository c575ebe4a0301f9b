//! From the tree of a page to blocks.
//!
//! In: a node. Out: the blocks it shows, as browsers lay them out by default (HTML Standard, 15.3): elements that are
//! not known are transparent, what is not shown or cannot be read is left out. Lists, tables and figures are elsewhere.

use dom_query::NodeRef;
use url::Url;

use super::anchors::Anchors;
use super::display::{is_block, is_hidden};
use super::dom::{attr, name};
use super::place::Places;
use super::run::{Atom, Piece, Wraps, paragraphs};
use crate::diagnostic::{Noticed, Span};
use crate::direction::of_block;
use crate::document::{Block, BlockKind, Direction, Inline, Lang, TextAlignment};

/// How deep lists, quotes and the like may nest.
const MAX_DEPTH: usize = 64;

/// What holds for the text at some place of the tree.
#[derive(Clone, Debug)]
pub(super) struct Context {
    /// The language, where an element of the body names one.
    pub(super) lang: Option<Lang>,
    /// The direction, where an element names one.
    pub(super) direction: Option<Direction>,
    /// Its alignment, if an element gives one.
    pub(super) alignment: Option<TextAlignment>,
    /// Whether an element of the text itself gives the direction, not only the frame of the page.
    pub(super) says_direction: bool,
    /// The innermost phrasing element.
    pub(super) wrap: Option<usize>,
    /// The line of the innermost element.
    pub(super) line: usize,
    /// How many lists, quotes and the like are open.
    pub(super) depth: usize,
}

impl Context {
    /// The outermost context.
    pub(super) const fn new(direction: Option<Direction>) -> Context {
        Context { lang: None, direction, alignment: None, says_direction: false, wrap: None, line: 1, depth: 0 }
    }
}

/// Blocks in the making, and the running text behind the last of them.
#[derive(Default)]
pub(super) struct Flow {
    pub(super) blocks: Vec<Block>,
    pieces: Vec<Piece>,
}

/// Makes blocks of nodes.
pub(super) struct Walker<'a> {
    pub(super) places: Places<'a>,
    pub(super) base: Option<Url>,
    /// Language of the page.
    pub(super) lang: Lang,
    pub(super) anchors: Anchors,
    /// Labels of footnotes in the order of their first reference.
    pub(super) referred: Vec<String>,
    pub(super) wraps: Wraps,
    pub(super) links: Noticed,
    pub(super) embedded: Noticed,
    pub(super) deep: Noticed,
    pub(super) formulas: Noticed,
}

impl<'a> Walker<'a> {
    /// A walker that has seen nothing yet; `base` is what links are relative to, `lang` the language of the page.
    pub(super) fn new(places: Places<'a>, base: Option<Url>, lang: Lang) -> Walker<'a> {
        Walker {
            places,
            base,
            lang,
            anchors: Anchors::default(),
            referred: Vec::new(),
            wraps: Wraps::default(),
            links: Noticed::default(),
            embedded: Noticed::default(),
            deep: Noticed::default(),
            formulas: Noticed::default(),
        }
    }

    /// The blocks below a node.
    pub(super) fn blocks(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Block> {
        let mut flow = Flow::default();
        self.children(node, context, &mut flow);
        self.flush(&mut flow, context);
        flow.blocks
    }

    pub(super) fn children(&mut self, node: &NodeRef<'_>, context: &Context, flow: &mut Flow) {
        for child in node.children_it(false) {
            self.node(&child, context, flow);
        }
    }

    /// Takes one node of any kind.
    pub(super) fn node(&mut self, node: &NodeRef<'_>, context: &Context, flow: &mut Flow) {
        if node.is_text() {
            let text = node.text();
            let blank = text.trim().is_empty();
            let here = self.places.line(context.line).start;
            let span = if blank { Span::new(here, here) } else { self.places.find(&text, context.line) };
            return flow.push(Atom::Text { text: text.to_string(), span }, context.wrap);
        }
        if !node.is_element() || is_hidden(node) {
            return;
        }
        if is_block(&name(node)) {
            self.flush(flow, context);
        }
        let outer = context;
        let context = self.entered(node, outer);
        if let Some(label) = attr(node, super::notes::LABEL) {
            return self.reference(label, &context, flow);
        }
        if self.is_group(node, outer, &context) {
            return self.nested(node, &context, flow, Walker::group);
        }
        self.element(node, &context, flow);
    }

    fn element(&mut self, node: &NodeRef<'_>, context: &Context, flow: &mut Flow) {
        let tag = name(node);
        match &*tag {
            "noscript" if super::figure::holds_the_picture(node) => self.children(node, context, flow),
            "script" | "style" | "noscript" | "template" | "head" | "input" | "select" | "textarea" | "datalist"
            | "svg" | "canvas" | "map" | "link" | "meta" | "title" | "rp" => {}
            "iframe" | "object" | "embed" | "video" | "audio" | "applet" | "frameset" => {
                self.embedded.add(self.places.line(context.line));
            }
            "span" if super::list::is_task_box(node) || super::labels::is_label(node) => {}
            // What opens a section is its heading; other buttons do nothing in a book.
            "button" if !node.ancestors_it(Some(3)).any(|outer| is_heading(&name(&outer))) => {}
            "dialog" if !node.has_attr("open") => {}
            // An annotation stands in brackets, as in browsers that do not know ruby.
            "rt" => {
                flow.push(Atom::Text { text: " (".into(), span: self.places.line(context.line) }, context.wrap);
                self.children(node, context, flow);
                flow.push(Atom::Text { text: ")".into(), span: self.places.line(context.line) }, context.wrap);
            }
            "br" => flow.push(Atom::Break, context.wrap),
            "img" => self.image(node, context, flow),
            "math" => self.formula(node, context, flow),
            "hr" => self.push_block(BlockKind::ThematicBreak, context, flow),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.heading(node, tag.as_bytes()[1] - b'0', context, flow);
            }
            "ul" | "ol" | "menu" | "dir" => self.nested(node, context, flow, Walker::list),
            "dl" => self.nested(node, context, flow, Walker::definitions),
            "blockquote" => self.nested(node, context, flow, Walker::quote),
            "table" => self.nested(node, context, flow, Walker::table),
            "figure" => self.nested(node, context, flow, Walker::figure),
            "details" => self.nested(node, context, flow, Walker::details),
            "pre" | "listing" | "xmp" => self.preformatted(node, context, flow),
            "code" | "kbd" | "samp" | "tt" => self.code(node, context, flow),
            "q" => {
                flow.push(Atom::Text { text: "«".into(), span: self.places.line(context.line) }, context.wrap);
                self.children(node, context, flow);
                flow.push(Atom::Text { text: "»".into(), span: self.places.line(context.line) }, context.wrap);
            }
            tag if is_block(tag) => self.container(node, context, flow),
            tag => {
                self.anchors.meet(node);
                let context = self.wrapped(node, tag, context);
                self.children(node, &context, flow);
            }
        }
    }

    /// Text of an element that stands apart from what is before and behind it.
    fn container(&mut self, node: &NodeRef<'_>, context: &Context, flow: &mut Flow) {
        if super::callout::kind(node).is_some() {
            return self.nested(node, context, flow, Walker::callout);
        }
        if super::verse::is_poem(node) {
            return self.poem(node, context, flow);
        }
        if super::figure::is_captioned(node) {
            return self.nested(node, context, flow, Walker::figure);
        }
        self.anchors.meet(node);
        self.children(node, context, flow);
        self.flush(flow, context);
    }

    /// A block that holds others; too deep, only what it holds.
    fn nested(
        &mut self,
        node: &NodeRef<'_>,
        context: &Context,
        flow: &mut Flow,
        make: impl FnOnce(&mut Self, &NodeRef<'_>, &Context) -> Vec<Block>,
    ) {
        self.anchors.meet(node);
        if context.depth >= MAX_DEPTH {
            self.deep.add(self.places.line(context.line));
            self.children(node, context, flow);
            return self.flush(flow, context);
        }
        let inner = Context { depth: context.depth + 1, ..context.clone() };
        let blocks = make(self, node, &inner);
        flow.blocks.extend(blocks);
    }

    fn quote(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Block> {
        let blocks = self.blocks(node, context);
        let span = span_of(&blocks, self.places.line(context.line));
        if blocks.is_empty() { blocks } else { vec![self.block(BlockKind::Quote(blocks), span, context)] }
    }

    /// Ends the running text: a paragraph, or figures where it is pictures alone.
    pub(super) fn flush(&mut self, flow: &mut Flow, context: &Context) {
        for pieces in paragraphs(std::mem::take(&mut flow.pieces)) {
            let span = pieces_span(&pieces);
            let are_pictures = pieces.iter().all(|piece| matches!(piece.atom, Atom::Image { .. } | Atom::Break));
            if are_pictures && !pieces.iter().any(|piece| self.wraps.leads_elsewhere(piece.wrap)) {
                flow.blocks.extend(pieces.into_iter().filter_map(|piece| super::figure::of_atom(piece.atom)));
                continue;
            }
            let content = self.wraps.nest(pieces);
            let block = self.block(BlockKind::Paragraph(content), span, context);
            flow.blocks.push(block);
            self.anchors.forget();
        }
    }

    pub(super) fn push_block(&mut self, kind: BlockKind, context: &Context, flow: &mut Flow) {
        self.flush(flow, context);
        let span = self.places.line(context.line);
        let block = self.block(kind, span, context);
        flow.blocks.push(block);
    }

    /// A block with the language and direction of its place, as far as they are not what a reader takes them for.
    pub(super) fn block(&self, kind: BlockKind, span: Span, context: &Context) -> Block {
        let is_text = matches!(kind, BlockKind::Paragraph(_) | BlockKind::Heading { .. } | BlockKind::Verse(_));
        let is_aligned = matches!(kind, BlockKind::Paragraph(_) | BlockKind::Heading { .. });
        let alignment = context.alignment.filter(|_| is_aligned);
        let mut block = Block { alignment, ..Block::new(kind, span) };
        if is_text {
            let of_page = self.lang.direction();
            let found = of_block(&block, of_page);
            let says = |direction: Direction| context.says_direction || direction != of_page;
            block.direction = context.direction.filter(|&direction| found != direction && says(direction));
            block.lang = context.lang.clone();
        }
        block
    }

    /// The running text of an element as one line, without paragraphs.
    pub(super) fn line_of(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Inline> {
        let blocks = self.blocks(node, context);
        super::letters::joined(blocks)
    }

    /// A node itself, of any kind, as one line.
    pub(super) fn line_of_node(&mut self, node: &NodeRef<'_>, context: &Context) -> Vec<Inline> {
        let blocks = self.item(node, context);
        super::letters::joined(blocks)
    }

    fn heading(&mut self, node: &NodeRef<'_>, level: u8, context: &Context, flow: &mut Flow) {
        self.anchors.begin_heading(node);
        let unwrapped = Context { wrap: None, ..context.clone() };
        let content = self.line_of(node, &unwrapped);
        let id = self.anchors.end_heading(!content.is_empty());
        if !content.is_empty() {
            let span = super::letters::span(&content).unwrap_or_else(|| self.places.line(context.line));
            let block = self.block(BlockKind::Heading { level, id, content }, span, context);
            flow.blocks.push(block);
        }
    }

    fn reference(&mut self, label: String, context: &Context, flow: &mut Flow) {
        if label == super::notes::BACK {
            return;
        }
        if !self.referred.contains(&label) {
            self.referred.push(label.clone());
        }
        flow.push(Atom::Reference { label, span: self.places.line(context.line) }, context.wrap);
    }

    fn code(&mut self, node: &NodeRef<'_>, context: &Context, flow: &mut Flow) {
        let mut text = String::new();
        super::list::push_lines(node, &mut text);
        let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        let span = self.places.find(&text, context.line);
        let text = crate::parse::inline::clean(&text).into_owned();
        flow.push(Atom::Code { text, span }, context.wrap);
    }
}

impl Flow {
    pub(super) fn push(&mut self, atom: Atom, wrap: Option<usize>) {
        self.pieces.push(Piece { atom, wrap });
    }
}

impl Context {
    /// Appends an atom at this place.
    pub(super) fn push(&self, atom: Atom, flow: &mut Flow) {
        flow.push(atom, self.wrap);
    }
}

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary")
}

fn pieces_span(pieces: &[Piece]) -> Span {
    let spans = pieces.iter().filter_map(|piece| match &piece.atom {
        Atom::Text { span, .. } | Atom::Code { span, .. } | Atom::Reference { span, .. } => Some(*span),
        Atom::Image { image, .. } => Some(image.span),
        Atom::Math(formula) => Some(formula.span),
        Atom::Break => None,
    });
    spans.reduce(|one, other| Span::new(one.start.min(other.start), one.end.max(other.end))).unwrap_or_default()
}

/// From the first of the blocks to the last.
pub(super) fn span_of(blocks: &[Block], otherwise: Span) -> Span {
    match (blocks.first(), blocks.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end.max(first.span.start)),
        _ => otherwise,
    }
}
