//! From the events of pulldown-cmark to blocks.
//!
//! In: events and the ranges of the source they stand for. Out: a tree no deeper than [`MAX_DEPTH`]; what lies deeper
//! is put into its surroundings, so that no later stage can run out of stack. Tags of HTML open and close containers
//! like those of Markdown, within the container of Markdown that they stand in.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::frame::{Frame, Kind};
use crate::diagnostic::{Code, Diagnostic, Noticed, Span};
use crate::document::{
    Block, BlockKind, CalloutKind, ColumnAlignment, Counter, Footnote, ImageSize, Inline, ListMarker,
};
use crate::parse::inline::{clean, push_soft_break, push_text};
use crate::parse::length;
use crate::parse::math;
use crate::parse::math::prose::is_money;

/// How deep quotes, lists and mark-up may nest.
const MAX_DEPTH: usize = 128;

/// Makes blocks of events.
pub(super) struct Builder<'a> {
    /// Where the body begins in the source; events count from here.
    offset: usize,
    pub(super) source: &'a str,
    /// The containers that are open, outermost first; the first is the document.
    pub(super) frames: Vec<Frame>,
    /// For each open tag of Markdown, whether it has a frame.
    tags: Vec<bool>,
    /// An element such as `<script>` whose text is passed over until it is closed.
    pub(super) silent: Option<String>,
    /// Where elements that hide their content end next, by name, as far as it was looked for.
    pub(super) ends: BTreeMap<String, usize>,
    /// Footnotes in the order of their definition.
    pub(super) footnotes: Vec<Footnote>,
    pub(super) scripts: Noticed,
    pub(super) links: Noticed,
    deep: Noticed,
    /// Formulas that were not understood.
    formulas: Noticed,
    pub(super) queries: Noticed,
    /// Where the attributes of the last picture end.
    attributes_end: usize,
}

impl<'a> Builder<'a> {
    /// A builder for the events of `source[offset..]`.
    pub(super) fn new(source: &'a str, offset: usize) -> Builder<'a> {
        Builder {
            offset,
            source,
            frames: vec![Frame::new(Kind::Document, Span::new(offset, source.len()))],
            tags: Vec::new(),
            silent: None,
            ends: BTreeMap::new(),
            footnotes: Vec::new(),
            scripts: Noticed::default(),
            links: Noticed::default(),
            deep: Noticed::default(),
            formulas: Noticed::default(),
            queries: Noticed::default(),
            attributes_end: 0,
        }
    }

    /// Takes one event.
    pub(super) fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        let span = self.span(range.clone());
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, span),
            Event::Code(text) => self.code(&text, span),
            Event::InlineMath(text) => self.formula(&text, false, span),
            Event::DisplayMath(text) => self.formula(&text, true, span),
            Event::SoftBreak => self.running(span, |content| push_soft_break(content, span.start)),
            Event::HardBreak => self.inline(Inline::LineBreak, span),
            Event::Rule => self.block(BlockKind::ThematicBreak, span),
            Event::Html(text) => self.raw(&text, range.start + self.offset),
            Event::InlineHtml(tag) => self.html(&tag, &[(0, span.start)], span),
            Event::FootnoteReference(label) => {
                self.inline(Inline::FootnoteReference { label: label.to_string(), span }, span);
            }
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    /// Closes the document; adds what was noticed to the warnings.
    pub(super) fn finish(mut self, warnings: &mut Vec<Diagnostic>) -> (Vec<Block>, Vec<Footnote>) {
        self.close_down_to(1);
        self.top().flush();
        let scripts = self.scripts.warning(
            Code::Script,
            "scripts, styles and embedded pages are left out",
            "a book carries text only",
        );
        let links = self.links.warning(
            Code::RefusedLink,
            "a link that is neither web nor mail is left out",
            "link with https: or mailto:",
        );
        let hint = "nest quotes, lists and mark-up less than 128 deep";
        let deep = self.deep.warning(Code::NestedTooDeep, "nested too deep; set as part of what holds it", hint);
        let formulas = self.formulas.warning(Code::Formula, math::UNREAD, math::UNREAD_HINT);
        let message = "a query of a plug-in, or text for another program, is left out";
        let queries = self.queries.warning(Code::Dialect, message, "put what it shows into the text");
        warnings.extend([scripts, links, deep, formulas, queries].into_iter().flatten());
        (self.frames.swap_remove(0).blocks, self.footnotes)
    }

    /// The source's own span of an event, without line breaks at its end.
    fn span(&self, range: Range<usize>) -> Span {
        let start = range.start + self.offset;
        let text = &self.source[start..range.end + self.offset];
        let trimmed = text.trim_end_matches(['\n', '\r']);
        Span::new(start, start + if trimmed.is_empty() { text.len() } else { trimmed.len() })
    }

    /// The innermost container. The document is never closed before [`Builder::finish`].
    pub(super) fn top(&mut self) -> &mut Frame {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    pub(super) fn running(&mut self, span: Span, push: impl FnOnce(&mut Vec<Inline>)) {
        if self.silent.is_some() {
            return;
        }
        let frame = self.top();
        push(&mut frame.inlines);
        let start = frame.inline_span.map_or(span.start, |before| before.start);
        frame.inline_span = Some(Span::new(start, span.end));
    }

    pub(super) fn inline(&mut self, inline: Inline, span: Span) {
        self.running(span, |content| content.push(inline));
    }

    pub(super) fn block(&mut self, kind: BlockKind, span: Span) {
        self.top().push_block(Block::new(kind, span));
    }

    fn text(&mut self, text: &str, span: Span) {
        match self.top().kind {
            Kind::Html => self.raw(text, span.start),
            Kind::Code { .. } => {
                let frame = self.top();
                frame.lines.push((frame.text.len(), span.start));
                frame.text.push_str(text);
            }
            _ => {
                let (text, span) = self.without_attributes(text, span);
                self.running(span, |content| push_text(content, text, span));
            }
        }
    }

    /// The size in attributes in braces directly after a picture; their text is skipped.
    pub(super) fn attributes_after(&mut self, end: usize) -> Option<ImageSize> {
        const LONGEST: usize = 300;
        let rest = self.source[end..].strip_prefix('{')?;
        let inner = rest[..rest.floor_char_boundary(LONGEST)].split(['}', '\n']).next()?;
        let size = length::of_braces(inner).filter(|_| rest[inner.len()..].starts_with('}'))?;
        self.attributes_end = end + inner.len() + 2;
        Some(size)
    }

    /// The rest of a text after the attributes of a picture before it.
    fn without_attributes<'t>(&self, text: &'t str, span: Span) -> (&'t str, Span) {
        if span.start >= self.attributes_end {
            return (text, span);
        }
        let rest = text.get(self.attributes_end - span.start..).filter(|_| span.end - span.start == text.len());
        (rest.unwrap_or_default(), Span::new(self.attributes_end.min(span.end), span.end))
    }

    fn raw(&mut self, text: &str, start: usize) {
        let frame = self.top();
        frame.lines.push((frame.text.len(), start));
        frame.text.push_str(text);
    }

    /// A formula; money and what cannot be understood stay as written.
    fn formula(&mut self, text: &str, is_display: bool, span: Span) {
        let around = (self.source[..span.start].chars().next_back(), self.source[span.end..].chars().next());
        if !is_display && is_money(text, around.0, around.1) {
            let text = format!("${text}$");
            return self.running(span, |content| push_text(content, &text, span));
        }
        match math::tex(text, is_display, span) {
            Some(formula) => self.inline(Inline::Math(formula), span),
            None => {
                self.formulas.add(span);
                self.code(text, span);
            }
        }
    }

    /// Code: set left to right, as written.
    fn code(&mut self, text: &str, span: Span) {
        let text = clean(text.trim_matches(['\n', '\r'])).replace(['\n', '\r'], " ");
        self.inline(Inline::Code { text, span }, span);
    }

    fn task(&mut self, done: bool) {
        if let Some(item) = self.frames.iter_mut().rev().find(|frame| matches!(frame.kind, Kind::Item)) {
            item.task = Some(done);
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, .. } => Kind::Heading { level: level as u8, id: String::new() },
            Tag::BlockQuote(kind) => Kind::Quote(kind.map(callout)),
            Tag::CodeBlock(kind) => Kind::Code { language: language(&kind) },
            Tag::HtmlBlock => Kind::Html,
            Tag::List(None) => Kind::List { marker: ListMarker::Bullet, loose: false },
            Tag::List(Some(start)) => {
                let counter = Counter::decimal(i64::try_from(start).unwrap_or(i64::MAX));
                Kind::List { marker: ListMarker::Number(counter), loose: false }
            }
            Tag::Item => Kind::Item,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strikethrough,
            Tag::Superscript => Kind::Superscript,
            Tag::Subscript => Kind::Subscript,
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => Kind::Link(format!("mailto:{dest_url}")),
            Tag::Link { dest_url, .. } => Kind::Link(clean(&dest_url).into_owned()),
            Tag::Image { dest_url, title, .. } => {
                Kind::Image { path: clean(&dest_url).into_owned(), title: clean(&title).replace(['\r', '\n'], " ") }
            }
            Tag::FootnoteDefinition(label) => Kind::Footnote(label.to_string()),
            Tag::DefinitionList => Kind::DefinitionList,
            Tag::DefinitionListTitle => Kind::Term,
            Tag::DefinitionListDefinition => Kind::Description,
            Tag::Table(columns) => Kind::Table(columns.into_iter().map(alignment).collect()),
            Tag::TableHead => Kind::TableHead,
            Tag::TableRow => Kind::Row,
            Tag::TableCell => Kind::Cell { is_header: false, column_span: 1, row_span: 1 },
            Tag::MetadataBlock(_) => return self.tags.push(false),
        };
        if matches!(kind, Kind::Paragraph)
            && let [.., list, item] = self.frames.as_mut_slice()
            && let (Kind::List { loose, .. }, Kind::Item) = (&mut list.kind, &item.kind)
        {
            *loose = true;
        }
        let opened = self.open(Frame::new(kind, span));
        self.tags.push(opened);
    }

    /// Opens a container, if there is room for it and it stands where it may.
    pub(super) fn open(&mut self, frame: Frame) -> bool {
        // A container without a frame has parts without frames; it needs room for itself and its parts.
        let deep = match frame.kind {
            Kind::Paragraph | Kind::Heading { .. } | Kind::Code { .. } | Kind::Html => false,
            Kind::Table(_) => self.frames.len() + 3 >= MAX_DEPTH,
            Kind::List { .. } | Kind::DefinitionList => self.frames.len() + 1 >= MAX_DEPTH,
            _ => self.frames.len() >= MAX_DEPTH,
        };
        let parent = &self.top().kind;
        let fits = match frame.kind {
            Kind::Item => matches!(parent, Kind::List { .. }),
            Kind::Term | Kind::Description => matches!(parent, Kind::DefinitionList),
            Kind::TableHead => matches!(parent, Kind::Table(_)),
            Kind::Row => matches!(parent, Kind::Table(_) | Kind::TableHead),
            Kind::Cell { .. } => matches!(parent, Kind::Row | Kind::TableHead),
            _ => true,
        };
        if deep || !fits {
            self.deep.add(frame.span);
            self.top().flush();
            return false;
        }
        self.frames.push(frame);
        true
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) {
            self.silent = None;
        }
        if self.tags.pop() != Some(true) {
            return self.top().flush();
        }
        let markdown = self.frames.iter().rposition(Frame::is_markdown).unwrap_or_default().max(1);
        self.close_down_to(markdown + 1);
        // A block of HTML opens containers when it is closed: they stay.
        if let Some(frame) = self.frames.pop() {
            self.close(frame);
        }
    }

    /// Closes containers until so many are left.
    pub(super) fn close_down_to(&mut self, left: usize) {
        while self.frames.len() > left {
            let Some(frame) = self.frames.pop() else { return };
            self.close(frame);
        }
    }
}

/// The first word after a fence.
fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    match kind {
        CodeBlockKind::Fenced(info) => {
            // Pandoc and notebooks name it in braces: `{.python #id}`, `{r}`.
            let word = info.trim_start_matches(['{', '.', ' ']).split([' ', '\t', '}', ',']).next();
            word.filter(|word| !word.is_empty()).map(|word| clean(word).into_owned())
        }
        CodeBlockKind::Indented => None,
    }
}

const fn callout(kind: BlockQuoteKind) -> CalloutKind {
    match kind {
        BlockQuoteKind::Note => CalloutKind::Note,
        BlockQuoteKind::Tip => CalloutKind::Tip,
        BlockQuoteKind::Important => CalloutKind::Important,
        BlockQuoteKind::Warning => CalloutKind::Warning,
        BlockQuoteKind::Caution => CalloutKind::Caution,
    }
}

/// Left is where a line of the source's editor begins, whatever the direction of the text: `:--` means the start.
const fn alignment(alignment: Alignment) -> ColumnAlignment {
    match alignment {
        Alignment::None | Alignment::Left => ColumnAlignment::Start,
        Alignment::Center => ColumnAlignment::Center,
        Alignment::Right => ColumnAlignment::End,
    }
}
