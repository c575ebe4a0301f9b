//! Mathematics on the page: formulas set in boxes.
//!
//! ```text
//! MathNode ── token, row, scripts, limits, fraction, table ──> MathBox ── lines ──> SetFormula
//! ```
//!
//! In: the tree of a formula, the style of the text around it. Out: glyphs and rules at their places, from left to right.
//! The rules are those of MathML Core (<https://www.w3.org/TR/mathml-core/>) and of the OpenType table `MATH`, which
//! follow TeX's; `operator` knows the room beside operators, `face` how glyphs stretch, `letters` the italic ones. Words
//! are set by the paragraph engine, so that Arabic joins and runs from the right within a formula.

mod boxes;
mod face;
mod fraction;
mod length;
mod letters;
mod limits;
mod lines;
mod operator;
mod row;
mod scripts;
mod table;
mod token;

pub use lines::SetFormula;

use crate::color::Color;
use crate::document::MathNode;
use crate::text::{Shaper, TextStyle};
use boxes::MathBox;
use face::MathFace;

/// How a formula is set.
#[derive(Clone, Debug)]
pub struct FormulaStyle<'a> {
    /// The text around it: the style of words, and the size.
    pub text: &'a TextStyle,
    /// Whether it is displayed: large operators, limits above and below.
    pub is_display: bool,
    /// The size of its letters, as a share of that which goes with the text.
    pub scale: f64,
}

/// Into how many pieces a formula may be cut at the end of a line: after each relation of its outermost row.
#[must_use]
pub fn count_pieces(root: &MathNode) -> usize {
    row::break_places(row::outermost(root)).len() + 1
}

/// Sets a formula, in one piece for each of [`count_pieces`]; `None` if there is no face for formulas.
#[must_use]
pub fn set_pieces(root: &MathNode, style: &FormulaStyle<'_>, shaper: &mut Shaper<'_>) -> Option<Vec<SetFormula>> {
    let pieces = with_setter(style, shaper, |setter, start| setter.pieces(row::outermost(root), start))?;
    let face = shaper.fonts().math_face()?;
    Some(pieces.into_iter().map(|piece| lines::flatten(piece, face)).collect())
}

/// Sets a formula in one piece; `None` if there is no face for formulas.
#[must_use]
pub fn set(root: &MathNode, style: &FormulaStyle<'_>, shaper: &mut Shaper<'_>) -> Option<SetFormula> {
    let set = with_setter(style, shaper, |setter, start| setter.set(root, start))?;
    Some(lines::flatten(set, shaper.fonts().math_face()?))
}

fn with_setter<R>(
    style: &FormulaStyle<'_>,
    shaper: &mut Shaper<'_>,
    set: impl FnOnce(&mut Setter<'_, '_, '_>, Style) -> R,
) -> Option<R> {
    let fonts = shaper.fonts();
    let id = fonts.math_face()?;
    let text_face = *fonts.fallback_chain(&style.text.family, style.text.weight).first()?;
    let balance = fonts.balance(text_face, id, crate::font::Script::Latin);
    let face = MathFace::new(fonts.face(id).parsed()?)?;
    let base = style.text.size.0 * balance * style.scale;
    let mut setter = Setter { face, shaper, text: style.text, base, text_scale: style.scale };
    let start =
        Style { level: 0, is_display: style.is_display, is_cramped: false, stretch: None, color: style.text.color };
    Some(set(&mut setter, start))
}

/// Sets parts of a formula.
struct Setter<'s, 'f, 'a> {
    face: MathFace<'f>,
    shaper: &'s mut Shaper<'f>,
    text: &'a TextStyle,
    /// Size of letters that are no scripts, in points.
    base: f64,
    /// The scale of the whole.
    text_scale: f64,
}

/// The style of a part.
#[derive(Clone, Copy, Debug)]
struct Style {
    /// 0 for the line, 1 for scripts, 2 for scripts of scripts.
    level: u8,
    is_display: bool,
    /// Whether superscripts stand lower: below a rule.
    is_cramped: bool,
    /// How high above and deep below the baseline a stretchy operator is to reach.
    stretch: Option<(f64, f64)>,
    color: Option<Color>,
}

impl Style {
    /// The same without anything to be stretched to.
    const fn inner(self) -> Style {
        Style { stretch: None, ..self }
    }

    /// That of a script.
    const fn script(self) -> Style {
        let level = if self.level < 2 { self.level + 1 } else { 2 };
        Style { level, is_display: false, stretch: None, ..self }
    }

    const fn cramped(self) -> Style {
        Style { is_cramped: true, stretch: None, ..self }
    }
}

impl Setter<'_, '_, '_> {
    /// The size of letters in a style.
    fn size(&self, style: Style) -> f64 {
        let percent = match style.level {
            0 => 100,
            1 => self.face.constants.script_percent_scale_down(),
            _ => self.face.constants.script_script_percent_scale_down(),
        };
        self.base * f64::from(percent) / 100.0
    }

    /// Sets an element.
    fn set(&mut self, node: &MathNode, style: Style) -> MathBox {
        let style = changed(node, style);
        let children = node.children();
        match (node.name, children) {
            ("mi" | "mn" | "mtext" | "ms", _) => self.token(node, style.inner()),
            ("mo", _) => self.operator(node, style, operator::Form::Infix),
            ("mspace", _) => self.space(node, style),
            ("mfrac", [over, under]) => self.fraction(node, over, under, style.inner()),
            ("msqrt", _) => self.radical(&MathNode::row(children.to_vec()), None, style.inner()),
            ("mroot", [base, degree]) => self.radical(base, Some(degree), style.inner()),
            ("msub", [base, sub]) => self.scripts(base, Some(sub), None, style),
            ("msup", [base, sup]) => self.scripts(base, None, Some(sup), style),
            ("msubsup", [base, sub, sup]) => self.scripts(base, Some(sub), Some(sup), style),
            ("mmultiscripts", [base, scripts @ ..]) => self.multiscripts(base, scripts, style),
            ("munder", [base, under]) => self.limits(node, base, Some(under), None, style),
            ("mover", [base, over]) => self.limits(node, base, None, Some(over), style),
            ("munderover", [base, under, over]) => self.limits(node, base, Some(under), Some(over), style),
            ("mtable", _) => self.table(node, style.inner()),
            ("menclose", _) => self.enclosed(node, style.inner()),
            ("mphantom", _) => MathBox { drawn: Vec::new(), ..self.row(children, style) },
            ("mpadded", _) => self.padded(node, style),
            _ => self.row(children, style),
        }
    }

    fn space(&mut self, node: &MathNode, style: Style) -> MathBox {
        let em = self.size(style);
        let length = |name| node.attribute(name).and_then(length::ems).unwrap_or(0.0) * em;
        MathBox { ascent: length("height"), descent: length("depth"), ..MathBox::space(length("width")) }
    }

    /// Content with other measures than its own.
    fn padded(&mut self, node: &MathNode, style: Style) -> MathBox {
        let inner = self.row(node.children(), style);
        let em = self.size(style);
        let length = |name| node.attribute(name).and_then(length::ems).map(|ems| ems * em);
        let (width, ascent, descent) = (inner.width, inner.ascent, inner.descent);
        let mut padded = MathBox::default();
        padded.place(inner, length("lspace").unwrap_or(0.0), length("voffset").unwrap_or(0.0));
        padded.width = length("width").unwrap_or(width).max(0.0);
        (padded.ascent, padded.descent) = (length("height").unwrap_or(ascent), length("depth").unwrap_or(descent));
        padded
    }
}

/// A colour as `#rrggbb`.
fn color(value: &str) -> Option<Color> {
    let digits = value.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    u32::from_str_radix(digits, 16).ok().map(Color::rgb)
}

/// The style within an element that changes it.
fn changed(node: &MathNode, mut style: Style) -> Style {
    for (name, value) in &node.attributes {
        match *name {
            "displaystyle" => style.is_display = value == "true",
            "scriptlevel" => {
                let number = value.parse::<i32>().unwrap_or(0);
                let is_relative = value.starts_with(['+', '-']);
                style.level = (number + if is_relative { i32::from(style.level) } else { 0 }).clamp(0, 2) as u8;
            }
            "mathcolor" => style.color = color(value).or(style.color),
            _ => {}
        }
    }
    style
}

#[cfg(test)]
mod tests;
