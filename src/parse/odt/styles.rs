//! Styles (OpenDocument 1.3-3, 16), those of the file and those that a word processor makes for single paragraphs.

use std::collections::BTreeMap;

use crate::document::{Direction, TextAlignment};
use crate::parse::office::fitting_language;
use crate::parse::office::look::Look;
use crate::parse::office::paragraphs::Role;
use crate::parse::office::symbols::SymbolFont;
use crate::parse::xml::Element;

/// How far styles are followed to their parents.
const MAX_PARENTS: usize = 16;

/// What a style makes of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct ParagraphStyle {
    pub(super) role: Option<Role>,
    pub(super) alignment: Option<TextAlignment>,
    pub(super) is_rtl: bool,
    pub(super) breaks_page: bool,
    /// Whether a line stands below it.
    pub(super) is_ruled: bool,
    pub(super) is_hidden: bool,
}

/// The styles of a file.
#[derive(Debug, Default)]
pub(super) struct Styles {
    paragraphs: BTreeMap<String, ParagraphStyle>,
    texts: BTreeMap<String, Look>,
    /// The direction of tables, where their style says it.
    tables: BTreeMap<String, Direction>,
    /// The levels of lists; the numbering of headings has the name `""`.
    pub(super) lists: BTreeMap<String, BTreeMap<usize, Level>>,
    hidden_sections: Vec<String>,
    /// The languages of the text by script, as the file says them: complex, other.
    languages: [Option<String>; 2],
}

/// A level of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    /// `None` for a bullet.
    pub(super) format: Option<String>,
    /// The label, with `%1` for the number of the first level.
    pub(super) pattern: String,
    pub(super) start: i64,
}

impl Styles {
    /// Reads the styles of the parts of a file.
    pub(super) fn read(parts: [Option<&Element>; 2]) -> Styles {
        let mut by_name: BTreeMap<(&str, &str), &Element> = BTreeMap::new();
        let mut styles = Styles::default();
        let (mut all, mut page_direction) = (Vec::new(), None);
        for part in parts.into_iter().flatten() {
            collect(part, &mut all);
        }
        for style in &all {
            let name = style.attr("name").unwrap_or_default();
            match style.name.as_str() {
                "style" => drop(by_name.insert((style.attr("family").unwrap_or_default(), name), style)),
                "list-style" => drop(styles.lists.insert(name.to_owned(), levels(style))),
                "outline-style" => drop(styles.lists.insert(String::new(), levels(style))),
                "default-style" if style.attr("family") == Some("paragraph") => styles.languages = languages(style),
                "page-layout" => {
                    let properties = style.child("page-layout-properties");
                    page_direction =
                        page_direction.or(properties.and_then(|own| own.attr("writing-mode")).and_then(direction));
                }
                _ => {}
            }
        }
        for (&(family, name), style) in &by_name {
            let parents = std::iter::successors(Some(*style), |style| {
                by_name.get(&(family, style.attr("parent-style-name")?)).copied()
            });
            let chain: Vec<&Element> = parents.take(MAX_PARENTS).collect();
            styles.add(family, name, &chain, page_direction);
        }
        styles
    }

    fn add(&mut self, family: &str, name: &str, chain: &[&Element], page: Option<Direction>) {
        match family {
            "paragraph" => drop(self.paragraphs.insert(name.to_owned(), paragraph(chain))),
            "text" => {
                let looks = chain.iter().filter_map(|style| style.child("text-properties")).map(look);
                let mut look = looks.fold(Look::default(), Look::or);
                look.is_code = chain.iter().any(|style| role_of(&shown_name(style)) == Some(Role::Code));
                self.texts.insert(name.to_owned(), look);
            }
            "table" => {
                let said = chain.iter().find_map(|style| style.child("table-properties")?.attr("writing-mode"));
                let own = said.and_then(|mode| if mode == "page" { page } else { direction(mode) });
                self.tables.extend(own.map(|own| (name.to_owned(), own)));
            }
            "section" => {
                let is_hidden = chain.iter().any(|style| {
                    style.find("section-properties").is_some_and(|own| own.attr("display") == Some("none"))
                });
                self.hidden_sections.extend(is_hidden.then(|| name.to_owned()));
            }
            _ => {}
        }
    }

    pub(super) fn paragraph(&self, element: &Element) -> ParagraphStyle {
        let name = element.attr("style-name").unwrap_or_default();
        self.paragraphs.get(name).cloned().unwrap_or_else(|| ParagraphStyle {
            role: role_of(&name.replace("_20_", " ")),
            ..ParagraphStyle::default()
        })
    }

    pub(super) fn look(&self, element: &Element) -> Look {
        element.attr("style-name").and_then(|name| self.texts.get(name)).copied().unwrap_or_default()
    }

    /// Where the first column of a table stands, if the file says it.
    pub(super) fn table(&self, table: &Element) -> Option<Direction> {
        self.tables.get(table.attr("style-name")?).copied()
    }

    /// Whether a section is not shown.
    pub(super) fn hides(&self, section: &Element) -> bool {
        section.attr("display") == Some("none")
            || section.attr("style-name").is_some_and(|name| self.hidden_sections.iter().any(|hidden| hidden == name))
    }

    /// The language that the styles give to text of the direction that this text has.
    pub(super) fn language(&self, text: &str) -> Option<String> {
        let said = self.languages.iter().flatten().find_map(|tag| fitting_language(tag, text))?;
        // ar-SA is what word processors write wherever they know but the script.
        (said != "ar-SA").then_some(said)
    }
}

/// All definitions of styles, in order.
fn collect<'e>(element: &'e Element, found: &mut Vec<&'e Element>) {
    for child in &element.children {
        match child.name.as_str() {
            "style" | "default-style" | "list-style" | "outline-style" | "page-layout" => found.push(child),
            "body" | "master-styles" => {}
            _ => collect(child, found),
        }
    }
}

fn direction(mode: &str) -> Option<Direction> {
    match mode {
        "rl-tb" | "rl" => Some(Direction::Rtl),
        "lr-tb" | "lr" => Some(Direction::Ltr),
        _ => None,
    }
}

fn paragraph(chain: &[&Element]) -> ParagraphStyle {
    let properties = |name: &str| chain.iter().find_map(|style| style.child("paragraph-properties")?.attr(name));
    let is_rtl = properties("writing-mode").and_then(direction) == Some(Direction::Rtl);
    let named = chain.iter().find_map(|style| role_of(&shown_name(style)));
    let level = chain.iter().find_map(|style| style.attr("default-outline-level")?.parse::<u8>().ok());
    let own = chain.first();
    let own_break = own.and_then(|style| style.child("paragraph-properties")?.attr("break-before"));
    let border = properties("border-bottom").or_else(|| properties("border"));
    ParagraphStyle {
        role: named.or_else(|| level.filter(|level| *level > 0).map(|level| Role::Heading(level.min(6)))),
        alignment: match properties("text-align") {
            Some("center") => Some(TextAlignment::Center),
            Some("end") => Some(TextAlignment::End),
            Some("right") if !is_rtl => Some(TextAlignment::Right),
            Some("left") if is_rtl => Some(TextAlignment::End),
            _ => None,
        },
        is_rtl,
        breaks_page: own_break.is_some_and(|kind| kind.contains("page")),
        is_ruled: border.is_some_and(|border| border != "none"),
        is_hidden: chain
            .iter()
            .filter_map(|style| style.child("text-properties"))
            .map(look)
            .any(|look| look.hidden == Some(true)),
    }
}

/// The name that people see.
fn shown_name(style: &Element) -> String {
    let name = style.attr("display-name").or_else(|| style.attr("name")).unwrap_or_default();
    name.replace("_20_", " ")
}

/// The role that a style has by its name, which is English in every translation of LibreOffice.
fn role_of(name: &str) -> Option<Role> {
    let name = name.to_lowercase();
    let numbered = |word: &str| name.strip_prefix(word).and_then(|rest| rest.trim().parse::<u8>().ok());
    match name.as_str() {
        "title" => Some(Role::Title),
        "subtitle" => Some(Role::Subtitle),
        "author" => Some(Role::Author),
        "date" => Some(Role::Date),
        "quotations" | "quote" | "block text" | "intense quote" => Some(Role::Quote),
        "preformatted text" | "source code" | "source text" | "verbatim char" => Some(Role::Code),
        "caption" | "illustration" | "figure" | "table" | "drawing" | "text" | "image caption" | "table caption" => {
            Some(Role::Caption)
        }
        "contents heading" | "toc heading" | "table of figures" => Some(Role::Contents),
        _ if numbered("contents").is_some() || numbered("toc").is_some() => Some(Role::Contents),
        _ => numbered("heading").filter(|level| (1..=10).contains(level)).map(|level| Role::Heading(level.min(6))),
    }
}

/// The look that properties of text give (OpenDocument 1.3-3, 16.29.29).
fn look(properties: &Element) -> Look {
    let any = |names: &[&str], test: &dyn Fn(&str) -> bool| {
        let mut said = names.iter().filter_map(|name| properties.attr(name)).peekable();
        said.peek().is_some().then(|| said.any(test))
    };
    let is_bold = |weight: &str| weight == "bold" || weight.parse::<u16>().is_ok_and(|weight| weight >= 600);
    let position = properties.attr("text-position").map(|position| {
        let shift = position.split_whitespace().next().unwrap_or_default();
        match shift {
            "super" => 1,
            "sub" => -1,
            other => other.trim_end_matches('%').parse::<f64>().map_or(0, |shift| {
                if shift > 0.0 {
                    1
                } else if shift < 0.0 {
                    -1
                } else {
                    0
                }
            }),
        }
    });
    let fonts = ["font-name-complex", "font-name", "font-family"];
    Look {
        bold: any(&["font-weight", "font-weight-complex"], &is_bold),
        italic: any(&["font-style", "font-style-complex"], &|style| matches!(style, "italic" | "oblique")),
        underline: any(&["text-underline-style"], &|style| style != "none"),
        strike: any(&["text-line-through-style", "text-line-through-type"], &|style| style != "none"),
        highlight: any(&["background-color"], &|color| color != "transparent"),
        raised: position,
        caps: any(&["text-transform"], &|transform| transform == "uppercase"),
        hidden: any(&["display"], &|display| display == "none"),
        font: fonts.iter().find_map(|name| properties.attr(name)).map(SymbolFont::named),
        is_code: false,
    }
}

fn languages(style: &Element) -> [Option<String>; 2] {
    let Some(properties) = style.child("text-properties") else { return [None, None] };
    let tag = |language: &str, country: &str| {
        let language = properties.attr(language).filter(|language| !matches!(*language, "none" | "zxx"))?;
        let country = properties.attr(country).filter(|country| *country != "none");
        Some(country.map_or_else(|| language.to_owned(), |country| format!("{language}-{country}")))
    };
    [tag("language-complex", "country-complex"), tag("language", "country")]
}

fn levels(style: &Element) -> BTreeMap<usize, Level> {
    let own = style.children.iter().filter(|level| level.name.contains("level-style"));
    own.filter_map(|level| Some((level.attr("level")?.parse::<usize>().ok()?.checked_sub(1)?, read_level(level))))
        .collect()
}

fn read_level(level: &Element) -> Level {
    let is_number = level.name.ends_with("-number") || level.name == "outline-level-style";
    let number = level.attr("level").and_then(|number| number.parse::<usize>().ok()).unwrap_or(1);
    let displayed = level.attr("display-levels").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
    let pattern = level.attr("num-list-format").map(percent_pattern).unwrap_or_else(|| {
        let numbers: Vec<String> =
            (number.saturating_sub(displayed.clamp(1, number)) + 1..=number).map(|level| format!("%{level}")).collect();
        let affix = |name: &str| level.attr(name).unwrap_or_default();
        format!("{}{}{}", affix("num-prefix"), numbers.join("."), affix("num-suffix"))
    });
    Level {
        format: is_number.then(|| level.attr("num-format").unwrap_or_default().to_owned()),
        pattern,
        start: level.attr("start-value").and_then(|start| start.parse().ok()).unwrap_or(1),
    }
}

/// `%1%.%2%` as `%1.%2`.
fn percent_pattern(pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        match after.split_once('%') {
            Some((number, behind)) if number.len() < 3 && number.chars().all(|digit| digit.is_ascii_digit()) => {
                out.push('%');
                out.push_str(number);
                rest = behind;
            }
            _ => {
                out.push('%');
                rest = after;
            }
        }
    }
    out + rest
}
