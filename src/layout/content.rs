//! What `collect` hands to `flow`: things to set across the type area, one below the other.
//!
//! In: nothing. Out: [`Flow`] and its parts, plain values that know what is to be set and how much room is left at its
//! sides, but no line of it yet. Room is counted from the edges of the area that the flows stand in: that is the type
//! area, a note or a cell of a table.

mod scaled;

use std::ops::Range;
use std::sync::Arc;

use crate::document::{Direction, Formula, ImageRef, TextPlace};
use crate::geometry::Pt;
use crate::text::{Alignment, TextStyle};

use super::design::Design;
use super::frame::{Color, ElementId};
use super::inline::{Couplet, InlineText};

/// Something to set across an area.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Flow {
    /// The element that it is content of; none for decoration.
    pub(super) element: Option<ElementId>,
    /// What is set.
    pub(super) content: FlowContent,
    /// Its proportions.
    pub(super) design: Arc<Design>,
    /// Room left at the document's start side.
    pub(super) start: Pt,
    /// Room left at the document's end side.
    pub(super) end: Pt,
    /// Its direction: columns and lines begin at the side where that starts.
    pub(super) direction: Direction,
    /// Room above it, dropped at the top of a page; the larger of this and the room below the last one counts.
    pub(super) space_before: Pt,
    /// Room below it.
    pub(super) space_after: Pt,
    /// Room above and below it that belongs to the grounds it stands on.
    pub(super) padding: (Pt, Pt),
    /// Whether the next one stays on the same page.
    pub(super) keep_with_next: bool,
    /// Whether it begins a page, and which.
    pub(super) page_start: PageStart,
    /// Whether it stands on a title page, which has neither running head nor folio.
    pub(super) on_title_page: bool,
    /// What stands before the first line, from the innermost: two for a list that opens an item of another.
    pub(super) markers: Vec<Marker>,
    /// Names of links that lead here.
    pub(super) anchors: Vec<String>,
    /// Its place in the document, if it is not text, which knows its own.
    pub(super) place: Option<TextPlace>,
    /// Bars and grounds of the quotes and callouts it stands in, from the outermost.
    pub(super) backdrops: Vec<Backdrop>,
}

/// What page something begins; of two demands the later one here counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PageStart {
    /// None.
    #[default]
    None,
    /// The next.
    Next,
    /// The next odd one.
    Odd,
    /// The next even one.
    Even,
}

impl PageStart {
    /// Whether something may begin the page numbered `page`, counted from 0.
    pub(super) const fn allows(self, page: usize) -> bool {
        match self {
            PageStart::None | PageStart::Next => true,
            PageStart::Odd => page.is_multiple_of(2),
            PageStart::Even => !page.is_multiple_of(2),
        }
    }
}

/// Number, bullet or box before the first line of a flow.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Marker {
    /// What it says.
    pub(super) text: InlineText,
    /// The element that it is content of.
    pub(super) element: ElementId,
    /// Room left at the document's start side by what it marks.
    pub(super) start: Pt,
    /// Room left at the document's end side by what it marks.
    pub(super) end: Pt,
    /// It stands at the side where this direction starts.
    pub(super) direction: Direction,
}

/// What is drawn behind all of a quote or callout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Backdrop {
    /// Which quote or callout: flows of the same one share it without a gap.
    pub(super) id: u32,
    /// Room left at the document's start side.
    pub(super) start: Pt,
    /// Room left at the document's end side.
    pub(super) end: Pt,
    /// Width and colour of the bar.
    pub(super) bar: (Pt, Color),
    /// The side where the bar stands is where this direction starts.
    pub(super) direction: Direction,
    /// Colour of the ground, if any.
    pub(super) ground: Option<Color>,
}

/// The kinds of things to set.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FlowContent {
    /// Lines of text.
    Text {
        /// What they say.
        text: InlineText,
        /// How they fill the measure.
        alignment: Alignment,
        /// Indent of the first line.
        indent: Pt,
        /// For a heading, its entry in the outline.
        heading: Option<HeadingEntry>,
    },
    /// Lines of code on a ground, each its own paragraph.
    Code(Vec<InlineText>),
    /// A picture.
    Image(ImageRef),
    /// A formula on a line of its own, and the style of the text around it.
    Formula(Arc<Formula>, TextStyle),
    /// A short rule in the middle.
    Break,
    /// A table.
    Table(TableFlow),
    /// A poem.
    Verse(Vec<VerseFlow>),
    /// An entry of the contents: a title, a leader and the number of the page where the anchor is.
    Entry {
        /// The title.
        text: InlineText,
        /// Key of the destination.
        anchor: String,
        /// The element of the number.
        number: ElementId,
    },
}

/// What the outline says of a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeadingEntry {
    /// Rank, 0 to 6.
    pub(super) level: u8,
    /// Name for links.
    pub(super) id: String,
    /// Its text.
    pub(super) title: String,
}

/// A table to be set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TableFlow {
    /// How many columns it has.
    pub(super) columns: usize,
    /// Content above it that must stay with it.
    pub(super) caption: Vec<Flow>,
    /// Where it stands in the source, for warnings.
    pub(super) offset: usize,
    /// Rows that are repeated on every page.
    pub(super) header: Vec<Vec<CellFlow>>,
    /// All others.
    pub(super) rows: Vec<Vec<CellFlow>>,
}

/// A cell to be set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct CellFlow {
    /// What is in it.
    pub(super) flows: Vec<Flow>,
    /// The columns that it covers, one at least.
    pub(super) columns: Range<usize>,
    /// How many rows it covers, one at least.
    pub(super) rows: usize,
}

/// A line of verse to be set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct VerseFlow {
    /// The element of the line.
    pub(super) element: ElementId,
    /// Its hemistichs.
    pub(super) parts: Vec<InlineText>,
    /// Two hemistichs in one.
    pub(super) couplet: Option<Couplet>,
    /// The number that it shows.
    pub(super) number: Option<InlineText>,
}

impl VerseFlow {
    /// The same with a word that the hemistichs share whole in the first one.
    pub(super) fn with_whole_words(&self) -> VerseFlow {
        let whole = self.couplet.as_ref().and_then(Couplet::with_whole_word);
        VerseFlow { parts: whole.map_or_else(|| self.parts.clone(), Vec::from), couplet: None, ..self.clone() }
    }
}
