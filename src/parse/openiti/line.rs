//! The marks within the lines of an OpenITI text.
//!
//! In: a stretch of the text. Out: its pieces, each with the mark behind it: the end of a page (`PageV01P012`), a
//! milestone (`ms0034`, `Milestone300`), a tag of analysis (`@PER21`, `$RWY$`).

use std::collections::BTreeSet;

use crate::diagnostic::Span;

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Page,
    Milestone,
    Tag,
}

/// A piece of text and the mark behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tagged {
    pub(super) before: Span,
    pub(super) mark: Option<(Mark, Span)>,
}

/// Takes a stretch apart.
pub(super) fn tagged(text: &str, span: Span) -> Vec<Tagged> {
    let mut pieces = Vec::new();
    let mut start = span.start;
    let mut at = span.start;
    while at < span.end {
        let rest = &text[at..span.end];
        let begins = at == span.start || text[..at].ends_with(|c: char| !c.is_ascii_alphanumeric());
        match mark(rest).filter(|_| begins) {
            Some((mark, length)) => {
                // The space before a mark stays, that behind it goes with it.
                let spaced = start == at || text[start..at].ends_with(' ');
                let end = at + length + usize::from(spaced && text[at + length..span.end].starts_with(' '));
                pieces.push(Tagged { before: Span::new(start, at), mark: Some((mark, Span::new(at, at + length))) });
                (start, at) = (end, end);
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    pieces.push(Tagged { before: Span::new(start, span.end), mark: None });
    pieces
}

/// The mark that a text begins with, and its length.
fn mark(text: &str) -> Option<(Mark, usize)> {
    match text.as_bytes().first()? {
        b'P' => page(text).map(|(_, _, length)| (Mark::Page, length)),
        b'm' | b'M' => {
            let after = text.strip_prefix("ms").or_else(|| text.strip_prefix("Milestone"))?;
            let after = after.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(after);
            let digits = digits(after);
            (digits > 0 && ends(&after[digits..])).then(|| (Mark::Milestone, text.len() - after.len() + digits))
        }
        b'@' => {
            let length = 1 + text[1..]
                .bytes()
                .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'@'))
                .count();
            (length > 1 && ends(&text[length..])).then_some((Mark::Tag, length))
        }
        b'$' => {
            let name = text[1..].bytes().take_while(|byte| byte.is_ascii_uppercase() || *byte == b'_').count();
            (name > 0 && text[1 + name..].starts_with('$')).then_some((Mark::Tag, name + 2))
        }
        _ => None,
    }
}

/// Volume, page, and length of a mark such as `PageV01P012` or `PageV01P012A`.
fn page(text: &str) -> Option<(&str, &str, usize)> {
    let rest = text.strip_prefix("PageV")?;
    let (volume, rest) = rest.split_at(digits(rest));
    let page = rest.strip_prefix('P')?;
    let number = digits(page);
    let side = usize::from(page[number..].starts_with(['A', 'B']));
    let length = number + side;
    let is_whole = !volume.is_empty() && number > 0 && ends(&page[length..]);
    is_whole.then(|| (volume, &page[..length], text.len() - page.len() + length))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn ends(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// The labels of all pages of a text from an offset on, in order: numbers, with the volume where there are several.
pub(super) fn pages(text: &str, start: usize) -> Vec<String> {
    let marks = text[start..].match_indices("PageV").filter_map(|(at, _)| page(&text[start + at..]));
    let pages: Vec<(&str, &str)> = marks.map(|(volume, number, _)| (volume, number)).collect();
    let volumes: BTreeSet<&str> =
        pages.iter().map(|(volume, _)| plain(volume)).filter(|volume| *volume != "0").collect();
    let label = |&(volume, number): &(&str, &str)| match volumes.len() {
        0 | 1 => plain(number).to_owned(),
        _ => format!("{}/{}", plain(volume), plain(number)),
    };
    pages.iter().map(label).collect()
}

/// A number without zeros before it.
fn plain(number: &str) -> &str {
    match number.trim_start_matches('0') {
        "" => "0",
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Option<(Mark, &str)>)]) {
        let pieces = tagged(text, Span::new(0, text.len()));
        let shown: Vec<_> = pieces
            .iter()
            .map(|Tagged { before, mark }| {
                (&text[before.start..before.end], mark.map(|(mark, span)| (mark, &text[span.start..span.end])))
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn marks_part_the_text() {
        check(
            "قال PageV01P012 ثم ms0034",
            &[("قال ", Some((Mark::Page, "PageV01P012"))), ("ثم ", Some((Mark::Milestone, "ms0034"))), ("", None)],
        );
        check(
            "@PER21 محمد و$RWY$ قال",
            &[("", Some((Mark::Tag, "@PER21"))), ("محمد و", Some((Mark::Tag, "$RWY$"))), (" قال", None)],
        );
        check("write to a@B.org, the msword PageVIII", &[("write to a@B.org, the msword PageVIII", None)]);
    }

    #[test]
    fn pages_have_labels() {
        assert_eq!(pages("أ PageV01P001 ب PageV01P002", 0), ["1", "2"]);
        assert_eq!(pages("أ PageV01P010 ب PageV02P001A", 0), ["1/10", "2/1A"]);
    }
}
