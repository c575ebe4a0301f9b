//! Embedding levels of a paragraph and the visual order of a line (UAX #9, Unicode Bidirectional Algorithm).
//!
//! In: a paragraph's text, its base direction and what is isolated in it. Out: one level for each byte, after rules P2
//! to L1; rule L2 orders the pieces of one line by their levels. The only home of `unicode-bidi`.

use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo};

use super::Isolate;

/// Direction of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BaseDirection {
    /// From the first strong letter (rules P2 and P3), left to right where there is none.
    #[default]
    Auto,
    /// Right to left.
    Rtl,
    /// Left to right.
    Ltr,
}

/// The levels of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    /// Level of the paragraph: 1 is right to left, 0 left to right.
    pub base_level: u8,
    /// The level of each byte of the text; all bytes of a character share one.
    pub levels: Vec<u8>,
}

/// Resolves the levels of a paragraph; segment separators and white space before them go back to the base level (L1).
#[must_use]
pub fn resolve(text: &str, direction: BaseDirection) -> Levels {
    let default_level = match direction {
        BaseDirection::Rtl => Some(Level::rtl()),
        BaseDirection::Ltr => Some(Level::ltr()),
        BaseDirection::Auto if first_strong(text) == Some(BaseDirection::Rtl) => Some(Level::rtl()),
        BaseDirection::Auto => Some(Level::ltr()),
    };
    if default_level == Some(Level::rtl()) && text.chars().all(is_right_to_left_or_neutral) {
        return Levels { base_level: 1, levels: vec![1; text.len()] };
    }
    let info = ParagraphBidiInfo::new(text, default_level);
    let levels = info.reordered_levels(0..text.len());
    Levels { base_level: info.paragraph_level.number(), levels: levels.iter().map(|level| level.number()).collect() }
}

/// Whether a character is a right-to-left letter or takes the direction of what is around it: where a right-to-left
/// paragraph has no other, all of it lies on one level (N1, N2 and I2; W7 and the rules before it speak of numbers and
/// controls alone). Most paragraphs are such.
fn is_right_to_left_or_neutral(character: char) -> bool {
    use BidiClass::{AL, CS, ES, ET, NSM, ON, R, WS};
    matches!(character, '\u{621}'..='\u{64A}' | ' ')
        || matches!(unicode_bidi::bidi_class(character), AL | CS | ES | ET | NSM | ON | R | WS)
}

/// Resolves the levels of a paragraph in which some stretches are isolated although the text holds no controls for it.
/// The controls are put in for the algorithm only, as UAX #9, HL3 allows.
#[must_use]
pub fn resolve_isolated(text: &str, direction: BaseDirection, isolates: &[Isolate]) -> Levels {
    if isolates.is_empty() {
        return resolve(text, direction);
    }
    let mut controls: Vec<(usize, bool, char)> = Vec::new();
    for isolate in isolates {
        let opening = match isolate.direction {
            BaseDirection::Auto => '\u{2068}',
            BaseDirection::Rtl => '\u{2067}',
            BaseDirection::Ltr => '\u{2066}',
        };
        controls.push((isolate.range.start, true, opening));
        controls.push((isolate.range.end, false, '\u{2069}'));
    }
    // Where one stretch ends and the next begins, the end comes first.
    controls.sort_by_key(|&(at, opens, _)| (at, opens));
    let mut marked = String::with_capacity(text.len() + 3 * controls.len());
    let mut from = 0;
    for &(at, _, control) in &controls {
        marked.push_str(&text[from..at]);
        marked.push(control);
        from = at;
    }
    marked.push_str(&text[from..]);
    let resolved = resolve(&marked, direction);
    let mut levels = without_controls(&resolved.levels, &controls, text.len());
    let openings = controls.iter().scan(0, |put_in, &(at, opens, control)| {
        let place = at + *put_in;
        *put_in += control.len_utf8();
        Some(opens.then(|| resolved.levels[place]))
    });
    flatten(&mut levels, isolates, openings.flatten());
    Levels { base_level: resolved.base_level, levels }
}

/// Lowers isolates that run in the direction around them to its level; `outer` has the level around each. The controls
/// that separated them from their neighbours are gone, so a stretch at a deeper level would merge with a number or
/// Latin word next to it and end up on the wrong side.
fn flatten(levels: &mut [u8], isolates: &[Isolate], outer: impl Iterator<Item = u8>) {
    for (isolate, outer) in isolates.iter().zip(outer) {
        let is_along = match isolate.direction {
            BaseDirection::Auto => false,
            BaseDirection::Rtl => outer % 2 == 1,
            BaseDirection::Ltr => outer % 2 == 0,
        };
        if is_along {
            // Formatting characters at its start may have the level around it already (UAX #9, 5.2).
            let inner = levels[isolate.range.clone()].iter_mut().filter(|level| **level > outer + 1);
            inner.for_each(|level| *level -= 2);
        }
    }
}

/// The levels of a text of `length` bytes, from those of the same text with controls put in at the given offsets.
fn without_controls(marked: &[u8], controls: &[(usize, bool, char)], length: usize) -> Vec<u8> {
    let mut levels = Vec::with_capacity(length);
    let mut put_in = 0;
    for &(at, _, control) in controls {
        levels.extend_from_slice(&marked[levels.len() + put_in..at + put_in]);
        put_in += control.len_utf8();
    }
    levels.extend_from_slice(&marked[levels.len() + put_in..]);
    levels
}

/// Rules P2 and P3: the direction of the first strong character outside isolates.
#[must_use]
pub fn first_strong(text: &str) -> Option<BaseDirection> {
    let mut isolates = 0usize;
    for character in text.chars() {
        match unicode_bidi::bidi_class(character) {
            BidiClass::LRI | BidiClass::RLI | BidiClass::FSI => isolates += 1,
            BidiClass::PDI => isolates = isolates.saturating_sub(1),
            BidiClass::L if isolates == 0 => return Some(BaseDirection::Ltr),
            BidiClass::R | BidiClass::AL if isolates == 0 => return Some(BaseDirection::Rtl),
            _ => {}
        }
    }
    None
}

/// Rule L2: for pieces of a line in logical order, given by their levels, the visual order from left to right as
/// indices of the logical one.
#[must_use]
pub fn visual_order(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let highest = levels.iter().copied().max().unwrap_or(0);
    let lowest_odd = levels.iter().copied().filter(|level| level % 2 == 1).min().unwrap_or(highest + 1);
    for level in (lowest_odd..=highest).rev() {
        let mut start = 0;
        while start < order.len() {
            if levels[order[start]] < level {
                start += 1;
                continue;
            }
            let length = order[start..].iter().take_while(|&&index| levels[index] >= level).count();
            order[start..start + length].reverse();
            start += length;
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares the characters of one line in visual order.
    fn check(logical: &str, direction: BaseDirection, visual: &str) {
        let resolved = resolve(logical, direction);
        let characters: Vec<(u8, char)> =
            logical.char_indices().map(|(at, character)| (resolved.levels[at], character)).collect();
        let levels: Vec<u8> = characters.iter().map(|&(level, _)| level).collect();
        let shown: String = visual_order(&levels).into_iter().map(|index| characters[index].1).collect();
        assert_eq!(shown, visual, "{logical}");
    }

    #[test]
    fn latin_and_numbers_keep_their_order_inside_arabic() {
        check("أب Word 12 ج", BaseDirection::Rtl, "ج Word 12 بأ");
        check("سنة 2025/12/17 م", BaseDirection::Rtl, "م 2025/12/17 ةنس");
        check("٪٩٥ أ", BaseDirection::Rtl, "أ ٩٥٪");
    }

    #[test]
    fn the_first_strong_letter_decides() {
        assert_eq!(resolve("12 abc أ", BaseDirection::Auto).base_level, 0);
        assert_eq!(resolve("12 أ abc", BaseDirection::Auto).base_level, 1);
        assert_eq!(resolve("\u{2067}أ\u{2069} abc", BaseDirection::Auto).base_level, 0);
        assert_eq!(resolve("12 + 3", BaseDirection::Auto).base_level, 0);
    }

    #[test]
    fn isolates_keep_their_own_direction_without_controls_in_the_text() {
        let text = "أ --to=pdf ب";
        let isolates = [Isolate { range: 3..11, direction: BaseDirection::Ltr }];
        let resolved = resolve_isolated(text, BaseDirection::Rtl, &isolates);
        assert_eq!(resolved.levels, [1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1]);
        assert_eq!(resolve(text, BaseDirection::Rtl).levels[3], 1, "without isolation the hyphens go astray");
    }

    #[test]
    fn isolates_of_the_same_direction_follow_what_they_stand_behind() {
        let check = |text: &str, range: std::ops::Range<usize>, direction, levels: &[u8]| {
            let isolates = [Isolate { range, direction }];
            assert_eq!(resolve_isolated(text, direction, &isolates).levels, levels, "{text}");
        };
        check("ab(1) أ", 2..5, BaseDirection::Rtl, &[2, 2, 1, 2, 1, 1, 1, 1]);
        check("12(1) أ", 2..5, BaseDirection::Rtl, &[2, 2, 1, 2, 1, 1, 1, 1]);
        check("+\u{2060}(1) أ", 1..7, BaseDirection::Rtl, &[1, 1, 1, 1, 1, 2, 1, 1, 1, 1]);
        check("أ(1) a", 2..5, BaseDirection::Ltr, &[1, 1, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn trailing_space_takes_the_base_level() {
        assert_eq!(resolve("ab ", BaseDirection::Rtl).levels, [2, 2, 1]);
    }

    #[test]
    fn right_to_left_text_alone_lies_on_the_level_that_all_rules_give() {
        let plain = " قال: «العلمُ (نور)»، ٪ + - \u{64B}[שלום]!…";
        assert!(plain.chars().all(is_right_to_left_or_neutral));
        let by_all_rules = ParagraphBidiInfo::new(plain, Some(Level::rtl())).reordered_levels(0..plain.len());
        let by_all_rules: Vec<u8> = by_all_rules.iter().map(|level| level.number()).collect();
        assert_eq!(resolve(plain, BaseDirection::Rtl).levels, by_all_rules);
        for other in ["\t", "1", "١", "a", "\u{200E}", "\u{2067}", "\n"] {
            assert!(!other.chars().all(is_right_to_left_or_neutral), "{other:?}");
        }
    }
}
