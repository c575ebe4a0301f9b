//! How a book looks: page, faces, sizes.
//!
//! In: the user's choices. Out: [`Stylesheet`], a plain value read by `layout/` and `epub/`.

use std::num::NonZeroU16;

use crate::geometry::{Pt, Sides, Size};

/// Page and text settings, with the defaults of a well-made book.
#[derive(Clone, Debug, PartialEq)]
pub struct Stylesheet {
    /// Trimmed page size.
    pub page_size: Size,
    /// Margins; `None` derives them from page size and font size, for a measure of 12 to 14 words.
    pub margins: Option<Sides<Pt>>,
    /// Size of the main text.
    pub font_size: Pt,
    /// Family of the main text.
    pub text_family: String,
    /// Family of code.
    pub mono_family: String,
    /// How lines are brought to one width.
    pub justification: Justification,
    /// Where footnotes stand in the pages.
    pub notes: NotePlacement,
    /// Whether the pages have a list of contents.
    pub contents: ContentsPage,
    /// Where chapters begin in the pages.
    pub chapters: ChapterStart,
    /// Whether the pages have a cover.
    pub cover: CoverPage,
    /// Where the title stands in the pages.
    pub title: TitlePlacement,
    /// Which lines of verse bear their number.
    pub verse_numbers: VerseNumbers,
    /// Treatment of tables that are too wide for the page.
    pub wide_tables: WideTables,
}

impl Default for Stylesheet {
    fn default() -> Stylesheet {
        Stylesheet {
            page_size: page_size::A4,
            margins: None,
            font_size: MAIN_SIZE,
            text_family: "Amiri".into(),
            mono_family: "Noto Sans Mono".into(),
            justification: Justification::Space,
            notes: NotePlacement::Foot,
            contents: ContentsPage::None,
            chapters: ChapterStart::Continue,
            cover: CoverPage::None,
            title: TitlePlacement::AboveText,
            verse_numbers: VerseNumbers::None,
            wide_tables: WideTables::Turn,
        }
    }
}

/// Size of the main text where the page has room for it.
const MAIN_SIZE: Pt = Pt(14.0);

impl Stylesheet {
    /// The defaults for a page size: small pages get smaller text, so that a line still holds enough words.
    #[must_use]
    pub fn for_page(page_size: Size) -> Stylesheet {
        const SMALLEST: Pt = Pt(10.5);
        const PAGE_WIDTH_IN_EMS: f64 = 36.0;
        let font_size = (page_size.width / PAGE_WIDTH_IN_EMS).min(MAIN_SIZE).max(SMALLEST);
        Stylesheet { page_size, font_size: Pt((font_size.0 * 2.0).round() / 2.0), ..Stylesheet::default() }
    }
}

/// Treatment of tables that are too wide for the page, even in smaller type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WideTables {
    /// They are turned on their side, on separate pages; those that are still too wide come in parts.
    #[default]
    Turn,
    /// Their columns come in parts, one below the other: for output whose pages must all be the same size, such as
    /// booklets.
    Split,
}

/// Where footnotes stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NotePlacement {
    /// At the foot of the page where they are referred to.
    #[default]
    Foot,
    /// After the text, under a heading of their own.
    End,
}

/// Whether there is a list of contents with page numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContentsPage {
    /// None.
    #[default]
    None,
    /// After the title, before the page where the text begins.
    AfterTitle,
}

/// Where chapters, headings of level 1, begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChapterStart {
    /// Below what precedes them.
    #[default]
    Continue,
    /// On a new page.
    NewPage,
    /// On an odd page, the left one of a right-to-left book.
    OddPage,
    /// On an even page.
    EvenPage,
}

/// Where the title stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TitlePlacement {
    /// Above what follows it.
    #[default]
    AboveText,
    /// On a page of its own.
    OwnPage,
}

/// Whether there is a cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CoverPage {
    /// None.
    #[default]
    None,
    /// The picture that the document names, or one made of its title and authors.
    First,
}

/// Which lines of verse bear their number. Each poem counts its own lines, through its stanzas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VerseNumbers {
    /// None.
    #[default]
    None,
    /// Each whose number is a multiple of this.
    Every(NonZeroU16),
}

impl VerseNumbers {
    /// Whether the line with this number, counted from 1, shows it.
    #[must_use]
    pub fn shows(self, number: usize) -> bool {
        matches!(self, VerseNumbers::Every(step) if number.is_multiple_of(usize::from(step.get())))
    }
}

/// How lines are brought to one width. Hemistichs are brought to one as lines of text are; those that are not stretched
/// begin below each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Justification {
    /// Not at all: ragged at the end edge.
    None,
    /// By word spaces.
    #[default]
    Space,
    /// By word spaces and, where those would grow too wide, by lengthening letters (kashida).
    Kashida,
}

/// Named page sizes (ISO 216, ANSI and a common book trim).
pub mod page_size {
    use super::{Pt, Size};

    /// 210 × 297 mm.
    pub const A4: Size = Size { width: Pt::mm(210.0), height: Pt::mm(297.0) };
    /// 148 × 210 mm.
    pub const A5: Size = Size { width: Pt::mm(148.0), height: Pt::mm(210.0) };
    /// 8.5 × 11 in.
    pub const LETTER: Size = Size { width: Pt::inches(8.5), height: Pt::inches(11.0) };
    /// 6 × 9 in, the trade paperback.
    pub const TRADE: Size = Size { width: Pt::inches(6.0), height: Pt::inches(9.0) };
}
