//! Inlines as one text, and isolates of that text put back into them.
//!
//! [`Flat`] holds the letters of a run of inlines, with an object character for anything that is not text, and the
//! ranges of its emphases and links. [`wrap`] puts [`Inline::Span`]s around the isolates in the run.

use std::ops::Range;

use super::class::is_rtl;
use super::tokens::{Isolate, OBJECT};
use crate::diagnostic::Span;
use crate::document::{Direction, Inline};

/// The letters of a run.
#[derive(Default)]
pub(super) struct Flat {
    pub(super) text: String,
    /// Emphases, links and the like, sorted by their starts, outer ones first.
    pub(super) elements: Vec<Range<usize>>,
}

impl Flat {
    /// The letters of inlines.
    pub(super) fn of(content: &[Inline]) -> Flat {
        let mut flat = Flat::default();
        flat.push(content);
        flat
    }

    fn push(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text { text, .. } => self.text.push_str(text),
                inline if is_object(inline) => self.text.push(OBJECT),
                Inline::Anchor { .. } | Inline::PageBreak { .. } => {}
                other => {
                    let (index, start) = (self.elements.len(), self.text.len());
                    self.elements.push(start..start);
                    self.push(other.children());
                    self.elements[index].end = self.text.len();
                }
            }
        }
    }
}

/// Whether an inline is not text of the run, or is already isolated.
fn is_object(inline: &Inline) -> bool {
    matches!(inline, Inline::Span { .. }) || !matches!(inline, Inline::Text { .. }) && is_leaf(inline)
}

fn is_leaf(inline: &Inline) -> bool {
    matches!(
        inline,
        Inline::Code { .. } | Inline::Image(_) | Inline::Math(_) | Inline::LineBreak | Inline::FootnoteReference { .. }
    )
}

fn length(inline: &Inline) -> usize {
    match inline {
        Inline::Text { text, .. } => text.len(),
        inline if is_object(inline) => OBJECT.len_utf8(),
        other => other.children().iter().map(length).sum(),
    }
}

/// Puts spans around the isolates of a run; they are sorted and lie apart.
pub(super) fn wrap(content: &mut Vec<Inline>, isolates: &[Isolate]) {
    if !isolates.is_empty() {
        let old = std::mem::take(content);
        *content = Wrapper { isolates, next: 0, at: 0 }.run(old);
    }
}

struct Wrapper<'a> {
    isolates: &'a [Isolate],
    /// The first isolate that is not yet closed.
    next: usize,
    /// Offset of the next inline.
    at: usize,
}

impl Wrapper<'_> {
    fn run(&mut self, content: Vec<Inline>) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::with_capacity(content.len() + 2);
        let mut open: Option<Vec<Inline>> = None;
        let end = self.at + content.iter().map(length).sum::<usize>();
        for inline in content {
            match inline {
                Inline::Text { text, span } => self.text(&text, span, &mut out, &mut open),
                inline if is_object(&inline) => {
                    self.at += OBJECT.len_utf8();
                    open.as_mut().unwrap_or(&mut out).push(inline);
                }
                other => self.element(other, end, &mut out, &mut open),
            }
            self.close(&mut out, &mut open);
        }
        // An isolate that extends beyond the element it began in was opened around that element; the rest ends here.
        if let Some(inner) = open {
            self.finish(inner, &mut out);
        }
        out
    }

    /// An element within an isolate, or with isolates in it. An isolate that crosses one end of the element is extended
    /// to all of it, if that adds no letters of the other direction.
    fn element(&mut self, mut inline: Inline, end: usize, out: &mut Vec<Inline>, open: &mut Option<Vec<Inline>>) {
        let (start, stop) = (self.at, self.at + length(&inline));
        let reaches_over = |isolate: &Isolate| (start..stop).contains(&isolate.range.start) && isolate.range.end > stop;
        let over = self.isolates[self.next..]
            .iter()
            .take_while(|isolate| isolate.range.start < stop)
            .find(|i| reaches_over(i));
        if open.is_none() && over.is_some_and(|isolate| isolate.range.end <= end && !holds_rtl(&inline)) {
            while !reaches_over(&self.isolates[self.next]) {
                self.next += 1;
            }
            *open = Some(Vec::new());
        }
        if let Some(inner) = open {
            self.at = stop;
            return inner.push(inline);
        }
        if let Some(children) = inline.children_mut() {
            let old = std::mem::take(children);
            *children = self.run(old);
        }
        out.push(inline);
    }

    /// Text, cut where isolates begin and end.
    fn text(&mut self, text: &str, span: Span, out: &mut Vec<Inline>, open: &mut Option<Vec<Inline>>) {
        let base = self.at;
        let is_exact = span.end - span.start == text.len();
        let piece = |from: usize, to: usize| Inline::Text {
            text: text[from..to].to_owned(),
            span: if is_exact { Span::new(span.start + from, span.start + to) } else { span },
        };
        while self.at < base + text.len() {
            self.close(out, open);
            let isolate = self.isolates.get(self.next).map(|isolate| isolate.range.clone());
            let rest = base + text.len();
            let stop = match (&isolate, open.is_some()) {
                (Some(range), true) => range.end.min(rest),
                (Some(range), false) if range.start <= self.at => {
                    *open = Some(Vec::new());
                    continue;
                }
                (Some(range), false) => range.start.min(rest),
                (None, _) => rest,
            };
            open.as_mut().unwrap_or(out).push(piece(self.at - base, stop - base));
            self.at = stop;
        }
    }

    /// Closes the open isolate at its end, and skips isolates that could not be opened.
    fn close(&mut self, out: &mut Vec<Inline>, open: &mut Option<Vec<Inline>>) {
        while self.isolates.get(self.next).is_some_and(|isolate| isolate.range.end <= self.at) {
            match open.take() {
                Some(inner) => self.finish(inner, out),
                None => self.next += 1,
            }
        }
    }

    fn finish(&mut self, content: Vec<Inline>, out: &mut Vec<Inline>) {
        let direction = self.isolates.get(self.next).map(|isolate| isolate.direction);
        self.next += 1;
        if content.is_empty() {
            return;
        }
        out.push(Inline::Span { lang: None, direction, content });
    }
}

fn holds_rtl(inline: &Inline) -> bool {
    match inline {
        Inline::Text { text, .. } => text.contains(is_rtl),
        other => other.children().iter().any(holds_rtl),
    }
}

/// Wraps a whole run in one span.
pub(super) fn wrap_whole(content: &mut Vec<Inline>, direction: Direction) {
    let is_whole = matches!(content.as_slice(), [Inline::Span { direction: Some(own), .. }] if *own == direction);
    if !is_whole {
        let inner = std::mem::take(content);
        content.push(Inline::Span { lang: None, direction: Some(direction), content: inner });
    }
}
