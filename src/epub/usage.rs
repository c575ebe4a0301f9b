//! Which characters a book shows, and in which style.
//!
//! In: every text that is written into the book's pages. Out: [`Usage`], from which the faces to embed are chosen.
//! Letters with marks are kept as clusters (UAX #29), since a mark must come from the face of its letter.

use std::collections::{BTreeMap, BTreeSet};

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use super::signs::Script;

/// The styles that take faces of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TextStyle {
    /// Running text.
    #[default]
    Regular,
    /// Headings and emphasis.
    Bold,
    /// Code.
    Code,
}

/// Characters by style.
#[derive(Debug, Default)]
pub(super) struct Usage {
    styles: BTreeMap<TextStyle, Characters>,
    points: BTreeSet<TextStyle>,
    beside: BTreeMap<(TextStyle, Script), CharacterSet>,
}

/// What is shown in one style.
#[derive(Debug, Default)]
struct Characters {
    single: CharacterSet,
    with_marks: BTreeSet<String>,
}

/// A set of characters: a bit for each, up to the highest. Every letter of a book passes through here.
#[derive(Debug, Default)]
struct CharacterSet {
    words: Vec<u64>,
}

impl CharacterSet {
    fn insert(&mut self, character: char) {
        let (word, bit) = (character as usize / 64, character as usize % 64);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << bit;
    }

    /// The characters in the order of their code points.
    fn iter(&self) -> impl Iterator<Item = char> {
        (0..).zip(&self.words).flat_map(|(word, bits)| {
            let set = (0..64u32).filter(move |bit| bits >> bit & 1 == 1);
            set.filter_map(move |bit| char::from_u32(word * 64 + bit))
        })
    }
}

impl Usage {
    /// Notes that a text is shown in a style.
    pub(super) fn record(&mut self, style: TextStyle, text: &str) {
        let characters = self.styles.entry(style).or_default();
        let mut start = 0;
        let mut marks = 0;
        for (at, character) in text.char_indices() {
            if at > 0 && is_mark(character) {
                marks += 1;
            } else {
                characters.add(&text[start..at], marks);
                (start, marks) = (at, 0);
            }
        }
        characters.add(&text[start..], marks);
    }

    /// Notes that a full stop beside digits is shown in a style.
    pub(super) fn record_point(&mut self, style: TextStyle) {
        self.points.insert(style);
    }

    /// Notes the punctuation and digits of a text in a script other than the book's, which go with its letters.
    pub(super) fn record_beside(&mut self, style: TextStyle, script: Script, text: &str) {
        let characters = self.beside.entry((style, script)).or_default();
        text.chars().filter(|c| !c.is_alphabetic() && !c.is_control()).for_each(|c| characters.insert(c));
    }

    /// What stands beside the letters of each other script in a style.
    pub(super) fn beside(&self, style: TextStyle) -> impl Iterator<Item = (Script, impl Iterator<Item = char>)> {
        let of_style = self.beside.iter().filter(move |((of, _), _)| *of == style);
        of_style.map(|(&(_, script), characters)| (script, characters.iter()))
    }

    /// The styles of full stops beside digits.
    pub(super) const fn points(&self) -> &BTreeSet<TextStyle> {
        &self.points
    }

    /// The styles that occur, each with its clusters.
    pub(super) fn styles(&self) -> impl Iterator<Item = (TextStyle, impl Iterator<Item = String>)> {
        self.styles.iter().map(|(&style, characters)| {
            let single = characters.single.iter().map(String::from);
            (style, single.chain(characters.with_marks.iter().cloned()))
        })
    }
}

impl Characters {
    fn add(&mut self, cluster: &str, marks: usize) {
        if marks > 0 {
            if !self.with_marks.contains(cluster) {
                self.with_marks.insert(cluster.into());
            }
        } else {
            cluster.chars().filter(|letter| !letter.is_control()).for_each(|letter| self.single.insert(letter));
        }
    }
}

/// General category `M`.
fn is_mark(character: char) -> bool {
    const FIRST_MARK: char = '\u{300}';
    character >= FIRST_MARK
        && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut usage = Usage::default();
        usage.record(TextStyle::Regular, text);
        let clusters: Vec<String> = usage.styles().flat_map(|(_, clusters)| clusters).collect();
        assert_eq!(clusters, expected);
    }

    #[test]
    fn marks_stay_with_their_letters() {
        check("", &[]);
        check("باب", &["ا", "ب"]);
        check("كُتُبٌ", &["بٌ", "تُ", "كُ"]);
        check("\u{1F4DA}ب😀a", &["a", "ب", "\u{1F4DA}", "😀"]);
        check("\u{64e}ش\u{651}\u{64e}\n", &["\u{64e}", "ش\u{651}\u{64e}"]);
    }
}
