//! The Arabic paragraph engine: text and styles in, lines of positioned glyphs out.
//!
//! ```text
//! Paragraph ── bidi ── itemize ── shape ── segment ── linebreak ── justify ── line ──> Vec<Line>
//! ```
//!
//! One file a stage: `bidi` (UAX #9), `itemize` (font fallback, with `scripts` for UAX #24), `shape` (OpenType),
//! `segment` (UAX #14), `linebreak` (optimum fit), `justify` (word spaces and `kashida`), `line` (UAX #9, L2);
//! `paragraph` has the values that go in. The engine knows nothing of documents, pages or files and can be used alone.

pub mod bidi;
pub mod breaks;
mod extent;
mod ink;
mod itemize;
mod join;
mod justify;
mod kashida;
pub mod line;
mod linebreak;
mod object;
mod paragraph;
mod scripts;
mod segment;
mod shape;

pub use bidi::BaseDirection;
pub use extent::{ParagraphExtent, measure_paragraph};
pub use join::{is_joiner, join};
pub use line::{Glyph, GlyphRun, Line, PlacedObject, TextRange};
pub use object::{ObjectContent, ObjectRule};
pub use paragraph::{
    Alignment, FORCED_BREAK, Isolate, OBJECT, Object, Paragraph, ParagraphOptions, Stretch, StyledRange, TextStyle,
    TextWarning,
};
pub use shape::Shaper;

/// Sets a paragraph: lines from top to bottom, and what could not be done.
#[must_use]
pub fn layout_paragraph(
    paragraph: &Paragraph,
    options: &ParagraphOptions,
    shaper: &mut Shaper<'_>,
) -> (Vec<Line>, Vec<TextWarning>) {
    let fonts = shaper.fonts();
    let levels = bidi::resolve_isolated(&paragraph.text, paragraph.direction, &paragraph.isolates);
    let (items, mut warnings) = itemize::itemize(paragraph, &levels, fonts);
    let units = shaper.shape(paragraph, &items, options.stretch);
    let segments = segment::segment(&paragraph.text, units, &items, fonts, options.measure);
    let mut lines = Vec::new();
    let mut justifier = justify::Justifier::new(&items, fonts, options);
    for (index, broken) in linebreak::choose_breaks(&segments, options).iter().enumerate() {
        let of_line = &segments[broken.range.clone()];
        let widths = justifier.justify(of_line, broken, index);
        let line = line::build(paragraph, &items, of_line, &widths, levels.base_level, fonts);
        warnings.extend(line::overfull(&line, index, options));
        warnings.extend(line::broken(&line, of_line.last(), &segments[broken.range.end..]));
        lines.push(line);
    }
    line::align(&mut lines, options);
    (lines, warnings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontSet;
    use crate::geometry::Pt;

    const TEXT: &str = "كان الورّاقون في بغداد ينسخون الكتب ويجلّدونها ويبيعونها في سوق واحدة، وكان في السوق أكثر من \
        مئة دكان (بحسب اليعقوبي)، يجلس فيها العلماء والأدباء فيقرؤون ويكتبون Knuth & Plass ثم ينصرفون.";

    fn set(text: &str, measure: f64, alignment: Alignment) -> (Vec<Line>, Vec<TextWarning>) {
        let fonts = FontSet::builtin();
        let paragraph = Paragraph::plain(text, TextStyle::default(), BaseDirection::Rtl);
        let options = ParagraphOptions { first_line_indent: Pt(10.0), ..options(measure, alignment) };
        layout_paragraph(&paragraph, &options, &mut Shaper::new(&fonts))
    }

    fn options(measure: f64, alignment: Alignment) -> ParagraphOptions {
        ParagraphOptions { measure: Pt(measure), first_line_indent: Pt::ZERO, alignment, stretch: Stretch::Spaces }
    }

    #[test]
    fn justified_lines_reach_both_edges() {
        let (lines, warnings) = set(TEXT, 180.0, Alignment::Justify);
        assert_eq!(warnings, []);
        assert!(lines.len() > 4);
        let (last, full) = lines.split_last().unwrap();
        for (index, line) in full.iter().enumerate() {
            let measure = if index == 0 { 170.0 } else { 180.0 };
            assert!((line.width.0 - measure).abs() < 0.07, "{}: {:?}", line.text, line.width);
        }
        assert!(last.x > Pt::ZERO, "the last line stays at the right");
    }

    #[test]
    fn no_text_is_lost_between_lines() {
        for measure in [20.0, 60.0, 100.0, 180.0, 1000.0] {
            let (lines, _) = set(TEXT, measure, Alignment::Start);
            let mut rest = TEXT;
            for line in &lines {
                rest = rest.trim_start().strip_prefix(line.text.as_str()).expect("lines follow each other");
            }
            assert_eq!(rest.trim(), "", "at {measure}");
        }
    }

    #[test]
    fn a_word_wider_than_the_measure_breaks_between_clusters() {
        let (lines, warnings) = set("فأسقيناكموها", 30.0, Alignment::Justify);
        assert!(lines.len() > 1);
        let breaks = lines.iter().skip(1).map(|line| TextWarning::BrokenWord { offset: line.text_start });
        assert_eq!(warnings, breaks.collect::<Vec<_>>());
    }

    /// The lines of a text, with `|` between them.
    fn lines(text: &str, measure: f64) -> String {
        let (lines, warnings) = set(text, measure, Alignment::Justify);
        let is_full = |warning: &TextWarning| matches!(warning, TextWarning::Overfull { .. });
        assert!(!warnings.iter().any(is_full), "{text}");
        lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_no_break_space_is_kept_while_the_line_can_be_set() {
        assert_eq!(lines("بلغ الطول كله 5\u{A0}كم", 70.0), "بلغ الطول كله|5\u{A0}كم");
        let (_, warnings) = set("بلغ الطول كله 5\u{A0}كم", 70.0, Alignment::Justify);
        assert_eq!(warnings, []);
    }

    #[test]
    fn text_that_no_break_spaces_hold_together_breaks_at_them() {
        let text = TEXT.replace(' ', "\u{A0}");
        let (spaced, bound) = (lines(TEXT, 180.0), lines(&text, 180.0));
        assert_eq!(bound.replace('\u{A0}', " "), spaced);
        let (_, warnings) = set(&text, 180.0, Alignment::Justify);
        assert!(warnings.iter().all(|warning| matches!(warning, TextWarning::BrokenSpace { .. })), "{warnings:?}");
        assert_eq!(warnings.len(), spaced.matches('|').count());
        assert_eq!(lines("في\u{A0}\u{A0}بيت", 20.0), "في|بيت", "several spaces are one");
        assert_eq!(lines("في\u{202F}بيت\u{2007}لك", 25.0), "في|بيت|لك");
    }

    #[test]
    fn spaces_of_every_width_part_words_and_hang_at_the_end_of_a_line() {
        for space in
            "\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2008}\u{2009}\u{200A}\u{205F}\u{3000}"
                .chars()
        {
            assert_eq!(lines(&format!("بيتنا{space}بيتنا{space}بيتنا"), 30.0), "بيتنا|بيتنا|بيتنا", "{space:?}");
            let (lines, warnings) = set(&format!("بيتنا{space}بيتنا"), 200.0, Alignment::Start);
            assert_eq!(warnings, [], "{space:?}");
            let advance = lines[0].width - set("بيتنابيتنا", 200.0, Alignment::Start).0[0].width;
            assert!(advance.0 > 0.3 && advance.0 < 13.0, "{space:?} is {advance:?} wide");
        }
    }

    #[test]
    fn an_address_wider_than_the_measure_breaks_at_its_slashes() {
        let (lines, warnings) = set("زر https://example.org/library/manuscripts/paper هنا", 100.0, Alignment::Justify);
        assert_eq!(warnings, []);
        assert!(lines.iter().any(|line| line.text.ends_with('/')), "{lines:?}");
        let broken = |line: &Line| !line.text.ends_with(['/', 'r']) && line.text.contains("://");
        assert!(!lines.iter().any(broken), "{lines:?}");
    }

    #[test]
    fn forced_breaks_end_lines_and_empty_text_has_none() {
        let (lines, _) = set("بيت\u{2028}بيت آخر", 200.0, Alignment::Justify);
        assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["بيت", "بيت آخر"]);
        assert_eq!(set("", 200.0, Alignment::Justify).0, []);
    }

    /// A paragraph in which each `*` is an object of 30 × 20 pt.
    fn with_objects(text: &str, direction: BaseDirection) -> Paragraph {
        let text = text.replace('*', &OBJECT.to_string());
        let offsets = text.match_indices(OBJECT).map(|(offset, _)| offset);
        let objects = offsets
            .map(|offset| Object { offset, width: Pt(30.0), height: Pt(20.0), depth: Pt::ZERO, content: None })
            .collect();
        Paragraph { objects, ..Paragraph::plain(text, TextStyle::default(), direction) }
    }

    #[test]
    fn objects_stand_among_the_words_of_their_direction() {
        let fonts = FontSet::builtin();
        let check = |text: &str, direction: BaseDirection, is_before: bool| {
            let paragraph = with_objects(text, direction);
            let (lines, warnings) =
                layout_paragraph(&paragraph, &options(400.0, Alignment::Start), &mut Shaper::new(&fonts));
            assert_eq!((lines.len(), warnings), (1, Vec::new()), "{text}");
            let line = &lines[0];
            let [object] = line.objects.as_slice() else { panic!("{text}: {:?}", line.objects) };
            assert_eq!((object.height, line.text[object.offset..].starts_with(OBJECT)), (Pt(20.0), true));
            assert!((object.width.0 - 30.0).abs() < 0.02, "{:?}", object.width);
            let without = text.replace(['*'], "");
            let plain = layout_paragraph(
                &Paragraph::plain(without, TextStyle::default(), direction),
                &options(400.0, Alignment::Start),
                &mut Shaper::new(&fonts),
            );
            assert!((29.9..34.0).contains(&(line.width.0 - plain.0[0].width.0)), "{text}: {:?}", line.width);
            let middle = (object.x + object.width / 2.0).0 < line.width.0 / 2.0;
            assert_eq!(middle, is_before, "{text}: at {:?} of {:?}", object.x, line.width);
        };
        check("نص * قصير بعده كلام", BaseDirection::Rtl, false);
        check("كلام قبله نص قصير *", BaseDirection::Rtl, true);
        check("* ثم كلام كثير بعده", BaseDirection::Rtl, false);
        check("short * and then text", BaseDirection::Ltr, true);
        check("كلمة*ملتصقة بما بعدها كلها", BaseDirection::Rtl, false);
    }

    #[test]
    fn a_space_takes_in_the_object_beside_it() {
        let fonts = FontSet::builtin();
        let paragraph = with_objects("قبل * بعد", BaseDirection::Rtl);
        let lines = layout_paragraph(&paragraph, &options(400.0, Alignment::Start), &mut Shaper::new(&fonts)).0;
        let [run] = lines[0].visual_runs.as_slice() else { panic!("{:?}", lines[0].visual_runs) };
        let wide = run.visual_glyphs.iter().find(|glyph| lines[0].text[glyph.text_range.range()].contains(OBJECT));
        assert_eq!(wide.map(|glyph| &lines[0].text[glyph.text_range.range()]), Some(" \u{FFFC} "));
    }

    #[test]
    fn objects_wrap_like_words() {
        let fonts = FontSet::builtin();
        let paragraph = with_objects("كلام * * * * * * * * * * كلام (*).", BaseDirection::Rtl);
        let options = options(120.0, Alignment::Justify);
        let (lines, warnings) = layout_paragraph(&paragraph, &options, &mut Shaper::new(&fonts));
        assert_eq!(warnings, []);
        assert_eq!(lines.iter().map(|line| line.objects.len()).sum::<usize>(), 11);
        assert!(lines.len() > 3 && lines.iter().all(|line| line.width.0 < 120.1), "{lines:?}");
        assert!(lines.iter().all(|line| !line.text.starts_with([')', '.'])), "{lines:?}");
    }
}
