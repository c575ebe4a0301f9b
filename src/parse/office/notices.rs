//! What a word processor's file has that a book has not.
//!
//! One [`Notice`] for each kind of thing that is left out or becomes something else; each is said once for a file, with
//! how many there were and where the first one was.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Span};

/// A kind of thing to tell of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::parse) enum Notice {
    Contents,
    Index,
    Link,
    PageReference,
    Deletion,
    Comment,
    Furniture,
    Hidden,
    Placeholder,
    Symbol,
    Formula,
    FieldCode,
    Shape,
    Chart,
    ChartWithoutData,
    Diagram,
    Embedded,
    Foreign,
    Crop,
    PageBreak,
    Mark,
}

/// All that was noticed in a file.
#[derive(Debug, Default)]
pub(in crate::parse) struct Notices(BTreeMap<Notice, (Span, usize)>);

impl Notices {
    /// Counts one more.
    pub(in crate::parse) fn add(&mut self, notice: Notice, span: Span) {
        self.add_many(notice, span, 1);
    }

    /// Counts several: lines, words.
    pub(in crate::parse) fn add_many(&mut self, notice: Notice, span: Span, count: usize) {
        if count > 0 {
            self.0.entry(notice).or_insert((span, 0)).1 += count;
        }
    }

    /// What to tell.
    pub(in crate::parse) fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        self.0.iter().map(|(notice, &(span, count))| diagnostic(*notice, span, count))
    }
}

/// Whether text was lost or may be wrong; the rest is worth knowing only.
const fn is_warning(notice: Notice) -> bool {
    use Notice::{ChartWithoutData, Embedded, FieldCode, Foreign, Formula, Index, Link, PageReference, Shape, Symbol};
    matches!(
        notice,
        Index | Link | PageReference | Symbol | Formula | FieldCode | Shape | ChartWithoutData | Embedded | Foreign
    )
}

fn diagnostic(notice: Notice, span: Span, count: usize) -> Diagnostic {
    let (message, hint) = said(notice, count);
    let made = if is_warning(notice) { Diagnostic::warning } else { Diagnostic::note };
    made(code(notice), Some(span), message).with_hint(hint)
}

const fn code(notice: Notice) -> Code {
    match notice {
        Notice::Contents => Code::ContentsList,
        Notice::Index => Code::IndexList,
        Notice::Link => Code::RefusedLink,
        Notice::PageReference => Code::PageReference,
        Notice::Deletion => Code::TrackedChanges,
        Notice::Comment => Code::Comments,
        Notice::Furniture => Code::HeadersFooters,
        Notice::Hidden => Code::HiddenText,
        Notice::Placeholder => Code::FormField,
        Notice::Symbol => Code::SymbolFont,
        Notice::Formula | Notice::FieldCode => Code::Formula,
        Notice::Shape => Code::DrawnShape,
        Notice::Chart | Notice::ChartWithoutData => Code::Chart,
        Notice::Diagram => Code::Diagram,
        Notice::Embedded | Notice::Foreign => Code::EmbeddedObject,
        Notice::Crop => Code::CroppedPicture,
        Notice::PageBreak => Code::PageBreak,
        Notice::Mark => Code::NoteMark,
    }
}

/// A number of things, in words: `1 line`, `12 lines`.
fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

fn said(notice: Notice, count: usize) -> (String, &'static str) {
    let number = |thing: &str| counted(count, thing);
    let is = if count == 1 { "is" } else { "are" };
    match notice {
        Notice::Contents => (
            format!("the file's own contents list is left out ({})", number("line")),
            "the book has one of its own, made of its headings",
        ),
        Notice::Index => (
            format!("the index is left out ({}): its page numbers are those of the file", number("line")),
            "search finds its words in both books",
        ),
        Notice::Link => {
            (format!("{} that {is} neither web nor mail {is} left out", number("link")), "link with https: or mailto:")
        }
        Notice::PageReference => (
            format!("{} to a page {is} kept as text, with the page number of the file", number("reference")),
            "refer to headings by their text",
        ),
        Notice::Deletion => (
            format!("the file has tracked changes: insertions are kept, {} {is} left out", number("deletion")),
            "accept or reject all changes before making the book",
        ),
        Notice::Comment => {
            (format!("{} {is} left out", number("comment")), "write what readers should see as a footnote")
        }
        Notice::Furniture => {
            (format!("{} of pages {is} left out", number("header or footer line")), "the book has its own")
        }
        Notice::Hidden => (
            format!("hidden text is left out ({})", number("word")),
            "take the mark \"hidden\" off what should be printed",
        ),
        Notice::Placeholder => (
            format!("{} without an answer {is} left out", number("form field")),
            "fill it in, or write it as plain text",
        ),
        Notice::Symbol => (
            format!("{} of a symbol font {is} left out: Unicode has no such character", number("sign")),
            "put in a character or a picture",
        ),
        Notice::Formula => (format!("{} {is} left out: too large", number("formula")), "put a picture in its place"),
        Notice::FieldCode => (
            format!("{} {is} kept as plain text", number("formula written as an EQ field")),
            "write it with Word's equation editor",
        ),
        Notice::Shape => (format!("{} without text {is} left out", number("drawn shape")), "put it in as a picture"),
        Notice::Chart => {
            (format!("{} {is} set as a table of values", number("chart")), "put it in as a picture to show it")
        }
        Notice::ChartWithoutData => {
            (format!("{} {is} left out: the file does not have the values", number("chart")), "put it in as a picture")
        }
        Notice::Diagram => {
            (format!("{} {is} set as a list of the text in it", number("diagram")), "put it in as a picture to show it")
        }
        Notice::Embedded => (
            format!("{} {is} left out, except for the picture of it", number("embedded object")),
            "write what it says as text",
        ),
        Notice::Foreign => {
            (format!("{} {is} left out", number("part taken in from another file")), "copy its text into this file")
        }
        Notice::Crop => (
            format!("{} {is} shown whole instead of cropped", number("picture")),
            "crop the file of the picture itself",
        ),
        Notice::PageBreak => (
            format!("{} before plain text {is} left out", number("page break")),
            "make a heading of what begins a page",
        ),
        Notice::Mark => (
            format!("{} with a mark of its own {is} numbered like the others", number("note")),
            "write the mark into the note's text to keep it",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_once() {
        let mut notices = Notices::default();
        notices.add_many(Notice::Contents, Span::new(3, 3), 2);
        notices.add(Notice::Contents, Span::new(9, 9));
        notices.add(Notice::Deletion, Span::new(5, 5));
        let told: Vec<Diagnostic> = notices.diagnostics().collect();
        let messages: Vec<&str> = told.iter().map(|one| one.message.as_str()).collect();
        let expected = [
            "the file's own contents list is left out (3 lines)",
            "the file has tracked changes: insertions are kept, 1 deletion is left out",
        ];
        assert_eq!(messages, expected);
        assert_eq!(told[0].span, Some(Span::new(3, 3)));
    }
}
