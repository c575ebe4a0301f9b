//! Style sheets and the fonts they bring.
//!
//! In: the sheets of a book and the letters of its pages. Out: what is wrong in the sheets, and which letters no
//! embedded font has.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ttf_parser::cmap;

use super::archive::Archive;
use super::css;
use super::path::{Target, resolve};
use super::report::Report;
use super::woff;

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
    files: BTreeSet<String>,
}

impl Faces {
    /// Judges a sheet and notes the fonts it names.
    pub(super) fn add_sheet(&mut self, archive: &Archive, sheet: &str, report: &mut Report) {
        let Some(text) = archive.text(sheet, report) else { return };
        let found = css::inspect(text);
        let newlines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
        let line = |offset: usize| newlines.partition_point(|&newline| newline < offset) + 1;
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
                Target::Inside { file, .. } => drop(self.files.insert(file)),
                _ => report.error(sheet, format!("line {line}: {} is outside of the book", address.text)),
            }
        }
    }

    /// Says which letters no font has. Where a font cannot be looked into, nothing is said.
    pub(super) fn check(&self, archive: &Archive, letters: &Letters, report: &mut Report) {
        const SHOWN: usize = 12;
        let mut maps = Vec::new();
        for file in &self.files {
            let Some(bytes) = archive.file(file).filter(|bytes| is_font(file, bytes)) else { continue };
            match character_map(bytes) {
                _ if archive.is_closed(file) => return,
                Ok(Some(map)) => maps.push(map),
                Ok(None) => return,
                Err(cause) => report.error(file, format!("the font cannot be read: {cause}")),
            }
        }
        let tables: Vec<cmap::Table<'_>> = maps.iter().filter_map(|map| cmap::Table::parse(map)).collect();
        let has = |letter: char| {
            let parts = tables.iter().flat_map(|table| table.subtables).filter(cmap::Subtable::is_unicode);
            parts.into_iter().any(|part| part.glyph_index(letter.into()).is_some())
        };
        let lacking: Vec<char> = letters.0.iter().copied().filter(|&letter| is_drawn(letter) && !has(letter)).collect();
        if !tables.is_empty() && !lacking.is_empty() {
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
    [".ttf", ".otf", ".ttc", ".woff", ".woff2"].iter().any(|ending| name.ends_with(ending)) || woff::is_packed(bytes)
}

/// The `cmap` table of a font, packed or not; `None` for a packed collection.
fn character_map(font: &[u8]) -> Result<Option<Cow<'_, [u8]>>, String> {
    if woff::is_packed(font) {
        return Ok(woff::character_map(font)?.map(Cow::Owned));
    }
    let face = ttf_parser::Face::parse(font, 0).map_err(|cause| cause.to_string())?;
    let table = face.raw_face().table(ttf_parser::Tag::from_bytes(b"cmap"));
    table.map(|table| Some(Cow::Borrowed(table))).ok_or_else(|| "it has no table of characters".to_owned())
}

/// Whether a character leaves ink: not white space, controls, joiners, direction marks and variation selectors.
fn is_drawn(letter: char) -> bool {
    let is_silent = matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}');
    !letter.is_whitespace() && !letter.is_control() && !is_silent
}
