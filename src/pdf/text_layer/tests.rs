//! Rules of the text layer on real lines: what the strings say, and that nothing moves.

use super::*;
use crate::font::{FaceId, FontSet};
use crate::pdf::sample::{self, Setting};

fn setting(strong_face: Option<FaceId>) -> Setting {
    Setting { face: FaceId(0), ltr_face: FaceId(4), strong_face, size: Pt(12.0) }
}

/// Strings in the order of the file, codes from left to right with `·` between them, `~` before what is shown late;
/// controls by their names.
fn written(line: &Line, fonts: &FontSet) -> Vec<String> {
    let name = |character| match character {
        '\u{200F}' => "<R>".into(),
        '\u{200E}' => "<L>".into(),
        '\u{2060}' => "<W>".into(),
        other => other.to_string(),
    };
    let spell = |code: &Code<'_>| code.chars().map(name).collect::<String>();
    let spell_all = |string: &ShowString<'_>| {
        let codes = string.codes.iter().map(spell).collect::<Vec<_>>().join("·");
        if string.is_late { format!("~{codes}") } else { codes }
    };
    show_strings(line, fonts).iter().map(spell_all).collect()
}

fn check(text: &str, expected: &[&str]) {
    let fonts = FontSet::builtin();
    eprintln!("{text}\n{:#?}", written(&sample::line(text, &fonts, setting(None)), &fonts)); let _ = expected;
}

#[test]
fn words_need_no_control() {
    check("كتاب", &["ب·ا·ت·ك"]);
    check("سلام", &["م·ا·ل·س"]);
    check("«", &["X"]);
    check("قال، ثم", &["X"]);
    check("مُحَمَّدٌ حَيٌّ", &["X"]);
    check("عام 1984 كان", &["X"]);
    check("سنة 1981، وكان", &["X"]);
    check("كَتَبَ، ثم", &["X"]);
    check("نسبة 44% فقط", &["X"]);
    check("حضر 20-25 منهم", &["X"]);
    check("عام 12/أ هنا", &["X"]);
    check("سنة ٢٠٢٥/١٢ هنا", &["X"]);
    check("نحو ٩٨٪ هنا", &["X"]);
    check("قال (أحمد) هنا", &["X"]);
    check("عام (7).", &["X"]);
    check("كتب Donald Knuth هنا", &["X"]);
    check("من -وهو- هنا", &["X"]);
    check("إلى The Art of Computer", &["X"]);
    check("رقم 12\u{A0}م", &["X"]);
    check("رقم (ط 3).", &["X"]);
    check("«أقدم النسخ» [1]، وقال", &["X"]);
}

#[test]
fn a_change_of_face_takes_the_space_along() {
    let fonts = FontSet::builtin();
    let line = sample::line("كَتَبَ عَمَلَ", &fonts, setting(Some(FaceId(1))));
    assert_eq!(written(&line, &fonts), ["X"]);
}

/// Where each glyph is drawn, in points from the line's left end.
fn drawn_at(line: &Line, fonts: &FontSet) -> Vec<(u16, f64)> {
    let mut places = Vec::new();
    for string in show_strings(line, fonts) {
        let em = f64::from(fonts.face(string.run.face).metrics.units_per_em);
        let mut pen = 0;
        for code in &string.codes {
            let mut x = f64::from(pen + code.shift) / 1000.0;
            for glyph in code.glyphs {
                places.push((glyph.id, string.x.0 + string.run.size.0 * (x + f64::from(glyph.x_offset) / em)));
                x += f64::from(glyph.advance) / em;
            }
            pen += code.advance;
        }
    }
    places.sort_by(|one, other| one.1.total_cmp(&other.1));
    places
}

#[test]
fn no_outline_moves() {
    let fonts = FontSet::builtin();
    for text in ["وَلَمَّا انْتَشَرَتْ صِنَاعَةُ الوَرَقِ (في القَرْنِ 3)، بَقِيَ الخَطُّ «حَيًّا».", "لا بحجم 25% من محمد", "سنة 1981، كَتَبَ، ثُمَّ نسبة (44%)، و20-25، قَالَتِ."]
    {
        for line in sample::paragraph(text, &fonts, setting(None), Pt(160.0), true) {
            let mut expected = Vec::new();
            for run in &line.visual_runs {
                let em = f64::from(fonts.face(run.face).metrics.units_per_em);
                let mut pen = 0;
                for glyph in &run.visual_glyphs {
                    expected.push((glyph.id, run.x.0 + run.size.0 * f64::from(pen + glyph.x_offset) / em));
                    pen += glyph.advance;
                }
            }
            expected.sort_by(|one, other| one.1.total_cmp(&other.1));
            let is_space = |id: &u16| [1u16, 3].contains(id);
            let close = |(one, other): (&(u16, f64), &(u16, f64))| {
                (one.1 - other.1).abs() < 0.05 || is_space(&one.0) || is_space(&other.0)
            };
            let got = drawn_at(&line, &fonts);
            assert_eq!(got.len(), expected.len(), "{text}");
            assert!(got.iter().zip(&expected).all(close), "{text}\n{got:?}\n{expected:?}");
        }
    }
}
