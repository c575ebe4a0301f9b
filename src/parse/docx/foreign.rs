//! Parts of other kinds that a Word file takes in whole (ECMA-376-1, 17.17.2): web pages and plain text.

use super::Reader;
use crate::diagnostic::Span;
use crate::document::{Block, BlockKind};
use crate::parse::metadata::Draft;
use crate::parse::office::notices::Notice;
use crate::parse::xml::Element;
use crate::parse::{DecodeOptions, Encoding, PageScope, decode, html, sniff_meta_charset, walk};

impl Reader<'_> {
    /// The text of a part of another kind; what is no text is told of.
    pub(super) fn foreign(&mut self, chunk: &Element, out: &mut Vec<Block>) {
        let place = self.here();
        let name = chunk.attr("id").and_then(|id| self.relationships.get(id)).map(|found| found.target.clone());
        let ending = name.as_ref().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_lowercase());
        let bytes = name.and_then(|name| self.parts.bytes(&name).ok().flatten());
        let blocks = match (bytes, ending.as_deref()) {
            (Some(bytes), Some("html" | "htm" | "xhtml")) => self.page(bytes),
            (Some(bytes), Some("txt")) => self.lines(bytes),
            _ => None,
        };
        match blocks {
            Some(blocks) => out.extend(blocks),
            None => self.notices.add(Notice::Foreign, place),
        }
    }

    fn page(&mut self, bytes: Vec<u8>) -> Option<Vec<Block>> {
        let encoding = sniff_meta_charset(&bytes).and_then(Encoding::from_label);
        let source = decode("", bytes, &DecodeOptions { encoding }).ok()?.value;
        let body = html::parse(&source.text, PageScope::Whole, &mut Draft::default(), &mut Vec::new()).ok()?;
        // Notes of a part would need names beside those of the file.
        if !body.footnotes.is_empty() {
            return None;
        }
        let mut blocks = body.blocks;
        let start = self.here().start;
        walk::runs(&mut blocks, &mut |run| {
            let text = crate::document::plain_text(run);
            self.text_of_source.push_str(&text.replace('\n', " "));
            self.text_of_source.push('\n');
        });
        let span = Span::new(start, self.here().start);
        walk::map_spans(&mut blocks, &|_| span);
        Some(blocks)
    }

    fn lines(&mut self, bytes: Vec<u8>) -> Option<Vec<Block>> {
        let source = decode("", bytes, &DecodeOptions::default()).ok()?.value;
        let mut blocks = Vec::new();
        for line in source.text.lines() {
            let content = self.line(line);
            let span = self.here();
            blocks.extend((!content.is_empty()).then(|| Block::new(BlockKind::Paragraph(content), span)));
        }
        Some(blocks)
    }
}
