//! Where a link of the document leads in the book.
//!
//! In: the target as written. Out: an address that EPUB 3.3 allows and that runs nothing: a place in the book, or one
//! outside of it that books may hold.

use super::outline::Outline;
use crate::link::outside;

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An address for `href`.
    Address(String),
    /// Nothing in the book has this name.
    NoSuchPlace,
    /// Not an address that a book may hold.
    Refused,
}

/// Resolves a target as seen from a file of the book.
pub(super) fn resolve(target: &str, outline: &Outline<'_>, from: &str) -> Target {
    if let Some(id) = target.strip_prefix('#') {
        return match outline.place(id) {
            Some(place) if place.file == from => Target::Address(format!("#{}", place.anchor)),
            Some(place) => Target::Address(format!("{}#{}", place.file, place.anchor)),
            None => Target::NoSuchPlace,
        };
    }
    outside(target).map_or(Target::Refused, Target::Address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::document::{Block, BlockKind, Document, Inline};

    fn check(target: &str, expected: Option<&str>) {
        let heading = |id: &str| {
            let content = vec![Inline::Text { text: id.into(), span: Span::default() }];
            Block::new(BlockKind::Heading { level: 1, id: id.into(), content }, Span::default())
        };
        let document = Document { blocks: vec![heading("نشأة"), heading("خاتمة")], ..Document::default() };
        let resolved = match resolve(target, &Outline::of(&document, None), "chapter-1.xhtml") {
            Target::Address(address) => Some(address),
            _ => None,
        };
        assert_eq!(resolved.as_deref(), expected, "{target}");
    }

    #[test]
    fn places_in_the_book_and_outside_are_linked() {
        check("#نشأة", Some("#section-1"));
        check("#خاتمة", Some("chapter-2.xhtml#section-2"));
        check("#غائب", None);
        check("https://example.org/a b?س=1", Some("https://example.org/a%20b?%D8%B3=1"));
        check("javascript:alert(1)", None);
    }
}
