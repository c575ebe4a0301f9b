//! Drawings (ECMA-376-1, 20) and their forerunners in VML: pictures, text boxes, charts, diagrams, embedded objects.
//!
//! In: a `w:drawing`, `w:pict` or `w:object`. Out: pictures in the line; what has blocks of its own is put aside until
//! the paragraph is whole.

use super::{Aside, Reader};
use crate::document::{ImageLength, ImageRef, ImageSize, Inline};
use crate::parse::length;
use crate::parse::office::notices::Notice;
use crate::parse::xml::Element;

/// What is said around a picture of how it is shown.
#[derive(Clone, Default)]
struct Frame {
    alt: String,
    is_decoration: bool,
    size: ImageSize,
    is_cropped: bool,
}

impl<'a> Reader<'a> {
    /// A drawing with all that is in it.
    pub(super) fn graphic(&mut self, graphic: &'a Element, content: &mut Vec<Inline>) {
        let before = (content.len(), self.aside.len(), self.told_of_graphic);
        self.graphic_within(graphic, &Frame::default(), content);
        if before == (content.len(), self.aside.len(), self.told_of_graphic) && shows_shape(graphic) {
            self.notices.add(Notice::Shape, self.here());
        }
    }

    fn graphic_within(&mut self, graphic: &'a Element, frame: &Frame, content: &mut Vec<Inline>) {
        for child in &graphic.children {
            match child.name.as_str() {
                "txbxContent" => self.aside.push(Aside::Box(child)),
                "AlternateContent" => self.graphic_alternative(child, frame, content),
                "inline" | "anchor" | "pic" | "shape" | "rect" => self.framed(child, frame, content),
                "blip" | "imagedata" => self.picture(child, frame, content),
                "relIds" => self.diagram_of(child),
                "chart" => self.chart_of(child),
                "graphicData" if is_bare_chart(child) => self.tell_of_graphic(Notice::ChartWithoutData),
                "OLEObject" | "control" | "webVideoPr" | "contentPart" => self.tell_of_graphic(Notice::Embedded),
                "textpath" => self.aside.extend(child.attr("string").map(Aside::Line)),
                "txBody" => self.aside.extend(drawn_lines(child)),
                _ => self.graphic_within(child, frame, content),
            }
        }
    }

    fn tell_of_graphic(&mut self, notice: Notice) {
        self.told_of_graphic += 1;
        self.notices.add(notice, self.here());
    }

    /// The first alternative that shows something.
    fn graphic_alternative(&mut self, alternatives: &'a Element, frame: &Frame, content: &mut Vec<Inline>) {
        let before = (content.len(), self.aside.len(), self.told_of_graphic);
        for alternative in &alternatives.children {
            self.graphic_within(alternative, frame, content);
            if before != (content.len(), self.aside.len(), self.told_of_graphic) {
                return;
            }
        }
    }

    /// What says the size and the text of the pictures in it.
    fn framed(&mut self, graphic: &'a Element, around: &Frame, content: &mut Vec<Inline>) {
        if graphic.attr("hr").is_some_and(|value| matches!(value, "t" | "true" | "1")) {
            return self.aside.push(Aside::Rule);
        }
        let said = graphic.child("docPr").or_else(|| graphic.child("nvPicPr")?.child("cNvPr"));
        let text =
            said.and_then(|said| said.attr("descr").filter(|text| !text.is_empty()).or_else(|| said.attr("title")));
        let text = text.or_else(|| graphic.attr("alt")).unwrap_or_default();
        let alt = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let own = size(graphic);
        let frame = Frame {
            // What the whole drawing says counts more than the name of a file within it.
            alt: if around.alt.is_empty() { alt } else { around.alt.clone() },
            is_decoration: around.is_decoration || is_decoration(said),
            size: if around.size == ImageSize::default() { own } else { around.size },
            is_cropped: around.is_cropped || is_cropped(graphic),
        };
        self.graphic_within(graphic, &frame, content);
    }

    fn picture(&mut self, picture: &'a Element, frame: &Frame, content: &mut Vec<Inline>) {
        let id = ["embed", "link", "id"].into_iter().find_map(|name| picture.attr(name));
        let Some(target) = id.and_then(|id| self.relationships.get(id)) else { return };
        let path = target.target.clone();
        let title = picture.attr("title").unwrap_or_default();
        let alt = if frame.alt.is_empty() { title } else { &frame.alt };
        let mut size = frame.size;
        if frame.is_cropped {
            // The height is that of the part that Word shows.
            size.height = None;
            self.notices.add(Notice::Crop, self.here());
        }
        let image = ImageRef { path, alt: alt.to_owned(), is_decoration: frame.is_decoration, size, span: self.here() };
        content.push(Inline::Image(image));
    }

    fn diagram_of(&mut self, ids: &Element) {
        self.told_of_graphic += 1;
        let data = ids.attr("dm").and_then(|id| self.relationships.get(id));
        let data = data.map(|data| data.target.clone());
        match data.and_then(|name| self.parts.optional(&name)) {
            Some(data) => self.aside.push(Aside::Diagram(data)),
            None => self.notices.add(Notice::Shape, self.here()),
        }
    }

    fn chart_of(&mut self, chart: &Element) {
        self.told_of_graphic += 1;
        let part = chart.attr("id").and_then(|id| self.relationships.get(id)).map(|part| part.target.clone());
        match part.and_then(|name| self.parts.optional(&name)) {
            Some(part) => self.aside.push(Aside::Chart(part)),
            None => self.notices.add(Notice::ChartWithoutData, self.here()),
        }
    }
}

/// Whether a drawing says that it is a chart and does not say which.
fn is_bare_chart(data: &Element) -> bool {
    data.children.is_empty() && data.attr("uri").is_some_and(|uri| uri.ends_with("/chart") || uri.ends_with("/chartex"))
}

/// Whether a drawing draws something: groups and definitions of shapes alone do not.
fn shows_shape(graphic: &Element) -> bool {
    const SHAPES: [&str; 12] =
        ["wsp", "cxnSp", "sp", "shape", "line", "rect", "oval", "roundrect", "polyline", "curve", "arc", "graphicData"];
    SHAPES.iter().any(|name| graphic.find(name).is_some())
}

fn is_decoration(said: Option<&Element>) -> bool {
    said.and_then(|said| said.find("decorative")).is_some_and(|mark| mark.attr("val") != Some("0"))
}

/// Whether a frame shows a part of its picture only (ECMA-376-1, 20.1.8.55, and `crop…` of VML).
fn is_cropped(graphic: &Element) -> bool {
    let cuts = |value: &str| value.trim_end_matches(['f', '%']).parse::<f64>().is_ok_and(|cut| cut != 0.0);
    let of_fill = graphic.child("blipFill").and_then(|fill| fill.child("srcRect"));
    let of_fill = of_fill.is_some_and(|cut| ["l", "t", "r", "b"].iter().any(|side| cut.attr(side).is_some_and(cuts)));
    let sides = ["cropleft", "croptop", "cropright", "cropbottom"];
    let of_data = graphic.child("imagedata");
    of_fill || of_data.is_some_and(|data| sides.iter().any(|side| data.attr(side).is_some_and(cuts)))
}

/// The size of a picture: its extent (ECMA-376-1, 20.4.2.7), or the style of a shape of VML.
fn size(graphic: &Element) -> ImageSize {
    const EMU_TO_POINT: f64 = 12_700.0;
    let of_picture = || graphic.child("spPr")?.child("xfrm")?.child("ext");
    let Some(extent) = graphic.child("extent").or_else(of_picture) else {
        return length::of_html(None, None, graphic.attr("style"));
    };
    let points = |name: &str| extent.attr(name)?.parse::<f64>().ok().map(|emu| emu / EMU_TO_POINT);
    let side = |name: &str| points(name).filter(|points| *points >= 1.0).map(ImageLength::Points);
    ImageSize { width: side("cx"), height: side("cy"), max_width: None }
}

/// The paragraphs of text in a drawn shape.
fn drawn_lines(body: &Element) -> Vec<Aside<'_>> {
    let paragraphs = body.children.iter().filter(|child| child.name == "p");
    let texts = |paragraph: &Element| {
        paragraph.children.iter().filter_map(|run| run.child("t")).map(|t| t.text.clone()).collect()
    };
    let lines = paragraphs.map(texts).filter(|line: &String| !line.trim().is_empty());
    lines.map(Aside::Text).collect()
}
