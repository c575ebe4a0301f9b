//! Paragraphs, sections and indexes (OpenDocument 1.3-3, 5 and 8).

use super::frames::Aside;
use super::lists::number_heading;
use super::{Reader, plain};
use crate::diagnostic::Span;
use crate::direction::of_content;
use crate::document::{Block, BlockKind, Direction, Inline};
use crate::parse::office::lists::{Item, end_list};
use crate::parse::office::look::{Look, merged};
use crate::parse::office::notices::Notice;
use crate::parse::office::paragraphs::{Paragraph, Role, is_contents_title, place, trimmed};
use crate::parse::xml::Element;

impl<'a> Reader<'a> {
    /// The blocks of a text, a cell or a note.
    pub(super) fn blocks(&mut self, children: &'a [Element]) -> Vec<Block> {
        let mut out = Vec::new();
        self.blocks_into(children, &mut out);
        out
    }

    pub(super) fn blocks_into(&mut self, children: &'a [Element], out: &mut Vec<Block>) {
        let mut items: Vec<Item> = Vec::new();
        for child in children {
            if child.name != "list" && child.name != "soft-page-break" && !child.name.is_empty() {
                end_list(&mut items, out);
            }
            match child.name.as_str() {
                "p" | "h" => self.paragraph(child, out),
                "numbered-paragraph" => self.blocks_into(&child.children, out),
                "list" => self.list(child, &mut items, out),
                "table" => {
                    let table = self.table(child);
                    out.extend(table);
                }
                "section" if self.styles.hides(child) => self.hide(child),
                "section" | "index-body" | "index-title" => self.blocks_into(&child.children, out),
                "table-of-content" | "illustration-index" | "table-index" | "object-index" | "user-index" => {
                    self.leave_out(child, Notice::Contents, out);
                }
                "alphabetical-index" => self.leave_out(child, Notice::Index, out),
                "bibliography" => {
                    child.child("index-body").into_iter().for_each(|body| self.blocks_into(&body.children, out));
                }
                "tracked-changes" => {
                    let deletions = child.children.iter().filter(|region| region.child("deletion").is_some()).count();
                    self.notices.add_many(Notice::Deletion, self.here(), deletions);
                }
                "frame" | "custom-shape" | "g" | "rect" => {
                    let mut content = Vec::new();
                    self.frame(child, &mut content);
                    self.put_aside_back(out);
                    let span = self.here();
                    out.extend(content.into_iter().map(|inline| match inline {
                        Inline::Image(image) => Block::new(BlockKind::Figure { image, caption: Vec::new() }, span),
                        other => Block::new(BlockKind::Paragraph(vec![other]), span),
                    }));
                }
                _ => {}
            }
        }
        end_list(&mut items, out);
    }

    /// Leaves out a list that the program made, with the title above it.
    fn leave_out(&mut self, index: &Element, notice: Notice, out: &mut Vec<Block>) {
        let mut lines = Vec::new();
        index.child("index-body").into_iter().for_each(|body| paragraphs(body, &mut lines));
        self.notices.add_many(notice, self.here(), lines.len().max(1));
        if notice == Notice::Contents && out.last().is_some_and(is_contents_title) {
            out.pop();
        }
    }

    fn paragraph(&mut self, paragraph: &'a Element, out: &mut Vec<Block>) {
        let style = self.styles.paragraph(paragraph);
        if style.is_hidden {
            return self.hide(paragraph);
        }
        if style.breaks_page {
            self.page_break.get_or_insert(self.here());
        }
        let level = paragraph.attr("outline-level").and_then(|level| level.parse::<usize>().ok()).unwrap_or(1).max(1);
        let role = match (paragraph.name.as_str(), style.role) {
            ("h", Some(role @ (Role::Title | Role::Subtitle | Role::Contents))) => Some(role),
            ("h", _) => Some(Role::Heading(u8::try_from(level.min(6)).unwrap_or(6))),
            // A style of headings for text that is none, as in a contents list.
            ("p", Some(Role::Heading(_))) => None,
            (_, role) => role,
        };
        if role == Some(Role::Contents) {
            if !plain(paragraph).trim().is_empty() {
                self.notices.add(Notice::Contents, self.here());
            }
            return;
        }
        let start = self.here().start;
        let mut content = std::mem::take(&mut self.carried);
        self.inlines(&paragraph.children, Look::default(), &mut content);
        let span = Span::new(start, self.here().start);
        self.text_of_source.push('\n');
        let mut content = trimmed(merged(content));
        self.carry_anchors(&mut content);
        if content.is_empty() {
            if style.is_ruled && self.aside.is_empty() {
                out.push(Block::new(BlockKind::ThematicBreak, span));
            }
            return self.put_aside_back(out);
        }
        let against = self.in_ltr_table || of_content(&content, Direction::Rtl) == Direction::Ltr;
        let direction = (style.is_rtl && against).then_some(Direction::Rtl);
        let before = out.len();
        place(Paragraph { content, span, role, direction, alignment: style.alignment }, &mut self.front, out);
        let placed = out.get_mut(before);
        if let (Some(Role::Heading(_)), Some(block)) = (role, placed)
            && let Some(number) = self.heading_number(paragraph, level - 1)
        {
            number_heading(block, &number);
        }
        self.begins_page(out.get(before));
        self.put_aside_back(out);
    }

    /// A page break matters where no heading follows it.
    fn begins_page(&mut self, block: Option<&Block>) {
        let Some(block) = block else { return };
        if let Some(place) = self.page_break.take()
            && !matches!(block.kind, BlockKind::Heading { .. })
            && place.start > 0
        {
            self.notices.add(Notice::PageBreak, place);
        }
    }

    /// Anchors that stand alone or beside a lone picture go to the text that follows.
    fn carry_anchors(&mut self, content: &mut Vec<Inline>) {
        let is_anchor = |inline: &Inline| matches!(inline, Inline::Anchor { .. });
        let others: Vec<&Inline> = content.iter().filter(|inline| !is_anchor(inline)).take(2).collect();
        if matches!(others.as_slice(), [] | [Inline::Image(_)]) {
            let (anchors, rest): (Vec<Inline>, Vec<Inline>) = std::mem::take(content).into_iter().partition(is_anchor);
            self.carried.extend(anchors);
            *content = rest;
        }
    }

    /// Text boxes, charts and the like, behind the paragraph that they belong to.
    fn put_aside_back(&mut self, out: &mut Vec<Block>) {
        for aside in std::mem::take(&mut self.aside) {
            match aside {
                Aside::Box(content) => self.blocks_into(&content.children, out),
                Aside::Chart(part) => {
                    let table = self.chart(&part);
                    out.extend(table);
                }
            }
        }
    }
}

fn paragraphs<'e>(element: &'e Element, found: &mut Vec<&'e Element>) {
    for child in &element.children {
        match child.name.as_str() {
            "p" | "h" => found.push(child),
            _ => paragraphs(child, found),
        }
    }
}
