//! The parts that some blocks are made of: verse, definitions, callouts.
//!
//! In: what a reader made of a source. Out: plain values held by [`super::BlockKind`].

use super::{Block, Inline, plain_text};
use crate::diagnostic::Span;

/// A line of verse.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VerseLine {
    /// Its parts: two hemistichs in a classical verse, one in free verse. A word that is split between hemistichs ends
    /// the first and begins the second with the letters' joining kept by a tatweel or ZWJ as the source has it.
    pub hemistichs: Vec<Vec<Inline>>,
    /// Where it stands in the source.
    pub span: Span,
}

impl VerseLine {
    /// Whether it has no words: it parts two stanzas.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.hemistichs.iter().all(|hemistich| plain_text(hemistich).trim().is_empty())
    }
}

/// Terms and what they mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definition {
    /// One term or several.
    pub terms: Vec<Vec<Inline>>,
    /// One description or several, each a sequence of blocks.
    pub descriptions: Vec<Vec<Block>>,
}

/// Kinds of callouts, those of GitHub's Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CalloutKind {
    /// Worth knowing.
    #[default]
    Note,
    /// Helpful.
    Tip,
    /// Needed.
    Important,
    /// Urgent.
    Warning,
    /// Risky.
    Caution,
}
