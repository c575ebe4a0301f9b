//! What stands before the text: the element of the cover, the title block and the contents.
//!
//! In: metadata and headings. Out: flows of our own; the numbers of the pages are added once they are known.

use crate::document::{Block, BlockKind, Document, Inline};
use crate::geometry::Pt;
use crate::locale;
use crate::style::{NotePlacement, TitlePlacement};
use crate::text::Alignment;

use super::super::content::{FlowContent, PageStart};
use super::super::cover;
use super::super::design::Role;
use super::super::frame::{ElementId, LinkTarget, StructureElement, StructureRole};
use super::super::inline::{InlineLink, InlineText};
use super::Collector;
use super::notes::ENDNOTES;

/// Ranks shown in the contents, counted from the highest that the document has.
const LEVELS: u8 = 3;
/// A list of more entries, about six pages, shows fewer ranks, down to that of the chapters.
const LONGEST: usize = 160;

/// Share of the type area above what stands on a title page.
const ABOVE_TITLE: f64 = 0.28;

/// A heading as the contents show it.
struct Listed<'a> {
    level: u8,
    id: &'a str,
    content: &'a [Inline],
}

impl Collector<'_> {
    /// The element of the cover: a figure where it is a picture.
    pub(super) fn cover(&mut self) -> ElementId {
        let document = self.document;
        let Some(picture) = document.metadata.cover.as_ref().filter(|_| cover::has_picture(document)) else {
            return self.structure.add(None, StructureElement::new(StructureRole::Paragraph));
        };
        let words = locale::words(&document.metadata.lang).cover;
        let alt = if picture.alt.trim().is_empty() { words } else { &picture.alt };
        let figure = StructureElement::new(StructureRole::Figure);
        self.structure.add(None, StructureElement { alt: Some(alt.to_owned()), span: Some(picture.span), ..figure })
    }

    /// Title, subtitle, authors and date, and a short rule below them.
    pub(super) fn title_block(&mut self) {
        let em = self.design.em;
        let first = self.flows.len();
        for (role, text) in title_lines(self.document) {
            let style = self.design.text_style(role);
            let tag = if role == Role::Title { StructureRole::Title } else { StructureRole::Paragraph };
            let element = self.structure.add(None, StructureElement::new(tag));
            let text =
                InlineText::joined(&text, locale::list_separator(self.design.direction), &style, self.design.direction);
            self.push_text(element, text, Alignment::Center, |flow| {
                flow.space_before = if role == Role::Byline { em * 0.4 } else { em * 0.6 };
                flow.keep_with_next = true;
            });
        }
        self.push(None, FlowContent::Break, |flow| {
            (flow.space_before, flow.space_after) = (em * 1.2, em * 1.8);
            flow.keep_with_next = true;
        });
        if self.style.title == TitlePlacement::OwnPage {
            self.make_title_page(first);
            self.page_start = PageStart::Next;
        }
    }

    /// Gives the flows from `first` a page of their own, a little above its middle.
    pub(super) fn make_title_page(&mut self, first: usize) {
        let above = self.design.text_height() * ABOVE_TITLE;
        let flows = &mut self.flows[first..];
        flows.iter_mut().for_each(|flow| flow.on_title_page = true);
        if let Some(flow) = flows.first_mut() {
            flow.padding.0 += above;
        }
    }

    /// The list of headings; the text begins on a page after it. A document without headings has no such list.
    pub(super) fn contents(&mut self) {
        let document = self.document;
        let mut listed = Vec::new();
        list_headings(&document.blocks, &mut listed);
        let notes = locale::words(&document.metadata.lang).footnotes;
        let notes = [Inline::Text { text: notes.to_owned(), span: Default::default() }];
        if self.style.notes == NotePlacement::End && !document.footnotes.is_empty() && !listed.is_empty() {
            listed.push(Listed { level: 1, id: ENDNOTES, content: &notes });
        }
        let Some(highest) = listed.iter().map(|heading| heading.level).min() else { return };
        let em = self.design.em;
        let title = self.structure.add(None, StructureElement::new(StructureRole::Paragraph));
        let words = locale::words(&document.metadata.lang).contents;
        let text = self.own_text(words, self.design.text_style(Role::Heading(1)));
        self.push_text(title, text, Alignment::Center, |flow| {
            (flow.space_before, flow.space_after, flow.keep_with_next) = (em * 0.6, em * 0.8, true);
        });
        // The lists that the next entry may stand in: rank, element, and last entry, below which deeper lists stand.
        let mut open: Vec<(u8, ElementId, Option<ElementId>)> = Vec::new();
        let lowest = lowest_shown(&listed, highest);
        for heading in listed.iter().filter(|heading| heading.level <= lowest) {
            while open.len() > 1 && open.last().is_some_and(|&(level, ..)| level > heading.level) {
                open.pop();
            }
            let around = open.last().copied();
            if around.is_none_or(|(level, ..)| level < heading.level) {
                let above = around.and_then(|(.., entry)| entry);
                let list = self.structure.add(above, StructureElement::new(StructureRole::Contents));
                open.push((heading.level, list, None));
            }
            if let Some((_, list, last)) = open.last_mut() {
                *last = Some(self.entry(*list, heading, heading.level - highest));
            }
        }
        self.page_start = PageStart::Next;
    }

    /// An entry of a list of contents; gives its element.
    fn entry(&mut self, list: ElementId, heading: &Listed<'_>, depth: u8) -> ElementId {
        let em = self.design.em;
        let item = self.structure.add(Some(list), StructureElement::new(StructureRole::ContentsItem));
        let reference = self.structure.add(Some(item), StructureElement::new(StructureRole::Reference));
        let link = self.structure.add(Some(reference), StructureElement::new(StructureRole::Link));
        let role = if depth == 0 { Role::Heading(4) } else { Role::Body };
        let title = crate::document::plain_text(heading.content);
        let style = crate::text::TextStyle { tag: link.tag(), ..self.design.text_style(role) };
        let mut text = InlineText::line(&title, style, self.design.direction);
        let target = LinkTarget::Anchor(heading.id.to_owned());
        text.links.insert(link.tag(), InlineLink { element: link, target });
        let content = FlowContent::Entry { text, anchor: heading.id.to_owned(), number: link };
        self.indented(em * 1.2 * f64::from(depth), Pt::ZERO, |this| {
            this.push(Some(link), content, |flow| {
                flow.space_before = if depth == 0 { em * 0.3 } else { Pt::ZERO };
            });
        });
        item
    }
}

/// The lowest rank that the contents show, so that they stay a list in which something is found.
fn lowest_shown(listed: &[Listed<'_>], highest: u8) -> u8 {
    let fits = |lowest: &u8| listed.iter().filter(|heading| heading.level <= *lowest).count() <= LONGEST;
    let chapters = highest.max(1);
    (chapters..highest + LEVELS).rev().find(fits).unwrap_or(chapters)
}

/// The lines of the title block, each with its role; a line of several authors has several parts.
fn title_lines(document: &Document) -> Vec<(Role, Vec<String>)> {
    let metadata = &document.metadata;
    let date = metadata.date.map(|date| locale::long_date(date, &metadata.lang));
    let lines = [
        (Role::Title, vec![metadata.title.clone()]),
        (Role::Subtitle, metadata.subtitle.iter().cloned().collect()),
        (Role::Byline, metadata.authors.clone()),
        (Role::Byline, date.into_iter().collect()),
    ];
    lines.into_iter().filter(|(_, parts)| parts.iter().any(|part| !part.trim().is_empty())).collect()
}

fn list_headings<'a>(blocks: &'a [Block], listed: &mut Vec<Listed<'a>>) {
    for block in blocks {
        if let BlockKind::Heading { level, id, content } = &block.kind {
            listed.push(Listed { level: *level, id, content });
        }
        block.kind.children().into_iter().for_each(|inner| list_headings(inner, listed));
    }
}
