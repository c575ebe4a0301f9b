//! The faces compiled into the program.
//!
//! In: the files of `fonts/`. Out: [`faces`], in the order in which they serve as fallback. Each is there for a reason:
//! Amiri is the text face, Noto Naskh Arabic the plain modern one, Noto Serif brings Latin, Greek and Cyrillic, Noto
//! Serif Hebrew and Noto Sans Syriac their scripts, Noto Sans Mono sets code, STIX Two Math formulas. The faces
//! for signs, emoji and formulas are packed: what must be known of them before they are needed is written down here.

use std::sync::{Arc, OnceLock};

use super::balance::Build;
use super::{Font, FontFile, FontMetrics, KashidaRules, Weight};

macro_rules! font_file {
    ($name:literal) => {
        font_file!($name, ".ttf")
    };
    ($name:literal, $extension:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $name, $extension))
    };
}

macro_rules! licence {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $name, "-OFL.txt"))
    };
}

/// Reads the built-in faces; the bytes are borrowed from the program itself.
#[must_use]
#[inline(never)]
pub(super) fn faces() -> Vec<Font> {
    let files: [(&'static [u8], &'static str); 11] = [
        (font_file!("Amiri-Regular"), licence!("Amiri")),
        (font_file!("Amiri-Bold"), licence!("Amiri")),
        (font_file!("NotoNaskhArabic-Regular"), licence!("NotoNaskhArabic")),
        (font_file!("NotoNaskhArabic-Bold"), licence!("NotoNaskhArabic")),
        (font_file!("NotoSerif-Regular"), licence!("NotoSerif")),
        (font_file!("NotoSerif-Bold"), licence!("NotoSerif")),
        (font_file!("NotoSerifHebrew-Regular"), licence!("NotoSerifHebrew")),
        (font_file!("NotoSerifHebrew-Bold"), licence!("NotoSerifHebrew")),
        (font_file!("NotoSansSyriac-Regular"), licence!("NotoSansSyriac")),
        (font_file!("NotoSansSyriac-Bold"), licence!("NotoSansSyriac")),
        (font_file!("NotoSansMono-Regular"), licence!("NotoSansMono")),
    ];
    // A file of `fonts/` that cannot be read is caught by the test below, long before a user could meet it.
    let read = |(data, licence)| Font::from_bytes(FontFile::built_in(data), Some(licence)).unwrap_or_default();
    files.into_iter().flat_map(read).chain(sign_faces()).chain([math_face()]).collect()
}

/// Faces for characters that no other has: signs before emoji, because ☎ and the like are quieter among letters as
/// signs.
fn sign_faces() -> [Font; 2] {
    [
        packed_face(
            ("Warraq Signs", "WarraqSigns-Regular"),
            font_file!("WarraqSigns-Regular", ".woff2"),
            licence!("WarraqSigns"),
            FontMetrics { units_per_em: 1000, ascent: 1069, descent: -293 },
        ),
        packed_face(
            ("Noto Emoji", "NotoEmoji-Regular"),
            font_file!("NotoEmoji-Regular", ".woff2"),
            licence!("NotoEmoji"),
            FontMetrics { units_per_em: 1024, ascent: 950, descent: -250 },
        ),
    ]
}

fn math_face() -> Font {
    let face = packed_face(
        ("STIX Two Math", "STIXTwoMath-Regular"),
        font_file!("STIXTwoMath-Regular", ".woff2"),
        licence!("STIXTwoMath"),
        FontMetrics { units_per_em: 1000, ascent: 762, descent: -238 },
    );
    Font { is_for_signs: false, is_for_math: true, build: OnceLock::new(), ..face }
}

fn packed_face((family, name): (&str, &str), file: &'static [u8], licence: &'static str, metrics: FontMetrics) -> Font {
    Font {
        name: name.to_owned(),
        family: family.to_owned(),
        weight: Weight::Regular,
        is_italic: false,
        weight_axis: None,
        data: Arc::new(FontFile::packed(file)),
        metrics,
        licence: Some(licence),
        kashida: KashidaRules::None,
        is_monospaced: false,
        is_for_signs: true,
        is_for_math: false,
        coverage: OnceLock::new(),
        build: OnceLock::from(Build::of_noto_sans()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Weight;

    #[test]
    fn every_built_in_face_is_read_and_named() {
        let faces = faces();
        let named: Vec<(&str, Weight)> = faces.iter().map(|font| (font.family.as_str(), font.weight)).collect();
        assert_eq!(
            named,
            [
                ("Amiri", Weight::Regular),
                ("Amiri", Weight::Bold),
                ("Noto Naskh Arabic", Weight::Regular),
                ("Noto Naskh Arabic", Weight::Bold),
                ("Noto Serif", Weight::Regular),
                ("Noto Serif", Weight::Bold),
                ("Noto Serif Hebrew", Weight::Regular),
                ("Noto Serif Hebrew", Weight::Bold),
                ("Noto Sans Syriac", Weight::Regular),
                ("Noto Sans Syriac", Weight::Bold),
                ("Noto Sans Mono", Weight::Regular),
                ("Warraq Signs", Weight::Regular),
                ("Noto Emoji", Weight::Regular),
                ("STIX Two Math", Weight::Regular),
            ]
        );
    }

    #[test]
    fn one_face_is_monospaced() {
        let faces = faces();
        let monospaced = faces.iter().filter(|font| font.is_monospaced).map(|font| font.name.as_str());
        assert_eq!(monospaced.collect::<Vec<_>>(), ["NotoSansMono-Regular"]);
    }

    #[test]
    fn what_is_said_of_the_packed_faces_is_so() {
        for said in sign_faces().into_iter().chain([math_face()]) {
            let read = Font::load("a.ttf", said.data.to_vec()).unwrap().remove(0);
            assert_eq!((&said.name, &said.family, said.metrics), (&read.name, &read.family, read.metrics));
            assert_eq!((said.weight, said.kashida), (read.weight, read.kashida));
            assert_eq!((said.is_italic, said.is_monospaced), (read.is_italic, read.is_monospaced));
        }
    }

    #[test]
    fn signs_and_emoji_have_a_face() {
        let faces = faces();
        let covers = |c: char| faces.iter().any(|font| font.covers(c)) || ('\u{FE00}'..='\u{FE0F}').contains(&c);
        let signs = "☎✔★❤😀👨👩👧🏳🌈🇪🇬🇸🇦👍🏽1️⃣✅❌⭐→←↔⇐•☆♥©®™№½∞≤≠√🫠☪✡✝⚠▶⏰🀄🅰�∑∫⟶⬛①Ⓐ♩☞❧⁂";
        let missing: String = signs.chars().filter(|&c| !covers(c)).collect();
        assert_eq!(missing, "");
    }
}
