//! Formulas as MathML (EPUB 3.3, 6.1.4.2).
//!
//! In: the tree of a formula. Out: the element `math` with an alternative text, and the face for formulas among those
//! of the book: whole and packed, since what stretches and what stands above what is told by tables that the cutting of
//! fonts leaves out.

use super::faces::{EmbeddedFace, Faces};
use super::writer::Writer;
use super::xml::Attribute;
use crate::direction;
use crate::document::{Direction, Formula, MathContent, MathNode};
use crate::font::FontSet;

const NAMESPACE: &str = "http://www.w3.org/1998/Math/MathML";

impl Writer<'_> {
    /// A formula.
    pub(super) fn formula(&mut self, formula: &Formula) {
        self.findings.has_math = true;
        let display = if formula.is_display { "block" } else { "inline" };
        let alt = Some(formula.alt.trim()).filter(|alt| !alt.is_empty());
        let attributes: [Attribute<'_>; 4] =
            [("xmlns", Some(NAMESPACE)), ("display", Some(display)), ("dir", Some("ltr")), ("alttext", alt)];
        self.xml.start("math", &attributes);
        match formula.root.attributes.as_slice() {
            [] if formula.root.name == "mrow" => formula.root.children().iter().for_each(|node| self.math(node)),
            _ => self.math(&formula.root),
        }
        self.xml.end();
    }

    fn math(&mut self, node: &MathNode) {
        // MathML 3 has these for `mstyle` and tables alone.
        let is_style = |name: &str| match name {
            "displaystyle" => !matches!(node.name, "mstyle" | "mtable"),
            "scriptlevel" => node.name != "mstyle",
            _ => false,
        };
        let (styles, own): (Vec<_>, Vec<_>) = node.attributes.iter().partition(|(name, _)| is_style(name));
        let attribute = |(name, value): &'_ (&'static str, String)| (*name, value.clone());
        let mut own: Vec<(&'static str, String)> = own.into_iter().map(attribute).collect();
        let is_rtl = |text: &str| direction::of_text(text, Direction::Ltr) == Direction::Rtl;
        if node.name == "mtext" && node.attribute("dir").is_none() && is_rtl(node.text()) {
            own.push(("dir", "rtl".to_owned()));
        }
        if !styles.is_empty() {
            let styles: Vec<(&'static str, String)> = styles.into_iter().map(attribute).collect();
            self.xml.start("mstyle", &borrowed(&styles));
        }
        let has_styles = node.attributes.iter().any(|(name, _)| is_style(name));
        // Letters of other scripts come from the faces for text.
        let words: String = node.text().chars().filter(|letter| matches!(letter, '\u{590}'..='\u{1FFF}')).collect();
        self.usage.record(self.style, &words);
        match &node.content {
            MathContent::Text(text) => self.xml.element(node.name, &borrowed(&own), text),
            MathContent::Children(children) if children.is_empty() => self.xml.empty(node.name, &borrowed(&own)),
            MathContent::Children(children) => {
                self.xml.start(node.name, &borrowed(&own));
                children.iter().for_each(|child| self.math(child));
                self.xml.end();
            }
        }
        if has_styles {
            self.xml.end();
        }
    }
}

fn borrowed<'a>(attributes: &'a [(&'static str, String)]) -> Vec<Attribute<'a>> {
    attributes.iter().map(|(name, value)| (*name, Some(value.as_str()))).collect()
}

/// Adds the face for formulas.
pub(super) fn embed(faces: &mut Faces, fonts: &FontSet) {
    let Some(font) = fonts.math_face().map(|id| fonts.face(id)) else { return };
    let Some(data) = font.data.as_woff2() else { return };
    let href = format!("fonts/{}", font.name);
    let licence = font.licence.map(|text| (format!("{href}-licence.txt"), text));
    faces.embedded.push(EmbeddedFace {
        family: font.family.clone(),
        weight: font.weight,
        weight_axis: None,
        href: format!("{href}.woff2"),
        media_type: "font/woff2",
        data: data.to_vec(),
        licence: licence.as_ref().map(|(file, _)| file.clone()),
    });
    faces.licences.extend(licence);
    faces.math_family = Some(font.family.clone());
}
