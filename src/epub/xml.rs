//! A small writer of XML 1.0: elements in, well-formed text out.
//!
//! It escapes text and attributes, leaves out the characters that XML forbids (section 2.2), and closes what was
//! opened. An attribute without a value is not written, so that callers can name optional ones in place.

use crate::text::breaks::names;

/// An attribute and its value, if it has one.
pub(super) type Attribute<'a> = (&'static str, Option<&'a str>);

/// XML text under construction.
#[derive(Default)]
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
    /// Whether lines may break at the joints of names and addresses, as in table cells (HTML, 4.5.28).
    pub(super) cuts_names: bool,
}

impl Xml {
    /// An empty fragment, to be set inside a document.
    pub(super) fn fragment() -> Xml {
        Xml::default()
    }

    /// A document that starts with the XML declaration.
    pub(super) fn document() -> Xml {
        Xml { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into(), ..Xml::default() }
    }

    /// The XHTML doctype.
    pub(super) fn doctype_html(&mut self) {
        self.text.push_str("<!DOCTYPE html>\n");
    }

    /// Opens an element.
    pub(super) fn start(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.text.push('>');
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub(super) fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push('>');
        }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Closes the elements opened since [`Xml::depth`] was so.
    pub(super) fn end_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.end();
        }
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.text.push_str("/>");
    }

    /// An element that holds only text.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.start(name, attributes);
        self.text(text);
        self.end();
    }

    /// Text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        if !self.cuts_names {
            return self.escaped(text);
        }
        for (index, piece) in names(text).into_iter().enumerate() {
            if index > 0 {
                self.text.push_str("<wbr/>");
            }
            self.escaped(piece);
        }
    }

    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                _ if is_forbidden(character) => {}
                _ => self.text.push(character),
            }
        }
    }

    /// A line break of the mark-up, for those who read it.
    pub(super) fn new_line(&mut self) {
        self.text.push('\n');
    }

    /// The text, with every element closed.
    pub(super) fn finish(mut self) -> String {
        self.end_to(0);
        self.text
    }

    fn tag(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            if let Some(value) = value {
                self.text.push(' ');
                self.text.push_str(name);
                self.text.push_str("=\"");
                self.attribute_value(value);
                self.text.push('"');
            }
        }
    }

    fn attribute_value(&mut self, value: &str) {
        for character in value.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '"' => self.text.push_str("&quot;"),
                // Unescaped, a parser would turn them into spaces (section 3.3.3).
                '\n' => self.text.push_str("&#10;"),
                '\t' => self.text.push_str("&#9;"),
                _ if is_forbidden(character) => {}
                _ => self.text.push(character),
            }
        }
    }
}

/// Controls and noncharacters outside the production `Char`; the carriage return too, which a parser would change.
fn is_forbidden(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut xml = Xml::fragment();
        xml.start("p", &[("title", Some("«أ» & \"ب\" <ج>\n")), ("lang", None)]);
        xml.text("س < ص && \u{0}ع\u{b}");
        xml.empty("br", &[]);
        xml.start("em", &[]);
        assert_eq!(
            xml.finish(),
            "<p title=\"«أ» &amp; &quot;ب&quot; &lt;ج>&#10;\">س &lt; ص &amp;&amp; ع<br/><em></em></p>"
        );
    }
}
