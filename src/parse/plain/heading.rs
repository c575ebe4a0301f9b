//! Lines that are headings.
//!
//! In: a paragraph and those behind it. Out: whether it is a heading: short, by itself, without a stop at its end.

use super::is_break;
use crate::diagnostic::Span;

/// The longest heading, in words.
const HEADING_WORDS: usize = 12;

/// The longest headline, in words.
const HEADLINE_WORDS: usize = 28;

/// A short line of its own before a paragraph; the first of a text may be longer, and may have another heading after
/// it, as a title has.
pub(super) fn is_heading(text: &str, lines: &[Span], following: &[Vec<Span>], first: bool) -> bool {
    let paragraph_at = |index: usize| {
        following.get(index).is_some_and(|lines| !looks_like_heading(text, lines) && !is_break(text, lines))
    };
    let title = || first && following.first().is_some_and(|lines| looks_like_heading(text, lines)) && paragraph_at(1);
    let headline = || first && paragraph_at(0) && looks_like_headline(text, lines);
    looks_like_heading(text, lines) && (paragraph_at(0) || title()) || headline()
}

fn looks_like_heading(text: &str, lines: &[Span]) -> bool {
    const STOPS: [char; 13] = ['.', '،', '؛', ':', '!', '؟', '…', '۔', ',', ';', '?', '–', '—'];
    let &[line] = lines else { return false };
    let line = &text[line.start..line.end];
    may_be_heading(line) && line.split_whitespace().count() <= HEADING_WORDS && !trimmed_end(line).ends_with(STOPS)
}

/// A first line may be as long as headlines of newspapers are, and may ask or call.
fn looks_like_headline(text: &str, lines: &[Span]) -> bool {
    const STOPS: [char; 8] = ['.', '،', '؛', ':', '۔', ',', ';', '…'];
    let &[line] = lines else { return false };
    let line = &text[line.start..line.end];
    let words = line.split_whitespace().count();
    may_be_heading(line)
        && (2..=HEADLINE_WORDS).contains(&words)
        && !trimmed_end(line).ends_with(STOPS)
        && ![". ", "۔ "].iter().any(|stop| line.contains(stop))
        && !line.starts_with("http")
}

fn may_be_heading(line: &str) -> bool {
    !line.starts_with(['-', '–', '—', '•', '*']) && line.chars().any(char::is_alphabetic) && !is_entry(line)
}

/// Whether a line is a label and a value without letters: a telephone number, a sum, a day.
fn is_entry(line: &str) -> bool {
    let value = line.split_once(": ").map(|(_, value)| value);
    value.is_some_and(|value| value.contains(char::is_numeric) && !value.contains(char::is_alphabetic))
}

/// A line without the quotation marks and brackets that close at its end.
pub(super) fn trimmed_end(line: &str) -> &str {
    line.trim_end_matches(['"', '»', '”', '’', ')', ']', '\'', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_with_a_number_is_no_heading() {
        let is_heading = |line: &str| looks_like_heading(line, &[Span::new(0, line.len())]);
        for heading in ["الفصل الأول: البداية", "نتائج 2024", "الباب ٢: مصر عام ١٩١٩"]
        {
            assert!(is_heading(heading), "{heading}");
        }
        for entry in ["الهاتف: 0100-555-0199", "المبلغ: ٢٥٠", "Tel: +20 2 555 0100", "الموعد: 10:30"]
        {
            assert!(!is_heading(entry), "{entry}");
        }
    }
}
