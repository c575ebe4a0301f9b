//! One diagnostic for each kind of thing.
//!
//! In: all that was noticed of one source. Out: the first of each severity, code and topic, which counts the others and
//! keeps some of them as examples: 130 missing pictures are one thing to tell, not 130.

use std::collections::{BTreeMap, HashSet};

use super::{Code, Diagnostic, Severity, Span};

/// More examples than this are counted, not kept.
const MOST_EXAMPLES: usize = 100;

/// What else there is of the kind of a diagnostic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// How many.
    pub count: usize,
    /// The first of them, at most 100: where in the source, and what was noticed there.
    pub examples: Vec<(Option<Span>, String)>,
}

impl Others {
    /// One more.
    pub(crate) fn add(&mut self, span: Option<Span>, message: String) {
        self.count += 1;
        if self.examples.len() < MOST_EXAMPLES {
            self.examples.push((span, message));
        }
    }

    fn append(&mut self, others: Others) {
        self.count += others.count;
        self.examples.extend(others.examples);
        self.examples.truncate(MOST_EXAMPLES);
    }
}

/// Puts diagnostics of one source into the order of their places, those without a place first, and makes one of all
/// that are of one kind. What is said twice of one place counts once. Errors are all kept.
#[must_use]
pub fn gather(mut all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    all.sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
    let mut kinds: BTreeMap<(Severity, Code, String), usize> = BTreeMap::new();
    let mut said: HashSet<(Code, Option<Span>, String)> = HashSet::new();
    let mut gathered: Vec<Diagnostic> = Vec::new();
    for diagnostic in all {
        if !said.insert((diagnostic.code, diagnostic.span, diagnostic.message.clone())) {
            continue;
        }
        let next = gathered.len();
        let kind = (diagnostic.severity, diagnostic.code, diagnostic.topic.clone());
        let first = if diagnostic.severity == Severity::Error { next } else { *kinds.entry(kind).or_insert(next) };
        match gathered.get_mut(first) {
            Some(first) => {
                first.others.add(diagnostic.span, diagnostic.message);
                first.others.append(diagnostic.others);
            }
            None => gathered.push(diagnostic),
        }
    }
    gathered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(at: usize, name: &str) -> Diagnostic {
        Diagnostic::warning(Code::MissingPicture, Span::new(at, at + 1), name)
    }

    /// The diagnostics as `message (others: examples)`.
    fn check(all: Vec<Diagnostic>, expected: &[&str]) {
        let shown = |one: &Diagnostic| {
            let examples: Vec<&str> = one.others.examples.iter().map(|(_, message)| message.as_str()).collect();
            format!("{} ({}: {})", one.message, one.others.count, examples.join(" "))
        };
        let gathered = gather(all);
        assert_eq!(gathered.iter().map(shown).collect::<Vec<_>>(), expected);
        assert_eq!(gather(gathered.clone()), gathered, "gathered again");
    }

    #[test]
    fn one_of_each_kind_counts_the_others() {
        check(vec![missing(9, "c"), missing(1, "a"), missing(5, "b"), missing(5, "b")], &["a (2: b c)"]);
        let remote = Diagnostic::warning(Code::RemotePicture, None, "r");
        check(vec![missing(1, "a"), remote, missing(2, "b")], &["r (0: )", "a (1: b)"]);
    }

    #[test]
    fn topics_severities_and_errors_are_kept_apart() {
        let about = |topic: &str| Diagnostic::warning(Code::InvalidValue, None, topic).about(topic);
        check(vec![about("date"), about("lang"), about("date")], &["date (0: )", "lang (0: )"]);
        let error = |message: &str| Diagnostic::error(Code::InvalidValue, None, message);
        check(vec![error("a"), error("b"), about("")], &["a (0: )", "b (0: )", " (0: )"]);
    }

    #[test]
    fn examples_are_bounded_and_all_are_counted() {
        let gathered = gather((0..5000).map(|at| missing(at, &at.to_string())).collect());
        assert_eq!((gathered.len(), gathered[0].others.count), (1, 4999));
        assert_eq!(gathered[0].others.examples.len(), MOST_EXAMPLES);
    }
}
