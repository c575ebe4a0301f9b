//! What becomes of a container when it is closed.
//!
//! In: a [`Frame`] with all it holds. Out: a block or a piece of running text in the container around it.

use super::builder::Builder;
use super::frame::{Frame, Kind, anchors_of_picture, paragraph, trim};
use super::{callout, heading, url};
use crate::diagnostic::Span;
use crate::document::{
    Block, BlockKind, Definition, Footnote, ImageRef, ImageSize, Inline, List, ListItem, TableCell, TableRow,
    plain_text,
};
use crate::parse::alignment;
use crate::parse::inline::clean;
use crate::parse::list_style;
use crate::parse::table::{SourceRow, assemble};
use crate::parse::{length, verse};

/// Names of the language of a fenced block that holds verse.
const VERSE: [&str; 5] = ["verse", "poem", "poetry", "شعر", "قصيدة"];

/// Languages of fenced blocks that plug-ins and other writers run and no reader sees (Obsidian, Pandoc).
const FOR_PROGRAMS: [&str; 9] =
    ["dataview", "dataviewjs", "tasks", "query", "base", "button", "=html", "=latex", "=tex"];

impl Builder<'_> {
    pub(super) fn close(&mut self, mut frame: Frame) {
        let span = frame.span;
        frame.flush();
        if let Some(alignment) = frame.alignment {
            alignment::apply(&mut frame.blocks, alignment);
        }
        let stray = if frame.kind.keeps_blocks() { Vec::new() } else { std::mem::take(&mut frame.blocks) };
        self.close_kept(frame, span);
        self.loose_blocks(stray);
    }

    fn close_kept(&mut self, frame: Frame, span: Span) {
        match frame.kind {
            Kind::Document => {}
            Kind::Quote(kind) => {
                let block = callout::quote(self.source, frame.blocks, kind);
                self.put(Block { lang: frame.lang, direction: frame.direction, ..Block::new(block, span) });
            }
            Kind::Item => {
                let (task, value) = (frame.task, frame.value);
                let item = ListItem { task, value, ..ListItem::new(frame.blocks, span) };
                self.top().items.push(item);
            }
            Kind::List { mut marker, loose } => {
                self.loose_blocks(frame.blocks);
                list_style::count_down(&mut marker, frame.items.len());
                let list = List { marker, tight: !loose, items: frame.items };
                if !list.items.is_empty() {
                    let kind = BlockKind::List(list);
                    self.put(Block { lang: frame.lang, direction: frame.direction, ..Block::new(kind, span) });
                }
            }
            Kind::Paragraph => self.paragraph(frame),
            Kind::Heading { .. } => self.heading(frame),
            Kind::Code { ref language } => {
                let language = language.clone();
                self.code_block(&frame, language);
            }
            Kind::Html => {
                // An empty line ended the one before.
                self.top().flush();
                self.html(&frame.text, &frame.lines, span);
            }
            Kind::Footnote(label) => {
                let blocks = frame.blocks;
                self.footnotes.push(Footnote { label, blocks, span });
            }
            Kind::Group | Kind::Figure | Kind::Summary => self.group(frame),
            Kind::DefinitionList | Kind::Term | Kind::Description => self.definition(frame),
            Kind::Table(_) | Kind::TableHead | Kind::Row | Kind::Cell { .. } | Kind::Caption => self.table(frame),
            _ => self.close_inline(frame),
        }
    }

    fn heading(&mut self, mut frame: Frame) {
        trim(&mut frame.inlines);
        let said = if frame.is_markdown() { heading::take_id(&mut frame.inlines, self.source) } else { String::new() };
        if let Kind::Heading { level, id } = frame.kind
            && !frame.inlines.is_empty()
        {
            let id = if said.is_empty() { id } else { said };
            let kind = BlockKind::Heading { level, id, content: frame.inlines };
            let (lang, direction, alignment) = (frame.lang, frame.direction, frame.alignment);
            self.put(Block { lang, direction, alignment, ..Block::new(kind, frame.span) });
        }
    }

    fn put(&mut self, block: Block) {
        self.top().push_block(block);
    }

    /// Blocks that stand where none can be, such as those between the items of a list: they come before or behind it.
    fn loose_blocks(&mut self, blocks: Vec<Block>) {
        blocks.into_iter().for_each(|block| self.put(block));
    }

    fn paragraph(&mut self, mut frame: Frame) {
        trim(&mut frame.inlines);
        if let Some(anchors) = anchors_of_picture(&mut frame.inlines) {
            self.put(anchors);
        }
        if let Some((image, caption)) = self.captioned(&frame.inlines) {
            let kind = BlockKind::Figure { image: image.clone(), caption: caption.to_vec() };
            self.put(Block::new(kind, frame.span));
        } else if !frame.inlines.is_empty() {
            self.put(paragraph(frame.inlines, &frame.image_title, frame.span));
        }
    }

    /// A picture followed only by an emphasised line: its caption, as is common.
    fn captioned<'f>(&self, content: &'f [Inline]) -> Option<(&'f ImageRef, &'f [Inline])> {
        let [Inline::Image(image), gap, Inline::Emphasis(caption)] = content else { return None };
        let ends_line = match gap {
            Inline::LineBreak => true,
            Inline::Text { text, span } => text.trim().is_empty() && self.source[span.start..span.end].contains('\n'),
            _ => false,
        };
        ends_line.then_some((image, caption))
    }

    fn code_block(&mut self, frame: &Frame, language: Option<String>) {
        if language.as_deref().is_some_and(|language| VERSE.contains(&language)) {
            let blocks = verse::stanzas(self.source, &self.source_lines(frame));
            return self.loose_blocks(blocks);
        }
        if frame.is_markdown() && language.as_deref().is_some_and(|language| FOR_PROGRAMS.contains(&language)) {
            return self.queries.add(frame.span);
        }
        // The line break behind `<pre>` is none (HTML, 13.2.6.4.7).
        let text =
            if frame.is_markdown() { &*frame.text } else { frame.text.strip_prefix('\n').unwrap_or(&frame.text) };
        let text = lines(text) + &plain_text(&frame.inlines);
        if !text.is_empty() || frame.is_markdown() {
            self.block(BlockKind::Code { language, text }, frame.span);
        }
    }

    /// The places of the lines of a fenced block, without what marks them as part of a quote or list.
    fn source_lines(&self, frame: &Frame) -> Vec<Span> {
        let mut places = Vec::new();
        let ends = frame.lines.iter().skip(1).map(|line| line.0).chain([frame.text.len()]);
        for (&(offset, start), end) in frame.lines.iter().zip(ends) {
            let mut at = start;
            for line in frame.text[offset..end].split_inclusive('\n') {
                let length = line.trim_end_matches(['\n', '\r']).len();
                let stop = self.source.floor_char_boundary((at + length).min(frame.span.end));
                places.push(Span::new(at.min(stop), stop));
                at += line.len();
            }
        }
        places
    }

    /// A group keeps its language and direction on its only block, or as a group; without them it is not needed.
    fn group(&mut self, mut frame: Frame) {
        if matches!(frame.kind, Kind::Summary) {
            trim(&mut frame.inlines);
            if !frame.inlines.is_empty() {
                let content = vec![Inline::Strong(frame.inlines)];
                self.block(BlockKind::Paragraph(content), frame.span);
            }
            return;
        }
        if matches!(frame.kind, Kind::Figure) {
            caption_figure(&mut frame);
        }
        match <[Block; 1]>::try_from(frame.blocks) {
            Ok([mut only]) if only.lang.is_none() && only.direction.is_none() => {
                (only.lang, only.direction) = (frame.lang, frame.direction);
                self.put(only);
            }
            Ok([only]) => self.put(only),
            Err(blocks) if frame.lang.is_none() && frame.direction.is_none() => self.loose_blocks(blocks),
            Err(blocks) if blocks.is_empty() => {}
            Err(blocks) => {
                let kind = BlockKind::Group(blocks);
                self.put(Block { lang: frame.lang, direction: frame.direction, ..Block::new(kind, frame.span) });
            }
        }
    }

    fn definition(&mut self, mut frame: Frame) {
        match frame.kind {
            Kind::Term => {
                trim(&mut frame.inlines);
                let list = &mut self.top().definitions;
                match list.last_mut().filter(|last| last.descriptions.is_empty()) {
                    Some(last) => last.terms.push(frame.inlines),
                    None => list.push(Definition { terms: vec![frame.inlines], descriptions: Vec::new() }),
                }
            }
            Kind::Description => {
                let list = &mut self.top().definitions;
                if list.is_empty() {
                    list.push(Definition::default());
                }
                if let Some(last) = list.last_mut() {
                    last.descriptions.push(frame.blocks);
                }
            }
            _ => {
                self.loose_blocks(frame.blocks);
                let kind = BlockKind::DefinitionList(frame.definitions);
                self.put(Block { lang: frame.lang, direction: frame.direction, ..Block::new(kind, frame.span) });
            }
        }
    }

    fn table(&mut self, mut frame: Frame) {
        match frame.kind {
            Kind::Cell { is_header, column_span, row_span } => {
                let cell = TableCell { blocks: frame.blocks, is_row_header: is_header, column_span, row_span };
                self.top().cells.push(cell);
            }
            Kind::Row => {
                let table = self.top();
                table.rows.push(SourceRow { group: table.group, ..source_row(frame.cells) });
            }
            Kind::TableHead => {
                // Markdown's head holds cells, HTML's holds rows.
                if !frame.cells.is_empty() {
                    frame.rows.push(source_row(frame.cells));
                }
                let table = self.top();
                table.group += 1;
                let group = table.group;
                table.rows.extend(frame.rows.into_iter().map(|row| SourceRow { group, in_head: true, ..row }));
                table.group += 1;
            }
            Kind::Caption => {
                trim(&mut frame.inlines);
                self.top().caption = frame.inlines;
            }
            Kind::Table(columns) => {
                self.loose_blocks(frame.blocks);
                let mut table = assemble(frame.rows, columns, frame.caption);
                let named = table.header.iter_mut().flat_map(|row| &mut row.cells);
                named.for_each(|cell| cell.is_row_header = false);
                if table.all_rows().next().is_some() {
                    let kind = BlockKind::Table(table);
                    self.put(Block { lang: frame.lang, direction: frame.direction, ..Block::new(kind, frame.span) });
                }
            }
            _ => {}
        }
    }

    fn close_inline(&mut self, frame: Frame) {
        let (span, inner) = (frame.span, frame.inlines);
        let inline = match frame.kind {
            Kind::Emphasis => Inline::Emphasis(inner),
            Kind::Strong => Inline::Strong(inner),
            Kind::Strikethrough => Inline::Strikethrough(inner),
            Kind::Superscript => Inline::Superscript(inner),
            Kind::Subscript => Inline::Subscript(inner),
            Kind::Mark => Inline::Mark(inner),
            Kind::Span => Inline::Span { lang: frame.lang, direction: frame.direction, content: inner },
            Kind::InlineCode => Inline::Code { text: plain_text(&inner), span },
            Kind::Link(target) => return self.link(target, inner, span),
            Kind::Image { path, title } => {
                let text = plain_text(&inner);
                let (alt, size) = length::of_text(&text).unwrap_or((&text, ImageSize::default()));
                let size = self.attributes_after(span.end).unwrap_or(size);
                let path = url::with_scheme(path);
                let image = ImageRef { path, alt: alt.to_owned(), size, span, ..ImageRef::default() };
                self.inline(Inline::Image(image), span);
                self.top().image_title = title;
                return;
            }
            _ => return,
        };
        self.inline(inline, span);
    }

    fn link(&mut self, target: String, content: Vec<Inline>, span: Span) {
        let target = url::with_scheme(target);
        if matches!(target.as_str(), "" | "#") {
            return self.running(span, |running| running.extend(content));
        }
        if url::is_safe(&target) {
            return self.inline(Inline::Link { target, content, span }, span);
        }
        self.links.add(span);
        self.running(span, |running| running.extend(content));
    }
}

/// A row of these cells, in no group yet.
fn source_row(cells: Vec<TableCell>) -> SourceRow {
    let is_named = cells.iter().all(|cell| cell.is_row_header);
    SourceRow { row: TableRow { cells }, is_named, ..SourceRow::default() }
}

/// Gives the caption of an HTML `figure` to its picture or table; else it is a paragraph at the end.
fn caption_figure(frame: &mut Frame) {
    let content = std::mem::take(&mut frame.caption);
    if content.is_empty() {
        return;
    }
    let captions = frame.blocks.iter_mut().find_map(|block| match &mut block.kind {
        BlockKind::Figure { caption, .. } => Some(caption),
        BlockKind::Table(table) => Some(&mut table.caption),
        _ => None,
    });
    match captions {
        Some(caption) => *caption = content,
        None => frame.blocks.push(Block::new(BlockKind::Paragraph(content), frame.span)),
    }
}

/// The lines of code, each ended by LF but for the last.
fn lines(code: &str) -> String {
    let text = clean(code).replace("\r\n", "\n");
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}
