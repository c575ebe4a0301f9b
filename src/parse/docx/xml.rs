//! XML parts as small trees.
//!
//! In: the bytes of a part. Out: its elements by local name, no deeper than [`MAX_DEPTH`] and no more than
//! [`MAX_ELEMENTS`]. Declarations of entities are not read (Office Open XML has none), so that nothing can expand.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// How deep elements may nest.
const MAX_DEPTH: usize = 256;

/// How many elements a part may have: a thousand pages have a tenth of it. Each takes some 150 bytes of memory.
const MAX_ELEMENTS: usize = 2_000_000;

/// An element without its namespace.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// The text directly in it.
    pub(super) text: String,
}

impl Element {
    /// An attribute by its local name.
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The `val` of a child, which is how most properties are written.
    pub(super) fn val(&self, child: &str) -> Option<&str> {
        self.child(child)?.attr("val")
    }

    /// Whether a property is there and not switched off (ECMA-376-1, 17.17.4).
    pub(super) fn is_on(&self, child: &str) -> bool {
        self.child(child).is_some_and(|child| !matches!(child.attr("val"), Some("0" | "false" | "off" | "none")))
    }

    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The first element of a name at any depth.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.children.iter().find_map(|child| if child.name == name { Some(child) } else { child.find(name) })
    }
}

/// Reads a part; the reason where it is broken.
pub(super) fn read(bytes: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    let mut count = 0;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(_) if open.len() > MAX_DEPTH => return Err(format!("it nests more than {MAX_DEPTH} deep")),
            Event::Start(_) | Event::Empty(_) if count == MAX_ELEMENTS => {
                return Err(format!("it has more than {MAX_ELEMENTS} elements"));
            }
            Event::Start(tag) => {
                count += 1;
                open.push(element(&tag)?);
            }
            Event::Empty(tag) => {
                count += 1;
                close(&mut open, element(&tag)?);
            }
            Event::End(_) => {
                let done = if open.len() > 1 { open.pop() } else { None };
                close(&mut open, done.ok_or("an element ends that was not open")?);
            }
            Event::Text(text) => push_text(&mut open, &text.xml10_content()),
            Event::CData(text) => push_text(&mut open, &text.xml10_content()),
            Event::GeneralRef(name) => push_text(&mut open, referred(&name)?.encode_utf8(&mut [0; 4])),
            Event::Eof => break,
            _ => {}
        }
    }
    match <[Element; 1]>::try_from(open) {
        Ok([root]) => Ok(root),
        Err(_) => Err("it ends too early".into()),
    }
}

/// The character that a reference stands for.
fn referred(name: &BytesRef<'_>) -> Result<char, String> {
    match name.resolve_char_ref().map_err(|error| error.to_string())? {
        Some(character) => Ok(character),
        None => named(&name.xml10_content()),
    }
}

fn named(name: &str) -> Result<char, String> {
    match name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => Err(format!("it uses an entity that is not declared: {other}")),
    }
}

fn element(tag: &BytesStart<'_>) -> Result<Element, String> {
    let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
    let mut element = Element { name: local(tag.name().as_ref()), ..Element::default() };
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        element.attributes.push((local(attribute.key.as_ref()), value.into_owned()));
    }
    Ok(element)
}

fn push_text(open: &mut [Element], text: &str) {
    if let Some(top) = open.last_mut() {
        top.text.push_str(text);
    }
}

fn close(open: &mut [Element], element: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(element);
    }
}
