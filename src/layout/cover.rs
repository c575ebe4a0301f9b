//! The cover: the document's own picture, or one composed of its title, authors, publisher and date.
//!
//! In: a document and the [`Design`]. Out: a [`Page`] without folio or running head. The composed cover is a coloured
//! panel with a fine frame, the title in it over an ornament of rules, the authors below it, publisher and date at the
//! foot; all of it is lines and rules, so that it can be drawn in any format.

use crate::document::{Direction, Document};
use crate::font::{FontSet, Weight};
use crate::geometry::{Point, Pt, Size};
use crate::locale;
use crate::style::Stylesheet;
use crate::text::{
    Alignment, BaseDirection, Paragraph, ParagraphOptions, Shaper, Stretch, TextStyle, bidi::first_strong,
    layout_paragraph,
};

use super::design::{Design, Role};
use super::frame::{Color, ElementId, Item, ItemKind, Line, Page};

/// Ground of the panel, and what is drawn on it.
const PANEL: Color = Color::rgb(0x1f_3f_5f);
const ON_PANEL: Color = Color::rgb(0xff_ff_ff);
const FINE: Color = Color::rgb(0xc9_b6_84);
const INK: Color = Color::gray(30);
/// Room round the panel and inside it, as shares of the page's width; bottom of the panel, of its height.
const INSET: f64 = 0.075;
const FRAME: f64 = 0.022;
const PANEL_BOTTOM: f64 = 0.62;
/// Sizes of the title to try in turn, in em of the main text.
const TITLE_SIZES: [f64; 5] = [3.0, 2.5, 2.1, 1.7, 1.3];

/// The cover of a document: its picture where it names one that could be read, else one made of its metadata.
#[must_use]
pub fn cover_page(document: &Document, style: &Stylesheet, fonts: &FontSet) -> Page {
    page(document, &Design::new(style, document), &mut Shaper::new(fonts), None)
}

/// The cover, content of an element.
pub(super) fn page(document: &Document, design: &Design, shaper: &mut Shaper<'_>, element: Option<ElementId>) -> Page {
    let items = picture(document, design, element).unwrap_or_else(|| {
        let mut composer = Composer { design, shaper, element, items: Vec::new() };
        composer.compose(document);
        composer.items
    });
    Page { size: design.page, folio: locale::words(&document.metadata.lang).cover.to_owned(), items }
}

/// Whether the document has a picture for its cover.
pub(super) fn has_picture(document: &Document) -> bool {
    document.metadata.cover.as_ref().is_some_and(|cover| document.images.contains_key(&cover.path))
}

/// The picture as large as the page allows, in the middle.
fn picture(document: &Document, design: &Design, element: Option<ElementId>) -> Option<Vec<Item>> {
    let cover = document.metadata.cover.as_ref()?;
    let data = document.images.get(&cover.path)?;
    let (width, height) = (f64::from(data.width.max(1)), f64::from(data.height.max(1)));
    let scale = (design.page.width.0 / width).min(design.page.height.0 / height);
    let size = Size { width: Pt(width * scale), height: Pt(height * scale) };
    let origin = Point { x: (design.page.width - size.width) / 2.0, y: (design.page.height - size.height) / 2.0 };
    let kind = ItemKind::Image { path: cover.path.clone(), size, alt: cover.alt.clone() };
    Some(vec![Item { origin, element, kind }])
}

struct Composer<'a, 'f> {
    design: &'a Design,
    shaper: &'a mut Shaper<'f>,
    element: Option<ElementId>,
    items: Vec<Item>,
}

impl Composer<'_, '_> {
    fn compose(&mut self, document: &Document) {
        let (design, metadata) = (self.design, &document.metadata);
        let Size { width, height } = design.page;
        let inset = width * INSET;
        let panel = (Point { x: inset, y: inset }, Size { width: width - inset * 2.0, height: height * PANEL_BOTTOM });
        self.panel(panel.0, panel.1);
        let bottom = panel.0.y + panel.1.height;
        self.title(document, panel.0.y, panel.1.height);

        let author = TextStyle { size: design.em * 1.35, ..design.text_style(Role::Byline) };
        let top = bottom + (height - bottom) * 0.16;
        let authors = self.lines(&metadata.authors.join(locale::list_separator(metadata.direction)), author);
        self.place(authors, top, INK);

        let foot = TextStyle { size: design.em * 0.95, ..design.text_style(Role::Byline) };
        let date = metadata.date.map(|date| locale::long_date(date, &metadata.lang));
        let words: Vec<String> = metadata.publisher.iter().cloned().chain(date).collect();
        let lines = self.lines(&words.join(" · "), foot);
        if !lines.is_empty() {
            let above = height - inset - stacked(&lines, design);
            self.rule(
                Point { x: width / 2.0 - design.em * 2.0, y: above - design.em * 0.5 },
                design.em * 4.0,
                Pt(0.6),
                FINE,
            );
            self.place(lines, above, INK);
        }
    }

    /// The coloured panel, and a double frame with squares at its corners.
    fn panel(&mut self, origin: Point, size: Size) {
        self.items.push(Item { origin, element: None, kind: ItemKind::Rule { size, color: PANEL } });
        let room = self.design.page.width * FRAME;
        for (inset, thickness) in [(room, Pt(1.4)), (room + Pt(4.5), Pt(0.5))] {
            let (left, top) = (origin.x + inset, origin.y + inset);
            let (width, height) = (size.width - inset * 2.0, size.height - inset * 2.0);
            self.rule(Point { x: left, y: top }, width, thickness, FINE);
            self.rule(Point { x: left, y: top + height - thickness }, width, thickness, FINE);
            for x in [left, left + width - thickness] {
                let size = Size { width: thickness, height };
                let kind = ItemKind::Rule { size, color: FINE };
                self.items.push(Item { origin: Point { x, y: top }, element: None, kind });
            }
        }
        let side = Pt(9.0);
        let (near, far) = (room + Pt(9.0), room + Pt(9.0) + side);
        for x in [origin.x + near, origin.x + size.width - far] {
            for y in [origin.y + near, origin.y + size.height - far] {
                self.square(Point { x, y }, side);
            }
        }
    }

    /// A square with a square hole, in which a small square stands.
    fn square(&mut self, origin: Point, side: Pt) {
        for (inset, color) in [(0.0, FINE), (0.12, PANEL), (0.32, FINE)] {
            let moved = Point { x: origin.x + side * inset, y: origin.y + side * inset };
            let inner = side * (1.0 - 2.0 * inset);
            self.rule(moved, inner, inner, color);
        }
    }

    /// Title, ornament and subtitle in the middle of the panel.
    fn title(&mut self, document: &Document, top: Pt, height: Pt) {
        let (design, metadata) = (self.design, &document.metadata);
        let mut title = Vec::new();
        for size in TITLE_SIZES {
            let style = TextStyle { size: design.em * size, ..design.text_style(Role::Title) };
            title = self.lines(&metadata.title, style);
            if stacked(&title, design) <= height * 0.5 {
                break;
            }
        }
        let style = TextStyle { size: design.em * 1.3, weight: Weight::Regular, ..design.text_style(Role::Subtitle) };
        let subtitle = self.lines(metadata.subtitle.as_deref().unwrap_or_default(), style);
        let (above, below) = (design.em * 1.1, design.em * 0.9);
        let whole = stacked(&title, design) + above + below + stacked(&subtitle, design);
        let y = self.place(title, top + ((height - whole) * 0.46).max(Pt::ZERO), ON_PANEL) + above;
        self.ornament(y);
        self.place(subtitle, y + below, ON_PANEL);
    }

    /// Two rules that taper towards a square between them.
    fn ornament(&mut self, y: Pt) {
        let (middle, em) = (self.design.page.width / 2.0, self.design.em);
        let side = em * 0.5;
        self.square(Point { x: middle - side / 2.0, y: y - side / 2.0 }, side);
        for (from, length, thickness) in [(0.7, 1.2, Pt(1.6)), (0.7, 3.6, Pt(0.6))] {
            for x in [middle + em * from, middle - em * (from + length)] {
                self.rule(Point { x, y: y - thickness / 2.0 }, em * length, thickness, FINE);
            }
        }
    }

    fn rule(&mut self, origin: Point, width: Pt, height: Pt, color: Color) {
        let kind = ItemKind::Rule { size: Size { width, height }, color };
        self.items.push(Item { origin, element: None, kind });
    }

    /// Lines in the middle of the page, no wider than the panel's frame allows.
    fn lines(&mut self, text: &str, style: TextStyle) -> Vec<(Line, Pt)> {
        let size = style.size;
        let fallback = if self.design.direction == Direction::Rtl { BaseDirection::Rtl } else { BaseDirection::Ltr };
        let paragraph = Paragraph::plain(text, style, first_strong(text).unwrap_or(fallback));
        let options = ParagraphOptions {
            measure: self.measure(),
            first_line_indent: Pt::ZERO,
            alignment: Alignment::Center,
            stretch: Stretch::Spaces,
        };
        let (lines, _) = layout_paragraph(&paragraph, &options, self.shaper);
        lines.into_iter().map(|line| (line, size)).collect()
    }

    fn measure(&self) -> Pt {
        self.design.page.width * (1.0 - 2.0 * (INSET + FRAME) - 0.12)
    }

    /// Puts lines below each other; gives where they end.
    fn place(&mut self, lines: Vec<(Line, Pt)>, mut top: Pt, color: Color) -> Pt {
        let left = (self.design.page.width - self.measure()) / 2.0;
        for (line, size) in lines {
            let leading = self.design.leading(size);
            let origin = Point { x: left + line.x, y: top + Design::above_baseline(leading) };
            self.items.push(Item { origin, element: self.element, kind: ItemKind::Line { line, color } });
            top += leading;
        }
        top
    }
}

fn stacked(lines: &[(Line, Pt)], design: &Design) -> Pt {
    lines.iter().map(|&(_, size)| design.leading(size)).sum()
}
