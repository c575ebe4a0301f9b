//! The signs `\(…\)` and `\[…\]` in Markdown, where CommonMark would take them for escaped brackets.
//!
//! In: a text and where its body begins. Out: the same with dollar signs around what is a formula. Code is left alone.

use super::prose::is_formula;
use crate::diagnostic::Span;
use crate::parse::rewrite::Rewritten;

/// Puts dollar signs around formulas.
pub(crate) fn dollars(text: &str, start: usize) -> Rewritten<'_> {
    let mut out = Rewritten::new(text);
    if !text.contains("\\(") && !text.contains("\\[") {
        return out.finish();
    }
    let mut at = start;
    while let Some(offset) = text[at..].find(['\\', '`', '~']) {
        let here = at + offset;
        let rest = &text[here..];
        at = match rest.as_bytes()[0] {
            b'\\' => formula(text, here, &mut out),
            mark => here + code(text, here, char::from(mark)),
        };
    }
    out.finish()
}

/// Takes what a backslash opens, and gives where to go on.
fn formula(text: &str, here: usize, out: &mut Rewritten<'_>) -> usize {
    let rest = &text[here..];
    let pairs = [("\\(", "\\)", "$"), ("\\[", "\\]", "$$")];
    let Some((open, close, dollar)) = pairs.into_iter().find(|(open, ..)| rest.starts_with(open)) else {
        return here + 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
    };
    let inner = &rest[open.len()..];
    // A formula does not go on in another paragraph.
    let paragraph = inner.find("\n\n").unwrap_or(inner.len());
    let Some(length) = inner[..paragraph].find(close) else { return here + open.len() };
    let inner = &inner[..length];
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let is_variable = dollar == "$" && inner.trim().len() == 1 && inner.trim().contains(is_letter);
    if !(is_formula(inner) || is_variable) || inner.contains('$') {
        return here + open.len();
    }
    let from = here + open.len();
    let (first, last) = (inner.len() - inner.trim_start().len(), inner.trim_end().len());
    let end = from + length + close.len();
    out.replace(Span::new(here, from + first), dollar);
    out.replace(Span::new(from + last, end), dollar);
    end
}

/// The length of the code that a run of backticks or tildes opens, or of the run alone.
fn code(text: &str, here: usize, mark: char) -> usize {
    let rest = &text[here..];
    let run = rest.len() - rest.trim_start_matches(mark).len();
    let line = text[..here].rsplit('\n').next().unwrap_or_default();
    let is_fence = run > 2 && line.trim_matches([' ', '\t', '>', '-', '*', '+']).is_empty();
    if is_fence {
        let mut end = run;
        for line in rest[run..].split_inclusive('\n').skip(1) {
            let bare = line.trim_start_matches([' ', '\t', '>']);
            let closes =
                bare.len() - bare.trim_start_matches(mark).len() >= run && bare.trim_matches(mark).trim().is_empty();
            end += line.len();
            if closes {
                break;
            }
        }
        let first = rest[run..].find('\n').map_or(rest.len() - run, |at| at + 1);
        return (end + first).min(rest.len());
    }
    if mark == '~' {
        return run;
    }
    let close: String = std::iter::repeat_n(mark, run).collect();
    let mut from = run;
    while let Some(offset) = rest[from..].find(&close) {
        let at = from + offset;
        let length = rest[at..].len() - rest[at..].trim_start_matches(mark).len();
        if length == run {
            return at + run;
        }
        from = at + length;
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_get_dollar_signs_and_code_none() {
        let check = |text: &str, expected: &str| assert_eq!(dollars(text, 0).text(), expected, "{text}");
        check(r"\(a+b\) و \[ c=d \]", "$a+b$ و $$c=d$$");
        check(r"ليكن \( x \) عددا", "ليكن $x$ عددا");
        check(r"المرجع \[1\] والملاحظة \[محذوف\]", r"المرجع \[1\] والملاحظة \[محذوف\]");
        check(r"`\(a+b\)` ثم \(a+b\)", r"`\(a+b\)` ثم $a+b$");
        check("```\n\\(a+b\\)\n```\n\\(a+b\\)", "```\n\\(a+b\\)\n```\n$a+b$");
        check("~~~ sh\n\\(a+b\\)\n~~~\nثم\n", "~~~ sh\n\\(a+b\\)\n~~~\nثم\n");
        check(r"\\(a+b\\)", r"\\(a+b\\)");
        check("\\[\na=b\n\\]", "$$a=b$$");
    }
}
