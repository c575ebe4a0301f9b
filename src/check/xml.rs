//! Elements of an XML document, one after the other.
//!
//! In: the text of a document. Out: its tags with their attributes, without prefixes, and the text between them; a
//! document that is not well-formed is reported, and so is one nested deeper than any book needs.

use std::collections::BTreeSet;

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
    /// The document type, as it is written after `<!DOCTYPE`.
    Doctype(&'a str),
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
pub(super) fn walk(text: &str, file: &str, report: &mut Report, visit: impl FnMut(Piece<'_>)) -> bool {
    if let Some((at, character)) = text.char_indices().find(|&(_, character)| is_forbidden(character)) {
        let line = text[..at].matches('\n').count() + 1;
        let code = u32::from(character);
        report.error(file, format!("it is not well-formed XML, line {line}: U+{code:04X} is not allowed in XML"));
        return false;
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut walk = Walk { open: Vec::new(), has_root: false, visit };
    let fault = loop {
        let event = reader.read_event().map_err(|cause| cause.to_string());
        match event.and_then(|event| walk.step(&event)) {
            Ok(true) => return true,
            Ok(false) => {}
            Err(fault) => break fault,
        }
    };
    let before = text.get(..reader.buffer_position() as usize).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    report.error(file, format!("it is not well-formed XML, line {line}: {fault}"));
    false
}

/// A walk through a document.
struct Walk<F> {
    /// Names of the elements around this place.
    open: Vec<String>,
    /// Whether the root element has begun.
    has_root: bool,
    visit: F,
}

impl<F: FnMut(Piece<'_>)> Walk<F> {
    /// Takes one event; whether it is the end of the document, or why the document is not well-formed.
    fn step(&mut self, event: &Event<'_>) -> Result<bool, String> {
        match event {
            Event::Start(start) => {
                let tag = tag(start)?;
                self.start(&tag)?;
                self.open.push(tag.name);
            }
            Event::Empty(start) => {
                self.has_root = true;
                (self.visit)(Piece::Start(&tag(start)?));
                (self.visit)(Piece::End);
            }
            // The reader refuses an end that nothing began.
            Event::End(_) => {
                self.open.pop();
                (self.visit)(Piece::End);
            }
            Event::Text(letters) => (self.visit)(Piece::Text(letters)),
            Event::CData(letters) => (self.visit)(Piece::Text(letters)),
            Event::GeneralRef(entity) => match resolved(entity) {
                Some(letters) => (self.visit)(Piece::Text(&letters)),
                None => return Err(format!("the entity &{}; is unknown in XHTML", &**entity)),
            },
            Event::DocType(kind) => (self.visit)(Piece::Doctype(kind.trim())),
            Event::Decl(declaration) => {
                let encoding = declaration.encoding().transpose().map_err(|cause| cause.to_string())?;
                if encoding.as_deref().is_some_and(|name| !name.eq_ignore_ascii_case("utf-8")) {
                    return Err("it declares that it is not encoded in UTF-8".into());
                }
            }
            Event::Eof => return self.end().map(|()| true),
            _ => {}
        }
        Ok(false)
    }

    /// An element that holds others begins.
    fn start(&mut self, tag: &Tag) -> Result<(), String> {
        if self.open.len() >= DEEPEST {
            return Err("its elements are nested too deep".into());
        }
        if self.open.is_empty() && self.has_root {
            return Err("there are several root elements".into());
        }
        self.has_root = true;
        (self.visit)(Piece::Start(tag));
        Ok(())
    }

    /// The document ends.
    fn end(&self) -> Result<(), String> {
        match self.open.last() {
            Some(name) => Err(format!("<{name}> is never closed")),
            None if !self.has_root => Err("there is no element in it".into()),
            None => Ok(()),
        }
    }
}

/// Characters outside the production `Char` (XML 1.0, 2.2).
const fn is_forbidden(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// One of the five entities of XML, or a character by its number.
fn resolved(entity: &str) -> Option<String> {
    match entity.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16)).ok()?;
            char::from_u32(code).filter(|&character| !is_forbidden(character)).map(String::from)
        }
        None => quick_xml::escape::resolve_predefined_entity(entity).map(Into::into),
    }
}

fn tag(start: &BytesStart<'_>) -> Result<Tag, String> {
    let mut tag = Tag { name: start.local_name().as_ref().into(), ..Tag::default() };
    // The reader would compare each name with all before it.
    let mut names = BTreeSet::new();
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|cause| cause.to_string())?;
        if !names.insert(attribute.key.as_ref().to_owned()) {
            return Err(format!("there are two attributes {}", attribute.key.as_ref()));
        }
        if attribute.value.contains('<') {
            return Err(format!("there is a `<` in the value of {}", attribute.key.as_ref()));
        }
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|cause| cause.to_string())?;
        tag.attributes.push((attribute.key.as_ref().into(), value.into_owned()));
    }
    Ok(tag)
}
