//! A document as text, for tests: one line for each block, indented by depth.
//!
//! Inline mark-up is written `*em*`, `**strong**`, `` `code` ``, `[text](target)`, `![alt](path)` and `⏎`.

use crate::document::{Block, BlockKind, Direction, Inline, ListMarker, Table};

/// The blocks, line by line.
pub(crate) fn dump_blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    push_blocks(blocks, 0, &mut out);
    out
}

fn push_blocks(blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        out.push_str(&"  ".repeat(depth));
        if block.lang.is_some() || block.direction.is_some() {
            let lang = block.lang.as_ref().map_or("", |lang| lang.0.as_str());
            out.push_str(&format!("<{lang} {}> ", block.direction.map_or("-", Direction::as_str)));
        }
        match &block.kind {
            BlockKind::Heading { level, id, content } => {
                let id = if id.is_empty() { String::new() } else { format!(" #{id}") };
                out.push_str(&format!("heading {level}{id} {}\n", inlines(content)));
            }
            BlockKind::Paragraph(content) => out.push_str(&format!("paragraph {}\n", inlines(content))),
            BlockKind::Code { language, text } => {
                out.push_str(&format!("code {} {text:?}\n", language.as_deref().unwrap_or("-")));
            }
            BlockKind::Byline(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| inlines(line)).collect();
                out.push_str(&format!("byline {}\n", lines.join(" | ")));
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
            BlockKind::Table(table) => push_table(table, depth, out),
            BlockKind::Verse(lines) => {
                out.push_str("verse\n");
                for line in lines {
                    let parts: Vec<String> = line.hemistichs.iter().map(|part| inlines(part)).collect();
                    out.push_str(&format!("{}{}\n", "  ".repeat(depth + 1), parts.join(" | ")));
                }
            }
            BlockKind::DefinitionList(definitions) => {
                out.push_str("definitions\n");
                for definition in definitions {
                    for term in &definition.terms {
                        out.push_str(&format!("{}term {}\n", "  ".repeat(depth + 1), inlines(term)));
                    }
                    for blocks in &definition.descriptions {
                        out.push_str(&format!("{}description\n", "  ".repeat(depth + 1)));
                        push_blocks(blocks, depth + 2, out);
                    }
                }
            }
            BlockKind::Callout { kind, title, blocks } => {
                out.push_str(&format!("callout {kind:?} {}\n", inlines(title)));
                push_blocks(blocks, depth + 1, out);
            }
            BlockKind::Group(blocks) => {
                out.push_str("group\n");
                push_blocks(blocks, depth + 1, out);
            }
        }
    }
}

fn push_table(table: &Table, depth: usize, out: &mut String) {
    out.push_str(&format!("table {:?} {}\n", table.columns, inlines(&table.caption)));
    let rows = table.header.iter().map(|row| ("header", row)).chain(table.rows.iter().map(|row| ("row", row)));
    for (name, row) in rows {
        out.push_str(&format!("{}{name}\n", "  ".repeat(depth + 1)));
        for cell in &row.cells {
            let scope = if cell.is_row_header { " names" } else { "" };
            let span = if cell.column_span > 1 { format!(" ×{}", cell.column_span) } else { String::new() };
            out.push_str(&format!("{}cell{scope}{span}\n", "  ".repeat(depth + 2)));
            push_blocks(&cell.blocks, depth + 3, out);
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
