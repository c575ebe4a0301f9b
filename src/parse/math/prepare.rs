//! TeX as people write it, put as math-core reads it.
//!
//! In: the source of a formula. Out: the same with environments and commands that math-core knows, Arabic words as text,
//! and apart from it the number that `\tag` gives to an equation. Numbers that LaTeX would count by itself are left out,
//! as MathJax does.

/// A formula for math-core.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    /// Its source.
    pub(super) tex: String,
    /// The number of the equation, in its brackets.
    pub(super) number: Option<String>,
}

/// How deep braces and environments may nest.
const DEEPEST: usize = 40;
/// The most commands that follow each other without anything between them: each could be the argument of the last.
const MOST_COMMANDS: usize = 60;
/// Environments by those that say the same; `""` is none.
const ENVIRONMENTS: [(&str, &str); 17] = [
    ("equation", ""),
    ("equation*", ""),
    ("displaymath", ""),
    ("math", ""),
    ("align", "aligned"),
    ("align*", "aligned"),
    ("alignat", "alignedat"),
    ("alignat*", "alignedat"),
    ("flalign", "aligned"),
    ("flalign*", "aligned"),
    ("split", "aligned"),
    ("gather", "gathered"),
    ("gather*", "gathered"),
    ("multline", "gathered"),
    ("multline*", "gathered"),
    ("smallmatrix", "matrix"),
    ("eqnarray", "aligned"),
];
/// Commands whose argument is text.
const TEXTS: [&str; 9] =
    ["text", "textrm", "textbf", "textit", "textsf", "texttt", "textnormal", "operatorname", "operatorname*"];

/// Whether a formula could nest deeper than what reads it has room for.
pub(super) fn is_deep(source: &str) -> bool {
    let (mut depth, mut commands, mut previous) = (0_usize, 0_usize, ' ');
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                commands += 1;
                while chars.next_if(char::is_ascii_alphabetic).is_some() {}
            }
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '^' | '_' if matches!(previous, '^' | '_') => return true,
            c if c.is_whitespace() => continue,
            _ => commands = 0,
        }
        if depth > DEEPEST || commands > MOST_COMMANDS {
            return true;
        }
        previous = c;
    }
    let opened = |what: &str| source.matches(what).count();
    opened(r"\left") > 10 * DEEPEST || opened(r"\begin") > 10 * DEEPEST
}

/// Puts a formula as math-core reads it.
pub(super) fn prepare(source: &str) -> Prepared {
    let mut prepared = Prepared::default();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        rest = match first {
            '\\' => prepared.command(rest),
            _ if is_arabic(first) => prepared.word(rest),
            _ => {
                prepared.tex.push(first);
                &rest[first.len_utf8()..]
            }
        };
    }
    prepared
}

impl Prepared {
    /// Takes a command, with its argument where that matters; gives what follows.
    fn command<'s>(&mut self, rest: &'s str) -> &'s str {
        let name = &rest[1..];
        let length = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
        let starred = length + usize::from(length > 0 && name[length..].starts_with('*'));
        let (name, after) = name.split_at(starred);
        match name {
            "" => {
                let end = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                self.tex.push_str(&rest[..end]);
                return &rest[end..];
            }
            "tag" | "tag*" if self.number.is_none() => {
                if let Some((number, after)) = argument(after) {
                    let number = number.trim().trim_matches('$');
                    self.number = Some(if name == "tag" { format!("({number})") } else { number.to_owned() });
                    return after;
                }
            }
            "label" => return argument(after).map_or(after, |(_, after)| after),
            "nonumber" | "notag" => return after,
            "begin" | "end" => {
                if let Some((environment, after)) = argument(after) {
                    return self.environment(name, environment, after);
                }
            }
            "substack" => {
                if let Some((lines, after)) = argument(after) {
                    self.tex.push_str(&stacked(&lines.split("\\\\").map(str::trim).collect::<Vec<_>>()));
                    return after;
                }
            }
            "textcolor" => {
                if let Some((color, inner, after)) = two_arguments(after) {
                    self.tex.push_str(&format!("{{\\color{{{color}}}{}}}", prepare(inner).tex));
                    return after;
                }
            }
            "mathrm" | "mbox" | "hbox" | "mathbf" | "mathit" => {
                if let Some((inner, after)) = argument(after).filter(|(inner, _)| inner.contains(is_arabic)) {
                    self.tex.push_str(&format!("\\text{{{inner}}}"));
                    return after;
                }
            }
            _ if TEXTS.contains(&name) => {
                if let Some((inner, after)) = argument(after) {
                    self.tex.push_str(&format!("\\{name}{{{inner}}}"));
                    return after;
                }
            }
            _ => {}
        }
        self.tex.push('\\');
        self.tex.push_str(name);
        after
    }

    fn environment<'s>(&mut self, name: &str, environment: &str, after: &'s str) -> &'s str {
        let known = ENVIRONMENTS.iter().find(|(from, _)| *from == environment).map(|&(_, to)| to);
        match known.unwrap_or(environment) {
            "" => {}
            environment => self.tex.push_str(&format!("\\{name}{{{environment}}}")),
        }
        after
    }

    /// Takes a stretch of Arabic: a word is text, a letter a variable, digits a number.
    fn word<'s>(&mut self, rest: &'s str) -> &'s str {
        let is_number = |c: char| matches!(c, '٠'..='٩' | '۰'..='۹' | '٫' | '٬');
        let first_is_number = rest.starts_with(is_number);
        let end = rest.find(|c: char| !is_arabic(c) || is_number(c) != first_is_number).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if !first_is_number && word.chars().nth(1).is_some() {
            self.tex.push_str(&format!("\\text{{{word}}}"));
        } else {
            self.tex.push_str(word);
        }
        after
    }
}

/// Lines below each other in the size of what is around them.
fn stacked(lines: &[&str]) -> String {
    match lines {
        [] => String::new(),
        [line] => prepare(line).tex,
        [line, rest @ ..] => format!("\\genfrac{{}}{{}}{{0pt}}{{0}}{{{}}}{{{}}}", prepare(line).tex, stacked(rest)),
    }
}

/// Letters, marks and digits of the Arabic script; not its punctuation.
fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{669}' | '\u{66B}'..='\u{66C}' | '\u{66E}'..='\u{6D3}' | '\u{6D5}'..='\u{6FF}')
}

/// The argument in braces that a text begins with, and what follows it.
fn argument(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_start().strip_prefix('{')?;
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in inner.char_indices() {
        match c {
            '{' if !escaped => depth += 1,
            '}' if !escaped && depth == 0 => return Some((&inner[..at], &inner[at + 1..])),
            '}' if !escaped => depth -= 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

fn two_arguments(text: &str) -> Option<(&str, &str, &str)> {
    let (first, after) = argument(text)?;
    let (second, after) = argument(after)?;
    Some((first, second, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dialects_become_what_math_core_reads() {
        let check = |source: &str, expected: &str| assert_eq!(prepare(source).tex, expected);
        check(r"\begin{align*}a&=b\nonumber\\ c&=d\end{align*}", r"\begin{aligned}a&=b\\ c&=d\end{aligned}");
        check(r"\begin{equation}\label{a}x\end{equation}", "x");
        check(r"\textcolor{red}{س س}", r"{\color{red}س س}");
        check(r"\text{سعر {البيع}} \mathrm{كم}", r"\text{سعر {البيع}} \text{كم}");
        check(r"المسافة = ع \times ١٢", r"\text{المسافة} = ع \times ١٢");
        check(r"a \\ b \{ c \}", r"a \\ b \{ c \}");
    }

    #[test]
    fn depth_is_judged_before_anything_reads_it() {
        assert!(!is_deep(r"\frac{1}{1+\frac{1}{1+\sqrt{\frac{a}{b}}}}"));
        assert!(!is_deep(r"\alpha\beta\gamma\delta + \quad \Rightarrow"));
        assert!(is_deep(&"{".repeat(100)));
        assert!(is_deep(&r"\hat".repeat(100)));
    }
}
