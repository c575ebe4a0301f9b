//! Shaped words, kept by each thread from one text to the next: most words of an article have been in others.
//!
//! In: a way to shape, and later the words shaped in it. Out: the words that are known already. What is kept is
//! bounded, so that the memory of a batch does not go by the number of its articles; glyphs depend on the key and the
//! letters alone, so what is known changes no page.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use foldhash::fast::FixedState;
use rustybuzz::Script;

use super::word::ShapedWord;
use crate::font::{Font, FontFile, KashidaRules, Weight};
use crate::text::kashida::Kashida;

/// Words of one key that are kept at most: some 10 MB, with their lengthened forms.
const MOST_WORDS: usize = 10_000;
/// Keys that are kept at most: the faces and languages of a few articles.
const MOST_KEYS: usize = 16;

/// Everything that a word's glyphs depend on besides its letters.
#[derive(Clone, Debug)]
pub(super) struct Key {
    file: Arc<FontFile>,
    weight: Weight,
    kashida: KashidaRules,
    pub(super) script: Option<Script>,
    pub(super) lang: String,
    pub(super) right_to_left: bool,
}

impl Key {
    pub(super) fn new(font: &Font, script: Option<Script>, lang: &str, right_to_left: bool) -> Key {
        let Font { data, weight, kashida, .. } = font;
        let (file, lang) = (Arc::clone(data), lang.to_owned());
        Key { file, weight: *weight, kashida: *kashida, script, lang, right_to_left }
    }
}

impl PartialEq for Key {
    /// A file is the same where it lies at the same place; as long as it is kept no other can lie there.
    fn eq(&self, other: &Key) -> bool {
        Arc::ptr_eq(&self.file, &other.file)
            && (self.weight, self.kashida) == (other.weight, other.kashida)
            && (self.script, &self.lang, self.right_to_left) == (other.script, &other.lang, other.right_to_left)
    }
}

/// What is remembered of a word.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) word: Rc<ShapedWord>,
    /// Found when first asked for.
    pub(super) kashida: OnceCell<Option<Rc<Kashida>>>,
}

/// Words by their letters.
pub(super) type Words = HashMap<Box<str>, Known, FixedState>;

thread_local! {
    static KEPT: RefCell<Vec<(Key, Words)>> = const { RefCell::new(Vec::new()) };
}

/// Takes the words that are kept for a key.
pub(super) fn take(key: &Key) -> Words {
    KEPT.with_borrow_mut(|kept| {
        let place = kept.iter().position(|(other, _)| other == key);
        place.map(|place| kept.swap_remove(place).1).unwrap_or_default()
    })
}

/// Keeps words for the next who takes them, in the place of fewer.
pub(super) fn keep(key: Key, words: Words) {
    if words.len() > MOST_WORDS {
        return;
    }
    // At the end of a thread nothing needs to be kept.
    let _ = KEPT.try_with(|kept| {
        let mut kept = kept.borrow_mut();
        match kept.iter_mut().find(|(other, _)| *other == key) {
            Some((_, fewer)) if fewer.len() < words.len() => *fewer = words,
            Some(_) => {}
            None => {
                if kept.len() >= MOST_KEYS {
                    kept.clear();
                }
                kept.push((key, words));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::{FaceId, FontSet};

    fn words(count: usize) -> Words {
        let known = Known { word: Rc::default(), kashida: OnceCell::new() };
        (0..count).map(|number| (number.to_string().into(), known.clone())).collect()
    }

    #[test]
    fn words_are_kept_by_font_script_and_language_within_bounds() {
        let fonts = FontSet::builtin();
        let key = |face: u16, lang: &str| Key::new(fonts.face(FaceId(face)), None, lang, true);
        keep(key(0, "ar"), words(3));
        keep(key(0, "fa"), words(4));
        keep(key(0, "fa"), words(2));
        assert_eq!(take(&key(1, "ar")).len(), 0);
        assert_eq!(take(&key(0, "ar")).len(), 3);
        assert_eq!(take(&key(0, "ar")).len(), 0, "they were taken");
        assert_eq!(take(&key(0, "fa")).len(), 4);
        keep(key(0, "ar"), words(MOST_WORDS + 1));
        assert_eq!(take(&key(0, "ar")).len(), 0);
        (0..100).for_each(|lang| keep(key(0, &lang.to_string()), words(1)));
        assert!(KEPT.with_borrow(Vec::len) <= MOST_KEYS);
    }
}
