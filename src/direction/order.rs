//! Tests whether the bidi algorithm keeps the order of a left-to-right stretch within right-to-left text.
//!
//! The stretch has no right-to-left letters. The test is whether rules W1 to N2 put all of it on one left-to-right
//! level, as they do with `Node.js` and `v1.2+5`, but not with `C++`, `-5°C` or `10-bit`, whose signs take the
//! direction of the line.

use super::class::Class;
use crate::document::Direction;

/// Bracket pairs for rule N0.
const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

/// The direction on one side of neutral characters (N1: numbers count as right-to-left).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Ltr,
    Rtl,
}

/// Whether a stretch is shown in its own order.
pub(super) fn is_kept(stretch: &str) -> bool {
    let mut before = Side::Rtl;
    // Whether there are neutral characters since the last letter or digit, and whether they only separate the groups of
    // one number.
    let mut neutral: Option<bool> = None;
    let mut digit: Option<Class> = None;
    let mut closers: Vec<usize> = Vec::new();
    for (at, character) in stretch.char_indices() {
        let class = Class::of(character);
        let is_bracket_of_ltr = closers.contains(&at) || before == Side::Ltr && pairs(stretch, at, &mut closers);
        match class {
            Class::Strong(Direction::Rtl) | Class::Control => return false,
            // Neutral characters before it take its direction only if the text before them has the same.
            Class::Strong(Direction::Ltr) => {
                if neutral.is_some() && before == Side::Rtl {
                    return false;
                }
                (before, neutral, digit) = (Side::Ltr, None, None);
            }
            // W7: after a left-to-right letter, a European number counts as one.
            Class::European if before == Side::Ltr => (neutral, digit) = (None, None),
            Class::European | Class::Arabic => {
                let goes_on = neutral == Some(true) && digit == Some(class);
                if neutral.is_some() && !goes_on {
                    return false;
                }
                (before, neutral, digit) = (Side::Rtl, None, Some(class));
            }
            Class::Mark => {}
            Class::Neutral if is_bracket_of_ltr => (before, neutral, digit) = (Side::Ltr, None, None),
            Class::Neutral => {
                // W4: a single separator between digits of one kind.
                let separates = neutral.is_none() && digit.is_some() && ".,:/\u{a0}،٫٬".contains(character);
                neutral = Some(separates);
            }
        }
    }
    neutral.is_none()
}

/// Rule N0: whether a bracket after left-to-right text has a partner, with left-to-right text between them; where the
/// partner is.
fn pairs(stretch: &str, at: usize, closers: &mut Vec<usize>) -> bool {
    let rest = &stretch[at..];
    let Some((open, close)) = BRACKETS.iter().find(|(open, _)| rest.starts_with(*open)) else { return false };
    let mut depth = 0_usize;
    for (offset, character) in rest.char_indices() {
        if character == *open {
            depth += 1;
        } else if character == *close {
            depth -= 1;
        }
        if depth == 0 {
            let holds = rest[..offset].chars().any(|c| matches!(Class::of(c), Class::Strong(_) | Class::European));
            if holds {
                closers.push(at + offset);
            }
            return holds;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_at_the_ends_go_astray() {
        let kept = [
            "Node.js",
            "v1.2.3-beta+5",
            "EPUB 3.3",
            "3D",
            "10GB",
            "iPhone 15 Pro (256GB)",
            "a_b-c/d.txt",
            "x²",
            "C++ (GNU)",
        ];
        for stretch in kept {
            assert!(is_kept(stretch), "{stretch}");
        }
        let astray = ["C++", ".NET", "-5°C", "@user", "10-bit", "30.04° N", "f(x) (", "0-306-40615-X"];
        for stretch in astray {
            assert!(!is_kept(stretch), "{stretch}");
        }
    }

    #[test]
    fn numbers_hold_together_by_single_separators() {
        for number in ["12", "1,250.00", "12/17/2025", "08:30", "١٢/١٧"] {
            assert!(is_kept(number), "{number}");
        }
        for numbers in ["10-20", "+5", "4111-1111", "12 17", "1, 2", "SA03 ٨٠٠٠"] {
            assert!(!is_kept(numbers), "{numbers}");
        }
    }
}
