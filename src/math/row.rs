//! Rows: elements beside each other, with the room that operators have, and fences as high as what they enclose.

use super::boxes::MathBox;
use super::operator::{self, Form, Operator};
use super::{Setter, Style, changed};
use crate::document::MathNode;

/// The row of a formula in which lines may end: the only row of a row is that row.
pub(super) fn outermost(root: &MathNode) -> &MathNode {
    let mut row = root;
    while let [inner] = row.children()
        && row.name == "mrow"
        && inner.name == "mrow"
    {
        row = inner;
    }
    row
}

/// The children of a row after which a line may end.
pub(super) fn break_places(row: &MathNode) -> Vec<usize> {
    let children = row.children();
    if !matches!(row.name, "mrow" | "mstyle") {
        return Vec::new();
    }
    let is_place = |&index: &usize| {
        let core = operator::core(&children[index]).filter(|_| index > 0 && index + 1 < children.len());
        core.is_some_and(|core| operator::of(core, form(children, index)).is_relation)
    };
    (0..children.len()).filter(is_place).collect()
}

/// Where an operator stands among its neighbours.
fn form(children: &[MathNode], index: usize) -> Form {
    let is_space = |node: &MathNode| node.name == "mspace" || node.is_equation_number();
    let before = children[..index].iter().any(|node| !is_space(node));
    let after = children[index + 1..].iter().any(|node| !is_space(node));
    match (before, after) {
        (false, true) => Form::Prefix,
        (true, false) => Form::Postfix,
        _ => Form::Infix,
    }
}

impl Setter<'_, '_, '_> {
    /// A row.
    pub(super) fn row(&mut self, children: &[MathNode], style: Style) -> MathBox {
        let mut row = MathBox::default();
        let only = children.len() == 1;
        for set in self.parts(children, style) {
            if only {
                return set;
            }
            row.append(set);
        }
        row.is_large = false;
        row
    }

    /// The pieces of a row, cut where lines may end.
    pub(super) fn pieces(&mut self, row: &MathNode, style: Style) -> Vec<MathBox> {
        let places = break_places(row);
        if places.is_empty() {
            return vec![self.set(row, style)];
        }
        let style = changed(row, style);
        let mut pieces = vec![MathBox::default()];
        for (index, set) in self.parts(row.children(), style).into_iter().enumerate() {
            if let Some(piece) = pieces.last_mut() {
                piece.append(set);
            }
            if places.contains(&index) {
                pieces.push(MathBox::default());
            }
        }
        pieces
    }

    /// The children of a row, each with the room beside it.
    fn parts(&mut self, children: &[MathNode], style: Style) -> Vec<MathBox> {
        let operators: Vec<Option<Operator>> = (0..children.len())
            .map(|index| operator::core(&children[index]).map(|core| operator::of(core, form(children, index))))
            .collect();
        let stretches = |index: usize| operators[index].is_some_and(|said| said.stretchy && !said.large);
        let mut set: Vec<Option<MathBox>> = Vec::with_capacity(children.len());
        let mut reach: Option<(f64, f64)> = None;
        for (index, child) in children.iter().enumerate() {
            if stretches(index) {
                set.push(None);
                continue;
            }
            let part = self.child(child, style.inner(), form(children, index));
            let (above, below) = reach.unwrap_or((0.0, 0.0));
            reach = Some((above.max(part.ascent), below.max(part.descent)));
            set.push(Some(part));
        }
        let stretch = style.stretch.or(reach);
        let em = self.size(style);
        let mut parts = Vec::with_capacity(children.len());
        for (index, part) in set.into_iter().enumerate() {
            let part = match part {
                Some(part) => part,
                None => self.child(&children[index], Style { stretch, ..style }, form(children, index)),
            };
            parts.push(match operators[index].filter(|_| children.len() > 1) {
                Some(said) => with_room(part, said.before * em, said.after * em),
                None => part,
            });
        }
        parts
    }

    fn child(&mut self, child: &MathNode, style: Style, form: Form) -> MathBox {
        match child.name {
            "mo" => self.operator(child, changed(child, style), form),
            _ => self.set(child, style),
        }
    }
}

fn with_room(part: MathBox, before: f64, after: f64) -> MathBox {
    let (width, italic) = (before + part.width + after, part.italic);
    let mut set = MathBox { italic, is_large: part.is_large, ..MathBox::default() };
    set.place(part, before, 0.0);
    set.width = width;
    set
}
