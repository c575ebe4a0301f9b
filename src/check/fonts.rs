//! Style sheets and the fonts they bring.
//!
//! In: the sheets of a book and the letters of its pages. Out: what is wrong in the sheets, and which letters no
//! embedded font has.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::Archive;
use super::css;
use super::path::{Target, resolve};
use super::report::Report;

/// The letters that the pages show.
#[derive(Default)]
pub(super) struct Letters(BTreeSet<char>);

impl Letters {
    /// Takes in a text.
    pub(super) fn add(&mut self, text: &str) {
        self.0.extend(text.chars());
    }
}

/// The fonts of a book.
#[derive(Default)]
pub(super) struct Faces {
    files: BTreeMap<String, ()>,
}

impl Faces {
    /// Judges a sheet and notes the fonts it names.
    pub(super) fn add_sheet(&mut self, archive: &Archive, sheet: &str, report: &mut Report) {
        let Some(text) = archive.text(sheet, report) else { return };
        let found = css::inspect(text);
        let line = |offset: usize| text.get(..offset).unwrap_or_default().matches('\n').count() + 1;
        for fault in &found.faults {
            report.error(sheet, format!("line {}: {}", line(fault.offset), fault.text));
        }
        for doubt in &found.doubts {
            report.warning(sheet, format!("line {}: {}", line(doubt.offset), doubt.text));
        }
        for address in &found.addresses {
            let line = line(address.offset);
            match resolve(&address.text, sheet) {
                Target::Outside(scheme) if scheme == "data" => {}
                Target::Inside { file, .. } if archive.file(&file).is_none() => {
                    report.error(sheet, format!("line {line}: {file} is missing from the archive"));
                }
                Target::Inside { file, .. } => drop(self.files.insert(file, ())),
                _ => report.error(sheet, format!("line {line}: {} is outside of the book", address.text)),
            }
        }
    }

    /// Says which letters no font has. Where a font cannot be looked into, being packed or obfuscated, nothing is said.
    pub(super) fn check(&self, archive: &Archive, letters: &Letters, report: &mut Report) {
        const OBFUSCATED: &str = "META-INF/encryption.xml";
        const SHOWN: usize = 12;
        let fonts: Vec<(&str, &[u8])> =
            self.files.keys().filter_map(|file| Some((file.as_str(), archive.file(file)?))).collect();
        let fonts: Vec<_> = fonts.into_iter().filter(|(file, bytes)| is_font(file, bytes)).collect();
        if fonts.is_empty() || archive.file(OBFUSCATED).is_some() || fonts.iter().any(|(_, bytes)| is_packed(bytes)) {
            return;
        }
        let mut faces = Vec::new();
        for (file, bytes) in fonts {
            match ttf_parser::Face::parse(bytes, 0) {
                Ok(face) => faces.push(face),
                Err(cause) => report.error(file, format!("the font cannot be read: {cause}")),
            }
        }
        let has = |letter: char| faces.iter().any(|face| face.glyph_index(letter).is_some());
        let lacking: Vec<char> = letters.0.iter().copied().filter(|&letter| is_drawn(letter) && !has(letter)).collect();
        if !faces.is_empty() && !lacking.is_empty() {
            let shown: Vec<String> =
                lacking.iter().take(SHOWN).map(|&letter| format!("{letter} (U+{:04X})", letter as u32)).collect();
            let more =
                if lacking.len() > SHOWN { format!(" and {} more", lacking.len() - SHOWN) } else { String::new() };
            report.warning("", format!("no font of the book has these characters: {}{more}", shown.join(", ")));
        }
    }
}

fn is_font(file: &str, bytes: &[u8]) -> bool {
    let name = file.to_ascii_lowercase();
    [".ttf", ".otf", ".ttc", ".woff", ".woff2"].iter().any(|ending| name.ends_with(ending)) || is_packed(bytes)
}

/// WOFF and WOFF2.
fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"wOFF") || bytes.starts_with(b"wOF2")
}

/// Whether a character leaves ink: not white space, controls, joiners, direction marks and variation selectors.
fn is_drawn(letter: char) -> bool {
    let is_silent = matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}');
    !letter.is_whitespace() && !letter.is_control() && !is_silent
}
