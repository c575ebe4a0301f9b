//! From inlines of the document to a paragraph of the text engine.
//!
//! In: [`Inline`]s and the style they start from. Out: [`InlineText`]: the paragraph, where its links lead, which
//! pictures it held, and a map from offsets of its text back to the source, for warnings with a place.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Direction, ImageRef, Inline, Lang};
use crate::font::Weight;
use crate::geometry::Pt;
use crate::text::bidi::first_strong;
use crate::text::{BaseDirection, FORCED_BREAK, Isolate, Paragraph, TextStyle, TextWarning};

use super::design::Design;
use super::frame::{ElementId, LinkTarget, Structure, StructureElement, StructureRole};

/// A paragraph and what the engine does not need to know of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct InlineText {
    /// The text and its styles; a style's tag names the element that its text belongs to, where that is not the block's.
    pub(super) paragraph: Paragraph,
    /// The links by the tags of their text, that of elements within a link too.
    pub(super) links: BTreeMap<u32, InlineLink>,
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

/// Where the elements of inlines go: below which element of which structure.
pub(super) struct Tagging<'a> {
    /// The structure of the document.
    pub(super) structure: &'a mut Structure,
    /// The element around the text.
    pub(super) element: ElementId,
}

/// A warning of the text engine at its place in the source.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SourceWarning {
    /// No face has the character.
    MissingGlyph { character: char, offset: Option<usize> },
    /// A line is wider than the measure.
    Overfull { excess: Pt, offset: Option<usize> },
}

impl SourceWarning {
    /// Byte offset in the source, where it is known.
    pub(super) const fn offset(&self) -> Option<usize> {
        match self {
            SourceWarning::MissingGlyph { offset, .. } | SourceWarning::Overfull { offset, .. } => *offset,
        }
    }

    /// The warning for people.
    pub(super) fn into_diagnostic(self) -> Diagnostic {
        let span = |length: usize, offset: Option<usize>| offset.map(|start| Span::new(start, start + length));
        match self {
            SourceWarning::MissingGlyph { character, offset } => {
                let code = u32::from(character);
                let message = format!("no font has the character U+{code:04X} {character}; it is shown as a box");
                Diagnostic::warning(span(character.len_utf8(), offset), message)
                    .with_hint("replace the character, or add a font that has it")
            }
            SourceWarning::Overfull { excess, offset } => {
                let message = format!("a line is {:.1} pt wider than the page allows", excess.0);
                Diagnostic::warning(span(0, offset), message)
                    .with_hint("add a space where the line may break, or choose a larger page or a smaller font size")
            }
        }
    }
}

impl InlineText {
    /// Text that is not of the source, in one style.
    pub(super) fn plain(text: &str, style: TextStyle, direction: Direction) -> InlineText {
        InlineText { paragraph: Paragraph::plain(text, style, base_direction(direction)), ..InlineText::default() }
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
        text.paragraph.direction = match direction {
            Some(direction) => base_direction(direction),
            None => first_strong(&text.paragraph.text).unwrap_or(base_direction(design.direction)),
        };
        text.paragraph.isolates.sort_by_key(|isolate| (isolate.range.start, usize::MAX - isolate.range.end));
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
                        self.push_all(content, &style, design, &mut Tagging { structure: tagging.structure, element });
                    }
                    None => self.push_all(content, style, design, tagging),
                },
                Inline::Image(image) => self.images.push(image.clone()),
                Inline::Strikethrough(inner)
                | Inline::Superscript(inner)
                | Inline::Subscript(inner)
                | Inline::Mark(inner) => {
                    self.push_all(inner, style, design, tagging);
                }
                Inline::Span { lang, content, .. } => self.push_span(lang.as_ref(), content, style, design, tagging),
                Inline::FootnoteReference { .. } => {}
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
        self.push_all(content, &style, design, &mut Tagging { structure: tagging.structure, element });
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

const fn base_direction(direction: Direction) -> BaseDirection {
    match direction {
        Direction::Rtl => BaseDirection::Rtl,
        Direction::Ltr => BaseDirection::Ltr,
    }
}
