//! Paragraphs that become blocks.
//!
//! In: running text and what its style makes of it. Out: blocks, where neighbours of one quotation or one piece of code
//! are put together, and captions belong to what stands above them.

use super::Front;
use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, Direction, Inline, TextAlignment, plain_text};
use crate::parse::date::parse_date;
use crate::parse::metadata::Value;

/// What a style makes of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Role {
    Title,
    Subtitle,
    /// Names and day below the title, as pandoc sets them.
    Author,
    Date,
    Heading(u8),
    Quote,
    Code,
    Caption,
    /// A line of a contents list that the program made, or the title of one.
    Contents,
}

/// Titles of contents lists.
const CONTENTS_TITLES: [&str; 12] = [
    "المحتويات",
    "فهرس المحتويات",
    "جدول المحتويات",
    "قائمة المحتويات",
    "الفهرس",
    "فهرس",
    "فهرس الموضوعات",
    "محتويات الكتاب",
    "فهرست",
    "תוכן העניינים",
    "contents",
    "table of contents",
];

/// Signs of which a line between two thoughts is made.
const RULE_SIGNS: &str = "*⁂•·-–—_=~✻❖◆";

/// A paragraph with what its properties say.
pub(in crate::parse) struct Paragraph {
    pub(in crate::parse) content: Vec<Inline>,
    pub(in crate::parse) span: Span,
    pub(in crate::parse) role: Option<Role>,
    pub(in crate::parse) direction: Option<Direction>,
    pub(in crate::parse) alignment: Option<TextAlignment>,
}

impl Paragraph {
    pub(in crate::parse) fn block(&self, kind: BlockKind) -> Block {
        Block { direction: self.direction, alignment: self.alignment, ..Block::new(kind, self.span) }
    }
}

/// Puts a paragraph that is in no list where it belongs.
pub(in crate::parse) fn place(own: Paragraph, front: &mut Front, out: &mut Vec<Block>) {
    let span = own.span;
    let value = |content: &[Inline]| Value { text: plain_text(content), span };
    match own.role {
        Some(Role::Title) if front.title.is_none() => front.title = Some(value(&own.content)),
        Some(Role::Subtitle) if front.subtitle.is_none() => front.subtitle = Some(value(&own.content)),
        Some(Role::Author) if out.is_empty() => front.authors.push(value(&own.content)),
        Some(Role::Date) if out.is_empty() && parse_date(&plain_text(&own.content)).is_some() => {
            front.date = Some(value(&own.content));
        }
        Some(Role::Code) => push_code(&own.content, span, out),
        Some(Role::Caption) => push_caption(own.content, span, out),
        role => {
            let mut own = own;
            let content = std::mem::take(&mut own.content);
            match role {
                Some(Role::Title) => out.push(own.block(heading(1, unstressed(content)))),
                Some(Role::Heading(level)) => out.push(own.block(heading(level, unstressed(content)))),
                Some(Role::Quote) => push_quote(own.block(BlockKind::Paragraph(content)), out),
                _ if is_rule(&content) => out.push(Block::new(BlockKind::ThematicBreak, span)),
                _ => out.push(own.block(paragraph_kind(content))),
            }
        }
    }
}

/// Whether a block is the title of a contents list.
pub(in crate::parse) fn is_contents_title(block: &Block) -> bool {
    let text = block.kind.inlines().into_iter().map(plain_text).collect::<String>();
    let text = text.trim().trim_end_matches(':').trim().to_lowercase();
    matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Heading { .. })
        && CONTENTS_TITLES.contains(&text.as_str())
}

/// Whether a paragraph has only signs that part two thoughts.
fn is_rule(content: &[Inline]) -> bool {
    let text = plain_text(content);
    let signs: Vec<char> = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let is_one = signs.as_slice() == ['⁂'];
    let is_text = content.iter().all(|inline| matches!(inline, Inline::Text { .. } | Inline::Strong(_)));
    is_text && (is_one || signs.len() >= 3) && signs.iter().all(|sign| RULE_SIGNS.contains(*sign) && *sign == signs[0])
}

fn heading(level: u8, content: Vec<Inline>) -> BlockKind {
    BlockKind::Heading { level, id: String::new(), content }
}

/// A paragraph, or a figure where it is a picture alone.
fn paragraph_kind(content: Vec<Inline>) -> BlockKind {
    match <[Inline; 1]>::try_from(content) {
        Ok([Inline::Image(image)]) => BlockKind::Figure { image, caption: Vec::new() },
        Ok(content) => BlockKind::Paragraph(content.into()),
        Err(content) => BlockKind::Paragraph(content),
    }
}

fn push_quote(block: Block, out: &mut Vec<Block>) {
    let span = block.span;
    match out.last_mut() {
        Some(Block { kind: BlockKind::Quote(inner), span: around, .. }) => {
            inner.push(block);
            around.end = span.end;
        }
        _ => out.push(Block::new(BlockKind::Quote(vec![block]), span)),
    }
}

fn push_code(content: &[Inline], span: Span, out: &mut Vec<Block>) {
    let lines: Vec<String> = content.split(|inline| *inline == Inline::LineBreak).map(plain_text).collect();
    match out.last_mut() {
        Some(Block { kind: BlockKind::Code { text, .. }, span: around, .. }) => {
            text.push('\n');
            text.push_str(&lines.join("\n"));
            around.end = span.end;
        }
        _ => out.push(Block::new(BlockKind::Code { language: None, text: lines.join("\n") }, span)),
    }
}

/// A caption belongs to the picture or table before it.
fn push_caption(content: Vec<Inline>, span: Span, out: &mut Vec<Block>) {
    match out.last_mut().map(|block| &mut block.kind) {
        Some(BlockKind::Figure { caption, .. }) if caption.is_empty() => *caption = content,
        Some(BlockKind::Table(table)) if table.caption.is_empty() => table.caption = content,
        _ => out.push(Block::new(captioned(content), span)),
    }
}

/// A picture with its caption in one paragraph, as LibreOffice frames them.
fn captioned(mut content: Vec<Inline>) -> BlockKind {
    if content.len() > 1
        && let Some(Inline::Image(image)) = content.first()
    {
        let image = image.clone();
        content.remove(0);
        return BlockKind::Figure { image, caption: trimmed(content) };
    }
    paragraph_kind(content)
}

/// A heading is bold by itself.
pub(in crate::parse) fn unstressed(content: Vec<Inline>) -> Vec<Inline> {
    match <[Inline; 1]>::try_from(content) {
        Ok([Inline::Strong(inner) | Inline::Emphasis(inner)]) => unstressed(inner),
        Ok(content) => content.into(),
        Err(content) => content,
    }
}

/// Inlines without blanks and breaks at their ends.
pub(in crate::parse) fn trimmed(mut content: Vec<Inline>) -> Vec<Inline> {
    loop {
        match content.last_mut() {
            Some(Inline::LineBreak) => {}
            Some(Inline::Text { text, .. }) => {
                text.truncate(text.trim_end().len());
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        content.pop();
    }
    let anchors = content.iter().take_while(|inline| matches!(inline, Inline::Anchor { .. })).count();
    while let Some(first) = content.get_mut(anchors) {
        match first {
            Inline::LineBreak => {}
            Inline::Text { text, span } => {
                let blank = text.len() - text.trim_start().len();
                text.drain(..blank);
                span.start = (span.start + blank).min(span.end);
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        content.remove(anchors);
    }
    content
}
