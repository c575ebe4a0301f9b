//! Blocks: what stands below each other.
//!
//! In: what a reader made of a source. Out: [`Block`]s of the kinds of [`BlockKind`], and generic walks over what is
//! in them.

use super::{CalloutKind, Definition, Direction, ImageRef, Inline, Lang, List, Table, VerseLine};
use crate::diagnostic::Span;

/// One block of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the source.
    pub span: Span,
    /// Its own language, where that differs from what surrounds it.
    pub lang: Option<Lang>,
    /// Its direction, if the source gives one; otherwise [`crate::direction`] decides.
    pub direction: Option<Direction>,
    /// Its alignment, if the source gives one; otherwise the book decides. For paragraphs and headings only.
    pub alignment: Option<TextAlignment>,
}

/// Alignment that the source asks for. Start-aligned and justified lines are the book's default and have no value here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextAlignment {
    /// In the middle.
    Center,
    /// At the end of the line.
    End,
    /// At the left, whatever the direction.
    Left,
    /// At the right, whatever the direction.
    Right,
}

impl TextAlignment {
    /// The alignment by direction: [`TextAlignment::Center`] or [`TextAlignment::End`]; `None` at the start.
    #[must_use]
    pub fn resolved(self, direction: Direction) -> Option<TextAlignment> {
        match (self, direction) {
            (TextAlignment::Left, Direction::Ltr) | (TextAlignment::Right, Direction::Rtl) => None,
            (TextAlignment::Center, _) => Some(TextAlignment::Center),
            _ => Some(TextAlignment::End),
        }
    }
}

impl Block {
    /// A block without a language or direction of its own.
    #[must_use]
    pub const fn new(kind: BlockKind, span: Span) -> Block {
        Block { kind, span, lang: None, direction: None, alignment: None }
    }

    /// The direction that the block says it has, by itself or by its language.
    pub(crate) fn own_direction(&self) -> Option<Direction> {
        self.direction.or_else(|| self.lang.as_ref().map(Lang::direction))
    }
}

/// The kinds of blocks.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BlockKind {
    /// A heading; `level` runs from 0 (a part of a book) and 1 (a chapter) to 6.
    Heading {
        /// Rank, 0 to 6; readers of sources make none of 0.
        level: u8,
        /// Name for links and the contents list, unique in the document.
        id: String,
        /// Its text.
        content: Vec<Inline>,
    },
    /// The lines below a chapter's heading that tell its subtitle, authors and day.
    Byline(Vec<Vec<Inline>>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// An ordered or unordered list.
    List(List),
    /// A quotation.
    Quote(Vec<Block>),
    /// Code, set line for line, always left to right.
    Code {
        /// Name of the language after the fence, if any.
        language: Option<String>,
        /// The lines, without a last line break.
        text: String,
    },
    /// A break between thoughts.
    ThematicBreak,
    /// A picture that stands by itself.
    Figure {
        /// The picture.
        image: ImageRef,
        /// The line below it; empty when there is none.
        caption: Vec<Inline>,
    },
    /// A table.
    Table(Table),
    /// Verse, line for line.
    Verse(Vec<VerseLine>),
    /// Terms and what they mean.
    DefinitionList(Vec<Definition>),
    /// A remark set apart, such as `> [!NOTE]`.
    Callout {
        /// Its kind, which names it where it has no title of its own.
        kind: CalloutKind,
        /// Its own title; empty when there is none.
        title: Vec<Inline>,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// Blocks that the source put together without saying why, such as an HTML `div` with a direction; they take the
    /// language and direction of the group.
    Group(Vec<Block>),
}

impl BlockKind {
    /// The sequences of blocks inside, in reading order.
    #[must_use]
    pub fn children(&self) -> Vec<&[Block]> {
        match self {
            BlockKind::List(list) => list.items.iter().map(|item| item.blocks.as_slice()).collect(),
            BlockKind::Quote(blocks) | BlockKind::Callout { blocks, .. } | BlockKind::Group(blocks) => vec![blocks],
            BlockKind::Table(table) => {
                table.all_rows().flat_map(|row| row.cells.iter().map(|cell| cell.blocks.as_slice())).collect()
            }
            BlockKind::DefinitionList(definitions) => {
                definitions.iter().flat_map(|definition| definition.descriptions.iter().map(Vec::as_slice)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The runs of inlines directly in the block, in reading order: not those of the blocks inside.
    #[must_use]
    pub fn inlines(&self) -> Vec<&[Inline]> {
        match self {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => vec![content],
            BlockKind::Byline(lines) => lines.iter().map(Vec::as_slice).collect(),
            BlockKind::Figure { caption, .. } => vec![caption],
            BlockKind::Table(table) => vec![&table.caption],
            BlockKind::Verse(lines) => {
                lines.iter().flat_map(|line| line.hemistichs.iter().map(Vec::as_slice)).collect()
            }
            BlockKind::DefinitionList(definitions) => {
                definitions.iter().flat_map(|definition| definition.terms.iter().map(Vec::as_slice)).collect()
            }
            BlockKind::Callout { title, .. } => vec![title],
            _ => Vec::new(),
        }
    }

    /// [`BlockKind::children`], to be changed.
    pub fn children_mut(&mut self) -> Vec<&mut Vec<Block>> {
        match self {
            BlockKind::List(list) => list.items.iter_mut().map(|item| &mut item.blocks).collect(),
            BlockKind::Quote(blocks) | BlockKind::Callout { blocks, .. } | BlockKind::Group(blocks) => vec![blocks],
            BlockKind::Table(table) => {
                let rows = table.header.iter_mut().chain(&mut table.rows);
                rows.flat_map(|row| row.cells.iter_mut().map(|cell| &mut cell.blocks)).collect()
            }
            BlockKind::DefinitionList(definitions) => {
                definitions.iter_mut().flat_map(|definition| &mut definition.descriptions).collect()
            }
            _ => Vec::new(),
        }
    }

    /// [`BlockKind::inlines`], to be changed.
    pub fn inlines_mut(&mut self) -> Vec<&mut Vec<Inline>> {
        match self {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => vec![content],
            BlockKind::Byline(lines) => lines.iter_mut().collect(),
            BlockKind::Figure { caption, .. } => vec![caption],
            BlockKind::Table(table) => vec![&mut table.caption],
            BlockKind::Verse(lines) => lines.iter_mut().flat_map(|line| &mut line.hemistichs).collect(),
            BlockKind::DefinitionList(definitions) => {
                definitions.iter_mut().flat_map(|definition| &mut definition.terms).collect()
            }
            BlockKind::Callout { title, .. } => vec![title],
            _ => Vec::new(),
        }
    }
}
