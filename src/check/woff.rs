//! The characters of a font that is packed.
//!
//! In: a WOFF or WOFF2 file. Out: its `cmap` table (OpenType), which is all that tells its characters, unpacked within
//! bounds (WOFF 1.0, 4 and 5; WOFF 2.0, 4 and 5).

use std::io::{Read, copy, sink};

use brotli_decompressor::Decompressor;
use flate2::read::ZlibDecoder;

/// No table of characters is larger, and none lies deeper in a font, in bytes.
const LARGEST: u64 = 64 << 20;
/// The table's name.
const TABLE: &[u8] = b"cmap";

/// The table of characters; `None` for a collection of fonts.
///
/// # Errors
/// What is wrong with the file.
pub(super) fn character_map(font: &[u8]) -> Result<Option<Vec<u8>>, String> {
    let found = if font.starts_with(b"wOF2") { in_woff2(font) } else { in_woff(font).map(Some) };
    found.ok_or_else(|| "it is damaged, or has no table of characters".to_owned())
}

/// Whether a file is packed as WOFF or WOFF2.
pub(super) fn is_packed(font: &[u8]) -> bool {
    font.starts_with(b"wOFF") || font.starts_with(b"wOF2")
}

/// Each table is packed by itself (WOFF 1.0, 5).
fn in_woff(font: &[u8]) -> Option<Vec<u8>> {
    const HEADER: usize = 44;
    const ENTRY: usize = 20;
    let count = usize::from(number(font, 12, 2)? as u16);
    let directory = font.get(HEADER..)?.chunks_exact(ENTRY).take(count);
    let entry = directory.into_iter().find(|entry| entry.starts_with(TABLE))?;
    let (offset, packed, length) = (number(entry, 4, 4)?, number(entry, 8, 4)?, number(entry, 12, 4)?);
    let data = font.get(offset as usize..)?.get(..packed as usize)?;
    if packed == length { Some(data.to_vec()) } else { unpacked(ZlibDecoder::new(data), 0, length) }
}

/// All tables are packed as one stream, in the order of the directory (WOFF 2.0, 4.1 and 5).
fn in_woff2(font: &[u8]) -> Option<Option<Vec<u8>>> {
    const HEADER: usize = 48;
    const BUFFER: usize = 4096;
    if font.get(4..8)? == b"ttcf" {
        return Some(None);
    }
    let count = number(font, 12, 2)?;
    let mut directory = font.get(HEADER..)?;
    let (mut before, mut place) = (0_u64, None);
    for _ in 0..count {
        let (is_wanted, length) = entry(&mut directory)?;
        if is_wanted {
            place = Some((before, length));
        }
        before += length;
    }
    let (offset, length) = place?;
    unpacked(Decompressor::new(directory, BUFFER), offset, length).map(Some)
}

/// The next entry of the directory: whether it is the wanted table, and the length of its data (WOFF 2.0, 4.1).
fn entry(directory: &mut &[u8]) -> Option<(bool, u64)> {
    /// Number of the wanted table, of `glyf` and of `loca` in the list of known tables; and of a table that is not in
    /// it.
    const WANTED: u8 = 0;
    const TRANSFORMED: [u8; 2] = [10, 11];
    const UNKNOWN: u8 = 63;
    let flags = directory.split_off_first()?;
    let (table, version) = (flags & 0x3f, flags >> 6);
    let tag = if table == UNKNOWN { directory.split_off(..4)? } else { b"" };
    let mut length = base128(directory)?;
    let is_plain = if TRANSFORMED.contains(&table) { version == 3 } else { version == 0 };
    if !is_plain {
        length = base128(directory)?;
    }
    Some((table == WANTED || tag == TABLE, length))
}

/// A number of one to five bytes (WOFF 2.0, 4.1: UIntBase128).
fn base128(bytes: &mut &[u8]) -> Option<u64> {
    const LONGEST: usize = 5;
    let mut value = 0;
    for _ in 0..LONGEST {
        let byte = bytes.split_off_first()?;
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// A number in `length` bytes, the highest first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

/// A part of what a stream unpacks to.
fn unpacked(mut stream: impl Read, offset: u64, length: u64) -> Option<Vec<u8>> {
    if offset > LARGEST || length > LARGEST {
        return None;
    }
    copy(&mut stream.by_ref().take(offset), &mut sink()).ok()?;
    let mut table = Vec::new();
    stream.take(length).read_to_end(&mut table).ok()?;
    (table.len() as u64 == length).then_some(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fonts of the word «كتاب», cut out of Amiri.
    const WOFF: &[u8] = include_bytes!("../../tests/texts/kitab.woff");
    const WOFF2: &[u8] = include_bytes!("../../tests/texts/kitab.woff2");

    #[test]
    fn the_characters_of_packed_fonts_are_known() {
        for font in [WOFF, WOFF2] {
            assert!(is_packed(font));
            let map = character_map(font).unwrap().unwrap();
            let table = ttf_parser::cmap::Table::parse(&map).unwrap();
            let has = |letter: char| table.subtables.into_iter().any(|part| part.glyph_index(letter.into()).is_some());
            assert!("كتاب".chars().all(has) && !has('ق'));
        }
    }

    #[test]
    fn damaged_fonts_are_refused() {
        for font in [WOFF, WOFF2] {
            assert!((0..48).all(|end| character_map(&font[..end]).is_err()));
            for at in 0..font.len() {
                let mut damaged = font.to_vec();
                damaged[at] ^= 0xff;
                let _ = character_map(&damaged);
            }
        }
    }
}
