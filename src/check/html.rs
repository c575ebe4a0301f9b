//! The vocabulary of pages (HTML Standard, sections 3 and 4; EPUB 3.3, 6.1): the known elements and attributes, and
//! which elements may contain which.
//!
//! Reports what reading systems and shops reject. Of the content models, only the classes (flow, phrasing, lists with
//! fixed children) are checked, not every detail.

use super::attributes::{ARIA, ATTRIBUTES, OBSOLETE_ATTRIBUTES, ROLES};
use super::words::{FLOW, PHRASING, SPECIAL, TRANSPARENT, VOID, is_language, is_parent_of};
use super::xml::Tag;

/// An open element.
#[derive(Debug)]
struct Open {
    name: String,
    /// Name of its last child so far.
    last: Option<String>,
}

/// The open elements.
#[derive(Debug, Default)]
pub(super) struct Structure {
    open: Vec<Open>,
    /// Depth within drawings or formulas, which have their own vocabularies.
    foreign: usize,
}

impl Structure {
    /// An element begins.
    pub(super) fn start(&mut self, tag: &Tag, faults: &mut Vec<String>) {
        if self.foreign > 0 || ["svg", "math"].contains(&tag.name.as_str()) {
            self.foreign += 1;
        } else {
            self.place(&tag.name, faults);
            attributes(tag, faults);
        }
        if let Some(parent) = self.open.last_mut() {
            parent.last = Some(tag.name.clone());
        }
        self.open.push(Open { name: tag.name.clone(), last: None });
    }

    /// The element that began last ends.
    pub(super) fn end(&mut self, faults: &mut Vec<String>) {
        let Some(Open { name, last }) = self.open.pop() else { return };
        if self.foreign > 0 {
            self.foreign -= 1;
            return;
        }
        match (name.as_str(), last.as_deref()) {
            ("dl", Some("dt")) => faults.push("a <dl> ends with a term that has no description".into()),
            ("head", None) => faults.push("its <head> is empty".into()),
            _ => {}
        }
    }

    /// Text stands here.
    pub(super) fn text(&self, text: &str, faults: &mut Vec<String>) {
        let Some(Open { name, .. }) = self.open.last().filter(|_| self.foreign == 0) else { return };
        let holds_none = VOID.contains(&name.as_str()) || is_parent_of(name, "").is_some();
        if holds_none && !text.trim().is_empty() {
            faults.push(format!("text stands directly in a <{name}>"));
        }
    }

    /// Whether an element is allowed here.
    fn place(&self, name: &str, faults: &mut Vec<String>) {
        let is_known = [PHRASING, FLOW, SPECIAL].iter().any(|list| list.contains(&name));
        if !is_known && !name.contains('-') {
            return faults.push(format!("<{name}> is not an XHTML element"));
        }
        let Some(parent) = self.open.last() else { return };
        if name == "a" && self.open.iter().any(|open| open.name == "a") {
            faults.push("a link stands in another".into());
        }
        if parent.name == "dl" && name == "dd" && parent.last.is_none() {
            faults.push("a <dl> begins with a description that has no term".into());
        }
        if name == "caption" && parent.last.is_some() {
            faults.push("a <caption> is not the first child of its table".into());
        }
        let is_allowed = match is_parent_of(&parent.name, name) {
            Some(is_child) => is_child,
            None if VOID.contains(&parent.name.as_str()) => false,
            None if SPECIAL.contains(&name) => false,
            None => !FLOW.contains(&name) || self.takes_flow(),
        };
        if !is_allowed {
            faults.push(format!("<{name}> cannot stand in <{}>", parent.name));
        }
    }

    /// Whether blocks are allowed here; an element with the content model of its parent is looked through.
    fn takes_flow(&self) -> bool {
        let holder = self.open.iter().rev().find(|open| !TRANSPARENT.contains(&open.name.as_str()));
        let holder = holder.map_or("", |open| open.name.as_str());
        let holds_phrases = ["p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend"];
        !holds_phrases.contains(&holder) && (!PHRASING.contains(&holder) || holder == "object")
    }
}

/// Errors in the attributes of an element.
fn attributes(tag: &Tag, faults: &mut Vec<String>) {
    for (name, value) in tag.attributes() {
        if let Some(fault) = attribute(tag, name, value) {
            faults.push(fault);
        }
    }
    let needed = match tag.name.as_str() {
        "img" | "source" => "src",
        "bdo" => "dir",
        _ => "",
    };
    if !needed.is_empty() && tag.get(needed).is_none() && tag.get("srcset").is_none() {
        faults.push(format!("a <{}> has no {needed}", tag.name));
    }
    if let (Some(one), Some(other)) = (tag.get("lang"), tag.get("xml:lang"))
        && !one.eq_ignore_ascii_case(other)
    {
        faults.push(format!("lang and xml:lang of <{}> differ", tag.name));
    }
}

fn attribute(tag: &Tag, name: &str, value: &str) -> Option<String> {
    let wrong = || Some(format!("the {name} of <{}> cannot be `{value}`", tag.name));
    let is_number = |least: i64| value.trim().parse::<i64>().is_ok_and(|number| number >= least);
    match name {
        "id" if value.is_empty() || value.contains(char::is_whitespace) => wrong(),
        "dir" if !["ltr", "rtl", "auto"].contains(&value) => wrong(),
        "lang" | "xml:lang" if !value.is_empty() && !is_language(value) => wrong(),
        "role" if value.split_whitespace().any(|role| !ROLES.contains(&role)) => wrong(),
        "scope" if tag.name == "th" && !["row", "col", "rowgroup", "colgroup"].contains(&value) => wrong(),
        "start" if !is_number(i64::MIN) => wrong(),
        "colspan" | "span" if !is_number(1) => wrong(),
        "rowspan" if !is_number(0) => wrong(),
        "width" | "height" if !is_number(0) => wrong(),
        _ if name.starts_with("aria-") && !ARIA.contains(&&name["aria-".len()..]) => {
            Some(format!("<{}> has an unknown ARIA attribute: {name}", tag.name))
        }
        _ if OBSOLETE_ATTRIBUTES.contains(&name) => {
            Some(format!("the attribute {name} of <{}> is obsolete; use a style sheet", tag.name))
        }
        _ if name.contains([':', '-']) || name.starts_with("on") || name == "xmlns" => None,
        _ if !ATTRIBUTES.contains(&name) => Some(format!("<{}> has an unknown attribute: {name}", tag.name)),
        _ => None,
    }
}
