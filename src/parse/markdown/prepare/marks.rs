//! Lines that say one thing to a program: places for contents, page breaks, modules, abbreviations, examples.
//!
//! In: a line that is no code. Out: whether it is left out, and what it means.

use std::collections::BTreeMap;

use super::Preparer;
use crate::diagnostic::Span;

/// Lines that ask for a table of contents.
const CONTENTS: [&str; 9] =
    ["[toc]", "[[toc]]", "[[_toc_]]", "[_toc_]", "{:toc}", "{{toc}}", "${toc}", "@[toc]", "\\tableofcontents"];

/// Commands of TeX that lay out pages and say nothing.
const LAYOUT: [&str; 20] = [
    "newpage",
    "pagebreak",
    "clearpage",
    "cleardoublepage",
    "noindent",
    "bigskip",
    "medskip",
    "smallskip",
    "vspace",
    "hspace",
    "maketitle",
    "appendix",
    "frontmatter",
    "mainmatter",
    "backmatter",
    "centering",
    "raggedright",
    "raggedleft",
    "listoffigures",
    "listoftables",
];

/// Elements whose text ends with their end tag only (CommonMark, 4.6, kind 1).
const ENDED: [&str; 4] = ["script", "style", "textarea", "pre"];

/// The numbers of examples that have names: `(@name)`.
pub(super) fn examples(text: &str) -> BTreeMap<&str, usize> {
    let (mut names, mut count) = (BTreeMap::new(), 0);
    if text.contains("(@") {
        for (_, name) in text.lines().filter_map(example) {
            count += 1;
            names.entry(name).or_insert(count);
        }
    }
    names.remove("");
    names
}

/// The length of the mark of an example and its name.
fn example(line: &str) -> Option<(usize, &str)> {
    let bare = line.trim_start_matches(' ');
    let name = bare.strip_prefix("(@")?.split(')').next()?;
    let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let length = line.len() - bare.len() + "(@)".len() + name.len();
    (is_name && line[length..].starts_with(' ')).then_some((length, name))
}

impl Preparer<'_> {
    /// The number of an example that begins a line, as a mark of CommonMark, and the length of what it stands for.
    pub(super) fn example(&mut self, content: &str) -> Option<(usize, String)> {
        let (length, _) = example(content)?;
        self.example_count += 1;
        let indent = content.len() - content.trim_start_matches(' ').len();
        Some((length, format!("{}{})", &content[..indent], self.example_count)))
    }

    /// Whether a line says nothing to a reader.
    pub(super) fn is_left_out(&mut self, body: Span, bare: &str, after_blank: bool) -> bool {
        let first = bare.as_bytes()[0];
        if matches!(first, b'[' | b'{' | b'$' | b'@' | b'\\') && CONTENTS.contains(&bare.to_ascii_lowercase().as_str())
            || matches!(first, b'*' | b'-' | b'+' | b'1') && self.is_above_toc(body)
        {
            self.told.contents.add(body);
            return true;
        }
        if first == b'\\' && is_layout(bare) {
            self.told.layout.add(body);
            return true;
        }
        if matches!(first, b'-' | b';') && (bare.starts_with("--8<--") || bare.starts_with(";--8<--")) {
            self.told.snippets.add(body);
            return true;
        }
        if first == b'*'
            && let Some((short, long)) = bare.strip_prefix("*[").and_then(|rest| rest.split_once("]:"))
        {
            self.abbreviations.insert(short.trim().to_owned(), long.trim().to_owned());
            return true;
        }
        if matches!(first, b'i' | b'e') && after_blank && is_module(&self.text[body.start..body.end]) {
            self.told.modules.add(body);
            self.in_module = true;
            return true;
        }
        false
    }

    /// Whether a line is the item that kramdown puts a table of contents in place of, by `{:toc}` below it.
    fn is_above_toc(&self, body: Span) -> bool {
        let next = self.text[body.end..].trim_start_matches('\r').strip_prefix('\n').unwrap_or_default();
        let next = next.lines().next().unwrap_or_default().trim();
        matches!(next, "{:toc}" | "{: toc}" | "{:toc }" | "{: toc }")
    }

    /// Makes the tag of an element that has no end text; it would hide or change all that follows.
    pub(super) fn endless(&mut self, body: Span, bare: &str) {
        let named = |name: &&&str| {
            bare.get(1..=name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
                && bare[1 + name.len()..].starts_with(['>', ' ', '\t'])
        };
        let Some(&name) = ENDED.iter().find(named) else { return };
        if !self.endless.contains(&name) {
            let close = format!("</{name}");
            let rest = &self.text.as_bytes()[body.start..];
            let mut ends = rest.windows(close.len()).map(|part| part.eq_ignore_ascii_case(close.as_bytes()));
            if ends.any(|is_end| is_end) {
                return;
            }
            self.endless.push(name);
        }
        let start = body.start + self.text[body.start..body.end].find('<').unwrap_or_default();
        self.out.replace(Span::new(start, start), "\\");
    }
}

fn is_layout(bare: &str) -> bool {
    let name = bare[1..].split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let rest = bare[1 + name.len()..].trim_start_matches('*').trim();
    LAYOUT.contains(&name) && (rest.is_empty() || (rest.starts_with(['{', '[']) && rest.ends_with(['}', ']'])))
}

/// Whether a line is an import or export of MDX.
fn is_module(line: &str) -> bool {
    if let Some(rest) = line.strip_prefix("import ") {
        let rest = rest.trim().trim_end_matches(';');
        let is_quoted = rest.ends_with(['\'', '"']);
        return is_quoted && (rest.starts_with(['\'', '"']) || rest.contains(" from ")) || rest == "{";
    }
    let rest = line.strip_prefix("export ").unwrap_or_default();
    ["const ", "default ", "let ", "function ", "var ", "{"].iter().any(|word| rest.starts_with(word))
}
