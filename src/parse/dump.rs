//! A document as text, for tests: one line for each block, indented by depth.
//!
//! Inline mark-up is written `*em*`, `**strong**`, `` `code` ``, `[text](target)`, `![alt](path)` and `⏎`.

use crate::document::{Block, BlockKind, Direction, Inline, ListMarker};

/// The blocks, line by line.
pub(super) fn dump_blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    push_blocks(blocks, 0, &mut out);
    out
}

fn push_blocks(blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        out.push_str(&"  ".repeat(depth));
        match &block.kind {
            BlockKind::Heading { level, id, content } => {
                let id = if id.is_empty() { String::new() } else { format!(" #{id}") };
                out.push_str(&format!("heading {level}{id} {}\n", inlines(content)));
            }
            BlockKind::Paragraph(content) => out.push_str(&format!("paragraph {}\n", inlines(content))),
            BlockKind::Code { language, text } => {
                out.push_str(&format!("code {} {text:?}\n", language.as_deref().unwrap_or("-")));
            }
            BlockKind::ThematicBreak => out.push_str("break\n"),
            BlockKind::Figure { image, caption } => {
                out.push_str(&format!("figure ![{}]({}) {}\n", image.alt, image.path, inlines(caption)));
            }
            BlockKind::Quote(inner) => {
                out.push_str("quote\n");
                push_blocks(inner, depth + 1, out);
            }
            BlockKind::List(list) => {
                let marker = match list.marker {
                    ListMarker::Bullet => "•".to_owned(),
                    ListMarker::Number { start } => start.to_string(),
                };
                out.push_str(&format!("list {marker} {}\n", if list.tight { "tight" } else { "loose" }));
                for item in &list.items {
                    let task = item.task.map_or("", |done| if done { " [x]" } else { " [ ]" });
                    out.push_str(&format!("{}item{task}\n", "  ".repeat(depth + 1)));
                    push_blocks(&item.blocks, depth + 2, out);
                }
            }
            other => {
                out.push_str(match other {
                    BlockKind::Table(_) => "table\n",
                    BlockKind::Verse(_) => "verse\n",
                    BlockKind::DefinitionList(_) => "definitions\n",
                    BlockKind::Callout { .. } => "callout\n",
                    _ => "group\n",
                });
                for content in other.inlines() {
                    out.push_str(&format!("{}text {}\n", "  ".repeat(depth + 1), inlines(content)));
                }
                other.children().into_iter().for_each(|inner| push_blocks(inner, depth + 1, out));
            }
        }
    }
}

fn inlines(content: &[Inline]) -> String {
    let inline = |inline: &Inline| match inline {
        Inline::Text { text, .. } => text.clone(),
        Inline::Emphasis(inner) => format!("*{}*", inlines(inner)),
        Inline::Strong(inner) => format!("**{}**", inlines(inner)),
        Inline::Code { text, .. } => format!("`{text}`"),
        Inline::Link { target, content, .. } => format!("[{}]({target})", inlines(content)),
        Inline::Image(image) => format!("![{}]({})", image.alt, image.path),
        Inline::LineBreak => "⏎".to_owned(),
        Inline::Strikethrough(inner) => format!("~~{}~~", inlines(inner)),
        Inline::Superscript(inner) => format!("^{}^", inlines(inner)),
        Inline::Subscript(inner) => format!("~{}~", inlines(inner)),
        Inline::Mark(inner) => format!("=={}==", inlines(inner)),
        Inline::Span { lang, direction, content } => {
            let lang = lang.as_ref().map_or("", |lang| lang.0.as_str());
            format!("<{lang} {}>{}</>", direction.map_or("-", Direction::as_str), inlines(content))
        }
        Inline::FootnoteReference { label, .. } => format!("[^{label}]"),
    };
    content.iter().map(inline).collect()
}
