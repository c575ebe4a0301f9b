//! Fonts: their bytes, what they cover, and which one serves a text.
//!
//! In: the files of `fonts/` (compiled in) and font files of the user. Out: [`FontSet`], an immutable list of [`Font`]s
//! addressed by [`FaceId`], and for each family and weight the chain of faces to try in turn. Metrics come from the
//! OpenType tables `head`, `hhea` and `OS/2`. Shaping is not done here.

mod balance;
mod builtin;
mod coverage;

use std::borrow::Cow;
use std::sync::OnceLock;

use balance::Build;
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
    /// How large and dark its letters are, measured when first asked for.
    build: OnceLock<Build>,
}

/// What kind of letters are to go with others on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Latin, Greek, Cyrillic.
    Latin,
    /// Arabic and all others.
    Other,
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
        let metrics =
            FontMetrics { units_per_em: face.units_per_em(), ascent: face.ascender(), descent: face.descender() };
        let (coverage, build) = (OnceLock::new(), OnceLock::new());
        Ok(Font { name, family, weight, data, metrics, licence, kashida, coverage, build })
    }

    /// Whether the face has a glyph for a character.
    #[must_use]
    pub fn covers(&self, character: char) -> bool {
        self.coverage.get_or_init(|| Coverage::of(&self.data)).contains(character)
    }

    fn build(&self) -> Build {
        *self.build.get_or_init(|| Build::of(&self.data))
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

    /// The factor by which letters of a face are scaled to go with those of the face that a text asked for, in height
    /// and weight. Latin may need it within one face too. The bold faces of two families have the factor of the regular
    /// ones, so that one text has one size.
    #[must_use]
    pub fn balance(&self, wanted: FaceId, used: FaceId, script: Script) -> f64 {
        let (wanted, used) = (self.regular(wanted), self.regular(used));
        let build = |id: FaceId| self.face(id).build();
        let main = |build: Build| build.for_arabic.or(build.latin);
        let letters = match script {
            Script::Latin => build(used).latin.or(build(used).for_arabic),
            Script::Other if wanted == used => return 1.0,
            Script::Other => main(build(used)),
        };
        match (main(build(wanted)), letters) {
            (Some(wanted_letters), Some(letters)) => balance::factor(wanted_letters, letters, wanted == used),
            _ => 1.0,
        }
    }

    /// The regular face of a face's family; itself where there is none.
    fn regular(&self, id: FaceId) -> FaceId {
        let is_regular = |font: &Font| font.weight == Weight::Regular && font.family == self.face(id).family;
        (0u16..).map(FaceId).zip(&self.faces).find(|(_, font)| is_regular(font)).map_or(id, |(regular, _)| regular)
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
