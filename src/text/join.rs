//! The two hemistichs of a verse as one line.
//!
//! In: two lines that are to stand side by side. Out: one line, in which the gap between them is a wide space. Where
//! they share a word, the first ending or the second beginning with a tatweel or ZWJ, the text has the word whole: the
//! gap then belongs to the advance of a letter, so that nothing that reads the line finds a space there, and the
//! tatweels are drawn, but as parts of their neighbours.

use std::ops::Range;

use super::justify::GRID;
use super::line::{Glyph, GlyphRun, Line};
use crate::font::FontSet;
use crate::geometry::Pt;

/// Whether a character says that the letter beside it goes on: U+0640 ARABIC TATWEEL, U+200D ZERO WIDTH JOINER.
#[must_use]
pub const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{640}' | '\u{200d}')
}

/// Makes one line of two in logical order, which share a word or not. Each [`Line::x`] counts from the same place, and
/// the lines do not overlap. `None` where there is no space to be made wider, a tatweel is in another style than its
/// letter, or an object stands among the words.
#[must_use]
pub fn join(first: &Line, second: &Line, share_a_word: bool, fonts: &FontSet) -> Option<Line> {
    let (first, second) = match share_a_word {
        true => (without_joiners_at_end(first.clone()), without_joiners_at_start(second.clone())),
        false => (first.clone(), second.clone()),
    };
    if [&first, &second].into_iter().any(|line| has_overlap(line) || !line.objects.is_empty()) {
        return None;
    }
    let between = if share_a_word { "" } else { " " };
    let text = [first.text.as_str(), between, &second.text].concat();
    let (end, next, text_start) = (first.text.len(), first.text.len() + between.len(), first.text_start);
    let second = with_ranges(second, |range| range.start + next..range.end + next);
    let (mut left, right) = if first.base_level % 2 == 1 { (second, first) } else { (first, second) };
    let gap = right.x - left.x - left.width;
    if !share_a_word {
        add_space(&mut left, &right, &text, end..next)?;
    }
    let start = left.width + widen_last_glyph(&mut left, gap, fonts);
    Some(Line {
        text,
        text_start,
        visual_runs: side_by_side(left.visual_runs, right.visual_runs, start),
        width: start + right.width,
        ink_ascent: left.ink_ascent.max(right.ink_ascent),
        ink_descent: left.ink_descent.max(right.ink_descent),
        ..left
    })
}

/// Adds a space without width at the right end of a line: the glyph that either line has in that face.
fn add_space(left: &mut Line, right: &Line, text: &str, range: Range<usize>) -> Option<()> {
    let last = left.visual_runs.last()?;
    let runs = left.visual_runs.iter().chain(&right.visual_runs).filter(|run| run.face == last.face);
    let mut glyphs = runs.flat_map(|run| &run.visual_glyphs);
    let space = glyphs.find(|glyph| text.get(glyph.text_range.range()) == Some(" "))?.clone();
    let last = left.visual_runs.last_mut()?;
    last.text_range = last.text_range.start.min(range.start)..last.text_range.end.max(range.end);
    last.visual_glyphs.push(Glyph { advance: 0, text_range: range.into(), ..space });
    Some(())
}

/// Makes the glyph at the right end of a line wider by a gap, on the grid of spaces; returns by how much.
fn widen_last_glyph(line: &mut Line, gap: Pt, fonts: &FontSet) -> Pt {
    let Some(run) = line.visual_runs.last_mut() else { return gap };
    let units_per_em = f64::from(fonts.face(run.face).metrics.units_per_em);
    let Some(glyph) = run.visual_glyphs.last_mut() else { return gap };
    let steps = (gap.0 / run.size.0 * GRID).round();
    #[expect(clippy::cast_possible_truncation, reason = "a gap is a few em wide")]
    let units = (steps / GRID * units_per_em).round() as i32;
    glyph.advance += units;
    run.size * (f64::from(units) / units_per_em)
}

/// The runs of two lines, the second ones `start` after the left end; where they meet in one style, they are one run.
fn side_by_side(mut left: Vec<GlyphRun>, right: Vec<GlyphRun>, start: Pt) -> Vec<GlyphRun> {
    for mut run in right {
        run.x += start;
        match left.last_mut().filter(|last| last.goes_on_in(&run)) {
            Some(last) => {
                last.text_range =
                    last.text_range.start.min(run.text_range.start)..last.text_range.end.max(run.text_range.end);
                last.visual_glyphs.append(&mut run.visual_glyphs);
            }
            None => left.push(run),
        }
    }
    left
}

/// Leaves joiners at the end out of the text; their glyphs go to the letter before them.
fn without_joiners_at_end(mut line: Line) -> Line {
    let end = line.text.trim_end_matches(is_joiner).len();
    let last = glyphs(&line).map(|glyph| glyph.text_range.range()).find(|range| range.contains(&end.saturating_sub(1)));
    let letter = last.map_or(end..end, |range| range.start..end);
    line.text.truncate(end);
    with_ranges(line, |range| if range.end > end { letter.clone() } else { range })
}

/// Leaves joiners at the start out of the text; their glyphs go to the letter after them.
fn without_joiners_at_start(mut line: Line) -> Line {
    let start = line.text.len() - line.text.trim_start_matches(is_joiner).len();
    let next = glyphs(&line).map(|glyph| glyph.text_range.range()).find(|range| range.contains(&start));
    let letter = next.map_or(0..0, |range| 0..range.end - start);
    line.text.drain(..start);
    with_ranges(line, |range| if range.start < start { letter.clone() } else { range.start - start..range.end - start })
}

/// Whether two runs stand for the same text.
fn has_overlap(line: &Line) -> bool {
    let mut ranges: Vec<&Range<usize>> = line.visual_runs.iter().map(|run| &run.text_range).collect();
    ranges.sort_by_key(|range| range.start);
    ranges.windows(2).any(|pair| pair[1].start < pair[0].end)
}

fn glyphs(line: &Line) -> impl Iterator<Item = &Glyph> {
    line.visual_runs.iter().flat_map(|run| &run.visual_glyphs)
}

/// The line with the text ranges of its clusters changed, and those of its runs with them.
fn with_ranges(mut line: Line, change: impl Fn(Range<usize>) -> Range<usize>) -> Line {
    for GlyphRun { visual_glyphs, text_range, .. } in &mut line.visual_runs {
        visual_glyphs.iter_mut().for_each(|glyph| glyph.text_range = change(glyph.text_range.range()).into());
        let start = visual_glyphs.iter().map(|glyph| glyph.text_range.start()).min();
        let end = visual_glyphs.iter().map(|glyph| glyph.text_range.end()).max();
        *text_range = start.unwrap_or_default()..end.unwrap_or_default();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{
        Alignment, BaseDirection, Paragraph, ParagraphOptions, Shaper, Stretch, TextStyle, layout_paragraph,
    };

    /// Joins two halves 20 pt apart; compares the text, and where its clusters begin.
    fn check(first: &str, second: &str, share_a_word: bool, expected: &str) {
        let fonts = FontSet::builtin();
        let mut shaper = Shaper::new(&fonts);
        let mut half = |text: &str, x: f64| {
            let paragraph = Paragraph::plain(text, TextStyle::default(), BaseDirection::Rtl);
            let (alignment, stretch) = (Alignment::Start, Stretch::Spaces);
            let options = ParagraphOptions { measure: Pt(200.0), first_line_indent: Pt::ZERO, alignment, stretch };
            let mut line = layout_paragraph(&paragraph, &options, &mut shaper).0.remove(0);
            line.x = Pt(x);
            line
        };
        let second = half(second, 0.0);
        let first = half(first, second.width.0 + 20.0);
        let joined = join(&first, &second, share_a_word, &fonts).unwrap();
        assert_eq!(joined.text, expected);
        assert!((joined.width.0 - first.x.0 - first.width.0).abs() < 0.1, "{:?}", joined.width);
        assert_eq!(joined.visual_runs.len(), 1, "readers begin a new line at another string");
        let mut clusters: Vec<Range<usize>> = glyphs(&joined).map(|glyph| glyph.text_range.range()).collect();
        clusters.sort_by_key(|cluster| cluster.start);
        clusters.dedup();
        assert!(clusters.windows(2).all(|pair| pair[0].end == pair[1].start), "{clusters:?}");
        assert_eq!((clusters[0].start, clusters[clusters.len() - 1].end), (0, expected.len()));
        let advance: i32 = glyphs(&joined).map(|glyph| glyph.advance).sum();
        assert!((joined.width.0 - 12.0 * f64::from(advance) / 1000.0).abs() < 1e-6);
    }

    #[test]
    fn halves_keep_their_words() {
        check("قفا نبك", "من ذكرى", false, "قفا نبك من ذكرى");
        check("أديم الـ", "ـأرض إلا", true, "أديم الأرض إلا");
        check("أَدِيمَ الْـ", "ـأَرْضِ إِلَّا", true, "أَدِيمَ الْأَرْضِ إِلَّا");
        check("وقد أضا\u{200d}", "ءت", true, "وقد أضاءت");
    }
}
