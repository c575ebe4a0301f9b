//! Where code stands in Markdown.
//!
//! In: lines of a text, one after the other. Out: for each whether it is part of a code block; and the code spans within
//! a line or paragraph. What follows CommonMark (4.4, 4.5, 6.1) as far as lines alone can say it.

use crate::parse::list_mark::ListMark;

/// Lines of code blocks, told apart from others.
#[derive(Debug, Default)]
pub(super) struct CodeLines {
    /// Mark and length of the fence that is open, how many quotes it stands in, and its indentation.
    fence: Option<(char, usize, usize, usize)>,
    /// Whether the line before was blank, or there was none.
    after_blank: Option<bool>,
    /// Whether the line before was indented code.
    in_indented: bool,
    /// Where the text of the innermost open list item begins, in columns.
    item: Option<usize>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// The opening or closing line of a fenced block.
    Fence,
    /// Code.
    Code,
    Blank,
    Text,
}

impl CodeLines {
    /// Takes the next line, without its line break.
    pub(super) fn take(&mut self, line: &str) -> LineKind {
        let (mut bare, quotes) = without_quotes(line);
        let indent = columns(bare);
        bare = bare.trim_start();
        if let Some((mark, length, outer, column)) = self.fence {
            let ends = (quotes < outer) || (!bare.is_empty() && indent < column && self.item.is_some());
            if !ends {
                let run = run_of(bare, mark);
                if run >= length && bare[run..].trim().is_empty() {
                    self.fence = None;
                    self.after_blank = Some(false);
                    return LineKind::Fence;
                }
                return LineKind::Code;
            }
            self.fence = None;
        }
        let after_blank = self.after_blank.replace(bare.is_empty()).unwrap_or(true);
        if bare.is_empty() {
            return LineKind::Blank;
        }
        if indent < self.item.unwrap_or_default() && after_blank || indent == 0 {
            self.item = self.item.filter(|_| indent > 0);
        }
        let base = self.item.filter(|&item| indent >= item).unwrap_or_default();
        self.in_indented = indent >= base + 4 && (after_blank || self.in_indented);
        if self.in_indented {
            return LineKind::Code;
        }
        self.open(bare, indent, quotes)
    }

    /// Reads the marks of items and the fence that a line may begin with.
    fn open(&mut self, mut bare: &str, mut indent: usize, quotes: usize) -> LineKind {
        while let Some((length, width)) = item_mark(bare) {
            let rest = &bare[length..];
            let gap = columns(rest);
            indent += if gap > 4 { width } else { width - 1 + gap };
            self.item = Some(indent);
            bare = rest.trim_start();
        }
        let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'));
        if let Some(mark) = mark {
            let length = run_of(bare, mark);
            if length >= 3 && !(mark == '`' && bare[length..].contains('`')) {
                self.fence = Some((mark, length, quotes, self.item.filter(|&item| indent >= item).unwrap_or_default()));
                return LineKind::Fence;
            }
        }
        LineKind::Text
    }
}

fn run_of(text: &str, mark: char) -> usize {
    text.len() - text.trim_start_matches(mark).len()
}

/// A line without the marks of the quotes it stands in, and their number.
fn without_quotes(line: &str) -> (&str, usize) {
    let (mut bare, mut quotes) = (line, 0);
    while let Some(rest) = bare.trim_start_matches(' ').strip_prefix('>') {
        bare = rest.strip_prefix(' ').unwrap_or(rest);
        quotes += 1;
    }
    (bare, quotes)
}

/// The columns of white space at the beginning of a line; a tab counts as four.
pub(super) fn columns(line: &str) -> usize {
    line.chars().take_while(|c| matches!(c, ' ' | '\t')).map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// The length of the mark of a list item at the beginning of a text that is not indented, and how wide CommonMark's mark
/// in its place is.
fn item_mark(text: &str) -> Option<(usize, usize)> {
    let first = text.chars().next()?;
    if !(first == '(' || first.is_alphanumeric() || !first.is_ascii() || matches!(first, '-' | '*' | '+')) {
        return None;
    }
    let mark = ListMark::read(text)?;
    let bare = &text[..mark.length];
    let is_parted = bare.ends_with([' ', '\t']);
    let width = bare.trim_end().chars().count().min(3) + 1;
    is_parted.then_some((bare.trim_end().len(), width))
}

/// Code spans of a paragraph that is read from its beginning.
#[derive(Debug, Default)]
pub(super) struct CodeSpans {
    /// Lengths of runs of backticks that no further run of the paragraph answers.
    unanswered: Vec<usize>,
}

impl CodeSpans {
    /// The end of the code span that a run of backticks at the beginning of `text` opens, or of the run where it opens
    /// none; `text` ends with the paragraph.
    pub(super) fn end(&mut self, text: &str) -> usize {
        let length = run_of(text, '`');
        if self.unanswered.contains(&length) {
            return length;
        }
        let mut at = length;
        while let Some(found) = text[at..].find('`') {
            at += found;
            let run = run_of(&text[at..], '`');
            at += run;
            if run == length {
                return at;
            }
        }
        self.unanswered.push(length);
        length
    }
}

/// The length of the paragraph at the beginning of a text: up to its first blank line.
pub(super) fn paragraph(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && line.trim_matches([' ', '\t', '>', '\r', '\n']).is_empty() {
            break;
        }
        at += line.len();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds of lines, a letter each.
    fn check(text: &str, expected: &str) {
        let mut lines = CodeLines::default();
        let kind = |line| match lines.take(line) {
            LineKind::Fence => 'F',
            LineKind::Code => 'C',
            LineKind::Blank => '.',
            LineKind::Text => 'T',
        };
        assert_eq!(text.lines().map(kind).collect::<String>(), expected, "{text}");
    }

    #[test]
    fn code_blocks_are_told_from_text() {
        check("نص\n```\nx\n\n    y\n```\nنص", "TFC.CFT".replace(".C", "CC").as_str());
        check("نص\n    تتمة\n\n    رمز\n    رمز\nنص", "TT.CCT");
        check("- بند\n\n    تتمة\n\n        رمز", "T.T.C");
        check("> ```\n> x\nنص", "FCT");
        check("- ```\n  x\n  ```\nنص", "FCFT");
        check("- ```\n  x\nنص", "FCT");
        check("~~~ a\n```\n~~~\n    نص", "FCFT");
    }

    #[test]
    fn code_spans_end_at_a_run_of_the_same_length() {
        let check = |text: &str, expected: usize| assert_eq!(CodeSpans::default().end(text), expected, "{text}");
        check("`a` b", 3);
        check("``a`b`` c", 7);
        check("`a", 1);
        check("`a``b", 1);
        assert_eq!(paragraph("أ\nب\n\nج"), "أ\nب\n".len());
    }

    #[test]
    fn backticks_take_linear_time() {
        let text = (1..600).map(|n| "`".repeat(n) + "a").collect::<String>();
        let mut spans = CodeSpans::default();
        let mut at = 0;
        while let Some(found) = text[at..].find('`') {
            at += found;
            at += spans.end(&text[at..]);
        }
        assert_eq!(at, text.len() - 1);
    }
}
