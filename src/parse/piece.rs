//! Text that is put together from stretches of a source.
//!
//! In: stretches, each with its place, as escapes and CDATA sections interrupt them. Out: one text, and for each of its
//! places the place in the source.

use crate::diagnostic::Span;

/// A text made of stretches of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Where stretches begin that do not follow the one before them: in the text, and in the source.
    marks: Vec<(usize, usize)>,
}

impl Piece {
    /// Appends a text that begins at a place of the source.
    pub(super) fn push(&mut self, text: &str, at: usize) {
        let follows = self.marks.last().is_some_and(|&(own, source)| source + (self.text.len() - own) == at);
        if !follows && !text.is_empty() {
            self.marks.push((self.text.len(), at));
        }
        self.text.push_str(text);
    }

    /// The place in the source of a place in the text.
    pub(super) fn place(&self, offset: usize) -> usize {
        let before = self.marks.partition_point(|&(own, _)| own <= offset);
        match before.checked_sub(1).map(|index| self.marks[index]) {
            Some((own, source)) => source + (offset - own),
            None => self.marks.first().map_or(0, |&(_, source)| source),
        }
    }

    /// The stretch of the source of a stretch of the text.
    pub(super) fn span(&self, span: Span) -> Span {
        let start = self.place(span.start);
        Span::new(start, self.place(span.end).max(start))
    }

    /// Whether it shows nothing.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_the_source() {
        let mut piece = Piece::default();
        // نص &lt;b>، where each letter has two bytes.
        piece.push("نص ", 10);
        piece.push("<", 15);
        piece.push("b>", 19);
        assert_eq!(piece.text, "نص <b>");
        assert_eq!([0, 2, 5, 6, 8].map(|at| piece.place(at)), [10, 12, 15, 19, 21]);
        assert_eq!(piece.span(Span::new(5, 6)), Span::new(15, 19));
        assert_eq!(Piece::default().place(3), 0);
    }
}
