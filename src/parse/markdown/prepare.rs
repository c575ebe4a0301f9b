//! What other dialects of Markdown say by whole lines, put so that CommonMark says the same.
//!
//! In: a text and where its body begins. Out: the text with edits: marks of list items as `1.` and `-`; admonitions,
//! tabs and fenced blocks as callouts and elements; drawn tables as HTML, line blocks as lines; highlighted code of
//! Jekyll as fenced code, pictures of Hugo as pictures. What a book has no use for goes, with one warning for each kind.
//! Code blocks are left alone.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Noticed, Span};
use crate::parse::rewrite::Rewritten;

mod code;
mod comments;
mod containers;
mod directive;
mod emphasis;
mod lists;
mod marks;
mod tables;

use code::{CodeLines, LineKind, columns};
use containers::Containers;

/// The state of the walk over lines.
struct Preparer<'a> {
    text: &'a str,
    out: Rewritten<'a>,
    code: CodeLines,
    containers: Containers,
    /// Marks of items to be written as CommonMark has them.
    marks: BTreeMap<usize, lists::Edit>,
    /// The directive that ends what is passed over or taken as it is.
    until: Option<directive::Until>,
    /// Whether the lines up to the next blank one are modules of MDX.
    in_module: bool,
    after_blank: bool,
    /// Numbers of the examples that have names (Pandoc), and how many examples there were.
    examples: BTreeMap<&'a str, usize>,
    example_count: usize,
    /// Long forms of abbreviations.
    abbreviations: BTreeMap<String, String>,
    /// Letters of the line that were directives.
    dropped: usize,
    /// Elements that are known to have no end behind here.
    endless: Vec<&'static str>,
    told: Told,
}

/// What is left out, by its kind.
#[derive(Default)]
struct Told {
    directives: Noticed,
    contents: Noticed,
    layout: Noticed,
    modules: Noticed,
    snippets: Noticed,
    comments: Noticed,
}

impl Told {
    fn warnings(&self) -> impl Iterator<Item = Diagnostic> {
        let hint = "delete it, or say it in Markdown";
        let directives =
            self.directives.warning(Code::SiteDirective, "a directive of a site generator is left out", hint);
        let message = "a place for a table of contents is left out";
        let contents = self.contents.warning(Code::ContentsPlace, message, "books have their own");
        let message = "a command that lays out pages is left out";
        let layout = self.layout.warning(Code::Dialect, message, "chapters begin pages by themselves: see --chapters");
        let message = "a line of a program (import or export) is left out";
        let modules = self.modules.warning(Code::Dialect, message, "write the text itself");
        let message = "a file that is to be put in here is left out";
        let snippets = self.snippets.warning(Code::Dialect, message, "copy its text, or bind it into the book");
        let message = "a comment of a template is left out";
        let comments =
            self.comments.warning(Code::PrivateComment, message, "nothing is to be done: comments are private");
        [directives, contents, layout, modules, snippets, comments].into_iter().flatten()
    }
}

/// A text without what its author keeps private.
pub(super) fn without_comments<'a>(text: &'a str, start: usize, warnings: &mut Vec<Diagnostic>) -> Rewritten<'a> {
    comments::strip(text, start, warnings)
}

/// Prepares the body of a text; gives the long forms of its abbreviations too.
pub(super) fn prepare<'a>(
    text: &'a str,
    start: usize,
    warnings: &mut Vec<Diagnostic>,
) -> (Rewritten<'a>, BTreeMap<String, String>) {
    let mut preparer = Preparer {
        text,
        out: Rewritten::new(text),
        code: CodeLines::default(),
        containers: Containers::default(),
        marks: lists::edits(text, start),
        until: None,
        in_module: false,
        after_blank: true,
        examples: marks::examples(&text[start..]),
        example_count: 0,
        abbreviations: BTreeMap::new(),
        dropped: 0,
        endless: Vec::new(),
        told: Told::default(),
    };
    let mut at = start;
    while at < text.len() {
        let next = text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
        let end = at + text[at..next].trim_end_matches(['\n', '\r']).len();
        at = preparer.line(Span::new(at, end)).unwrap_or(next);
    }
    warnings.extend(preparer.told.warnings());
    (preparer.out.finish(), preparer.abbreviations)
}

impl Preparer<'_> {
    /// Reads a line; returns where to go on if that is not the next line.
    fn line(&mut self, line: Span) -> Option<usize> {
        let content = &self.text[line.start..line.end];
        let is_blank = content.trim().is_empty();
        let after_blank = std::mem::replace(&mut self.after_blank, is_blank);
        if self.until.is_some() {
            self.directives(line, line.start);
            return None;
        }
        self.in_module &= !is_blank;
        if self.in_module {
            self.out.replace(line, "");
            return None;
        }
        let mut body = line.start;
        if !self.containers.is_empty() {
            if !is_blank && self.containers.leave(content) {
                self.code = CodeLines::default();
            }
            body = self.held(line, is_blank)?;
        }
        let kind = self.code.take(&self.text[body..line.end]);
        if kind != LineKind::Text {
            return None;
        }
        self.block(Span::new(body, line.end), line, after_blank)
    }

    /// Marks a line as part of the open blocks; returns where its own text begins, `None` where nothing is left of it.
    fn held(&mut self, line: Span, is_blank: bool) -> Option<usize> {
        let content = &self.text[line.start..line.end];
        if is_blank {
            self.out.replace(line, self.containers.prefix().trim_end());
            self.code.take("");
            return None;
        }
        if let Some(written) = self.containers.close(content.trim()) {
            self.code = CodeLines::default();
            self.after_blank = true;
            self.out.replace(line, &written);
            return None;
        }
        let length = match self.containers.is_in_element() {
            // HTML is indented for the eye.
            true => columns(content).min(content.len() - content.trim_start().len()),
            false => self.containers.indentation(content),
        };
        let length = if self.containers.is_in_element() && columns(content) > 8 { 0 } else { length };
        self.out.replace(Span::new(line.start, line.start + length), &self.containers.prefix());
        Some(line.start + length)
    }

    /// Reads a line that is no code: what it opens, what it asks for, what is marked in it.
    fn block(&mut self, body: Span, line: Span, after_blank: bool) -> Option<usize> {
        let content = &self.text[body.start..body.end];
        let bare = content.trim();
        if bare.is_empty() {
            return None;
        }
        if let Some(head) = self.containers.open(content) {
            self.code = CodeLines::default();
            self.after_blank = true;
            self.out.replace(body, &head);
            return None;
        }
        if self.containers.is_empty() && bare.starts_with(":::") && self.containers.close(bare).is_some() {
            self.out.replace(body, "");
            return None;
        }
        if self.is_left_out(body, bare, after_blank) {
            self.out.replace(body, "");
            return None;
        }
        if self.containers.is_empty()
            && bare.starts_with(['+', '|', '-']) | self.is_above_dashes(line)
            && let Some((length, drawn)) = tables::read(&self.text[line.start..], after_blank)
        {
            let end = line.start + length;
            self.out.replace(Span::new(line.start, end), &drawn);
            self.after_blank = true;
            return Some(end);
        }
        self.marked(body);
        None
    }

    /// Whether a rule of dashes stands below a line, as below the header of a simple table.
    fn is_above_dashes(&self, line: Span) -> bool {
        let next = self.text[line.end..].trim_start_matches('\r').strip_prefix('\n').unwrap_or_default();
        next.trim_start_matches(' ').starts_with("--")
    }

    /// Reads the marks within a line, in their order.
    fn marked(&mut self, body: Span) {
        let content = &self.text[body.start..body.end];
        let mut from = body.start;
        if content.trim_start().starts_with('<') {
            self.endless(body, content.trim_start());
        }
        if let Some((_, lists::Edit { span, new })) = self.marks.range(body.start..body.end).next() {
            self.out.replace(*span, new);
            from = span.end;
        } else if let Some((length, new)) = self.example(content) {
            from = body.start + length;
            self.out.replace(Span::new(body.start, from), &new);
        }
        if content
            .trim_start()
            .strip_prefix(':')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        {
            // A definition has a space behind its colon.
            self.out.replace(Span::new(from, from), emphasis::SIGN);
        }
        if content.contains(['{', '*', '@', '<']) {
            self.directives(body, from);
        }
    }
}
