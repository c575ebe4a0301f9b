//! Warnings of the text engine at their place in the source.
//!
//! In: what could not be set as asked, with an offset of the source. Out: [`Diagnostic`]s for people, one for each kind
//! of fault and each script without a font: a page of Chinese is one thing to tell, not five hundred.

use std::collections::BTreeMap;

use crate::diagnostic::{self, Code, Diagnostic, Noticed, Span};
use crate::geometry::Pt;
use crate::text::TextWarning;

/// A warning of the text engine at its place in the source.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SourceWarning {
    /// What the text engine says, and the byte offset in the source, where it is known.
    Text { warning: TextWarning, offset: Option<usize> },
    /// Lines of a table are wider than their columns.
    OverfullTable { lines: usize, excess: Pt, offset: usize },
    /// A table is too wide for the page.
    TableInParts { parts: usize, offset: usize },
    /// A formula is too large for the page.
    Formula { offset: usize },
}

/// Makes one warning of those that the lines of a table gave since `first`, and adds one where it comes in parts.
pub(super) fn of_table(warnings: &mut Vec<SourceWarning>, first: usize, parts: usize, offset: usize) {
    let (mut lines, mut widest) = (0, Pt::ZERO);
    let mut kept = warnings.split_off(first);
    kept.retain(|warning| {
        let (more, excess) = match *warning {
            SourceWarning::Text { warning: TextWarning::Overfull { excess, .. }, .. } => (1, excess),
            SourceWarning::OverfullTable { lines, excess, .. } => (lines, excess),
            _ => return true,
        };
        (lines, widest) = (lines + more, widest.max(excess));
        false
    });
    warnings.append(&mut kept);
    if parts > 1 {
        warnings.push(SourceWarning::TableInParts { parts, offset });
    }
    if lines > 0 {
        warnings.push(SourceWarning::OverfullTable { lines, excess: widest, offset });
    }
}

impl SourceWarning {
    /// Byte offset in the source, where it is known.
    const fn offset(&self) -> Option<usize> {
        match self {
            SourceWarning::Text { offset, .. } => *offset,
            SourceWarning::OverfullTable { offset, .. }
            | SourceWarning::TableInParts { offset, .. }
            | SourceWarning::Formula { offset } => Some(*offset),
        }
    }
}

/// What belongs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Missing(&'static str),
    Space,
    Word,
    Overfull,
}

/// All that is to be said of one kind.
#[derive(Default)]
struct Gathered {
    noticed: Noticed,
    /// Where the last one was.
    last: Option<usize>,
    /// Some of the characters.
    characters: Vec<char>,
    excess: Pt,
}

/// Warnings for people, in source order.
pub(super) fn diagnostics(mut warnings: Vec<SourceWarning>) -> Vec<Diagnostic> {
    warnings.sort_by_key(SourceWarning::offset);
    let mut gathered: BTreeMap<Kind, Gathered> = BTreeMap::new();
    let mut told: Vec<Diagnostic> = Vec::new();
    let mut formulas = Noticed::default();
    for warning in warnings {
        match warning {
            SourceWarning::Text { warning, offset } => {
                gathered.entry(Kind::of(&warning)).or_default().add(&warning, offset);
            }
            SourceWarning::OverfullTable { lines, excess, offset } => {
                let up_to = excess.0;
                let message =
                    format!("{lines} lines of the table are wider than their columns, by up to {up_to:.1} pt");
                told.push(table(Code::OverfullTable, offset, message));
            }
            SourceWarning::Formula { offset } => formulas.add(Span::new(offset, offset)),
            SourceWarning::TableInParts { parts, offset } => {
                let message = format!("the table is too wide for the page; its columns are set in {parts} parts");
                told.push(table(Code::TableInParts, offset, message));
            }
        }
    }
    let message = "a formula is too large for the page and is set smaller";
    told.extend(formulas.warning(Code::OverfullFormula, message, "break it into lines, or choose a larger page"));
    told.extend(gathered.into_iter().filter_map(|(kind, gathered)| gathered.into_diagnostic(kind)));
    told.sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
    told
}

fn table(code: Code, offset: usize, message: String) -> Diagnostic {
    Diagnostic::warning(code, Span::new(offset, offset), message)
        .with_hint("use fewer columns, or choose a larger page or a smaller font size")
}

impl Kind {
    const fn of(warning: &TextWarning) -> Kind {
        match warning {
            TextWarning::MissingGlyph { script, .. } => Kind::Missing(script),
            TextWarning::BrokenSpace { .. } => Kind::Space,
            TextWarning::BrokenWord { .. } => Kind::Word,
            TextWarning::Overfull { .. } => Kind::Overfull,
        }
    }
}

impl Gathered {
    /// Counts a warning; text set twice, such as a heading in the contents, counts once.
    fn add(&mut self, warning: &TextWarning, offset: Option<usize>) {
        const SHOWN: usize = 6;
        if self.noticed.count() == 0 || offset.is_none() || offset != self.last {
            let length =
                if let TextWarning::MissingGlyph { character, .. } = warning { character.len_utf8() } else { 0 };
            self.noticed.add(offset.map(|start| Span::new(start, start + length)));
        }
        self.last = offset;
        match *warning {
            TextWarning::MissingGlyph { character, .. }
                if self.characters.len() < SHOWN && !self.characters.contains(&character) =>
            {
                self.characters.push(character);
            }
            TextWarning::Overfull { excess, .. } => self.excess = self.excess.max(excess),
            _ => {}
        }
    }

    fn into_diagnostic(self, kind: Kind) -> Option<Diagnostic> {
        let first = self.noticed.first()?;
        match kind {
            Kind::Missing(script) => {
                let hint = match script {
                    "Common" | "Inherited" | "Unknown" => "replace them, or give a font that has them: --font-path",
                    _ => "give a font that has them, such as the Noto font of that script: --font-path",
                };
                let missing = Diagnostic::warning(Code::MissingGlyph, first, self.missing(script));
                Some(missing.about(script).with_hint(hint))
            }
            Kind::Space => self.noticed.diagnostic(diagnostic::held_together),
            Kind::Word => self.noticed.warning(
                Code::BrokenWord,
                "a word is wider than a line, so it is broken",
                "add a space where the line may break, or choose a larger page or a smaller font size",
            ),
            Kind::Overfull => {
                let message = match self.noticed.count() {
                    1 => format!("a line is {:.1} pt wider than the page allows", self.excess.0),
                    count => format!("{count} lines are up to {:.1} pt wider than the page allows", self.excess.0),
                };
                let overfull = Diagnostic::warning(Code::OverfullLine, first, message);
                Some(overfull.with_hint("choose a larger page or a smaller font size"))
            }
        }
    }

    fn missing(&self, script: &str) -> String {
        let names: Vec<String> = self.characters.iter().map(|c| format!("{c} U+{:04X}", u32::from(*c))).collect();
        let more = if self.noticed.count() > names.len() { ", …" } else { "" };
        let of_script = match script {
            "Common" | "Inherited" | "Unknown" => String::new(),
            script => format!(" of the script {script}"),
        };
        match self.noticed.count() {
            1 => format!("no font has the character {}{of_script}; it is shown as a box", names.concat()),
            count => {
                format!(
                    "no font has {count} characters{of_script} ({}{more}); they are shown as boxes",
                    names.join(", ")
                )
            }
        }
    }
}
