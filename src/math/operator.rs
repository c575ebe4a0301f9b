//! The operator dictionary (MathML Core, appendix B): the room beside operators and how they stretch.
//!
//! In: an operator and its form. Out: an [`Operator`].

use crate::document::MathNode;

/// Where an operator stands in its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Prefix,
    Infix,
    Postfix,
}

/// What is known about an operator; lengths are ems.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Operator {
    pub(super) before: f64,
    pub(super) after: f64,
    pub(super) stretchy: bool,
    pub(super) symmetric: bool,
    pub(super) large: bool,
    pub(super) movable_limits: bool,
    /// Whether a line may end after it.
    pub(super) is_relation: bool,
}

const THIN: f64 = 3.0 / 18.0;
const MEDIUM: f64 = 4.0 / 18.0;
const THICK: f64 = 5.0 / 18.0;

const INVISIBLE: &str = "\u{2061}\u{2062}\u{2063}\u{2064}";
const FENCES: &str = "()[]{}|‖⌈⌉⌊⌋⟦⟧⟨⟩⟪⟫⟮⟯⦀";
const ARROWS: &str = "←↑→↓↔↕⇐⇑⇒⇓⇔⇕↦↤↩↪↼↽⇀⇁⇋⇌⟵⟶⟷⟸⟹⟺⟼⇄⇆↠↞⇇⇉⤳";
const BINARY: &str = "+-±−×÷∓∗·⋅∘∙•∧∨∩∪⊎⊓⊔⊕⊖⊗⊘⊙⊞⊟⊠⊡⋆⋄⨿∖≀⊲⊳⋉⋊⋎⋏⋒⋓†‡△▽∔∸⊼⊻⊽⨯⩽";
const SUMS: &str = "∏∐∑⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆⨉";
const INTEGRALS: &str = "∫∬∭∮∯∰∱∲∳⨌⨍⨎⨏⨐⨑⨒⨓⨔⨕⨖⨗⨘⨙⨚⨛⨜";
const TIGHT: &str = "/\\∕⁄!%‰°′″‴⁗'\"`^_@?.…⋯⋮⋱√∛∜¬∀∃∄∂∇∠∡∢#&$*∞";
const HORIZONTAL: &str = "⏞⏟⏜⏝⎴⎵‾¯_ˉ^ˆ~˜ˇ\u{332}\u{305}\u{302}\u{303}⃗→←↔⇒⇐⇔";

/// What is known about an operator of a form.
fn known(text: &str, form: Form) -> Operator {
    let mut operator = Operator {
        before: THICK,
        after: THICK,
        stretchy: false,
        symmetric: false,
        large: false,
        movable_limits: false,
        is_relation: form == Form::Infix,
    };
    let mut characters = text.chars().filter(|c| !matches!(c, '\u{FE00}'..='\u{FE0F}'));
    let (Some(first), None) = (characters.next(), characters.next()) else {
        let is_word = text.chars().any(char::is_alphabetic) || text.is_empty();
        let room = if is_word { 0.0 } else { operator.before };
        return Operator { before: room, after: room, is_relation: form == Form::Infix && !is_word, ..operator };
    };
    let mut room = |before: f64, after: f64| {
        (operator.before, operator.after) = (before, after);
        operator.is_relation = false;
    };
    match first {
        c if INVISIBLE.contains(c) || TIGHT.contains(c) || c.is_alphanumeric() => room(0.0, 0.0),
        c if FENCES.contains(c) => {
            room(0.0, 0.0);
            (operator.stretchy, operator.symmetric) = (true, true);
        }
        ',' | ';' | '،' | '؛' => room(0.0, THIN),
        c if SUMS.contains(c) => {
            room(THIN, THIN);
            (operator.large, operator.symmetric, operator.movable_limits) = (true, true, true);
        }
        c if INTEGRALS.contains(c) => {
            room(THIN, THIN);
            (operator.large, operator.symmetric) = (true, true);
        }
        c if BINARY.contains(c) => {
            // Other operators have one form.
            let is_sign = form != Form::Infix && "+-±−∓".contains(c);
            let space = if is_sign { 0.0 } else { MEDIUM };
            room(space, space);
        }
        c if ARROWS.contains(c) => {
            operator.stretchy = true;
        }
        c if HORIZONTAL.contains(c) => {
            room(0.0, 0.0);
            operator.stretchy = true;
        }
        _ => {}
    }
    operator
}

/// What an `mo` says of itself and the dictionary of what it does not say; `em` is the size in points.
pub(super) fn of(node: &MathNode, form: Form) -> Operator {
    let form = match node.attribute("form") {
        Some("prefix") => Form::Prefix,
        Some("infix") => Form::Infix,
        Some("postfix") => Form::Postfix,
        _ => form,
    };
    let known = known(node.text(), form);
    let flag = |name, otherwise| node.attribute(name).map_or(otherwise, |value| value == "true");
    let space = |name, otherwise| node.attribute(name).and_then(super::length::ems).unwrap_or(otherwise);
    Operator {
        before: space("lspace", known.before),
        after: space("rspace", known.after),
        stretchy: flag("stretchy", known.stretchy),
        symmetric: flag("symmetric", known.symmetric),
        large: flag("largeop", known.large),
        movable_limits: flag("movablelimits", known.movable_limits),
        is_relation: known.is_relation,
    }
}

/// Whether an operator is stretched over what it stands above or below.
pub(super) fn is_horizontal(text: &str) -> bool {
    text.chars().all(|c| HORIZONTAL.contains(c) || ARROWS.contains(c) && !"↑↓↕⇑⇓⇕".contains(c))
}

/// The operator within an element that scripts and accents make no other (MathML Core, embellished operators).
pub(super) fn core(node: &MathNode) -> Option<&MathNode> {
    let children = node.children();
    match node.name {
        "mo" => Some(node),
        "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover" | "mmultiscripts" => {
            children.first().and_then(core)
        }
        "mrow" | "mstyle" | "mpadded" | "mphantom" => {
            let mut inner = children.iter().filter(|child| child.name != "mspace");
            inner.next().filter(|_| inner.next().is_none()).and_then(core)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_have_their_room() {
        let check = |text: &str, form, room: (f64, f64), relation: bool| {
            let operator = of(&MathNode::token("mo", text), form);
            assert_eq!(((operator.before, operator.after), operator.is_relation), (room, relation), "{text}");
        };
        check("=", Form::Infix, (THICK, THICK), true);
        check("≤", Form::Infix, (THICK, THICK), true);
        check("+", Form::Infix, (MEDIUM, MEDIUM), false);
        check("−", Form::Prefix, (0.0, 0.0), false);
        check("(", Form::Prefix, (0.0, 0.0), false);
        check(",", Form::Infix, (0.0, THIN), false);
        check("∑", Form::Prefix, (THIN, THIN), false);
        check("lim", Form::Prefix, (0.0, 0.0), false);
        check("!", Form::Postfix, (0.0, 0.0), false);
        let own = MathNode::token("mo", "=").with("lspace", "0").with("rspace", "0.5em");
        assert_eq!((of(&own, Form::Infix).before, of(&own, Form::Infix).after), (0.0, 0.5));
    }
}
