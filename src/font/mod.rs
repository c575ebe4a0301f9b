//! Fonts: their bytes, what they cover, and which one serves a text.
//!
//! In: the files of `fonts/` (compiled in) and font files of the user. Out: [`FontSet`], an immutable list of [`Font`]s
//! addressed by [`FaceId`], and for each family and weight the chain of faces to try in turn. Metrics come from the
//! OpenType tables `head`, `hhea` and `OS/2`, those of a variable font at the weight of the face. Shaping is not done
//! here.

mod balance;
mod builtin;
mod container;
mod coverage;
mod file;
mod sanitize;
mod weight;

use std::sync::{Arc, OnceLock};

use balance::Build;
use coverage::Coverage;
pub use file::FontFile;
pub use weight::{Weight, WeightAxis};

use crate::diagnostic::Error;

/// Bytes of a font file that are read at most.
pub const MAX_FONT_BYTES: usize = sanitize::MOST_BYTES;

/// Index of a face in its [`FontSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// One face.
#[derive(Clone, Debug)]
pub struct Font {
    /// PostScript name, such as `Amiri-Bold`.
    pub name: String,
    /// Family, such as `Amiri`.
    pub family: String,
    /// Regular or bold.
    pub weight: Weight,
    /// Whether its letters slant; such a face serves only where no other does.
    pub is_italic: bool,
    /// Where on its axis of weights it is, if the file is a variable font.
    pub weight_axis: Option<WeightAxis>,
    /// The whole font file, shared by the faces of a variable font.
    pub data: Arc<FontFile>,
    /// Vertical metrics.
    pub metrics: FontMetrics,
    /// Text of the licence that must go along with copies of the font.
    pub licence: Option<&'static str>,
    /// Where letters of the face may be lengthened.
    pub kashida: KashidaRules,
    /// Whether all its characters have one width.
    pub is_monospaced: bool,
    /// Whether it only has signs and emoji.
    pub is_for_signs: bool,
    /// Whether it is for formulas alone: no text falls back to it.
    pub is_for_math: bool,
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
    /// Reads the faces of a font file of the user, which is named in errors: TrueType or OpenType, plain, as a
    /// collection, as WOFF or WOFF2. A variable font with an axis of weights gives a regular and a bold face, as far as
    /// the axis goes. The file is checked first, in time and memory that go by its size.
    ///
    /// # Errors
    /// [`Error::Font`] when the bytes are not such a file, or one that cannot be used.
    pub fn load(name: &str, bytes: Vec<u8>) -> Result<Vec<Font>, Error> {
        let failed = |reason: String| Error::Font { name: name.to_owned(), reason };
        if bytes.len() > MAX_FONT_BYTES {
            return Err(failed(format!("it has more than {} MiB", MAX_FONT_BYTES >> 20)));
        }
        let mut faces = Vec::new();
        for file in container::unpack(bytes).map_err(failed)? {
            sanitize::check(&file).map_err(failed)?;
            faces.extend(Font::from_bytes(FontFile::of_user(name, file), None)?);
        }
        Ok(faces)
    }

    /// Reads the faces of a plain file that is known to be sound.
    fn from_bytes(data: FontFile, licence: Option<&'static str>) -> Result<Vec<Font>, Error> {
        let data = Arc::new(data);
        let face = ttf_parser::Face::parse(&data, 0)
            .map_err(|cause| Error::Font { name: "unnamed".into(), reason: cause.to_string() })?;
        let faces = weight::weights(&face).into_iter();
        Ok(faces.map(|(weight, axis)| Font::at_weight(&data, face.clone(), weight, axis, licence)).collect())
    }

    fn at_weight(
        data: &Arc<FontFile>,
        mut face: ttf_parser::Face<'_>,
        weight: Weight,
        weight_axis: Option<WeightAxis>,
        licence: Option<&'static str>,
    ) -> Font {
        weight::set(&mut face, weight_axis);
        let name_of = |id| name_of(&face, id);
        let family = name_of(ttf_parser::name_id::TYPOGRAPHIC_FAMILY)
            .or_else(|| name_of(ttf_parser::name_id::FAMILY))
            .unwrap_or_else(|| "Unnamed".into());
        let kashida = kashida_rules(&face, &family);
        let plain = family.replace(' ', "");
        let name = match weight_axis {
            Some(_) => format!("{plain}-{weight:?}"),
            None => name_of(ttf_parser::name_id::POST_SCRIPT_NAME).unwrap_or(plain),
        };
        let metrics =
            FontMetrics { units_per_em: face.units_per_em(), ascent: face.ascender(), descent: face.descender() };
        let (coverage, build) = (OnceLock::new(), OnceLock::new());
        let (is_italic, is_monospaced, data) = (face.is_italic(), is_monospaced(&face), Arc::clone(data));
        Font {
            name,
            family,
            weight,
            is_italic,
            weight_axis,
            data,
            metrics,
            licence,
            kashida,
            is_monospaced,
            is_for_signs: false,
            is_for_math: false,
            coverage,
            build,
        }
    }

    /// What the face is called in messages: its family, and the file of the user that it is from.
    #[must_use]
    pub fn label(&self) -> String {
        match self.data.name() {
            Some(file) => format!("{} ({file})", self.family),
            None => self.family.clone(),
        }
    }

    /// The file, parsed and set to the weight of the face; `None` where it cannot be read.
    #[must_use]
    pub fn parsed(&self) -> Option<ttf_parser::Face<'_>> {
        let mut face = ttf_parser::Face::parse(&self.data, 0).ok()?;
        weight::set(&mut face, self.weight_axis);
        Some(face)
    }

    /// Where the face lies on the axes of its file, by their tags.
    pub fn coordinates(&self) -> impl Iterator<Item = (&'static str, f32)> {
        self.weight_axis.into_iter().map(|axis| ("wght", axis.value))
    }

    /// Whether the face can draw a character.
    #[must_use]
    pub fn covers(&self, character: char) -> bool {
        self.coverage().contains(character)
    }

    /// Whether the face has a character as a colour picture only, which is drawn neither in PDFs nor in EPUBs.
    #[must_use]
    pub fn has_picture_only(&self, character: char) -> bool {
        self.coverage().is_picture(character)
    }

    /// Whether the face has some of its characters as colour pictures only.
    #[must_use]
    pub fn has_pictures_only(&self) -> bool {
        self.data.is_foreign() && self.coverage().has_pictures()
    }

    fn coverage(&self) -> &Coverage {
        self.coverage.get_or_init(|| Coverage::of(&self.data))
    }

    fn build(&self) -> Build {
        *self.build.get_or_init(|| self.parsed().map_or_else(Build::default, |face| Build::of(&face)))
    }
}

impl Font {
    /// Whether the full stop is as large as the zero `٠`, so that it is hardly distinct between digits.
    #[must_use]
    pub fn stop_is_like_zero(&self) -> bool {
        const ALIKE: f64 = 0.9;
        let width = |face: &ttf_parser::Face<'_>, sign| {
            let ink = face.glyph_bounding_box(face.glyph_index(sign)?)?;
            Some(f64::from(ink.x_max) - f64::from(ink.x_min))
        };
        let widths = self.parsed().and_then(|face| Some((width(&face, '.')?, width(&face, '٠')?)));
        widths.is_some_and(|(stop, zero)| stop >= zero * ALIKE)
    }
}

/// A name that the file gives itself, as far as it is one: without controls, and no longer than names are.
fn name_of(face: &ttf_parser::Face<'_>, id: u16) -> Option<String> {
    const MOST_LETTERS: usize = 100;
    let names = face.names().into_iter().filter(|name| name.name_id == id && name.is_unicode());
    let shown = |name: String| {
        let letters = name.chars().filter(|letter| !letter.is_control()).take(MOST_LETTERS);
        letters.collect::<String>().trim().to_owned()
    };
    names.filter_map(|name| name.to_string()).map(shown).find(|name| !name.is_empty())
}

/// Whether the face says so, or its narrowest letter is as wide as its widest.
fn is_monospaced(face: &ttf_parser::Face<'_>) -> bool {
    let width = |letter| face.glyph_hor_advance(face.glyph_index(letter)?);
    face.is_monospaced() || width('i').is_some_and(|narrow| width('M') == Some(narrow))
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

/// A letter of the script of a language, for scripts that the Arabic faces do not carry.
#[must_use]
pub fn letter_of(lang: &str) -> Option<char> {
    let primary = lang.split(['-', '_']).next().unwrap_or_default();
    Some(match primary {
        "he" | "iw" | "yi" | "ji" | "lad" => 'א',
        "syr" | "aii" | "arc" | "cld" | "tru" => 'ܐ',
        "el" | "grc" => 'α',
        "be" | "bg" | "kk" | "ky" | "mk" | "mn" | "ru" | "sr" | "tg" | "tt" | "uk" => 'а',
        _ => return None,
    })
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

    /// The face that formulas are set in; `None` in a set without one.
    #[must_use]
    pub fn math_face(&self) -> Option<FaceId> {
        (0u16..).map(FaceId).zip(&self.faces).find(|(_, font)| font.is_for_math).map(|(id, _)| id)
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
    /// weight, then the faces of all other families, those of the same weight first. Upright faces go before italic
    /// ones, and of a family those added last before the others.
    #[must_use]
    pub fn fallback_chain(&self, family: &str, weight: Weight) -> Vec<FaceId> {
        let numbered = (0u16..).map(FaceId).zip(&self.faces);
        let mut chain: Vec<FaceId> = numbered.filter(|(_, font)| !font.is_for_math).map(|(id, _)| id).collect();
        chain.sort_by_key(|&id| {
            let font = self.face(id);
            let is_other = !font.family.eq_ignore_ascii_case(family);
            (is_other, font.weight != weight, font.is_italic, if is_other { id.0 } else { u16::MAX - id.0 })
        });
        chain
    }
}
