//! An article of a feed, whatever the feed is written in.

use crate::diagnostic::Span;
use crate::document::{Date, Lang};
use crate::parse::date::leading_date;
use crate::parse::html;
use crate::parse::piece::Piece;
use crate::parse::xhtml::escaped;

/// An article: what is said of it, and its text.
#[derive(Clone, Debug, Default)]
pub(in crate::parse) struct Entry {
    pub(in crate::parse) title: String,
    pub(in crate::parse) authors: Vec<String>,
    pub(in crate::parse) date: Option<Date>,
    /// Categories and tags, each once.
    pub(in crate::parse) categories: Vec<String>,
    /// A summary, where there is a text beside it.
    pub(in crate::parse) summary: Option<String>,
    pub(in crate::parse) identifier: Option<String>,
    pub(in crate::parse) lang: Option<Lang>,
    /// The addresses it is known by, its own first.
    pub(in crate::parse) addresses: Vec<String>,
    /// Its picture, where its text may not show it.
    pub(in crate::parse) picture: Option<Picture>,
    /// Its text, as HTML.
    pub(in crate::parse) html: Piece,
    /// Where it stands in the file.
    pub(in crate::parse) span: Span,
}

/// A picture that belongs to an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::parse) struct Picture {
    pub(in crate::parse) address: String,
    pub(in crate::parse) alt: String,
}

impl Entry {
    /// Adds words that are not said yet.
    pub(super) fn categorise(&mut self, word: &str) {
        let word = html::plain(word).trim().to_owned();
        if !word.is_empty() && !self.categories.contains(&word) {
            self.categories.push(word);
        }
    }

    pub(super) fn address(&mut self, address: &str) {
        let address = address.trim();
        if address.contains("://") && !self.addresses.iter().any(|known| known == address) {
            self.addresses.push(address.to_owned());
        }
    }

    pub(super) fn author(&mut self, name: &str) {
        let name = html::plain(name).split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.is_empty() && !self.authors.contains(&name) {
            self.authors.push(name);
        }
    }
}

/// A title or a summary as plain text in one line: feeds write references in it even where no mark-up is allowed.
pub(super) fn line(text: &str) -> String {
    // What was escaped once too often shows references still.
    let once = html::plain(text);
    let twice = if once.contains('&') && once.contains(';') { html::plain(&once) } else { once };
    twice.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The day of a date with a time of day in any zone; machines write it, so that one that cannot be read is nobody's
/// mistake.
pub(super) fn day(text: &str) -> Option<Date> {
    leading_date(text.trim())?.date
}

/// Plain text as HTML: blank lines part paragraphs, other line breaks stay.
pub(super) fn html_of_text(text: &Piece) -> Piece {
    let mut html = Piece::default();
    let mut at = 0;
    html.push("<p>", text.place(0));
    for line in text.text.split_inclusive('\n') {
        let place = text.place(at);
        match line.trim() {
            "" => html.push("</p>\n<p>", place),
            _ => {
                let bare = line.trim_end_matches(['\n', '\r']);
                html.push(&escaped(bare), place);
                html.push(if bare.len() < line.len() { "<br>\n" } else { "" }, place + bare.len());
            }
        }
        at += line.len();
    }
    html.push("</p>", text.place(at));
    html
}

/// HTML whose mark-up was escaped once too often: it has no element, but text that reads as elements.
pub(super) fn unescaped(html: Piece) -> Piece {
    const TAGS: [&str; 12] = ["/p", "p", "/div", "/a", "br", "/li", "/strong", "/em", "/h2", "/h3", "img", "/span"];
    let has_element = html
        .text
        .match_indices('<')
        .any(|(at, _)| html.text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'));
    let reads_as_mark_up = || {
        html.text.match_indices("&lt;").any(|(at, _)| {
            let rest = &html.text[at + 4..];
            TAGS.iter().any(|tag| rest.strip_prefix(tag).is_some_and(|rest| rest.starts_with(['&', ' ', '/', '>'])))
        })
    };
    if has_element || !reads_as_mark_up() {
        return html;
    }
    let mut once = Piece::default();
    let mut at = 0;
    while at < html.text.len() {
        let rest = &html.text[at..];
        let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&"), ("&#39;", "'")];
        match known.iter().find(|(reference, _)| rest.starts_with(reference)) {
            Some((reference, sign)) => {
                once.push(sign, html.place(at));
                at += reference.len();
            }
            None => {
                let end = rest.char_indices().skip(1).find(|&(_, c)| c == '&').map_or(rest.len(), |(end, _)| end);
                once.push(&rest[..end], html.place(at));
                at += end;
            }
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str) -> Piece {
        let mut piece = Piece::default();
        piece.push(text, 0);
        piece
    }

    #[test]
    fn text_becomes_html() {
        let html = html_of_text(&piece("سطر <1>\nسطر\n\nفقرة"));
        assert_eq!(html.text, "<p>سطر &lt;1&gt;<br>\nسطر<br>\n</p>\n<p>فقرة</p>");
    }

    #[test]
    fn what_was_escaped_twice_is_read() {
        let check = |text: &str, expected: &str| assert_eq!(unescaped(piece(text)).text, expected);
        check("&lt;p&gt;نص &amp;amp; آخر&lt;/p&gt;", "<p>نص &amp; آخر</p>");
        check("<p>الوسم &lt;p&gt; للفقرات</p>", "<p>الوسم &lt;p&gt; للفقرات</p>");
        check("أصغر &lt; أكبر", "أصغر &lt; أكبر");
        assert_eq!(line("«أ» &amp;#8211; ب\n &quot;ج&quot;"), "«أ» – ب \"ج\"");
        assert_eq!(line("AT&T و R&D"), "AT&T و R&D");
    }

    #[test]
    fn days_have_zones() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(day(text).map(Date::iso).as_deref(), expected);
        check("Tue, 05 Mar 2024 10:00:00 GMT", Some("2024-03-05"));
        check("Tue, 05 Mar 2024 10:00:00 +0000", Some("2024-03-05"));
        check("2024-03-05T10:00:00.000+03:00", Some("2024-03-05"));
        check("2024-03-05 10:00:00", Some("2024-03-05"));
        check("الثلاثاء، 5 مارس 2024 10:00", Some("2024-03-05"));
        check("Wed, 30 Nov -0001 00:00:00 +0000", None);
        check("0000-00-00 00:00:00", None);
    }
}
