//! What stands above and below: limits of large operators, accents, braces and bars.

use ttf_parser::math::Constants;

use super::boxes::MathBox;
use super::face::Axis;
use super::operator::{self, Form};
use super::{Setter, Style};
use crate::document::MathNode;

/// Signs that are drawn as a rule above or below their base.
const BARS: [&str; 6] = ["‾", "¯", "_", "\u{332}", "\u{305}", "―"];

impl Setter<'_, '_, '_> {
    /// A base with something below it, above it or both.
    pub(super) fn limits(
        &mut self,
        node: &MathNode,
        base: &MathNode,
        under: Option<&MathNode>,
        over: Option<&MathNode>,
        style: Style,
    ) -> MathBox {
        let core = operator::core(base).map(|core| operator::of(core, Form::Prefix));
        if core.is_some_and(|said| said.movable_limits) && !style.is_display {
            return self.scripts(base, under, over, style);
        }
        let is_accent = |name: &str, script: &MathNode| {
            node.attribute(name).map_or_else(|| is_stretchy_mark(script), |value| value == "true")
        };
        let over = over.map(|over| (over, is_accent("accent", over)));
        let under = under.map(|under| (under, is_accent("accentunder", under)));
        // A stretchy arrow grows with what is above and below it.
        let mut set_over = over.map(|(over, accent)| self.limit(over, accent, style));
        let mut set_under = under.map(|(under, accent)| self.limit(under, accent, style));
        let widest = [&set_over, &set_under].into_iter().flatten().map(|set| set.width).fold(0.0, f64::max);
        let set = self.base(base, widest, style);
        for (script, set_script) in [(over, &mut set_over), (under, &mut set_under)] {
            if let Some((script, accent)) = script
                && let Some(stretched) = self.stretched_over(script, set.width, accent, style)
            {
                *set_script = Some(stretched);
            }
        }
        let (mut whole, width) = (MathBox { is_glyph: set.is_glyph, ..MathBox::default() }, set.width);
        let gaps = self.gaps(&set, [over.map(|(_, accent)| accent), under.map(|(_, accent)| accent)], style);
        let (top, bottom) = (set.ascent, set.descent);
        let (accent_x, lean) = (set.accent(), if set.is_large { set.italic / 2.0 } else { 0.0 });
        let (italic, is_large) = (set.italic, set.is_large);
        whole.place(set, 0.0, 0.0);
        let (mut left, mut right) = (0.0_f64, width);
        if let (Some(script), Some((_, accent))) = (set_under, under) {
            let x = (width - script.width) / 2.0 - lean;
            if !accent {
                (left, right) = (left.min(x), right.max(x + script.width));
            }
            let y = -(bottom + gaps.1.max(0.0) + script.ascent);
            whole.place(script, x, y);
        }
        if let (Some(script), Some((_, accent))) = (set_over, over) {
            let x = if accent && script.is_glyph {
                accent_x - script.accent()
            } else {
                (width - script.width) / 2.0 + lean
            };
            // Accents are drawn above letters of a certain height.
            let y = if accent && script.is_glyph && script.descent < 0.0 {
                (top - self.accent_base(style)).max(0.0).max(top - gap_below(&script))
            } else {
                top + gaps.0.max(0.0) + script.descent
            };
            if !accent {
                (left, right) = (left.min(x), right.max(x + script.width));
            }
            whole.place(script, x, y);
        }
        whole.drawn.iter_mut().for_each(|drawn| drawn.x -= left);
        MathBox {
            width: right - left,
            italic: if left == 0.0 && right == width { italic } else { 0.0 },
            is_large: is_large && over.is_none(),
            ..whole
        }
    }

    fn limit(&mut self, script: &MathNode, is_accent: bool, style: Style) -> MathBox {
        let style = if is_accent { style.inner() } else { style.script() };
        self.set(script, style)
    }

    /// The base; an arrow as wide as what stands above or below it.
    fn base(&mut self, base: &MathNode, widest: f64, style: Style) -> MathBox {
        let stretchy = operator::core(base).filter(|core| {
            operator::of(core, Form::Infix).stretchy && operator::is_horizontal(core.text()) && base.name == "mo"
        });
        let stretched = stretchy.and_then(|core| self.horizontal(core, widest, style));
        stretched.unwrap_or_else(|| self.set(base, style))
    }

    /// A mark stretched over its base, or a bar.
    fn stretched_over(&mut self, script: &MathNode, width: f64, is_accent: bool, style: Style) -> Option<MathBox> {
        let core = operator::core(script).filter(|_| script.name == "mo")?;
        if BARS.contains(&core.text()) {
            let size = self.size(style);
            let thickness = self.face.at(size, Constants::overbar_rule_thickness);
            return Some(MathBox::rule(width, 0.0, thickness, style.color));
        }
        let said = operator::of(core, Form::Postfix);
        let style = if is_accent { style } else { style.script() };
        if !said.stretchy || !operator::is_horizontal(core.text()) { None } else { self.horizontal(core, width, style) }
    }

    /// An operator at least so wide.
    fn horizontal(&mut self, core: &MathNode, width: f64, style: Style) -> Option<MathBox> {
        let size = self.size(style);
        let character = core.text().chars().next()?;
        let glyph = self.face.glyph(character)?;
        let mut natural = self.face.set(&[(glyph, character.to_string())], size, style.color);
        // Hats and tildes stay within their base, arrows and braces reach over it.
        let is_hat = "^ˆ~˜ˇ\u{302}\u{303}".contains(character);
        if natural.width >= width || is_hat && width < 0.8 * size {
            natural.accent = natural.accent.or(Some(natural.width / 2.0));
            return Some(natural);
        }
        let wanted = if is_hat { width * 0.9 } else { width };
        self.face.stretched((glyph, &character.to_string()), Axis::Horizontal, wanted, size, style.color)
    }

    /// The room between a base and what is above and below it.
    fn gaps(&self, base: &MathBox, accents: [Option<bool>; 2], style: Style) -> (f64, f64) {
        let size = self.size(style);
        let at = |value: fn(&Constants<'_>) -> i16| f64::from(value(&self.face.constants)) * size / self.face.units();
        let bar = at(|c| c.overbar_vertical_gap().value);
        let over = if accents[0] == Some(true) { bar } else { at(|c| c.upper_limit_gap_min().value) };
        let under = if accents[1] == Some(true) { bar } else { at(|c| c.lower_limit_gap_min().value) };
        let _ = base;
        (over, under)
    }

    /// The height of letters that accents fit without being raised.
    fn accent_base(&self, style: Style) -> f64 {
        self.face.at(self.size(style), Constants::accent_base_height)
    }
}

/// How far an accent is drawn above its baseline.
fn gap_below(script: &MathBox) -> f64 {
    -script.descent
}

/// Whether something stretches over its base by itself.
fn is_stretchy_mark(script: &MathNode) -> bool {
    script.name == "mo"
        && operator::is_horizontal(script.text())
        && !script.text().contains(['→', '←', '↔', '⇒', '⇐', '⇔'])
}
