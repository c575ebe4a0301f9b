//! The faces that go into the book.
//!
//! In: the characters of each style and the fonts at hand. Out: [`Faces`]: for each style the families that show its
//! characters, in the order of a CSS `font-family`, and the files of those faces, each cut to its characters, with
//! their licences. What no face covers is left to the reading system's own fonts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::signs::Script;
use super::subset::subset;
use super::usage::{TextStyle, Usage};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::font::{self, FaceId, Font, FontSet, Weight, WeightAxis};
use crate::style::Stylesheet;

/// What to embed and how to name it in the style sheet.
#[derive(Debug, Default)]
pub(super) struct Faces {
    /// The files, in the order of their faces.
    pub(super) embedded: Vec<EmbeddedFace>,
    /// Families for text, the preferred first.
    pub(super) text_families: Vec<String>,
    /// Families for code.
    pub(super) code_families: Vec<String>,
    /// The family of formulas, where there are any.
    pub(super) math_family: Option<String>,
    /// The family of full stops beside digits, where the text's own would look like a zero.
    pub(super) point_family: Option<String>,
    /// The families of the punctuation and digits in blocks of other scripts than the book's.
    pub(super) script_families: BTreeMap<Script, String>,
    /// Texts of the licences by the names of their files.
    pub(super) licences: BTreeMap<String, &'static str>,
}

/// A face as a file of the book.
#[derive(Debug)]
pub(super) struct EmbeddedFace {
    /// Its family.
    pub(super) family: String,
    /// The weight that it is used for first.
    pub(super) weight: Weight,
    /// Its axis of weights, if it is a variable font: it then serves for all of them.
    pub(super) weight_axis: Option<WeightAxis>,
    /// Its file, relative to the style sheet.
    pub(super) href: String,
    /// Its media type (EPUB 3.3, core media types).
    pub(super) media_type: &'static str,
    /// The font program.
    pub(super) data: Vec<u8>,
    /// The file of its licence, if it has one.
    pub(super) licence: Option<String>,
}

impl EmbeddedFace {
    /// The `id` that epub-builder gives to the file in the manifest.
    pub(super) fn manifest_id(&self) -> String {
        format!("id_{}", self.href.replace('/', "_"))
    }
}

/// Chooses, cuts and names the faces that the used characters need.
pub(super) fn embed(usage: &Usage, fonts: &FontSet, style: &Stylesheet, lang: &str) -> Warned<Faces> {
    let mut needs = Needs { fonts, characters: BTreeMap::new() };
    let mut faces = Faces::default();
    for (text_style, clusters) in usage.styles() {
        let (family, weight, families) = match text_style {
            TextStyle::Regular => (&style.text_family, Weight::Regular, &mut faces.text_families),
            TextStyle::Bold => (&style.text_family, Weight::Bold, &mut faces.text_families),
            TextStyle::Code => (&style.mono_family, Weight::Regular, &mut faces.code_families),
        };
        let chain = chain(fonts, family, weight);
        let lead = match text_style {
            TextStyle::Code => None,
            _ => font::letter_of(lang).and_then(|letter| face_of(fonts, &chain, letter)),
        };
        if usage.points().contains(&text_style)
            && let Some(&point) = chain.iter().find(|&&id| is_for_points(fonts.face(id)))
            && point != chain[0]
        {
            needs.characters.entry(first_of_file(fonts, point)).or_default().insert('.');
            faces.point_family = Some(fonts.face(point).family.clone());
        }
        for (script, beside) in usage.beside(text_style) {
            let Some(face) = face_of(fonts, &chain, script.letter()) else { continue };
            let covered = beside.filter(|&character| fonts.face(face).covers(character));
            needs.characters.entry(first_of_file(fonts, face)).or_default().extend(covered);
            faces.script_families.insert(script, fonts.face(face).family.clone());
        }
        for id in needs.add(&chain, lead, clusters) {
            let family = &fonts.face(id).family;
            if !families.contains(family) {
                families.push(family.clone());
            }
        }
    }
    let mut warnings = Vec::new();
    let cut = |(&id, characters): (&FaceId, &BTreeSet<char>)| (id, embedded(fonts, id, characters));
    for (id, face) in needs.characters.par_iter().map(cut).collect::<Vec<_>>() {
        match face {
            Ok(face) => {
                faces.licences.extend(face.licence.clone().zip(fonts.face(id).licence));
                faces.embedded.push(face);
            }
            Err(warning) => warnings.push(warning),
        }
    }
    Warned { value: faces, warnings }
}

/// The faces that CSS would try for a family and weight: a family's other weight only where it lacks the wanted one
/// (CSS Fonts 4, 5.2).
fn chain(fonts: &FontSet, family: &str, weight: Weight) -> Vec<FaceId> {
    let has_weight = |family: &str| fonts.faces().iter().any(|font| font.family == family && font.weight == weight);
    let mut chain = fonts.fallback_chain(family, weight);
    chain.retain(|&id| fonts.face(id).weight == weight || !has_weight(&fonts.face(id).family));
    chain
}

/// The characters wanted of each face.
struct Needs<'a> {
    fonts: &'a FontSet,
    characters: BTreeMap<FaceId, BTreeSet<char>>,
}

impl Needs<'_> {
    /// Assigns each cluster to the first face that has all its characters; returns the faces of the chain in use, in
    /// order of preference. If the language has letters of another face, that face, its `lead`, comes first, but only
    /// for its letters, digits and punctuation.
    fn add(&mut self, chain: &[FaceId], lead: Option<FaceId>, clusters: impl Iterator<Item = String>) -> Vec<FaceId> {
        let order: Vec<FaceId> = lead.into_iter().chain(chain.iter().copied()).collect();
        let mut serving = vec![false; order.len()];
        for cluster in clusters {
            let Some(base) = cluster.chars().next() else { continue };
            let first = usize::from(lead.is_some() && base.is_alphabetic());
            let whole = |&id: &FaceId| cluster.chars().all(|character| self.covers(id, character));
            let has_base = |&id: &FaceId| self.covers(id, base);
            let faces = &order[first..];
            let Some(at) = faces.iter().position(whole).or_else(|| faces.iter().position(has_base)) else { continue };
            let id = order[first + at];
            // A lead that has letters has them under its own place.
            serving[order.iter().position(|&other| other == id).unwrap_or(first + at)] = true;
            let characters = self.characters.entry(first_of_file(self.fonts, id)).or_default();
            characters.extend(cluster.chars());
            if self.fonts.face(id).is_for_signs {
                // What makes one sign of several.
                characters.extend(['\u{200D}', '\u{FE0E}', '\u{FE0F}']);
            }
        }
        order.iter().zip(serving).filter_map(|(&id, serves)| serves.then_some(id)).collect()
    }

    /// Whether a face shows a character; variation selectors and joiners need no glyph.
    fn covers(&self, id: FaceId, character: char) -> bool {
        self.fonts.face(id).covers(character) || matches!(character, '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
    }
}

/// The face of the letters of a script, where it is not the first of the chain: its punctuation goes with them.
fn face_of(fonts: &FontSet, chain: &[FaceId], letter: char) -> Option<FaceId> {
    let lead = chain.iter().copied().find(|&id| fonts.face(id).covers(letter))?;
    (chain.first() != Some(&lead)).then_some(lead)
}

fn is_for_points(font: &Font) -> bool {
    font.covers('.') && !font.stop_is_like_zero()
}

/// The first face that has the same file: a variable font is embedded once for all weights.
fn first_of_file(fonts: &FontSet, id: FaceId) -> FaceId {
    let of_file = |font: &Font| Arc::ptr_eq(&font.data, &fonts.face(id).data);
    (0..).map(FaceId).zip(fonts.faces()).find(|(_, font)| of_file(font)).map_or(id, |(first, _)| first)
}

fn embedded(fonts: &FontSet, id: FaceId, characters: &BTreeSet<char>) -> Result<EmbeddedFace, Diagnostic> {
    const OPEN_TYPE_CFF: &[u8] = b"OTTO";
    let font = fonts.face(id);
    let data = subset(font, characters).map_err(|cause| {
        Diagnostic::warning(Code::FontNotEmbedded, None, format!("{cause}, so it is not embedded in the EPUB"))
            .with_hint("choose another file of the font, or another font")
    })?;
    let (extension, media_type) =
        if data.starts_with(OPEN_TYPE_CFF) { ("otf", "font/otf") } else { ("ttf", "font/ttf") };
    // Fonts from outside could bear the name of one that is here already.
    let number = if is_named_before(fonts, id) { format!("-{}", id.0) } else { String::new() };
    let name = if font.weight_axis.is_some() { format!("{}-Variable", font.family) } else { font.name.clone() };
    let href = format!("fonts/{}{number}.{extension}", file_name(&name));
    let licence = font.licence.map(|_| format!("fonts/{}-licence.txt", file_name(&font.family)));
    let (family, weight, weight_axis) = (font.family.clone(), font.weight, font.weight_axis);
    Ok(EmbeddedFace { family, weight, weight_axis, href, media_type, data, licence })
}

fn is_named_before(fonts: &FontSet, id: FaceId) -> bool {
    let name = file_name(&fonts.face(id).name);
    fonts.faces().iter().take(usize::from(id.0)).any(|earlier| file_name(&earlier.name) == name)
}

/// A font's name in characters that are safe in every archive and address.
fn file_name(name: &str) -> String {
    name.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(style: TextStyle, text: &str, expected: &[&str]) {
        let mut usage = Usage::default();
        usage.record(style, text);
        let faces = embed(&usage, &FontSet::builtin(), &Stylesheet::default(), "ar");
        assert_eq!(faces.warnings, []);
        let names: Vec<&str> = faces.value.embedded.iter().map(|face| face.href.as_str()).collect();
        assert_eq!(names, expected, "{text}");
    }

    #[test]
    fn only_the_faces_that_show_something_are_embedded() {
        check(TextStyle::Regular, "", &[]);
        check(TextStyle::Regular, "كتاب Book", &["fonts/Amiri-Regular.ttf"]);
        check(TextStyle::Bold, "كتاب", &["fonts/Amiri-Bold.ttf"]);
        check(TextStyle::Code, "let x", &["fonts/NotoSansMono-Regular.ttf"]);
        check(TextStyle::Code, "let ب", &["fonts/Amiri-Regular.ttf", "fonts/NotoSansMono-Regular.ttf"]);
        check(TextStyle::Bold, "كتاب Слово", &["fonts/Amiri-Bold.ttf", "fonts/NotoSerif-Bold.ttf"]);
        check(
            TextStyle::Regular,
            "كتاب \u{1F4DA} ☎",
            &["fonts/Amiri-Regular.ttf", "fonts/WarraqSigns-Regular.ttf", "fonts/NotoEmoji-Regular.ttf"],
        );
        check(TextStyle::Regular, "漢", &[]);
    }

    #[test]
    fn the_punctuation_of_a_book_in_hebrew_is_hebrew() {
        let mut usage = Usage::default();
        usage.record(TextStyle::Regular, "שלום. Book كتاب");
        let faces = embed(&usage, &FontSet::builtin(), &Stylesheet::default(), "he").value;
        assert_eq!(faces.text_families, ["Noto Serif Hebrew", "Amiri"]);
        let hebrew = faces.embedded.iter().find(|face| face.family == "Noto Serif Hebrew").unwrap();
        let hebrew = ttf_parser::Face::parse(&hebrew.data, 0).unwrap();
        let has = "ש.B".chars().map(|letter| hebrew.glyph_index(letter).is_some());
        assert_eq!(has.collect::<Vec<_>>(), [true, true, false]);
    }

    #[test]
    fn families_are_named_in_the_order_of_preference() {
        let mut usage = Usage::default();
        usage.record(TextStyle::Regular, "Слово كتاب");
        usage.record(TextStyle::Code, "fn");
        let faces = embed(&usage, &FontSet::builtin(), &Stylesheet::default(), "ar").value;
        assert_eq!(faces.text_families, ["Amiri", "Noto Serif"]);
        assert_eq!(faces.code_families, ["Noto Sans Mono"]);
        let licences: Vec<&str> = faces.licences.keys().map(String::as_str).collect();
        assert_eq!(
            licences,
            ["fonts/Amiri-licence.txt", "fonts/NotoSansMono-licence.txt", "fonts/NotoSerif-licence.txt"]
        );
    }

    /// The outlines of a text's first letter in the embedded files, each at the weight of its face.
    #[test]
    fn fonts_of_the_user_keep_their_outlines() {
        let files: [(&[u8], &str, &str); 2] = [
            (
                include_bytes!("../../tests/fonts/TrialVariable.ttf"),
                "Trial Variable",
                "fonts/TrialVariable-Variable.ttf",
            ),
            (
                include_bytes!("../../tests/fonts/TrialOutlines.otf"),
                "Trial Outlines",
                "fonts/TrialOutlines-Regular.otf",
            ),
        ];
        for (file, family, href) in files {
            let mut fonts = FontSet::builtin();
            Font::load("a.ttf", file.to_vec()).unwrap().into_iter().for_each(|font| fonts.push(font));
            let mut usage = Usage::default();
            usage.record(TextStyle::Regular, "كتاب");
            usage.record(TextStyle::Bold, "قلم");
            let style = Stylesheet { text_family: family.to_owned(), ..Stylesheet::default() };
            let faces = embed(&usage, &fonts, &style, "ar").value.embedded;
            assert_eq!(faces.iter().map(|face| &*face.href).collect::<Vec<_>>(), [href]);
            let boxes = |font: &Font| {
                let face = font.parsed().unwrap();
                let ink = |letter| face.glyph_bounding_box(face.glyph_index(letter).unwrap()).unwrap();
                "كتابقلم".chars().map(ink).collect::<Vec<_>>()
            };
            let whole = Font::load("a.ttf", file.to_vec()).unwrap();
            let cut = Font::load("a.ttf", faces[0].data.clone()).unwrap();
            let outlines = |fonts: &[Font]| fonts.iter().map(boxes).collect::<Vec<_>>();
            assert_eq!(outlines(&cut), outlines(&whole), "{family}");
        }
    }
}
