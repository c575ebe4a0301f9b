//! Quotes that are more than quotes: callouts with a title of their own, and quoted verse.
//!
//! In: the blocks of a quote, and the source to find the ends of its lines. Out: a quote, callout or verse.

use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, CalloutKind, Inline, VerseLine};
use crate::parse::inline::push_text;
use crate::parse::markdown::frame::trim;
use crate::parse::verse;

/// The words of callouts in the dialects that have them, and in Arabic.
const WORDS: [(&str, CalloutKind); 43] = [
    ("note", CalloutKind::Note),
    ("tldr", CalloutKind::Note),
    ("help", CalloutKind::Note),
    ("faq", CalloutKind::Note),
    ("cite", CalloutKind::Note),
    ("definition", CalloutKind::Note),
    ("سؤال", CalloutKind::Note),
    ("مثال", CalloutKind::Note),
    ("خلاصة", CalloutKind::Note),
    ("info", CalloutKind::Note),
    ("abstract", CalloutKind::Note),
    ("summary", CalloutKind::Note),
    ("question", CalloutKind::Note),
    ("example", CalloutKind::Note),
    ("quote", CalloutKind::Note),
    ("todo", CalloutKind::Note),
    ("seealso", CalloutKind::Note),
    ("ملاحظة", CalloutKind::Note),
    ("ملحوظة", CalloutKind::Note),
    ("معلومة", CalloutKind::Note),
    ("tip", CalloutKind::Tip),
    ("hint", CalloutKind::Tip),
    ("success", CalloutKind::Tip),
    ("check", CalloutKind::Tip),
    ("done", CalloutKind::Tip),
    ("نصيحة", CalloutKind::Tip),
    ("فائدة", CalloutKind::Tip),
    ("important", CalloutKind::Important),
    ("مهم", CalloutKind::Important),
    ("هام", CalloutKind::Important),
    ("warning", CalloutKind::Warning),
    ("attention", CalloutKind::Warning),
    ("تنبيه", CalloutKind::Warning),
    ("تحذير", CalloutKind::Warning),
    ("caution", CalloutKind::Caution),
    ("danger", CalloutKind::Caution),
    ("failure", CalloutKind::Caution),
    ("fail", CalloutKind::Caution),
    ("missing", CalloutKind::Caution),
    ("error", CalloutKind::Caution),
    ("خطأ", CalloutKind::Caution),
    ("bug", CalloutKind::Caution),
    ("خطر", CalloutKind::Caution),
];

/// The kind of callout that a word names.
pub(super) fn kind_of(word: &str) -> Option<CalloutKind> {
    let word = word.to_lowercase();
    WORDS.iter().find(|(name, _)| *name == word).map(|&(_, kind)| kind)
}

/// What a quote with these blocks is.
pub(super) fn quote(source: &str, mut blocks: Vec<Block>, known: Option<CalloutKind>) -> BlockKind {
    if let Some(kind) = known {
        return BlockKind::Callout { kind, title: Vec::new(), blocks };
    }
    if let Some((kind, title)) = titled(source, &mut blocks) {
        return BlockKind::Callout { kind, title, blocks };
    }
    if let [Block { kind: BlockKind::Paragraph(content), .. }] = blocks.as_slice()
        && let Some(verse) = quoted_verse(source, content)
    {
        return BlockKind::Verse(verse);
    }
    BlockKind::Quote(blocks)
}

/// Takes `[!NOTE] title` out of the first line. A word that is not known names a note of its own.
fn titled(source: &str, blocks: &mut Vec<Block>) -> Option<(CalloutKind, Vec<Inline>)> {
    let BlockKind::Paragraph(content) = &mut blocks.first_mut()?.kind else { return None };
    let Some(&Inline::Text { ref text, span }) = content.first() else { return None };
    let (inner, _) = text.strip_prefix("[!")?.split_once(']')?;
    // Behind a line stands how Obsidian shows it.
    let word = inner.split('|').next().unwrap_or_default().trim();
    if word.is_empty() || word.contains(char::is_whitespace) {
        return None;
    }
    let known = kind_of(word);
    let name = (known.is_none()).then(|| word.to_owned());
    let (length, word_length) = ("[!]".len() + inner.len(), word.len());
    let folded = text[length..].starts_with(['+', '-']);
    let start = span.start + length + usize::from(folded);
    let line_end = source[start..].find(['\n', '\r']).map_or(source.len(), |at| start + at);
    let (mut title, mut rest) = split(std::mem::take(content), start, line_end);
    trim(&mut title);
    trim(&mut rest);
    if let Some(name) = name.filter(|_| title.is_empty()) {
        title.push(Inline::Text { text: name, span: Span::new(span.start + 2, span.start + 2 + word_length) });
    }
    match rest.is_empty() {
        true => drop(blocks.remove(0)),
        false => *content = rest,
    }
    Some((known.unwrap_or_default(), title))
}

/// What stands from `start` up to `end` of the source, and what stands after it.
fn split(content: Vec<Inline>, start: usize, end: usize) -> (Vec<Inline>, Vec<Inline>) {
    let (mut title, mut rest) = (Vec::new(), Vec::new());
    for inline in content {
        match inline {
            Inline::Text { text, span } if span.end - span.start == text.len() => {
                let offset = |at: usize| text.floor_char_boundary(at.clamp(span.start, span.end) - span.start);
                let (from, to) = (offset(start), offset(end));
                push_text(&mut title, &text[from..to], Span::new(span.start + from, span.start + to));
                push_text(&mut rest, &text[to..], Span::new(span.start + to, span.end));
            }
            other if rest.is_empty() && place(&other).is_none_or(|at| at < end) => title.push(other),
            other => rest.push(other),
        }
    }
    (title, rest)
}

/// Where an inline or the first inside it stands.
fn place(inline: &Inline) -> Option<usize> {
    match inline {
        Inline::Text { span, .. }
        | Inline::Code { span, .. }
        | Inline::Link { span, .. }
        | Inline::FootnoteReference { span, .. } => Some(span.start),
        Inline::Image(image) => Some(image.span.start),
        Inline::Math(formula) => Some(formula.span.start),
        other => other.children().iter().find_map(place),
    }
}

/// The lines of a quote that holds nothing but verse without mark-up.
fn quoted_verse(source: &str, content: &[Inline]) -> Option<Vec<VerseLine>> {
    let mut lines: Vec<Span> = Vec::new();
    let mut open = false;
    for inline in content {
        let &Inline::Text { ref text, span } = inline else {
            open = false;
            matches!(inline, Inline::LineBreak).then_some(())?;
            continue;
        };
        if span.end - span.start != text.len() {
            return None;
        }
        let mut at = span.start;
        for piece in source[span.start..span.end].split_inclusive(['\n', '\r']) {
            let length = piece.trim_end_matches(['\n', '\r']).len();
            match lines.last_mut().filter(|last| open && last.end == at) {
                Some(last) => last.end = at + length,
                None if length > 0 => lines.push(Span::new(at, at + length)),
                None => {}
            }
            open = length == piece.len();
            at += piece.len();
        }
    }
    if !verse::is_verse(source, &lines) {
        return None;
    }
    let line = |&span: &Span| Some(verse::line(source, &verse::hemistichs(source, span)?.hemistichs, span));
    lines.iter().map(line).collect()
}
