//! Running text: pieces in the order of the page, made into paragraphs.
//!
//! In: text, breaks, pictures and references, each with the phrasing elements around it. Out: [`Inline`]s, nested.
//! White space is collapsed as CSS does (CSS Text 3, 4.1), two breaks in a row part paragraphs, and what holds no text
//! goes.

use crate::diagnostic::Span;
use crate::document::{Direction, Formula, ImageRef, Inline, Lang};
use crate::parse::inline::push_text;

/// What a phrasing element means for the text in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wrap {
    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    Mark,
    Link { target: String, span: Span },
    Span { lang: Option<Lang>, direction: Option<Direction> },
}

/// Phrasing elements of a page; each names the one around it.
#[derive(Default)]
pub(super) struct Wraps(Vec<(Wrap, Option<usize>)>);

impl Wraps {
    /// A phrasing element within another; the same meaning twice is meant once.
    pub(super) fn push(&mut self, wrap: Wrap, around: Option<usize>) -> Option<usize> {
        let is_link = matches!(wrap, Wrap::Link { .. });
        let known = self.path(around).into_iter().any(|outer| {
            let outer = &self.0[outer].0;
            *outer == wrap && !matches!(wrap, Wrap::Span { .. }) || is_link && matches!(outer, Wrap::Link { .. })
        });
        if known {
            return around;
        }
        self.0.push((wrap, around));
        Some(self.0.len() - 1)
    }

    /// Whether it is within a link to something other than a picture.
    pub(super) fn leads_elsewhere(&self, innermost: Option<usize>) -> bool {
        const PICTURES: [&str; 8] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp"];
        let is_picture = |target: &str| {
            let path = target.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
            PICTURES.iter().any(|ending| path.ends_with(ending))
        };
        let mut around = self.path(innermost).into_iter().map(|at| &self.0[at].0);
        around.any(|wrap| matches!(wrap, Wrap::Link { target, .. } if !is_picture(target)))
    }

    /// From the outermost element to the given one.
    fn path(&self, innermost: Option<usize>) -> Vec<usize> {
        let mut path: Vec<usize> = std::iter::successors(innermost, |&at| self.0[at].1).collect();
        path.reverse();
        path
    }
}

/// A part of running text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Atom {
    Text { text: String, span: Span },
    Code { text: String, span: Span },
    Break,
    Image { image: ImageRef, title: String },
    Math(Formula),
    Reference { label: String, span: Span },
}

/// A part of running text and the innermost phrasing element around it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) atom: Atom,
    pub(super) wrap: Option<usize>,
}

/// The paragraphs of running text, none of them empty.
pub(super) fn paragraphs(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut paragraphs = vec![Vec::new()];
    let mut breaks = 0;
    for piece in collapsed(pieces) {
        if piece.atom == Atom::Break {
            breaks += 1;
            continue;
        }
        if breaks > 1 {
            paragraphs.push(Vec::new());
        }
        let Some(paragraph) = paragraphs.last_mut() else { continue };
        if breaks == 1 && !paragraph.is_empty() {
            paragraph.push(Piece { atom: Atom::Break, wrap: None });
        }
        breaks = 0;
        paragraph.push(piece);
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Pieces with their white space as it is shown: none at the ends of lines, else one space.
fn collapsed(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let (mut at_line_start, mut after_space) = (true, false);
    for mut piece in pieces {
        match &mut piece.atom {
            Atom::Text { text, .. } => {
                let shown = if at_line_start { text.trim_start_matches(is_blank) } else { text.as_str() };
                *text = collapse(shown, after_space);
                if text.is_empty() {
                    continue;
                }
                (at_line_start, after_space) = (false, text.ends_with(' '));
            }
            Atom::Break => {
                trim_end(&mut out);
                (at_line_start, after_space) = (true, false);
            }
            _ => (at_line_start, after_space) = (false, false),
        }
        out.push(piece);
    }
    trim_end(&mut out);
    out
}

/// Takes the blanks from the end of the line that ends here.
fn trim_end(pieces: &mut Vec<Piece>) {
    while let Some(Piece { atom: Atom::Text { text, .. }, .. }) = pieces.last_mut() {
        text.truncate(text.trim_end_matches(is_blank).len());
        if !text.is_empty() {
            break;
        }
        pieces.pop();
    }
}

/// Runs of white space as one space; none at the start where one stands before.
fn collapse(text: &str, after_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = after_space;
    for c in text.chars() {
        if c.is_ascii_whitespace() {
            if !space {
                out.push(' ');
            }
            space = true;
        } else {
            out.push(c);
            space = false;
        }
    }
    out
}

/// What shows nothing at the end of a line, no-break spaces among it.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

impl Wraps {
    /// Pieces as inlines, each within the elements around it.
    pub(super) fn nest(&self, pieces: Vec<Piece>) -> Vec<Inline> {
        let placed: Vec<(Vec<usize>, Atom)> = pieces
            .into_iter()
            .map(|piece| {
                let mut path = self.path(piece.wrap);
                if matches!(piece.atom, Atom::Reference { .. }) {
                    path.retain(|&at| !matches!(self.0[at].0, Wrap::Superscript | Wrap::Link { .. }));
                }
                (path, piece.atom)
            })
            .collect();
        self.level(&placed, 0)
    }

    fn level(&self, pieces: &[(Vec<usize>, Atom)], depth: usize) -> Vec<Inline> {
        let mut out = Vec::new();
        for group in pieces.chunk_by(|one, other| one.0.get(depth).is_some_and(|wrap| Some(wrap) == other.0.get(depth)))
        {
            match group[0].0.get(depth) {
                Some(&wrap) => out.push(wrapped(&self.0[wrap].0, self.level(group, depth + 1))),
                None => push_atom(&mut out, &group[0].1),
            }
        }
        out
    }
}

fn wrapped(wrap: &Wrap, content: Vec<Inline>) -> Inline {
    match wrap {
        Wrap::Emphasis => Inline::Emphasis(content),
        Wrap::Strong => Inline::Strong(content),
        Wrap::Strikethrough => Inline::Strikethrough(content),
        Wrap::Superscript => Inline::Superscript(content),
        Wrap::Subscript => Inline::Subscript(content),
        Wrap::Mark => Inline::Mark(content),
        Wrap::Link { target, span } => Inline::Link { target: target.clone(), content, span: *span },
        Wrap::Span { lang, direction } => Inline::Span { lang: lang.clone(), direction: *direction, content },
    }
}

fn push_atom(content: &mut Vec<Inline>, atom: &Atom) {
    match atom {
        Atom::Text { text, span } => push_text(content, text, *span),
        Atom::Code { text, span } => content.push(Inline::Code { text: text.clone(), span: *span }),
        Atom::Math(formula) => content.push(Inline::Math(formula.clone())),
        Atom::Break => content.push(Inline::LineBreak),
        Atom::Image { image, .. } => content.push(Inline::Image(image.clone())),
        Atom::Reference { label, span } => {
            content.push(Inline::FootnoteReference { label: label.clone(), span: *span });
        }
    }
}
