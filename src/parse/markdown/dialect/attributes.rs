//! Attributes in braces: `{#id .class key=value}` (Pandoc, kramdown, MkDocs).

use crate::document::{Direction, Lang};
use crate::parse::lang::parse_lang;

/// What attributes say that a book can show.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Attributes {
    pub(super) id: String,
    pub(super) classes: Vec<String>,
    pub(super) lang: Option<Lang>,
    pub(super) direction: Option<Direction>,
}

/// The longest attributes, in bytes.
const LONGEST: usize = 300;

impl Attributes {
    /// Reads attributes at the beginning of a text, and how long they are with their braces; `None` for braces around
    /// something else.
    pub(super) fn read(text: &str) -> Option<(Attributes, usize)> {
        let inner = text.strip_prefix('{')?;
        let end = inner[..inner.floor_char_boundary(LONGEST)].find(['}', '{', '\n'])?;
        let words = inner[..end].trim_start_matches(':').trim();
        if !inner[end..].starts_with('}') || words.is_empty() {
            return None;
        }
        let mut attributes = Attributes::default();
        for word in split(words) {
            match word.split_once('=') {
                _ if word.starts_with('#') && word.len() > 1 => attributes.id = word[1..].to_owned(),
                _ if word.starts_with('.') && word.len() > 1 => attributes.classes.push(word[1..].to_owned()),
                Some((key, value)) if is_key(key) => attributes.set(key, value.trim_matches(['"', '\''])),
                _ if matches!(word, "-" | "unnumbered" | "=html" | "=latex") => {}
                _ => return None,
            }
        }
        Some((attributes, end + 2))
    }

    fn set(&mut self, key: &str, value: &str) {
        match key {
            "id" => value.clone_into(&mut self.id),
            "lang" => self.lang = parse_lang(value),
            "dir" => self.direction = Direction::from_dir(value),
            "class" => self.classes.extend(value.split_whitespace().map(str::to_owned)),
            _ => {}
        }
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
}

/// Words, with spaces in quotation marks kept.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    text.split(move |c: char| {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
        quote.is_none() && c.is_whitespace()
    })
    .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_hold_attributes_or_something_else() {
        let read = |text: &str| Attributes::read(text).map(|(attributes, length)| (attributes.id, length));
        assert_eq!(read("{#أ .ب}"), Some(("أ".into(), 9)));
        assert_eq!(read("{ .md-button title=\"من هنا\" } نص").map(|(_, length)| length), Some(34));
        for other in ["{}", "{كلام}", "{a, b}", "{.}", "{{x}}", "{.a"] {
            assert_eq!(read(other), None, "{other}");
        }
        let (attributes, _) = Attributes::read("{.c dir=ltr lang=en}").unwrap();
        assert_eq!((attributes.direction, attributes.lang), (Some(Direction::Ltr), parse_lang("en")));
    }
}
