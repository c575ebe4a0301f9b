//! Marks that hold a word: superscripts and subscripts, names of blocks, keys, icons and emoji.

use super::{ICONS, LONGEST, Piece, Scan, block_name};
use crate::document::Inline;
use crate::parse::markdown::dialect::attributes::Attributes;

impl Scan<'_, '_> {
    /// `x^2^` and `H~2~O`, as Pandoc has them: without white space.
    pub(super) fn script(&mut self, piece: Piece<'_>, start: usize, at: usize) -> Option<usize> {
        let text = piece.text;
        let sign = if text.as_bytes()[at] == b'^' { '^' } else { '~' };
        let inner = &text[at + 1..];
        let inner = &inner[..inner[..inner.floor_char_boundary(LONGEST)].find(sign)?];
        let end = at + inner.len() + 2;
        let before = text[..at].chars().next_back();
        let stands_alone = sign == '~' && !before.is_some_and(char::is_alphanumeric);
        let is_text = !inner.contains(char::is_whitespace) && inner.contains(char::is_alphanumeric);
        if !is_text || stands_alone || text[end..].starts_with(sign) {
            return None;
        }
        self.literal(piece, start, at);
        let content = vec![Inline::Text { text: inner.to_owned(), span: piece.span(at + 1, end - 1) }];
        self.out.push(if sign == '^' { Inline::Superscript(content) } else { Inline::Subscript(content) });
        Some(end)
    }

    /// The name of a block at its end: `نص ^name`.
    pub(super) fn block_name(&mut self, piece: Piece<'_>, start: usize, at: usize) -> Option<usize> {
        let name = block_name(&piece.text[at..]).filter(|_| self.is_block && piece.is_last)?;
        let before = piece.text[..at].chars().next_back();
        if !before.is_some_and(char::is_whitespace) {
            return None;
        }
        self.literal(piece, start, start + piece.text[start..at].trim_end().len());
        let span = piece.span(at, at + 1 + name.len());
        self.name = Some(Inline::Anchor { id: format!("^{name}"), span });
        Some(piece.text.len())
    }

    /// Keys: `++ctrl+alt+del++`.
    pub(super) fn keys(&mut self, piece: Piece<'_>, start: usize, at: usize) -> Option<usize> {
        let rest = &piece.text[at + 2..];
        let inner = &rest[..rest[..rest.floor_char_boundary(LONGEST)].find("++")?];
        let is_key = |key: &str| {
            key.len() > 2 && key.starts_with('"') && key.ends_with('"')
                || !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        };
        let follows = piece.text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        if follows || !inner.split('+').all(is_key) {
            return None;
        }
        let shown = |key: &str| {
            let key = key.trim_matches('"').replace('_', " ");
            let mut letters = key.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
        };
        let end = at + inner.len() + 4;
        self.literal(piece, start, at);
        let text = inner.split('+').map(shown).collect::<Vec<_>>().join("+");
        self.out.push(Inline::Code { text, span: piece.span(at, end) });
        Some(end)
    }

    /// Icons and emoji by name: `:material-heart:`, `:smile:`.
    pub(super) fn named(&mut self, piece: Piece<'_>, start: usize, at: usize) -> Option<usize> {
        let rest = &piece.text[at + 1..];
        let name = &rest[..rest[..rest.floor_char_boundary(LONGEST)].find(':')?];
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+');
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        let mut end = at + name.len() + 2;
        if ICONS.iter().any(|icon| name.starts_with(icon)) {
            self.literal(piece, start, at);
            self.dialect.icons.add(piece.span(at, end));
            end += Attributes::read(&piece.text[end..]).map_or(0, |(_, length)| length);
            let spaced = piece.text[..at].chars().next_back().is_none_or(char::is_whitespace);
            return Some(if spaced && piece.text[end..].starts_with(' ') { end + 1 } else { end });
        }
        let emoji = emojis::get_by_shortcode(name)?;
        self.literal(piece, start, at);
        self.out.push(Inline::Text { text: emoji.as_str().to_owned(), span: piece.span(at, end) });
        Some(end)
    }
}
