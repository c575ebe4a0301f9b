//! Signs that need a form or a face of their own, and spaces that a line must be able to break at.
//!
//! In: running text. Out: the same in pieces, those with a class that the style sheet knows. Reading systems give
//! punctuation other than brackets to the script of the letter before it, and Arabic faces have two forms of it: after a
//! Latin word they close with the Latin form what began with the Arabic one, and their full stop looks like a zero beside
//! digits.

use std::borrow::Cow;

use crate::document::Direction;

/// What is done about a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A full stop beside Arabic-Indic digits.
    Point,
    /// A sign of a pair that has its Arabic form.
    Paired,
}

impl Sign {
    /// Its class in the style sheet.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Sign::Point => "point",
            Sign::Paired => "paired",
        }
    }
}

/// The signs of a text that need something, by their offsets, in order.
pub(super) fn signs(text: &str, around: Direction) -> Vec<(usize, Sign)> {
    let mut signs: Vec<(usize, Sign)> = Vec::new();
    let mut open: Vec<(usize, char, bool)> = Vec::new();
    let (mut before, mut follows_latin) = ('\0', None);
    for (at, character) in text.char_indices() {
        match character {
            '.' if matches!(before, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}') => signs.push((at, Sign::Point)),
            '«' | '‹' => {
                // A text that begins with a sign gives it to the letter after it.
                let next = || text[at..].chars().find_map(is_latin).unwrap_or_default();
                open.push((at, character, follows_latin.unwrap_or_else(next)));
            }
            '»' | '›' => {
                let opened = open.pop().filter(|&(_, opening, _)| closes(character) == opening);
                if let Some((opening, _, is_latin)) = opened
                    && around == Direction::Rtl
                    && is_latin != follows_latin.unwrap_or_default()
                {
                    signs.push((if is_latin { opening } else { at }, Sign::Paired));
                }
            }
            _ => follows_latin = is_latin(character).or(follows_latin),
        }
        before = character;
    }
    signs.sort_unstable_by_key(|&(at, _)| at);
    signs
}

const fn closes(sign: char) -> char {
    if sign == '»' { '«' } else { '‹' }
}

/// Whether a letter is of a script that faces give Latin signs; `None` for what is no letter.
fn is_latin(character: char) -> Option<bool> {
    character.is_alphabetic().then(|| character < '\u{590}')
}

/// The text with plain spaces for no-break spaces where these hold more together than a line of a phone can hold.
pub(super) fn breakable(text: &str) -> Cow<'_, str> {
    /// Characters of such a line.
    const LONGEST: usize = 40;
    let is_kept = |c: char| matches!(c, '\u{A0}' | '\u{202F}');
    if text.len() <= LONGEST || !text.contains(is_kept) {
        return Cow::Borrowed(text);
    }
    let ends_stretch = |c: char| c.is_whitespace() && !is_kept(c);
    let stretch = |stretch: &str| {
        if stretch.chars().count() > LONGEST { stretch.replace(is_kept, " ") } else { stretch.to_owned() }
    };
    Cow::Owned(text.split_inclusive(ends_stretch).map(stretch).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows the signs that need something in brackets.
    fn check(text: &str, expected: &str) {
        let mut shown = text.to_owned();
        for &(at, sign) in signs(text, Direction::Rtl).iter().rev() {
            let end = at + text[at..].chars().next().unwrap().len_utf8();
            shown.replace_range(at..end, &format!("<{} {}>", sign.class(), &text[at..end]));
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn both_signs_of_a_pair_have_the_form_of_the_text_around_them() {
        check("قال «Reuters» أمس", "قال «Reuters<paired »> أمس");
        check("«Reuters» وكالة", "«Reuters» وكالة");
        check("«Reuters وكالة» هنا", "<paired «>Reuters وكالة» هنا");
        check("قال «رويترز» و‹AP› (BBC)", "قال «رويترز» و‹AP<paired ›> (BBC)");
        assert_eq!(signs("He said «رويترز»", Direction::Ltr), []);
    }

    #[test]
    fn a_full_stop_beside_digits_is_a_point() {
        check("الفصل ١.٢ عام ١٩٩٠.", "الفصل ١<point .>٢ عام ١٩٩٠<point .>");
        check("الإصدار 3.5.", "الإصدار 3.5.");
    }

    #[test]
    fn only_long_stretches_lose_their_no_break_spaces() {
        let bound = "كلمات كثيرة تمسكها فراغات لا تنكسر كما تلصقها بعض المحررات".replace(' ', "\u{A0}");
        assert_eq!(
            breakable(&format!("بلغ 5\u{A0}كم {bound}")),
            format!("بلغ 5\u{A0}كم {}", bound.replace('\u{A0}', " "))
        );
        assert!(
            matches!(breakable("بلغ الطول كله في ذلك اليوم من السنة 5\u{A0}كم"), Cow::Owned(text) if text.contains('\u{A0}'))
        );
        assert!(matches!(breakable("قال"), Cow::Borrowed("قال")));
    }
}
