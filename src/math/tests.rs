//! Formulas of schools, physics and statistics, in Latin and Arabic letters: all are set.

use super::*;
use crate::diagnostic::Span;
use crate::document::Formula;
use crate::font::FontSet;
use crate::geometry::Pt;
use crate::text::ObjectContent;

const FORMULAS: &str = include_str!("../../tests/texts/formulas.txt");

fn read(tex: &str) -> Formula {
    crate::parse::math::tex(tex, true, Span::default()).unwrap_or_else(|| panic!("{tex}"))
}

fn set_tex(tex: &str, is_display: bool) -> SetFormula {
    let fonts = FontSet::builtin();
    let text = TextStyle::default();
    let style = FormulaStyle { text: &text, is_display, scale: 1.0 };
    set(&read(tex).root, &style, &mut Shaper::new(&fonts)).unwrap()
}

#[test]
fn every_formula_is_set_without_missing_glyphs() {
    let fonts = FontSet::builtin();
    let (text, mut shaper) = (TextStyle::default(), Shaper::new(&fonts));
    let formulas: Vec<&str> = FORMULAS.lines().filter(|line| !line.is_empty()).collect();
    assert!(formulas.len() >= 200);
    for tex in formulas {
        let formula = read(tex);
        for is_display in [true, false] {
            let style = FormulaStyle { text: &text, is_display, scale: 1.0 };
            let set = set(&formula.root, &style, &mut shaper).unwrap();
            assert!(set.width.0 > 3.0 && set.width.0 < 600.0, "{tex}: {:?}", set.width);
            assert!(set.ascent.0 + set.descent.0 < 130.0, "{tex}");
            let glyphs = set.content.runs.iter().flat_map(|run| &run.visual_glyphs);
            assert!(glyphs.clone().count() > 0 && glyphs.clone().all(|glyph| glyph.id != 0), "{tex}");
            inside(&set, tex);
            let pieces = set_pieces(&formula.root, &style, &mut shaper).unwrap();
            assert_eq!(pieces.len(), count_pieces(&formula.root), "{tex}");
            let whole: f64 = pieces.iter().map(|piece| piece.width.0).sum();
            assert!((whole - set.width.0).abs() < 0.01, "{tex}: {whole} of {:?}", set.width);
        }
    }
}

/// Text ranges tile the text, and nothing is drawn far outside the box.
fn inside(set: &SetFormula, tex: &str) {
    let ObjectContent { text, runs, rules } = &*set.content;
    let mut sorted: Vec<_> = runs.iter().collect();
    sorted.sort_by_key(|run| (run.text_range.start, run.text_range.end));
    let mut end = 0;
    for run in sorted {
        assert_eq!(run.text_range.start, end, "{tex}: {text}");
        end = run.text_range.end;
        assert!(run.x.0 > -3.0 && run.x.0 < set.width.0 + 3.0, "{tex}: {text}");
    }
    assert_eq!(end, text.len(), "{tex}");
    for rule in rules {
        assert!(rule.origin.x.0 > -1.0 && (rule.origin.x + rule.size.width).0 < set.width.0 + 1.0, "{tex}");
    }
}

#[test]
fn formulas_read_as_they_look() {
    let check = |tex: &str, expected: &str| assert_eq!(set_tex(tex, true).content.text, expected, "{tex}");
    check("x^2+y_1", "x2+y1");
    check(r"\frac{a}{b}", "ab");
    check(r"\sqrt[3]{x}", "3√x");
    check(r"\text{مساحة}=\pi r^2", "مساحة=πr2");
    check(r"\left(\frac{a}{b}\right)", "(ab)");
    check("f'(x)", "f′(x)");
}

#[test]
fn parts_stand_where_they_should() {
    let runs = |tex: &str| set_tex(tex, true).content.runs.clone();
    let power = runs("x^2");
    assert!(power[1].rise > power[0].rise && power[1].size < power[0].size && power[1].x > power[0].x);
    let index = runs("x_2");
    assert!(index[1].rise < index[0].rise);
    let fraction = set_tex(r"\frac{a}{b}", true);
    let [over, under] = &fraction.content.runs[..] else { panic!("{fraction:?}") };
    let [rule] = &fraction.content.rules[..] else { panic!("{fraction:?}") };
    assert!(over.rise > Pt(-rule.origin.y.0) && under.rise < Pt(-rule.origin.y.0));
    let sum = runs(r"\sum_{i}^{n}");
    assert!(sum.len() > 2 && sum[1].rise < sum[0].rise && sum[2].rise > sum[0].rise);
    let words = runs(r"\text{سعر}=ب");
    assert!(words[0].x < words[1].x && words[1].x < words[2].x, "left to right");
    assert_eq!(words[0].level % 2, 1, "words run from the right");
    let small = set_tex(r"\left(x\right)", true);
    let large = set_tex(r"\left(\frac{\frac{a}{b}}{\frac{c}{d}}\right)", true);
    assert!(large.ascent.0 > 1.8 * small.ascent.0);
}

#[test]
fn relations_stand_apart_where_lines_may_end() {
    assert_eq!(count_pieces(&read("a=b+c=d").root), 3);
    assert_eq!(count_pieces(&read("a+b").root), 1);
    assert_eq!(count_pieces(&read(r"\frac{a=b}{c}").root), 1);
    let (tight, apart) = (set_tex("ab", true).width, set_tex("a=b", true).width);
    assert!(apart.0 > tight.0 + 10.0);
}
