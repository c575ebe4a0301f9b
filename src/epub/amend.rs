//! Changes to a document that another program wrote.
//!
//! In: an XML document and, in its order, what to change at which elements. Out: the document with those changes and
//! no others. An element that is not found is an error, so that a new release of that program cannot undo a change
//! unnoticed.

use quick_xml::Reader;
use quick_xml::Writer;
use quick_xml::events::{BytesStart, BytesText, Event};

/// A change at the next element of a name.
pub(super) struct Amendment<'a> {
    element: &'static str,
    /// An attribute that the element must have, with its value.
    having: Option<(&'static str, &'a str)>,
    attributes: Vec<(&'static str, &'a str)>,
    content: Content,
    after: String,
}

enum Content {
    Kept,
    Replaced(String),
    Preceded(String),
}

impl<'a> Amendment<'a> {
    /// A change at the first element of this name after the one changed before.
    pub(super) fn of(element: &'static str) -> Amendment<'a> {
        Amendment { element, having: None, attributes: Vec::new(), content: Content::Kept, after: String::new() }
    }

    /// Passes over elements of the name that do not have an attribute of this value.
    pub(super) fn having(mut self, name: &'static str, value: &'a str) -> Amendment<'a> {
        self.having = Some((name, value));
        self
    }

    /// Sets an attribute, in place of one of the same name.
    pub(super) fn attribute(mut self, name: &'static str, value: &'a str) -> Amendment<'a> {
        self.attributes.push((name, value));
        self
    }

    /// Puts mark-up in place of the element's content.
    pub(super) fn content(mut self, markup: String) -> Amendment<'a> {
        self.content = Content::Replaced(markup);
        self
    }

    /// Puts mark-up before the element's content.
    pub(super) fn before_content(mut self, markup: String) -> Amendment<'a> {
        self.content = Content::Preceded(markup);
        self
    }

    /// Inserts mark-up after the element; its content is not changed any more.
    pub(super) fn followed_by(mut self, markup: String) -> Amendment<'a> {
        self.after = markup;
        self
    }

    /// Whether an event is the element to change.
    fn is_for(&self, event: &Event<'_>) -> bool {
        let (Event::Start(tag) | Event::Empty(tag)) = event else { return false };
        let has = |(name, value): (&str, &str)| {
            tag.try_get_attribute(name).ok().flatten().is_some_and(|attribute| &*attribute.value == value)
        };
        tag.name().as_ref() == self.element && self.having.is_none_or(has)
    }

    /// The start tag with its attributes set.
    fn tag(&self, tag: &BytesStart<'_>) -> Result<BytesStart<'static>, quick_xml::Error> {
        let mut amended = BytesStart::new(self.element);
        for attribute in tag.attributes() {
            let attribute = attribute?;
            if !self.attributes.iter().any(|(name, _)| attribute.key.as_ref() == *name) {
                amended.push_attribute(attribute);
            }
        }
        amended.extend_attributes(self.attributes.iter().copied());
        Ok(amended)
    }
}

/// Makes the changes.
///
/// # Errors
/// The reason, when the document is not well-formed or lacks an element that is to be changed.
pub(super) fn amend(document: &str, amendments: &[Amendment<'_>]) -> Result<String, String> {
    let mut reader = Reader::from_str(document);
    let mut writer = Writer::new(Vec::new());
    let mut left = amendments.iter().peekable();
    loop {
        let event = reader.read_event().map_err(|cause| cause.to_string())?;
        let next = left.next_if(|amendment| amendment.is_for(&event));
        match (event, next) {
            (Event::Eof, _) => break,
            (event, None) => writer.write_event(event).map_err(|cause| cause.to_string())?,
            (event, Some(amendment)) => {
                write_amended(document, &mut reader, &mut writer, event, amendment)
                    .map_err(|cause| cause.to_string())?;
            }
        }
    }
    match left.next() {
        Some(amendment) => Err(format!("there is no <{}> where one is expected", amendment.element)),
        None => String::from_utf8(writer.into_inner()).map_err(|cause| cause.to_string()),
    }
}

fn write_amended(
    document: &str,
    reader: &mut Reader<&[u8]>,
    writer: &mut Writer<Vec<u8>>,
    event: Event<'_>,
    amendment: &Amendment<'_>,
) -> Result<(), quick_xml::Error> {
    match event {
        Event::Start(tag) => {
            writer.write_event(Event::Start(amendment.tag(&tag)?))?;
            let content = match &amendment.content {
                Content::Kept => "",
                Content::Preceded(markup) | Content::Replaced(markup) => markup,
            };
            writer.write_event(Event::Text(BytesText::from_escaped(content)))?;
            let is_replaced = matches!(amendment.content, Content::Replaced(_));
            if is_replaced || !amendment.after.is_empty() {
                let within = reader.read_to_end(tag.name())?;
                let kept = document.get(within.start as usize..within.end as usize).filter(|_| !is_replaced);
                writer.write_event(Event::Text(BytesText::from_escaped(kept.unwrap_or_default())))?;
                writer.write_event(Event::End(tag.to_end()))?;
                writer.write_event(Event::Text(BytesText::from_escaped(amendment.after.as_str())))?;
            }
        }
        Event::Empty(tag) => {
            writer.write_event(Event::Empty(amendment.tag(&tag)?))?;
            writer.write_event(Event::Text(BytesText::from_escaped(amendment.after.as_str())))?;
        }
        other => writer.write_event(other)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str =
        "<?xml version=\"1.0\"?>\n<كتاب lang=\"en\" x=\"1\"><nav a=\"&amp;\"/><nav><ol>قديم</ol></nav>&lt;</كتاب>";

    fn check(amendments: &[Amendment<'_>], expected: Result<&str, &str>) {
        let amended = amend(DOCUMENT, amendments);
        assert_eq!(amended.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn changes_are_made_in_order_and_nothing_else() {
        check(&[], Ok(DOCUMENT));
        check(
            &[
                Amendment::of("كتاب").attribute("lang", "ar").before_content("<b/>".into()),
                Amendment::of("nav").attribute("hidden", "hidden").followed_by("<hr/>".into()),
                Amendment::of("nav").content("<ol>جديد</ol>".into()).followed_by("<b/>".into()),
            ],
            Ok("<?xml version=\"1.0\"?>\n<كتاب x=\"1\" lang=\"ar\"><b/><nav a=\"&amp;\" hidden=\"hidden\"/><hr/>\
                <nav><ol>جديد</ol></nav><b/>&lt;</كتاب>"),
        );
    }

    #[test]
    fn what_follows_an_element_leaves_it_as_it_is() {
        check(
            &[Amendment::of("nav"), Amendment::of("nav").followed_by("<hr/>".into())],
            Ok(
                "<?xml version=\"1.0\"?>\n<كتاب lang=\"en\" x=\"1\"><nav a=\"&amp;\"/><nav><ol>قديم</ol></nav><hr/>&lt;</كتاب>",
            ),
        );
    }

    #[test]
    fn what_is_not_found_is_an_error() {
        check(&[Amendment::of("guide")], Err("there is no <guide> where one is expected"));
    }
}
