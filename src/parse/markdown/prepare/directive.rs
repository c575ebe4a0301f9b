//! Directives of site generators: Jekyll's and Liquid's `{% %}`, Hugo's `{{< >}}`, kramdown's `{: }`, templates `<% %>`.
//!
//! In: a line. Out: what it says in Markdown, or nothing; paired directives leave what stands between them.

use super::{Preparer, emphasis};
use crate::diagnostic::Span;
use crate::parse::length;

/// The openings and ends of directives.
const BRACKETS: [(&str, &str); 4] = [("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}")];

/// What ends when a directive is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// Text that is taken as it is.
    Raw,
    /// A comment of a template.
    Comment,
    /// Code.
    Highlight,
}

impl Until {
    fn ends_with(self, name: &str) -> bool {
        match self {
            Until::Raw => matches!(name, "endraw" | "endverbatim"),
            Until::Comment => name == "endcomment",
            Until::Highlight => matches!(name, "endhighlight" | "/highlight"),
        }
    }
}

impl Preparer<'_> {
    /// Takes directives out of a line outside code, from a place on; makes emphasis beside Arabic letters emphasis.
    pub(super) fn directives(&mut self, line: Span, from: usize) {
        let content = &self.text[line.start..line.end];
        let mut signs = emphasis::signs(content).into_iter().peekable();
        let (mut at, mut kept) = (from - line.start, from);
        self.dropped = 0;
        while let Some(start) = content[at..].find(['{', '`', '(', '<', '*']).map(|found| at + found) {
            while let Some(sign) = signs.next_if(|&sign| sign <= start) {
                if self.until.is_none() && sign >= at {
                    self.out.replace(Span::new(line.start + sign, line.start + sign), emphasis::SIGN);
                }
            }
            at = match content.as_bytes()[start] {
                b'`' if self.until.is_none() => after_code(content, start),
                b'{' => self.directive(line, start, &mut kept).unwrap_or(start + 1),
                b'(' if self.until.is_none() => self.reference(line, start).unwrap_or(start + 1),
                b'<' if self.until.is_none() => self.template(line, start).unwrap_or(start + 1),
                b'*' => start + (content[start..].len() - content[start..].trim_start_matches('*').len()),
                _ => start + 1,
            };
        }
        for sign in signs.filter(|&sign| sign >= at) {
            self.out.replace(Span::new(line.start + sign, line.start + sign), emphasis::SIGN);
        }
        let letters = content.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
        if self.dropped == letters && letters > 0 && content.starts_with([' ', '\t']) {
            // A blank line would end the HTML that the directive stands in.
            let next = self.text[line.end..].find('\n').map_or(self.text.len(), |newline| line.end + newline + 1);
            self.out.replace(Span::new(line.end, next), "");
        }
        if self.until == Some(Until::Comment) {
            self.out.replace(Span::new(kept.max(line.start), line.end), "");
        }
    }

    /// A reference to an example by its name: `(@name)`.
    fn reference(&mut self, line: Span, start: usize) -> Option<usize> {
        let rest = self.text[line.start + start..line.end].strip_prefix("(@")?;
        let name = &rest[..near(rest).find(')')?];
        let number = self.examples.get(name)?;
        let end = start + name.len() + 3;
        self.out.replace(Span::new(line.start + start, line.start + end), &format!("({number})"));
        Some(end)
    }

    /// A template of Obsidian or a server: `<% … %>`.
    fn template(&mut self, line: Span, start: usize) -> Option<usize> {
        let rest = self.text[line.start + start..line.end].strip_prefix("<%")?;
        let end = start + 2 + near(rest).find("%>")? + 2;
        self.drop_directive(Span::new(line.start + start, line.start + end));
        Some(end)
    }

    /// Takes out the directive that begins at `start` of a line; returns its end. `kept` is where text begins again
    /// behind a comment.
    fn directive(&mut self, line: Span, start: usize, kept: &mut usize) -> Option<usize> {
        let content = &self.text[line.start..line.end];
        let rest = &content[start..];
        let place = |end: usize| Span::new(line.start + start, line.start + end);
        if self.until.is_none() && rest.starts_with("{:") {
            let end = start + near(rest).find('}')? + 1;
            return self.attributes(line, start, end);
        }
        for (open, close) in [("{/*", "*/}"), ("{#", "#}")] {
            if self.until.is_none() && rest.starts_with(open) && near(rest).contains(close) {
                let end = start + near(rest).find(close)? + close.len();
                self.told.comments.add(place(end));
                let is_spaced = content[..start].ends_with(' ') && content[end..].starts_with(' ');
                self.out.replace(place(end + usize::from(is_spaced)), "");
                return Some(end + usize::from(is_spaced));
            }
        }
        let &(open, close) = BRACKETS.iter().find(|(open, _)| rest.starts_with(open))?;
        let inner = &rest[open.len()..];
        let length = near(inner).find(close)?;
        let (end, inner) = (start + open.len() + length + close.len(), inner[..length].trim_matches(['-', ' ', '\t']));
        let name = inner.split_whitespace().next().unwrap_or_default();
        if let Some(until) = self.until {
            return self.ended(until, name, place(end), kept).then_some(end);
        }
        // What is no name of a directive is text in braces.
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '.' | '$')) {
            return None;
        }
        self.written(name, inner, place(end), kept);
        Some(end)
    }

    /// Whether a directive ends what is passed over or taken as it is.
    fn ended(&mut self, until: Until, name: &str, place: Span, kept: &mut usize) -> bool {
        if !until.ends_with(name) {
            return false;
        }
        self.until = None;
        match until {
            Until::Highlight => self.out.replace(place, "```"),
            Until::Raw => self.out.replace(place, ""),
            Until::Comment => self.out.replace(Span::new((*kept).min(place.start), place.end), ""),
        }
        true
    }

    /// What is written for a directive.
    fn written(&mut self, name: &str, inner: &str, place: Span, kept: &mut usize) {
        match name {
            "highlight" => {
                let language = inner.split_whitespace().nth(1).unwrap_or_default();
                self.until = Some(Until::Highlight);
                self.out.replace(place, &format!("```{language}"));
            }
            "raw" | "verbatim" => {
                self.until = Some(Until::Raw);
                self.out.replace(place, "");
            }
            "comment" => {
                self.until = Some(Until::Comment);
                self.told.comments.add(place);
                *kept = place.start;
            }
            "ref" | "relref" | "link" | "post_url" => {
                let path = inner[name.len()..].trim().trim_matches(['"', '\'']);
                self.out.replace(place, if path.contains([' ', '(', ')', '<', '>']) { "" } else { path });
            }
            "figure" | "include" | "image" | "img" => match picture(inner) {
                Some(picture) => self.out.replace(place, &picture),
                None => self.drop_directive(place),
            },
            _ => self.drop_directive(place),
        }
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
            self.told.contents.add(place);
            self.out.replace(place, "");
        } else {
            self.drop_directive(place);
        }
        Some(end)
    }

    fn drop_directive(&mut self, place: Span) {
        self.told.directives.add(place);
        self.dropped += self.text[place.start..place.end].bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
        // Of the spaces on both sides one is enough.
        let is_spaced = self.text[..place.start].ends_with(' ') && self.text[place.end..].starts_with(' ');
        self.out.replace(Span::new(place.start, place.end + usize::from(is_spaced)), "");
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

/// The picture of Hugo's `figure src="…" alt="…" caption="…"`, or of a file that Jekyll includes for pictures.
fn picture(directive: &str) -> Option<String> {
    let value = |key: &str| {
        let start = directive.find(&format!("{key}=\""))? + key.len() + 2;
        let value = directive[start..].split('"').next()?;
        Some(value.replace(['[', ']', '<', '>', '\\'], ""))
    };
    let first = |keys: &[&str]| keys.iter().find_map(|key| value(key));
    let caption = first(&["caption", "title", "description"]).unwrap_or_default();
    let alt = value("alt").unwrap_or_default();
    let path = first(&["src", "url", "image_path", "image", "path"]).filter(|path| path.contains('.'))?;
    let side = |key: &str| value(key).map_or_else(String::new, |side| format!(" {key}=\"{side}\""));
    let attributes = side("width") + &side("height");
    let braces = if attributes.is_empty() { attributes } else { format!("{{{}}}", attributes.trim_start()) };
    Some(format!("![{alt}](<{path}> \"{caption}\"){braces}"))
}
