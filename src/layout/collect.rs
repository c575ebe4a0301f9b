//! Flattens the tree of blocks into a list of things to set, top to bottom.
//!
//! In: a [`Document`] and the [`Design`]. Out: [`Flow`]s: the title block first, then each block with the room that
//! lists and quotes leave at its sides; and the [`Structure`] whose elements they are content of. Nothing is set here.

use crate::document::{Block, BlockKind, Direction, Document, ImageRef, Inline, List, ListItem, ListMarker};
use crate::geometry::Pt;
use crate::locale;
use crate::text::Alignment;

use super::design::{Design, Role};
use super::frame::{ElementId, ListNumbering, Structure, StructureElement, StructureRole};
use super::inline::{InlineText, Tagging};

/// Something to set across the type area.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Flow {
    /// The element that it is content of; none for decoration.
    pub(super) element: Option<ElementId>,
    /// What is set.
    pub(super) content: FlowContent,
    /// Room left at the start side.
    pub(super) start: Pt,
    /// Room left at the end side.
    pub(super) end: Pt,
    /// Room above it, dropped at the top of a page; the larger of this and the room below the last one counts.
    pub(super) space_before: Pt,
    /// Room below it.
    pub(super) space_after: Pt,
    /// Whether the next one stays on the same page.
    pub(super) keep_with_next: bool,
    /// Marker of a list item, set before the first line.
    pub(super) marker: Option<InlineText>,
    /// The element that the marker is content of.
    pub(super) marker_element: Option<ElementId>,
    /// Bars of the quotes it stands in, as distances from the start side.
    pub(super) bars: Vec<Pt>,
}

/// The kinds of things to set.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FlowContent {
    /// Lines of text.
    Text {
        /// What they say.
        text: InlineText,
        /// How they fill the measure.
        alignment: Alignment,
        /// Indent of the first line.
        indent: Pt,
        /// For a heading, its entry in the outline.
        heading: Option<HeadingEntry>,
    },
    /// Lines of code on a ground, each its own paragraph.
    Code(Vec<InlineText>),
    /// A picture.
    Image(ImageRef),
    /// A short rule in the middle.
    Break,
}

/// What the outline says of a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeadingEntry {
    /// Rank, 1 to 6.
    pub(super) level: u8,
    /// Name for links.
    pub(super) id: String,
    /// Its text.
    pub(super) title: String,
}

/// Flattens a document.
pub(super) fn collect(document: &Document, design: &Design) -> (Vec<Flow>, Structure) {
    let mut collector = Collector {
        design,
        flows: Vec::new(),
        structure: Structure::default(),
        parent: None,
        start: Pt::ZERO,
        end: Pt::ZERO,
        bars: Vec::new(),
    };
    collector.title_block(document);
    collector.blocks(&document.blocks, document);
    (collector.flows, collector.structure)
}

struct Collector<'a> {
    design: &'a Design,
    flows: Vec<Flow>,
    structure: Structure,
    /// The element that the next ones stand in.
    parent: Option<ElementId>,
    start: Pt,
    end: Pt,
    bars: Vec<Pt>,
}

impl Collector<'_> {
    /// Title, subtitle, authors and date, and a short rule below them.
    fn title_block(&mut self, document: &Document) {
        let metadata = &document.metadata;
        let byline = [
            (!metadata.authors.is_empty()).then(|| metadata.authors.join(author_separator(document))),
            metadata.date.map(|date| locale::long_date(date, &metadata.lang)),
        ];
        let parts = [(Role::Title, Some(metadata.title.clone())), (Role::Subtitle, metadata.subtitle.clone())];
        let bylines = byline.into_iter().map(|part| (Role::Byline, part));
        let em = self.design.em;
        for (role, text) in parts.into_iter().chain(bylines) {
            let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
            let style = self.design.text_style(role);
            let tag = if role == Role::Title { StructureRole::Title } else { StructureRole::Paragraph };
            let element = self.structure.add(None, StructureElement::new(tag));
            let content = [Inline::Text { text, span: Default::default() }];
            let tagging = Tagging { structure: &mut self.structure, element };
            let text = InlineText::new(&content, &style, None, self.design, tagging);
            let content = FlowContent::Text { text, alignment: Alignment::Center, indent: Pt::ZERO, heading: None };
            let mut flow = self.flow(Some(element), content);
            flow.space_before = if role == Role::Byline { em * 0.4 } else { em * 0.6 };
            flow.keep_with_next = true;
            self.flows.push(flow);
        }
        let mut rule = self.flow(None, FlowContent::Break);
        (rule.space_before, rule.space_after) = (em * 1.2, em * 1.8);
        rule.keep_with_next = true;
        self.flows.push(rule);
    }

    fn blocks(&mut self, blocks: &[Block], document: &Document) {
        let mut after_text = false;
        for block in blocks {
            self.block(block, document, after_text);
            after_text = matches!(block.kind, BlockKind::Paragraph(_));
        }
    }

    fn block(&mut self, block: &Block, document: &Document, after_text: bool) {
        let em = self.design.em;
        match &block.kind {
            BlockKind::Heading { level, id: name, content } => self.heading(block, *level, name, content),
            BlockKind::Paragraph(content) => self.paragraph(block, content, after_text),
            BlockKind::List(list) => self.list(block, list, document),
            BlockKind::Quote(blocks) => {
                self.bars.push(self.start + em * 0.6);
                (self.start, self.end) = (self.start + em * 1.6, self.end + em * 0.8);
                let quote = self.element(StructureRole::BlockQuote, block);
                self.within(quote, |this| this.spaced(em * 0.8, |this| this.blocks(blocks, document)));
                (self.start, self.end) = (self.start - em * 1.6, self.end - em * 0.8);
                self.bars.pop();
            }
            BlockKind::Code { text, .. } => self.code(block, text),
            BlockKind::ThematicBreak => {
                let mut flow = self.flow(None, FlowContent::Break);
                (flow.space_before, flow.space_after) = (em * 1.4, em * 1.4);
                self.flows.push(flow);
            }
            BlockKind::Figure { image, caption } => self.figure(block, image, caption),
            other => other.children().into_iter().for_each(|blocks| self.blocks(blocks, document)),
        }
    }

    fn heading(&mut self, block: &Block, level: u8, name: &str, content: &[Inline]) {
        let em = self.design.em;
        let style = self.design.text_style(Role::Heading(level));
        let element = self.element(StructureRole::Heading { level }, block);
        let text = self.inline(content, &style, block, element);
        let title = crate::document::plain_text(content);
        let heading = Some(HeadingEntry { level, id: name.to_owned(), title });
        let content = FlowContent::Text { text, alignment: Alignment::Start, indent: Pt::ZERO, heading };
        let mut flow = self.flow(Some(element), content);
        flow.space_before = if level == 1 { em * 1.8 } else { em * 1.2 };
        flow.space_after = em * 0.3;
        flow.keep_with_next = true;
        self.flows.push(flow);
    }

    /// A paragraph; one that follows another begins with an indent, as in books.
    fn paragraph(&mut self, block: &Block, content: &[Inline], after_text: bool) {
        let style = self.design.text_style(Role::Body);
        let element = self.element(StructureRole::Paragraph, block);
        let text = self.inline(content, &style, block, element);
        let images = text.images.clone();
        if !text.paragraph.text.trim().is_empty() {
            let indent = if after_text && self.bars.is_empty() { self.design.em * 1.2 } else { Pt::ZERO };
            let content = FlowContent::Text { text, alignment: self.design.body_alignment, indent, heading: None };
            let mut flow = self.flow(Some(element), content);
            flow.space_after = self.design.em * 0.35;
            self.flows.push(flow);
        }
        for image in images {
            self.figure(block, &image, &[]);
        }
    }

    fn list(&mut self, block: &Block, list: &List, document: &Document) {
        let em = self.design.em;
        let (indent, numbering) = match list.marker {
            ListMarker::Bullet => (em * 1.3, ListNumbering::Bullet),
            ListMarker::Number { start } => {
                let last = start.saturating_add(list.items.len() as u64);
                (em * (1.1 + 0.55 * f64::from(last.max(1).ilog10() + 1)), ListNumbering::Number)
            }
        };
        let element = self.element(StructureRole::List { numbering }, block);
        self.start += indent;
        self.within(element, |this| {
            this.spaced(em * 0.5, |this| {
                for (number, item) in (0..).zip(&list.items) {
                    this.list_item(list, number, item, document);
                }
            });
        });
        self.start -= indent;
    }

    fn list_item(&mut self, list: &List, number: u64, item: &ListItem, document: &Document) {
        let first = self.flows.len();
        let around = self.structure.add(self.parent, StructureElement::new(StructureRole::ListItem));
        let label = self.structure.add(Some(around), StructureElement::new(StructureRole::Label));
        let body = self.structure.add(Some(around), StructureElement::new(StructureRole::ListBody));
        self.within(body, |this| this.blocks(&item.blocks, document));
        let marker = self.marker(list.marker, number, document);
        if let Some(flow) = self.flows.get_mut(first)
            && flow.marker.is_none()
        {
            (flow.marker, flow.marker_element) = (Some(marker), Some(label));
        }
        if let Some(flow) = self.flows[first..].last_mut() {
            flow.space_after = if list.tight { Pt::ZERO } else { self.design.em * 0.5 };
        }
    }

    /// The marker of an item, in the document's digits.
    fn marker(&self, marker: ListMarker, number: u64, document: &Document) -> InlineText {
        let text = match marker {
            ListMarker::Bullet => "•".to_owned(),
            ListMarker::Number { start } => {
                format!("{}.", locale::number(start.saturating_add(number), &document.metadata.lang))
            }
        };
        InlineText::plain(&text, self.design.text_style(Role::Body), self.design.direction)
    }

    fn code(&mut self, block: &Block, text: &str) {
        let paragraph = self.element(StructureRole::Paragraph, block);
        let code = StructureElement { direction: Some(Direction::Ltr), ..StructureElement::new(StructureRole::Code) };
        let element = self.structure.add(Some(paragraph), code);
        let style = self.design.text_style(Role::Code);
        let lines = text.split('\n').map(|line| {
            let line = line.replace('\t', "    ");
            InlineText::code_line(&line, style.clone(), block.span.start)
        });
        let content = FlowContent::Code(lines.collect());
        let mut flow = self.flow(Some(element), content);
        (flow.space_before, flow.space_after) = (self.design.em * 0.8, self.design.em * 0.8);
        self.flows.push(flow);
    }

    /// A picture and its caption, which stands beside the figure in the structure: what is within a figure is not read
    /// aloud, its alternative text is.
    fn figure(&mut self, block: &Block, image: &ImageRef, caption: &[Inline]) {
        let em = self.design.em;
        let parent = match caption {
            [] => self.parent,
            _ => Some(self.element(StructureRole::Division, block)),
        };
        let alt = Some(image.alt.clone()).filter(|alt| !alt.trim().is_empty());
        let span = Some(image.span);
        let figure = StructureElement { alt, span, ..StructureElement::new(StructureRole::Figure) };
        let figure = self.structure.add(parent, figure);
        let mut flow = self.flow(Some(figure), FlowContent::Image(image.clone()));
        (flow.space_before, flow.space_after) = (em, em);
        flow.keep_with_next = !caption.is_empty();
        self.flows.push(flow);
        if !caption.is_empty() {
            let element = self.structure.add(parent, StructureElement::new(StructureRole::Caption));
            let text = self.inline(caption, &self.design.text_style(Role::Caption), block, element);
            let content = FlowContent::Text { text, alignment: Alignment::Center, indent: Pt::ZERO, heading: None };
            let mut flow = self.flow(Some(element), content);
            (flow.space_before, flow.space_after) = (em * 0.3, em);
            if let Some(figure) = self.flows.last_mut() {
                figure.space_after = em * 0.3;
            }
            self.flows.push(flow);
        }
    }

    /// An element below the current one, with the block's language and direction.
    fn element(&mut self, role: StructureRole, block: &Block) -> ElementId {
        let lang = block.lang.clone();
        let direction = direction_of(block).filter(|&direction| direction != self.design.direction);
        let element = StructureElement { lang, direction, span: Some(block.span), ..StructureElement::new(role) };
        self.structure.add(self.parent, element)
    }

    /// Collects what is within an element.
    fn within(&mut self, element: ElementId, inside: impl FnOnce(&mut Self)) {
        let around = self.parent.replace(element);
        inside(self);
        self.parent = around;
    }

    fn inline(
        &mut self,
        content: &[Inline],
        style: &crate::text::TextStyle,
        block: &Block,
        element: ElementId,
    ) -> InlineText {
        let lang = block.lang.as_ref();
        let style =
            lang.map_or_else(|| style.clone(), |lang| crate::text::TextStyle { lang: lang.0.clone(), ..style.clone() });
        let tagging = Tagging { structure: &mut self.structure, element };
        let text = InlineText::new(content, &style, direction_of(block), self.design, tagging);
        let direction = text.direction();
        if direction != self.design.direction
            && let Some(element) = self.structure.elements.get_mut(element.index())
        {
            element.direction = Some(direction);
        }
        text
    }

    fn flow(&self, element: Option<ElementId>, content: FlowContent) -> Flow {
        Flow {
            element,
            content,
            start: self.start,
            end: self.end,
            space_before: Pt::ZERO,
            space_after: Pt::ZERO,
            keep_with_next: false,
            marker: None,
            marker_element: None,
            bars: self.bars.clone(),
        }
    }

    /// Collects flows and leaves room above the first and below the last of them.
    fn spaced(&mut self, space: Pt, inside: impl FnOnce(&mut Self)) {
        let first = self.flows.len();
        inside(self);
        if let Some(flow) = self.flows.get_mut(first) {
            flow.space_before = flow.space_before.max(space);
        }
        if let Some(flow) = self.flows[first..].last_mut() {
            flow.space_after = flow.space_after.max(space);
        }
    }
}

/// The direction that a block says it has, by itself or by its language.
fn direction_of(block: &Block) -> Option<Direction> {
    block.direction.or_else(|| block.lang.as_ref().map(crate::document::Lang::direction))
}

/// Between the names of several authors.
fn author_separator(document: &Document) -> &'static str {
    match document.metadata.direction {
        Direction::Rtl => "، ",
        Direction::Ltr => ", ",
    }
}
