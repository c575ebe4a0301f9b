//! Diagnostics as text for people.
//!
//! In: a source's name, its text where there is one, and what was noticed. Out: lines such as
//!
//! ```text
//! article.md:3:9: warning[missing-picture]: the picture images/x.png is not there
//!   3 | See ![](images/x.png) for the press.
//!     |     ^^^^^^^^^^^^^^^^^
//!   hint: only files below the source's own folder are read
//! ```
//!
//! The stretch is marked only where columns of the terminal can be told from the text: a terminal reorders Arabic as it
//! likes, and a caret under it would point at the wrong word. Text of the source is shown without control characters,
//! so that no source can steer the terminal or disguise its line.

use std::fmt::Write;

use warraq::diagnostic::{Diagnostic, Location, Places, Severity, Span};

use super::screen::{CYAN, RED, YELLOW, painted, printable};

/// Characters of a long line shown before and after the place.
const BEFORE: usize = 40;
const AFTER: usize = 60;
/// Other places of the kind that are shown.
const PLACES: usize = 8;

/// A diagnostic freed from the text it speaks of, so that the text need not be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    /// What was noticed.
    pub(super) diagnostic: Diagnostic,
    /// Line and column.
    pub(super) location: Option<Location>,
    /// Lines and columns of the examples of what else there is of the kind.
    pub(super) others: Vec<Option<Location>>,
    /// The line of the source, ready to be shown; empty where there is none.
    excerpt: String,
    /// The source, where it is not the one reported of: a chapter of a book.
    pub(super) source: Option<String>,
}

impl Note {
    /// Looks the place up in the source.
    pub(super) fn new(places: Option<&Places<'_>>, diagnostic: Diagnostic) -> Note {
        let located = |span: Option<Span>| Some(places?.location(span?.start));
        let location = located(diagnostic.span);
        let others = diagnostic.others.examples.iter().map(|(span, _)| located(*span)).collect();
        let excerpt = match (places, location, diagnostic.span) {
            (Some(places), Some(location), Some(span)) => excerpt(&places.source().text, location.line, span),
            _ => String::new(),
        };
        Note { diagnostic, location, others, excerpt, source: None }
    }

    /// The same, of a source that is not the one reported of.
    pub(super) fn of(self, source: String) -> Note {
        Note { source: Some(source), ..self }
    }

    /// Its severity.
    pub(super) const fn severity(&self) -> Severity {
        self.diagnostic.severity
    }

    /// One line: `a.md:3:9: warning[missing-picture]: … (and 2 more)`. `name` is left out for what concerns no source.
    pub(super) fn short(&self, name: Option<&str>, colored: bool) -> String {
        let more = match self.diagnostic.others.count {
            0 => String::new(),
            count => format!(" (and {count} more)"),
        };
        self.line(name, self.location, &format!("{}{more}", self.diagnostic.message), colored)
    }

    fn line(&self, name: Option<&str>, location: Option<Location>, message: &str, colored: bool) -> String {
        let mut text = String::new();
        if let Some(name) = self.source.as_deref().or(name) {
            text.push_str(&printable(name));
            if let Some(location) = location {
                let _ = write!(text, ":{}:{}", location.line, location.column);
            }
            text.push_str(": ");
        }
        let (word, color) = severity(self.severity());
        let word = painted(&format!("{word}[{}]:", self.diagnostic.code), color, colored);
        let _ = writeln!(text, "{word} {}", printable(message));
        text
    }

    /// The line, the text it speaks of, where else its kind was met, and the hints.
    pub(super) fn human(&self, name: Option<&str>, colored: bool) -> String {
        let mut text = self.short(name, colored) + &self.excerpt + &self.elsewhere();
        for hint in &self.diagnostic.hints {
            let _ = writeln!(text, "  {} {}", painted("hint:", CYAN, colored), printable(hint));
        }
        text
    }

    /// Where else its kind was met, as far as it has a place.
    fn elsewhere(&self) -> String {
        let places = self.others.iter().flatten().map(|place| format!("{}:{}", place.line, place.column));
        let shown: Vec<String> = places.take(PLACES).collect();
        let more = if self.diagnostic.others.count > shown.len() { ", …" } else { "" };
        if shown.is_empty() { String::new() } else { format!("  also at {}{more}\n", shown.join(", ")) }
    }

    /// A line for each example of what else there is of its kind.
    pub(super) fn examples(&self, name: Option<&str>, colored: bool) -> String {
        let examples = self.diagnostic.others.examples.iter().zip(&self.others);
        examples.map(|((_, message), location)| self.line(name, *location, message, colored)).collect()
    }
}

/// A note of the run as a whole; boxed, since it is the rare way out.
impl From<Diagnostic> for Box<Note> {
    fn from(diagnostic: Diagnostic) -> Box<Note> {
        Box::new(Note::new(None, diagnostic))
    }
}

const fn severity(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Note => ("note", CYAN),
        Severity::Warning => ("warning", YELLOW),
        Severity::Error => ("error", RED),
    }
}

/// The line around a place, and the carets where they do not mislead; nothing for an empty line.
fn excerpt(text: &str, line: usize, span: Span) -> String {
    let at = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.clamp(at, text.len()));
    let (before, after) = (window_before(&text[..at]), window_after(&text[at..]));
    if before.trim().is_empty() && after.trim().is_empty() {
        return String::new();
    }
    let mut shown = format!("  {line} | {before}{after}\n");
    if before.chars().chain(after.chars()).all(is_one_column) {
        let gutter = " ".repeat(line.to_string().len());
        let most = after.chars().count().max(1);
        let marked = text[at..end].chars().take_while(|&c| c != '\n').take(most).count().max(1);
        let _ = writeln!(shown, "  {gutter} | {}{}", " ".repeat(before.chars().count()), "^".repeat(marked));
    }
    shown
}

/// The last characters of a line before a place, cut at a word.
fn window_before(text: &str) -> String {
    let window = text.char_indices().rev().nth(BEFORE).map_or(0, |(cut, _)| cut);
    if let Some(newline) = text[window..].rfind('\n') {
        return printable(text[window + newline + 1..].trim_start());
    }
    if window == 0 {
        return printable(text.trim_start());
    }
    let shown = &text[window..];
    let shown = shown.find(char::is_whitespace).map_or(shown, |space| shown[space..].trim_start());
    format!("…{}", printable(shown))
}

/// The first characters of a line after a place, cut at a word.
fn window_after(text: &str) -> String {
    let window = text.char_indices().nth(AFTER).map_or(text.len(), |(cut, _)| cut);
    if let Some(newline) = text[..window].find('\n') {
        return printable(text[..newline].trim_end());
    }
    if window == text.len() {
        return printable(text.trim_end());
    }
    let shown = &text[..window];
    let shown = shown.rfind(char::is_whitespace).map_or(shown, |space| &shown[..space]);
    format!("{}…", printable(shown))
}

/// Latin letters and their like: each one column wide, and none that a terminal reorders or joins.
const fn is_one_column(character: char) -> bool {
    matches!(character, '\u{20}'..='\u{2FF}' | '…')
}

#[cfg(test)]
mod tests {
    use warraq::diagnostic::{Code, Source};

    use super::*;

    fn check(text: &str, marked: &str, expected: &str) {
        let source = Source { name: "a.md".into(), text: text.into() };
        let start = text.find(marked).unwrap();
        let span = Span::new(start, start + marked.len());
        let diagnostic = Diagnostic::warning(Code::MissingPicture, span, "a matter").with_hint("do this");
        assert_eq!(Note::new(Some(&Places::of(&source)), diagnostic).human(Some("a.md"), false), expected);
    }

    #[test]
    fn latin_lines_are_marked() {
        check(
            "one\n\nSee the café press.\n",
            "press",
            "a.md:3:14: warning[missing-picture]: a matter\n  3 | See the café press.\n    |              ^^^^^\n  hint: do this\n",
        );
    }

    #[test]
    fn arabic_lines_are_shown_without_a_caret() {
        check(
            "سطر أول\nكلمة ![](x.png) أخرى\r\n",
            "![](x.png)",
            "a.md:2:6: warning[missing-picture]: a matter\n  2 | كلمة ![](x.png) أخرى\n  hint: do this\n",
        );
    }

    #[test]
    fn long_lines_are_cut_at_words() {
        let text = format!("{}HERE {}", "word ".repeat(30), "more ".repeat(30));
        let before = "word ".repeat(8);
        let after = ["HERE"].into_iter().chain(std::iter::repeat_n("more", 11)).collect::<Vec<_>>().join(" ");
        let carets = format!("{}^^^^", " ".repeat(41));
        check(
            &text,
            "HERE",
            &format!(
                "a.md:1:151: warning[missing-picture]: a matter\n  1 | …{before}{after}…\n    | {carets}\n  hint: do this\n"
            ),
        );
    }

    #[test]
    fn a_source_cannot_steer_the_terminal() {
        let expected =
            "a.md:1:1: warning[missing-picture]: a matter\n  1 | \u{FFFD}[31m red \u{FFFD}txt.exe\n  hint: do this\n";
        check("\u{1B}[31m\tred \u{202E}txt.exe", "\u{1B}", expected);
    }

    #[test]
    fn places_outside_the_text_and_empty_lines_are_borne() {
        let source = Source { name: "a.md".into(), text: "نص\n".into() };
        let note =
            |span| Note::new(Some(&Places::of(&source)), Diagnostic::error(Code::MissingPicture, span, "a matter"));
        let shown = |span| note(span).human(Some("a.md"), false);
        assert_eq!(shown(Some(Span::new(900, 1000))), "a.md:2:1: error[missing-picture]: a matter\n");
        assert_eq!(shown(Some(Span::new(1, 0))), "a.md:1:1: error[missing-picture]: a matter\n  1 | نص\n");
        assert_eq!(shown(None), "a.md: error[missing-picture]: a matter\n");
    }

    #[test]
    fn what_concerns_no_source_has_no_name() {
        let note = Note::new(None, Diagnostic::error(Code::MissingPicture, None, "a matter").with_hint("do this"));
        assert_eq!(note.short(None, false), "error[missing-picture]: a matter\n");
        assert_eq!(
            note.human(None, true),
            "\u{1B}[1;31merror[missing-picture]:\u{1B}[0m a matter\n  \u{1B}[36mhint:\u{1B}[0m do this\n"
        );
    }
}
