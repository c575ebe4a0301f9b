//! Cuts a paragraph into items that can be shaped: one level, script, style, face and size each.
//!
//! In: a paragraph, its levels, the fonts. Out: [`Item`]s that tile the text, and the characters that no face has.
//! Scripts after UAX #24, 5.1 (common and inherited characters join their neighbours); faces grapheme cluster by
//! grapheme cluster (UAX #29), so that marks stay with their base.

use std::ops::Range;

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use icu_segmenter::GraphemeClusterSegmenter;
use unicode_script::{Script, UnicodeScript};

use super::bidi::Levels;
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
    /// Index into [`Paragraph::objects`], where it is one and no text.
    pub(super) object: Option<usize>,
}

/// Cuts a paragraph into items.
pub(super) fn itemize(paragraph: &Paragraph, levels: &Levels, fonts: &FontSet) -> (Vec<Item>, Vec<TextWarning>) {
    let scripts = resolve_scripts(&paragraph.text);
    let mut items: Vec<Item> = Vec::new();
    let mut warnings = Vec::new();
    let mut is_latin = is_latin_script(script_at(&scripts, 0));
    for (style, styled) in paragraph.styles.iter().enumerate() {
        let chain = fonts.fallback_chain(&styled.style.family, styled.style.weight);
        for (range, face) in faces(&paragraph.text, styled.range.clone(), &chain, fonts, &mut warnings) {
            let sizes = [font::Script::Other, font::Script::Latin]
                .map(|script| styled.style.size * fonts.balance(chain[0], face, script));
            for (offset, character) in paragraph.text[range.clone()].char_indices() {
                let start = range.start + offset;
                let (level, script) = (levels.levels[start], script_at(&scripts, start));
                if level % 2 == 0 {
                    is_latin = is_balanced_as_latin(character, script, is_latin);
                }
                let size = sizes[usize::from(is_latin && level % 2 == 0)];
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
                        let range = start..paragraph.text.len();
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

/// Where each script begins, common and inherited characters counted with what precedes them, and those at the very
/// start with what follows.
fn resolve_scripts(text: &str) -> Vec<(usize, Script)> {
    let mut scripts: Vec<(usize, Script)> = Vec::new();
    for (offset, character) in text.char_indices() {
        let script = character.script();
        if matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
            continue;
        }
        match scripts.last() {
            Some(&(_, last)) if last == script => {}
            Some(_) => scripts.push((offset, script)),
            None => scripts.push((0, script)),
        }
    }
    scripts
}

fn script_at(scripts: &[(usize, Script)], offset: usize) -> Script {
    let following = scripts.partition_point(|&(start, _)| start <= offset);
    following.checked_sub(1).map_or(Script::Common, |index| scripts[index].1)
}

/// The faces of a stretch of one style, as ranges in order; white space stays in the face before it.
fn faces(
    text: &str,
    range: Range<usize>,
    chain: &[FaceId],
    fonts: &FontSet,
    warnings: &mut Vec<TextWarning>,
) -> Vec<(Range<usize>, FaceId)> {
    let Some(&first) = chain.first() else { return Vec::new() };
    let covers = |face: FaceId, character: char| fonts.face(face).covers(character) || is_invisible(character);
    let stretch = &text[range.clone()];
    if stretch.chars().all(|character| covers(first, character)) {
        return vec![(range, first)];
    }
    let mut ranges: Vec<(Range<usize>, FaceId)> = Vec::new();
    let mut start = range.start;
    for end in GraphemeClusterSegmenter::new().segment_str(stretch).skip(1).map(|offset| range.start + offset) {
        let cluster = &text[start..end];
        let face = match ranges.last() {
            Some(&(_, previous)) if cluster.chars().all(char::is_whitespace) => previous,
            _ => cluster_face(cluster, chain, covers),
        };
        let lacking = cluster.char_indices().filter(|&(_, character)| !covers(face, character));
        warnings.extend(lacking.map(|(at, character)| TextWarning::MissingGlyph { character, offset: start + at }));
        match ranges.last_mut() {
            Some((last, last_face)) if *last_face == face => last.end = end,
            _ => ranges.push((start..end, face)),
        }
        start = end;
    }
    ranges
}

/// The first face that has the whole cluster, else the first that has its base, else the first of all.
fn cluster_face(cluster: &str, chain: &[FaceId], covers: impl Fn(FaceId, char) -> bool) -> FaceId {
    let whole = |face: FaceId| cluster.chars().all(|character| covers(face, character));
    let base = |face: FaceId| cluster.chars().take(1).all(|character| covers(face, character));
    let found = chain.iter().find(|&&face| whole(face)).or_else(|| chain.iter().find(|&&face| base(face)));
    found.copied().unwrap_or(chain[0])
}

/// Characters that draw nothing in any face, and so need none.
fn is_invisible(character: char) -> bool {
    matches!(character, FORCED_BREAK | OBJECT)
        || character.is_control()
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
    fn marks_stay_with_their_base_in_a_fallback_face() {
        check("د Σ\u{301}", "Amiri", &["د [Arab Amiri-Regular]", "Σ\u{301}[Grek NotoSerif-Regular]"]);
    }

    #[test]
    fn a_character_without_any_face_is_reported_with_its_place() {
        let style = TextStyle::default();
        let paragraph = Paragraph::plain("ا 𒀀", style, BaseDirection::Rtl);
        let levels = bidi::resolve(&paragraph.text, BaseDirection::Rtl);
        let (_, warnings) = itemize(&paragraph, &levels, &FontSet::builtin());
        assert_eq!(warnings, [TextWarning::MissingGlyph { character: '𒀀', offset: 3 }]);
    }
}
