//! Marks up signs that need a particular form or face, and spaces at which a line must be able to break.
//!
//! In: running text. Out: the same in pieces, those with a class that the style sheet knows. Reading systems give
//! punctuation other than brackets to the script of the letter before it, and Arabic faces have two forms of it: after a
//! Latin word they close with the Latin form what began with the Arabic one, and their full stop looks like a zero beside
//! digits. Letters and signs are read across the borders of inlines, as reading systems do. A block of another script takes
//! its punctuation from the face of that script.

use std::collections::VecDeque;

use crate::document::Inline;
use crate::font;

/// The treatment of a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A full stop beside digits.
    Point,
    /// A paired sign in its Arabic form.
    Paired,
    /// A no-break space that holds more together than a line of a phone can hold.
    Space,
    /// A place in an address where a line may end, before the character.
    Break,
}

impl Sign {
    /// Its class in the style sheet; the others have none.
    pub(super) const fn class(self) -> Option<&'static str> {
        match self {
            Sign::Point => Some("point"),
            Sign::Paired => Some("paired"),
            Sign::Space | Sign::Break => None,
        }
    }
}

/// The signs of a block that are still to come, while its inlines are written one after the other.
#[derive(Debug, Default)]
pub(super) struct Signs {
    found: VecDeque<(usize, Sign)>,
    written: usize,
}

impl Signs {
    /// The signs of the text that [`text_of`] gives.
    pub(super) fn of(text: &str) -> Signs {
        Signs { found: signs(text).into(), written: 0 }
    }

    /// Goes on by so many bytes, and gives the signs within them by their offsets there.
    pub(super) fn next(&mut self, length: usize) -> Vec<(usize, Sign)> {
        let (start, end) = (self.written, self.written + length);
        self.written = end;
        let count = self.found.partition_point(|&(at, _)| at < end);
        let within = self.found.drain(..count).filter(|&(at, _)| at >= start);
        within.map(|(at, sign)| (at - start, sign)).collect()
    }
}

/// The text of inlines as it is written, which the signs of a block are counted in: `\n` is a line break.
pub(super) fn text_of(content: &[Inline]) -> String {
    fn push(content: &[Inline], text: &mut String) {
        for inline in content {
            match inline {
                Inline::Text { text: letters, .. } | Inline::Code { text: letters, .. } => text.push_str(letters),
                Inline::LineBreak => text.push('\n'),
                other => push(other.children(), text),
            }
        }
    }
    let mut text = String::new();
    push(content, &mut text);
    text
}

/// The signs of a text that need something, by their offsets, in order. [`Sign::Paired`] is for right-to-left text.
pub(super) fn signs(text: &str) -> Vec<(usize, Sign)> {
    let mut signs: Vec<(usize, Sign)> = Vec::new();
    let mut open: Vec<(usize, char, bool)> = Vec::new();
    let (mut before, mut follows_latin) = ('\0', None);
    for (at, character) in text.char_indices() {
        // A text that begins with a sign gives it to the letter after it.
        let is_latin_form =
            || follows_latin.unwrap_or_else(|| text[at..].chars().find_map(is_latin).unwrap_or_default());
        match character {
            '.' if is_point(before, &text[at + 1..]) && !is_latin_form() => signs.push((at, Sign::Point)),
            '«' | '‹' => open.push((at, character, is_latin_form())),
            '»' | '›' => {
                let opened = open.pop().filter(|&(_, opening, _)| closes(character) == opening);
                if let Some((opening, _, is_latin)) = opened
                    && is_latin != follows_latin.unwrap_or_default()
                {
                    signs.push((if is_latin { opening } else { at }, Sign::Paired));
                }
            }
            _ => follows_latin = is_latin(character).or(follows_latin),
        }
        before = character;
    }
    signs.extend(held_spaces(text));
    signs.sort_unstable_by_key(|&(at, _)| at);
    signs
}

/// Whether a full stop must not look like a zero: after an Arabic-Indic digit, and between European ones.
fn is_point(before: char, after: &str) -> bool {
    match before {
        '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => true,
        '0'..='9' => after.starts_with(|next: char| next.is_ascii_digit()),
        _ => false,
    }
}

const fn closes(sign: char) -> char {
    if sign == '»' { '«' } else { '‹' }
}

/// Whether a letter is of a script that faces give Latin signs; `None` for what is no letter.
fn is_latin(character: char) -> Option<bool> {
    is_letter(character).then_some(character < '\u{590}')
}

/// As [`char::is_alphabetic`], which looks up each Arabic letter in a table at length.
fn is_letter(character: char) -> bool {
    match character {
        '\u{620}'..='\u{657}' => true,
        ' '..='@' | '\u{660}'..='\u{66D}' => false,
        other => other.is_alphabetic(),
    }
}

/// The no-break spaces that hold more together than a line of a phone can hold.
fn held_spaces(text: &str) -> Vec<(usize, Sign)> {
    /// Characters of such a line.
    const LONGEST: usize = 40;
    let is_held = |c: char| matches!(c, '\u{A0}' | '\u{202F}');
    if text.len() <= LONGEST || !text.contains(is_held) {
        return Vec::new();
    }
    let ends_stretch = |c: char| c.is_whitespace() && !is_held(c);
    let (mut start, mut found) = (0, Vec::new());
    for stretch in text.split_inclusive(ends_stretch) {
        if stretch.chars().count() > LONGEST {
            found.extend(stretch.match_indices(is_held).map(|(at, _)| (start + at, Sign::Space)));
        }
        start += stretch.len();
    }
    found
}

/// A script whose punctuation is that of its own face.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Script {
    Hebrew,
    Syriac,
    Greek,
    Cyrillic,
}

impl Script {
    const ALL: [Script; 4] = [Script::Hebrew, Script::Syriac, Script::Greek, Script::Cyrillic];

    /// The script of more than half of the letters of a block, where it is not that of the book's language.
    pub(super) fn of_block(text: &str, lang: &str) -> Option<Script> {
        let mut counts = [0_usize; Script::ALL.len()];
        let mut letters = 0;
        for character in text.chars().filter(|&character| is_letter(character)) {
            letters += 1;
            if let Some(script) = Script::of_letter(character) {
                counts[script as usize] += 1;
            }
        }
        let most = Script::ALL.into_iter().find(|&script| counts[script as usize] * 2 > letters)?;
        (font::letter_of(lang).and_then(Script::of_letter) != Some(most)).then_some(most)
    }

    const fn of_letter(character: char) -> Option<Script> {
        Some(match character {
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
            '\u{400}'..='\u{52F}' => Script::Cyrillic,
            '\u{591}'..='\u{5F4}' | '\u{FB1D}'..='\u{FB4F}' => Script::Hebrew,
            '\u{700}'..='\u{74F}' => Script::Syriac,
            _ => return None,
        })
    }

    /// Its class in the style sheet.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Script::Hebrew => "hebrew",
            Script::Syriac => "syriac",
            Script::Greek => "greek",
            Script::Cyrillic => "cyrillic",
        }
    }

    /// A letter that its face has.
    pub(super) const fn letter(self) -> char {
        match self {
            Script::Hebrew => 'א',
            Script::Syriac => 'ܐ',
            Script::Greek => 'α',
            Script::Cyrillic => 'а',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Direction;

    /// Shows the treated signs in brackets.
    fn check(text: &str, expected: &str) {
        let mut shown = text.to_owned();
        for &(at, sign) in signs(text).iter().rev() {
            let end = at + text[at..].chars().next().unwrap().len_utf8();
            let marked = sign.class().map_or_else(|| " ".into(), |class| format!("<{class} {}>", &text[at..end]));
            shown.replace_range(at..end, &marked);
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn both_signs_of_a_pair_have_the_form_of_the_text_around_them() {
        check("قال «Reuters» أمس", "قال «Reuters<paired »> أمس");
        check("«Reuters» وكالة", "«Reuters» وكالة");
        check("«Reuters وكالة» هنا", "<paired «>Reuters وكالة» هنا");
        check("قال «رويترز» و‹AP› (BBC)", "قال «رويترز» و‹AP<paired ›> (BBC)");
    }

    #[test]
    fn a_full_stop_beside_digits_is_a_point() {
        check("الفصل ١.٢ عام ١٩٩٠.", "الفصل ١<point .>٢ عام ١٩٩٠<point .>");
        check("الإصدار 3.5.", "الإصدار 3<point .>5.");
        check("2.5 مليون", "2<point .>5 مليون");
        check("Python 3.5 هنا", "Python 3.5 هنا");
        check("1.2.3 Rust", "1.2.3 Rust");
    }

    #[test]
    fn only_long_stretches_lose_their_no_break_spaces() {
        let words = "كلمات كثيرة تمسكها فراغات لا تنكسر كما تلصقها بعض المحررات";
        let bound = words.replace(' ', "\u{A0}");
        check(&format!("بلغ 5\u{A0}كم {bound}"), &format!("بلغ 5\u{A0}كم {words}"));
        check("بلغ الطول كله في ذلك اليوم من السنة 5\u{A0}كم", "بلغ الطول كله في ذلك اليوم من السنة 5\u{A0}كم");
        check("قال", "قال");
    }

    #[test]
    fn signs_are_found_across_the_borders_of_inlines() {
        let text = |text: &str| Inline::Text { text: text.into(), span: crate::diagnostic::Span::default() };
        let span = |content| Inline::Span { lang: None, direction: Some(Direction::Ltr), content };
        let bold = Inline::Strong(vec![text("Reuters")]);
        let content = [text("قال «"), span(vec![bold]), Inline::LineBreak, text("» ثم")];
        let whole = text_of(&content);
        assert_eq!(whole, "قال «Reuters\n» ثم");
        let mut signs = Signs::of(&whole);
        assert_eq!(signs.next("قال «".len()), []);
        assert_eq!(signs.next("Reuters".len() + 1), []);
        assert_eq!(signs.next("» ثم".len()), [(0, Sign::Paired)]);
    }

    #[test]
    fn a_block_has_the_script_of_most_of_its_letters() {
        let check = |text: &str, lang: &str, expected| assert_eq!(Script::of_block(text, lang), expected, "{text}");
        check("זו פסקה בעברית, עם كلمة.", "ar", Some(Script::Hebrew));
        check("كلمة שלום عبرية.", "ar", None);
        check("זו פסקה בעברית.", "he", None);
        check("Это абзац, по-русски.", "ar", Some(Script::Cyrillic));
        check("12.5", "ar", None);
    }
}
