//! Fonts of the user, checked before anything uses them.
//!
//! In: a plain TrueType or OpenType file from anywhere. Out: nothing, or what is wrong with it. The crates that read,
//! shape and cut fonts trust some of what a file says of itself: ranges of characters are walked through, components
//! of glyphs are followed. A file where that would not end in time, or which cannot be drawn from, is refused here, in
//! time and memory that go by its size.

mod cmap;
mod glyf;

use std::panic::catch_unwind;

use ttf_parser::head::IndexToLocationFormat;
use ttf_parser::{Face, RawFace, Tag};

use super::container::tables;

/// Bytes of a font file. The largest fonts for all of Chinese, Japanese and Korean have some 30 MB a face.
pub(super) const MOST_BYTES: usize = 128 << 20;
/// Tables of a file: the specification knows some sixty.
const MOST_TABLES: usize = 256;

/// Looks for what is wrong with a file.
///
/// # Errors
/// What is wrong.
pub(super) fn check(file: &[u8]) -> Result<(), String> {
    catch_unwind(|| inspect(file)).unwrap_or_else(|_| Err("its tables are damaged".into()))
}

fn inspect(file: &[u8]) -> Result<(), String> {
    let tables = tables(file, 0).ok_or("it is cut off: a table lies outside of the file")?;
    if tables.len() > MOST_TABLES {
        return Err(format!("it has more than {MOST_TABLES} tables"));
    }
    let face = Face::parse(file, 0).map_err(|cause| format!("its tables are damaged: {cause}"))?;
    let raw = face.raw_face();
    let required = [b"head", b"hhea", b"hmtx", b"maxp", b"cmap"];
    if let Some(missing) = required.into_iter().find(|tag| table(raw, tag).is_none()) {
        return Err(format!("its table `{}` is missing or damaged", String::from_utf8_lossy(missing)));
    }
    let has = |tag| table(raw, tag).is_some();
    let has_outlines = has(b"glyf") && has(b"loca") || has(b"CFF ") || has(b"CFF2");
    if !has_outlines {
        return Err("it has no outlines to draw its letters from, only pictures of them or nothing".into());
    }
    cmap::check(table(raw, b"cmap").unwrap_or_default())?;
    match (table(raw, b"loca"), table(raw, b"glyf")) {
        (Some(loca), Some(glyf)) => {
            let is_long = face.tables().head.index_to_location_format == IndexToLocationFormat::Long;
            glyf::check(loca, glyf, is_long, face.number_of_glyphs(), file.len())
        }
        _ => Ok(()),
    }
}

fn table<'a>(raw: &RawFace<'a>, tag: &[u8; 4]) -> Option<&'a [u8]> {
    raw.table(Tag::from_bytes(tag)).filter(|table| !table.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::container::{long, short};
    use super::*;

    const VARIABLE: &[u8] = include_bytes!("../../tests/fonts/TrialVariable.ttf");
    const CUBIC: &[u8] = include_bytes!("../../tests/fonts/TrialOutlines.otf");

    /// A font with one of its tables written anew, at its end.
    pub(super) fn with_table(file: &[u8], tag: &[u8; 4], table: &[u8]) -> Vec<u8> {
        let mut file = file.to_vec();
        file.resize(file.len().next_multiple_of(4), 0);
        let (offset, count) = (u32::try_from(file.len()).unwrap(), usize::from(short(&file, 4).unwrap()));
        let record = file[12..12 + count * 16].chunks_exact_mut(16).find(|record| record.starts_with(tag)).unwrap();
        record[8..12].copy_from_slice(&offset.to_be_bytes());
        record[12..].copy_from_slice(&u32::try_from(table.len()).unwrap().to_be_bytes());
        file.extend_from_slice(table);
        file
    }

    /// Checks the font of the tests with a table written anew; what is expected is how the reason begins.
    pub(super) fn refused(tag: &[u8; 4], table: &[u8], expected: &str) {
        let reason = check(&with_table(VARIABLE, tag, table)).unwrap_err();
        assert!(reason.starts_with(expected), "{reason}");
    }

    #[test]
    fn fonts_that_can_be_used_pass() {
        assert_eq!(check(VARIABLE), Ok(()));
        assert_eq!(check(CUBIC), Ok(()));
        for font in crate::font::FontSet::builtin().faces() {
            assert_eq!(check(&font.data), Ok(()), "{}", font.name);
        }
    }

    #[test]
    fn what_cannot_be_drawn_from_is_refused() {
        refused(b"cmap", &[], "its table `cmap` is missing");
        refused(b"glyf", &[], "it has no outlines");
        refused(b"loca", &[0; 2], "its table `loca` is cut off");
        refused(b"head", &[0; 54], "its tables are damaged");
        assert!(check(&VARIABLE[..VARIABLE.len() / 2]).unwrap_err().starts_with("it is cut off"));
        assert!(check(&[0, 1, 0, 0, 0xff, 0xff]).unwrap_err().starts_with("it is cut off"));
    }

    #[test]
    fn no_damage_brings_the_check_down() {
        for file in [VARIABLE, CUBIC] {
            let end = 12 + 16 * usize::from(short(file, 4).unwrap());
            for at in (0..end).chain((end..file.len()).step_by(97)) {
                let mut damaged = file.to_vec();
                damaged[at] ^= 0xff;
                let _ = check(&damaged);
            }
        }
        assert_eq!(long(VARIABLE, VARIABLE.len()), None);
    }
}
