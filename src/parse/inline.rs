//! Running text: joined where the source is one, free of control characters.
//!
//! In: pieces of a source with their places. Out: [`Inline`]s whose spans stay exact. Text is kept as written, with its
//! bidi controls, joiners, tatweels and spaces; only control characters (general category Cc), noncharacters and byte
//! order marks in the middle of a text go, and the user is told of each kind once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Noticed, Span};
use crate::document::Inline;

/// What becomes of a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Dropped,
    /// Parts words like a space: vertical tab, form feed, next line.
    Space,
    /// Line and paragraph separator, U+2028 and U+2029.
    LineBreak,
}

fn fate(c: char) -> Fate {
    match c {
        '\t' | '\n' | '\r' => Fate::Kept,
        '\u{B}' | '\u{C}' | '\u{85}' => Fate::Space,
        '\u{2028}' | '\u{2029}' => Fate::LineBreak,
        // Stands for something in copied text that is not text, such as a picture.
        '\u{FEFF}' | '\u{FFFC}' => Fate::Dropped,
        _ if c.is_control() || is_noncharacter(c) => Fate::Dropped,
        _ => Fate::Kept,
    }
}

/// Code points that never stand for a character (Unicode, 23.7); XML allows some of them in no book.
const fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || c as u32 & 0xFFFE == 0xFFFE
}

/// One warning for each kind of character that [`push_text`] and [`clean`] take out, at its first place.
pub(super) fn control_warnings(text: &str) -> Vec<Diagnostic> {
    warnings(text.char_indices().map(|(at, c)| (c, Span::new(at, at + c.len_utf8()))))
}

/// The same for characters that a page writes as numbers, such as `&#7;` (HTML Standard, 13.1.4).
pub(super) fn control_reference_warnings(text: &str) -> Vec<Diagnostic> {
    warnings(text.match_indices("&#").filter_map(|(start, _)| {
        let rest = &text[start + 2..];
        let (radix, digits) = rest.strip_prefix(['x', 'X']).map_or((10, rest), |digits| (16, digits));
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        // U+0000 is shown as U+FFFD, and U+0080 to U+009F as the letters of Windows-1252.
        let c = u32::from_str_radix(&digits[..length], radix).ok().and_then(char::from_u32)?;
        let end = text.len() - digits.len() + length;
        (c != '\0' && !('\u{80}'..='\u{9F}').contains(&c)).then_some((c, Span::new(start, end)))
    }))
}

fn warnings(characters: impl Iterator<Item = (char, Span)>) -> Vec<Diagnostic> {
    let mut found: BTreeMap<char, Noticed> = BTreeMap::new();
    for (c, span) in characters.filter(|&(c, _)| matches!(fate(c), Fate::Dropped | Fate::Space)) {
        found.entry(c).or_default().add(span);
    }
    let warn = |(c, noticed): (char, Noticed)| {
        let kind = if is_noncharacter(c) { "noncharacter" } else { "control character" };
        let message = format!("{kind} U+{:04X} left out", u32::from(c));
        let warning = noticed.warning(Code::ControlCharacter, &message, "delete it from the source");
        // All of them are one thing to delete.
        warning.map(|warning| warning.about(""))
    };
    found.into_iter().filter_map(warn).collect()
}

/// A text without control characters, for values that have no spans within.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| fate(c) == Fate::Kept) {
        return Cow::Borrowed(text);
    }
    let kept = |c: char| match fate(c) {
        Fate::Kept => Some(c),
        Fate::Space | Fate::LineBreak => Some(' '),
        Fate::Dropped => None,
    };
    Cow::Owned(text.chars().filter_map(kept).collect())
}

/// The beginning of a text, for messages.
pub(super) fn excerpt(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Appends text that stands at `span`, cleaned, and joined to the text before it where the two are one in the source.
pub(super) fn push_text(content: &mut Vec<Inline>, text: &str, span: Span) {
    let exact = text.len() == span.end - span.start;
    let place = |start: usize, end: usize| if exact { Span::new(span.start + start, span.start + end) } else { span };
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let fate = fate(c);
        if fate == Fate::Kept {
            continue;
        }
        let end = at + c.len_utf8();
        append(content, &text[start..at], place(start, at));
        match fate {
            Fate::Space => append(content, " ", place(at, end)),
            Fate::LineBreak => content.push(Inline::LineBreak),
            Fate::Kept | Fate::Dropped => {}
        }
        start = end;
    }
    append(content, &text[start..], place(start, text.len()));
}

/// Appends the space that a line break within a paragraph stands for; `newline` is where the break begins.
pub(super) fn push_soft_break(content: &mut Vec<Inline>, newline: usize) {
    append(content, " ", Span::new(newline, newline + 1));
}

fn append(content: &mut Vec<Inline>, more: &str, place: Span) {
    if more.is_empty() {
        return;
    }
    if let Some(Inline::Text { text, span }) = content.last_mut()
        && span.end == place.start
        && span.end - span.start == text.len()
        && place.end - place.start == more.len()
    {
        text.push_str(more);
        span.end = place.end;
        return;
    }
    content.push(Inline::Text { text: more.into(), span: place });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(content: &[Inline]) -> Vec<(&str, usize, usize)> {
        let text = |inline| match inline {
            &Inline::Text { ref text, span } => (text.as_str(), span.start, span.end),
            _ => ("⏎", 0, 0),
        };
        content.iter().map(text).collect()
    }

    #[test]
    fn pieces_that_touch_are_joined_with_exact_spans() {
        let mut content = Vec::new();
        push_text(&mut content, "أهلا", Span::new(0, 8));
        push_soft_break(&mut content, 8);
        push_text(&mut content, "بكم", Span::new(9, 15));
        push_text(&mut content, "&", Span::new(15, 20));
        push_text(&mut content, "هنا", Span::new(20, 26));
        assert_eq!(texts(&content), [("أهلا بكم", 0, 15), ("&", 15, 20), ("هنا", 20, 26)]);
    }

    #[test]
    fn control_characters_go_and_are_told_of() {
        let text = "أ\u{7}ب\u{C}ج\u{2028}د\u{200F}\u{640}\u{200C}\u{A0}\u{7}";
        let mut content = Vec::new();
        push_text(&mut content, text, Span::new(0, text.len()));
        let expected = [("أ", 0, 2), ("ب ج", 3, 8), ("⏎", 0, 0), ("د\u{200F}\u{640}\u{200C}\u{A0}", 11, 23)];
        assert_eq!(texts(&content), expected);
        assert_eq!(clean(text), "أب ج د\u{200F}\u{640}\u{200C}\u{A0}");
        let warnings = control_warnings(text);
        assert_eq!(warnings.len(), 2);
        assert_eq!((warnings[0].message.as_str(), warnings[0].others.count), ("control character U+0007 left out", 1));
        assert_eq!(warnings[0].span, Some(Span::new(2, 3)));
        assert_eq!(control_warnings("سطر\r\n\tسطر"), []);
        let told = control_reference_warnings("أ&#7;ب&#x0C;ج&#10;د&#x645;&#x85;&#99999999999;&#");
        let places: Vec<_> = told.iter().filter_map(|warning| warning.span).collect();
        assert_eq!(places, [Span::new(2, 5), Span::new(8, 13)]);
    }
}
