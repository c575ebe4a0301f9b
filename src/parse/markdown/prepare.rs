//! What other dialects of Markdown say, put so that CommonMark says the same.
//!
//! In: a text and where its body begins. Out: the text with edits: marks of list items as `1.` and `-`,
//! admonitions of MkDocs and Docusaurus as callouts, highlighted code of Jekyll as fenced code, pictures of Hugo
//! as pictures. Directives that a book has no use for go, with one warning. Code blocks are left alone.

use std::collections::BTreeMap;

use super::callout::kind_of;
use crate::diagnostic::{Code, Diagnostic, Noticed, Span};
use crate::parse::rewrite::Rewritten;

mod directive;
mod lists;

/// The state of the walk over lines.
struct Preparer<'a> {
    text: &'a str,
    out: Rewritten<'a>,
    /// The fence of the code block that is open: its mark and length.
    fence: Option<(char, usize)>,
    /// Whether an item of a list is open, so that an indented line is no code.
    in_list: bool,
    /// Whether the lines belong to an admonition, and how they are marked.
    admonition: Option<Admonition>,
    /// Marks of items to be written as CommonMark has them.
    marks: BTreeMap<usize, lists::Edit>,
    dropped: Noticed,
    contents: Noticed,
}

/// How an admonition ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Admonition {
    /// With the first line that is not indented: `!!! note`.
    Indented,
    /// With a line of `:::`.
    Fenced,
}

/// Prepares the body of a text.
pub(super) fn prepare<'a>(text: &'a str, start: usize, warnings: &mut Vec<Diagnostic>) -> Rewritten<'a> {
    let mut preparer = Preparer {
        text,
        out: Rewritten::new(text),
        fence: None,
        in_list: false,
        admonition: None,
        marks: lists::edits(text, start),
        dropped: Noticed::default(),
        contents: Noticed::default(),
    };
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let end = at + line.trim_end_matches(['\n', '\r']).len();
        preparer.line(Span::new(at, end));
        at += line.len();
    }
    let hint = "delete it, or say it in Markdown";
    let dropped = preparer.dropped.warning(Code::SiteDirective, "a directive of a site generator is left out", hint);
    let contents = preparer.contents.warning(
        Code::ContentsPlace,
        "a place for a table of contents is left out",
        "books have their own",
    );
    warnings.extend(dropped.into_iter().chain(contents));
    preparer.out.finish()
}

impl Preparer<'_> {
    fn line(&mut self, line: Span) {
        let content = &self.text[line.start..line.end];
        let indent = content.len() - content.trim_start_matches([' ', '\t']).len();
        if self.fenced(content.trim_start_matches([' ', '\t', '>'])) {
            return self.mark_admonition(line);
        }
        if self.admonition(line, content, indent) {
            return;
        }
        let bare = content[indent..].trim_end();
        if self.is_place_for_contents(line, bare) {
            self.contents.add(line);
            return self.out.replace(line, "");
        }
        let is_code = indent >= 4 && !self.in_list && self.admonition.is_none();
        let is_blank = bare.is_empty();
        if is_code && !is_blank {
            return;
        }
        if !is_blank && indent == 0 {
            self.in_list = false;
        }
        if let Some((_, lists::Edit { span, new })) = self.marks.range(line.start..line.end).next() {
            self.in_list = true;
            self.out.replace(*span, new);
        } else if bare.starts_with(['-', '*', '+']) || bare.starts_with(|c: char| c.is_ascii_digit()) {
            self.in_list = true;
        }
        self.directives(line);
    }

    /// Whether a line is the item that kramdown puts a table of contents in place of, by `{:toc}` below it.
    fn is_place_for_contents(&self, line: Span, bare: &str) -> bool {
        let next = self.text[line.end..].trim_start_matches('\r').strip_prefix('\n').unwrap_or_default();
        let next = next.lines().next().unwrap_or_default().trim();
        bare.starts_with(['*', '-', '+', '1']) && matches!(next, "{:toc}" | "{: toc}" | "{:toc }" | "{: toc }")
    }

    /// Whether a line is a fence or within fenced code.
    fn fenced(&mut self, bare: &str) -> bool {
        let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| bare.chars().take_while(|&c| c == mark).count());
        match (self.fence, mark) {
            (Some((open, least)), Some(mark)) => {
                if mark == open && length >= least && bare[length..].trim().is_empty() {
                    self.fence = None;
                }
                true
            }
            (Some(_), None) => true,
            (None, Some(mark)) if length >= 3 && !(mark == '`' && bare[length..].contains('`')) => {
                self.fence = Some((mark, length));
                true
            }
            _ => false,
        }
    }

    /// Reads the first line of an admonition or one that belongs to one; `true` when the line is done with.
    fn admonition(&mut self, line: Span, content: &str, indent: usize) -> bool {
        if self.admonition == Some(Admonition::Fenced) && content.trim() == ":::" {
            self.admonition = None;
            self.out.replace(line, "");
            return true;
        }
        let bare = content.trim();
        if self.admonition == Some(Admonition::Indented) && !bare.is_empty() && !content.starts_with(['\t', ' ']) {
            self.admonition = None;
        }
        if let Some((head, how)) = head(content).filter(|_| indent < 4 && self.admonition.is_none()) {
            self.admonition = Some(how);
            self.out.replace(line, &head);
            return true;
        }
        self.mark_admonition(line);
        false
    }

    /// Marks a line of an admonition as part of a quote.
    fn mark_admonition(&mut self, line: Span) {
        let blank = self.text[line.start..line.end].trim().is_empty();
        match self.admonition {
            Some(Admonition::Fenced) => self.out.replace(Span::new(line.start, line.start), "> "),
            Some(Admonition::Indented) if blank => self.out.replace(line, ">"),
            Some(Admonition::Indented) if self.text[line.start..].starts_with("    ") => {
                self.out.replace(Span::new(line.start, line.start + 4), "> ");
            }
            Some(Admonition::Indented) if self.text[line.start..].starts_with('\t') => {
                self.out.replace(Span::new(line.start, line.start + 1), "> ");
            }
            Some(Admonition::Indented) => self.admonition = None,
            None => {}
        }
    }
}

/// The first line of a callout for `!!! note "title"`, `??? tip`, `:::warning title` and the like.
fn head(line: &str) -> Option<(String, Admonition)> {
    let line = line.trim();
    let marks = ["!!!", "???+", "???", ":::"];
    let mark = marks.into_iter().find(|mark| line.starts_with(mark))?;
    let rest = line[mark.len()..].trim();
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '[' | '{' | '"')).unwrap_or(rest.len());
    let (word, title) = rest.split_at(end);
    if word.is_empty() || (mark == ":::" && kind_of(word).is_none()) {
        return None;
    }
    let word = if kind_of(word).is_some() { word } else { "note" };
    let title = title.trim().trim_matches(['"', '[', ']']).trim();
    let how = if mark == ":::" { Admonition::Fenced } else { Admonition::Indented };
    // The empty line ends what stands before it.
    Some((format!("\n> [!{word}] {title}"), how))
}
