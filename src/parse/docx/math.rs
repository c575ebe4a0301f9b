//! Equations of Word (ECMA-376-1, 22.1) as trees of MathML.
//!
//! In: an `m:oMath`, or the code of an old EQ field. Out: a formula; what is too large for one stands there as plain
//! text.

use super::{Reader, eq};
use crate::diagnostic::Span;
use crate::document::{Formula, Inline, MathNode};
use crate::parse::office::notices::Notice;
use crate::parse::xml::Element;

/// Signs that may be large, with limits below and above them in displayed formulas.
const LIMITS: &str = "∑∏∐⋃⋂⋁⋀⨁⨂⨀⨄";

impl Reader<'_> {
    /// An equation in the line, or those that stand by themselves, each on a line of its own.
    pub(super) fn equation(&mut self, equation: &Element, content: &mut Vec<Inline>) {
        if equation.name == "oMath" {
            let root = MathNode::row(row(&equation.children));
            return self.formula(root, false, content);
        }
        for (index, one) in equation.children.iter().filter(|child| child.name == "oMath").enumerate() {
            if index > 0 {
                content.push(Inline::LineBreak);
            }
            self.formula(MathNode::row(row(&one.children)), true, content);
        }
    }

    /// An equation that a field draws by its code.
    pub(super) fn equation_field(&mut self, code: &str, content: &mut Vec<Inline>) {
        match eq::read(code) {
            Some(root) => self.formula(root, false, content),
            None => {
                self.notices.add(Notice::FieldCode, self.here());
                self.text(code.trim(), content);
            }
        }
    }

    fn formula(&mut self, root: MathNode, is_display: bool, content: &mut Vec<Inline>) {
        let alt = root.reading();
        if alt.trim().is_empty() {
            return;
        }
        if !root.is_bounded() {
            self.notices.add(Notice::Formula, self.here());
            return self.text(&alt, content);
        }
        let start = self.here().start;
        self.text_of_source.push_str(&alt.replace('\n', " "));
        let span = Span::new(start, self.here().start);
        content.push(Inline::Math(Formula { root, alt, is_display, span }));
    }
}

/// The elements of a row.
fn row(children: &[Element]) -> Vec<MathNode> {
    children.iter().flat_map(nodes).collect()
}

/// What a part of an equation holds, as one element.
fn part(element: &Element, name: &str) -> MathNode {
    let mut nodes = element.child(name).map(|part| row(&part.children)).unwrap_or_default();
    if nodes.len() == 1 { nodes.remove(0) } else { MathNode::row(nodes) }
}

/// The value of a property of an element: `m:naryPr/m:chr`.
fn property<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let properties = element.children.iter().find(|child| child.name.ends_with("Pr"))?;
    properties.child(name).map(|found| found.attr("val").unwrap_or_default())
}

/// Whether a property is there and not switched off.
fn has(element: &Element, name: &str) -> bool {
    property(element, name).is_some_and(|value| !matches!(value, "0" | "false" | "off"))
}

fn nodes(element: &Element) -> Vec<MathNode> {
    let of = |name: &str| part(element, name);
    let one = |node: MathNode| vec![node];
    match element.name.as_str() {
        "r" => run(element),
        "f" => one(fraction(element)),
        "sSup" => one(MathNode::element("msup", vec![of("e"), of("sup")])),
        "sSub" => one(MathNode::element("msub", vec![of("e"), of("sub")])),
        "sSubSup" => one(MathNode::element("msubsup", vec![of("e"), of("sub"), of("sup")])),
        "sPre" => {
            let prescripts = MathNode::element("mprescripts", Vec::new());
            one(MathNode::element("mmultiscripts", vec![of("e"), prescripts, of("sub"), of("sup")]))
        }
        "rad" if has(element, "degHide") || of("deg").reading().is_empty() => {
            one(MathNode::element("msqrt", vec![of("e")]))
        }
        "rad" => one(MathNode::element("mroot", vec![of("e"), of("deg")])),
        "nary" => vec![large_operator(element), of("e")],
        "d" => one(delimited(element)),
        "m" => one(table(element, "mr")),
        "eqArr" => one(table(element, "e")),
        "func" => vec![of("fName"), MathNode::token("mo", "\u{2061}"), of("e")],
        "limLow" => one(MathNode::element("munder", vec![of("e"), of("lim")])),
        "limUpp" => one(MathNode::element("mover", vec![of("e"), of("lim")])),
        "acc" => one(mark(element, of("e"), "\u{302}", false)),
        "bar" => one(mark(element, of("e"), "\u{AF}", property(element, "pos") != Some("top"))),
        "groupChr" => one(mark(element, of("e"), "\u{23DF}", property(element, "pos") != Some("top"))),
        "borderBox" => one(MathNode::element("menclose", vec![of("e")]).with("notation", "box")),
        "phant" if property(element, "show") == Some("0") => one(MathNode::element("mphantom", vec![of("e")])),
        "box" | "phant" => one(of("e")),
        "del" | "moveFrom" => Vec::new(),
        name if name.ends_with("Pr") => Vec::new(),
        _ => row(&element.children),
    }
}

fn fraction(element: &Element) -> MathNode {
    let (over, under) = (part(element, "num"), part(element, "den"));
    match property(element, "type") {
        Some("lin") => MathNode::row(vec![over, MathNode::token("mo", "/"), under]),
        Some("noBar") => MathNode::element("mfrac", vec![over, under]).with("linethickness", "0"),
        _ => MathNode::element("mfrac", vec![over, under]),
    }
}

fn large_operator(element: &Element) -> MathNode {
    let sign = property(element, "chr").filter(|sign| !sign.is_empty()).unwrap_or("∫");
    let operator = MathNode::token("mo", sign);
    let shown = |name: &str, hidden: &str| Some(part(element, name)).filter(|_| !has(element, hidden));
    let around = match property(element, "limLoc") {
        Some(place) => place == "undOvr",
        None => LIMITS.contains(sign),
    };
    let [both, below, above] = if around { ["munderover", "munder", "mover"] } else { ["msubsup", "msub", "msup"] };
    match (shown("sub", "subHide"), shown("sup", "supHide")) {
        (Some(sub), Some(sup)) => MathNode::element(both, vec![operator, sub, sup]),
        (Some(sub), None) => MathNode::element(below, vec![operator, sub]),
        (None, Some(sup)) => MathNode::element(above, vec![operator, sup]),
        (None, None) => operator,
    }
}

/// Parts between brackets, with a sign between each two.
fn delimited(element: &Element) -> MathNode {
    let sign = |name: &str, usual: &'static str| property(element, name).map_or(usual.to_owned(), str::to_owned);
    let fence = |sign: String| {
        let is_there = !sign.is_empty();
        is_there.then(|| MathNode::token("mo", sign).with("stretchy", "true").with("fence", "true"))
    };
    let mut inner = Vec::from_iter(fence(sign("begChr", "(")));
    for (index, part) in element.children.iter().filter(|child| child.name == "e").enumerate() {
        if index > 0 {
            inner.push(MathNode::token("mo", sign("sepChr", "|")));
        }
        inner.push(MathNode::row(row(&part.children)));
    }
    inner.extend(fence(sign("endChr", ")")));
    MathNode::row(inner)
}

/// A matrix of rows, or equations below each other.
fn table(element: &Element, name: &str) -> MathNode {
    let cell = |part: &Element| MathNode::element("mtd", row(&part.children));
    let rows = element.children.iter().filter(|child| child.name == name).map(|line| {
        let cells = if name == "mr" {
            line.children.iter().filter(|child| child.name == "e").map(cell).collect()
        } else {
            vec![cell(line)]
        };
        MathNode::element("mtr", cells)
    });
    let table = MathNode::element("mtable", rows.collect());
    if name == "mr" { table } else { table.with("columnalign", "left") }
}

/// A mark above or below.
fn mark(element: &Element, base: MathNode, usual: &'static str, is_below: bool) -> MathNode {
    let sign = property(element, "chr").filter(|sign| !sign.is_empty()).unwrap_or(usual);
    // What Word stores as combining marks stands by itself in MathML.
    let sign = match sign {
        "\u{302}" => "^",
        "\u{303}" => "~",
        "\u{304}" | "\u{305}" => "\u{AF}",
        "\u{307}" => "\u{2D9}",
        "\u{308}" => "\u{A8}",
        "\u{30C}" => "\u{2C7}",
        "\u{300}" => "`",
        "\u{301}" => "\u{B4}",
        "\u{306}" => "\u{2D8}",
        "\u{20D7}" => "→",
        "\u{20D6}" => "←",
        other => other,
    };
    let operator = MathNode::token("mo", sign).with("stretchy", if usual == "\u{302}" { "false" } else { "true" });
    if is_below {
        MathNode::element("munder", vec![base, operator])
    } else {
        MathNode::element("mover", vec![base, operator]).with("accent", "true")
    }
}

/// The letters, numbers and signs of a run.
fn run(run: &Element) -> Vec<MathNode> {
    let text: String = run.children.iter().filter(|child| child.name == "t").map(|t| t.text.as_str()).collect();
    if has(run, "nor") {
        return vec![MathNode::token("mtext", text)];
    }
    let style = property(run, "sty");
    let mut nodes = tokens(&text, style == Some("p"));
    if matches!(style, Some("b" | "bi")) {
        let variant = if style == Some("b") { "bold" } else { "bold-italic" };
        nodes = nodes.into_iter().map(|node| node.with("mathvariant", variant)).collect();
    }
    nodes
}

/// Text taken apart: numbers, letters, signs. Letters of one run that are upright, or join, are one name.
pub(super) fn tokens(text: &str, is_upright: bool) -> Vec<MathNode> {
    let joins = |letter: char| is_upright || matches!(letter, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}');
    let characters: Vec<char> = text.chars().collect();
    let mut nodes = Vec::new();
    let mut at = 0;
    let length_of = |from: usize, test: &dyn Fn(char) -> bool| {
        characters[from..].iter().take_while(|&&character| test(character)).count()
    };
    while let Some(&first) = characters.get(at) {
        let next_is_digit = characters.get(at + 1).is_some_and(|next| next.is_numeric());
        let length = if first.is_numeric() {
            let mut length = 0;
            while let Some(&sign) = characters.get(at + length) {
                let goes_on = characters.get(at + length + 1).is_some_and(|next| next.is_numeric());
                if sign.is_numeric() || matches!(sign, '.' | ',' | '٫' | '٬') && goes_on {
                    length += 1;
                } else {
                    break;
                }
            }
            length
        } else if first.is_alphabetic() && joins(first) {
            length_of(at, &|letter| letter.is_alphabetic() && joins(letter) || matches!(letter, '\u{64B}'..='\u{652}'))
        } else {
            1
        };
        let part: String = characters[at..at + length].iter().collect();
        at += length;
        if first.is_whitespace() {
            nodes.push(MathNode::element("mspace", Vec::new()).with("width", "0.3em"));
        } else if first.is_numeric() || first == '.' && next_is_digit {
            nodes.push(MathNode::token("mn", part));
        } else if first.is_alphabetic() {
            let name = MathNode::token("mi", part);
            nodes.push(if is_upright { name.with("mathvariant", "normal") } else { name });
        } else {
            nodes.push(MathNode::token("mo", part.replace('-', "−").replace('*', "∗")));
        }
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::dump::math;
    use crate::parse::xml;

    fn check(source: &str, expected: &str) {
        let part = xml::read(format!("<m>{source}</m>").as_bytes(), xml::Content::Elements).unwrap();
        let nodes = row(&part.children[0].children);
        assert_eq!(nodes.iter().map(math).collect::<Vec<_>>().join(" "), expected, "{source}");
    }

    fn r(text: &str) -> String {
        format!("<m:r><m:t>{text}</m:t></m:r>")
    }

    #[test]
    fn equations_are_mathml() {
        let [a, b, two, seen] = ["a", "b", "2", "س"].map(r);
        check(&format!("<m:f><m:num>{a}</m:num><m:den>{b}</m:den></m:f>"), "mfrac(mi:a mi:b)");
        check(&format!("<m:sSup><m:e>{seen}</m:e><m:sup>{two}</m:sup></m:sSup>"), "msup(mi:س mn:2)");
        check(&format!("<m:rad><m:radPr><m:degHide/></m:radPr><m:deg/><m:e>{a}</m:e></m:rad>"), "msqrt(mi:a)");
        check(&format!("<m:rad><m:deg>{two}</m:deg><m:e>{a}</m:e></m:rad>"), "mroot(mi:a mn:2)");
        check(
            &format!(
                "<m:nary><m:naryPr><m:chr m:val=\"∑\"/></m:naryPr><m:sub>{a}</m:sub><m:sup>{b}</m:sup><m:e>{two}</m:e></m:nary>"
            ),
            "munderover(mo:∑ mi:a mi:b) mn:2",
        );
        check(
            &format!("<m:d><m:dPr><m:begChr m:val=\"[\"/><m:endChr m:val=\"\"/></m:dPr><m:e>{a}</m:e></m:d>"),
            "mrow(mo[stretchy=true][fence=true]:[ mrow(mi:a))",
        );
        check(&format!("<m:m><m:mr><m:e>{a}</m:e><m:e>{b}</m:e></m:mr></m:m>"), "mtable(mtr(mtd(mi:a) mtd(mi:b)))");
        check(&format!("<m:acc><m:e>{a}</m:e></m:acc>"), "mover[accent=true](mi:a mo[stretchy=false]:^)");
        check(&r("ن+3.5x"), "mi:ن mo:+ mn:3.5 mi:x");
        check("<m:r><m:rPr><m:nor/></m:rPr><m:t>إذا كان</m:t></m:r>", "mtext:إذا كان");
        check("<m:r><m:rPr><m:sty m:val=\"p\"/></m:rPr><m:t>sin</m:t></m:r>", "mi[mathvariant=normal]:sin");
    }
}
