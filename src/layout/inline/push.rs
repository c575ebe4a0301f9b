//! Appends inlines to a paragraph, each with its style and its element of the structure.
//!
//! In: [`Inline`]s, the style around them and where their elements go. Out: an [`InlineText`] that has grown by them.

use crate::color::Color;
use crate::diagnostic::Span;
use crate::direction;
use crate::document::{ImageRef, Inline, Lang, TextPlace};
use crate::font::Weight;
use crate::link::outside;
use crate::text::{BaseDirection, FORCED_BREAK, Isolate, OBJECT, TextStyle};

use super::super::design::Design;
use super::super::frame::{ElementId, LinkTarget, StructureElement, StructureRole};
use super::super::{notes, picture};
use super::{Decoration, DecorationKind, InlineLink, InlinePicture, InlineText, Tagging, base_direction, isolates};

/// Ink of links: blue enough to be seen, dark enough to be read and printed.
const LINK_INK: Color = Color::rgb(0x1f_4e_79);
/// Size of raised and lowered text, and how far its baseline moves, as shares of the size beside it.
const SCRIPT_SIZE: f64 = 0.66;
const SUPERSCRIPT_RISE: f64 = 0.36;
const SUBSCRIPT_RISE: f64 = -0.2;
/// Size of the description of a missing picture, as a share of the surrounding size.
const MISSING_SIZE: f64 = 0.86;
/// Keeps what stands on both sides of it on one line (U+2060 WORD JOINER).
pub(super) const WORD_JOINER: char = '\u{2060}';

impl Tagging<'_> {
    /// The same below another element.
    fn below(&mut self, element: ElementId) -> Tagging<'_> {
        Tagging { structure: self.structure, element, notes: self.notes, document: self.document }
    }
}

impl InlineText {
    /// Appends a run of inlines.
    pub(super) fn push_all(
        &mut self,
        content: &[Inline],
        style: &TextStyle,
        design: &Design,
        tagging: &mut Tagging<'_>,
    ) {
        for inline in content {
            match inline {
                Inline::Text { text, span } => self.push(text, *span, style.clone()),
                Inline::Emphasis(inner) | Inline::Strong(inner) => {
                    self.push_all(inner, &TextStyle { weight: Weight::Bold, ..style.clone() }, design, tagging);
                }
                Inline::Code { text, span } => self.push_code(text, *span, style, design, tagging),
                Inline::Link { target, content, span } => match link_target(target) {
                    Some(target) => self.push_link(target, content, *span, style, design, tagging),
                    None => self.push_all(content, style, design, tagging),
                },
                Inline::Math(formula) => self.push_formula(formula, style, tagging),
                Inline::Image(image) => self.push_picture(image, style, design, tagging),
                Inline::Strikethrough(inner) => self.decorated(DecorationKind::Strike, inner, style, design, tagging),
                Inline::Mark(inner) => self.decorated(DecorationKind::Mark, inner, style, design, tagging),
                Inline::Superscript(inner) => {
                    self.push_all(inner, &script(style, SUPERSCRIPT_RISE), design, tagging);
                }
                Inline::Subscript(inner) => self.push_all(inner, &script(style, SUBSCRIPT_RISE), design, tagging),
                Inline::Span { lang, direction, content } => {
                    let start = self.paragraph.text.len();
                    self.push_span(lang.as_ref(), content, style, design, tagging);
                    self.isolate_from(start, direction.map_or(BaseDirection::Auto, base_direction));
                }
                Inline::Anchor { id, .. } => self.anchors.push((self.paragraph.text.len(), id.clone())),
                // The PDF has pages of its own.
                Inline::PageBreak { .. } => {}
                Inline::FootnoteReference { label, span } => self.push_reference(label, *span, style, tagging),
                Inline::LineBreak => self.paragraph.push(FORCED_BREAK.encode_utf8(&mut [0; 4]), style.clone()),
            }
        }
    }

    /// Code is set left to right, whatever is around it.
    fn push_code(&mut self, code: &str, span: Span, style: &TextStyle, design: &Design, tagging: &mut Tagging<'_>) {
        let start = self.paragraph.text.len();
        let (_, style) = self.tagged(StructureElement::new(StructureRole::Code), style, tagging);
        self.push(code, span, design.inline_code(&style));
        self.isolate_from(start, BaseDirection::Ltr);
        self.paragraph.isolates.extend(isolates(direction::code(code, None), start));
    }

    /// A link is an element in ink of its own.
    fn push_link(
        &mut self,
        target: LinkTarget,
        content: &[Inline],
        span: Span,
        style: &TextStyle,
        design: &Design,
        tagging: &mut Tagging<'_>,
    ) {
        let link = StructureElement { span: Some(span), ..StructureElement::new(StructureRole::Link) };
        let (element, style) = self.tagged(link, style, tagging);
        self.links.insert(style.tag, InlineLink { element, target });
        let style = TextStyle { color: Some(LINK_INK), ..style };
        self.push_all(content, &style, design, &mut tagging.below(element));
    }

    /// Text in a language of its own is an element, so that it is read aloud in that language.
    fn push_span(
        &mut self,
        lang: Option<&Lang>,
        content: &[Inline],
        style: &TextStyle,
        design: &Design,
        tagging: &mut Tagging<'_>,
    ) {
        let Some(lang) = lang.filter(|lang| lang.0 != style.lang) else {
            return self.push_all(content, style, design, tagging);
        };
        let span = StructureElement { lang: Some(lang.clone()), ..StructureElement::new(StructureRole::Span) };
        let (element, style) = self.tagged(span, style, tagging);
        let style = TextStyle { lang: lang.0.clone(), ..style };
        self.push_all(content, &style, design, &mut tagging.below(element));
    }

    /// An inline picture; if it could not be loaded, its description on a tint.
    fn push_picture(&mut self, image: &ImageRef, style: &TextStyle, design: &Design, tagging: &mut Tagging<'_>) {
        if !tagging.document.images.contains_key(&image.path) {
            let start = self.paragraph.text.len();
            if let Some(shown) = picture::in_place_of(image, tagging.document) {
                self.push_uncounted(shown, image.span, TextStyle { size: style.size * MISSING_SIZE, ..style.clone() });
                let range = start..self.paragraph.text.len();
                self.decorations.push(Decoration { range, kind: DecorationKind::Missing });
                let around = self.direction();
                self.isolate_from(start, base_direction(direction::of_text(shown, around)));
            }
            return;
        }
        let (element, style) = if image.is_decoration {
            (None, style.clone())
        } else {
            let (element, style) = self.tagged(picture::figure(image), style, tagging);
            (Some(element), style)
        };
        let (offset, em) = (self.paragraph.text.len(), style.size);
        let tallest = design.text_height() * picture::TALLEST;
        self.pictures.push(InlinePicture { offset, image: image.clone(), element, em, tallest });
        self.places.push((offset, TextPlace { unit: 0, offset: self.counted }));
        self.push_uncounted(OBJECT.encode_utf8(&mut [0; 4]), image.span, style);
    }

    fn decorated(
        &mut self,
        kind: DecorationKind,
        content: &[Inline],
        style: &TextStyle,
        design: &Design,
        tagging: &mut Tagging<'_>,
    ) {
        let start = self.paragraph.text.len();
        self.push_all(content, style, design, tagging);
        self.decorations.push(Decoration { range: start..self.paragraph.text.len(), kind });
    }

    /// The number of a note, raised and in brackets, as Arabic books have it: bare digits look like vowel signs there.
    fn push_reference(&mut self, label: &str, span: Span, style: &TextStyle, tagging: &mut Tagging<'_>) {
        let Some(note) = tagging.notes.index(label) else { return };
        let reference = StructureElement { span: Some(span), ..StructureElement::new(StructureRole::Reference) };
        let (reference, style) = self.tagged(reference, style, tagging);
        let link = StructureElement::new(StructureRole::Link);
        let (element, style) = self.tagged(link, &style, &mut tagging.below(reference));
        let target = LinkTarget::Anchor(notes::anchor(note));
        self.links.insert(style.tag, InlineLink { element, target });
        // A line never begins with the number; after a letter no bracket may in any case (UAX #14, LB30).
        let joiner = self.paragraph.text.chars().next_back().filter(|before| !before.is_alphanumeric());
        let joiner = joiner.map_or(String::new(), |_| WORD_JOINER.to_string());
        self.notes.push((self.paragraph.text.len(), note));
        let number = format!("{joiner}({})", tagging.notes.number(note));
        let start = self.paragraph.text.len();
        self.push_uncounted(&number, span, script(&style, SUPERSCRIPT_RISE));
        self.isolate_from(start, self.paragraph.direction);
    }

    /// A new element within the text, and the style of what belongs to it.
    pub(super) fn tagged(
        &mut self,
        element: StructureElement,
        style: &TextStyle,
        tagging: &mut Tagging<'_>,
    ) -> (ElementId, TextStyle) {
        let id = tagging.structure.add(Some(tagging.element), element);
        if let Some(link) = self.links.get(&style.tag).cloned() {
            self.links.insert(id.tag(), link);
        }
        (id, TextStyle { tag: id.tag(), ..style.clone() })
    }

    /// Keeps the text since an offset apart from the order of the letters around it.
    pub(super) fn isolate_from(&mut self, start: usize, direction: BaseDirection) {
        let range = start..self.paragraph.text.len();
        self.paragraph.isolates.push(Isolate { range, direction });
    }

    /// Text that is not part of the document and does not count in its places.
    pub(super) fn push_uncounted(&mut self, text: &str, span: Span, style: TextStyle) {
        self.origins.push((self.paragraph.text.len(), span.start));
        self.paragraph.push(text, style);
    }

    fn push(&mut self, text: &str, span: Span, style: TextStyle) {
        let offset = self.paragraph.text.len();
        self.origins.push((offset, span.start));
        self.places.push((offset, TextPlace { unit: 0, offset: self.counted }));
        self.counted += text.len();
        self.paragraph.push(text, style);
    }
}

/// Links into the document, and out of it where a book may lead.
fn link_target(target: &str) -> Option<LinkTarget> {
    match target.strip_prefix('#') {
        Some(anchor) => Some(LinkTarget::Anchor(anchor.to_owned())),
        None => outside(target).map(LinkTarget::Url),
    }
}

/// Smaller text on a baseline of its own.
fn script(style: &TextStyle, rise: f64) -> TextStyle {
    TextStyle { size: style.size * SCRIPT_SIZE, rise: style.rise + style.size * rise, ..style.clone() }
}
