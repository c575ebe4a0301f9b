//! Letters, numbers, operators and words.

use ttf_parser::GlyphId;

use super::boxes::{Drawn, Mark, MathBox};
use super::face::Axis;
use super::operator::{self, Form};
use super::{Setter, Style, length, letters};
use crate::document::MathNode;
use crate::font::Weight;
use crate::geometry::Pt;
use crate::text::{Alignment, BaseDirection, Paragraph, ParagraphOptions, Stretch, TextStyle, layout_paragraph};

/// Wider than any page.
const ENDLESS: Pt = Pt(20_000.0);
/// What a delimiter leaves uncovered of what it encloses at most: a share, and in ems (The TeXbook, p. 152).
const COVERED: f64 = 0.901;
const UNCOVERED: f64 = 0.5;

impl Setter<'_, '_, '_> {
    /// An identifier, number or text.
    pub(super) fn token(&mut self, node: &MathNode, style: Style) -> MathBox {
        let text = node.text();
        let is_single = text.chars().filter(|c| !is_selector(*c)).count() == 1;
        let variant =
            node.attribute("mathvariant").unwrap_or(if node.name == "mi" && is_single { "italic" } else { "" });
        if node.name == "mtext" || node.name == "ms" {
            return self.words(text, variant, style);
        }
        match self.glyphs(text, variant) {
            Some(glyphs) => self.face.set(&glyphs, self.size(style), style.color),
            None => self.words(text, variant, style),
        }
    }

    /// The glyphs of a text, if the face has all of them.
    fn glyphs(&self, text: &str, variant: &str) -> Option<Vec<(GlyphId, String)>> {
        let glyph = |character: char| {
            let styled = letters::styled(character, variant);
            let glyph = self.face.glyph(styled).or_else(|| self.face.glyph(character))?;
            Some((glyph, letters::plain(character).to_string()))
        };
        text.chars().filter(|&c| !is_selector(c) && !is_invisible(c)).map(glyph).collect()
    }

    /// Words, as the text around the formula has them.
    pub(super) fn words(&mut self, text: &str, variant: &str, style: Style) -> MathBox {
        if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{200B}').is_empty() {
            let spaces = text.chars().filter(|c| c.is_whitespace()).count();
            return MathBox::space(spaces as f64 * 0.25 * self.size(style));
        }
        let size = self.text.size * (self.size(style) / self.base) * self.text_scale;
        let weight = if variant.contains("bold") { Weight::Bold } else { self.text.weight };
        let style = TextStyle { size, weight, rise: Pt::ZERO, color: style.color, ..self.text.clone() };
        let paragraph = Paragraph::plain(text, style, BaseDirection::Auto);
        let options = ParagraphOptions {
            measure: ENDLESS,
            first_line_indent: Pt::ZERO,
            alignment: Alignment::Start,
            stretch: Stretch::Spaces,
        };
        let (lines, _) = layout_paragraph(&paragraph, &options, self.shaper);
        let Some(line) = lines.into_iter().next() else { return MathBox::default() };
        // Spaces at the ends part the words from what is beside them, but lines have none.
        let space = size.0 * 0.25;
        let ends_in_space = |at_end: bool| {
            let end = if at_end { text.chars().next_back() } else { text.chars().next() };
            end.is_some_and(char::is_whitespace)
        };
        // A formula runs from the left, whatever the direction of the words.
        let keeps_space = |at_end: bool| ends_in_space(at_end) && !line_has_space(&line.text, at_end);
        let left = if keeps_space(false) { space } else { 0.0 };
        let right = if keeps_space(true) { space } else { 0.0 };
        let (ascent, descent) = (line.ink_ascent.0, line.ink_descent.0);
        let width = line.width.0 + left + right;
        let drawn = vec![Drawn { x: left, y: 0.0, color: None, mark: Mark::Line(line) }];
        MathBox { width, ascent, descent, drawn, ..MathBox::default() }
    }

    /// An operator, stretched where the style asks for it, without the room beside it.
    pub(super) fn operator(&mut self, node: &MathNode, style: Style, form: Form) -> MathBox {
        let said = operator::of(node, form);
        let text = node.text().replace('-', "−");
        let Some(glyphs) = self.glyphs(&text, node.attribute("mathvariant").unwrap_or_default()) else {
            return self.words(&text, "", style);
        };
        let size = self.size(style);
        let axis = self.face.axis(size);
        let plain = |setter: &Self| setter.face.set(&glyphs, size, style.color);
        let [(glyph, letter)] = glyphs.as_slice() else { return plain(self) };
        if said.large && style.is_display {
            let large = self.face.large(*glyph, letter, size, style.color).unwrap_or_else(|| plain(self));
            return MathBox { is_large: true, italic: large.italic, ..recentred(large, axis) };
        }
        if said.large {
            let set = plain(self);
            return MathBox { is_large: true, italic: set.italic, ..recentred(set, axis) };
        }
        let size_of = |name| node.attribute(name).and_then(length::ems).map(|ems| ems * size);
        let (least, most) = (size_of("minsize"), size_of("maxsize"));
        let Some((above, below)) = style.stretch.filter(|_| said.stretchy).or(least.map(|_| (0.0, 0.0))) else {
            return plain(self);
        };
        let wanted = if said.symmetric {
            let half = (above - axis).max(below + axis);
            2.0 * half
        } else {
            above + below
        };
        let wanted = (wanted * COVERED).max(wanted - UNCOVERED * size);
        let wanted = wanted.max(least.unwrap_or(0.0)).min(most.unwrap_or(f64::MAX));
        let natural = plain(self);
        if natural.height() >= wanted {
            return natural;
        }
        let stretched = self.face.stretched((*glyph, letter), Axis::Vertical, wanted, size, style.color);
        stretched
            .map_or(natural, |set| if said.symmetric { recentred(set, axis) } else { self.reaching(set, above, below) })
    }

    /// A stretched operator that is not symmetric: in the middle of what it reaches over.
    fn reaching(&self, set: MathBox, above: f64, below: f64) -> MathBox {
        set.centered_on((above - below) / 2.0)
    }
}

fn recentred(set: MathBox, axis: f64) -> MathBox {
    set.centered_on(axis)
}

fn line_has_space(text: &str, at_end: bool) -> bool {
    let end = if at_end { text.chars().next_back() } else { text.chars().next() };
    end.is_some_and(char::is_whitespace)
}

/// Variation selectors: the face has one form of each letter.
const fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}')
}

/// Operators that are not seen.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{2061}'..='\u{2064}' | '\u{200B}')
}
