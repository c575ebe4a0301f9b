//! Shaping: items of text into glyphs (OpenType, through rustybuzz).
//!
//! In: a paragraph cut into items. Out: [`Unit`]s – words, spaces and forced breaks – that tile the text in logical
//! order, each with its glyphs in font units. A word is shaped once and remembered; where a word runs over a border of
//! items, its neighbours are given to the shaper as context, so that a change of style never breaks joining.

mod cut;
mod memory;
mod word;

use std::cell::OnceCell;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::str::FromStr;

use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Language, Script, ShapePlan, UnicodeBuffer};

use super::ink::InkedFace;
use super::itemize::Item;
use super::kashida::{self, Kashida, TATWEEL};
use super::line::TextRange;
use super::{Paragraph, Stretch, is_joiner};
use crate::diagnostic::Error;
use crate::font::{FaceId, Font, FontSet};
use crate::geometry::Pt;

pub(super) use cut::UnitKind;
use cut::words;
use memory::{Key, Known, Words};
pub(super) use word::ShapedWord;
use word::{clusters, collect};

/// A word or space in its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unit {
    /// Bytes of the paragraph's text.
    pub(super) range: Range<usize>,
    /// Index of its item.
    pub(super) item: usize,
    /// What it is.
    pub(super) kind: UnitKind,
    /// Its glyphs.
    pub(super) word: Rc<ShapedWord>,
    /// The word lengthened, where it can be and that is asked for.
    pub(super) kashida: Option<Rc<Kashida>>,
}

/// A way to shape and the words shaped in it.
struct System {
    face: FaceId,
    key: Key,
    language: Option<Language>,
    plan: ShapePlan,
    words: Words,
}

/// Shapes text with the faces of a font set; keeps parsed faces and plans for all paragraphs given to it, and leaves
/// its words to the next shaper of its thread.
pub struct Shaper<'f> {
    fonts: &'f FontSet,
    faces: Vec<OnceCell<Option<InkedFace<'f>>>>,
    systems: Vec<System>,
    buffer: UnicodeBuffer,
}

impl<'f> Shaper<'f> {
    /// A shaper that has parsed and shaped nothing yet.
    #[must_use]
    pub fn new(fonts: &'f FontSet) -> Shaper<'f> {
        let faces = fonts.faces().iter().map(|_| OnceCell::new()).collect();
        Shaper { fonts, faces, systems: Vec::new(), buffer: UnicodeBuffer::new() }
    }

    /// The faces it shapes with.
    #[must_use]
    pub const fn fonts(&self) -> &'f FontSet {
        self.fonts
    }

    /// Shapes the items of a paragraph.
    pub(super) fn shape(&mut self, paragraph: &Paragraph, items: &[Item], stretch: Stretch) -> Vec<Unit> {
        let mut units = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if let Some(object) = item.object {
                units.push(self.object(index, item, paragraph.objects[object].width));
                continue;
            }
            let lang = &paragraph.styles[item.style].style.lang;
            let Some(system) = self.system(item, lang) else { continue };
            for (range, kind) in words(&paragraph.text, item.range.clone()) {
                let (word, kashida) = self.word(system, &paragraph.text, range.clone(), kind, stretch);
                units.push(Unit { range, item: index, kind, word, kashida });
            }
        }
        units
    }

    /// An object as a word without glyphs.
    fn object(&self, index: usize, item: &Item, width: Pt) -> Unit {
        let units_per_em = f64::from(self.fonts.face(item.face).metrics.units_per_em);
        #[expect(clippy::cast_possible_truncation, reason = "an object is at most as wide as a page")]
        let advance = (width / item.size * units_per_em).round() as i32;
        let word = Rc::new(ShapedWord::blank(item.range.len(), advance));
        Unit { range: item.range.clone(), item: index, kind: UnitKind::Word, word, kashida: None }
    }

    /// One word, from memory where its neighbours cannot change it.
    fn word(
        &mut self,
        system: usize,
        text: &str,
        range: Range<usize>,
        kind: UnitKind,
        stretch: Stretch,
    ) -> (Rc<ShapedWord>, Option<Rc<Kashida>>) {
        let letters = &text[range.clone()];
        if kind == UnitKind::Word {
            let before = joining_neighbour(text[..range.start].chars().next_back());
            let after = joining_neighbour(text[range.end..].chars().next());
            if before.is_some() || after.is_some() {
                return (Rc::new(self.shape_word(system, [(letters, 0)], before, after)), None);
            }
        }
        if let (Some(known), Stretch::Spaces) = (self.systems[system].words.get(letters), stretch) {
            return (Rc::clone(&known.word), None);
        }
        if !self.systems[system].words.contains_key(letters) {
            let word = Rc::new(self.shape_word(system, [(letters, 0)], None, None));
            self.systems[system].words.insert(letters.into(), Known { word, kashida: OnceCell::new() });
        }
        let known = &self.systems[system].words[letters];
        let word = Rc::clone(&known.word);
        if stretch == Stretch::Spaces {
            return (word, None);
        }
        if let Some(kashida) = known.kashida.get() {
            return (word, kashida.clone());
        }
        let kashida = self.lengthen(system, letters, &word).map(Rc::new);
        let _ = self.systems[system].words[letters].kashida.set(kashida.clone());
        (word, kashida)
    }

    /// Shapes a word again with a tatweel at the best place for it.
    fn lengthen(&mut self, system: usize, letters: &str, plain: &ShapedWord) -> Option<Kashida> {
        let face_id = self.systems[system].face;
        let (offset, priority) = kashida::place(letters, self.fonts.face(face_id).kashida)?;
        let tatweel_text = TATWEEL.to_string();
        // The last byte of the letter before it marks the tatweel until its glyph is found.
        let marker = offset - 1;
        let parts = [(&letters[..offset], 0), (tatweel_text.as_str(), marker), (&letters[offset..], offset)];
        let mut long = self.shape_word(system, parts, None, None);
        let tatweel =
            long.visual_glyphs.iter().position(|glyph| glyph.text_range == TextRange::from(marker..offset))?;
        let face = self.faces[usize::from(face_id.0)].get()?.as_ref()?;
        let ink = face.ink(long.visual_glyphs[tatweel].id)?;
        let letter = plain.clusters.iter().find(|cluster| cluster.text.contains(&marker))?.text.clone();
        for glyph in &mut long.visual_glyphs {
            if letter.contains(&glyph.text_range.start()) {
                glyph.text_range = letter.clone().into();
            }
        }
        long.clusters = clusters(&long.visual_glyphs);
        kashida::accept(plain, long, tatweel, priority, (i32::from(ink.x_min), i32::from(ink.x_max)))
    }

    /// Shapes letters given in parts; their clusters count from the offset that goes with each part.
    #[inline(never)]
    fn shape_word<'t>(
        &mut self,
        system: usize,
        parts: impl IntoIterator<Item = (&'t str, usize)>,
        before: Option<char>,
        after: Option<char>,
    ) -> ShapedWord {
        let &System { face: id, ref key, ref language, ref plan, .. } = &self.systems[system];
        let Some(Some(face)) = self.faces[usize::from(id.0)].get() else { return ShapedWord::default() };
        let mut buffer = std::mem::take(&mut self.buffer);
        let mut length = 0;
        for (letters, start) in parts {
            for (offset, character) in letters.char_indices() {
                // A tab is a space among words; that of Ogham is the one space that the shaper makes of no other, for its
                // glyph is a stroke.
                let character = if matches!(character, '\t' | '\u{1680}') { ' ' } else { character };
                buffer.add(character, u32::try_from(start + offset).unwrap_or(u32::MAX));
            }
            length = start + letters.len();
        }
        buffer.set_direction(direction(key.right_to_left));
        if let Some(script) = key.script {
            buffer.set_script(script);
        }
        if let Some(language) = language {
            buffer.set_language(language.clone());
        }
        let mut utf8 = [0; 4];
        if let Some(character) = before {
            buffer.set_pre_context(character.encode_utf8(&mut utf8));
        }
        if let Some(character) = after {
            buffer.set_post_context(character.encode_utf8(&mut utf8));
        }
        let shaped = guarded(self.fonts.face(id), || rustybuzz::shape_with_plan(face.face(), plan, buffer));
        let word = collect(&shaped, length, face);
        self.buffer = shaped.clear();
        word
    }

    /// The index of the system for an item; `None` where its face cannot be parsed.
    fn system(&mut self, item: &Item, lang: &str) -> Option<usize> {
        let script = Script::from_iso15924_tag(Tag::from_bytes_lossy(item.script.short_name().as_bytes()));
        let right_to_left = item.level % 2 == 1;
        let known = self.systems.iter().position(|System { face, key, .. }| {
            *face == item.face && key.script == script && key.lang == lang && key.right_to_left == right_to_left
        });
        known.or_else(|| {
            let fonts = self.fonts;
            let parse = || InkedFace::parse(fonts.face(item.face));
            let face = self.faces[usize::from(item.face.0)].get_or_init(parse).as_ref()?;
            let language = Language::from_str(lang).ok();
            let plan = || ShapePlan::new(face.face(), direction(right_to_left), script, language.as_ref(), &[]);
            let plan = guarded(fonts.face(item.face), plan);
            let key = Key::new(fonts.face(item.face), script, lang, right_to_left);
            self.systems.push(System { face: item.face, words: memory::take(&key), key, language, plan });
            Some(self.systems.len() - 1)
        })
    }
}

impl Drop for Shaper<'_> {
    fn drop(&mut self) {
        self.systems.drain(..).for_each(|System { key, words, .. }| memory::keep(key, words));
    }
}

/// Does a step with the tables of a font of the user, which may contradict each other in ways that rustybuzz does not
/// expect: what then unwinds is an [`Error::Font`] that names the font.
fn guarded<T>(font: &Font, step: impl FnOnce() -> T) -> T {
    if !font.data.is_foreign() {
        return step();
    }
    catch_unwind(AssertUnwindSafe(step)).unwrap_or_else(|_| {
        let reason = "words cannot be set with it: its tables are damaged".to_owned();
        resume_unwind(Box::new(Error::Font { name: font.label(), reason }))
    })
}

const fn direction(right_to_left: bool) -> Direction {
    if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight }
}

/// A neighbour that a letter could join; spaces, digits and punctuation cannot.
fn joining_neighbour(neighbour: Option<char>) -> Option<char> {
    neighbour.filter(|&character| character.is_alphabetic() || is_joiner(character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{BaseDirection, TextStyle, bidi, itemize};

    fn units(paragraph: &Paragraph) -> Vec<Unit> {
        let fonts = FontSet::builtin();
        let levels = bidi::resolve(&paragraph.text, paragraph.direction);
        let (items, _) = itemize::itemize(paragraph, &levels, &fonts);
        Shaper::new(&fonts).shape(paragraph, &items, Stretch::Spaces)
    }

    fn plain(text: &str) -> Paragraph {
        Paragraph::plain(text, TextStyle::default(), BaseDirection::Rtl)
    }

    /// The visible glyph of the letter at an offset.
    fn glyph(units: &[Unit], offset: usize) -> u16 {
        let unit = units.iter().find(|unit| unit.range.contains(&offset)).unwrap();
        let mut of_letter =
            unit.word.visual_glyphs.iter().filter(|g| unit.range.start + g.text_range.start() == offset);
        of_letter.find(|glyph| glyph.advance > 0).unwrap().id
    }

    #[test]
    fn lam_before_alef_takes_its_own_form() {
        assert_ne!(glyph(&units(&plain("لا")), 0), glyph(&units(&plain("لم")), 0));
        assert_ne!(glyph(&units(&plain("لأ")), 2), glyph(&units(&plain("بأ")), 2));
    }

    #[test]
    fn a_bold_letter_inside_a_word_still_joins() {
        let mut paragraph = Paragraph { direction: BaseDirection::Rtl, ..Paragraph::default() };
        paragraph.push("ع", TextStyle::default());
        paragraph.push("ع", TextStyle { weight: crate::font::Weight::Bold, ..TextStyle::default() });
        paragraph.push("ع", TextStyle::default());
        let mixed = units(&paragraph);
        assert_eq!(mixed.len(), 3);
        assert_eq!(glyph(&mixed, 0), glyph(&units(&plain("ع\u{200d}")), 0), "initial");
        assert_eq!(glyph(&mixed, 4), glyph(&units(&plain("\u{200d}ع")), 3), "final");
        assert_ne!(glyph(&mixed, 0), glyph(&units(&plain("ع")), 0), "not isolated");
    }

    #[test]
    fn units_tile_the_text() {
        let text = "قال: «العلم نور»\u{a0}12\tKnuth\u{2028}ثم";
        let mut end = 0;
        for unit in units(&plain(text)) {
            assert_eq!(unit.range.start, end);
            end = unit.range.end;
            let covered: usize = unit.word.clusters.iter().map(|cluster| cluster.text.len()).sum();
            assert_eq!(covered, unit.range.len(), "clusters tile {:?}", &text[unit.range.clone()]);
        }
        assert_eq!(end, text.len());
    }
}
