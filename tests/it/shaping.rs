//! The glyphs of words against HarfBuzz's own, in each built-in face: words of three dictionaries, words of each
//! language with its own forms (`locl`), and words that the engine lengthened.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::process::Stdio;

use warraq::font::{Font, FontSet};
use warraq::geometry::Pt;
use warraq::text::{
    Alignment, BaseDirection, Glyph, Line, Paragraph, ParagraphOptions, Shaper, Stretch, TextStyle, layout_paragraph,
};

use crate::judges;
use crate::support::root;

/// Runs `shapes.py`; `None` where HarfBuzz or a dictionary is missing.
fn harfbuzz(arguments: &[&str], input: &str) -> Option<String> {
    judges::file("Debian's hunspell-ar", "/usr/share/hunspell/ar.dic".into())?;
    let mut python = judges::python()?;
    python.arg(root().join("tests/judges/shapes.py")).args(arguments);
    let mut child = python.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Some(judges::passed(&child.wait_with_output().unwrap()))
}

/// What HarfBuzz makes of words, one a line.
fn wanted(font: &Font, lang: &str, script: &str, words: &str) -> Option<String> {
    let path = root().join("fonts").join(format!("{}.ttf", font.name));
    harfbuzz(&[path.to_str().unwrap(), lang, script], words)
}

fn set(text: &str, font: &Font, lang: &str, options: &ParagraphOptions, shaper: &mut Shaper<'_>) -> Vec<Line> {
    let style =
        TextStyle { family: font.family.clone(), weight: font.weight, lang: lang.into(), ..TextStyle::default() };
    layout_paragraph(&Paragraph::plain(text, style, BaseDirection::Rtl), options, shaper).0
}

fn options(measure: f64, alignment: Alignment, stretch: Stretch) -> ParagraphOptions {
    ParagraphOptions { measure: Pt(measure), first_line_indent: Pt::ZERO, alignment, stretch }
}

/// Glyphs as `shapes.py` writes them.
fn shown<'g>(glyphs: impl IntoIterator<Item = &'g Glyph>) -> String {
    let shown = glyphs.into_iter().map(|g| format!("{}+{}@{},{}", g.id, g.advance, g.x_offset, g.y_offset));
    shown.collect::<Vec<_>>().join(" ")
}

/// Compares each word that the face has all letters of, since it is set in another face otherwise; says how many.
fn compare(font: &Font, lang: &str, script: &str, words: &str, shaper: &mut Shaper<'_>) -> Option<usize> {
    let wanted = wanted(font, lang, script, words)?;
    let options = options(10_000.0, Alignment::Start, Stretch::Spaces);
    let mut compared = BTreeSet::new();
    for (word, wanted) in words.lines().zip(wanted.lines()) {
        if word.chars().all(|letter| font.covers(letter) || matches!(letter, '\u{200c}' | '\u{200d}')) {
            let lines = set(word, font, lang, &options, shaper);
            let glyphs = lines.iter().flat_map(|line| &line.visual_runs).flat_map(|run| &run.visual_glyphs);
            assert_eq!(shown(glyphs), wanted, "{word} ({lang}) in {}", font.name);
            compared.insert(word);
        }
    }
    Some(compared.len())
}

#[test]
fn words_are_shaped_as_harfbuzz_does() {
    let fonts = FontSet::builtin();
    for lang in ["ar", "fa", "ur"] {
        let Some(words) = harfbuzz(&["words", lang], "") else { return };
        for font in fonts.faces().iter().filter(|font| font.covers('ب')) {
            let compared = compare(font, lang, "Arab", &words, &mut Shaper::new(&fonts)).unwrap();
            assert!(compared >= 5_000, "{compared} words ({lang}) in {}", font.name);
        }
    }
}

/// The words of `tests/texts/languages` and digits of both families, in the language of the file.
#[test]
fn each_language_has_its_own_forms() {
    let fonts = FontSet::builtin();
    let (mut texts, mut differing) = (0, BTreeSet::new());
    let folder = root().join("tests/texts/languages");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files {
        let lang = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let (script, letter) = match lang.as_str() {
            "he" => ("Hebr", 'ש'),
            "syr" => ("Syrc", 'ܫ'),
            _ => ("Arab", 'ب'),
        };
        let text = fs::read_to_string(path).unwrap();
        let is_letter = |c: char| c.is_alphabetic() || matches!(c, '\u{200c}' | '\u{64b}'..='\u{65f}');
        let words: Vec<&str> = text.split(|c| !is_letter(c)).filter(|word| !word.is_empty()).collect();
        let words = words.join("\n");
        for font in fonts.faces().iter().filter(|font| font.covers(letter)) {
            let Some(compared) = compare(font, &lang, script, &words, &mut Shaper::new(&fonts)) else { return };
            assert!(compared >= 15, "{compared} words ({lang}) in {}", font.name);
            let digits = |lang: &str, shaper: &mut Shaper<'_>| {
                let lines = set("۴۵۶۷", font, lang, &options(999.0, Alignment::Start, Stretch::Spaces), shaper);
                shown(&lines[0].visual_runs[0].visual_glyphs)
            };
            let shaper = &mut Shaper::new(&fonts);
            if letter == 'ب' && digits(&lang, shaper) != digits("ar", shaper) {
                differing.insert((font.name.as_str(), lang.clone()));
            }
        }
        texts += 1;
    }
    assert!(texts >= 8, "{texts} languages");
    let urdu = fonts.faces().iter().filter(|font| font.covers('ب')).map(|font| (font.name.as_str(), "ur".to_owned()));
    assert!(urdu.into_iter().all(|face| differing.contains(&face)), "Urdu digits: {differing:?}");
}

/// A lengthened word is what HarfBuzz makes of it with a tatweel, but for that one's width.
#[test]
fn lengthened_words_are_shaped_as_harfbuzz_does() {
    let Some(words) = harfbuzz(&["words", "ar"], "") else { return };
    let text = words.lines().filter(|word| !word.contains('\u{640}')).take(3_000).collect::<Vec<_>>().join(" ");
    let fonts = FontSet::builtin();
    for font in fonts.faces().iter().filter(|font| font.covers('ب')) {
        let options = options(160.0, Alignment::Justify, Stretch::Kashida);
        let lines = set(&text, font, "ar", &options, &mut Shaper::new(&fonts));
        let lengthened: Vec<(String, Vec<Glyph>)> = lines.iter().flat_map(lengthened_words).collect();
        assert!(lengthened.len() > 200, "{} in {}", lengthened.len(), font.name);
        let words: Vec<&str> = lengthened.iter().map(|(word, _)| word.as_str()).collect();
        let wanted = wanted(font, "ar", "Arab", &words.join("\n")).unwrap();
        for ((word, glyphs), wanted) in lengthened.iter().zip(wanted.lines()) {
            let wanted: Vec<&str> = wanted.split(' ').collect();
            assert_eq!(glyphs.len(), wanted.len(), "{word} in {}", font.name);
            for (glyph, wanted) in glyphs.iter().zip(wanted) {
                let is_tatweel = (glyph.x_scale - 1.0).abs() > f32::EPSILON;
                let (id, _) = wanted.split_once('+').unwrap();
                let same = if is_tatweel { id == glyph.id.to_string() } else { shown([glyph]) == wanted };
                assert!(same, "{word} in {}: {glyph:?} {wanted}", font.name);
            }
        }
    }
}

/// The words of a line that were lengthened, with the tatweel that they were shaped with, and their glyphs.
fn lengthened_words(line: &Line) -> Vec<(String, Vec<Glyph>)> {
    let glyphs: Vec<&Glyph> = line.visual_runs.iter().flat_map(|run| &run.visual_glyphs).collect();
    let stretched = glyphs.iter().filter(|glyph| (glyph.x_scale - 1.0).abs() > f32::EPSILON);
    let word = |tatweel: &&Glyph| {
        let after = tatweel.text_range.end();
        let start = line.text[..after].rfind(' ').map_or(0, |space| space + 1);
        let end = line.text[after..].find(' ').map_or(line.text.len(), |space| after + space);
        let word = format!("{}\u{640}{}", &line.text[start..after], &line.text[after..end]);
        let of_word = glyphs.iter().filter(|glyph| start <= glyph.text_range.start() && glyph.text_range.end() <= end);
        (word, of_word.map(|glyph| (*glyph).clone()).collect())
    };
    stretched.map(word).collect()
}
