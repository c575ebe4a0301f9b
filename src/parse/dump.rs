//! A document as text, for tests: one line for each block, indented by depth.
//!
//! Inline mark-up is written `*em*`, `**strong**`, `` `code` ``, `[text](target)`, `![alt](path)` and `⏎`.

use crate::document::{
    Block, BlockKind, Counter, CounterStyle, Definition, Direction, ImageLength, ImageRef, ImageSize, Inline, Lang,
    List, ListMarker, MathContent, MathNode, Table,
};

/// The blocks, line by line.
pub(crate) fn dump_blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    push_blocks(blocks, 0, &mut out);
    out
}

fn push_blocks(blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        let context = match (&block.lang, block.direction) {
            (None, None) => String::new(),
            (lang, direction) => context(lang.as_ref(), direction) + " ",
        };
        let alignment = block.alignment.map(|alignment| format!("<{alignment:?}> ")).unwrap_or_default();
        push_line(depth, &(context + &alignment + &first_line(&block.kind)), out);
        match &block.kind {
            BlockKind::Quote(inner) | BlockKind::Group(inner) | BlockKind::Callout { blocks: inner, .. } => {
                push_blocks(inner, depth + 1, out);
            }
            BlockKind::List(list) => push_items(list, depth + 1, out),
            BlockKind::Table(table) => push_rows(table, depth + 1, out),
            BlockKind::Verse(lines) => {
                lines.iter().for_each(|line| push_line(depth + 1, &parts(&line.hemistichs), out));
            }
            BlockKind::DefinitionList(definitions) => push_definitions(definitions, depth + 1, out),
            _ => {}
        }
    }
}

fn push_line(depth: usize, line: &str, out: &mut String) {
    *out += &"  ".repeat(depth);
    *out += line;
    out.push('\n');
}

/// What a block is, and what it holds besides other blocks.
fn first_line(kind: &BlockKind) -> String {
    match kind {
        BlockKind::Heading { level, id, content } if id.is_empty() => format!("heading {level} {}", inlines(content)),
        BlockKind::Heading { level, id, content } => format!("heading {level} #{id} {}", inlines(content)),
        BlockKind::Paragraph(content) => format!("paragraph {}", inlines(content)),
        BlockKind::Code { language, text } => format!("code {} {text:?}", language.as_deref().unwrap_or("-")),
        BlockKind::Byline(lines) => format!("byline {}", parts(lines)),
        BlockKind::ThematicBreak => "break".into(),
        BlockKind::Figure { image, caption } => {
            format!("figure {} {}", picture(image), inlines(caption))
        }
        BlockKind::Quote(_) => "quote".into(),
        BlockKind::List(list) => {
            format!("list {} {}", marker(&list.marker), if list.tight { "tight" } else { "loose" })
        }
        BlockKind::Table(table) => format!("table {:?} {}", table.columns, inlines(&table.caption)),
        BlockKind::Verse(_) => "verse".into(),
        BlockKind::DefinitionList(_) => "definitions".into(),
        BlockKind::Callout { kind, title, .. } => format!("callout {kind:?} {}", inlines(title)),
        BlockKind::Group(_) => "group".into(),
    }
}

/// The label of the first item; the name of its style where the label does not show it.
fn marker(marker: &ListMarker) -> String {
    match marker {
        ListMarker::Bullet => "•".to_owned(),
        ListMarker::None => "unmarked".to_owned(),
        ListMarker::Number(counter) => {
            let Counter { style, prefix, suffix, start, is_reversed } = counter;
            let number = format!("{prefix}{}{}", style.text(*start), if suffix == "." { "" } else { suffix });
            let style = if *style == CounterStyle::Decimal { String::new() } else { format!(" {}", style.name()) };
            format!("{number}{style}{}", if *is_reversed { " reversed" } else { "" })
        }
    }
}

/// A picture, followed in braces by whatever else the source gives.
fn picture(image: &ImageRef) -> String {
    let side = |name: &str, length: Option<ImageLength>| match length {
        None => String::new(),
        Some(ImageLength::Points(points)) => format!("{name}={points}pt "),
        Some(ImageLength::Ems(ems)) => format!("{name}={ems}em "),
        Some(ImageLength::Share(share)) => format!("{name}={}% ", share * 100.0),
    };
    let ImageSize { width, height, max_width } = image.size;
    let size = side("width", width) + &side("height", height) + &side("max-width", max_width);
    let said = if image.is_decoration { size + "decoration" } else { size };
    let said = if said.is_empty() { said } else { format!("{{{}}}", said.trim_end()) };
    format!("![{}]({}){said}", image.alt, image.path)
}

fn push_items(list: &List, depth: usize, out: &mut String) {
    for item in &list.items {
        let task = item.task.map_or("", |done| if done { " [x]" } else { " [ ]" });
        let value = item.value.map(|value| format!(" ={value}")).unwrap_or_default();
        let label = item.label.as_ref().map(|label| format!(" {label}")).unwrap_or_default();
        push_line(depth, &format!("item{task}{value}{label}"), out);
        push_blocks(&item.blocks, depth + 1, out);
    }
}

fn push_definitions(definitions: &[Definition], depth: usize, out: &mut String) {
    for definition in definitions {
        for term in &definition.terms {
            push_line(depth, &format!("term {}", inlines(term)), out);
        }
        for blocks in &definition.descriptions {
            push_line(depth, "description", out);
            push_blocks(blocks, depth + 1, out);
        }
    }
}

fn push_rows(table: &Table, depth: usize, out: &mut String) {
    let rows = table.header.iter().map(|row| ("header", row)).chain(table.rows.iter().map(|row| ("row", row)));
    for (name, row) in rows {
        push_line(depth, name, out);
        for cell in &row.cells {
            let scope = if cell.is_row_header { " names" } else { "" };
            let span = |sign: char, span: u16| if span > 1 { format!(" {sign}{span}") } else { String::new() };
            let spans = span('×', cell.column_span) + &span('↓', cell.row_span);
            push_line(depth + 1, &format!("cell{scope}{spans}"), out);
            push_blocks(&cell.blocks, depth + 2, out);
        }
    }
}

/// Lines beside each other.
fn parts(lines: &[Vec<Inline>]) -> String {
    lines.iter().map(|line| inlines(line)).collect::<Vec<_>>().join(" | ")
}

/// A language and a direction, as far as they are said.
fn context(lang: Option<&Lang>, direction: Option<Direction>) -> String {
    format!("<{} {}>", lang.map_or("", |lang| lang.0.as_str()), direction.map_or("-", Direction::as_str))
}

/// A formula: `mfrac(mi:a mi:b)`.
pub(crate) fn math(node: &MathNode) -> String {
    let attributes: String = node.attributes.iter().map(|(name, value)| format!("[{name}={value}]")).collect();
    match &node.content {
        MathContent::Text(text) => format!("{}{attributes}:{text}", node.name),
        MathContent::Children(children) => {
            let children: Vec<String> = children.iter().map(math).collect();
            format!("{}{attributes}({})", node.name, children.join(" "))
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
        Inline::Image(image) => picture(image),
        Inline::LineBreak => "⏎".to_owned(),
        Inline::Math(formula) if formula.is_display => format!("$${} → {}$$", formula.alt, math(&formula.root)),
        Inline::Math(formula) => format!("${} → {}$", formula.alt, math(&formula.root)),
        Inline::Strikethrough(inner) => format!("~~{}~~", inlines(inner)),
        Inline::Superscript(inner) => format!("^{}^", inlines(inner)),
        Inline::Subscript(inner) => format!("~{}~", inlines(inner)),
        Inline::Mark(inner) => format!("=={}==", inlines(inner)),
        Inline::Span { lang, direction, content } => context(lang.as_ref(), *direction) + &inlines(content) + "</>",
        Inline::Anchor { id, .. } => format!("<#{id}>"),
        Inline::PageBreak { label, .. } => format!("<page {label}>"),
        Inline::FootnoteReference { label, .. } => format!("[^{label}]"),
    };
    content.iter().map(inline).collect()
}
