//! Where the text of a page stands in its source.
//!
//! In: a text of the tree and the line of its element. Out: its [`Span`]. The HTML parser gives lines alone, so the
//! text is looked for from that line on, behind what was found before; where it cannot be found (character references
//! in it), the place is the line's first sign.

use crate::diagnostic::Span;

/// How far a text is looked for, in bytes.
const WINDOW: usize = 1 << 18;

/// Searches may look at so many times the source's length in all.
const SEARCHES: usize = 64;

/// Letters of a text that are looked for.
const SAMPLE: usize = 24;

/// A source and how far it has been read.
pub(super) struct Places<'a> {
    source: &'a str,
    lines: Vec<usize>,
    reached: usize,
    budget: usize,
}

impl<'a> Places<'a> {
    /// Nothing of the source is read yet.
    pub(super) fn new(source: &'a str) -> Places<'a> {
        let starts = source.match_indices('\n').map(|(at, _)| at + 1);
        let lines = [0].into_iter().chain(starts).collect();
        Places { source, lines, reached: 0, budget: source.len().saturating_mul(SEARCHES) }
    }

    /// Where a line begins that is counted from 1, blanks passed over.
    pub(super) fn line(&self, number: usize) -> Span {
        let start = self.lines.get(number.saturating_sub(1)).copied().unwrap_or(self.source.len());
        let end = self.lines.get(number.max(1)).map_or(self.source.len(), |next| next - 1);
        let line = &self.source[start..end.max(start)];
        let blank = line.len() - line.trim_start().len();
        Span::new(start + blank, start + line.trim_end().len().max(blank))
    }

    /// Where a text stands that belongs to an element on a line.
    pub(super) fn find(&mut self, text: &str, line: usize) -> Span {
        let text = text.trim();
        let here = self.line(line);
        let sample: &str = match text.char_indices().take(SAMPLE).find(|&(_, c)| is_often_escaped(c)) {
            Some((end, _)) => &text[..end],
            None => &text[..text.char_indices().nth(SAMPLE).map_or(text.len(), |(end, _)| end)],
        };
        let start = self.source.floor_char_boundary(here.start.max(self.reached));
        let end = self.source.floor_char_boundary((start + WINDOW).min(self.source.len()));
        if sample.is_empty() || self.budget == 0 {
            return Span::new(here.start, here.start);
        }
        let found = self.source[start..end].find(sample);
        self.budget = self.budget.saturating_sub(found.unwrap_or(end - start) + sample.len());
        let Some(at) = found.map(|at| start + at) else { return Span::new(here.start, here.start) };
        let length = if self.source[at..].starts_with(text) { text.len() } else { sample.len() };
        self.reached = at + length;
        Span::new(at, at + length)
    }

    /// Where an attribute's value stands.
    pub(super) fn find_value(&mut self, value: &str, line: usize) -> Span {
        let before = self.reached;
        let span = self.find(value, line);
        self.reached = before.max(span.start);
        span
    }
}

fn is_often_escaped(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"' | '\'' | '\u{A0}' | '\u{200B}'..='\u{200F}' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_in_order() {
        let source = "<p>سوق\n <b>سوق &amp; دار</b>";
        let mut places = Places::new(source);
        let shown = |span: Span| (span.start, &source[span.start..span.end]);
        assert_eq!(shown(places.find("سوق", 1)), (3, "سوق"));
        assert_eq!(shown(places.find("سوق & دار", 2)), (14, "سوق "));
        assert_eq!(shown(places.find("لا يوجد", 2)), (11, ""));
        assert_eq!(places.line(9), Span::new(source.len(), source.len()));
    }
}
