//! Short codes of WordPress: `[name key="value"]`, `[name]…[/name]`.
//!
//! In: the HTML of a post as it is stored. Out: the same with what short codes mean in a book: pictures with captions,
//! galleries, notes, code, links to what is embedded. Of those that are not known the text between them stays, and they
//! are counted. Brackets of the text itself (`[1]`, `[كذا]`) are none.

use std::collections::BTreeMap;

use crate::parse::piece::Piece;
use crate::parse::xhtml::escaped;

/// Names that are short codes even without values and without an end.
const KNOWN: [&str; 14] = [
    "gallery",
    "playlist",
    "audio",
    "video",
    "embed",
    "caption",
    "contact-form",
    "archives",
    "toc",
    "rev_slider",
    "youtube",
    "vimeo",
    "googlemaps",
    "polldaddy",
];
/// Names of notes in the plug-ins for notes.
const NOTES: [&str; 6] = ["footnote", "footnotes", "ref", "efn_note", "mfn", "fn"];
/// Names of listings.
const CODE: [&str; 2] = ["code", "sourcecode"];
/// How far the end of a short code is looked for, in bytes.
const WINDOW: usize = 1 << 18;
/// Searches for ends may look at so many times the post's length in all.
const SEARCHES: usize = 32;
/// How deep short codes may nest; what is deeper is text.
const MAX_DEPTH: usize = 32;

/// The pictures of a gallery by their numbers: address and alternative text.
pub(in crate::parse) type Pictures<'a> = &'a dyn Fn(&str) -> Option<(String, String)>;

/// Short codes that are left out, by name.
pub(in crate::parse) type LeftOut = BTreeMap<String, usize>;

/// Reads the short codes of a post.
pub(in crate::parse) fn read(html: Piece, pictures: Pictures<'_>, left_out: &mut LeftOut) -> Piece {
    if !html.text.contains('[') {
        return html;
    }
    let budget = html.text.len().saturating_mul(SEARCHES) + WINDOW;
    let mut reader =
        Reader { html: &html, pictures, left_out, out: Piece::default(), notes: Vec::new(), budget, depth: 0 };
    reader.range(0, html.text.len());
    reader.push_notes();
    reader.out
}

struct Reader<'a> {
    html: &'a Piece,
    pictures: Pictures<'a>,
    left_out: &'a mut LeftOut,
    out: Piece,
    /// Notes met so far.
    notes: Vec<(usize, usize)>,
    /// How many bytes may still be searched.
    budget: usize,
    depth: usize,
}

/// A short code: its name, its values, and where its text ends and it itself ends.
#[derive(Debug, PartialEq, Eq)]
struct Code<'a> {
    name: &'a str,
    values: &'a str,
    /// Where the text begins and ends that it encloses; empty for one without an end.
    text: (usize, usize),
    end: usize,
    has_end: bool,
}

impl Reader<'_> {
    /// Writes a stretch of the post.
    fn range(&mut self, start: usize, end: usize) {
        let html = self.html;
        let text = &html.text[..end];
        self.depth += 1;
        let mut at = start;
        while let Some(open) = text[at..].find(['[', '<']).map(|offset| at + offset) {
            self.push(at, open);
            at = self.sign(text, open);
        }
        self.push(at, end);
        self.depth -= 1;
    }

    /// Writes what begins with a bracket or a tag; where it ends.
    fn sign(&mut self, text: &str, open: usize) -> usize {
        if text[open..].starts_with('<') {
            // Brackets in addresses and in preformatted text are their own.
            let end = past_tag(text, open);
            self.push(open, end);
            return end;
        }
        if text[open..].starts_with("[[")
            && self.code_at(text, open + 1).is_some()
            && let Some(length) = text[open..].find("]]")
        {
            // Doubled brackets show a short code as text.
            self.push(open + 1, open + length + 1);
            return open + length + 2;
        }
        if let Some(code) = self.code_at(text, open) {
            self.code(&code, open);
            return code.end;
        }
        stray_end(text, open).unwrap_or_else(|| {
            self.push(open, open + 1);
            open + 1
        })
    }

    fn code_at<'t>(&mut self, text: &'t str, open: usize) -> Option<Code<'t>> {
        let (budget, depth) = (&mut self.budget, self.depth);
        (depth <= MAX_DEPTH).then(|| code(text, open, budget)).flatten()
    }

    fn push(&mut self, start: usize, end: usize) {
        self.out.push(&self.html.text[start..end], self.html.place(start));
    }

    fn code(&mut self, code: &Code<'_>, open: usize) {
        let place = self.html.place(open);
        let inner = &self.html.text[code.text.0..code.text.1];
        match code.name {
            "caption" | "wp_caption" => self.caption(code, place),
            "gallery" => self.gallery(code, place),
            "embed" if inner.trim().contains("://") => self.link(inner.trim(), place),
            "youtube" | "vimeo" if code.values.contains("://") => {
                self.link(code.values.trim().trim_start_matches('='), place);
            }
            "audio" | "video" if source(code.values).is_some() => {
                self.link(&source(code.values).unwrap_or_default(), place);
            }
            name if NOTES.contains(&name) && code.has_end => {
                self.notes.push(code.text);
                let number = self.notes.len();
                let mark = format!(
                    "<sup><a href=\"#short-code-note-{number}\" id=\"short-code-mark-{number}\" role=\"doc-noteref\">{number}</a></sup>"
                );
                self.out.push(&mark, place);
            }
            name if CODE.contains(&name) && code.has_end => {
                let listing = if inner.contains("&lt;") { inner.to_owned() } else { escaped(inner) };
                self.out.push(&format!("<pre><code>{}</code></pre>", listing.trim_matches('\n')), place);
            }
            name => {
                *self.left_out.entry(name.to_owned()).or_default() += 1;
                self.range(code.text.0, code.text.1);
            }
        }
    }

    /// A picture with its caption, which older posts have as a value.
    fn caption(&mut self, code: &Code<'_>, place: usize) {
        let (start, end) = code.text;
        let inner = &self.html.text[start..end];
        let picture = inner.rfind("<img").and_then(|image| {
            let close = image + inner[image..].find('>')? + 1;
            Some(inner[close..].trim_start().strip_prefix("</a>").map_or(close, |rest| inner.len() - rest.len()))
        });
        let parted = start + picture.unwrap_or(0);
        self.out.push("<figure>", place);
        self.push(start, parted);
        self.out.push("<figcaption>", place);
        match value(code.values, "caption") {
            Some(caption) => self.out.push(&caption, place),
            None => self.range(parted, end),
        }
        self.out.push("</figcaption></figure>", place);
    }

    fn gallery(&mut self, code: &Code<'_>, place: usize) {
        let ids = value(code.values, "ids").or_else(|| value(code.values, "include")).unwrap_or_default();
        let found: Vec<(String, String)> = ids.split(',').filter_map(|id| (self.pictures)(id.trim())).collect();
        if found.is_empty() {
            *self.left_out.entry(code.name.to_owned()).or_default() += 1;
        }
        for (address, alt) in found {
            let [address, alt] = [address, alt].map(|value| escaped(&value).replace('"', "&quot;"));
            self.out.push(&format!("<figure><img src=\"{address}\" alt=\"{alt}\"></figure>"), place);
        }
    }

    fn link(&mut self, address: &str, place: usize) {
        let address = escaped(address).replace('"', "&quot;");
        self.out.push(&format!("<p><a href=\"{address}\">{address}</a></p>"), place);
    }

    fn push_notes(&mut self) {
        let mut next = 0;
        while let Some(&(start, end)) = self.notes.get(next) {
            next += 1;
            let place = self.html.place(start);
            self.out.push(&format!("\n<aside id=\"short-code-note-{next}\" role=\"doc-footnote\">"), place);
            self.range(start, end);
            self.out.push(&format!(" <a href=\"#short-code-mark-{next}\" role=\"doc-backlink\">↩</a></aside>"), place);
        }
    }
}

/// The short code that begins at a bracket, if it is one.
fn code<'a>(text: &'a str, open: usize, budget: &mut usize) -> Option<Code<'a>> {
    let rest = &text[open + 1..];
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
    let name = &rest[..length];
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !rest[length..].starts_with([' ', ']', '/', '\n', '=']) {
        return None;
    }
    let close = closing(&rest[length..])? + length;
    let values = rest[length..close].trim().trim_end_matches('/');
    let after = open + 1 + close + 1;
    let window = text.floor_char_boundary((after + WINDOW.min(*budget)).min(text.len())).max(after);
    let end_tag = format!("[/{name}]");
    let end = text[after..window].find(&end_tag);
    *budget = budget.saturating_sub(end.unwrap_or(window - after));
    let end = end.filter(|_| !rest[..close].ends_with('/'));
    let is_code = end.is_some()
        || values.contains("=\"")
        || values.contains("='")
        || KNOWN.contains(&name)
        || values.contains('=') && name.contains(['-', '_']);
    is_code.then(|| match end {
        Some(length) => {
            Code { name, values, text: (after, after + length), end: after + length + end_tag.len(), has_end: true }
        }
        None => Code { name, values, text: (after, after), end: after, has_end: false },
    })
}

/// Where the bracket closes; values may have brackets within quotation marks.
fn closing(rest: &str) -> Option<usize> {
    const LONGEST: usize = 4096;
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().take(LONGEST) {
        match (byte, quote) {
            (b']', None) => return Some(at),
            (b'[', None) => return None,
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}

/// The end of an end tag whose beginning is elsewhere.
fn stray_end(text: &str, open: usize) -> Option<usize> {
    let name = text[open..].strip_prefix("[/")?;
    let length = name.find(']')?;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    (length > 0 && name[..length].chars().all(is_name)).then_some(open + 2 + length + 1)
}

/// Behind a tag; behind the whole element where its text is preformatted.
fn past_tag(text: &str, open: usize) -> usize {
    let rest = &text[open..];
    let end = rest.find('>').map_or(open + 1, |end| open + end + 1);
    if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) {
        return open + 1;
    }
    let raw = ["<pre", "<code", "<script", "<style"]
        .iter()
        .find(|tag| rest.strip_prefix(**tag).is_some_and(|rest| rest.starts_with([' ', '>', '\n'])));
    let window = text.floor_char_boundary((end + WINDOW).min(text.len()));
    match raw.and_then(|tag| text[end..window].find(&format!("</{}>", &tag[1..]))) {
        Some(length) => end + length,
        None => end,
    }
}

/// A value by its key.
fn value(values: &str, key: &str) -> Option<String> {
    let start = values.match_indices(key).find_map(|(at, _)| {
        let begins = at == 0 || values[..at].ends_with(char::is_whitespace);
        let rest = values[at + key.len()..].trim_start().strip_prefix('=')?;
        begins.then_some(rest.trim_start())
    })?;
    match start.chars().next()? {
        quote @ ('"' | '\'') => start[1..].split(quote).next().map(str::to_owned),
        _ => start.split_whitespace().next().map(str::to_owned),
    }
}

/// The file that a player plays.
fn source(values: &str) -> Option<String> {
    ["src", "mp3", "mp4", "m4a", "ogg", "webm", "wav"].iter().find_map(|key| value(values, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) -> LeftOut {
        let mut piece = Piece::default();
        piece.push(html, 0);
        let mut left_out = LeftOut::new();
        let picture = |id: &str| (id == "7").then(|| ("https://x.org/7.jpg".to_owned(), "سوق".to_owned()));
        assert_eq!(read(piece, &picture, &mut left_out).text, expected);
        left_out
    }

    #[test]
    fn short_codes_become_what_they_mean() {
        check(
            "[caption id=\"a\" width=\"300\"]<a href=\"x\"><img src=\"p.jpg\" /></a> سوق [1] الورق[/caption] نص",
            "<figure><a href=\"x\"><img src=\"p.jpg\" /></a><figcaption> سوق [1] الورق</figcaption></figure> نص",
        );
        check(
            "[caption caption='سوق']<img src='p.jpg'>[/caption]",
            "<figure><img src='p.jpg'><figcaption>سوق</figcaption></figure>",
        );
        check("[gallery ids=\"7,8\"]", "<figure><img src=\"https://x.org/7.jpg\" alt=\"سوق\"></figure>");
        check("[embed]https://y.org/a[/embed]", "<p><a href=\"https://y.org/a\">https://y.org/a</a></p>");
        check("[code]a < b[/code]", "<pre><code>a &lt; b</code></pre>");
    }

    #[test]
    fn notes_stand_at_the_end() {
        check(
            "نص[ref]حاشية[/ref].",
            "نص<sup><a href=\"#short-code-note-1\" id=\"short-code-mark-1\" role=\"doc-noteref\">1</a></sup>.\n\
             <aside id=\"short-code-note-1\" role=\"doc-footnote\">حاشية <a href=\"#short-code-mark-1\" role=\"doc-backlink\">↩</a></aside>",
        );
    }

    #[test]
    fn others_are_left_out_and_their_text_stays() {
        let left_out = check(
            "[vc_row][vc_column width=\"1/2\"]نص [b]غليظ[/b][/vc_column][/vc_row][contact-form-7 id=\"3\"]",
            "نص غليظ",
        );
        assert_eq!(
            left_out.into_iter().collect::<Vec<_>>(),
            [
                ("b".to_owned(), 1),
                ("contact-form-7".to_owned(), 1),
                ("vc_column".to_owned(), 1),
                ("vc_row".to_owned(), 1),
            ]
        );
        for text in ["قال [كذا] ثم [1] و[sic] و[see below]", "<a href='x[0]=\"1\"'>أ</a>", "<pre>[a b=\"c\"]</pre>"]
        {
            assert!(check(text, text).is_empty());
        }
        check("[[gallery]]", "[gallery]");
    }
}
