//! The text engine against Unicode's own tests.
//!
//! `BidiTest.txt`, `BidiCharacterTest.txt` and `LineBreakTest.txt` are those of Debian's `unicode-data` (15.0); the
//! libraries implement Unicode 16.0 (bidi) and 15.1 (line breaks).

use std::fs;
use std::path::Path;

use warraq::text::bidi::{self, BaseDirection};
use warraq::text::breaks;

use crate::judges;
use crate::support::root;

/// The lines of a file of Unicode's test data, without comments.
fn test_data(name: &str) -> Option<Vec<String>> {
    let path = judges::file("Debian's unicode-data", Path::new("/usr/share/unicode").join(name))?;
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim().to_owned());
    Some(lines.filter(|line| !line.is_empty()).collect())
}

fn characters(hexadecimal: &str) -> String {
    hexadecimal.split_whitespace().map(|code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap()).collect()
}

/// Levels by character and, for those that are not removed (`x`), the visual order.
fn resolved(text: &str, direction: BaseDirection, wanted: &[&str]) -> (Vec<u8>, Vec<usize>) {
    let resolved = bidi::resolve(text, direction);
    let levels: Vec<u8> = text.char_indices().map(|(offset, _)| resolved.levels[offset]).collect();
    let shown: Vec<usize> = (0..levels.len()).filter(|&index| wanted[index] != "x").collect();
    let of_shown: Vec<u8> = shown.iter().map(|&index| levels[index]).collect();
    (levels, bidi::visual_order(&of_shown).into_iter().map(|index| shown[index]).collect())
}

fn agree(levels: &[u8], wanted: &[&str]) -> bool {
    levels.iter().zip(wanted).all(|(level, wanted)| *wanted == "x" || wanted.parse() == Ok(*level))
}

#[test]
fn bidi_character_test() {
    let Some(lines) = test_data("BidiCharacterTest.txt") else { return };
    assert!(lines.len() > 90_000);
    for line in lines {
        let fields: Vec<&str> = line.split(';').collect();
        let direction = match fields[1] {
            "0" => BaseDirection::Ltr,
            "1" => BaseDirection::Rtl,
            _ => BaseDirection::Auto,
        };
        let wanted: Vec<&str> = fields[3].split(' ').collect();
        let (levels, order) = resolved(&characters(fields[0]), direction, &wanted);
        let order: Vec<String> = order.iter().map(ToString::to_string).collect();
        assert!(agree(&levels, &wanted), "{line}: {levels:?}");
        assert_eq!(order.join(" "), fields[4].trim(), "{line}");
    }
}

/// A character of each bidi class.
fn of_class(class: &str) -> char {
    match class {
        "L" => 'a',
        "R" => '\u{5d0}',
        "AL" => '\u{627}',
        "EN" => '1',
        "ES" => '+',
        "ET" => '%',
        "AN" => '\u{661}',
        "CS" => ',',
        "NSM" => '\u{300}',
        "BN" => '\u{ad}',
        "B" => '\u{2029}',
        "S" => '\t',
        "WS" => ' ',
        "ON" => '!',
        "LRE" => '\u{202a}',
        "RLE" => '\u{202b}',
        "LRO" => '\u{202d}',
        "RLO" => '\u{202e}',
        "PDF" => '\u{202c}',
        "LRI" => '\u{2066}',
        "RLI" => '\u{2067}',
        "FSI" => '\u{2068}',
        "PDI" => '\u{2069}',
        other => panic!("no such class: {other}"),
    }
}

#[test]
fn bidi_test() {
    let Some(lines) = test_data("BidiTest.txt") else { return };
    let (mut levels, mut order, mut cases) = (String::new(), String::new(), 0);
    for line in lines {
        if let Some(given) = line.strip_prefix("@Levels:") {
            given.trim().clone_into(&mut levels);
        } else if let Some(given) = line.strip_prefix("@Reorder:") {
            given.trim().clone_into(&mut order);
        } else if let Some((classes, directions)) = line.split_once(';') {
            let text: String = classes.split_whitespace().map(of_class).collect();
            let directions: u8 = directions.trim().parse().unwrap();
            let wanted: Vec<&str> = levels.split(' ').collect();
            for (bit, direction) in [(1, BaseDirection::Auto), (2, BaseDirection::Ltr), (4, BaseDirection::Rtl)] {
                if directions & bit != 0 {
                    let (levels, visual) = resolved(&text, direction, &wanted);
                    let visual: Vec<String> = visual.iter().map(ToString::to_string).collect();
                    assert!(agree(&levels, &wanted), "{line} {direction:?}: {levels:?}");
                    assert_eq!(visual.join(" "), order, "{line} {direction:?}");
                    cases += 1;
                }
            }
        }
    }
    assert!(cases > 700_000, "{cases}");
}

#[test]
fn line_break_test() {
    let Some(lines) = test_data("auxiliary/LineBreakTest.txt") else { return };
    let explained = fs::read_to_string(root().join("tests/texts/line-break-differences.txt")).unwrap();
    let explained: Vec<&str> = explained.lines().filter(|line| !line.starts_with('#')).collect();
    let mut differing = Vec::new();
    for line in &lines {
        let (mut text, mut wanted) = (String::new(), Vec::new());
        for token in line.split_whitespace() {
            match token {
                "÷" => wanted.push(text.len()),
                "×" => {}
                code => text.push_str(&characters(code)),
            }
        }
        wanted.retain(|&offset| offset > 0 && offset < text.len());
        if breaks::uax14(&text) != wanted {
            differing.push(line.as_str());
        }
    }
    assert!(lines.len() > 7_000);
    assert_eq!(differing, explained);
}
