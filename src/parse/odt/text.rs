//! The running text of a paragraph (OpenDocument 1.3-3, 6).

use super::frames::Aside;
use super::{Reader, plain};
use crate::diagnostic::Span;
use crate::document::Inline;
use crate::parse::inline::push_text;
use crate::parse::markdown::is_safe;
use crate::parse::office::look::{Look, merged};
use crate::parse::office::notices::Notice;
use crate::parse::office::symbols;
use crate::parse::xml::Element;

/// Most spaces that one element may stand for.
const MOST_SPACES: usize = 100;

impl<'a> Reader<'a> {
    /// Takes the children of a paragraph, a stretch of it or a link.
    pub(super) fn inlines(&mut self, children: &'a [Element], look: Look, content: &mut Vec<Inline>) {
        children.iter().for_each(|child| self.inline(child, look, content));
    }

    fn inline(&mut self, child: &'a Element, look: Look, content: &mut Vec<Inline>) {
        match child.name.as_str() {
            "" => self.text(&child.text, look, content),
            "s" => {
                let count = child.attr("c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                self.letters(&" ".repeat(count.min(MOST_SPACES)), look, content);
            }
            "tab" => self.letters(" ", look, content),
            "line-break" => {
                self.text_of_source.push(' ');
                content.push(Inline::LineBreak);
            }
            "span" => self.span(child, look, content),
            "a" => self.link(child, look, content),
            "note" => self.note(child, content),
            "bookmark" | "bookmark-start" | "reference-mark" | "reference-mark-start" => self.anchor(child, content),
            "bookmark-ref" | "reference-ref" | "sequence-ref" | "note-ref" => self.reference(child, look, content),
            "annotation" => self.notices.add(Notice::Comment, self.here()),
            "ruby" => self.ruby(child, look, content),
            "placeholder" => self.notices.add(Notice::Placeholder, self.here()),
            "hidden-text" if child.attr("is-hidden") == Some("true") => self.hide(child),
            "hidden-text" => self.letters(child.attr("string-value").unwrap_or_default(), look, content),
            "frame" | "custom-shape" | "rect" | "line" | "g" | "ellipse" | "circle" | "path" | "polygon"
            | "control" | "connector" => self.drawing(child, content),
            "annotation-end"
            | "bookmark-end"
            | "reference-mark-end"
            | "change"
            | "change-start"
            | "change-end"
            | "soft-page-break"
            | "alphabetical-index-mark"
            | "toc-mark"
            | "user-index-mark"
            | "script" => {}
            // Fields show what they last showed; other wrappers are transparent.
            _ => self.inlines(&child.children, look, content),
        }
    }

    fn span(&mut self, span: &'a Element, around: Look, content: &mut Vec<Inline>) {
        let look = self.styles.look(span).or(around);
        if look.hidden == Some(true) {
            return self.hide(span);
        }
        self.inlines(&span.children, look, content);
    }

    pub(super) fn hide(&mut self, element: &Element) {
        let words = plain(element).split_whitespace().count();
        self.notices.add_many(Notice::Hidden, self.here(), words);
    }

    /// Text of the file: white space in it counts as one space (6.1.2).
    fn text(&mut self, text: &str, look: Look, content: &mut Vec<Inline>) {
        let mut words = String::with_capacity(text.len());
        for character in text.chars() {
            if matches!(character, ' ' | '\t' | '\n' | '\r') {
                if !words.ends_with(' ') {
                    words.push(' ');
                }
            } else {
                words.push(character);
            }
        }
        self.letters(&words, look, content);
    }

    fn letters(&mut self, text: &str, look: Look, content: &mut Vec<Inline>) {
        let mut text = text.to_owned();
        let unknown = symbols::resolve(&mut text, look.font.flatten());
        self.notices.add_many(Notice::Symbol, self.here(), unknown);
        if look.caps == Some(true) {
            text = text.to_uppercase();
        }
        let start = self.text_of_source.len();
        self.text_of_source.push_str(&text);
        let mut inner = Vec::new();
        push_text(&mut inner, &text, Span::new(start, self.text_of_source.len()));
        content.extend(look.around(inner, self.in_link));
    }

    /// A line of the file's text that no paragraph has.
    pub(super) fn line(&mut self, text: &str) -> Vec<Inline> {
        let mut content = Vec::new();
        if !text.trim().is_empty() {
            self.text(text.trim(), Look::default(), &mut content);
            self.text_of_source.push('\n');
        }
        content
    }

    fn link(&mut self, link: &'a Element, look: Look, content: &mut Vec<Inline>) {
        let href = link.attr("href").unwrap_or_default();
        let target = match href.strip_prefix('#') {
            Some(name) => format!("#{}", without_kind(name)),
            None => href.to_owned(),
        };
        self.linked(target, &link.children, look, content);
    }

    fn linked(&mut self, target: String, children: &'a [Element], look: Look, content: &mut Vec<Inline>) {
        let start = self.here().start;
        let mut inner = Vec::new();
        let around = std::mem::replace(&mut self.in_link, true);
        self.inlines(children, look, &mut inner);
        self.in_link = around;
        let span = Span::new(start, self.here().start);
        if inner.is_empty() || target.is_empty() || !is_safe(&target) {
            if !inner.is_empty() && !target.is_empty() {
                self.notices.add(Notice::Link, span);
            }
            return content.extend(inner);
        }
        content.push(Inline::Link { target, content: merged(inner), span });
    }

    fn anchor(&mut self, mark: &Element, content: &mut Vec<Inline>) {
        if let Some(id) = mark.attr("name").filter(|name| self.targets.contains(*name)) {
            content.push(Inline::Anchor { id: id.to_owned(), span: self.here() });
        }
    }

    /// A reference to a place, by its text or the number of its page.
    fn reference(&mut self, reference: &'a Element, look: Look, content: &mut Vec<Inline>) {
        if reference.attr("reference-format") == Some("page") {
            self.notices.add(Notice::PageReference, self.here());
        }
        match reference.attr("ref-name").filter(|_| reference.name != "note-ref" && reference.name != "sequence-ref") {
            Some(name) => self.linked(format!("#{name}"), &reference.children, look, content),
            None => self.inlines(&reference.children, look, content),
        }
    }

    fn note(&mut self, note: &'a Element, content: &mut Vec<Inline>) {
        if note.child("note-citation").is_some_and(|citation| citation.attr("label").is_some()) {
            self.notices.add(Notice::Mark, self.here());
        }
        self.notes.push(note);
        content.push(Inline::FootnoteReference { label: self.notes.len().to_string(), span: self.here() });
    }

    /// A word with its reading: the reading in brackets, as HTML shows where there is no room above.
    fn ruby(&mut self, ruby: &'a Element, look: Look, content: &mut Vec<Inline>) {
        let part = |name: &str| ruby.child(name).map(|part| part.children.as_slice()).unwrap_or_default();
        self.inlines(part("ruby-base"), look, content);
        let mut reading = Vec::new();
        if part("ruby-text").iter().all(|text| plain(text).trim().is_empty()) {
            return;
        }
        self.letters(" (", look, &mut reading);
        self.inlines(part("ruby-text"), look, &mut reading);
        self.letters(")", look, &mut reading);
        content.extend(reading);
    }

    /// A drawing in the line: pictures and formulas stay there, everything else is set behind the paragraph.
    fn drawing(&mut self, drawing: &'a Element, content: &mut Vec<Inline>) {
        let (before, seen) = (content.len(), self.aside.len());
        self.frame(drawing, content);
        let is_empty = content.len() == before && self.aside.len() == seen;
        if is_empty && drawing.name != "frame" && drawing.name != "g" {
            let text = plain(drawing);
            match text.trim() {
                "" => self.notices.add(Notice::Shape, self.here()),
                _ => self.aside.push(Aside::Box(drawing)),
            }
        }
    }
}

/// The name of a place without its kind, which LibreOffice writes after it: `الورق|outline`.
pub(super) fn without_kind(name: &str) -> &str {
    const KINDS: [&str; 7] = ["outline", "region", "table", "frame", "graphic", "ole", "text"];
    match name.rsplit_once('|') {
        Some((name, kind)) if KINDS.contains(&kind) => {
            name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
        }
        _ => name,
    }
}
