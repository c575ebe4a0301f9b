//! The proportions of the page: everything that a book designer would decide.
//!
//! In: a style sheet and the document's direction and language. Out: [`Design`], the type area, the leading and the
//! sizes of all kinds of text, in points. The figures follow the practice of Arabic books: a measure of 12 to 14 words
//! (about 29 em of Amiri), leading of 1.7 em, the inner margin narrower than the outer and the lower wider than the
//! upper.

use crate::document::{Direction, Document, Lang};
use crate::font::Weight;
use crate::geometry::{Pt, Sides, Size};
use crate::style::{Justification, Stylesheet, VerseNumbers, WideTables};
use crate::text::{Alignment, Stretch, TextStyle};

/// Width of a line in em of the main text.
const MEASURE: f64 = 29.0;
/// At most this share of the page's width is type.
const WIDEST_MEASURE: f64 = 0.76;
/// Share of the free width that goes to the bound edge.
const INSIDE_SHARE: f64 = 0.45;
/// Upper and lower margin, as shares of the page's height.
const TOP_SHARE: f64 = 0.115;
const BOTTOM_SHARE: f64 = 0.125;
/// Distance of baselines, in em.
const LEADING: f64 = 1.7;
/// Indent of a paragraph that follows another, in em.
const PARAGRAPH_INDENT: f64 = 1.2;
/// Share of the leading that lies above the baseline.
const ABOVE_BASELINE: f64 = 0.66;

/// What a text is, which decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The document's title.
    Title,
    /// Its subtitle.
    Subtitle,
    /// Author and date.
    Byline,
    /// The title of a part, on a page of its own.
    PartTitle,
    /// A heading of a rank from 1 to 6.
    Heading(u8),
    /// Running text.
    Body,
    /// A caption, or what stands in place of a picture.
    Caption,
    /// Code on lines of its own.
    Code,
    /// Running heads and folios.
    Furniture,
    /// The number of a line of verse.
    VerseNumber,
}

/// The page and its text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Design {
    /// Trimmed page size.
    pub(super) page: Size,
    /// Margins round the type area.
    pub(super) margins: Sides<Pt>,
    /// Direction of the document, which decides start and end, and how pages turn.
    pub(super) direction: Direction,
    /// Size of the main text: the em of all indents and spaces.
    pub(super) em: Pt,
    /// How paragraphs are aligned.
    pub(super) body_alignment: Alignment,
    /// Weight of running text: bold in header cells.
    pub(super) body_weight: Weight,
    /// Indent of a paragraph that follows another.
    pub(super) indent: Pt,
    /// In a cell, the direction of the table: text is aligned with its column, not by its own direction.
    pub(super) table: Option<Direction>,
    /// Whether a wide table may be turned on its side.
    pub(super) may_turn: bool,
    /// How a hemistich fills its half of the line.
    pub(super) hemistich_alignment: Alignment,
    /// Which lines of verse bear their number.
    pub(super) verse_numbers: VerseNumbers,
    /// What lines may be stretched by.
    pub(super) stretch: Stretch,
    /// Language of the document.
    pub(super) lang: Lang,
    /// Family of the main text.
    pub(super) text_family: String,
    /// Family of code.
    pub(super) mono_family: String,
}

impl Design {
    /// Works the proportions out.
    pub(super) fn new(style: &Stylesheet, document: &Document) -> Design {
        Design {
            page: style.page_size,
            margins: style.margins.unwrap_or_else(|| margins(style)),
            direction: document.metadata.direction,
            em: style.font_size,
            body_alignment: match style.justification {
                Justification::None => Alignment::Start,
                Justification::Space | Justification::Kashida => Alignment::Justify,
            },
            hemistich_alignment: match style.justification {
                Justification::None => Alignment::Start,
                Justification::Space | Justification::Kashida => Alignment::JustifyAll,
            },
            verse_numbers: style.verse_numbers,
            body_weight: Weight::Regular,
            indent: style.font_size * PARAGRAPH_INDENT,
            table: None,
            may_turn: style.wide_tables == WideTables::Turn,
            stretch: match style.justification {
                Justification::Kashida => Stretch::Kashida,
                _ => Stretch::Spaces,
            },
            lang: document.metadata.lang.clone(),
            text_family: style.text_family.clone(),
            mono_family: style.mono_family.clone(),
        }
    }

    /// The same proportions for text of another size, on the same page.
    pub(super) fn scaled(&self, factor: f64) -> Design {
        Design { em: self.em * factor, indent: self.indent * factor, ..self.clone() }
    }

    /// The same proportions on a page turned on its side, with narrower margins.
    pub(super) fn turned(&self) -> Design {
        const SHARE: f64 = 0.8;
        let Sides { top, bottom, inside, outside } = self.margins;
        let side = inside.min(outside);
        Design {
            page: Size { width: self.page.height, height: self.page.width },
            margins: Sides { top: top * SHARE, bottom: bottom * SHARE, inside: side, outside: side },
            ..self.clone()
        }
    }

    /// How running text of a direction is aligned. In a table the column decides on which side text stands.
    pub(super) fn aligned(&self, direction: Direction) -> Alignment {
        let is_foreign = self.table.is_some_and(|table| table != direction);
        match self.body_alignment {
            Alignment::Start if is_foreign => Alignment::End,
            Alignment::End if is_foreign => Alignment::Start,
            alignment => alignment,
        }
    }

    /// Width of the type area.
    pub(super) fn measure(&self) -> Pt {
        self.page.width - self.margins.inside - self.margins.outside
    }

    /// Height of the type area.
    pub(super) fn text_height(&self) -> Pt {
        self.page.height - self.margins.top - self.margins.bottom
    }

    /// Left edge of the type area on a page counted from 0: odd pages (the first, the third …) of a right-to-left book
    /// are bound at their right.
    pub(super) fn left_edge(&self, page: usize) -> Pt {
        if self.is_bound_left(page) { self.margins.inside } else { self.margins.outside }
    }

    /// Whether a page counted from 0 is bound at its left edge.
    pub(super) fn is_bound_left(&self, page: usize) -> bool {
        let is_odd_page = page.is_multiple_of(2);
        is_odd_page == (self.direction == Direction::Ltr)
    }

    /// The style of a role, in the document's language.
    pub(super) fn text_style(&self, role: Role) -> TextStyle {
        let (size, weight) = match role {
            Role::Title | Role::PartTitle => (2.0, Weight::Bold),
            Role::Subtitle => (1.25, Weight::Regular),
            Role::Byline => (1.0, Weight::Regular),
            Role::Heading(1) => (1.5, Weight::Bold),
            Role::Heading(2) => (1.25, Weight::Bold),
            Role::Heading(3) => (1.1, Weight::Bold),
            Role::Heading(_) => (1.0, Weight::Bold),
            Role::Body => (1.0, self.body_weight),
            Role::Caption => (0.86, Weight::Regular),
            Role::Code => (CODE_SIZE, Weight::Regular),
            Role::Furniture => (0.82, Weight::Regular),
            Role::VerseNumber => (0.72, Weight::Regular),
        };
        let family = if role == Role::Code { &self.mono_family } else { &self.text_family };
        TextStyle {
            family: family.clone(),
            weight,
            size: self.em * size,
            lang: self.lang.0.clone(),
            ..TextStyle::default()
        }
    }

    /// Code within a line, beside text of the given size.
    pub(super) fn inline_code(&self, beside: &TextStyle) -> TextStyle {
        TextStyle { family: self.mono_family.clone(), size: beside.size * CODE_SIZE, ..beside.clone() }
    }

    /// Distance of baselines for text of a size: headings run tighter than text.
    pub(super) fn leading(&self, size: Pt) -> Pt {
        const HEADING_LEADING: f64 = 1.5;
        if size > self.em * 1.05 { size * HEADING_LEADING } else { size * LEADING }
    }

    /// How much of a leading lies above the baseline; the rest lies below.
    pub(super) fn above_baseline(leading: Pt) -> Pt {
        leading * ABOVE_BASELINE
    }
}

/// Mono faces have a large x-height: at this size they go with the letters of a naskh.
const CODE_SIZE: f64 = 0.78;

fn margins(style: &Stylesheet) -> Sides<Pt> {
    let Size { width, height } = style.page_size;
    let measure = (style.font_size * MEASURE).min(width * WIDEST_MEASURE);
    let free = width - measure;
    Sides {
        top: height * TOP_SHARE,
        bottom: height * BOTTOM_SHARE,
        inside: free * INSIDE_SHARE,
        outside: free * (1.0 - INSIDE_SHARE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Metadata;

    fn design(direction: Direction) -> Design {
        let document = Document { metadata: Metadata { direction, ..Metadata::default() }, ..Document::default() };
        Design::new(&Stylesheet::default(), &document)
    }

    #[test]
    fn a_right_to_left_book_is_bound_at_the_right_of_its_first_page() {
        let rtl = design(Direction::Rtl);
        assert_eq!(rtl.left_edge(0), rtl.margins.outside);
        assert_eq!(rtl.left_edge(1), rtl.margins.inside);
        let ltr = design(Direction::Ltr);
        assert_eq!(ltr.left_edge(0), ltr.margins.inside);
    }

    #[test]
    fn the_type_area_and_the_margins_make_the_page() {
        let design = design(Direction::Rtl);
        assert!((design.measure().0 - 29.0 * 14.0).abs() < 1e-9);
        assert!(design.margins.inside < design.margins.outside);
        assert!(design.margins.top < design.margins.bottom);
    }
}
