//! OpenITI mARkdown: the texts of the Islamicate corpora (openiti.org, «mARkdown»).
//!
//! In: text that begins with `######OpenITI#`. Out: the metadata of its header, sections (`### |`), biographies
//! (`### $`), paragraphs (`#` and the lines `~~` that continue it), verse (`%~%`), and the pages of the printed edition
//! (`PageV01P001`, which stands where a page ends). Milestones and tags of analysis are no text.

mod header;
mod line;

use self::line::{Mark, Tagged};
use super::Body;
use super::inline::{push_soft_break, push_text};
use super::metadata::Draft;
use crate::diagnostic::{Code, Diagnostic, Noticed, Span};
use crate::document::{Block, BlockKind, Inline, VerseLine};

/// How such a file begins.
pub(super) const MAGIC: &str = "######OpenITI#";

/// A heading with more words than this is the beginning of a paragraph.
const HEADING_WORDS: usize = 24;

/// Reads a text.
pub(super) fn parse(text: &str, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Body {
    let start = header::read(text, draft, warnings);
    let pages = line::pages(text, start);
    let mut reader =
        Reader { text, pages, page: 0, blocks: Vec::new(), open: None, level: 1, tags: Noticed::default() };
    reader.page_begins(start);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        reader.line(Span::new(at, at + bare.len()));
        at += line.len();
    }
    reader.close();
    let tags = "a tag of analysis (`@…`, `$…$`) is left out";
    warnings.extend(reader.tags.warning(Code::SiteDirective, tags, "the text that it marks is kept"));
    Body { blocks: reader.blocks, ..Body::default() }
}

/// A paragraph or a heading in the making.
struct Open {
    content: Vec<Inline>,
    span: Span,
    /// The rank of a heading.
    level: Option<u8>,
}

struct Reader<'a> {
    text: &'a str,
    /// The labels of the pages, each of which ends at a mark of its own.
    pages: Vec<String>,
    /// How many pages have begun.
    page: usize,
    blocks: Vec<Block>,
    open: Option<Open>,
    /// The rank of the last section.
    level: u8,
    tags: Noticed,
}

impl Reader<'_> {
    fn line(&mut self, line: Span) {
        let text = &self.text[line.start..line.end];
        let trimmed = text.trim_start();
        let at = line.end - trimmed.len();
        let rest = |length: usize| Span::new(at + length, line.end);
        if trimmed.is_empty() {
            return self.close();
        }
        if let Some(heading) = trimmed.strip_prefix("###") {
            self.close();
            return self.heading(Span::new(line.end - heading.len(), line.end));
        }
        if trimmed.starts_with("~~") {
            return self.continued(rest(2));
        }
        self.close();
        let length = if trimmed.starts_with('#') { 1 } else { 0 };
        self.paragraph(rest(length));
    }

    /// A section, a biography, or an editor's mark, which has no text of its own.
    fn heading(&mut self, rest: Span) {
        let text = &self.text[rest.start..rest.end];
        let bare = text.trim_start();
        let at = rest.end - bare.len();
        let is_section = bare.starts_with('|');
        let count = bare.chars().take_while(|&c| c == if is_section { '|' } else { '$' }).count();
        let mut from = at + count;
        if let Some((_, after)) = bare[count..].split_once('|').filter(|(name, _)| is_section && is_name(name)) {
            // `### |EDITOR|`, `### |PARATEXT|`
            from = rest.end - after.len();
        } else if let Some((_, after)) = bare[count..].split_once('$').filter(|(name, _)| !is_section && is_name(name))
        {
            // `### $DIC_NIS$`, `### $BIO_MAN$`
            from = rest.end - after.len();
        }
        let level = match (is_section, u8::try_from(count.min(6)).unwrap_or(6)) {
            (true, count) => {
                self.level = count.max(1);
                self.level
            }
            (false, _) => (self.level + 1).min(6),
        };
        let mut open = Open { content: Vec::new(), span: Span::new(from, rest.end), level: Some(level) };
        self.push(&mut open.content, Span::new(from, rest.end));
        let words = self.text[from..rest.end].split_whitespace().count();
        if words > HEADING_WORDS {
            open.level = None;
        }
        self.open = Some(open);
    }

    /// A line that goes on with the one before it.
    fn continued(&mut self, line: Span) {
        let Some(mut open) = self.open.take() else { return self.paragraph(line) };
        if open.level.is_some() {
            // A heading has one line; what goes on below it is its text.
            self.open = Some(open);
            self.close();
            return self.paragraph(line);
        }
        let line = trimmed(self.text, line);
        let before = open.content.len();
        let mut more = Vec::new();
        self.push(&mut more, line);
        if before > 0 && !more.is_empty() {
            push_soft_break(&mut open.content, line.start.saturating_sub(1));
        }
        open.content.append(&mut more);
        open.span.end = line.end;
        self.open = Some(open);
    }

    fn paragraph(&mut self, line: Span) {
        let line = trimmed(self.text, line);
        if self.text[line.start..line.end].contains("%~%") {
            return self.verse(line);
        }
        let mut open = Open { content: Vec::new(), span: line, level: None };
        self.push(&mut open.content, line);
        self.open = Some(open);
    }

    /// A line of verse; lines that follow each other are one poem.
    fn verse(&mut self, line: Span) {
        let mut hemistichs = Vec::new();
        let mut at = line.start;
        for part in self.text[line.start..line.end].split("%~%") {
            let mut content = Vec::new();
            self.push(&mut content, trimmed(self.text, Span::new(at, at + part.len())));
            if !content.is_empty() {
                hemistichs.push(content);
            }
            at += part.len() + "%~%".len();
        }
        let line = VerseLine { hemistichs, span: line };
        match self.blocks.last_mut() {
            Some(Block { kind: BlockKind::Verse(lines), span, .. }) => {
                span.end = line.span.end;
                lines.push(line);
            }
            _ => {
                let span = line.span;
                self.blocks.push(Block::new(BlockKind::Verse(vec![line]), span));
            }
        }
    }

    fn close(&mut self) {
        let Some(Open { content, span, level }) = self.open.take() else { return };
        let shows = content.iter().any(|inline| matches!(inline, Inline::Text { text, .. } if !text.trim().is_empty()));
        let kind = match level.filter(|_| shows) {
            Some(level) => BlockKind::Heading { level, id: String::new(), content },
            None if content.is_empty() => return,
            None => BlockKind::Paragraph(content),
        };
        self.blocks.push(Block::new(kind, span));
    }

    /// Writes a stretch of the text without its marks.
    fn push(&mut self, content: &mut Vec<Inline>, span: Span) {
        let text = self.text;
        for Tagged { before, mark } in line::tagged(text, span) {
            let is_first = content.is_empty();
            let piece =
                if is_first { text[before.start..before.end].trim_start() } else { &text[before.start..before.end] };
            if !piece.is_empty() {
                push_text(content, piece, Span::new(before.end - piece.len(), before.end));
            }
            match mark {
                Some((Mark::Page, span)) => {
                    let label = self.next_page();
                    content.extend(label.map(|label| Inline::PageBreak { label, span }));
                }
                Some((Mark::Tag, span)) => self.tags.add(span),
                Some((Mark::Milestone, _)) | None => {}
            }
        }
    }

    /// The label of the page that begins where another ends.
    fn next_page(&mut self) -> Option<String> {
        self.page += 1;
        self.pages.get(self.page - 1).cloned()
    }

    /// The first page begins with the text.
    fn page_begins(&mut self, at: usize) {
        if let Some(label) = self.next_page() {
            let span = Span::new(at, at);
            self.blocks.push(Block::new(BlockKind::Paragraph(vec![Inline::PageBreak { label, span }]), span));
        }
    }
}

/// The name of a kind of section: capitals, digits and `_`.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

fn trimmed(text: &str, span: Span) -> Span {
    let start = span.end - text[span.start..span.end].trim_start().len();
    Span::new(start, start + text[start..span.end].trim_end().len())
}
