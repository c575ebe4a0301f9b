//! What may be met so often that a diagnostic for each would be too much.

use super::gather::Others;
use super::{Code, Diagnostic, Span};

/// Places kept as examples.
const EXAMPLES: usize = 20;

/// One kind of thing: its first places and how often it was met.
#[derive(Debug, Default)]
pub(crate) struct Noticed {
    places: Vec<Option<Span>>,
    count: usize,
}

impl Noticed {
    pub(crate) fn add(&mut self, span: impl Into<Option<Span>>) {
        if self.places.len() <= EXAMPLES {
            self.places.push(span.into());
        }
        self.count += 1;
    }

    /// How often it was met.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    /// Where it was met first, if it was met.
    pub(crate) fn first(&self) -> Option<Option<Span>> {
        self.places.first().copied()
    }

    /// The diagnostic of the first place, which counts the others; nothing if there is nothing to tell.
    pub(crate) fn diagnostic(&self, first: impl FnOnce(Option<Span>) -> Diagnostic) -> Option<Diagnostic> {
        let diagnostic = first(self.first()?);
        let examples = self.places[1..].iter().map(|&span| (span, diagnostic.message.clone())).collect();
        Some(Diagnostic { others: Others { count: self.count - 1, examples }, ..diagnostic })
    }

    /// The warning, if there is anything to warn of; apart from others of its code that say something else.
    pub(crate) fn warning(&self, code: Code, message: &str, hint: &str) -> Option<Diagnostic> {
        self.diagnostic(|span| Diagnostic::warning(code, span, message).with_hint(hint).about(message))
    }
}
