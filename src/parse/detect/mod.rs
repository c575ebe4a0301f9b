//! Recognises the language of a text whose source does not give it.
//!
//! The result is `None` if the text is Arabic, too short or in doubt. Scripts are counted by their letters; languages
//! written with Arabic letters are distinguished by their particular letters ([`letters`]), those written with Hebrew
//! and Latin letters by their most frequent words ([`words`]). Code and addresses do not count.

mod letters;
mod words;

#[cfg(test)]
mod tests;

use self::letters::Letters;
use self::words::Words;
use crate::document::{Block, BlockKind, Inline, Lang};

/// Bytes of a text that are examined.
const MOST: usize = 200_000;

/// Least number of Latin letters for a decision.
const FEWEST_LETTERS: usize = 12;

/// Share of Arabic or Hebrew letters, in per cent, from which a text is Arabic or Hebrew with foreign words; less
/// suffices if a heading or the title has such letters.
const MARGIN: usize = 25;
const MARGIN_UNDER_HEADINGS: usize = 8;

/// Findings so far.
#[derive(Default)]
struct Evidence {
    letters: Letters,
    words: Words,
    /// Whether a heading or the title begins with Arabic or Hebrew letters, or has mostly such.
    is_headed: bool,
    seen: usize,
}

/// The language of a document whose source does not give it; `None` if Arabic is as good a guess.
pub(super) fn detect(title: &str, blocks: &[Block]) -> Option<Lang> {
    let mut evidence = Evidence::default();
    evidence.heading(title);
    evidence.blocks(blocks);
    evidence.language().filter(|tag| *tag != "ar").map(|tag| Lang(tag.into()))
}

/// The name of a language, for messages.
pub(super) fn name(lang: &Lang) -> &str {
    const NAMES: [(&str, &str); 38] = [
        ("fa", "Persian"),
        ("ur", "Urdu"),
        ("ckb", "Central Kurdish"),
        ("ps", "Pashto"),
        ("sd", "Sindhi"),
        ("ug", "Uyghur"),
        ("he", "Hebrew"),
        ("yi", "Yiddish"),
        ("en", "English"),
        ("fr", "French"),
        ("de", "German"),
        ("es", "Spanish"),
        ("it", "Italian"),
        ("pt", "Portuguese"),
        ("nl", "Dutch"),
        ("tr", "Turkish"),
        ("id", "Indonesian"),
        ("pl", "Polish"),
        ("sv", "Swedish"),
        ("kmr", "Northern Kurdish"),
        ("ru", "Russian"),
        ("uk", "Ukrainian"),
        ("ro", "Romanian"),
        ("so", "Somali"),
        ("el", "Greek"),
        ("hy", "Armenian"),
        ("syr", "Syriac"),
        ("dv", "Dhivehi"),
        ("nqo", "N’Ko"),
        ("hi", "Hindi"),
        ("bn", "Bengali"),
        ("ta", "Tamil"),
        ("th", "Thai"),
        ("ka", "Georgian"),
        ("am", "Amharic"),
        ("ja", "Japanese"),
        ("zh", "Chinese"),
        ("ko", "Korean"),
    ];
    NAMES.iter().find(|(tag, _)| *tag == lang.0).map_or("a language that is not known", |(_, name)| name)
}

impl Evidence {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if self.seen > MOST {
                return;
            }
            if let BlockKind::Heading { content, .. } = &block.kind {
                let text = crate::document::plain_text(content);
                self.heading(&text);
            }
            block.kind.inlines().into_iter().for_each(|run| self.run(run));
            block.kind.children().into_iter().for_each(|inner| self.blocks(inner));
        }
    }

    fn run(&mut self, run: &[Inline]) {
        for inline in run {
            match inline {
                Inline::Text { text, .. } => self.text(text),
                Inline::Code { .. } | Inline::Image(_) => {}
                // Content with a language or direction is a quotation from elsewhere.
                Inline::Span { lang: Some(_), .. } => {}
                other => self.run(other.children()),
            }
        }
    }

    fn heading(&mut self, text: &str) {
        let mut letters = Letters::default();
        let mut begins = None;
        for c in text.chars() {
            letters.add(c);
            begins = begins.or_else(|| c.is_alphabetic().then(|| letters.arabic + letters.hebrew > 0));
        }
        self.is_headed |= begins == Some(true) || letters.arabic + letters.hebrew > letters.others();
    }

    fn text(&mut self, text: &str) {
        self.seen += text.len();
        for word in text.split_whitespace().filter(|word| !is_address(word)) {
            word.chars().for_each(|c| self.letters.add(c));
            self.words.add(word);
        }
    }

    fn language(&self) -> Option<&'static str> {
        let letters = &self.letters;
        let right_to_left = letters.arabic + letters.hebrew;
        let all = right_to_left + letters.others();
        let margin = if self.is_headed { MARGIN_UNDER_HEADINGS } else { MARGIN };
        match () {
            () if right_to_left * 100 < all * margin && all < FEWEST_LETTERS => None,
            () if right_to_left * 100 < all * margin => match letters.script() {
                "la" => Some(self.words.latin(letters.latin).unwrap_or("und")),
                other => Some(other),
            },
            () if letters.hebrew > letters.arabic => {
                Some(if letters.is_yiddish() { "yi" } else { self.words.hebrew() })
            }
            () => Some(letters.arabic_language()),
        }
    }
}

fn is_address(word: &str) -> bool {
    // Most words have no sign of an address.
    let may_be = word.bytes().any(|byte| matches!(byte, b':' | b'@' | b'.'));
    may_be && (word.contains("://") || word.contains('@') || word.starts_with("www."))
}
