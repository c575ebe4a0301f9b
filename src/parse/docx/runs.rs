//! The running text of a paragraph (ECMA-376-1, 17.3.2).
//!
//! In: the children of a `w:p`. Out: inlines, with their places in the text of the file as it is shown to people.

use super::Reader;
use super::xml::Element;
use crate::diagnostic::Span;
use crate::document::{ImageLength, ImageRef, ImageSize, Inline};
use crate::parse::inline::push_text;
use crate::parse::length;
use crate::parse::markdown::is_safe;

/// How far text is raised or lowered that is set above or below the line, in half points.
const RAISED: i32 = 4;

/// A field whose code may be a link.
#[derive(Default)]
pub(super) struct Field {
    code: String,
    /// Whether the field shows its result now.
    shows: bool,
}

impl Reader<'_> {
    /// Takes the runs of a paragraph or of a link in it.
    pub(super) fn runs(&mut self, children: &[Element], content: &mut Vec<Inline>) {
        for child in children {
            match child.name.as_str() {
                "r" => self.run(child, content),
                "hyperlink" => self.hyperlink(child, content),
                // Text that was struck out under revision is gone; all other wrappers are transparent.
                "del" | "moveFrom" | "pPr" | "sdtPr" => {}
                "ins" | "moveTo" | "smartTag" | "sdt" | "sdtContent" | "fldSimple" | "bdo" | "dir" | "customXml" => {
                    self.runs(&child.children, content);
                }
                "oMath" | "oMathPara" => self.math.add(self.here()),
                _ => {}
            }
        }
    }

    fn hyperlink(&mut self, link: &Element, content: &mut Vec<Inline>) {
        let start = self.here().start;
        let mut inner = Vec::new();
        self.runs(&link.children, &mut inner);
        let target = match (link.attr("id").and_then(|id| self.relationships.get(id)), link.attr("anchor")) {
            (Some(address), _) => address.clone(),
            (None, Some(anchor)) => format!("#{anchor}"),
            (None, None) => return content.extend(inner),
        };
        let span = Span::new(start, self.here().start);
        self.link(target, inner, span, content);
    }

    fn link(&mut self, target: String, inner: Vec<Inline>, span: Span, content: &mut Vec<Inline>) {
        if inner.is_empty() || !is_safe(&target) {
            if !inner.is_empty() {
                self.links.add(span);
            }
            return content.extend(inner);
        }
        content.push(Inline::Link { target, content: inner, span });
    }

    fn run(&mut self, run: &Element, content: &mut Vec<Inline>) {
        let properties = run.child("rPr");
        if properties.is_some_and(|properties| properties.is_on("vanish")) {
            return;
        }
        let start = self.here().start;
        let mut inner = Vec::new();
        for child in &run.children {
            self.run_child(child, &mut inner);
        }
        if inner.is_empty() {
            return;
        }
        let inner = styled(inner, properties, properties.is_some_and(|own| self.styles.is_code(own)));
        match self.field.as_ref().filter(|field| field.shows).and_then(|field| address(&field.code)) {
            Some(target) => self.link(target, inner, Span::new(start, self.here().start), content),
            None => content.extend(inner),
        }
    }

    fn run_child(&mut self, child: &Element, content: &mut Vec<Inline>) {
        match child.name.as_str() {
            "t" => self.text(&child.text, content),
            "tab" | "ptab" => self.text(" ", content),
            "noBreakHyphen" => self.text("\u{2011}", content),
            "softHyphen" => self.text("\u{AD}", content),
            "br" | "cr" if child.attr("type").is_none_or(|kind| kind == "textWrapping") => {
                self.text_of_source.push(' ');
                content.push(Inline::LineBreak);
            }
            "footnoteReference" | "endnoteReference" => self.reference(child, content),
            "drawing" | "pict" | "object" => self.drawing(child, content),
            "AlternateContent" => {
                let chosen = child.child("Choice").or_else(|| child.child("Fallback"));
                chosen.into_iter().flat_map(|chosen| &chosen.children).for_each(|inner| self.run_child(inner, content));
            }
            "fldChar" => match child.attr("fldCharType") {
                Some("begin") => self.field = Some(Field::default()),
                Some("separate") => self.field.iter_mut().for_each(|field| field.shows = true),
                _ => self.field = None,
            },
            "instrText" => self.field.iter_mut().for_each(|field| field.code.push_str(&child.text)),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, content: &mut Vec<Inline>) {
        let text = text.replace(['\n', '\r'], " ");
        let start = self.text_of_source.len();
        self.text_of_source.push_str(&text);
        push_text(content, &text, Span::new(start, self.text_of_source.len()));
    }

    fn reference(&mut self, reference: &Element, content: &mut Vec<Inline>) {
        let kind = if reference.name == "footnoteReference" { "footnote" } else { "endnote" };
        let Some(key) = reference.attr("id").map(|id| (kind, id.to_owned())) else { return };
        if !self.notes.contains_key(&key) {
            return;
        }
        let number = match self.referred.iter().position(|known| *known == key) {
            Some(at) => at + 1,
            None => {
                self.referred.push(key);
                self.referred.len()
            }
        };
        content.push(Inline::FootnoteReference { label: number.to_string(), span: self.here() });
    }

    /// A picture; of a text box only that it is left out is said.
    fn drawing(&mut self, drawing: &Element, content: &mut Vec<Inline>) {
        if drawing.find("txbxContent").is_some() {
            self.boxes.add(self.here());
        }
        let id = drawing.find("blip").and_then(|blip| blip.attr("embed").or_else(|| blip.attr("link")));
        let id = id.or_else(|| drawing.find("imagedata")?.attr("id"));
        let Some(target) = id.and_then(|id| self.relationships.get(id)) else { return };
        let described =
            drawing.find("docPr").and_then(|picture| picture.attr("descr").or_else(|| picture.attr("title")));
        let alt = described.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let is_decoration = drawing.find("decorative").is_some_and(|decorative| decorative.attr("val") != Some("0"));
        let (path, size) = (part_name(target), size(drawing));
        content.push(Inline::Image(ImageRef { path, alt, is_decoration, size, span: self.here() }));
    }
}

/// The size of a picture: its extent (ECMA-376-1, 20.4.2.7), or the style of a shape of VML.
fn size(drawing: &Element) -> ImageSize {
    const EMU_TO_POINT: f64 = 12_700.0;
    let Some(extent) = drawing.find("extent") else {
        return length::of_html(None, None, drawing.find("shape").and_then(|shape| shape.attr("style")));
    };
    let points = |name: &str| extent.attr(name)?.parse::<f64>().ok().map(|emu| emu / EMU_TO_POINT);
    let side = |name: &str| points(name).filter(|points| *points >= 1.0).map(ImageLength::Points);
    ImageSize { width: side("cx"), height: side("cy"), max_width: None }
}

/// The name of a part that a relationship of the main part leads to (ECMA-376-2, 6.4).
pub(super) fn part_name(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if target.contains("://") => target.to_owned(),
        None => format!("word/{}", target.trim_start_matches("./")),
    }
}

/// The address in the code of a field: `HYPERLINK "https://…"` or `HYPERLINK \l "name"`.
fn address(code: &str) -> Option<String> {
    let rest = code.trim().strip_prefix("HYPERLINK")?;
    let quoted = rest.split('"').nth(1)?.trim().to_owned();
    let is_local = rest.trim_start().starts_with("\\l");
    (!quoted.is_empty()).then(|| if is_local { format!("#{quoted}") } else { quoted })
}

/// Inlines with what the properties of their run say (ECMA-376-1, 17.3.2).
fn styled(content: Vec<Inline>, properties: Option<&Element>, is_code: bool) -> Vec<Inline> {
    let Some(own) = properties else { return content };
    if is_code {
        let code = |inline| match inline {
            Inline::Text { text, span } => Inline::Code { text, span },
            other => other,
        };
        return content.into_iter().map(code).collect();
    }
    // A line break, a picture or a reference is not stressed by itself.
    let has_text = content.iter().any(|inline| matches!(inline, Inline::Text { .. }));
    if !has_text {
        return content;
    }
    let mut content = content;
    let mut wrap = |on: bool, make: fn(Vec<Inline>) -> Inline| {
        if on {
            content = vec![make(std::mem::take(&mut content))];
        }
    };
    let height = own.val("position").and_then(|height| height.parse::<i32>().ok()).unwrap_or(0);
    let aligned = own.val("vertAlign");
    wrap(aligned == Some("superscript") || height >= RAISED, Inline::Superscript);
    wrap(aligned == Some("subscript") || height <= -RAISED, Inline::Subscript);
    wrap(own.is_on("highlight"), Inline::Mark);
    wrap(own.is_on("strike") || own.is_on("dstrike"), Inline::Strikethrough);
    wrap(own.is_on("i") || own.is_on("iCs"), Inline::Emphasis);
    wrap(own.is_on("b") || own.is_on("bCs"), Inline::Strong);
    content
}

/// Neighbours of one kind as one, for Word parts runs wherever it likes.
pub(super) fn merged(content: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(content.len());
    for inline in content {
        match (out.last_mut(), inline) {
            (Some(Inline::Strong(one)), Inline::Strong(other))
            | (Some(Inline::Emphasis(one)), Inline::Emphasis(other))
            | (Some(Inline::Mark(one)), Inline::Mark(other))
            | (Some(Inline::Strikethrough(one)), Inline::Strikethrough(other))
            | (Some(Inline::Superscript(one)), Inline::Superscript(other)) => {
                let both = [std::mem::take(one), other].concat();
                *one = merged(both);
            }
            (Some(Inline::Text { text, span }), Inline::Text { text: more, span: place })
                if span.end == place.start =>
            {
                text.push_str(&more);
                span.end = place.end;
            }
            (
                Some(Inline::Link { target, content, span }),
                Inline::Link { target: same, content: more, span: place },
            ) if *target == same => {
                *content = merged([std::mem::take(content), more].concat());
                span.end = place.end;
            }
            (_, inline) => out.push(inline),
        }
    }
    out
}
