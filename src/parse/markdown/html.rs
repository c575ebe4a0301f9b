//! HTML within Markdown.
//!
//! In: an HTML block, or one tag within a line. Out: containers opened and closed, text, pictures and breaks, as if
//! Markdown had said them (the tokens are those of the HTML Living Standard, 13.2.5). What shows nothing in a book is
//! passed over; scripts and styles never go further.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::builder::Builder;
use super::elements::{self, Element};
use super::frame::{Frame, Kind};
use crate::diagnostic::Span;
use crate::document::{BlockKind, Direction, ImageRef, Inline, are_anchors_alone};
use crate::parse::alignment::{self, Said};
use crate::parse::inline::{clean, push_text};
use crate::parse::lang::parse_lang;
use crate::parse::length;

impl Builder<'_> {
    /// Reads HTML; `lines` tell for offsets of it where they stand in the source.
    pub(super) fn html(&mut self, html: &str, lines: &[(usize, usize)], whole: Span) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let place = |span: html5gum::Span<usize>| {
            let at = |offset: usize| {
                let line = lines
                    .partition_point(|line| line.0 <= offset)
                    .checked_sub(1)
                    .map_or((0, whole.start), |i| lines[i]);
                (line.1 + (offset - line.0)).clamp(whole.start, whole.end)
            };
            Span::new(at(span.start), at(span.end).max(at(span.start)))
        };
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => self.open_tag(&tag, place(tag.span)),
                Token::EndTag(tag) => self.close_tag(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => self.html_text(&String::from_utf8_lossy(&text), place(text.span)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }

    fn open_tag(&mut self, tag: &StartTag<usize>, span: Span) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if self.silent.is_some() {
            return;
        }
        let element = elements::element(&name, tag);
        let anchor = named(&name, tag).filter(|_| !matches!(element, Element::Block(Kind::Heading { .. })));
        let anchor = anchor.filter(|_| !matches!(element, Element::Silent));
        let is_part = matches!(
            element,
            Element::Block(Kind::Item | Kind::Cell { .. } | Kind::Term | Kind::Description | Kind::Caption)
        );
        if let Some(id) = anchor.clone().filter(|_| !is_part) {
            self.anchor(id, &element, span);
        }
        match element {
            Element::Unknown => {}
            Element::Silent => {
                let is_closed = tag.self_closing || self.is_closed(&name, span.end);
                if !is_closed && tag.attributes.is_empty() {
                    // An author who writes about the element.
                    let source = self.source;
                    return self.running(span, |content| push_text(content, &source[span.start..span.end], span));
                }
                self.scripts.add(span);
                if !tag.self_closing && is_closed {
                    self.silent = Some(name);
                }
            }
            Element::LineBreak => self.inline(Inline::LineBreak, span),
            Element::RowGroup if self.in_running_text() => {}
            Element::RowGroup => {
                self.leave_inline();
                self.close_implied(&name);
                self.top().group += 1;
            }
            Element::Rule if self.in_running_text() => {}
            Element::Rule => {
                self.leave_inline();
                self.block(BlockKind::ThematicBreak, span);
            }
            Element::Image => self.image(tag, span),
            Element::Inline(_) if matches!(self.top().kind, Kind::Code { .. }) => self.in_code(tag),
            Element::Inline(kind) => {
                self.open_element(kind, name, tag, span);
            }
            Element::Block(_) if self.in_running_text() => {}
            Element::Block(kind) => {
                self.leave_inline();
                self.close_implied(&name);
                self.open_missing(&kind, span);
                self.open_element(kind, name, tag, span);
                if let Some(id) = anchor.filter(|_| is_part) {
                    self.inline(Inline::Anchor { id, span }, span);
                }
            }
        }
    }

    /// Whether an element that begins before `from` ends within its paragraph, or within the text where it stands in a
    /// block. One that does not hides nothing.
    fn is_closed(&mut self, name: &str, from: usize) -> bool {
        let running = self.frames.iter().rfind(|frame| frame.is_markdown() && !frame.kind.holds_blocks());
        let limit = running.map_or(self.source.len(), |frame| frame.span.end.max(from));
        let known = self.ends.get(name).copied().filter(|&end| end >= from);
        let end = known.or_else(|| {
            let close = format!("</{name}");
            let bytes = self.source.as_bytes();
            let is_end =
                |at: &usize| bytes[*at..].get(..close.len()).is_some_and(|b| b.eq_ignore_ascii_case(close.as_bytes()));
            self.source[from..].match_indices("</").map(|(at, _)| from + at).find(is_end)
        });
        // Without an end none is looked for again.
        self.ends.insert(name.to_owned(), end.unwrap_or(usize::MAX));
        end.is_some_and(|end| end < limit)
    }

    /// Puts the name of an element before it.
    fn anchor(&mut self, id: String, element: &Element, span: Span) {
        if matches!(self.top().kind, Kind::Code { .. }) {
            return;
        }
        if matches!(element, Element::Block(_) | Element::Rule) && !self.in_running_text() {
            self.top().flush();
        }
        self.inline(Inline::Anchor { id, span }, span);
    }

    /// An element within `pre`: only what it says of the language of the code matters.
    fn in_code(&mut self, tag: &StartTag<usize>) {
        let class = attribute(tag, "class").unwrap_or_default();
        let named = class
            .split_whitespace()
            .find_map(|word| word.strip_prefix("language-").or_else(|| word.strip_prefix("lang-")));
        if let (Kind::Code { language: language @ None }, Some(name)) = (&mut self.top().kind, named) {
            *language = Some(clean(name).into_owned());
        }
    }

    fn open_element(&mut self, kind: Kind, name: String, tag: &StartTag<usize>, span: Span) {
        let value = |key: &str| attribute(tag, key);
        let frame = Frame {
            lang: value("lang").or_else(|| value("xml:lang")).and_then(|text| parse_lang(&text)),
            direction: value("dir").and_then(|text| Direction::from_dir(text.trim())),
            alignment: match alignment::said(&name, value) {
                Some(Said::Aligned(alignment)) => Some(alignment),
                _ => None,
            },
            value: value("value").filter(|_| name == "li").and_then(|value| value.trim().parse().ok()),
            element: name,
            ..Frame::new(kind, span)
        };
        if !frame.kind.is_inline() {
            self.top().flush();
        }
        self.open(frame);
    }

    fn close_tag(&mut self, name: &str) {
        if let Some(silent) = &self.silent {
            if silent == name {
                self.silent = None;
            }
            return;
        }
        if let Some(index) = self.html_frames().rev().find(|&index| self.frames[index].element == name) {
            self.close_down_to(index);
        } else if name == "p" && !self.in_running_text() {
            self.top().flush();
        }
    }

    /// The containers that HTML opened within the innermost one of Markdown.
    fn html_frames(&self) -> std::ops::Range<usize> {
        let markdown = self.frames.iter().rposition(Frame::is_markdown).unwrap_or_default();
        markdown + 1..self.frames.len()
    }

    /// Whether the innermost container of Markdown is running text, where no block can be.
    fn in_running_text(&self) -> bool {
        let markdown = self.frames.iter().rfind(|frame| frame.is_markdown());
        markdown.is_some_and(|frame| !frame.kind.holds_blocks())
            || self.frames.last().is_some_and(|frame| {
                matches!(
                    frame.kind,
                    Kind::Heading { .. } | Kind::Term | Kind::Caption | Kind::Summary | Kind::Code { .. }
                )
            })
    }

    /// Closes inline elements that a block begins within.
    fn leave_inline(&mut self) {
        let first = self.html_frames().find(|&index| self.frames[index].kind.is_inline());
        if let Some(first) = first {
            self.close_down_to(first);
        }
    }

    /// Closes what the start of an element ends without saying so (HTML, 13.1.2.4).
    fn close_implied(&mut self, name: &str) {
        let (closed, bounds) = elements::implied_ends(name);
        let frames = self.html_frames();
        let inner = frames.rev().take_while(|&index| !bounds.contains(&self.frames[index].element.as_str()));
        let outermost = inner.filter(|&index| closed.contains(&self.frames[index].element.as_str())).last();
        if let Some(index) = outermost {
            self.close_down_to(index);
        }
    }

    /// Opens the row that a cell lacks.
    fn open_missing(&mut self, kind: &Kind, span: Span) {
        if matches!(kind, Kind::Cell { .. }) && matches!(self.top().kind, Kind::Table(_) | Kind::TableHead) {
            self.open(Frame { element: "tr".into(), ..Frame::new(Kind::Row, span) });
        }
    }

    fn html_text(&mut self, text: &str, span: Span) {
        if self.silent.is_some() {
            return;
        }
        if let Kind::Code { .. } = self.top().kind {
            self.top().text.push_str(text);
            return;
        }
        if matches!(
            self.top().kind,
            Kind::List { .. } | Kind::Table(_) | Kind::TableHead | Kind::Row | Kind::DefinitionList
        ) && text.trim_ascii().is_empty()
        {
            return;
        }
        self.running(span, |content| push_collapsed(content, text, span));
    }

    fn image(&mut self, tag: &StartTag<usize>, span: Span) {
        let value = |key: &str| attribute(tag, key).map(|text| clean(&text).replace(['\n', '\r'], " "));
        let Some(path) = value("src").filter(|path| !path.trim().is_empty()) else { return };
        let (width, height, style) = (value("width"), value("height"), value("style"));
        let sides = [width.as_deref(), height.as_deref()];
        if length::is_counter(sides) {
            return;
        }
        let alt = value("alt");
        let is_decoration = length::is_decoration(alt.as_deref(), value("role").as_deref());
        let size = length::of_html(sides[0], sides[1], style.as_deref());
        let (path, alt) = (path.trim().into(), alt.unwrap_or_default());
        self.inline(Inline::Image(ImageRef { path, alt, is_decoration, size, span }), span);
        self.top().image_title = value("title").unwrap_or_default();
    }
}

/// The name by which links may lead to an element.
fn named(name: &str, tag: &StartTag<usize>) -> Option<String> {
    let id = attribute(tag, "id").or_else(|| attribute(tag, "name").filter(|_| name == "a"))?;
    Some(clean(id.trim()).into_owned()).filter(|id| !id.is_empty())
}

/// The value of an attribute.
pub(super) fn attribute(tag: &StartTag<usize>, key: &str) -> Option<String> {
    let value = tag.attributes.get(&HtmlString::from(key.as_bytes().to_vec()))?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// Appends text with runs of ASCII white space as one space, and none where nothing stands before it.
fn push_collapsed(content: &mut Vec<Inline>, text: &str, span: Span) {
    let exact = text.len() == span.end - span.start;
    let place = |from: usize, to: usize| if exact { Span::new(span.start + from, span.start + to) } else { span };
    let mut at = 0;
    for piece in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
        let word = piece.trim_ascii_end();
        push_text(content, word, place(at, at + word.len()));
        let spaced = match content.last() {
            None | Some(Inline::LineBreak) => true,
            Some(Inline::Anchor { .. }) => are_anchors_alone(content),
            Some(Inline::Text { text, .. }) => text.ends_with(' '),
            Some(_) => false,
        };
        if word.len() < piece.len() && !spaced {
            push_text(content, " ", place(at + word.len(), at + word.len() + 1));
        }
        at += piece.len();
    }
}
