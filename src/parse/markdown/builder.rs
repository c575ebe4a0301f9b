//! From the events of pulldown-cmark to blocks.
//!
//! In: events and the ranges of the source they stand for. Out: a tree no deeper than [`MAX_DEPTH`]; what lies deeper
//! is put into its surroundings, so that no later stage can run out of stack.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::frame::{Frame, Kind, Noticed, paragraph};
use super::{html, url};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Block, BlockKind, ImageRef, Inline, List, ListItem, ListMarker, plain_text};
use crate::parse::inline::{clean, push_soft_break, push_text};

/// How deep quotes, lists and mark-up may nest.
const MAX_DEPTH: usize = 128;

/// Makes blocks of events.
pub(super) struct Builder<'a> {
    /// Where the body begins in the source; events count from here.
    offset: usize,
    source: &'a str,
    /// The containers that are open, outermost first; the first is the document.
    frames: Vec<Frame>,
    /// For each open tag, whether it has a frame.
    tags: Vec<bool>,
    /// An element such as `<script>` whose text is passed over until it is closed.
    silent: Option<String>,
    html: Noticed,
    links: Noticed,
    deep: Noticed,
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
            html: Noticed::default(),
            links: Noticed::default(),
            deep: Noticed::default(),
        }
    }

    /// Takes one event.
    pub(super) fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        let span = self.span(range);
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, span),
            Event::Code(text) => {
                let text = clean(&text).into_owned();
                self.inline(Inline::Code { text, span }, span);
            }
            Event::SoftBreak => self.running(span, |content| push_soft_break(content, span.start)),
            Event::HardBreak => self.inline(Inline::LineBreak, span),
            Event::Rule => self.block(BlockKind::ThematicBreak, span),
            Event::Html(text) => self.top().text.push_str(&text),
            Event::InlineHtml(tag) => self.inline_html(&tag, span),
            _ => {}
        }
    }

    /// Closes the document; adds what was noticed to the warnings.
    pub(super) fn finish(mut self, warnings: &mut Vec<Diagnostic>) -> Vec<Block> {
        self.top().flush();
        let html = self.html.warning("HTML is not carried over, only the text in it", "write it as Markdown");
        let links =
            self.links.warning("a link that is neither web nor mail is left out", "link with https: or mailto:");
        let hint = "nest quotes, lists and mark-up less than 128 deep";
        let deep = self.deep.warning("nested too deep; set as part of what holds it", hint);
        warnings.extend([html, links, deep].into_iter().flatten());
        self.frames.swap_remove(0).blocks
    }

    /// The source's own span of an event, without line breaks at its end.
    fn span(&self, range: Range<usize>) -> Span {
        let start = range.start + self.offset;
        let text = &self.source[start..range.end + self.offset];
        let trimmed = text.trim_end_matches(['\n', '\r']);
        Span::new(start, start + if trimmed.is_empty() { text.len() } else { trimmed.len() })
    }

    /// The innermost container. The document is never closed before [`Builder::finish`].
    fn top(&mut self) -> &mut Frame {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn running(&mut self, span: Span, push: impl FnOnce(&mut Vec<Inline>)) {
        let frame = self.top();
        push(&mut frame.inlines);
        let start = frame.inline_span.map_or(span.start, |before| before.start);
        frame.inline_span = Some(Span::new(start, span.end));
    }

    fn inline(&mut self, inline: Inline, span: Span) {
        self.running(span, |content| content.push(inline));
    }

    fn block(&mut self, kind: BlockKind, span: Span) {
        self.top().push_block(Block::new(kind, span));
    }

    fn text(&mut self, text: &str, span: Span) {
        if matches!(self.top().kind, Kind::Code { .. } | Kind::Html) {
            self.top().text.push_str(text);
        } else if self.silent.is_none() {
            self.running(span, |content| push_text(content, text, span));
        }
    }

    fn inline_html(&mut self, tag: &str, span: Span) {
        let name = html::tag_name(tag);
        if name == "br" {
            return self.inline(Inline::LineBreak, span);
        }
        self.html.add(span);
        if tag.starts_with("</") {
            self.silent.take_if(|silent| *silent == name);
        } else if html::is_silent(&name) && !tag.ends_with("/>") {
            self.silent.get_or_insert(name);
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, .. } => Kind::Heading(level as u8),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(kind) => Kind::Code { language: language(&kind) },
            Tag::HtmlBlock => Kind::Html,
            Tag::List(start) => {
                let marker = start.map_or(ListMarker::Bullet, |start| ListMarker::Number { start });
                Kind::List { marker, loose: false }
            }
            Tag::Item => Kind::Item,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => Kind::Link(format!("mailto:{dest_url}")),
            Tag::Link { dest_url, .. } => Kind::Link(clean(&dest_url).into_owned()),
            Tag::Image { dest_url, title, .. } => {
                Kind::Image { path: clean(&dest_url).into_owned(), title: clean(&title).replace(['\r', '\n'], " ") }
            }
            _ => return self.tags.push(false),
        };
        self.open(kind, span);
    }

    fn open(&mut self, kind: Kind, span: Span) {
        // A list without a frame has items without frames; a list needs room for itself and its items.
        let room = match kind {
            Kind::List { .. } => self.frames.len() + 1 < MAX_DEPTH,
            Kind::Item => matches!(self.top().kind, Kind::List { .. }),
            Kind::Quote | Kind::Emphasis | Kind::Strong | Kind::Link(_) | Kind::Image { .. } => {
                self.frames.len() < MAX_DEPTH
            }
            _ => true,
        };
        if !room {
            self.deep.add(span);
        }
        if matches!(kind, Kind::Paragraph)
            && let [.., list, item] = self.frames.as_mut_slice()
            && let (Kind::List { loose, .. }, Kind::Item) = (&mut list.kind, &item.kind)
        {
            *loose = true;
        }
        self.tags.push(room);
        if room {
            self.frames.push(Frame::new(kind, span));
        } else {
            self.top().flush();
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) {
            self.silent = None;
        }
        if self.tags.pop() != Some(true) {
            return self.top().flush();
        }
        let Some(frame) = self.frames.pop() else { return };
        self.close(frame);
    }

    fn close(&mut self, mut frame: Frame) {
        let span = frame.span;
        match frame.kind {
            Kind::Document => {}
            Kind::Quote => {
                frame.flush();
                self.block(BlockKind::Quote(frame.blocks), span);
            }
            Kind::Item => {
                frame.flush();
                self.top().items.push(ListItem { blocks: frame.blocks, span, task: None });
            }
            Kind::List { marker, loose } => {
                self.block(BlockKind::List(List { marker, tight: !loose, items: frame.items }), span);
            }
            Kind::Paragraph if frame.inlines.is_empty() => {}
            Kind::Paragraph => {
                let block = paragraph(frame.inlines, &frame.image_title, span);
                self.top().push_block(block);
            }
            Kind::Heading(_) if frame.inlines.is_empty() => {}
            Kind::Heading(level) => {
                self.block(BlockKind::Heading { level, id: String::new(), content: frame.inlines }, span);
            }
            Kind::Code { language } => {
                self.block(BlockKind::Code { language, text: lines(&frame.text) }, span);
            }
            Kind::Html => self.html_block(&frame.text, span),
            Kind::Emphasis => self.inline(Inline::Emphasis(frame.inlines), span),
            Kind::Strong => self.inline(Inline::Strong(frame.inlines), span),
            Kind::Link(target) => self.link(target, frame.inlines, span),
            Kind::Image { path, title } => {
                let alt = plain_text(&frame.inlines);
                self.inline(Inline::Image(ImageRef { path, alt, span }), span);
                self.top().image_title = title;
            }
        }
    }

    fn link(&mut self, target: String, content: Vec<Inline>, span: Span) {
        if url::is_safe(&target) {
            return self.inline(Inline::Link { target, content, span }, span);
        }
        self.links.add(span);
        self.running(span, |running| running.extend(content));
    }

    fn html_block(&mut self, text: &str, span: Span) {
        self.html.add(span);
        for paragraph in html::paragraphs(text) {
            let mut content = Vec::new();
            push_text(&mut content, &paragraph, span);
            self.block(BlockKind::Paragraph(content), span);
        }
    }
}

/// The lines of code, each ended by LF but for the last.
fn lines(code: &str) -> String {
    let text = clean(code).replace("\r\n", "\n");
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}

/// The first word after a fence.
fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    match kind {
        CodeBlockKind::Fenced(info) => info.split_whitespace().next().map(|word| clean(word).into_owned()),
        CodeBlockKind::Indented => None,
    }
}
