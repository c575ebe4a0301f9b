//! What a file can claim of what it is asked to.
//!
//! In: the standards asked for, the elements drawn and the fonts. Out: the standards that are kept, and a warning with
//! its place for each thing that speaks against the others.

use super::cluster_font::EmbeddedFont;
use super::standard::PdfStandard;
use super::tags::Tags;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::layout::frame::StructureRole;

/// The standards that the file keeps.
pub(super) fn claims(asked: PdfStandard, tags: &Tags<'_>, fonts: &[EmbeddedFont]) -> Warned<PdfStandard> {
    let mut kept = Warned::silent(asked);
    let silent = |standard: PdfStandard| standard == asked;
    if !silent(asked.without_alternatives()) {
        for figure in tags.drawn().filter(|element| element.role == StructureRole::Figure && element.alt.is_none()) {
            kept.value = kept.value.without_alternatives();
            let message = "a picture has no alternative text, so the PDF claims neither PDF/UA nor level A of PDF/A";
            kept.warnings.push(
                Diagnostic::warning(Code::MissingAlternative, figure.span, message)
                    .with_hint("say what the picture shows, for those who do not see it"),
            );
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

/// Characters for private use.
fn is_private(character: &char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}
