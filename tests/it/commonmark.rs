//! The examples of CommonMark's own specification (npm's `commonmark-spec`, by `tests/judges/setup.sh`).
//!
//! None may panic. What the specification's HTML shows (text, headings, quotes, items, code, emphasis, in order) must be
//! what the document says, but for what is read differently on purpose: raw HTML, and what GitHub's dialect adds.

use std::fs;

use warraq::diagnostic::Source;
use warraq::document::{Block, BlockKind, Inline};
use warraq::parse::{self, Format, Overrides};

use crate::judges;

/// Examples of other sections that hold raw HTML, by number.
const DIFFERENT: [usize; 1] = [494];

/// Sections of raw HTML, which is understood here and passed through there.
const RAW: [&str; 2] = ["HTML blocks", "Raw HTML"];

struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

/// The examples; `None` when the package is not installed.
fn examples() -> Option<Vec<Example>> {
    let text = fs::read_to_string(judges::commonmark()?).unwrap().replace('→', "\t");
    let fence = "`".repeat(32);
    let (mut found, mut section) = (Vec::new(), String::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix('#') {
            section = title.trim_matches(['#', ' ']).to_owned();
        } else if line == format!("{fence} example") {
            let part = |lines: &mut std::str::Lines<'_>, end: &str| {
                lines.take_while(|line| *line != end).map(|line| format!("{line}\n")).collect::<String>()
            };
            let (markdown, html) = (part(&mut lines, "."), part(&mut lines, &fence));
            found.push(Example { number: found.len() + 1, section: section.clone(), markdown, html });
        }
    }
    Some(found)
}

/// The shape of HTML: names of the elements that matter where they open, and the text without white space.
fn shape_of_html(html: &str) -> String {
    const NAMES: [&str; 13] =
        ["h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "li", "pre", "hr", "em", "strong", "code"];
    let mut shape = String::new();
    for piece in html.replace("<pre><code", "<pre").split_inclusive('>') {
        let (text, tag) = piece.split_once('<').unwrap_or((piece, ""));
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        shape.extend(text.split_whitespace());
        let name = tag.split([' ', '>', '/']).next().unwrap_or_default();
        if NAMES.contains(&name) {
            shape += &format!("<{name}>");
        }
    }
    shape
}

fn shape_of_blocks(blocks: &[Block], shape: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { level, .. } => *shape += &format!("<h{level}>"),
            BlockKind::Quote(_) => *shape += "<blockquote>",
            BlockKind::ThematicBreak => *shape += "<hr>",
            BlockKind::Code { text, .. } => {
                *shape += "<pre>";
                shape.extend(text.split_whitespace());
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    *shape += "<li>";
                    shape_of_blocks(&item.blocks, shape);
                }
                continue;
            }
            _ => {}
        }
        block.kind.inlines().into_iter().for_each(|run| shape_of_run(run, shape));
        block.kind.children().into_iter().for_each(|inner| shape_of_blocks(inner, shape));
    }
}

fn shape_of_run(run: &[Inline], shape: &mut String) {
    for inline in run {
        match inline {
            Inline::Text { text, .. } => shape.extend(text.split_whitespace()),
            Inline::Emphasis(_) => *shape += "<em>",
            Inline::Strong(_) => *shape += "<strong>",
            Inline::Code { text, .. } => {
                *shape += "<code>";
                shape.extend(text.split_whitespace());
            }
            _ => {}
        }
        shape_of_run(inline.children(), shape);
    }
}

#[test]
fn the_examples_of_the_specification_are_read_as_it_says() {
    let Some(examples) = examples() else { return };
    assert!(examples.len() > 600);
    let overrides = Overrides { title: Some("عنوان".into()), ..Overrides::default() };
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for Example { number, section, markdown, html } in examples {
        let source = Source { name: "example.md".into(), text: markdown.clone() };
        let document = parse::parse(&source, Format::Markdown, &overrides);
        let raw = RAW.contains(&section.as_str()) || html.contains("<img") || DIFFERENT.contains(&number);
        if raw {
            continue;
        }
        compared += 1;
        let mut shape = String::new();
        if let Ok(document) = document {
            shape_of_blocks(&document.value.blocks, &mut shape);
        }
        let expected = shape_of_html(&html);
        // A source without letters is refused as one without text.
        if shape != expected && !shape.is_empty() {
            wrong.push(format!("{number} ({section}): {markdown:?}\n  is  {shape}\n  not {expected}"));
        } else if shape.is_empty() && expected.chars().any(char::is_alphanumeric) && !expected.starts_with('<') {
            wrong.push(format!("{number} ({section}): {markdown:?} is refused"));
        }
    }
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
}
