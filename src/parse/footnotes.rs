//! Footnotes: references and what they refer to.
//!
//! In: blocks with references, and all definitions of a source. Out: the definitions that are referred to, in the order
//! of their first reference; references to none as text. All else is warned of.

use std::collections::{BTreeMap, BTreeSet};

use super::inline::excerpt;
use super::walk;
use crate::diagnostic::{Code, Diagnostic, Error, Span};
use crate::document::{Block, Footnote, Inline};

/// The most footnotes of one source.
const MOST: usize = 100_000;

/// Settles references and definitions.
///
/// # Errors
/// [`Error::Source`] for more than 100,000 footnotes.
pub(super) fn settle(
    blocks: &mut [Block],
    definitions: Vec<Footnote>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Vec<Footnote>, Error> {
    if let Some(beyond) = definitions.get(MOST) {
        let diagnostic = Diagnostic::error(Code::SourceTooLarge, beyond.span, format!("more than {MOST} footnotes"));
        return Err(Error::Source(diagnostic.with_hint("split the source into several files")));
    }
    let mut waiting = known(definitions, warnings);
    let labels: BTreeMap<String, String> =
        waiting.iter().map(|(key, note)| (key.clone(), note.label.clone())).collect();
    let mut used = Used { labels, order: Vec::new(), seen: BTreeSet::new() };
    used.refer(blocks, warnings);
    let mut notes = Vec::new();
    while let Some(key) = used.order.get(notes.len()) {
        let Some(mut note) = waiting.remove(key) else { break };
        used.refer(&mut note.blocks, warnings);
        notes.push(note);
    }
    for note in waiting.values() {
        let message = format!("no text refers to the footnote `{}`; it is left out", excerpt(&note.label));
        warnings.push(
            Diagnostic::warning(Code::UnusedFootnote, note.span, message)
                .with_hint("refer to it in the text, or delete it"),
        );
    }
    Ok(notes)
}

/// The first definition of each label, by the label in lower case.
fn known(definitions: Vec<Footnote>, warnings: &mut Vec<Diagnostic>) -> BTreeMap<String, Footnote> {
    let mut known = BTreeMap::new();
    for note in definitions {
        let key = note.label.to_lowercase();
        if known.contains_key(&key) {
            let message = format!("a second footnote `{}`; the first is used", excerpt(&note.label));
            warnings.push(
                Diagnostic::warning(Code::RepeatedFootnote, note.span, message)
                    .with_hint("give each footnote a label of its own"),
            );
            continue;
        }
        known.insert(key, note);
    }
    known
}

/// The labels referred to so far.
struct Used {
    labels: BTreeMap<String, String>,
    order: Vec<String>,
    seen: BTreeSet<String>,
}

impl Used {
    fn refer(&mut self, blocks: &mut [Block], warnings: &mut Vec<Diagnostic>) {
        walk::runs(blocks, &mut |run| self.refer_in(run, warnings));
    }

    fn refer_in(&mut self, run: &mut [Inline], warnings: &mut Vec<Diagnostic>) {
        for inline in run {
            if let Inline::FootnoteReference { label, span } = inline {
                let (key, span) = (label.to_lowercase(), *span);
                match self.labels.get(&key) {
                    Some(known) => {
                        label.clone_from(known);
                        if self.seen.insert(key.clone()) {
                            self.order.push(key);
                        }
                    }
                    None => {
                        warnings.push(undefined(label, span));
                        *inline = Inline::Text { text: format!("[^{label}]"), span };
                    }
                }
            } else if let Some(inner) = inline.children_mut() {
                self.refer_in(inner, warnings);
            }
        }
    }
}

/// The warning of a reference to nothing.
pub(super) fn undefined(label: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::MissingFootnote,
        span,
        format!("no footnote is called `{}`; the reference stays text", excerpt(label)),
    )
    .with_hint(format!("write it on a line of its own: [^{}]: …", excerpt(label)))
}
