//! Formulas in the text of pages and plain texts, between the signs that MathJax and KaTeX look for.
//!
//! In: blocks. Out: the same with formulas in place of `\(…\)`, `\[…\]`, `$$…$$`, and of `$…$` where it says something
//! in TeX. What is no formula stays text.

use super::prose::{is_formula, is_money};
use crate::diagnostic::{Noticed, Span};
use crate::document::{Block, Inline};
use crate::parse::walk;

/// The signs around formulas, and whether what they hold is displayed.
const SIGNS: [(&str, &str, bool); 4] =
    [("\\(", "\\)", false), ("\\[", "\\]", true), ("$$", "$$", true), ("$", "$", false)];

/// Whether a text could hold a formula at all.
pub(crate) fn may_be_in(text: &str) -> bool {
    text.contains("\\(") || text.contains("\\[") || text.contains('$')
}

/// Puts formulas in place of what says them; those that cannot be understood stay as they are and are noticed.
pub(crate) fn formulas(blocks: &mut [Block], unread: &mut Noticed) {
    walk::runs(blocks, &mut |run| in_run(run, unread));
}

fn in_run(run: &mut Vec<Inline>, unread: &mut Noticed) {
    let is_wanted = |inline: &Inline| matches!(inline, Inline::Text { text, .. } if may_be_in(text));
    if run.iter().any(is_wanted) {
        let old = std::mem::take(run);
        for inline in old {
            match inline {
                Inline::Text { text, span } if may_be_in(&text) => in_text(&text, span, run, unread),
                other => run.push(other),
            }
        }
    }
    run.iter_mut().filter_map(Inline::children_mut).for_each(|inner| in_run(inner, unread));
}

fn in_text(text: &str, span: Span, out: &mut Vec<Inline>, unread: &mut Noticed) {
    let is_exact = span.end - span.start == text.len();
    let place = |from: usize, to: usize| if is_exact { Span::new(span.start + from, span.start + to) } else { span };
    let push = |from: usize, to: usize, out: &mut Vec<Inline>| {
        if from < to {
            out.push(Inline::Text { text: text[from..to].to_owned(), span: place(from, to) });
        }
    };
    let (mut written, mut at) = (0, 0);
    while let Some((start, end, inner, is_display)) = next(text, at) {
        at = end;
        match super::tex(inner, is_display, place(start, end)) {
            Some(formula) => {
                push(written, start, out);
                out.push(Inline::Math(formula));
                written = end;
            }
            None => unread.add(place(start, end)),
        }
    }
    push(written, text.len(), out);
}

/// The next formula from an offset on: its ends, what is between its signs, and whether it is displayed.
fn next(text: &str, from: usize) -> Option<(usize, usize, &str, bool)> {
    let mut at = from;
    while let Some(offset) = text[at..].find(['\\', '$']) {
        let start = at + offset;
        let found =
            SIGNS.iter().find(|(open, ..)| text[start..].starts_with(open)).and_then(|&(open, close, display)| {
                let inner = &text[start + open.len()..];
                let length = inner.find(close)?;
                let (inner, end) = (&inner[..length], start + open.len() + length + close.len());
                let around = (text[..start].chars().next_back(), text[end..].chars().next());
                let is_meant = match open {
                    "$" => inner.contains(['\\', '^', '_']) && is_tight(inner) && !is_money(inner, around.0, around.1),
                    "$$" => !inner.trim().is_empty(),
                    _ => is_formula(inner),
                };
                is_meant.then_some((start, end, inner, display))
            });
        if found.is_some() {
            return found;
        }
        at = start + if text[start..].starts_with("$$") { 2 } else { 1 };
    }
    None
}

/// Whether no space stands beside the signs, as between those of a formula.
fn is_tight(inner: &str) -> bool {
    !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_found_among_words() {
        let check = |text: &str, expected: &[(&str, bool)]| {
            let (mut found, mut at) = (Vec::new(), 0);
            while let Some((_, end, inner, display)) = next(text, at) {
                found.push((inner, display));
                at = end;
            }
            assert_eq!(found, expected, "{text}");
        };
        check(r"ليكن \(x^2\) ثم \[a=b\]", &[("x^2", false), ("a=b", true)]);
        check("ثم $$x+1$$ هنا", &[("x+1", true)]);
        check(r"إذا كان $\alpha$ زاوية و$x_1$", &[(r"\alpha", false), ("x_1", false)]);
        check("ثمنه 50$ و 100$ لا غير", &[]);
        check("من $5 إلى $10", &[]);
        check("المتغير $HOME_DIR و $PATH", &[]);
        check(r"C:\[ملفات\] و \(انظر\)", &[]);
    }
}
