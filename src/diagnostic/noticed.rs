//! What is met many times and warned of once.

use super::{Code, Diagnostic, Span};

/// Something to warn of once: its first place and how often it was met.
#[derive(Default)]
pub(crate) struct Noticed {
    first: Option<Span>,
    count: usize,
}

impl Noticed {
    pub(crate) fn add(&mut self, span: Span) {
        self.first.get_or_insert(span);
        self.count += 1;
    }

    /// The warning, if there is anything to warn of.
    pub(crate) fn warning(&self, code: Code, message: &str, hint: &str) -> Option<Diagnostic> {
        let times = if self.count > 1 { format!(" ({} times, the first here)", self.count) } else { String::new() };
        self.first.map(|span| Diagnostic::warning(code, span, format!("{message}{times}")).with_hint(hint))
    }
}
