//! What the book says about its accessibility (EPUB Accessibility 1.1, the accessibility vocabulary of schema.org).
//!
//! In: what was found while writing the pages. Out: properties and values for the package. Nothing is claimed that is
//! not so.

use super::pages::MarkedPage;
use super::writer::Findings;
use crate::document::{ImageData, ImageFormat};

/// The specification that a book without faults is said to conform to.
pub(super) const CONFORMANCE: &str = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA";

/// Facts about the book, from which its metadata follow.
pub(super) struct Accessibility {
    has_pictures: bool,
    all_described: bool,
    may_flash: bool,
    languages_named: bool,
    has_pages: bool,
    has_math: bool,
}

impl Accessibility {
    /// Judges a book by its pages and pictures.
    pub(super) fn of<'a>(
        findings: &Findings,
        pictures: impl Iterator<Item = &'a ImageData>,
        pages: &[MarkedPage],
    ) -> Accessibility {
        let pictures: Vec<&ImageData> = pictures.collect();
        Accessibility {
            has_pictures: !pictures.is_empty(),
            all_described: findings.undescribed.is_empty(),
            may_flash: pictures.into_iter().any(may_move),
            languages_named: !findings.unnamed_language,
            has_pages: !pages.is_empty(),
            has_math: findings.has_math,
        }
    }

    /// Whether conformance may be claimed: every picture is described, and the language of every part can be told
    /// (WCAG 2.1, 1.1.1 and 3.1.2).
    pub(super) fn conforms(&self) -> bool {
        self.all_described && self.languages_named
    }

    /// Properties and values, in the order in which the package lists them.
    pub(super) fn properties(&self) -> Vec<(&'static str, &'static str)> {
        let mut properties = vec![("schema:accessMode", "textual")];
        if self.has_pictures {
            properties.push(("schema:accessMode", "visual"));
            properties.push(("schema:accessModeSufficient", "textual,visual"));
        }
        if self.all_described {
            properties.push(("schema:accessModeSufficient", "textual"));
        }
        if self.has_pictures && self.all_described {
            properties.push(("schema:accessibilityFeature", "alternativeText"));
        }
        for feature in ["displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"] {
            properties.push(("schema:accessibilityFeature", feature));
        }
        if self.has_math {
            properties.push(("schema:accessibilityFeature", "MathML"));
        }
        if self.has_pages {
            properties.push(("schema:accessibilityFeature", "pageBreakMarkers"));
            properties.push(("schema:accessibilityFeature", "pageNavigation"));
        }
        let hazard = if self.may_flash { "unknown" } else { "none" };
        properties.push(("schema:accessibilityHazard", hazard));
        properties
    }
}

/// Whether a picture may be an animation.
fn may_move(picture: &ImageData) -> bool {
    match picture.format {
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Svg => false,
        ImageFormat::Gif => true,
        ImageFormat::WebP => is_animated_webp(&picture.bytes),
    }
}

/// The animation flag of the extended WebP file format (RFC 9649, 2.7).
fn is_animated_webp(bytes: &[u8]) -> bool {
    const ANIMATION: u8 = 0b10;
    bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & ANIMATION != 0)
}
