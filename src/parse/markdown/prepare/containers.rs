//! Blocks of other dialects that hold blocks: admonitions and tabs of MkDocs, fenced blocks of Pandoc and Docusaurus,
//! HTML with Markdown in it.
//!
//! In: lines. Out: their openings as callouts, titles and elements, and what is held without its indentation, marked as
//! part of the quotes that callouts are.

use super::code::columns;
use crate::parse::markdown::callout::kind_of;

/// Elements that may hold Markdown.
const ELEMENTS: [&str; 15] = [
    "div",
    "section",
    "article",
    "aside",
    "main",
    "header",
    "footer",
    "center",
    "details",
    "figure",
    "p",
    "blockquote",
    "td",
    "li",
    "nav",
];

/// An open block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Container {
    /// The column of its opening, and that of what it holds.
    indent: usize,
    content: usize,
    /// Whether it is a quote in CommonMark.
    is_quote: bool,
    end: End,
}

/// What ends a block.
#[derive(Clone, Debug, PartialEq, Eq)]
enum End {
    /// A line that is indented less.
    Indent,
    /// A line of colons; whether it is an element.
    Colons { is_element: bool },
    /// The end tag of an element.
    Tag(String),
}

/// The blocks that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct Containers(Vec<Container>);

/// The most blocks that are held in each other.
const MOST: usize = 32;

impl Containers {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Ends the blocks that a line is not indented enough for.
    pub(super) fn leave(&mut self, line: &str) -> bool {
        let indent = columns(line);
        let first = self.0.iter().position(|open| open.end == End::Indent && indent < open.content);
        first.inspect(|&first| self.0.truncate(first)).is_some()
    }

    /// What marks a line as held by the open blocks.
    pub(super) fn prefix(&self) -> String {
        let (mut prefix, mut column) = (String::new(), 0);
        for open in &self.0 {
            prefix.extend(std::iter::repeat_n(' ', open.indent.saturating_sub(column)));
            prefix += if open.is_quote { "> " } else { "" };
            column = open.content;
        }
        prefix
    }

    /// The bytes of indentation that a line has for the open blocks alone.
    pub(super) fn indentation(&self, line: &str) -> usize {
        let wanted = self.0.last().map_or(0, |open| open.content);
        let (mut column, mut bytes) = (0, 0);
        for c in line.chars() {
            match c {
                ' ' if column < wanted => column += 1,
                '\t' if column < wanted => column += 4,
                _ => break,
            }
            bytes += 1;
        }
        bytes
    }

    /// Reads a line that ends a block, without its indentation: what is to be written for it.
    pub(super) fn close(&mut self, bare: &str) -> Option<String> {
        if bare.len() >= 3 && bare.bytes().all(|byte| byte == b':') {
            let found = self.0.iter().rposition(|open| matches!(open.end, End::Colons { .. }));
            let Some(found) = found else { return Some(String::new()) };
            let is_element = self.0[found].end == End::Colons { is_element: true };
            self.0.truncate(found);
            let prefix = self.prefix();
            return Some(if is_element { format!("{prefix}\n{prefix}</div>\n{prefix}") } else { prefix });
        }
        let name = bare.strip_prefix("</")?.split(['>', ' ']).next()?.to_ascii_lowercase();
        let found = self.0.iter().rposition(|open| matches!(&open.end, End::Tag(tag) if *tag == name))?;
        let is_quote = self.0[found].is_quote;
        self.0.truncate(found);
        let prefix = self.prefix();
        let after = bare.split_once('>').map_or("", |(_, after)| after);
        let tag = if is_quote { String::new() } else { format!("</{name}>") };
        Some(format!("{prefix}\n{prefix}{tag}\n{prefix}\n{prefix}{after}"))
    }

    /// Reads a line that opens a block, without the indentation of those that hold it: what is to be written for it.
    pub(super) fn open(&mut self, line: &str) -> Option<String> {
        if self.0.len() >= MOST {
            return None;
        }
        let indent = self.0.last().map_or(0, |open| open.content) + columns(line);
        let bare = line.trim();
        let outer = self.prefix();
        let margin = " ".repeat(columns(line));
        let p = format!("{outer}{margin}");
        let (head, is_quote, end) = if let Some(title) = tab(bare) {
            (format!("\n{p}<strong>{title}</strong>\n{outer}"), false, End::Indent)
        } else if let Some((word, title)) = admonition(bare) {
            (format!("\n{p}> [!{word}] {title}"), true, End::Indent)
        } else if bare.starts_with(":::") {
            let (head, is_quote) = fenced(bare, &outer, &p)?;
            (head, is_quote, End::Colons { is_element: !is_quote })
        } else {
            return self.open_element(bare, indent, &p);
        };
        let content = if end == End::Indent { indent + 4 } else { indent };
        self.0.push(Container { indent, content, is_quote, end });
        Some(head)
    }

    /// An element that holds Markdown: `<div markdown="1">`; `<aside>` as Notion writes it; one with a direction.
    fn open_element(&mut self, bare: &str, indent: usize, p: &str) -> Option<String> {
        let tag = &bare[..bare.find('>')? + 1];
        let name: String = tag.strip_prefix('<')?.chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        if !ELEMENTS.contains(&name.as_str()) {
            return None;
        }
        let rest = bare[tag.len()..].trim();
        let attributes = tag[1 + name.len()..tag.len() - 1].trim();
        let is_aside = name == "aside" && attributes.is_empty() && rest.is_empty();
        let said = without_markdown(attributes);
        let has_direction = || rest.is_empty() && (attributes.contains("dir=") || attributes.contains("align="));
        if said.is_none() && !is_aside && !has_direction() {
            return None;
        }
        let attributes = said.unwrap_or_else(|| attributes.to_owned());
        let close = format!("</{name}>");
        let closed = rest.strip_suffix(close.as_str());
        let head = match is_aside {
            true => format!("\n{p}> [!note]"),
            false => {
                format!("\n{p}<{}>\n{p}\n{p}{}", format!("{name} {attributes}").trim_end(), closed.unwrap_or(rest))
            }
        };
        if closed.is_some() {
            return Some(format!("{head}\n{p}\n{p}{close}\n{p}"));
        }
        self.0.push(Container { indent, content: indent, is_quote: is_aside, end: End::Tag(name) });
        Some(head)
    }

    /// Whether what is held may be indented for the eye only.
    pub(super) fn is_in_element(&self) -> bool {
        matches!(self.0.last(), Some(Container { end: End::Tag(_), .. }))
    }
}

/// Attributes without the one that asks for Markdown; `None` where none does.
fn without_markdown(attributes: &str) -> Option<String> {
    let at = attributes.find("markdown")?;
    let rest = &attributes[at + "markdown".len()..];
    let value = rest.strip_prefix('=').map_or("", |value| value.split_whitespace().next().unwrap_or_default());
    let length = if rest.starts_with('=') { value.len() + 1 } else { 0 };
    if value.contains('0') || !(rest.is_empty() || rest.starts_with(['=', ' '])) {
        return None;
    }
    Some(format!("{} {}", attributes[..at].trim_end(), rest[length..].trim_start()).trim().to_owned())
}

/// The title of a tab: `=== "title"`.
fn tab(bare: &str) -> Option<&str> {
    let rest = bare.strip_prefix("===")?.trim_start_matches(['!', '+']).trim_start();
    rest.strip_prefix('"')?.strip_suffix('"').filter(|title| !title.trim().is_empty())
}

/// Word and title of an admonition: `!!! note "title"`, `??? tip`.
fn admonition(bare: &str) -> Option<(&str, &str)> {
    let rest = ["!!!", "???+", "???"].into_iter().find_map(|mark| bare.strip_prefix(mark))?.trim();
    let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
    let (word, title) = rest.split_at(end);
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let title = title.split_once('"').map_or(title, |(_, quoted)| quoted.trim_end().trim_end_matches('"'));
    is_word.then_some((word, title.trim()))
}

/// The opening of a fenced block, and whether it is a callout.
fn fenced(bare: &str, outer: &str, p: &str) -> Option<(String, bool)> {
    let rest = bare.trim_matches(':').trim();
    let (before, braces) = match rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
        Some((before, (braces, after))) if after.trim().is_empty() => (before.trim(), braces.trim()),
        _ => (rest, ""),
    };
    let (word, title) = before.split_once([' ', '[', '\t']).unwrap_or((before, ""));
    let title = title.trim().trim_matches(['[', ']', '"']).trim();
    let classes = braces.split_whitespace().filter_map(|word| word.strip_prefix('.'));
    let named = std::iter::once(word).chain(classes).find_map(|class| {
        let class = class.strip_prefix("callout-").unwrap_or(class);
        kind_of(class).map(|_| class)
    });
    if let Some(named) = named {
        let title = value(braces, "title").unwrap_or(title);
        return Some((format!("\n{p}> [!{named}] {title}"), true));
    }
    let is_details = word == "details" || word == "spoiler";
    if rest.is_empty() || (!title.is_empty() && !is_details) {
        return None;
    }
    let shown = ["dir", "lang", "align", "id"].into_iter().filter_map(|key| Some((key, value(braces, key)?)));
    let mut attributes: String = shown.map(|(key, value)| format!(" {key}=\"{value}\"")).collect();
    if let Some(id) = braces.split_whitespace().find_map(|word| word.strip_prefix('#')) {
        attributes += &format!(" id=\"{id}\"");
    }
    let title = if title.is_empty() { String::new() } else { format!("\n{p}<strong>{title}</strong>\n{outer}") };
    Some((format!("\n{p}<div{attributes}>\n{outer}{title}"), false))
}

/// The value of a key in braces.
fn value<'b>(braces: &'b str, key: &str) -> Option<&'b str> {
    let at = braces
        .match_indices(key)
        .map(|(at, _)| at)
        .find(|&at| (at == 0 || braces[..at].ends_with(' ')) && braces[at + key.len()..].starts_with('='))?;
    let rest = &braces[at + key.len() + 1..];
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    (!value.contains(['<', '>', '"'])).then_some(value)
}
