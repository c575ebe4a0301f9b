//! The metadata stream (ISO 32000-1, 14.3.2; ISO 16684-1, XMP).
//!
//! In: metadata and the claims of the file. Out: an XMP packet that says what the information dictionary says, and
//! which standards the file keeps (ISO 19005-2, 6.6; ISO 14289-1, 5).

use jiff::tz::TimeZone;
use lopdf::{Document as Objects, ObjectId, Stream, dictionary};
use xmp_writer::{DateTime, LangId, Timezone, XmpWriter};

use super::info::PRODUCER;
use crate::document::{Metadata, Timestamp};
use crate::pdf::standard::PdfStandard;

/// Adds the packet.
pub(super) fn add(
    objects: &mut Objects,
    metadata: &Metadata,
    timestamp: Option<Timestamp>,
    standard: PdfStandard,
) -> ObjectId {
    let packet = packet(metadata, timestamp, standard);
    let dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    objects.add_object(Stream::new(dict, packet.into_bytes()))
}

fn packet(metadata: &Metadata, timestamp: Option<Timestamp>, standard: PdfStandard) -> String {
    let mut xmp = XmpWriter::new();
    let title = xml(&metadata.title);
    let description = metadata.description.as_deref().map(xml);
    let lang = metadata.lang.0.clone();
    xmp.title([(None, title.as_str())]);
    if !metadata.authors.is_empty() {
        let authors: Vec<String> = metadata.authors.iter().map(|author| xml(author)).collect();
        xmp.creator(authors.iter().map(String::as_str));
    }
    if let Some(description) = &description {
        xmp.description([(None, description.as_str())]);
    }
    if !metadata.keywords.is_empty() {
        let keywords: Vec<String> = metadata.keywords.iter().map(|keyword| xml(keyword)).collect();
        xmp.subject(keywords.iter().map(String::as_str));
        xmp.pdf_keywords(&keywords.join(", "));
    }
    let publisher = metadata.publisher.as_deref().map(xml);
    xmp_optional(&mut xmp, publisher.as_deref(), metadata.rights.as_deref().map(xml).as_deref());
    xmp.language([LangId(&lang)]);
    xmp.format("application/pdf");
    xmp.producer(PRODUCER).creator_tool(PRODUCER);
    if let Some(date) = date(metadata.timestamp(timestamp)) {
        xmp.create_date(date).modify_date(date);
    }
    claims(&mut xmp, standard);
    xmp.finish(None)
}

fn xmp_optional(xmp: &mut XmpWriter<'_>, publisher: Option<&str>, rights: Option<&str>) {
    if let Some(publisher) = publisher {
        xmp.publisher([publisher]);
    }
    if let Some(rights) = rights {
        xmp.rights([(None, rights)]);
    }
}

/// The standards that the file keeps; PDF/A asks for a description of the one property that it does not know.
fn claims(xmp: &mut XmpWriter<'_>, standard: PdfStandard) {
    if let Some(archive) = standard.archive {
        xmp.pdfa_part(archive.part());
        xmp.pdfa_conformance(archive.level());
    }
    if standard.universal_access {
        xmp.pdfua_part(1);
        if standard.archive.is_some() {
            xmp.extension_schemas().pdfua_id().properties().describe_part();
        }
    }
}

/// Text without the characters that XML 1.0 forbids.
fn xml(text: &str) -> String {
    let allowed =
        |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(allowed).collect()
}

fn date(timestamp: Timestamp) -> Option<DateTime> {
    let moment = jiff::Timestamp::from_second(timestamp.0).ok()?.to_zoned(TimeZone::UTC).datetime();
    let part = |value: i8| u8::try_from(value).ok();
    Some(DateTime {
        year: u16::try_from(moment.year()).ok()?,
        month: part(moment.month()),
        day: part(moment.day()),
        hour: part(moment.hour()),
        minute: part(moment.minute()),
        second: part(moment.second()),
        timezone: Some(Timezone::Utc),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packet_says_what_is_known_and_claimed() {
        let metadata = Metadata {
            title: "الخط & الورق\u{1}".into(),
            authors: vec!["سلمى".into(), "عمر".into()],
            keywords: vec!["خط".into()],
            ..Metadata::default()
        };
        let packet = packet(&metadata, Some(Timestamp(1_765_929_600)), PdfStandard::default());
        for expected in [
            "الخط &amp; الورق<",
            "<rdf:li>سلمى</rdf:li><rdf:li>عمر</rdf:li>",
            "2025-12-17T00:00:00Z",
            "<rdf:li>ar</rdf:li>",
        ] {
            assert!(packet.contains(expected), "{expected} in {packet}");
        }
        assert!(packet.contains("<pdfaid:part>2</pdfaid:part>") && packet.contains("<pdfuaid:part>1</pdfuaid:part>"));
        let nothing = self::packet(&metadata, None, PdfStandard::NONE);
        assert!(!nothing.contains("pdfaid") && !nothing.contains("pdfuaid"));
    }
}
