//! Pages as operations of their content streams (ISO 32000-1, 7.8.2).
//!
//! In: the items of a page, and the strings of its lines in codes. Out: printpdf operations. There is no arithmetic of
//! layout here but the turn of the y axis: pages count downward, PDF upward (8.3.2.3).

mod artifact;
mod codes;
mod ornament;

use artifact::Artifact;
pub(super) use codes::{CodedString, encode, renumber, specimen};
use printpdf::{
    Color as PdfColor, CurTransMat, DictItem, FontId, Greyscale, Line as PdfLine, LineCapStyle, LineDashPattern,
    LinePoint, Op, PaintMode, PdfFontHandle, PdfPage, Point as PdfPoint, Pt as PdfPt, Rect as PdfRect, Rgb, XObjectId,
    XObjectTransform,
};

use super::image::Images;
use super::print::{Colors, PrintOptions};
use super::tags::Tags;
use super::text_layer::{self, ShowString};
use crate::font::FontSet;
use crate::geometry::{Point, Pt, Size};
use crate::layout::frame::{Color, ElementId, Item, ItemKind, Page};

/// Strings begin on a grid of this many steps to the point: far finer than any press prints.
const HUNDREDTHS: f64 = 100.0;

/// Name of a font among the resources.
pub(super) fn font_id(index: usize) -> FontId {
    FontId(format!("F{index}"))
}

/// Name of an image among the resources.
pub(super) fn image_id(index: usize) -> XObjectId {
    XObjectId(format!("I{index}"))
}

/// What pages are written with.
pub(super) struct Resources<'a> {
    /// The pictures.
    pub(super) images: Images,
    /// What a printer asks for.
    pub(super) print: PrintOptions,
    /// Learns which content belongs to which element.
    pub(super) tags: Tags<'a>,
}

/// The strings of all lines of a page, in the order of the lines.
pub(super) fn strings<'p>(page: &'p Page, fonts: &FontSet) -> Vec<Vec<ShowString<'p>>> {
    let lines = page.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Line { line, .. } => Some((item.origin, text_layer::show_strings(line, fonts))),
        _ => None,
    });
    let mut lines: Vec<_> = lines.collect();
    text_layer::separate_lines(&mut lines);
    lines.into_iter().map(|(_, strings)| strings).collect()
}

/// Writes one page with the strings of its lines.
pub(super) fn page(page: &Page, strings: Vec<Vec<CodedString<'_>>>, resources: &mut Resources<'_>) -> PdfPage {
    resources.tags.start_page();
    let mut writer = PageWriter {
        size: page.size,
        strings: strings.into_iter(),
        resources,
        ops: Vec::new(),
        in_text: false,
        is_past_furniture: false,
        pen: (0, 0),
        mark: None,
        font: None,
        color: None,
        late: Vec::new(),
    };
    let mut items = page.items.as_slice();
    while let Some((item, following)) = items.split_first() {
        let (pictures, rest) = following.split_at(pictures_of(item, following));
        writer.item(item, pictures);
        writer.is_past_furniture |= item.element.is_some();
        items = rest;
    }
    writer.late_strings();
    writer.crop_marks();
    writer.leave_text();
    writer.end_mark();
    let sheet = rectangle(Pt::ZERO, Pt::ZERO, page.size);
    PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops: writer.ops }
}

/// How many of the following items are the pictures of a line, which are drawn, and so read, among its strings. Within a
/// string they come behind it: parted there, pdf.js would take the words at both sides for one.
fn pictures_of(item: &Item, following: &[Item]) -> usize {
    let ItemKind::Line { line, .. } = &item.kind else { return 0 };
    let are_pictures = |item: &&Item| matches!(item.kind, ItemKind::Image { .. });
    following.iter().take(line.objects.len()).take_while(are_pictures).count()
}

/// A page in the making, and the graphics state it has reached.
struct PageWriter<'a, 'p, 'r> {
    /// Extent of the trimmed page.
    size: Size,
    /// The strings of the lines that are still to come.
    strings: std::vec::IntoIter<Vec<CodedString<'p>>>,
    resources: &'a mut Resources<'r>,
    ops: Vec<Op>,
    in_text: bool,
    /// Whether content has begun, before which furniture comes.
    is_past_furniture: bool,
    /// Where the last string of the text object began, in [`HUNDREDTHS`] of a point.
    pen: (i64, i64),
    /// What the open marked-content sequence is.
    mark: Option<Mark>,
    font: Option<(usize, Pt)>,
    color: Option<Color>,
    /// Strings that come after all else, and where their lines begin.
    late: Vec<(CodedString<'p>, Point)>,
}

impl PageWriter<'_, '_, '_> {
    /// What poppler alone needs: an artifact, since no text is in it.
    fn late_strings(&mut self) {
        if self.late.is_empty() {
            return;
        }
        self.enter_text();
        self.begin_mark(Mark::Artifact(Artifact::Layout));
        for (string, origin) in std::mem::take(&mut self.late) {
            self.show(string, origin);
        }
    }

    /// Draws an item; `pictures` are those of a line.
    fn item(&mut self, item: &Item, pictures: &[Item]) {
        let Point { x, y } = item.origin;
        let mark = |artifact| item.element.map_or(Mark::Artifact(artifact), Mark::Element);
        match &item.kind {
            ItemKind::Line { line, color } => {
                let (top, bottom) = (y - line.ink_ascent, y + line.ink_descent);
                self.extend_bounds(item.element, x, top, Size { width: line.width, height: bottom - top });
                let places = line.objects.iter().map(|object| object.offset).zip(pictures);
                self.line(item.origin, *color, mark(self.artifact(y)), places);
            }
            ItemKind::Rule { size, color } => {
                self.extend_bounds(item.element, x, y, *size);
                self.begin_graphics(mark(Artifact::Layout));
                let (origin, size) = self.resources.print.bleed(item.origin, *size, self.size);
                self.rule(origin, size, *color);
            }
            ItemKind::Image { path, size, .. } => {
                self.extend_bounds(item.element, x, y, *size);
                self.begin_graphics(mark(Artifact::Layout));
                let (origin, size) = self.resources.print.bleed(item.origin, *size, self.size);
                self.image(path, origin, size);
            }
            ItemKind::Leader { size, pitch, color } => {
                self.begin_graphics(mark(Artifact::Layout));
                self.leader(item.origin, *size, *pitch, *color);
            }
            ItemKind::Ornament { size, tile, stars } => {
                self.begin_graphics(mark(Artifact::Layout));
                let place = self.resources.print.bleed(item.origin, *size, self.size);
                let middle = Point { x: x + size.width / 2.0, y };
                self.ornament(place, middle, *tile, stars);
            }
            // An annotation of the page, not of its content.
            ItemKind::Link { .. } => {}
        }
    }

    /// What a line is that is no content: furniture, or a number beside the text.
    fn artifact(&self, y: Pt) -> Artifact {
        match self.is_past_furniture {
            true => Artifact::Layout,
            false if y < self.size.height / 2.0 => Artifact::Header,
            false => Artifact::Footer,
        }
    }

    fn extend_bounds(&mut self, element: Option<ElementId>, x: Pt, y: Pt, size: Size) {
        if let Some(element) = element {
            let (bottom, top) = (self.size.height - y - size.height, self.size.height - y);
            self.resources.tags.extend_bounds(element, [x.0, bottom.0, (x + size.width).0, top.0]);
        }
    }

    /// Text of a line; runs with a tag belong to the element of that tag, but in artifacts.
    fn line<'i>(&mut self, origin: Point, color: Color, mark: Mark, pictures: impl Iterator<Item = (usize, &'i Item)>) {
        let strings = self.strings.next().unwrap_or_default();
        let mut pictures = pictures.peekable();
        for string in strings {
            if string.is_late {
                self.late.push((string, origin));
                continue;
            }
            while let Some((_, picture)) = pictures.next_if(|(offset, _)| *offset < string.run.text_range.start) {
                self.item(picture, &[]);
            }
            self.enter_text();
            let inner = ElementId::of_tag(string.run.tag).filter(|_| mark.is_element());
            self.begin_mark(inner.map_or(mark, Mark::Element));
            self.set_color(string.run.color.unwrap_or(color));
            self.show(string, origin);
        }
        pictures.for_each(|(_, picture)| self.item(picture, &[]));
    }

    fn show(&mut self, string: CodedString<'_>, origin: Point) {
        let CodedString { run, x, font, bytes, .. } = string;
        let size = run.size;
        if self.font != Some((font, size)) {
            self.ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(font)), size: pdf(size) });
            self.font = Some((font, size));
        }
        self.move_pen(origin.x + x, self.size.height - origin.y + run.rise);
        let text = DictItem::String { data: bytes, literal: true };
        self.ops.push(Op::Unknown { key: "Tj".into(), value: vec![text] });
    }

    /// Moves from the start of the last string to that of the next (Td, 9.4.2): lines that follow each other at one
    /// leading are then written with equal bytes, which compress.
    fn move_pen(&mut self, x: Pt, y: Pt) {
        let grid = |length: Pt| (length.0 * HUNDREDTHS).round() as i64;
        let points = |steps: i64| PdfPt((steps as f64 / HUNDREDTHS) as f32);
        let (from, to) = (self.pen, (grid(x), grid(y)));
        self.ops.push(Op::SetTextCursor { pos: PdfPoint { x: points(to.0 - from.0), y: points(to.1 - from.1) } });
        self.pen = to;
    }

    fn rule(&mut self, origin: Point, size: Size, color: Color) {
        self.set_color(color);
        let bottom = self.size.height - origin.y - size.height;
        self.ops.push(Op::DrawRectangle { rectangle: rectangle(origin.x, bottom, size) });
    }

    /// Round dots: a dashed line whose dashes have no length and round ends (8.4.3.6).
    fn leader(&mut self, origin: Point, size: Size, pitch: Pt, color: Color) {
        let y = self.size.height - origin.y - size.height / 2.0;
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
        let Some((index, [a, b, c, d, e, f])) = self.resources.images.find(path) else {
            return self.missing_image(origin, size);
        };
        let (width, height, bottom) = (size.width, size.height, self.size.height - origin.y - size.height);
        let place = [width * a, height * b, width * c, height * d, origin.x + width * e, bottom + height * f];
        let transform = XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() };
        self.ops.extend([
            Op::SaveGraphicsState,
            Op::SetTransformationMatrix { matrix: CurTransMat::Raw(place.map(|part| pdf(part).0)) },
            Op::UseXobject { id: image_id(index), transform },
            Op::RestoreGraphicsState,
        ]);
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

    fn crop_marks(&mut self) {
        for (origin, size) in self.resources.print.marks(self.size) {
            self.begin_graphics(Mark::Artifact(Artifact::Page));
            self.rule(origin, size, Color::BLACK);
        }
    }

    /// A colour as it is printed.
    fn printed(&self, color: Color) -> Color {
        match self.resources.print.colors {
            Colors::Full => color,
            Colors::Gray => gray(color),
        }
    }

    fn set_color(&mut self, color: Color) {
        let color = self.printed(color);
        if self.color != Some(color) {
            self.ops.push(Op::SetFillColor { col: pdf_color(color) });
            self.color = Some(color);
        }
    }

    fn enter_text(&mut self) {
        if !self.in_text {
            self.end_mark();
            self.ops.push(Op::StartTextSection);
            (self.in_text, self.pen) = (true, (0, 0));
        }
    }

    fn leave_text(&mut self) {
        if self.in_text {
            self.end_mark();
            self.ops.push(Op::EndTextSection);
            self.in_text = false;
        }
    }

    fn begin_graphics(&mut self, mark: Mark) {
        self.leave_text();
        self.begin_mark(mark);
    }

    /// Begins a marked-content sequence, unless what comes belongs to the open one. A sequence lies within a text
    /// object or outside of all (14.6.1).
    fn begin_mark(&mut self, mark: Mark) {
        if self.mark == Some(mark) {
            return;
        }
        self.end_mark();
        let properties = match mark {
            Mark::Element(id) => self.resources.tags.mark(id),
            Mark::Artifact(_) => None,
        };
        self.ops.push(match (properties, mark) {
            (Some((number, tag)), _) => begin(tag, [("MCID", DictItem::Int(number as i64))].into()),
            (None, Mark::Artifact(artifact)) => begin("Artifact", artifact.properties()),
            (None, Mark::Element(_)) => begin("Artifact", Artifact::Layout.properties()),
        });
        self.mark = Some(mark);
    }

    fn end_mark(&mut self) {
        if self.mark.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }
}

/// What a marked-content sequence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Element(ElementId),
    Artifact(Artifact),
}

impl Mark {
    const fn is_element(self) -> bool {
        matches!(self, Mark::Element(_))
    }
}

fn begin(tag: &str, properties: Vec<(&str, DictItem)>) -> Op {
    let map = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Op::BeginMarkedContentWithProperties { tag: tag.into(), properties: DictItem::Dict { map } }
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

/// The grey as light as a colour (Rec. ITU-R BT.709).
pub(super) fn gray(Color { red, green, blue }: Color) -> Color {
    let light = 2126 * u32::from(red) + 7152 * u32::from(green) + 722 * u32::from(blue);
    Color::gray(((light + 5000) / 10_000) as u8)
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
