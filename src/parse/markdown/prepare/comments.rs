//! Private comments, which are never printed: Obsidian's `%% … %%`, over lines too.
//!
//! In: a text and where its body begins. Out: the text without comments. Code keeps its percent signs. A comment that is
//! not closed ends with its paragraph, or with the text where `%%` stands alone in its line, as Obsidian hides it.

use super::code::{CodeLines, CodeSpans, LineKind, paragraph};
use crate::diagnostic::{Code, Diagnostic, Noticed, Span};
use crate::parse::rewrite::Rewritten;

const MARK: &str = "%%";

/// How far back the beginning of an address is looked for, in bytes.
const LONGEST_ADDRESS: usize = 300;

/// A text without comments.
pub(super) fn strip<'a>(text: &'a str, start: usize, warnings: &mut Vec<Diagnostic>) -> Rewritten<'a> {
    let mut strip = Strip {
        text,
        out: Rewritten::new(text),
        closed: Noticed::default(),
        open: Noticed::default(),
        words: 0,
        paragraph: (start, start),
        spans: CodeSpans::default(),
        line: (start, start),
    };
    if text[start..].contains(MARK) {
        strip.lines(start);
    }
    let count = strip.words;
    let hint = "nothing is to be done: what stands between %% is private";
    let message = format!("{count} words between %% are private and left out");
    warnings.extend(strip.closed.warning(Code::PrivateComment, &message, hint));
    let message = "%% opens a comment that is not closed; it is left out up to its end";
    warnings.extend(strip.open.warning(
        Code::PrivateComment,
        message,
        "close it with %%, or write \\%% for two percent signs",
    ));
    strip.out.finish()
}

struct Strip<'a> {
    text: &'a str,
    out: Rewritten<'a>,
    closed: Noticed,
    open: Noticed,
    /// Words left out.
    words: usize,
    /// The paragraph that code spans are looked for in.
    paragraph: (usize, usize),
    spans: CodeSpans,
    /// Where the line begins and ends that is looked at.
    line: (usize, usize),
}

impl Strip<'_> {
    fn lines(&mut self, start: usize) {
        let mut lines = CodeLines::default();
        let (mut at, mut from) = (start, start);
        while at < self.text.len() {
            let end = self.text[at..].find('\n').map_or(self.text.len(), |found| at + found + 1);
            let kind = lines.take(self.text[from.max(at)..end].trim_end_matches(['\n', '\r']));
            if kind == LineKind::Text {
                from = self.line(from.max(at), end);
            }
            at = end;
            // A comment may end within a later line.
            if from > at {
                at = self.text[..from].rfind('\n').map_or(0, |found| found + 1).max(end);
            }
        }
    }

    /// Takes the comments out that begin in a line; returns where to go on, which may lie in a later line.
    fn line(&mut self, start: usize, end: usize) -> usize {
        let mut at = start;
        self.line = (self.line_start(start), end);
        while let Some(found) = self.text.get(at..end).and_then(|rest| rest.find(['\\', '`', '%'])) {
            at += found;
            at = match self.text.as_bytes()[at] {
                b'\\' => self.text.ceil_char_boundary(at + 2),
                b'`' => self.after_code(at),
                _ if self.opens(at) => match self.comment(at) {
                    Some(end) => end,
                    None => at + MARK.len(),
                },
                _ => at + 1,
            };
        }
        at.max(end)
    }

    /// Whether a comment may begin: two percent signs that are no part of an address.
    fn opens(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let near = self.text.floor_char_boundary(at.saturating_sub(LONGEST_ADDRESS).max(self.line.0));
        let word = self.text[near..at].rsplit(char::is_whitespace).next().unwrap_or_default();
        rest.starts_with(MARK) && !word.contains("://")
    }

    fn after_code(&mut self, at: usize) -> usize {
        if at >= self.paragraph.1 {
            self.paragraph = (at, at + paragraph(&self.text[at..]));
            self.spans = CodeSpans::default();
        }
        at + self.spans.end(&self.text[at..self.paragraph.1])
    }

    /// Leaves a comment out; returns its end. `None` where percent signs are text.
    fn comment(&mut self, at: usize) -> Option<usize> {
        let inside = at + MARK.len();
        if let Some(found) = self.text[inside..].find(MARK) {
            let end = inside + found + MARK.len();
            self.closed.add(Span::new(at, end));
            self.words += self.text[inside..inside + found].split_whitespace().count();
            self.leave_out(at, end);
            return Some(end);
        }
        let line = &self.text[self.line.0..self.line.1];
        let before = self.text[self.line.0..at].chars().next_back();
        let end = match line.trim() == MARK {
            true => self.text.len(),
            // A percent sign behind a number or word says how much.
            false if before.is_some_and(char::is_alphanumeric) || line.trim_end().ends_with(MARK) => return None,
            false => at + paragraph(&self.text[at..]),
        };
        self.open.add(Span::new(at, self.text[..end].trim_end().len().max(inside)));
        let kept = self.text[..end].trim_end_matches(['\n', '\r']).len().max(inside);
        self.leave_out(at, if end == self.text.len() { end } else { kept });
        Some(end)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[self.line.0..at].rfind('\n').map_or(self.line.0, |newline| self.line.0 + newline + 1)
    }

    /// Replaces a comment by nothing; one that fills its lines takes them with it.
    fn leave_out(&mut self, start: usize, end: usize) {
        let line_start = self.line.0;
        if end > self.line.1 {
            let line_end = self.text[end..].find('\n').map_or(self.text.len(), |newline| end + newline + 1);
            self.line = (self.line_start(end), line_end);
        }
        let line_end = self.line.1;
        let is_blank = |text: &str| text.trim_matches([' ', '\t', '\r', '\n']).is_empty();
        let fills = is_blank(&self.text[line_start..start]) && is_blank(&self.text[end..line_end]);
        let next = self.text[line_end..].lines().next().unwrap_or_default().trim();
        let underlines = !next.is_empty() && (next.trim_matches('-').is_empty() || next.trim_matches('=').is_empty());
        match fills && !underlines {
            true => self.out.replace(Span::new(line_start, line_end), ""),
            false => {
                // Of the spaces on both sides one is enough.
                let is_spaced = self.text[..start].ends_with(' ') && self.text[end..].starts_with(' ');
                self.out.replace(Span::new(start, end + usize::from(is_spaced)), "");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut warnings = Vec::new();
        assert_eq!(strip(text, 0, &mut warnings).text(), expected, "{text}");
        assert_eq!(warnings.len(), usize::from(text != expected), "{text}: {warnings:?}");
    }

    #[test]
    fn comments_go_wherever_they_stand() {
        check("نص %%سر%% ظاهر", "نص ظاهر");
        check("نص %%سر\n\nسر%% ظاهر", "نص ظاهر");
        check("أ\n\n%%\nسر\n- سر\n```\nسر\n%%\n\nب", "أ\n\n\nب");
        check("# عنوان %%سر%%\n\n- بند %% سر %%\n  - [ ] آخر%%سر%%\n", "# عنوان \n\n- بند \n  - [ ] آخر\n");
        check("| أ %%سر%% | ب |\n|---|---|\n| %% سر | سر %% ج | د |", "| أ | ب |\n|---|---|\n| ج | د |");
        check("> قول %%سر\n> سر%% تتمة", "> قول تتمة");
        check("- أ\n%% سر %%\n- ب", "- أ\n- ب");
        check("أ %%سر%% ب %%سر%% ج %%%% د", "أ ب ج د");
        check("%%سر%%\r\nنص\r\n", "نص\r\n");
        check("نص\n%%سر%%\n---\n", "نص\n\n---\n");
        check("[^1]: حاشية %%سر%%\n\n- [[a|%%سر%%b]]", "[^1]: حاشية \n\n- [[a|b]]");
        check("**غامق %%سر `سر` سر%%**", "**غامق **");
        check("كلمة%%سر%%كلمة ٥٠%%سر%%", "كلمةكلمة ٥٠");
    }

    #[test]
    fn code_is_code() {
        for text in [
            "`%%رمز%%` و`` a`%%b%% ``",
            "```\n%% رمز %%\n```",
            "- بند\n  ```\n  %% رمز %%\n  ```",
            "نص\n\n    %% رمز %%\n",
            "> ~~~\n> %%رمز%%\n> ~~~",
            "`كود\n%%رمز%% تتمة`",
            "\\%%ليس تعليقا\\%%",
            "https://example.org/100%%25 و https://example.org/%%25",
            "خصم 50%% اليوم",
            "نسبة %%",
        ] {
            check(text, text);
        }
        check("`a %%سر%%", "`a ");
        check("```\n%%رمز%%\n```\n%%سر%%\n", "```\n%%رمز%%\n```\n");
    }

    #[test]
    fn what_is_not_closed_is_private_still() {
        check("نص %%سر\nسر\n\nظاهر", "نص \n\nظاهر");
        check("نص\n\n%%\nسر\n\nسر\n", "نص\n\n");
        check("- بند %% سر", "- بند ");
    }

    #[test]
    fn many_marks_take_linear_time() {
        for text in ["%% ".repeat(30_001), "`%%".repeat(30_001), "\\%%".repeat(10_000), "a%%\n".repeat(20_001)] {
            strip(&text, 0, &mut Vec::new());
        }
    }
}
