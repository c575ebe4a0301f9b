//! Mathematics of the sources: TeX and MathML.
//!
//! In: the source of a formula. Out: a [`Formula`], or nothing where it cannot be understood: the readers then keep its
//! source. [`prepare`] puts what people write in TeX as math-core reads it; math-core makes MathML of it, which
//! [`tree`] takes in as it does that of web pages.

pub(super) mod dollars;
pub(super) mod find;
mod prepare;
pub(super) mod prose;
pub(super) mod tree;

use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::diagnostic::Span;
use crate::document::{EQUATION_NUMBER, Formula, MathNode};

/// The longest formula, in bytes: pages of it. Longer ones could nest too deep for what reads them.
const LONGEST: usize = 10_000;
/// Commands that math-core lacks, by those that it has.
const MACROS: [(&str, &str); 3] = [
    ("boxed", r"\begin{array}{|c|}\hline #1 \\ \hline\end{array}"),
    ("widetilde", r"\tilde{#1}"),
    ("degree", r"^\circ"),
];

static CONVERTER: LazyLock<Option<LatexToMathML>> = LazyLock::new(|| {
    let macros = MACROS.map(|(name, meaning)| (name.to_owned(), meaning.to_owned())).to_vec();
    LatexToMathML::new(MathCoreConfig { macros, ..MathCoreConfig::default() }).ok()
});

/// What is said of formulas that [`tex`] does not understand.
pub(crate) const UNREAD: &str = "a formula could not be understood, so its source is shown";
/// What to do about it.
pub(crate) const UNREAD_HINT: &str = "write it with the commands of LaTeX's amsmath, without definitions of your own";

/// A formula written in TeX; `None` where it says something unknown.
pub(crate) fn tex(source: &str, is_display: bool, span: Span) -> Option<Formula> {
    let source = source.trim();
    if source.is_empty() || source.len() > LONGEST || prepare::is_deep(source) {
        return None;
    }
    let prepared = prepare::prepare(source);
    let display = if is_display { MathDisplay::Block } else { MathDisplay::Inline };
    let converted = CONVERTER.as_ref()?.convert_with_local_state(&prepared.tex, display).ok()?;
    let mut root = tree::read(&converted.mathml)?;
    if let Some(number) = prepared.number {
        let number = MathNode::token("mtext", number).with("class", EQUATION_NUMBER);
        let space = MathNode::element("mspace", Vec::new()).with("width", "2em");
        root = MathNode::row(vec![root, space, number]);
    }
    let alt = source.split_whitespace().collect::<Vec<_>>().join(" ");
    root.is_bounded().then_some(Formula { root, alt, is_display, span })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::dump::math;

    fn check(source: &str, expected: &str) {
        let formula = tex(source, false, Span::default());
        assert_eq!(formula.map(|formula| math(&formula.root)).as_deref(), Some(expected), "{source}");
    }

    #[test]
    fn arabic_words_and_numbers_stay_whole() {
        check("ع=س+٢٥", "mrow(mi:ع mo:= mi:س mo:+ mn:٢٥)");
        check("السرعة", "mrow(mtext:السرعة)");
        check(r"\text{مساحة الدائرة}", "mrow(mtext:مساحة\u{a0}الدائرة)");
        check(r"١٫٥\mathrm{سم}", "mrow(mn:١٫٥ mtext:سم)");
    }

    #[test]
    fn numbers_of_equations_are_kept() {
        check(r"x=1 \tag{٣}", "mrow(mrow(mi:x mo:= mn:1) mspace[width=2em]() mtext[class=equation-number]:(٣))");
        check(r"\begin{equation}a\label{eq:1}\end{equation}", "mrow(mi:a)");
    }

    #[test]
    fn what_is_unknown_or_hostile_is_refused() {
        for source in [r"\foo{x}", r"\frac{1}", "x^", &"{".repeat(1_000_000), &r"\sqrt".repeat(2_000), ""] {
            assert_eq!(tex(source, true, Span::default()), None, "{}", &source[..source.len().min(40)]);
        }
        assert_eq!(tex(&format!("{}x{}", "{".repeat(500), "}".repeat(500)), true, Span::default()), None);
    }
}
