//! Shaped clusters to codes (rules 2 and 9, and the halves of lam-alef).
//!
//! In: the glyphs of one run. Out: its codes in visual order, each with the characters it stands for.

use super::class;
use super::code::{Code, Kind};
use crate::text::line::{Glyph, GlyphRun, OBJECT};

/// What a run's clusters are read with.
#[derive(Clone, Copy)]
pub(super) struct RunText<'a> {
    /// The line's text.
    pub(super) text: &'a str,
    /// The run.
    pub(super) run: &'a GlyphRun,
    /// Its index in visual order.
    pub(super) index: usize,
    /// Font units to the em of its face.
    pub(super) units_per_em: u16,
}

impl<'a> RunText<'a> {
    /// Appends the codes of the run in visual order.
    pub(super) fn push_codes(self, codes: &mut Vec<Code<'a>>) {
        if self.run.level % 2 == 1 {
            for cluster in clusters(&self.run.visual_glyphs) {
                self.push_rtl(cluster, codes);
            }
        } else {
            self.push_ltr_run(codes);
        }
    }

    fn push_ltr_run(self, codes: &mut Vec<Code<'a>>) {
        let mut rest = self.run.visual_glyphs.as_slice();
        while !rest.is_empty() {
            let taken = match self.arabic_number(rest) {
                Some(count) => {
                    self.push_arabic_number(&rest[..count], codes);
                    count
                }
                None => {
                    let count = cluster_len(rest);
                    self.push_ltr(&rest[..count], codes);
                    count
                }
            };
            rest = &rest[taken..];
        }
    }

    /// How many glyphs from the first on make an Arabic-Indic number; it ends in a digit.
    fn arabic_number(self, glyphs: &[Glyph]) -> Option<usize> {
        let character = |glyph: &Glyph| self.text_of(std::slice::from_ref(glyph)).chars().next().unwrap_or('\0');
        if !class::is_arabic_number(character(&glyphs[0])) {
            return None;
        }
        let end = glyphs.iter().position(|glyph| !class::is_inside_arabic_number(character(glyph)));
        let last =
            glyphs[..end.unwrap_or(glyphs.len())].iter().rposition(|glyph| class::is_arabic_number(character(glyph)));
        last.map(|last| last + cluster_len(&glyphs[last..]))
    }

    /// Rule 9: an Arabic-Indic number is one code: MuPDF reverses digits that come one by one, since it takes AN for
    /// right-to-left.
    fn push_arabic_number(self, glyphs: &'a [Glyph], codes: &mut Vec<Code<'a>>) {
        codes.push(self.letter(glyphs, self.text_of(glyphs)));
    }

    /// A left-to-right cluster: all its letters on one code, its marks on blanks after it.
    fn push_ltr(self, glyphs: &'a [Glyph], codes: &mut Vec<Code<'a>>) {
        let text = self.text_of(glyphs);
        if class::is_one_sign(text) {
            return codes.push(self.sign(glyphs, text));
        }
        let marks = text.char_indices().skip(1).find(|&(_, character)| class::is_mark(character));
        let (letters, marks) = text.split_at(marks.map_or(text.len(), |(at, _)| at));
        codes.push(self.letter(glyphs, letters));
        for (at, character) in marks.char_indices() {
            codes.push(Code::blank(&marks[at..at + character.len_utf8()], Kind::Mark, self.index));
        }
    }

    /// Rule 2: a right-to-left cluster is its first character on the code with the outline, and to the left of it each
    /// further character on a blank, the last one leftmost: every reader then finds the characters in order, and one
    /// cluster's marks never mix with another's. Marks have no width; the letters of a lam-alef share the advance, so
    /// that none of them lies on another.
    fn push_rtl(self, glyphs: &'a [Glyph], codes: &mut Vec<Code<'a>>) {
        let text = self.text_of(glyphs);
        if class::is_one_sign(text) {
            return codes.push(self.sign(glyphs, text));
        }
        let further = text.char_indices().skip(1);
        let letters =
            1 + further.filter(|&(_, character)| !class::is_mark(character) && !class::is_format(character)).count();
        let base_len = text.chars().next().map_or(0, char::len_utf8);
        let mut base = self.letter(glyphs, &text[..base_len]);
        let share = base.advance / letters as i32;
        for (at, character) in text.char_indices().skip(1).collect::<Vec<_>>().into_iter().rev() {
            let body = &text[at..at + character.len_utf8()];
            if class::is_mark(character) {
                codes.push(Code::blank(body, Kind::Mark, self.index));
            } else if class::is_format(character) {
                codes.push(Code::blank(body, Kind::Format, self.index));
            } else {
                codes.push(Code { advance: share, ..Code::blank(body, Kind::Share, self.index) });
                base.advance -= share;
                base.shift -= share;
            }
        }
        codes.push(base);
    }

    /// A sign of several characters is one code that begins with an LRM: readers that reverse right-to-left stretches
    /// would else reverse its characters.
    fn sign(self, glyphs: &'a [Glyph], body: &'a str) -> Code<'a> {
        Code { lead: "\u{200E}", ..self.letter(glyphs, body) }
    }

    /// A code that draws `glyphs` and says `body`.
    fn letter(self, glyphs: &'a [Glyph], body: &'a str) -> Code<'a> {
        let units: i32 = glyphs.iter().map(|glyph| glyph.advance).sum();
        // A no-break space is a separator to the readers, and is not found by who searches for a space.
        let (body, kind) = match body {
            "\u{A0}" | "\u{202F}" => (" ", Kind::Space),
            _ => (body, Kind::Letter),
        };
        let kind = match body.chars().next() {
            Some(' ') => Kind::Space,
            Some(character) if class::is_mark(character) => Kind::Mark,
            _ => kind,
        };
        let advance = thousandths(units, self.units_per_em).max(0);
        Code { glyphs, advance, ..Code::blank(body, kind, self.index) }
    }

    /// The characters that some neighbouring glyphs stand for.
    fn text_of(self, glyphs: &[Glyph]) -> &'a str {
        let start = glyphs.iter().map(|glyph| glyph.text_range.start()).min().unwrap_or(0);
        let end = glyphs.iter().map(|glyph| glyph.text_range.end()).max().unwrap_or(0);
        let text = self.text.get(start..end).unwrap_or("");
        // A space that takes in an object says only that it is one.
        text.split(OBJECT).next().unwrap_or(text)
    }
}

/// Font units as thousandths of an em, to the nearest.
pub(in crate::pdf) fn thousandths(units: i32, units_per_em: u16) -> i32 {
    let (units, em) = (i64::from(units), i64::from(units_per_em.max(1)));
    let rounded = (units * 2000 + em * units.signum()) / (2 * em);
    // A chain of thousands of joined signs is one cluster.
    i32::try_from(rounded).unwrap_or(if rounded < 0 { i32::MIN } else { i32::MAX })
}

fn cluster_len(glyphs: &[Glyph]) -> usize {
    glyphs.iter().take_while(|glyph| glyph.text_range == glyphs[0].text_range).count()
}

fn clusters(glyphs: &[Glyph]) -> impl Iterator<Item = &[Glyph]> {
    glyphs.chunk_by(|one, other| one.text_range == other.text_range)
}
