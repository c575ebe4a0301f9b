//! Recognises scripts, and languages in Arabic letters, by their letters.
//!
//! Of the languages written with Arabic letters, the one whose particular letters the text has is chosen. Each share is
//! measured in texts of the language: a text with that share is wholly in it.

/// Languages with letters that Arabic does not have: these letters, which no other language of the list has all of, and
/// their number per thousand letters of its texts.
const OWN: [(&str, &str, usize); 5] = [
    ("ur", "ٹڈڑںےۓہۂۃھ", 150),
    ("ckb", "ێڵڕڤەۆ", 180),
    ("ug", "ۇۈڭۋەۆې", 220),
    ("ps", "ټډړږښڼۍځڅګۀ", 50),
    ("sd", "ٻڀٺٽٿڄڃڇڍڊڌڏڙڦڪڳڱڻ", 100),
];

/// Letters that do not occur in printed Arabic.
const FOREIGN: &str = "پچژگٹڈڑےټډړږښڼۍێڵڕۆۇڭټٻٿڏڪ";

/// Persian letters that Arabic does not have, and their number per thousand.
const PERSIAN: (&str, usize) = ("پچژگ", 30);
/// The same with yeh and kaf as Persian keyboards type them; Arabic may be typed with them.
const PERSIAN_TYPED: (&str, usize) = ("پچژگکی", 140);
/// The letters that only Arabic has, or has far more often than others (ة, ك, أ and إ), per thousand.
const ARABIC: usize = 75;

/// Marks per hundred letters above which a text is vocalised, as scripture is.
const VOCALISED: usize = 35;

/// Counts of letters.
#[derive(Default)]
pub(super) struct Letters {
    pub(super) arabic: usize,
    pub(super) hebrew: usize,
    pub(super) latin: usize,
    /// Further scripts, in the order of [`SCRIPTS`].
    scripts: [usize; SCRIPTS.len()],
    ukrainian: usize,
    marks: usize,
    own: [usize; OWN.len()],
    persian: usize,
    persian_typed: usize,
    arabic_alone: usize,
    foreign: usize,
    /// Those that no keyboard enters in another language.
    hamzas: usize,
    /// Digraphs and vowels of Yiddish only.
    yiddish: usize,
}

/// Scripts with one language, or one main language, with the first and last letters of their blocks.
const SCRIPTS: [(&str, char, char); 16] = [
    ("el", '\u{370}', '\u{3FF}'),
    ("ru", '\u{400}', '\u{52F}'),
    ("hy", '\u{530}', '\u{58F}'),
    ("syr", '\u{700}', '\u{74F}'),
    ("dv", '\u{780}', '\u{7BF}'),
    ("nqo", '\u{7C0}', '\u{7FF}'),
    ("hi", '\u{900}', '\u{97F}'),
    ("bn", '\u{980}', '\u{9FF}'),
    ("ta", '\u{B80}', '\u{BFF}'),
    ("th", '\u{E00}', '\u{E7F}'),
    ("ka", '\u{10A0}', '\u{10FF}'),
    ("am", '\u{1200}', '\u{139F}'),
    ("ja", '\u{3040}', '\u{30FF}'),
    ("zh", '\u{4E00}', '\u{9FFF}'),
    ("ko", '\u{AC00}', '\u{D7AF}'),
    ("zh", '\u{3400}', '\u{4DBF}'),
];

impl Letters {
    pub(super) fn add(&mut self, c: char) {
        match c {
            'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => self.latin += 1,
            '\u{64B}'..='\u{655}' | '\u{670}' | '\u{6D6}'..='\u{6ED}' => self.marks += 1,
            'ـ' | '\u{600}'..='\u{61F}' | '\u{660}'..='\u{66D}' | '\u{6F0}'..='\u{6F9}' | '\u{2000}'..='\u{206F}' => {}
            '\u{620}'..='\u{64A}' => self.arabic_letter(c),
            '\u{656}'..='\u{6FF}' | '\u{750}'..='\u{77F}' if c.is_alphabetic() => self.arabic_letter(c),
            '\u{5D0}'..='\u{5F2}' | '\u{FB1D}'..='\u{FB4F}' => {
                self.hebrew += 1;
                self.yiddish +=
                    usize::from(matches!(c, '\u{5F0}'..='\u{5F2}' | '\u{FB1D}' | '\u{FB1F}' | '\u{FB2E}' | '\u{FB2F}'));
            }
            _ if c.is_ascii() => {}
            _ => {
                let script = SCRIPTS.iter().position(|&(_, first, last)| (first..=last).contains(&c));
                script.filter(|_| c.is_alphabetic()).into_iter().for_each(|script| self.scripts[script] += 1);
                self.ukrainian += usize::from(matches!(c, 'ї' | 'є' | 'ґ' | 'і' | 'Ї' | 'Є' | 'Ґ' | 'І'));
            }
        }
    }

    fn arabic_letter(&mut self, c: char) {
        self.arabic += 1;
        match c {
            'ة' | 'أ' | 'إ' => (self.arabic_alone, self.hamzas) = (self.arabic_alone + 1, self.hamzas + 1),
            'ك' => self.arabic_alone += 1,
            // The other letters of Arabic say nothing: other languages have them too.
            'ء'..='غ' | 'ف' | 'ق' | 'ل'..='ي' => {}
            _ => self.letter_beyond_arabic(c),
        }
    }

    fn letter_beyond_arabic(&mut self, c: char) {
        let has = |letters: &str| usize::from(letters.contains(c));
        self.foreign += has(FOREIGN);
        self.persian += has(PERSIAN.0);
        self.persian_typed += has(PERSIAN_TYPED.0);
        for (count, (_, letters, _)) in self.own.iter_mut().zip(OWN) {
            *count += has(letters);
        }
    }

    /// Letters that are neither Arabic nor Hebrew.
    pub(super) fn others(&self) -> usize {
        self.latin + self.scripts.iter().sum::<usize>()
    }

    /// The most frequent of the other scripts: `la` for Latin, otherwise its language.
    pub(super) fn script(&self) -> &'static str {
        let counted = self.scripts.iter().zip(SCRIPTS).map(|(&count, (language, ..))| (count, language));
        let (count, language) = counted.max_by_key(|&(count, _)| count).unwrap_or_default();
        match language {
            _ if self.latin >= count => "la",
            "ru" if self.ukrainian * 100 > count => "uk",
            // Japanese has more ideographs than letters of its own.
            "zh" if self.scripts[12] * 10 > count => "ja",
            language => language,
        }
    }

    pub(super) const fn is_yiddish(&self) -> bool {
        self.yiddish * 100 > self.hebrew
    }

    /// The language of a text in Arabic letters: the one that most of it is in, by the share of its particular letters;
    /// Arabic in doubt.
    pub(super) fn arabic_language(&self) -> &'static str {
        /// Least share of the text, in per cent, for a language to count.
        const LEAST: usize = 25;
        let percent =
            |count: usize, per_thousand: usize| (count * 100_000 / (self.arabic.max(1) * per_thousand)).min(100);
        let arabic = percent(self.arabic_alone, ARABIC);
        let own = self.own.iter().zip(OWN).map(|(&count, (tag, _, share))| (percent(count, share), tag));
        let (most, tag) = own.max_by_key(|&(share, _)| share).unwrap_or_default();
        // A single letter is a slip or a name.
        let count = self.own.iter().max().copied().unwrap_or(0);
        let enough = count > 1 || self.arabic < 40;
        let persian = self.persian_share(&percent);
        match () {
            () if self.is_scripture() => "ar",
            () if most >= LEAST && most > arabic && enough => tag,
            () if persian >= LEAST && persian > arabic => "fa",
            () => "ar",
        }
    }

    /// Whether a text is vocalised and has no letters foreign to Arabic except yeh, kaf and heh, which scripture
    /// printed in India has.
    const fn is_scripture(&self) -> bool {
        self.marks * 100 > self.arabic * VOCALISED && self.foreign * 100 < self.arabic
    }

    /// How much of a text is Persian. If typed on an Arabic keyboard, it lacks the Persian yeh and kaf; then its other
    /// letters count, except the few that dialects of Arabic borrow.
    fn persian_share(&self, percent: &impl Fn(usize, usize) -> usize) -> usize {
        let is_short = self.arabic < 40 && self.arabic_alone == 0;
        if self.persian_typed > self.persian || is_short && self.persian > 0 {
            return if self.persian_typed > 1 || is_short { percent(self.persian_typed, PERSIAN_TYPED.1) } else { 0 };
        }
        if self.persian > 2 && self.persian > 2 * self.hamzas { percent(self.persian, PERSIAN.1) } else { 0 }
    }
}
