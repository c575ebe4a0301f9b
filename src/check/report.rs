//! What was found, gathered file by file.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity};

/// More findings of one kind in one file than this are counted, not told.
const TOLD_PER_FILE: usize = 8;

/// Findings under construction.
#[derive(Default)]
pub(super) struct Report {
    found: Vec<Diagnostic>,
    told: BTreeMap<String, usize>,
}

impl Report {
    /// Something that breaks a rule.
    pub(super) fn error(&mut self, file: &str, message: impl Into<String>) {
        self.add(Severity::Error, file, message.into());
    }

    /// Something that reading systems stumble over.
    pub(super) fn warning(&mut self, file: &str, message: impl Into<String>) {
        self.add(Severity::Warning, file, message.into());
    }

    fn add(&mut self, severity: Severity, file: &str, message: String) {
        let told = self.told.entry(file.to_owned()).or_default();
        *told += 1;
        if *told > TOLD_PER_FILE {
            return;
        }
        let message = if file.is_empty() { message } else { format!("{file}: {message}") };
        self.found.push(match severity {
            Severity::Error => Diagnostic::error(Code::InvalidEpub, None, message),
            _ => Diagnostic::warning(Code::EpubAdvice, None, message),
        });
    }

    /// All findings, errors first.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        for (file, told) in self.told {
            if told > TOLD_PER_FILE {
                let message = format!("{file}: and {} findings more", told - TOLD_PER_FILE);
                self.found.push(Diagnostic::warning(Code::EpubAdvice, None, message));
            }
        }
        self.found.sort_by_key(|found| std::cmp::Reverse(found.severity));
        self.found.dedup();
        self.found
    }
}
