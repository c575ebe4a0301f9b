//! Lists (ECMA-376-1, 17.9).
//!
//! In: `numbering.xml`, then the paragraphs of lists in their order. Out: what stands before each: a bullet, or its
//! number, which goes on where paragraphs stand between the items, as Word counts.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::Element;

/// What stands before an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Bullet,
    Number(u64),
}

/// The lists of a file by id.
#[derive(Default)]
pub(super) struct Numbering(BTreeMap<String, Definition>);

/// A list: several may count on from each other.
#[derive(Default)]
struct Definition {
    /// The abstract definition, whose levels have one count each.
    kind: String,
    /// Of each level: the number that it begins with; none where it has bullets.
    levels: BTreeMap<usize, Option<u64>>,
    /// Levels that begin anew with this list, and their first number.
    restarts: BTreeMap<usize, u64>,
}

impl Numbering {
    /// Reads the part.
    pub(super) fn read(part: &Element) -> Numbering {
        let Some(numbering) = part.child("numbering") else { return Numbering::default() };
        let of_name = |name: &'static str| numbering.children.iter().filter(move |child| child.name == name);
        let kinds: BTreeMap<&str, BTreeMap<usize, Option<u64>>> =
            of_name("abstractNum").filter_map(|list| Some((list.attr("abstractNumId")?, levels(list)))).collect();
        let definition = |list: &Element| {
            let kind = list.val("abstractNumId")?.to_owned();
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

    /// Whether items of two lists may stand in one.
    pub(super) fn are_one(&self, list: &str, other: &str) -> bool {
        list == other || self.0.get(list).zip(self.0.get(other)).is_some_and(|(one, other)| one.kind == other.kind)
    }
}

fn level(element: &Element) -> usize {
    element.attr("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0)
}

/// The levels that an element defines.
fn levels(element: &Element) -> BTreeMap<usize, Option<u64>> {
    let levels = element.children.iter().filter(|child| child.name == "lvl");
    let start = |level: &Element| level.val("start").and_then(|start| start.parse().ok()).unwrap_or(1);
    let is_bullet = |level: &Element| matches!(level.val("numFmt"), Some("bullet" | "none"));
    levels.map(|one| (level(one), (!is_bullet(one)).then(|| start(one)))).collect()
}

/// How far the lists have counted.
#[derive(Default)]
pub(super) struct Counts {
    next: BTreeMap<(String, usize), u64>,
    begun: BTreeSet<String>,
}

impl Counts {
    /// What stands before the next item of a list; a bullet where the file does not say.
    pub(super) fn count(&mut self, numbering: &Numbering, list: &str, level: usize) -> Mark {
        let Some(definition) = numbering.0.get(list) else { return Mark::Bullet };
        let Some(&Some(start)) = definition.levels.get(&level) else { return Mark::Bullet };
        let kind = &definition.kind;
        if self.begun.insert(list.to_owned()) {
            let restarts = definition.restarts.iter().map(|(&level, &start)| ((kind.clone(), level), start));
            self.next.extend(restarts);
        }
        self.next.retain(|(other, deeper), _| other != kind || *deeper <= level);
        let next = self.next.entry((kind.clone(), level)).or_insert(start);
        let number = *next;
        *next = number.saturating_add(1);
        Mark::Number(number)
    }
}
