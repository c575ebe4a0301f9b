//! Choices about the pages that a source may make in its header and the user on the command line.
//!
//! In: the keys `toc`, `cover-page`, `notes` and `chapters` of a header, and the options of the same names. Out: a
//! [`Stylesheet`]; what the command line says wins.

use std::collections::BTreeMap;

use clap::ValueEnum;
use warraq::diagnostic::Diagnostic;
use warraq::style::{ChapterStart, ContentsPage, CoverPage, NotePlacement, Stylesheet};

use super::args::{BuildArgs, Chapters, Notes};

/// What is chosen; `None` leaves it to whoever is asked next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    toc: Option<bool>,
    cover: Option<bool>,
    notes: Option<Notes>,
    chapters: Option<Chapters>,
}

impl Look {
    /// What the command line says.
    pub(super) fn of_args(args: &BuildArgs) -> Look {
        Look {
            toc: args.toc.then_some(true),
            cover: args.cover.then_some(true),
            notes: args.notes,
            chapters: args.chapters,
        }
    }

    /// What the header of a source says, with a warning for each value that means nothing.
    pub(super) fn of_header(keys: &BTreeMap<String, String>, warnings: &mut Vec<Diagnostic>) -> Look {
        Look {
            toc: chosen(keys, "toc", truth, "true or false", warnings),
            cover: chosen(keys, "cover-page", truth, "true or false", warnings),
            notes: chosen(keys, "notes", |word| Notes::from_str(word, true).ok(), "foot or end", warnings),
            chapters: chosen(
                keys,
                "chapters",
                |word| Chapters::from_str(word, true).ok(),
                "continue or new-page",
                warnings,
            ),
        }
    }

    /// These choices, and those of another where nothing is chosen.
    pub(super) fn or(self, other: Look) -> Look {
        Look {
            toc: self.toc.or(other.toc),
            cover: self.cover.or(other.cover),
            notes: self.notes.or(other.notes),
            chapters: self.chapters.or(other.chapters),
        }
    }

    /// A style sheet with these choices.
    pub(super) fn applied(self, style: &Stylesheet) -> Stylesheet {
        let mut style = style.clone();
        if let Some(toc) = self.toc {
            style.contents = if toc { ContentsPage::AfterTitle } else { ContentsPage::None };
        }
        if let Some(cover) = self.cover {
            style.cover = if cover { CoverPage::First } else { CoverPage::None };
        }
        match self.notes {
            Some(Notes::Foot) => style.notes = NotePlacement::Foot,
            Some(Notes::End) => style.notes = NotePlacement::End,
            None => {}
        }
        match self.chapters {
            Some(Chapters::Continue) => style.chapters = ChapterStart::Continue,
            Some(Chapters::NewPage) => style.chapters = ChapterStart::NewPage,
            None => {}
        }
        style
    }
}

fn chosen<T>(
    keys: &BTreeMap<String, String>,
    key: &str,
    read: impl Fn(&str) -> Option<T>,
    allowed: &str,
    warnings: &mut Vec<Diagnostic>,
) -> Option<T> {
    let word = keys.get(key)?;
    let value = read(word.trim());
    if value.is_none() {
        let message = format!("`{key}` is not understood and left out: {word}");
        warnings.push(Diagnostic::warning(None, message).with_hint(format!("write {allowed}")));
    }
    value
}

fn truth(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "نعم" => Some(true),
        "false" | "no" | "لا" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(keys: &[(&str, &str)]) -> (Look, Vec<String>) {
        let mut warnings = Vec::new();
        let keys = keys.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect();
        let look = Look::of_header(&keys, &mut warnings);
        (look, warnings.into_iter().map(|warning| warning.message).collect())
    }

    #[test]
    fn the_header_chooses_where_the_command_line_does_not() {
        let (look, warnings) = header(&[("toc", "نعم"), ("notes", "end"), ("chapters", "new-page")]);
        assert!(warnings.is_empty(), "{warnings:?}");
        let style = look.applied(&Stylesheet::default());
        assert_eq!((style.contents, style.notes), (ContentsPage::AfterTitle, NotePlacement::End));
        let args = Look { notes: Some(Notes::Foot), ..Look::default() };
        let style = args.or(look).applied(&Stylesheet::default());
        assert_eq!((style.notes, style.chapters), (NotePlacement::Foot, ChapterStart::NewPage));
    }

    #[test]
    fn values_without_meaning_are_warned_of() {
        let (look, warnings) = header(&[("notes", "الهامش"), ("cover-page", "true")]);
        assert_eq!(look, Look { cover: Some(true), ..Look::default() });
        assert_eq!(warnings, ["`notes` is not understood and left out: الهامش"]);
    }
}
