//! The title of a document.
//!
//! In: the options, the metadata and the blocks. Out: a title, by the first of these that gives one: option, header or
//! front matter, a first line that is a heading, the opening words or else the name of the file (with a warning). A
//! heading that says the title is not repeated in the text; otherwise the text stays whole.

use std::path::Path;

use icu_segmenter::GraphemeClusterSegmenter;

use super::{Format, Overrides, anchors};
use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::document::{Block, BlockKind, Metadata, is_blank, plain_text};
use crate::locale::words;

/// The longest title that is made of opening words, in characters as readers count them (UAX #29, clusters).
const LONGEST: usize = 60;

/// How much of a text is looked at for its opening words, in bytes.
const OPENING_BYTES: usize = 2000;

/// Fewer words than this are no title, though a clause may end after them.
const FEWEST_WORDS: usize = 3;

/// Sets the title; takes the heading that says it out of the blocks.
pub(super) fn settle(
    metadata: &mut Metadata,
    blocks: &mut Vec<Block>,
    source: &Source,
    format: Format,
    overrides: &Overrides,
) -> Option<Diagnostic> {
    if let Some(title) = overrides.title.as_ref().filter(|title| !is_blank(title)) {
        metadata.title = title.trim().to_owned();
    }
    if is_blank(&metadata.title) {
        metadata.title.clear();
    }
    let first = first_heading(blocks, format);
    if metadata.title.is_empty() {
        metadata.title = first.clone().unwrap_or_default();
    }
    if !metadata.title.is_empty() {
        if first.as_ref() == Some(&metadata.title) {
            remove_first_heading(blocks);
        }
        return None;
    }
    let (opening, span) = opening(blocks).unwrap_or_default();
    metadata.title = opening_words(&opening);
    if metadata.title.is_empty() {
        metadata.title = stem(&source.name).unwrap_or_else(|| words(&metadata.lang).untitled.to_owned());
    }
    let way = match format {
        // One warning tells of all articles of a feed.
        Format::Feed => return None,
        Format::Epub => "or as `dc:title` of its package",
        Format::OpenIti => "or with a line `#META# 020.BookTITLE :: …` in the header",
        Format::Markdown => "or with a line `title: …` between two lines of --- at the head of the file",
        Format::Text => "or with a line `العنوان: …` at the head of the file",
        Format::Docx | Format::Odt => "or with a paragraph of the style Title",
        Format::Html => "or with a `title` element in the head of the page",
    };
    let message = format!("no title given; the text's opening serves as title: {}", metadata.title);
    Some(Diagnostic::warning(Code::GuessedTitle, span, message).with_hint(format!("set it with --title, {way}")))
}

/// The name of a source's file without its extension; `None` for standard input.
fn stem(name: &str) -> Option<String> {
    let stem = Path::new(name).file_stem()?.to_string_lossy().into_owned();
    (!stem.starts_with('<') && !is_blank(&stem)).then_some(stem)
}

/// Takes out the heading that stands first, where something stands behind it.
fn remove_first_heading(blocks: &mut Vec<Block>) {
    let are_more = blocks.len() > 1;
    match blocks.first_mut().map(|first| &mut first.kind) {
        Some(BlockKind::Group(inner)) if inner.len() > 1 => remove_first_heading(inner),
        Some(_) if are_more => {
            let heading = blocks.remove(0);
            anchors::keep_names(heading, blocks);
        }
        _ => {}
    }
}

/// The text of a heading that stands first, also in a group; in Markdown only one of the first level can be a title.
fn first_heading(blocks: &[Block], format: Format) -> Option<String> {
    match &blocks.first()?.kind {
        BlockKind::Heading { level, content, .. } if *level == 1 || format == Format::Text => {
            Some(plain_text(content).trim().to_owned()).filter(|text| !is_blank(text))
        }
        BlockKind::Group(inner) => first_heading(inner, format),
        _ => None,
    }
}

/// The first text of a document, and where its block stands.
fn opening(blocks: &[Block]) -> Option<(String, Span)> {
    blocks.iter().find_map(|block| {
        let text = match &block.kind {
            BlockKind::Figure { image, caption } if caption.is_empty() => image.alt.clone(),
            BlockKind::Code { text, .. } => text.clone(),
            other => match other.inlines().into_iter().map(plain_text).find(|text| !is_blank(text)) {
                Some(text) => text,
                None => return other.children().into_iter().find_map(opening),
            },
        };
        (!is_blank(&text)).then_some((text, block.span))
    })
}

/// The words of a text up to the end of its first clause, or as many as fit into [`LONGEST`] characters.
fn opening_words(text: &str) -> String {
    let text = text.trim();
    let line = text[..text.floor_char_boundary(OPENING_BYTES)].lines().next().unwrap_or_default();
    let clause = line[..clause_end(line)].trim_end();
    let clusters: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(clause).skip(1).collect();
    if clusters.len() <= LONGEST {
        return clause.to_owned();
    }
    // One cluster is kept for the ellipsis.
    let room = clusters[LONGEST - 2];
    let whole_words = clause[..room].rfind(char::is_whitespace).unwrap_or(room);
    format!("{}…", clause[..whole_words].trim_end_matches(|c: char| !c.is_alphanumeric() && !is_mark(c)))
}

/// Where the first clause ends: before a stop, or before a dash that opens an aside; never within quotation marks or
/// brackets.
fn clause_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        match c {
            '«' | '(' | '[' | '“' | '﴿' => depth += 1,
            '»' | ')' | ']' | '”' | '﴾' => depth = depth.saturating_sub(1),
            '"' => quoted = !quoted,
            _ if depth > 0 || quoted => {}
            _ if ends_clause(c, next) && text[..at].split_whitespace().count() >= FEWEST_WORDS => return at,
            _ => {}
        }
    }
    text.trim_end_matches(|c| ends_clause(c, None)).len()
}

fn ends_clause(c: char, next: Option<char>) -> bool {
    match c {
        '،' | '؛' | '؟' | '…' | '۔' => true,
        '.' | ',' | ';' | ':' | '!' | '?' => next.is_none_or(|next| !next.is_alphanumeric()),
        _ => c.is_whitespace() && matches!(next, Some('-' | '–' | '—')),
    }
}

/// An Arabic vowel mark, which belongs to the letter before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{65F}' | '\u{670}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let title = opening_words(text);
        assert_eq!(title, expected);
        assert!(GraphemeClusterSegmenter::new().segment_str(&title).count() <= LONGEST + 1);
    }

    #[test]
    fn opening_words_end_with_the_clause() {
        check("بدأت الطباعة العربية في أوروبا، ثم انتقلت.", "بدأت الطباعة العربية في أوروبا");
        check("صدر كتاب \"الخط.. فن وعلم\" -وهو الأول- أمس.", "صدر كتاب \"الخط.. فن وعلم\"");
        check("نعم، هكذا كان الخط. ثم تغير.", "نعم، هكذا كان الخط");
        check("بلغ الوزن 3.5 رطل تقريبا", "بلغ الوزن 3.5 رطل تقريبا");
        check("كلمة.", "كلمة");
        check(&"،".repeat(5_000_000), "");
        check("", "");
    }

    #[test]
    fn opening_words_are_cut_between_words() {
        check(
            "انتقلت صناعة الكتاب من الوراقين في بغداد إلى المطابع في القاهرة وبيروت وإسطنبول",
            "انتقلت صناعة الكتاب من الوراقين في بغداد إلى المطابع في…",
        );
        check(&"ا".repeat(80), &format!("{}…", "ا".repeat(59)));
        // Marks are no characters of their own: this clause has 40 letters and as many marks.
        let vocalised = "كَتَبَ ".repeat(10);
        check(&vocalised, vocalised.trim());
    }
}
