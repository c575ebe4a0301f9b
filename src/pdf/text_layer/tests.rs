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
    assert_eq!(written(&sample::line(text, &fonts, setting(None)), &fonts), expected, "{text}");
}

#[test]
fn words_need_no_control() {
    check("كتاب", &["ب·ا·ت·ك"]);
    check("سلام", &["م·ا·ل·س"]);
    check("قال، ثم", &["م·ث· ·،·ل·ا·ق", "~<R>"]);
    check("مُحَمَّدٌ حَيٌّ", &["<R> ", "\u{651}·\u{64c}·ي·\u{64e}·ح· ·\u{64c}·د·\u{651}·\u{64e}·م·\u{64e}·ح·\u{64f}·م"]);
}

#[test]
fn strings_come_in_logical_order() {
    check("عام 1984 كان", &[" ·م·ا·ع", "<R> ", "1·9·8·4 ", "ن·ا·ك· ", "~<R>"]);
    check("من -وهو- هنا", &[" ·ن·م", "<R> ", "-", "و·ه·و", "-", "<R> ", "ا·ن·ه· ", "~<R>"]);
}

#[test]
fn a_mark_begins_left_of_the_separator_after_it() {
    check("كَتَبَ، ثم", &["م·ث· ", "،", "\u{64e}", "ب·\u{64e}·ت·\u{64e}·ك", "~<R>"]);
}

#[test]
fn weak_characters_beside_each_other_are_kept_apart() {
    check("حضر 20-25 منهم", &[" ·ر·ض·ح", "<R> ", "2·0", "<R>·-·<R>", "2·5", "<R> ", "م·ه·ن·م· ", "~<R>"]);
    check("نحو ٩٨٪ هنا", &[" ·و·ح·ن", "<R> ", "٩٨", "٪·<R>", "<R> ", "ا·ن·ه· ", "~<R>"]);
    check("سنة 1981، وكان", &[" ·ة·ن·س", "<R> ", "1·9·8·1", "ن·ا·ك·و· ·،·<R>", "~<R>"]);
}

#[test]
fn separators_after_a_number_of_their_face_go_with_it() {
    let fonts = FontSet::builtin();
    let in_one_face = Setting { ltr_face: FaceId(0), ..setting(None) };
    let written = |text| written(&sample::line(text, &fonts, in_one_face), &fonts);
    assert_eq!(written("سنة 1981، وكان"), [" ·ة·ن·س", "<R> ", "1·9·8·1·، ", "ن·ا·ك·و· ", "~<R>"]);
    assert_eq!(written("عام 12/أ هنا"), [" ·م·ا·ع", "<R> ", "1·2·/", "ا·ن·ه· ·أ"]);
}

#[test]
fn arabic_indic_numbers_are_one_code() {
    check("سنة ٢٠٢٥/١٢ هنا", &[" ·ة·ن·س", "<R> ", "٢٠٢٥/١٢", "<R> ", "ا·ن·ه· ", "~<R>"]);
}

#[test]
fn no_break_spaces_are_spaces() {
    check("رقم 12\u{A0}م", &[" ·م·ق·ر", "<R> ", "1·2 ", "م· ", "~<R>"]);
}

#[test]
fn brackets_are_guarded_where_they_would_be_mirrored() {
    check("قال (أحمد) هنا", &["ا·ن·ه· ·<R>·)·<W><L>·د·م·ح·أ·(·<W><L>· ·ل·ا·ق"]);
    check(
        "«أقدم النسخ» [1]، وقال",
        &["[·<W><L>· ·<R>·»·<W><L>·خ·س·ن·ل·ا· ·م·د·ق·أ·«·<W><L>", "1", "ل·ا·ق·و· ·،·]", "~<R>", "~<R>", "~<R>"],
    );
}

#[test]
fn weak_strings_are_shown_code_by_code() {
    check("عام (7).", &["(·<W><L>· ·م·ا·ع", "7", ")", "<R><W>·.", "~<R>", "~<R>", "~<R>"]);
    check("رقم (ط 3).", &[" ·ط·(·<W><L>· ·م·ق·ر", "<R> ", "3", ")·<W><L>", "<R><W>·.", "~<R>", "~<R>", "~<R>"]);
}

#[test]
fn words_of_a_left_to_right_run_begin_with_their_space() {
    check("كتب Donald Knuth هنا", &[" ·ب·ت·ك", "<R> ", "D·o·n·a·l·d", " ·K·n·u·t·h ", "<R><W>·ا·ن·ه· ", "~<R>"]);
    check(
        "إلى The Art of Computer",
        &["<R><W><R><W><R><W><R><W>· ·ى·ل·إ", "<R> ", "T·h·e", " ·A·r·t", " ·o·f", " ·C·o·m·p·u·t·e·r"],
    );
}

#[test]
fn a_change_of_face_takes_the_space_along() {
    let fonts = FontSet::builtin();
    let line = sample::line("كَتَبَ عَمَلَ", &fonts, setting(Some(FaceId(1))));
    let expected = ["<R> ", " ·\u{64e}·ب·\u{64e}·ت·\u{64e}·ك", "<R> ", "<R> ", "\u{64e}·ل·\u{64e}·م·\u{64e}·ع"];
    assert_eq!(written(&line, &fonts), expected);
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
    for text in [
        "وَلَمَّا انْتَشَرَتْ صِنَاعَةُ الوَرَقِ (في القَرْنِ 3)، بَقِيَ الخَطُّ «حَيًّا».",
        "لا بحجم 25% من محمد",
        "سنة 1981، كَتَبَ، ثُمَّ نسبة (44%)، و20-25، قَالَتِ.",
    ] {
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
