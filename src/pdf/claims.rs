//! What a file can claim of what it is asked to.
//!
//! In: the standards asked for, the elements drawn and the fonts. Out: the standards that are kept, and a warning with
//! its place for each thing that speaks against the others.

use std::collections::{BTreeMap, HashSet};

use super::cluster_font::EmbeddedFont;
use super::standard::PdfStandard;
use super::tags::Tags;
use crate::diagnostic::{self, Code, Diagnostic, Span, Warned};
use crate::document::{Document, ImageRef, visit_images};
use crate::layout::frame::StructureRole;

/// The standards that the file keeps.
pub(super) fn claims(
    asked: PdfStandard,
    tags: &Tags<'_>,
    fonts: &[EmbeddedFont],
    document: &Document,
) -> Warned<PdfStandard> {
    let mut kept = Warned::silent(asked);
    let silent = |standard: PdfStandard| standard == asked;
    if !silent(asked.without_alternatives()) {
        let (paths, mut known) = (paths(document), HashSet::new());
        for figure in tags.drawn().filter(|element| element.role == StructureRole::Figure && element.alt.is_none()) {
            kept.value = kept.value.without_alternatives();
            let path = figure.span.and_then(|span| paths.get(&span)).map_or("", String::as_str);
            if known.insert(path) {
                kept.warnings.push(diagnostic::undescribed(path, figure.span));
            }
        }
    }
    let private = fonts.iter().flat_map(|font| &font.texts).flat_map(|text| text.chars()).find(is_private);
    if let (Some(character), false) = (private, silent(asked.with_private_characters())) {
        kept.value = kept.value.with_private_characters();
        let code = u32::from(character);
        let message =
            format!("U+{code:04X} means nothing outside its font, so the PDF does not claim level A of PDF/A");
        kept.warnings.push(
            Diagnostic::warning(Code::PrivateCharacter, None, message).with_hint("write it in characters of Unicode"),
        );
    }
    kept
}

/// The pictures of a document by their places.
fn paths(document: &Document) -> BTreeMap<Span, String> {
    let mut paths = BTreeMap::new();
    let mut see = |image: &ImageRef| drop(paths.insert(image.span, image.path.clone()));
    visit_images(&document.blocks, &mut see);
    document.footnotes.iter().for_each(|note| visit_images(&note.blocks, &mut see));
    paths
}

/// Characters for private use.
fn is_private(character: &char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}
