//! Fields (ECMA-376-1, 17.16): a code, and the result that Word last showed for it.
//!
//! In: the marks where fields begin, part code from result, and end, in the order of the text. Out: what becomes of the
//! text between them: code is never shown, the lines of a contents list are left out, results may be links. A field that
//! never ends hides nothing.

use std::collections::HashSet;

use crate::parse::office::notices::Notice;
use crate::parse::xml::Element;

/// What becomes of the result of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Shown,
    Link(String),
    /// The number of a page, as a link to what is there.
    Page(String),
    LeftOut(Notice),
}

/// A field in the making.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) code: String,
    /// What becomes of its result, once the code is whole.
    outcome: Option<Outcome>,
    /// Whether its end is in the file.
    is_closed: bool,
    /// Whether its result showed anything.
    pub(super) has_result: bool,
    /// Boxes to tick and lists to choose from, which have no result.
    pub(super) form: Option<String>,
}

/// The fields that are open at a place of the text, outer ones first.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// The marks at which closed fields begin, by address; for look-up only.
    closed: HashSet<usize>,
}

impl Fields {
    /// Learns which fields of a part have an end.
    pub(super) fn learn(&mut self, part: &Element) {
        self.learn_within(part, &mut Vec::new());
    }

    fn learn_within(&mut self, element: &Element, open: &mut Vec<usize>) {
        match (element.name.as_str(), element.attr("fldCharType")) {
            ("fldChar", Some("begin")) => open.push(address(element)),
            ("fldChar", Some("end")) => self.closed.extend(open.pop()),
            // A fallback repeats what stands before it.
            ("Fallback", _) => return,
            _ => {}
        }
        element.children.iter().for_each(|child| self.learn_within(child, open));
    }

    /// A mark; the field that ends with it.
    pub(super) fn mark(&mut self, mark: &Element) -> Option<Field> {
        match mark.attr("fldCharType") {
            Some("begin") => {
                let is_closed = self.closed.contains(&address(mark));
                self.begin(String::new(), is_closed);
                self.open.last_mut()?.form = mark.child("ffData").and_then(form_answer);
                None
            }
            Some("separate") => {
                let field = self.open.last_mut()?;
                field.outcome = Some(outcome(&field.code));
                None
            }
            _ => self.open.pop(),
        }
    }

    /// Opens a field whose code stands in an attribute.
    pub(super) fn begin_simple(&mut self, code: &str) {
        self.begin(code.to_owned(), true);
        if let Some(field) = self.open.last_mut() {
            field.outcome = Some(outcome(code));
        }
    }

    fn begin(&mut self, code: String, is_closed: bool) {
        self.open.push(Field { code, outcome: None, is_closed, has_result: false, form: None });
    }

    /// Ends the innermost field.
    pub(super) fn end(&mut self) -> Option<Field> {
        self.open.pop()
    }

    /// More of the code of the innermost field.
    pub(super) fn code(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| field.outcome.is_none()) {
            field.code.push_str(text);
        }
    }

    /// Whether text here is not shown.
    pub(super) fn hides(&self) -> bool {
        self.hidden_in_code() || self.left_out().is_some()
    }

    fn hidden_in_code(&self) -> bool {
        self.open.iter().any(|field| field.is_closed && field.outcome.is_none())
    }

    /// What text here is part of and left out with.
    pub(super) fn left_out(&self) -> Option<Notice> {
        self.open.iter().filter(|field| field.is_closed).find_map(|field| match field.outcome {
            Some(Outcome::LeftOut(notice)) => Some(notice),
            _ => None,
        })
    }

    /// The innermost link that text here is part of.
    pub(super) fn link(&self) -> Option<&Outcome> {
        let outcomes = self.open.iter().rev().filter_map(|field| field.outcome.as_ref());
        outcomes.into_iter().find(|outcome| matches!(outcome, Outcome::Link(_) | Outcome::Page(_)))
    }

    /// Notes that results show something.
    pub(super) fn shown(&mut self) {
        self.open.iter_mut().for_each(|field| field.has_result = true);
    }

    /// Forgets all fields, at the end of a text.
    pub(super) fn clear(&mut self) {
        self.open.clear();
    }
}

fn address(element: &Element) -> usize {
    std::ptr::from_ref(element).addr()
}

/// The words of a code; those in quotation marks are one.
pub(super) fn words(code: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, after) = match first {
            '"' | '“' | '”' => {
                let inner = &rest[first.len_utf8()..];
                inner.split_once(['"', '“', '”']).unwrap_or((inner, ""))
            }
            _ => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

/// What becomes of the result of a code.
fn outcome(code: &str) -> Outcome {
    let words = words(code);
    let name = words.first().map(|name| name.to_ascii_uppercase()).unwrap_or_default();
    let has = |switch: &str| words.iter().skip(1).any(|word| word.eq_ignore_ascii_case(switch));
    let bookmark = words.get(1).filter(|name| !name.starts_with('\\')).map(|name| format!("#{name}"));
    match name.as_str() {
        "TOC" => Outcome::LeftOut(Notice::Contents),
        "INDEX" => Outcome::LeftOut(Notice::Index),
        "HYPERLINK" => address_of(&words).map_or(Outcome::Shown, Outcome::Link),
        "REF" if has("\\h") => bookmark.map_or(Outcome::Shown, Outcome::Link),
        "PAGEREF" => bookmark.map_or(Outcome::Shown, Outcome::Page),
        _ => Outcome::Shown,
    }
}

/// The address of a link: `HYPERLINK "https://…"`, `HYPERLINK \l "name"`, or both.
fn address_of(words: &[String]) -> Option<String> {
    let (mut address, mut anchor) = (None, None);
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        match word.to_ascii_lowercase().as_str() {
            "\\l" => anchor = words.next().map(|name| format!("#{name}")),
            // A tip and a window.
            "\\o" | "\\t" => drop(words.next()),
            switch if switch.starts_with('\\') => {}
            _ => address = address.or(Some(word.trim().to_owned())),
        }
    }
    let address = address.filter(|address| !address.is_empty());
    match (address, anchor) {
        (Some(address), Some(anchor)) => Some(address + &anchor),
        (address, anchor) => address.or(anchor),
    }
}

/// What a field of a form shows: a box, ticked or not, or the choice from a list.
fn form_answer(data: &Element) -> Option<String> {
    if let Some(tick) = data.child("checkBox") {
        let is_ticked = if tick.child("checked").is_some() { tick.is_on("checked") } else { tick.is_on("default") };
        return Some(if is_ticked { "☒" } else { "☐" }.to_owned());
    }
    let list = data.child("ddList")?;
    let chosen = list.val("result").and_then(|index| index.parse::<usize>().ok()).unwrap_or(0);
    let mut entries = list.children.iter().filter(|child| child.name == "listEntry");
    entries.nth(chosen)?.attr("val").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_what_becomes_of_results() {
        let link = |target: &str| Outcome::Link(target.to_owned());
        let check = |code: &str, expected: Outcome| assert_eq!(outcome(code), expected, "{code}");
        check(" TOC \\o \"1-3\" \\h \\z \\u ", Outcome::LeftOut(Notice::Contents));
        check("toc \\c \"شكل\"", Outcome::LeftOut(Notice::Contents));
        check(" INDEX \\c 2", Outcome::LeftOut(Notice::Index));
        check(" HYPERLINK \"https://example.org/x\" ", link("https://example.org/x"));
        check(" HYPERLINK https://example.org/x ", link("https://example.org/x"));
        check(" HYPERLINK \\l \"قسم\" ", link("#قسم"));
        check(" HYPERLINK \"https://example.org/\" \\l \"a\" \\o \"تلميح\" ", link("https://example.org/#a"));
        check(" HYPERLINK \\o \"تلميح\" \"https://example.org/\" \\t \"_blank\"", link("https://example.org/"));
        check(" HYPERLINK \"\" ", Outcome::Shown);
        check(" REF bm1 \\h ", link("#bm1"));
        check(" REF bm1 ", Outcome::Shown);
        check(" PAGEREF _Toc1 \\h ", Outcome::Page("#_Toc1".to_owned()));
        check(" SEQ شكل \\* ARABIC ", Outcome::Shown);
        check("", Outcome::Shown);
    }
}
