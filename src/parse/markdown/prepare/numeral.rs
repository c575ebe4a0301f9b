//! Numbers of list items in the digits of Arabic and Persian.
//!
//! In: the beginning of a line. Out: its marker as CommonMark has it (5.2): `١.`, `١)` and `١-` become `1.` or `1)`.

use crate::document::digit_value;

/// More digits than this make no marker (CommonMark, 5.2).
const MOST_DIGITS: usize = 9;

/// A marker in other digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Bytes that it takes in the source, without the space after it.
    pub(super) length: usize,
    /// The same in ASCII.
    pub(super) text: String,
}

/// The marker that a line begins with, if its digits are Arabic-Indic or Persian and something follows.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let digits: String = line.chars().map_while(digit).collect();
    if digits.is_empty() || digits.len() > MOST_DIGITS {
        return None;
    }
    // Digits of both families take two bytes.
    let rest = &line[digits.len() * 2..];
    let delimiter = rest.chars().next().filter(|c| matches!(c, '.' | ')' | '-' | '–' | '۔'))?;
    let after = &rest[delimiter.len_utf8()..];
    if !after.starts_with([' ', '\t']) || after.trim().is_empty() {
        return None;
    }
    // Another delimiter begins another list (CommonMark, 5.3).
    let text = format!("{digits}{}", if matches!(delimiter, '.' | '۔') { '.' } else { ')' });
    Some(Marker { length: digits.len() * 2 + delimiter.len_utf8(), text })
}

fn digit(c: char) -> Option<char> {
    char::from_digit(digit_value(c).filter(|_| !c.is_ascii())?, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_read() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(marker(line).map(|marker| marker.text).as_deref(), expected, "{line}");
        };
        check("١. نص", Some("1."));
        check("۱۲) نص", Some("12)"));
        check("٢- نص", Some("2)"));
        check("٢٠٢٤-٢٠٢٥ نص", None);
        check("٣.٥ نص", None);
        check("1. نص", None);
        check("١.", None);
        check("١٢٣٤٥٦٧٨٩٠. نص", None);
    }
}
