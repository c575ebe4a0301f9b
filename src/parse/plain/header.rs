//! The header of a plain text.
//!
//! In: lines such as `العنوان: …` or `author: …` at the head of a text, or a text that opens with `date 2025-12-17` and
//! goes on in the same line. Out: their metadata and the offset where the text begins. A line that is no header line
//! ends the header and is text; nothing of it is lost.

use super::{is_blank, lines, trimmed};
use crate::diagnostic::{Diagnostic, Span};
use crate::parse::date::leading_date;
use crate::parse::metadata::{Draft, Key, Value};

/// The longest key, in bytes; a colon after more than this is a colon of the text.
const LONGEST_KEY: usize = 60;

/// Reads header lines from `start` on; returns where the text begins.
pub(super) fn read(text: &str, start: usize, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> usize {
    let mut body = start;
    let mut seen = Vec::new();
    for line in lines(text, start) {
        if is_blank(&text[line.start..line.end]) {
            continue;
        }
        let Some(entry) = entry(text, visible(text, trimmed(text, line))) else { break };
        // A second title is text; several authors may have a line each.
        if entry.key != Key::Author && seen.contains(&entry.key) {
            break;
        }
        seen.push(entry.key);
        let text_of_value = text[entry.value.start..entry.value.end].to_owned();
        draft.set(entry.key, &[Value { text: text_of_value, span: entry.value }], warnings);
        body = entry.end;
        if entry.end < line.end {
            break;
        }
    }
    body
}

/// Whether a line is a header line with a colon.
pub(super) fn is_key_line(line: &str) -> bool {
    key_and_value(line).is_some()
}

/// One header line.
struct Entry {
    key: Key,
    value: Span,
    /// End of the entry; the text goes on here when it is not the end of the line.
    end: usize,
}

fn entry(text: &str, line: Span) -> Option<Entry> {
    let content = &text[line.start..line.end];
    let (key, value) = key_and_value(content).or_else(|| date_word(content))?;
    let value = trimmed(text, Span::new(line.start + value, line.end));
    if key == Key::Date
        && let Some(date) = leading_date(&text[value.start..value.end])
    {
        let end = value.start + date.length;
        return Some(Entry { key, value: Span::new(value.start, end), end });
    }
    Some(Entry { key, value, end: line.end })
}

/// The key before a colon and the offset of what follows it.
fn key_and_value(line: &str) -> Option<(Key, usize)> {
    let colon = line.find(':').filter(|&at| at <= LONGEST_KEY)?;
    Key::from_name(&line[..colon]).map(|key| (key, colon + 1))
}

/// The word `date` or «تاريخ» with a date right after it.
fn date_word(line: &str) -> Option<(Key, usize)> {
    let space = line.find([' ', '\t']).filter(|&at| Key::from_name(&line[..at]) == Some(Key::Date))?;
    leading_date(line[space..].trim_ascii_start()).map(|_| (Key::Date, space))
}

/// A line without the invisible marks that editors put before a right-to-left text.
fn visible(text: &str, line: Span) -> Span {
    let mark = |c| matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{FEFF}');
    Span::new(line.end - text[line.start..line.end].trim_start_matches(mark).len(), line.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, body: &str) -> Vec<Diagnostic> {
        let (mut draft, mut warnings) = (Draft::default(), Vec::new());
        let start = read(text, 0, &mut draft, &mut warnings);
        let metadata = draft.metadata;
        let date = metadata.date.map(|date| date.iso()).unwrap_or_default();
        assert_eq!(format!("{}|{}|{date}", metadata.title, metadata.authors.join("+")), expected);
        assert_eq!(text[start..].trim(), body);
        warnings
    }

    #[test]
    fn header_lines_are_read_in_two_languages() {
        let text = "العنوان: سوق الوراقين\nبقلم: أحمد\nالكاتبة: منى\n\nالتاريخ: ١٧ ديسمبر ٢٠٢٥\n\nنص: أول";
        check(text, "سوق الوراقين|أحمد+منى|2025-12-17", "نص: أول");
        check("Title: A: B\r\nDATE: 2025/12/17\r\n\r\nنص", "A: B||2025-12-17", "نص");
    }

    #[test]
    fn a_text_may_open_with_its_date() {
        check(" date 2025-12-17 حظي الكتاب", "||2025-12-17", "حظي الكتاب");
        check("\u{200F}تاريخ 17 ديسمبر 2025\nعنوان: خط\nنص", "خط||2025-12-17", "نص");
        check("date: 2025-12-17 حظي الكتاب", "||2025-12-17", "حظي الكتاب");
        check("date 2025-12-17", "||2025-12-17", "");
    }

    #[test]
    fn what_is_no_header_stays_text() {
        for text in ["تاريخ الكتاب العربي", "date palms: نخل", "قال: نعم", "تاريخ 2025 عام", "الكاتب محمد"]
        {
            check(text, "||", text);
        }
        check("عنوان: أ\nعنوان: ب", "أ||", "عنوان: ب");
    }

    #[test]
    fn a_day_that_does_not_exist_is_warned_of() {
        let warnings = check("date 2025-02-30 حظي", "||", "حظي");
        assert_eq!(warnings[0].span, Some(Span::new(5, 15)));
    }
}
