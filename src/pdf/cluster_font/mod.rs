//! Cluster fonts: fonts of our own making with one glyph for each distinct shaped cluster of the document.
//!
//! In: the codes of the text layer, one after the other. Out: for each its number in a font, and at the end the fonts
//! as CFF programs for a Type 0 font with Identity-H (ISO 32000-1, 9.7.4). A code is a cluster *and* its text, so
//! that ToUnicode (9.10.3) is exact; its width is the advance that the shaper gave, kerning included.

mod cff;
mod charstring;
mod contour;
mod fit;
mod outline;
mod shapes;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use foldhash::fast::FixedState;
use indexmap::{Equivalent, IndexSet};
use kurbo::BezPath;
use rayon::prelude::*;

use super::text_layer::code::Code;
use super::text_layer::thousandths;
use crate::diagnostic::Error;
use crate::font::{FaceId, Font, FontSet};
use contour::Drawn;
use outline::OutlineReader;
use shapes::DrawnOutlines;

/// Codes of one font and outlines that they share, at most; a little below what 16 bits can number.
const MOST_GLYPHS: usize = 65_000;

/// An outline of the face, before it is moved anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Outline {
    glyph: u16,
    /// Horizontal scale, as the bits of an `f32`.
    x_scale: u32,
}

/// An outline at its place in a cluster, in thousandths of an em.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    outline: Outline,
    x: i16,
    y: i16,
}

/// In one piece: each code of the document is looked up.
impl Hash for Part {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let place = u64::from(self.x as u16) << 16 | u64::from(self.y as u16);
        state.write_u64(u64::from(self.outline.glyph) << 32 | place);
        state.write_u32(self.outline.x_scale);
    }
}

/// What one code of a font is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cluster {
    text: Box<str>,
    advance: u16,
    parts: Box<[Part]>,
}

impl Hash for Cluster {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Sought { parts: &self.parts, advance: self.advance, text: &self.text }.hash(state);
    }
}

/// A [`Cluster`] that is looked for.
#[derive(PartialEq, Eq, Hash)]
struct Sought<'a> {
    parts: &'a [Part],
    advance: u16,
    text: &'a str,
}

impl Equivalent<Cluster> for Sought<'_> {
    fn equivalent(&self, cluster: &Cluster) -> bool {
        self.advance == cluster.advance && self.text == &*cluster.text && self.parts == &*cluster.parts
    }
}

/// One font in the making; a cluster's index is its code.
#[derive(Debug)]
struct ClusterFont {
    face: FaceId,
    /// Asked for with every code of the document, hence the quick hasher.
    clusters: IndexSet<Cluster, FixedState>,
    outlines: IndexSet<Outline>,
}

impl ClusterFont {
    /// A font with nothing but `.notdef`, which is never shown.
    fn new(face: FaceId) -> ClusterFont {
        let clusters = IndexSet::from_iter([Cluster::default()]);
        ClusterFont { face, clusters, outlines: IndexSet::new() }
    }

    fn has_room_for(&self, parts: &[Part]) -> bool {
        self.clusters.len() + self.outlines.len() + parts.len() < MOST_GLYPHS
    }

    fn insert(&mut self, sought: &Sought<'_>) -> usize {
        self.outlines.extend(sought.parts.iter().map(|part| part.outline));
        let cluster = Cluster { parts: sought.parts.into(), advance: sought.advance, text: sought.text.into() };
        self.clusters.insert_full(cluster).0
    }
}

/// The codes that the provisional ones of each font become.
pub(crate) type NewCodes = Vec<Vec<u16>>;

/// Place of a code: which font, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CodePlace {
    /// Index into the fonts of [`ClusterFonts::finish`].
    pub(crate) font: usize,
    /// Provisional character code; [`ClusterFonts::finish`] tells the final one.
    pub(crate) code: u16,
}

/// A finished font.
#[derive(Clone, Debug)]
pub(crate) struct EmbeddedFont {
    /// PostScript name with its subset tag, such as `ABCDEF+Amiri-Regular`.
    pub(crate) name: String,
    /// The program: CFF in an OpenType wrapper, 1000 units to the em.
    pub(crate) program: Vec<u8>,
    /// Advance of each code, in thousandths of an em.
    pub(crate) widths: Vec<u16>,
    /// Text of each code; that of code 0 is empty.
    pub(crate) texts: Vec<Box<str>>,
    /// Left, bottom, right and top of all outlines.
    pub(crate) bounds: [i16; 4],
    /// Top of the tallest letters.
    pub(crate) ascent: i16,
    /// Bottom of the deepest letters, negative.
    pub(crate) descent: i16,
    /// Weight class of OS/2: 400 or 700.
    pub(crate) weight_class: u16,
}

/// All cluster fonts of a document: one for each face, and a further one whenever a face's last is full.
#[derive(Debug)]
pub(crate) struct ClusterFonts<'a> {
    set: &'a FontSet,
    fonts: Vec<ClusterFont>,
    of_face: BTreeMap<FaceId, Vec<usize>>,
    parts: Vec<Part>,
    text: String,
}

impl<'a> ClusterFonts<'a> {
    /// No fonts yet.
    pub(crate) fn new(set: &'a FontSet) -> ClusterFonts<'a> {
        ClusterFonts { set, fonts: Vec::new(), of_face: BTreeMap::new(), parts: Vec::new(), text: String::new() }
    }

    /// The place of a code, which is made if it is new.
    pub(crate) fn encode(&mut self, face: FaceId, code: &Code<'_>) -> CodePlace {
        self.collect_parts(face, code);
        let is_as_written = code.lead.is_empty() && !code.is_spaced && code.body.chars().all(|c| allowed(c) == c);
        if !is_as_written {
            self.text.clear();
            self.text.extend(code.chars().map(allowed));
        }
        let advance = u16::try_from(code.advance.max(0)).unwrap_or(u16::MAX);
        let text = if is_as_written { code.body } else { &self.text };
        let sought = Sought { parts: &self.parts, advance, text };
        let candidates = self.of_face.entry(face).or_default();
        let known = candidates
            .iter()
            .find_map(|&font| self.fonts[font].clusters.get_index_of(&sought).map(|index| (font, index)));
        let (font, index) = known.unwrap_or_else(|| {
            let open = candidates.last().copied().filter(|&font| self.fonts[font].has_room_for(&self.parts));
            let font = open.unwrap_or_else(|| {
                self.fonts.push(ClusterFont::new(face));
                candidates.push(self.fonts.len() - 1);
                self.fonts.len() - 1
            });
            (font, self.fonts[font].insert(&sought))
        });
        CodePlace { font, code: u16::try_from(index).unwrap_or(0) }
    }

    /// Puts the outlines of a code, at their places, into `self.parts`.
    fn collect_parts(&mut self, face: FaceId, code: &Code<'_>) {
        let units_per_em = self.set.face(face).metrics.units_per_em;
        self.parts.clear();
        let mut pen = 0;
        for glyph in code.glyphs {
            let place = |units| clamp(thousandths(units, units_per_em));
            self.parts.push(Part {
                outline: Outline { glyph: glyph.id, x_scale: glyph.x_scale.to_bits() },
                x: clamp(thousandths(pen + glyph.x_offset, units_per_em) + code.shift),
                y: place(glyph.y_offset),
            });
            pen += glyph.advance;
        }
    }

    /// Numbers the codes of each font by their texts, so that what a PDF says of each code compresses; tells what the
    /// provisional ones become.
    pub(crate) fn number(&mut self) -> NewCodes {
        self.fonts.par_iter_mut().map(|font| sort(&mut font.clusters)).collect()
    }

    /// The fonts as programs.
    ///
    /// # Errors
    /// [`Error::Font`] when a face's outlines cannot be read.
    pub(crate) fn finish(self) -> Result<Vec<EmbeddedFont>, Error> {
        self.fonts.par_iter().map(|font| embed(self.set.face(font.face), font)).collect()
    }
}

/// Sorts clusters, `.notdef` first, and tells for each where it went.
fn sort(clusters: &mut IndexSet<Cluster, FixedState>) -> Vec<u16> {
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    order.sort_unstable_by_key(|&index| &clusters[index]);
    let mut new_codes = vec![0; order.len()];
    (0u16..).zip(order).for_each(|(code, index)| new_codes[index] = code);
    clusters.sort_unstable();
    new_codes
}

/// What may stand in a ToUnicode CMap: not U+0000, U+FEFF and U+FFFE (ISO 19005-2, 6.2.11.7.2).
const fn allowed(character: char) -> char {
    match character {
        '\u{FEFF}' => '\u{2060}',
        '\0' | '\u{FFFE}' => '\u{FFFD}',
        other => other,
    }
}

fn clamp(value: i32) -> i16 {
    value.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
}

#[inline(never)]
fn embed(face: &Font, font: &ClusterFont) -> Result<EmbeddedFont, Error> {
    let program = cff::write_program(&face.name, font, &draw(face, &font.outlines)?);
    let scale = |units: i16| clamp(thousandths(i32::from(units), face.metrics.units_per_em));
    Ok(EmbeddedFont {
        name: program.name,
        widths: font.clusters.iter().map(|cluster| cluster.advance).collect(),
        texts: font.clusters.iter().map(|cluster| cluster.text.clone()).collect(),
        bounds: program.bounds,
        program: program.bytes,
        ascent: scale(face.metrics.ascent),
        descent: scale(face.metrics.descent),
        weight_class: face.weight.class(),
    })
}

/// Reads and fits outlines, on all processors; those that draw nothing are left out.
fn draw(face: &Font, outlines: &IndexSet<Outline>) -> Result<DrawnOutlines, Error> {
    let reader = OutlineReader::new(face)?;
    let draw = |path: &mut BezPath, &&outline: &&Outline| {
        reader.read(outline, path)?;
        Ok((outline, fit::fit_all(path)))
    };
    let outlines: Vec<&Outline> = outlines.iter().collect();
    let drawn: Vec<Result<_, Error>> = outlines.par_iter().map_init(BezPath::new, draw).collect();
    let drawn: Vec<(Outline, Vec<Drawn>)> = drawn.into_iter().collect::<Result<_, Error>>()?;
    Ok(drawn.into_iter().filter(|(_, contours)| !contours.is_empty()).collect())
}

/// Six capital letters that differ between different programs (ISO 32000-1, 9.6.4).
fn subset_tag(program: &[u8]) -> String {
    let mut hash = super::hash::fnv1a(program);
    (0..6)
        .map(|_| {
            let letter = b'A' + (hash % 26) as u8;
            hash /= 26;
            char::from(letter)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::text_layer::code::Kind;

    fn code(body: &str, advance: i32) -> Code<'_> {
        Code { advance, ..Code::blank(body, Kind::Letter, 0) }
    }

    #[test]
    fn equal_clusters_share_a_code() {
        let set = FontSet::builtin();
        let mut fonts = ClusterFonts::new(&set);
        let face = FaceId(0);
        let first = fonts.encode(face, &code("ب", 500));
        assert_eq!(first, CodePlace { font: 0, code: 1 });
        assert_eq!(fonts.encode(face, &code("ب", 501)).code, 2, "another width");
        assert_eq!(fonts.encode(face, &code("ت", 500)).code, 3, "another text");
        assert_eq!(fonts.encode(face, &code("ب", 500)), first);
        assert_eq!(fonts.encode(FaceId(1), &code("ب", 500)), CodePlace { font: 1, code: 1 });
    }

    #[test]
    fn a_full_font_is_followed_by_another() {
        let set = FontSet::builtin();
        let mut fonts = ClusterFonts::new(&set);
        let place = |fonts: &mut ClusterFonts<'_>, advance| fonts.encode(FaceId(0), &code("ن", advance));
        let most = i32::try_from(MOST_GLYPHS).unwrap();
        let last = (0..most).map(|advance| place(&mut fonts, advance)).last();
        assert_eq!(last, Some(CodePlace { font: 1, code: 1 }));
        assert_eq!(place(&mut fonts, 7), CodePlace { font: 0, code: 8 });
        let new_codes = fonts.number();
        let embedded = fonts.finish().unwrap();
        assert_eq!(embedded.len(), 2);
        assert_eq!(new_codes[0][..4], [0, 1, 2, 3]);
    }

    #[test]
    fn codes_are_numbered_by_their_texts() {
        let set = FontSet::builtin();
        let mut fonts = ClusterFonts::new(&set);
        for (text, advance) in [("ن", 300), ("ب", 500), ("ب", 200)] {
            fonts.encode(FaceId(0), &code(text, advance));
        }
        let new_codes = fonts.number();
        let embedded = fonts.finish().unwrap();
        assert_eq!(new_codes, [[0, 3, 2, 1]]);
        assert_eq!(embedded[0].widths, [0, 200, 500, 300]);
        assert_eq!(embedded[0].texts.join("|"), "|ب|ب|ن");
    }

    #[test]
    fn tags_are_six_capitals_and_follow_from_the_content() {
        let tag = subset_tag("خط".as_bytes());
        assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()));
        assert_ne!(tag, subset_tag("خطّ".as_bytes()));
    }
}
