//! XML parts as small trees.
//!
//! In: the bytes of a part, in UTF-8 or UTF-16. Out: its elements by local name, no deeper than [`MAX_DEPTH`] and no more
//! than [`MAX_ELEMENTS`]. Declarations of entities are not read (Office Open XML and OpenDocument have none), so that
//! nothing can expand.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// How deep elements may nest.
const MAX_DEPTH: usize = 256;

/// How many elements a part may have: a thousand pages have a tenth of it. Each takes some 150 bytes of memory.
const MAX_ELEMENTS: usize = 2_000_000;

/// What a part is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Elements of which each has elements or text: the text of an element is in [`Element::text`].
    Elements,
    /// Text with elements in it: each piece of text is a child without a name.
    Mixed,
}

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
pub(super) fn read(bytes: &[u8], content: Content) -> Result<Element, String> {
    let text = decoded(bytes)?;
    let mut reader = Reader::from_str(&text);
    let push_text = |open: &mut [Element], text: &str| push_text(open, text, content);
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

/// The text of a part; XML is in UTF-8 or UTF-16 unless it says otherwise (XML 1.0, 4.3.3).
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| "it is not valid UTF-16".to_owned())
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] | rest @ [0, b'<', ..] => utf16(rest, u16::from_be_bytes).map(Cow::Owned),
        [0xFF, 0xFE, rest @ ..] | rest @ [b'<', 0, ..] => utf16(rest, u16::from_le_bytes).map(Cow::Owned),
        _ => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| match declared_encoding(bytes) {
            Some(name) => format!("it is written in {name}, not in UTF-8"),
            None => "it is not UTF-8".to_owned(),
        }),
    }
}

/// The encoding that the declaration of a part names.
fn declared_encoding(bytes: &[u8]) -> Option<&str> {
    let line = &bytes[..bytes.iter().take(200).position(|&byte| byte == b'>')?];
    let (_, after) = std::str::from_utf8(line).ok()?.split_once("encoding=")?;
    after.get(1..)?.split(['"', '\'']).next().filter(|name| !name.eq_ignore_ascii_case("utf-8"))
}

fn push_text(open: &mut [Element], text: &str, content: Content) {
    let Some(top) = open.last_mut() else { return };
    match (content, top.children.last_mut()) {
        (Content::Elements, _) => top.text.push_str(text),
        (Content::Mixed, Some(last)) if last.name.is_empty() => last.text.push_str(text),
        (Content::Mixed, _) => top.children.push(Element { text: text.to_owned(), ..Element::default() }),
    }
}

fn close(open: &mut [Element], element: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(element);
    }
}
