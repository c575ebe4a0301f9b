//! The containers that are open while a document is built.
//!
//! In: what a container holds, piece by piece. Out: its blocks and running text.

use crate::diagnostic::Span;
use crate::document::{
    Block, BlockKind, CalloutKind, ColumnAlignment, Definition, Direction, Inline, Lang, ListItem, ListMarker,
    TableCell, TextAlignment,
};
use crate::parse::inline::push_text;
use crate::parse::table::SourceRow;

/// What an open container is.
#[derive(Debug)]
pub(super) enum Kind {
    Document,
    Quote(Option<CalloutKind>),
    List {
        marker: ListMarker,
        loose: bool,
    },
    Item,
    Paragraph,
    Heading {
        level: u8,
        id: String,
    },
    Code {
        language: Option<String>,
    },
    /// Raw HTML, to be read once it is whole.
    Html,
    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    Mark,
    /// A stretch with a language or direction: those of the frame.
    Span,
    InlineCode,
    Link(String),
    Image {
        path: String,
        title: String,
    },
    Footnote(String),
    DefinitionList,
    Term,
    Description,
    Table(Vec<ColumnAlignment>),
    TableHead,
    Row,
    Cell {
        is_header: bool,
        column_span: u16,
        row_span: u16,
    },
    /// The caption of a table or figure.
    Caption,
    /// The first line of `details`.
    Summary,
    Figure,
    /// Blocks that belong together for a language or direction only.
    Group,
}

impl Kind {
    /// Whether running text in it makes paragraphs.
    pub(super) const fn holds_blocks(&self) -> bool {
        matches!(
            self,
            Kind::Document
                | Kind::Quote(_)
                | Kind::List { .. }
                | Kind::Item
                | Kind::Footnote(_)
                | Kind::DefinitionList
                | Kind::Description
                | Kind::Cell { .. }
                | Kind::Figure
                | Kind::Group
        ) || self.is_grid()
    }

    /// Whether it is a part of a table that holds others; what else stands in it comes before the table.
    pub(super) const fn is_grid(&self) -> bool {
        matches!(self, Kind::Table(_) | Kind::TableHead | Kind::Row)
    }

    /// Whether the blocks in it are its own; others come behind it.
    pub(super) const fn keeps_blocks(&self) -> bool {
        self.holds_blocks() && !matches!(self, Kind::TableHead | Kind::Row)
    }

    /// Whether it is part of running text.
    pub(super) const fn is_inline(&self) -> bool {
        matches!(
            self,
            Kind::Emphasis
                | Kind::Strong
                | Kind::Strikethrough
                | Kind::Superscript
                | Kind::Subscript
                | Kind::Mark
                | Kind::Span
                | Kind::InlineCode
                | Kind::Link(_)
                | Kind::Image { .. }
        )
    }
}

/// An open container and what it holds so far.
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// The HTML element that opened it; empty for one of Markdown.
    pub(super) element: String,
    pub(super) lang: Option<Lang>,
    pub(super) direction: Option<Direction>,
    /// Its alignment.
    pub(super) alignment: Option<TextAlignment>,
    pub(super) blocks: Vec<Block>,
    pub(super) items: Vec<ListItem>,
    /// For an item, whether it is done.
    pub(super) task: Option<bool>,
    /// For an item, its explicit number.
    pub(super) value: Option<i64>,
    pub(super) definitions: Vec<Definition>,
    pub(super) rows: Vec<SourceRow>,
    /// Number of the group of rows that the next row belongs to.
    pub(super) group: usize,
    pub(super) cells: Vec<TableCell>,
    pub(super) caption: Vec<Inline>,
    /// Running text: of a paragraph, or of an item that needs none (CommonMark, 5.3).
    pub(super) inlines: Vec<Inline>,
    pub(super) inline_span: Option<Span>,
    /// Title of the last picture in the running text.
    pub(super) image_title: String,
    /// Letters of code or HTML.
    pub(super) text: String,
    /// For each line of `text`, its offset there and in the source.
    pub(super) lines: Vec<(usize, usize)>,
}

impl Frame {
    pub(super) fn new(kind: Kind, span: Span) -> Frame {
        Frame {
            kind,
            span,
            element: String::new(),
            lang: None,
            direction: None,
            alignment: None,
            blocks: Vec::new(),
            items: Vec::new(),
            task: None,
            value: None,
            definitions: Vec::new(),
            rows: Vec::new(),
            group: 0,
            cells: Vec::new(),
            caption: Vec::new(),
            inlines: Vec::new(),
            inline_span: None,
            image_title: String::new(),
            text: String::new(),
            lines: Vec::new(),
        }
    }

    /// Whether Markdown itself opened it.
    pub(super) fn is_markdown(&self) -> bool {
        self.element.is_empty()
    }

    /// Makes a paragraph of the running text that stands in a container of blocks, if there is any.
    pub(super) fn flush(&mut self) {
        if !self.kind.holds_blocks() {
            return;
        }
        let mut content = std::mem::take(&mut self.inlines);
        let title = std::mem::take(&mut self.image_title);
        trim(&mut content);
        self.blocks.extend(anchors_of_picture(&mut content));
        if let Some(span) = self.inline_span.take().filter(|_| !content.is_empty()) {
            self.blocks.push(paragraph(content, &title, span));
        }
    }

    pub(super) fn push_block(&mut self, block: Block) {
        self.flush();
        self.blocks.push(block);
    }
}

/// Takes white space off both ends of running text.
pub(super) fn trim(content: &mut Vec<Inline>) {
    let is_blank = |inline: Option<&Inline>| match inline {
        Some(Inline::Text { text, .. }) => text.trim_ascii().is_empty(),
        Some(Inline::LineBreak) => true,
        _ => false,
    };
    while is_blank(content.last()) {
        content.pop();
    }
    let leading = content.iter().take_while(|inline| is_blank(Some(inline))).count();
    content.drain(..leading);
    let anchors = content.iter().take_while(|inline| matches!(inline, Inline::Anchor { .. })).count();
    if let Some(Inline::Text { text, span }) = content.get_mut(anchors) {
        let blank = text.len() - text.trim_ascii_start().len();
        span.start += if span.end - span.start == text.len() { blank } else { 0 };
        text.drain(..blank);
    }
    if let Some(Inline::Text { text, span }) = content.last_mut() {
        let kept = text.trim_ascii_end().len();
        let exact = span.end - span.start == text.len();
        span.end -= if exact { text.len() - kept } else { 0 };
        text.truncate(kept);
    }
}

/// Takes the anchors off a picture, so that it can be a figure: a paragraph to stand before it.
pub(super) fn anchors_of_picture(content: &mut Vec<Inline>) -> Option<Block> {
    let anchors = content.iter().take_while(|inline| matches!(inline, Inline::Anchor { .. })).count();
    match content.first() {
        Some(&Inline::Anchor { span, .. }) if matches!(content.get(anchors), Some(Inline::Image(_))) => {
            Some(Block::new(BlockKind::Paragraph(content.drain(..anchors).collect()), span))
        }
        _ => None,
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
