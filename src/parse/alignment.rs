//! Alignment that HTML asks for (CSS Text 3, 6.1; HTML Standard, 15.3).
//!
//! [`said`] reads it from the name and attributes of an element.

use super::walk;
use crate::document::{Block, BlockKind, Direction, TextAlignment};

/// The alignment that an element gives its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The book's default: start-aligned or justified.
    Usual,
    Aligned(TextAlignment),
}

/// The alignment of an element; `None` if it gives none.
pub(super) fn said(tag: &str, value: impl Fn(&str) -> Option<String>) -> Option<Said> {
    let styled = value("style").and_then(|style| of_style(&style));
    // On these, `align` places the box, not the text.
    let is_box = matches!(tag, "table" | "img" | "iframe" | "object" | "hr" | "embed");
    styled
        .or_else(|| value("align").filter(|_| !is_box).and_then(|name| of_name(&name)))
        .or_else(|| value("class")?.split_ascii_whitespace().find_map(of_class))
        .or((tag == "center").then_some(Said::Aligned(TextAlignment::Center)))
}

/// The last `text-align` of a `style`.
fn of_style(style: &str) -> Option<Said> {
    let declarations = style.split(';').rev().filter_map(|declaration| declaration.split_once(':'));
    declarations
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("text-align"))
        .find_map(|(_, value)| of_name(value.split('!').next().unwrap_or_default()))
}

/// The alignment that a value names.
pub(super) fn of_name(name: &str) -> Option<Said> {
    Some(match name.trim().to_ascii_lowercase().as_str() {
        "center" | "middle" | "-webkit-center" | "-moz-center" => Said::Aligned(TextAlignment::Center),
        "left" | "-webkit-left" | "-moz-left" => Said::Aligned(TextAlignment::Left),
        "right" | "-webkit-right" | "-moz-right" => Said::Aligned(TextAlignment::Right),
        "end" => Said::Aligned(TextAlignment::End),
        "start" | "justify" | "initial" | "unset" => Said::Usual,
        _ => return None,
    })
}

/// Classes of our own books, WordPress, Bootstrap, Tailwind and Quill.
fn of_class(class: &str) -> Option<Said> {
    match class {
        "center" | "centered" => of_name("center"),
        "end" => of_name("end"),
        _ => {
            let prefixes = ["has-text-align-", "text-align-", "ql-align-", "text-"];
            prefixes.iter().find_map(|prefix| class.strip_prefix(prefix)).and_then(of_name)
        }
    }
}

/// Aligns paragraphs and headings, except tables and those with an alignment already.
pub(super) fn apply(blocks: &mut [Block], alignment: TextAlignment) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(_) | BlockKind::Heading { .. } => {
                block.alignment.get_or_insert(alignment);
            }
            BlockKind::Table(_) => {}
            other => other.children_mut().into_iter().for_each(|inner| apply(inner, alignment)),
        }
    }
}

/// Drops end alignment if most paragraphs have it: then a program saved the text that way, and the author did not mean
/// to set anything apart.
pub(super) fn drop_usual_end(texts: &mut [&mut Vec<Block>], direction: Direction) {
    const FEWEST: usize = 4;
    let at_end =
        |block: &Block| block.alignment.and_then(|alignment| alignment.resolved(direction)) == Some(TextAlignment::End);
    let (mut all, mut found) = (0, 0);
    let mut count = |block: &mut Block| {
        all += usize::from(matches!(block.kind, BlockKind::Paragraph(_)));
        found += usize::from(matches!(block.kind, BlockKind::Paragraph(_)) && at_end(block));
    };
    texts.iter_mut().for_each(|blocks| walk::blocks(blocks, &mut count));
    if found >= FEWEST && found * 2 > all {
        let mut drop = |block: &mut Block| block.alignment = block.alignment.filter(|_| !at_end(block));
        texts.iter_mut().for_each(|blocks| walk::blocks(blocks, &mut drop));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_attributes_and_classes_are_read() {
        let check = |tag: &str, key: &str, text: &str, expected: Option<Said>| {
            let value = |name: &str| (name == key).then(|| text.to_owned());
            assert_eq!(said(tag, value), expected, "{tag} {key} {text}");
        };
        let aligned = |alignment| Some(Said::Aligned(alignment));
        check("center", "", "", aligned(TextAlignment::Center));
        check("p", "style", "color: red; TEXT-ALIGN: Center !important", aligned(TextAlignment::Center));
        check("h2", "align", "left", aligned(TextAlignment::Left));
        check("table", "align", "center", None);
        check("p", "class", "has-text-align-right wp-block", aligned(TextAlignment::Right));
        check("p", "class", "text-lg", None);
        check("p", "style", "text-align: justify", Some(Said::Usual));
        check("p", "style", "text-align-last: center", None);
    }
}
