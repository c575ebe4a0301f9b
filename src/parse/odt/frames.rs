//! Frames (OpenDocument 1.3-3, 10.4): pictures, text boxes, formulas, charts and other objects.

use super::{Reader, plain};
use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, Formula, ImageRef, Inline};
use crate::parse::office::notices::Notice;
use crate::parse::xml::{Content, Element};
use crate::parse::{length, math};

/// What stands beside a paragraph and is set behind it.
pub(super) enum Aside<'a> {
    /// The content of a text box.
    Box(&'a Element),
    /// The content of a chart.
    Chart(Element),
}

/// What an object of a file holds.
enum Object {
    Formula(Formula),
    Chart(Element),
    Other,
}

impl<'a> Reader<'a> {
    /// A frame, or a group of them.
    pub(super) fn frame(&mut self, frame: &'a Element, content: &mut Vec<Inline>) {
        if frame.name != "frame" {
            let inner =
                frame.children.iter().filter(|child| matches!(child.name.as_str(), "frame" | "g" | "custom-shape"));
            return inner.for_each(|child| self.frame(child, content));
        }
        for child in &frame.children {
            match child.name.as_str() {
                "text-box" => return self.aside.push(Aside::Box(child)),
                "object" => match self.object(child) {
                    Object::Formula(formula) => return content.push(Inline::Math(formula)),
                    Object::Chart(part) => return self.aside.push(Aside::Chart(part)),
                    Object::Other => self.notices.add(Notice::Embedded, self.here()),
                },
                "object-ole" | "plugin" | "applet" | "floating-frame" => {
                    self.notices.add(Notice::Embedded, self.here());
                }
                // Of several pictures, the first is the best one.
                "image" => return self.picture(child, frame, content),
                _ => {}
            }
        }
    }

    fn picture(&mut self, image: &Element, frame: &Element, content: &mut Vec<Inline>) {
        let Some(path) = image.attr("href").map(|href| href.trim_start_matches("./").to_owned()) else { return };
        let said = |name: &str| frame.child(name).map(plain).filter(|text| !text.trim().is_empty());
        let alt = said("desc").or_else(|| said("title")).unwrap_or_default();
        let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_decoration = frame.attr("decorative") == Some("true");
        let size = length::of_html(frame.attr("width"), frame.attr("height"), None);
        content.push(Inline::Image(ImageRef { path, alt, is_decoration, size, span: self.here() }));
    }

    /// What an object is, by the part that it names.
    fn object(&mut self, object: &Element) -> Object {
        if let Some(inner) = object.child("math") {
            return self.formula(&written(inner)).map_or(Object::Other, Object::Formula);
        }
        let Some(folder) = object.attr("href").map(|href| href.trim_start_matches("./")) else { return Object::Other };
        let name = format!("{folder}/content.xml");
        let Some(part) = self.archive.xml(&name, Content::Mixed).ok().flatten() else { return Object::Other };
        if part.find("math").is_some() {
            let source = self.archive.bytes(&name).ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
            return source.and_then(|source| self.formula(&source)).map_or(Object::Other, Object::Formula);
        }
        match part.find("chart") {
            Some(_) => Object::Chart(part),
            None => Object::Other,
        }
    }

    fn formula(&mut self, source: &str) -> Option<Formula> {
        let source = match source.find("<!DOCTYPE").and_then(|at| Some(at + source.get(at..)?.find('>')? + 1)) {
            Some(behind) => &source[behind..],
            None => source,
        };
        let root = math::tree::read(source)?;
        let alt = root.reading();
        let start = self.here().start;
        self.text_of_source.push_str(&alt.replace('\n', " "));
        let span = Span::new(start, self.here().start);
        root.is_bounded().then_some(Formula { root, alt, is_display: false, span })
    }

    /// A chart as the table of its values; its title is the caption.
    pub(super) fn chart(&mut self, part: &Element) -> Option<Block> {
        let start = self.here();
        let whole = part.find("chart").map(|chart| chart.child("chart").unwrap_or(chart));
        let title = whole.and_then(|chart| chart.child("title")).map(plain).unwrap_or_default();
        let values = part.find("table").filter(|table| table.find("table-row").is_some());
        let Some(values) = values else {
            self.notices.add(Notice::ChartWithoutData, start);
            return None;
        };
        self.notices.add(Notice::Chart, start);
        let caption = self.line(&title);
        let mut table = self.table_of_values(values);
        table.caption = caption;
        let span = Span::new(start.start, self.here().start);
        Some(Block::new(BlockKind::Table(table), span))
    }
}

/// An element of MathML as it was written.
fn written(element: &Element) -> String {
    if element.name.is_empty() {
        return element.text.replace('&', "&amp;").replace('<', "&lt;");
    }
    let inner: String = element.children.iter().map(written).collect();
    format!("<{0}>{inner}</{0}>", element.name)
}
