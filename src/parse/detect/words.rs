//! Recognises languages by their most frequent words.
//!
//! The language with most of its frequent words in the text is chosen.

/// Languages written with Latin letters, with words that make up about a third of their texts and are rare in others.
const LATIN: [(&str, &[&str]); 14] = [
    (
        "en",
        &[
            "the", "of", "and", "to", "is", "in", "that", "it", "for", "was", "with", "as", "on", "are", "this", "by",
            "be", "an", "from", "or", "not", "have", "you", "at", "his", "he", "i", "a",
        ],
    ),
    (
        "fr",
        &[
            "le", "la", "les", "des", "et", "est", "une", "du", "dans", "que", "qui", "pour", "en", "au", "pas", "sur",
            "avec", "par", "il", "ce", "sont", "plus", "un", "de", "à", "ne", "nous", "vous", "l", "d", "c", "n", "s",
            "qu",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "das", "und", "ist", "von", "den", "mit", "nicht", "ein", "eine", "zu", "auf", "für", "im",
            "dem", "sich", "des", "auch", "als", "es", "an", "werden", "wird", "er", "sie", "in", "ich", "einer",
            "zur",
        ],
    ),
    (
        "es",
        &[
            "el", "los", "las", "y", "del", "se", "por", "con", "una", "para", "es", "su", "al", "lo", "como", "más",
            "pero", "la", "de", "que", "en", "no", "un", "son", "todos",
        ],
    ),
    (
        "it",
        &[
            "il", "di", "che", "è", "e", "la", "per", "una", "non", "del", "della", "con", "sono", "gli", "un", "le",
            "i", "si", "da", "dei", "nel", "alla", "come", "più", "anche", "in", "tutti",
        ],
    ),
    (
        "pt",
        &[
            "o", "os", "as", "e", "do", "da", "em", "um", "uma", "para", "com", "não", "no", "na", "dos", "das", "por",
            "é", "mais", "ao", "se", "que", "de", "são", "todos", "a", "nos",
        ],
    ),
    (
        "nl",
        &[
            "de", "het", "een", "van", "en", "is", "dat", "op", "te", "zijn", "met", "niet", "voor", "aan", "die",
            "er", "ook", "als", "in", "maar", "om", "bij", "worden", "werd", "alle",
        ],
    ),
    (
        "tr",
        &[
            "ve", "bir", "bu", "için", "ile", "da", "de", "çok", "olarak", "olan", "gibi", "daha", "kadar", "o", "ne",
            "en", "her", "var", "değil", "ise", "sonra", "ama", "bütün",
        ],
    ),
    (
        "id",
        &[
            "yang", "dan", "di", "dengan", "untuk", "ini", "dari", "dalam", "itu", "tidak", "pada", "adalah", "akan",
            "ke", "karena", "oleh", "sebagai", "juga", "orang", "mereka", "semua",
        ],
    ),
    (
        "pl",
        &[
            "w", "i", "na", "z", "się", "nie", "do", "jest", "że", "o", "to", "jak", "po", "od", "za", "przez", "są",
            "dla", "ich", "być", "ale", "oraz", "wszyscy",
        ],
    ),
    (
        "sv",
        &[
            "och", "i", "att", "det", "som", "en", "på", "är", "av", "för", "med", "till", "den", "har", "inte", "om",
            "ett", "de", "var", "från", "alla",
        ],
    ),
    (
        "kmr",
        &[
            "û", "ku", "di", "de", "ji", "bi", "bo", "ev", "ew", "ne", "li", "xwe", "jî", "wî", "wan", "her", "hemû",
            "çi", "dike", "ye",
        ],
    ),
    (
        "ro",
        &[
            "și", "în", "de", "la", "cu", "pe", "nu", "este", "că", "din", "pentru", "care", "mai", "un", "o", "sunt",
            "se", "ce", "sau", "fi", "toate",
        ],
    ),
    (
        "so",
        &["waa", "iyo", "ka", "ku", "in", "oo", "u", "uu", "la", "ay", "ee", "ah", "ayaa", "waxaa", "soo", "si", "loo"],
    ),
];

const HEBREW: &[&str] =
    &["של", "את", "על", "לא", "הוא", "היא", "זה", "אל", "כי", "גם", "או", "עם", "אני", "הם", "כל", "יש", "אין", "זהו"];
const YIDDISH: &[&str] = &[
    "און",
    "די",
    "דער",
    "איז",
    "פון",
    "דאס",
    "מיט",
    "צו",
    "ניט",
    "נישט",
    "איך",
    "האט",
    "וואס",
    "זיך",
    "א",
    "האבן",
    "זיי",
    "וועט",
    "זענען",
];

/// Counts of words.
#[derive(Default)]
pub(super) struct Words {
    latin: [usize; LATIN.len()],
    hebrew: usize,
    yiddish: usize,
}

impl Words {
    /// Counts a word, with the signs around it or an apostrophe in it.
    pub(super) fn add(&mut self, word: &str) {
        // Arabic is recognised by its letters alone.
        let is_arabic = |c: char| matches!(c, '\u{620}'..='\u{64A}');
        let Some(first) = word.chars().find(|&c| is_arabic(c) || c.is_alphabetic()) else { return };
        if matches!(first, '\u{590}'..='\u{5FF}' | '\u{FB1D}'..='\u{FB4F}') {
            let plain: String = word.chars().filter(|c| matches!(c, '\u{5D0}'..='\u{5EA}')).collect();
            self.hebrew += usize::from(HEBREW.contains(&plain.as_str()));
            self.yiddish += usize::from(YIDDISH.contains(&plain.as_str()));
        } else if first < '\u{370}' {
            for part in word.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()) {
                self.latin_word(&part.to_lowercase());
            }
        }
    }

    fn latin_word(&mut self, word: &str) {
        for (count, (_, words)) in self.latin.iter_mut().zip(LATIN) {
            *count += usize::from(words.contains(&word));
        }
    }

    /// The language of a text with this many Latin letters; `None` if no language has enough of its words in it.
    pub(super) fn latin(&self, letters: usize) -> Option<&'static str> {
        /// Most letters per frequent word: in texts of a language, one word in two or three is frequent.
        const LETTERS: usize = 60;
        // On equal counts, the earlier language wins.
        let counted = self.latin.iter().zip(LATIN).rev();
        let (count, (tag, _)) = counted.max_by_key(|(count, _)| **count)?;
        (*count > 0 && count * LETTERS >= letters).then_some(tag)
    }

    /// Hebrew or Yiddish.
    pub(super) const fn hebrew(&self) -> &'static str {
        if self.yiddish > self.hebrew { "yi" } else { "he" }
    }
}
