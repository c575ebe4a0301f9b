//! Fonts: their bytes, what they cover, and which one serves a text.
//!
//! In: the files of `fonts/` (compiled in) and font files of the user. Out: [`FontSet`], an immutable list of [`Font`]s
//! addressed by [`FaceId`], and for each family and weight the chain of faces to try in turn. Metrics come from the
//! OpenType tables `head`, `hhea` and `OS/2`. Shaping is not done here.

mod builtin;
mod coverage;

use std::borrow::Cow;
use std::sync::OnceLock;

use coverage::Coverage;

use crate::diagnostic::Error;

/// Index of a face in its [`FontSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// Regular or bold, the two weights that a text uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Weight class 400.
    #[default]
    Regular,
    /// Weight class 700.
    Bold,
}

/// One face.
#[derive(Clone, Debug)]
pub struct Font {
    /// PostScript name, such as `Amiri-Bold`.
    pub name: String,
    /// Family, such as `Amiri`.
    pub family: String,
    /// Regular or bold.
    pub weight: Weight,
    /// The whole font file.
    pub data: Cow<'static, [u8]>,
    /// Vertical metrics.
    pub metrics: FontMetrics,
    /// Text of the licence that must go along with copies of the font.
    pub licence: Option<&'static str>,
    /// Where letters of the face may be lengthened.
    pub kashida: KashidaRules,
    /// Which characters it has, found when first asked for.
    coverage: OnceLock<Coverage>,
}

/// Which rules say where a kashida may stand; they belong to the style of the letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KashidaRules {
    /// Nowhere: nastaliq, and faces whose tatweel has no width.
    None,
    /// The rules of newspapers, for flat faces with few relations between letters.
    #[default]
    Simple,
    /// The rules of calligraphers, for faces that follow the classical naskh.
    Naskh,
}

/// Vertical metrics in font units, upward positive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FontMetrics {
    /// Font units to the em.
    pub units_per_em: u16,
    /// Top of the tallest letters.
    pub ascent: i16,
    /// Bottom of the deepest letters, negative.
    pub descent: i16,
    /// Height of the Latin x that goes with the face's other letters. Faces that meet on a line are scaled to agree in
    /// it, so that a word of Latin from another face is neither too large nor too small.
    pub x_height: i16,
}

impl Font {
    /// Reads a face from the bytes of a TrueType or OpenType file.
    ///
    /// # Errors
    /// [`Error::Font`] when the bytes are not such a file.
    pub fn from_bytes(data: Cow<'static, [u8]>, licence: Option<&'static str>) -> Result<Font, Error> {
        let face = ttf_parser::Face::parse(&data, 0)
            .map_err(|cause| Error::Font { name: "unnamed".into(), reason: cause.to_string() })?;
        let name_of = |id| {
            let names = face.names().into_iter();
            names.filter(|name| name.name_id == id && name.is_unicode()).find_map(|name| name.to_string())
        };
        let family = name_of(ttf_parser::name_id::TYPOGRAPHIC_FAMILY)
            .or_else(|| name_of(ttf_parser::name_id::FAMILY))
            .unwrap_or_else(|| "Unnamed".into());
        let weight = if face.weight().to_number() >= 600 { Weight::Bold } else { Weight::Regular };
        let kashida = kashida_rules(&face, &family);
        let name = name_of(ttf_parser::name_id::POST_SCRIPT_NAME).unwrap_or_else(|| family.replace(' ', ""));
        let metrics = FontMetrics {
            units_per_em: face.units_per_em(),
            ascent: face.ascender(),
            descent: face.descender(),
            x_height: x_height(&face),
        };
        Ok(Font { name, family, weight, data, metrics, licence, kashida, coverage: OnceLock::new() })
    }

    /// Whether the face has a glyph for a character.
    #[must_use]
    pub fn covers(&self, character: char) -> bool {
        self.coverage.get_or_init(|| Coverage::of(&self.data)).contains(character)
    }
}

/// The rules for a family: by its style, and none where the tatweel has no width.
fn kashida_rules(face: &ttf_parser::Face<'_>, family: &str) -> KashidaRules {
    const TATWEEL: char = '\u{640}';
    let width = face.glyph_index(TATWEEL).and_then(|glyph| face.glyph_hor_advance(glyph));
    let family = family.to_lowercase();
    if width.unwrap_or(0) == 0 || family.contains("nastaliq") || family.contains("nastaleeq") {
        KashidaRules::None
    } else if family.starts_with("amiri") {
        KashidaRules::Naskh
    } else {
        KashidaRules::Simple
    }
}

/// The x-height that `OS/2` gives. Arabic faces without Latin letters leave it at 0; their makers pair them with Latin
/// of a x-height of about 0.5 em.
fn x_height(face: &ttf_parser::Face<'_>) -> i16 {
    let half_an_em = i16::try_from(face.units_per_em() / 2).unwrap_or(i16::MAX);
    face.x_height().filter(|&height| height > 0).unwrap_or(half_an_em)
}

/// The faces at hand, in a fixed order.
#[derive(Clone, Debug, Default)]
pub struct FontSet {
    faces: Vec<Font>,
}

impl FontSet {
    /// The faces compiled into the program.
    #[must_use]
    pub fn builtin() -> FontSet {
        FontSet { faces: builtin::faces() }
    }

    /// Adds a face; it is preferred over earlier ones of the same family and weight.
    pub fn push(&mut self, font: Font) {
        self.faces.push(font);
    }

    /// All faces, by ascending [`FaceId`].
    #[must_use]
    pub fn faces(&self) -> &[Font] {
        &self.faces
    }

    /// One face.
    ///
    /// # Panics
    /// When `id` belongs to another, larger set.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &Font {
        &self.faces[usize::from(id.0)]
    }

    /// The factor by which a fallback face is scaled to go with the face that a text asked for.
    #[must_use]
    pub fn balance(&self, wanted: FaceId, used: FaceId) -> f64 {
        let x_height = |id: FaceId| {
            let metrics = self.face(id).metrics;
            f64::from(metrics.x_height) / f64::from(metrics.units_per_em)
        };
        if wanted == used { 1.0 } else { x_height(wanted) / x_height(used) }
    }

    /// The faces to try in turn for a text of a family and weight: the family in that weight, the family in the other
    /// weight, then the faces of all other families, those of the same weight first.
    #[must_use]
    pub fn fallback_chain(&self, family: &str, weight: Weight) -> Vec<FaceId> {
        let mut chain: Vec<FaceId> = (0u16..).take(self.faces.len()).map(FaceId).collect();
        chain.sort_by_key(|&id| {
            let font = self.face(id);
            (!font.family.eq_ignore_ascii_case(family), font.weight != weight)
        });
        chain
    }
}
