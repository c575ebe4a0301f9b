//! The article as a tree, with everything resolved and nothing of Markdown or HTML left in it.
//!
//! In: what `parse/` understood. Out: [`Document`], read by `layout/` and `epub/` alike: [`Metadata`], a tree of
//! [`Block`]s whose text is [`Inline`]s, notes and pictures. Blocks and inlines carry the [`Span`] of the source they
//! came from, so that every later warning can name its place.

mod anchors;
mod block;
mod digits;
mod images;
mod inline;
mod list;
mod math;
mod metadata;
mod parts;
mod places;
mod table;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use anchors::{are_anchors_alone, drop_unused_anchors};
pub use block::{Block, BlockKind, TextAlignment};
pub use digits::Digits;
pub(crate) use digits::digit_value;
pub use images::{ImageLength, ImageRef, ImageSize};
pub(crate) use images::{are_images_alone, visit_images};
pub(crate) use inline::is_blank;
pub use inline::{Inline, plain_text};
pub(crate) use list::COUNTER_STYLES;
pub use list::{Counter, CounterStyle, List, ListItem, ListMarker};
pub use math::{EQUATION_NUMBER, Formula, MAX_MATH_DEPTH, MAX_MATH_NODES, MathContent, MathNode};
pub use metadata::{Date, Direction, Lang, Metadata, Timestamp};
pub use parts::{CalloutKind, Definition, VerseLine};
pub use places::{PageBreak, TextPlace};
pub(crate) use places::{TextUnits, source_pages};
pub(crate) use table::Grid;
pub use table::{ColumnAlignment, Table, TableCell, TableRow};

use crate::diagnostic::Span;

/// A whole article or book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// What is known about it.
    pub metadata: Metadata,
    /// Its content, in reading order, without the title.
    pub blocks: Vec<Block>,
    /// Footnotes in the order of their first reference; those never referred to are not here.
    pub footnotes: Vec<Footnote>,
    /// Pictures by the path the source names them by; filled by [`crate::assets`], but for
    /// those that the source itself holds.
    pub images: BTreeMap<String, ImageData>,
    /// Pictures that the source itself should hold but that cannot be shown; it was warned of them when it was read.
    pub unusable_images: BTreeSet<String>,
}

/// A footnote.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote {
    /// The label that references name, unique in the document.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it stands in the source.
    pub span: Span,
}

/// A picture's file, read and recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageData {
    /// The file's bytes, as they are.
    pub bytes: Vec<u8>,
    /// What they are.
    pub format: ImageFormat,
    /// Width in pixels, upright; of a drawing, in pixels of CSS.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// How the stored pixels come to stand upright.
    pub orientation: Orientation,
}

/// How stored pixels come to stand upright: turned, then mirrored (Exif 2.32, 4.6.5.1.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Orientation {
    /// Turns by 90 degrees clockwise, 0 to 3.
    pub quarter_turns: u8,
    /// Whether left and right are exchanged after that.
    pub is_mirrored: bool,
}

impl Orientation {
    /// Pixels as they are stored.
    pub const UPRIGHT: Orientation = Orientation { quarter_turns: 0, is_mirrored: false };

    /// Whether width and height change places.
    #[must_use]
    pub const fn is_on_its_side(self) -> bool {
        self.quarter_turns % 2 == 1
    }
}

/// Picture formats that both books can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ImageFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// SVG, of plain shapes: nothing in it acts or refers to anything outside.
    Svg,
}
