//! What elements say about the text in them: language, direction, stress, links.
//!
//! In: an element and the context around it. Out: the context within.

use dom_query::NodeRef;

use super::article;
use super::display::is_block;
use super::dom::{LINE, attr, name};
use super::link;
use super::run::Wrap;
use super::walk::{Context, Walker};
use crate::document::{Direction, Lang};
use crate::parse::alignment::{self, Said};
use crate::parse::lang::parse_lang;

impl Walker<'_> {
    /// The context within an element.
    pub(super) fn entered(&self, node: &NodeRef<'_>, outer: &Context) -> Context {
        let mut context = outer.clone();
        if let Some(line) = attr(node, LINE).and_then(|line| line.parse().ok()) {
            context.line = line;
        }
        let tag = name(node);
        if is_block(&tag) {
            context.alignment = match attr(node, article::ALIGNMENT).and_then(|name| alignment::of_name(&name)) {
                // A table inherits no alignment, and its columns determine that of its cells.
                _ if matches!(&*tag, "table" | "tr" | "td" | "th") => None,
                Some(Said::Aligned(alignment)) => Some(alignment),
                Some(Said::Usual) => None,
                None => context.alignment,
            };
            if let Some(lang) = own_lang(node) {
                context.lang = (lang.primary() != self.lang.primary()).then_some(lang);
            }
            if let Some(dir) = attr(node, "dir") {
                let inherited = context.direction.filter(|_| !dir.eq_ignore_ascii_case("auto"));
                context.direction = Direction::from_dir(&dir).or(inherited);
                context.says_direction |= !is_frame(&name(node)) && context.direction.is_some();
            }
        }
        context
    }

    /// The context within a phrasing element.
    pub(super) fn wrapped(&mut self, node: &NodeRef<'_>, tag: &str, context: &Context) -> Context {
        let mut wrap = context.wrap;
        let around = context.lang.as_ref().unwrap_or(&self.lang).primary();
        let lang = own_lang(node).filter(|lang| lang.primary() != around);
        let direction = attr(node, "dir").and_then(|dir| Direction::from_dir(&dir));
        let around = context.direction.unwrap_or_else(|| self.lang.direction());
        if lang.is_some() || direction.is_some_and(|direction| direction != around) || matches!(tag, "bdi" | "bdo") {
            wrap = self.wraps.push(Wrap::Span { lang, direction }, wrap);
        }
        let meaning = match tag {
            "em" | "i" | "cite" | "dfn" | "var" => Some(Wrap::Emphasis),
            "b" | "strong" => Some(Wrap::Strong),
            "s" | "del" | "strike" => Some(Wrap::Strikethrough),
            "sup" => Some(Wrap::Superscript),
            "sub" => Some(Wrap::Subscript),
            "mark" => Some(Wrap::Mark),
            "a" => self.link(node, context),
            _ => None,
        };
        if let Some(meaning) = meaning {
            wrap = self.wraps.push(meaning, wrap);
        }
        Context { wrap, ..context.clone() }
    }

    fn link(&mut self, node: &NodeRef<'_>, context: &Context) -> Option<Wrap> {
        let href = attr(node, "href").filter(|href| href != "#" && href != "#top")?;
        let span = self.places.find_value(&href, context.line);
        match link::resolve(&href, self.base.as_ref()) {
            Some(target) => Some(Wrap::Link { target, span }),
            None => {
                self.links.add(span);
                None
            }
        }
    }
}

/// Whether an element may hold the whole page, so that its attributes are those of the page.
fn is_frame(name: &str) -> bool {
    matches!(name, "html" | "body" | "main" | "article" | "section" | "div")
}

fn own_lang(node: &NodeRef<'_>) -> Option<Lang> {
    parse_lang(&attr(node, "lang").or_else(|| attr(node, "xml:lang"))?)
}
