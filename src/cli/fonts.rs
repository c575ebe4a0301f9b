//! Fonts of the user: files and folders in, a set with the built-in faces and theirs out; and `warraq fonts`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;
use warraq::diagnostic::{Code, Diagnostic, Error, Warned};
use warraq::document::{Block, BlockKind, Document, plain_text};
use warraq::font::{Font, FontSet, MAX_FONT_BYTES, Weight};
use warraq::style::Stylesheet;

use super::read;
use super::screen::printable;

/// The endings of font files.
const ENDINGS: [&str; 5] = ["ttf", "otf", "ttc", "woff", "woff2"];
/// Faces that are at hand at the same time: more than a system has.
const MOST_FACES: usize = 10_000;
/// Scripts of which `warraq fonts` tells the coverage: their main blocks of Unicode.
const SCRIPTS: [(&str, RangeInclusive<char>); 6] = [
    ("Arabic", '\u{600}'..='\u{6FF}'),
    ("Latin", '\u{20}'..='\u{24F}'),
    ("Greek", '\u{370}'..='\u{3FF}'),
    ("Cyrillic", '\u{400}'..='\u{4FF}'),
    ("Hebrew", '\u{590}'..='\u{5FF}'),
    ("Syriac", '\u{700}'..='\u{74F}'),
];

/// The built-in faces and those of the paths, in order of file name. A usage error for a file that cannot be used and
/// for a folder without fonts; a file that was found in a folder is passed over with a warning.
pub(super) fn load(paths: &[PathBuf]) -> Result<Warned<FontSet>, Diagnostic> {
    let mut fonts = Warned::silent(FontSet::builtin());
    for path in paths {
        let is_folder = path.is_dir();
        let files = if is_folder { search(path) } else { vec![path.clone()] };
        if files.is_empty() {
            let message = format!("{} holds no fonts", path.display());
            return Err(Diagnostic::error(Code::UnusableFont, None, message)
                .with_hint(format!("fonts end in .{}", ENDINGS.join(", ."))));
        }
        for file in files {
            match read(&file) {
                Ok(faces) if faces.len() + fonts.value.faces().len() > MOST_FACES => {
                    let message =
                        format!("{} holds more faces than can be used, which are {MOST_FACES}", path.display());
                    return Err(Diagnostic::error(Code::UnusableFont, None, message)
                        .with_hint("name the files or folders that you need"));
                }
                Ok(faces) => faces.into_iter().for_each(|font| fonts.value.push(font)),
                Err(reason) if is_folder => {
                    let message = format!("the font {} is passed over: {reason}", file.display());
                    fonts.warnings.push(Diagnostic::warning(Code::UnusableFont, None, message));
                }
                Err(reason) => {
                    let message = format!("the font {} cannot be used: {reason}", file.display());
                    return Err(Diagnostic::error(Code::UnusableFont, None, message)
                        .with_hint("choose another file of the font, or another font"));
                }
            }
        }
    }
    Ok(fonts)
}

fn read(file: &Path) -> Result<Vec<Font>, String> {
    let data = read::bounded(file, MAX_FONT_BYTES as u64).map_err(|unread| format!("it {}", unread.reason()))?;
    Font::load(&file.display().to_string(), data).map_err(|cause| match cause {
        Error::Font { reason, .. } => reason,
        other => other.to_string(),
    })
}

/// What is to be said of the user's faces that have characters of a document as colour pictures only: one warning a
/// family, where it was asked for or no other has the characters.
pub(super) fn pictures(document: &Document, fonts: &FontSet, style: &Stylesheet) -> Vec<Diagnostic> {
    let colour: Vec<&Font> = fonts.faces().iter().filter(|font| font.has_pictures_only()).collect();
    if colour.is_empty() {
        return Vec::new();
    }
    let mut used = document.metadata.title.chars().collect();
    let notes = document.footnotes.iter().map(|note| note.blocks.as_slice());
    [document.blocks.as_slice()].into_iter().chain(notes).for_each(|blocks| add_characters(blocks, &mut used));
    let mut found: BTreeMap<&str, char> = BTreeMap::new();
    for font in colour {
        let is_asked_for = [&style.text_family, &style.mono_family].contains(&&font.family);
        let is_wanted = |c: char| is_asked_for || !fonts.faces().iter().any(|other| other.covers(c));
        if let Some(&first) = used.iter().find(|&&c| font.has_picture_only(c) && is_wanted(c)) {
            found.entry(&font.family).or_insert(first);
        }
    }
    let warning = |(family, first): (&str, char)| {
        let message = format!(
            "the font {family} has colour pictures only of some characters, such as {first}; they are not drawn"
        );
        Diagnostic::warning(Code::ColorFont, None, message)
            .with_hint("other fonts are used where they have them; give one with outlines")
    };
    found.into_iter().map(warning).collect()
}

fn add_characters(blocks: &[Block], used: &mut BTreeSet<char>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Code { text, .. } => used.extend(text.chars()),
            kind => kind.inlines().into_iter().for_each(|content| used.extend(plain_text(content).chars())),
        }
        block.kind.children().into_iter().for_each(|inner| add_characters(inner, used));
    }
}

fn search(folder: &Path) -> Vec<PathBuf> {
    let is_font = |path: &Path| {
        let ending = path.extension().unwrap_or_default();
        ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
    };
    let found = WalkDir::new(folder).sort_by_file_name().into_iter().flatten().map(walkdir::DirEntry::into_path);
    found.filter(|path| is_font(path) && path.is_file()).collect()
}

/// A family by its name in any letter case, as the font writes it.
pub(super) fn family(fonts: &FontSet, word: &str) -> Result<String, String> {
    let for_text = fonts.faces().iter().filter(|font| !font.is_for_math);
    let mut families: Vec<&str> = for_text.map(|font| font.family.as_str()).collect();
    families.dedup();
    let found = families.iter().find(|family| family.eq_ignore_ascii_case(word.trim()));
    found
        .map(|family| (*family).to_owned())
        .ok_or_else(|| format!("the families at hand are {}; --font-path adds others", families.join(", ")))
}

/// What `warraq fonts` tells: each face with the characters it has.
pub(super) fn list(fonts: &FontSet) -> String {
    let builtin = FontSet::builtin().faces().len();
    let mut text = String::new();
    for (index, font) in fonts.faces().iter().enumerate() {
        let weight = if font.weight == Weight::Bold { "bold" } else { "regular" };
        let origin = if index < builtin { "built in" } else { "found" };
        let all = ('\0'..=char::MAX).filter(|&character| font.covers(character)).count();
        let scripts = SCRIPTS.iter().filter_map(|(script, block)| {
            let count = block.clone().filter(|&character| font.covers(character)).count();
            (count > 0).then(|| format!("{script} {count}"))
        });
        let scripts = scripts.collect::<Vec<_>>().join(", ");
        let scripts = match scripts.as_str() {
            _ if font.is_for_math => "formulas".to_owned(),
            "" => "signs".to_owned(),
            _ => scripts,
        };
        let _ = writeln!(text, "{}\t{weight}\t{origin}\t{all} characters: {scripts}", printable(&font.family));
    }
    text
}
