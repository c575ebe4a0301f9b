//! TrueType outlines (OpenType, `glyf` and `loca`): how many points each glyph has with all its components.
//!
//! A glyph may be made of others, those of others again: a few glyphs that each name the next one twice make an
//! outline without end. So may a few bytes stand for thousands of points, and many glyphs share them.

use super::super::container::{long, short};

/// Points of one glyph. Ornaments have some thousands.
const MOST_POINTS: u64 = 1 << 16;
/// How deep components may be nested; `maxp` of the fonts in use says 1 to 4.
const MOST_DEPTH: usize = 16;
/// Points of all glyphs for each byte of the file: those of a plain outline take more than a byte each, those of
/// composite glyphs come again.
const MOST_FOR_A_BYTE: u64 = 64;
/// Points that any file may have.
const FREE: u64 = 1 << 20;

/// Counts the points of all glyphs.
///
/// # Errors
/// Says that places are missing or wrong, which glyph has too many, or that it is a component of itself.
pub(super) fn check(loca: &[u8], glyf: &[u8], is_long: bool, count: u16, file_size: usize) -> Result<(), String> {
    let count = usize::from(count);
    if loca.len() < (count + 1) * if is_long { 4 } else { 2 } {
        return Err("its table `loca` is cut off".into());
    }
    let mut glyphs = Glyphs { loca, glyf, is_long, points: vec![Points::Unknown; count] };
    let most = FREE + MOST_FOR_A_BYTE * file_size as u64;
    let mut total = 0;
    if !(0..count).all(|glyph| glyphs.data(glyph).is_some()) {
        return Err("its table `loca` points outside of its outlines, or backwards".into());
    }
    for glyph in 0..count {
        total += glyphs.points(glyph, 0)?;
        if total > most {
            return Err("its glyphs have far more points than a file of its size can hold".into());
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Points {
    Unknown,
    /// It is being counted: whoever meets it now is one of its components.
    Begun,
    Known(u64),
}

struct Glyphs<'a> {
    loca: &'a [u8],
    glyf: &'a [u8],
    is_long: bool,
    points: Vec<Points>,
}

impl<'a> Glyphs<'a> {
    fn points(&mut self, glyph: usize, depth: usize) -> Result<u64, String> {
        /// The number of contours and the box.
        const HEADER: usize = 10;
        match self.points.get(glyph) {
            None => return Ok(0),
            Some(Points::Known(points)) => return Ok(*points),
            Some(Points::Begun) => return Err(format!("its glyph {glyph} is a part of itself")),
            Some(Points::Unknown) if depth > MOST_DEPTH => {
                return Err(format!("its glyph {glyph} is nested more than {MOST_DEPTH} deep"));
            }
            Some(Points::Unknown) => self.points[glyph] = Points::Begun,
        }
        let mut points = 1;
        let data = self.data(glyph).unwrap_or_default();
        match short(data, 0) {
            Some(contours) if contours < 0x8000 => {
                let last = usize::from(contours).checked_sub(1).and_then(|last| short(data, HEADER + 2 * last));
                points += last.map_or(0, |last| u64::from(last) + 1);
            }
            Some(_) => {
                for component in Components(data.get(HEADER..).unwrap_or_default()) {
                    points += self.points(component, depth + 1)?;
                    if points > MOST_POINTS {
                        break;
                    }
                }
            }
            None => {}
        }
        if points > MOST_POINTS {
            return Err(format!("its glyph {glyph} has more than {MOST_POINTS} points"));
        }
        self.points[glyph] = Points::Known(points);
        Ok(points)
    }

    /// The description of a glyph, which may be empty; `None` where it lies outside of the table.
    fn data(&self, glyph: usize) -> Option<&'a [u8]> {
        let offset = |index: usize| match self.is_long {
            true => long(self.loca, 4 * index),
            false => short(self.loca, 2 * index).map(|half| usize::from(half) * 2),
        };
        self.glyf.get(offset(glyph)?..offset(glyph + 1)?)
    }
}

/// The components of a composite glyph, from behind its header.
struct Components<'a>(&'a [u8]);

impl Iterator for Components<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        const MORE: u16 = 0x20;
        let (flags, glyph) = (short(self.0, 0)?, short(self.0, 2)?);
        let arguments = if flags & 0x1 != 0 { 4 } else { 2 };
        let scale = match flags {
            _ if flags & 0x8 != 0 => 2,
            _ if flags & 0x40 != 0 => 4,
            _ if flags & 0x80 != 0 => 8,
            _ => 0,
        };
        let length = 4 + arguments + scale;
        self.0 = if flags & MORE == 0 { &[] } else { self.0.get(length..)? };
        Some(usize::from(glyph))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::with_table;

    const VARIABLE: &[u8] = include_bytes!("../../../tests/fonts/TrialVariable.ttf");

    fn composite(components: &[u16]) -> Vec<u8> {
        let mut glyph = [&[0xff, 0xff][..], &[0; 8]].concat();
        for (index, component) in components.iter().enumerate() {
            let more: u16 = if index + 1 < components.len() { 0x20 } else { 0 };
            glyph.extend_from_slice(&[more.to_be_bytes(), component.to_be_bytes(), [0, 0]].concat());
        }
        glyph.resize(glyph.len().next_multiple_of(4), 0);
        glyph
    }

    fn simple(points: u16) -> Vec<u8> {
        [&[0, 1][..], &[0; 8], &(points - 1).to_be_bytes(), &[0; 4]].concat()
    }

    /// Checks glyphs, with offsets of four bytes.
    fn check(glyphs: &[Vec<u8>], expected: Result<(), &str>) {
        let mut loca = vec![0; 4];
        let mut glyf = Vec::new();
        for glyph in glyphs {
            glyf.extend_from_slice(glyph);
            loca.extend_from_slice(&u32::try_from(glyf.len()).unwrap().to_be_bytes());
        }
        let count = u16::try_from(glyphs.len()).unwrap();
        assert_eq!(super::check(&loca, &glyf, true, count, 1000), expected.map_err(str::to_owned));
    }

    #[test]
    fn components_are_followed_to_their_end() {
        check(&[composite(&[1, 2]), composite(&[2, 2]), simple(40)], Ok(()));
        check(&[composite(&[0])], Err("its glyph 0 is a part of itself"));
        check(&[composite(&[1]), composite(&[2]), composite(&[0])], Err("its glyph 0 is a part of itself"));
        let chain: Vec<_> = (1..30).map(|next| composite(&[next])).collect();
        check(&chain, Err("its glyph 17 is nested more than 16 deep"));
        let doubled: Vec<_> = (1..13).map(|next| composite(&[next; 4])).chain([simple(4)]).collect();
        check(&doubled, Err("its glyph 5 has more than 65536 points"));
    }

    #[test]
    fn points_go_by_the_size_of_the_file() {
        check(&vec![simple(60_000); 3], Ok(()));
        check(&vec![simple(60_000); 100], Err("its glyphs have far more points than a file of its size can hold"));
    }

    #[test]
    fn a_font_with_a_loop_or_places_backwards_is_refused() {
        let face = ttf_parser::Face::parse(VARIABLE, 0).unwrap();
        let is_long = face.tables().head.index_to_location_format == ttf_parser::head::IndexToLocationFormat::Long;
        let end: &[u8] = if is_long { &[0, 0, 0, 16] } else { &[0, 8] };
        let count = usize::from(face.number_of_glyphs());
        let backwards = [end.repeat(count), vec![0; end.len()]].concat();
        let file = with_table(VARIABLE, b"loca", &backwards);
        assert_eq!(
            super::super::check(&file).unwrap_err(),
            "its table `loca` points outside of its outlines, or backwards"
        );
        let loca = [vec![0; end.len()], end.repeat(count)].concat();
        let file = with_table(&with_table(VARIABLE, b"glyf", &composite(&[0])), b"loca", &loca);
        assert_eq!(super::super::check(&file).unwrap_err(), "its glyph 0 is a part of itself");
    }
}
