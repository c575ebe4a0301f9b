//! Elements of an XML document, one after the other.
//!
//! In: the text of a document. Out: its tags with their attributes, without prefixes, and the text between them; a
//! document that is not well-formed is reported, and so is one nested deeper than any book needs.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::report::Report;

/// Deeper documents are not followed.
const DEEPEST: usize = 512;

/// A piece of a document.
pub(super) enum Piece<'a> {
    /// An element begins.
    Start(&'a Tag),
    /// An element ends.
    End,
    /// Text between tags, its entities resolved as far as they are letters.
    Text(&'a str),
}

/// The start of an element.
#[derive(Clone, Debug, Default)]
pub(super) struct Tag {
    /// Its name without prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute by its full name, such as `xml:lang`.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All attributes.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

/// Walks through a document; returns whether it is well-formed, and reports where it is not.
pub(super) fn walk(text: &str, file: &str, report: &mut Report, mut visit: impl FnMut(Piece<'_>)) -> bool {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<String> = Vec::new();
    let mut has_root = false;
    let fault = loop {
        match reader.read_event() {
            Err(cause) => break Some(cause.to_string()),
            Ok(Event::Eof) if !open.is_empty() => break Some(format!("<{}> is never closed", open[open.len() - 1])),
            Ok(Event::Eof) if !has_root => break Some("there is no element in it".into()),
            Ok(Event::Eof) => break None,
            Ok(Event::Start(start)) => match tag(&start) {
                Err(cause) => break Some(cause),
                Ok(_) if open.len() >= DEEPEST => break Some("its elements are nested too deep".into()),
                Ok(_) if open.is_empty() && has_root => break Some("there are several root elements".into()),
                Ok(tag) => {
                    has_root = true;
                    open.push(tag.name.clone());
                    visit(Piece::Start(&tag));
                }
            },
            Ok(Event::Empty(start)) => match tag(&start) {
                Err(cause) => break Some(cause),
                Ok(tag) => {
                    has_root = true;
                    visit(Piece::Start(&tag));
                    visit(Piece::End);
                }
            },
            Ok(Event::End(_)) => {
                if open.pop().is_some() {
                    visit(Piece::End);
                }
            }
            Ok(Event::Text(letters)) => visit(Piece::Text(&letters)),
            Ok(Event::CData(letters)) => visit(Piece::Text(&letters)),
            Ok(Event::GeneralRef(entity)) => match resolved(&entity) {
                Some(letters) => visit(Piece::Text(&letters)),
                None => break Some(format!("the entity &{}; is unknown in XHTML", &*entity)),
            },
            Ok(_) => {}
        }
    };
    if let Some(fault) = &fault {
        let before = text.get(..reader.buffer_position() as usize).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        report.error(file, format!("it is not well-formed XML, line {line}: {fault}"));
    }
    fault.is_none()
}

/// One of the five entities of XML, or a character by its number.
fn resolved(entity: &str) -> Option<String> {
    match entity.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16)).ok()?;
            char::from_u32(code).map(String::from)
        }
        None => quick_xml::escape::resolve_predefined_entity(entity).map(Into::into),
    }
}

fn tag(start: &BytesStart<'_>) -> Result<Tag, String> {
    let mut tag = Tag { name: start.local_name().as_ref().into(), ..Tag::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|cause| cause.to_string())?;
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|cause| cause.to_string())?;
        tag.attributes.push((attribute.key.as_ref().into(), value.into_owned()));
    }
    Ok(tag)
}
