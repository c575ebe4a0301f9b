//! The containers that are open while a document is built.
//!
//! In: what a container holds, piece by piece. Out: its blocks and running text.

use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Block, BlockKind, Inline, ListItem, ListMarker};
use crate::parse::inline::push_text;

/// Something to warn of once: its first place and how often it was met.
#[derive(Default)]
pub(in crate::parse) struct Noticed {
    first: Option<Span>,
    count: usize,
}

impl Noticed {
    pub(in crate::parse) fn add(&mut self, span: Span) {
        self.first.get_or_insert(span);
        self.count += 1;
    }

    /// The warning, if there is anything to warn of.
    pub(in crate::parse) fn warning(&self, message: &str, hint: &str) -> Option<Diagnostic> {
        let times = if self.count > 1 { format!(" ({} times, the first here)", self.count) } else { String::new() };
        self.first.map(|span| Diagnostic::warning(span, format!("{message}{times}")).with_hint(hint))
    }
}

/// What an open container is.
pub(super) enum Kind {
    Document,
    Quote,
    List { marker: ListMarker, loose: bool },
    Item,
    Paragraph,
    Heading(u8),
    Code { language: Option<String> },
    Html,
    Emphasis,
    Strong,
    Link(String),
    Image { path: String, title: String },
}

/// An open container and what it holds so far.
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) span: Span,
    pub(super) blocks: Vec<Block>,
    pub(super) items: Vec<ListItem>,
    /// Running text: of a paragraph, or of an item that needs none (CommonMark, 5.3).
    pub(super) inlines: Vec<Inline>,
    pub(super) inline_span: Option<Span>,
    /// Title of the last picture in the running text.
    pub(super) image_title: String,
    /// Letters of code or HTML.
    pub(super) text: String,
}

impl Frame {
    pub(super) fn new(kind: Kind, span: Span) -> Frame {
        Frame {
            kind,
            span,
            blocks: Vec::new(),
            items: Vec::new(),
            inlines: Vec::new(),
            inline_span: None,
            image_title: String::new(),
            text: String::new(),
        }
    }

    /// Makes a paragraph of the running text that stands in a container of blocks, if there is any.
    pub(super) fn flush(&mut self) {
        if !matches!(self.kind, Kind::Document | Kind::Quote | Kind::List { .. } | Kind::Item) {
            return;
        }
        let content = std::mem::take(&mut self.inlines);
        let title = std::mem::take(&mut self.image_title);
        if let Some(span) = self.inline_span.take().filter(|_| !content.is_empty()) {
            self.blocks.push(paragraph(content, &title, span));
        }
    }

    pub(super) fn push_block(&mut self, block: Block) {
        self.flush();
        self.blocks.push(block);
    }
}

/// A paragraph, or a figure when it holds nothing but a picture; the picture's title is its caption.
pub(super) fn paragraph(content: Vec<Inline>, title: &str, span: Span) -> Block {
    let kind = match <[Inline; 1]>::try_from(content) {
        Ok([Inline::Image(image)]) => {
            let mut caption = Vec::new();
            push_text(&mut caption, title, image.span);
            BlockKind::Figure { image, caption }
        }
        Ok(content) => BlockKind::Paragraph(content.into()),
        Err(content) => BlockKind::Paragraph(content),
    };
    Block::new(kind, span)
}
