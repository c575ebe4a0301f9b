//! Subscripts and superscripts, at both sides of their base.

use ttf_parser::math::Constants;

use super::boxes::MathBox;
use super::operator;
use super::{Setter, Style};
use crate::document::MathNode;

/// Scripts of one side.
#[derive(Default)]
struct Scripts {
    sub: Option<MathBox>,
    sup: Option<MathBox>,
}

impl Setter<'_, '_, '_> {
    /// A base with a subscript, a superscript or both.
    pub(super) fn scripts(
        &mut self,
        base: &MathNode,
        sub: Option<&MathNode>,
        sup: Option<&MathNode>,
        style: Style,
    ) -> MathBox {
        if let (None, Some(prime)) = (sub, sup.filter(|sup| is_prime(sup))) {
            return self.primed(base, prime, style);
        }
        let base = self.set(base, style);
        let sub = sub.map(|sub| self.set(sub, style.script().cramped()));
        let sup = sup.map(|sup| self.set(sup, style.script()));
        self.attach(base, Scripts::default(), Scripts { sub, sup }, style)
    }

    /// Scripts in pairs, those before the base after `mprescripts`.
    pub(super) fn multiscripts(&mut self, base: &MathNode, scripts: &[MathNode], style: Style) -> MathBox {
        let mut base = self.set(base, style);
        let before = scripts.iter().position(|node| node.name == "mprescripts").unwrap_or(scripts.len());
        let (after, rest) = scripts.split_at(before);
        for pair in after.chunks(2) {
            let pair = self.pair(pair, style);
            base = self.attach(base, Scripts::default(), pair, style);
        }
        for pair in rest.get(1..).unwrap_or_default().chunks(2).rev() {
            let pair = self.pair(pair, style);
            base = self.attach(base, pair, Scripts::default(), style);
        }
        base
    }

    fn pair(&mut self, pair: &[MathNode], style: Style) -> Scripts {
        let mut set = |node: Option<&MathNode>, style: Style| {
            let node = node.filter(|node| node.name != "none" && !(node.name == "mrow" && node.children().is_empty()));
            node.map(|node| self.set(node, style))
        };
        Scripts { sub: set(pair.first(), style.script().cramped()), sup: set(pair.get(1), style.script()) }
    }

    /// Primes are drawn raised already.
    fn primed(&mut self, base: &MathNode, prime: &MathNode, style: Style) -> MathBox {
        let mut row = self.set(base, style);
        let italic = if row.is_glyph { row.italic } else { 0.0 };
        let mark = self.set(prime, style.inner());
        let width = row.width + italic + mark.width;
        row.place(mark, row.width + italic, 0.0);
        MathBox { width, italic: 0.0, is_glyph: false, ..row }
    }

    fn attach(&mut self, base: MathBox, before: Scripts, after: Scripts, style: Style) -> MathBox {
        let (up, down) = self.shifts(&base, &[&before, &after], style);
        let gap = self.face.at(self.size(style), Constants::space_after_script);
        let width_of = |script: &Option<MathBox>| script.as_ref().map_or(0.0, |script| script.width);
        let lead = width_of(&before.sub).max(width_of(&before.sup));
        let lead = if lead > 0.0 { lead + gap } else { 0.0 };
        let (width, italic, is_large) = (base.width, base.italic, base.is_large);
        let mut set = MathBox::default();
        // Read in the order of the eye: what stands before the base comes first.
        for (script, y) in [(before.sub, -down), (before.sup, up)] {
            if let Some(script) = script {
                let x = lead - gap - script.width;
                set.place(script, x, y);
            }
        }
        set.place(base, lead, 0.0);
        let mut end = lead + width;
        let (sub_x, sup_x) = if is_large { (width - italic, width) } else { (width, width + italic) };
        for (script, x, y) in [(after.sub, sub_x, -down), (after.sup, sup_x, up)] {
            if let Some(script) = script {
                end = end.max(lead + x + script.width + gap);
                set.place(script, lead + x, y);
            }
        }
        set.width = end;
        set
    }

    /// How far scripts stand above and below the baseline (MathML Core, 3.4.1).
    fn shifts(&self, base: &MathBox, scripts: &[&Scripts], style: Style) -> (f64, f64) {
        let size = self.size(style);
        let constant =
            |value: fn(&Constants<'_>) -> i16| f64::from(value(&self.face.constants)) * size / self.face.units();
        let raise = if style.is_cramped {
            constant(|c| c.superscript_shift_up_cramped().value)
        } else {
            constant(|c| c.superscript_shift_up().value)
        };
        let mut up = raise;
        let mut down = constant(|c| c.subscript_shift_down().value);
        if !base.is_glyph || base.is_large {
            up = up.max(base.ascent - constant(|c| c.superscript_baseline_drop_max().value));
            down = down.max(base.descent + constant(|c| c.subscript_baseline_drop_min().value));
        }
        let (mut sub_top, mut sup_bottom) = (f64::MIN, f64::MIN);
        for Scripts { sub, sup } in scripts {
            if let Some(sup) = sup {
                up = up.max(sup.descent + constant(|c| c.superscript_bottom_min().value));
                sup_bottom = sup_bottom.max(sup.descent);
            }
            if let Some(sub) = sub {
                down = down.max(sub.ascent - constant(|c| c.subscript_top_max().value));
                sub_top = sub_top.max(sub.ascent);
            }
        }
        if sub_top > f64::MIN && sup_bottom > f64::MIN {
            let gap = (up - sup_bottom) - (sub_top - down);
            let lacking = constant(|c| c.sub_superscript_gap_min().value) - gap;
            if lacking > 0.0 {
                let most = constant(|c| c.superscript_bottom_max_with_subscript().value);
                let raised = lacking.min((most - (up - sup_bottom)).max(0.0));
                up += raised;
                down += lacking - raised;
            }
        }
        (up, down)
    }
}

fn is_prime(node: &MathNode) -> bool {
    let text = operator::core(node).map(MathNode::text).unwrap_or_default();
    !text.is_empty() && text.chars().all(|c| matches!(c, '′' | '″' | '‴' | '⁗' | '\''))
}
