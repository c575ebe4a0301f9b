//! MathML of any source as a tree of known elements.
//!
//! In: elements, attributes and text of MathML, from a string or, one by one, from a web page. Out: [`MathNode`]s.
//! What only says how something else was written (`semantics`, `annotation`) goes; old elements are put in terms of
//! others.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::document::{MAX_MATH_DEPTH, MathContent, MathNode};

/// An element whose content is being read.
#[derive(Debug, Default)]
pub(crate) struct Open {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<MathNode>,
    text: String,
}

/// Reads a string of MathML.
pub(in crate::parse) fn read(mathml: &str) -> Option<MathNode> {
    let mut reader = Reader::from_str(mathml);
    let mut open: Vec<Open> = vec![Open::default()];
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => open.push(opened(&start)?),
            Event::Empty(start) => {
                let element = opened(&start)?.close();
                open.last_mut()?.children.extend(element);
            }
            Event::End(_) => {
                let closed = open.pop()?.close();
                open.last_mut()?.children.extend(closed);
            }
            Event::Text(text) => open.last_mut()?.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = match &*reference.xml10_content() {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    _ => reference.resolve_char_ref().ok()??,
                };
                open.last_mut()?.text.push(character);
            }
            Event::Eof => break,
            _ => {}
        }
        if open.len() > 2 * MAX_MATH_DEPTH {
            return None;
        }
    }
    let [root] = open.pop()?.children.try_into().ok()?;
    Some(root)
}

fn opened(start: &BytesStart<'_>) -> Option<Open> {
    let mut open = Open::new(start.local_name().as_ref());
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let name = attribute.key.as_ref().to_owned();
        open.attribute(name, attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned());
    }
    Some(open)
}

impl Open {
    /// An element of a name, without its prefix.
    pub(crate) fn new(name: &str) -> Open {
        Open { name: name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase(), ..Open::default() }
    }

    /// Adds an attribute.
    pub(crate) fn attribute(&mut self, name: String, value: String) {
        self.attributes.push((name, value));
    }

    /// Adds an element inside.
    pub(crate) fn child(&mut self, child: Option<MathNode>) {
        self.children.extend(child);
    }

    /// Adds text.
    pub(crate) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn said(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The element with all that is in it.
    pub(crate) fn close(mut self) -> Option<MathNode> {
        let children = std::mem::take(&mut self.children);
        match self.name.as_str() {
            "annotation" | "annotation-xml" | "mglyph" | "maligngroup" | "malignmark" | "mspacing" => None,
            "semantics" => children.into_iter().next(),
            "maction" => {
                let wanted = self.said("selection").and_then(|number| number.parse::<usize>().ok()).unwrap_or(1);
                children.into_iter().nth(wanted.max(1) - 1)
            }
            "mfenced" => Some(self.fenced(children)),
            "mlabeledtr" => {
                let mut cells = children.into_iter();
                let label = cells.next();
                Some(MathNode::element("mtr", cells.chain(label).collect()))
            }
            name => Some(match MathNode::known(name) {
                Some(name @ ("mi" | "mn" | "mo" | "mtext" | "ms")) => self.token(name, &children),
                Some(name) => {
                    let node = MathNode::element(name, children);
                    let is_row =
                        matches!(name, "mrow" | "mstyle" | "msqrt" | "mtd" | "mpadded" | "mphantom" | "menclose");
                    self.decorated(if is_row { joined(node) } else { node })
                }
                None => joined(MathNode::row(children)),
            }),
        }
    }

    fn decorated(&self, node: MathNode) -> MathNode {
        let node = self.attributes.iter().fold(node, |node, (name, value)| node.with(name, value));
        // math-core colours by CSS.
        let declared = |value: &str| {
            value.split(';').find_map(|said| said.trim().strip_prefix("color:").map(|color| color.trim().to_owned()))
        };
        match self.said("style").and_then(declared) {
            Some(color) => node.with("mathcolor", &color),
            None => node,
        }
    }

    /// A token; white space at its ends is no part of it, but a space alone is.
    fn token(&self, name: &'static str, children: &[MathNode]) -> MathNode {
        let inner: String = children.iter().map(MathNode::reading).collect();
        let words: Vec<&str> = self.text.split_ascii_whitespace().collect();
        let text = if words.is_empty() && name == "mtext" && !self.text.is_empty() {
            " ".to_owned()
        } else {
            words.join(" ") + &inner
        };
        if (name, text.as_str()) == ("mi", ":") {
            // The colon of `\\colon`, which punctuates.
            return MathNode::token("mo", text).with("lspace", "0").with("rspace", "0.2222em");
        }
        let name = match text.as_str() {
            "،" | "؛" if name == "mi" => "mo",
            _ if name == "mi" && is_number(&text) => "mn",
            _ => name,
        };
        self.decorated(MathNode::token(name, text))
    }

    /// What `mfenced` stands for: its parts between brackets, with separators between them.
    fn fenced(&self, children: Vec<MathNode>) -> MathNode {
        let fence = |text: &str| MathNode::token("mo", text).with("fence", "true");
        let separators: Vec<char> = self.said("separators").unwrap_or(",").chars().filter(|c| *c != ' ').collect();
        let mut parts = vec![fence(self.said("open").unwrap_or("("))];
        for (index, child) in children.into_iter().enumerate() {
            let separator = separators.get(index.saturating_sub(1)).or(separators.last()).filter(|_| index > 0);
            parts.extend(separator.map(|separator| MathNode::token("mo", separator.to_string())));
            parts.push(child);
        }
        parts.push(fence(self.said("close").unwrap_or(")")));
        MathNode::row(parts)
    }
}

/// Digits of Arabic and Persian, with their decimal and thousands signs.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '٠'..='٩' | '۰'..='۹' | '٫' | '٬'))
}

/// Puts the digits of a number together: math-core takes those of Arabic for letters.
fn joined(mut row: MathNode) -> MathNode {
    let MathContent::Children(children) = std::mem::replace(&mut row.content, MathContent::Children(Vec::new())) else {
        return row;
    };
    let mut out: Vec<MathNode> = Vec::with_capacity(children.len());
    for child in children {
        let is_digits = |node: &MathNode| node.name == "mn" && is_number(node.text());
        match out.last_mut() {
            Some(MathNode { content: MathContent::Text(before), name: "mn", .. })
                if is_number(before) && is_digits(&child) =>
            {
                before.push_str(child.text());
            }
            _ => out.push(child),
        }
    }
    row.content = MathContent::Children(out);
    row
}
