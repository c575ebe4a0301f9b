//! Formulas among words.
//!
//! In: a formula and the style beside it. Out: an [`InlineText`] that has grown by an object for each of its pieces.

use std::sync::Arc;

use crate::document::Formula;
use crate::math;
use crate::text::{BaseDirection, OBJECT, TextStyle};

use super::super::frame::{StructureElement, StructureRole};
use super::push::WORD_JOINER;
use super::{InlineFormula, InlineText, Tagging};

/// The element of a formula.
pub(in crate::layout) fn element(formula: &Formula) -> StructureElement {
    let alt = Some(formula.alt.clone()).filter(|alt| !alt.trim().is_empty());
    let alt = alt.or_else(|| Some(formula.root.reading())).filter(|alt| !alt.is_empty());
    StructureElement { alt, span: Some(formula.span), ..StructureElement::new(StructureRole::Formula) }
}

impl InlineText {
    /// A formula, left to right; never parted from a letter that it stands beside.
    pub(super) fn push_formula(&mut self, formula: &Formula, style: &TextStyle, tagging: &mut Tagging<'_>) {
        let joins = self.paragraph.text.ends_with(|before: char| !before.is_whitespace());
        if joins {
            self.push_uncounted(&WORD_JOINER.to_string(), formula.span, style.clone());
        }
        let (_, style) = self.tagged(element(formula), style, tagging);
        let (offset, pieces) = (self.paragraph.text.len(), math::count_pieces(&formula.root));
        for piece in 0..pieces {
            if piece > 0 {
                self.push_uncounted(&WORD_JOINER.to_string(), formula.span, style.clone());
            }
            self.push_uncounted(&OBJECT.to_string(), formula.span, style.clone());
        }
        self.formulas.push(InlineFormula { offset, pieces, formula: Arc::new(formula.clone()), style });
        self.isolate_from(offset, BaseDirection::Ltr);
    }
}
