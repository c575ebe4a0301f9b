//! Headings, title pages of parts, bylines, paragraphs, code, pictures, quotes and callouts.
//!
//! In: a block. Out: its flows and elements.

use crate::document::{
    Block, BlockKind, CalloutKind, Direction, ImageRef, Inline, TextAlignment, TextPlace, are_anchors_alone, plain_text,
};
use crate::geometry::Pt;
use crate::locale;
use crate::text::{Alignment, TextStyle};
use std::sync::Arc;

use super::super::content::{Backdrop, FlowContent, HeadingEntry, PageStart};
use super::super::design::Role;
use super::super::frame::{Color, ElementId, StructureElement, StructureRole};
use super::super::inline::{InlineText, formula};
use super::super::picture;
use super::Collector;

/// The bar beside quotes.
const QUOTE_BAR: Color = Color::gray(170);

impl Collector<'_> {
    pub(super) fn heading(&mut self, block: &Block, level: u8, name: &str, content: &[Inline]) {
        // What stands beside the parts of a book looks like a chapter.
        let style = self.design.text_style(Role::Heading(level.max(1)));
        self.styled_heading(block, level, name, content, &style);
    }

    fn styled_heading(&mut self, block: &Block, level: u8, name: &str, content: &[Inline], style: &TextStyle) {
        let element = self.element(StructureRole::Heading { level }, block);
        let text = self.inline(content, style, block, element);
        let alignment = self.said_alignment(block).unwrap_or(Alignment::Start);
        let first = self.flows.len();
        self.push_heading(element, level, name, &plain_text(content), text);
        if let Some(FlowContent::Text { alignment: place, .. }) =
            self.flows.get_mut(first).map(|flow| &mut flow.content)
        {
            *place = alignment;
        }
    }

    /// A heading, of the source or our own.
    pub(super) fn push_heading(&mut self, element: ElementId, level: u8, id: &str, title: &str, text: InlineText) {
        let em = self.design.em;
        let heading = Some(HeadingEntry { level, id: id.to_owned(), title: title.to_owned() });
        let content = FlowContent::Text { text, alignment: Alignment::Start, indent: Pt::ZERO, heading };
        let page_start = self.page_start(level);
        self.push(Some(element), content, |flow| {
            flow.space_before = if level == 1 { em * 1.8 } else { em * 1.2 };
            flow.space_after = em * 0.3;
            flow.keep_with_next = true;
            flow.page_start = flow.page_start.max(page_start);
        });
    }

    /// The title page of a part.
    pub(super) fn part_title(&mut self, block: &Block, name: &str, content: &[Inline]) {
        let first = self.flows.len();
        let style = self.design.text_style(Role::PartTitle);
        self.styled_heading(block, 0, name, content, &style);
        for flow in &mut self.flows[first..] {
            flow.page_start = flow.page_start.max(PageStart::Next);
            if let FlowContent::Text { alignment, .. } = &mut flow.content {
                *alignment = Alignment::Center;
            }
        }
        self.make_title_page(first);
        self.page_start = PageStart::Next;
    }

    /// The lines below the heading of a chapter.
    pub(super) fn byline(&mut self, block: &Block, lines: &[Vec<Inline>]) {
        let (em, style) = (self.design.em, self.design.text_style(Role::Byline));
        self.spaced(em * 0.9, |this| {
            for line in lines {
                let element = this.element(StructureRole::Paragraph, block);
                let text = this.inline(line, &style, block, element);
                this.push_text(element, text, Alignment::Start, |flow| flow.keep_with_next = true);
            }
        });
    }

    /// A paragraph with displayed formulas: what stands between them is set as text.
    pub(super) fn paragraph(&mut self, block: &Block, content: &[Inline], after_text: bool) {
        let is_displayed = |inline: &Inline| matches!(inline, Inline::Math(formula) if formula.is_display);
        if !content.iter().any(is_displayed) {
            return self.text_paragraph(block, content, after_text);
        }
        let (em, style) = (self.design.em, self.design.text_style(Role::Body));
        let element = self.element(StructureRole::Paragraph, block);
        for (index, part) in content.chunk_by(|one, other| !is_displayed(one) && !is_displayed(other)).enumerate() {
            let [Inline::Math(formula)] = part else {
                let text = self.inline(part, &style, block, element);
                if !text.paragraph.text.trim().is_empty() {
                    let is_indented = index == 0 && after_text && self.backdrops.is_empty();
                    let indent = if is_indented { self.design.indent } else { Pt::ZERO };
                    let alignment = self.said_alignment(block).unwrap_or_else(|| self.design.aligned(self.direction));
                    let content = FlowContent::Text { text, alignment, indent, heading: None };
                    self.push(Some(element), content, |flow| flow.space_after = em * 0.35);
                }
                continue;
            };
            let element = self.structure.add(Some(element), formula::element(formula));
            let content = FlowContent::Formula(Arc::new(formula.clone()), style.clone());
            self.push(Some(element), content, |flow| (flow.space_before, flow.space_after) = (em * 0.6, em * 0.6));
        }
    }

    /// A paragraph; one that follows another begins with an indent, as in books.
    fn text_paragraph(&mut self, block: &Block, content: &[Inline], after_text: bool) {
        if are_anchors_alone(content) {
            return self.keep_anchors(content);
        }
        let (em, style) = (self.design.em, self.design.text_style(Role::Body));
        let element = self.element(StructureRole::Paragraph, block);
        let text = self.inline(content, &style, block, element);
        if text.is_pictures() {
            return self.push_text(element, text, Alignment::Center, |flow| {
                (flow.space_before, flow.space_after) = (em, em);
            });
        }
        if !text.paragraph.text.trim().is_empty() {
            let alignment = self.said_alignment(block).unwrap_or_else(|| self.design.aligned(self.direction));
            let is_indented = after_text && self.backdrops.is_empty() && block.alignment.is_none();
            let indent = if is_indented { self.design.indent } else { Pt::ZERO };
            let content = FlowContent::Text { text, alignment, indent, heading: None };
            self.push(Some(element), content, |flow| flow.space_after = em * 0.35);
        }
    }

    /// Keeps anchors for the flow behind them.
    fn keep_anchors(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Anchor { id, .. } => self.anchors.push(id.clone()),
                other => self.keep_anchors(other.children()),
            }
        }
    }

    /// The alignment that the source gives; `None` for the book's default.
    fn said_alignment(&self, block: &Block) -> Option<Alignment> {
        match block.alignment?.resolved(self.direction) {
            Some(TextAlignment::Center) => Some(Alignment::Center),
            Some(_) => Some(Alignment::End),
            None => self.design.table.map(|_| Alignment::Start),
        }
    }

    pub(super) fn code(&mut self, block: &Block, language: Option<&str>, text: &str) {
        let paragraph = self.element(StructureRole::Paragraph, block);
        let code = StructureElement { direction: Some(Direction::Ltr), ..StructureElement::new(StructureRole::Code) };
        let element = self.structure.add(Some(paragraph), code);
        let style = self.design.text_style(Role::Code);
        let unit = self.units.of_code(text);
        let place = unit.map(|unit| TextPlace { unit, offset: 0 });
        let lines = InlineText::code_lines(text, language, &style, block.span.start, place);
        let space = self.design.em * 0.8;
        self.push(Some(element), FlowContent::Code(lines), |flow| {
            (flow.space_before, flow.space_after) = (space, space);
        });
    }

    /// A picture and its caption, which stands beside the figure in the structure: what is within a figure is not read
    /// aloud, its alternative text is.
    pub(super) fn figure(&mut self, block: &Block, image: &ImageRef, caption: &[Inline]) {
        let em = self.design.em;
        let parent = match caption {
            [] => self.parent,
            _ => Some(self.element(StructureRole::Division, block)),
        };
        let is_there = self.document.images.contains_key(&image.path);
        let element = match (is_there, image.is_decoration) {
            (true, false) => Some(picture::figure(image)),
            (false, false) => Some(StructureElement::new(StructureRole::Paragraph)),
            (_, true) => None,
        };
        let element = element.map(|element| self.structure.add(parent, element));
        let place = self.units.of_figure(image).map(|unit| TextPlace { unit, offset: 0 });
        if is_there || !image.is_decoration {
            self.push(element, FlowContent::Image(image.clone()), |flow| {
                flow.place = place;
                (flow.space_before, flow.space_after) = (em, if caption.is_empty() { em } else { em * 0.3 });
                flow.keep_with_next = !caption.is_empty();
            });
        }
        if !caption.is_empty() {
            let element = self.structure.add(parent, StructureElement::new(StructureRole::Caption));
            let text = self.inline(caption, &self.design.text_style(Role::Caption), block, element);
            self.push_text(element, text, Alignment::Center, |flow| {
                (flow.space_before, flow.space_after) = (em * 0.3, em);
            });
        }
    }

    /// A quotation, with a thin bar at its start side.
    pub(super) fn quote(&mut self, block: &Block, blocks: &[Block]) {
        let em = self.design.em;
        let element = self.element(StructureRole::BlockQuote, block);
        self.before_backdrop(em * 0.6, Pt::ZERO, (em * 0.09, QUOTE_BAR), None, |this| {
            this.indented(em * 1.6, em * 0.8, |this| {
                this.within(element, |this| this.spaced(em * 0.8, |this| this.blocks(blocks)));
            });
        });
    }

    /// A remark on a pale ground with a broad bar at its start side, under its title in bold.
    pub(super) fn callout(&mut self, block: &Block, kind: CalloutKind, title: &[Inline], blocks: &[Block]) {
        let em = self.design.em;
        let element = self.element(StructureRole::Section, block);
        let (bar, ground) = callout_colors(kind);
        let first = self.flows.len();
        self.before_backdrop(Pt::ZERO, Pt::ZERO, (em * 0.22, bar), Some(ground), |this| {
            this.indented(em * 1.1, em * 0.9, |this| {
                this.within(element, |this| {
                    this.spaced(em, |this| {
                        this.callout_title(block, kind, title);
                        this.blocks(blocks);
                    });
                });
            });
        });
        let padding = em * 0.55;
        if let Some(flow) = self.flows.get_mut(first) {
            flow.padding.0 += padding;
        }
        if let Some(flow) = self.flows[first..].last_mut() {
            flow.padding.1 += padding;
            flow.keep_with_next = false;
        }
    }

    fn callout_title(&mut self, block: &Block, kind: CalloutKind, title: &[Inline]) {
        let em = self.design.em;
        let element = self.structure.add(self.parent, StructureElement::new(StructureRole::Paragraph));
        let style = TextStyle { color: Some(callout_colors(kind).0), ..self.design.text_style(Role::Heading(4)) };
        let text = match title {
            [] => {
                let lang = block.lang.as_ref().or(self.lang.as_ref()).unwrap_or(&self.document.metadata.lang);
                self.own_text(locale::words(lang).callout(kind), style)
            }
            title => self.inline(title, &style, block, element),
        };
        self.push_text(element, text, Alignment::Start, |flow| {
            (flow.space_after, flow.keep_with_next) = (em * 0.15, true);
        });
    }

    /// Collects what stands before a bar and a ground.
    fn before_backdrop(
        &mut self,
        start: Pt,
        end: Pt,
        bar: (Pt, Color),
        ground: Option<Color>,
        inside: impl FnOnce(&mut Self),
    ) {
        self.backdrops_made += 1;
        let (id, direction) = (self.backdrops_made, self.direction);
        let (start, end) = if direction == self.design.direction { (start, end) } else { (end, start) };
        let (start, end) = (self.start + start, self.end + end);
        self.backdrops.push(Backdrop { id, start, end, bar, direction, ground });
        inside(self);
        self.backdrops.pop();
    }
}

/// The id and the text of a part's title page, where blocks begin with one: a heading of rank 0 with nothing of its own
/// below it.
pub(super) fn part_title(blocks: &[Block]) -> Option<(&str, &[Inline])> {
    let (first, rest) = blocks.split_first()?;
    let opens = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 0 | 1, .. });
    match &first.kind {
        BlockKind::Heading { level: 0, id, content } if rest.first().is_none_or(opens) => Some((id, content)),
        _ => None,
    }
}

/// Colours of a kind of callout: of its bar and title, and of its ground.
const fn callout_colors(kind: CalloutKind) -> (Color, Color) {
    match kind {
        CalloutKind::Note => (Color::rgb(0x1f_4e_79), Color::rgb(0xf1_f5_f9)),
        CalloutKind::Tip => (Color::rgb(0x2d_62_3f), Color::rgb(0xf1_f7_f2)),
        CalloutKind::Important => (Color::rgb(0x56_3d_7c), Color::rgb(0xf5_f2_f8)),
        CalloutKind::Warning => (Color::rgb(0x8a_5a_00), Color::rgb(0xfb_f6_ea)),
        CalloutKind::Caution => (Color::rgb(0x8f_2d_2d), Color::rgb(0xfb_f1_f0)),
    }
}
