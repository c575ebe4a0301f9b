//! Styles (ECMA-376-1, 17.7).
//!
//! In: `styles.xml`. Out: what each style makes of its paragraphs and runs.

use std::collections::{BTreeMap, BTreeSet};

use super::format::look;
use super::numbering::Numbering;
use crate::document::TextAlignment;
use crate::parse::office::look::Look;
use crate::parse::office::paragraphs::Role;
use crate::parse::xml::Element;

/// How far styles are followed to those they are based on.
const MAX_BASES: usize = 16;

/// The styles of a file by id.
#[derive(Default)]
pub(super) struct Styles {
    roles: BTreeMap<String, Role>,
    /// List and level that a style gives its paragraphs.
    lists: BTreeMap<String, (String, usize)>,
    /// Alignment in a paragraph style, as in the file.
    alignments: BTreeMap<String, String>,
    /// The look that styles of characters give.
    runs: BTreeMap<String, Look>,
    /// Styles of tables whose first column stands at the right.
    from_the_right: BTreeSet<String>,
}

impl Styles {
    /// Reads the part.
    pub(super) fn read(part: &Element) -> Styles {
        let all = part.child("styles").map(|styles| styles.children.as_slice()).unwrap_or_default();
        let by_id: BTreeMap<&str, &Element> =
            all.iter().filter_map(|style| Some((style.attr("styleId")?, style))).collect();
        let mut styles = Styles::default();
        for (id, style) in &by_id {
            let bases = std::iter::successors(Some(*style), |style| by_id.get(style.val("basedOn")?).copied());
            let chain: Vec<&Element> = bases.take(MAX_BASES).collect();
            let role = chain.iter().find_map(|style| role(style));
            if let Some(role) = role {
                styles.roles.insert((*id).to_owned(), role);
            }
            if style.attr("type") == Some("character") {
                let own = chain.iter().filter_map(|style| style.child("rPr")).map(look);
                let mut format = own.fold(Look::default(), Look::or);
                format.is_code = role == Some(Role::Code);
                styles.runs.insert((*id).to_owned(), format);
            }
            let is_from_the_right = |style: &&Element| style.child("tblPr").is_some_and(|own| own.is_on("bidiVisual"));
            if chain.iter().any(is_from_the_right) {
                styles.from_the_right.insert((*id).to_owned());
            }
            if let Some(list) = chain.iter().find_map(|style| list(style.child("pPr")?)) {
                styles.lists.insert((*id).to_owned(), list);
            }
            if let Some(alignment) = chain.iter().find_map(|style| style.child("pPr")?.val("jc")) {
                styles.alignments.insert((*id).to_owned(), alignment.to_owned());
            }
        }
        styles
    }

    /// What a paragraph is; its own outline level wins.
    pub(super) fn role(&self, properties: Option<&Element>) -> Option<Role> {
        let properties = properties?;
        let of_style = properties.val("pStyle").and_then(|id| self.roles.get(id)).copied();
        of_style.filter(|role| *role == Role::Contents).or_else(|| outline(properties)).or(of_style)
    }

    /// List and level of a paragraph; list `0` takes it out of its style's list.
    pub(super) fn list(&self, properties: Option<&Element>, numbering: &Numbering) -> Option<(String, usize)> {
        let properties = properties?;
        let of_style = || {
            let style = properties.val("pStyle")?;
            let (id, level) = self.lists.get(style)?;
            Some((id.clone(), numbering.level_of_style(id, style).unwrap_or(*level)))
        };
        list(properties).or_else(of_style).filter(|(id, _)| id != "0")
    }

    /// The alignment of a paragraph (ECMA-376-1, 17.3.1.13): in a right-to-left paragraph, `left` means the start. In
    /// others, `left` alone is ignored, since programs write it for every paragraph.
    pub(super) fn alignment(&self, properties: Option<&Element>) -> Option<TextAlignment> {
        let properties = properties?;
        let of_style = || self.alignments.get(properties.val("pStyle")?).map(String::as_str);
        let is_rtl = properties.is_on("bidi");
        match properties.val("jc").or_else(of_style)? {
            "center" => Some(TextAlignment::Center),
            "right" | "end" if is_rtl => Some(TextAlignment::End),
            "right" | "end" => Some(TextAlignment::Right),
            _ => None,
        }
    }

    /// The look of a run: its own, else that of its style.
    pub(super) fn run_format(&self, properties: Option<&Element>) -> Look {
        let Some(properties) = properties else { return Look::default() };
        let of_style = properties.val("rStyle").and_then(|id| self.runs.get(id)).copied().unwrap_or_default();
        look(properties).or(of_style)
    }

    /// Whether the first column of a table stands at the right (ECMA-376-1, 17.4.1).
    pub(super) fn is_from_the_right(&self, table: &Element) -> bool {
        let Some(properties) = table.child("tblPr") else { return false };
        if properties.child("bidiVisual").is_some() {
            return properties.is_on("bidiVisual");
        }
        properties.val("tblStyle").is_some_and(|id| self.from_the_right.contains(id))
    }
}

/// The role that a style has by its own name, which is English in every translation of Word, or its outline level.
fn role(style: &Element) -> Option<Role> {
    let name = style.val("name").unwrap_or_default().to_lowercase();
    let heading = name.strip_prefix("heading ").and_then(|level| level.trim().parse::<u8>().ok());
    match name.as_str() {
        "title" => Some(Role::Title),
        "subtitle" => Some(Role::Subtitle),
        "author" => Some(Role::Author),
        "date" => Some(Role::Date),
        "quote" | "intense quote" | "block text" | "quotations" => Some(Role::Quote),
        "html preformatted" | "html code" | "macro text" | "source code" | "code" | "verbatim char" => Some(Role::Code),
        "caption" | "image caption" => Some(Role::Caption),
        "toc heading" | "contents heading" | "table of figures" => Some(Role::Contents),
        _ if numbered(&name, "toc ") || numbered(&name, "contents ") => Some(Role::Contents),
        _ => heading.filter(|level| (1..=9).contains(level)).map(|level| Role::Heading(level.min(6))),
    }
    .or_else(|| outline(style.child("pPr")?))
}

/// Whether a name is a word and a number.
fn numbered(name: &str, word: &str) -> bool {
    name.strip_prefix(word).is_some_and(|rest| rest.trim().parse::<u8>().is_ok())
}

fn outline(properties: &Element) -> Option<Role> {
    let level: u8 = properties.val("outlineLvl")?.parse().ok()?;
    (level < 9).then(|| Role::Heading((level + 1).min(6)))
}

fn list(properties: &Element) -> Option<(String, usize)> {
    let numbering = properties.child("numPr")?;
    let level = numbering.val("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
    Some((numbering.val("numId")?.to_owned(), level))
}
