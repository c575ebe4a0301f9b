//! Lists (ECMA-376-1, 17.9).
//!
//! From `numbering.xml` and the numbered paragraphs in order comes the marker of each: a bullet, or its number with the
//! text that Word shows around it. Counting continues across paragraphs between the items.

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::document::CounterStyle;
use crate::parse::office::lists::{Mark, Number};
use crate::parse::xml::Element;

/// The lists of a file by id.
#[derive(Default)]
pub(super) struct Numbering(BTreeMap<String, Definition>);

/// A list: several may count on from each other.
#[derive(Default)]
struct Definition {
    /// The abstract definition, whose levels have one count each.
    kind: String,
    levels: BTreeMap<usize, Level>,
    /// Levels that begin anew with this list, and their first number.
    restarts: BTreeMap<usize, i64>,
}

/// A level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    start: i64,
    format: String,
    /// The label text, with `%1` for the number of the first level.
    text: String,
    /// Whether numbers of enclosing levels are shown in digits.
    is_legal: bool,
    /// The number of levels a new item of which makes it count anew; all that enclose it unless the file says otherwise.
    restarts_below: usize,
    /// The paragraph style linked to this level.
    style: Option<String>,
}

impl Numbering {
    /// Reads the part. A definition may stand for the one that a style of lists has.
    pub(super) fn read(part: &Element, styles: &BTreeMap<String, String>) -> Numbering {
        let Some(numbering) = part.child("numbering") else { return Numbering::default() };
        let of_name = |name: &'static str| numbering.children.iter().filter(move |child| child.name == name);
        let kinds: BTreeMap<&str, BTreeMap<usize, Level>> =
            of_name("abstractNum").filter_map(|list| Some((list.attr("abstractNumId")?, levels(list)))).collect();
        let kind_of = |list: &str| of_name("num").find(|own| own.attr("numId") == Some(list))?.val("abstractNumId");
        let standing_for: BTreeMap<&str, &str> = of_name("abstractNum")
            .filter_map(|list| {
                let style = styles.get(list.val("numStyleLink")?)?;
                Some((list.attr("abstractNumId")?, kind_of(style)?))
            })
            .collect();
        let definition = |list: &Element| {
            let said = list.val("abstractNumId")?;
            let kind = standing_for.get(said).copied().unwrap_or(said).to_owned();
            let mut levels = kinds.get(kind.as_str()).cloned().unwrap_or_default();
            let mut restarts = BTreeMap::new();
            for change in list.children.iter().filter(|child| child.name == "lvlOverride") {
                levels.extend(self::levels(change));
                restarts
                    .extend(change.val("startOverride").and_then(|start| Some((level(change), start.parse().ok()?))));
            }
            Some((list.attr("numId")?.to_owned(), Definition { kind, levels, restarts }))
        };
        Numbering(of_name("num").filter_map(definition).collect())
    }

    /// What a list counts with, by which items of two lists may stand in one.
    pub(super) fn kind_of(&self, list: &str) -> String {
        self.0.get(list).map_or_else(|| format!("list {list}"), |definition| definition.kind.clone())
    }

    /// The list level linked to a paragraph style.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let levels = &self.0.get(list)?.levels;
        levels.iter().find(|(_, level)| level.style.as_deref() == Some(style)).map(|(&level, _)| level)
    }
}

/// The list that each style of lists has.
pub(super) fn list_styles(part: &Element) -> BTreeMap<String, String> {
    let all = part.child("styles").map(|styles| styles.children.as_slice()).unwrap_or_default();
    let own = all.iter().filter(|style| style.attr("type") == Some("numbering"));
    own.filter_map(|style| Some((style.attr("styleId")?.to_owned(), style.find("numId")?.attr("val")?.to_owned())))
        .collect()
}

fn level(element: &Element) -> usize {
    element.attr("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0)
}

/// The levels that an element defines.
fn levels(element: &Element) -> BTreeMap<usize, Level> {
    let levels = element.children.iter().filter(|child| child.name == "lvl");
    let read = |level: &Element| Level {
        start: level.val("start").and_then(|start| start.parse().ok()).unwrap_or(1),
        format: level.val("numFmt").unwrap_or("decimal").to_owned(),
        text: level.val("lvlText").map_or_else(|| format!("%{}.", self::level(level) + 1), str::to_owned),
        is_legal: level.is_on("isLgl"),
        restarts_below: level.val("lvlRestart").and_then(|below| below.parse().ok()).unwrap_or(usize::MAX),
        style: level.val("pStyle").map(str::to_owned),
    };
    levels.map(|one| (level(one), read(one))).collect()
}

/// How far the lists have counted.
#[derive(Default)]
pub(super) struct Counts {
    next: BTreeMap<(String, usize), i64>,
    begun: BTreeSet<String>,
}

impl Counts {
    /// What stands before the next item of a list; a bullet where the file does not say.
    pub(super) fn count(&mut self, numbering: &Numbering, list: &str, level: usize) -> Mark {
        let Some(definition) = numbering.0.get(list) else { return Mark::Bullet };
        let Some(own) = definition.levels.get(&level) else { return Mark::Bullet };
        let kind = &definition.kind;
        if self.begun.insert(list.to_owned()) {
            let restarts = definition.restarts.iter().map(|(&level, &start)| ((kind.clone(), level), start));
            self.next.extend(restarts);
        }
        let stays = |deeper: usize| definition.levels.get(&deeper).is_some_and(|own| level >= own.restarts_below);
        self.next.retain(|(other, deeper), _| other != kind || *deeper <= level || stays(*deeper));
        let next = self.next.entry((kind.clone(), level)).or_insert(own.start);
        let value = *next;
        *next = value.saturating_add(1);
        match own.format.as_str() {
            "bullet" => Mark::Bullet,
            _ if own.text.trim().is_empty() => Mark::None,
            _ => Mark::Number(self.number(definition, level, own, value)),
        }
    }

    fn number(&self, definition: &Definition, level: usize, own: &Level, value: i64) -> Number {
        let around = |level: usize| {
            let Some(found) = definition.levels.get(&level) else { return String::new() };
            let next = self.next.get(&(definition.kind.clone(), level));
            let value = next.map_or(found.start, |next| next - 1);
            let (style, text) = shown(&found.format, value);
            if own.is_legal { value.to_string() } else { text.unwrap_or_else(|| style.text(value)) }
        };
        Number::of(&own.text, level, value, shown(&own.format, value), around)
    }
}

/// The style of a number format (ECMA-376-1, 17.18.59), and the text of a number where the style gives another.
fn shown(format: &str, value: i64) -> (CounterStyle, Option<String>) {
    let style = match format {
        "decimalZero" => CounterStyle::DecimalZero,
        "arabicAbjad" => CounterStyle::Abjad,
        "arabicAlpha" => CounterStyle::Hijai,
        "hebrew1" => CounterStyle::Hebrew,
        "hebrew2" => CounterStyle::HebrewLetters,
        "upperRoman" => CounterStyle::UpperRoman,
        "lowerRoman" => CounterStyle::LowerRoman,
        "upperLetter" => CounterStyle::UpperLatin,
        "lowerLetter" => CounterStyle::LowerLatin,
        "ordinalText" => return (CounterStyle::Decimal, words::ordinal(value)),
        "cardinalText" => return (CounterStyle::Decimal, words::cardinal(value)),
        "none" => return (CounterStyle::Decimal, Some(String::new())),
        _ => CounterStyle::Decimal,
    };
    // After the last letter, Word repeats letters: `aa`, `bb`.
    let count = style.alphabet().map_or(i64::MAX, |alphabet| alphabet.chars().count() as i64);
    let repeated = (value > count).then(|| {
        let letter = style.text((value - 1) % count + 1);
        letter.repeat(usize::try_from((value - 1) / count + 1).unwrap_or(1).min(9))
    });
    (style, repeated)
}
