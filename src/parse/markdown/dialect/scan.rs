//! The marks of dialects in one run of inlines.
//!
//! In: inlines whose text still holds the marks. Out: inlines. Marks that open and are never closed stay letters, since
//! each is text until its end is met.

mod words;

use super::attributes::Attributes;
use super::wiki::Wiki;
use super::{Dialect, MAX_OPEN};
use crate::diagnostic::Span;
use crate::document::{Inline, plain_text};
use crate::parse::inline::push_text;
use crate::parse::markdown::url;

/// Characters that may begin or end a mark.
const SIGNS: [char; 10] = ['=', '^', '~', '[', ']', '{', '+', ':', '-', '<'];

/// The longest superscript, subscript, key or icon, in bytes.
const LONGEST: usize = 80;

/// Icons of web fonts begin with one of these.
const ICONS: [&str; 8] = ["material-", "fontawesome-", "octicons-", "simple-", "fa-", "bi-", "mdi-", "custom-"];

/// Whether a text may hold marks.
pub(super) fn has_marks(text: &str) -> bool {
    let has_pair = |pair: &str| text.contains(pair);
    text.contains(['^', '~', '{']) || ["==", "[[", "++", "]{", "--}", "<<}"].into_iter().any(has_pair) || has_name(text)
}

/// Whether a text may hold a name between colons.
fn has_name(text: &str) -> bool {
    let mut colons = text.match_indices(':').map(|(at, _)| at).peekable();
    while let Some(at) = colons.next() {
        if colons.peek().is_some_and(|&next| next - at > 1 && next - at < LONGEST) {
            return true;
        }
    }
    false
}

/// The name of a block at the beginning of a text: `^name` and nothing behind it.
pub(super) fn block_name(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix('^')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_name.then_some(name)
}

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Mark,
    Inserted,
    Note,
    Bracket,
    Wiki {
        is_embed: bool,
    },
    /// A change of CriticMarkup, by its sign.
    Change(char),
}

#[derive(Debug)]
struct Open {
    kind: Kind,
    /// The inline that holds its letters.
    index: usize,
    span: Span,
}

pub(super) struct Scan<'d, 'a> {
    dialect: &'d mut Dialect<'a>,
    is_block: bool,
    out: Vec<Inline>,
    open: Vec<Open>,
    /// The name of the block.
    name: Option<Inline>,
}

/// A text that is read.
#[derive(Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    span: Span,
    is_last: bool,
}

impl Piece<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.span.start + start, self.span.start + end)
    }
}

impl<'d, 'a> Scan<'d, 'a> {
    pub(super) fn new(dialect: &'d mut Dialect<'a>, is_block: bool) -> Scan<'d, 'a> {
        Scan { dialect, is_block, out: Vec::new(), open: Vec::new(), name: None }
    }

    pub(super) fn read(mut self, content: Vec<Inline>) -> Vec<Inline> {
        let count = content.len();
        for (index, inline) in content.into_iter().enumerate() {
            match inline {
                Inline::Text { text, span } if span.end - span.start == text.len() => {
                    self.text(Piece { text: &text, span, is_last: index + 1 == count });
                }
                other => self.out.push(other),
            }
        }
        // Marks that stayed letters are one text again with what is beside them.
        let mut whole: Vec<Inline> = self.name.take().into_iter().collect();
        for inline in self.out {
            match inline {
                Inline::Text { text, span } => push_text(&mut whole, &text, span),
                other => whole.push(other),
            }
        }
        whole
    }

    fn text(&mut self, piece: Piece<'_>) {
        let text = piece.text;
        let is_escaped = self.dialect.source[..piece.span.start].ends_with('\\');
        let mut start = 0;
        let mut at = text.chars().next().filter(|_| is_escaped).map_or(0, char::len_utf8);
        while let Some(found) = text[at..].find(SIGNS) {
            at += found;
            match self.mark(piece, start, at) {
                Some(end) => (start, at) = (end, end),
                None => at += run(&text[at..]),
            }
        }
        self.literal(piece, start, text.len());
    }

    fn literal(&mut self, piece: Piece<'_>, start: usize, end: usize) {
        let follows_mark = self.open.last().is_some_and(|open| open.index + 1 == self.out.len());
        let (text, span) = (&piece.text[start..end], piece.span(start, end));
        match follows_mark {
            true if text.is_empty() => {}
            true => self.out.push(Inline::Text { text: text.to_owned(), span }),
            false => push_text(&mut self.out, text, span),
        }
    }

    /// Reads the mark at `at`; the text since `start` is not written yet. Returns where the mark ends.
    fn mark(&mut self, piece: Piece<'_>, start: usize, at: usize) -> Option<usize> {
        let rest = &piece.text[at..];
        match rest.as_bytes()[0] {
            b'[' => self.bracket(piece, start, at),
            b']' => self.close_bracket(piece, start, at),
            b'{' => self.brace(piece, start, at),
            b'=' | b'+' | b'-' | b'<' if rest[1..].starts_with(&rest[..1]) && rest[2..].starts_with('}') => {
                let (index, content, span) = self.close(piece, (start, at, at + 3), |kind| {
                    matches!(kind, Kind::Change(sign) if sign == rest.chars().next().unwrap_or_default()
                        || (sign == '>' && rest.starts_with('<')))
                })?;
                self.changed(index, content, span);
                Some(at + 3)
            }
            b'=' if run(rest) == 2 => self.toggle(Kind::Mark, piece, start, at),
            b'^' if rest.starts_with("^[") => self.begin(Kind::Note, piece, (start, at, at + 2)),
            b'^' if run(rest) == 2 => self.toggle(Kind::Inserted, piece, start, at),
            b'^' => self.script(piece, start, at).or_else(|| self.block_name(piece, start, at)),
            b'~' if run(rest) == 1 => self.script(piece, start, at),
            b'+' if run(rest) == 2 => self.keys(piece, start, at),
            b':' => self.named(piece, start, at),
            _ => None,
        }
    }

    /// Opens something whose letters stay text until it is closed; `places` are the text not written, the letters and
    /// their end.
    fn begin(&mut self, kind: Kind, piece: Piece<'_>, places: (usize, usize, usize)) -> Option<usize> {
        let (start, at, end) = places;
        if self.open.len() >= MAX_OPEN || (kind == Kind::Note && self.open.iter().any(|open| open.kind == Kind::Note)) {
            return None;
        }
        self.literal(piece, start, at);
        let span = piece.span(at, end);
        self.open.push(Open { kind, index: self.out.len(), span });
        self.out.push(Inline::Text { text: piece.text[at..end].to_owned(), span });
        Some(end)
    }

    /// Closes the innermost open thing of a kind: its index, what it holds, and its place.
    fn close(
        &mut self,
        piece: Piece<'_>,
        places: (usize, usize, usize),
        is_wanted: impl Fn(Kind) -> bool,
    ) -> Option<(Kind, Vec<Inline>, Span)> {
        let (start, at, end) = places;
        let found = self.open.iter().rposition(|open| is_wanted(open.kind))?;
        self.literal(piece, start, at);
        self.open.truncate(found + 1);
        let open = self.open.pop()?;
        let content = self.out.split_off(open.index + 1);
        self.out.pop();
        Some((open.kind, content, Span::new(open.span.start, piece.span.start + end)))
    }

    /// A mark that opens and closes alike: `==نص==`, `^^نص^^`.
    fn toggle(&mut self, kind: Kind, piece: Piece<'_>, start: usize, at: usize) -> Option<usize> {
        let end = at + 2;
        let before = piece.text[..at].chars().next_back();
        let after = piece.text[end..].chars().next();
        let is_open = self.open.iter().any(|open| open.kind == kind);
        if is_open && before.is_none_or(|c| !c.is_whitespace()) {
            let (_, content, _) = self.close(piece, (start, at, end), |open| open == kind)?;
            match kind {
                Kind::Mark => self.out.push(Inline::Mark(content)),
                _ => self.out.extend(content),
            }
            return Some(end);
        }
        let opens = after.map_or(!piece.is_last, |c| !c.is_whitespace());
        if is_open || !opens { None } else { self.begin(kind, piece, (start, at, end)) }
    }

    fn bracket(&mut self, piece: Piece<'_>, start: usize, at: usize) -> Option<usize> {
        if !piece.text[at..].starts_with("[[") {
            return self.begin(Kind::Bracket, piece, (start, at, at + 1));
        }
        let is_embed = at > start && piece.text[..at].ends_with('!');
        let from = if is_embed { at - 1 } else { at };
        self.begin(Kind::Wiki { is_embed }, piece, (start, from, at + 2))
    }

    fn close_bracket(&mut self, piece: Piece<'_>, start: usize, at: usize) -> Option<usize> {
        let is_bracket = |kind: Kind| matches!(kind, Kind::Bracket | Kind::Note | Kind::Wiki { .. });
        let open = self.open.iter().rfind(|open| is_bracket(open.kind))?;
        match open.kind {
            Kind::Note => {
                let (_, content, span) = self.close(piece, (start, at, at + 1), is_bracket)?;
                let reference = self.dialect.note(content, span);
                self.out.push(reference);
                Some(at + 1)
            }
            Kind::Wiki { is_embed } if piece.text[at..].starts_with("]]") => {
                let inner = Span::new(open.span.end, piece.span.start + at);
                self.wiki(piece, (start, at, at + 2), inner, is_embed)
            }
            Kind::Bracket => {
                let attributes = Attributes::read(&piece.text[at + 1..]);
                let Some((attributes, length)) = attributes else {
                    self.open.truncate(self.open.iter().rposition(|open| is_bracket(open.kind))?);
                    return None;
                };
                let (_, content, span) = self.close(piece, (start, at, at + 1 + length), is_bracket)?;
                self.span(content, attributes, span);
                Some(at + 1 + length)
            }
            _ => None,
        }
    }

    fn wiki(&mut self, piece: Piece<'_>, places: (usize, usize, usize), inner: Span, is_embed: bool) -> Option<usize> {
        let source = self.dialect.source;
        let wiki = Wiki::read(source.get(inner.start..inner.end)?)?;
        let (_, content, span) = self.close(piece, places, |kind| matches!(kind, Kind::Wiki { .. }))?;
        if is_embed && wiki.is_picture() {
            self.out.push(wiki.picture(span));
            return Some(places.2);
        }
        let shown = if wiki.shown.is_empty() { Vec::new() } else { after_line(content) };
        let shown = match shown.is_empty() {
            true => vec![Inline::Text { text: wiki.name(), span }],
            false => shown,
        };
        match is_embed {
            true if wiki.is_media() => self.dialect.media.add(span),
            true => self.dialect.embeds.add(span),
            false => {}
        }
        let target = wiki.target();
        match wiki.is_media() || !url::is_safe(&target) {
            true => self.out.extend(shown),
            false => self.out.push(Inline::Link { target, content: shown, span }),
        }
        Some(places.2)
    }

    /// A span with attributes: `[نص]{.class lang=en}`.
    fn span(&mut self, content: Vec<Inline>, attributes: Attributes, span: Span) {
        let Attributes { id, classes, lang, direction } = attributes;
        if !id.is_empty() {
            self.out.push(Inline::Anchor { id, span });
        }
        let content = match classes.iter().any(|class| matches!(class.as_str(), "mark" | "highlight")) {
            true => vec![Inline::Mark(content)],
            false => content,
        };
        match lang.is_some() || direction.is_some() {
            true => self.out.push(Inline::Span { lang, direction, content }),
            false => self.out.extend(content),
        }
    }

    /// Changes of CriticMarkup, and attributes.
    fn brace(&mut self, piece: Piece<'_>, start: usize, at: usize) -> Option<usize> {
        let rest = &piece.text[at..];
        for (mark, sign) in [("{++", '+'), ("{--", '-'), ("{==", '='), ("{>>", '>')] {
            if rest.starts_with(mark) {
                return self.begin(Kind::Change(sign), piece, (start, at, at + 3));
            }
        }
        if rest.starts_with("{~~") {
            return self.replacement(piece, start, at);
        }
        let (attributes, length) = Attributes::read(rest)?;
        let before = self.dialect.source[..piece.span.start + at].chars().next_back();
        let follows = at == start && matches!(before, Some(')' | '`' | ']' | '*' | '_' | '^' | '~'));
        if let Some(last) = self.out.pop_if(|last| follows && !matches!(last, Inline::Text { .. })) {
            self.span(vec![last], attributes, piece.span(at, at + length));
            return Some(at + length);
        }
        // Those of a link without a target, which is its text.
        if follows && before == Some(')') && !self.out.is_empty() {
            return Some(at + length);
        }
        let stands_apart = before.is_none_or(char::is_whitespace);
        let ends = piece.is_last && piece.text[at + length..].trim().is_empty();
        if self.is_block && stands_apart && ends {
            self.literal(piece, start, start + piece.text[start..at].trim_end().len());
            let span = piece.span(at, at + length);
            self.name = Some(attributes.id).filter(|id| !id.is_empty()).map(|id| Inline::Anchor { id, span });
            return Some(piece.text.len());
        }
        None
    }

    /// A replacement of CriticMarkup: `{~~old~>new~~}`.
    fn replacement(&mut self, piece: Piece<'_>, start: usize, at: usize) -> Option<usize> {
        let inner = &piece.text[at + 3..];
        let inner = &inner[..inner[..inner.floor_char_boundary(20 * LONGEST)].find("~~}")?];
        let arrow = inner.find("~>")?;
        self.literal(piece, start, at);
        let text = |from: usize, to: usize| Inline::Text {
            text: inner[from..to].to_owned(),
            span: piece.span(at + 3 + from, at + 3 + to),
        };
        self.out.push(Inline::Strikethrough(vec![text(0, arrow)]));
        self.out.push(text(arrow + 2, inner.len()));
        Some(at + inner.len() + 6)
    }

    /// What becomes of a change: additions are text, deletions struck through, remarks go.
    fn changed(&mut self, kind: Kind, content: Vec<Inline>, span: Span) {
        match kind {
            Kind::Change('-') => self.out.push(Inline::Strikethrough(content)),
            Kind::Change('=') => self.out.push(Inline::Mark(content)),
            Kind::Change('>') => self.dialect.remarks.add(span),
            _ => self.out.extend(content),
        }
    }
}

/// How often the first character of a text is repeated.
fn run(text: &str) -> usize {
    let first = text.chars().next().unwrap_or_default();
    text.len() - text.trim_start_matches(first).len()
}

/// What stands behind the line between a name and what is shown.
fn after_line(content: Vec<Inline>) -> Vec<Inline> {
    let mut shown = Vec::new();
    let mut is_behind = false;
    for inline in content {
        match inline {
            other if is_behind => shown.push(other),
            Inline::Text { text, span } if text.contains('|') => {
                let at = text.find('|').unwrap_or_default() + 1;
                let exact = span.end - span.start == text.len();
                push_text(&mut shown, &text[at..], if exact { Span::new(span.start + at, span.end) } else { span });
                is_behind = true;
            }
            _ => {}
        }
    }
    if plain_text(&shown).trim().is_empty() { Vec::new() } else { shown }
}
