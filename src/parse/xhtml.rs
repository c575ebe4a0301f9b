//! Elements of XML as a page of HTML writes them.
//!
//! In: the text of an XML element that holds XHTML (an entry of Atom, a chapter of an EPUB). Out: HTML that means the
//! same: names without prefixes, empty elements closed where HTML knows no short form for them (`<a id="x"/>` would
//! else run on to the end of the page), CDATA as text, without scripts and comments. Mark-up that is not well-formed is
//! passed on as far as it can be told; nothing of the text is lost.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::piece::Piece;

/// Elements of HTML that never have an end tag (HTML Standard, 13.1.2).
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements whose text no reader sees.
const UNSEEN: [&str; 3] = ["script", "style", "template"];

/// An attribute: its name, and its value with the references of the source.
pub(super) type Attribute = (String, String);

/// Appends XHTML that stands at an offset of the source to `out` as HTML; `change` may change the name and the attributes
/// of each element.
pub(super) fn push_html(
    text: &str,
    offset: usize,
    out: &mut Piece,
    change: &mut dyn FnMut(&mut String, &mut Vec<Attribute>),
) {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (false, true, true);
    let mut unseen = 0_usize;
    loop {
        let start = position(&reader, text);
        let event = reader.read_event();
        let at = offset + start;
        match event {
            Ok(Event::Eof) => return,
            Ok(Event::Start(tag)) if unseen > 0 || is_unseen(&tag) => unseen += usize::from(is_unseen(&tag)),
            Ok(Event::End(tag)) if unseen > 0 => {
                unseen -= usize::from(UNSEEN.contains(&tag.local_name().as_ref()));
            }
            Ok(_) if unseen > 0 => {}
            Ok(Event::Start(tag)) => drop(push_tag(&tag, at, out, change)),
            Ok(Event::Empty(tag)) if is_unseen(&tag) => {}
            Ok(Event::Empty(tag)) => {
                let name = push_tag(&tag, at, out, change);
                push_end(&name, at, out);
            }
            Ok(Event::End(tag)) => push_end(tag.local_name().as_ref(), at, out),
            Ok(Event::CData(inner)) => out.push(&escaped(&inner), at),
            Ok(Event::Text(_) | Event::GeneralRef(_)) => out.push(&text[start..position(&reader, text)], at),
            Ok(_) => {}
            Err(_) => return out.push(&text[start..], at),
        }
    }
}

fn position(reader: &Reader<&[u8]>, text: &str) -> usize {
    let position = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
    text.floor_char_boundary(position)
}

fn is_unseen(tag: &BytesStart<'_>) -> bool {
    UNSEEN.contains(&tag.local_name().as_ref())
}

fn push_tag(
    tag: &BytesStart<'_>,
    at: usize,
    out: &mut Piece,
    change: &mut dyn FnMut(&mut String, &mut Vec<Attribute>),
) -> String {
    let mut name = tag.local_name().as_ref().to_owned();
    let mut attributes: Vec<Attribute> = tag
        .html_attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| (attribute.key.as_ref().to_owned(), attribute.value.replace('"', "&quot;")))
        .collect();
    change(&mut name, &mut attributes);
    let mut written = format!("<{name}");
    for (key, value) in attributes.iter().filter(|(key, _)| !key.starts_with("xmlns")) {
        written += &format!(" {}=\"{value}\"", if key == "xml:lang" { "lang" } else { key });
    }
    out.push(&(written + ">"), at);
    name
}

fn push_end(name: &str, at: usize, out: &mut Piece) {
    if !VOID.contains(&name) {
        out.push(&format!("</{name}>"), at);
    }
}

/// A text with the signs of HTML written as references.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(xhtml: &str, expected: &str) {
        let mut out = Piece::default();
        push_html(xhtml, 0, &mut out, &mut |_, _| {});
        assert_eq!(out.text, expected);
    }

    #[test]
    fn xhtml_becomes_html() {
        check(
            "<h:p xml:lang='ar'>نص<h:a id='x'/>&#160;آخر<h:br/></h:p>",
            "<p lang=\"ar\">نص<a id=\"x\"></a>&#160;آخر<br></p>",
        );
        check("<div><title/><![CDATA[1 < 2]]><!-- سر --></div>", "<div><title></title>1 &lt; 2</div>");
        check("أ<script>alert('<b>')</script>ب<style/>ج", "أبج");
        check("<br></br><img alt='«\"»'/>", "<br><img alt=\"«&quot;»\">");
    }

    #[test]
    fn what_is_not_well_formed_is_kept() {
        check("<p>سطر & سطر</b> آخر", "<p>سطر & سطر</b> آخر");
        check("<p>نص <", "<p>نص <");
        check("<p>&nbsp;x</p", "<p>&nbsp;x</p");
    }
}
