//! Fractions, roots and what is enclosed: all that has rules.

use ttf_parser::math::Constants;

use super::boxes::MathBox;
use super::face::Axis;
use super::{Setter, Style, length};
use crate::document::MathNode;

/// Room at the sides of a fraction and within a box, in ems.
const BESIDE: f64 = 0.12;
const WITHIN: f64 = 0.3;

/// Measures of a fraction, in points.
struct Measures {
    up: f64,
    down: f64,
    gap_over: f64,
    gap_under: f64,
}

impl Setter<'_, '_, '_> {
    /// A fraction, or two things above each other where the rule has no thickness.
    pub(super) fn fraction(&mut self, node: &MathNode, over: &MathNode, under: &MathNode, style: Style) -> MathBox {
        let size = self.size(style);
        let inner = if style.is_display { Style { is_display: false, ..style } } else { style.script() };
        let over = self.set(over, inner);
        let under = self.set(under, inner.cramped());
        let axis = self.face.axis(size);
        let normal = self.face.at(size, Constants::fraction_rule_thickness);
        let thickness = match node.attribute("linethickness") {
            Some("thin") => normal / 2.0,
            Some("thick") => normal * 2.0,
            Some(value) => length::ems(value).map_or(normal, |ems| (ems * size).max(0.0)),
            None => normal,
        };
        let Measures { mut up, mut down, gap_over, gap_under } = self.measures(style, thickness > 0.0);
        if thickness > 0.0 {
            up = up.max(axis + thickness / 2.0 + gap_over + over.descent);
            down = down.max(-axis + thickness / 2.0 + gap_under + under.ascent);
        } else {
            let lacking = gap_over - (up - over.descent - under.ascent + down);
            up += lacking.max(0.0) / 2.0;
            down += lacking.max(0.0) / 2.0;
        }
        let width = over.width.max(under.width);
        let beside = if thickness > 0.0 { BESIDE * size } else { 0.0 };
        let (over_x, under_x) = ((width - over.width) / 2.0, (width - under.width) / 2.0);
        let mut set = MathBox::default();
        set.place(over, beside + over_x, up);
        if thickness > 0.0 {
            set.place(MathBox::rule(width, axis - thickness / 2.0, thickness, style.color), beside, 0.0);
        }
        set.place(under, beside + under_x, -down);
        set.width = width + 2.0 * beside;
        set
    }

    fn measures(&self, style: Style, has_rule: bool) -> Measures {
        let size = self.size(style);
        let at = |value: fn(&Constants<'_>) -> i16| f64::from(value(&self.face.constants)) * size / self.face.units();
        match (has_rule, style.is_display) {
            (true, true) => Measures {
                up: at(|c| c.fraction_numerator_display_style_shift_up().value),
                down: at(|c| c.fraction_denominator_display_style_shift_down().value),
                gap_over: at(|c| c.fraction_num_display_style_gap_min().value),
                gap_under: at(|c| c.fraction_denom_display_style_gap_min().value),
            },
            (true, false) => Measures {
                up: at(|c| c.fraction_numerator_shift_up().value),
                down: at(|c| c.fraction_denominator_shift_down().value),
                gap_over: at(|c| c.fraction_numerator_gap_min().value),
                gap_under: at(|c| c.fraction_denominator_gap_min().value),
            },
            (false, true) => Measures {
                up: at(|c| c.stack_top_display_style_shift_up().value),
                down: at(|c| c.stack_bottom_display_style_shift_down().value),
                gap_over: at(|c| c.stack_display_style_gap_min().value),
                gap_under: 0.0,
            },
            (false, false) => Measures {
                up: at(|c| c.stack_top_shift_up().value),
                down: at(|c| c.stack_bottom_shift_down().value),
                gap_over: at(|c| c.stack_gap_min().value),
                gap_under: 0.0,
            },
        }
    }

    /// A root, with its degree if it has one.
    pub(super) fn radical(&mut self, base: &MathNode, degree: Option<&MathNode>, style: Style) -> MathBox {
        let size = self.size(style);
        let base = self.set(base, style.cramped());
        let at = |value: fn(&Constants<'_>) -> i16| f64::from(value(&self.face.constants)) * size / self.face.units();
        let thickness = at(|c| c.radical_rule_thickness().value);
        let gap = if style.is_display {
            at(|c| c.radical_display_style_vertical_gap().value)
        } else {
            at(|c| c.radical_vertical_gap().value)
        };
        let (before, after) =
            (at(|c| c.radical_kern_before_degree().value), at(|c| c.radical_kern_after_degree().value));
        let extra = at(|c| c.radical_extra_ascender().value);
        let raise = f64::from(self.face.constants.radical_degree_bottom_raise_percent()) / 100.0;
        let wanted = base.height() + gap + thickness;
        let Some(glyph) = self.face.glyph('√') else { return base };
        let sign = self.face.stretched((glyph, "√"), Axis::Vertical, wanted, size, style.color);
        let sign = sign.unwrap_or_else(|| self.face.set(&[(glyph, "√".to_owned())], size, style.color));
        // What the sign is too high goes above and below the content in equal parts.
        let gap = gap.max((gap + sign.height() - base.height() - thickness) / 2.0);
        let top = base.ascent + gap + thickness;
        let shift = top - sign.ascent;
        let bottom = sign.descent - shift;
        let (sign_width, sign_height) = (sign.width, sign.height());
        let mut set = MathBox::default();
        let mut x = 0.0;
        if let Some(degree) = degree {
            let degree = self.set(degree, style.script().script());
            let y = -bottom + raise * sign_height + degree.descent;
            x = (before + degree.width + after).max(0.0);
            let degree_x = x - after - degree.width;
            set.place(degree, degree_x.max(0.0), y);
        }
        set.place(sign, x, shift);
        let width = base.width;
        set.place(base, x + sign_width, 0.0);
        set.place(MathBox::rule(width, top - thickness, thickness, style.color), x + sign_width, 0.0);
        set.ascent = set.ascent.max(top + extra);
        set.width = x + sign_width + width;
        set
    }

    /// What `menclose` draws around or through its content.
    pub(super) fn enclosed(&mut self, node: &MathNode, style: Style) -> MathBox {
        let notations: Vec<&str> = node.attribute("notation").unwrap_or("longdiv").split_ascii_whitespace().collect();
        if notations == ["radical"] {
            return self.radical(&MathNode::row(node.children().to_vec()), None, style);
        }
        let size = self.size(style);
        let thickness = self.face.at(size, Constants::overbar_rule_thickness);
        let inner = self.row(node.children(), style);
        let has = |names: &[&str]| notations.iter().any(|notation| names.contains(notation));
        let all = ["box", "roundedbox", "circle"];
        let sides = [
            has(&["left", "longdiv"]) || has(&all),
            has(&["right", "actuarial", "madruwb"]) || has(&all),
            has(&["top", "longdiv", "actuarial"]) || has(&all),
            has(&["bottom", "madruwb"]) || has(&all),
        ];
        let room = if sides.contains(&true) { WITHIN * size } else { 0.0 };
        let (width, ascent, descent) = (inner.width + 2.0 * room, inner.ascent + room, inner.descent + room);
        let mut set = MathBox::default();
        set.place(inner, room, 0.0);
        (set.width, set.ascent, set.descent) = (width, ascent, descent);
        let across = |bottom: f64| MathBox::rule(width, bottom, thickness, style.color);
        let upright = MathBox::rule(thickness, -descent, ascent + descent, style.color);
        if sides[0] {
            set.place(upright.clone(), 0.0, 0.0);
        }
        if sides[1] {
            set.place(upright.clone(), width - thickness, 0.0);
        }
        if sides[2] {
            set.place(across(ascent - thickness), 0.0, 0.0);
        }
        if sides[3] {
            set.place(across(-descent), 0.0, 0.0);
        }
        if has(&["horizontalstrike"]) {
            set.place(across((ascent - descent - thickness) / 2.0), 0.0, 0.0);
        }
        if has(&["verticalstrike"]) {
            set.place(upright, (width - thickness) / 2.0, 0.0);
        }
        for (notation, sign) in [("updiagonalstrike", '/'), ("downdiagonalstrike", '\\')] {
            if has(&[notation]) {
                self.strike(&mut set, sign, size, style);
            }
        }
        set
    }

    /// A slash through a box; what it says of its own is nothing.
    fn strike(&mut self, set: &mut MathBox, sign: char, size: f64, style: Style) {
        let Some(glyph) = self.face.glyph(sign) else { return };
        let wanted = set.height().max(size);
        let stroke = self.face.stretched((glyph, ""), Axis::Vertical, wanted, size, style.color);
        let stroke = stroke.unwrap_or_else(|| self.face.set(&[(glyph, String::new())], size, style.color));
        let middle = (set.ascent - set.descent) / 2.0;
        let (x, stroke) = ((set.width - stroke.width) / 2.0, stroke.centered_on(middle));
        set.place(stroke, x, 0.0);
    }
}
