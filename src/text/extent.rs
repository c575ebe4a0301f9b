//! Measures how narrow a paragraph may be set, and how wide it would ideally be, without setting it.
//!
//! One walk over its clusters gives a [`ParagraphExtent`].

use super::itemize;
use super::shape::{Shaper, UnitKind};
use super::{Paragraph, Stretch, bidi, breaks};
use crate::geometry::Pt;

/// Widths for a caller that distributes room among paragraphs, as in the columns of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ParagraphExtent {
    /// The widest line, if only the author's breaks are used.
    pub line: Pt,
    /// The widest stretch without an ordinary break.
    pub word: Pt,
    /// The same, with names and addresses broken at their joints: slashes, dots, case changes.
    pub piece: Pt,
    /// The same, with them broken anywhere: the widest word.
    pub uncut: Pt,
}

impl ParagraphExtent {
    /// The larger of each width.
    #[must_use]
    pub const fn max(self, other: ParagraphExtent) -> ParagraphExtent {
        ParagraphExtent {
            line: self.line.max(other.line),
            word: self.word.max(other.word),
            piece: self.piece.max(other.piece),
            uncut: self.uncut.max(other.uncut),
        }
    }
}

/// Least length, in em, of a piece of a name that is broken anywhere.
const LEAST_OF_NAME: f64 = 4.0;

/// Measures a paragraph.
#[must_use]
pub fn measure_paragraph(paragraph: &Paragraph, shaper: &mut Shaper<'_>) -> ParagraphExtent {
    let fonts = shaper.fonts();
    let levels = bidi::resolve_isolated(&paragraph.text, paragraph.direction, &paragraph.isolates);
    let (items, _) = itemize::itemize(paragraph, &levels, fonts);
    let opportunities = breaks::opportunities(&paragraph.text);
    let mut walk = Walk { text: &paragraph.text, ..Walk::default() };
    let mut next = 0;
    for unit in shaper.shape(paragraph, &items, Stretch::Spaces) {
        let item = &items[unit.item];
        let point = item.size / f64::from(fonts.face(item.face).metrics.units_per_em);
        for cluster in &unit.word.clusters {
            let end = unit.range.start + cluster.text.end;
            let width = point * f64::from(cluster.advance);
            next += opportunities[next..].iter().take_while(|&&opportunity| opportunity < end).count();
            match unit.kind {
                UnitKind::Word => walk.letter(end, width, item.size, opportunities.get(next) == Some(&end)),
                UnitKind::ForcedBreak => walk.end_line(end),
                _ => walk.space(end, width),
            }
        }
    }
    walk.end_line(paragraph.text.len());
    walk.extent
}

#[derive(Default)]
struct Walk<'t> {
    text: &'t str,
    extent: ParagraphExtent,
    /// Width of the line so far, and of the spaces at its end.
    line: Pt,
    spaces: Pt,
    /// Where the stretch begins, its width, and that of its last and its widest piece.
    start: usize,
    stretch: Pt,
    piece: Pt,
    widest_piece: Pt,
    size: Pt,
}

impl Walk<'_> {
    fn letter(&mut self, end: usize, width: Pt, size: Pt, may_break: bool) {
        self.line += self.spaces + width;
        self.spaces = Pt::ZERO;
        self.stretch += width;
        self.piece += width;
        self.widest_piece = self.widest_piece.max(self.piece);
        self.size = self.size.max(size);
        if may_break {
            self.end_stretch(end);
        } else if breaks::is_joint(self.text, end) {
            self.piece = Pt::ZERO;
        }
    }

    fn space(&mut self, end: usize, width: Pt) {
        self.end_stretch(end);
        self.spaces += width;
    }

    fn end_line(&mut self, end: usize) {
        self.end_stretch(end);
        self.extent.line = self.extent.line.max(self.line);
        (self.line, self.spaces) = (Pt::ZERO, Pt::ZERO);
    }

    fn end_stretch(&mut self, end: usize) {
        let (stretch, widest) = (self.stretch, self.widest_piece);
        if stretch > self.extent.uncut {
            let is_identifier = breaks::is_identifier(&self.text[self.start..end]);
            let piece = if is_identifier { widest } else { stretch };
            let uncut = if is_identifier { widest.min(self.size * LEAST_OF_NAME) } else { stretch };
            let whole = ParagraphExtent { line: Pt::ZERO, word: stretch, piece, uncut };
            self.extent = self.extent.max(whole);
        }
        self.start = end;
        (self.stretch, self.piece, self.widest_piece, self.size) = (Pt::ZERO, Pt::ZERO, Pt::ZERO, Pt::ZERO);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontSet;
    use crate::text::{Alignment, BaseDirection, ParagraphOptions, TextStyle, layout_paragraph};

    /// Words, or pieces of them, that are as wide as each of the widths.
    fn check(text: &str, line: &str, word: &str, piece: &str, uncut: Option<&str>) {
        let fonts = FontSet::builtin();
        let mut shaper = Shaper::new(&fonts);
        let plain = |text: &str| Paragraph::plain(text, TextStyle::default(), BaseDirection::Rtl);
        let mut width = |text: &str| {
            let options = ParagraphOptions {
                measure: Pt(1e6),
                first_line_indent: Pt::ZERO,
                alignment: Alignment::Start,
                stretch: Stretch::Spaces,
            };
            layout_paragraph(&plain(text), &options, &mut shaper).0.first().map_or(0.0, |line| line.width.0)
        };
        let expected = [line, word, piece].map(&mut width);
        let uncut = uncut.map_or(12.0 * LEAST_OF_NAME, width);
        let extent = measure_paragraph(&plain(text), &mut shaper);
        let found = [extent.line, extent.word, extent.piece, extent.uncut].map(|width| width.0);
        for (found, expected) in found.into_iter().zip(expected.into_iter().chain([uncut])) {
            assert!((found - expected).abs() < 0.07, "{text}: {found} for {expected}");
        }
    }

    #[test]
    fn widths_are_those_of_lines_words_and_pieces() {
        check("كان في بغداد ", "كان في بغداد", "بغداد", "بغداد", Some("بغداد"));
        check("كان\u{2028}في بغداد", "في بغداد", "بغداد", "بغداد", Some("بغداد"));
        let name = "AuthorizationExecuteWithPrivileges";
        check(name, name, name, "Authorization", None);
        let mixed = "يستعملونها some_long_name هنا";
        check(mixed, mixed, "some_long_name", "يستعملونها", Some("يستعملونها"));
        check("", "", "", "", Some(""));
    }
}
