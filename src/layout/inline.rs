//! From inlines of the document to a paragraph of the text engine.
//!
//! In: [`Inline`]s and the style they start from. Out: [`InlineText`]: the paragraph, where its links lead, which
//! pictures it held, and a map from offsets of its text back to the source, for warnings with a place.

mod join;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::color::Color;
use crate::diagnostic::Span;
use crate::document::{Direction, ImageRef, Inline, Lang};
use crate::font::Weight;
use crate::text::bidi::first_strong;
use crate::text::{BaseDirection, FORCED_BREAK, Isolate, Paragraph, TextStyle, TextWarning};

use super::design::Design;
use super::frame::{ElementId, LinkTarget, Structure, StructureElement, StructureRole};
use super::notes::{self, NoteNumbers};
use super::warning::SourceWarning;

pub(super) use join::Couplet;

/// A paragraph and what the engine does not need to know of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct InlineText {
    /// The text and its styles; a style's tag names the element that its text belongs to, where that is not the block's.
    pub(super) paragraph: Paragraph,
    /// The links by the tags of their text, that of elements within a link too.
    pub(super) links: BTreeMap<u32, InlineLink>,
    /// What is drawn over or behind stretches of the text.
    pub(super) decorations: Vec<Decoration>,
    /// References to notes: offset in the text, number of the note counted from 0.
    pub(super) notes: Vec<(usize, usize)>,
    /// Pictures within the text, shown after it.
    pub(super) images: Vec<ImageRef>,
    /// Where stretches of the text came from: offset in the text, offset in the source.
    origins: Vec<(usize, usize)>,
}

/// A link within a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InlineLink {
    /// The link in the structure.
    pub(super) element: ElementId,
    /// Where it leads.
    pub(super) target: LinkTarget,
}

/// A stretch of text that is struck through or highlighted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoration {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// What is drawn.
    pub(super) kind: DecorationKind,
}

/// What is drawn over or behind text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DecorationKind {
    /// A rule through it.
    Strike,
    /// A ground behind it.
    Mark,
}

/// Where the elements of inlines go: below which element of which structure.
pub(super) struct Tagging<'a> {
    /// The structure of the document.
    pub(super) structure: &'a mut Structure,
    /// The element around the text.
    pub(super) element: ElementId,
    /// The numbers of the notes.
    pub(super) notes: &'a NoteNumbers,
}

impl Tagging<'_> {
    /// The same below another element.
    fn below(&mut self, element: ElementId) -> Tagging<'_> {
        Tagging { structure: self.structure, element, notes: self.notes }
    }
}

/// Ink of links: blue enough to be seen, dark enough to be read and printed.
const LINK_INK: Color = Color::rgb(0x1f_4e_79);
/// Size of raised and lowered text, and how far its baseline moves, as shares of the size beside it.
const SCRIPT_SIZE: f64 = 0.66;
const SUPERSCRIPT_RISE: f64 = 0.36;
const SUBSCRIPT_RISE: f64 = -0.2;
/// Keeps what stands on both sides of it on one line (U+2060 WORD JOINER).
const WORD_JOINER: char = '\u{2060}';

impl InlineText {
    /// Text that is not of the source, in one style.
    pub(super) fn plain(text: &str, style: TextStyle, direction: Direction) -> InlineText {
        InlineText { paragraph: Paragraph::plain(text, style, base_direction(direction)), ..InlineText::default() }
    }

    /// The direction of the first strong letter outside isolates (UAX #9, P2).
    fn first_strong(&self) -> Option<BaseDirection> {
        let Paragraph { text, isolates, .. } = &self.paragraph;
        let mut from = 0;
        let starts = isolates.iter().map(|isolate| isolate.range.start).chain([text.len()]);
        let ends = isolates.iter().map(|isolate| isolate.range.end).chain([text.len()]);
        starts.zip(ends).find_map(|(start, end)| {
            let outside = text.get(from..start).unwrap_or_default();
            from = from.max(end);
            first_strong(outside)
        })
    }

    /// The direction of the paragraph.
    pub(super) const fn direction(&self) -> Direction {
        match self.paragraph.direction {
            BaseDirection::Rtl | BaseDirection::Auto => Direction::Rtl,
            BaseDirection::Ltr => Direction::Ltr,
        }
    }

    /// A line of code; an empty one holds a space, so that it has a height.
    pub(super) fn code_line(line: &str, style: TextStyle, source: usize) -> InlineText {
        let text = if line.is_empty() { " " } else { line };
        InlineText { origins: vec![(0, source)], ..InlineText::plain(text, style, Direction::Ltr) }
    }

    /// The text of a run of inlines.
    ///
    /// Without a direction of its own the first strong letter decides, and where there is none the document. Links, code
    /// and foreign text become elements below that of `tagging`.
    pub(super) fn new(
        content: &[Inline],
        style: &TextStyle,
        direction: Option<Direction>,
        design: &Design,
        mut tagging: Tagging<'_>,
    ) -> InlineText {
        let mut text = InlineText::default();
        text.push_all(content, style, design, &mut tagging);
        text.paragraph.isolates.sort_by_key(|isolate| (isolate.range.start, usize::MAX - isolate.range.end));
        text.paragraph.direction = match direction {
            Some(direction) => base_direction(direction),
            None => text.first_strong().unwrap_or(base_direction(design.direction)),
        };
        text
    }

    fn push_all(&mut self, content: &[Inline], style: &TextStyle, design: &Design, tagging: &mut Tagging<'_>) {
        for inline in content {
            match inline {
                Inline::Text { text, span } => self.push(text, *span, style.clone()),
                Inline::Emphasis(inner) | Inline::Strong(inner) => {
                    self.push_all(inner, &TextStyle { weight: Weight::Bold, ..style.clone() }, design, tagging);
                }
                Inline::Code { text, span } => {
                    let start = self.paragraph.text.len();
                    let (_, style) = self.tagged(StructureElement::new(StructureRole::Code), style, tagging);
                    self.push(text, *span, design.inline_code(&style));
                    let range = start..self.paragraph.text.len();
                    self.paragraph.isolates.push(Isolate { range, direction: BaseDirection::Ltr });
                }
                Inline::Link { target, content, span } => match link_target(target) {
                    Some(target) => {
                        let link = StructureElement { span: Some(*span), ..StructureElement::new(StructureRole::Link) };
                        let (element, style) = self.tagged(link, style, tagging);
                        self.links.insert(style.tag, InlineLink { element, target });
                        let style = TextStyle { color: Some(LINK_INK), ..style };
                        self.push_all(content, &style, design, &mut tagging.below(element));
                    }
                    None => self.push_all(content, style, design, tagging),
                },
                Inline::Image(image) => self.images.push(image.clone()),
                Inline::Strikethrough(inner) => self.decorated(DecorationKind::Strike, inner, style, design, tagging),
                Inline::Mark(inner) => self.decorated(DecorationKind::Mark, inner, style, design, tagging),
                Inline::Superscript(inner) => {
                    self.push_all(inner, &script(style, SUPERSCRIPT_RISE), design, tagging);
                }
                Inline::Subscript(inner) => self.push_all(inner, &script(style, SUBSCRIPT_RISE), design, tagging),
                Inline::Span { lang, direction, content } => {
                    let start = self.paragraph.text.len();
                    self.push_span(lang.as_ref(), content, style, design, tagging);
                    let range = start..self.paragraph.text.len();
                    let direction = direction.map_or(BaseDirection::Auto, base_direction);
                    self.paragraph.isolates.push(Isolate { range, direction });
                }
                Inline::FootnoteReference { label, span } => self.push_reference(label, *span, style, tagging),
                Inline::LineBreak => self.paragraph.push(FORCED_BREAK.encode_utf8(&mut [0; 4]), style.clone()),
            }
        }
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
        self.push(&number, span, script(&style, SUPERSCRIPT_RISE));
    }

    /// A new element within the text, and the style of what belongs to it.
    fn tagged(
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

    fn push(&mut self, text: &str, span: Span, style: TextStyle) {
        self.origins.push((self.paragraph.text.len(), span.start));
        self.paragraph.push(text, style);
    }

    /// Gives a warning of the engine its place in the source.
    pub(super) fn locate(&self, warning: TextWarning) -> SourceWarning {
        let place = |offset: usize| {
            let following = self.origins.partition_point(|&(start, _)| start <= offset);
            let (start, source) = *self.origins.get(following.checked_sub(1)?)?;
            Some(source + offset - start)
        };
        match warning {
            TextWarning::MissingGlyph { character, offset } => {
                SourceWarning::MissingGlyph { character, offset: place(offset) }
            }
            TextWarning::Overfull { offset, excess } => SourceWarning::Overfull { excess, offset: place(offset) },
        }
    }
}

/// Links into the document and to the schemes of the web; a source is not trusted with any other.
fn link_target(target: &str) -> Option<LinkTarget> {
    const SCHEMES: [&str; 4] = ["https:", "http:", "mailto:", "tel:"];
    if let Some(anchor) = target.strip_prefix('#') {
        return Some(LinkTarget::Anchor(anchor.to_owned()));
    }
    let lower = target.trim_start().to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| lower.starts_with(scheme)).then(|| LinkTarget::Url(target.trim().to_owned()))
}

/// Smaller text on a baseline of its own.
fn script(style: &TextStyle, rise: f64) -> TextStyle {
    TextStyle { size: style.size * SCRIPT_SIZE, rise: style.rise + style.size * rise, ..style.clone() }
}

pub(super) const fn base_direction(direction: Direction) -> BaseDirection {
    match direction {
        Direction::Rtl => BaseDirection::Rtl,
        Direction::Ltr => BaseDirection::Ltr,
    }
}
