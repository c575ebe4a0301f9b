//! The running text of a paragraph (ECMA-376-1, 17.3).
//!
//! In: the children of a `w:p`. Out: inlines, with their places in the text of the file as it is shown to people; text
//! boxes and drawings are put aside until the paragraph is whole.

use super::Reader;
use super::fields::{Field, Outcome, words};
use crate::diagnostic::Span;
use crate::document::{Direction, Inline, plain_text};
use crate::parse::inline::push_text;
use crate::parse::markdown::is_safe;
use crate::parse::office::look::merged;
use crate::parse::office::notices::Notice;
use crate::parse::office::symbols::{self, SymbolFont};
use crate::parse::xml::Element;

impl<'a> Reader<'a> {
    /// Takes the runs of a paragraph or of a link in it.
    pub(super) fn runs(&mut self, children: &'a [Element], content: &mut Vec<Inline>) {
        children.iter().for_each(|child| self.run_or_wrapper(child, content));
    }

    fn run_or_wrapper(&mut self, child: &'a Element, content: &mut Vec<Inline>) {
        match child.name.as_str() {
            "r" => self.run(child, content),
            "hyperlink" => self.hyperlink(child, content),
            // Text that was struck out under revision is gone; other wrappers are transparent.
            "del" | "moveFrom" => self.notices.add(Notice::Deletion, self.here()),
            "fldSimple" => self.simple_field(child, content),
            "sdt" => self.control(child, |this, inner| this.runs(&inner.children, content)),
            "ins" | "moveTo" | "smartTag" | "sdtContent" | "customXml" => self.runs(&child.children, content),
            "bdo" | "dir" => self.directed(child, content),
            "oMath" | "oMathPara" if !self.hides() => self.equation(child, content),
            "AlternateContent" => self.alternatives(child, content, Self::run_or_wrapper),
            "bookmarkStart" => self.bookmark(child, content),
            "subDoc" => self.notices.add(Notice::Foreign, self.here()),
            _ => {}
        }
    }

    /// Takes the first alternative that shows something.
    fn alternatives(
        &mut self,
        alternatives: &'a Element,
        content: &mut Vec<Inline>,
        take: fn(&mut Self, &'a Element, &mut Vec<Inline>),
    ) {
        let before = (content.len(), self.aside.len());
        for alternative in &alternatives.children {
            alternative.children.iter().for_each(|inner| take(self, inner, content));
            if before != (content.len(), self.aside.len()) {
                return;
            }
        }
    }

    /// A place that links lead to.
    fn bookmark(&mut self, mark: &Element, content: &mut Vec<Inline>) {
        if let Some(id) = mark.attr("name").filter(|name| self.targets.contains(*name)) {
            content.push(Inline::Anchor { id: id.to_owned(), span: self.here() });
        }
    }

    /// Text with a direction of its own.
    fn directed(&mut self, wrapper: &'a Element, content: &mut Vec<Inline>) {
        let mut inner = Vec::new();
        self.runs(&wrapper.children, &mut inner);
        match wrapper.attr("val").and_then(Direction::from_dir) {
            Some(_) if inner.is_empty() => {}
            direction @ Some(_) => content.push(Inline::Span { lang: None, direction, content: inner }),
            None => content.extend(inner),
        }
    }

    fn hyperlink(&mut self, link: &'a Element, content: &mut Vec<Inline>) {
        let start = self.here().start;
        let mut inner = Vec::new();
        let around = std::mem::replace(&mut self.in_link, true);
        self.runs(&link.children, &mut inner);
        self.in_link = around;
        let address = link.attr("id").and_then(|id| self.relationships.get(id)).map(|found| found.target.clone());
        let anchor = link.attr("anchor").map(|name| format!("#{name}"));
        let target = match (address, anchor) {
            (Some(address), Some(anchor)) if !address.contains('#') => address + &anchor,
            (Some(address), _) => address,
            (None, Some(anchor)) => anchor,
            (None, None) => return content.extend(inner),
        };
        let span = Span::new(start, self.here().start);
        self.link(target, inner, span, content);
    }

    fn link(&mut self, target: String, inner: Vec<Inline>, span: Span, content: &mut Vec<Inline>) {
        if inner.is_empty() || !is_safe(&target) {
            if !inner.is_empty() {
                self.notices.add(Notice::Link, span);
            }
            return content.extend(inner);
        }
        content.push(Inline::Link { target, content: merged(inner), span });
    }

    fn run(&mut self, run: &'a Element, content: &mut Vec<Inline>) {
        let format = self.styles.run_format(run.child("rPr"));
        if format.is_hidden() {
            self.fields_of(run);
            let words = run.children.iter().filter(|child| child.name == "t");
            let words = words.map(|text| text.text.split_whitespace().count()).sum();
            return self.notices.add_many(Notice::Hidden, self.here(), words);
        }
        let start = self.here().start;
        let mut inner = Vec::new();
        self.run_font = format.symbol_font();
        self.in_capitals = format.is_in_capitals();
        let children = match custom_mark(run) {
            Some(mark) => self.marked_reference(mark, run, &mut inner),
            None => run.children.as_slice(),
        };
        children.iter().for_each(|child| self.run_child(child, &mut inner));
        if inner.is_empty() {
            return;
        }
        self.fields.shown();
        let link = if self.in_link { None } else { self.fields.link().cloned() };
        let inner = format.around(inner, self.in_link || link.is_some());
        let span = Span::new(start, self.here().start);
        match link {
            Some(Outcome::Link(target)) => self.link(target, inner, span, content),
            Some(Outcome::Page(target)) => self.link(target, inner, span, content),
            _ => content.extend(inner),
        }
    }

    /// The marks of fields in a run that shows nothing.
    fn fields_of(&mut self, run: &'a Element) {
        for child in run.children.iter().filter(|child| matches!(child.name.as_str(), "fldChar" | "instrText")) {
            self.run_child(child, &mut Vec::new());
        }
    }

    fn run_child(&mut self, child: &'a Element, content: &mut Vec<Inline>) {
        match child.name.as_str() {
            "fldChar" => {
                if let Some(field) = self.fields.mark(child) {
                    self.field_ended(&field, content);
                }
            }
            "instrText" => self.fields.code(&child.text),
            _ if self.hides() => self.hidden_by_field(child),
            "t" => self.text(&child.text, content),
            "tab" | "ptab" => self.text(" ", content),
            "noBreakHyphen" => self.text("\u{2011}", content),
            "softHyphen" => self.text("\u{AD}", content),
            "sym" => self.symbol(child, content),
            "br" | "cr" => self.line_break(child, content),
            "footnoteReference" | "endnoteReference" => self.reference(child, content),
            "commentReference" => self.notices.add(Notice::Comment, self.here()),
            "ruby" => self.ruby(child, content),
            "drawing" | "pict" | "object" => self.graphic(child, content),
            "AlternateContent" => self.alternatives(child, content, Self::run_child),
            _ => {}
        }
    }

    /// Whether text here is not shown.
    pub(super) fn hides(&self) -> bool {
        self.muted || self.fields.hides()
    }

    /// Text in a contents list, or in the code of a field.
    fn hidden_by_field(&mut self, child: &Element) {
        let has_text = child.name == "t" && !child.text.trim().is_empty();
        if has_text && self.left_out.is_none() {
            self.left_out = if self.muted { Some(Notice::Contents) } else { self.fields.left_out() };
        }
    }

    fn line_break(&mut self, mark: &Element, content: &mut Vec<Inline>) {
        match mark.attr("type") {
            None | Some("textWrapping") => {
                self.text_of_source.push(' ');
                content.push(Inline::LineBreak);
            }
            Some("page") => self.page_break = Some(self.here()),
            Some(_) => {}
        }
    }

    fn simple_field(&mut self, field: &'a Element, content: &mut Vec<Inline>) {
        self.fields.begin_simple(field.attr("instr").unwrap_or_default());
        self.runs(&field.children, content);
        if let Some(field) = self.fields.end() {
            self.field_ended(&field, content);
        }
    }

    /// What a field without a result shows, by its code.
    fn field_ended(&mut self, field: &Field, content: &mut Vec<Inline>) {
        if self.hides() {
            return;
        }
        let words = words(&field.code);
        let name = words.first().map(|name| name.to_ascii_uppercase()).unwrap_or_default();
        match name.as_str() {
            "PAGEREF" if field.has_result => self.notices.add(Notice::PageReference, self.here()),
            _ if field.has_result => {}
            "EQ" => self.equation_field(&field.code, content),
            "SYMBOL" => {
                let font = words.iter().skip_while(|word| *word != "\\f").nth(1).map(String::as_str);
                let code = words.get(1).and_then(|code| number(code));
                self.symbol_of(font.unwrap_or("Symbol"), code, content);
            }
            _ => {
                if let Some(answer) = &field.form {
                    self.text(answer, content);
                }
            }
        }
    }

    pub(super) fn text(&mut self, text: &str, content: &mut Vec<Inline>) {
        let mut text = text.replace(['\n', '\r'], " ");
        let unknown = symbols::resolve(&mut text, self.run_font);
        self.notices.add_many(Notice::Symbol, self.here(), unknown);
        if self.in_capitals {
            text = text.to_uppercase();
        }
        let start = self.text_of_source.len();
        self.text_of_source.push_str(&text);
        push_text(content, &text, Span::new(start, self.text_of_source.len()));
    }

    fn symbol(&mut self, symbol: &Element, content: &mut Vec<Inline>) {
        let code = symbol.attr("char").and_then(|code| u32::from_str_radix(code, 16).ok());
        self.symbol_of(symbol.attr("font").unwrap_or_default(), code, content);
    }

    /// A sign of a font; fonts that have letters have them at their own codes.
    fn symbol_of(&mut self, font: &str, code: Option<u32>, content: &mut Vec<Inline>) {
        let letter = || code.and_then(char::from_u32).filter(|&sign| !symbols::is_private(sign) && !sign.is_control());
        let sign = match SymbolFont::named(font) {
            Some(font) => code.and_then(|code| font.character(code)),
            None => letter(),
        };
        match sign {
            Some(sign) => {
                let font = self.run_font.take();
                self.text(sign.encode_utf8(&mut [0; 4]), content);
                self.run_font = font;
            }
            None => self.notices.add(Notice::Symbol, self.here()),
        }
    }

    fn reference(&mut self, reference: &Element, content: &mut Vec<Inline>) {
        let kind = if reference.name == "footnoteReference" { "footnote" } else { "endnote" };
        let Some(key) = reference.attr("id").map(|id| (kind, id.to_owned())) else { return };
        if !self.notes.contains_key(&key) {
            return;
        }
        let number = match self.referred.iter().position(|known| *known == key) {
            Some(at) => at + 1,
            None => {
                self.referred.push(key);
                self.referred.len()
            }
        };
        content.push(Inline::FootnoteReference { label: number.to_string(), span: self.here() });
    }

    /// A reference to a note with a mark of its own, which follows it in its run; what comes after the mark.
    fn marked_reference(&mut self, reference: &Element, run: &'a Element, content: &mut Vec<Inline>) -> &'a [Element] {
        let at = run.children.iter().position(|child| std::ptr::eq(child, reference)).unwrap_or(0);
        run.children[..at].iter().for_each(|child| self.run_child(child, content));
        self.reference(reference, content);
        let rest = &run.children[at + 1..];
        let mark = rest.iter().take_while(|child| matches!(child.name.as_str(), "t" | "sym")).count();
        let text: String = rest[..mark].iter().map(|child| child.text.as_str()).collect();
        if let Some(key) = self.referred.last().filter(|_| !text.trim().is_empty()) {
            self.marks.insert(key.clone(), text.trim().to_owned());
            self.notices.add(Notice::Mark, self.here());
        }
        &rest[mark..]
    }

    /// A word with its reading: the reading in brackets, as HTML shows where there is no room above.
    fn ruby(&mut self, ruby: &'a Element, content: &mut Vec<Inline>) {
        let part = |name: &str| ruby.child(name).map(|part| part.children.as_slice()).unwrap_or_default();
        self.runs(part("rubyBase"), content);
        let mut reading = Vec::new();
        self.text(" (", &mut reading);
        let start = reading.len();
        self.runs(part("rt"), &mut reading);
        if plain_text(&reading[start..]).trim().is_empty() {
            return;
        }
        self.text(")", &mut reading);
        content.extend(reading);
    }
}

/// The reference in a run whose note has a mark of its own.
fn custom_mark(run: &Element) -> Option<&Element> {
    let is_own = |mark: &str| matches!(mark, "1" | "true" | "on");
    run.children.iter().find(|child| {
        matches!(child.name.as_str(), "footnoteReference" | "endnoteReference")
            && child.attr("customMarkFollows").is_some_and(is_own)
    })
}

/// A number as the code of a field writes it.
fn number(text: &str) -> Option<u32> {
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}
