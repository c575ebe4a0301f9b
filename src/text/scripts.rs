//! The script of each character of a paragraph (UAX #24).
//!
//! [`Scripts`] holds the places at which each script begins. Letters have their own script; characters common to all
//! scripts, such as punctuation and digits, take that of the letters that they are set among, which the bidi level
//! identifies: in a right-to-left line, both marks of «Reuters» are at the level of the line and so belong to its
//! Arabic, and a face that draws them differently for Arabic and for Latin draws both alike. Between letters of two
//! scripts of the same direction, the more frequent script of the paragraph is used. The closing sign of a pair, and
//! the text after it, belongs to the script of the opening one. Marks follow their base.

use unicode_script::{Script, UnicodeScript};

use super::bidi::Levels;

/// The scripts of a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scripts {
    /// Byte offsets at which a script begins, in order, the first at 0.
    starts: Vec<(usize, Script)>,
    /// The scripts of its letters, each with the first of them.
    letters: Vec<(Script, char)>,
}

impl Scripts {
    /// Finds the scripts.
    pub(super) fn resolve(text: &str, levels: &Levels) -> Scripts {
        let mut resolver = Resolver::new(text, levels);
        let mut start = 0;
        for run in levels.levels.chunk_by(|one, other| one == other) {
            resolver.run(start, start + run.len(), run[0]);
            start += run.len();
        }
        let mut scripts = resolver.scripts;
        if resolver.is_mixed {
            scripts.settle(text, levels);
        }
        scripts
    }

    /// Between letters of two scripts in the direction of the line, common characters get the more frequent script of
    /// the paragraph: the full stop after a Hebrew word that ends an Arabic sentence is Arabic.
    fn settle(&mut self, text: &str, levels: &Levels) {
        let with_line = |offset: usize| levels.levels[offset] % 2 == levels.base_level % 2;
        let characters = || text.char_indices().filter(|&(offset, _)| with_line(offset));
        let mut counts: Vec<(Script, usize)> = self.letters.iter().map(|&(script, _)| (script, 0)).collect();
        for script in characters().filter_map(|(_, character)| own_script(character)) {
            counts.iter_mut().filter(|(of, _)| *of == script).for_each(|(_, count)| *count += 1);
        }
        let Some(&(main, _)) = counts.iter().rev().max_by_key(|(_, count)| count) else { return };
        let (mut before, mut waiting, mut settled) = (None, Vec::new(), Vec::new());
        for (offset, character) in characters() {
            match own_script(character) {
                None if character.script() == Script::Common => waiting.push(offset),
                None => {}
                Some(script) if before.is_none_or(|before| before == script) => waiting.clear(),
                Some(_) => settled.append(&mut waiting),
            }
            before = own_script(character).or(before);
        }
        settled.append(&mut waiting);
        let (old, mut settled) = (std::mem::take(self), settled.into_iter().peekable());
        self.letters.clone_from(&old.letters);
        let mut pairs = Pairs::default();
        for (offset, character) in text.char_indices() {
            let is_point = character == '.' && is_arabic(main) && is_point(text, offset);
            let mut script = match settled.next_if_eq(&offset) {
                Some(_) if is_point => Script::Latin,
                Some(_) => main,
                None => old.at(offset),
            };
            if let Some(partner) = partner(character) {
                match pairs.close(partner) {
                    Some(opening) => script = opening.script,
                    None => pairs.open(character, 0, script),
                }
            }
            self.begin(offset, script);
        }
    }

    /// Where each script begins.
    pub(super) fn starts(&self) -> &[(usize, Script)] {
        &self.starts
    }

    /// The scripts of the letters, each with the first of them.
    pub(super) fn letters(&self) -> &[(Script, char)] {
        &self.letters
    }

    /// The script at an offset.
    pub(super) fn at(&self, offset: usize) -> Script {
        let following = self.starts.partition_point(|&(start, _)| start <= offset);
        following.checked_sub(1).map_or(Script::Common, |index| self.starts[index].1)
    }

    fn begin(&mut self, offset: usize, script: Script) {
        if self.starts.last().is_none_or(|&(_, last)| last != script) {
            self.starts.push((offset, script));
        }
    }
}

/// A letter's own script; `None` for characters shared by several scripts.
pub(super) fn own_script(character: char) -> Option<Script> {
    match character {
        '\u{621}'..='\u{63F}' | '\u{641}'..='\u{64A}' => Some(Script::Arabic),
        ' ' | '\u{660}'..='\u{669}' => None,
        _ => Some(character.script())
            .filter(|script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown)),
    }
}

struct Resolver<'a> {
    text: &'a str,
    scripts: Scripts,
    base_is_rtl: bool,
    /// Whether letters that run with the line are of several scripts.
    is_mixed: bool,
    /// The script of the last letter that ran left to right, of the last that ran right to left, and of the last.
    last: [Option<Script>; 2],
    last_of_all: Option<Script>,
    /// The same of the first letters.
    first: [Option<Script>; 2],
    first_of_all: Option<Script>,
    pairs: Pairs,
}

/// Open signs of pairs.
#[derive(Default)]
struct Pairs(Vec<OpenSign>);

/// A sign whose partner has not been found yet.
struct OpenSign {
    sign: char,
    /// 1 where it runs right to left.
    side: usize,
    script: Script,
}

impl Pairs {
    /// Greatest nesting of pairs; an apostrophe never finds a partner.
    const DEEPEST: usize = 8;

    fn open(&mut self, sign: char, side: usize, script: Script) {
        if self.0.len() == Pairs::DEEPEST {
            self.0.remove(0);
        }
        self.0.push(OpenSign { sign, side, script });
    }

    /// The sign that a partner closes, if open.
    fn close(&mut self, partner: char) -> Option<OpenSign> {
        let opening = self.0.iter().rposition(|open| open.sign == partner)?;
        self.0.truncate(opening + 1);
        self.0.pop()
    }
}

impl<'a> Resolver<'a> {
    fn new(text: &'a str, levels: &Levels) -> Resolver<'a> {
        let (mut first, mut first_of_all) = ([None; 2], None);
        for (offset, character) in text.char_indices() {
            if let Some(script) = own_script(character) {
                first_of_all = first_of_all.or(Some(script));
                let place = &mut first[usize::from(levels.levels[offset] % 2)];
                *place = place.or(Some(script));
                // What runs against the line is wanted by none but a line without other letters.
                if first[usize::from(levels.base_level % 2)].is_some() {
                    break;
                }
            }
        }
        let base_is_rtl = levels.base_level % 2 == 1;
        Resolver {
            text,
            scripts: Scripts::default(),
            base_is_rtl,
            is_mixed: false,
            last: [None; 2],
            last_of_all: None,
            first,
            first_of_all,
            pairs: Pairs::default(),
        }
    }

    /// A stretch of one level.
    fn run(&mut self, start: usize, end: usize, level: u8) {
        let text = &self.text[start..end];
        let side = usize::from(level % 2);
        let mut current = self.around(text, side).unwrap_or(Script::Common);
        for (at, character) in text.char_indices() {
            let offset = start + at;
            let mut script = current;
            if let Some(own) = own_script(character) {
                (script, current) = (own, own);
                self.note_letter(own, character);
                self.is_mixed |=
                    side == usize::from(self.base_is_rtl) && self.last[side].is_some_and(|last| last != own);
                self.last[side] = Some(own);
            } else if let Some(partner) = partner(character) {
                script = current;
                if let Some(opening) = self.pairs.close(partner) {
                    script = opening.script;
                    if opening.side == side {
                        (self.last[side], current) = (Some(script), script);
                    }
                } else {
                    self.pairs.open(character, side, script);
                }
            } else if character == '.' && is_arabic(current) && is_point(self.text, offset) {
                script = Script::Latin;
            }
            self.scripts.begin(offset, script);
        }
    }

    /// The script around the characters before the first letter of a run.
    fn around(&self, run: &str, side: usize) -> Option<Script> {
        let of_line = |side: usize| self.last[side].or(self.first[side]);
        let found = match side {
            1 => of_line(1),
            _ => run.chars().find_map(own_script).or_else(|| of_line(usize::from(self.base_is_rtl))),
        };
        found.or(self.last_of_all).or(self.first_of_all)
    }

    fn note_letter(&mut self, script: Script, letter: char) {
        if self.last_of_all == Some(script) {
            return;
        }
        self.last_of_all = Some(script);
        if self.scripts.letters.iter().all(|&(known, _)| known != script) {
            self.scripts.letters.push((script, letter));
        }
    }
}

/// The other sign of a pair; straight quotation marks are their own partners.
pub(super) const fn partner(sign: char) -> Option<char> {
    Some(match sign {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        '“' => '”',
        '”' => '“',
        '‘' => '’',
        '’' => '‘',
        '"' => '"',
        '﴾' => '﴿',
        '﴿' => '﴾',
        _ => return None,
    })
}

/// Whether punctuation of a script may have its Arabic form, as it may without any letters.
const fn is_arabic(script: Script) -> bool {
    matches!(script, Script::Arabic | Script::Common)
}

/// Whether a full stop must not look like a zero: after an Arabic-Indic digit, and between European ones. Arabic faces
/// draw the full stop of a sentence as a lozenge as large as `٠`; the one that they have for Latin is a small point.
fn is_point(text: &str, offset: usize) -> bool {
    match text[..offset].chars().next_back() {
        Some('\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}') => true,
        Some('0'..='9') => text[offset + 1..].starts_with(|next: char| next.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{BaseDirection, bidi};

    /// Shows a text with the name of each script where it begins.
    fn check(direction: BaseDirection, text: &str, expected: &str) {
        let scripts = Scripts::resolve(text, &bidi::resolve(text, direction));
        let mut shown = text.to_owned();
        for &(start, script) in scripts.starts().iter().rev() {
            shown.insert_str(start, &format!("[{}]", script.short_name()));
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn both_signs_of_a_pair_belong_to_the_script_around_them() {
        let rtl = |text, expected| check(BaseDirection::Rtl, text, expected);
        rtl("قال «Reuters» أمس", "[Arab]قال «[Latn]Reuters[Arab]» أمس");
        rtl("«Reuters» وكالة", "[Arab]«[Latn]Reuters[Arab]» وكالة");
        rtl("قال \"Reuters\".", "[Arab]قال \"[Latn]Reuters[Arab]\".");
        rtl("في [Paris] و(Rome)!", "[Arab]في [[Latn]Paris[Arab]] و([Latn]Rome[Arab])!");
        rtl("قال React (JS) هنا", "[Arab]قال [Latn]React (JS)[Arab] هنا");
        rtl("אמר «Reuters».", "[Hebr]אמר «[Latn]Reuters[Hebr]».");
        rtl("قال: «שלום (כאן)».", "[Arab]قال[Hebr]: «שלום (כאן)».");
        rtl("قال له صاحبه: «שלום (כאן)».", "[Arab]قال له صاحبه: «[Hebr]שלום (כאן)[Arab]».");
        rtl("قال: \"שלום\" ثم", "[Arab]قال: \"[Hebr]שלום[Arab]\" ثم");
        rtl("it’s «a» و«b’» ثم", "[Latn]it’s «a»[Arab] و«[Latn]b[Arab]’» ثم");
        check(BaseDirection::Ltr, "He said (رويترز).", "[Latn]He said ([Arab]رويترز[Latn]).");
        check(BaseDirection::Ltr, "«رويترز» is", "[Latn]«[Arab]رويترز[Latn]» is");
    }

    #[test]
    fn between_two_scripts_the_one_of_the_paragraph_counts() {
        let rtl = |text, expected| check(BaseDirection::Rtl, text, expected);
        rtl("معنى «שלום», وهو سلام؛ أصله שלום.", "[Arab]معنى «[Hebr]שלום[Arab]», وهو سلام؛ أصله [Hebr]שלום[Arab].");
        rtl("كلمة ܟܬܒܐ، وهي سريانية", "[Arab]كلمة [Syrc]ܟܬܒܐ[Arab]، وهي سريانية");
        rtl("قال שלום, שלום وانصرف الرجل", "[Arab]قال [Hebr]שלום, שלום[Arab] وانصرف الرجل");
        check(BaseDirection::Ltr, "The word слово, said he", "[Latn]The word [Cyrl]слово[Latn], said he");
    }

    #[test]
    fn a_line_without_letters_of_its_own_takes_those_it_has() {
        check(BaseDirection::Rtl, "«Reuters».", "[Latn]«Reuters».");
        check(BaseDirection::Rtl, "١٢ (!)", "[Zyyy]١٢ (!)");
        check(BaseDirection::Rtl, "", "");
    }

    #[test]
    fn a_full_stop_beside_digits_is_a_point() {
        let rtl = |text, expected| check(BaseDirection::Rtl, text, expected);
        rtl("الفصل ١.٢ هنا.", "[Arab]الفصل ١[Latn].[Arab]٢ هنا.");
        rtl("عام ١٩٩٠.", "[Arab]عام ١٩٩٠[Latn].");
        rtl("الإصدار 3.5 عام 1990.", "[Arab]الإصدار 3[Latn].[Arab]5 عام 1990.");
        rtl("شمارهٔ ۱.۲", "[Arab]شمارهٔ ۱[Latn].[Arab]۲");
        rtl("١.", "[Zyyy]١[Latn].");
        rtl("פרק 1.2", "[Hebr]פרק 1.2");
    }

    #[test]
    fn marks_go_with_their_letters() {
        check(BaseDirection::Rtl, "د Σ\u{301} ه", "[Arab]د [Grek]Σ\u{301}[Arab] ه");
    }
}
