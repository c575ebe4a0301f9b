//! What holds for every paragraph, tried on random mixtures of Arabic, marks, Latin, digits and controls.

use std::ops::Range;

use proptest::prelude::*;
use warraq::font::FontSet;
use warraq::geometry::Pt;
use warraq::text::{
    Alignment, BaseDirection, Isolate, Line, Paragraph, ParagraphOptions, Shaper, Stretch, TextStyle, TextWarning,
    bidi, breaks, layout_paragraph,
};

/// Pieces that texts are made of.
const PIECES: [&str; 44] = [
    "السلام",
    "كِتَابٌ",
    "لا",
    "لأ",
    "الله",
    "مُحَمَّدٌ",
    "في",
    "ـ",
    "بـ",
    "ًٌٍ",
    "ّ",
    "ۖ",
    "ﷺ",
    "ﻻ",
    "ۚ",
    "پ",
    "گ",
    "می\u{200c}خواهم",
    "שלום",
    "ܫܠܡ",
    "Knuth",
    "fi",
    "é",
    "A",
    "12",
    "٣٤",
    "۵۶",
    "3.14",
    "25%",
    "-",
    "/",
    ":",
    "،",
    "؟",
    "«",
    "»",
    "(",
    "]",
    "\u{200f}",
    "\u{2067}",
    "\u{2069}",
    "\u{a0}",
    "\u{2028}",
    "😀",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => prop::sample::select(&PIECES[..]), 3 => Just(" ")];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn options() -> impl Strategy<Value = ParagraphOptions> {
    let alignment = prop::sample::select(vec![Alignment::Justify, Alignment::Start, Alignment::Center, Alignment::End]);
    let stretch = prop::sample::select(vec![Stretch::Spaces, Stretch::Kashida]);
    (20.0..400.0f64, 0.0..15.0f64, alignment, stretch).prop_map(|(measure, indent, alignment, stretch)| {
        ParagraphOptions { measure: Pt(measure), first_line_indent: Pt(indent), alignment, stretch }
    })
}

/// The lines hold the whole text in order, but for white space and line separators between them.
fn check_text(text: &str, lines: &[Line]) -> Result<(), TestCaseError> {
    let is_between = |character: char| matches!(character, ' ' | '\u{a0}' | '\t' | '\u{2028}');
    let mut rest = text;
    for line in lines {
        rest = match rest.strip_prefix(line.text.as_str()) {
            Some(after) => after,
            None => match rest.trim_start_matches(is_between).strip_prefix(line.text.trim_start_matches(is_between)) {
                Some(after) => after,
                None => return Err(TestCaseError::fail(format!("{:?} is not next in {rest:?}", line.text))),
            },
        };
    }
    prop_assert_eq!(rest.trim_matches(is_between), "");
    Ok(())
}

/// Runs follow each other from left to right, and their clusters tile the line's text.
fn check_line(line: &Line, fonts: &FontSet) -> Result<(), TestCaseError> {
    let mut x = 0.0;
    let mut clusters: Vec<Range<usize>> = Vec::new();
    for run in &line.visual_runs {
        prop_assert!((run.x.0 - x).abs() < 1e-6, "runs touch");
        let units_per_em = f64::from(fonts.face(run.face).metrics.units_per_em);
        let advance: i32 = run.visual_glyphs.iter().map(|glyph| glyph.advance).sum();
        x += run.size.0 * f64::from(advance) / units_per_em;
        clusters.extend(run.visual_glyphs.iter().map(|glyph| glyph.text_range.range()));
    }
    prop_assert!((line.width.0 - x).abs() < 1e-6, "the width is the sum of the advances");
    clusters.sort_by_key(|cluster| (cluster.start, cluster.end));
    clusters.dedup();
    let mut end = 0;
    for cluster in clusters {
        prop_assert_eq!(cluster.start, end, "clusters tile {:?}", &line.text);
        end = cluster.end;
    }
    prop_assert_eq!(end, line.text.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_letter_is_lost_and_every_line_fits_or_warns(text in text(), options in options(), isolate in any::<bool>()) {
        let fonts = FontSet::builtin();
        let mut paragraph = Paragraph::plain(text.clone(), TextStyle::default(), BaseDirection::Rtl);
        if isolate {
            paragraph.isolates.push(Isolate { range: 0..text.len(), direction: BaseDirection::Auto });
        }
        let (lines, warnings) = layout_paragraph(&paragraph, &options, &mut Shaper::new(&fonts));
        check_text(&text, &lines)?;
        for (index, line) in lines.iter().enumerate() {
            check_line(line, &fonts)?;
            let indent = if index == 0 { options.first_line_indent } else { Pt::ZERO };
            let fits = line.width <= options.measure - indent + Pt(0.5);
            let told = |warning: &TextWarning| {
                matches!(warning, TextWarning::Overfull { offset, .. } if *offset == line.text_start)
            };
            prop_assert!(fits || warnings.iter().any(told), "{:?} is {:?} wide", line.text, line.width);
        }
    }

    #[test]
    fn levels_and_breaks_keep_to_characters(text in text()) {
        let resolved = bidi::resolve(&text, BaseDirection::Auto);
        prop_assert_eq!(resolved.levels.len(), text.len());
        let mut order = bidi::visual_order(&resolved.levels);
        order.sort_unstable();
        prop_assert!(order.into_iter().eq(0..text.len()), "the visual order is a permutation");
        for offset in breaks::opportunities(&text) {
            prop_assert!(text.is_char_boundary(offset));
        }
    }

    #[test]
    fn kashida_and_alignment_change_no_text(text in text()) {
        let fonts = FontSet::builtin();
        let paragraph = Paragraph::plain(text, TextStyle::default(), BaseDirection::Rtl);
        let mut shaper = Shaper::new(&fonts);
        let words = |alignment, stretch, shaper: &mut Shaper<'_>| {
            let options = ParagraphOptions { measure: Pt(150.0), first_line_indent: Pt::ZERO, alignment, stretch };
            let (lines, _) = layout_paragraph(&paragraph, &options, shaper);
            let text: Vec<String> = lines.into_iter().map(|line| line.text).collect();
            text.join(" ").split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        let justified = words(Alignment::Justify, Stretch::Kashida, &mut shaper).concat();
        prop_assert_eq!(justified, words(Alignment::Start, Stretch::Spaces, &mut shaper).concat());
    }
}
