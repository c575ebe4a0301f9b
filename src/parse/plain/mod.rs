//! Plain text as newsrooms write it.
//!
//! In: text with an optional header, paragraphs between blank lines, headings as short lines of their own. Out: the
//! header's metadata and the blocks. Headings have level 2, below the title, as in the same article in Markdown.

mod header;

use super::Body;
use super::front_matter;
use super::inline::{push_soft_break, push_text};
use super::metadata::Draft;
use crate::diagnostic::{Diagnostic, Error, Span};
use crate::document::{Block, BlockKind};

/// The longest heading, in words.
const HEADING_WORDS: usize = 12;

/// Reads header and blocks of a plain text.
///
/// # Errors
/// [`Error::Source`] for broken front matter, which a plain text may have as well.
pub(super) fn parse(text: &str, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Result<Body, Error> {
    let body = match front_matter_keys(text) {
        true => front_matter::read(text, draft, warnings)?,
        false => 0,
    };
    let body = header::read(text, body, draft, warnings);
    let paragraphs = paragraphs(text, body);
    let mut blocks = Vec::with_capacity(paragraphs.len());
    for (index, lines) in paragraphs.iter().enumerate() {
        let following = paragraphs.get(index + 1..).unwrap_or_default();
        blocks.push(block(text, lines, is_heading(text, lines, following, index == 0)));
    }
    Ok(Body { blocks, footnotes: Vec::new() })
}

/// Whether a line of `---` opens front matter, and not a text that begins with a thematic break.
fn front_matter_keys(text: &str) -> bool {
    let mut lines = lines(text, 0).map(|line| text[line.start..line.end].trim());
    lines.next() == Some("---") && lines.next().is_some_and(header::is_key_line)
}

/// The lines of a text from an offset on, without their line breaks: LF, CR LF or CR.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Span> + '_ {
    let mut next = start;
    std::iter::from_fn(move || {
        if next >= text.len() {
            return None;
        }
        let start = next;
        let end = text[start..].find(['\n', '\r']).map_or(text.len(), |length| start + length);
        next = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
        Some(Span::new(start, end))
    })
}

/// Groups of lines between blank lines, each line without white space at its ends.
fn paragraphs(text: &str, start: usize) -> Vec<Vec<Span>> {
    let mut paragraphs = vec![Vec::new()];
    for line in lines(text, start) {
        let trimmed = trimmed(text, line);
        match paragraphs.last_mut() {
            Some(last) if !is_blank(&text[line.start..line.end]) => last.push(trimmed),
            Some(last) if last.is_empty() => {}
            _ => paragraphs.push(Vec::new()),
        }
    }
    paragraphs.retain(|lines| !lines.is_empty());
    paragraphs
}

/// A line without ASCII white space at its ends; a no-break space stays as typed.
fn trimmed(text: &str, line: Span) -> Span {
    let start = line.end - text[line.start..line.end].trim_ascii_start().len();
    Span::new(start, start + text[start..line.end].trim_ascii_end().len())
}

/// Whether a line shows nothing: white space, controls, and invisible format characters such as RLM.
fn is_blank(line: &str) -> bool {
    line.chars().all(|c| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    })
}

fn block(text: &str, lines: &[Span], heading: bool) -> Block {
    let span = Span::new(lines[0].start, lines[lines.len() - 1].end);
    if is_break(text, lines) {
        return Block::new(BlockKind::ThematicBreak, span);
    }
    let mut content = Vec::new();
    for (index, &line) in lines.iter().enumerate() {
        if index > 0 {
            push_soft_break(&mut content, line_break(text, lines[index - 1].end));
        }
        push_text(&mut content, &text[line.start..line.end], line);
    }
    let kind = match heading {
        true => BlockKind::Heading { level: 2, id: String::new(), content },
        false => BlockKind::Paragraph(content),
    };
    Block::new(kind, span)
}

/// Where the line ends that was trimmed at `end`.
fn line_break(text: &str, end: usize) -> usize {
    text[end..].find(['\n', '\r']).map_or(end, |length| end + length)
}

/// A short line of its own before a paragraph; the first of a text may have another heading after it, as a title has.
fn is_heading(text: &str, lines: &[Span], following: &[Vec<Span>], first: bool) -> bool {
    let paragraph_at = |index: usize| {
        following.get(index).is_some_and(|lines| !looks_like_heading(text, lines) && !is_break(text, lines))
    };
    let title = || first && following.first().is_some_and(|lines| looks_like_heading(text, lines)) && paragraph_at(1);
    looks_like_heading(text, lines) && (paragraph_at(0) || title())
}

fn looks_like_heading(text: &str, lines: &[Span]) -> bool {
    const CLOSING: [char; 7] = ['"', '»', '”', '’', ')', ']', '\''];
    const STOPS: [char; 11] = ['.', '،', '؛', ':', '!', '؟', '…', '۔', ',', ';', '?'];
    let &[line] = lines else { return false };
    let line = &text[line.start..line.end];
    !line.starts_with(['-', '–', '—', '•', '*'])
        && line.chars().any(char::is_alphabetic)
        && line.split_whitespace().count() <= HEADING_WORDS
        && !line.trim_end_matches(CLOSING).ends_with(STOPS)
}

/// Three or more of `*`, `-` or `_` alone in a line (CommonMark, 4.1).
fn is_break(text: &str, lines: &[Span]) -> bool {
    let &[line] = lines else { return false };
    let mut marks = text[line.start..line.end].chars().filter(|c| !c.is_whitespace());
    let Some(mark @ ('*' | '-' | '_')) = marks.next() else { return false };
    let more = marks.clone().count();
    more >= 2 && marks.all(|c| c == mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::dump::dump_blocks;

    fn check(text: &str, expected: &str) {
        let (mut draft, mut warnings) = (Draft::default(), Vec::new());
        let blocks = parse(text, &mut draft, &mut warnings).unwrap().blocks;
        assert_eq!(dump_blocks(&blocks), expected);
        assert!(warnings.is_empty(), "{warnings:?}");
    }

    const LONG: &str = "كان الوراقون في بغداد ينسخون الكتب ويجلدونها ويبيعونها.";

    #[test]
    fn paragraphs_stand_between_blank_lines() {
        check("سطر أول.\nسطر ثان.\n\n \t\nفقرة أخرى.", "paragraph سطر أول. سطر ثان.\nparagraph فقرة أخرى.\n");
        check("سطر أول.\r\n  سطر ثان.\r\n\r\nفقرة.\r\n", "paragraph سطر أول. سطر ثان.\nparagraph فقرة.\n");
        check("سطر أول.\rسطر ثان.\r\rفقرة.", "paragraph سطر أول. سطر ثان.\nparagraph فقرة.\n");
        check("أول.\n\u{200F}\u{A0}\nثان.", "paragraph أول.\nparagraph ثان.\n");
    }

    #[test]
    fn spans_are_exact() {
        let text = "سطر أول.\nسطر ثان.\n";
        let blocks = parse(text, &mut Draft::default(), &mut Vec::new()).unwrap().blocks;
        assert_eq!(blocks[0].span, Span::new(0, text.len() - 1));
        let BlockKind::Paragraph(content) = &blocks[0].kind else { panic!() };
        assert_eq!(content.len(), 1, "one run, since a space stands where the line feed stood");
    }

    #[test]
    fn a_short_line_before_a_paragraph_is_a_heading() {
        check(
            &format!("{LONG}\n\nسوق الوراقين\n\n{LONG}"),
            &format!("paragraph {LONG}\nheading 2 سوق الوراقين\nparagraph {LONG}\n"),
        );
        for line in ["نعم!", "قال:", "«انتهى الأمر.»", "- نقطة أولى", "١٩٨٤", &"كلمة ".repeat(13)]
        {
            check(
                &format!("{LONG}\n\n{line}\n\n{LONG}"),
                &format!("paragraph {LONG}\nparagraph {}\nparagraph {LONG}\n", line.trim()),
            );
        }
        check(&format!("{LONG}\n\nآخر النص"), &format!("paragraph {LONG}\nparagraph آخر النص\n"));
        check(
            &format!("{LONG}\n\nسطر\n\nسطر\n\n{LONG}"),
            &format!("paragraph {LONG}\nparagraph سطر\nheading 2 سطر\nparagraph {LONG}\n"),
        );
    }

    #[test]
    fn a_title_may_stand_above_a_heading() {
        check(
            &format!("تاريخ الكتاب\n\nسوق الوراقين\n\n{LONG}"),
            &format!("heading 2 تاريخ الكتاب\nheading 2 سوق الوراقين\nparagraph {LONG}\n"),
        );
    }

    #[test]
    fn lines_of_marks_are_breaks() {
        check(
            &format!("{LONG}\n\n* * *\n\n{LONG}\n\n---"),
            &format!("paragraph {LONG}\nbreak\nparagraph {LONG}\nbreak\n"),
        );
        check("**\n\n*-*", "paragraph **\nparagraph *-*\n");
    }
}
