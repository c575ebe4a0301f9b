//! Directives of site generators: Jekyll's and Liquid's `{% %}`, Hugo's `{{< >}}`, kramdown's `{: }`, places for a
//! table of contents; pictures that Obsidian embeds.
//!
//! In: a line. Out: what it says in Markdown, or nothing; paired directives leave what stands between them.

use super::Preparer;
use crate::diagnostic::Span;
use crate::parse::length;

/// Lines that ask for a table of contents.
const CONTENTS: [&str; 5] = ["[toc]", "[[toc]]", "[[_toc_]]", "{:toc}", "{{toc}}"];

/// Endings of the names of pictures.
const PICTURES: [&str; 9] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif", "tiff"];

/// The openings and ends of directives.
const BRACKETS: [(&str, &str); 4] = [("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}")];

impl Preparer<'_> {
    /// Takes directives out of a line outside code.
    pub(super) fn directives(&mut self, line: Span) {
        let content = &self.text[line.start..line.end];
        if CONTENTS.contains(&content.trim().to_ascii_lowercase().as_str()) {
            self.contents.add(line);
            return self.out.replace(line, "");
        }
        let mut at = 0;
        while let Some(start) = content[at..].find(['{', '`', '!']).map(|found| at + found) {
            at = match content.as_bytes()[start] {
                b'`' => after_code(content, start),
                b'!' => self.embedded(line, start).unwrap_or(start + 1),
                _ => self.directive(line, start).unwrap_or(start + 1),
            };
        }
        if self.admonition.is_none() && content.trim_start().starts_with(":::") {
            // A division of Pandoc: what it holds stays.
            self.out.replace(line, "");
        }
    }

    /// Takes out the directive that begins at `start` of a line; returns its end.
    fn directive(&mut self, line: Span, start: usize) -> Option<usize> {
        let content = &self.text[line.start..line.end];
        let rest = &content[start..];
        let place = |end: usize| Span::new(line.start + start, line.start + end);
        if rest.starts_with("{:") {
            let end = start + near(rest).find('}')? + 1;
            return self.attributes(line, start, end);
        }
        let &(open, close) = BRACKETS.iter().find(|(open, _)| rest.starts_with(open))?;
        let inner = &rest[open.len()..];
        let length = near(inner).find(close)?;
        let (end, inner) = (start + open.len() + length + close.len(), inner[..length].trim_matches(['-', ' ', '\t']));
        let name = inner.split_whitespace().next().unwrap_or_default();
        // What is no name of a directive is text in braces.
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '.' | '$')) {
            return None;
        }
        match name {
            "highlight" => {
                let language = inner.split_whitespace().nth(1).unwrap_or_default();
                self.fence = None;
                self.out.replace(place(end), &format!("```{language}"));
            }
            "endhighlight" | "/highlight" => self.out.replace(place(end), "```"),
            "raw" | "endraw" => self.out.replace(place(end), ""),
            "figure" => match picture(inner) {
                Some(picture) => self.out.replace(place(end), &picture),
                None => self.drop_directive(place(end)),
            },
            _ => self.drop_directive(place(end)),
        }
        Some(end)
    }

    /// A picture as Obsidian embeds it: `![[صورة.png|وصف|200]]`.
    fn embedded(&mut self, line: Span, start: usize) -> Option<usize> {
        let inner = self.text[line.start + start..line.end].strip_prefix("![[")?;
        let inner = &inner[..near(inner).find("]]")?];
        let end = start + "![[]]".len() + inner.len();
        // In a table the line is escaped.
        let (target, text) =
            inner.split_once('|').map_or((inner, ""), |(target, text)| (target.trim_end_matches('\\'), text));
        let path = target.split('#').next().unwrap_or_default().trim();
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        if !PICTURES.contains(&ending.as_str()) {
            return None;
        }
        let clean = |text: &str| text.replace(['[', ']', '<', '>', '\n'], "");
        let picture = format!("![{}](<{}>)", clean(text), clean(path));
        self.out.replace(Span::new(line.start + start, line.start + end), &picture);
        Some(end)
    }

    /// Attributes of kramdown: those of a heading are its id, others mean nothing in a book.
    fn attributes(&mut self, line: Span, start: usize, end: usize) -> Option<usize> {
        let content = &self.text[line.start..line.end];
        let place = Span::new(line.start + start, line.start + end);
        let inner = content[start + 2..end - 1].trim();
        if content[..start].ends_with(')') && length::of_braces(inner).is_some() {
            // Those of a picture.
        } else if content.trim_start().starts_with('#') && content[end..].trim().is_empty() {
            self.out.replace(place, &format!("{{{inner}}}"));
        } else if inner.eq_ignore_ascii_case("toc") {
            self.contents.add(place);
            self.out.replace(place, "");
        } else {
            self.drop_directive(place);
        }
        Some(end)
    }

    fn drop_directive(&mut self, place: Span) {
        self.dropped.add(place);
        self.out.replace(place, "");
    }
}

/// The beginning of a text, so that a search in it stays short.
fn near(text: &str) -> &str {
    const LONGEST: usize = 2000;
    &text[..text.floor_char_boundary(LONGEST)]
}

/// Where a code span ends that begins at `start`; after its opening when it is not closed in the line.
fn after_code(line: &str, start: usize) -> usize {
    let ticks = line[start..].len() - line[start..].trim_start_matches('`').len();
    let inside = start + ticks;
    near(&line[inside..]).find(&line[start..inside]).map_or(inside, |at| inside + at + ticks)
}

/// The picture of Hugo's `figure src="…" alt="…" caption="…"`.
fn picture(directive: &str) -> Option<String> {
    let value = |key: &str| {
        let start = directive.find(&format!("{key}=\""))? + key.len() + 2;
        let value = directive[start..].split('"').next()?;
        Some(value.replace(['[', ']', '<', '>', '\\'], ""))
    };
    let caption = value("caption").or_else(|| value("title")).unwrap_or_default();
    let alt = value("alt").unwrap_or_default();
    let side = |key: &str| value(key).map_or_else(String::new, |side| format!(" {key}=\"{side}\""));
    let attributes = side("width") + &side("height");
    let braces = if attributes.is_empty() { attributes } else { format!("{{{}}}", attributes.trim_start()) };
    Some(format!("![{alt}](<{}> \"{caption}\"){braces}", value("src")?))
}
