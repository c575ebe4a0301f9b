//! Fonts of the user: files and folders in, a set with the built-in faces and theirs out; and `warraq fonts`.

use std::borrow::Cow;
use std::fmt::Write;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;
use warraq::diagnostic::Diagnostic;
use warraq::font::{Font, FontSet, Weight};

use super::write::reason;

/// Scripts of which `warraq fonts` tells the coverage: their main blocks of Unicode.
const SCRIPTS: [(&str, RangeInclusive<char>); 6] = [
    ("Arabic", '\u{600}'..='\u{6FF}'),
    ("Latin", '\u{20}'..='\u{24F}'),
    ("Greek", '\u{370}'..='\u{3FF}'),
    ("Cyrillic", '\u{400}'..='\u{4FF}'),
    ("Hebrew", '\u{590}'..='\u{5FF}'),
    ("Syriac", '\u{700}'..='\u{74F}'),
];

/// The built-in faces and those of the paths, in order of file name. A usage error for a path that gives no font.
pub(super) fn load(paths: &[PathBuf]) -> Result<FontSet, Diagnostic> {
    let mut fonts = FontSet::builtin();
    for path in paths {
        let files = if path.is_dir() { search(path) } else { vec![path.clone()] };
        if files.is_empty() {
            let message = format!("{} holds no fonts", path.display());
            return Err(Diagnostic::error(None, message).with_hint("fonts end in .ttf or .otf"));
        }
        for file in files {
            read(&file)?.into_iter().for_each(|font| fonts.push(font));
        }
    }
    Ok(fonts)
}

fn read(file: &Path) -> Result<Vec<Font>, Diagnostic> {
    let wrong = |reason: String| Diagnostic::error(None, format!("the font {} {reason}", file.display()));
    let data = fs::read(file).map_err(|cause| wrong(format!("cannot be read: {}", reason(&cause))))?;
    Font::from_bytes(Cow::Owned(data), None).map_err(|cause| wrong(format!("cannot be used: {cause}")))
}

fn search(folder: &Path) -> Vec<PathBuf> {
    let is_font = |path: &Path| {
        let ending = path.extension().unwrap_or_default();
        ending.eq_ignore_ascii_case("ttf") || ending.eq_ignore_ascii_case("otf")
    };
    let found = WalkDir::new(folder).sort_by_file_name().into_iter().flatten().map(walkdir::DirEntry::into_path);
    found.filter(|path| is_font(path) && path.is_file()).collect()
}

/// A family by its name in any letter case, as the font writes it.
pub(super) fn family(fonts: &FontSet, word: &str) -> Result<String, String> {
    let mut families: Vec<&str> = fonts.faces().iter().map(|font| font.family.as_str()).collect();
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
        let scripts = if scripts.is_empty() { "signs".to_owned() } else { scripts };
        let _ = writeln!(text, "{}\t{weight}\t{origin}\t{all} characters: {scripts}", font.family);
    }
    text
}
