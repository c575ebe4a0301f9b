//! Markdown (CommonMark 0.31 and GitHub's tables, footnotes, task lists, strikethrough and callouts; definition lists,
//! formulas).
//!
//! In: text with optional front matter. Out: its metadata and blocks, with spans. [`prepare`] turns what other dialects
//! say into what pulldown-cmark reads; pulldown-cmark finds the structure; [`builder`] makes the tree of its events.
//! HTML is understood as far as it carries meaning and never passes through.

mod builder;
mod callout;
mod close;
mod dialect;
mod elements;
mod frame;
mod heading;
mod html;
mod labels;
mod prepare;
mod title_block;
mod url;

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser};

use self::builder::Builder;
pub(super) use self::url::is_safe;
use super::math::dollars::dollars;
use super::metadata::Draft;
use super::{Body, footnotes, front_matter, walk};
use crate::diagnostic::{Diagnostic, Error, Span};
use crate::document::{Block, Footnote, Inline};

/// What is read beyond CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM);

/// Reads front matter and blocks.
///
/// # Errors
/// [`Error::Source`] for broken front matter.
pub(super) fn parse(text: &str, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Result<Body, Error> {
    let text = &*with_line_feeds(text);
    let start = match front_matter::read(text, draft, warnings)? {
        0 => title_block::read(text, draft),
        start => start,
    };
    let stripped = prepare::without_comments(text, start, warnings);
    let visible = &*stripped.text();
    let signed = dollars(visible, start);
    let with_signs = &*signed.text();
    let mut told = Vec::new();
    let (prepared, abbreviations) = prepare::prepare(with_signs, start, &mut told);
    let from_signs = |span: Span| stripped.source_span(signed.source_span(span));
    let source = &*prepared.text();
    let mut builder = Builder::new(source, start);
    for (event, range) in Parser::new_ext(&source[start..], OPTIONS).into_offset_iter() {
        builder.take(event, range);
    }
    let mut noticed = Vec::new();
    let (mut blocks, mut footnotes) = builder.finish(&mut noticed);
    let mut dialect = dialect::Dialect::new(source, abbreviations);
    for blocks in footnotes.iter_mut().map(|note| &mut note.blocks).chain([&mut blocks]) {
        dialect.blocks(blocks);
    }
    noticed.extend(dialect.warnings());
    footnotes.append(&mut dialect.notes);
    undefined_references(source, &mut blocks, &mut footnotes, &mut noticed);
    told.iter_mut().flat_map(Diagnostic::spans_mut).for_each(|span| *span = from_signs(*span));
    warnings.append(&mut told);
    if ![&prepared, &signed, &stripped].iter().all(|rewritten| rewritten.is_unchanged()) {
        let back = |span: Span| from_signs(prepared.source_span(span));
        walk::map_spans(&mut blocks, &back);
        for note in &mut footnotes {
            note.span = back(note.span);
            walk::map_spans(&mut note.blocks, &back);
        }
        noticed.iter_mut().flat_map(Diagnostic::spans_mut).for_each(|span| *span = back(*span));
    }
    for blocks in footnotes.iter_mut().map(|note| note.blocks.as_mut_slice()).chain([blocks.as_mut_slice()]) {
        labels::settle(text, blocks);
    }
    warnings.append(&mut noticed);
    Ok(Body { blocks, footnotes, ..Body::default() })
}

/// Warns of each `[^label]` that pulldown-cmark left as text, since nothing defines it.
fn undefined_references(
    source: &str,
    blocks: &mut [Block],
    footnotes: &mut [Footnote],
    warnings: &mut Vec<Diagnostic>,
) {
    for blocks in footnotes.iter_mut().map(|note| note.blocks.as_mut_slice()).chain([blocks]) {
        walk::runs(blocks, &mut |run| undefined_in(source, run, warnings));
    }
}

fn undefined_in(source: &str, run: &[Inline], warnings: &mut Vec<Diagnostic>) {
    for inline in run {
        undefined_in(source, inline.children(), warnings);
        let Inline::Text { text, span } = inline else { continue };
        if span.end - span.start != text.len() {
            continue;
        }
        for (at, _) in text.match_indices("[^") {
            let label = text[at + 2..].split([']', '[', ' ', '\n']).next().unwrap_or_default();
            let end = at + 2 + label.len();
            let place = Span::new(span.start + at, span.start + end + 1);
            let escaped = source[..place.start].ends_with('\\');
            if !label.is_empty() && text[end..].starts_with(']') && !escaped {
                warnings.push(footnotes::undefined(label, place));
            }
        }
    }
}

/// A text whose lines may end in CR alone, with LF there instead: offsets stay as they are.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let mut lines = text.split('\r').skip(1);
    if lines.all(|after| after.starts_with('\n')) {
        return Cow::Borrowed(text);
    }
    let following = text.chars().skip(1).map(Some).chain([None]);
    let line_feed = |(c, next)| if c == '\r' && next != Some('\n') { '\n' } else { c };
    Cow::Owned(text.chars().zip(following).map(line_feed).collect())
}

#[cfg(test)]
mod tests;
