//! A cluster font as a CID-keyed CFF program (Adobe Technical Note 5176).
//!
//! In: the clusters of a font and the outlines they are made of. Out: the program for a CIDFontType0 (ISO 32000-1,
//! 9.9), in an OpenType wrapper, which printpdf takes off. Glyphs are in the order of the codes, and CIDs are the
//! codes. A shape that several clusters draw is a subroutine, so that a letter that stands before spaces of sixty
//! widths costs sixty calls, not sixty outlines. CFF takes a sixth less than TrueType for the same letters: cubic
//! curves are fewer, and side bearings are not needed.

use super::charstring::{self, CALLGSUBR, ENDCHAR, RETURN};
use super::contour::Drawn;
use super::shapes::{DrawnOutlines, Placed, Shapes};
use super::{Cluster, ClusterFont, MOST_GLYPHS, clamp};

/// A written font.
pub(super) struct Program {
    /// PostScript name with its subset tag.
    pub(super) name: String,
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// Left, bottom, right and top of all glyphs.
    pub(super) bounds: [i16; 4],
}

/// A shape ready to be drawn anywhere.
struct Drawing {
    /// Where the pen must be at first.
    start: [i32; 2],
    /// Where it is after.
    end: [i32; 2],
    /// Draws all but the first move.
    code: Vec<u8>,
    /// Left, bottom, right and top of all points.
    bounds: [i32; 4],
    /// Number of the subroutine that draws it, where it is used more than once.
    subroutine: Option<usize>,
}

/// Writes the program of a font whose face is named `name`.
pub(super) fn write_program(name: &str, font: &ClusterFont, outlines: &DrawnOutlines) -> Program {
    let shapes = Shapes::of(outlines, MOST_GLYPHS);
    let clusters: Vec<Vec<Placed>> = font.clusters.iter().map(|cluster| drawn(cluster, &shapes)).collect();
    let (drawings, subroutines) = draw(&shapes, &clusters);
    let nominal = median(font.clusters.iter().map(|cluster| i32::from(cluster.advance)).collect());
    let codes = font.clusters.iter().zip(&clusters);
    let charstrings: Vec<Vec<u8>> = codes
        .map(|(cluster, parts)| charstring(cluster.advance, nominal, parts, &drawings, subroutines.len()))
        .collect();
    let bounds = bounds(&clusters, &drawings);
    let charstrings = index(&charstrings);
    let name = format!("{}+{name}", super::subset_tag(&charstrings));
    let table = table(&name, bounds, font.clusters.len(), nominal, &charstrings, &index(&subroutines));
    Program { name, bytes: open_type(&table), bounds }
}

/// The shapes of a cluster at their places.
fn drawn(cluster: &Cluster, shapes: &Shapes) -> Vec<Placed> {
    let parts = cluster.parts.iter().flat_map(|part| {
        let shapes = shapes.of_outline(&part.outline).iter();
        shapes.map(|shape| Placed {
            shape: shape.shape,
            x: shape.x.saturating_add(part.x),
            y: shape.y.saturating_add(part.y),
        })
    });
    parts.collect()
}

/// The shapes as code, and the subroutines for those used more than once.
fn draw(shapes: &Shapes, clusters: &[Vec<Placed>]) -> (Vec<Option<Drawing>>, Vec<Vec<u8>>) {
    let mut uses = vec![0; shapes.contours.len()];
    clusters.iter().flatten().for_each(|part| uses[part.shape] += 1);
    let mut drawings: Vec<Option<Drawing>> = shapes.contours.iter().map(|contours| drawing(contours)).collect();
    let mut subroutines = Vec::new();
    for (drawing, _) in drawings.iter_mut().zip(uses).filter(|(_, uses)| *uses > 1) {
        if let Some(drawing) = drawing {
            drawing.subroutine = Some(subroutines.len());
            subroutines.push([drawing.code.as_slice(), &[RETURN]].concat());
        }
    }
    (drawings, subroutines)
}

fn drawing(contours: &[Drawn]) -> Option<Drawing> {
    let (first, last) = (contours.first()?, contours.last()?);
    let mut code = first.code.to_vec();
    for (before, next) in contours.iter().zip(&contours[1..]) {
        charstring::push_move(&mut code, [next.start[0] - before.end[0], next.start[1] - before.end[1]]);
        code.extend(&next.code);
    }
    let bounds = contours.iter().map(|contour| contour.bounds).reduce(union)?;
    Some(Drawing { start: first.start, end: last.end, code, bounds, subroutine: None })
}

/// One code: its width, and its shapes at their places.
fn charstring(
    advance: u16,
    nominal: i32,
    parts: &[Placed],
    drawings: &[Option<Drawing>],
    subroutines: usize,
) -> Vec<u8> {
    let mut code = Vec::new();
    if advance != 0 {
        charstring::push_number(&mut code, i32::from(advance) - nominal);
    }
    let mut pen = [0, 0];
    for part in parts {
        let Some(drawing) = &drawings[part.shape] else { continue };
        let at = |[x, y]: [i32; 2]| [x + i32::from(part.x), y + i32::from(part.y)];
        let start = at(drawing.start);
        charstring::push_move(&mut code, [start[0] - pen[0], start[1] - pen[1]]);
        match drawing.subroutine {
            Some(number) => {
                charstring::push_number(&mut code, number as i32 - bias(subroutines));
                code.push(CALLGSUBR);
            }
            None => code.extend(&drawing.code),
        }
        pen = at(drawing.end);
    }
    code.push(ENDCHAR);
    code
}

/// What is taken from the number of a subroutine in a call (Technical Note 5177, 4.7).
const fn bias(subroutines: usize) -> i32 {
    match subroutines {
        0..1240 => 107,
        1240..33_900 => 1131,
        _ => 32_768,
    }
}

fn bounds(clusters: &[Vec<Placed>], drawings: &[Option<Drawing>]) -> [i16; 4] {
    let placed = clusters.iter().flatten().filter_map(|part| {
        let [left, bottom, right, top] = drawings[part.shape].as_ref()?.bounds;
        let (x, y) = (i32::from(part.x), i32::from(part.y));
        Some([left + x, bottom + y, right + x, top + y])
    });
    placed.reduce(union).unwrap_or_default().map(clamp)
}

fn union(one: [i32; 4], other: [i32; 4]) -> [i32; 4] {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

fn median(mut numbers: Vec<i32>) -> i32 {
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or(0)
}

/// The CFF table: header, names, top DICT, strings, subroutines, and what the top DICT points at.
fn table(name: &str, bounds: [i16; 4], codes: usize, nominal: i32, charstrings: &[u8], subroutines: &[u8]) -> Vec<u8> {
    let start = [
        vec![1, 0, 4, 4],
        index(&[name.as_bytes().to_vec()]),
        // Filled in below; its length does not depend on its values.
        index(&[top_dict(bounds, codes, [0; 4])]),
        index(&[b"Adobe".to_vec(), b"Identity".to_vec()]),
        subroutines.to_vec(),
    ];
    let count = codes as u16;
    // CIDs 1, 2, … in one range; FDSelect with all glyphs in font DICT 0.
    let charset = [[2, 0, 1].as_slice(), &count.saturating_sub(2).to_be_bytes()].concat();
    let select = [[3, 0, 1, 0, 0, 0].as_slice(), &count.to_be_bytes()].concat();
    let charset_at = start.iter().map(Vec::len).sum::<usize>();
    let select_at = charset_at + charset.len();
    let private_at = select_at + select.len();
    let private = dict(&[(&[nominal], &[21])]);
    let fonts_at = private_at + private.len();
    let fonts = index(&[dict(&[(&[private.len() as i32, private_at as i32], &[18])])]);
    let offsets = [charset_at, select_at, fonts_at, fonts_at + fonts.len()];
    let [header, name, _, strings, subroutines] = start;
    let top = index(&[top_dict(bounds, codes, offsets)]);
    [header, name, top, strings, subroutines, charset, select, private, fonts, charstrings.to_vec()].concat()
}

/// The top DICT, with the offsets of charset, FDSelect, font DICTs and charstrings.
fn top_dict(bounds: [i16; 4], codes: usize, [charset, select, fonts, charstrings]: [usize; 4]) -> Vec<u8> {
    let (adobe, identity) = (391, 392);
    dict(&[
        (&[adobe, identity, 0], &[12, 30]),
        (&bounds.map(i32::from), &[5]),
        (&[codes as i32], &[12, 34]),
        (&[charset as i32], &[15]),
        (&[charstrings as i32], &[17]),
        (&[fonts as i32], &[12, 36]),
        (&[select as i32], &[12, 37]),
    ])
}

/// Operands and operators; each number takes five bytes, whatever its value.
fn dict(entries: &[(&[i32], &[u8])]) -> Vec<u8> {
    let mut dict = Vec::new();
    for (operands, operator) in entries {
        for operand in *operands {
            dict.push(29);
            dict.extend(operand.to_be_bytes());
        }
        dict.extend(*operator);
    }
    dict
}

/// An INDEX: how many, where each begins, and all of them.
fn index(items: &[Vec<u8>]) -> Vec<u8> {
    let mut index = (items.len() as u16).to_be_bytes().to_vec();
    if items.is_empty() {
        return index;
    }
    let total = 1 + items.iter().map(Vec::len).sum::<usize>();
    let size = (1..4).find(|size| total < 1 << (8 * size)).unwrap_or(4);
    index.push(size as u8);
    let mut offset = 1u32;
    for len in std::iter::once(0).chain(items.iter().map(Vec::len)) {
        offset += len as u32;
        index.extend(&offset.to_be_bytes()[4 - size..]);
    }
    items.iter().for_each(|item| index.extend(item));
    index
}

/// An OpenType file with the table alone (OpenType 1.9, "Organization of an OpenType Font").
fn open_type(table: &[u8]) -> Vec<u8> {
    const HEADER: u32 = 28;
    let header = [b"OTTO".as_slice(), &[0, 1, 0, 16, 0, 0, 0, 0], b"CFF ", &[0; 4]].concat();
    [header.as_slice(), &HEADER.to_be_bytes(), &(table.len() as u32).to_be_bytes(), table].concat()
}

#[cfg(test)]
mod tests {
    use indexmap::IndexSet;
    use kurbo::BezPath;
    use ttf_parser::{GlyphId, OutlineBuilder};

    use super::*;
    use crate::pdf::cluster_font::fit::fit_all;
    use crate::pdf::cluster_font::{Outline, Part};

    /// Collects an outline as an SVG path.
    #[derive(Default)]
    struct Svg(Vec<String>);

    impl OutlineBuilder for Svg {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.push(format!("M{x},{y}"));
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.push(format!("L{x},{y}"));
        }
        fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
            unreachable!("CFF has cubic curves only");
        }
        fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
            self.0.push(format!("C{a},{b} {c},{d} {x},{y}"));
        }
        fn close(&mut self) {
            self.0.push("Z".into());
        }
    }

    fn outline(glyph: u16) -> Outline {
        Outline { glyph, x_scale: 1.0f32.to_bits() }
    }

    /// The glyphs of a font whose clusters draw these outlines at these places.
    fn check(clusters: &[&[(u16, i16, i16)]], expected: &[&str]) {
        let paths =
            ["M0 0 L100 0 L100 50 Z", "M-20 300 L0 320 L20 300 L0 280 Z"].map(|path| BezPath::from_svg(path).unwrap());
        let outlines: DrawnOutlines = (0u16..).map(outline).zip(paths.iter().map(fit_all)).collect();
        let part = |&(glyph, x, y): &(u16, i16, i16)| Part { outline: outline(glyph), x, y };
        let cluster = |(at, parts): (usize, &&[(u16, i16, i16)])| Cluster {
            text: at.to_string().into(),
            advance: 200 * at as u16,
            parts: parts.iter().map(part).collect(),
        };
        let all: IndexSet<Cluster, _> =
            std::iter::once(Cluster::default()).chain((1..).zip(clusters).map(cluster)).collect();
        let font = ClusterFont { face: crate::font::FaceId(0), clusters: all, outlines: IndexSet::default() };
        let program = write_program("Amiri-Regular", &font, &outlines);
        assert!(program.name.ends_with("+Amiri-Regular"));
        let table = ttf_parser::cff::Table::parse(&program.bytes[28..]).unwrap();
        assert_eq!(usize::from(table.number_of_glyphs()), clusters.len() + 1);
        let drawn = (1u16..=clusters.len() as u16).map(|code| {
            let mut svg = Svg::default();
            let _ = table.outline(GlyphId(code), &mut svg);
            assert_eq!(table.glyph_cid(GlyphId(code)), Some(code));
            svg.0.join(" ")
        });
        assert_eq!(drawn.collect::<Vec<_>>(), expected);
    }

    const TRIANGLE: &str = "M0,0 L100,0 L100,50 Z";

    #[test]
    fn clusters_draw_shapes_at_their_places() {
        let dotted = format!("{TRIANGLE} M40,150 L60,170 L80,150 L60,130 Z");
        check(&[&[(0, 0, 0)], &[(0, 0, 0), (1, 60, -150)], &[]], &[TRIANGLE, &dotted, ""]);
        check(&[&[(0, 7, -3)]], &["M7,-3 L107,-3 L107,47 Z"]);
    }

    #[test]
    fn bounds_are_those_of_all_points() {
        let drawing = |bounds| Drawing { start: [0, 0], end: [0, 0], code: Vec::new(), bounds, subroutine: None };
        let placed = |shape, x, y| Placed { shape, x, y };
        let drawings = [Some(drawing([0, -10, 50, 70])), None];
        assert_eq!(
            bounds(&[vec![placed(0, 5, 5), placed(1, 999, 0)], vec![placed(0, -20, 0)]], &drawings),
            [-20, -10, 55, 75]
        );
    }

    #[test]
    fn indexes_have_offsets_as_long_as_they_need() {
        assert_eq!(index(&[]), [0, 0]);
        assert_eq!(index(&[vec![7], vec![8, 9]]), [0, 2, 1, 1, 2, 4, 7, 8, 9]);
        assert_eq!(index(&[vec![0; 255]])[..7], [0, 1, 2, 0, 1, 1, 0]);
    }
}
