//! Right-to-left text within code.
//!
//! From code in any language, lines separated by line feeds, come [`Isolate`]s that keep the order of the code around
//! them: the contents of string literals and comments, and names in right-to-left letters. None crosses the end of a
//! line. The lexer knows the quotation marks and comments that most languages share, no grammar. A line without Latin
//! letters and operators, in code of no known language, is prose and runs right to left as a whole.

use std::ops::Range;

use super::class::{Class, is_ltr, is_rtl};
use super::tokens::Isolate;
use crate::document::Direction;

/// Fence names that do not stand for a programming language.
const PROSE: [&str; 6] = ["text", "txt", "plain", "plaintext", "markdown", "md"];
/// Comments up to the end of the line: their openings, and the languages that have them (of all others where that is
/// empty).
const LINE_COMMENTS: [(&str, &[&str]); 5] = [
    ("//", &[]),
    ("#", &[]),
    ("--", &[]),
    (";", &["lisp", "clojure", "scheme", "elisp", "ini", "asm", "nasm"]),
    ("%", &["latex", "tex", "matlab", "octave", "erlang", "prolog"]),
];
/// Languages in which `#` opens no comment.
const WITHOUT_HASH: [&str; 8] = ["css", "scss", "less", "html", "xml", "svg", "markdown", "md"];
/// Comments and strings that may go over lines: openings and ends.
const BLOCKS: [(&str, &str); 5] = [("/*", "*/"), ("<!--", "-->"), ("\"\"\"", "\"\"\""), ("'''", "'''"), ("`", "`")];
/// Signs that do not occur in prose.
const OPERATORS: &str = "=(){}[]<>;|`\"'#$&*\\/";

/// The isolates of code, in their order. `language` is the name after the fence.
#[must_use]
pub fn code(text: &str, language: Option<&str>) -> Vec<Isolate> {
    if !text.contains(is_rtl) {
        return Vec::new();
    }
    let language = language.and_then(|name| name.split_whitespace().next()).unwrap_or_default().to_ascii_lowercase();
    let mut lexer = Lexer { text, language, at: 0, found: Vec::new(), unended: [false; BLOCKS.len()] };
    while lexer.at < text.len() {
        lexer.step();
    }
    lexer.found
}

struct Lexer<'a> {
    text: &'a str,
    language: String,
    at: usize,
    found: Vec<Isolate>,
    /// Which of [`BLOCKS`] are known not to end any more.
    unended: [bool; BLOCKS.len()],
}

impl Lexer<'_> {
    /// Consumes the token that begins here: a line of prose, a comment, a string, a name, or one character.
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        let at_line_start = self.text[..self.at].is_empty() || self.text[..self.at].ends_with('\n');
        if at_line_start && self.is_prose(line_of(rest)) {
            let line = self.at..self.at + line_of(rest).len();
            return self.whole(line.clone(), line.end);
        }
        if let Some((range, end)) = self.block(rest) {
            return self.lines(range, end);
        }
        if let Some(open) = self.line_comment(rest) {
            let start = self.at + open;
            return self.whole(start..self.at + line_of(rest).len(), self.at + line_of(rest).len());
        }
        if let Some(length) = self.string(rest) {
            let start = self.at + 1;
            return self.whole(start..start + length, start + length + 1);
        }
        let Some(first) = rest.chars().next() else { return };
        if is_rtl(first) {
            let length = name(rest);
            self.add(self.at..self.at + length, Direction::Rtl);
            self.at += length;
        } else {
            self.at += first.len_utf8();
        }
    }

    /// What a comment or string says that begins here and may go over lines, and where it ends.
    fn block(&mut self, rest: &str) -> Option<(Range<usize>, usize)> {
        for (index, (open, close)) in BLOCKS.iter().enumerate() {
            if self.unended[index] || !rest.starts_with(open) {
                continue;
            }
            let start = self.at + open.len();
            match rest[open.len()..].find(close) {
                Some(length) => return Some((start..start + length, start + length + close.len())),
                None => self.unended[index] = true,
            }
        }
        None
    }

    fn is_prose(&self, line: &str) -> bool {
        let is_known = !self.language.is_empty() && !PROSE.contains(&self.language.as_str());
        !is_known && line.contains(is_rtl) && !line.contains(is_ltr) && !line.contains(|c| OPERATORS.contains(c))
    }

    /// Length of the opening of a comment to the end of the line, where one begins here.
    fn line_comment(&self, rest: &str) -> Option<usize> {
        let is_of = |languages: &[&str]| languages.is_empty() || languages.contains(&self.language.as_str());
        let (open, _) = LINE_COMMENTS.iter().find(|(open, languages)| rest.starts_with(open) && is_of(languages))?;
        let before = self.text[..self.at].chars().next_back();
        let is_apart = before.is_none_or(char::is_whitespace);
        let repeated = open.chars().next().unwrap_or_default();
        let body = rest.trim_start_matches([repeated, '!']);
        let opens = match *open {
            "//" => before != Some(':'),
            "#" if WITHOUT_HASH.contains(&self.language.as_str()) => false,
            // `#name` and `--option` are not comments.
            _ => is_apart && body.starts_with(|c: char| c.is_whitespace() || is_rtl(c)),
        };
        opens.then(|| rest.len() - body.len())
    }

    /// Length of the contents of a string that begins here and ends on its line.
    fn string(&self, rest: &str) -> Option<usize> {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        // An apostrophe within a word does not open a string.
        if quote == '\'' && self.text[..self.at].ends_with(|c: char| c.is_alphanumeric() && !"rbfuRBFUL".contains(c)) {
            return None;
        }
        let mut is_escaped = false;
        for (at, character) in line_of(rest).char_indices().skip(1) {
            match character {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                other if other == quote => return Some(at - 1),
                _ => {}
            }
        }
        None
    }

    /// Isolates the contents of a string or comment as a whole if most of their letters run right to left; otherwise
    /// treats them as code.
    fn whole(&mut self, range: Range<usize>, end: usize) {
        let says = &self.text[range.clone()];
        let letters = |is_of: fn(char) -> bool| says.chars().filter(|c| is_of(*c)).count();
        if letters(is_rtl) > letters(is_ltr) {
            let decoration = |c: char| c.is_whitespace() || "*#/-;%".contains(c);
            let start = range.start + says.len() - says.trim_start_matches(decoration).len();
            let range = start..range.start + says.trim_end().len();
            self.add(range.clone(), Direction::Rtl);
            // Places for values, such as `%s` and `${name}`, keep their own order.
            super::add_nested(self.text, range, Direction::Rtl, &mut self.found);
            self.at = end;
        } else {
            self.names(range);
            self.at = end;
        }
    }

    /// The same, line by line.
    fn lines(&mut self, range: Range<usize>, end: usize) {
        let mut start = range.start;
        for line in self.text[range].split('\n') {
            self.whole(start..start + line.len(), start + line.len());
            start += line.len() + 1;
        }
        self.at = end;
    }

    /// The names in a stretch of code.
    fn names(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(next) = self.text[at..range.end].find(is_rtl) {
            let start = at + next;
            at = start + name(&self.text[start..range.end]);
            self.add(start..at, Direction::Rtl);
        }
    }

    fn add(&mut self, range: Range<usize>, direction: Direction) {
        if range.start < range.end {
            self.found.push(Isolate { range, direction });
        }
    }
}

fn line_of(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// Length of the name or words in right-to-left letters at the start of a text, up to a sign of code or a digit after a
/// space.
fn name(text: &str) -> usize {
    let mut end = 0;
    let mut gap = false;
    for (at, character) in line_of(text).char_indices() {
        let after = at + character.len_utf8();
        match Class::of(character) {
            Class::Strong(Direction::Rtl) | Class::Mark => (end, gap) = (after, false),
            Class::European | Class::Arabic if !gap => end = after,
            Class::Neutral if "،؛؟".contains(character) => end = after,
            Class::Neutral if character == '_' && !gap => {}
            Class::Neutral if character == ' ' => gap = true,
            _ => break,
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows isolates in brackets.
    fn check(language: &str, text: &str, expected: &str) {
        let isolates = code(text, Some(language).filter(|name| !name.is_empty()));
        let brackets = |direction| if direction == Direction::Rtl { ('⟪', '⟫') } else { ('⟦', '⟧') };
        let ends = isolates.iter().rev().map(|isolate| (isolate.range.end, false, brackets(isolate.direction).1));
        let starts = isolates.iter().map(|isolate| (isolate.range.start, true, brackets(isolate.direction).0));
        let mut marks: Vec<(usize, bool, char)> = ends.chain(starts).collect();
        marks.sort_by_key(|&(at, opens, _)| (at, opens));
        let mut shown = text.to_owned();
        marks.iter().rev().for_each(|&(at, _, mark)| shown.insert(at, mark));
        assert_eq!(shown, expected);
    }

    #[test]
    fn strings_are_isolated() {
        check("json", r#"{"عمر": 20, "اسم": "علي"}"#, r#"{"⟪عمر⟫": 20, "⟪اسم⟫": "⟪علي⟫"}"#);
        check("", r#"print("مرحبا، \"علي\"!") + 'نعم'"#, r#"print("⟪مرحبا، \"علي\"!⟫") + '⟪نعم⟫'"#);
        check("python", "x = \"\"\"سطر\nآخر\"\"\"", "x = \"\"\"⟪سطر⟫\n⟪آخر⟫\"\"\"");
        check("js", "const s = `مرحبا ${name}`;", "const s = `⟪مرحبا ⟦${name}⟧⟫`;");
        check("c", r#"printf("العدد %d\n", n);"#, r#"printf("⟪العدد ⟦%d\n⟧⟫", n);"#);
        check("", "don't \"x\" كتاب", "don't \"x\" ⟪كتاب⟫");
        check(
            "sql",
            "SELECT * FROM t WHERE اسم = 'علي' AND عمر = 20",
            "SELECT * FROM t WHERE ⟪اسم⟫ = '⟪علي⟫' AND ⟪عمر⟫ = 20",
        );
        check("", "q = \"SELECT a FROM جدول\"", "q = \"SELECT a FROM ⟪جدول⟫\"");
    }

    #[test]
    fn comments_are_isolated() {
        check("rust", "let x = 5; // القيمة: 5", "let x = 5; // ⟪القيمة: 5⟫");
        check("python", "x = 5  # القيمة (المجموع).", "x = 5  # ⟪القيمة (المجموع).⟫");
        check("sql", "-- جدول الطلاب\nSELECT 1", "-- ⟪جدول الطلاب⟫\nSELECT 1");
        check("c", "/* سطر\n * وآخر */ int x;", "/* ⟪سطر⟫\n * ⟪وآخر⟫ */ int x;");
        check("html", "<!-- تعليق --><p>نص</p>", "<!-- ⟪تعليق⟫ --><p>⟪نص⟫</p>");
        check("", "curl https://example.org/كتاب", "curl https://example.org/⟪كتاب⟫");
        check("css", "#عنوان { color: red }", "#⟪عنوان⟫ { color: red }");
    }

    #[test]
    fn names_keep_their_places() {
        check("yaml", "الاسم: علي بن أبي طالب\nالعمر: 20", "⟪الاسم⟫: ⟪علي بن أبي طالب⟫\n⟪العمر⟫: 20");
        check("", "س = ص + ع_1", "⟪س⟫ = ⟪ص⟫ + ⟪ع_1⟫");
        check("", "كائن.خاصية()", "⟪كائن⟫.⟪خاصية⟫()");
        check("", "let x = 1;", "let x = 1;");
    }

    #[test]
    fn prose_runs_as_a_whole() {
        check("", "قال: السلام عليكم، كيف الحال؟\n  وسكت.", "⟪قال: السلام عليكم، كيف الحال؟⟫\n  ⟪وسكت.⟫");
        check("text", "العنوان: القاهرة", "⟪العنوان: القاهرة⟫");
    }
}
