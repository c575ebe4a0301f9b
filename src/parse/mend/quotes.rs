//! Quotation marks as Arabic books have them.
//!
//! In: blocks. Out: `"…"` and “…” as «…», and as “…” within «…». Code is left alone, and so is a run of text whose
//! straight marks do not come in pairs.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Block, Inline, Metadata, plain_text};
use crate::parse::inline::push_text;
use crate::parse::walk;

/// Which side of a quotation a mark stands at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
}

/// Turns the quotation marks of all blocks; a note tells how many.
pub(in crate::parse) fn arabic_quotes<'a>(all: impl Iterator<Item = &'a mut [Block]>) -> Option<Diagnostic> {
    let mut tally = Tally::default();
    for blocks in all {
        walk::runs(blocks, &mut |run| turn(run, &mut tally));
    }
    let Tally { first, count } = tally;
    first.map(|span| {
        Diagnostic::note(Code::Quotes, span, format!("quotation marks turned into «» ({count}, the first here)"))
    })
}

/// Turns the quotation marks of title, subtitle and description.
pub(in crate::parse) fn arabic_quotes_of_metadata(metadata: &mut Metadata) {
    let texts = [Some(&mut metadata.title), metadata.subtitle.as_mut(), metadata.description.as_mut()];
    for text in texts.into_iter().flatten() {
        let mut run = vec![Inline::Text { text: std::mem::take(text), span: Span::default() }];
        turn(&mut run, &mut Tally::default());
        *text = plain_text(&run);
    }
}

fn turn(run: &mut Vec<Inline>, tally: &mut Tally) {
    let paired = straight_marks(run).is_multiple_of(2);
    State { depth: 0, open: false, paired, tally }.turn(run);
}

#[derive(Default)]
struct Tally {
    first: Option<Span>,
    count: usize,
}

fn straight_marks(run: &[Inline]) -> usize {
    let marks = |inline: &Inline| match inline {
        Inline::Text { text, .. } => text.matches('"').count(),
        other => straight_marks(other.children()),
    };
    run.iter().map(marks).sum()
}

struct State<'a> {
    /// How many quotations are open.
    depth: usize,
    /// Whether a straight mark is open.
    open: bool,
    paired: bool,
    tally: &'a mut Tally,
}

impl State<'_> {
    fn turn(&mut self, run: &mut Vec<Inline>) {
        let mut turned = Vec::with_capacity(run.len());
        for mut inline in run.drain(..) {
            if let Some(inner) = inline.children_mut() {
                self.turn(inner);
            }
            match inline {
                Inline::Text { text, span } => self.text(&text, span, &mut turned),
                other => turned.push(other),
            }
        }
        *run = turned;
    }

    fn text(&mut self, text: &str, span: Span, out: &mut Vec<Inline>) {
        let exact = span.end - span.start == text.len();
        let place = |from: usize, to: usize| if exact { Span::new(span.start + from, span.start + to) } else { span };
        let mut copied = 0;
        for (at, c) in text.char_indices() {
            let Some(side) = self.side(c) else { continue };
            let end = at + c.len_utf8();
            let new = self.mark(side);
            if new == c {
                continue;
            }
            push_text(out, &text[copied..at], place(copied, at));
            out.push(Inline::Text { text: new.into(), span: place(at, end) });
            self.tally.first.get_or_insert(place(at, end));
            self.tally.count += 1;
            copied = end;
        }
        push_text(out, &text[copied..], place(copied, text.len()));
    }

    fn side(&mut self, c: char) -> Option<Side> {
        match c {
            '“' | '„' | '«' => Some(Side::Open),
            '”' | '»' => Some(Side::Close),
            '"' if self.paired => {
                self.open = !self.open;
                Some(if self.open { Side::Open } else { Side::Close })
            }
            _ => None,
        }
    }

    fn mark(&mut self, side: Side) -> char {
        if side == Side::Close {
            self.depth = self.depth.saturating_sub(1);
        }
        let outer = self.depth == 0;
        if side == Side::Open {
            self.depth += 1;
        }
        match (side, outer) {
            (Side::Open, true) => '«',
            (Side::Close, true) => '»',
            (Side::Open, false) => '“',
            (Side::Close, false) => '”',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    fn check(text: &str, expected: &str) {
        let mut content = Vec::new();
        push_text(&mut content, text, Span::new(0, text.len()));
        let mut blocks = [Block::new(BlockKind::Paragraph(content), Span::new(0, text.len()))];
        let told = arabic_quotes([blocks.as_mut_slice()].into_iter());
        let BlockKind::Paragraph(content) = &blocks[0].kind else { panic!() };
        assert_eq!(plain_text(content), expected);
        assert_eq!(told.is_some(), text != expected);
    }

    #[test]
    fn marks_become_arabic() {
        check("قال: \"نعم\" ثم \"لا\".", "قال: «نعم» ثم «لا».");
        check("قال: “سمعت \"نعم\" منه”.", "قال: «سمعت “نعم” منه».");
        check("«كما هو»", "«كما هو»");
        check("لوح طوله 5\"", "لوح طوله 5\"");
    }
}
