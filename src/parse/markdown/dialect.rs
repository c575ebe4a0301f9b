//! What other dialects of Markdown say within running text.
//!
//! In: blocks as CommonMark has them, where such marks are still letters. Out: the same with marks understood: links and
//! embeds of Obsidian and inline notes; highlights, keys and icons of MkDocs; superscripts, subscripts, spans and
//! attributes of Pandoc; changes of CriticMarkup. Code, escapes and links were told apart before, by the parser.

mod attributes;
mod blocks;
mod scan;
mod wiki;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Noticed};
use crate::document::{Block, Footnote, Inline};

/// How deep marks may nest within each other in one run.
const MAX_OPEN: usize = 24;

/// What is read of the dialects while the blocks are walked.
pub(super) struct Dialect<'a> {
    /// What the spans of the blocks point into.
    source: &'a str,
    /// Notes written within the text.
    pub(super) notes: Vec<Footnote>,
    /// Long forms of abbreviations that have not been met yet.
    abbreviations: BTreeMap<String, String>,
    icons: Noticed,
    embeds: Noticed,
    media: Noticed,
    remarks: Noticed,
}

impl<'a> Dialect<'a> {
    pub(super) fn new(source: &'a str, abbreviations: BTreeMap<String, String>) -> Dialect<'a> {
        Dialect {
            source,
            notes: Vec::new(),
            abbreviations,
            icons: Noticed::default(),
            embeds: Noticed::default(),
            media: Noticed::default(),
            remarks: Noticed::default(),
        }
    }

    /// Reads blocks.
    pub(super) fn blocks(&mut self, blocks: &mut Vec<Block>) {
        blocks::read(self, blocks);
    }

    /// What was left out.
    pub(super) fn warnings(&self) -> impl Iterator<Item = Diagnostic> {
        let icons = self.icons.warning(Code::Dialect, "an icon of a web font is left out", "write the sign itself");
        let message = "a note is embedded that stands in a file of its own; a link to it is set instead";
        let hint = "bind both files into one book, or copy the text";
        let embeds = self.embeds.warning(Code::EmbeddedNote, message, hint);
        let media = self.media.warning(
            Code::EmbeddedMedia,
            "a file is embedded that is neither picture nor text; its name is set instead",
            "link to it on the web",
        );
        let message = "a remark of a reviewer is left out";
        let remarks = self.remarks.warning(Code::PrivateComment, message, "nothing is to be done: remarks are private");
        [icons, embeds, media, remarks].into_iter().flatten()
    }

    /// Reads a run of inlines; `true` if it changed. `is_block` says that it is the whole text of a block.
    fn run(&mut self, content: &mut Vec<Inline>, is_block: bool) -> bool {
        let mut changed = false;
        for inline in content.iter_mut() {
            if let Some(inner) = inline.children_mut() {
                changed |= self.run(inner, false);
            }
        }
        let has_marks = |inline: &Inline| matches!(inline, Inline::Text { text, .. } if scan::has_marks(text));
        if content.iter().any(has_marks) {
            let old = std::mem::take(content);
            *content = scan::Scan::new(self, is_block).read(old);
            changed = true;
        }
        if !self.abbreviations.is_empty() {
            self.expand(content);
        }
        changed
    }

    /// Puts the long form of an abbreviation into a note where it is first met.
    fn expand(&mut self, content: &mut Vec<Inline>) {
        let mut at = 0;
        while at < content.len() {
            let found = match &content[at] {
                Inline::Text { text, span } if span.end - span.start == text.len() => self.abbreviation_in(text),
                _ => None,
            };
            if let (Some((end, note)), Inline::Text { text, span }) = (found, &mut content[at]) {
                let place = crate::diagnostic::Span::new(span.start + end, span.start + end);
                let after =
                    Inline::Text { text: text.split_off(end), span: crate::diagnostic::Span::new(place.end, span.end) };
                span.end = place.end;
                let reference = self.note(vec![Inline::Text { text: note, span: place }], place);
                content.splice(at + 1..at + 1, [reference, after]);
                at += 1;
            }
            at += 1;
        }
    }

    /// Where the first abbreviation of a text ends, and its long form.
    fn abbreviation_in(&mut self, text: &str) -> Option<(usize, String)> {
        let whole = |short: &str| {
            text.match_indices(short).map(|(start, _)| (start, start + short.len())).find(|&(start, end)| {
                !text[..start].ends_with(|c: char| c.is_ascii_alphanumeric())
                    && !text[end..].starts_with(char::is_alphanumeric)
            })
        };
        let (short, (_, end)) = self
            .abbreviations
            .keys()
            .filter_map(|short| Some((short, whole(short)?)))
            .min_by_key(|(_, (start, end))| (*start, usize::MAX - end))?;
        let short = short.clone();
        Some((end, self.abbreviations.remove(&short)?))
    }

    /// A reference to a new note with this text.
    fn note(&mut self, content: Vec<Inline>, span: crate::diagnostic::Span) -> Inline {
        let label = format!("^{}", self.notes.len() + 1);
        let block = Block::new(crate::document::BlockKind::Paragraph(content), span);
        self.notes.push(Footnote { label: label.clone(), blocks: vec![block], span });
        Inline::FootnoteReference { label, span }
    }
}
