//! Flattens the tree of blocks into a list of things to set, top to bottom.
//!
//! In: a [`Document`] and the [`Design`]. Out: [`Flow`]s: the title block and the contents first, then each block with
//! the room that lists and quotes leave at its sides, the notes apart; and the [`Structure`] whose elements they are
//! content of. Nothing is set here.

mod blocks;
mod front;
mod lists;
mod notes;
mod tables;

use std::sync::Arc;

use crate::document::{Block, BlockKind, Direction, Document, Inline, Lang, TextUnits};
use crate::geometry::Pt;
use crate::style::{ChapterStart, ContentsPage, CoverPage, NotePlacement, Stylesheet};
use crate::text::{Alignment, TextStyle};

use super::content::{Backdrop, Flow, FlowContent, Marker, PageStart};
use super::design::{Design, Role};
use super::frame::{ElementId, Structure, StructureElement, StructureRole};
use super::inline::{InlineText, Tagging};
use super::notes::NoteNumbers;

/// A document, flattened.
#[derive(Debug)]
pub(super) struct Collected {
    /// The element of the cover, where there is one.
    pub(super) cover: Option<ElementId>,
    /// Everything but the footnotes.
    pub(super) flows: Vec<Flow>,
    /// The footnotes by their index; none where they stand at the end, among the flows.
    pub(super) notes: Vec<Vec<Flow>>,
    /// What it all means.
    pub(super) structure: Structure,
}

/// Flattens a document.
pub(super) fn collect(document: &Document, style: &Stylesheet, design: &Arc<Design>) -> Collected {
    let numbers = NoteNumbers::of(document);
    let mut collector = Collector::new(document, style, Arc::clone(design), &numbers);
    let cover = (style.cover == CoverPage::First).then(|| collector.cover());
    collector.title_block();
    if style.contents == ContentsPage::AfterTitle {
        collector.contents();
    }
    collector.blocks(&document.blocks);
    let notes = match style.notes {
        NotePlacement::Foot => collector.all_footnotes(),
        NotePlacement::End => {
            collector.endnotes();
            Vec::new()
        }
    };
    Collected { cover, flows: collector.flows, notes, structure: collector.structure }
}

struct Collector<'a> {
    document: &'a Document,
    style: &'a Stylesheet,
    design: Arc<Design>,
    numbers: &'a NoteNumbers,
    units: TextUnits,
    flows: Vec<Flow>,
    /// Proportions of the notes.
    note_design: Arc<Design>,
    /// Flows of the notes by their index; none before a note has been referred to.
    notes: Vec<Option<Vec<Flow>>>,
    /// Notes that have been referred to and not been seen to yet.
    referred: Vec<usize>,
    /// Whether the next flows are those of a note.
    in_note: bool,
    structure: Structure,
    /// The element that the next ones stand in.
    parent: Option<ElementId>,
    /// Language of the enclosing group.
    lang: Option<Lang>,
    /// Direction of the block that is collected, and of what is around it.
    direction: Direction,
    around: Direction,
    start: Pt,
    end: Pt,
    backdrops: Vec<Backdrop>,
    backdrops_made: u32,
    /// What page the next flow begins.
    page_start: PageStart,
    /// Lines so far of the poem whose stanzas follow each other.
    verse_count: usize,
    /// Names of links that lead to the next flow.
    anchors: Vec<String>,
}

impl<'a> Collector<'a> {
    fn new(
        document: &'a Document,
        style: &'a Stylesheet,
        design: Arc<Design>,
        numbers: &'a NoteNumbers,
    ) -> Collector<'a> {
        Collector {
            document,
            style,
            direction: design.direction,
            around: design.direction,
            note_design: Arc::new(design.scaled(notes::SIZE)),
            design,
            numbers,
            units: TextUnits::of(document),
            flows: Vec::new(),
            notes: vec![None; document.footnotes.len()],
            referred: Vec::new(),
            in_note: false,
            structure: Structure::default(),
            parent: None,
            lang: None,
            start: Pt::ZERO,
            end: Pt::ZERO,
            backdrops: Vec::new(),
            backdrops_made: 0,
            page_start: PageStart::None,
            verse_count: 0,
            anchors: Vec::new(),
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let mut after_text = false;
        for (index, block) in blocks.iter().enumerate() {
            if let Some((id, content)) = blocks::part_title(&blocks[index..]) {
                self.part_title(block, id, content);
                continue;
            }
            let first = self.referred.len();
            self.block(block, after_text);
            self.footnotes_since(first);
            after_text = matches!(block.kind, BlockKind::Paragraph(_));
        }
    }

    fn block(&mut self, block: &Block, after_text: bool) {
        if !matches!(block.kind, BlockKind::Verse(_)) {
            self.verse_count = 0;
        }
        let outside = (self.around, self.direction);
        (self.around, self.direction) = (self.direction, block.direction.unwrap_or(self.direction));
        match &block.kind {
            BlockKind::Heading { level, id, content } => self.heading(block, *level, id, content),
            BlockKind::Byline(lines) => self.byline(block, lines),
            BlockKind::Paragraph(content) => self.paragraph(block, content, after_text),
            BlockKind::List(list) => self.list(block, list),
            BlockKind::Quote(blocks) => self.quote(block, blocks),
            BlockKind::Code { language, text } => self.code(block, language.as_deref(), text),
            BlockKind::ThematicBreak => {
                let space = self.design.em * 1.4;
                self.push(None, FlowContent::Break, |flow| (flow.space_before, flow.space_after) = (space, space));
            }
            BlockKind::Figure { image, caption } => self.figure(block, image, caption),
            BlockKind::Table(table) => self.table(block, table),
            BlockKind::Verse(lines) => self.verse(block, lines),
            BlockKind::DefinitionList(definitions) => self.definitions(block, definitions),
            BlockKind::Callout { kind, title, blocks } => self.callout(block, *kind, title, blocks),
            BlockKind::Group(blocks) => self.group(block, blocks),
        }
        (self.around, self.direction) = outside;
    }

    /// Blocks that share a language and direction.
    fn group(&mut self, block: &Block, blocks: &[Block]) {
        let around = self.lang.clone();
        self.lang = block.lang.clone().or(self.lang.take());
        let element = self.element(StructureRole::Division, block);
        self.within(element, |this| this.blocks(blocks));
        self.lang = around;
    }

    /// An element below the current one, with the block's language and direction.
    fn element(&mut self, role: StructureRole, block: &Block) -> ElementId {
        let lang = block.lang.clone();
        let direction = Some(self.direction).filter(|&direction| direction != self.around);
        let element = StructureElement { lang, direction, span: Some(block.span), ..StructureElement::new(role) };
        self.structure.add(self.parent, element)
    }

    /// Collects what is within an element.
    fn within(&mut self, element: ElementId, inside: impl FnOnce(&mut Self)) {
        let around = self.parent.replace(element);
        inside(self);
        self.parent = around;
    }

    /// Collects what is indented at the start side of the current direction, and at its end side.
    fn indented(&mut self, start: Pt, end: Pt, inside: impl FnOnce(&mut Self)) {
        let around = (self.start, self.end);
        let (start, end) = if self.direction == self.design.direction { (start, end) } else { (end, start) };
        (self.start, self.end) = (self.start + start, self.end + end);
        inside(self);
        (self.start, self.end) = around;
    }

    /// Collects what stands in an area of its own, such as a cell, in other proportions.
    fn apart(&mut self, design: Arc<Design>, inside: impl FnOnce(&mut Self)) -> Vec<Flow> {
        let flows = std::mem::take(&mut self.flows);
        let backdrops = std::mem::take(&mut self.backdrops);
        let room = (std::mem::take(&mut self.start), std::mem::take(&mut self.end));
        let design = std::mem::replace(&mut self.design, design);
        inside(self);
        self.design = design;
        (self.start, self.end) = room;
        self.backdrops = backdrops;
        std::mem::replace(&mut self.flows, flows)
    }

    /// The text of inlines of a block.
    fn inline(&mut self, content: &[Inline], style: &TextStyle, block: &Block, element: ElementId) -> InlineText {
        let lang = block.lang.as_ref().or(self.lang.as_ref());
        let style = lang.map_or_else(|| style.clone(), |lang| TextStyle { lang: lang.0.clone(), ..style.clone() });
        let tagging = Tagging { structure: &mut self.structure, element, notes: self.numbers, document: self.document };
        let mut text = InlineText::new(content, &style, self.direction, &self.design, tagging);
        text.stands_in(self.units.of_run(content));
        self.referred.extend(text.notes.iter().map(|&(_, note)| note));
        text
    }

    /// Collects blocks that stand beside a marker: it is set before the first of them, and there is always one.
    fn marked(&mut self, text: InlineText, label: ElementId, blocks: &[Block], body: ElementId) {
        let first = self.flows.len();
        self.within(body, |this| this.blocks(blocks));
        if self.flows.len() == first {
            let space = self.own_text("\u{a0}", self.design.text_style(Role::Body));
            self.push_text(body, space, Alignment::Start, |_| {});
        }
        let marker = Marker { text, element: label, start: self.start, end: self.end, direction: self.direction };
        self.flows[first].markers.push(marker);
    }

    /// Text of our own, in the document's language.
    fn own_text(&self, text: &str, style: TextStyle) -> InlineText {
        InlineText::plain(text, style, self.design.direction)
    }

    /// Adds lines of text.
    fn push_text(
        &mut self,
        element: ElementId,
        text: InlineText,
        alignment: Alignment,
        finish: impl FnOnce(&mut Flow),
    ) {
        self.push(Some(element), FlowContent::Text { text, alignment, indent: Pt::ZERO, heading: None }, finish);
    }

    /// Adds a flow with the room and backdrops of its place.
    fn push(&mut self, element: Option<ElementId>, content: FlowContent, finish: impl FnOnce(&mut Flow)) {
        let mut flow = Flow {
            element,
            content,
            design: Arc::clone(&self.design),
            start: self.start,
            end: self.end,
            direction: self.direction,
            space_before: Pt::ZERO,
            space_after: Pt::ZERO,
            padding: (Pt::ZERO, Pt::ZERO),
            keep_with_next: false,
            page_start: std::mem::take(&mut self.page_start),
            on_title_page: false,
            markers: Vec::new(),
            anchors: std::mem::take(&mut self.anchors),
            place: None,
            backdrops: self.backdrops.clone(),
        };
        finish(&mut flow);
        self.flows.push(flow);
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

    /// What page a heading of a level begins: parts and chapters, where that is asked for.
    fn page_start(&self, level: u8) -> PageStart {
        match self.style.chapters {
            _ if level > 1 || !self.backdrops.is_empty() => PageStart::None,
            ChapterStart::Continue => PageStart::None,
            ChapterStart::NewPage => PageStart::Next,
            ChapterStart::OddPage => PageStart::Odd,
            ChapterStart::EvenPage => PageStart::Even,
        }
    }
}
