//! Mathematics of web pages: MathML, and what MathJax, KaTeX and MediaWiki make of TeX.
//!
//! In: the tree of a page, before its article is sought. Out: the same with one element `math` for each formula, in place
//! of its renderings; and from such an element a formula.

use dom_query::{Document, NodeRef};

use super::dom::{attr, has_word, name};
use super::run::Atom;
use super::walk::{Context, Flow, Walker};
use crate::document::{Formula, MAX_MATH_DEPTH, MathNode};
use crate::parse::math;
use crate::parse::math::tree::Open;

/// The attribute with the source of a formula that has no MathML.
const TEX: &str = "data-tex";

/// Leaves one element of each formula. MediaWiki hides its MathML behind a picture, KaTeX and MathJax put it beside
/// what they draw, and scripts would be lost with all others.
pub(super) fn prepare(document: &Document) {
    for script in document.select("script[type^='math/tex']").nodes() {
        while let Some(drawn) = script.prev_element_sibling().filter(is_drawn) {
            drawn.remove_from_parent();
        }
        let is_display = attr(script, "type").is_some_and(|kind| kind.contains("mode=display"));
        replace_by_source(script, &script.text(), is_display);
    }
    for drawn in document.select(".mwe-math-element, .katex-display, .katex, mjx-container").nodes() {
        let is_display = has_word(drawn, "class", &["katex-display", "mwe-math-element-block"])
            || attr(drawn, "display").is_some_and(|value| value == "true");
        let found = drawn.descendants_it().find(|node| node.is_element() && &*name(node) == "math");
        if let Some(math) = found {
            if is_display {
                math.set_attr("display", "block");
            }
            drawn.insert_before(&math);
            drawn.remove_from_parent();
        } else if let Some(tex) = picture(drawn) {
            replace_by_source(drawn, &tex, is_display);
        }
    }
    for image in
        document.select("img.latex, img.mwe-math-fallback-image-inline, img.mwe-math-fallback-image-display").nodes()
    {
        if let Some(tex) = attr(image, "alt").filter(|alt| !alt.trim().is_empty()) {
            let is_display = has_word(image, "class", &["mwe-math-fallback-image-display"]);
            replace_by_source(image, &tex, is_display);
        }
    }
}

/// The source that the picture of a formula has as its description.
fn picture(drawn: &NodeRef<'_>) -> Option<String> {
    let image = drawn.descendants_it().find(|node| node.is_element() && &*name(node) == "img")?;
    attr(&image, "alt").filter(|alt| !alt.trim().is_empty())
}

/// Whether MathJax drew it for the script behind it.
fn is_drawn(node: &NodeRef<'_>) -> bool {
    let classes = attr(node, "class").unwrap_or_default();
    classes.split_ascii_whitespace().any(|class| class.starts_with("MathJax") || class.starts_with("mjx-"))
}

fn replace_by_source(node: &NodeRef<'_>, tex: &str, is_display: bool) {
    let display = if is_display { "block" } else { "inline" };
    node.before_html(format!("<math display=\"{display}\"></math>"));
    if let Some(math) = node.prev_element_sibling() {
        math.set_attr(TEX, tex);
    }
    node.remove_from_parent();
}

impl Walker<'_> {
    /// A formula; one that cannot be understood leaves its source.
    pub(super) fn formula(&mut self, node: &NodeRef<'_>, context: &Context, flow: &mut Flow) {
        let span = self.places.line(context.line);
        let is_display = attr(node, "display").is_some_and(|value| value == "block")
            || attr(node, "mode").is_some_and(|value| value == "display");
        let said = attr(node, TEX).or_else(|| attr(node, "alttext")).or_else(|| annotation(node));
        let said = said.map(|tex| plain_source(&tex).to_owned()).filter(|tex| !tex.is_empty());
        let read = tree(node, 0).filter(|root| !root.children().is_empty() && root.is_bounded());
        let formula = match (read, &said) {
            (Some(root), _) => {
                let alt = said.clone().unwrap_or_else(|| root.reading());
                Some(Formula { root, alt, is_display, span })
            }
            (None, Some(tex)) => math::tex(tex, is_display, span),
            (None, None) => None,
        };
        match (formula, said) {
            (Some(formula), _) => flow.push(Atom::Math(formula), context.wrap),
            (None, said) => {
                let text = said.unwrap_or_else(|| node.text().split_whitespace().collect::<Vec<_>>().join(" "));
                if !text.is_empty() {
                    self.formulas.add(span);
                    flow.push(Atom::Code { text, span }, context.wrap);
                }
            }
        }
    }
}

/// The source in TeX that stands beside the MathML.
fn annotation(node: &NodeRef<'_>) -> Option<String> {
    let is_tex = |node: &NodeRef<'_>| {
        node.is_element()
            && &*name(node) == "annotation"
            && attr(node, "encoding").is_some_and(|encoding| encoding.to_ascii_lowercase().contains("tex"))
    };
    node.descendants_it().find(is_tex).map(|node| node.text().trim().to_owned())
}

/// A source without the braces that MediaWiki puts around it.
fn plain_source(tex: &str) -> &str {
    let tex = tex.trim();
    let inner = tex.strip_prefix("{\\displaystyle").or_else(|| tex.strip_prefix("{\\textstyle"));
    inner.and_then(|inner| inner.strip_suffix('}')).map_or(tex, str::trim)
}

/// An element of MathML and all in it.
fn tree(node: &NodeRef<'_>, depth: usize) -> Option<MathNode> {
    if depth > 2 * MAX_MATH_DEPTH {
        return None;
    }
    let mut open = Open::new(&name(node));
    for attribute in node.attrs() {
        open.attribute(attribute.name.local.to_string(), attribute.value.to_string());
    }
    for child in node.children_it(false) {
        if child.is_text() {
            open.text(&child.text());
        } else if child.is_element() {
            open.child(tree(&child, depth + 1));
        }
    }
    open.close()
}
