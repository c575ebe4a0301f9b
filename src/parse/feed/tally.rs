//! What of a feed is no article of the book, counted.

use std::collections::BTreeMap;

use super::entry::Entry;
use crate::diagnostic::{Code, Diagnostic};

/// Why something is left out, in the order in which it is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Draft,
    Pending,
    Scheduled,
    Private,
    Locked,
    Trashed,
    Empty,
    Comment,
    Attachment,
    MenuItem,
    /// A kind or a state of a plug-in's own.
    Other(String),
}

impl Kind {
    fn counted(&self, count: usize) -> String {
        let (one, many) = match self {
            Kind::Draft => ("draft", "drafts"),
            Kind::Pending => ("article pending review", "articles pending review"),
            Kind::Scheduled => ("scheduled article", "scheduled articles"),
            Kind::Private => ("private article", "private articles"),
            Kind::Locked => ("article with a password", "articles with a password"),
            Kind::Trashed => ("article in the trash", "articles in the trash"),
            Kind::Empty => ("empty article", "empty articles"),
            Kind::Comment => ("comment", "comments"),
            Kind::Attachment => ("attachment", "attachments"),
            Kind::MenuItem => ("menu item", "menu items"),
            Kind::Other(name) => return format!("{count} of the kind `{name}`"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}

/// Counts of what is left out.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<Kind, usize>);

impl Tally {
    pub(super) fn add(&mut self, kind: Kind) {
        *self.0.entry(kind).or_default() += 1;
    }

    /// The entries that show anything; the others are counted.
    pub(super) fn with_words(&mut self, mut entries: Vec<Entry>) -> Vec<Entry> {
        let before = entries.len();
        entries.retain(|entry| !entry.title.is_empty() || !entry.html.is_blank() || entry.picture.is_some());
        for _ in entries.len()..before {
            self.add(Kind::Empty);
        }
        entries
    }

    /// All counts as words.
    fn words(&self) -> String {
        self.0.iter().map(|(kind, &count)| kind.counted(count)).collect::<Vec<_>>().join(", ")
    }

    /// One note of all that is left out.
    pub(super) fn note(&self) -> Option<Diagnostic> {
        let note = || Diagnostic::note(Code::NotPublished, None, format!("left out: {}", self.words()));
        (!self.0.is_empty()).then(|| note().with_hint("only published posts and pages become chapters"))
    }

    /// Why there may be no article.
    pub(super) fn reason(&self) -> String {
        if self.0.is_empty() { String::new() } else { format!(" (only {})", self.words()) }
    }
}
