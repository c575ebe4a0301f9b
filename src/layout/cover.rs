//! The cover: the document's own picture, or one composed of its title, authors, publisher and date.
//!
//! In: a document and the [`Design`]. Out: a [`Page`] without folio or running head. The composed cover is that of
//! the e-book, in the proportions of the page.

use crate::cover::composition::{Composition, Star, compose};
use crate::document::Document;
use crate::font::FontSet;
use crate::geometry::{Point, Pt, Size};
use crate::locale;
use crate::style::Stylesheet;

use super::design::Design;
use super::frame::{ElementId, Item, ItemKind, Page};

/// The cover of a document: its picture where it names one that could be read, else one made of its metadata.
#[must_use]
pub fn cover_page(document: &Document, style: &Stylesheet, fonts: &FontSet) -> Page {
    page(document, &Design::new(style, document), fonts, None)
}

/// The cover, content of an element.
pub(super) fn page(document: &Document, design: &Design, fonts: &FontSet, element: Option<ElementId>) -> Page {
    let items = picture(document, design, element);
    let items = items.unwrap_or_else(|| composed(document, design, fonts, element));
    Page { size: design.page, folio: locale::words(&document.metadata.lang).cover.to_owned(), items, begins: None }
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

/// The composed cover: grounds, rules and ornament are decoration.
fn composed(document: &Document, design: &Design, fonts: &FontSet, element: Option<ElementId>) -> Vec<Item> {
    let composition = compose(&document.metadata, design.page, fonts, &design.text_family);
    let Composition { paper, ink, lines, star, rules, band, tint, tile, stars } = composition;
    let decoration = |origin: Point, kind: ItemKind| Item { origin, element: None, kind };
    let rule = |(origin, size): (Point, Size), color| decoration(origin, ItemKind::Rule { size, color });
    let gilt = star.fill;
    let mut items = vec![rule((Point::default(), design.page), paper)];
    items.extend(rules.into_iter().map(|place| rule(place, gilt)));
    items.push(rule(band, tint));
    items.push(decoration(band.0, ItemKind::Ornament { size: band.1, tile, stars }));
    let side = star.radius * 2.0;
    let corner = Point { x: star.center.x - star.radius, y: star.center.y - star.radius };
    let alone = Star { center: Point { x: star.radius, y: star.radius }, ..star };
    let size = Size { width: side, height: side };
    items.push(decoration(corner, ItemKind::Ornament { size, tile: side, stars: vec![alone] }));
    items.extend(lines.into_iter().map(|(origin, mut line)| {
        line.x = Pt::ZERO;
        Item { origin, element, kind: ItemKind::Line { line, color: ink } }
    }));
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Metadata;

    /// On a page of the e-book's proportions everything stands where it does there; on others the ornament still fills
    /// the page's foot from side to side, and the texts are the same.
    #[test]
    fn both_books_have_one_cover() {
        let metadata = Metadata {
            title: "من القلم إلى المطبعة".into(),
            authors: vec!["هيئة التحرير".into()],
            publisher: Some("دار الحروف".into()),
            ..Metadata::default()
        };
        let (document, fonts) = (Document { metadata, ..Document::default() }, FontSet::builtin());
        let check = |width: f64, height: f64, has_same_places: bool| {
            let page_size = Size { width: Pt(width), height: Pt(height) };
            let page = cover_page(&document, &Stylesheet { page_size, ..Stylesheet::default() }, &fonts);
            let picture = Size { width: Pt(1600.0), height: Pt(2560.0) };
            let picture = compose(&document.metadata, picture, &fonts, "Amiri");
            let lines: Vec<(&Item, &str)> = page
                .items
                .iter()
                .filter_map(|item| match &item.kind {
                    ItemKind::Line { line, .. } => Some((item, line.text.as_str())),
                    _ => None,
                })
                .collect();
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let expected: Vec<String> = picture.lines.iter().flat_map(|(_, line)| words(&line.text)).collect();
            assert_eq!(lines.iter().flat_map(|(_, text)| words(text)).collect::<Vec<_>>(), expected);
            for ((item, text), (place, _)) in lines.iter().zip(&picture.lines).filter(|_| has_same_places) {
                let off = (item.origin.y * (1600.0 / width) - place.y).abs();
                assert!(off < Pt(0.5), "{text}: {off:?}");
            }
            let band = page.items.iter().find_map(|item| match &item.kind {
                ItemKind::Ornament { size, stars, .. } if stars.len() > 1 => Some((item.origin, *size)),
                _ => None,
            });
            let (origin, size) = band.unwrap();
            assert!((origin.y + size.height - Pt(height)).abs() < Pt(0.01) && size.width == Pt(width), "{size:?}");
            assert_eq!(origin.x, Pt::ZERO);
        };
        check(400.0, 640.0, true);
        check(595.3, 841.9, false);
        check(842.0, 595.0, false);
    }
}
