//! Mending what was read.
//!
//! In: blocks and metadata of any format. Out: the same with their texts mended as those of a source are. Verse is
//! known by now, so that a wide gap is a space; in code, spaces stay.

use super::{Mending, Setting, Tally, mend_text};
use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, Inline, Metadata};
use crate::parse::walk;

/// Mends all texts of the blocks.
pub(in crate::parse) fn mend_blocks(blocks: &mut [Block], mending: &Mending, tally: &mut Tally) {
    let mut mender = Mender { mending: *mending, tally };
    walk::blocks(blocks, &mut |block| {
        match &mut block.kind {
            BlockKind::Code { text, .. } => mender.code(text, block.span),
            BlockKind::Figure { image, .. } => mender.text(&mut image.alt, Some(image.span), ALONE),
            _ => {}
        }
        block.kind.inlines_mut().into_iter().for_each(|run| mender.run(run, ALONE));
    });
}

/// Mends what the metadata say in words.
pub(in crate::parse) fn mend_metadata(metadata: &mut Metadata, mending: &Mending, tally: &mut Tally) {
    let mut mender = Mender { mending: *mending, tally };
    let Metadata { title, subtitle, authors, description, keywords, publisher, rights, .. } = metadata;
    let optional = [subtitle, description, publisher, rights].into_iter().flatten();
    let texts = optional.chain([title]).chain(authors).chain(keywords);
    texts.for_each(|text| mender.text(text, None, ALONE));
}

/// A text that is all of its line.
const ALONE: Setting = Setting { follows: false, precedes: false, gap: " " };

struct Mender<'t> {
    mending: Mending,
    tally: &'t mut Tally,
}

impl Mender<'_> {
    fn run(&mut self, run: &mut [Inline], around: Setting) {
        let is_line = |inline: &Inline| !matches!(inline, Inline::LineBreak);
        let joined: Vec<bool> = run.iter().map(is_line).collect();
        for (index, inline) in run.iter_mut().enumerate() {
            let setting = Setting {
                follows: if index == 0 { around.follows } else { joined[index - 1] },
                precedes: joined.get(index + 1).copied().unwrap_or(around.precedes),
                ..around
            };
            match inline {
                Inline::Text { text, span } => self.text(text, Some(*span), setting),
                Inline::Code { text, span } => self.code(text, *span),
                Inline::Image(image) => self.text(&mut image.alt, Some(image.span), ALONE),
                other => other.children_mut().into_iter().for_each(|inner| self.run(inner, setting)),
            }
        }
    }

    fn text(&mut self, text: &mut String, span: Option<Span>, setting: Setting) {
        self.mend(text, span, setting, self.mending);
    }

    fn code(&mut self, text: &mut String, span: Span) {
        self.mend(
            text,
            Some(span),
            ALONE,
            Mending { spaces: false, lam_alef: false, visual_order: false, ..self.mending },
        );
    }

    fn mend(&mut self, text: &mut String, span: Option<Span>, setting: Setting, mending: Mending) {
        // A line of nothing but spaces is no text to mend, and must not become an empty one.
        let is_blank_line = !(setting.follows && setting.precedes) && text.trim().is_empty();
        let mut told = Tally::default();
        let mending = Mending { spaces: mending.spaces && !is_blank_line, ..mending };
        let mended = mend_text(text, &mending, setting, &mut told);
        if mended.is_unchanged() {
            return;
        }
        let new = mended.text().into_owned();
        let exact = span.filter(|span| span.end - span.start == text.len());
        let place = |part: Span| match exact {
            Some(whole) => Some(Span::new(whole.start + part.start, whole.start + part.end)),
            None => span,
        };
        self.tally.add(&told, place);
        *text = new;
    }
}
