//! The article as a tree, with everything resolved and nothing of Markdown or HTML left in it.
//!
//! In: what `parse/` understood. Out: [`Document`], read by `layout/` and `epub/` alike. Blocks and inlines carry the
//! [`Span`] of the source they came from, so that every later warning can name its place.

use std::collections::BTreeMap;

use crate::diagnostic::Span;
use crate::digits::Digits;

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
}

/// Title, authors and the rest of the front matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The title; never empty after parsing.
    pub title: String,
    /// A second title line.
    pub subtitle: Option<String>,
    /// Authors in the order given.
    pub authors: Vec<String>,
    /// Day of publication.
    pub date: Option<Date>,
    /// BCP 47 tag of the main language.
    pub lang: Lang,
    /// Direction of the whole: from `dir`, else from the language.
    pub direction: Direction,
    /// A summary.
    pub description: Option<String>,
    /// Subject words.
    pub keywords: Vec<String>,
    /// The publisher's name.
    pub publisher: Option<String>,
    /// Rights statement.
    pub rights: Option<String>,
    /// Identifier given by the author (ISBN, URN, DOI…); when absent one is made from the content.
    pub identifier: Option<String>,
    /// Path of the cover picture, a key of [`Document::images`].
    pub cover: Option<ImageRef>,
    /// Digits of the document, also for the numbers that the tool writes.
    pub digits: Digits,
    /// Keys of the source's header that are none of the above, with their values as text.
    pub extra: BTreeMap<String, String>,
}

impl Metadata {
    /// The moment that books made of this document bear as their date of making. The library reads no clock: it is the
    /// given one, else the start of the day of publication, else the start of the year 2000, all in UTC.
    #[must_use]
    pub fn timestamp(&self, given: Option<Timestamp>) -> Timestamp {
        const START_OF_2000: Timestamp = Timestamp(946_684_800);
        given.or_else(|| self.date.map(Date::start)).unwrap_or(START_OF_2000)
    }
}

/// A moment: seconds since 1970-01-01T00:00:00Z, as in `SOURCE_DATE_EPOCH`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

/// A day of the Gregorian calendar, already checked to exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year of the common era, 1 to 9999.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

impl Date {
    /// `YYYY-MM-DD`, ISO 8601.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Midnight at the start of the day, UTC.
    #[must_use]
    pub fn start(self) -> Timestamp {
        const DAYS_BEFORE_1970: i64 = 719_468;
        // Days since 0000-03-01: years counted from March put the leap day at their end.
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let month_from_march = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(self.day) - 1;
        let days = 365 * year + year / 4 - year / 100 + year / 400 + day_of_year;
        Timestamp((days - DAYS_BEFORE_1970) * 86_400)
    }
}

/// A BCP 47 language tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(pub String);

impl Default for Lang {
    /// Arabic: what this tool is for.
    fn default() -> Lang {
        Lang("ar".into())
    }
}

impl Lang {
    /// The primary language subtag, in lower case: `ar` of `ar-EG`.
    #[must_use]
    pub fn primary(&self) -> String {
        self.0.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
    }

    /// The direction the language is written in, judged by script subtag first and primary subtag second.
    #[must_use]
    pub fn direction(&self) -> Direction {
        const RIGHT_TO_LEFT: [&str; 16] =
            ["ar", "fa", "ur", "ps", "ckb", "ug", "sd", "he", "yi", "syr", "dv", "arc", "azb", "ks", "nqo", "arz"];
        const RIGHT_TO_LEFT_SCRIPTS: [&str; 6] = ["arab", "hebr", "syrc", "thaa", "aran", "nkoo"];
        let lower = self.0.to_ascii_lowercase();
        let script = lower.split(['-', '_']).skip(1).find(|subtag| subtag.len() == 4);
        let right_to_left = match script {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
            None => RIGHT_TO_LEFT.contains(&self.primary().as_str()),
        };
        if right_to_left { Direction::Rtl } else { Direction::Ltr }
    }
}

/// Which way text runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Right to left.
    #[default]
    Rtl,
    /// Left to right.
    Ltr,
}

impl Direction {
    /// `rtl` or `ltr`, the value of HTML's `dir`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Direction::Rtl => "rtl",
            Direction::Ltr => "ltr",
        }
    }
}

/// One block of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the source.
    pub span: Span,
    /// Its own language, where that differs from what surrounds it.
    pub lang: Option<Lang>,
    /// Its own direction, where the source says it; else the first strong letter decides (UAX #9, P2 and P3).
    pub direction: Option<Direction>,
}

impl Block {
    /// A block without a language or direction of its own.
    #[must_use]
    pub const fn new(kind: BlockKind, span: Span) -> Block {
        Block { kind, span, lang: None, direction: None }
    }
}

/// The kinds of blocks.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BlockKind {
    /// A heading; `level` runs from 1 (a chapter) to 6.
    Heading {
        /// Rank, 1 to 6.
        level: u8,
        /// Name for links and the contents list, unique in the document.
        id: String,
        /// Its text.
        content: Vec<Inline>,
    },
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
    pub fn children_mut(&mut self) -> Vec<&mut [Block]> {
        match self {
            BlockKind::List(list) => list.items.iter_mut().map(|item| item.blocks.as_mut_slice()).collect(),
            BlockKind::Quote(blocks) | BlockKind::Callout { blocks, .. } | BlockKind::Group(blocks) => vec![blocks],
            BlockKind::Table(table) => {
                let rows = table.header.iter_mut().chain(&mut table.rows);
                rows.flat_map(|row| row.cells.iter_mut().map(|cell| cell.blocks.as_mut_slice())).collect()
            }
            BlockKind::DefinitionList(definitions) => {
                let descriptions = definitions.iter_mut().flat_map(|definition| &mut definition.descriptions);
                descriptions.map(Vec::as_mut_slice).collect()
            }
            _ => Vec::new(),
        }
    }

    /// [`BlockKind::inlines`], to be changed.
    pub fn inlines_mut(&mut self) -> Vec<&mut [Inline]> {
        match self {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => vec![content],
            BlockKind::Figure { caption, .. } => vec![caption],
            BlockKind::Table(table) => vec![&mut table.caption],
            BlockKind::Verse(lines) => {
                lines.iter_mut().flat_map(|line| line.hemistichs.iter_mut().map(Vec::as_mut_slice)).collect()
            }
            BlockKind::DefinitionList(definitions) => {
                definitions.iter_mut().flat_map(|entry| entry.terms.iter_mut().map(Vec::as_mut_slice)).collect()
            }
            BlockKind::Callout { title, .. } => vec![title],
            _ => Vec::new(),
        }
    }
}

/// A table: columns in logical order, the first one at the start side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Alignment of each column, as the source says it.
    pub columns: Vec<ColumnAlignment>,
    /// Header rows, repeated where a page ends.
    pub header: Vec<TableRow>,
    /// The other rows.
    pub rows: Vec<TableRow>,
    /// What the table shows; empty when the source says nothing.
    pub caption: Vec<Inline>,
}

impl Table {
    /// Header rows and all others.
    pub fn all_rows(&self) -> impl Iterator<Item = &TableRow> {
        self.header.iter().chain(&self.rows)
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    /// Its cells, as many as the table has columns, less those that a `column_span` covers.
    pub cells: Vec<TableCell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableCell {
    /// What is in it.
    pub blocks: Vec<Block>,
    /// Whether it names its row (header cells of header rows name their columns in any case).
    pub is_row_header: bool,
    /// How many columns it covers, 1 or more.
    pub column_span: u16,
}

/// How the cells of a column are aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnAlignment {
    /// At the start side.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end side.
    End,
}

/// A line of verse.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VerseLine {
    /// Its parts: two hemistichs in a classical verse, one in free verse. A word that is split between hemistichs ends
    /// the first and begins the second with the letters' joining kept by a tatweel or ZWJ as the source has it.
    pub hemistichs: Vec<Vec<Inline>>,
    /// Where it stands in the source.
    pub span: Span,
}

/// Terms and what they mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definition {
    /// One term or several.
    pub terms: Vec<Vec<Inline>>,
    /// One description or several, each a sequence of blocks.
    pub descriptions: Vec<Vec<Block>>,
}

/// Kinds of callouts, those of GitHub's Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CalloutKind {
    /// Worth knowing.
    #[default]
    Note,
    /// Helpful.
    Tip,
    /// Needed.
    Important,
    /// Urgent.
    Warning,
    /// Risky.
    Caution,
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

/// A list and its items.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// What stands before each item.
    pub marker: ListMarker,
    /// Whether items follow each other without space between (CommonMark, 5.3).
    pub tight: bool,
    /// The items, each a sequence of blocks.
    pub items: Vec<ListItem>,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListMarker {
    /// A bullet.
    Bullet,
    /// Numbers in the document's digits, from `start`.
    Number {
        /// Number of the first item.
        start: u64,
    },
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Where it stands in the source.
    pub span: Span,
    /// For an item of a task list, whether it is done.
    pub task: Option<bool>,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Inline {
    /// Letters as written; never holds a line break.
    Text {
        /// The letters.
        text: String,
        /// Where they stand in the source; as long as the text where nothing was unescaped.
        span: Span,
    },
    /// Stressed: set in bold, since Arabic has no italics.
    Emphasis(Vec<Inline>),
    /// Strongly stressed: set in bold.
    Strong(Vec<Inline>),
    /// Code within a line, left to right.
    Code {
        /// The code.
        text: String,
        /// Where it stands in the source.
        span: Span,
    },
    /// A link.
    Link {
        /// A URL, a path, or `#id` for a place in the document.
        target: String,
        /// What is clicked.
        content: Vec<Inline>,
        /// Where it stands in the source.
        span: Span,
    },
    /// A picture within a line.
    Image(ImageRef),
    /// A line break that the author asked for.
    LineBreak,
    /// Struck through.
    Strikethrough(Vec<Inline>),
    /// Raised and smaller.
    Superscript(Vec<Inline>),
    /// Lowered and smaller.
    Subscript(Vec<Inline>),
    /// Highlighted.
    Mark(Vec<Inline>),
    /// A stretch with a language or direction of its own, isolated from what surrounds it.
    Span {
        /// Its language, where that differs.
        lang: Option<Lang>,
        /// Its direction; `None` takes that of its first strong letter.
        direction: Option<Direction>,
        /// What it says.
        content: Vec<Inline>,
    },
    /// A reference to a footnote.
    FootnoteReference {
        /// [`Footnote::label`] of one of [`Document::footnotes`].
        label: String,
        /// Where it stands in the source.
        span: Span,
    },
}

impl Inline {
    /// The inlines inside; none for text, code, pictures, breaks and references.
    #[must_use]
    pub fn children(&self) -> &[Inline] {
        match self {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::Mark(inner)
            | Inline::Link { content: inner, .. }
            | Inline::Span { content: inner, .. } => inner,
            _ => &[],
        }
    }

    /// [`Inline::children`], to be changed.
    pub fn children_mut(&mut self) -> &mut [Inline] {
        match self {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::Mark(inner)
            | Inline::Link { content: inner, .. }
            | Inline::Span { content: inner, .. } => inner,
            _ => &mut [],
        }
    }
}

/// A picture as the source names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImageRef {
    /// Path as written, the key of [`Document::images`].
    pub path: String,
    /// What it shows, for those who do not see it; empty when the source gives none.
    pub alt: String,
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
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
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
}

/// The letters of a run of inlines, without any mark-up; a line break counts as a space.
#[must_use]
pub fn plain_text(content: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(content, &mut text);
    text
}

fn push_plain_text(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { text: letters, .. } | Inline::Code { text: letters, .. } => text.push_str(letters),
            Inline::Image(image) => text.push_str(&image.alt),
            Inline::LineBreak => text.push(' '),
            other => push_plain_text(other.children(), text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_start_at_midnight_utc() {
        let start = |year, month, day| Date { year, month, day }.start().0;
        assert_eq!(start(1970, 1, 1), 0);
        assert_eq!(start(2000, 1, 1), 946_684_800);
        assert_eq!(start(2024, 2, 29), 1_709_164_800);
        assert_eq!(start(2025, 12, 17), 1_765_929_600);
    }

    #[test]
    fn direction_follows_script_before_language() {
        let direction = |tag: &str| Lang(tag.into()).direction();
        assert_eq!(direction("ar-EG"), Direction::Rtl);
        assert_eq!(direction("fa"), Direction::Rtl);
        assert_eq!(direction("en"), Direction::Ltr);
        assert_eq!(direction("ar-Latn"), Direction::Ltr);
        assert_eq!(direction("az-Arab-IR"), Direction::Rtl);
    }
}
