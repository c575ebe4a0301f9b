//! Formulas on lines of their own, and those among words in their sizes.
//!
//! In: formulas and the room for them. Out: rows of displayed formulas, objects of inline ones. What is too wide is cut
//! after relations, and what is still too wide is set smaller.

use crate::document::{Direction, Formula, MathNode};
use crate::geometry::{Point, Pt};
use crate::math::{self, FormulaStyle, SetFormula};
use crate::text::{Object, ObjectRule, Paragraph, TextStyle};

use super::super::content::Flow;
use super::super::design::Design;
use super::super::frame::{Color, ElementId, Item, ItemKind};
use super::super::inline::InlineFormula;
use super::super::warning::SourceWarning;
use super::text::keep_ends;
use super::{Area, Row, Setter, decoration};

/// A formula within a line may be cut where it takes more than this share of the line.
const WHOLE: f64 = 0.4;
/// No formula is set smaller than this share of its size.
const SMALLEST: f64 = 0.45;
/// Lines of a formula that is cut begin so much further in, in ems.
const INDENT: f64 = 2.0;
/// Share of the type area that a formula may be high.
const TALLEST: f64 = 0.9;

impl Setter<'_> {
    /// Adds the objects of a formula among words.
    pub(super) fn inline_formula(
        &mut self,
        inline: &InlineFormula,
        measure: Pt,
        paragraph: &mut Paragraph,
        objects: &mut Vec<Object>,
    ) {
        let InlineFormula { offset, pieces, formula, style } = inline;
        let Some(mut set) = self.pieces(&formula.root, style, formula.is_display, measure, formula.span.start) else {
            return;
        };
        set.resize(*pieces, SetFormula::default());
        let whole: Pt = set.iter().map(|piece| piece.width).sum();
        let (step, joiner) = (OBJECT_AND_JOINER.len(), "\u{2060}");
        for (index, piece) in set.into_iter().enumerate() {
            let at = offset + index * step;
            if index > 0 && whole > measure * WHOLE {
                // Of the same length as the joiner, so that all offsets stay.
                paragraph.text.replace_range(at - joiner.len()..at, "\u{200B}");
            }
            let SetFormula { width, ascent, descent, content } = piece;
            objects.push(Object { offset: at, width, height: ascent, depth: descent, content: Some(content) });
        }
    }

    /// The pieces of a formula, each no wider than a measure.
    fn pieces(
        &mut self,
        root: &MathNode,
        text: &TextStyle,
        is_display: bool,
        measure: Pt,
        source: usize,
    ) -> Option<Vec<SetFormula>> {
        let set = |this: &mut Self, scale| {
            math::set_pieces(root, &FormulaStyle { text, is_display, scale }, &mut this.shaper)
        };
        let pieces = set(self, 1.0)?;
        let widest = pieces.iter().fold(Pt::ZERO, |widest, piece| widest.max(piece.width));
        if widest <= measure {
            return Some(pieces);
        }
        self.warnings.push(SourceWarning::Formula { offset: source });
        set(self, (measure / widest).max(SMALLEST))
    }

    /// The width of a displayed formula, given unlimited room.
    pub(super) fn formula_width(&mut self, formula: &Formula, text: &TextStyle) -> Pt {
        let style = FormulaStyle { text, is_display: true, scale: 1.0 };
        math::set(&formula.root, &style, &mut self.shaper).map_or(Pt::ZERO, |set| set.width)
    }

    /// A displayed formula in the middle of its area, its number at the end.
    pub(super) fn formula(&mut self, flow: &Flow, area: Area, formula: &Formula, text: &TextStyle) -> Vec<Row> {
        let (root, number) = parted(&formula.root);
        let style = |scale| FormulaStyle { text, is_display: true, scale };
        let number = number.and_then(|number| math::set(number, &style(1.0), &mut self.shaper));
        let beside = number.as_ref().map_or(Pt::ZERO, |number| (number.width + text.size) * 2.0);
        let room = area.measure - beside;
        let Some(mut lines) = self.lines(&root, text, room, formula.span.start) else { return Vec::new() };
        let tallest = flow.design.text_height() * TALLEST;
        let height = lines.iter().fold(Pt::ZERO, |tallest, line| tallest.max(line.ascent + line.descent));
        if height > tallest {
            let scale = (tallest / height).max(SMALLEST / 2.0);
            self.warnings.push(SourceWarning::Formula { offset: formula.span.start });
            lines = math::set(&root, &style(scale), &mut self.shaper).into_iter().collect();
        }
        let last = lines.len().saturating_sub(1);
        let mut rows = Vec::with_capacity(lines.len());
        for (index, line) in lines.into_iter().enumerate() {
            let spare = area.measure - line.width;
            let x = match (index, last) {
                (_, 0) => spare / 2.0,
                (0, _) => (text.size * INDENT).min(spare / 2.0),
                _ => (text.size * INDENT * 2.0).min(spare.max(Pt::ZERO)),
            };
            let number = if index == last { number.clone() } else { None };
            rows.push(self.formula_row(flow, area, line, x, number));
        }
        keep_ends(&mut rows);
        rows
    }

    /// The lines of a formula: one, or as few as its pieces fill.
    fn lines(&mut self, root: &MathNode, text: &TextStyle, room: Pt, source: usize) -> Option<Vec<SetFormula>> {
        let style = FormulaStyle { text, is_display: true, scale: 1.0 };
        let whole = math::set(root, &style, &mut self.shaper)?;
        if whole.width <= room {
            return Some(vec![whole]);
        }
        let indented = room - text.size * INDENT * 2.0;
        let pieces = self.pieces(root, text, true, indented.max(room / 2.0), source)?;
        let mut lines: Vec<Vec<SetFormula>> = Vec::new();
        let mut width = Pt::ZERO;
        for piece in pieces {
            if width + piece.width > indented || lines.is_empty() {
                lines.push(Vec::new());
                width = Pt::ZERO;
            }
            width += piece.width;
            if let Some(line) = lines.last_mut() {
                line.push(piece);
            }
        }
        Some(lines.into_iter().map(SetFormula::joined).collect())
    }

    /// A line of a displayed formula.
    fn formula_row(&self, flow: &Flow, area: Area, line: SetFormula, x: Pt, number: Option<SetFormula>) -> Row {
        let leading = flow.design.leading(flow.design.em);
        let above = Design::above_baseline(leading);
        let number_size = number.as_ref().map_or((Pt::ZERO, Pt::ZERO), |number| (number.ascent, number.descent));
        let above = above.max(line.ascent.max(number_size.0));
        let below = (leading - Design::above_baseline(leading)).max(line.descent.max(number_size.1));
        let mut row = Row { height: above + below, ..Row::default() };
        let edge = |width: Pt| match flow.direction {
            Direction::Rtl => area.left,
            Direction::Ltr => area.left + area.measure - width,
        };
        let number = number.map(|number| (edge(number.width), number));
        for (x, set) in [(area.left + x, line)].into_iter().chain(number) {
            let origin = Point { x, y: above };
            let rules = set.content.rules.clone();
            let kind = ItemKind::Line { line: set.into_line(), color: Color::BLACK };
            row.items.push(Item { origin, element: flow.element, kind });
            row.items.extend(rules.into_iter().map(|rule| rule_item(origin, rule, flow.element)));
        }
        row
    }
}

/// A rule of a formula on the page.
pub(super) fn rule_item(baseline: Point, rule: ObjectRule, element: Option<ElementId>) -> Item {
    let origin = Point { x: baseline.x + rule.origin.x, y: baseline.y + rule.origin.y };
    let rule = decoration(origin, rule.size, rule.color.unwrap_or(Color::BLACK));
    Item { element, ..rule }
}

/// A formula without its number, and the number.
fn parted(root: &MathNode) -> (MathNode, Option<&MathNode>) {
    match root.children() {
        [formula, .., number] if number.is_equation_number() => (formula.clone(), Some(number)),
        _ => (root.clone(), None),
    }
}

/// What stands in the text for a piece and what joins it to the next.
const OBJECT_AND_JOINER: &str = "\u{FFFC}\u{2060}";
