//! Mathematics: formulas as trees of Presentation MathML.
//!
//! In: what a reader made of TeX, MathML or the equations of Word. Out: [`Formula`]s of [`MathNode`]s, which the
//! e-book writes as they are and the pages set. A tree holds known elements and attributes only, and is bounded in depth
//! and size, so that no later stage needs to be on its guard.

mod attributes;

use crate::diagnostic::Span;

/// How deep elements may nest.
pub const MAX_MATH_DEPTH: usize = 60;
/// How many elements a formula may have.
pub const MAX_MATH_NODES: usize = 20_000;

/// A formula, always left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// What the element `math` holds: an `mrow`.
    pub root: MathNode,
    /// What it says, for those who do not see it: its source in TeX, or a plain reading.
    pub alt: String,
    /// Whether it stands on a line of its own, in the large style.
    pub is_display: bool,
    /// Where it stands in the source.
    pub span: Span,
}

/// An element of MathML.
#[derive(Clone, Debug, PartialEq)]
pub struct MathNode {
    /// Its name, one of [`MathNode::known`].
    pub name: &'static str,
    /// Its attributes and their values.
    pub attributes: Vec<(&'static str, String)>,
    /// What is in it.
    pub content: MathContent,
}

/// The content of an element.
#[derive(Clone, Debug, PartialEq)]
pub enum MathContent {
    /// That of a token: `mi`, `mn`, `mo`, `mtext`, `ms`.
    Text(String),
    /// That of all others.
    Children(Vec<MathNode>),
}

/// Elements that hold text.
const TOKENS: [&str; 5] = ["mi", "mn", "mo", "mtext", "ms"];
/// Elements that hold elements, and how many, where the number is fixed.
const OTHERS: [(&str, Option<usize>); 22] = [
    ("mrow", None),
    ("mspace", Some(0)),
    ("mprescripts", Some(0)),
    ("none", Some(0)),
    ("mfrac", Some(2)),
    ("msqrt", None),
    ("mroot", Some(2)),
    ("mstyle", None),
    ("mpadded", None),
    ("mphantom", None),
    ("menclose", None),
    ("msub", Some(2)),
    ("msup", Some(2)),
    ("msubsup", Some(3)),
    ("munder", Some(2)),
    ("mover", Some(2)),
    ("munderover", Some(3)),
    ("mmultiscripts", None),
    ("mtable", None),
    ("mtr", None),
    ("mtd", None),
    ("merror", None),
];
/// The class of the number of an equation, the last child of a formula's root.
pub const EQUATION_NUMBER: &str = "equation-number";

impl MathNode {
    /// The name of an element as it may stand in a tree; `None` if there is no such element.
    #[must_use]
    pub fn known(name: &str) -> Option<&'static str> {
        let others = OTHERS.iter().map(|&(known, _)| known);
        TOKENS.iter().copied().chain(others).find(|&known| known == name)
    }

    /// A token: an identifier (`mi`), a number (`mn`), an operator (`mo`) or text (`mtext`, `ms`).
    #[must_use]
    pub fn token(name: &'static str, text: impl Into<String>) -> MathNode {
        MathNode { name, attributes: Vec::new(), content: MathContent::Text(text.into()) }
    }

    /// An element that holds others; one with a fixed number of them, such as `mfrac`, has that number: empty rows stand
    /// for what is missing, and what is too much is left out.
    #[must_use]
    pub fn element(name: &'static str, mut children: Vec<MathNode>) -> MathNode {
        let count = OTHERS.iter().find(|(known, _)| *known == name).and_then(|&(_, count)| count);
        if let Some(count) = count {
            children.resize_with(count, || MathNode::row(Vec::new()));
        }
        MathNode { name, attributes: Vec::new(), content: MathContent::Children(children) }
    }

    /// A row of elements.
    #[must_use]
    pub fn row(children: Vec<MathNode>) -> MathNode {
        MathNode { name: "mrow", attributes: Vec::new(), content: MathContent::Children(children) }
    }

    /// The same with an attribute, if it is one that a tree may have and its value is valid.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> MathNode {
        if let Some((name, value)) = attributes::allowed(name, value) {
            self.attributes.retain(|(present, _)| *present != name);
            self.attributes.push((name, value));
        }
        self
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The elements inside; none in a token.
    #[must_use]
    pub fn children(&self) -> &[MathNode] {
        match &self.content {
            MathContent::Children(children) => children,
            MathContent::Text(_) => &[],
        }
    }

    /// The text of a token; empty for others.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.content {
            MathContent::Text(text) => text,
            MathContent::Children(_) => "",
        }
    }

    /// Whether it is the number of an equation.
    #[must_use]
    pub fn is_equation_number(&self) -> bool {
        self.attribute("class") == Some(EQUATION_NUMBER)
    }

    /// Whether it is no deeper and no larger than a formula may be.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        let (mut level, mut depth, mut count) = (vec![self], 0, 0);
        while !level.is_empty() {
            (depth, count) = (depth + 1, count + level.len());
            if depth > MAX_MATH_DEPTH || count > MAX_MATH_NODES {
                return false;
            }
            level = level.into_iter().flat_map(MathNode::children).collect();
        }
        true
    }

    /// A plain reading in one line: `a/b`, `x^2`, `√(x)`.
    #[must_use]
    pub fn reading(&self) -> String {
        let mut text = String::new();
        self.read(&mut text);
        text.trim().to_owned()
    }

    fn read(&self, text: &mut String) {
        let children = self.children();
        match (self.name, children) {
            ("mfrac", [over, under]) => joined(text, over, &["/"], &[under]),
            ("msqrt", _) => {
                text.push('√');
                operand(text, &MathNode::row(children.to_vec()));
            }
            ("mroot", [base, degree]) => {
                operand(text, degree);
                text.push('√');
                operand(text, base);
            }
            ("msub" | "munder", [base, under]) => joined(text, base, &["_"], &[under]),
            ("msup" | "mover", [base, over]) if is_mark(over) => {
                base.read(text);
                over.read(text);
            }
            ("msup" | "mover", [base, over]) => joined(text, base, &["^"], &[over]),
            ("msubsup" | "munderover", [base, under, over]) => joined(text, base, &["_", "^"], &[under, over]),
            ("mtable", rows) => listed(text, rows, "; "),
            ("mtr", cells) => listed(text, cells, ", "),
            ("mspace", _) => text.push(' '),
            ("mphantom", _) => {}
            _ => {
                text.extend(self.text().chars().filter(|&c| !is_invisible(c)));
                children.iter().for_each(|child| child.read(text));
            }
        }
    }
}

/// Invisible operators and variation selectors.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{2061}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}')
}

/// A prime or accent.
fn is_mark(node: &MathNode) -> bool {
    node.name == "mo" && !node.text().chars().any(char::is_alphanumeric)
}

fn joined(text: &mut String, base: &MathNode, signs: &[&str], others: &[&MathNode]) {
    operand(text, base);
    for (sign, other) in signs.iter().zip(others) {
        text.push_str(sign);
        operand(text, other);
    }
}

fn listed(text: &mut String, parts: &[MathNode], separator: &str) {
    for (index, part) in parts.iter().enumerate() {
        text.push_str(if index > 0 { separator } else { "" });
        part.read(text);
    }
}

/// A part that stands beside a sign: in brackets unless it is one letter or word.
fn operand(text: &mut String, node: &MathNode) {
    let inner = node.reading();
    let is_simple = inner.chars().count() < 2 || inner.chars().all(char::is_alphanumeric);
    if is_simple {
        text.push_str(&inner);
    } else {
        text.push('(');
        text.push_str(&inner);
        text.push(')');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mi(text: &str) -> MathNode {
        MathNode::token("mi", text)
    }

    #[test]
    fn formulas_are_read_in_one_line() {
        let sum = MathNode::row(vec![mi("س"), MathNode::token("mo", "+"), MathNode::token("mn", "1")]);
        let check = |node: MathNode, expected: &str| assert_eq!(node.reading(), expected);
        check(MathNode::element("mfrac", vec![mi("a"), sum.clone()]), "a/(س+1)");
        check(MathNode::element("msup", vec![mi("x"), MathNode::token("mn", "2")]), "x^2");
        check(MathNode::element("msup", vec![mi("f"), MathNode::token("mo", "′")]), "f′");
        check(MathNode::element("msqrt", vec![sum]), "√(س+1)");
        check(MathNode::element("mroot", vec![mi("x"), MathNode::token("mn", "3")]), "3√x");
        check(MathNode::element("mfrac", vec![mi("a")]), "a/");
    }

    #[test]
    fn trees_are_bounded() {
        let mut deep = mi("x");
        assert!(deep.is_bounded());
        for _ in 0..MAX_MATH_DEPTH {
            deep = MathNode::row(vec![deep]);
        }
        assert!(!deep.is_bounded());
        assert!(!MathNode::row(vec![mi("x"); MAX_MATH_NODES]).is_bounded());
    }

    #[test]
    fn only_known_attributes_are_kept() {
        let node = mi("x").with("mathvariant", "bold").with("onclick", "alert()").with("mathvariant", "normal");
        assert_eq!(node.attributes, [("mathvariant", "normal".to_owned())]);
        assert_eq!(MathNode::known("script"), None);
    }
}
