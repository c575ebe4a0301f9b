//! The Arabic paragraph engine: text and styles in, lines of positioned glyphs out.
//!
//! ```text
//! Paragraph ── bidi ── itemize ── shape ── segment ── linebreak ── justify ── line ──> Vec<Line>
//! ```
//!
//! One file a stage: `bidi` (UAX #9), `itemize` (font fallback, with `scripts` for UAX #24), `shape` (OpenType),
//! `segment` (UAX #14), `linebreak` (optimum fit), `justify` (word spaces and `kashida`), `line` (UAX #9, L2). The
//! engine knows nothing of documents, pages or files and can be used alone.

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
mod scripts;
mod segment;
mod shape;

use std::ops::Range;

use crate::color::Color;
use crate::font::Weight;
use crate::geometry::Pt;

pub use bidi::BaseDirection;
pub use extent::{ParagraphExtent, measure_paragraph};
pub use join::{is_joiner, join};
pub use line::{Glyph, GlyphRun, Line, PlacedObject, TextRange};
pub use shape::Shaper;

/// A line break that the author asked for, within a [`Paragraph`]'s text (U+2028 LINE SEPARATOR).
pub const FORCED_BREAK: char = '\u{2028}';

/// Stands in a [`Paragraph`]'s text for an [`Object`] (U+FFFC OBJECT REPLACEMENT CHARACTER), which breaks lines and takes
/// its direction as that character does.
pub const OBJECT: char = '\u{FFFC}';

/// A paragraph to be set: text in logical order and the styles that tile it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// The text; [`FORCED_BREAK`] ends a line.
    pub text: String,
    /// Styles in order, each for a stretch of the text; together they cover all of it.
    pub styles: Vec<StyledRange>,
    /// Direction of the paragraph.
    pub direction: BaseDirection,
    /// Stretches that keep their own direction whatever surrounds them, as HTML's `bdi` and `dir` do; they nest or lie
    /// apart, and are sorted by their start.
    pub isolates: Vec<Isolate>,
    /// Boxes among the words, such as pictures, in the order of the text.
    pub objects: Vec<Object>,
}

/// A box on the baseline of a line, that is not cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// Offset of its [`OBJECT`] in the paragraph's text.
    pub offset: usize,
    /// Its width.
    pub width: Pt,
    /// Its height, all above the baseline.
    pub height: Pt,
}

/// A stretch of text with a direction of its own (UAX #9, X5a to X5c).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Isolate {
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// Its direction.
    pub direction: BaseDirection,
}

impl Paragraph {
    /// A paragraph in a single style.
    #[must_use]
    pub fn plain(text: impl Into<String>, style: TextStyle, direction: BaseDirection) -> Paragraph {
        let text = text.into();
        let styles = vec![StyledRange { range: 0..text.len(), style }];
        Paragraph { text, styles, direction, isolates: Vec::new(), objects: Vec::new() }
    }

    /// Index of the object at an offset.
    fn object_at(&self, offset: usize) -> Option<usize> {
        self.objects.binary_search_by_key(&offset, |object| object.offset).ok()
    }

    /// Adds text at the end, in a style of its own.
    pub fn push(&mut self, text: &str, style: TextStyle) {
        let start = self.text.len();
        self.text.push_str(text);
        match self.styles.last_mut() {
            Some(last) if last.style == style => last.range.end = self.text.len(),
            _ => self.styles.push(StyledRange { range: start..self.text.len(), style }),
        }
    }
}

/// A stretch of text and its style.
#[derive(Clone, Debug, PartialEq)]
pub struct StyledRange {
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// How they look.
    pub style: TextStyle,
}

/// How text looks.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// Family to try first; others follow where it lacks a character.
    pub family: String,
    /// Regular or bold.
    pub weight: Weight,
    /// Font size.
    pub size: Pt,
    /// BCP 47 tag, for the language systems of the font.
    pub lang: String,
    /// Distance by which the baseline is raised.
    pub rise: Pt,
    /// Ink; `None` leaves it to what surrounds the text.
    pub color: Option<Color>,
    /// A mark of the caller's, handed on to [`GlyphRun::tag`].
    pub tag: u32,
}

impl Default for TextStyle {
    fn default() -> TextStyle {
        TextStyle {
            family: "Amiri".into(),
            weight: Weight::Regular,
            size: Pt(12.0),
            lang: "ar".into(),
            rise: Pt::ZERO,
            color: None,
            tag: 0,
        }
    }
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParagraphOptions {
    /// Width of a line.
    pub measure: Pt,
    /// Room left free at the start of the first line.
    pub first_line_indent: Pt,
    /// How lines fill the measure.
    pub alignment: Alignment,
    /// What justified lines are stretched by.
    pub stretch: Stretch,
}

/// What justified lines are stretched by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stretch {
    /// Word spaces.
    #[default]
    Spaces,
    /// Word spaces up to 1.35 of their width, then letters, then spaces again.
    Kashida,
}

/// How lines fill the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// Both edges straight; the last line ragged.
    #[default]
    Justify,
    /// Both edges straight on every line, the last one too, as in the hemistichs of a poem.
    JustifyAll,
    /// Straight at the start edge.
    Start,
    /// Middle of the measure.
    Center,
    /// Straight at the end edge.
    End,
}

/// Something in a paragraph that could not be set as asked; offsets are bytes of the paragraph's text.
#[derive(Clone, Debug, PartialEq)]
pub enum TextWarning {
    /// No face has the character; its place is shown as a box.
    MissingGlyph {
        /// The character.
        character: char,
        /// Its script as Unicode names it; `Common` for signs.
        script: &'static str,
        /// Where it stands.
        offset: usize,
    },
    /// A line ends at a no-break space, since what such spaces hold together there is wider than the measure.
    BrokenSpace {
        /// Where the line ends.
        offset: usize,
    },
    /// A line ends within a word that is wider than the measure.
    BrokenWord {
        /// Where the line ends.
        offset: usize,
    },
    /// The line is wider than the measure.
    Overfull {
        /// Where the line starts.
        offset: usize,
        /// By how much.
        excess: Pt,
    },
}

impl TextWarning {
    /// Where in the text.
    #[must_use]
    pub const fn offset(&self) -> usize {
        match self {
            TextWarning::MissingGlyph { offset, .. }
            | TextWarning::BrokenSpace { offset }
            | TextWarning::BrokenWord { offset }
            | TextWarning::Overfull { offset, .. } => *offset,
        }
    }
}

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
        let objects = offsets.map(|offset| Object { offset, width: Pt(30.0), height: Pt(20.0) }).collect();
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
