//! A shaped word: its glyphs, and which of them belong to which letters.
//!
//! In: what the shaper made of a word. Out: the same in clusters, with the height of its ink.

use std::ops::Range;

use rustybuzz::GlyphBuffer;

use crate::text::ink::InkedFace;
use crate::text::line::Glyph;

/// A shaped word or space.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::text) struct ShapedWord {
    /// Glyphs in visual order; text ranges count from the start of the word.
    pub(in crate::text) visual_glyphs: Vec<Glyph>,
    /// Clusters in logical order.
    pub(in crate::text) clusters: Vec<Cluster>,
    /// Highest ink above the baseline, in font units.
    pub(in crate::text) ink_top: i32,
    /// Deepest ink below the baseline, in font units, negative.
    pub(in crate::text) ink_bottom: i32,
}

impl ShapedWord {
    /// Room of an advance, in font units, for a text of a length.
    pub(super) fn blank(length: usize, advance: i32) -> ShapedWord {
        let clusters = vec![Cluster { text: 0..length, glyphs: 0..0, advance }];
        ShapedWord { clusters, ..ShapedWord::default() }
    }

    /// Sum of all advances, in font units.
    pub(in crate::text) fn advance(&self) -> i32 {
        self.clusters.iter().map(|cluster| cluster.advance).sum()
    }
}

/// The smallest part of a word that has glyphs of its own.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::text) struct Cluster {
    /// Bytes of the word.
    pub(in crate::text) text: Range<usize>,
    /// Indices into [`ShapedWord::visual_glyphs`].
    pub(in crate::text) glyphs: Range<usize>,
    /// Sum of the advances, in font units.
    pub(in crate::text) advance: i32,
}

/// Takes the shaper's result apart into clusters.
pub(super) fn collect(shaped: &GlyphBuffer, text_length: usize, face: &InkedFace<'_>) -> ShapedWord {
    let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
    let mut starts: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    starts.push(text_length);
    let mut word = ShapedWord::default();
    for (info, position) in infos.iter().zip(positions) {
        let start = info.cluster as usize;
        let next = starts.partition_point(|&other| other <= start);
        let text_range = start..starts[next.min(starts.len() - 1)];
        let id = u16::try_from(info.glyph_id).unwrap_or(0);
        if let Some(ink) = face.ink(id) {
            word.ink_top = word.ink_top.max(i32::from(ink.y_max) + position.y_offset);
            word.ink_bottom = word.ink_bottom.min(i32::from(ink.y_min) + position.y_offset);
        }
        word.visual_glyphs.push(Glyph {
            id,
            text_range: text_range.into(),
            advance: position.x_advance,
            x_offset: position.x_offset,
            y_offset: position.y_offset,
            x_scale: 1.0,
        });
    }
    word.clusters = clusters(&word.visual_glyphs);
    word
}

/// Groups glyphs of one cluster, in logical order.
pub(super) fn clusters(visual_glyphs: &[Glyph]) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for (index, glyph) in visual_glyphs.iter().enumerate() {
        match clusters.last_mut() {
            Some(last) if last.text == glyph.text_range.range() => {
                last.glyphs.end = index + 1;
                last.advance += glyph.advance;
            }
            _ => clusters.push(Cluster {
                text: glyph.text_range.range(),
                glyphs: index..index + 1,
                advance: glyph.advance,
            }),
        }
    }
    clusters.sort_by_key(|cluster| cluster.text.start);
    clusters
}
