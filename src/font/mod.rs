//! Fonts: their bytes, what they cover, and which one serves a text.
//!
//! In: the files of `fonts/` (compiled in) and font files of the user. Out: [`FontSet`], an immutable list of [`Font`]s
//! addressed by [`FaceId`], and for each family and weight the chain of faces to try in turn. Metrics come from the
//! OpenType tables `head`, `hhea` and `OS/2`. Shaping is not done here.

mod builtin;

use std::borrow::Cow;

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
        let name = name_of(ttf_parser::name_id::POST_SCRIPT_NAME).unwrap_or_else(|| family.replace(' ', ""));
        let metrics =
            FontMetrics { units_per_em: face.units_per_em(), ascent: face.ascender(), descent: face.descender() };
        Ok(Font { name, family, weight, data, metrics, licence })
    }
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
