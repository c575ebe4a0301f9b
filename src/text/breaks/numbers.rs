//! Numbers of several groups that belong on one line: telephones, cards, IBANs, ISBNs.
//!
//! In: a text. Out: their places. A line had best not end within one, be it at a space or at a hyphen.

use std::ops::Range;

/// A number to be dialled or typed has at least so many digits, in so many groups.
const LEAST_DIGITS: usize = 7;
const LEAST_GROUPS: usize = 3;
/// An IBAN has at most 34 characters and a space after every four.
const LONGEST: usize = 42;

/// The places of numbers in groups.
pub(crate) fn grouped_numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_digit).map(|offset| at + offset) {
        let number = Number::at(text, start);
        found.extend(number.is_grouped(text).then(|| number.range.clone()));
        at = number.range.end;
    }
    found
}

/// Digits, and what parts them.
struct Number {
    range: Range<usize>,
    digits: usize,
    groups: usize,
}

impl Number {
    /// The number whose first digit stands at an offset.
    fn at(text: &str, start: usize) -> Number {
        let mut number = Number { range: opening(text, start)..start, digits: 0, groups: 0 };
        let mut parted = true;
        for (offset, character) in text[start..].char_indices() {
            let next = text[start + offset + character.len_utf8()..].chars().next();
            if is_digit(character) {
                number.digits += 1;
                number.groups += usize::from(parted);
                number.range.end = start + offset + character.len_utf8();
            } else if !parts(character) || !next.is_some_and(|next| is_digit(next) || next == '(') {
                // A bracket round a part of the number stands between a space and a digit.
                let closes = character == ')' && text[number.range.clone()].contains('(') && next.is_some_and(parts);
                let opens = character == '(' && next.is_some_and(is_digit) && number.digits > 0;
                if !closes && !opens {
                    break;
                }
            }
            parted = !is_digit(character);
        }
        number
    }

    fn is_grouped(&self, text: &str) -> bool {
        let number = &text[self.range.clone()];
        let has_plus = number.trim_start_matches('(').starts_with('+');
        let begins = !text[..self.range.start].ends_with(|before: char| before.is_ascii_alphanumeric());
        let ends = !text[self.range.end..].starts_with(char::is_alphanumeric);
        let least = if has_plus || number.strip_prefix('(').is_some_and(|area| area.starts_with(['0', '٠', '۰'])) {
            2
        } else {
            LEAST_GROUPS
        };
        let is_date = number.chars().all(|c| is_digit(c) || c == '-') && self.groups == 3 && self.digits <= 8;
        self.digits >= LEAST_DIGITS
            && self.groups >= least
            && begins
            && ends
            && !is_date
            && number.chars().count() <= LONGEST
    }
}

/// Where the signs and letters before the first digit begin: `+`, a bracket, the country of an IBAN.
fn opening(text: &str, start: usize) -> usize {
    let before = &text[..start];
    let country = before.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let is_country = before.len() - country.len() == 2 && !country.ends_with(char::is_alphanumeric);
    let signed = if is_country { country } else { before };
    let signed = signed.strip_suffix('+').unwrap_or(signed);
    signed.strip_suffix('(').unwrap_or(signed).len()
}

const fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

const fn parts(character: char) -> bool {
    matches!(character, ' ' | '\u{A0}' | '\u{202F}' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows the numbers in brackets.
    fn check(expected: &str) {
        let text = expected.replace(['⟦', '⟧'], "");
        let mut shown = text.clone();
        for range in grouped_numbers(&text).into_iter().rev() {
            shown.insert(range.end, '⟧');
            shown.insert(range.start, '⟦');
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn numbers_in_groups_are_found_whole() {
        check("اتصل على ⟦+20 2 2735 6000⟧ أو ⟦010-1234-5678⟧.");
        check("هاتف: ⟦(02) 2735-6000⟧، جوال ⟦٠١٠ ١٢٣٤ ٥٦٧٨⟧");
        check("حساب ⟦EG38 0019 0005 0000 0000 2631 8000 2⟧ وبطاقة ⟦5500-0000-0000-0004⟧");
        check("ISBN ⟦977-416-125-3⟧ ثم ⟦+1 (202) 555-0143⟧ أو ⟦(02) 27356000⟧");
    }

    #[test]
    fn other_numbers_are_not() {
        check("عام 1945-1939 ثم 2024-01-05 و12 17 و1,250.00 و10-20 و(1) 2500000 و25 %");
        check("القرون 1 2 3 وما بعدها، والطراز 300-400-500X وX100-200-300");
        check("");
    }
}
