//! Pages as operations of their content streams (ISO 32000-1, 7.8.2).
//!
//! In: the items of a page. Out: printpdf operations. There is no arithmetic of layout here but the turn of the y axis:
//! pages count downward, PDF upward (8.3.2.3).

use printpdf::{
    Color as PdfColor, DictItem, FontId, Greyscale, Line as PdfLine, LineCapStyle, LineDashPattern, LinePoint, Op,
    PaintMode, PdfFontHandle, PdfPage, Point as PdfPoint, Pt as PdfPt, Rect as PdfRect, Rgb, TextMatrix, XObjectId,
    XObjectTransform,
};

use super::cluster_font::{ClusterFonts, CodePlace};
use super::image::Images;
use super::text_layer::{self, ShowString};
use crate::font::FontSet;
use crate::geometry::{Point, Pt, Size};
use crate::layout::frame::{Color, Item, ItemKind, Line, Page};

/// Name of a font among the resources.
pub(crate) fn font_id(index: usize) -> FontId {
    FontId(format!("F{index}"))
}

/// Name of an image among the resources.
pub(crate) fn image_id(index: usize) -> XObjectId {
    XObjectId(format!("I{index}"))
}

/// Writes one page; its codes are taken from, or added to, `cluster_fonts`.
pub(crate) fn page(page: &Page, fonts: &FontSet, cluster_fonts: &mut ClusterFonts<'_>, images: &Images) -> PdfPage {
    let mut writer = PageWriter {
        height: page.size.height,
        fonts,
        cluster_fonts,
        images,
        ops: Vec::new(),
        in_text: false,
        font: None,
        color: None,
    };
    for item in &page.items {
        writer.item(item);
    }
    writer.leave_text();
    let sheet = rectangle(Pt::ZERO, Pt::ZERO, page.size);
    PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops: writer.ops }
}

/// A page that shows every code once, so that printpdf learns the codes' texts and widths. It asks for them on every
/// show operator; the pages' own strings are given as bytes instead, which spares an allocation for each glyph and the
/// fusing of neighbouring strings into one TJ. The page itself is left out of the file by `finish`.
pub(crate) fn specimen(fonts: &[super::cluster_font::EmbeddedFont]) -> PdfPage {
    let mut ops = vec![Op::StartTextSection];
    for (index, font) in fonts.iter().enumerate() {
        let codes = (1u16..).zip(&font.texts[1..]);
        let glyphs = codes.map(|(code, text)| printpdf::Codepoint::with_cid(code, 0.0, text.to_string())).collect();
        ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(index)), size: PdfPt(1.0) });
        ops.push(Op::ShowText { items: vec![printpdf::TextItem::GlyphIds(glyphs)] });
    }
    ops.push(Op::EndTextSection);
    let sheet = rectangle(Pt::ZERO, Pt::ZERO, Size { width: Pt(1.0), height: Pt(1.0) });
    PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops }
}

/// A page in the making, and the graphics state it has reached.
struct PageWriter<'a, 'f> {
    height: Pt,
    fonts: &'a FontSet,
    cluster_fonts: &'a mut ClusterFonts<'f>,
    images: &'a Images,
    ops: Vec<Op>,
    in_text: bool,
    font: Option<(usize, Pt)>,
    color: Option<Color>,
}

impl PageWriter<'_, '_> {
    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Line { line, color } => self.line(line, item.origin, *color),
            ItemKind::Rule { size, color } => self.rule(item.origin, *size, *color),
            ItemKind::Leader { size, pitch, color } => self.leader(item.origin, *size, *pitch, *color),
            ItemKind::Image { path, size, .. } => self.image(path, item.origin, *size),
            // An annotation of the page, not of its content.
            ItemKind::Link { .. } => {}
        }
    }

    fn line(&mut self, line: &Line, origin: Point, color: Color) {
        let strings = text_layer::show_strings(line, self.fonts);
        if strings.is_empty() {
            return;
        }
        if !self.in_text {
            self.ops.push(Op::StartTextSection);
            self.in_text = true;
        }
        for string in &strings {
            self.set_color(string.run.color.unwrap_or(color));
            self.show(string, origin);
        }
    }

    /// One operator for the string, or several where its codes lie in several fonts of one face.
    fn show(&mut self, string: &ShowString<'_>, origin: Point) {
        let y = self.height - origin.y + string.run.rise;
        let mut x = origin.x + string.x;
        let mut shown: Option<(usize, Pt, Vec<u8>)> = None;
        for code in &string.codes {
            let CodePlace { font, code: number } = self.cluster_fonts.encode(string.run.face, code);
            if shown.as_ref().is_none_or(|(current, ..)| *current != font) {
                if let Some((font, x, bytes)) = shown.take() {
                    self.show_bytes(font, string.run.size, x, y, bytes);
                }
                shown = Some((font, x, Vec::with_capacity(2 * string.codes.len())));
            }
            if let Some((_, _, bytes)) = &mut shown {
                bytes.extend(number.to_be_bytes());
            }
            x += string.run.size * (f64::from(code.advance) / 1000.0);
        }
        if let Some((font, x, bytes)) = shown {
            self.show_bytes(font, string.run.size, x, y, bytes);
        }
    }

    fn show_bytes(&mut self, font: usize, size: Pt, x: Pt, y: Pt, bytes: Vec<u8>) {
        if self.font != Some((font, size)) {
            self.ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(font)), size: pdf(size) });
            self.font = Some((font, size));
        }
        self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(pdf(x), pdf(y)) });
        let text = DictItem::String { data: bytes, literal: true };
        self.ops.push(Op::Unknown { key: "Tj".into(), value: vec![text] });
    }

    fn rule(&mut self, origin: Point, size: Size, color: Color) {
        self.leave_text();
        self.set_color(color);
        let bottom = self.height - origin.y - size.height;
        self.ops.push(Op::DrawRectangle { rectangle: rectangle(origin.x, bottom, size) });
    }

    /// Round dots: a dashed line whose dashes have no length and round ends (8.4.3.6).
    fn leader(&mut self, origin: Point, size: Size, pitch: Pt, color: Color) {
        self.leave_text();
        let y = self.height - origin.y - size.height / 2.0;
        let end = |x: Pt| LinePoint { p: PdfPoint { x: pdf(x), y: pdf(y) }, bezier: false };
        let (start, stop) = (origin.x + size.height / 2.0, origin.x + size.width - size.height / 2.0);
        self.ops.extend([
            Op::SaveGraphicsState,
            Op::SetOutlineColor { col: pdf_color(color) },
            Op::SetOutlineThickness { pt: pdf(size.height) },
            Op::SetLineCapStyle { cap: LineCapStyle::Round },
            Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &[0.0, pdf(pitch).0]) },
            Op::DrawLine { line: PdfLine { points: vec![end(start), end(stop)], is_closed: false } },
            Op::RestoreGraphicsState,
        ]);
    }

    fn image(&mut self, path: &str, origin: Point, size: Size) {
        let Some(index) = self.images.index_of(path) else { return self.missing_image(origin, size) };
        self.leave_text();
        let transform = XObjectTransform {
            translate_x: Some(pdf(origin.x)),
            translate_y: Some(pdf(self.height - origin.y - size.height)),
            scale_x: Some(pdf(size.width).0),
            scale_y: Some(pdf(size.height).0),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id: image_id(index), transform });
    }

    /// The empty frame of a picture that could not be decoded.
    fn missing_image(&mut self, origin: Point, size: Size) {
        const LINE: Pt = Pt(0.5);
        let Point { x, y } = origin;
        let (right, bottom) = (x + size.width - LINE, y + size.height - LINE);
        let (across, down) = (Size { width: size.width, height: LINE }, Size { width: LINE, height: size.height });
        for (x, y, size) in [(x, y, across), (x, bottom, across), (x, y, down), (right, y, down)] {
            self.rule(Point { x, y }, size, Color::gray(128));
        }
    }

    fn set_color(&mut self, color: Color) {
        if self.color != Some(color) {
            self.ops.push(Op::SetFillColor { col: pdf_color(color) });
            self.color = Some(color);
        }
    }

    fn leave_text(&mut self) {
        if self.in_text {
            self.ops.push(Op::EndTextSection);
            self.in_text = false;
        }
    }
}

/// A length as printpdf has it, to a thousandth of a point.
fn pdf(length: Pt) -> PdfPt {
    PdfPt(((length.0 * 1000.0).round() / 1000.0) as f32)
}

/// A filled rectangle, from its lower left corner.
fn rectangle(x: Pt, y: Pt, size: Size) -> PdfRect {
    PdfRect {
        x: pdf(x),
        y: pdf(y),
        width: pdf(size.width),
        height: pdf(size.height),
        mode: Some(PaintMode::Fill),
        winding_order: None,
    }
}

fn pdf_color(color: Color) -> PdfColor {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    let Color { red, green, blue } = color;
    if red == green && green == blue {
        PdfColor::Greyscale(Greyscale { percent: part(red), icc_profile: None })
    } else {
        PdfColor::Rgb(Rgb { r: part(red), g: part(green), b: part(blue), icc_profile: None })
    }
}
