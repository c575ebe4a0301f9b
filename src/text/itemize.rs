//! Cuts a paragraph into items that can be shaped: one level, script, style, face and size each.
//!
//! In: a paragraph, its levels, the fonts. Out: [`Item`]s that tile the text, and the characters that no face has.
//! Scripts are those of `scripts`. Faces are chosen grapheme cluster by grapheme cluster (UAX #29), so that marks stay
//! with their base and an emoji of several characters is one sign; punctuation comes from the face of the letters
//! around it, and both signs of a pair from one face.

use std::ops::Range;

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use icu_segmenter::GraphemeClusterSegmenter;
use unicode_script::{Script, UnicodeScript};

use super::bidi::Levels;
use super::scripts::{Scripts, own_script, partner};
use super::{FORCED_BREAK, OBJECT, Paragraph, TextWarning};
use crate::font::{self, FaceId, FontSet};
use crate::geometry::Pt;

/// A stretch of text of one level, script, style, face and size.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    /// Bytes of the paragraph's text.
    pub(super) range: Range<usize>,
    /// UAX #9 level.
    pub(super) level: u8,
    /// Resolved script.
    pub(super) script: Script,
    /// Index into [`Paragraph::styles`].
    pub(super) style: usize,
    /// The face that has the characters.
    pub(super) face: FaceId,
    /// Size at which the face is set: the style's, balanced against the face that the style asked for.
    pub(super) size: Pt,
    /// Index into [`Paragraph::objects`], if it is an object.
    pub(super) object: Option<usize>,
}

/// Cuts a paragraph into items.
pub(super) fn itemize(paragraph: &Paragraph, levels: &Levels, fonts: &FontSet) -> (Vec<Item>, Vec<TextWarning>) {
    let text = paragraph.text.as_str();
    let scripts = Scripts::resolve(text, levels);
    let mut items: Vec<Item> = Vec::new();
    let mut warnings = Vec::new();
    let mut is_latin = scripts.starts().first().is_some_and(|&(_, script)| is_latin_script(script));
    let mut following = scripts.starts();
    let mut script = Script::Common;
    for (style, styled) in paragraph.styles.iter().enumerate() {
        let chain = fonts.fallback_chain(&styled.style.family, styled.style.weight);
        let Some(&first) = chain.first() else { continue };
        let dealer = Dealer::new(text, &scripts, &styled.style.lang, chain, fonts);
        for (range, face) in dealer.faces(styled.range.clone(), &mut warnings) {
            let sizes = [font::Script::Other, font::Script::Latin]
                .map(|script| styled.style.size * fonts.balance(first, face, script));
            for (offset, character) in text[range.clone()].char_indices() {
                let start = range.start + offset;
                while let Some(((_, next), rest)) = following.split_first().filter(|((at, _), _)| *at <= start) {
                    (script, following) = (*next, rest);
                }
                let level = levels.levels[start];
                let is_ltr = level.is_multiple_of(2);
                if is_ltr {
                    is_latin = is_balanced_as_latin(character, script, is_latin);
                }
                let size = sizes[usize::from(is_latin && is_ltr)];
                let object = if character == OBJECT { paragraph.object_at(start) } else { None };
                match items.last_mut() {
                    Some(last)
                        if last.style == style
                            && last.face == face
                            && last.size == size
                            && last.level == level
                            && last.script == script
                            && last.object.is_none()
                            && object.is_none() => {}
                    _ => {
                        if let Some(last) = items.last_mut() {
                            last.range.end = start;
                        }
                        let range = start..text.len();
                        items.push(Item { range, level, script, style, face, size, object });
                    }
                }
            }
        }
    }
    (items, warnings)
}

/// Whether a character that runs left to right has the size of Latin letters: these and European digits have it, and
/// punctuation goes with what precedes it.
fn is_balanced_as_latin(character: char, script: Script, previous: bool) -> bool {
    match character {
        '0'..='9' => true,
        _ if character.is_alphabetic() => is_latin_script(script),
        _ if character.is_numeric() => false,
        _ => previous,
    }
}

const fn is_latin_script(script: Script) -> bool {
    matches!(script, Script::Latin | Script::Greek | Script::Cyrillic)
}

/// Assigns the text of one family and weight to faces.
struct Dealer<'a> {
    text: &'a str,
    scripts: &'a Scripts,
    fonts: &'a FontSet,
    /// The faces to try in turn, at least one.
    chain: Vec<FaceId>,
    /// The face of the letters of each script, which has the punctuation among them too; none where all characters
    /// are to have one width.
    leads: Vec<(Script, FaceId)>,
}

impl<'a> Dealer<'a> {
    fn new(text: &'a str, scripts: &'a Scripts, lang: &str, chain: Vec<FaceId>, fonts: &'a FontSet) -> Dealer<'a> {
        let mut dealer = Dealer { text, scripts, fonts, chain, leads: Vec::new() };
        if !fonts.face(dealer.chain[0]).is_monospaced {
            // If there are only digits and punctuation, those of the language.
            let of_lang = scripts.letters().is_empty().then(|| font::letter_of(lang)).flatten();
            let letters = scripts.letters().iter().copied().chain(of_lang.map(|letter| (Script::Common, letter)));
            let lead = |(script, letter)| Some((script, dealer.first_with(|face| dealer.covers(face, letter))?));
            dealer.leads = letters.filter_map(lead).collect();
        }
        dealer
    }

    /// The faces of a stretch, as ranges in order; white space stays in the face before it.
    fn faces(&self, range: Range<usize>, warnings: &mut Vec<TextWarning>) -> Vec<(Range<usize>, FaceId)> {
        let (first, stretch) = (self.chain[0], &self.text[range.clone()]);
        let is_lead = self.leads.iter().all(|&(_, face)| face == first);
        if is_lead && stretch.chars().all(|character| self.covers(first, character)) {
            return vec![(range, first)];
        }
        let mut ranges: Vec<(Range<usize>, FaceId)> = Vec::new();
        let mut start = range.start;
        for end in GraphemeClusterSegmenter::new().segment_str(stretch).skip(1).map(|offset| range.start + offset) {
            let cluster = &self.text[start..end];
            let face = match ranges.last() {
                Some(&(_, previous)) if cluster.chars().all(char::is_whitespace) && self.sets_spaces(previous) => {
                    previous
                }
                _ => self.cluster_face(cluster, start),
            };
            let lacking = cluster.char_indices().filter(|&(_, character)| !self.covers(face, character));
            warnings.extend(lacking.map(|(at, character)| missing(character, start + at)));
            match ranges.last_mut() {
                Some((last, last_face)) if *last_face == face => last.end = end,
                _ => ranges.push((start..end, face)),
            }
            start = end;
        }
        ranges
    }

    /// The face for a cluster at an offset: the first that has all of it, otherwise the first that has its base,
    /// otherwise the first of all. Signs without a script are first looked up in the face of the letters around them.
    fn cluster_face(&self, cluster: &str, start: usize) -> FaceId {
        let base = cluster.chars().next().unwrap_or_default();
        let pair = partner(base).unwrap_or(base);
        let whole = |face| self.covers(face, pair) && cluster.chars().all(|character| self.covers(face, character));
        if own_script(base).is_none() && !self.leads.is_empty() {
            let script = self.scripts.at(start);
            let lead = self.leads.iter().find(|&&(of, face)| of == script && whole(face));
            if let Some(&(_, face)) = lead {
                return face;
            }
        }
        let found = self.first_with(whole).or_else(|| self.first_with(|face| self.covers(face, base)));
        found.unwrap_or(self.chain[0])
    }

    fn first_with(&self, has: impl Fn(FaceId) -> bool) -> Option<FaceId> {
        self.chain.iter().copied().find(|&face| has(face))
    }

    fn covers(&self, face: FaceId, character: char) -> bool {
        self.fonts.face(face).covers(character) || needs_no_glyph(character)
    }

    /// Whether the spaces beside the characters of a face are its own: those of a face of signs are as wide as signs.
    fn sets_spaces(&self, face: FaceId) -> bool {
        let font = self.fonts.face(face);
        !font.is_for_signs && font.covers(' ')
    }
}

fn missing(character: char, offset: usize) -> TextWarning {
    TextWarning::MissingGlyph { character, script: character.script().full_name(), offset }
}

/// Characters that draw nothing in any face, and spaces, which the shaper makes of any face's space.
fn needs_no_glyph(character: char) -> bool {
    matches!(character, FORCED_BREAK | OBJECT)
        || character.is_control()
        || (character.is_whitespace() && character != ' ')
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{BaseDirection, TextStyle, bidi};

    /// Compares the items as `text[script face]`.
    fn check(text: &str, family: &str, expected: &[&str]) {
        let fonts = FontSet::builtin();
        let style = TextStyle { family: family.into(), ..TextStyle::default() };
        let paragraph = Paragraph::plain(text, style, BaseDirection::Rtl);
        let levels = bidi::resolve(text, BaseDirection::Rtl);
        let (items, _) = itemize(&paragraph, &levels, &fonts);
        let shown = items.iter().map(|item| {
            let face = &fonts.face(item.face).name;
            format!("{}[{} {face}]", &text[item.range.clone()], item.script.short_name())
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn levels_and_scripts_cut_a_line() {
        check("لغة Rust: 12", "Amiri", &["لغة [Arab Amiri-Regular]", "Rust: 12[Latn Amiri-Regular]"]);
    }

    #[test]
    fn punctuation_comes_from_the_face_of_the_letters_around_it() {
        check(
            "שלום (12).",
            "Amiri",
            &[
                "שלום ([Hebr NotoSerifHebrew-Regular]",
                "12[Hebr NotoSerifHebrew-Regular]",
                ").[Hebr NotoSerifHebrew-Regular]",
            ],
        );
        check(
            "قال له: «שלום».",
            "Amiri",
            &["قال له: «[Arab Amiri-Regular]", "שלום[Hebr NotoSerifHebrew-Regular]", "».[Arab Amiri-Regular]"],
        );
    }

    #[test]
    fn marks_stay_with_their_base_in_a_fallback_face() {
        check("د Σ\u{301}", "Amiri", &["د [Arab Amiri-Regular]", "Σ\u{301}[Grek NotoSerif-Regular]"]);
    }

    #[test]
    fn a_character_without_any_face_is_reported_with_its_place() {
        let style = TextStyle::default();
        let paragraph = Paragraph::plain("ا 𒀀", style, BaseDirection::Rtl);
        let levels = bidi::resolve(&paragraph.text, BaseDirection::Rtl);
        let (_, warnings) = itemize(&paragraph, &levels, &FontSet::builtin());
        assert_eq!(warnings, [TextWarning::MissingGlyph { character: '𒀀', script: "Cuneiform", offset: 3 }]);
    }
}
