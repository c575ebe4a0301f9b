//! Paragraphs.
//!
//! In: the children of a body, a cell or a note. Out: blocks. Word has paragraphs alone: neighbours that belong to one
//! list, one quotation or one piece of code are put together here.

use super::{Aside, Reader};
use crate::diagnostic::Span;
use crate::direction::of_content;
use crate::document::{Block, BlockKind, Direction, Inline};
use crate::parse::office::lists::{Item, Mark, end_list};
use crate::parse::office::look::merged;
use crate::parse::office::notices::Notice;
use crate::parse::office::paragraphs::{Paragraph, Role, is_contents_title, place, trimmed, unstressed};
use crate::parse::xml::Element;

impl<'a> Reader<'a> {
    /// The blocks of a body, a cell or a note.
    pub(super) fn blocks(&mut self, children: &'a [Element]) -> Vec<Block> {
        let mut out = Vec::new();
        self.blocks_into(children, &mut out);
        out
    }

    fn blocks_into(&mut self, children: &'a [Element], out: &mut Vec<Block>) {
        let mut items: Vec<Item> = Vec::new();
        for child in children {
            match child.name.as_str() {
                "p" => self.paragraph(child, &mut items, out),
                "tbl" => {
                    end_list(&mut items, out);
                    let table = self.table(child);
                    self.begins_page(&table);
                    out.extend(table);
                }
                "sdt" => {
                    end_list(&mut items, out);
                    self.control(child, |this, inner| this.blocks_into(&inner.children, out));
                    self.end_contents(out);
                }
                "customXml" | "ins" | "moveTo" => {
                    end_list(&mut items, out);
                    self.blocks_into(&child.children, out);
                }
                "AlternateContent" => {
                    end_list(&mut items, out);
                    let chosen = child.child("Choice").or_else(|| child.child("Fallback"));
                    chosen.into_iter().for_each(|chosen| self.blocks_into(&chosen.children, out));
                }
                "bookmarkStart" => {
                    let mut anchor = Vec::new();
                    self.runs(std::slice::from_ref(child), &mut anchor);
                    self.carried.extend(anchor);
                }
                "del" | "moveFrom" => self.notices.add(Notice::Deletion, self.here()),
                "altChunk" => {
                    end_list(&mut items, out);
                    self.foreign(child, out);
                }
                _ => {}
            }
        }
        end_list(&mut items, out);
    }

    fn paragraph(&mut self, paragraph: &'a Element, items: &mut Vec<Item>, out: &mut Vec<Block>) {
        let properties = paragraph.child("pPr");
        let role = self.styles.role(properties);
        if properties.is_some_and(|own| own.is_on("pageBreakBefore")) {
            self.page_break.get_or_insert(self.here());
        }
        let start = self.here().start;
        let mut content = std::mem::take(&mut self.carried);
        let muted = self.muted;
        self.muted |= role == Some(Role::Contents);
        self.runs(&paragraph.children, &mut content);
        self.muted = muted;
        if goes_on(properties) && self.aside.is_empty() {
            self.carried = content;
            return;
        }
        let span = Span::new(start, self.here().start);
        self.text_of_source.push('\n');
        self.end_contents(out);
        let list = self.styles.list(properties, self.numbering);
        let mark = list.as_ref().map(|(list, level)| self.counts.count(self.numbering, list, *level));
        let mut content = trimmed(merged(content));
        self.carry_anchors(&mut content);
        if content.is_empty() {
            if is_ruled(properties) && self.aside.is_empty() {
                end_list(items, out);
                out.push(Block::new(BlockKind::ThematicBreak, span));
            }
            return self.put_aside_back(items, out);
        }
        let is_rtl = properties.is_some_and(|properties| properties.is_on("bidi"));
        let against = self.in_ltr_table || of_content(&content, Direction::Rtl) == Direction::Ltr;
        let direction = (is_rtl && against).then_some(Direction::Rtl);
        let alignment = self.styles.alignment(properties);
        let mut own = Paragraph { content, span, role, direction, alignment };
        match (list, mark) {
            (Some((list, level)), Some(mark)) if !matches!(role, Some(Role::Heading(_))) => {
                let content = std::mem::take(&mut own.content);
                let block = own.block(BlockKind::Paragraph(content));
                self.begins_page(std::slice::from_ref(&block));
                let list = self.numbering.kind_of(&list);
                items.push(Item { list, level, mark, blocks: vec![block] });
            }
            (_, mark) => {
                if let Some(Mark::Number(number)) = mark {
                    let text = number.label() + " ";
                    own.content = unstressed(own.content);
                    own.content.insert(0, Inline::Text { text, span: Span::new(start, start) });
                }
                end_list(items, out);
                let before = out.len();
                place(own, &mut self.front, out);
                self.begins_page(&out[before.min(out.len())..]);
            }
        }
        self.put_aside_back(items, out);
    }

    /// Text boxes, charts and the like, behind the paragraph that they belong to.
    fn put_aside_back(&mut self, items: &mut [Item], out: &mut Vec<Block>) {
        for aside in std::mem::take(&mut self.aside) {
            let mut own = Vec::new();
            let out = match items.last_mut() {
                Some(item) => &mut item.blocks,
                None => &mut *out,
            };
            match aside {
                Aside::Box(content) => {
                    self.blocks_into(&content.children, out);
                }
                Aside::Rule => own.push(Block::new(BlockKind::ThematicBreak, self.here())),
                Aside::Line(text) => own.extend(self.line_block(text)),
                Aside::Text(text) => own.extend(self.line_block(&text)),
                Aside::Chart(part) => own.extend(self.chart(&part)),
                Aside::Diagram(data) => own.extend(self.diagram(&data)),
            }
            out.extend(own);
        }
    }

    fn line_block(&mut self, text: &str) -> Option<Block> {
        let start = self.here().start;
        let content = self.line(text);
        let span = Span::new(start, self.here().start);
        (!content.is_empty()).then(|| Block::new(BlockKind::Paragraph(content), span))
    }

    /// Counts a line of a contents list that was left out; the title above the list goes with it.
    fn end_contents(&mut self, out: &mut Vec<Block>) {
        let Some(notice) = self.left_out.take() else { return };
        self.notices.add(notice, self.here());
        if notice == Notice::Contents && out.last().is_some_and(is_contents_title) {
            out.pop();
        }
    }

    /// A page break matters where no heading follows it.
    fn begins_page(&mut self, blocks: &[Block]) {
        let Some(first) = blocks.first() else { return };
        if let Some(place) = self.page_break.take()
            && !matches!(first.kind, BlockKind::Heading { .. })
            && place.start > 0
        {
            self.notices.add(Notice::PageBreak, place);
        }
    }

    /// Anchors that stand alone or beside a lone picture go to the text that follows.
    fn carry_anchors(&mut self, content: &mut Vec<Inline>) {
        let is_anchor = |inline: &Inline| matches!(inline, Inline::Anchor { .. });
        let mut others = content.iter().filter(|inline| !is_anchor(inline));
        let is_alone = match (others.next(), others.next()) {
            (None, _) => true,
            (Some(only), None) => matches!(only, Inline::Image(_)),
            _ => false,
        };
        if is_alone {
            let (anchors, rest) = std::mem::take(content).into_iter().partition(is_anchor);
            let anchors: Vec<Inline> = anchors;
            self.carried.extend(anchors);
            *content = rest;
        }
    }
}

/// Whether what follows a paragraph stands in the same line: its end is deleted, or it is a drop cap.
fn goes_on(properties: Option<&Element>) -> bool {
    let Some(properties) = properties else { return false };
    let mark = properties.child("rPr");
    let is_deleted = mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some());
    let cap = properties.child("framePr").and_then(|frame| frame.attr("dropCap"));
    is_deleted || cap.is_some_and(|cap| cap != "none")
}

/// Whether an empty paragraph is a line: Word turns `---` into a border below it.
fn is_ruled(properties: Option<&Element>) -> bool {
    let borders = properties.and_then(|properties| properties.child("pBdr"));
    borders.is_some_and(|borders| ["bottom", "top"].iter().any(|side| borders.is_on(side)))
}
