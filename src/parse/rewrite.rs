//! A text made from another with some stretches replaced, and the way back from its offsets.
//!
//! In: a text and edits in order of place. Out: the new text and [`Rewritten::source_span`], so that documents and
//! warnings made from the new text still name places of the first one.

use std::borrow::Cow;

use crate::diagnostic::Span;

/// A stretch of the new text that stands for a stretch of another length in the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edit {
    old: Span,
    new: Span,
}

/// The new text, while and after it is made.
#[derive(Clone, Debug)]
pub(super) struct Rewritten<'a> {
    source: &'a str,
    /// Empty as long as nothing was edited.
    text: String,
    edits: Vec<Edit>,
    /// How far the source is copied.
    copied: usize,
}

impl<'a> Rewritten<'a> {
    /// A text without edits so far.
    pub(super) const fn new(source: &'a str) -> Rewritten<'a> {
        Rewritten { source, text: String::new(), edits: Vec::new(), copied: 0 }
    }

    /// Replaces `old` of the source; edits must come in order and not overlap. What was edited already stays.
    pub(super) fn replace(&mut self, old: Span, new: &str) {
        if old.start < self.copied || self.source.get(old.start..old.end) == Some(new) {
            return;
        }
        self.text.push_str(&self.source[self.copied..old.start]);
        let start = self.text.len();
        self.text.push_str(new);
        self.edits.push(Edit { old, new: Span::new(start, self.text.len()) });
        self.copied = old.end;
    }

    /// Copies what is left.
    pub(super) fn finish(mut self) -> Rewritten<'a> {
        if !self.edits.is_empty() {
            self.text.push_str(&self.source[self.copied..]);
        }
        self.copied = self.source.len();
        self
    }

    /// The new text, once finished.
    pub(super) fn text(&self) -> Cow<'_, str> {
        if self.edits.is_empty() { Cow::Borrowed(self.source) } else { Cow::Borrowed(&self.text) }
    }

    /// Whether nothing was edited.
    pub(super) const fn is_unchanged(&self) -> bool {
        self.edits.is_empty()
    }

    /// The stretch of the source that a stretch of the new text stands for; whole edits where it touches one.
    pub(super) fn source_span(&self, span: Span) -> Span {
        let start = self.source_offset(span.start, false);
        Span::new(start, self.source_offset(span.end, span.end > span.start).max(start))
    }

    /// `after` takes an offset within an edit as the edit's end, and the end of an edit as belonging to it.
    fn source_offset(&self, offset: usize, after: bool) -> usize {
        let next = self.edits.partition_point(|edit| match after {
            true => edit.new.start < offset,
            false => edit.new.start <= offset,
        });
        let Some(edit) = next.checked_sub(1).map(|index| self.edits[index]) else { return offset };
        match offset {
            _ if offset >= edit.new.end && (after || offset > edit.new.start || edit.new.start == edit.new.end) => {
                edit.old.end + (offset - edit.new.end)
            }
            _ if after => edit.old.end,
            _ => edit.old.start,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back() {
        let source = "أولا ١. نص";
        let at = source.find('١').unwrap();
        let mut rewritten = Rewritten::new(source);
        rewritten.replace(Span::new(at, at + 2), "1");
        let rewritten = rewritten.finish();
        assert_eq!(rewritten.text(), "أولا 1. نص");
        let check = |new: &str, old: &str| {
            let start = rewritten.text().find(new).unwrap();
            let span = rewritten.source_span(Span::new(start, start + new.len()));
            assert_eq!(&source[span.start..span.end], old);
        };
        check("أولا", "أولا");
        check("1", "١");
        check("1.", "١.");
        check("لا 1", "لا ١");
        check("نص", "نص");
    }

    #[test]
    fn insertions_and_removals_have_a_place() {
        let mut rewritten = Rewritten::new("ab%%cd");
        rewritten.replace(Span::new(0, 0), "> ");
        rewritten.replace(Span::new(2, 4), "");
        let rewritten = rewritten.finish();
        assert_eq!(rewritten.text(), "> abcd");
        assert_eq!(rewritten.source_span(Span::new(2, 4)), Span::new(0, 2));
        assert_eq!(rewritten.source_span(Span::new(4, 6)), Span::new(4, 6));
        assert_eq!(rewritten.source_span(Span::new(0, 6)), Span::new(0, 6));
        assert!(Rewritten::new("أ").finish().is_unchanged());
    }
}
