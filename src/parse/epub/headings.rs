//! The headings of a book as its contents have them.
//!
//! In: the joined page and the entries of the contents. Out: the page with a heading at each place that an entry leads
//! to: the one that stands there, at the rank that the contents give it, or a line that says the same, or else a heading
//! of the entry's own. Headings that are in no contents follow the ranks of those before them.

use std::collections::BTreeMap;

use super::contents::Entry;
use crate::parse::html;
use crate::parse::xhtml::escaped;

/// How far behind a place its heading may stand, in bytes.
const WINDOW: usize = 1 << 14;

/// A heading of the page.
struct Heading {
    start: usize,
    level: u8,
    /// Where its end tag stands.
    end: usize,
}

/// What stands at a place.
enum Found {
    Heading(usize),
    /// A block whose text is the label: its tag, and its end tag.
    Line {
        tag: (usize, usize),
        end: (usize, usize),
    },
    Text,
}

/// Settles the headings.
pub(super) fn settle(page: String, entries: &[Entry]) -> String {
    if entries.is_empty() {
        return page;
    }
    let places = places(&page);
    let headings = headings(&page);
    let mut ranks: BTreeMap<usize, u8> = BTreeMap::new();
    let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    for Entry { label, place, depth } in entries {
        let Some(&at) = places.get(place.as_str()) else { continue };
        match found(&page, at, label) {
            Found::Heading(start) => drop(ranks.entry(start).or_insert(*depth)),
            Found::Line { tag, end } => {
                let opening = page[tag.0..tag.1].trim_start_matches('<');
                let attributes = opening.find([' ', '>']).map_or("", |name| &opening[name..]);
                edits.entry(tag.0).or_insert_with(|| (tag.1, format!("<h{depth}{attributes}")));
                edits.entry(end.0).or_insert_with(|| (end.1, format!("</h{depth}>")));
            }
            Found::Text => {
                let heading = format!("<h{depth}>{}</h{depth}>", escaped(label));
                let entry = edits.entry(at).or_insert_with(|| (at, String::new()));
                entry.1.push_str(&heading);
            }
        }
    }
    rank(&headings, &ranks, &mut edits);
    edited(&page, &edits)
}

/// Gives each heading its rank: that of the contents, or one by the heading of the contents before it.
fn rank(headings: &[Heading], ranks: &BTreeMap<usize, u8>, edits: &mut BTreeMap<usize, (usize, String)>) {
    let mut last: Option<(u8, u8)> = None;
    for Heading { start, level, end } in headings {
        let rank = match (ranks.get(start), last) {
            (Some(&rank), _) => {
                last = Some((rank, *level));
                rank
            }
            (None, Some((rank, own))) => (rank + level.saturating_sub(own)).clamp(1, 6),
            (None, None) => *level,
        };
        if rank != *level {
            edits.insert(*start, (start + 3, format!("<h{rank}")));
            edits.insert(*end, (end + 5, format!("</h{rank}>")));
        }
    }
}

fn edited(page: &str, edits: &BTreeMap<usize, (usize, String)>) -> String {
    let mut text = String::with_capacity(page.len());
    let mut copied = 0;
    for (&start, (end, new)) in edits {
        if start >= copied {
            text.push_str(&page[copied..start]);
            text.push_str(new);
            copied = *end;
        }
    }
    text + &page[copied..]
}

/// Where the tags with names stand.
fn places(page: &str) -> BTreeMap<&str, usize> {
    let mut places = BTreeMap::new();
    let mut tag = 0;
    for (at, _) in page.match_indices(" id=\"") {
        if let Some(start) = page[tag..at].rfind('<').map(|start| tag + start)
            && let Some(name) = page[at + 5..].split('"').next()
        {
            places.entry(name).or_insert(start);
            tag = start;
        }
    }
    places
}

fn headings(page: &str) -> Vec<Heading> {
    let heading = |(start, _): (usize, &str)| {
        let level = page[start + 2..].bytes().next().filter(|byte| (b'1'..=b'6').contains(byte))? - b'0';
        page[start + 3..].starts_with([' ', '>']).then_some(())?;
        let end = start + page[start..].find(&format!("</h{level}>"))?;
        Some(Heading { start, level, end })
    };
    page.match_indices("<h").filter_map(heading).collect()
}

/// What stands at a place: the first text behind it, and the block that holds it.
fn found(page: &str, at: usize, label: &str) -> Found {
    let end = page.floor_char_boundary((at + WINDOW).min(page.len()));
    let mut block = None;
    let mut next = at;
    while let Some(open) = page[next..end].find('<').map(|offset| next + offset) {
        if !html::plain(&page[next..open]).trim().is_empty() {
            break;
        }
        let Some(close) = page[open..end].find('>').map(|offset| open + offset + 1) else { break };
        let name = page[open + 1..close].split([' ', '>']).next().unwrap_or_default();
        match name.as_bytes() {
            [b'h', b'1'..=b'6'] => return Found::Heading(open),
            b"p" | b"div" => block = Some((open, close, name)),
            b"img" | b"table" => return Found::Text,
            _ => {}
        }
        next = close;
    }
    // The place may be within the block that it names.
    let outer = || page[..at].rfind("<p").filter(|&open| !page[open..at].contains("</p>"));
    let block = block.or_else(|| {
        let open = outer()?;
        Some((open, open + page[open..].find('>')? + 1, "p"))
    });
    let Some((open, close, name)) = block else { return Found::Text };
    let Some(length) = page[close..end].find(&format!("</{name}>")) else { return Found::Text };
    match same(&html::plain(&page[close..close + length]), label) {
        true => Found::Line { tag: (open, close), end: (close + length, close + length + name.len() + 3) },
        false => Found::Text,
    }
}

/// Whether two texts have the same letters, whatever their marks and signs.
fn same(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric() && !is_mark(*c)).collect::<String>();
    let (one, other) = (letters(one), letters(other));
    !one.is_empty() && one == other
}

/// An Arabic vowel mark or a tatweel.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, entries: &[(&str, &str, u8)], expected: &str) {
        let entry =
            |&(label, place, depth): &(&str, &str, u8)| Entry { label: label.into(), place: place.into(), depth };
        let entries: Vec<Entry> = entries.iter().map(entry).collect();
        assert_eq!(settle(page.into(), &entries), expected);
    }

    #[test]
    fn contents_rank_the_headings() {
        check(
            "<div id=\"a\"><h2>باب</h2><p>نص</p><h3>فصل</h3></div><div id=\"b\"><h2>باب</h2></div>",
            &[("باب", "a", 1), ("باب", "b", 1)],
            "<div id=\"a\"><h1>باب</h1><p>نص</p><h2>فصل</h2></div><div id=\"b\"><h1>باب</h1></div>",
        );
    }

    #[test]
    fn lines_become_headings_and_missing_ones_are_put_in() {
        check(
            "<div id=\"a\"><p class=\"t\"><b>الباب الأوّل</b></p><p>نص</p></div><div id=\"b\"><p>آخر</p></div>",
            &[("الباب الأول", "a", 1), ("خاتمة", "b", 2)],
            "<div id=\"a\"><h1 class=\"t\"><b>الباب الأوّل</b></h1><p>نص</p></div><h2>خاتمة</h2><div id=\"b\"><p>آخر</p></div>",
        );
    }
}
